"""The text a feed carries: kept where the page refused us, and never in place of a page that was read. Pure.

Some feeds give whole articles (``content:encoded``, Atom's ``content``), most a lead, some a lead in the place of the
whole. Only what is long and not cut counts; whether it is an article the reader decides, as of any page.
"""

import html
import re
from collections.abc import Iterable, Mapping
from typing import Any

from crawlers.gathered import KnownLink

REFUSED = frozenset({"blocked", "challenge"})
"""Outcomes of a page in whose place the text of its feed is kept."""
MIN_WORDS = 100
"""Fewer words are taken for a lead (chosen 2026-11-28, not measured on feeds): rather a short report is lost than a
lead kept as an article."""
MAX_TEXT_BYTES = 8 * 1024 * 1024
"""Most text of feeds held in one crawl: sixteen hundred articles of 5 kB, what is beyond is not kept (2026-11-28)."""
_TAG = re.compile(r"<[^<>]*>")
_CUT = re.compile(r"(?:\u2026|\.\.\.|\[\u2026\]|\[\.\.\.\]|اقرأ المزيد|للمزيد|التفاصيل)[\s.>»\]]*\Z")
"""How a text that is cut ends, looked for in its last characters alone: a stranger's dots may go on for megabytes."""
_END_CHARS = 40


def whole_text(contents: Iterable[Mapping[str, Any]]) -> str:
    """The first of an entry's ``content`` that is a whole article, as HTML; empty when none is."""
    for content in contents:
        value = str(content.get("value") or "")
        words = html.unescape(_TAG.sub(" ", value)).strip()
        if len(words.split()) >= MIN_WORDS and not _CUT.search(words[-_END_CHARS:]):
            return value
    return ""


def may_stand_in(known: KnownLink | None) -> bool:
    """Whether the text of a feed may be kept for a link: none of its pages was ever had in full."""
    return known is None or (known.pending and known.payload is None and known.etag is None)


def page_of(title: str | None, text: str) -> str:
    """The page a reader is given."""
    heading = html.escape(title or "")
    return (
        f'<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>{heading}</title></head>'
        f"<body><article><h1>{heading}</h1>{text}</article></body></html>"
    )
