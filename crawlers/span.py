"""A span of days, and what a listing says of its links' days: for gathering a past range. Pure.

Days are in the publisher's zone where a date has a time, else as printed.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from crawlers.listing import FoundLink

_IN_ADDRESS = re.compile(r"(?<!\d)(20\d\d|19\d\d)[-/_.]?(0[1-9]|1[0-2])(?:[-/_.]?(0[1-9]|[12]\d|3[01]))?(?!\d)")
"""A day or a month in an address: ``/2026/11/20/``, ``sitemap-2026-11.xml``, ``20261120``."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days from ``since`` to ``until``, both included."""

    since: date
    until: date

    def days(self) -> list[date]:
        """All, newest first."""
        return [self.until - timedelta(days=back) for back in range((self.until - self.since).days + 1)]

    def may_hold(self, sitemap: FoundLink, zone: ZoneInfo) -> bool:
        """Whether a sitemap of an index may list something of the span.

        One that names a day or a month lists that; one that was last changed before the span lists nothing of it.
        """
        named = _named(sitemap.url)
        if named:
            return named[0] <= self.until and named[1] >= self.since
        changed = day_of(sitemap.published_raw, zone)
        return changed is None or changed >= self.since

    def holds(self, link: FoundLink, zone: ZoneInfo, *, otherwise: bool) -> bool:
        """Whether a link is of the span, by the date it is listed with or its address names; else ``otherwise``."""
        named = _named(link.url)
        day = day_of(link.published_raw, zone) or (named[0] if named and named[0] == named[1] else None)
        return otherwise if day is None else self.since <= day <= self.until


def day_of(raw: str | None, zone: ZoneInfo) -> date | None:
    """The day of a date as feeds and sitemaps write it (ISO 8601, RFC 822); None when it is neither."""
    text = (raw or "").strip()
    try:
        return date.fromisoformat(text) if len(text) == 10 else _local(datetime.fromisoformat(text), zone)
    except ValueError:
        pass
    try:
        return _local(parsedate_to_datetime(text), zone)
    except ValueError:
        return None


def _local(at: datetime, zone: ZoneInfo) -> date:
    return (at.astimezone(zone) if at.tzinfo else at).date()


def _named(url: str) -> tuple[date, date] | None:
    """The first and the last day an address names; None when it names none."""
    for found in _IN_ADDRESS.finditer(url.partition("://")[2]):
        year, month, day = int(found[1]), int(found[2]), found[3]
        try:
            first = date(year, month, int(day or 1))
        except ValueError:
            continue
        return first, first if day else (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return None
