"""Visible date lines: which short lines of a page give the article's own date.

The traps are the other dates on the page: today's date in the masthead, calendars, teasers of other stories,
the footer's year. So a line counts by where it stands: right after the headline, else right before it inside
the same element, else marked as a date near the text.
"""

import re
from functools import lru_cache
from itertools import chain, islice

import lxml.html

from crawlers.reading.blocks import Block, BlockRow
from crawlers.reading.boilerplate import names_of
from crawlers.reading.datetext import date_line_rest
from storage.fold import fold

MAX_LINE_WORDS = 25
"""Longest block that can be a date line: byline, place, two calendars, time and zone together (2026-11-22)."""
_AFTER_BLOCKS = 14
_BEFORE_BLOCKS = 6
_DATE_NAME = re.compile(r"(?:^|[-_\s])(?:date|time|datetime|published|pubdate|publish|posted|timestamp|tarikh)", re.I)
_ELSEWHERE = re.compile(
    r"(?:^|[-_\s])(?:footer|sidebar|widget|calendar|related|comments?|menu|navbar|ticker|most|popular|weather|masthead"
    r"|topbar|top-bar|teasers?|latest|breaking|copyright|archive)",
    re.I,
)
_MAYBE_DATE = re.compile(r"[\d٠-٩۰-۹]|منذ|أمس|امس|اليوم|قبل|البارحة")


def is_date_line(line: str) -> bool:
    """Whether a short line is nothing but a date with its labels."""
    if len(line.split()) > 16 or not _MAYBE_DATE.search(line):
        return False
    rest = date_line_rest(line)
    return rest is not None and len(rest.split()) <= 1


def find_datelines(row: BlockRow, titles: tuple[str, ...]) -> list[str]:
    """Lines that may date the article, best first; ``row`` is of the whole page, furniture included."""
    folded = {fold(title) for title in titles} - {""}
    found: list[str] = []
    for index in headline_places(row, folded)[:3]:
        found += _after(row.blocks, index) or _before(row.blocks, index)
    if not found:
        found = [
            block.text
            for block in row.blocks
            if _holds_date(block) and _is_marked(block.element) and not is_elsewhere(block.element)
        ][:3]
    return list(dict.fromkeys(found))


def headline_places(row: BlockRow, folded: set[str]) -> list[int]:
    """Where the headline stands: blocks that are one of the ``folded`` titles first, then other ``h1``."""
    heads = [
        index
        for index, block in enumerate(row.blocks)
        if (block.element.tag == "h1" or block.folded in folded) and not is_elsewhere(block.element)
    ]
    exact = [
        index for index in heads if row.blocks[index].folded in folded and row.blocks[index].element.tag != "html"
    ]
    return [*exact, *(index for index in heads if index not in exact)]


def short_lines(row: BlockRow, titles: tuple[str, ...]) -> list[str]:
    """Lines of up to twelve words from the headline on that may be bylines, credits or labels, not links."""
    folded = {fold(title) for title in titles} - {""}
    start = min(headline_places(row, folded), default=0)
    return [
        block.text
        for block in row.blocks[start:]
        if block.words <= 12 and not block.is_linked and block.folded not in folded and not is_elsewhere(block.element)
    ]


def _after(blocks: tuple[Block, ...], head: int) -> list[str]:
    found, prose = [], 0
    for block in blocks[head + 1 : head + 1 + _AFTER_BLOCKS]:
        if _holds_date(block) and not is_elsewhere(block.element):
            found.append(block.text)
        elif block.is_prose and block.words > MAX_LINE_WORDS:
            prose += 1
        if prose > 1:
            break
    return found


def _before(blocks: tuple[Block, ...], head: int) -> list[str]:
    """Date lines before the headline that share with it an element smaller than the page."""
    home = {element for element in blocks[head].element.iterancestors() if element.tag not in ("html", "body")}
    found = []
    for block in reversed(blocks[max(0, head - _BEFORE_BLOCKS) : head]):
        shares = any(element in home for element in block.element.iterancestors())
        in_bar = any(
            element.tag in ("header", "nav") and element not in home for element in block.element.iterancestors()
        )
        if shares and not in_bar and _holds_date(block) and not is_elsewhere(block.element):
            found.append(block.text)
    return found


def _holds_date(block: Block) -> bool:
    if block.words > MAX_LINE_WORDS or block.is_linked or not _MAYBE_DATE.search(block.text):
        return False
    rest = date_line_rest(block.text)
    if rest is None:
        return False
    extra = len(rest.split())
    return extra <= 6 or (extra <= 12 and _is_marked(block.element))


def _is_marked(element: lxml.html.HtmlElement) -> bool:
    around = chain((element,), islice(element.iterancestors(), 1))
    return any(_DATE_NAME.search(names_of(item)) or item.tag == "time" for item in around)


def is_elsewhere(element: lxml.html.HtmlElement) -> bool:
    """Whether an element stands in a part of the page that is about other articles or none."""
    for item in chain((element,), element.iterancestors()):
        if item.tag in ("html", "body"):
            return False
        if item.tag in ("nav", "aside") or _is_elsewhere_name(names_of(item)):
            return True
        # The footer of an article says when and by whom it was written; that of a page is about none.
        if item.tag == "footer" and next(item.iterancestors("article"), None) is None:
            return True
    return False


@lru_cache(maxsize=4096)  # a publisher's pages use the same few hundred names again and again
def _is_elsewhere_name(names: str) -> bool:
    return bool(_ELSEWHERE.search(names))
