"""Paragraphs a publisher repeats on its pages, learned from its earlier nights, and who read a text.

What is learned is state (``storage.records.BlockRow``, ``flows.learning``); here it is only applied, after the text
has been chosen. Pure: the same text and the same blocks give the same text.
"""

from crawlers.reading.records import FROM_FEED, READER
from crawlers.source import Prune
from storage.fold import fold
from storage.ids import digest, text_digest

RULES_CHARS = 8
"""Hex characters that name a set of rules: told apart are the few sets one source ever had (2026-11-22)."""


def block_digest(paragraph: str) -> str | None:
    """What names a paragraph whatever its spelling style; None for one without a word, such as a row of stars."""
    folded = fold(paragraph)
    return text_digest(folded) if folded else None


def without_blocks(text: str, blocks: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    """The text without the paragraphs whose digests are in ``blocks``, and the digests of those left out, in order."""
    if not blocks:
        return text, ()
    kept, left_out = [], []
    for paragraph in text.split("\n"):
        name = block_digest(paragraph)
        if name in blocks:
            left_out.append(str(name))
        else:
            kept.append(paragraph)
    return "\n".join(kept), tuple(left_out)


def feed_reader_name(reader: str) -> str:
    """Who read the text a feed gave in place of the page: another reading than the page's."""
    return f"{FROM_FEED}+{reader}"


def is_feed_reader(name: str) -> bool:
    """Whether a row was read from the text of a feed."""
    return name.startswith(f"{FROM_FEED}+")


def reader_name(prune: tuple[Prune, ...], blocks: frozenset[str]) -> str:
    """Who reads a source's pages: the reader, and a digest of what the source adds to it (prune rules, blocks).

    ``warraq-reader/1``, or ``warraq-reader/1+rules.5f0c2a91``. Two readings under one name of one page are equal.
    """
    if not prune and not blocks:
        return READER
    rules = [repr(rule) for rule in prune] + sorted(blocks)
    return f"{READER}+rules.{digest(chr(10).join(rules).encode())[:RULES_CHARS]}"
