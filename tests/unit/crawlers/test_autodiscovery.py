"""What is told of a publisher from its robots.txt, its front page and what its feeds list."""

import asyncio
import sys
from datetime import date
from pathlib import Path

import pytest

from crawlers.asking import Asked
from crawlers.autodiscovery import Found, alternates_of, discover, provisional, shape_of, sitemaps_of
from crawlers.draft import draft, source_id
from crawlers.source import FeedKind

sys.path.insert(0, str(Path(__file__).parents[2] / "integration"))
from gathering import rss

HOST = "www.jarida.eg"
BASE = f"https://{HOST}"
ON = date(2026, 11, 22)


def found(answers: dict[str, bytes | str]) -> tuple[Found, list[str]]:
    """What is found of a publisher that answers so, and what it was asked for."""
    asked: list[str] = []

    async def ask(url: str) -> Asked:
        asked.append(url)
        answer = answers.get(url.removeprefix(BASE))
        if answer is None:
            return Asked(url=url, fault="status 404", failure="feed_gone")
        return Asked(url=url, body=answer.encode() if isinstance(answer, str) else answer)

    return asyncio.run(discover(f"{BASE}/", provisional(f"{BASE}/"), ask)), asked


def front(head: str = "", *paths: str) -> str:
    links = "".join(f'<a href="{path}">خبر</a>' for path in paths)
    return f'<html lang="ar-EG"><head><title>الجريدة | أخبار مصر</title>{head}</head><body>{links}</body></html>'


def sitemap(*paths: str, news: bool = False) -> str:
    space = ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"' if news else ""
    return f"<urlset{space}>" + "".join(f"<url><loc>{BASE}{path}</loc></url>" for path in paths) + "</urlset>"


NUMBERED = [f"/news/{number}" for number in range(1000, 1010)]


def test_robots_and_the_front_page_name_feeds_and_the_best_is_first() -> None:
    alternate = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    result, asked = found(
        {
            "/robots.txt": f"User-agent: *\nSitemap: {BASE}/a.xml\nsitemap:{BASE}/b.xml\n",
            "/": front(alternate, "/news/1000", "/section/sport"),
            "/a.xml": sitemap(*NUMBERED, "/section/sport"),
            "/b.xml": sitemap(*NUMBERED[:3], news=True),
            "/feed": rss(*NUMBERED, host=HOST),
        }
    )
    kinds = [item.feed.kind for item in result.feeds]
    assert kinds == [FeedKind.NEWS_SITEMAP, FeedKind.SITEMAP, FeedKind.RSS, FeedKind.SECTION]
    assert result.shape is not None
    assert result.shape.pattern == r"^/news/\d+"
    assert result.sections[0] == f"{BASE}/section/sport"
    assert not any("usual" in item.named_by for item in result.feeds)
    assert f"{BASE}/rss" not in asked, "enough was found: the usual paths are left alone"


def test_the_usual_paths_are_tried_when_nothing_is_named() -> None:
    result, asked = found({"/": front(), "/rss.xml": rss(*NUMBERED, host=HOST)})
    assert [(item.feed.url, item.named_by) for item in result.feeds] == [(f"{BASE}/rss.xml", "the usual path")]
    assert f"{BASE}/news-sitemap.xml" in asked
    assert f"{BASE}/robots.txt: status 404" in result.faults


def test_content_decides_what_an_address_is() -> None:
    result, _ = found(
        {
            "/robots.txt": f"Sitemap: {BASE}/sitemap.xml",
            "/": front('<link rel="alternate" type="application/rss+xml" href="/home">'),
            "/sitemap.xml": rss(*NUMBERED, host=HOST),
            "/home": front("", *NUMBERED),
        }
    )
    assert [item.feed.kind for item in result.feeds] == [FeedKind.RSS]
    assert any(fault.startswith(f"{BASE}/home") for fault in result.faults)


def test_an_index_is_judged_by_its_newest_sitemap() -> None:
    index = f"<sitemapindex><sitemap><loc>{BASE}/1.xml</loc></sitemap></sitemapindex>"
    robots = f"Sitemap: {BASE}/index.xml"
    result, _ = found({"/robots.txt": robots, "/": front(), "/index.xml": index, "/1.xml": sitemap(*NUMBERED)})
    assert (result.feeds[0].feed.kind, len(result.feeds[0].links)) == (FeedKind.SITEMAP, 10)
    assert result.feeds[0].feed.url == f"{BASE}/index.xml"


def test_nothing_is_asked_of_another_host() -> None:
    result, asked = found(
        {"/robots.txt": "Sitemap: http://169.254.169.254/latest\nSitemap: https://cdn.example/s.xml"}
    )
    assert all(url.startswith(BASE) for url in asked)
    assert sum("another publisher's host" in fault for fault in result.faults) == 2


@pytest.mark.parametrize(
    ("links", "pattern"),
    [
        (["/ar/2026/11/22/خبر", "/arab/2026/1/2/x"], r"/20\d\d/\d{1,2}/\d{1,2}/"),
        (["/2026-11-22/خبر"], r"/20\d\d-\d\d-\d\d"),
        (["/ar/20261122-خبر"], r"/20\d{6}[/-]"),
        (["/article/123456/خبر", "/article/7777"], r"^/article/\d+"),
        (["/1234567", "/7654321"], r"^/\d{4,}"),
        (["/a/b/123456-خبر", "/c/123457/خبر"], r"/\d{4,}(?=[/-]|$)"),
        (["/خبر-عاجل-1234567.html"], r"[-_]\d{4,}(?:\.\w+)?$"),
        (["/view.aspx?cdate=22112026&id=c87a"], r"\.\w+\?(?:.*&)?\w*id=\w+"),
        (["/قال-الوزير-إن-الحكومة-ستدرس/"], r"^/(?:[^/-]+-){3,}[^/]+/?$"),
        (["/a", "/b"], None),
        ([], None),
    ],
)
def test_the_shape_of_addresses_is_told(links: list[str], pattern: str | None) -> None:
    shape = shape_of([BASE + link for link in links])
    assert (shape.pattern if shape else None) == pattern


def test_few_odd_links_do_not_spoil_a_shape_and_many_do() -> None:
    assert shape_of([*(BASE + path for path in NUMBERED), f"{BASE}/live"]) is not None
    assert shape_of([*(BASE + path for path in NUMBERED[:2]), f"{BASE}/live"]) is None


def test_sitemap_lines_and_alternates_are_read_as_they_are_written() -> None:
    assert sitemaps_of(b"SITEMAP: https://a.example/1\r\n#Sitemap: no\n Sitemap : https://a.example/2\n") == [
        "https://a.example/1",
        "https://a.example/2",
    ]
    assert alternates_of(None, BASE) == []


def test_a_draft_with_all_filled_in_is_a_declaration_and_without_says_what_is_missing() -> None:
    result, _ = found(
        {
            "/robots.txt": f"Sitemap: {BASE}/s.xml",
            "/": front('<meta property="og:site_name" content="الجري\\&quot;دة&#10;">', *NUMBERED, "/section/sport"),
            "/s.xml": sitemap(*NUMBERED, news=True),
        }
    )
    text = draft(result, ON)
    with pytest.raises(ValueError, match="country='': ISO 3166-1"):
        exec(text.replace('country="EG"', 'country=""'), {})
    names: dict[str, object] = {}
    exec(text, names)
    source = names["SOURCE"]
    assert (source.id, source.country, source.timezone) == ("jarida", "EG", "Africa/Cairo")  # type: ignore[attr-defined]
    assert source.name == 'الجري\\"دة'  # type: ignore[attr-defined]
    assert 'owner="",  # not found' in text
    assert text == draft(result, ON)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.alwatan.com.sa/", "alwatan"),
        ("https://24.ae/", "press_24"),
        ("https://arabic.cnn.com/", "cnn"),
        ("https://al-ain.com/", "al_ain"),
        ("https://akhbar.press.ma/", "akhbar"),
    ],
)
def test_an_id_is_made_of_the_host(url: str, expected: str) -> None:
    assert source_id(url) == expected
