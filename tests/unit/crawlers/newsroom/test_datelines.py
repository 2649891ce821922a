from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crawlers.newsroom import datelines

EVENING = datetime(2026, 11, 18, 21, 30, 12, tzinfo=ZoneInfo("Asia/Aden"))
SUMMER = datetime(2026, 7, 14, 9, 5, tzinfo=ZoneInfo("Africa/Algiers"))


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        (datelines.month_first_indic, "نوفمبر ١٨, ٢٠٢٦"),
        (datelines.levantine_day, "18 تشرين الثاني 2026"),
        (datelines.dual_day, "18 نوفمبر/تشرين الثاني 2026"),
        (datelines.maghrebi_minute, "الأربعاء 18 نوفمبر/نونبر 2026 - 21:30"),
        (datelines.hijri_day, "الأربعاء 8 جمادى الآخرة 1448 هـ"),
        (datelines.hijri_beside, "الأربعاء 8 جمادى الآخرة 1448 هـ الموافق 18 نوفمبر 2026م - 21:30"),
        (datelines.mecca_half_day, "الأربعاء 18 نوفمبر 2026 - 09:30 م بتوقيت مكة"),
        (datelines.numeric_minute, "18-11-2026 | 21:30"),
        (datelines.nothing, ""),
    ],
)
def test_a_date_line_is_printed_as_its_publisher_prints_it(line, printed):
    assert line(EVENING) == printed


def test_algerian_month_names_are_the_french_ones():
    assert datelines.algerian_minute(SUMMER) == "14 جويلية 2026 - 09:05"


def test_midnight_and_noon_are_twelve():
    assert datelines.half_day(EVENING.replace(hour=0, minute=40)) == "12:40 ص"
    assert datelines.half_day(EVENING.replace(hour=12, minute=5)) == "12:05 م"
