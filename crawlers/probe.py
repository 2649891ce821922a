"""Trying a declaration: its feeds, how fresh they are, and whether the reader reads its pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from crawlers.asking import Ask, Asked
from crawlers.discovery import read_feed
from crawlers.listing import FoundLink, Listing
from crawlers.reading.datetext import read_date
from crawlers.reading.records import Page, Reading
from crawlers.source import Feed, Source
from crawlers.urls import canonical_url

QUIET_NIGHT = 3
"""A night may list a third of what a probe saw and be none the worse: holidays halve a newsroom, and a feed that is
read at another hour lists others (chosen 2026-11-22)."""
READ_AT_LEAST = 0.3
"""Least share of pages that must be readable, as ``Expectations`` has it by default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedProbe:
    """What one declared feed answered."""

    url: str
    """The declared address."""
    declared: str
    """The kind it is declared to be."""
    found: str
    """The kind it is: ``feed``, ``sitemap``, ``sitemap-index``, ``section`` or ``unreadable``."""
    links: tuple[FoundLink, ...]
    """The source's articles it lists."""
    newest_at: datetime | None
    """The latest date in it, UTC; None when it has none."""
    fault: str
    """Why it cannot be used; empty when it can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageProbe:
    """What the reader made of one page."""

    url: str
    outcome: str
    """``article``, another word of ``storage.outcomes``, or the class of ``crawlers.failures`` it was refused with."""
    reason: str
    """Why it is no article; empty for one."""
    title: str | None
    published_at: datetime | None
    """UTC."""
    published_rule: str | None
    """The rule that read the date."""
    words: int
    """Words of its text; 0 when there is none."""
    recognised: bool
    """Whether a night would count it as a page of a known type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """What was asked for and answered, before it is read."""

    feeds: tuple[FeedProbe, ...]
    pages: tuple[tuple[FoundLink, Asked], ...]
    """The pages asked for, with the link that led to each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """The report on one source."""

    source_id: str
    probed_at: datetime
    """UTC."""
    feeds: tuple[FeedProbe, ...]
    pages: tuple[PageProbe, ...]

    @property
    def links(self) -> int:
        """Different articles its feeds list."""
        return len({link.url for feed in self.feeds for link in feed.links})

    @property
    def fresh_h(self) -> float | None:
        """Hours since the newest date in its feeds; None when they have none."""
        newest = max((feed.newest_at for feed in self.feeds if feed.newest_at), default=None)
        return None if newest is None else round((self.probed_at - newest).total_seconds() / 3600, 1)

    @property
    def read_share(self) -> float:
        """Share of the pages asked for that were recognised, 0 to 1: what ``Expectations.min_read_share`` bounds."""
        return sum(page.recognised for page in self.pages) / len(self.pages) if self.pages else 0.0

    @property
    def works(self) -> bool:
        """Whether text was read of any page, be it off topic."""
        return any(page.words for page in self.pages)

    @property
    def expectations(self) -> str:
        """The line for the declaration; empty when the source does not work."""
        if not self.works:
            return ""
        share = "" if self.read_share >= READ_AT_LEAST else f", min_read_share={self.read_share / 2:.2f}"
        return f"expectations=Expectations(min_links={max(1, self.links // QUIET_NIGHT)}{share}),"


async def probe(source: Source, ask: Ask, *, pages: int, now: datetime) -> Probed:
    """Ask for every declared feed, then for ``pages`` of the articles they list, newest first."""
    feeds = [await _probe_feed(feed, source, ask, now) for feed in source.feeds]
    chosen: dict[str, FoundLink] = {}
    for link in _in_turn([feed.links for feed in feeds]):
        if len(chosen) < pages:
            chosen.setdefault(canonical_url(link.url, source), link)
    return Probed(feeds=tuple(feeds), pages=tuple([(link, await ask(link.url)) for link in chosen.values()]))


def pages_to_read(source: Source, probed: Probed, now: datetime) -> list[Page]:
    """The pages that were answered, as they go to the reader, in order."""
    return [
        Page(
            source_id=source.id,
            url=asked.url,
            body=asked.body,
            content_type=asked.content_type,
            captured_at=now,
            hint_title=link.title,
            hint_published=link.published_raw,
        )
        for link, asked in probed.pages
        if not asked.fault
    ]


def report(
    source: Source, probed: Probed, readings: Sequence[Reading], now: datetime, unrecognised: frozenset[str]
) -> Probe:
    """Put together what was asked and what was read; ``readings`` are those of ``pages_to_read``, in order.

    ``unrecognised`` are the outcomes by which a night takes a page for none of a known type.
    """
    read = iter(readings)
    pages = []
    for link, asked in probed.pages:
        reading = next(read) if not asked.fault else Reading(outcome=asked.failure, reason=asked.fault, article=None)
        article = reading.article
        pages.append(
            PageProbe(
                url=link.url,
                outcome=reading.outcome,
                reason=reading.reason,
                title=article.title if article else None,
                published_at=article.published_at if article else None,
                published_rule=article.published_rule if article else None,
                words=article.word_count if article else 0,
                recognised=not asked.fault and reading.outcome not in unrecognised,
            )
        )
    return Probe(source_id=source.id, probed_at=now, feeds=probed.feeds, pages=tuple(pages))


async def _probe_feed(feed: Feed, source: Source, ask: Ask, now: datetime) -> FeedProbe:
    asked = await ask(feed.url)
    listing = read_feed(asked.body, asked.url, source) if not asked.fault else Listing(kind="unreadable")
    fault = asked.fault or listing.fault
    kind = listing.kind
    if listing.kind == "sitemap-index" and listing.nested:
        inner = await ask(listing.nested[0].url)
        listing = read_feed(inner.body, inner.url, source) if not inner.fault else listing
        fault = inner.fault or listing.fault
    if not fault and not listing.links:
        fault = "lists no link that article_url takes for an article"
    return FeedProbe(
        url=feed.url,
        declared=feed.kind,
        found=kind,
        links=listing.links,
        newest_at=_newest(listing.links, source, now),
        fault=fault,
    )


def _newest(links: Sequence[FoundLink], source: Source, now: datetime) -> datetime | None:
    found = []
    for raw in {link.published_raw for link in links if link.published_raw}:
        read = read_date(raw, source.zone, now, source.numeric_dates)
        if read is not None and read.at.astimezone(UTC) <= now:
            found.append(read.at.astimezone(UTC))
    return max(found, default=None)


def _in_turn(lists: Sequence[Sequence[FoundLink]]) -> list[FoundLink]:
    """The first of each list, then the second of each, so that every feed has its say."""
    longest = max(map(len, lists), default=0)
    return [links[at] for at in range(longest) for links in lists if at < len(links)]
