"""What the crawl of a source knows of earlier nights, its links and its feeds, as files the flow writes."""

import json
from collections.abc import Container, Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crawlers.gathered import FeedState, KnownLink, Payload, feed_state
from storage.errors import UsageError
from storage.lookups import hash_of


def write_known(path: Path, links: Iterable[KnownLink]) -> None:
    """Write the links, one line each; raises ``OSError`` as the disk does."""
    lines = (json.dumps(asdict(link), sort_keys=True, default=str) + "\n" for link in links)
    path.write_text("".join(lines), encoding="ascii")


def write_refused(path: Path, link_ids: Iterable[str]) -> None:
    """Write ids of links that were taken down, one a line; raises ``OSError`` as the disk does."""
    path.write_text("".join(f"{one}\n" for one in sorted(link_ids)), encoding="ascii")


def read_refused(path: Path) -> frozenset[str]:
    """What ``write_refused`` wrote; ``UsageError`` names a file that cannot be read."""
    try:
        return frozenset(path.read_text(encoding="ascii").split())
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: links that were taken down cannot be read: {error}") from None


class Settled(Container[str]):
    """Canonical URLs known for so long that no look at them is due: only their hashes, sorted, in a mapped file.

    One link in 10^12 is taken for one of ten million others.
    """

    def __init__(self, hashes: NDArray[np.uint64]) -> None:
        self._hashes = hashes

    @classmethod
    def read(cls, path: Path) -> "Settled":
        """What ``write_settled`` wrote; ``UsageError`` names a file that cannot be read."""
        try:
            return cls(np.load(path, mmap_mode="r", allow_pickle=False))
        except (OSError, ValueError) as error:
            raise UsageError(f"{path}: settled links cannot be read: {error}") from None

    def __contains__(self, canonical_url: object) -> bool:
        wanted = np.uint64(hash_of(str(canonical_url)))
        at = int(np.searchsorted(self._hashes, wanted))
        return at < len(self._hashes) and bool(self._hashes[at] == wanted)


def write_settled(path: Path, hashes: NDArray[np.uint64]) -> None:
    """Write hashes of canonical URLs (``storage.lookups.hash_of``), sorted; raises ``OSError`` as the disk does."""
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.save(file, hashes, allow_pickle=False)
    part.replace(path)


def read_known(path: Path) -> dict[str, KnownLink]:
    """Known links by canonical URL, in the file's order; ``UsageError`` names a file or line that is not such."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: known links cannot be read: {error}") from None
    known: dict[str, KnownLink] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            link = _known_link(json.loads(line))
        except (ValueError, TypeError, KeyError) as error:
            raise UsageError(f"{path}, line {number}: not a known link ({error}): write it by write_known") from None
        known[link.canonical_url] = link
    return known


def _known_link(fields: dict[str, Any]) -> KnownLink:
    payload = fields.pop("payload", None)
    if payload is not None:
        payload = Payload(**{**payload, "at": datetime.fromisoformat(payload["at"])})
    return KnownLink(**fields, payload=payload)


def write_feed_states(path: Path, states: Iterable[FeedState]) -> None:
    """Write the states as one JSON list; raises ``OSError`` as the disk does."""
    path.write_text(json.dumps([asdict(state) for state in states], default=str), encoding="ascii")


def read_feed_states(path: Path) -> dict[str, FeedState]:
    """Feed states by address; ``UsageError`` for a file that is not such."""
    try:
        return {item["url"]: feed_state(item) for item in json.loads(path.read_text(encoding="utf-8"))}
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UsageError(f"{path}: not feed states ({error}): write them by write_feed_states") from None
