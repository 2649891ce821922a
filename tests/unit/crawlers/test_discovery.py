import gzip
import sys
import time
from pathlib import Path

import pytest

from crawlers import discovery, sitemaps
from crawlers.discovery import MAX_SITEMAPS, read_feed, recent_sitemaps

sys.path.insert(0, str(Path(__file__).parent))
from sample import source

URL = "http://minbar.example/feed"
RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>x</title>
<item><title>قمة &lt;b&gt;باريس&lt;/b&gt;</title>
<link> http://minbar.example/news/1#c </link><pubDate>الأربعاء</pubDate></item>
<item><link>/news/2</link></item><item><title>x</title><link>http://evil.example/news/3</link></item>
<item><link>http://m.minbar.example/news/1</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><title>t</title>
<link rel="alternate" href="http://minbar.example/news/1"/><updated>2026-11-18T10:00:00Z</updated></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>x</title></channel><item>
<title>t</title><link>http://minbar.example/news/1</link><dc:date>2026-11-18</dc:date></item></rdf:RDF>"""
NEWS = """<!-- x --><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>
http://minbar.example/news/1</loc><lastmod>2026-11-20</lastmod><news:news><news:publication_date>2026-11-18T10:00:00+02:00
</news:publication_date><news:title>عنوان</news:title></news:news></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>http://minbar.example/a.xml</loc></sitemap>
<sitemap><loc>http://minbar.example/b.xml</loc><lastmod>2026-11-17</lastmod></sitemap>
<sitemap><loc>http://minbar.example/c.xml</loc><lastmod>2026-11-18</lastmod></sitemap>
<sitemap><loc>http://127.0.0.1/d.xml</loc></sitemap></sitemapindex>"""
SECTION = """<!DOCTYPE html><html><head><base href="http://minbar.example/s/"></head><body>
<a href="/news/1"><img alt="x"></a><a href="/news/1">عنوان <b>الخبر</b></a><a href="../news/2" title="ثان">  </a>
<a href="/about">x</a><a href="javascript:x">x</a><a class=n rel="nofollow next" href="?page=2">n</a></body></html>"""


def test_rss_gives_own_links_once_with_title_and_raw_date() -> None:
    listing = read_feed(RSS.encode(), URL, source())
    assert listing.kind == "feed"
    assert [(link.url, link.title, link.published_raw) for link in listing.links] == [
        ("http://minbar.example/news/1", "قمة باريس", "الأربعاء"),
        ("http://minbar.example/news/2", None, None),
    ]


@pytest.mark.parametrize("text", [ATOM, RDF, NEWS])
def test_every_kind_of_feed_gives_its_link_and_date(text: str) -> None:
    (link,) = read_feed(text.encode(), URL, source()).links
    assert link.url == "http://minbar.example/news/1"
    assert link.title
    assert (link.published_raw or "").startswith("2026-11-18")


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(RSS.encode()),
        b"\xef\xbb\xbf" + RSS.encode(),
        b"\n\n  " + RSS.encode(),
        RSS.replace('encoding="utf-8"', 'encoding="utf-16"').encode("utf-16"),
        RSS.replace('encoding="utf-8"', 'encoding="windows-1256"').encode("cp1256"),
        RSS.replace("</channel></rss>", "").encode(),
    ],
)
def test_a_feed_is_read_whatever_its_encoding_and_when_cut_off(body: bytes) -> None:
    links = read_feed(body, URL, source()).links
    assert links[0].title == "قمة باريس"


def test_a_sitemap_index_gives_own_sitemaps_newest_first() -> None:
    listing = read_feed(INDEX.encode(), URL, source())
    assert listing.kind == "sitemap-index"
    assert [item.url[-5:] for item in listing.nested] == ["c.xml", "b.xml", "a.xml"]


def test_a_sitemap_cut_off_in_the_middle_lists_what_it_lists() -> None:
    assert len(read_feed(NEWS[: NEWS.index("</urlset>")].encode() + b"<url><loc>http://min", URL, source()).links) == 1


def test_a_section_page_gives_matching_links_and_the_next_page() -> None:
    listing = read_feed(SECTION.encode(), "http://minbar.example/", source())
    assert listing.kind == "section"
    assert [(link.url, link.title) for link in listing.links] == [
        ("http://minbar.example/news/1", "عنوان الخبر"),
        ("http://minbar.example/news/2", "ثان"),
    ]
    assert listing.next_url == "http://minbar.example/s/?page=2"


@pytest.mark.parametrize(
    "body",
    [b"", b"   ", b"hello", b"{}", b"\x1f\x8bbroken", b"<?xml", b"<!--" * 5000, b"\x00" * 50, b"<rss>", b"<x/>"],
)
def test_what_lists_nothing_says_why(body: bytes) -> None:
    listing = read_feed(body, URL, source())
    assert listing.links == ()
    assert listing.fault or listing.kind == "feed"


def test_a_decompression_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "MAX_FEED_BYTES", 1000)
    assert "1000 bytes" in read_feed(gzip.compress(b"<rss>" + b" " * 5000), URL, source()).fault


def test_entities_are_neither_expanded_nor_fetched() -> None:
    bomb = '<!DOCTYPE u [<!ENTITY a "' + "x" * 1000 + '"><!ENTITY b "' + "&a;" * 1000 + '"><!ENTITY c "' + "&b;" * 1000
    bomb += '"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    for text in (
        bomb + "<urlset><url><loc>http://minbar.example/news/1&c;&f;</loc></url></urlset>",
        bomb
        + "<rss version='2.0'><channel><item><title>&c;&f;</title><link>http://minbar.example/news/1</link></item></channel></rss>",
    ):
        begun = time.monotonic()
        listing = read_feed(text.encode(), URL, source())
        assert time.monotonic() - begun < 2
        assert not any("root:" in (link.title or "") + link.url for link in listing.links)


def test_more_entries_than_the_limit_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MAX_ENTRIES", 3)
    entries = "".join(f"<url><loc>http://minbar.example/news/{number}</loc></url>" for number in range(1, 9))
    assert len(read_feed(f"<urlset>{entries}</urlset>".encode(), URL, source()).links) == 3


def test_hostile_markup_is_read_in_linear_time() -> None:
    for body in (
        b"<!-- a -->" * 6000,
        b"<?a?>" * 12000,
        b"<!DOCTYPE [" * 6000,
        b"<html>" + b"<a href='/news/1'>" * 5000,
    ):
        begun = time.monotonic()
        read_feed(body, URL, source())
        assert time.monotonic() - begun < 3


def test_an_entry_of_a_sitemap_is_not_taken_for_its_image_or_video() -> None:
    entry = (
        "<image:image><image:loc>http://minbar.example/news/9</image:loc><image:title>صورة</image:title></image:image>"
        "<video:video><video:title>فيديو</video:title><video:publication_date>1999</video:publication_date></video:video>"
    )
    sitemap = NEWS.replace("xmlns:news", 'xmlns:image="i" xmlns:video="v" xmlns:news')
    for text in (sitemap.replace("<lastmod>", entry + "<lastmod>"), sitemap.replace("</url>", entry + "</url>")):
        assert read_feed(text.encode(), URL, source()).links == read_feed(NEWS.encode(), URL, source()).links
    without = f"<urlset><url><loc>http://minbar.example/news/1</loc>{entry}</url></urlset>"
    (link,) = read_feed(without.encode(), URL, source()).links
    assert (link.url, link.title, link.published_raw) == ("http://minbar.example/news/1", None, None)


@pytest.mark.parametrize(
    "body",
    [
        RSS.replace("باريس", "&#xD800;").encode(),
        b"<urlset><url><loc>http://minbar.example/news/1&#xD800;</loc></url></urlset>",
    ],
)
def test_a_document_its_parser_breaks_on_is_unreadable_and_raises_nothing(body: bytes) -> None:
    listing = read_feed(body, URL, source())
    assert (listing.kind, listing.links) == ("unreadable", ())
    assert "Unicode" in listing.fault


def index_of(count: int, date: str = "") -> str:
    items = "".join(f"<sitemap><loc>http://minbar.example/{n}.xml</loc></sitemap>" for n in range(count))
    return f"<sitemapindex>{date}{items}</sitemapindex>"


def test_of_a_long_index_the_newest_are_read_and_without_dates_the_last() -> None:
    chosen, which = recent_sitemaps(read_feed(index_of(MAX_SITEMAPS + 5).encode(), URL, source()))
    names = [f"http://minbar.example/{n}.xml" for n in range(MAX_SITEMAPS + 5)]
    assert [item.url for item in chosen] == names[:4:-1]
    assert "last" in which
    dated = "<sitemap><loc>http://minbar.example/d.xml</loc><lastmod>2026-11-18</lastmod></sitemap>"
    chosen, which = recent_sitemaps(read_feed(index_of(MAX_SITEMAPS, dated).encode(), URL, source()))
    assert [item.url for item in chosen] == ["http://minbar.example/d.xml", *names[: MAX_SITEMAPS - 1]]
    assert "newest" in which
    chosen, which = recent_sitemaps(read_feed(index_of(MAX_SITEMAPS).encode(), URL, source()))
    assert [item.url for item in chosen] == names[:MAX_SITEMAPS]
    assert which == ""


def test_an_address_reaches_nobody_with_control_characters_in_it() -> None:
    loc = "http://minbar.example/news/1\u009b[2J\u202e\u00a0x"
    (link,) = read_feed(f"<urlset><url><loc>{loc}</loc></url></urlset>".encode(), URL, source()).links
    assert link.url == "http://minbar.example/news/1%C2%9B[2J%E2%80%AE%C2%A0x"
