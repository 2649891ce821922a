from collections import Counter
from datetime import date

import pytest

from crawlers.newsroom.expected import expected_articles, expected_failures, expected_links
from crawlers.newsroom.plan import items
from storage.outcomes import OUTCOMES

NIGHTS = (1, 2, 3)


def outcomes(item_id: str) -> list[str | None]:
    """The outcome of an item on each night; None where it is not asked for."""
    [url] = [item.url for item in items() if item.id == item_id]
    return [next((r.outcome for r in expected_links(n) if r.canonical_url == url), None) for n in NIGHTS]


def article(night: int, text_id: str):
    [found] = [article for article in expected_articles(night) if article.id == text_id]
    return found


def test_every_link_has_one_row_a_night_and_a_known_outcome():
    for night in NIGHTS:
        rows = expected_links(night)
        assert len({row.canonical_url for row in rows}) == len(rows)
        assert {row.outcome for row in rows} <= set(OUTCOMES)


def test_the_table_covers_at_least_150_pages():
    assert len({row.canonical_url for night in NIGHTS for row in expected_links(night)}) >= 150


def test_the_newsroom_shows_every_kind_of_end_it_is_there_to_show():
    shown = {row.outcome for night in NIGHTS for row in expected_links(night)}
    assert shown >= {
        *("new", "revised", "copy", "revisit", "unchanged", "duplicate_link", "unpublished", "gone", "live_blog"),
        *("video", "gallery", "section", "paywall", "consent_wall", "challenge", "soft_404", "not_arabic"),
        *("off_topic", "robots", "reserved", "redirect_loop"),
    }


@pytest.mark.parametrize(
    ("item_id", "nights"),
    [
        ("tanker-aden", ["new", "revised", "revised"]),
        ("doha-round-mada", ["new", "revised", "unchanged"]),
        ("algiers-gas-maghrib", ["new", "unchanged", "revised"]),
        ("lebanon-imf-sharq", ["new", "revisit", "unchanged"]),
        ("volkov-moreau-minbar", ["new", "revisit", "revisit"]),
        ("tanker-mada", ["new", "unchanged", "unchanged"]),
        ("egypt-sudan-power-minbar", ["new", "unpublished", None]),
        ("darfur-convoy-wadi", ["new", "unpublished", None]),
        ("doha-round-dira", ["new", "revisit", "unpublished"]),
        ("unrwa-funds-aden", [None, None, "copy"]),
        ("opec-cut-rafid", ["copy", "revisit", "revisit"]),
        ("darfur-closed-wadi", ["robots", "robots", "robots"]),
        ("chad-basin-wadi", [None, "reserved", "reserved"]),
        ("opinion-budget-wadi", ["reserved", "reserved", "reserved"]),
        ("arab-cup-malaeb", ["off_topic", "unchanged", "unchanged"]),
        ("live-doha-mada", ["live_blog", "live_blog", "live_blog"]),
        ("video-dam-mada", ["video", "unchanged", "unchanged"]),
        ("twin-tanker-kull", ["duplicate_link", "duplicate_link", "duplicate_link"]),
        ("only-durra-kull", [None, "new", "revisit"]),
        ("loop-a-kull", ["redirect_loop", "redirect_loop", "redirect_loop"]),
        ("loop-b-kull", [None, None, None]),
        ("removed-rumour-kull", ["gone", "gone", "gone"]),
        ("persian-kull", ["not_arabic", "not_arabic", "not_arabic"]),
    ],
)
def test_a_link_ends_each_night_as_the_rules_say(item_id, nights):
    assert outcomes(item_id) == nights


def test_broken_publishers_fail_as_what_they_are_on_every_night():
    for night in NIGHTS:
        assert expected_failures(night) == {"mina": "feed_error", "hisn": "challenge_cloudflare", "saa": "empty_feed"}
        assert not {row.source_id for row in expected_links(night)} & set(expected_failures(night))


def test_a_trivial_edit_and_a_removal_leave_the_archived_article_as_it_was():
    for text_id in ("lebanon-imf-sharq", "volkov-moreau-minbar", "egypt-sudan-power-minbar"):
        assert article(3, text_id) == article(1, text_id)


def test_a_revision_replaces_title_and_text_and_keeps_the_date():
    first, last = article(1, "tanker-aden"), article(3, "tanker-aden")
    assert (first.revision, last.revision) == (1, 3)
    assert first.title != last.title
    assert first.published_at == last.published_at


def test_a_day_without_a_time_is_midnight_in_the_publishers_zone():
    beirut = article(1, "volkov-moreau-sharq")
    assert beirut.published_precision == "day"
    assert str(beirut.published_at) == "2026-11-17 22:00:00+00:00"
    hijri = article(1, "india-corridor-dira")
    assert (hijri.published_precision, hijri.published_date) == ("day±1", date(2026, 11, 18))


def test_an_article_of_the_first_hours_is_filed_under_the_day_before_in_utc():
    assert article(1, "sahel-mauritania-ufuq").published_date == date(2026, 11, 17)


def test_a_page_without_a_date_has_none():
    undated = article(2, "euphrates-bridge-mirat")
    assert (undated.published_at, undated.published_date, undated.published_precision) == (None, None, None)
    assert undated.flags == ("no_date",)


def test_the_two_seed_shaped_articles_are_one_event_and_no_copies():
    one, other = article(1, "volkov-moreau-minbar"), article(1, "volkov-moreau-nabaa")
    assert one.event == other.event
    assert one.copy_of is None
    assert other.copy_of is None
    assert "machine_translated" in other.flags


def test_copies_point_at_an_archived_original():
    archived = {a.id for a in expected_articles(3)}
    copies = [a for a in expected_articles(3) if a.copy_of]
    assert len(copies) == 16
    assert {a.copy_of for a in copies} <= archived
    assert Counter(a.copy_kind for a in copies)["exact"] >= 2


def test_the_archive_only_grows():
    assert [len(expected_articles(night)) for night in NIGHTS] == sorted(len(expected_articles(n)) for n in NIGHTS)
    assert (
        {a.id for a in expected_articles(1)}
        < {a.id for a in expected_articles(2)}
        < {a.id for a in expected_articles(3)}
    )
