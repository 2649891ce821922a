"""Linking of one night: every article read becomes one decision.

Pure: the answer depends on the articles, the earlier index and the run, not on the order of the articles
and not on the clock. A night linked twice against the same earlier index gives the same rows.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from crawlers.reading.records import Article
from flows.linking.copies import Arrival, Copies, as_copy, find_copies
from flows.linking.index import ArticleIndex, windows
from flows.linking.revisions import changed_parts, reading_row
from flows.linking.stories import CLOSED, WINDOW_DAYS, assign_stories, story_row
from flows.linking.vectors import rarity
from storage.fold import fold
from storage.records import IndexRow, StoryRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An article read tonight; one per ``article_id``."""

    article_id: str
    """Its id (``storage.ids.article_id``)."""
    source_id: str
    """Its publisher."""
    canonical_url: str
    """Its address."""
    article: Article
    """What was read."""
    captured_at: datetime
    """When it was captured, UTC."""
    extractor: str
    """Who read it, as in ``ArticleRow``."""
    capture_file: str
    """Object key of the WARC file it was read from."""
    capture_offset: int
    """Byte offset in it."""
    read_differently_since: str | None = None
    """Who read the archived revision, when tonight's reader reads the same in the earlier capture as in this one: the
    article did not change, only its reading did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one candidate is."""

    article_id: str
    """The candidate."""
    outcome: str
    """``new``, ``revised``, ``revisit`` or ``copy``. A known copy whose text changed is ``revised``."""
    revision: int
    """The revision the reading is, from 1."""
    row: IndexRow
    """Its index row as it stands after tonight; for a revisit the earlier row unless it is in ``touched``.
    ``date`` and ``first_seen_at`` of a known article are those of its first reading."""
    flags: tuple[str, ...]
    """Quality flags linking adds, sorted: ``shares_background``, ``published_before_original``."""
    previous_revision_digest: str | None
    """``revision_digest`` as known before tonight; None for an article seen for the first time."""
    reason: str
    """Why, in words; empty for an article like no other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NightLinks:
    """All that linking decides in a night. Each part is sorted by id."""

    decisions: tuple[Decision, ...]
    """One per candidate."""
    touched: tuple[IndexRow, ...]
    """Full rows of earlier articles that changed tonight without a new text: more copies, or up again after
    they were unpublished."""
    stories: tuple[StoryRow, ...]
    """Stories that are new or changed."""
    originals: tuple[IndexRow, ...]
    """The canonical articles of tonight's new and revised copies; one that was taken down is left out."""


Spread = Callable[[Callable[[Candidate], IndexRow], Iterable[Candidate]], Iterable[IndexRow]]
"""A ``map`` that may run elsewhere (``crawlers.reading.pool.Reader``); results in order."""


def link_night(
    candidates: Iterable[Candidate],
    *,
    index: ArticleIndex,
    run: str,
    agencies: Mapping[str, str],
    spread: Spread = map,
) -> NightLinks:
    """Decide on every candidate of a run against the earlier nights.

    ``agencies`` names, by source id, the publishers that are news agencies as others credit them. ``spread``
    takes the fingerprints, which no other article enters. Raises ``ValueError`` when an article comes twice.
    """
    ordered = sorted(candidates, key=lambda candidate: candidate.article_id)
    fresh = _readings(ordered, run, spread)
    known = index.by_id(fresh)
    reread = {one.article_id: one.read_differently_since for one in ordered if one.read_differently_since}
    seen = {
        key: row for key, row in known.items() if row.revision_digest == fresh[key].revision_digest or key in reread
    }
    revised = _measure_copies({key: _revise(known[key], fresh[key]) for key in known if key not in seen}, index)
    arrivals = [_arrival(one, fresh[one.article_id], agencies) for one in ordered if one.article_id not in known]
    copies = find_copies(arrivals, index=index, revised=revised)
    new, weights = _place_new([arrival.row for arrival in arrivals], copies, index, revised)
    more = Counter(copy.original.article_id for copy in copies.of.values())
    written = {key: _count(row, more) for key, row in (new | revised).items()}
    touched = _touched(copies, seen, written, more)
    rows = seen | touched | written
    return NightLinks(
        decisions=tuple(
            _decide(rows[key], known.get(key), read, copies, reread.get(key)) for key, read in fresh.items()
        ),
        touched=tuple(touched.values()),
        stories=_story_rows(written, index, weights, run),
        originals=_originals(written, index),
    )


def _readings(ordered: Sequence[Candidate], run: str, spread: Spread) -> dict[str, IndexRow]:
    for one, following in pairwise(ordered):
        if one.article_id == following.article_id:
            raise ValueError(f"article {one.article_id} ({one.canonical_url}) comes twice: keep one link")
    return {row.article_id: row for row in spread(partial(_reading_row, run=run), ordered)}


def _reading_row(candidate: Candidate, *, run: str) -> IndexRow:
    return reading_row(
        candidate.article,
        article_id=candidate.article_id,
        source_id=candidate.source_id,
        canonical_url=candidate.canonical_url,
        captured_at=candidate.captured_at,
        run=run,
        extractor=candidate.extractor,
        capture_file=candidate.capture_file,
        capture_offset=candidate.capture_offset,
    )


def _arrival(candidate: Candidate, row: IndexRow, agencies: Mapping[str, str]) -> Arrival:
    agency = agencies.get(candidate.source_id)
    return Arrival(
        row=row,
        precision=candidate.article.published_precision,
        credits=frozenset(fold(name) for name in candidate.article.credits),
        agency=fold(agency) if agency else None,
    )


def _revise(known: IndexRow, row: IndexRow) -> IndexRow:
    """The new reading of a known article: it keeps its cluster, its story, its day and when it was first seen."""
    return replace(
        row,
        date=known.date,
        revision=known.revision + 1,
        cluster_id=known.cluster_id,
        copy_of=known.copy_of,
        copy_kind=known.copy_kind,
        copy_similarity=known.copy_similarity,
        copy_count=known.copy_count,
        story_id=known.story_id,
        parent_id=known.parent_id,
        first_seen_at=known.first_seen_at,
    )


def _measure_copies(revised: Mapping[str, IndexRow], index: ArticleIndex) -> dict[str, IndexRow]:
    """Revised copies stay copies; kind and similarity are those of the new text."""
    originals = index.by_id(sorted({row.copy_of for row in revised.values() if row.copy_of}))
    measured = {}
    for key, row in revised.items():
        original = revised.get(row.copy_of or "") or originals.get(row.copy_of or "")
        copy = as_copy(row, original) if original else None
        measured[key] = replace(row, copy_kind=copy.kind, copy_similarity=copy.similarity) if copy else row
    return measured


def _place_new(
    arrivals: Sequence[IndexRow], copies: Copies, index: ArticleIndex, revised: Mapping[str, IndexRow]
) -> tuple[dict[str, IndexRow], NDArray[np.float64]]:
    """New rows with cluster and story, and the weights of terms around them."""
    fresh = [row for row in arrivals if row.article_id not in copies.of]
    around = {
        row.article_id: revised.get(row.article_id, row)
        for since, until in windows((row.date for row in fresh), WINDOW_DAYS)
        for row in index.open_stories(since - CLOSED, until)
        if row.copy_of is None
    }
    known = index.frequencies()
    weights = rarity(known, fresh)
    stories = assign_stories(fresh, around=list(around.values()), weights=weights, archived=known[0] + len(fresh))
    rows = {row.article_id: replace(row, **stories[row.article_id]._asdict()) for row in fresh}
    for row in arrivals:
        if row.article_id in copies.of:
            copy = copies.of[row.article_id]
            original = rows.get(copy.original.article_id, copy.original)
            rows[row.article_id] = replace(
                row,
                cluster_id=original.cluster_id,
                copy_of=original.article_id,
                copy_kind=copy.kind,
                copy_similarity=copy.similarity,
                story_id=original.story_id,
                parent_id=original.parent_id,
            )
    return rows, weights


def _count(row: IndexRow, more: Mapping[str, int]) -> IndexRow:
    return replace(row, copy_count=row.copy_count + more.get(row.article_id, 0), unpublished_at=None)


def _touched(
    copies: Copies, seen: Mapping[str, IndexRow], written: Mapping[str, IndexRow], more: Mapping[str, int]
) -> dict[str, IndexRow]:
    """Earlier articles without a new text that changed tonight: more copies, or up again."""
    earlier = {copy.original.article_id: copy.original for copy in copies.of.values()}
    earlier |= {key: row for key, row in seen.items() if row.unpublished_at is not None}
    return {key: _count(row, more) for key, row in sorted(earlier.items()) if key not in written}


def _originals(written: Mapping[str, IndexRow], index: ArticleIndex) -> tuple[IndexRow, ...]:
    cited = {row.copy_of for row in written.values() if row.copy_of}
    rows = index.by_id(sorted(cited)) | {key: row for key, row in written.items() if key in cited}
    # A copy of a copy is one whose original was taken down.
    return tuple(rows[key] for key in sorted(rows) if rows[key].copy_of is None)


def _decide(row: IndexRow, known: IndexRow | None, read: IndexRow, copies: Copies, reread: str | None) -> Decision:
    if known is None:
        outcome, reason = _first_seen(row)
    elif known.revision == row.revision:
        outcome, reason = "revisit", f"same title and text as revision {row.revision}"
        if reread:
            reason = f"same page as revision {row.revision}, read differently since {reread}"
        reason += _moved(known, read)
    else:
        changed = " and ".join(changed_parts(known, read))
        outcome, reason = "revised", f"its {changed} changed since revision {known.revision}{_moved(known, read)}"
    return Decision(
        article_id=row.article_id,
        outcome=outcome,
        revision=row.revision,
        row=row,
        flags=tuple(sorted(copies.flags.get(row.article_id, ()))),
        previous_revision_digest=known.revision_digest if known else None,
        reason=reason,
    )


def _moved(known: IndexRow, read: IndexRow) -> str:
    """That a page tells another date than the archived one, which stays; empty when it does not."""
    if known.published_at == read.published_at or not known.published_at or not read.published_at:
        return ""
    return f"; its date changed from {known.published_at:%Y-%m-%dT%H:%MZ} to {read.published_at:%Y-%m-%dT%H:%MZ}"


def _first_seen(row: IndexRow) -> tuple[str, str]:
    if row.copy_of is None:
        return "new", ""
    if row.copy_kind == "exact":
        return "copy", f"same text as {row.copy_of}"
    return "copy", f"near {row.copy_of}: similarity {row.copy_similarity:.2f}"


def _story_rows(
    written: Mapping[str, IndexRow], index: ArticleIndex, weights: NDArray[np.float64], run: str
) -> tuple[StoryRow, ...]:
    """Rows of the stories whose row is not what it was before tonight."""
    before: dict[str, list[IndexRow]] = defaultdict(list)
    after: dict[str, list[IndexRow]] = defaultdict(list)
    for row in written.values():
        if row.story_id is not None:
            after[row.story_id].append(row)
    for row in index.of_stories(sorted(after)):
        if row.story_id is not None:
            before[row.story_id].append(row)
            if row.article_id not in written:
                after[row.story_id].append(row)
    changed = []
    for story_id in sorted(after):
        story = story_row(story_id, after[story_id], weights=weights, run=run)
        earlier = before.get(story_id)
        if not earlier or story != story_row(story_id, earlier, weights=weights, run=run):
            changed.append(story)
    return tuple(changed)
