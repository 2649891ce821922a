"""Politeness: who we say we are, what robots.txt allows, how fast and for how long we ask.

Scrapy middlewares over a few pure functions. A request that may not be made ends in a ``LinkRefusedError``
that names the outcome; nothing is dropped without one.
"""

import asyncio
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares import redirect, retry
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser

from crawlers.answers import (
    Answer,
    DeadlineError,
    RedirectRefusedError,
    RobotsForbidsError,
    RobotsUnreadableError,
    of_exception,
    of_response,
)
from crawlers.origins import OncePerOrigin
from crawlers.source import Source
from crawlers.urls import host_of, is_own_host
from storage.errors import SettingsError

VERSION = "0.1.0"
"""The package's version, as in ``pyproject.toml`` (a test holds them together); not asked of the installed
package, so that captures are the same bytes from a checkout."""
ROBOTS_AGENT = "Warraq"
"""The name a publisher can address us by in robots.txt."""
MAX_CRAWL_DELAY_S = 60.0
"""Most seconds a ``Crawl-delay`` may ask for: with it, sixty pages take an hour, the time a night
gives a source by default (chosen 2026-11-22)."""
MAX_ROBOTS_BYTES = 512 * 1024
"""Most bytes of robots.txt that are read; RFC 9309 asks for at least 500 KiB."""
PRACTICE_CONNECTIONS = 4
"""Connections to a host of the practice newsroom, which is ours; a real publisher gets one."""
PRESS_BACK_OFF_S, PRACTICE_BACK_OFF_S = 5.0, 0.05
"""Seconds before the first retry; doubled before the second."""


def user_agent(group: str, contact: str) -> str:
    """The honest name, version and contact; ``SettingsError`` when a real publisher would be asked without."""
    contact = " ".join(contact.split())
    if group == "press" and not contact:
        raise SettingsError(
            "WARRAQ_CONTACT is empty: publishers must be able to reach you; set it to a web page or mail address, "
            "such as WARRAQ_CONTACT=https://example.org/crawler"
        )
    if not contact.isascii() or any(sign in contact for sign in "()<>"):
        raise SettingsError(f"WARRAQ_CONTACT={contact!r}: use a plain web page or mail address in ASCII")
    return f"{ROBOTS_AGENT}/{VERSION} (+{contact or 'practice newsroom'})"


def source_settings(source: Source, contact: str) -> dict[str, Any]:
    """The Scrapy settings in which sources differ."""
    practice = source.group == "practice"
    connections = PRACTICE_CONNECTIONS if practice and source.delay_s == 0 else 1
    return {
        "USER_AGENT": user_agent(source.group, contact),
        "DOWNLOAD_DELAY": source.delay_s,
        "CONCURRENT_REQUESTS_PER_DOMAIN": connections,
        # One waits while the others are asked. More would wait out their delays after the deadline.
        "CONCURRENT_REQUESTS": connections + 1,
        "RETRY_BACK_OFF_S": PRACTICE_BACK_OFF_S if practice else PRESS_BACK_OFF_S,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class HostRules:
    """What robots.txt of one host says."""

    parser: ProtegoRobotParser | None
    """The rules; None when there are none, or they could not be had."""
    fault: Answer | None
    """Why they could not be had; then nothing of the host may be asked."""


class DeadlineMiddleware:
    """Refuses what is left when the time of the crawl is used up, so that it ends in order and keeps what it has."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Built by Scrapy."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise ``DeadlineError`` for a page or feed, also its retries and redirects, after the deadline."""
        overdue: str = self._crawler.spider.overdue  # type: ignore[union-attr]
        if overdue and not request.meta.get("policy_file"):
            raise DeadlineError(overdue)


class RobotsMiddleware:
    """Obeys robots.txt and its ``Crawl-delay``.

    Unlike the built-in middleware a robots.txt that answers 5xx or 429, or not at all, forbids everything for
    tonight (RFC 9309, 2.3.1.4); 404 and other 4xx allow everything (2.3.1.3).
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._rules = OncePerOrigin(self._read)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Built by Scrapy."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise ``RobotsForbidsError`` or ``RobotsUnreadableError`` for what may not be asked."""
        if request.meta.get("policy_file"):
            return
        host, rules = urlsplit(request.url).netloc, await self._rules.get(request.url)
        if rules.fault is not None:
            raise RobotsUnreadableError(rules.fault)
        if rules.parser is None:
            return
        if not rules.parser.allowed(request.url, ROBOTS_AGENT):
            raise RobotsForbidsError(f"robots.txt of {host} forbids it")

    async def _read(self, origin: str) -> HostRules:
        request = Request(f"{origin}/robots.txt", meta={"policy_file": True, "purpose": "robots"})
        try:
            response = await self._crawler.engine.download_async(request)
        except Exception as error:
            return HostRules(parser=None, fault=of_exception(error))
        if response.status >= 500 or response.status == 429:
            return HostRules(parser=None, fault=of_response(response.status, [], b""))
        if response.status != 200:
            return HostRules(parser=None, fault=None)
        parser = ProtegoRobotParser(response.body[:MAX_ROBOTS_BYTES], self._crawler.spider)
        self._slow_down(urlsplit(origin).hostname or "", parser.crawl_delay(ROBOTS_AGENT))
        return HostRules(parser=parser, fault=None)

    def _slow_down(self, host: str, asked_s: float | None) -> None:
        downloader = self._crawler.engine.downloader
        least_s = self._crawler.settings.getfloat("DOWNLOAD_DELAY")
        if asked_s is None or not asked_s > least_s:
            return
        delay_s = min(asked_s, MAX_CRAWL_DELAY_S)
        # Both: the slot that is there, and the one that is made anew after a pause.
        downloader.per_slot_settings[host] = {"delay": delay_s, "concurrency": 1, "jitter": 0}
        if host in downloader.slots:
            downloader.slots[host].delay = delay_s
            downloader.slots[host].concurrency = 1


class RetryMiddleware(retry.RetryMiddleware):
    """Scrapy's retries, each after a pause that doubles."""

    async def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """A retry of a 5xx, later."""
        return await self._later(super().process_response(request, response), response)

    async def process_exception(self, request: Request, exception: Exception) -> Request | Response | None:  # type: ignore[override]
        """A retry of a time-out or broken connection, later."""
        result = super().process_exception(request, exception)
        return None if result is None else await self._later(result, None)

    async def _later(self, result: Request | Response, response: Response | None) -> Request | Response:
        spooled = response is not None and "spooled" in response.flags
        if isinstance(result, Request) and not spooled:
            first_s = self.crawler.settings.getfloat("RETRY_BACK_OFF_S")
            await asyncio.sleep(first_s * 2 ** (result.meta["retry_times"] - 1))
        return result


class RedirectMiddleware(redirect.RedirectMiddleware):
    """Scrapy's redirects, for a page or feed only within the source's own hosts; each end has its own outcome."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Built by Scrapy; unlike its own, without a warning that nobody sets a ``Referer``."""
        made = cls(crawler.settings)
        made.crawler = crawler
        return made

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Follow, or raise ``RedirectRefusedError``."""
        try:
            result = super().process_response(request, response)
        except (IgnoreRequest, ValueError) as error:
            raise RedirectRefusedError(f"{error} at {request.url}") from None
        if isinstance(result, Request):
            # Scrapy would queue it with the host it came from.
            result.meta.pop("download_slot", None)
            if request.meta.get("kind") in ("page", "feed") and not self._is_own(result.url, request.meta["kind"]):
                raise RedirectRefusedError(f"redirected off the source's hosts, to {result.url[:200]}")
        return result

    def _is_own(self, url: str, kind: str) -> bool:
        source: Source = self.crawler.spider.source  # type: ignore[union-attr]
        try:
            host = host_of(url)
            # A feed may be declared on a host that has none of the source's articles.
            return is_own_host(host, source) or (kind == "feed" and host in {host_of(f.url) for f in source.feeds})
        except ValueError:
            return False

    def handle_referer(self, request: Request, response: Response) -> None:
        """No ``Referer`` is ever sent."""
