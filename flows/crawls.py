"""Crawls beside the nights: only links that no run knows are asked for, and what they bring lies ready in a folder.

They take no lease, and their hosts' locks keep them and a night from asking one host at once.
"""

import logging
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from crawlers.gathered import Gathered, KnownLink
from crawlers.newsroom import nights
from crawlers.newsroom.server import serving
from crawlers.source import Source
from crawlers.sources import select_sources
from crawlers.span import Span
from crawlers.starter import CrawlStarter
from flows import hours
from flows.datafolder import keep_settled
from flows.gather import Log, gather_source
from flows.progress import Steps, tell
from flows.ready import READY, Folder
from flows.runs import Night, need_contact
from flows.state import Earlier
from storage import manifest, tombstones
from storage.objects import ObjectStore
from storage.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawls:
    """What the crawls of one work share."""

    stage: str
    """The work, for who watches."""
    settings: Settings
    night: Night
    """Sources, clock and spool."""
    earlier: Earlier
    settled: Path
    refused: frozenset[str]
    proxy_url: str
    starter: CrawlStarter
    span: Span | None
    """The days whose links are gathered; None: what the feeds list now."""


def chosen(settings: Settings) -> list[Source]:
    """The sources the settings select; raises ``SettingsError`` for real ones without a contact."""
    sources = select_sources(settings.sources)
    if any(source.group == "press" for source in sources):
        need_contact(settings)
    return sources


@contextmanager
def crawls(
    settings: Settings, store: ObjectStore, folder: Folder, *, stage: str, span: Span | None
) -> Iterator[Crawls]:
    """What crawls need while they run. Of the practice newsroom a past range is as of its newest archived night, what
    feeds list now as of the next one."""
    sources, latest, taken = chosen(settings), manifest.latest(store), tombstones.load(store)
    archived = [one for one in nights.NIGHTS if latest and nights.run(one) <= latest.run]
    number = max(archived, default=1) if span else min(len(archived) + 1, max(nights.NIGHTS))
    practice = any(source.group == "practice" for source in sources)
    clock = nights.clock(number) if practice else datetime.now(UTC)
    with ExitStack() as stack:
        proxy_url = settings.proxy_url
        if practice and not proxy_url:
            proxy_url = stack.enter_context(serving(number)).url
        earlier = Earlier(store, latest, clock)
        night = Night(
            run=READY,
            clock=clock,
            practice_night=number if practice else None,
            sources=tuple(source for source in sources if source.id not in taken.source_ids),
            owner="",
            spool=folder.spool,
        )
        yield Crawls(
            stage=stage,
            settings=settings,
            night=night,
            earlier=earlier,
            settled=keep_settled(folder.spool, earlier.settled),
            refused=frozenset(taken.article_ids),
            proxy_url=proxy_url,
            starter=stack.enter_context(CrawlStarter()),
            span=span,
        )


def gather_all(work: Crawls) -> str:
    """Crawl every source that is not gathered yet; what came of it, in words."""
    steps = Steps(work.stage, len(work.night.sources), "publishers")

    def crawl(source: Source) -> Gathered:
        gathered = _crawl(work, source.id)
        steps.done()
        return gathered

    with ThreadPoolExecutor(work.settings.gather_workers) as pool:
        found = list(pool.map(crawl, work.night.sources))
    links = [link for gathered in found for link in gathered.links]
    left = sum(link.outcome == "over_budget" for link in links)
    failed = [gathered.source_id for gathered in found if gathered.failure]
    note = f"{len(links)} links of {len(found)} publishers"
    note += f"; {left} are left over" if left else ""
    return note + (f"; not gathered: {', '.join(failed)}" if failed else "")


def _crawl(work: Crawls, source_id: str) -> Gathered:
    gathered = gather_source(
        source_id,
        night=work.night,
        settings=work.settings,
        proxy_url=work.proxy_url,
        known=_known(work, source_id),
        settled=work.settled,
        refused=work.refused,
        feeds=(),
        log=_log(work.stage),
        starter=work.starter,
        span=work.span,
    )
    words = f"{gathered.failure}: {gathered.failure_detail}" if gathered.failure else f"{len(gathered.links)} links"
    tell(work.stage, source_id, words, warning=gathered.failure is not None)
    return gathered


def _known(work: Crawls, source_id: str) -> list[KnownLink]:
    """Links some run knows or an hour has gathered: they are the nights' to look at again."""
    known: Iterable[KnownLink] = [
        *hours.waiting(work.settings.data_dir, source_id),
        *work.earlier.known_links(source_id, work.night.clock),
    ]
    ours = {link.canonical_url: replace(link, revisit=False, due=False, pending=False) for link in known}
    return [ours[url] for url in sorted(ours)]


def _log(stage: str) -> Log:
    def log(level: int, message: str) -> None:
        if level >= logging.WARNING:
            tell(stage, "", message, warning=True)

    return log
