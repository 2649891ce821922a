"""What kind of day a night is to a newsroom: a working day or one of the weekend, in Ramadan, at a feast. Pure.

Hijri dates are those of Umm al-Qura (``hijridate``); a sighting may differ by a day, so feasts are a day wider.
"""

from datetime import date
from functools import cache
from typing import NamedTuple

from hijridate import Gregorian

WORKING = "working"
_WEEKEND = {4: "friday", 5: "saturday", 6: "sunday"}
"""Each by itself: which of them are free days differs from Rabat to Muscat, and is learned."""
NO_SEASON = ""
_RAMADAN, _SHAWWAL, _HIJJA = 9, 10, 12


class DayKind(NamedTuple):
    """A day as a newsroom knows it."""

    weekday: str
    """``working``, ``friday``, ``saturday`` or ``sunday``."""
    season: str
    """``ramadan``, ``eid`` (both feasts, 30 Ramadan to 4 Shawwal and 9 to 13 Dhu al-Hijja), or empty."""


ORDINARY = DayKind(WORKING, NO_SEASON)


def special(kind: DayKind) -> list[str]:
    """The names of what makes the day unlike an ordinary one."""
    return [name for name in kind if name not in ORDINARY]


@cache
def day_kind(day: date) -> DayKind:
    """The kind of a Gregorian day."""
    return DayKind(_WEEKEND.get(day.weekday(), WORKING), _season(day))


def _season(day: date) -> str:
    hijri = Gregorian.fromdate(day).to_hijri()
    last_of_ramadan = hijri.month == _RAMADAN and hijri.day == 30
    if (
        last_of_ramadan
        or (hijri.month == _SHAWWAL and hijri.day <= 4)
        or (hijri.month == _HIJJA and 9 <= hijri.day <= 13)
    ):
        return "eid"
    return "ramadan" if hijri.month == _RAMADAN else NO_SEASON


def hijri_text(day: date) -> str:
    """The day in the Hijri calendar in Arabic, such as ``8 جمادى الآخرة 1448 هـ``."""
    hijri = Gregorian.fromdate(day).to_hijri()
    return f"{hijri.day} {hijri.month_name('ar')} {hijri.year} {hijri.notation('ar')}"
