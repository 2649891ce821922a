"""Hours between the nights: each link in one night, once, whatever is killed."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from crawlers.gathered import Gathered, Ledger
from flows import hours
from flows.ready import READY, Folder, write
from tests.unit.flows import samples as s

RUN = "2026-11-18"


def _hour(root: Path, name: str, *paths: str, whole: bool = True, **fields: Any) -> None:
    """An hour of ``minbar`` in which these links were fetched, as its crawl leaves it."""
    folder = Folder(root / name)
    key = f"captures/run={READY}/source=minbar/minbar-00000.warc.gz"
    links = tuple(s.link(path, capture_file=key, capture_offset=number) for number, path in enumerate(sorted(paths)))
    gathered = replace(
        s.gathered(*links, run=READY, capture_files=(key,), ledger=Ledger(requests=len(paths), bytes=10)), **fields
    )
    write(folder.spool / "minbar" / "gathered.json", gathered.to_json().encode())
    write(folder.spool / "minbar" / "minbar-00000.warc.gz", name.encode())
    if whole:
        folder.make_ready([])


def _night(*paths: str, **fields: Any) -> Gathered:
    key = f"captures/run={RUN}/source=minbar/minbar-00000.warc.gz"
    return s.gathered(
        *(s.link(path) for path in paths), capture_files=(key,), ledger=Ledger(requests=1, bytes=1), **fields
    )


def _names(gathered: Gathered) -> list[str]:
    return [link.url.rpartition("/")[2] for link in gathered.links]


def test_a_night_takes_in_whole_hours_once_and_a_later_attempt_has_the_same(tmp_path: Path) -> None:
    spool = tmp_path / "spool" / RUN
    _hour(tmp_path / "hourly", "h1", "a")
    _hour(tmp_path / "hourly", "h2", "b", whole=False)
    hours.take_in(tmp_path, spool)
    Folder(tmp_path / "hourly" / "h2").make_ready([])
    hours.take_in(tmp_path, spool)
    assert [link.url.rpartition("/")[2] for link in hours.known_of(spool, "minbar")] == ["a"]
    assert [link.url.rpartition("/")[2] for link in hours.waiting(tmp_path, "minbar")] == ["b"]


def test_links_and_captures_join_the_nights_own(tmp_path: Path) -> None:
    spool = tmp_path / "spool" / RUN
    (spool / "minbar").mkdir(parents=True)
    _hour(tmp_path / "hourly", "h1", "a", "both", "archived")
    _hour(tmp_path / "hourly", "h2", "c")
    hours.take_in(tmp_path, spool)
    night = _night("b", "both")
    archived = {s.link("archived").canonical_url}
    joined = hours.joined(spool, night, archived)
    assert _names(joined) == ["a", "b", "both", "c"]
    assert [key.rpartition("/")[2] for key in joined.capture_files] == [f"minbar-0000{n}.warc.gz" for n in range(3)]
    assert (spool / "minbar" / "minbar-00001.warc.gz").read_text() == "h1"
    places = {link.url.rpartition("/")[2]: link.capture_file for link in joined.links}
    assert places["a"] == joined.capture_files[1]
    assert places["c"] == joined.capture_files[2]
    assert places["both"] == night.links[1].capture_file, "of two captures the night's own counts"
    assert (joined.ledger.requests, joined.ledger.bytes, joined.ledger.fresh) == (5, 21, 2)
    assert hours.joined(spool, night, archived) == joined, "done again it changes nothing"


def test_hours_of_a_source_that_was_not_published_wait_for_the_next_night(tmp_path: Path) -> None:
    spool, later = tmp_path / "spool" / RUN, tmp_path / "spool" / "2026-11-19"
    _hour(tmp_path / "hourly", "h1", "a")
    hours.take_in(tmp_path, spool)
    failed = _night(failure="timeout")
    assert hours.joined(spool, failed, ()) == failed
    hours.give_back(tmp_path, spool, published={"rafid"})
    assert not (spool / "hours").exists()
    hours.take_in(tmp_path, later)
    assert _names(hours.joined(_with_folder(later), _night(), ())) == ["a"]
    hours.give_back(tmp_path, later, published={"minbar"})
    assert not list((tmp_path / "hourly").glob("*"))
    assert not (later / "hours").exists()


def test_hours_of_a_night_that_was_never_published_are_taken_over(tmp_path: Path) -> None:
    spool, later = tmp_path / "spool" / RUN, tmp_path / "spool" / "2026-11-19"
    _hour(tmp_path / "hourly", "h1", "a")
    hours.take_in(tmp_path, spool)
    hours.take_in(tmp_path, later)
    assert _names(hours.joined(_with_folder(later), _night(), ())) == ["a"]


def test_an_hour_that_was_begun_is_gone_on_with(tmp_path: Path) -> None:
    _hour(tmp_path / "hourly", "h1", "a")
    _hour(tmp_path / "hourly", "h2", "b", whole=False)
    assert hours.folder(tmp_path, s.CLOCK).path.name == "h2"
    Folder(tmp_path / "hourly" / "h2").make_ready([])
    assert hours.folder(tmp_path, s.CLOCK).path.name == "2026-11-18T220000"


def _with_folder(spool: Path) -> Path:
    (spool / "minbar").mkdir(parents=True, exist_ok=True)
    return spool
