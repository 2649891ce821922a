"""Capture files: whatever a server sends can be kept, found again and read by any WARC tool."""

import errno
import gzip
import io
import random
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord
from warcio.warcwriter import WARCWriter

from storage import warc
from storage.captures import CaptureWriter, blanked, read_record, records, whole_until
from storage.errors import FixityError
from storage.members import (
    NOT_MODIFIED,
    SAME_PAYLOAD,
    metadata_member,
    response_member,
    revisit_member,
    warcinfo_member,
)

AT = datetime(2026, 11, 18, 22, 0, 0, 250_000, tzinfo=UTC)


def response(**fields: Any) -> bytes:
    given: dict[str, Any] = {
        "url": "http://minbar.example/1",
        "status": 200,
        "reason": "OK",
        "headers": [("Content-Type", "text/html")],
        "body": "<p>مرحبا".encode("windows-1256"),
        "fetched_at": AT,
    }
    return response_member(**{**given, **fields})


INFO = warcinfo_member(filename="minbar-00000.warc.gz", fields={"software": "Warraq"}, recorded_at=AT)


def test_a_response_is_read_back_as_it_was_captured() -> None:
    stored = read_record(INFO + response(), len(INFO))
    assert (stored.url, stored.status, stored.reason) == ("http://minbar.example/1", 200, "OK")
    assert stored.headers == (("Content-Type", "text/html"),)
    assert stored.header("content-TYPE") == "text/html"
    assert stored.header("ETag") is None
    assert stored.body == "<p>مرحبا".encode("windows-1256")
    assert stored.fetched_at == AT


def test_a_revisit_says_which_record_has_its_body_and_stock_tools_read_it() -> None:
    digest = warc.payload_digest(b"<p>x")
    fields = {"url": "http://a.example/1", "reason": "OK", "fetched_at": AT, "ip": "192.0.2.1"}
    referred = ("http://a.example/1", AT - timedelta(days=1))
    same = revisit_member(
        **fields,
        status=200,
        headers=[("Content-Length", "4")],
        body_bytes=4,
        refers_to=referred,
        payload_digest=digest,
    )
    unchanged = revisit_member(**fields, status=304, headers=[("ETag", '"1"')], body_bytes=0, refers_to=None)
    found = list(records(same + unchanged, strict=True))
    assert [(one.kind, one.refers_to, one.response().status) for one in found] == [
        ("revisit", referred, 200),
        ("revisit", None, 304),
    ]
    assert found[0].response().body == b""
    assert found[0].response().header("Content-Length") == "4"
    stock = list(ArchiveIterator(io.BytesIO(same + unchanged), check_digests="raise"))
    named = [record.rec_headers.get_header for record in stock]
    assert [get("WARC-Profile") for get in named] == [SAME_PAYLOAD, NOT_MODIFIED]
    assert (named[0]("WARC-Refers-To-Target-URI"), named[0]("WARC-Payload-Digest")) == (referred[0], digest)
    assert (named[0]("WARC-Truncated"), named[1]("WARC-Truncated")) == ("length", None)


def test_records_are_the_bytes_that_stock_tools_write() -> None:
    parts = [INFO, response(), metadata_member(url="http://a.example/é", fields={"why": "لا"}, recorded_at=AT)]
    for part in parts:
        record = next(iter(ArchiveIterator(io.BytesIO(part), no_record_parse=True)))
        block = record.raw_stream.read()
        again, plain = (
            ArcWarcRecord("warc", record.rec_type, record.rec_headers, io.BytesIO(block), None, None, len(block)),
            io.BytesIO(),
        )
        WARCWriter(plain, gzip=False, warc_version="1.1").write_record(again)
        assert gzip.decompress(part) == plain.getvalue()


def test_the_same_response_gives_the_same_bytes_and_another_a_record_id_of_its_own() -> None:
    assert response() == response(fetched_at=AT.astimezone(timezone(timedelta(hours=3))))
    ids = {
        record.rec_headers.get_header("WARC-Record-ID")
        for record in ArchiveIterator(io.BytesIO(response() + response(body=b"x") + response(url="http://b.example/")))
    }
    assert len(ids) == 3


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no zone"):
        response(fetched_at=AT.replace(tzinfo=None))


@given(
    name=st.binary(max_size=30) | st.text(max_size=30),
    value=st.binary(max_size=200) | st.text(max_size=200),
    reason=st.text(max_size=30),
    url=st.text(min_size=1, max_size=60),
    body=st.binary(max_size=300),
    status=st.integers(100, 599),
)
def test_whatever_a_server_sends_is_read_back_by_us_and_by_stock_tools(
    name: bytes | str, value: bytes | str, reason: str, url: str, body: bytes, status: int
) -> None:
    headers = [(name, value), ("X-After", "1")]
    member = response(url=f"http://a.example/{url}", headers=headers, body=body, status=status, reason=reason)
    stored = read_record(member, 0)
    assert (stored.status, stored.body) == (status, body)
    assert len(stored.headers) == 2
    assert stored.header("X-After") == "1"
    stock = ArchiveIterator(io.BytesIO(member), check_digests="raise")
    record = next(iter(stock))
    assert record.http_headers.get_statuscode() == f"{status}"
    assert record.content_stream().read() == body
    assert record.rec_headers.get_header("WARC-Target-URI") == stored.url


def test_a_header_cannot_smuggle_another_one_or_end_the_headers() -> None:
    stored = read_record(response(headers=[("X-A", "1\r\nSet-Cookie: x\r\n\r\n<html>"), (b"B\r\nC: d", b"2")]), 0)
    assert [name for name, _ in stored.headers] == ["X-A", "B-C-d"]
    assert stored.header("Set-Cookie") is None
    assert stored.body == "<p>مرحبا".encode("windows-1256")


def test_a_header_of_a_megabyte_is_kept_whole() -> None:
    assert read_record(response(headers=[("X-Huge", "x" * 1_000_000)]), 0).header("X-Huge") == "x" * 1_000_000


def test_headers_are_utf8_if_they_are_and_latin1_otherwise() -> None:
    stored = read_record(response(headers=[("A", "مرحبا"), ("B", b"caf\xe9")]), 0)
    assert (stored.header("A"), stored.header("B")) == ("مرحبا", "café")


def test_headers_that_would_decode_or_cut_the_body_again_are_set_aside() -> None:
    sent = [("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"), ("Content-Length", "3")]
    member = response(headers=sent, body=b"decoded already")
    names = [name for name, _ in read_record(member, 0).headers]
    assert names == [f"X-Warraq-{name}" for name, _ in sent]
    (record,) = [each.content_stream().read() for each in ArchiveIterator(io.BytesIO(member))]
    assert record == b"decoded already"
    assert read_record(response(headers=[("Content-Length", "1")], body=b"x"), 0).header("Content-Length") == "1"


def test_a_file_lists_its_records_with_their_places() -> None:
    about = metadata_member(url="http://minbar.example/2", fields={"reason": "tdm-reservation: 1"}, recorded_at=AT)
    found = list(records(INFO + response(ip="127.0.0.1") + about, strict=True))
    assert [each.kind for each in found] == ["warcinfo", "response", "metadata"]
    assert [each.offset for each in found] == [0, len(INFO), len(INFO + response(ip="127.0.0.1"))]
    assert found[0].fields() == {"software": "Warraq"}
    assert found[2].fields() == {"reason": "tdm-reservation: 1"}
    assert found[2].url == "http://minbar.example/2"
    with pytest.raises(FixityError, match="not an HTTP response"):
        found[2].response()


def test_a_member_that_is_no_warc_record_is_named_by_its_place() -> None:
    import gzip

    with pytest.raises(FixityError, match=f"byte {len(INFO)} is not a WARC record"):
        list(records(INFO + gzip.compress(b"something else")))


@pytest.mark.parametrize("tail", [b"\x00" * 100, b"garbage", INFO[:-1], INFO[:1], INFO[: len(INFO) // 2]])
def test_a_torn_tail_ends_the_records_and_is_an_error_only_when_strict(tail: bytes) -> None:
    data = INFO + response() + tail
    assert whole_until(data) == len(INFO + response())
    assert len(list(records(data))) == 2
    with pytest.raises(FixityError, match="cut or damaged"):
        list(records(data, strict=True))
    with pytest.raises(FixityError, match="no whole record"):
        read_record(data, len(INFO + response()))


def test_a_changed_byte_inside_a_record_is_noticed() -> None:
    data = bytearray(INFO + response() + INFO)
    data[len(INFO) + 40] ^= 0xFF
    assert whole_until(bytes(data)) == len(INFO)


def test_a_writer_that_opens_a_torn_file_continues_after_the_last_whole_record(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "spool.warc.gz"
    with CaptureWriter(path) as writer:
        assert writer.append(INFO) == 0
        assert writer.append(response()) == len(INFO)
    whole = path.read_bytes()
    path.write_bytes(whole + response()[:50])
    with CaptureWriter(path) as writer:
        assert writer.offset == len(whole)
        writer.append(INFO)
    assert path.read_bytes() == whole + INFO
    assert read_record(path, len(INFO)) == read_record(response(), 0)


def test_a_record_that_did_not_fit_on_the_disk_leaves_nothing_of_it(tmp_path: Path) -> None:
    class FullDisk:
        """A file that takes ten bytes and then is full."""

        def __init__(self, file: Any) -> None:
            self.file, self.left = file, 10

        def write(self, data: bytes) -> int:
            if not self.left:
                raise OSError(errno.ENOSPC, "No space left on device")
            taken, self.left = self.file.write(data[: self.left]), 0
            return int(taken)

        def __getattr__(self, name: str) -> Any:
            return getattr(self.file, name)

    path = tmp_path / "spool.warc.gz"
    with CaptureWriter(path) as writer:
        writer.append(INFO)
        writer._file = FullDisk(writer._file)  # type: ignore[assignment]
        with pytest.raises(OSError, match="No space"):
            writer.append(response())
    assert path.read_bytes() == INFO


@pytest.mark.parametrize("body", [0, 300, 40_000, 65_000, 65_400, 65_500, 131_000, 400_000])
def test_a_blanked_record_has_the_same_length_and_all_others_keep_their_bytes(body: int) -> None:
    # Bytes that do not compress: the member is about as long as the body, and passes the block size of deflate.
    content = random.Random(body).randbytes(body)
    before, hidden, after = (
        response_member(url=url, status=200, reason="", headers=[], body=data, fetched_at=AT)
        for url, data in (("http://a.example/1", b"x"), ("http://a.example/2", content), ("http://a.example/3", b"y"))
    )
    made = blanked(before + hidden + after, [len(before)], fields={"why": "tombstone"})
    assert made[: len(before)] == before
    assert made[len(before) + len(hidden) :] == after
    record = list(records(made, strict=True))[1]
    assert (record.kind, record.url, record.fields()) == ("metadata", None, {"why": "tombstone"})
    assert content not in record.block or not content
    assert blanked(made, [len(before)], fields={"why": "another"}) == made
    with pytest.raises(FixityError, match="no whole record"):
        blanked(made, [1], fields={})
    assert [one.rec_type for one in ArchiveIterator(io.BytesIO(made))] == ["response", "metadata", "response"]
