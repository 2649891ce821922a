"""Fingerprints of a text: hashed word 5-grams of its folded form, and the tokens of its lead.

The hashes are ours (xxh64 with a version as seed), never a library's signature: two libraries changed
theirs between versions, and these are kept for years.
"""

from bisect import bisect_left
from collections.abc import Sequence

import xxhash

SHINGLE_WORDS = 5
"""Words a shingle. Five tell edited agency copy from a common topic (136 hand-labelled pairs, 2026-11)."""
SHINGLE_VERSION = 1
"""Seed of the hashes: raised when shingling changes, so that old and new never look alike by accident."""
LEAD_WORDS = 60
"""A lead is this many words: room for two sentences of news before background begins (measured 2026-11)."""
LEAST_WORDS = 25
"""Shorter texts share phrases by chance: only an identical text makes them copies (measured 2026-11)."""
SAMPLE_BELOW = 1 << 61
"""FracMinHash: hashes below 2^64 / 8 are looked up, about 34 an article (recall .99 of edited copies
against .97 at 1/16, 21,090 articles, 2026-11)."""
SAMPLE_LEAST = 24
"""The smallest hashes are looked up whatever their value: an article of 60 words has too few below the limit."""
_WRAP = 1 << 64
_SIGNED_LIMIT = 1 << 63


def shingles(words: Sequence[str]) -> tuple[int, ...]:
    """Distinct hashes of the word 5-grams, sorted, as signed 64-bit integers.

    Fewer than five words make one shingle; no words make none.
    """
    last = max(len(words) - SHINGLE_WORDS, 0)
    grams = {" ".join(words[start : start + SHINGLE_WORDS]) for start in range(last + 1)} if words else set()
    return tuple(sorted(_signed(xxhash.xxh64_intdigest(gram.encode(), seed=SHINGLE_VERSION)) for gram in grams))


def _signed(value: int) -> int:
    return value - _WRAP if value >= _SIGNED_LIMIT else value


def sample(hashes: Sequence[int]) -> list[int]:
    """The hashes by which near texts are looked up, of a sorted tuple as ``shingles`` makes it.

    Ordered as unsigned numbers, so that the sample does not depend on how 64 bits are stored.
    """
    positive = bisect_left(hashes, 0)
    below = bisect_left(hashes, SAMPLE_BELOW)
    if below - positive >= SAMPLE_LEAST:
        return list(hashes[positive:below])
    return [*hashes[positive:], *hashes[:positive]][:SAMPLE_LEAST]


def long_enough(hashes: Sequence[int]) -> bool:
    """True when the text has the words that near matching needs."""
    return len(hashes) > LEAST_WORDS - SHINGLE_WORDS


def lead_tokens(words: Sequence[str]) -> tuple[str, ...]:
    """Distinct tokens of more than two letters among the first 60 words, sorted."""
    return tuple(sorted({word for word in words[:LEAD_WORDS] if len(word) > 2}))


def lead_overlap(one: Sequence[str], other: Sequence[str]) -> float:
    """Share of the shorter lead's tokens that the other has, 0 to 1; 0 when either is empty."""
    least = min(len(one), len(other))
    return len(set(one) & set(other)) / least if least else 0.0
