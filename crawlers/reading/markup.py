"""A page as a parsed tree with what it says about itself: JSON-LD and meta elements. Parsed once, never raises.

What strangers write is bounded here: nodes of JSON-LD, length of values, depth of the tree (libxml2's own
limit, ``huge_tree`` off).
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import lxml.html
from lxml import etree

from storage.fold import fold, fold_line

MAX_VALUE_CHARS = 20_000
"""Longest attribute or JSON-LD string that is used, ``articleBody`` apart; twelve real pages
had 388 at most (2026-11-22)."""
MAX_JSONLD_CHARS = 2_000_000
"""Longest JSON-LD block that is parsed (2026-11-22: longest of twelve real pages 6,268)."""
MAX_JSONLD_NODES = 2_000
"""Most JSON-LD objects looked at in a page."""

OWN_TITLE_WORDS = 3
"""Least words of a title that a JSON-LD headline is compared with; fewer are a site's name."""
OWN_TITLE_SHARE = 0.3
"""Least share of its words a JSON-LD headline has in one of the page's titles; edited headlines keep half, those of
other articles at most «في» and «من» (2026-11-22)."""

ARTICLE_TYPES = frozenset(
    {"article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle", "blogposting"}
    | {"backgroundnewsarticle", "askpublicnewsarticle", "reviewnewsarticle", "report", "socialmediaposting"}
)
"""JSON-LD types, lower case, that describe an article."""

_PLAIN_ELEMENTS = etree.ElementDefaultClassLookup(element=lxml.html.HtmlElement)
"""lxml chooses a class for each tag in Python, anew whenever an element is touched; one class for all is chosen in C.
A third of the time of reading a page went there (2026-11-22)."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
# libxml2 resolves them, lxml then refuses to write the text they stand in.
_CONTROL_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|127|6553[45])(?!\d)|x0*(?:[0-8bcef]|1[\da-f]|7f|fff[ef])(?![\da-f]));?", re.I
)
_XML_DECLARATION = re.compile(r"[\s\ufeff]*<\?xml[^>]*\?>")
_FEED = re.compile(r"^\s*(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.S)
_TAG = re.compile(r"<[^>]{0,2000}>")


@dataclass(frozen=True, kw_only=True, eq=False)
class Markup:
    """A parsed page."""

    tree: lxml.html.HtmlElement
    """The ``html`` element, comments removed; scripts still in."""
    nodes: tuple[dict[str, Any], ...]
    """Every JSON-LD object of the page, ``@graph`` and arrays flattened, in document order."""
    meta: dict[str, tuple[str, ...]]
    """``content`` of meta elements by lower-case ``property``, ``name`` or ``itemprop``, in document order."""
    is_feed: bool
    """An RSS, Atom or sitemap document, not a page."""

    def first_meta(self, *names: str) -> str | None:
        """The first non-empty content among ``names``, in their order."""
        return next((value for name in names for value in self.meta.get(name, ()) if value), None)

    def article_node(self) -> dict[str, Any] | None:
        """The JSON-LD object that describes the article: the one with most to say; None when there is none.

        One whose headline has nothing of the page's titles and stands nowhere on the page is of another article.
        """
        return self._article

    @cached_property
    def _article(self) -> dict[str, Any] | None:
        articles = [node for node in self.nodes if node_types(node) & ARTICLE_TYPES and self._is_own(node)]
        keys = ("headline", "datePublished", "articleBody", "author")
        return max(articles, key=lambda node: sum(bool(node.get(key)) for key in keys), default=None)

    def _is_own(self, node: dict[str, Any]) -> bool:
        headline = fold_line(text_of(node.get("headline")) or "")
        if not headline:
            return True
        words, compared = set(headline.split()), False
        for title in self._titles():
            stated = set(fold_line(title).split())
            if len(stated) >= OWN_TITLE_WORDS:
                compared = True
                if len(words & stated) >= OWN_TITLE_SHARE * min(len(words), len(stated)):
                    return True
        return not compared or headline in fold(element_text(self.tree))

    def _titles(self) -> Iterator[str]:
        """What the page calls itself; the whole tree is looked through only when its head does not do."""
        yield from self.meta.get("og:title", ())
        for tag in ("title", "h1"):
            yield from map(element_text, self.tree.iter(tag))


def parse(text: str) -> Markup:
    """The tree and the claims of a page; broken or empty text gives an empty tree."""
    text = _CONTROL.sub("", text)
    declaration = _XML_DECLARATION.match(text)
    text = text[declaration.end() :] if declaration else text
    if "&#" in text:
        text = _CONTROL_REFERENCE.sub("", text)
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False)
    parser.set_element_class_lookup(_PLAIN_ELEMENTS)
    try:
        tree = lxml.html.document_fromstring(text or "<html></html>", parser=parser)
    except (etree.LxmlError, ValueError):
        tree = lxml.html.document_fromstring("<html><body></body></html>")
    return Markup(tree=tree, nodes=tuple(_jsonld(tree)), meta=_meta(tree), is_feed=bool(_FEED.match(text)))


def node_types(node: dict[str, Any]) -> frozenset[str]:
    """Lower-case ``@type`` names of a JSON-LD object."""
    value = node.get("@type")
    names = value if isinstance(value, list) else [value]
    return frozenset(name.rsplit("/", 1)[-1].lower() for name in names if isinstance(name, str))


def text_of(value: object) -> str | None:
    """A JSON-LD value as one line of text: a string, or the ``name`` or ``@value`` of an object; else None."""
    if isinstance(value, list):
        return next((text for item in value if (text := text_of(item))), None)
    if isinstance(value, dict):
        return text_of(value.get("name") or value.get("@value"))
    if not isinstance(value, str):
        return None
    return clean_line(value) or None


def clean_line(value: str) -> str:
    """``value`` without markup and entities, white space collapsed, at most ``MAX_VALUE_CHARS``."""
    value = value[:MAX_VALUE_CHARS]
    if "<" in value or "&" in value:
        value = strip_markup(value)
    return " ".join(value.split())


def strip_markup(value: str) -> str:
    """``value`` with tags dropped and entities resolved, twice over: feeds and CMSs escape twice."""
    for _ in range(2):
        value = html.unescape(_TAG.sub(" ", value))
    return value


def element_text(element: lxml.html.HtmlElement) -> str:
    """All text of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def _meta(tree: lxml.html.HtmlElement) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        if not content:
            continue
        names = {(element.get(key) or "").strip().lower() for key in ("property", "name", "itemprop")} - {""}
        for name in sorted(names):
            found.setdefault(name[:200], []).append(clean_line(content))
    return {name: tuple(values) for name, values in found.items()}


def _jsonld(tree: lxml.html.HtmlElement) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        queue = [_loads(script.text or "")]
        while queue and len(nodes) < MAX_JSONLD_NODES:
            item = queue.pop(0)
            if isinstance(item, list):
                queue[:0] = item[:MAX_JSONLD_NODES]
            elif isinstance(item, dict):
                nodes.append(item)
                queue[:0] = [item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in item]
    return nodes


def _loads(text: str) -> object:
    """JSON as publishers write it: raw line breaks, CDATA marks, a trailing semicolon; else None."""
    text = text.strip().removeprefix("//").strip()
    text = text.removeprefix("<![CDATA[").rstrip("; \n").removesuffix("]]>").removesuffix("//").strip()
    if not text or len(text) > MAX_JSONLD_CHARS:
        return None
    for attempt in (text, re.sub(r",\s*([}\]])", r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None
