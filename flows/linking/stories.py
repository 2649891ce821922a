"""Which story each of tonight's articles belongs to, and the rows that describe the stories.

Articles are taken a day of publication at a time, earliest first. A day's articles are grouped by
average-link agglomeration; each group then joins the open story it is most like, or opens one. A group a
night beats article by article by 7 points of B³ F1 and does not depend on the order of arrival
(357 articles of 54 events in a stream of 16,906, 2026-11). Copies take no part: they follow their original.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from flows.linking.groups import group_rows
from flows.linking.vectors import matrix
from storage import ids
from storage.records import IndexRow, StoryRow

JOIN = 0.07
"""Mean similarity from which two groups of one day become one on a stream of 22,242 real
articles (mean B³ F1 over attachment from .05 to .12: .94 for .05 to .07, .93 for .08, .91 for .10, 2026-11-22)."""
JOIN_SMALL = 0.10
"""The same while the archive is small: it cannot show yet that words of every report on politics are common, so
that unrelated articles look more alike (78 articles of 57 events: precision .93 at .08, .99 at .10, 2026-11-22)."""
SMALL = 1000
"""Articles, tonight's included, below which an archive is small."""
ATTACH = 0.09
"""Mean similarity with the newest day of an open story, decayed, from which a group joins it (.92 to .95 from .05
to .12 without a trend, 2026-11-22). Its newest day, because a story is about what it has become."""
WINDOW_DAYS = 4
"""Days without an article after which a story takes no more (2 to 4 measured alike, 2026-11)."""
DECAY_DAYS = 4.0
"""Days of silence after which similarity counts 1/e as much."""
BLOCK = 500
"""Groups compared at once: 500 with 20,000 open stories take 80 MB."""
SPAN_DAYS = 7
"""Longest story: beyond it long wars chain into one (3 to 7 measured alike, 2026-11)."""
PARENT = 0.1
"""Mean similarity with the newest day of a closed story from which a story that opens goes on with its chain: the
Ghouta offensive, Gaza's Fridays, two Korean summits; .12 and .2 part them (22,242 articles, 2026-11-22)."""
PARENT_LEAST = 4
"""Articles a story must have for others to go on from it: from smaller ones most links were between features that
share a topic (22 chains looked at, 2026-11-22)."""
PARENT_DAYS = 7
"""Days after a story's last article in which another can go on with its chain: a front is seldom silent longer."""
CLOSED = timedelta(days=PARENT_DAYS - WINDOW_DAYS)
"""How much further back than open stories those lie that a chain may go on from."""


class Place(NamedTuple):
    """Where an article belongs."""

    story_id: str
    """Its story."""
    parent_id: str | None
    """The first story of the chain its story goes on with, if there is one."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A story that can still take articles, or that another may go on from."""

    story_id: str
    parent_id: str | None
    first: date
    last: date
    size: int
    newest: list[int]
    """Row numbers of its articles of the last day."""

    def joined(self, day: date, numbers: list[int]) -> "_Open":
        """The story with more articles of a day."""
        if day < self.last:
            return replace(self, first=min(self.first, day), size=self.size + len(numbers))
        newest = [*self.newest, *numbers] if day == self.last else numbers
        return replace(self, last=day, size=self.size + len(numbers), newest=newest)

    def takes(self, day: date) -> float:
        """How much similarity counts for an article of the day, 0 to 1; 0 when the story is closed to it."""
        gap = max((self.first - day).days, (day - self.last).days, 0)
        span = (max(self.last, day) - min(self.first, day)).days
        return math.exp(-gap / DECAY_DAYS) if gap <= WINDOW_DAYS and span <= SPAN_DAYS else 0.0

    def leads_to(self, day: date) -> bool:
        """Whether a story that opens on the day can go on from it: it is closed to the day, and not for long."""
        recent = self.first < day and (day - self.last).days <= PARENT_DAYS
        return recent and self.size >= PARENT_LEAST and self.takes(day) == 0


def assign_stories(
    fresh: Sequence[IndexRow], *, around: Sequence[IndexRow], weights: NDArray[np.float64], archived: int
) -> dict[str, Place]:
    """The story of each fresh article, by article id.

    ``around`` are the articles of the stories they may join or go on from, ``archived`` how many there are of all,
    tonight's included.
    """
    rows = [*sorted(around, key=_by_time), *sorted(fresh, key=_by_time)]
    vectors = matrix(rows, weights)
    stories = _open_stories(rows[: len(around)])
    least = JOIN if archived >= SMALL else JOIN_SMALL
    by_day: dict[date, list[int]] = defaultdict(list)
    for number in range(len(around), len(rows)):
        by_day[rows[number].date].append(number)
    assigned: dict[str, Place] = {}
    for day in sorted(by_day):
        numbers = by_day[day]
        groups = [[numbers[member] for member in group] for group in group_rows(vectors[numbers], least=least)]
        earlier = sorted(stories.values(), key=lambda story: story.story_id)
        joined = _best(groups, [(story, story.takes(day)) for story in earlier], vectors, least=ATTACH)
        gone_on = _best(groups, [(story, float(story.leads_to(day))) for story in earlier], vectors, least=PARENT)
        for group, story, before in zip(groups, joined, gone_on, strict=True):
            if story is None:
                parent_id = (before.parent_id or before.story_id) if before else None
                story = _Open(ids.story_id(rows[group[0]].article_id), parent_id, day, day, 0, [])
            stories[story.story_id] = stories.get(story.story_id, story).joined(day, group)
            place = Place(story.story_id, story.parent_id)
            assigned.update((rows[number].article_id, place) for number in group)
    return assigned


def _by_time(row: IndexRow) -> tuple[object, str]:
    return row.published_at or row.first_seen_at, row.article_id


def _open_stories(rows: Sequence[IndexRow]) -> dict[str, _Open]:
    stories: dict[str, _Open] = {}
    for number, row in enumerate(rows):
        if row.story_id is not None:
            held = stories.get(row.story_id, _Open(row.story_id, row.parent_id, row.date, row.date, 0, []))
            stories[row.story_id] = held.joined(row.date, [number])
    return stories


def _best(
    groups: Sequence[Sequence[int]],
    stories: Sequence[tuple[_Open, float]],
    vectors: sparse.csr_matrix,
    *,
    least: float,
) -> list[_Open | None]:
    """For each group the story it is most like, the first one on a tie; None when it is like none.

    ``stories`` come with how much likeness to them counts, 0 to 1; those with 0 are passed over.
    """
    eligible = [(story, factor) for story, factor in stories if factor > 0]
    if not eligible:
        return [None] * len(groups)
    targets = _means([story.newest for story, _ in eligible], vectors).T.tocsr()
    factors = np.array([factor for _, factor in eligible])
    chosen: list[_Open | None] = []
    for start in range(0, len(groups), BLOCK):
        likeness = (_means(groups[start : start + BLOCK], vectors) @ targets).toarray() * factors
        for row, column in enumerate(likeness.argmax(axis=1)):
            chosen.append(eligible[column][0] if likeness[row, column] >= least else None)
    return chosen


def _means(groups: Sequence[Sequence[int]], vectors: sparse.csr_matrix) -> sparse.csr_matrix:
    """Mean vector of each group: the product of two is the mean similarity of their articles."""
    pointers = np.cumsum([0, *(len(group) for group in groups)])
    columns = np.array([number for group in groups for number in group], dtype=np.int64)
    values = np.array([1 / len(group) for group in groups for _ in group])
    return sparse.csr_matrix((values, columns, pointers), shape=(len(groups), vectors.shape[0])) @ vectors


def story_row(story_id: str, members: Sequence[IndexRow], *, weights: NDArray[np.float64], run: str) -> StoryRow:
    """The row of a story, worked out afresh from all its members, copies included.

    ``first_date`` is the day of the article that opened it, so that the row never moves to another day; the
    earliest day when that article was taken down. The title is that of the article nearest to all others.
    """
    ordered = sorted(members, key=lambda row: row.article_id)
    speaking = [row for row in ordered if row.copy_of is None] or ordered
    opener = [row.date for row in ordered if ids.story_id(row.article_id) == story_id]
    named = Counter(country for row in speaking for country in row.countries)
    return StoryRow(
        story_id=story_id,
        title=_title(speaking, weights),
        first_date=opener[0] if opener else min(row.date for row in ordered),
        last_date=max(row.date for row in ordered),
        article_ids=tuple(row.article_id for row in ordered),
        article_count=sum(row.copy_of is None for row in ordered),
        copy_count=sum(row.copy_of is not None for row in ordered),
        source_ids=tuple(sorted({row.source_id for row in ordered})),
        countries=tuple(sorted(country for country, times in named.items() if 2 * times >= len(speaking))),
        run=run,
        parent_id=next((row.parent_id for row in ordered if row.story_id == story_id), None),
    )


def _title(rows: Sequence[IndexRow], weights: NDArray[np.float64]) -> str | None:
    titled = [row for row in rows if row.title]
    if len(titled) < 2:
        return titled[0].title if titled else None
    vectors = matrix(titled, weights)
    # Rounded, so that the last bit of a sum never chooses between equals; then the smallest id does.
    nearness = np.round(np.asarray((vectors @ vectors.T).sum(axis=1)).ravel(), 9)
    return titled[int(nearness.argmax())].title
