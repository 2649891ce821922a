"""Sitemaps, read as a stream: memory stays flat whatever they hold. Pure.

Handlers of the parser are given one element at a time and keep only the entry they are in, so a sitemap of a million
elements that are none of the protocol's costs time and no memory; how many are looked at is bounded, too.
"""

from collections.abc import Iterable

from lxml import etree

from crawlers.listing import MAX_ENTRIES, Found, FoundLink, Listing, own_address
from crawlers.source import Source
from crawlers.urls import MAX_URL_CHARS

MAX_ELEMENTS = 1_000_000
"""Most elements looked at: twenty for each of the entries the protocol allows; takes two seconds (2026-11-22)."""
_FIELDS = frozenset({"loc", "lastmod"})
_NEWS_FIELDS = frozenset({"title", "publication_date"})


class _Enough(Exception):  # noqa: N818  (an end, no error)
    """Enough was read."""


class _Entries:
    """The parser's target: calls ``entry`` with each entry's kind and fields."""

    def __init__(self, url: str, source: Source) -> None:
        self._url, self._source = url, source
        self.found = Found(url, source)
        self.nested: list[FoundLink] = []
        self.kind = "sitemap"
        self.entries = 0
        self._elements = 0
        self._path: list[str] = []
        self._fields: dict[str, str] = {}
        self._field = ""
        self._text: list[str] = []
        self._chars = 0

    def start(self, tag: str, attributes: object) -> None:  # noqa: ARG002  (the parser's interface)
        """An element begins."""
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise _Enough
        name = tag.rpartition("}")[2].lower()
        self._path.append(name)
        if name in ("url", "sitemap"):
            self._fields = {}
        # Only where the protocol has them: images and videos of an entry have a ``loc`` and ``title`` too.
        parent = self._path[-2] if len(self._path) > 1 else ""
        wanted = (name in _FIELDS and parent in ("url", "sitemap")) or (name in _NEWS_FIELDS and parent == "news")
        self._field = name if wanted and name not in self._fields else ""
        self._text, self._chars = [], 0

    def data(self, text: str) -> None:
        """Text of the element."""
        if self._field and self._chars <= MAX_URL_CHARS:
            self._text.append(text)
            self._chars += len(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        name = tag.rpartition("}")[2].lower()
        if self._path:
            self._path.pop()
        if self._field:
            self._fields[self._field] = "".join(self._text).strip()
            self._field = ""
        if name in ("url", "sitemap"):
            self._entry(name)

    def close(self) -> None:
        """The document ends."""

    def _entry(self, name: str) -> None:
        fields = self._fields
        dated = fields.get("publication_date") or fields.get("lastmod") or None
        if name == "sitemap":
            self.kind = "sitemap-index"
            self.nested.extend(own_address(self._url, fields.get("loc", ""), dated, self._source))
        else:
            self.found.add(fields.get("loc", ""), fields.get("title"), dated)
        self.entries += 1
        if self.entries >= MAX_ENTRIES:
            raise _Enough


def read_sitemap(chunks: Iterable[bytes], url: str, source: Source) -> Listing:
    """The links of a sitemap, or the sitemaps an index names, from its bytes in parts.

    One cut off in the middle still lists what it lists; entities stay unresolved.
    """
    entries = _Entries(url, source)
    parser = etree.XMLParser(target=entries, recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    fault = ""
    try:
        for chunk in chunks:
            parser.feed(chunk)
        parser.close()
    except _Enough:
        pass
    except etree.XMLSyntaxError as error:
        fault = f"broken sitemap: {error}"
    if fault and not entries.entries:
        return Listing(kind="unreadable", fault=fault)
    # Stable: sitemaps without a date keep the publisher's order, after the dated ones.
    nested = sorted(entries.nested, key=lambda item: item.published_raw or "", reverse=True)
    return Listing(kind=entries.kind, links=entries.found.links(), nested=tuple(nested))
