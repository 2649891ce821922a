"""Captures: WARC 1.1 files of responses as received, one gzip member a record.

A record is built as bytes (``storage.members``) and appended as a whole, so records can be spooled in the order they
arrive and written again in another order without being touched.

What survives a crash: every record that was written whole. ``whole_until`` finds where the last one ends;
``CaptureWriter`` cuts a torn tail off when it opens a file again; ``records`` stops before it.
"""

from collections.abc import Collection, Iterator, Mapping
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
from storage.members import HTML


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
    from_feed: bool = False
    """It is no answer of the address, but the text its feed gave for it."""

    def header(self, name: str) -> str | None:
        """The first header of a name, whatever its case; None when there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecord:
    """One record of a capture file and where it lies."""

    kind: str
    """``response``, ``revisit``, ``conversion``, ``metadata`` or ``warcinfo``."""
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
    """Address and time of the record that has the body of a ``revisit``, or that a ``conversion`` was made from; None
    when it names none."""

    def response(self) -> StoredResponse:
        """The HTTP response it holds, of a ``revisit`` without its body; of a ``conversion`` the page as a response.

        Raises ``FixityError`` when it holds none.
        """
        if self.kind == "conversion":
            return StoredResponse(
                url=self.url or "",
                status=200,
                reason="",
                headers=(("Content-Type", HTML),),
                body=self.block,
                fetched_at=self.recorded_at,
                from_feed=True,
            )
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
