"""Pages as HTML bytes: the same item on the same night always renders to the same bytes.

What surrounds a text (other stories, most-read lists) depends on the night the item appeared, so a page changes later
only where its publisher changed it or where the publisher counts views.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from crawlers.newsroom import nights
from crawlers.newsroom.copies import stretched
from crawlers.newsroom.plan import Item, items
from crawlers.newsroom.publishers import Publisher
from crawlers.newsroom.schedule import BROKEN_AFTER, BROKEN_BODY, BROKEN_HEAD, NOARCHIVE
from crawlers.newsroom.texts import read_toml

ADEN_PAGE_SIZE = 3
"""Links on one page of a paginated section: few, so that three nights need further pages."""
HEADING_WORDS = 6
"""A paragraph of at most so many words without a full stop is a sub-heading."""
DESCRIPTION_CHARS = 110
BROKEN = b"\xd9"
"""Lead byte of a two-byte UTF-8 sequence whose second byte is lost; decoders show U+FFFD."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaser:
    """A link to another story."""

    url: str
    title: str
    summary: str = ""
    stamp: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph or sub-heading."""

    words: str
    heading: bool


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("crawlers.newsroom"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.globals["parts"] = environment.get_template("_parts.html").module
    return environment


def page_title(item: Item, night: int) -> str:
    """The headline of an item on a night."""
    return item.text.at(night).title if item.text else item.title


def paragraphs(item: Item, night: int) -> tuple[str, ...]:
    """An article's text on a night as its page shows it: trivial edits included, without the byte that breaks it."""
    assert item.text is not None, f"{item.id} is not an article"
    shown = item.text.at(night).paragraphs
    if item.trivial_night and item.trivial_night <= night:
        shown = tuple(f"{stretched(words)}  " for words in shown)
    return shown


@cache
def render(item: Item, night: int) -> bytes:
    """The page of an item that is up, in its publisher's encoding."""
    template = f"{item.publisher.id}.html" if item.kind == "article" else f"_{item.kind}.html"
    html = _environment().get_template(template).render(_context(item, night))
    return _encode(item, html)


def missing(publisher: Publisher, path: str) -> bytes:
    """The publisher's own page for an address it does not have."""
    html = _environment().get_template("_missing.html").render(_frame(publisher, path))
    return html.encode(publisher.encoding, "xmlcharrefreplace")


def challenge(publisher: Publisher) -> bytes:
    """A bot challenge."""
    return _environment().get_template("_challenge.html").render(p=publisher).encode()


def index(night: int, publishers: list[tuple[Publisher, list[str], list[tuple[Item, str]]]]) -> bytes:
    """The page for people at the server's own address."""
    template = _environment().get_template("_index.html")
    return template.render(night=night, run=nights.run(night), publishers=publishers).encode()


def section_page(publisher: Publisher, night: int, number: int) -> bytes | None:
    """Page ``number`` (from 1) of a publisher's list of everything, newest first; None beyond the last."""
    shown = [item for item in items() if item.publisher is publisher and item.shown(night) and item.listed]
    shown.sort(key=lambda item: item.published, reverse=True)
    start = (number - 1) * ADEN_PAGE_SIZE
    if number < 1 or start >= len(shown):
        return None
    more = start + ADEN_PAGE_SIZE < len(shown)
    frame = _frame(publisher, f"/news?page={number}")
    frame |= {
        "title": "آخر الأخبار",
        "page_title": publisher.page_title.format(title="آخر الأخبار", section=""),
        "entries": [_teaser(item, night) for item in shown[start : start + ADEN_PAGE_SIZE]],
        "next_url": f"{publisher.base}/news?page={number + 1}" if more else "",
    }
    return _environment().get_template("_section.html").render(frame).encode(publisher.encoding)


def _encode(item: Item, html: str) -> bytes:
    body = html.encode(item.publisher.encoding, "xmlcharrefreplace")
    if item.id in BROKEN_BODY:
        # The last place: the head and the teasers before it have the paragraph's beginning too.
        start = paragraphs(item, item.night)[0][:BROKEN_AFTER].encode()
        before, start, after = body.rpartition(start)
        body = before + start + BROKEN + after
    if item.id in BROKEN_HEAD:
        body = re.sub(rb'(<meta name="description" content="[^"]*?)"', rb"\1 " + BROKEN + b'"', body, count=1)
    return body


def _context(item: Item, night: int) -> dict[str, Any]:
    publisher = item.publisher
    title = page_title(item, night)
    shown = paragraphs(item, night) if item.text else item.lines
    others = [i for i in items() if i.publisher is publisher and i.text and i.night <= item.night and i is not item]
    own = [_teaser(other, other.night) for other in others if other.listed][-4:]
    edited = _edited(item, night)
    context = _frame(publisher, item.path, item.number) | {
        "item": item,
        "url": item.url,
        "title": title,
        "page_title": publisher.page_title.format(title=title, section=item.section),
        "section": item.section,
        "author": item.text.author if item.text else "",
        "description": _shorten(shown[0] if shown else title),
        "dateline": item.dateline(item.published),
        "iso": f"{item.published:%Y-%m-%dT%H:%M:%SZ}" if publisher.local_as_utc else item.published.isoformat(),
        "iso_utc": item.published.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "updated": f"{edited.astimezone(publisher.zone):%d/%m/%Y %H:%M}" if edited else "",
        "views": item.number % 900 + 131 * (night - item.night + 1),
        "image": f"{publisher.base}/media/{item.number}.jpg",
        "paragraphs": [Paragraph(words=words, heading=_is_heading(words)) for words in shown],
        "place": _place(shown),
        "noarchive": item.id in NOARCHIVE,
        "meta_charset": publisher.meta_charsets[item.number % len(publisher.meta_charsets)],
        "json_ld": Markup(json.dumps(_json_ld(item, title, edited), ensure_ascii=False).replace("</", "<\\/")),
        "next_url": "",
        "posts": _posts(item, night),
        "entries": _entries(item, night),
    }
    context["latest"] = own + context["latest"]
    context["related"] = (own + context["related"])[:3]
    return context


def _frame(publisher: Publisher, path: str, number: int = 0) -> dict[str, Any]:
    """What a publisher's layout needs around any page."""
    return {
        "p": publisher,
        "layout": f"{publisher.id}.html",
        "url": publisher.base + path,
        "title": "الصفحة غير موجودة",
        "page_title": publisher.page_title.format(title="الصفحة غير موجودة", section="404"),
        "meta_charset": publisher.meta_charsets[0],
        "year": nights.FIRST_DAY.year,
        "noarchive": False,
        "ticker": _headlines(publisher, number, 5),
        "latest": _headlines(publisher, number + 5, 10),
        "related": _headlines(publisher, number + 15, 3),
        "previous": _headlines(publisher, number + 18, 1)[0],
        "most_read": _headlines(publisher, number + 19, 16),
    }


def _headlines(publisher: Publisher, start: int, count: int) -> list[Teaser]:
    pool = read_pool()
    return [
        Teaser(
            url=f"{publisher.base}/more/{(start + n) % len(pool)}",
            title=pool[(start + n) % len(pool)],
            image=f"{publisher.base}/thumb/{start + n}.jpg",
        )
        for n in range(count)
    ]


@cache
def read_pool() -> tuple[str, ...]:
    """Headlines of stories that exist only as teasers."""
    return tuple(read_toml("headlines.toml")["headlines"])


def _teaser(item: Item, night: int) -> Teaser:
    summary = _shorten(item.text.at(night).paragraphs[0]) if item.text else ""
    return Teaser(
        url=item.url,
        title=page_title(item, night),
        summary=summary,
        stamp=item.dateline(item.published),
        image=f"{item.publisher.base}/thumb/{item.number}.jpg",
    )


def _entries(item: Item, night: int) -> list[Teaser]:
    """What a section or tag page lists: its own stories first, then others of the house."""
    if item.kind != "section":
        return []
    house = [i for i in items() if i.publisher is item.publisher and i.text and i.shown(night) and i.listed]
    house.sort(key=lambda other: (other.section != item.section, -other.published.timestamp()))
    return [_teaser(other, night) for other in house[:10]] + _headlines(item.publisher, item.number * 3, 12)


def _posts(item: Item, night: int) -> list[dict[str, str]]:
    """Posts of a live blog up to a night, newest first; its lines read ``night | time | words``."""
    if item.kind != "live_blog":
        return []
    rows = [line.split(" | ", 2) for line in item.lines]
    shown = sorted((row for row in rows if int(row[0]) <= night), key=lambda row: (row[0], row[1]), reverse=True)
    return [{"stamp": stamp, "words": words} for _, stamp, words in shown]


def _edited(item: Item, night: int) -> datetime | None:
    """When the publisher last touched the page, if it did."""
    revised = item.text.at(night).night if item.text else 0
    trivial = item.trivial_night if item.trivial_night and item.trivial_night <= night else 0
    last = max(revised, trivial)
    return nights.clock(last) - timedelta(hours=4) if last else None


def _json_ld(item: Item, title: str, edited: datetime | None) -> dict[str, Any]:
    publisher = item.publisher
    organisation = {"@type": "NewsMediaOrganization", "@id": f"{publisher.base}/#org", "name": publisher.name}
    kinds = {"video": "VideoObject", "gallery": "ImageGallery", "live_blog": "LiveBlogPosting"}
    body: dict[str, Any] = {
        "@type": kinds.get(item.kind, "NewsArticle"),
        "headline": title,
        "name": title,
        "datePublished": item.published.isoformat(),
        "dateModified": (edited or item.published).astimezone(publisher.zone).isoformat(),
        "mainEntityOfPage": item.url,
        "articleSection": item.section,
        "inLanguage": "ar",
        "publisher": organisation,
    }
    if item.kind == "video":
        body |= {"uploadDate": body["datePublished"], "contentUrl": f"{publisher.base}/media/{item.number}.mp4"}
    if item.kind == "paywall":
        body |= {"isAccessibleForFree": False, "hasPart": {"@type": "WebPageElement", "cssSelector": ".paywall"}}
    if item.text and item.text.author:
        body["author"] = [{"@type": "Person", "name": item.text.author}]
    if publisher.id != "minbar":
        return {"@context": "https://schema.org", **body}
    site = {"@type": "WebSite", "@id": f"{publisher.base}/#website", "url": publisher.base, "name": publisher.name}
    crumbs = {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "position": 1, "name": "الرئيسية"}]}
    body["datePublished"] = item.published.astimezone(UTC).isoformat()
    return {"@context": "https://schema.org", "@graph": [site, organisation, crumbs, body]}


def _shorten(words: str) -> str:
    short = words[:DESCRIPTION_CHARS].rsplit(" ", 1)[0].rstrip()
    return words if len(words) <= DESCRIPTION_CHARS else f"{short}…"


def _is_heading(words: str) -> bool:
    return len(words.split()) <= HEADING_WORDS and words[-1] not in ".؟!»"


def _place(shown: tuple[str, ...]) -> str:
    match = re.match(r"([A-Za-z]+, [A-Za-z]+) - ", shown[0] if shown else "")
    return match[1] if match else "Europa"
