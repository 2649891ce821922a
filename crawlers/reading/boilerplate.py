"""Elements that are page furniture, removed before the article is looked for.

By role, tag and class, as publishers name them; never an element that holds most of the page's prose, since
templates call their main column ``content-with-sidebar`` or wrap the whole page in one form.
"""

import re
from datetime import date
from functools import lru_cache

import lxml.html
from lxml import etree
from lxml.cssselect import CSSSelector

from crawlers.reading.wordlist import word_set
from crawlers.source import Prune

MAX_PROSE_SHARE = 0.4
"""An element with more of the page's prose than this is never removed: on twelve real pages the largest furniture, a
thread of readers' comments, held .32 (2026-11-22)."""

_DROP_TAGS = word_set(
    "script style noscript template svg iframe object embed applet canvas audio video button select option input"
    " textarea label datalist dialog nav footer aside form figcaption map math"
)
_DROP_ROLES = word_set("navigation complementary banner contentinfo search dialog alertdialog menu menubar tablist")
_DROP_NAMES = word_set(
    "share shares sharing social socials addthis sharethis addtoany sharedaddy follow followus related relatedposts"
    " jp-relatedposts recommended recommendations recirculation readmore readalso mostread popular trending"
    " comment comments disqus respond poll polls vote voting survey quiz newsletter subscribe subscription modal popup"
    " lightbox overlay cookie cookies gdpr cmp banner advert adverts advertisement advertising ads adsbygoogle adv dfp"
    " sponsor sponsored outbrain taboola promo breadcrumb breadcrumbs tags taglist pagination pager prevnext postnav"
    " nav navbar navigation menu submenu sidebar footer copyright disclaimer toolbar ticker breaking calendar weather"
    " prayer rating ratings login signin signup register searchform screen sronly skiplink tooltip teaser teasers"
    " caption captions wp-caption-text embed print printfriendly fontsize byline authorbox breaking-news"
    " latest latestnews morenews alsoread alsolike youmaylike feedback reactions emoji poll-widget"
)
_DROP_PAIRS = re.compile(
    r"\b(?:(?:read|see|you|more|most|also|next|prev|previous|latest|other|similar)[-_](?:more|also|may|read|viewed|"
    r"popular|posts?|articles?|news|stor(?:y|ies)|topics?)"
    r"|author[-_]box|(?:author|post|article|news|user|entry)[-_](?:nav|tags|date|author|bio|meta|views|actions?|tools?|footer))\b"
)
_NEGATED = frozenset({"no", "has", "with", "without", "hide", "not"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_SPLIT = re.compile(r"[^a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PROSE_WORDS = 8


def prune(tree: lxml.html.HtmlElement, rules: tuple[Prune, ...], captured: date) -> None:
    """Remove what the source declares as never part of its articles, by the rules valid on the capture's day."""
    for rule in rules:
        if (rule.since is None or rule.since <= captured) and (rule.until is None or captured <= rule.until):
            for element in CSSSelector(rule.css)(tree):
                _drop(element)


def strip_furniture(tree: lxml.html.HtmlElement) -> None:
    """Remove page furniture from ``tree``, in place."""
    etree.strip_elements(tree, "script", "style", "noscript", "template", "svg", "iframe", with_tail=False)
    elements = list(tree.iter(etree.Element))
    prose = _prose_by_element(elements)
    total = max(prose.get(tree, 0), 1)
    # What holds the headline holds the article, however little prose it has beside house rules and teasers.
    heads = (heading for heading in tree.iter("h1") if len("".join(heading.itertext()).split()) >= 3)
    main = {element for heading in heads for element in (heading, *heading.iterancestors())}
    doomed = []
    stack = [tree]
    while stack:
        element = stack.pop()
        if element not in main and _is_furniture(element) and prose.get(element, 0) <= MAX_PROSE_SHARE * total:
            doomed.append(element)
        else:
            stack.extend(child for child in element if isinstance(child.tag, str))
    for element in doomed:
        _drop(element)


def names_of(element: lxml.html.HtmlElement) -> str:
    """``class`` and ``id`` of an element in one string, bounded."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:500]


def _prose_by_element(elements: list[lxml.html.HtmlElement]) -> dict[lxml.html.HtmlElement, int]:
    """Words of text outside links in runs of at least ``_PROSE_WORDS``, summed up over each of ``elements``.

    They are all of a tree in document order: read backwards, each is complete before its parent is.
    """
    prose: dict[lxml.html.HtmlElement, int] = {}
    for element in reversed(elements):
        parent = element.getparent()
        words = prose.get(element, 0)
        if element.tag != "a":
            words += _prose_words(element.text)
        if words:
            prose[element] = words
        if parent is not None:
            words += _prose_words(element.tail) if parent.tag != "a" else 0
            if words:
                prose[parent] = prose.get(parent, 0) + words
    return prose


def _prose_words(text: str | None) -> int:
    # A run of so many words has at least as many letters and spaces: most texts of a page need no splitting.
    if text is None or len(text) < 2 * _PROSE_WORDS - 1:
        return 0
    words = len(text.split())
    return words if words >= _PROSE_WORDS else 0


def _is_furniture(element: lxml.html.HtmlElement) -> bool:
    tag = element.tag
    if tag in ("html", "body", "main", "article", "h1"):
        return False
    if tag in _DROP_TAGS or (element.get("role") or "").strip().lower() in _DROP_ROLES:
        return True
    if element.get("aria-modal") == "true" or element.get("hidden") is not None:
        return True
    if tag == "header" and next(element.iter("h1"), None) is None:
        return True
    style = element.get("style")
    if style and _HIDDEN.search(style[:500]):
        return True
    names = names_of(element)
    return names != " " and any(map(_is_furniture_name, names.split()))


@lru_cache(maxsize=4096)  # a publisher's pages use the same few hundred names again and again
def _is_furniture_name(name: str) -> bool:
    lower = _CAMEL.sub("-", name).lower()
    tokens = [token for token in _SPLIT.split(lower) if token]
    # WordPress puts the article's own terms on its container: tag-iran, category-sport, format-gallery.
    if lower.startswith(("tag-", "category-", "type-", "status-", "format-")) or not _NEGATED.isdisjoint(tokens):
        return False
    if not _DROP_NAMES.isdisjoint(tokens) or "".join(tokens) in _DROP_NAMES:
        return True
    return bool(_DROP_PAIRS.search(lower))


def _drop(element: lxml.html.HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()
