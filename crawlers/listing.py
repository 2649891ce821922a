"""What one address lists, and how links are taken into it. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from crawlers.source import Source
from crawlers.urls import absolute_url, host_of, is_own_host, own_link
from storage.plain import one_line

MAX_ENTRIES = 50_000
"""Most entries read of one feed: the sitemap protocol's own limit."""
_CONTROLS = re.compile(r"[\x00-\x20\x7f-\xa0\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Percent-encoded in addresses, as they are when asked for, so that none reaches a column or a log line."""
MAX_DATE_CHARS = 100
"""A longer date in a feed is cut: it is a hint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLink:
    """One link as a feed lists it."""

    url: str
    """Absolute, without fragment, otherwise as listed."""
    title: str | None
    """Title in the feed on one line, cut to ``storage.plain.MAX_LINE_CHARS``: a hint; None when it has none."""
    published_raw: str | None
    """Date in the feed, as written."""
    text: str = ""
    """HTML of the whole article in the feed; empty when it has none, or only a lead."""


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
    record: tuple[str, datetime] | None = None
    """Address and time of the record it was read from, when it is kept."""
    rights: tuple[str, ...] = ()
    """What was reserved with it, as ``rights`` of an article."""


class Found:
    """Links of one feed, each canonical address once; the first title that is not empty counts."""

    def __init__(self, base: str, source: Source) -> None:
        self._base, self._source = base, source
        self._links: dict[str, FoundLink] = {}

    def add(self, address: str, title: str | None, published_raw: str | None, text: str = "") -> None:
        """Take a link as the feed has it, if it is one of the source's own."""
        url = absolute(self._base, address)
        key = own_link(url, self._source) if url is not None else None
        if url is None or key is None:
            return
        known = self._links.get(key)
        if known is None or (known.title is None and _title(title)):
            dated = one_line(published_raw or "", MAX_DATE_CHARS) or None
            first = known.url if known else url
            self._links[key] = FoundLink(url=first, title=_title(title), published_raw=dated, text=text)

    def links(self) -> tuple[FoundLink, ...]:
        """All, in the feed's order."""
        return tuple(self._links.values())


def own_address(base: str, address: str, published_raw: str | None, source: Source) -> list[FoundLink]:
    """An address that is no article (a sitemap, a next page), if it is on one of the source's own hosts."""
    url = absolute(base, address)
    if url is None or not is_own_host(host_of(url), source):
        return []
    return [FoundLink(url=url, title=None, published_raw=one_line(published_raw or "", MAX_DATE_CHARS) or None)]


def absolute(base: str, address: str) -> str | None:
    """``address`` made absolute; None when it cannot be the address of a public page."""
    try:
        return _CONTROLS.sub(_escaped, absolute_url(base, address)) if address.strip() else None
    except ValueError:
        return None


def _escaped(found: re.Match[str]) -> str:
    return quote(found[0], safe="", errors="replace")


def _title(raw: str | None) -> str | None:
    return one_line(re.sub(r"<[^<>]*>", " ", raw or "")) or None
