"""The records of captures, built as bytes: WARC 1.1, one gzip member each.

The same arguments give the same bytes: the record id is derived from the content, no clock and no host name enters.
Whatever a server sent, the record can be read again; only a time without zone raises (``ValueError``).

A response without a body of its own is a ``revisit`` (``revisit_member``): the publisher answered 304, or sent the
same body as before. It has the response's headers and names, by address and time, the earlier record with the body;
that is always a ``response``, never another revisit.

The text a feed gave for a page that refused us is a ``conversion`` (``conversion_member``).

Bodies are kept with ``Content-Encoding`` and ``Transfer-Encoding`` removed. A header that would make a reader
decode the body a second time, or cut it, is kept under the name ``X-Warraq-<header>``.
"""

import ipaddress
from collections.abc import Iterable, Mapping
from datetime import datetime

from storage import warc

NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
"""The two profiles of a ``revisit`` (WARC 1.1, 6.7)."""

_HTTP = "application/http; msgtype=response"
_FIELDS = "application/warc-fields"
HTML = "text/html; charset=utf-8"


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


def conversion_member(*, url: str, page: str, recorded_at: datetime, made_from: tuple[str, datetime]) -> bytes:
    """One compressed ``conversion`` record: a page for ``url`` made from what another record says of it.

    ``page`` is HTML; ``made_from`` is the address and the time of the other record.
    """
    extra = {"WARC-Refers-To-Target-URI": warc.target_uri(made_from[0])}
    extra["WARC-Refers-To-Date"] = warc.warc_date(made_from[1])
    return warc.member("conversion", HTML, url, page.encode(errors="replace"), recorded_at, extra)
