"""``warraq gather``: what feeds list between the nights, gathered for the coming one.

Only links no run knows are asked for, and nothing is published: the archive still changes once a night, a night is
still measured against nights, and a source that lists fifty links but publishes two hundred a day loses none.

An hour lies in a folder of its own until it is whole. A night takes in the whole ones when it begins, by moving them
into its spool, so a night that is killed and run again has the same; an hour that ends later waits for the next night.
What of it belongs to a source the night could not publish goes back, for the next night. So each link is in one
night, once: of two captures of a link the night's own counts, and one the archive knows by then is none.

Killed, an hour goes on where it was; the next one begins by finishing it.
"""

import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from crawlers.gathered import Gathered, KnownLink, Ledger
from crawlers.spool import load_gathered
from flows.ready import READY, Folder
from storage import layout
from storage.errors import SpoolError

HOURLY, HOURS = "hourly", "hours"
"""Where hours wait in the data folder, and where a night that took them in has them in its spool."""


def folder(data_dir: Path, now: datetime) -> Folder:
    """The folder of this hour, or of the one that was begun and did not end."""
    begun = [path for path in sorted((data_dir / HOURLY).glob("*/")) if not Folder(path).ready]
    return Folder(begun[-1] if begun else data_dir / HOURLY / f"{now.astimezone(UTC):%Y-%m-%dT%H%M%S}")


def waiting(data_dir: Path, source_id: str) -> list[KnownLink]:
    """Links of whole hours that wait for a night: they are not asked for again."""
    return _known(_of_source(data_dir / HOURLY, source_id))


def take_in(data_dir: Path, spool: Path) -> None:
    """Move the whole hours into a night's spool, once: its later attempts have the same. Raises ``SpoolError``.

    Hours a night took in that was never published are taken over.
    """
    if (spool / HOURS).exists():
        return
    try:
        (spool / HOURS).mkdir(parents=True)
        for path in sorted([*(data_dir / HOURLY).glob("*/"), *spool.parent.glob(f"*/{HOURS}/*/")]):
            if Folder(path).ready and path.parent != spool / HOURS:
                path.rename(spool / HOURS / path.name)
    except OSError as error:
        raise SpoolError(f"cannot take {data_dir / HOURLY} into {spool}: {error}; free the disk") from error


def known_of(spool: Path, source_id: str) -> list[KnownLink]:
    """Links of the hours a night took in, as its crawl is told of them."""
    return _known(_of_source(spool / HOURS, source_id))


def joined(spool: Path, gathered: Gathered, archived: Collection[str]) -> Gathered:
    """What a night gathered of a source, with the hours it took in; ``archived`` are links the archive knows.

    A source that failed tonight stays as it is: its hours wait for the next night.
    """
    if gathered.failure:
        return gathered
    links = {link.canonical_url: link for link in gathered.links}
    files, ledger = list(gathered.capture_files), gathered.ledger
    for path, hour in _of_source(spool / HOURS, gathered.source_id):
        places = dict(zip(hour.capture_files, _linked(spool, path, hour, files, gathered.run), strict=True))
        files += places.values()
        fresh = 0
        for link in hour.links:
            if link.canonical_url not in links and link.canonical_url not in archived:
                file = places.get(link.capture_file or "")
                links[link.canonical_url] = replace(link, capture_file=file)
                fresh += 1
        ledger = _added(ledger, hour.ledger, fresh)
    return replace(
        gathered,
        links=tuple(links[url] for url in sorted(links)),
        capture_files=tuple(files),
        requests=ledger.requests,
        bytes=ledger.bytes,
        ledger=ledger,
    )


def give_back(data_dir: Path, spool: Path, published: Collection[str]) -> None:
    """After the commit: forget the hours' sources that were published, and let the others wait for the next night."""
    for path in sorted((spool / HOURS).glob("*/")):
        for source in sorted((path / READY).glob("*/")):
            if source.name in published or _is_empty(path, source.name):
                shutil.rmtree(source, ignore_errors=True)
        if any((path / READY).glob("*/")):
            (data_dir / HOURLY).mkdir(parents=True, exist_ok=True)
            path.rename(data_dir / HOURLY / path.name)
        else:
            shutil.rmtree(path, ignore_errors=True)
    with suppress(OSError):
        (spool / HOURS).rmdir()


def _is_empty(path: Path, source_id: str) -> bool:
    """Whether an hour holds nothing of a source: it failed, or listed nothing that was not known."""
    gathered = load_gathered(path, READY, source_id)
    return gathered is None or gathered.failure is not None or not gathered.links


def _of_source(root: Path, source_id: str) -> Iterator[tuple[Path, Gathered]]:
    """Folder and result of each whole hour in which a source was gathered, oldest first."""
    for path in sorted(root.glob("*/")):
        gathered = load_gathered(path, READY, source_id) if Folder(path).ready else None
        if gathered and not gathered.failure:
            yield path / READY / source_id, gathered


def _known(hours: Iterator[tuple[Path, Gathered]]) -> list[KnownLink]:
    links = {link.canonical_url: link for _, hour in hours for link in hour.links if link.outcome != "over_budget"}
    return [
        KnownLink(
            url=link.url,
            canonical_url=url,
            etag=None,
            last_modified=None,
            revisit=False,
            pending=False,
            due=False,
        )
        for url, link in sorted(links.items())
    ]


def _linked(spool: Path, path: Path, hour: Gathered, files: list[str], run: str) -> list[str]:
    """Give an hour's capture files the next numbers of the night's; their keys. Done again it changes nothing."""
    keys = []
    for number, key in enumerate(hour.capture_files, len(files)):
        keys.append(layout.capture_file(run, hour.source_id, number))
        with suppress(FileExistsError):
            os.link(path / Path(key).name, spool / hour.source_id / Path(keys[-1]).name)
    return keys


def _added(night: Ledger, hour: Ledger, fresh: int) -> Ledger:
    return replace(
        night,
        requests=night.requests + hour.requests,
        bytes=night.bytes + hour.bytes,
        not_modified=night.not_modified + hour.not_modified,
        delay_s=night.delay_s + hour.delay_s,
        fresh=night.fresh + fresh,
    )
