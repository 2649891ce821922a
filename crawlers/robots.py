"""robots.txt: what it allows, how fast, and what it asks of those who gather for artificial intelligence."""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.robotstxt import ProtegoRobotParser

from crawlers.answers import (
    Answer,
    ReservedError,
    RobotsForbidsError,
    RobotsUnreadableError,
    of_exception,
    of_response,
)
from crawlers.origins import OncePerOrigin
from crawlers.politeness import ROBOTS_AGENT

MAX_CRAWL_DELAY_S = 60.0
"""Most seconds a ``Crawl-delay`` may ask for: with it, sixty pages take an hour, the time a night
gives a source by default (chosen 2026-11-22)."""
MAX_ROBOTS_BYTES = 512 * 1024
"""Most bytes of robots.txt that are read; RFC 9309 asks for at least 500 KiB."""
AI_AGENTS = (
    *("GPTBot", "ChatGPT-User", "OAI-SearchBot", "CCBot", "Google-Extended", "Applebot-Extended", "ClaudeBot"),
    *("anthropic-ai", "Claude-Web", "PerplexityBot", "Bytespider", "Amazonbot", "meta-externalagent", "cohere-ai"),
    *("Diffbot", "ImagesiftBot", "Omgilibot", "AI2Bot"),
)
"""Names by which publishers forbid gathering for artificial intelligence in robots.txt (list of 2026-11-22)."""
_SIGNAL = re.compile(rb"^[ \t]*content-(?:signal|usage)[ \t]*:([^\r\n#]{1,200})", re.IGNORECASE | re.MULTILINE)
_AGENT = re.compile(rb"\s*user-agent\s*:", re.IGNORECASE).match
_REFUSED_USE = re.compile(r"\b((?:ai-train|ai-input|train-ai|train-genai)\s*=\s*(?:no|n))\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class HostRules:
    """What robots.txt of one host says."""

    parser: ProtegoRobotParser | None
    """The rules; None when there are none, or they could not be had."""
    agents: tuple[str, ...]
    """The names of ``AI_AGENTS`` it addresses."""
    signals: tuple[str, ...]
    """Uses its ``Content-Signal`` or ``Content-Usage`` lines refuse: ``ai-train=no``."""
    fault: Answer | None
    """Why they could not be had; then nothing of the host may be asked."""

    def opt_outs(self, url: str) -> tuple[str, ...]:
        """What it refuses to artificial intelligence at an address, as the words kept with an article's rights."""
        assert self.parser is not None
        refused = [agent for agent in self.agents if not self.parser.allowed(url, agent)]
        return (*([f"robots: no {', '.join(refused)}"] if refused else []), *self.signals)


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
        opt_outs = rules.opt_outs(request.url)
        if opt_outs and self._crawler.settings.getbool("OBEY_AI_OPT_OUTS"):
            raise ReservedError(f"robots.txt of {host} opts out of artificial intelligence ({', '.join(opt_outs)})")
        request.meta["opt_outs"] = opt_outs

    async def _read(self, origin: str) -> HostRules:
        request = Request(f"{origin}/robots.txt", meta={"policy_file": True, "purpose": "robots"})
        try:
            response = await self._crawler.engine.download_async(request)
        except Exception as error:
            return HostRules(parser=None, agents=(), signals=(), fault=of_exception(error))
        if response.status >= 500 or response.status == 429:
            fault = of_response(response.status, [], b"")
            return HostRules(parser=None, agents=(), signals=(), fault=fault)
        if response.status != 200:
            return HostRules(parser=None, agents=(), signals=(), fault=None)
        text = response.body[:MAX_ROBOTS_BYTES]
        parser = ProtegoRobotParser(text, self._crawler.spider)
        self._slow_down(urlsplit(origin).hostname or "", parser.crawl_delay(ROBOTS_AGENT))
        return HostRules(parser=parser, agents=named_agents(text), signals=refused_uses(text), fault=None)

    def _slow_down(self, host: str, asked_s: float | None) -> None:
        downloader = self._crawler.engine.downloader
        least_s = self._crawler.settings.getfloat("DOWNLOAD_DELAY")
        if asked_s is None or not asked_s > least_s:
            return
        delay_s = min(asked_s, MAX_CRAWL_DELAY_S)
        self._crawler.spider.delays[host] = delay_s  # type: ignore[union-attr]
        # Both: the slot that is there, and the one that is made anew after a pause.
        downloader.per_slot_settings[host] = {"delay": delay_s, "concurrency": 1, "jitter": 0}
        if host in downloader.slots:
            downloader.slots[host].delay = delay_s
            downloader.slots[host].concurrency = 1


def named_agents(text: bytes) -> tuple[str, ...]:
    """The names of ``AI_AGENTS`` a robots.txt has a group for; one without falls under the rules for all."""
    named = {line.partition(b":")[2].partition(b"#")[0].strip().lower() for line in text.splitlines() if _AGENT(line)}
    return tuple(agent for agent in AI_AGENTS if agent.lower().encode() in named)


def refused_uses(text: bytes) -> tuple[str, ...]:
    """Uses refused by ``Content-Signal`` or ``Content-Usage`` lines, sorted, in one spelling."""
    lines = (found.decode("ascii", "replace").lower() for found in _SIGNAL.findall(text))
    return tuple(sorted({re.sub(r"\s", "", use) for line in lines for use in _REFUSED_USE.findall(line)}))
