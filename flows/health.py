"""Is the night, and is each source, good enough to publish.

A source that could not be gathered is *failed*; one whose pages no longer look like its pages is *held back*:
nothing of it is published, its state does not move, its captures are kept. The night goes on without it. A
night in which no source could be gathered is itself failed: it must show its own data, never an older night's.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import takewhile
from statistics import median

from crawlers.failures import detail_of
from crawlers.gathered import Gathered
from crawlers.reading.records import Reading
from crawlers.source import Expectations
from flows.ends import LinkKey
from flows.history import NIGHTS, PastNight
from storage.ledger import SourceLedger
from storage.manifest import Check, SourceReport
from storage.outcomes import OUTCOMES
from storage.records import OutcomeRow
from storage.tombstones import TAKEN_DOWN, address_of

UNRECOGNISED = frozenset({"not_article", "quarantine", "challenge", "soft_404"})
"""Readings that say nothing good of the page: many of them mean a new layout or a wall before the source."""
HELD_BACK_AS = {"challenge": "page_challenge", "soft_404": "soft_404"}
"""Failure class by the reading most unrecognised pages ended in; others are ``layout_change``."""
WARNED_OF = {"consent_wall": "consent_wall", "paywall": "paywall", "not_arabic": "language_drift"}
"""Failure class by the reading most pages ended in: nothing wrong is published, but little of what should be."""
MOST = 0.8
"""Share of pages that is "most": four of five cannot be an accident among ``MIN_PAGES`` and more."""
FEWER = 0.2
"""Share of the links its feeds usually list below which something is amiss, and not a quiet night."""
USUAL_LINKS = 10
"""Below so many links a night a share of them says nothing."""

MIN_NIGHTS = 3
"""Earlier nights without which nothing is usual."""

MIN_PAGES = 5
"""Fewer pages than this prove nothing about a layout: a quiet night is not a broken one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """One source tonight."""

    source_id: str
    state: str
    """``ok``, ``failed`` or ``held_back``."""
    failure: str | None
    """Failure class; of a source that is ok a warning; None otherwise."""
    detail: str
    """The evidence, what earlier nights say and the next step, in words; empty when there is nothing to say."""


def judge_source(
    source: Gathered,
    expectations: Expectations,
    readings: Mapping[LinkKey, Reading],
    history: Sequence[PastNight] = (),
) -> SourceHealth:
    """The health of a gathered source, from its declared expectations and its earlier nights, newest first."""
    if source.failure:
        failure, detail = _with_hindsight(source.failure, source.failure_detail, history)
        return _health(source, "failed", failure, detail, history)
    pages = [
        readings[key] for link in source.links if (key := LinkKey(source.source_id, link.canonical_url)) in readings
    ]
    recognised = sum(reading.outcome not in UNRECOGNISED for reading in pages)
    if len(pages) >= MIN_PAGES and recognised < expectations.min_read_share * len(pages):
        ends = Counter(reading.outcome for reading in pages if reading.outcome in UNRECOGNISED)
        failure = HELD_BACK_AS.get(max(sorted(ends), key=lambda name: ends[name]), "layout_change")
        expected = f"expected at least {expectations.min_read_share:.0%}"
        evidence = f"only {recognised} of {len(pages)} pages could be recognised ({expected})"
        return _health(source, "held_back", failure, detail_of(failure, evidence), history)
    warning, evidence = _warning(source, pages, history)
    detail = detail_of(warning, evidence) if warning else ""
    return _health(source, "ok", warning or None, detail, history)


def _health(
    source: Gathered, state: str, failure: str | None, detail: str, history: Sequence[PastNight]
) -> SourceHealth:
    since = _since(failure, history) if failure else ""
    return SourceHealth(
        source_id=source.source_id, state=state, failure=failure, detail=" ".join(filter(None, [detail, since]))
    )


def _with_hindsight(failure: str, detail: str, history: Sequence[PastNight]) -> tuple[str, str]:
    """The class and its words, knowing that robots.txt allowed before what it now forbids."""
    allowed = next((night.run for night in history if night.report.state == "ok"), None)
    if failure in ("robots_forbids", "pages_forbidden") and allowed:
        return "robots_now_forbids", detail_of("robots_now_forbids", f"as of {allowed} it was gathered; now {detail}")
    return failure, detail


def _since(failure: str, history: Sequence[PastNight]) -> str:
    """What earlier nights say of a failure: since when it has lasted, and what was before."""
    lasting = list(takewhile(lambda night: night.report.failure == failure, history))
    before = next((night for night in history[len(lasting) :] if night.report.state == "ok"), None)
    words = [f"{len(lasting) + 1} nights in a row"] if lasting else []
    if before:
        words.append(f"run {before.run} had {sum(before.report.counts.values())} links")
    return f"{'; '.join(words)}." if words else ""


def _warning(source: Gathered, pages: Sequence[Reading], history: Sequence[PastNight]) -> tuple[str, str]:
    """Class and evidence of what should be looked at although the source is published; empty when nothing."""
    if len(pages) >= MIN_PAGES:
        outcome, count = Counter(reading.outcome for reading in pages).most_common(1)[0]
        if outcome in WARNED_OF and count >= MOST * len(pages):
            return WARNED_OF[outcome], f"{count} of {len(pages)} pages ended as {outcome}"
    from_feed = sum(link.from_feed for link in source.links)
    if from_feed and from_feed >= MOST * len(pages):
        return "pages_blocked", f"{from_feed} pages refuse us: where the feed has their text, it was read instead"
    articles = [reading.article for reading in pages if reading.outcome == "article" and reading.article]
    undated = sum(article.published_at is None for article in articles)
    if len(articles) >= MIN_PAGES and undated >= MOST * len(articles):
        return "date_failure", f"{undated} of {len(articles)} articles have no date"
    ledgers = [night.report.ledger for night in history if night.report.ledger and night.report.state == "ok"]
    if len(ledgers) >= NIGHTS - 1 and not source.ledger.fresh and not any(ledger.fresh for ledger in ledgers):
        return "feed_unchanging", f"no link that was not known for {len(ledgers) + 1} nights"
    usual = median(ledger.listed for ledger in ledgers) if len(ledgers) >= MIN_NIGHTS else 0
    if usual >= USUAL_LINKS and source.ledger.listed < FEWER * usual and not source.ledger.not_modified:
        return "fewer_links", f"{source.ledger.listed} links listed, {usual:.0f} on a usual night"
    return "", ""


def source_report(
    verdict: SourceHealth, counts: Mapping[str, int], gathered: Gathered, expected_new: float | None
) -> SourceReport:
    """How the night went for one source, as its manifest keeps it."""
    return SourceReport(
        source_id=verdict.source_id,
        state=verdict.state,
        failure=verdict.failure,
        detail=verdict.detail,
        counts=dict(sorted(counts.items())),
        expected_new=expected_new,
        ledger=SourceLedger(**asdict(gathered.ledger)),
    )


def night_checks(
    health: Iterable[SourceHealth], gathered: Iterable[Gathered], outcomes: Sequence[OutcomeRow]
) -> list[Check]:
    """What must hold before a night is committed."""
    states = list(health)
    good = sum(source.state == "ok" for source in states)
    links = {
        LinkKey(source.source_id, address_of(link.canonical_url) if link.outcome == TAKEN_DOWN else link.canonical_url)
        for source in gathered
        for link in source.links
    }
    ended = [LinkKey(row.source_id, row.canonical_url) for row in outcomes]
    strange = sorted({row.outcome for row in outcomes} - set(OUTCOMES))
    return [
        Check(
            name="the night proves its own data",
            passed=good > 0,
            note=f"{good} of {len(states)} sources gathered" + ("" if good else ": nothing to publish tonight"),
        ),
        Check(
            name="every link has exactly one outcome",
            passed=links == set(ended) and len(ended) == len(links) and not strange,
            note=f"{len(links)} links, {len(ended)} outcomes" + (f", unknown words {strange}" if strange else ""),
        ),
    ]
