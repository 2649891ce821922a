"""What a probe reports of a source, and what it proposes to expect."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.asking import Asked
from crawlers.probe import Probe, pages_to_read, probe, report
from crawlers.reading.page import read_page
from crawlers.reading.records import Page, Reading
from crawlers.source import Feed, FeedKind, Source
from flows.health import UNRECOGNISED

sys.path.insert(0, str(Path(__file__).parents[2] / "integration"))
sys.path.insert(0, str(Path(__file__).parent))
from gathering import rss
from sample import source

NOW = datetime(2026, 11, 18, 22, tzinfo=UTC)
BASE = "http://minbar.example"
TEXT = "قال الوزير إن القمة بحثت ملف الحدود مع الجوار. " * 9
ARTICLE = read_page(
    Page(
        source_id="minbar",
        url=f"{BASE}/news/1",
        body=f"<html><body><h1>خبر من المدينة</h1><article><p>{TEXT}</p></article></body></html>".encode(),
        content_type="text/html; charset=utf-8",
        captured_at=NOW,
        hint_title=None,
        hint_published=None,
    ),
    source(),
).article
PATHS = [f"/news/{number}" for number in range(1, 10)]


def probed(
    answers: dict[str, str | Asked], pages: int = 3, outcomes: tuple[str, ...] = (), **changes: object
) -> tuple[Probe, list[str]]:
    """The report on a source that answers so, its pages read with the outcomes given; and what it was asked for."""
    asked: list[str] = []
    declared: Source = source(**changes)

    async def ask(url: str) -> Asked:
        asked.append(url)
        answer = answers.get(url.removeprefix(BASE), "<html></html>")
        return answer if isinstance(answer, Asked) else Asked(url=url, body=answer.encode())

    answered = asyncio.run(probe(declared, ask, pages=pages, now=NOW))
    to_read = pages_to_read(declared, answered, NOW)
    readings = [
        Reading(outcome=outcome, reason="", article=ARTICLE if outcome in ("article", "off_topic") else None)
        for outcome in outcomes or ("article",) * len(to_read)
    ]
    return report(declared, answered, readings, NOW, UNRECOGNISED), asked


def test_feeds_freshness_and_pages_are_reported() -> None:
    result, asked = probed({"/feed": rss(*PATHS)})
    assert (result.links, result.fresh_h, result.read_share) == (9, 12.0, 1.0)
    assert [page.url for page in result.pages] == [BASE + path for path in PATHS[:3]]
    assert len(asked) == 4
    assert result.expectations == "expectations=Expectations(min_links=3),"


def test_every_feed_has_its_say_among_the_pages() -> None:
    feeds = tuple(Feed(url=f"{BASE}/{name}", kind=FeedKind.RSS) for name in ("a", "b"))
    result, _ = probed({"/a": rss(*PATHS[:5]), "/b": rss("/news/9", "/news/1")}, feeds=feeds)
    assert [page.url.removeprefix(BASE) for page in result.pages] == ["/news/1", "/news/9", "/news/2"]


def test_a_feed_that_cannot_be_used_says_why() -> None:
    refused = Asked(url=f"{BASE}/feed", fault="status 403", failure="blocked")
    result, asked = probed({"/feed": refused})
    assert (result.feeds[0].fault, result.works, result.expectations) == ("status 403", False, "")
    assert len(asked) == 1
    odd, _ = probed({"/feed": "<html><body>page</body></html>"})
    assert "article_url" in odd.feeds[0].fault
    assert odd.feeds[0].found == "section"


def test_an_index_is_followed_to_its_newest_sitemap() -> None:
    index = f"<sitemapindex><sitemap><loc>{BASE}/1.xml</loc></sitemap></sitemapindex>"
    days = "".join(
        f"<url><loc>{BASE}{path}</loc><lastmod>2026-11-{day}</lastmod></url>"
        for path, day in zip(PATHS[:2], (18, 30), strict=True)
    )
    result, _ = probed({"/feed": index, "/1.xml": f"<urlset>{days}</urlset>"})
    assert (result.feeds[0].found, result.links) == ("sitemap-index", 2)
    assert result.fresh_h is not None
    assert result.fresh_h < 48, "a date in the future says nothing of freshness"


def test_a_refused_page_counts_against_reading() -> None:
    gone = Asked(url=f"{BASE}/news/2", fault="status 404", failure="feed_gone")
    result, _ = probed({"/feed": rss(*PATHS), "/news/2": gone}, outcomes=("article", "video"))
    assert [page.outcome for page in result.pages] == ["article", "feed_gone", "video"]
    assert result.pages[1].reason == "status 404"
    assert result.works
    assert result.read_share == pytest.approx(2 / 3)


def test_text_that_is_off_topic_shows_that_the_source_is_read() -> None:
    result, _ = probed({"/feed": rss(*PATHS)}, outcomes=("off_topic", "video", "section"))
    assert (result.works, result.read_share) == (True, 1.0)
    nothing, _ = probed({"/feed": rss(*PATHS)}, outcomes=("video", "section", "not_article"))
    assert (nothing.works, nothing.expectations) == (False, "")


@pytest.mark.parametrize(("read", "share"), [(1, ", min_read_share=0.12"), (2, "")])
def test_a_source_that_is_seldom_recognised_expects_less(read: int, share: str) -> None:
    outcomes = ("article",) * read + ("not_article",) * (4 - read)
    result, _ = probed({"/feed": rss(*PATHS)}, pages=4, outcomes=outcomes)
    assert result.expectations == f"expectations=Expectations(min_links=3{share}),"
