"""The publisher's own name for the section an article stands in."""

import re
from itertools import islice

import lxml.html

from crawlers.reading.boilerplate import names_of
from crawlers.reading.credits import is_byline
from crawlers.reading.datelines import is_date_line, is_elsewhere
from crawlers.reading.datetext import date_line_rest
from crawlers.reading.markup import Markup, clean_line, element_text, text_of

MAX_SECTION_WORDS = 5
"""Longer texts are headlines or menus (2026-11-22)."""
_LEVELS = 4
"""How many elements above the headline are searched: beyond stands the page's own furniture."""
_SECTION_NAME = re.compile(
    r"(?:^|[-_\s])(?:news)?(?:section|categor(?:y|ies)|cat|kicker|rubrique|rubric|topics?|label|overline)(?=$|[-_\s])",
    re.I,
)
_CRUMBS_NAME = re.compile(r"bread-?crumb", re.I)


def find_section(markup: Markup) -> str | None:
    """The section's name as printed: JSON-LD, meta, marked near the headline, breadcrumb; None when not stated."""
    node = markup.article_node() or {}
    stated = text_of(node.get("articleSection")) or markup.first_meta(
        "article:section", "section", "cxenseparse:section"
    )
    return (
        stated
        or _marked_section(markup.tree)
        or _near_headline(markup.tree)
        or _listed_crumb(markup)
        or _shown_crumb(markup.tree)
    )


def _marked_section(tree: lxml.html.HtmlElement) -> str | None:
    """What microdata calls the section, when the page says one only: teasers name those of other articles."""
    marked = (element for element in tree.xpath(".//*[@itemprop='articleSection']") if not is_elsewhere(element))
    named = {element_text(element) or clean_line(element.get("content") or "") for element in marked} - {""}
    found = named.pop() if len(named) == 1 else ""
    return found if 0 < len(found.split()) <= MAX_SECTION_WORDS else None


def _near_headline(tree: lxml.html.HtmlElement) -> str | None:
    """The text of an element named as a section that shares a small element with the headline."""
    head = next((h1 for h1 in tree.iter("h1") if len(element_text(h1).split()) >= 2 and not is_elsewhere(h1)), None)
    if head is None:
        return None
    above = set(head.iterancestors())
    seen: set[lxml.html.HtmlElement] = set()
    for ancestor in islice(head.iterancestors(), _LEVELS):
        if ancestor.tag in ("body", "html"):
            return None
        for element in ancestor.iter("span", "div", "p", "a", "li", "h2", "h3", "h4", "h5", "strong"):
            if element in seen or element in above:
                continue
            seen.add(element)
            text = _section_text(element)
            if text:
                return text
    return None


def _section_text(element: lxml.html.HtmlElement) -> str | None:
    names = element.attrib
    if not names:
        return None
    is_meta_line = "meta" in names_of(element) and "|" in (element.text or "")
    marked = (
        names.get("itemprop", "").lower() == "articlesection"
        or "category" in names.get("rel", "").lower().split()
        or _SECTION_NAME.search(names.get("class", ""))
    )
    if not (marked or is_meta_line) or is_elsewhere(element):
        return None
    text = element_text(element)
    if is_meta_line:
        # «القسم | 18 نوفمبر 2026 | الكاتب»: what stands before the date.
        first, _, rest = text.partition("|")
        text = first.strip() if date_line_rest(first) is None and date_line_rest(rest) is not None else ""
    return text if 0 < len(text.split()) <= MAX_SECTION_WORDS and not (is_byline(text) or is_date_line(text)) else None


def _listed_crumb(markup: Markup) -> str | None:
    """The last but one name of a JSON-LD breadcrumb: between the home page and the article."""
    for node in markup.nodes:
        items = node.get("itemListElement")
        if str(node.get("@type")).lower() == "breadcrumblist" and isinstance(items, list):
            names = [text_of(item.get("name") or item.get("item")) for item in items[:10] if isinstance(item, dict)]
            between = [name for name in names[1:-1] if name]
            if between:
                return between[-1]
    return None


def _shown_crumb(tree: lxml.html.HtmlElement) -> str | None:
    """The last link of a visible breadcrumb after the home page's."""
    for element in tree.iter("nav", "ul", "ol", "div"):
        if _CRUMBS_NAME.search(names_of(element)):
            links = [text for link in element.iter("a") if (text := element_text(link))]
            if len(links) >= 2 and len(links[-1].split()) <= MAX_SECTION_WORDS:
                return links[-1]
    return None
