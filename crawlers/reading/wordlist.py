"""Word lists as the modules here write them."""


def word_set(words: str) -> frozenset[str]:
    """The words of a text separated by white space."""
    return frozenset(words.split())
