"""Feeds and sitemaps as bytes: what each publisher lists on a night, newest first.

A feed names the night's and the earlier nights' articles that are still up, and never a removed one.
"""

import gzip
from collections.abc import Callable
from datetime import UTC
from xml.sax.saxutils import escape, quoteattr

from crawlers.newsroom import nights
from crawlers.newsroom.pages import page_title, paragraphs
from crawlers.newsroom.plan import Item, items
from crawlers.newsroom.publishers import Publisher

UTM = "?utm_source=rss&utm_medium=feed"
"""Tracking parameters one publisher puts on the links of its RSS feed."""
UNDATED = frozenset({"sharq", "dira", "mirat"})
"""Publishers whose RSS says no dates: their pages alone tell."""


def listed(publisher: Publisher, night: int) -> list[Item]:
    """Everything a publisher's feeds name on a night, newest first."""
    found = [item for item in items() if item.publisher is publisher and item.listed and item.shown(night)]
    return sorted(found, key=lambda item: (-item.published.timestamp(), item.path))


def listed_url(item: Item) -> str:
    """The link to an item as its publisher's first feed writes it."""
    if item.publisher.id == "minbar" and item.kind != "section":
        return item.url + UTM
    if item.publisher.id == "rafid":
        return item.url.replace("http://rafid.", "http://www.rafid.")
    return item.url


def _stories(publisher: Publisher, night: int) -> list[Item]:
    return [item for item in listed(publisher, night) if item.kind != "section"]


def rss(publisher: Publisher, night: int) -> bytes:
    """RSS 2.0; of one publisher with the whole text, of another in windows-1256."""
    rows = []
    for item in _stories(publisher, night):
        link = escape(listed_url(item))
        row = f"<item><title>{escape(page_title(item, night))}</title><link>{link}</link>"
        row += f'<guid isPermaLink="false">{publisher.id}-{item.number}-{escape(item.path)}</guid>'
        if publisher.id not in UNDATED:
            row += f"<pubDate>{item.published:%a, %d %b %Y %H:%M:%S %z}</pubDate>"
        if item.text:
            row += f"<category>{escape(item.section)}</category>"
            if publisher.id == "minbar":
                body = "".join(f"<p>{escape(words)}</p>" for words in paragraphs(item, night))
                row += f"<content:encoded><![CDATA[{body}]]></content:encoded>"
        rows.append(row + "</item>")
    encoding = "windows-1256" if publisher.id == "rafid" else "utf-8"
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<rss version="2.0" '
        f'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>{publisher.name}</title>'
        f"<link>{publisher.base}/</link><description>{publisher.tagline}</description><language>ar</language>\n"
        + "\n".join(rows)
        + "</channel></rss>\n"
    ).encode(encoding, "xmlcharrefreplace")


def atom(publisher: Publisher, night: int) -> bytes:
    """Atom 1.0."""
    rows = [
        f"<entry><id>tag:{publisher.host},2026:{item.number}</id><title>{escape(page_title(item, night))}</title>"
        f'<link rel="alternate" href={quoteattr(item.url)}/><published>{item.published.isoformat()}</published>'
        f"<updated>{item.published.isoformat()}</updated></entry>"
        for item in _stories(publisher, night)
    ]
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>{publisher.base}/</id><title>{publisher.name}</title>"
        f"<updated>{nights.clock(night).isoformat()}</updated><author><name>{publisher.name}</name></author>\n"
        + "\n".join(rows)
        + "</feed>\n"
    ).encode()


def news_sitemap(publisher: Publisher, night: int) -> bytes:
    """A Google-style news sitemap."""
    rows = [
        f"<url><loc>{escape(item.url)}</loc><news:news><news:publication><news:name>{publisher.name}</news:name>"
        "<news:language>ar</news:language></news:publication>"
        f"<news:publication_date>{item.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(page_title(item, night))}</news:title></news:news></url>"
        for item in _stories(publisher, night)
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n' + "\n".join(rows) + "</urlset>\n"
    ).encode()


def sitemap(rows: list[Item]) -> bytes:
    """A plain sitemap of items."""
    locs = [
        f"<url><loc>{escape(item.url)}</loc><lastmod>{item.published.astimezone(UTC):%Y-%m-%d}</lastmod></url>"
        for item in rows
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        + "\n".join(locs)
        + "</urlset>\n"
    ).encode()


def full_sitemap(publisher: Publisher, night: int) -> bytes:
    """Everything, section pages included."""
    return sitemap(listed(publisher, night))


def section_sitemap(publisher: Publisher, night: int) -> bytes:
    """Section and tag pages only."""
    return sitemap([item for item in listed(publisher, night) if item.kind == "section"])


def sitemap_index(publisher: Publisher, night: int) -> bytes:
    """An index of two gzipped sitemaps."""
    day = nights.run(night)
    rows = "\n".join(
        f"<sitemap><loc>{publisher.base}/sitemaps/{name}.xml.gz</loc><lastmod>{day}</lastmod></sitemap>"
        for name in ("articles", "sections")
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{rows}\n</sitemapindex>\n"
    ).encode()


def gzipped_articles(publisher: Publisher, night: int) -> bytes:
    """The articles' sitemap, gzipped without a time so that the bytes repeat."""
    return gzip.compress(sitemap(_stories(publisher, night)), mtime=0)


def gzipped_sections(publisher: Publisher, night: int) -> bytes:
    """The section pages' sitemap, gzipped."""
    return gzip.compress(section_sitemap(publisher, night), mtime=0)


def empty_rss(publisher: Publisher, _night: int) -> bytes:
    """A feed that is valid and lists nothing."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>'
        f"<title>{publisher.name}</title><link>{publisher.base}/</link><description>{publisher.tagline}</description>"
        "</channel></rss>\n"
    ).encode()


def robots(publisher: Publisher) -> bytes:
    """robots.txt; one publisher forbids a folder and asks for a delay."""
    rules = "Disallow: /private/\nCrawl-delay: 1\n" if publisher.id == "wadi" else "Disallow: /wp-admin/\n"
    return f"User-agent: *\n{rules}".encode()


Maker = Callable[[Publisher, int], bytes]
_RSS, _ATOM, _XML, _GZIP = "application/rss+xml", "application/atom+xml", "application/xml", "application/gzip"

FEEDS: dict[str, dict[str, tuple[str, Maker]]] = {
    "minbar": {"/feed": (_RSS, rss), "/sitemap.xml": (_XML, full_sitemap)},
    "nabaa": {"/atom.xml": (_ATOM, atom)},
    "ufuq": {"/news-sitemap.xml": (_XML, news_sitemap), "/sitemap.xml": (_XML, section_sitemap)},
    "sharq": {"/rss.xml": (_RSS, rss)},
    "maghrib": {
        "/sitemap_index.xml": (_XML, sitemap_index),
        "/sitemaps/articles.xml.gz": (_GZIP, gzipped_articles),
        "/sitemaps/sections.xml.gz": (_GZIP, gzipped_sections),
    },
    "dira": {"/rss.xml": (_RSS, rss)},
    "rafid": {"/rss.php": ("text/xml; charset=windows-1256", rss)},
    "mirat": {"/feed": ("text/xml; charset=utf-8", rss)},
    "mada": {"/news-sitemap.xml": (_XML, news_sitemap), "/sitemap.xml": (_XML, section_sitemap)},
    "kull": {"/rss": ("text/xml", rss), "/sitemap.xml": (_XML, section_sitemap)},
    "wadi": {"/feed": (_RSS, rss)},
    "malaeb": {"/atom.xml": (_ATOM, atom), "/sitemap.xml": (_XML, section_sitemap)},
    "saa": {"/rss.xml": (_RSS, empty_rss)},
}
"""Addresses of feeds: path to media type and maker, by publisher."""
