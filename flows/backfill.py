"""``warraq backfill``: a past range of days, gathered from dated feeds and sitemaps, archived as a supplement.

Each publisher is crawled as on a night, with the same politeness, robots.txt and budgets, but asked only for links of
the range that the archive does not know. What a budget leaves over is left for the next backfill of the same range.

It never disturbs the nights: crawls take no lease, their hosts' locks keep both from asking one host at once, what
they bring lies in a folder of its own, and only publishing holds the archive, for as long as a night's publishing
does. Killed, it goes on where it was: publishers that are gathered are not asked again.
"""

from datetime import UTC, date, datetime

from crawlers.span import Span
from flows.crawls import chosen, crawls, gather_all
from flows.ready import Folder
from flows.supplement import publish
from storage.errors import UsageError
from storage.manifest import Check, Manifest
from storage.objects import ObjectStore, open_store
from storage.settings import Settings

MOST_DAYS = 31
"""Days of one backfill: what one supplement holds, and what a publisher's month of daily sitemaps is (chosen
2026-11-28). A longer range is gathered month by month, the newest first."""


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
    chosen(settings)
    with open_store(settings) as store:
        found = [_one(settings, store, span) for span in spans]
    return [described for described in found if described]


def _one(settings: Settings, store: ObjectStore, span: Span) -> Manifest | None:
    folder = Folder.of(settings, f"backfill-{span.since}-{span.until}")
    if not folder.ready:
        with crawls(settings, store, folder, stage="backfill", span=span) as work:
            note = f"{span.since} to {span.until}: {gather_all(work)}"
        folder.make_ready([Check(name="backfill", passed=True, note=note)])
    return publish(settings, store, folder)
