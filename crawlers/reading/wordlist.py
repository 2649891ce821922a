"""Word lists as the modules here write them."""

REMEMBERED_WORDS = 32_768
"""Words of which a reader remembers what they are listed as: nine in ten of a page's words, in some 6 MB a list
(2026-11-28)."""


def word_set(words: str) -> frozenset[str]:
    """The words of a text separated by white space."""
    return frozenset(words.split())
