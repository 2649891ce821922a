"""Which words are Arabic: those a page has elsewhere, and the most frequent of the language. Evidence for broken ones.

Pure, and bounded by the page; the frequent words are jusText's, which trafilatura brings.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from math import log

import justext

_WORD = re.compile("[\u0610-\u061a\u0620-\u0669\u066e-\u06d3]+")
_CLITICS = re.compile("^[وف]?(?:[بك]?ال|لل|[بلك])?(?=.{3})")


# A page is asked for again for each of its broken words.
@lru_cache(maxsize=1)
def page_words(text: str) -> frozenset[str]:
    """The Arabic words of a text, with and without the clitics before them."""
    found = set(_WORD.findall(text))
    return frozenset(found | {_CLITICS.sub("", word) for word in found})


@cache
def common_words() -> frozenset[str]:
    """The 2,770 most frequent words of Arabic."""
    return frozenset(justext.get_stoplist("Arabic"))


def is_known(reading: str, words: frozenset[str]) -> bool:
    """Whether a word, perhaps with a mark after it, is among ``words`` with its clitics or without."""
    word = reading.rstrip("،؛؟")
    return word in words or _CLITICS.sub("", word) in words


def only_known(readings: set[str], words: frozenset[str]) -> str | None:
    """The one of ``readings`` the page has elsewhere, else the one that is a frequent word; None for several."""
    for known in (words, common_words()):
        found = {reading for reading in readings if is_known(reading, known)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def likeliest(readings: set[str], words: frozenset[str]) -> str | None:
    """The one of ``readings`` whose letters follow each other most as in ``words`` and frequent words."""
    if len(readings) < 2:
        return next(iter(readings), None)
    triples = _triples(words) + _common_triples()
    return max(
        sorted(readings), key=lambda reading: sum(log(triples[triple] + 0.1) for triple in _neighbours(reading))
    )


@cache
def _common_triples() -> Counter[str]:
    return _triples(common_words())


def _triples(words: Iterable[str]) -> Counter[str]:
    return Counter(triple for word in words for triple in _neighbours(word))


def _neighbours(word: str) -> list[str]:
    """Its letters three by three, its ends marked."""
    word = f"^{word}$"
    return [word[at : at + 3] for at in range(len(word) - 2)]
