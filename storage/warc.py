"""The WARC 1.1 format of one record: hostile text in, bytes that can always be read back out.

``member`` builds one gzip member from a record's parts, the same bytes for the same parts; ``next_member`` reads
the member at an offset. ``storage.captures`` says what the records mean.
"""

import base64
import hashlib
import re
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import BinaryIO
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

COMPRESSION_LEVEL = 2
"""zlib level: ratio 5.0 at 106 MB/s on 12 real pages, where level 3 reaches 5.1 at 96 and level 1 4.8 at 111
(2026-11-28). Offsets are stored in rows, so one version of the library must give the same bytes in every process,
as zlib does. ISA-L's igzip is four times as fast, but gave other bytes in 2 of 55 nights of a kill test
(2026-11-28), in all crawls of a night at once, and gives others on another family of processors."""

_READ_BYTES = 1 << 16
_NOT_TOKEN = re.compile(rb"[^!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]+")
_URL_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0<>\u2028\u2029\ud800-\udfff]")
_DECODED_ALREADY = frozenset({b"content-encoding", b"transfer-encoding"})

_GZIP_HEAD = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
_GZIP_BYTES = len(_GZIP_HEAD) + 8
"""Head and tail of a gzip member."""
_STORED_BYTES, _STORED_HEAD = 65_535, 5
"""Most content of a stored deflate block, and what its head takes (RFC 1951, 3.2.4)."""

Header = tuple[bytes | str, bytes | str]


def member(
    kind: str, content_type: str, url: str | None, block: bytes, recorded_at: datetime, extra: Mapping[str, str]
) -> bytes:
    """One record as a gzip member; ``extra`` holds further WARC headers; a time without zone raises ``ValueError``."""
    if recorded_at.tzinfo is None:
        raise ValueError(f"{kind} record of {url}: its time {recorded_at} has no zone; give an aware datetime")
    date = warc_date(recorded_at)
    target = target_uri(url) if url is not None else None
    digest = payload_digest(block)
    identity = uuid5(NAMESPACE_URL, f"{kind} {target} {date} {digest}")
    headers = [("WARC-Type", kind), ("WARC-Record-ID", f"<urn:uuid:{identity}>"), ("WARC-Date", date)]
    if target is not None:
        headers.append(("WARC-Target-URI", target))
    headers += [*extra.items(), ("WARC-Block-Digest", digest), ("Content-Type", content_type)]
    if kind == "metadata":
        headers.append(("WARC-Payload-Digest", digest))
    headers.append(("Content-Length", str(len(block))))
    # warcio's writer gives the same bytes (a test compares them) in 135 µs more of 340 (2026-11-28).
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    plain = b"".join((b"WARC/1.1\r\n", lines.encode(), b"\r\n", block, b"\r\n\r\n"))
    return zlib.compress(plain, COMPRESSION_LEVEL, wbits=31)


def padded_member(fields: Mapping[str, str], recorded_at: datetime, size: int) -> bytes:
    """A ``metadata`` record without address, as a gzip member of exactly ``size`` bytes.

    What it says is stored uncompressed and filled up with spaces: only so can any size be met. A response with its
    headers, address and digests takes more bytes compressed than this record does. Raises ``ValueError`` when it
    did not.
    """
    date = warc_date(recorded_at)
    block = field_lines(fields)
    identity = uuid5(NAMESPACE_URL, f"metadata {date} {payload_digest(block)} {size}")
    head = f"WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <urn:uuid:{identity}>\r\nWARC-Date: {date}\r\n"
    blocks = -(-(size - _GZIP_BYTES) // (_STORED_BYTES + _STORED_HEAD))
    plain = size - _GZIP_BYTES - blocks * _STORED_HEAD
    # The length of the block is written in a field of fixed width, so that it does not change what it measures.
    room = plain - len(head) - len("Content-Length: 0000000000\r\n\r\n\r\n\r\n")
    if room < len(block):
        raise ValueError(f"a record of {size} bytes has no room to say that it was taken down")
    content = f"{head}Content-Length: {room:010}\r\n\r\n".encode() + block[:-2].ljust(room - 2) + b"\r\n\r\n\r\n"
    parts = [content[at : at + _STORED_BYTES] for at in range(0, blocks * _STORED_BYTES, _STORED_BYTES)]
    stored = b"".join(
        struct.pack("<BHH", at == blocks - 1, len(part), len(part) ^ 0xFFFF) + part for at, part in enumerate(parts)
    )
    return _GZIP_HEAD + stored + struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF)


def kept_headers(headers: Iterable[Header], body_bytes: int) -> Iterator[tuple[bytes, bytes]]:
    """HTTP headers as they are kept: readable whatever they were, none that decodes or cuts the body again."""
    for raw_name, raw_value in headers:
        name = _NOT_TOKEN.sub(b"-", _octets(raw_name)) or b"X-Warraq-Unnamed"
        value = clean(raw_value)
        wrong_length = name.lower() == b"content-length" and value != str(body_bytes).encode()
        if wrong_length or name.lower() in _DECODED_ALREADY:
            name = b"X-Warraq-" + name
        yield name, value


def field_lines(fields: Mapping[str, str]) -> bytes:
    """The block of a record of named values, one line each."""
    names = ((_NOT_TOKEN.sub(b"-", _octets(name)), clean(value)) for name, value in fields.items())
    return b"".join(name + b": " + value + b"\r\n" for name, value in names)


def _octets(value: bytes | str) -> bytes:
    return value if isinstance(value, bytes) else value.encode(errors="replace")


def clean(value: bytes | str) -> bytes:
    """Header text on one line: control characters become a space; text is encoded as UTF-8."""
    return _CONTROL.sub(b" ", _octets(value)).strip()


def text(value: bytes) -> str:
    """Header bytes as text: UTF-8 if they are, else ISO-8859-1, which is always readable."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("iso-8859-1")


def target_uri(url: str) -> str:
    """An address as a header holds it: control characters, spaces and angle brackets percent-encoded."""
    return _URL_UNSAFE.sub(lambda found: quote(found[0], safe="", errors="surrogatepass"), url)


def warc_date(at: datetime) -> str:
    """An aware time as a header holds it."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def payload_digest(data: bytes) -> str:
    """``sha1:<base32>``, the digest that WARC tools expect."""
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def next_member(stream: BinaryIO, offset: int) -> tuple[bytes, int] | None:
    """The content of the gzip member at ``offset`` and where it ends; None when no whole one begins there."""
    stream.seek(offset)
    inflater = zlib.decompressobj(wbits=31)
    parts: list[bytes] = []
    end = offset
    try:
        while not inflater.eof:
            chunk = stream.read(_READ_BYTES)
            if not chunk:
                return None
            end += len(chunk)
            parts.append(inflater.decompress(chunk))
    except zlib.error:
        return None
    return b"".join(parts), end - len(inflater.unused_data)
