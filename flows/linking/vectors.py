"""Texts as weighted terms, for telling which articles report one event.

A term is the hash of an Arabic stem. A row keeps raw weights; how rare a term is (IDF) is worked out each
night from the articles of the days around it, so nothing has to be trained, shipped or kept in step.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import snowballstemmer
import xxhash
from numpy.typing import NDArray
from scipy import sparse

from storage.records import IndexRow

TERM_SPACE = 1 << 20
"""Number of term ids: collisions are rare among the 60,000 stems of half a year of news (measured 2026-11)."""
VECTOR_VERSION = 1
"""Seed of the term hashes: raised when stems or weights change, so that old and new never look alike."""
TITLE_WEIGHT = 2.0
"""A title word counts twice: it names the event (B³ F1 .96 against .95 at once, 357 articles, 2026-11)."""
BODY_WORDS = 150
"""Words of the body that count; further down is background that other events share (measured 2026-11)."""

_STEMMER = snowballstemmer.stemmer("arabic")


@lru_cache(maxsize=200_000)
def _term(word: str) -> int:
    return xxhash.xxh64_intdigest(_STEMMER.stemWord(word).encode(), seed=VECTOR_VERSION) % TERM_SPACE


def terms(title: Sequence[str], words: Sequence[str]) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Term ids, sorted, and their weights, of the folded words of a title and a text."""
    weights: defaultdict[int, float] = defaultdict(float)
    for word in title:
        weights[_term(word)] += TITLE_WEIGHT
    for word in words[:BODY_WORDS]:
        weights[_term(word)] += 1
    ordered = sorted(weights)
    return tuple(ordered), tuple(weights[term] for term in ordered)


def rarity(rows: Sequence[IndexRow]) -> NDArray[np.float64]:
    """Weight of every term by how few of the rows have it."""
    seen = np.bincount([term for row in rows for term in row.term_ids], minlength=TERM_SPACE)
    return np.log((1 + len(rows)) / (1 + seen)) + 1.0


def matrix(rows: Sequence[IndexRow], weights: NDArray[np.float64]) -> sparse.csr_matrix:
    """One row of unit length per article: dot products are cosine similarities."""
    pointers = np.cumsum([0, *(len(row.term_ids) for row in rows)])
    columns = np.fromiter((term for row in rows for term in row.term_ids), dtype=np.int32, count=pointers[-1])
    counts = np.fromiter((count for row in rows for count in row.term_counts), dtype=np.float64, count=pointers[-1])
    values = (1 + np.log(counts)) * weights[columns]
    norms = np.sqrt(np.add.reduceat(np.append(values**2, 0.0), pointers[:-1])) if len(rows) else values
    norms = np.where(np.diff(pointers) == 0, 1.0, norms)
    values = values / np.repeat(np.where(norms == 0, 1.0, norms), np.diff(pointers))
    return sparse.csr_matrix((values, columns, pointers), shape=(len(rows), TERM_SPACE))
