"""What a source may cost in one night: requests, bytes, minutes, hours of the day. What is left is deferred."""

import time
from datetime import datetime
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from crawlers.answers import OutsideHoursError, OverBudgetError
from crawlers.source import Source


class Budget:
    """What one crawl has used of what its source may cost."""

    def __init__(self, source: Source, deadline_s: float | None) -> None:
        self._source = source
        limits = [60 * source.budget_minutes, *([deadline_s] if deadline_s is not None else [])]
        self._limit_s = min(limits)
        self._started_s = time.monotonic()
        self.requests = 0
        """Requests for feeds and pages, their retries and redirects too."""
        self.bytes = 0
        """Bytes of bodies received."""

    def refusal(self) -> str:
        """Why nothing more may be asked for; empty while there is something left."""
        source = self._source
        if time.monotonic() - self._started_s >= self._limit_s:
            return f"the {self._limit_s:.0f} s a night gives the source were used up"
        if self.bytes >= source.budget_bytes:
            return f"the budget of {source.budget_bytes} bytes was used up"
        if self.requests >= source.budget_requests:
            return self.requests_reason
        return ""

    def check_hours(self) -> None:
        """Raise ``OutsideHoursError`` when the source may not be asked now."""
        source = self._source
        if source.hours is not None and not is_open(source, datetime.now(source.zone)):
            since, until = source.hours
            raise OutsideHoursError(f"the source is asked only from {since}:00 to {until}:00 {source.timezone}")

    @property
    def requests_reason(self) -> str:
        """The words for a link beyond the budget of requests."""
        return f"the budget of {self._source.budget_requests} requests was used up"


def is_open(source: Source, local: datetime) -> bool:
    """Whether the source may be asked at a time of its own zone."""
    if source.hours is None:
        return True
    since, until = source.hours
    return since <= local.hour < until if since < until else local.hour >= since or local.hour < until


class BudgetMiddleware:
    """Refuses what is left when the budget is used up, so that the crawl ends in order and keeps what it has."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Built by Scrapy."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise ``OverBudgetError`` or ``OutsideHoursError`` for a page or feed, also its retries and redirects."""
        if request.meta.get("policy_file"):
            return
        budget: Budget = self._crawler.spider.budget  # type: ignore[union-attr]
        budget.check_hours()
        refusal = budget.refusal()
        if refusal:
            raise OverBudgetError(refusal)
        budget.requests += 1
