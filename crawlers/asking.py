"""Asking a publisher for a few addresses, as a night does but keeping nothing.

The spider, settings and middlewares are the crawl's: robots.txt and its delay, reservations, an honest user agent
with a contact, public addresses only. What is asked follows from what was answered: a *plan* is a coroutine that is
given ``ask`` and returns what it found. A reactor starts once a process, so this belongs to a command, not to a flow.
"""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urljoin

from scrapy import Request
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawlers.answers import of_exception, of_response
from crawlers.capturing import header_pairs
from crawlers.politeness import user_agent
from crawlers.source import Source
from crawlers.spider import SourceSpider
from storage.errors import WarraqError

T = TypeVar("T")

ROBOTS = "/robots.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One address and how asking for it ended."""

    url: str
    """Where redirects ended; the address itself when there was no response."""
    body: bytes = b""
    """Body with content encoding removed; empty when ``fault`` is not."""
    content_type: str = ""
    """``Content-Type`` as received; may be empty or wrong."""
    fault: str = ""
    """Why it cannot be used, in words; empty when it can."""
    failure: str = ""
    """The class of ``crawlers.failures`` that belongs to ``fault``."""


Ask = Callable[[str], Awaitable[Asked]]
Plan = Callable[[Ask], Awaitable[T]]


def ask_publishers(plans: Iterable[tuple[Source, Plan[T]]], *, contact: str, proxy: str = "") -> list[T]:
    """Carry out a plan a source, all at the same time; what each found, in the order given.

    Raises ``SettingsError`` when a real publisher would be asked without a contact, and ``WarraqError`` when a plan
    could not be carried out.
    """
    settings = Settings()
    settings.setmodule("crawlers.settings", priority="project")
    settings.set("CONTACT", contact, priority="cmdline")
    if proxy:  # without one, a practice source starts the newsroom and sets it
        settings.set("PROXY_URL", proxy, priority="cmdline")
    settings.set("LOG_LEVEL", "WARNING", priority="cmdline")
    planned = list(plans)
    for source, _ in planned:
        user_agent(source.group, contact)
    process = AsyncCrawlerProcess(settings)
    logging.getLogger("scrapy").setLevel(logging.ERROR)
    results: list[_Result[T]] = []
    for source, plan in planned:
        results.append(_Result())
        spider = type("AskingSpider", (_AskingSpider,), {"name": source.id, "source": source})
        process.crawl(process.create_crawler(spider), plan=plan, result=results[-1])
    process.start()
    return [result.taken(source) for result, (source, _) in zip(results, planned, strict=True)]


class _Result(Generic[T]):
    """What a plan found, once it has."""

    def __init__(self) -> None:
        self.found: list[T] = []
        self.error: Exception | None = None

    def taken(self, source: Source) -> T:
        if not self.found:
            raise WarraqError(f"asking {source.id} did not come to its end: {self.error or 'see the log above'}")
        return self.found[0]


class _AskingSpider(SourceSpider):
    """Carries out a plan; asks for one address at a time."""

    def __init__(self, plan: Plan[Any], result: _Result[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._asking, self._result = plan, result

    async def start(self) -> AsyncIterator[Any]:
        """Nothing is scheduled: the plan asks by itself."""
        try:
            self._result.found.append(await self._asking(self._ask))
        except Exception as error:
            self._result.error = error
            raise
        return
        yield  # what makes this the asynchronous generator that Scrapy awaits

    async def _ask(self, url: str) -> Asked:
        # robots.txt is a rule, not content: it is asked for as the rules are, whatever it forbids.
        rule = urljoin(url, ROBOTS) == url
        meta = {"policy_file": True, "purpose": "robots"} if rule else {"kind": "feed", "purpose": url}
        request = Request(url, meta=meta)
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:
            answer = of_exception(error)
            return Asked(url=url, fault=answer.reason, failure=answer.failure)
        rights = (response.request or request).meta.get("rights")
        if rights is not None and rights.reserved:
            return Asked(url=response.url, fault=rights.reserved, failure="reserved")
        answer = of_response(response.status, header_pairs(response), response.body)
        if answer.failure:
            return Asked(url=response.url, fault=answer.reason, failure=answer.failure)
        typed = response.headers.get("Content-Type") or b""
        return Asked(url=response.url, body=response.body, content_type=typed.decode("latin-1"))
