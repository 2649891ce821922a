"""The article's text: which blocks of the page are its body, and which are not, by evidence on the page.

No fixed extractor setting is right everywhere (measured 2026-11: precision settings lose leads and layout
tables, recall settings take comment forms for text). So trafilatura's precise reading and the page's own
JSON-LD ``articleBody`` only *claim* blocks; the element that fits the claims best is the body, and inside it
each block is kept or dropped by what it is.
"""

import re
from dataclasses import dataclass
from itertools import islice, pairwise

import lxml.html
import trafilatura
from lxml import etree

from crawlers.reading.blocks import Block, BlockRow, block_row, unwrap_layout_tables
from crawlers.reading.boilerplate import names_of
from crawlers.reading.credits import is_byline, is_credit_line
from crawlers.reading.datelines import is_date_line
from crawlers.reading.phrases import is_action_line, is_house_rule, is_related_heading, is_tail_label
from storage.fold import fold

MIN_BODY_WORDS = 25
"""Fewer claimed words are no body but a caption or a teaser: .99 of 22,242 real articles have as many (2026-11-22)."""

MAX_HEADING_WORDS = 16
"""Longest heading of an item in a list: .99 of 22,242 headlines have as many words at most (2026-11-28)."""

_LEAD_NAME = re.compile(
    r"(?:lead|lede|intro|summary|excerpt|standfirst|sapo|subtitle|sub-title|brief|deck|chapeau)", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The text found and how sure one can be."""

    text: str
    """Paragraphs separated by one newline; empty when there is no body."""
    teaser_share: float
    """Share of its paragraphs that a headline link stands right before: excerpts of other articles, 0 to 1."""
    items: int = 0
    """Items of lists in it that are a heading and an excerpt each."""


def find_body(
    tree: lxml.html.HtmlElement, titles: tuple[str, ...], article_body: str | None, summary: str | None
) -> Body:
    """The body of a page whose furniture has been stripped; ``tree`` is changed.

    ``titles`` are the headlines the page claims, ``article_body`` and ``summary`` the JSON-LD or meta texts.
    """
    unwrap_layout_tables(tree)
    row = block_row(tree)
    claims = _claims(tree, row, article_body)
    if claims is None:
        return Body(text="\n".join(_paragraphs(article_body)), teaser_share=0.0)
    start, end = _best_span(row, claims)
    folded_titles = {fold(title) for title in titles} - {""}
    start = _after_title(row, start, end, folded_titles)
    kept = _keep(row, start, end, claims)
    lead = _lead(row, start, kept, folded_titles, summary)
    text = "\n".join(block.text for block in [*lead, *kept])
    return Body(text=text, teaser_share=_teaser_share(row, kept), items=_items(kept))


def _claims(tree: lxml.html.HtmlElement, row: BlockRow, article_body: str | None) -> list[bool] | None:
    """Which blocks the evidence says are body; None when JSON-LD has a body that the page does not show."""
    read = fold(_trafilatura(tree))
    stated = fold(article_body or "")
    if len(stated.split()) >= max(MIN_BODY_WORDS, 0.7 * len(read.split())):
        claims = _claimed_by(row, stated)
        if _claimed_words(row, claims) >= 0.6 * len(stated.split()):
            return claims
        if len(read.split()) < 0.5 * len(stated.split()):
            return None
    claims = _claimed_by(row, read)
    return claims if _claimed_words(row, claims) >= MIN_BODY_WORDS else _densest(row)


def _trafilatura(tree: lxml.html.HtmlElement) -> str:
    """What trafilatura reads, from a copy it makes itself: precise, stateless (its ``deduplicate`` is not), without
    comments, tables and dates.
    """
    try:
        read = trafilatura.extract(tree, fast=True, favor_precision=True, include_comments=False, include_tables=False)
    except (etree.LxmlError, ValueError, TypeError, AttributeError, IndexError):
        # Malformed trees raise from deep inside it; the page is then read by density alone.
        read = None
    return read or ""


def _claimed_by(row: BlockRow, folded: str) -> list[bool]:
    padded = f" {folded} "
    return [bool(block.folded) and f" {block.folded} " in padded for block in row.blocks]


def _claimed_words(row: BlockRow, claims: list[bool]) -> int:
    return sum(block.words for block, claimed in zip(row.blocks, claims, strict=True) if claimed)


def _densest(row: BlockRow) -> list[bool]:
    """Claims by density alone: the prose of the element whose own paragraphs hold most of it."""
    scores: dict[lxml.html.HtmlElement, float] = {}
    for block in row.blocks:
        if block.is_prose and not is_action_line(block.text):
            for element, share in zip(
                (block.element, *block.element.iterancestors()), (0.9, 1.0, 0.5, 0.2), strict=False
            ):
                scores[element] = scores.get(element, 0.0) + share * (block.words - block.link_words)
    best = max(scores, key=lambda element: scores[element], default=None)
    start, end = row.spans.get(best, (0, 0)) if best is not None else (0, 0)
    return [start <= index < end and block.is_prose for index, block in enumerate(row.blocks)]


def _best_span(row: BlockRow, claims: list[bool]) -> tuple[int, int]:
    """The element whose blocks fit the claims best (word-weighted F1), the innermost of equals."""
    words, claimed = [0], [0]
    for block, claim in zip(row.blocks, claims, strict=True):
        words.append(words[-1] + block.words)
        claimed.append(claimed[-1] + (block.words if claim else 0))
    best: tuple[float, int, lxml.html.HtmlElement] | None = None
    for element, (start, end) in row.spans.items():
        inside = claimed[end] - claimed[start]
        if not inside:
            continue
        score = 2 * inside / (words[end] - words[start] + claimed[-1])
        if best is None or (score, start - end) > best[:2]:
            best = (score, start - end, element)
    return row.spans[best[2]] if best else (0, 0)


def _after_title(row: BlockRow, start: int, end: int, titles: set[str]) -> int:
    """Where the body begins: after the last headline of its first part, with what stands above it."""
    begin, prose = start, 0
    for index in range(start, end):
        block = row.blocks[index]
        if block.folded in titles or (block.element.tag == "h1" and block.words >= 2):
            begin = index + 1
        prose += block.is_prose and block.folded not in titles
        if prose > 1:
            break
    return begin


def _keep(row: BlockRow, start: int, end: int, claims: list[bool]) -> list[Block]:
    """The blocks of the body in order."""
    homes = {
        block.element.getparent() for block, claim in zip(row.blocks, claims, strict=True) if claim and block.is_prose
    }
    homes |= {block.element for block, claim in zip(row.blocks, claims, strict=True) if claim and block.is_prose}
    kept: list[Block] = []
    in_list = False
    for index in range(start, end):
        block = row.blocks[index]
        if is_related_heading(block.text) and not (block.words > 6 and block.ends_sentence):
            in_list = True
            continue
        is_item = block.is_linked or (block.words <= 16 and not block.text.endswith((".", "؛", "،")))
        in_list = in_list and is_item
        if in_list or _is_furniture(block):
            continue
        signs = bool(kept) and kept[-1].element is block.element
        # A signature that ends a paragraph's own element is text as written; one in its own element is a label.
        if not signs and (is_credit_line(block.text) or is_byline(block.text)):
            continue
        at_home = block.element in homes or block.element.getparent() in homes
        if claims[index] or (at_home and block.has_arabic):
            kept.append(block)
    return _trim(kept)


def _is_furniture(block: Block) -> bool:
    if is_action_line(block.text) and not (block.words > 6 and block.ends_sentence and not block.is_linked):
        return True
    if is_tail_label(block.text) or is_date_line(block.text):
        return True
    return block.is_linked and block.words <= 30


def _trim(blocks: list[Block]) -> list[Block]:
    """Without short blocks before the first prose, house rules at the end and foreign labels after the last prose."""
    while len(blocks) > 1 and is_house_rule(blocks[-1].text):
        blocks = blocks[:-1]
    prose = [index for index, block in enumerate(blocks) if block.is_prose]
    if not prose:
        return blocks
    first, last = prose[0], prose[-1]
    elements = {blocks[first].element}
    while first and (blocks[first - 1].element in elements or blocks[first - 1].is_heading):
        first -= 1
    tail = [block for block in blocks[last + 1 :] if block.has_arabic or block.element is blocks[last].element]
    return [*blocks[first : last + 1], *tail]


def _teaser_share(row: BlockRow, kept: list[Block]) -> float:
    chosen = {id(block) for block in kept if block.is_prose}
    pairs = list(zip(row.blocks, row.blocks[1:], strict=False))
    after_link = sum(1 for head, block in pairs if id(block) in chosen and head.is_linked and head.words >= 3)
    return after_link / len(chosen) if chosen else 0.0


def _items(kept: list[Block]) -> int:
    return sum(
        block.element.tag == "li"
        and head.element is block.element
        and block.is_prose
        and head.words <= MAX_HEADING_WORDS
        for head, block in pairwise(kept)
        if not head.ends_sentence
    )


def _lead(row: BlockRow, start: int, kept: list[Block], titles: set[str], summary: str | None) -> list[Block]:
    """Lead paragraphs between the headline and the body, when the page marks them as such."""
    body = " ".join(block.folded for block in kept)
    described = fold(summary or "")
    lead: list[Block] = []
    for block in reversed(row.blocks[max(0, start - 12) : start]):
        if block.folded in titles or block.element.tag == "h1":
            break
        if block.words < 5 or block.is_linked or _is_furniture(block) or block.folded in body:
            continue
        own_names = " ".join(
            names_of(element) for element in (block.element, *islice(block.element.iterancestors(), 2))
        )
        stated = len(described) >= 30 and (block.folded.startswith(described[:60]) or described in block.folded)
        if _LEAD_NAME.search(own_names) or stated:
            lead.insert(0, block)
    return lead


def _paragraphs(text: str | None) -> list[str]:
    """A stated body as paragraphs, markup and entities removed."""
    from crawlers.reading.markup import strip_markup

    lines = strip_markup(re.sub(r"(?i)<(?:/p|br|/div|/h\d|/li)\b[^>]*>", "\n", text or "")).split("\n")
    return [collapsed for line in lines if (collapsed := " ".join(line.split()))]
