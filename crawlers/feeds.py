"""Reading a source's declared feeds: in order, conditionally, and no further than the budget goes."""

from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from crawlers.answers import Answer, of_exception, of_response
from crawlers.budget import Budget
from crawlers.capturing import header_pairs
from crawlers.discovery import read_feed, recent_sitemaps
from crawlers.failures import FeedResult
from crawlers.gathered import FeedState
from crawlers.job import Job
from crawlers.listing import FoundLink, Listing
from crawlers.schedule import next_feed_look
from crawlers.source import Feed, FeedKind, Source
from crawlers.span import Span
from crawlers.validators import conditions, validator
from storage.ids import digest

MAX_SITEMAP_DEPTH = 3
"""Indexes of indexes deeper than this are not followed; the protocol itself forbids nesting."""
MAX_ADDRESSES = 60
"""Most addresses asked of one declared feed: three full indexes of sitemaps (chosen 2026-11-22)."""
TRUSTED_UNCHANGED = timedelta(days=3)
"""A feed that has not changed for longer is asked in full: some servers answer 304 for ever."""

Download = Callable[[Request], Awaitable[Response]]


class FeedReader:
    """The feeds of one source, read once; ``results`` say how each ended, ``states`` what the next night must know."""

    def __init__(self, source: Source, job: Job, budget: Budget, download: Download, warn: Callable[[str], None]):
        self._source, self._job, self._budget = source, job, budget
        self._download, self._warn = download, warn
        self.results: list[FeedResult] = []
        self.states: dict[str, FeedState] = {}

    async def read(self) -> AsyncIterator[tuple[Feed, Listing]]:
        """What each address lists, in the order in which the feeds are declared."""
        listed = False
        for feed in self._source.feeds:
            if feed.fallback and listed:
                continue
            async for listing in self._read_feed(feed):
                listed = listed or bool(listing.links)
                yield feed, listing
            listed = listed or self.results[-1].unchanged

    async def _read_feed(self, feed: Feed) -> AsyncIterator[Listing]:
        """The listings of a declared feed and of the pages and sitemaps it leads to; notes how it ended."""
        pending = deque((url, 0) for url in self._addresses(feed))
        seen: set[str] = set()
        faults: list[Answer] = []
        pages = links = unchanged = 0
        while pending:
            url, depth = pending.popleft()
            if url in seen:
                continue
            refusal = self._budget.refusal()
            if refusal or len(seen) >= MAX_ADDRESSES:
                reason = refusal or f"more than {MAX_ADDRESSES} addresses"
                faults.append(Answer(outcome="over_budget", reason=reason, failure="over_budget"))
                break
            seen.add(url)
            listing, answer = await self._ask(url, feed)
            if listing is None:
                unchanged += answer.outcome == "unchanged"
                faults.extend([answer] if answer.failure else [])
                continue
            yield listing
            pages += 1
            links += len(listing.links)
            if listing.next_url and pages < feed.max_pages:
                pending.append((listing.next_url, depth))
            if depth < MAX_SITEMAP_DEPTH:
                nested, which = self._wanted_sitemaps(listing)
                if which:
                    self._warn(f"{url} names {len(listing.nested)} sitemaps: read are {which}")
                pending.extend((item.url, depth + 1) for item in nested)
        fault = faults[0] if faults and not links and not unchanged else None
        for answer in faults:
            self._warn(f"feed {feed.url}: {answer.outcome} {answer.reason}")
        self.results.append(
            FeedResult(
                url=feed.url,
                failure=fault.failure if fault else "",
                reason=fault.reason if fault else "",
                unchanged=unchanged > 0,
            )
        )

    async def _ask(self, url: str, feed: Feed) -> tuple[Listing | None, Answer]:
        """What an address lists; None with the answer ``unchanged``, or with a fault."""
        now, known = self._job.now(), self._job.feeds.get(url)
        if known and known.next_at > now:
            self.states[url] = known
            return None, Answer(outcome="unchanged", reason=f"not asked before {known.next_at.isoformat()}")
        trusted = known is not None and now - known.changed_at <= TRUSTED_UNCHANGED
        headers = conditions(known.etag, known.last_modified) if known and trusted else {}
        try:
            response = await self._download(Request(url, headers=headers, meta={"kind": "feed", "purpose": url}))
        except Exception as error:
            return None, of_exception(error)
        rights = response.meta.get("rights")
        if rights is not None and rights.reserved:
            return None, Answer(outcome="reserved", reason=rights.reserved, failure="reserved")
        answer = of_response(response.status, header_pairs(response), response.body)
        if answer.outcome == "unchanged" and known:
            self.states[url] = replace(known, next_at=next_feed_look(known.changed_at, now))
            return None, answer
        if answer.failure or answer.outcome == "unchanged":
            return None, answer
        listing = read_feed(response.body, response.url, self._source)
        fault = listing.fault
        if listing.kind == "section" and feed.kind is not FeedKind.SECTION and not listing.links:
            fault = f"declared as {feed.kind}, but a page without links to articles"
        if fault:
            return None, Answer(outcome="http_error", reason=fault, failure="feed_unreadable")
        self._note(url, response, listing, known, now)
        entry = response.meta.get("entry")
        kept = (response.url, datetime.fromisoformat(entry.fetched_at)) if entry is not None else None
        return replace(listing, record=kept, rights=rights.found if rights is not None else ()), answer

    def _note(self, url: str, response: Response, listing: Listing, known: FeedState | None, now: datetime) -> None:
        # An index may stay as it is while the sitemaps it names change, and a section while its next page does.
        leads_on = bool(listing.nested or listing.next_url)
        body = digest(response.body)
        changed_at = known.changed_at if known and known.digest == body else now
        self.states[url] = FeedState(
            url=url,
            etag=None if leads_on else validator(response, "ETag"),
            last_modified=None if leads_on else validator(response, "Last-Modified"),
            digest=body,
            changed_at=changed_at,
            next_at=now if leads_on else next_feed_look(changed_at, now),
        )

    def _wanted_sitemaps(self, listing: Listing) -> tuple[tuple[FoundLink, ...], str]:
        """The sitemaps of an index to ask for, and which these are when some are left out that may matter."""
        span = self._job.span
        if span is None:
            return recent_sitemaps(listing)
        return tuple(item for item in listing.nested if span.may_hold(item, self._source.zone)), ""

    def _addresses(self, feed: Feed) -> Iterator[str]:
        night = self._job.now().astimezone(self._source.zone).date()
        return addresses(feed, self._job.span or Span(night - timedelta(days=feed.days - 1), night))


def is_dated(feed: Feed) -> bool:
    """Whether the address of a feed has a date pattern."""
    return "{date" in urlsplit(feed.url).path + urlsplit(feed.url).query


def addresses(feed: Feed, span: Span) -> Iterator[str]:
    """The address of a feed; of one with a date pattern, those of the days, newest first."""
    if not is_dated(feed):
        yield feed.url
        return
    for day in span.days():
        yield feed.url.format(date=day)
