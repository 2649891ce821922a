"""Fingerprints of a text: hashed word 5-grams of its folded form, and the tokens of its lead.

The hashes are ours (xxh64 with a version as seed), never a library's signature: two libraries changed
theirs between versions, and these are kept for years. Of each the upper 32 bits are kept: two texts of 300 shingles
share one by chance once in 47,000 pairs, and half the size is half of what the index costs.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import xxhash
from numpy.typing import NDArray

from flows.linking.packed import pack, unpack

SHINGLE_WORDS = 5
"""Words a shingle. Five tell edited agency copy from a common topic (136 hand-labelled pairs, 2026-11)."""
SHINGLE_VERSION = 1
"""Seed of the hashes: raised when shingling changes, so that old and new never look alike by accident."""
LEAD_WORDS = 60
"""A lead is this many words: room for two sentences of news before background begins (measured 2026-11)."""
LEAST_WORDS = 25
"""Shorter texts share phrases by chance: only an identical text makes them copies (measured 2026-11)."""
SAMPLE_BELOW = np.uint32(1 << 29)
"""FracMinHash: hashes below 2^32 / 8 are looked up, about 34 an article (recall .99 of edited copies
against .97 at 1/16, 21,090 articles, 2026-11)."""
SAMPLE_LEAST = 24
"""The smallest hashes are looked up whatever their value: an article of 60 words has too few below the limit."""


def shingles(words: Sequence[str]) -> bytes:
    """Distinct hashes of the word 5-grams, sorted and packed (``flows.linking.packed``).

    Fewer than five words make one shingle; no words make none.
    """
    last = max(len(words) - SHINGLE_WORDS, 0)
    return _hashes({" ".join(words[start : start + SHINGLE_WORDS]) for start in range(last + 1)} if words else ())


def _hashes(strings: Iterable[str]) -> bytes:
    return pack(sorted({xxhash.xxh64_intdigest(one.encode(), seed=SHINGLE_VERSION) >> 32 for one in strings}))


def sample(packed: bytes) -> NDArray[np.uint32]:
    """The hashes by which near texts are looked up, of what ``shingles`` makes: the smallest ones, sorted."""
    hashes = unpack(packed)
    return hashes[: max(int(np.searchsorted(hashes, SAMPLE_BELOW)), SAMPLE_LEAST)]


def long_enough(packed: bytes) -> bool:
    """True when the text has the words that near matching needs."""
    return len(unpack(packed)) > LEAST_WORDS - SHINGLE_WORDS


def overlap(one: bytes, other: bytes) -> tuple[float, float]:
    """Jaccard similarity of two texts, and the share of the shorter one that the other has.

    Each 0 to 1, rounded to four places; 0 when either is empty.
    """
    mine, theirs = unpack(one), unpack(other)
    shared = np.intersect1d(mine, theirs, assume_unique=True).size
    if not shared:
        return 0.0, 0.0
    return round(shared / (mine.size + theirs.size - shared), 4), round(shared / min(mine.size, theirs.size), 4)


def lead_tokens(words: Sequence[str]) -> bytes:
    """Hashes of the distinct tokens of more than two letters among the first 60 words, sorted and packed."""
    return _hashes({word for word in words[:LEAD_WORDS] if len(word) > 2})


def lead_overlap(one: bytes, other: bytes) -> float:
    """Share of the shorter lead's tokens that the other has, 0 to 1; 0 when either is empty."""
    return overlap(one, other)[1]
