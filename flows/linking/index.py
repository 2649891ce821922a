"""What linking may ask about earlier nights, and an answer held in memory.

The questions are few and take whole nights at once, so that an index kept in segments of a bucket can
answer each of them in one pass.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from flows.linking.shingles import long_enough, sample
from flows.linking.vectors import term_frequencies
from storage.records import IndexRow

SHARED_LEAST = 3
"""Sampled hashes two texts must share to be compared (recall .99 at 1/8, 21,090 articles, 2026-11)."""
FREQUENT = 150
"""A hash in more articles than this is a footer or a stock phrase and finds nothing (measured 2026-11)."""


class ArticleIndex(Protocol):
    """Earlier nights as linking sees them: the newest row of every archived article, answers in any order."""

    def by_id(self, article_ids: Iterable[str]) -> dict[str, IndexRow]:
        """Rows by article id; ids that are not archived are left out."""

    def by_text_digest(self, digests: Iterable[str]) -> list[IndexRow]:
        """Every row whose text has one of the digests, of any age."""

    def near(self, samples: Mapping[str, Sequence[int]]) -> dict[str, list[IndexRow]]:
        """For each key, the rows whose sample shares at least ``SHARED_LEAST`` of the hashes asked for.

        Hashes in more than ``FREQUENT`` rows do not count. Exact copies are left out: the article they copy
        has the same shingles. Keys without a match are left out.
        """

    def open_stories(self, since: date, until: date) -> list[IndexRow]:
        """All rows, copies included, of every story with an article dated from ``since`` to ``until``."""

    def of_stories(self, story_ids: Iterable[str]) -> list[IndexRow]:
        """All rows, copies included, of the stories."""

    def frequencies(self) -> tuple[int, NDArray[np.int64]]:
        """How many articles there are, copies left out, and how many of them have each term id."""


class MemoryIndex:
    """An ``ArticleIndex`` over rows in memory; of several rows of an article the newest run's counts."""

    def __init__(self, rows: Iterable[IndexRow]) -> None:
        newest: dict[str, IndexRow] = {}
        for row in rows:
            known = newest.get(row.article_id)
            if known is None or (row.run, row.revision) >= (known.run, known.revision):
                newest[row.article_id] = row
        self._rows = [newest[key] for key in sorted(newest)]
        self._by_id = {row.article_id: row for row in self._rows}
        self._by_digest: dict[str, list[IndexRow]] = defaultdict(list)
        self._by_story: dict[str, list[IndexRow]] = defaultdict(list)
        for row in self._rows:
            self._by_digest[row.text_digest].append(row)
            if row.story_id is not None:
                self._by_story[row.story_id].append(row)
        self._days = sorted((row.date, row.story_id) for row in self._rows if row.story_id is not None)
        self._hashes, self._owners = _postings(self._rows)

    def by_id(self, article_ids: Iterable[str]) -> dict[str, IndexRow]:
        """See ``ArticleIndex``."""
        return {key: self._by_id[key] for key in article_ids if key in self._by_id}

    def by_text_digest(self, digests: Iterable[str]) -> list[IndexRow]:
        """See ``ArticleIndex``."""
        return [row for value in sorted(set(digests)) for row in self._by_digest.get(value, ())]

    def near(self, samples: Mapping[str, Sequence[int]]) -> dict[str, list[IndexRow]]:
        """See ``ArticleIndex``."""
        found = {key: list(self._sharing(hashes)) for key, hashes in samples.items()}
        return {key: rows for key, rows in found.items() if rows}

    def open_stories(self, since: date, until: date) -> list[IndexRow]:
        """See ``ArticleIndex``."""
        first = bisect_left(self._days, (since, ""))
        last = bisect_right(self._days, until, key=lambda item: item[0])
        return self.of_stories(story_id for _, story_id in self._days[first:last])

    def of_stories(self, story_ids: Iterable[str]) -> list[IndexRow]:
        """See ``ArticleIndex``."""
        return [row for story_id in sorted(set(story_ids)) for row in self._by_story.get(story_id, ())]

    def frequencies(self) -> tuple[int, NDArray[np.int64]]:
        """See ``ArticleIndex``."""
        return term_frequencies([row for row in self._rows if row.copy_of is None])

    def _sharing(self, hashes: Sequence[int]) -> Iterator[IndexRow]:
        wanted = np.asarray(hashes, dtype=np.int64)
        first = np.searchsorted(self._hashes, wanted, side="left")
        last = np.searchsorted(self._hashes, wanted, side="right")
        parts = [self._owners[a:b] for a, b in zip(first, last, strict=True) if 0 < b - a <= FREQUENT]
        if parts:
            owners, shared = np.unique(np.concatenate(parts), return_counts=True)
            for owner in owners[shared >= SHARED_LEAST]:
                yield self._rows[owner]


def _postings(rows: Sequence[IndexRow]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    hashes: list[int] = []
    owners: list[int] = []
    for number, row in enumerate(rows):
        if row.copy_kind != "exact" and long_enough(row.shingles):
            chosen = sample(row.shingles)
            hashes += chosen
            owners += [number] * len(chosen)
    order = np.argsort(np.asarray(hashes, dtype=np.int64), kind="stable")
    return np.asarray(hashes, dtype=np.int64)[order], np.asarray(owners, dtype=np.int32)[order]
