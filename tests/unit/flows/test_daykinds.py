"""Days as newsrooms know them."""

from datetime import date

import pytest

from flows.daykinds import day_kind, hijri_text, special


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2026, 11, 18), []),
        (date(2026, 11, 20), ["friday"]),
        (date(2027, 2, 8), ["ramadan"]),  # 1 Ramadan 1448
        (date(2027, 3, 10), ["eid"]),  # 1 Shawwal 1448
        (date(2027, 3, 14), ["sunday"]),
        (date(2027, 5, 16), ["sunday", "eid"]),  # the day of sacrifice
    ],
)
def test_a_day_is_of_its_weekday_and_season(day: date, names: list[str]) -> None:
    assert special(day_kind(day)) == names


def test_the_hijri_day_is_written_in_arabic() -> None:
    assert hijri_text(date(2027, 2, 8)) == "1 رمضان 1448 هـ"
