"""Discovery: from the bytes of a feed to the links it lists. Pure; what a feed *is* is told from its content.

A publisher's sitemap may answer with RSS, an RSS address with the home page, a plain ``.xml`` with gzip: the
declared kind and the ``Content-Type`` decide nothing. Nothing here raises for what a stranger sent: bytes
that list nothing give a ``Listing`` whose ``fault`` says why.
"""

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import feedparser
from lxml import etree, html

from crawlers.reading.decode import decode
from crawlers.source import Source
from crawlers.urls import absolute_url, host_of, is_own_host, own_link

MAX_FEED_BYTES = 64 * 1024 * 1024
"""Most bytes of a feed after gunzip: the sitemap protocol allows 50 MB."""
MAX_ENTRIES = 50_000
"""Most entries read of one feed: the sitemap protocol's own limit."""
MAX_TITLE_CHARS = 500
"""A longer title in a feed is cut: it is a hint, the page has the title."""

MAX_SITEMAPS = 20
"""Most sitemaps of one index asked for in a night: publishers split them by day or month, and a
night needs the last few (chosen 2026-11-22)."""

_ROOT = re.compile(rb"\s*<([A-Za-z][\w:.-]*)")
_BEFORE_ROOT = {b"<?": b"?>", b"<!--": b"-->"}
"""What may stand before the root element, and how it ends; other declarations end at the next ``>``."""
_HEAD_BYTES = 64 * 1024
"""Within which the root element must begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLink:
    """One link as a feed lists it."""

    url: str
    """Absolute, without fragment, otherwise as listed."""
    title: str | None
    """Title in the feed, white space collapsed; None when it has none."""
    published_raw: str | None
    """Date in the feed, as written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What one address lists."""

    kind: str
    """``feed`` (RSS, RDF, Atom), ``sitemap``, ``sitemap-index``, ``section`` or ``unreadable``."""
    links: tuple[FoundLink, ...] = ()
    """The source's own links in the feed's order, each once."""
    nested: tuple[FoundLink, ...] = ()
    """Sitemaps an index names, on the source's own hosts, newest first when dated."""
    next_url: str | None = None
    """The next page of a section (``rel=next``), on the source's own hosts."""
    fault: str = ""
    """Why nothing could be read; empty when the feed was read."""


def read_feed(body: bytes, url: str, source: Source) -> Listing:
    """The links of a feed that was answered with ``body`` at ``url``."""
    try:
        data = _plain(body)
    except ValueError as error:
        return Listing(kind="unreadable", fault=str(error))
    name = _root_name(data[:_HEAD_BYTES])
    readers: dict[str, Callable[[bytes, str, Source], Listing]] = {
        "rss": _read_syndication,
        "rdf:rdf": _read_syndication,
        "feed": _read_syndication,
        "urlset": _read_sitemap,
        "sitemapindex": _read_sitemap,
        "html": _read_section,
    }
    if not data.strip():
        return Listing(kind="unreadable", fault="the answer is empty")
    # A prefix before a known root (``<atom:feed``, ``<ns0:urlset``) is the same document.
    reader = readers.get(name) or readers.get(name.partition(":")[2])
    if reader is None:
        reader = _read_section if re.search(rb"<(?:html|body|head)\b", data[:_HEAD_BYTES], re.I) else None
    if reader is None:
        return Listing(kind="unreadable", fault=f"neither feed, sitemap nor page: begins with {data[:40]!r}")
    try:
        return reader(data, url, source)
    except Exception as error:
        # feedparser lets what its parsers raise for a hostile document through, of whatever class it is.
        return Listing(kind="unreadable", fault=f"broken document: {type(error).__name__}: {error!s:.200}")


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


def _plain(body: bytes) -> bytes:
    """UTF-8 or the bytes as they are, gunzipped; ``ValueError`` when broken or larger than ``MAX_FEED_BYTES``."""
    if body.startswith(b"\x1f\x8b"):
        unzip = zlib.decompressobj(wbits=31)
        try:
            body = unzip.decompress(body, MAX_FEED_BYTES)
        except zlib.error as error:
            raise ValueError(f"broken gzip: {error}") from None
        if unzip.unconsumed_tail:
            raise ValueError(f"more than {MAX_FEED_BYTES} bytes after gunzip")
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = body.decode("utf-16", "replace")
        return re.sub(r"\A(\s*<\?xml[^>]*?)\s+encoding=(\"[^\"]*\"|'[^']*')", r"\1", text).encode()
    return body.removeprefix(b"\xef\xbb\xbf")


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
    found = _Found(url, source)
    for entry in parsed.entries[:MAX_ENTRIES]:
        address = entry.get("feedburner_origlink") or entry.get("link") or entry.get("id") or ""
        dated = entry.get("published") or entry.get("updated") or entry.get("created")
        found.add(address, entry.get("title"), dated)
    return Listing(kind="feed", links=found.links())


def _read_sitemap(data: bytes, url: str, source: Source) -> Listing:
    found = _Found(url, source)
    nested: list[FoundLink] = []
    kind, count = "sitemap", 0
    # recover: a sitemap cut off in the middle still lists what it lists; entities stay unresolved.
    parser = etree.iterparse(
        BytesIO(data), events=("end",), recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        for _, element in parser:
            name = _local_name(element)
            if name not in ("url", "sitemap"):
                continue
            # Only where the protocol has them: images and videos of an entry have a ``loc`` and ``title`` too.
            fields = _children(element)
            news = _children(next((item for item in element if _local_name(item) == "news"), None))
            dated = news.get("publication_date") or fields.get("lastmod") or None
            if name == "sitemap":
                kind = "sitemap-index"
                nested.extend(_own_address(url, fields.get("loc", ""), dated, source))
            else:
                found.add(fields.get("loc", ""), news.get("title"), dated)
            _forget(element)
            count += 1
            if count >= MAX_ENTRIES:
                break
    except etree.XMLSyntaxError as error:
        if not count:
            return Listing(kind="unreadable", fault=f"broken sitemap: {error}")
    # Stable: sitemaps without a date keep the publisher's order, after the dated ones.
    nested.sort(key=lambda item: item.published_raw or "", reverse=True)
    return Listing(kind=kind, links=found.links(), nested=tuple(nested))


def _read_section(data: bytes, url: str, source: Source) -> Listing:
    try:
        page = html.document_fromstring(decode(data, "").text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        return Listing(kind="unreadable", fault=f"broken page: {error}")
    base = url
    for href in page.xpath("//base/@href")[:1]:
        base = _absolute(url, href) or url
    found = _Found(base, source)
    for anchor in page.xpath("//a[@href]")[:MAX_ENTRIES]:
        text = " ".join(anchor.xpath(".//text()")).strip() or anchor.get("title")
        found.add(anchor.get("href"), text, None)
    following = page.xpath(
        "//*[self::a or self::link][contains(concat(' ', normalize-space(@rel), ' '), ' next ')]/@href"
    )
    pages = [item.url for href in following[:1] for item in _own_address(base, href, None, source)]
    return Listing(kind="section", links=found.links(), next_url=pages[0] if pages else None)


class _Found:
    """Links of one feed, each canonical address once; the first title that is not empty counts."""

    def __init__(self, base: str, source: Source) -> None:
        self._base, self._source = base, source
        self._links: dict[str, FoundLink] = {}

    def add(self, address: str, title: str | None, published_raw: str | None) -> None:
        url = _absolute(self._base, address)
        key = own_link(url, self._source) if url is not None else None
        if url is None or key is None:
            return
        known = self._links.get(key)
        if known is None or (known.title is None and _title(title)):
            self._links[key] = FoundLink(
                url=known.url if known else url, title=_title(title), published_raw=published_raw or None
            )

    def links(self) -> tuple[FoundLink, ...]:
        return tuple(self._links.values())


def _own_address(base: str, address: str, published_raw: str | None, source: Source) -> list[FoundLink]:
    url = _absolute(base, address)
    if url is None or not is_own_host(host_of(url), source):
        return []
    return [FoundLink(url=url, title=None, published_raw=published_raw)]


def _absolute(base: str, address: str) -> str | None:
    try:
        return absolute_url(base, address) if address.strip() else None
    except ValueError:
        return None


def _title(raw: str | None) -> str | None:
    plain = re.sub(r"<[^<>]*>", " ", raw or "")
    return " ".join(plain.split())[:MAX_TITLE_CHARS] or None


def _local_name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _children(element: etree._Element | None) -> dict[str, str]:
    """Text of an element's direct children by local name; of several the first."""
    children = [] if element is None else list(element)
    return {_local_name(item): (item.text or "").strip() for item in reversed(children)}


def _forget(element: etree._Element) -> None:
    """Free an element already read and the siblings before it, so that memory stays flat."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]
