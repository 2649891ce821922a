from datetime import UTC, datetime

import pytest
from reading_pages import html, read, story

LD = '<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","datePublished":"%s"}</script>'


def published(page, **more):
    article = read(page, **more).article
    return article.published_at, article.published_rule, article.published_precision


def test_jsonld_wins_over_meta_and_over_what_is_printed():
    head = LD % "2026-11-19T10:00:00+02:00" + '<meta property="article:published_time" content="2026-11-18T23:00:00Z">'
    assert published(html(story(after_title="<p>17 نوفمبر 2026</p>"), head)) == (
        datetime(2026, 11, 19, 8, tzinfo=UTC),
        "jsonld",
        "second",
    )


def test_meta_that_holds_an_arabic_date_is_read():
    head = '<meta property="article:published_time" content="الخميس، 19 نوفمبر 2026 - 12:09 م">'
    assert published(html(story(), head)) == (datetime(2026, 11, 19, 10, 9, tzinfo=UTC), "meta", "minute")


def test_a_local_time_labelled_utc_is_local_when_the_page_prints_the_same_clock():
    head = LD % "2026-11-19T10:00:00Z"
    page = html(story(after_title="<p>الخميس 19 نوفمبر 2026 10:00 ص</p>"), head)
    assert published(page)[0] == datetime(2026, 11, 19, 8, tzinfo=UTC)


def test_a_time_labelled_utc_stays_utc_when_the_page_prints_another_clock():
    head = LD % "2026-11-19T10:00:00Z"
    page = html(story(after_title="<p>الخميس 19 نوفمبر 2026 12:00 م</p>"), head)
    assert published(page)[0] == datetime(2026, 11, 19, 10, tzinfo=UTC)


def test_a_machine_date_without_time_takes_the_time_printed_for_the_same_day():
    page = html(story(after_title="<p>الخميس 19 نوفمبر 2026 10:00 ص</p>"), LD % "2026-11-19")
    assert published(page) == (datetime(2026, 11, 19, 8, tzinfo=UTC), "dateline", "minute")


@pytest.mark.parametrize(
    ("stated", "reason"),
    [("2027-03-01T10:00:00Z", "refused:in_the_future"), ("1970-01-01T00:00:00Z", "refused:before_1990")],
)
def test_dates_that_cannot_be_are_refused_by_name(stated, reason):
    assert published(html(story(), LD % stated)) == (None, reason, None)


def test_a_refused_date_gives_way_to_the_next_claim():
    page = html(story(after_title="<p>19 نوفمبر 2026</p>"), LD % "0001-01-01T00:00:00")
    assert published(page)[1:] == ("dateline", "day")


def test_footer_year_calendar_masthead_and_teasers_are_not_the_date_of_the_article():
    page = html(
        "<header class='masthead'><div>الجمعة 20 نوفمبر 2026</div></header>"
        "<div class='calendar'>1 نوفمبر 2026</div>"
        + story()
        + "<div class='related'><h3>خبر آخر قديم</h3><span>3 مارس 2020</span></div>"
        "<footer>© 2026 جميع الحقوق محفوظة</footer>"
    )
    assert published(page) == (None, None, None)
    assert "no_date" in read(page).article.quality_flags


def test_the_address_gives_the_day_when_nothing_else_does():
    assert published(html(story()), url="http://manara.example/2026/11/19/iran")[1:] == ("url", "day")


def test_the_feed_is_asked_last():
    assert published(html(story()), hint="Thu, 19 Nov 2026 08:00:00 +0200") == (
        datetime(2026, 11, 19, 6, tzinfo=UTC),
        "feed",
        "second",
    )
    dated = html(story(after_title="<p>18 نوفمبر 2026</p>"))
    assert published(dated, hint="Thu, 19 Nov 2026 08:00:00 +0200")[1] == "dateline"
