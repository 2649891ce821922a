"""The one spider: reads a source's feeds, then asks for each link, and gives every link one outcome.

Discovery comes first and whole: which feed counts as a link's first, and which links are beyond the budget,
must not depend on the order in which answers arrive. Two ways to run it: as a job with a spool (``crawlers.crawl``,
the night), and by ``scrapy crawl <source>``, where pages are read as they come and articles are the items.
"""

import logging
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from datetime import datetime
from typing import Any, ClassVar, Self

import scrapy
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from crawlers.answers import Answer, of_exception, of_response
from crawlers.capturing import header_pairs
from crawlers.discovery import read_feed, recent_sitemaps
from crawlers.failures import FeedResult
from crawlers.gathered import GatheredLink, KnownLink
from crawlers.job import Job, PlannedLink
from crawlers.listing import FoundLink, Listing
from crawlers.politeness import source_settings
from crawlers.source import Feed, FeedKind, Source
from crawlers.spool import Entry
from crawlers.urls import canonical_url
from storage.errors import SettingsError, SpoolError

MAX_SITEMAP_DEPTH = 3
"""Indexes of indexes deeper than this are not followed; the protocol itself forbids nesting."""

logger = logging.getLogger(__name__)


class SourceSpider(scrapy.Spider):
    """One source, gathered; ``crawlers.loader.bound_spider`` makes the class of a source."""

    source: ClassVar[Source]

    def __init__(self, job: Job | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.job = job or Job()
        self.feeds: list[FeedResult] = []
        self.links_listed = 0
        self.ended: dict[str, tuple[GatheredLink, Entry | None]] = {}
        self.planned = 0
        self.unanswered = 0
        self.fatal: SpoolError | None = None
        self.closed_reason = ""
        self._feed_requests = 0
        self._started_s = time.monotonic()
        self._stack = ExitStack()

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Add the settings in which sources differ; ``UsageError`` for a real publisher without a contact."""
        super().update_settings(settings)
        contact = settings.get("CONTACT")
        if contact is None and cls.source.group == "press":
            from storage.settings import Settings  # only `scrapy crawl` comes here

            contact = Settings.load().contact
        try:
            settings.update(source_settings(cls.source, contact or ""), priority="spider")
        except SettingsError as error:
            raise UsageError(str(error), print_help=False) from None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Built by Scrapy; a practice source without a proxy starts the newsroom of the first night."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        if cls.source.group == "practice" and not cls.source.local and not crawler.settings.get("PROXY_URL"):
            from crawlers.newsroom import nights, server  # not needed by any night

            newsroom = spider._stack.enter_context(server.serving(night=1))
            crawler.settings.set("PROXY_URL", newsroom.url, priority="spider")
            spider.job = Job(clock=nights.clock(1))
        return spider

    def closed(self, reason: str) -> None:
        """Called by Scrapy at the end."""
        self.closed_reason = reason
        self._stack.close()

    @property
    def overdue(self) -> str:
        """Why nothing more is asked for: the time is used up; empty while there is some."""
        limit_s = self.job.deadline_s
        over = limit_s is not None and time.monotonic() - self._started_s >= limit_s
        return f"the {limit_s:.0f} s a night gives the source were used up" if over else ""

    async def start(self) -> AsyncIterator[Any]:
        """Read the feeds, then ask for each link."""
        found: dict[str, PlannedLink] = {}
        for feed in self.source.feeds:
            for listed in await self._read_feed(feed):
                self._plan(found, listed, feed)
            if self.fatal:
                return
        self.links_listed = len(found)
        # Without any feed the source has failed, and pages asked for would be answered for nothing.
        readable = any(not feed.failure for feed in self.feeds)
        for known in self.job.known.values() if readable else ():
            if known.revisit and known.canonical_url not in found:
                found[known.canonical_url] = PlannedLink(
                    url=known.url,
                    canonical_url=known.canonical_url,
                    feed_url=None,
                    title=None,
                    published_raw=None,
                    known=known,
                )
        self.planned = len(found)
        # New links first, and those no answer was had for yet: when the budget ends, what is archived waits.
        ordered = sorted(found.values(), key=lambda link: (_is_settled(link.known), link.feed_url is None))
        budget = max(0, self.source.budget_requests - self._feed_requests)
        for link in ordered[:budget]:
            yield self._page_request(link)
        for link in ordered[budget:]:
            self._end(link, Answer(outcome="over_budget", reason=self._budget_reason))

    @property
    def _budget_reason(self) -> str:
        return f"the budget of {self.source.budget_requests} requests was used up"

    async def _read_feed(self, feed: Feed) -> list[FoundLink]:
        """The links of a declared feed and the pages and sitemaps it leads to; notes how it ended."""
        pending, seen = [(feed.url, 0)], set[str]()
        links: list[FoundLink] = []
        faults: list[Answer] = []
        pages = 0
        while pending and not self.fatal:
            url, depth = pending.pop(0)
            if url in seen:
                continue
            if self._feed_requests >= self.source.budget_requests:
                faults.append(Answer(outcome="over_budget", reason=self._budget_reason, failure="over_budget"))
                break
            seen.add(url)
            listing, answer = await self._ask_feed(url, feed)
            if listing is None:
                faults.append(answer)
                continue
            pages += 1
            links.extend(listing.links)
            if listing.next_url and pages < feed.max_pages:
                pending.append((listing.next_url, depth))
            if depth < MAX_SITEMAP_DEPTH:
                nested, which = recent_sitemaps(listing)
                if which:
                    logger.warning("%s names %d sitemaps: read are %s", url, len(listing.nested), which)
                pending.extend((item.url, depth + 1) for item in nested)
        fault = faults[0] if faults and not links else None
        for answer in faults:
            logger.warning("feed %s: %s %s", feed.url, answer.outcome, answer.reason)
        self.feeds.append(
            FeedResult(url=feed.url, failure=fault.failure if fault else "", reason=fault.reason if fault else "")
        )
        return links

    async def _ask_feed(self, url: str, feed: Feed) -> tuple[Listing | None, Answer]:
        self._feed_requests += 1
        request = Request(url, meta={"kind": "feed", "purpose": url})
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:
            return None, of_exception(error)
        request = response.request or request
        rights = request.meta.get("rights")
        if rights is not None and rights.reserved:
            return None, Answer(outcome="reserved", reason=rights.reserved, failure="reserved")
        answer = of_response(response.status, header_pairs(response), response.body)
        if answer.failure:
            return None, answer
        listing = read_feed(response.body, response.url, self.source)
        fault = listing.fault
        if listing.kind == "section" and feed.kind is not FeedKind.SECTION and not listing.links:
            fault = f"declared as {feed.kind}, but a page without links to articles"
        if fault:
            return None, Answer(outcome="http_error", reason=fault, failure="feed_unreadable")
        return listing, answer

    def _plan(self, found: dict[str, PlannedLink], link: FoundLink, feed: Feed) -> None:
        canonical = canonical_url(link.url, self.source)
        if canonical not in found:
            found[canonical] = PlannedLink(
                url=link.url,
                canonical_url=canonical,
                feed_url=feed.url,
                title=link.title,
                published_raw=link.published_raw,
                known=self.job.known.get(canonical),
            )

    def _page_request(self, link: PlannedLink) -> Request:
        headers = {}
        if link.known and link.known.etag:
            headers["If-None-Match"] = link.known.etag
        if link.known and link.known.last_modified:
            headers["If-Modified-Since"] = link.known.last_modified
        return Request(
            link.url,
            headers=headers,
            meta={"kind": "page", "purpose": link.canonical_url},
            callback=self.page_answered,
            errback=self.page_failed,
            cb_kwargs={"link": link},
            dont_filter=True,
        )

    def page_answered(self, response: Response, link: PlannedLink) -> list[dict[str, Any]]:
        """Give the link the outcome of its last response; an item when pages are read as they come."""
        # No generator: Scrapy 2.19 would compile the source of one anew at every response.
        rights = response.meta.get("rights")
        if rights is not None and rights.reserved:
            answer = Answer(outcome="reserved", reason=rights.reserved)
        else:
            answer = of_response(response.status, header_pairs(response), response.body)
        self._end(link, answer, response.request, response)
        return list(self._items(response, link)) if self.job.spool is None and answer.outcome == "fetched" else []

    def page_failed(self, failure: Failure) -> None:
        """Give the link the outcome of a request that got no response."""
        request: Request = failure.request  # type: ignore[attr-defined]
        answer = of_exception(failure.value or RuntimeError(), redirected=bool(request.meta.get("redirect_urls")))
        self._end(request.cb_kwargs["link"], answer, request)

    def _end(
        self, link: PlannedLink, answer: Answer, request: Request | None = None, response: Response | None = None
    ) -> None:
        entry: Entry | None = request.meta.get("entry") if request is not None else None
        rights = request.meta.get("rights") if request is not None else None
        # Only of a page that was had in full: a page that is reserved tonight must not be "unchanged" tomorrow.
        kept = response if answer.outcome == "fetched" else None
        etag, modified = (_header(kept, name) for name in ("ETag", "Last-Modified"))
        status = response.status if response is not None else (entry.status if entry else None)
        self.ended[link.canonical_url] = (
            GatheredLink(
                url=link.url,
                canonical_url=link.canonical_url,
                feed_url=link.feed_url,
                hint_title=link.title,
                hint_published=link.published_raw,
                outcome=answer.outcome,
                reason=answer.reason,
                http_status=status,
                final_url=response.url if response is not None else (request.url if request is not None else None),
                capture_file=None,
                capture_offset=None,
                etag=etag,
                last_modified=modified,
                rights=rights.found if rights is not None else (),
                fetched_at=datetime.fromisoformat(entry.fetched_at) if entry else self.job.now(),
            ),
            # A record that holds no response is no capture to read.
            None if entry is None or entry.reserved else entry,
        )

    def _items(self, response: Response, link: PlannedLink) -> Iterator[dict[str, Any]]:
        from crawlers.reading.page import read_page  # heavy: only `scrapy crawl` reads here
        from crawlers.reading.records import Page

        page = Page(
            source_id=self.source.id,
            url=response.url,
            body=response.body,
            content_type=_header(response, "Content-Type") or "",
            captured_at=self.job.now(),
            hint_title=link.title,
            hint_published=link.published_raw,
        )
        reading = read_page(page, self.source)
        if reading.outcome != "article" or reading.article is None:
            logger.info("%s: %s %s", link.url, reading.outcome, reading.reason)
            return
        fields = {"source_id": self.source.id, "url": link.url, **asdict(reading.article)}
        # Scrapy's own exporters would write times without their zone.
        yield {name: item.isoformat() if isinstance(item, datetime) else item for name, item in fields.items()}


def _is_settled(known: KnownLink | None) -> bool:
    return known is not None and not known.pending


def _header(response: Response | None, name: str) -> str | None:
    pairs = header_pairs(response) if response is not None else []
    return next((value for key, value in pairs if key.lower() == name.lower() and value), None)
