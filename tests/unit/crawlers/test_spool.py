from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.gathered import Gathered, KnownLink
from crawlers.known import read_known, write_known
from crawlers.spool import Spool, load_gathered
from storage.captures import read_record, records
from storage.errors import SpoolError, UsageError
from storage.members import response_member

RUN = "2026-11-18"
AT = datetime(2026, 11, 18, 22, tzinfo=UTC)


def keep(spool: Spool, url: str, body: bytes = b"x", purpose: str = "p") -> None:
    member = response_member(url=url, status=200, reason="OK", headers=[], body=body, fetched_at=AT)
    spool.keep(
        member,
        url=url,
        purpose=purpose,
        status=200,
        body_bytes=len(body),
        fetched_at=AT,
        rights=(),
        reserved="",
    )


def opened(root: Path) -> Spool:
    return Spool(root, RUN, "minbar")


def published(root: Path, urls: list[str], max_bytes: int = 1 << 20) -> dict[str, bytes]:
    with opened(root) as spool:
        for url in urls:
            keep(spool, url, url.encode())
        files, _ = spool.publish({"software": "x"}, AT, max_bytes)
        return {name: (spool.folder / Path(name).name).read_bytes() for name in files}


def test_the_order_of_arrival_does_not_change_a_byte(tmp_path: Path) -> None:
    urls = [f"http://h/{number}" for number in range(9)]
    assert published(tmp_path / "a", urls) == published(tmp_path / "b", urls[::-1])


def test_a_new_file_is_begun_at_the_limit_and_places_are_right(tmp_path: Path) -> None:
    with opened(tmp_path) as spool:
        for number in range(5):
            keep(spool, f"http://h/{number}", b"%d" % number)
        files, places = spool.publish({}, AT, max_bytes=1000)
        assert len(files) > 1
        for number in range(5):
            place = places["p", f"http://h/{number}", 0]
            path = spool.folder / Path(place.file).name
            assert read_record(path, place.offset).body == b"%d" % number
        for name in files:
            kinds = [record.kind for record in records(spool.folder / Path(name).name, strict=True)]
            assert kinds[0] == "warcinfo"
            assert set(kinds[1:]) == {"response"}


def test_one_record_received_twice_is_written_once(tmp_path: Path) -> None:
    with opened(tmp_path) as spool:
        keep(spool, "http://h/1", purpose="a")
        keep(spool, "http://h/1", purpose="b")
        files, places = spool.publish({}, AT)
        assert places["a", "http://h/1", 0] == places["b", "http://h/1", 0]
        assert len(list(records(spool.folder / Path(files[0]).name))) == 2


def test_answers_are_taken_in_order_for_what_they_were_asked(tmp_path: Path) -> None:
    with opened(tmp_path) as spool:
        keep(spool, "http://h/1", b"first")
        keep(spool, "http://h/1", b"second")
        keep(spool, "http://h/1", b"other", purpose="q")
    with opened(tmp_path) as spool:
        taken = [spool.take("p", "http://h/1") for _ in range(3)]
        assert [item[1].body if item and item[1] else None for item in taken] == [b"first", b"second", None]
        keep(spool, "http://h/1", b"third")
        assert spool.entries[-1].number == 2


@pytest.mark.parametrize("cut", [1, 40, 100])
@pytest.mark.parametrize("name", ["spool.warc", "journal.jsonl"])
def test_a_torn_tail_of_either_file_costs_one_record(tmp_path: Path, name: str, cut: int) -> None:
    with opened(tmp_path) as spool:
        keep(spool, "http://h/1")
        keep(spool, "http://h/2")
        path = spool.folder / name
    data = path.read_bytes()
    path.write_bytes(data[:-cut])
    with opened(tmp_path) as spool:
        assert [entry.url for entry in spool.entries] == ["http://h/1"]
        keep(spool, "http://h/3")
    with opened(tmp_path) as spool:
        assert [entry.url for entry in spool.entries] == ["http://h/1", "http://h/3"]
        for entry in spool.entries:
            assert read_record(spool.folder / "spool.warc", entry.offset).url == entry.url


def test_two_crawls_cannot_share_a_spool(tmp_path: Path) -> None:
    with opened(tmp_path), pytest.raises(SpoolError, match="another crawl"):
        opened(tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / RUN).write_text("a file")
    with pytest.raises(SpoolError, match=RUN):
        opened(tmp_path)


def test_a_result_is_whole_or_absent(tmp_path: Path) -> None:
    gathered = Gathered(
        run=RUN,
        source_id="minbar",
        failure=None,
        failure_detail="",
        feeds_read=1,
        requests=0,
        bytes=0,
        links=(),
        capture_files=(),
    )
    assert load_gathered(tmp_path, RUN, "minbar") is None
    with opened(tmp_path) as spool:
        path = spool.finish(gathered)
        assert [item.name for item in spool.folder.iterdir()] == ["gathered.json"]
    assert load_gathered(tmp_path, RUN, "minbar") == gathered
    path.write_text(path.read_text()[:-5])
    assert load_gathered(tmp_path, RUN, "minbar") is None


def test_known_links_come_back_as_written(tmp_path: Path) -> None:
    link = KnownLink(
        url="http://h/مصر\u2028",
        canonical_url="http://h/1",
        etag='"x\x85"',
        last_modified=None,
        revisit=True,
        pending=False,
    )
    write_known(tmp_path / "known.jsonl", [link])
    assert read_known(tmp_path / "known.jsonl") == {"http://h/1": link}
    (tmp_path / "known.jsonl").write_text('{"url": 1}\n')
    with pytest.raises(UsageError, match="line 1"):
        read_known(tmp_path / "known.jsonl")
    with pytest.raises(UsageError, match="absent"):
        read_known(tmp_path / "absent.jsonl")
