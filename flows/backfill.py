"""``warraq backfill``: a past range of days, gathered from dated feeds and sitemaps, archived as a supplement.

Each publisher is crawled as on a night, with the same politeness, robots.txt and budgets, but asked only for links of
the range that the archive does not know. What a budget leaves over is left for the next backfill of the same range.

It never disturbs the nights: crawls take no lease, their hosts' locks keep both from asking one host at once, what
they bring lies in a folder of its own, and only publishing holds the archive, for as long as a night's publishing
does. Killed, it goes on where it was: publishers that are gathered are not asked again.
"""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from crawlers.gathered import Gathered, KnownLink
from crawlers.newsroom import nights
from crawlers.newsroom.server import serving
from crawlers.source import Source
from crawlers.sources import select_sources
from crawlers.span import Span
from flows.datafolder import keep_settled
from flows.gather import gather_source
from flows.progress import Steps, tell
from flows.runs import Night
from flows.state import Earlier
from flows.supplement import READY, Folder, publish
from storage import manifest, tombstones
from storage.errors import SettingsError, UsageError
from storage.manifest import Check, Manifest
from storage.objects import ObjectStore, open_store
from storage.settings import Settings

MOST_DAYS = 31
"""Days of one backfill: what one supplement holds, and what a publisher's month of daily sitemaps is (chosen
2026-11-28). A longer range is gathered month by month, the newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Crawls:
    """What all crawls of a backfill share."""

    settings: Settings
    night: Night
    earlier: Earlier
    settled: Path
    refused: frozenset[str]
    proxy_url: str
    span: Span


def span_of(since: str, until: str) -> Span:
    """The days of a backfill; raises ``UsageError`` for what is no range of past days."""
    try:
        span = Span(date.fromisoformat(since), date.fromisoformat(until))
    except ValueError:
        raise UsageError(f"{since!r} to {until!r} is no range: give two days such as 2026-11-01") from None
    if not span.since <= span.until <= datetime.now(UTC).date():
        raise UsageError(f"{since} to {until}: the first day comes first, and the last one is not in the future")
    return span


def backfill(settings: Settings, since: str, until: str) -> list[Manifest]:
    """Gather and archive the range; the runs that came of it, newest days first."""
    days = span_of(since, until).days()
    spans = [Span(part[-1], part[0]) for part in (days[at : at + MOST_DAYS] for at in range(0, len(days), MOST_DAYS))]
    sources = select_sources(settings.sources)
    if any(source.group == "press" for source in sources) and not settings.contact:
        raise SettingsError("WARRAQ_CONTACT is empty: real publishers are only asked by a user agent with a contact")
    with open_store(settings) as store:
        found = [_one(settings, store, span, sources) for span in spans]
    return [described for described in found if described]


def _one(settings: Settings, store: ObjectStore, span: Span, sources: list[Source]) -> Manifest | None:
    folder = Folder.of(settings, f"backfill-{span.since}-{span.until}")
    if not folder.ready:
        with _crawls(settings, store, folder, span, sources) as crawls:
            note = _gather(crawls)
        folder.make_ready([Check(name="backfill", passed=True, note=note)])
    return publish(settings, store, folder)


@contextmanager
def _crawls(
    settings: Settings, store: ObjectStore, folder: Folder, span: Span, sources: list[Source]
) -> Iterator[_Crawls]:
    latest, taken = manifest.latest(store), tombstones.load(store)
    number = next((one for one in nights.NIGHTS if latest and nights.run(one) == latest.run[:10]), 1)
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
        yield _Crawls(
            settings=settings,
            night=night,
            earlier=earlier,
            settled=keep_settled(folder.spool, earlier.settled),
            refused=frozenset(taken.article_ids),
            proxy_url=proxy_url,
            span=span,
        )


def _gather(crawls: _Crawls) -> str:
    """Crawl every source that is not gathered yet; what came of it, in words."""
    steps = Steps("backfill", len(crawls.night.sources), f"publishers, {crawls.span.since} to {crawls.span.until}")

    def crawl(source: Source) -> Gathered:
        gathered = _crawl(crawls, source.id)
        steps.done()
        return gathered

    with ThreadPoolExecutor(crawls.settings.gather_workers) as pool:
        found = list(pool.map(crawl, crawls.night.sources))
    links = [link for gathered in found for link in gathered.links]
    left = sum(link.outcome == "over_budget" for link in links)
    failed = [gathered.source_id for gathered in found if gathered.failure]
    note = f"{crawls.span.since} to {crawls.span.until}: {len(links)} links of {len(found)} publishers"
    note += f"; {left} are left over: run it again" if left else ""
    return note + (f"; not gathered: {', '.join(failed)}" if failed else "")


def _crawl(crawls: _Crawls, source_id: str) -> Gathered:
    gathered = gather_source(
        source_id,
        night=crawls.night,
        settings=crawls.settings,
        proxy_url=crawls.proxy_url,
        known=_all_known(crawls.earlier, source_id, crawls.night.clock),
        settled=crawls.settled,
        refused=crawls.refused,
        feeds=(),
        log=_log,
        span=crawls.span,
    )
    words = f"{gathered.failure}: {gathered.failure_detail}" if gathered.failure else f"{len(gathered.links)} links"
    tell("backfill", source_id, words, warning=gathered.failure is not None)
    return gathered


def _all_known(earlier: Earlier, source_id: str, clock: datetime) -> list[KnownLink]:
    """Links the archive knows: they are the nights' to look at again."""
    return [replace(link, revisit=False, due=False, pending=False) for link in earlier.known_links(source_id, clock)]


def _log(level: int, message: str) -> None:
    if level >= logging.WARNING:
        tell("backfill", "", message, warning=True)
