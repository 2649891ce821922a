"""Every day of a year in every form Arabic publishers print it, and what is no date in any."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hijridate import Gregorian

from crawlers.reading.datetext import read_date

ZONE = ZoneInfo("Asia/Amman")
CAPTURED = datetime(2026, 11, 20, 22, tzinfo=UTC)
EASTERN = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
]
MISSPELT = [
    "ينايـر",
    "فبراير",
    "مارس",
    "إبريل",
    "مايو",
    "يونية",
    "يوليه",
    "اغسطس",
    "سبتمبر",
    "إكتوبر",
    "نوڤمبر",
    "ديسمبـر",
]
MAGHREBI = ["جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان", "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"]
MOROCCAN = ["يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"]
LEVANTINE = [
    *("كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول"),
    *("تشرين الأول", "تشرين الثاني", "كانون الأول"),
]
HIJRI = [
    *("محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة", "رجب", "شعبان", "رمضان", "شوال"),
    *("ذو القعدة", "ذو الحجة"),
]
WEEKDAYS = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]
ARABIC, PERSIAN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"), str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
TEMPLATES = (
    "{eastern}", "{misspelt}", "{maghrebi}", "{moroccan}", "{levantine}",
    "{day} {lev} / {east} {year}", "{day} {east} ({lev}) {year}", "{day} من {lev} {year}", "{day}{east}{year}م",
    "{east} {day}، {year}", "{year} {east} {day}", "{day}/{month}/{year}", "{day} - {month} - {year}", "{year}.{month}.{day}",
    "{weekday}، {day} {east} {year}", "\u200f{weekday}\u00a0{day}\u200f {lev}\u00a0{year}", "تم النشر يوم {weekday} {day}-{month}-{year}",
    "{hijri} هـ الموافق {eastern}", "{weekday} {hijri} - {eastern}",
    "آخر تحديث {later} - نشر في {eastern}", "نُشر: {eastern} | تم التحديث: {later}", "رام الله - {eastern}",
)  # fmt: skip


def line(template: str, day: date) -> str:
    """``day`` as ``template`` prints it."""
    hijri = Gregorian(day.year, day.month, day.day).to_hijri()
    later = day + timedelta(days=3)
    names = {
        name: f"{day.day} {table[day.month - 1]} {day.year}"
        for name, table in (
            ("eastern", EASTERN),
            ("misspelt", MISSPELT),
            ("maghrebi", MAGHREBI),
            ("moroccan", MOROCCAN),
            ("levantine", LEVANTINE),
        )
    }
    return template.format(
        **names,
        day=day.day,
        month=f"{day.month:02}",
        year=day.year,
        east=EASTERN[day.month - 1],
        lev=LEVANTINE[day.month - 1],
        weekday=WEEKDAYS[day.weekday()],
        hijri=f"{hijri.day} {HIJRI[hijri.month - 1]} {hijri.year}",
        later=f"{later.day} {EASTERN[later.month - 1]} {later.year}",
    )


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("digits", [{}, ARABIC, PERSIAN], ids=["latin", "arabic", "persian"])
def test_any_day_is_read_back_from_any_form(template, digits):
    rng = random.Random(template)
    for _ in range(40):
        day = date(2003, 1, 1) + timedelta(days=rng.randrange(8_000))
        written = line(template, day).translate(digits)
        read = read_date(written, ZONE, CAPTURED, "dmy")
        assert (written, read and read.at.astimezone(ZONE).date()) == (written, day)
        assert read.precision == "day"
        assert not read.hijri


@pytest.mark.parametrize("month", range(12))
def test_a_hijri_date_alone_is_a_day_either_way(month):
    for name in (f"9 {HIJRI[month]} 1447هـ", f"{HIJRI[month]} ٩، ١٤٤٧"):
        read = read_date(name, ZONE, CAPTURED, "dmy")
        day = read.at.astimezone(ZONE).date()
        hijri = Gregorian(day.year, day.month, day.day).to_hijri()
        assert (hijri.year, hijri.month, hijri.day, read.precision) == (1447, month + 1, 9, "day±1")


@pytest.mark.parametrize(
    ("clock", "at"),
    [
        ("7:05 ص", "07:05"), ("07:05 مـ", "19:05"), ("١٢:٠٥ ص", "00:05"), ("12:05 ظهرًا", "12:05"), ("4:05 عصراً", "16:05"),
        ("الساعة 7 مساءً", "19:00"), ("11 ص", "11:00"), ("11:05 ليلا", "23:05"), ("1:05 ليلا", "01:05"), ("3:05 فجرا", "03:05"),
        ("19:05", "19:05"), ("7:05 PM", "19:05"), ("16:05 بتوقيت غرينتش", "19:05"), ("16:05 (ت.غ)", "19:05"),
        ("20:05 GMT+04:00", "19:05"), ("19:35 GMT+0330", "19:05"), ("18:05 بتوقيت القاهرة", "19:05"),
        ("19:05 بتوقيت مكة المكرمة", "19:05"),
    ],
)  # fmt: skip
def test_the_time_beside_a_day_is_read_with_its_half_and_zone(clock, at):
    for written in (f"15 كانون الثاني 2021 {clock}", f"{clock} | 15 كانون الثاني 2021"):
        read = read_date(written, ZoneInfo("Asia/Riyadh"), CAPTURED, "dmy")
        assert (written, read.at.astimezone(ZoneInfo("Asia/Riyadh")).strftime("%d %H:%M")) == (written, f"15 {at}")


@pytest.mark.parametrize(
    ("written", "day"),
    [("الأربعاء 05/03/2025", 5), ("الاثنين 05/03/2025", 5), ("الأربعاء 03/05/2025", 5), ("السبت 05/03/2025", 3)],
)
def test_the_weekday_printed_decides_the_order_of_a_numeric_date(written, day):
    assert read_date(written, ZONE, CAPTURED, "dmy").at.astimezone(ZONE).day == day


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("أول من أمس", 2),
        ("أول أمس", 2),
        ("أمس الأول", 2),
        ("أمس", 1),
        ("اليوم", 0),
        ("قبل ٣ أيام", 3),
        ("منذ يومين", 2),
    ],
)
def test_relative_days_count_from_the_capture(written, days):
    local = CAPTURED.astimezone(ZONE).date()
    assert read_date(written, ZONE, CAPTURED, "dmy").at.astimezone(ZONE).date() == local - timedelta(days=days)


@pytest.mark.parametrize(
    "written",
    [
        "2019", "١٤٤٧ هـ", "كانون الأول 2019", "شعبان 1447", "© 2008 - 2026", "موسم 2023/2024", "الدفعة 14/11/25", "31/04/2024",
        "29 شباط 2023", "٣١ حزيران ٢٠٢٤", "30 صفر 1600", "12 تشرين 2024", "12 كانون 2024", "فاتورة 3/4/2024/77", "05.06.2024.12",
        "1402/10/05", "۱۴۰۲/۱۰/۰۵", "منذ أسبوع", "قبل عام", "منذ ٣ أشهر", "قبل قليل", "الآن", "00/00/0000", "0000-00-00",
    ],
)  # fmt: skip
def test_a_part_of_a_date_or_an_impossible_one_is_refused(written):
    assert read_date(written, ZONE, CAPTURED, "dmy") is None


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("2019-02-08T00:00:00+01:00", 8),
        ("2019-02-08T00:00:00Z", 8),
        ("2019-02-07T22:00:00Z", 8),
        ("2019-02-08 00:00:00", 8),
    ],
)
def test_midnight_to_the_second_is_a_day_without_a_time(stated, day):
    read = read_date(stated, ZONE, CAPTURED, "dmy")
    assert (read.at.astimezone(ZONE).day, read.precision) == (day, "day")
