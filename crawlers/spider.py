"""The one spider: reads a source's feeds, then asks for each link, and gives every link one outcome.

Discovery comes first and whole: which feed counts as a link's first, and which links are beyond the budget,
must not depend on the order in which answers arrive. Two ways to run it: as a job with a spool (``crawlers.crawl``,
the night), and by ``scrapy crawl <source>``, where pages are read as they come and articles are the items.
"""

import logging
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, ClassVar, Self

import scrapy
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.http import Response
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings
from twisted.python.failure import Failure

from crawlers.answers import Answer, of_exception, of_response
from crawlers.budget import Budget
from crawlers.capturing import header_pairs
from crawlers.failures import FeedResult
from crawlers.feeds import FeedReader, is_dated
from crawlers.feedtext import MAX_TEXT_BYTES, REFUSED, may_stand_in, page_of
from crawlers.gathered import FeedState, GatheredLink, KnownLink
from crawlers.job import Job, PlannedLink
from crawlers.journal import Entry
from crawlers.listing import FoundLink, Listing
from crawlers.politeness import source_settings
from crawlers.source import Feed, Source
from crawlers.urls import canonical_url
from crawlers.validators import conditions, validator
from storage.errors import SettingsError, SpoolError
from storage.ids import article_id
from storage.members import conversion_member
from storage.plain import one_line

MAX_LINKS = 100_000
"""Most links planned in a night, two full sitemaps: a bound for memory, and fifty nights' worth of the budget
(chosen 2026-11-22)."""

logger = logging.getLogger(__name__)


class SourceSpider(scrapy.Spider):
    """One source, gathered; ``crawlers.loader.bound_spider`` makes the class of a source."""

    source: ClassVar[Source]

    def __init__(self, job: Job | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.job = job or Job()
        self.budget = Budget(self.source, self.job.deadline_s)
        self.delays: dict[str, float] = {}
        self.feeds: list[FeedResult] = []
        self.feed_states: dict[str, FeedState] = {}
        self.links_listed = 0
        self.in_sitemaps: set[str] = set()
        self.dropped = 0
        self.ended: dict[str, tuple[GatheredLink, Entry | None]] = {}
        self.planned = 0
        self.unanswered = 0
        self.fatal: SpoolError | None = None
        self.closed_reason = ""
        self._spared: set[str] = set()
        self._text_bytes = 0
        self._stack = ExitStack()

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Add the settings in which sources differ; ``UsageError`` for a real publisher without a contact."""
        super().update_settings(settings)
        contact = settings.get("CONTACT")
        if cls.source.group == "press" and (settings.getpriority("HOSTS_DIR") or 0) < SETTINGS_PRIORITIES["cmdline"]:
            from storage.settings import Settings  # a night says both on its command line

            own = Settings.load()
            contact = own.contact if contact is None else contact
            settings.set("HOSTS_DIR", str(own.data_dir / "hosts"), priority="spider")
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

    @property
    def spared(self) -> int:
        """How many links its feeds list whose next look has not come."""
        return len(self._spared)

    def closed(self, reason: str) -> None:
        """Called by Scrapy at the end."""
        self.closed_reason = reason
        self._stack.close()

    async def start(self) -> AsyncIterator[Any]:
        """Read the feeds, then ask for each link."""
        found: dict[str, PlannedLink] = {}
        download = self.crawler.engine.download_async
        reader = FeedReader(self.source, self.job, self.budget, download, logger.warning)
        async for feed, listing in reader.read():
            if self.fatal:
                return
            for listed in listing.links:
                self._plan(found, listed, feed, listing)
        self.feeds, self.feed_states = reader.results, reader.states
        self.links_listed = len(found) + len(self._spared)
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
        for link in found.values():
            if article_id(link.canonical_url) in self.job.refused:
                self._end(link, Answer(outcome="taken_down", reason="it was taken down"))
        wanted = [link for link in found.values() if link.canonical_url not in self.ended]
        waiting = deque(sorted(wanted, key=lambda link: (_is_settled(link.known), link.feed_url is None)))
        most = max(0, self.source.budget_requests - self.budget.requests)
        while len(waiting) > most:
            self._end(waiting.pop(), Answer(outcome="over_budget", reason=self.budget.requests_reason))
        # What was asked for is forgotten here, so that plans and ends of a night are not both held whole.
        found.clear()
        del wanted
        while waiting:
            yield self._page_request(waiting.popleft())

    def _plan(self, found: dict[str, PlannedLink], link: FoundLink, feed: Feed, listing: Listing) -> None:
        canonical = canonical_url(link.url, self.source)
        if listing.kind == "sitemap":
            self.in_sitemaps.add(canonical)
        if canonical in self._spared:
            return
        span = self.job.span
        if span and not span.holds(link, self.source.zone, otherwise=is_dated(feed)):
            self._spared.add(canonical)
            return
        known = self.job.known.get(canonical)
        settled = canonical in self.job.settled if known is None else not (known.due or known.pending)
        if canonical not in found and settled:
            self._spared.add(canonical)
        elif canonical not in found and len(found) >= MAX_LINKS:
            self.dropped += 1
        else:
            planned = found.get(canonical) or PlannedLink(
                url=link.url,
                canonical_url=canonical,
                feed_url=feed.url,
                title=link.title,
                published_raw=link.published_raw,
                known=known,
            )
            found[canonical] = self._with_text(planned, link, listing)

    def _with_text(self, planned: PlannedLink, link: FoundLink, listing: Listing) -> PlannedLink:
        """The planned link with the text a feed has for it, should its page refuse us."""
        if not link.text or planned.text or not may_stand_in(planned.known) or self._text_bytes >= MAX_TEXT_BYTES:
            return planned
        self._text_bytes += len(link.text)
        return replace(planned, text=link.text, text_at=listing.record, text_rights=listing.rights)

    def _page_request(self, link: PlannedLink) -> Request:
        headers = conditions(link.known.etag, link.known.last_modified) if link.known else {}
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
        elif (entry := response.meta.get("entry")) is not None and entry.same_as:
            answer = Answer(outcome="unchanged", reason=f"the same bytes as on {entry.same_as}")
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
        stand_in = self._stand_in(link, answer, entry)
        rights = request.meta.get("rights") if request is not None else None
        found = {*(rights.found if rights is not None else ()), *(link.text_rights if stand_in is not None else ())}
        # Only of a page that was had in full: a page that is reserved tonight must not be "unchanged" tomorrow.
        kept = response if answer.outcome == "fetched" else None
        etag, modified = (validator(kept, name) if kept else None for name in ("ETag", "Last-Modified"))
        status = response.status if response is not None else (entry.status if entry else None)
        self.ended[link.canonical_url] = (
            GatheredLink(
                url=link.url,
                canonical_url=link.canonical_url,
                feed_url=link.feed_url,
                hint_title=link.title,
                hint_published=link.published_raw,
                outcome=answer.outcome,
                reason=one_line(answer.reason),
                http_status=status,
                final_url=response.url if response is not None else (request.url if request is not None else None),
                capture_file=None,
                capture_offset=None,
                etag=etag,
                last_modified=modified,
                payload_digest=entry.payload_digest if kept and entry else None,
                rights=tuple(sorted(found)),
                fetched_at=datetime.fromisoformat(entry.fetched_at) if entry else self.job.now(),
                from_feed=stand_in is not None,
            ),
            # A record that holds no response is no capture to read.
            stand_in or (None if entry is None or entry.reserved else entry),
        )

    def _stand_in(self, link: PlannedLink, answer: Answer, entry: Entry | None) -> Entry | None:
        """The record of the text its feed has, for a link whose page refused us; None without one."""
        if self.job.spool is None or entry is None or link.text_at is None or answer.outcome not in REFUSED:
            return None
        try:
            return self.job.spool.make(
                conversion_member(
                    url=link.url,
                    page=page_of(link.title, link.text),
                    recorded_at=datetime.fromisoformat(entry.fetched_at),
                    made_from=link.text_at,
                ),
                url=link.url,
                fetched_at=entry.fetched_at,
            )
        except SpoolError as error:
            self.fatal = error
            return None

    def _items(self, response: Response, link: PlannedLink) -> Iterator[dict[str, Any]]:
        from crawlers.reading.page import read_page  # heavy: only `scrapy crawl` reads here
        from crawlers.reading.records import Page

        page = Page(
            source_id=self.source.id,
            url=response.url,
            body=response.body,
            content_type=dict(reversed(header_pairs(response))).get("Content-Type", ""),
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
