"""What linking may ask about earlier nights, and the answers: from the bucket, or from rows in memory.

The questions are few and take whole nights at once, so that what is asked of the bucket is a few days read whole and
single rows found by key, whatever the length of the history.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from flows.linking.shingles import long_enough, sample
from flows.linking.vectors import term_frequencies
from storage.daytable import DayTable
from storage.records import IndexRow

SHARED_LEAST = 3
"""Sampled hashes two texts must share to be compared (recall .99 at 1/8, 21,090 articles, 2026-11)."""
FREQUENT = 150
"""A hash in more articles than this is a footer or a stock phrase and finds nothing (measured 2026-11)."""
NEAR_DAYS = 7
"""Days around an article in which near texts are looked for: copies appear within four of them, and a day is the
printed one of an article and may be another of its instant. Background that returns later is not told; identical
texts are found at any distance."""
STORY_DAYS = 7
"""Days around an open story's article in which its other articles may lie (``flows.linking.stories.SPAN_DAYS``)."""


class ArticleIndex(Protocol):
    """Earlier nights as linking sees them: the newest row of every archived article, answers in any order."""

    def by_id(self, article_ids: Iterable[str]) -> dict[str, IndexRow]:
        """Rows by article id; ids that are not archived are left out."""

    def by_text_digest(self, digests: Iterable[str]) -> list[IndexRow]:
        """Every row whose text has one of the digests, of any age."""

    def near(self, texts: Mapping[str, IndexRow]) -> dict[str, list[IndexRow]]:
        """For each text, the rows within ``NEAR_DAYS`` of it whose samples share at least ``SHARED_LEAST`` hashes.

        Hashes in more than ``FREQUENT`` rows do not count. Exact copies are left out: the article they copy
        has the same shingles. Texts without a match are left out.
        """

    def open_stories(self, since: date, until: date) -> list[IndexRow]:
        """The rows of every story with an article dated from ``since`` to ``until``; copies may be left out."""

    def of_stories(self, story_ids: Iterable[str]) -> list[IndexRow]:
        """All rows, copies included, of the stories."""

    def frequencies(self) -> tuple[int, NDArray[np.int64]]:
        """How many articles there are, copies left out, and how many of them have each term id."""


def around(day: date, days: int) -> tuple[date, date]:
    """The first and the last day within so many days of a day."""
    reach = timedelta(days=days)
    return day - reach, day + reach


def windows(days: Iterable[date], reach: int) -> list[tuple[date, date]]:
    """The stretches of days that lie within ``reach`` days of the days, in order and apart from each other."""
    stretches: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        since, until = around(day, reach)
        if stretches and since <= stretches[-1][1]:
            since = stretches.pop()[0]
        stretches.append((since, until))
    return stretches


class StoredIndex:
    """An ``ArticleIndex`` over the bucket's index, as a committed run left it."""

    def __init__(self, table: DayTable[IndexRow], frequencies: tuple[int, NDArray[np.int64]]) -> None:
        self._table = table
        self._frequencies = frequencies

    def by_id(self, article_ids: Iterable[str]) -> dict[str, IndexRow]:
        """See ``ArticleIndex``."""
        return {row.article_id: row for row in self._table.find("article_id", article_ids)}

    def by_text_digest(self, digests: Iterable[str]) -> list[IndexRow]:
        """See ``ArticleIndex``."""
        return self._table.find("text_digest", digests)

    def near(self, texts: Mapping[str, IndexRow]) -> dict[str, list[IndexRow]]:
        """See ``ArticleIndex``."""
        found: dict[str, list[IndexRow]] = {}
        for since, until in windows((row.date for row in texts.values()), NEAR_DAYS):
            inside = {key: row for key, row in texts.items() if since <= row.date <= until}
            found |= MemoryIndex(self._rows(since, until)).near(inside)
        return found

    def open_stories(self, since: date, until: date) -> list[IndexRow]:
        """See ``ArticleIndex``."""
        reach = timedelta(days=STORY_DAYS)
        return MemoryIndex(self._rows(since - reach, until + reach)).open_stories(since, until)

    def of_stories(self, story_ids: Iterable[str]) -> list[IndexRow]:
        """See ``ArticleIndex``."""
        return self._table.find("story_id", story_ids)

    def frequencies(self) -> tuple[int, NDArray[np.int64]]:
        """See ``ArticleIndex``."""
        return self._frequencies

    def _rows(self, since: date, until: date) -> list[IndexRow]:
        return [row for day in self._table.days(since, until) for row in self._table.rows(day)]


class MemoryIndex:
    """An ``ArticleIndex`` over rows in memory, one an article."""

    def __init__(self, rows: Iterable[IndexRow]) -> None:
        self._rows = sorted(rows, key=lambda row: row.article_id)
        self._by_id = {row.article_id: row for row in self._rows}
        self._by_digest: dict[str, list[IndexRow]] = defaultdict(list)
        self._by_story: dict[str, list[IndexRow]] = defaultdict(list)
        for row in self._rows:
            self._by_digest[row.text_digest].append(row)
            if row.story_id is not None:
                self._by_story[row.story_id].append(row)

    def by_id(self, article_ids: Iterable[str]) -> dict[str, IndexRow]:
        """See ``ArticleIndex``."""
        return {key: self._by_id[key] for key in article_ids if key in self._by_id}

    def by_text_digest(self, digests: Iterable[str]) -> list[IndexRow]:
        """See ``ArticleIndex``."""
        return [row for value in sorted(set(digests)) for row in self._by_digest.get(value, ())]

    def near(self, texts: Mapping[str, IndexRow]) -> dict[str, list[IndexRow]]:
        """See ``ArticleIndex``."""
        hashes, owners = _postings(self._rows)
        found = {}
        for key, text in texts.items():
            since, until = around(text.date, NEAR_DAYS)
            sharing = _sharing(sample(text.shingles), hashes, owners) if long_enough(text.shingles) else ()
            rows = [self._rows[owner] for owner in sharing]
            found[key] = [row for row in rows if since <= row.date <= until]
        return {key: rows for key, rows in found.items() if rows}

    def open_stories(self, since: date, until: date) -> list[IndexRow]:
        """See ``ArticleIndex``."""
        days = sorted((row.date, row.story_id) for row in self._rows if row.story_id is not None)
        first = bisect_left(days, (since, ""))
        last = bisect_right(days, until, key=lambda item: item[0])
        return self.of_stories(story_id for _, story_id in days[first:last])

    def of_stories(self, story_ids: Iterable[str]) -> list[IndexRow]:
        """See ``ArticleIndex``."""
        return [row for story_id in sorted(set(story_ids)) for row in self._by_story.get(story_id, ())]

    def frequencies(self) -> tuple[int, NDArray[np.int64]]:
        """See ``ArticleIndex``."""
        originals = [row for row in self._rows if row.copy_of is None]
        return len(originals), term_frequencies(originals)


def _sharing(wanted: NDArray[np.uint32], hashes: NDArray[np.uint32], owners: NDArray[np.int32]) -> Iterator[int]:
    first = np.searchsorted(hashes, wanted, side="left")
    last = np.searchsorted(hashes, wanted, side="right")
    parts = [owners[a:b] for a, b in zip(first, last, strict=True) if 0 < b - a <= FREQUENT]
    if parts:
        found, shared = np.unique(np.concatenate(parts), return_counts=True)
        yield from found[shared >= SHARED_LEAST]


def _postings(rows: Sequence[IndexRow]) -> tuple[NDArray[np.uint32], NDArray[np.int32]]:
    chosen = [
        (number, sample(row.shingles))
        for number, row in enumerate(rows)
        if row.copy_kind != "exact" and long_enough(row.shingles)
    ]
    hashes = np.concatenate([np.empty(0, np.uint32), *(part for _, part in chosen)])
    owners = np.repeat([number for number, _ in chosen], [part.size for _, part in chosen]).astype(np.int32)
    order = np.argsort(hashes, kind="stable")
    return hashes[order], owners[order]
