"""Captures: WARC 1.1 files of responses as received, one gzip member a record.

A record is built as bytes (``response_member``, ``metadata_member``, ``warcinfo_member``) and appended as a whole,
so records can be spooled in the order they arrive and written again in another order without being touched.
The same arguments give the same bytes: the record id is derived from the content, no clock and no host name enters.

What survives a crash: every record that was written whole. ``whole_until`` finds where the last one ends;
``CaptureWriter`` cuts a torn tail off when it opens a file again; ``records`` stops before it.

A response without a body of its own is a ``revisit`` (``revisit_member``): the publisher answered 304, or sent the
same body as before. It has the response's headers and names, by address and time, the earlier record with the body;
that is always a ``response``, never another revisit.

Bodies are kept with ``Content-Encoding`` and ``Transfer-Encoding`` removed. A header that would make a reader
decode the body a second time, or cut it, is kept under the name ``X-Warraq-<header>``.
"""

import ipaddress
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Self

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader

from storage import warc
from storage.errors import FixityError, StoreError

NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
"""The two profiles of a ``revisit`` (WARC 1.1, 6.7)."""

_HTTP = "application/http; msgtype=response"
_FIELDS = "application/warc-fields"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredResponse:
    """One HTTP response as it was captured."""

    url: str
    """The address that answered; control characters and spaces percent-encoded."""
    status: int
    """HTTP status."""
    reason: str
    """Reason phrase; may be empty."""
    headers: tuple[tuple[str, str], ...]
    """In the order received; UTF-8 if they are, else ISO-8859-1; control characters replaced by a space."""
    body: bytes
    """Content and transfer encoding removed, character encoding untouched."""
    fetched_at: datetime
    """When it was received, UTC."""

    def header(self, name: str) -> str | None:
        """The first header of a name, whatever its case; None when there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecord:
    """One record of a capture file and where it lies."""

    kind: str
    """``response``, ``revisit``, ``metadata`` or ``warcinfo``."""
    url: str | None
    """What it is about; None for ``warcinfo``."""
    recorded_at: datetime
    """``WARC-Date``, UTC."""
    offset: int
    """Byte at which its gzip member begins."""
    end: int
    """Byte after its gzip member."""
    block: bytes
    """The record's content."""
    refers_to: tuple[str, datetime] | None = None
    """Address and time of the record that has the body of a ``revisit``; None when it names none."""

    def response(self) -> StoredResponse:
        """The HTTP response it holds, of a ``revisit`` without its body; raises ``FixityError`` when it holds none."""
        head, separator, body = self.block.partition(b"\r\n\r\n")
        status_line, *lines = head.split(b"\r\n")
        parts = status_line.split(b" ", 2)
        if self.kind not in ("response", "revisit") or not separator or len(parts) < 2 or not parts[1].isdigit():
            raise FixityError(f"record at byte {self.offset} ({self.kind} {self.url}) is not an HTTP response")
        pairs = (line.partition(b":")[::2] for line in lines)
        return StoredResponse(
            url=self.url or "",
            status=int(parts[1]),
            reason=warc.text(parts[2]) if len(parts) == 3 else "",
            headers=tuple((warc.text(name), warc.text(value.strip())) for name, value in pairs),
            body=body,
            fetched_at=self.recorded_at,
        )

    def fields(self) -> dict[str, str]:
        """The named values of a ``metadata`` or ``warcinfo`` record."""
        pairs = (line.partition(b":")[::2] for line in self.block.split(b"\r\n") if line)
        return {warc.text(name): warc.text(value.strip()) for name, value in pairs}


def response_member(
    *,
    url: str,
    status: int,
    reason: str,
    headers: Iterable[warc.Header],
    body: bytes,
    fetched_at: datetime,
    ip: str | None = None,
    payload_digest: str = "",
) -> bytes:
    """One compressed ``response`` record.

    ``body`` has content and transfer encoding removed; ``headers`` are as received, bytes or text; ``fetched_at``
    is aware; ``ip`` is the address that answered; ``payload_digest`` is ``warc.payload_digest(body)``, for a caller
    that has it already. Header text that could not be read back (line breaks, control
    characters, names that are not a token) is replaced, so whatever a server sends the record can be read again.
    """
    head = _http_head(status, reason, headers, len(body))
    extra = {"WARC-Payload-Digest": payload_digest or warc.payload_digest(body), **_address(ip)}
    return warc.member("response", _HTTP, url, head + body, fetched_at, extra)


def revisit_member(
    *,
    url: str,
    status: int,
    reason: str,
    headers: Iterable[warc.Header],
    body_bytes: int,
    fetched_at: datetime,
    refers_to: tuple[str, datetime] | None,
    payload_digest: str = "",
    ip: str | None = None,
) -> bytes:
    """One compressed ``revisit`` record: a response whose body an earlier record has.

    ``payload_digest`` is that of the body that was received, of ``body_bytes``, and left out; empty for a 304, which
    has none. ``refers_to`` is the address and the time of the record with the body, if it is known which. The others
    are as for ``response_member``.
    """
    extra = {"WARC-Profile": SAME_PAYLOAD if payload_digest else NOT_MODIFIED}
    if refers_to is not None:
        extra["WARC-Refers-To-Target-URI"] = warc.target_uri(refers_to[0])
        extra["WARC-Refers-To-Date"] = warc.warc_date(refers_to[1])
    if payload_digest:
        extra |= {"WARC-Payload-Digest": payload_digest, "WARC-Truncated": "length"}
    head = _http_head(status, reason, headers, body_bytes)
    return warc.member("revisit", _HTTP, url, head, fetched_at, extra | _address(ip))


def _http_head(status: int, reason: str, headers: Iterable[warc.Header], body_bytes: int) -> bytes:
    lines = [f"HTTP/1.1 {status:03d} ".encode() + warc.clean(reason)]
    lines += [name + b": " + value for name, value in warc.kept_headers(headers, body_bytes)]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _address(ip: str | None) -> dict[str, str]:
    return {} if ip is None else {"WARC-IP-Address": str(ipaddress.ip_address(ip))}


def metadata_member(*, url: str, fields: Mapping[str, str], recorded_at: datetime) -> bytes:
    """One compressed ``metadata`` record: named values about a URL, such as why its response was not kept."""
    return warc.member("metadata", _FIELDS, url, warc.field_lines(fields), recorded_at, {})


def warcinfo_member(*, filename: str, fields: Mapping[str, str], recorded_at: datetime) -> bytes:
    """One compressed ``warcinfo`` record, the first of a file: its name and how it was made."""
    return warc.member("warcinfo", _FIELDS, None, warc.field_lines(fields), recorded_at, {"WARC-Filename": filename})


def blanked(data: bytes, offsets: Collection[int], *, fields: Mapping[str, str]) -> bytes:
    """The capture file with the records at ``offsets`` replaced by ``metadata`` records of the same length.

    All other records keep their bytes and their places. ``fields`` say why; the time is that of the record replaced.
    Records that are ``metadata`` already are left, so doing it again changes nothing. Raises ``FixityError`` when no
    whole record begins at an offset.
    """
    parts, end = [], 0
    for offset in sorted(offsets):
        member = warc.next_member(BytesIO(data), offset)
        if member is None:
            raise FixityError(f"{_name(data)}: no whole record begins at byte {offset}")
        record = _parsed(member[0], offset, member[1])
        if record.kind != "metadata":
            parts += [data[end:offset], warc.padded_member(fields, record.recorded_at, record.end - record.offset)]
            end = record.end
    return b"".join([*parts, data[end:]])


class CaptureWriter:
    """Appends whole records to a capture file; a torn tail of an earlier process is cut off on opening.

    Each record reaches the operating system before ``append`` returns, so it survives the death of the process.
    Raises ``OSError`` as the disk does (full, read-only).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self.offset = whole_until(path) if path.exists() else 0
        """Where the next record will begin."""
        self._file = path.open("ab", buffering=0)
        self._file.truncate(self.offset)

    def append(self, member: bytes) -> int:
        """Append one record; returns the offset at which it begins. After an error nothing of it remains."""
        offset, view = self.offset, memoryview(member)
        try:
            while view:
                view = view[self._file.write(view) :]
        except OSError:
            self._file.truncate(offset)
            raise
        self.offset += len(member)
        return offset

    def close(self) -> None:
        """Close the file; the writer cannot be used again."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def records(source: bytes | Path, *, strict: bool = False) -> Iterator[StoredRecord]:
    """The records of a capture file, in order.

    A tail that is not a whole record ends the iteration; with ``strict`` (files that are complete: uploaded ones)
    it raises ``FixityError`` naming the byte.
    """
    with _opened(source) as stream:
        offset = 0
        while (member := warc.next_member(stream, offset)) is not None:
            data, end = member
            yield _parsed(data, offset, end)
            offset = end
        if strict and offset != stream.seek(0, 2):
            raise FixityError(f"{_name(source)}: no whole record at byte {offset}: the file is cut or damaged")


def read_record(source: bytes | Path, offset: int) -> StoredResponse:
    """The response whose record begins at ``offset``, of a revisit without its body.

    Raises ``FixityError`` when no whole one begins there.
    """
    with _opened(source) as stream:
        member = warc.next_member(stream, offset)
    if member is None:
        raise FixityError(f"{_name(source)}: no whole record begins at byte {offset}")
    return _parsed(member[0], offset, member[1]).response()


def whole_until(source: bytes | Path) -> int:
    """The byte after the last whole record: what follows is a torn tail."""
    end = 0
    with _opened(source) as stream:
        while (member := warc.next_member(stream, end)) is not None:
            end = member[1]
    return end


@contextmanager
def _opened(source: bytes | Path) -> Iterator[BinaryIO]:
    with source.open("rb") if isinstance(source, Path) else BytesIO(source) as stream:
        yield stream


def _name(source: bytes | Path) -> str:
    return str(source) if isinstance(source, Path) else f"capture file of {len(source)} bytes"


def _parsed(data: bytes, offset: int, end: int) -> StoredRecord:
    stream = BytesIO(data)
    try:
        record = ArcWarcRecordLoader().parse_record_stream(stream, known_format="warc", no_record_parse=True)
        block = record.raw_stream.read(record.length)
        field = record.rec_headers.get_header
        date, body_at = field("WARC-Date"), field("WARC-Refers-To-Date")
        if len(block) != record.length:
            raise StoreError("its length is wrong")
        return StoredRecord(
            kind=record.rec_type,
            url=field("WARC-Target-URI"),
            recorded_at=datetime.fromisoformat(date),
            offset=offset,
            end=end,
            block=block,
            refers_to=(field("WARC-Refers-To-Target-URI"), datetime.fromisoformat(body_at)) if body_at else None,
        )
    except (ArchiveLoadFailed, EOFError, StoreError, TypeError, ValueError) as error:
        raise FixityError(f"the gzip member at byte {offset} is not a WARC record: {error}") from None
