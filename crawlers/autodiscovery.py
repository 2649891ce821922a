"""From the address of a publisher to the draft of its declaration.

Looked at, in this order: the sitemaps robots.txt names, the feeds the front page names (``rel=alternate``), and the
usual paths while too little was found. What an address lists decides, not its name or its type. A draft never
invents: what could not be found is left empty, and until it is filled in the file does not import or the policy test
fails.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from crawlers.asking import ROBOTS, Ask, Asked
from crawlers.discovery import read_feed
from crawlers.facts import Basis
from crawlers.listing import Listing
from crawlers.reading.decode import decode
from crawlers.source import Feed, FeedKind, Source
from crawlers.urls import host_of

USUAL_PATHS = (
    *("/news-sitemap.xml", "/sitemap-news.xml", "/googlenews.xml", "/sitemap.xml", "/sitemap_index.xml"),
    *("/feed", "/rss", "/rss.xml", "/atom.xml"),
)
"""Where the feeds of the Arabic press are found most often: the paths of a survey of 217 feeds (2026-11-22)."""
MOST_ASKED = 16
"""Most feeds asked for; a publisher that names more has one a section, and the first ones are the main ones."""
ENOUGH = 2
"""Feeds after which the usual paths are left alone."""
MOST_DRAFTED = 4
"""Most feeds of a draft: one of each kind suffices for a night."""
COVERED = 0.75
"""Share of the listed links a pattern must match: the others are videos, galleries and live pages, two of ten in the
news sitemap of a channel (2026-11-22)."""

_DATED = (
    (r"/20\d\d/\d{1,2}/\d{1,2}/", "the day in the address"),
    (r"/20\d\d-\d\d-\d\d", "the day in the address"),
    (r"/20\d{6}[/-]", "the day in the address"),
)
"""Shapes of article addresses, the most telling first, and what to say of them."""
_NUMBERED = (
    (r"^/\d{4,}", "a number opens the address"),
    (r"/\d{4,}(?=[/-]|$)", "a number in the address"),
    (r"[-_]\d{4,}(?:\.\w+)?$", "a number ends the address"),
    (r"\.\w+\?(?:.*&)?\w*id=\w+", "a number in the query"),
    (r"^/(?:[^/-]+-){3,}[^/]+/?$", "the title alone"),
)
_SITEMAP_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
_NEWS = b"schemas/sitemap-news"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFeed:
    """One address that lists links of the publisher."""

    feed: Feed
    """As it would be declared."""
    named_by: str
    """``robots.txt``, ``the front page``, ``the usual path`` or ``the front page itself``."""
    links: tuple[str, ...]
    """What it lists, in its order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What the addresses of a publisher's articles have in common."""

    pattern: str
    """Regular expression for ``Source.article_url``."""
    words: str
    """The same in words."""
    share: float
    """Share of the listed links it matches, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found of a publisher."""

    url: str
    """The front page, after redirects."""
    name: str
    """What it calls itself; empty when it does not say."""
    language: str
    """What its front page says of its language; empty when it does not."""
    feeds: tuple[FoundFeed, ...]
    """In order of worth; the front page itself is last."""
    shape: Shape | None
    """What tells its articles; None when no shape matches enough of them."""
    sections: tuple[str, ...]
    """What the front page and sitemaps list and the shape does not match."""
    faults: tuple[str, ...]
    """What was asked for and could not be used, with the reason."""


async def discover(url: str, source: Source, ask: Ask) -> Found:
    """Look for the feeds of the publisher at ``url``; ``source`` is ``provisional(url)``."""
    robots = await ask(urljoin(url, ROBOTS))
    front = await ask(url)
    page = _page(front)
    named = [(address, "robots.txt") for address in sitemaps_of(robots.body)]
    named += [(address, "the front page") for address in alternates_of(page, front.url)]
    own = [(address, named_by) for address, named_by in named if _is_related(address, source)]
    feeds, faults = await _asked_feeds(own[:MOST_ASKED], source, ask)
    faults += [f"{item[0]}: on another publisher's host, not asked for" for item in named if item not in own]
    for path in USUAL_PATHS:
        address = urljoin(front.url, path)
        if len(feeds) < ENOUGH and all(address != known for known, _ in named):
            feeds += (await _asked_feeds([(address, "the usual path")], source, ask))[0]
    listing = read_feed(front.body, front.url, source) if page is not None else Listing(kind="unreadable")
    on_front = tuple(link.url for link in listing.links)
    shape = shape_of(_articles(feeds) or on_front)
    if on_front:
        feeds.append(_found(front.url, FeedKind.SECTION, "the front page itself", on_front))
    unusable = [f"{asked.url}: {asked.fault}" for asked in (robots, front) if asked.fault]
    ordered = sorted(feeds, key=lambda found: list(FeedKind).index(found.feed.kind))
    return Found(
        url=front.url,
        name=_meta(page, "og:site_name") or _title(page),
        language=(page.get("lang") or "").partition("-")[0].lower() if page is not None else "",
        feeds=tuple(ordered),
        shape=shape,
        sections=tuple(link for link in _others(feeds) if shape and not re.search(shape.pattern, address_path(link))),
        faults=(*unusable, *faults),
    )


def provisional(url: str) -> Source:
    """A source that stands for the publisher at ``url`` while it is looked at: it takes every link on its host.

    Raises ``ValueError`` when ``url`` is not the http(s) address of a public host.
    """
    host = host_of(url)
    bare = host.removeprefix("www.")
    return Source(
        id="provisional",
        name=bare,
        country="SA",
        timezone="UTC",
        hosts=(host, f"www.{bare}", bare),
        feeds=(Feed(url=url, kind=FeedKind.SECTION),),
        article_url=r"[^/]",
    )


def sitemaps_of(robots: bytes) -> list[str]:
    """The addresses of the ``Sitemap:`` lines of a robots.txt, in order."""
    return list(dict.fromkeys(_SITEMAP_LINE.findall(robots.decode("utf-8", "replace"))))


def alternates_of(page: Any, base: str) -> list[str]:
    """The feeds a page names by ``<link rel="alternate" type="application/rss+xml">`` and its like, absolute."""
    if page is None:
        return []
    found = page.xpath("//link[contains(@rel, 'alternate')][contains(@type, 'rss') or contains(@type, 'atom')]/@href")
    # Every WordPress page names the feed of its comments too.
    return [address for href in dict.fromkeys(found) if "comments" not in (address := urljoin(base, href.strip()))]


def shape_of(links: Sequence[str]) -> Shape | None:
    """The most telling shape that matches ``COVERED`` of the links; None when none does."""
    paths = [address_path(link) for link in links]
    for pattern, words in (*_DATED, *_leading(paths), *_NUMBERED):
        share = sum(bool(re.search(pattern, path)) for path in paths) / len(paths) if paths else 0.0
        if share >= COVERED:
            return Shape(pattern=pattern, words=words, share=share)
    return None


def _is_related(address: str, source: Source) -> bool:
    """Whether an address is on a host of the publisher or below its domain, as ``feeds.`` often is."""
    try:
        host = host_of(address)
    except ValueError:
        return False
    return host in source.hosts or host.endswith(f".{source.hosts[-1]}")


def _articles(feeds: Iterable[FoundFeed]) -> list[str]:
    """Links of the feeds that list nothing but articles; of all when there is no such feed."""
    feeds = list(feeds)
    pure = [found for found in feeds if found.feed.kind not in (FeedKind.SITEMAP, FeedKind.SECTION)]
    return [link for found in pure or feeds for link in found.links]


def _others(feeds: Iterable[FoundFeed]) -> list[str]:
    mixed = [found for found in feeds if found.feed.kind in (FeedKind.SITEMAP, FeedKind.SECTION)]
    return [link for found in mixed for link in found.links]


def _leading(paths: Sequence[str]) -> list[tuple[str, str]]:
    """A first word all articles share before their number, such as ``/news/123``, as a shape."""
    words = {match[1] for path in paths if (match := re.match(r"/([a-z]\w*)/\d{3,}", path))}
    return [(rf"^/{word}/\d+", f"/{word}/ and a number") for word in words if len(words) == 1]


async def _asked_feeds(
    named: Iterable[tuple[str, str]], source: Source, ask: Ask
) -> tuple[list[FoundFeed], list[str]]:
    found: list[FoundFeed] = []
    faults: list[str] = []
    for address, named_by in named:
        asked = await ask(address)
        listing = read_feed(asked.body, asked.url, source) if not asked.fault else Listing(kind="unreadable")
        if listing.kind == "sitemap-index" and listing.nested:
            # Its newest sitemap tells what the others are like.
            inner = await ask(listing.nested[0].url)
            asked = replace(asked, body=inner.body, fault=inner.fault)
            listing = read_feed(inner.body, inner.url, source) if not inner.fault else listing
        kind = _kind(listing, asked)
        if kind is not None and listing.links:
            found.append(_found(asked.url, kind, named_by, tuple(link.url for link in listing.links)))
        elif named_by != "the usual path":
            faults.append(f"{address}: {asked.fault or listing.fault or 'lists no links of this publisher'}")
    return found, faults


def _found(url: str, kind: FeedKind, named_by: str, links: tuple[str, ...]) -> FoundFeed:
    return FoundFeed(feed=Feed(url=url, kind=kind, basis=Basis.WORKING), named_by=named_by, links=links)


def _kind(listing: Listing, asked: Asked) -> FeedKind | None:
    if listing.kind in ("sitemap", "sitemap-index"):
        return FeedKind.NEWS_SITEMAP if _NEWS in asked.body else FeedKind.SITEMAP
    if listing.kind == "feed":
        return FeedKind.ATOM if b"<feed" in asked.body[:2000] else FeedKind.RSS
    return None  # a page where a feed was named


def _page(front: Asked) -> Any:
    if front.fault:
        return None
    try:
        return html.document_fromstring(decode(front.body, front.content_type).text)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _meta(page: Any, name: str) -> str:
    found = page.xpath("//meta[@property=$name or @name=$name]/@content", name=name) if page is not None else []
    return " ".join(found[0].split()) if found else ""


def _title(page: Any) -> str:
    text = page.findtext(".//title") if page is not None else None
    return re.split(r"\s[|:•–-]+\s", " ".join((text or "").split()))[0]


def address_path(url: str) -> str:
    """Path and query of an address: what ``Source.article_url`` is looked for in."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
