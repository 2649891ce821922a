import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from crawlers.budget import is_open
from crawlers.feeds import addresses
from crawlers.schedule import is_due, is_recent, next_feed_look
from crawlers.source import Feed, FeedKind
from crawlers.span import Span

sys.path.insert(0, str(Path(__file__).parent))
from sample import source

SEEN = datetime(2026, 11, 18, 22, tzinfo=UTC)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


@pytest.mark.parametrize(("every_hours", "most", "asked"), [(1, 30, [1, 6, 22]), (24, 240, [24, 48, 72, 168])])
def test_a_link_is_looked_at_by_its_age_whatever_the_rhythm_of_runs(
    every_hours: int, most: int, asked: list[int]
) -> None:
    checked, looks = SEEN, []
    for age in range(every_hours, most, every_hours):
        if is_due(SEEN, checked, SEEN + hours(age)):
            checked = SEEN + hours(age)
            looks.append(age)
    assert looks == asked


def test_a_night_that_starts_early_is_a_night() -> None:
    assert is_due(SEEN, SEEN + hours(6), SEEN + hours(23.5))


def test_what_fails_is_asked_again_for_a_week() -> None:
    assert is_recent(SEEN, SEEN + hours(168))
    assert not is_recent(SEEN, SEEN + hours(169))


@pytest.mark.parametrize(("quiet_hours", "wait_hours"), [(0, 1), (8, 2), (40, 10), (4000, 20)])
def test_a_feed_is_asked_the_less_the_longer_it_has_not_changed_but_every_night(
    quiet_hours: float, wait_hours: float
) -> None:
    assert next_feed_look(SEEN, SEEN + hours(quiet_hours)) == SEEN + hours(quiet_hours) + hours(wait_hours)


@pytest.mark.parametrize(
    ("window", "open_at"),
    [(None, range(24)), ((22, 6), [0, 1, 2, 3, 4, 5, 22, 23]), ((1, 4), [1, 2, 3])],
)
def test_a_source_is_asked_in_its_hours(window: tuple[int, int] | None, open_at: list[int]) -> None:
    declared = source(hours=window)
    zone = declared.zone
    found = [hour for hour in range(24) if is_open(declared, datetime(2026, 11, 18, hour, 30, tzinfo=zone))]
    assert found == list(open_at)


def test_a_date_pattern_gives_the_addresses_of_the_last_days() -> None:
    feed = Feed(url="http://minbar.example/sitemap-{date:%Y-%m-%d}.xml?x=%D8%A7", kind=FeedKind.SITEMAP, days=3)
    span = Span(date(2026, 2, 27), date(2026, 3, 1))
    found = list(addresses(feed, span))
    assert found == [
        f"http://minbar.example/sitemap-{day}.xml?x=%D8%A7" for day in ("2026-03-01", "2026-02-28", "2026-02-27")
    ]
    plain = Feed(url="http://minbar.example/{x}", kind=FeedKind.RSS)
    assert list(addresses(plain, span)) == ["http://minbar.example/{x}"]
