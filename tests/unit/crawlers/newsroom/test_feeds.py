import gzip
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import etree

from crawlers.newsroom import feeds, responses
from crawlers.newsroom.expected import expected_links
from crawlers.newsroom.publishers import PUBLISHERS
from crawlers.sources import get_source
from crawlers.urls import canonical_url

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def ask(night: int, url: str) -> bytes:
    parts = urlsplit(url)
    response = responses.answer(night, parts.netloc, parts.path, responses.Conditions())
    assert response.status == 200
    return response.body


def addresses(night: int, url: str) -> set[str]:
    body = ask(night, url)
    body = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
    root = etree.fromstring(body)
    if root.tag.startswith(SITEMAP):
        found = {loc.text for loc in root.iter(f"{SITEMAP}loc")}
        return set().union(*(addresses(night, loc) for loc in found)) if "index" in root.tag else found
    parsed = feedparser.parse(body)
    assert not parsed.bozo
    return {entry.link for entry in parsed.entries}


@pytest.mark.parametrize("night", [1, 2, 3])
@pytest.mark.parametrize("publisher", sorted(set(feeds.FEEDS) - {"saa"}))
def test_the_feeds_list_exactly_the_links_the_table_says_are_listed(publisher, night):
    source = get_source(publisher)
    found = {canonical_url(url, source) for feed in source.feeds for url in addresses(night, feed.url)}
    table = {row.canonical_url for row in expected_links(night) if row.source_id == publisher and row.listed}
    assert found == table


def test_links_of_the_table_are_canonical_in_the_crawlers_own_words():
    for night in (1, 2, 3):
        for row in expected_links(night):
            source = get_source(row.source_id)
            assert canonical_url(row.url, source) == row.canonical_url
            assert canonical_url(row.canonical_url, source) == row.canonical_url


def test_a_removed_article_is_listed_no_more():
    publisher = PUBLISHERS["minbar"]
    before, after = ({item.id for item in feeds.listed(publisher, night)} for night in (1, 2))
    assert before - after == {"egypt-sudan-power-minbar"}


def test_the_paginated_section_leads_from_page_to_page_until_the_last():
    for night, pages in ((1, 2), (2, 2), (3, 3)):
        for number in range(1, pages + 1):
            body = responses.answer(
                night, "aden.example", f"/news?page={number}", responses.Conditions()
            ).body.decode()
            assert ('rel="next"' in body) == (number < pages)
        assert responses.answer(night, "aden.example", f"/news?page={pages + 1}", responses.Conditions()).status == 404


def test_the_windows_1256_feed_says_so_and_reads_as_arabic():
    parsed = feedparser.parse(ask(1, "http://rafid.example/rss.php"))
    assert parsed.encoding == "windows-1256"
    assert any("قمة بغداد" in entry.title for entry in parsed.entries)


def test_the_empty_feed_is_valid():
    parsed = feedparser.parse(ask(2, "http://saa.example/rss.xml"))
    assert not parsed.bozo
    assert parsed.entries == []
