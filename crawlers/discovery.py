"""Discovery: from the bytes of a feed to the links it lists. Pure; what a feed *is* is told from its content.

A publisher's sitemap may answer with RSS, an RSS address with the home page, a plain ``.xml`` with gzip: the
declared kind and the ``Content-Type`` decide nothing. Nothing here raises for what a stranger sent: bytes
that list nothing give a ``Listing`` whose ``fault`` says why.
"""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import chain, islice

import feedparser
from lxml import etree, html

from crawlers.feedtext import whole_text
from crawlers.listing import MAX_ENTRIES, Found, FoundLink, Listing, absolute, own_address
from crawlers.reading.decode import decode
from crawlers.sitemaps import read_sitemap
from crawlers.source import Source
from storage.plain import one_line

MAX_FEED_BYTES = 64 * 1024 * 1024
"""Most bytes of a feed after gunzip: the sitemap protocol allows 50 MB."""
MAX_DOCUMENT_BYTES = 4 * 1024 * 1024
MAX_DOCUMENT_TAGS = 100_000
"""Most of a feed or section page, which are parsed as a whole: 20,000 RSS items of five tags take feedparser five
seconds and 50 MB, 4 MB of HTML take lxml 130 MB (2026-11-22)."""
MAX_SECTION_LINKS = 2_000
"""Most anchors looked at on a section page: the fullest front pages have some hundred."""
MAX_SITEMAPS = 20
"""Most sitemaps of one index asked for in a night: publishers split them by day or month, and a
night needs the last few (chosen 2026-11-22)."""

_ROOT = re.compile(rb"\s*<([A-Za-z][\w:.-]*)")
_BEFORE_ROOT = {b"<?": b"?>", b"<!--": b"-->"}
"""What may stand before the root element, and how it ends; other declarations end at the next ``>``."""
_HEAD_BYTES = 64 * 1024
"""Within which the root element must begin."""
_PART_BYTES = 1024 * 1024
_SYNDICATION = frozenset({"rss", "rdf:rdf", "rdf", "feed"})


class _UnreadableError(Exception):
    """The document cannot be read; says why."""


def read_feed(body: bytes, url: str, source: Source) -> Listing:
    """The links of a feed that was answered with ``body`` at ``url``."""
    try:
        return _read(body, url, source)
    except _UnreadableError as error:
        return Listing(kind="unreadable", fault=str(error))
    except Exception as error:
        # feedparser lets what its parsers raise for a hostile document through, of whatever class it is.
        return Listing(kind="unreadable", fault=one_line(f"broken document: {type(error).__name__}: {error}"))


def _read(body: bytes, url: str, source: Source) -> Listing:
    chunks = _plain(body)
    head = next(chunks, b"")
    if not head.strip():
        raise _UnreadableError("the answer is empty")
    # A prefix before a known root (``<atom:feed``, ``<ns0:urlset``) is the same document.
    name = _root_name(head[:_HEAD_BYTES])
    local = name if name in _SYNDICATION else name.rpartition(":")[2]
    if local in ("urlset", "sitemapindex"):
        return read_sitemap(chain([head], chunks), url, source)
    if local in _SYNDICATION:
        return _read_syndication(_whole(head, chunks), url, source)
    if local == "html" or re.search(rb"<(?:html|body|head)\b", head[:_HEAD_BYTES], re.I):
        return _read_section(_whole(head, chunks), url, source)
    raise _UnreadableError(f"neither feed, sitemap nor page: begins with {head[:40]!r}")


def _whole(head: bytes, chunks: Iterator[bytes]) -> bytes:
    """A document that is read as a whole; ``_UnreadableError`` for one that would cost too much memory or time."""
    parts, size = [head], len(head)
    for chunk in chunks:
        parts.append(chunk)
        size += len(chunk)
        if size > MAX_DOCUMENT_BYTES:
            raise _UnreadableError(f"larger than the {MAX_DOCUMENT_BYTES} bytes read of a feed or section page")
    data = b"".join(parts)
    if data.count(b"<") > MAX_DOCUMENT_TAGS:
        raise _UnreadableError(f"more than the {MAX_DOCUMENT_TAGS} tags read of a feed or section page")
    return data


def recent_sitemaps(listing: Listing) -> tuple[tuple[FoundLink, ...], str]:
    """The sitemaps of an index to ask for, and, when some are left out, which these are, in words."""
    nested = listing.nested
    if len(nested) <= MAX_SITEMAPS:
        return nested, ""
    if any(item.published_raw for item in nested):
        return nested[:MAX_SITEMAPS], f"the newest {MAX_SITEMAPS}"
    return nested[: -MAX_SITEMAPS - 1 : -1], f"the last {MAX_SITEMAPS}, since none has a date and publishers append"


def _root_name(head: bytes) -> str:
    """Name of the document's first element in lower case; empty when there is none."""
    at = len(head) - len(head.lstrip())
    while head[at : at + 2] in (b"<?", b"<!"):
        end = next((close for opening, close in _BEFORE_ROOT.items() if head.startswith(opening, at)), b">")
        if end == b">" and b"[" in head[at : head.find(b">", at) + 1]:
            end = b"]>"  # a document type with entities of its own
        at = head.find(end, at)
        if at < 0:
            return ""
        at += len(end)
        while head[at : at + 1].isspace():
            at += 1
    root = _ROOT.match(head, at)
    return root.group(1).decode("ascii", "replace").lower() if root else ""


def _plain(body: bytes) -> Iterator[bytes]:
    """The document in parts, gunzipped, UTF-16 as UTF-8; ``_UnreadableError`` when broken or too large."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = body[:MAX_DOCUMENT_BYTES].decode("utf-16", "replace")
        yield re.sub(r"\A(\s*<\?xml[^>]*?)\s+encoding=(\"[^\"]*\"|'[^']*')", r"\1", text).encode(errors="replace")
        return
    parts = _gunzipped(body) if body.startswith(b"\x1f\x8b") else iter([body])
    first = next(parts, b"")
    yield first.removeprefix(b"\xef\xbb\xbf")
    yield from parts


def _gunzipped(body: bytes) -> Iterator[bytes]:
    unzip, size = zlib.decompressobj(wbits=31), 0
    while body:
        try:
            part = unzip.decompress(body, _PART_BYTES)
        except zlib.error as error:
            raise _UnreadableError(f"broken gzip: {error}") from None
        size += len(part)
        if size > MAX_FEED_BYTES:
            raise _UnreadableError(f"more than {MAX_FEED_BYTES} bytes after gunzip")
        yield part
        body = unzip.unconsumed_tail


def _read_syndication(data: bytes, url: str, source: Source) -> Listing:
    # A stream, since feedparser would open a str as an address; no sanitising, since only addresses, titles
    # and dates are taken.
    parsed = feedparser.parse(
        BytesIO(data),
        response_headers={"content-location": url, "content-type": "application/xml"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not parsed.get("version") and not parsed.entries:
        return Listing(kind="unreadable", fault=f"broken feed: {parsed.get('bozo_exception', 'no channel')}")
    found = Found(url, source)
    for entry in parsed.entries[:MAX_ENTRIES]:
        address = entry.get("feedburner_origlink") or entry.get("link") or entry.get("id") or ""
        dated = entry.get("published") or entry.get("updated") or entry.get("created")
        found.add(address, entry.get("title"), dated, whole_text(entry.get("content") or ()))
    return Listing(kind="feed", links=found.links())


def _read_section(data: bytes, url: str, source: Source) -> Listing:
    try:
        page = html.document_fromstring(decode(data, "").text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        return Listing(kind="unreadable", fault=f"broken page: {error}")
    base = url
    for href in page.xpath("//base/@href")[:1]:
        base = absolute(url, href) or url
    found = Found(base, source)
    for anchor in islice(page.iter("a"), MAX_SECTION_LINKS):
        text = " ".join(anchor.itertext()).strip() or anchor.get("title")
        found.add(anchor.get("href", ""), text, None)
    following = page.xpath(
        "//*[self::a or self::link][contains(concat(' ', normalize-space(@rel), ' '), ' next ')]/@href"
    )
    pages = [item.url for href in following[:1] for item in own_address(base, href, None, source)]
    return Listing(kind="section", links=found.links(), next_url=pages[0] if pages else None)
