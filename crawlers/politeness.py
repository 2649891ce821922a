"""Politeness: who we say we are, how fast we ask, when we wait and where we follow.

Scrapy middlewares over a few pure functions. A request that may not be made ends in a ``LinkRefusedError``
that names the outcome; nothing is dropped without one.
"""

import asyncio
import re
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares import redirect, retry
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.settings import BaseSettings

from crawlers.answers import HostStoppedError, MovedError, RedirectRefusedError
from crawlers.source import Source
from crawlers.urls import host_of, is_own_host
from storage.errors import SettingsError

VERSION = "0.1.0"
"""The package's version, as in ``pyproject.toml`` (a test holds them together); not asked of the installed
package, so that captures are the same bytes from a checkout."""
ROBOTS_AGENT = "Warraq"
"""The name a publisher can address us by in robots.txt."""
MAX_RETRY_AFTER_S = 300.0
"""Most seconds a ``Retry-After`` is waited for; a host that asks for more is left alone for the night. Three such
pauses are a quarter of the time a night gives a source (chosen 2026-11-22)."""
MAX_DIGITS = 12
"""Of a ``Retry-After`` in seconds: 31,000 years."""
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


class RetryMiddleware(retry.RetryMiddleware):
    """Scrapy's retries, each after a pause that doubles, or that the host asks for.

    A host that still answers 429 after the retries has asked us to stop: nothing more is asked of it tonight.
    """

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self._pauses: dict[str, float] = {}
        self._stopped: set[str] = set()

    async def process_request(self, request: Request) -> None:
        """Wait until the host's pause is over; raise ``HostStoppedError`` if it asked us to stop."""
        host = urlsplit(request.url).hostname or ""
        if host in self._pauses:
            await asyncio.sleep(max(0.0, self._pauses[host] - time.monotonic()))
        if host in self._stopped:
            raise HostStoppedError(
                f"{host} asked us to stop (429 or a long Retry-After): it is asked nothing more tonight"
            )

    async def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """A retry of a 429 or 5xx, later."""
        result = super().process_response(request, response)
        host = urlsplit(request.url).hostname or ""
        if response.status == 429 and not isinstance(result, Request):
            self._stopped.add(host)
        if isinstance(result, Request) and "spooled" not in response.flags:
            asked_s = retry_after_s(response.headers.get("Retry-After"), datetime.now(UTC)) or 0.0
            if asked_s > MAX_RETRY_AFTER_S:
                self._stopped.add(host)
                return response
            pause_s = max(self._pause_s(result), asked_s)
            # The whole host waits, not this address alone.
            self._pauses[host] = time.monotonic() + pause_s
            await asyncio.sleep(pause_s)
        return result

    async def process_exception(self, request: Request, exception: Exception) -> Request | Response | None:  # type: ignore[override]
        """A retry of a time-out or broken connection, later."""
        result = super().process_exception(request, exception)
        if isinstance(result, Request):
            await asyncio.sleep(self._pause_s(result))
        return result

    def _pause_s(self, again: Request) -> float:
        first_s: float = self.crawler.settings.getfloat("RETRY_BACK_OFF_S")
        return first_s * float(2 ** (again.meta["retry_times"] - 1))


def retry_after_s(header: bytes | None, now: datetime) -> float | None:
    """Seconds a ``Retry-After`` asks for, given in seconds or as an HTTP date; None when none can be read."""
    text = (header or b"").decode("ascii", "replace").strip()
    if re.fullmatch(r"\d+", text, re.ASCII):
        # A number of more digits is a number of years too: the host asks to be left alone, in whatever unit.
        return float(text[:MAX_DIGITS])
    try:
        wait_s = (parsedate_to_datetime(text).replace(tzinfo=UTC) - now).total_seconds()
    except (ValueError, TypeError, IndexError):
        return None
    return max(wait_s, 0.0)


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
                raise MovedError(f"redirected off the source's hosts, to {result.url[:200]}")
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
