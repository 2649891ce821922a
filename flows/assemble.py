"""From what was gathered, read and linked to the rows that are stored. Pure: no I/O, no clock of its own.

Each link ends in exactly one outcome here, and each article read tonight in exactly one row.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from crawlers.gathered import Gathered, GatheredLink
from crawlers.reading.learned import is_feed_reader
from crawlers.reading.records import Reading
from flows.ends import GONE, End, LinkKey, end_of, spare_living
from flows.learning import learn_blocks
from flows.linking.index import ArticleIndex
from flows.linking.night import Candidate, Decision, NightLinks
from storage.health import HealthRow
from storage.links import LinkState
from storage.outcomes import ARCHIVED
from storage.records import SCHEMA_VERSION, ArticleRow, BlockRow, IndexRow, OutcomeRow, StoryRow
from storage.syndication import SyndicationRow
from storage.tombstones import TAKEN_DOWN, redacted
from storage.warc import target_uri


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a night knows of the links it found, and of paragraphs that repeat."""

    links: Mapping[LinkKey, LinkState] = field(default_factory=dict)
    """State of tonight's links that earlier nights knew."""
    blocks: list[BlockRow] = field(default_factory=list)
    """Paragraphs that repeat on the publishers' pages, by source and digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """What changes in the row of an article archived on an earlier night."""

    article_id: str
    day: date
    """Its partition."""
    is_copy: bool
    """In ``copies/`` rather than ``articles/``."""
    copy_count: int
    story_id: str | None
    unpublished_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NightRows:
    """Everything a night stores, in the order it is written."""

    revisions: list[ArticleRow]
    """Rows of tonight's new, revised and copied articles."""
    origins: Mapping[str, date]
    """Partition day of the originals of the copies among them."""
    patches: list[Patch]
    """Changes of earlier rows."""
    stories: dict[date, list[StoryRow]]
    """New and changed stories by partition day: the day of the article that opened the story, so that a story
    never moves even when an earlier article joins it."""
    outcomes: list[OutcomeRow]
    """One per link, sorted by source and canonical URL."""
    links: list[LinkState]
    """State of tonight's links."""
    blocks: list[BlockRow]
    """All learned and watched blocks after tonight; empty when nothing was learned or forgotten."""
    index: list[IndexRow]
    """Index rows that are new or changed."""
    syndication: Mapping[date, list[SyndicationRow]] = field(default_factory=dict)
    """Tonight's copies beside their originals, by partition day; set once the originals are looked up."""
    health: list[HealthRow] = field(default_factory=list)
    """What the night measured of each source; set once the sources are judged."""


def assemble(
    *,
    run: str,
    gathered: list[Gathered],
    readings: Mapping[LinkKey, Reading],
    chosen: Mapping[LinkKey, Candidate],
    night_links: NightLinks,
    state: State,
    index: ArticleIndex,
    held_back: Mapping[str, str],
) -> NightRows:
    """All rows of the night. ``held_back`` maps a source, failed ones too, to why nothing of it is published."""
    decisions = {decision.article_id: decision for decision in night_links.decisions}
    known = index.by_id({*decisions, *(link.article_id for link in state.links.values() if link.article_id)})
    outcomes: list[OutcomeRow] = []
    links: list[LinkState] = []
    revisions: list[ArticleRow] = []
    unpublished: dict[str, datetime] = {}
    for source in gathered:
        ends = _ends(source, readings, chosen, decisions, state, known, held_back.get(source.source_id))
        for link in source.links:
            key = LinkKey(source.source_id, link.canonical_url)
            end = ends[key]
            outcomes.append(_outcome_row(run, source.source_id, link, end))
            if source.source_id in held_back or end.outcome in (TAKEN_DOWN, "known_capture"):
                continue
            links.append(_link_state(source.source_id, link, end, state.links.get(key)))
            if end.outcome == "unpublished" and end.article_id and known[end.article_id].unpublished_at is None:
                unpublished[end.article_id] = link.fetched_at
            candidate = chosen.get(key)
            if candidate and end.outcome in ARCHIVED:
                earlier = known.get(candidate.article_id)
                revisions.append(_article_row(run, candidate, decisions[candidate.article_id], link, earlier))
    rows = _index_rows(night_links, known, unpublished)
    archived = {row.article_id for row in revisions}
    return NightRows(
        revisions=sorted(revisions, key=lambda row: row.article_id),
        origins={row.article_id: row.date for row in night_links.originals},
        patches=[_patch(row) for row in rows if row.article_id not in archived],
        stories=_stories_by_day(night_links),
        outcomes=sorted(outcomes, key=lambda row: (row.source_id, row.canonical_url)),
        links=sorted(links, key=lambda row: (row.source_id, row.canonical_url)),
        blocks=_blocks(run, chosen, decisions, state, index),
        index=rows,
    )


def _ends(
    source: Gathered,
    readings: Mapping[LinkKey, Reading],
    chosen: Mapping[LinkKey, Candidate],
    decisions: Mapping[str, Decision],
    state: State,
    known: Mapping[str, IndexRow],
    held_back: str | None,
) -> dict[LinkKey, End]:
    ends = {}
    for link in source.links:
        key = LinkKey(source.source_id, link.canonical_url)
        end = end_of(link, readings.get(key), chosen.get(key), decisions, state.links.get(key), held_back)
        if end.outcome == "unchanged" and end.article_id and end.article_id in known:
            end = replace(end, revision=known[end.article_id].revision)
        earlier = known.get(end.article_id or "")
        if end.outcome == "revised" and earlier and is_feed_reader(earlier.extractor) and not link.from_feed:
            end = replace(end, reason=f"its page could be read; revision {earlier.revision} was the text of its feed")
        ends[key] = end
    return spare_living(ends)


def _blocks(
    run: str,
    chosen: Mapping[LinkKey, Candidate],
    decisions: Mapping[str, Decision],
    state: State,
    index: ArticleIndex,
) -> list[BlockRow]:
    """Block state after tonight's new articles; a copy's text is not its publisher's, and a revision counts once."""
    found = ((decisions[one.article_id], one.article) for one in chosen.values())
    new = [(decision.row, article) for decision, article in found if decision.outcome == "new"]
    blocks = learn_blocks(state.blocks, new, index=index, run=run)
    return blocks if blocks != state.blocks else []


def _outcome_row(run: str, source_id: str, link: GatheredLink, end: End) -> OutcomeRow:
    row = OutcomeRow(
        run=run,
        source_id=source_id,
        url=link.url,
        canonical_url=link.canonical_url,
        feed_url=link.feed_url,
        outcome=end.outcome,
        reason=end.reason,
        http_status=link.http_status,
        article_id=end.article_id,
        revision=end.revision,
        capture_file=link.capture_file,
        capture_offset=link.capture_offset,
        seen_at=link.fetched_at,
    )
    return redacted(row, end.reason) if end.outcome == TAKEN_DOWN else row


def _link_state(source_id: str, link: GatheredLink, end: End, known: LinkState | None) -> LinkState:
    # A page that could not be read, or that is gone, is asked for in full again: a 304 would hide it for ever.
    asked_anew = end.outcome == "quarantine" or end.outcome in GONE
    # A capture that is read again may be older than what is known of the link.
    newest = max(link.fetched_at, known.checked_at) if known else link.fetched_at
    fresh = link.outcome == "fetched" and not asked_anew and link.fetched_at == newest
    keep = None if asked_anew else known
    return LinkState(
        source_id=source_id,
        canonical_url=link.canonical_url,
        url=link.url,
        article_id=end.article_id or (known.article_id if known else None),
        outcome=end.outcome,
        etag=link.etag if fresh else keep.etag if keep else None,
        last_modified=link.last_modified if fresh else keep.last_modified if keep else None,
        payload_digest=link.payload_digest if fresh else keep.payload_digest if keep else None,
        payload_url=target_uri(link.final_url or link.url) if fresh else keep.payload_url if keep else None,
        payload_at=link.fetched_at if fresh else keep.payload_at if keep else None,
        first_seen_at=known.first_seen_at if known else link.fetched_at,
        checked_at=newest,
    )


def _article_row(
    run: str, candidate: Candidate, decision: Decision, link: GatheredLink, earlier: IndexRow | None
) -> ArticleRow:
    article, index = candidate.article, decision.row
    return ArticleRow(
        article_id=candidate.article_id,
        source_id=candidate.source_id,
        url=link.url,
        canonical_url=candidate.canonical_url,
        title=article.title,
        text=article.text,
        authors=article.authors,
        section=article.section,
        tags=article.tags,
        image_url=article.image_url,
        published_at=article.published_at,
        published_raw=article.published_raw,
        published_rule=article.published_rule,
        published_precision=article.published_precision,
        modified_at=article.modified_at,
        first_seen_at=earlier.first_seen_at if earlier else candidate.captured_at,
        last_seen_at=candidate.captured_at,
        unpublished_at=None,
        language=article.language,
        revision=decision.revision,
        revision_digest=index.revision_digest,
        text_digest=index.text_digest,
        word_count=article.word_count,
        credits=article.credits,
        countries=article.countries,
        geopolitical_score=article.geopolitical_score,
        story_id=index.story_id,
        cluster_id=index.cluster_id,
        copy_of=index.copy_of,
        copy_kind=index.copy_kind,
        copy_similarity=index.copy_similarity,
        copy_count=index.copy_count,
        quality_flags=tuple(sorted({*article.quality_flags, *decision.flags})),
        rights=link.rights,
        extractor=candidate.extractor,
        capture_file=candidate.capture_file,
        capture_offset=candidate.capture_offset,
        run=run,
        schema_version=SCHEMA_VERSION,
        encoding=article.encoding,
        encoding_reason=article.encoding_reason,
        parent_id=index.parent_id,
        date=index.date,
    )


def _index_rows(
    night_links: NightLinks, known: Mapping[str, IndexRow], unpublished: Mapping[str, datetime]
) -> list[IndexRow]:
    """Index rows that are new or differ from what earlier nights left, sorted by article."""
    rows = {row.article_id: row for row in night_links.touched}
    rows.update((d.article_id, d.row) for d in night_links.decisions)
    for article_id, at in unpublished.items():
        rows[article_id] = replace(rows.get(article_id, known[article_id]), unpublished_at=at)
    return [row for article_id, row in sorted(rows.items()) if row != known.get(article_id)]


def _stories_by_day(night_links: NightLinks) -> dict[date, list[StoryRow]]:
    days: dict[date, list[StoryRow]] = defaultdict(list)
    for story in night_links.stories:
        days[story.first_date].append(story)
    return dict(sorted(days.items()))


def _patch(row: IndexRow) -> Patch:
    return Patch(
        article_id=row.article_id,
        day=row.date,
        is_copy=row.copy_of is not None,
        copy_count=row.copy_count,
        story_id=row.story_id,
        unpublished_at=row.unpublished_at,
    )


def apply_patches(rows: Iterable[ArticleRow], patches: Mapping[str, Patch]) -> list[ArticleRow]:
    """Rows with the changes of this night; applying them again changes nothing."""
    return [
        replace(row, copy_count=patch.copy_count, story_id=patch.story_id, unpublished_at=patch.unpublished_at)
        if (patch := patches.get(row.article_id))
        else row
        for row in rows
    ]


def count_by_source(outcomes: Iterable[OutcomeRow]) -> dict[str, Counter[str]]:
    """Outcome counts of each source that has links."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in outcomes:
        counts[row.source_id][row.outcome] += 1
    return dict(counts)
