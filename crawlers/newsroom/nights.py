"""The three nights of the practice newsroom and their clocks."""

from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

from storage.errors import UsageError

NIGHTS = (1, 2, 3)
FIRST_DAY = date(2026, 11, 18)
"""The day of night 1, a Wednesday: the weekday words in the texts depend on it."""


def day(night: int) -> date:
    """The calendar day a night's articles report; raises ``UsageError`` for a night that does not exist."""
    if night not in NIGHTS:
        raise UsageError(f"night {night!r}: the practice newsroom has the nights 1, 2 and 3")
    return FIRST_DAY + timedelta(days=night - 1)


def run(night: int) -> str:
    """The logical night as a run, ``YYYY-MM-DD``."""
    return day(night).isoformat()


def clock(night: int) -> datetime:
    """When the run of a night happens: its day at 22:00 UTC, after every publication of the day."""
    return datetime.combine(day(night), datetime.min.time(), UTC) + timedelta(hours=22)


def http_date(moment: datetime) -> str:
    """An instant as an HTTP date (RFC 9110)."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)
