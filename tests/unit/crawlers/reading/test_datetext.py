from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crawlers.reading.datelines import is_date_line
from crawlers.reading.datetext import read_date, written_date

ZONE = ZoneInfo("Asia/Riyadh")
CAPTURED = datetime(2026, 11, 20, 22, tzinfo=UTC)


def day_of(text, order="dmy"):
    read = read_date(text, ZONE, CAPTURED, order)
    return read and read.at.astimezone(ZONE).date().isoformat()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("19 نوفمبر 2026", "2026-11-19"),
        ("الخميس، 19 نوفمبر/تشرين الثاني 2026", "2026-11-19"),
        ("نُشر في: ١٩ نوفمبر ٢٠٢٦", "2026-11-19"),
        ("نوفمبر ١٩, ٢٠٢٦", "2026-11-19"),
        ("۱۹ نوفمبر ۲۰۲۶", "2026-11-19"),
        ("19 من تشرين الثاني 2026م", "2026-11-19"),
        ("19 تشرين ثاني 2026", "2026-11-19"),
        ("كانون2 15, 2026", "2026-01-15"),
        ("25 كانون الأول (ديسمبر) 2025", "2025-12-25"),
        ("9 آذار - مارس 2026", "2026-03-09"),
        ("4 آب 2026", "2026-08-04"),
        ("14 جويلية 2026", "2026-07-14"),
        ("3 أوت 2026", "2026-08-03"),
        ("4 غشت 2026", "2026-08-04"),
        ("17 نوفمبر/نونبر 2026", "2026-11-17"),
        ("٢٠٢٦/١١/١٩", "2026-11-19"),
        ("2026-11-19", "2026-11-19"),
        ("Thu, 19 Nov 2026 06:30:00 GMT", "2026-11-19"),
        ("9 جمادى الآخرة 1448هـ الموافق 19 نوفمبر 2026م", "2026-11-19"),
    ],
)
def test_every_naming_of_months_is_read(text, day):
    assert day_of(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "2026",
        "© 2026",
        "نوفمبر 2026",
        "31/02/2026",
        "30 فبراير 2026",
        "1399/02/21",
        "19 نوفمبر",
        "منذ شهر",
        "",
        "10.2.5.8",
    ],
)
def test_what_is_no_full_date_is_not_read(text):
    assert read_date(text, ZONE, CAPTURED, "dmy") is None


@pytest.mark.parametrize(("order", "day"), [("dmy", "2026-04-03"), ("mdy", "2026-03-04")])
def test_numeric_dates_are_read_in_the_order_of_the_source(order, day):
    assert day_of("03/04/2026", order) == day


def test_a_numeric_date_that_exists_in_one_order_only_is_read_in_that_order():
    assert day_of("11/19/2026", "dmy") == "2026-11-19"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("الخميس 19 نوفمبر 2026 - 09:30 م بتوقيت مكة", "2026-11-19T18:30"),
        ("19 نوفمبر 2026 - 09:30 ص بتوقيت غرينتش", "2026-11-19T09:30"),
        ("19 نوفمبر 2026 الساعة 12:05 ص", "2026-11-18T21:05"),
        ("19 نوفمبر 2026 12:05 مساءً", "2026-11-19T09:05"),
        ("19 نوفمبر 2026 14:10 (GMT+2)", "2026-11-19T12:10"),
        ("19 نوفمبر 2026 15:00 بتوقيت القاهرة", "2026-11-19T13:00"),
        ("2026-11-19T10:00:00+03:00", "2026-11-19T07:00"),
        ("2026-11-19 10:00", "2026-11-19T07:00"),
        ("أمس 14:30", "2026-11-20T11:30"),
        ("منذ 20 دقيقة", "2026-11-20T21:40"),
    ],
)
def test_times_are_read_with_their_half_and_their_zone(text, at):
    read = read_date(text, ZONE, CAPTURED, "dmy")
    assert read.at == datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert read.precision in ("minute", "second")


def test_a_day_alone_is_midnight_in_the_zone_of_the_source():
    read = read_date("19 نوفمبر 2026", ZONE, CAPTURED, "dmy")
    assert (read.at, read.precision) == (datetime(2026, 11, 18, 21, tzinfo=UTC), "day")


def test_hijri_alone_is_a_day_either_way_and_says_so():
    read = read_date("9 جمادى الآخرة 1448 هـ", ZONE, CAPTURED, "dmy")
    assert (read.at.astimezone(ZONE).date().isoformat(), read.precision, read.hijri) == ("2026-11-19", "day±1", True)


def test_of_an_update_and_a_publication_on_one_line_the_publication_is_read():
    assert day_of("آخر تحديث: 20 نوفمبر 2026، نشر: 18 نوفمبر 2026") == "2026-11-18"


@pytest.mark.parametrize("line", ["نوفمبر ١٩, ٢٠٢٦", "الخميس 19 نوفمبر 2026 - 09:30 م بتوقيت مكة", "منذ 3 ساعات"])
def test_lines_that_are_only_a_date_are_known(line):
    assert is_date_line(line)


@pytest.mark.parametrize("line", ["وقعت المعاهدة في 19 نوفمبر 2026 بحضور الوزراء", "قتل 19 شخصا", "اليوم التالي"])
def test_sentences_that_mention_a_date_are_no_date_lines(line):
    assert not is_date_line(line)


@pytest.mark.parametrize(
    ("line", "written"),
    [
        (
            "بغداد / كتب سامح - نشر في: الخميس 15 يناير 2024 - 09:30 م بتوقيت القاهرة | القسم",
            "15 يناير 2024 - 09:30 م بتوقيت القاهرة",
        ),
        (
            "الأربعاء 10 ذو الحجة 1445 هـ الموافق 27 من تشرين الثاني، 2025م الساعة 14:20",
            "27 من تشرين الثاني، 2025م الساعة 14:20",
        ),
        ("أخبار | منذ ٣ ساعات", "منذ ٣ ساعات"),
        ("2020-11-27T05:00:00Z", "2020-11-27T05:00:00Z"),
    ],
)
def test_the_written_date_is_the_words_it_is_read_from(line, written):
    assert written_date(line, ZONE, CAPTURED, "dmy") == written


@pytest.mark.parametrize(
    ("line", "clock"),
    [
        ("آخر تحديث 20 نوفمبر 2026 10:00 | نُشر 18 نوفمبر 2026 09:00", (18, 9, 0)),
        ("نُشر 18 نوفمبر 2026 09:00 - آخر تحديث 20 نوفمبر 2026 10:00", (18, 9, 0)),
        ("تحديث 20 نوفمبر 2026 - نشر 18 نوفمبر 2026 09:00", (18, 9, 0)),
        ("18 نوفمبر 2026 | 14h05", (18, 14, 5)),
    ],
)
def test_the_time_is_that_of_publication(line, clock):
    at = read_date(line, ZONE, CAPTURED, "dmy").at.astimezone(ZONE)
    assert (at.day, at.hour, at.minute) == clock
