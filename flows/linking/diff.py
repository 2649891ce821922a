"""What changed between two texts, word by word, for a person to read."""

import re
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from storage.fold import fold_line

_WORDS = re.compile(r"\S+|\n+")
LARGEST_WORDS = 5000
"""Longer texts are compared by line: the time grows with the square (.1 s at this length, 2026-11-22)."""

Op = Literal["equal", "insert", "delete", "replace"]


class Change(NamedTuple):
    """A stretch of two texts."""

    op: Op
    """``equal``, ``insert``, ``delete`` or ``replace``. Words that differ only in spelling style are equal."""
    old: tuple[str, ...]
    """Words of the old text as written, a line break as one word; empty for an insertion."""
    new: tuple[str, ...]
    """Words of the new text as written; empty for a deletion."""


def word_diff(old: str, new: str) -> list[Change]:
    """The stretches of two texts in order; joined, they hold every word of both."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(before), len(after)) > LARGEST_WORDS:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    # autojunk would call the commonest words junk and report them as changed.
    matcher = SequenceMatcher(None, [_key(word) for word in before], [_key(word) for word in after], autojunk=False)
    return [Change(op, tuple(before[a:b]), tuple(after[c:d])) for op, a, b, c, d in matcher.get_opcodes()]


def _key(word: str) -> str:
    """What is compared: the folded word, or the word itself when folding leaves nothing of it (punctuation)."""
    return fold_line(word) or word
