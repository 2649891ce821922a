"""Only a whole text of a feed may stand in for a page, and only where no page was ever had."""

import time
from datetime import UTC, datetime

import pytest

from crawlers.feedtext import MIN_WORDS, may_stand_in, page_of, whole_text
from crawlers.gathered import KnownLink, Payload

LONG = "<p>" + "كلمة من الخبر " * (MIN_WORDS // 2) + "انتهى.</p>"


def known(**fields: object) -> KnownLink:
    url = "http://minbar.example/1"
    given = {"etag": None, "last_modified": None, "revisit": True, "pending": True, **fields}
    return KnownLink(url=url, canonical_url=url, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "whole"),
    [
        (LONG, True),
        ("<p>" + "كلمة " * (MIN_WORDS - 1) + "</p>", False),
        (LONG[:-5] + " …</p>", False),
        (LONG + "<a href='/1'>اقرأ المزيد</a> &raquo;", False),
        (LONG + " [&hellip;]", False),
        ("<b>" * 500, False),
        ("", False),
    ],
)
def test_a_lead_or_a_text_that_is_cut_is_no_whole_text(value: str, whole: bool) -> None:
    assert whole_text([{"value": value}]) == (value if whole else "")


def test_the_first_whole_text_counts() -> None:
    assert whole_text([{}, {"value": None}, {"value": "قصير"}, {"value": LONG}]) == LONG


def test_a_hostile_text_costs_time_in_step_with_its_length() -> None:
    def cost(repeats: int) -> float:
        begun = time.process_time()
        for part in (". ", "<", "…", "&lt;", "..."):
            whole_text([{"value": part * repeats}])
        return time.process_time() - begun

    # Ten times as much takes ten times as long, not a hundred times.
    assert cost(300_000) < 40 * max(cost(30_000), 0.01)


@pytest.mark.parametrize(
    ("link", "may"),
    [
        (None, True),
        (known(), True),
        (known(pending=False), False),
        (known(etag='"1"'), False),
        (known(payload=Payload(digest="sha1:0", url="u", at=datetime(2026, 11, 18, tzinfo=UTC))), False),
    ],
)
def test_a_text_that_was_read_from_a_page_is_never_replaced(link: KnownLink | None, may: bool) -> None:
    assert may_stand_in(link) is may


def test_the_title_of_a_feed_is_words_in_the_page_that_is_made_of_it() -> None:
    assert "<h1>&lt;script&gt; &amp; &#x27;</h1>" in page_of("<script> & '", LONG)
