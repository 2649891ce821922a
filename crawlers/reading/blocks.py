"""A tree as a row of text blocks, each with where it stands: the view in which the article is looked for."""

import re
from dataclasses import dataclass
from functools import cached_property

import lxml.html
from lxml import etree

from crawlers.reading.wordlist import word_set
from storage.fold import fold_line

_BLOCK_TAGS = word_set(
    "html body div p section article main header footer aside nav ul ol li dl dt dd table thead tbody tfoot tr td th"
    " caption h1 h2 h3 h4 h5 h6 blockquote pre figure figcaption address details summary fieldset form center"
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LAYOUT_TAGS = ("table", "tbody", "tr", "td", "th")
_END = re.compile(r"[.!?؟…»”\"):؛۔]\s*$")
_LETTER = re.compile("[\u0620-\u064a\u066e-\u06d3]")
PROSE_WORDS = 8
"""Least words of a block taken for prose; shorter ones are headings, labels and links (2026-11-22)."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Block:
    """A run of text between two block boundaries."""

    text: str
    """As written, white space collapsed."""
    element: lxml.html.HtmlElement
    """The innermost block element it stands in."""
    words: int
    """Words of ``text``."""
    link_words: int
    """How many of them are inside links."""

    @cached_property
    def folded(self) -> str:
        """``fold(text)``, made when first asked: most blocks of a page never are."""
        return fold_line(self.text)

    @property
    def is_heading(self) -> bool:
        """Stands in ``h1`` to ``h6``."""
        return self.element.tag in _HEADINGS

    @property
    def is_linked(self) -> bool:
        """Mostly link text."""
        return self.link_words >= 0.6 * self.words

    @property
    def is_prose(self) -> bool:
        """Long enough for a sentence and not mostly links."""
        return self.words >= PROSE_WORDS and self.link_words <= 0.4 * self.words

    @property
    def ends_sentence(self) -> bool:
        """Ends with punctuation that ends a sentence."""
        return bool(_END.search(self.text))

    @property
    def has_arabic(self) -> bool:
        """Has an Arabic letter."""
        return bool(_LETTER.search(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockRow:
    """All blocks of a tree in document order."""

    blocks: tuple[Block, ...]
    spans: dict[lxml.html.HtmlElement, tuple[int, int]]
    """For each block element the half-open range of the blocks inside it."""


def block_row(tree: lxml.html.HtmlElement) -> BlockRow:
    """The blocks of the tree's ``body``; ``br`` ends a block as a paragraph does."""
    body = tree.find("body")
    tree = tree if body is None else body
    blocks: list[Block] = []
    spans: dict[lxml.html.HtmlElement, tuple[int, int]] = {}
    starts: list[tuple[lxml.html.HtmlElement, int]] = []
    parts: list[tuple[str, bool]] = []
    links = 0

    def flush() -> None:
        words = "".join(part for part, _ in parts).split()
        if words:
            linked = sum(len(part.split()) for part, in_link in parts if in_link)
            element = starts[-1][0] if starts else tree
            blocks.append(Block(text=" ".join(words), element=element, words=len(words), link_words=linked))
        parts.clear()

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        if not isinstance(tag, str):
            continue
        is_block = tag in _BLOCK_TAGS
        if event == "start":
            if is_block:
                if parts:
                    flush()
                starts.append((element, len(blocks)))
            links += tag == "a"
            text = element.text
        else:
            if parts and (is_block or tag in ("br", "hr")):
                flush()
            if is_block:
                spans[element] = (starts.pop()[1], len(blocks))
            links -= tag == "a"
            text = element.tail if element is not tree else None
        # White space alone opens no block: between the tags of a page there is little else.
        if text and (parts or not text.isspace()):
            parts.append((text, links > 0))
    flush()
    return BlockRow(blocks=tuple(blocks), spans=spans)


def unwrap_layout_tables(tree: lxml.html.HtmlElement) -> None:
    """Turn tables that hold prose into plain divisions, in place: they are layout, and extractors skip tables."""
    for table in list(tree.iter("table")):
        if any(len(text.split()) >= 3 * PROSE_WORDS for text in table.itertext()):
            for part in table.iter(_LAYOUT_TAGS):
                part.tag = "div"
