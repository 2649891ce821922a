"""What a night measured of each source, from its outcomes and the articles it archived. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from storage.health import HealthRow
from storage.outcomes import ARCHIVED
from storage.records import ArticleRow, LinkState, OutcomeRow

NIGHTS_KEPT = 90
"""Nights of a source that are kept: sixty are compared with and shown, the rest outlasts a Ramadan (2026-11-22)."""

UNRECOGNISED = frozenset({"not_article", "quarantine", "soft_404"})
"""Pages that say nothing good of how a source's pages are read."""
PAGES = UNRECOGNISED | ARCHIVED | {
    "revisit", "duplicate_link", "live_blog", "video", "gallery", "section", "paywall", "consent_wall", "not_arabic",
    "off_topic",
}  # fmt: skip
"""Outcomes of links whose page was received in full."""
REFUSED = frozenset({"blocked", "challenge"})


def measure(
    run: str,
    states: Mapping[str, tuple[str, str | None]],
    *,
    outcomes: Iterable[OutcomeRow],
    links: Iterable[LinkState],
    revisions: Iterable[ArticleRow],
) -> list[HealthRow]:
    """One row a source, sorted by id. ``states`` maps each source of the night to its state and failure class;
    the rows are the night's own."""
    ends: dict[str, Counter[str]] = defaultdict(Counter)
    for row in outcomes:
        ends[row.source_id][row.outcome] += 1
    fresh = Counter(link.source_id for link in links if link.first_seen_at == link.checked_at)
    articles: dict[str, list[ArticleRow]] = defaultdict(list)
    for article in revisions:
        if article.revision == 1:
            articles[article.source_id].append(article)
    return [
        _row(run, source_id, *states[source_id], ends[source_id], fresh[source_id], articles[source_id])
        for source_id in sorted(states)
    ]


def _row(
    run: str,
    source_id: str,
    state: str,
    failure: str | None,
    outcomes: Counter[str],
    fresh_links: int,
    new: Sequence[ArticleRow],
) -> HealthRow:
    pages = sum(outcomes[word] for word in PAGES)
    waits = [
        (row.first_seen_at - row.published_at).total_seconds()
        for row in new
        if row.published_at and row.published_precision in ("second", "minute")
    ]
    return HealthRow(
        run=run,
        source_id=source_id,
        state=state,
        failure=failure,
        links=outcomes.total(),
        fresh_links=fresh_links,
        pages=pages,
        recognised_pages=pages - sum(outcomes[word] for word in UNRECOGNISED),
        refused_links=sum(outcomes[word] for word in REFUSED),
        foreign_pages=outcomes["not_arabic"],
        new_count=len(new),
        copy_count=sum(row.copy_of is not None for row in new),
        revised_count=outcomes["revised"],
        dated_count=sum(row.published_at is not None for row in new),
        titled_count=sum(bool(row.title) for row in new),
        authored_count=sum(bool(row.authors or row.credits) for row in new),
        median_words=round(median(row.word_count for row in new)) if new else None,
        latency_s=round(median(waits)) if waits else None,
        expected_new=None,
    )


def kept(history: Iterable[HealthRow], tonight: Sequence[HealthRow]) -> list[HealthRow]:
    """The history after a night: the newest ``NIGHTS_KEPT`` nights of each source; a run's rows stand for it."""
    by_source: dict[str, dict[str, HealthRow]] = defaultdict(dict)
    for row in (*history, *tonight):
        by_source[row.source_id][row.run] = row
    return [rows[run] for rows in by_source.values() for run in sorted(rows)[-NIGHTS_KEPT:]]
