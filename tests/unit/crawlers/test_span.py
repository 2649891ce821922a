from datetime import date
from zoneinfo import ZoneInfo

import pytest

from crawlers.listing import FoundLink
from crawlers.span import Span, day_of

CAIRO = ZoneInfo("Africa/Cairo")
SPAN = Span(date(2026, 11, 10), date(2026, 11, 12))


def _link(url: str, dated: str | None = None) -> FoundLink:
    return FoundLink(url=f"https://www.example.org/{url}", title=None, published_raw=dated)


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("2026-11-10", date(2026, 11, 10)),
        ("2026-11-09T23:30:00Z", date(2026, 11, 10)),
        ("2026-11-10T01:00:00", date(2026, 11, 10)),
        ("Mon, 09 Nov 2026 23:30:00 GMT", date(2026, 11, 10)),
        ("10 نوفمبر", None),
        ("", None),
        (None, None),
    ],
)
def test_the_day_of_a_listed_date_is_the_publishers(raw: str | None, day: date | None) -> None:
    assert day_of(raw, CAIRO) == day


@pytest.mark.parametrize(
    ("url", "dated", "holds"),
    [
        ("news/1", "2026-11-11T08:00:00+02:00", True),
        ("news/1", "2026-11-13", False),
        ("2026/11/11/story", None, True),
        ("2026/11/09/story", None, False),
        ("2026/11/story", None, False),
        ("news/20261111", None, True),
        ("news/1", None, False),
        # What the listing says stands before what the address does.
        ("2026/11/01/story", "2026-11-11", True),
    ],
)
def test_a_link_is_of_the_span_by_its_date_or_its_address(url: str, dated: str | None, holds: bool) -> None:
    assert SPAN.holds(_link(url, dated), CAIRO, otherwise=False) is holds


def test_a_link_without_a_day_is_what_its_feed_is() -> None:
    assert SPAN.holds(_link("news/1"), CAIRO, otherwise=True)


@pytest.mark.parametrize(
    ("url", "changed", "may"),
    [
        ("sitemap-2026-11.xml", None, True),
        ("sitemap-2026-10.xml", "2026-11-20", False),
        ("sitemap-2026-11-12.xml", None, True),
        ("sitemap-2026-11-13.xml", None, False),
        ("sitemap-7.xml", "2026-11-09", False),
        ("sitemap-7.xml", "2026-11-30", True),
        ("sitemap-7.xml", None, True),
    ],
)
def test_a_sitemap_is_asked_for_when_it_may_list_the_span(url: str, changed: str | None, may: bool) -> None:
    assert SPAN.may_hold(_link(url, changed), CAIRO) is may


def test_days_are_given_newest_first() -> None:
    assert SPAN.days() == [date(2026, 11, 12), date(2026, 11, 11), date(2026, 11, 10)]
