"""Arabic text folded for comparing, so that two newsrooms' spellings of one sentence are the same words.

Folded text is a key, never content: it is hashed, matched and indexed, and never stored as the text of an
article. Measured 2026-11: the same story in another newsroom's spelling (أ/ا, ة/ه, ى/ي) has a word-5-gram
Jaccard similarity of .007 as written and 1.0 folded.
"""

import re
import unicodedata
from functools import lru_cache

MAX_REMEMBERED_CHARS = 300
"""Longest line whose folding is remembered: 8,192 of them are at most 10 MB (2026-11-22)."""
MAX_PAGE_CHARS = 20_000
"""Longest paragraph or text whose folding is remembered: 256 of them are at most 20 MB (2026-11-28)."""

_DROPPED = re.compile(
    "["
    "\u00ad"  # soft hyphen
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff"  # harakat and Quranic marks
    "\u0640"  # tatweel
    "\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"  # bidi and zero-width marks
    "\u0300-\u036f"  # Latin diacritics left apart by NFD input and hamza written as a mark
    "]+"
)
_WORD = re.compile(r"[^\W_]+")
_SPELLINGS = {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ء": ""}
_RARER = str.maketrans(
    {
        "ٱ": "ا",
        "ک": "ك",  # Persian kaf and yeh, as some keyboards type them
        "ی": "ي",
        **{chr(0x0660 + digit): str(digit) for digit in range(10)},
        **{chr(0x06F0 + digit): str(digit) for digit in range(10)},
    }
)
_RARE = re.compile(f"[{''.join(map(chr, _RARER))}]")


def fold(text: str) -> str:
    """``text`` as lower-case words separated by single spaces, in one spelling; idempotent.

    NFKC; harakat, tatweel, bidi and zero-width marks dropped; آأإٱ→ا, ى→ي, ة→ه, ؤ→و, ئ→ي, ء dropped, Persian
    ک ی→ك ي, Arabic-Indic and Persian digits→ASCII; everything that is no word character becomes a space.
    """
    return _remembered(text) if len(text) <= MAX_PAGE_CHARS else _fold(text)


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).lower()
    if _DROPPED.search(folded):
        # Once more after the marks are gone: letters they kept apart may compose, and folding must be idempotent.
        folded = unicodedata.normalize("NFKC", _DROPPED.sub("", folded))
    return " ".join(_WORD.findall(_in_one_spelling(folded)))


def _in_one_spelling(text: str) -> str:
    # Eight passes in C take a fifth of the time of one ``str.translate``, which asks a dict for each letter; so do two
    # searches for what is seldom there (1,500 letters: .21 ms became .15, 2026-11-28).
    for written, folded in _SPELLINGS.items():
        text = text.replace(written, folded)
    return text.translate(_RARER) if _RARE.search(text) else text


# A reader asks for each paragraph of a page, and for its text, several times; then never again.
_remembered = lru_cache(maxsize=256)(_fold)


def fold_line(line: str) -> str:
    """``fold(line)``, remembered for short lines: blocks are asked for again and again, menus on every page."""
    return _fold_short(line) if len(line) <= MAX_REMEMBERED_CHARS else fold(line)


@lru_cache(maxsize=8192)
def _fold_short(line: str) -> str:
    return fold(line)


def fold_letters(text: str) -> str:
    """``text`` in one spelling with its punctuation, lower case, digits ASCII: for patterns such as dates."""
    plain = _in_one_spelling(_DROPPED.sub("", unicodedata.normalize("NFKC", text).lower()))
    return " ".join(plain.split())


def fold_words(text: str) -> list[str]:
    """The words of ``fold(text)``, in order."""
    return fold(text).split()
