"""One written date to one instant: the grammar behind every rule of ``dates``.

Never guesses: a year or a month alone is no date, and a calendar day that does not exist is not read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from hijridate import Hijri

from crawlers.reading import datewords as words
from storage.fold import fold_letters

MAX_DATE_CHARS = 300
"""Longest text a date is looked for in: lines, not paragraphs."""

_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?:[t ]+(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?"
    r"\s*(z|utc|gmt|[+-]\d\d:?\d\d|[+-]\d\d)?)?(?!\d)"
)
_DIRECTION = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRead:
    """A date as written."""

    at: datetime
    """UTC instant; midnight in the source's zone when only the day is written."""
    precision: str
    """``second``, ``minute``, ``day`` or ``day±1``."""
    hijri: bool
    """Read from a Hijri date alone."""
    zone: str
    """``stated`` (an offset or zone word), ``utc`` (Z or +00:00, which many publishers print on local times) or
    ``assumed`` (the source's)."""


def read_date(text: str, zone: ZoneInfo, captured_at: datetime, order: str) -> DateRead | None:
    """The date written in ``text``, or None. ``order`` is that of numeric dates: ``dmy``, ``mdy`` or ``ymd``.

    A date that is there twice in two calendars is read in the Gregorian; relative forms count from ``captured_at``.
    """
    try:
        read = _read(text, zone, captured_at, order)
    except OverflowError:
        return None
    # The first and last years of the calendar are constants of databases, and leave it in another zone.
    return read if read is not None and 1 < read.at.year < 9999 else None


def written_date(text: str, zone: ZoneInfo, captured_at: datetime, order: str) -> str:
    """The words of ``text`` its date is read from, with time and zone: the fewest in a row that are read the same."""
    parts = text[:MAX_DATE_CHARS].split()
    read = read_date(text, zone, captured_at, order)
    while len(parts) > 1 and read_date(" ".join(parts[1:]), zone, captured_at, order) == read:
        del parts[0]
    while len(parts) > 1 and read_date(" ".join(parts[:-1]), zone, captured_at, order) == read:
        del parts[-1]
    return " ".join(parts)


def date_line_rest(text: str) -> str | None:
    """What a line holds beside its date, time, zone, weekday and labels; None when it has no date."""
    line = fold_letters(_DIRECTION.sub("", text[:MAX_DATE_CHARS]))
    spans = [span for _, _, span in _calendar_days(line, "dmy")]
    if not spans and not words.RELATIVE.search(line):
        return None
    for start, end in sorted(spans, reverse=True):
        line = line[:start] + " " + line[end:]
    for pattern in (words.RELATIVE, words.ZONE, words.CLOCK, words.HOUR, words.LABELS):
        line = pattern.sub(" ", line)
    return " ".join(re.findall(r"[^\W\d_]{2,}", line))


def _read(text: str, zone: ZoneInfo, captured_at: datetime, order: str) -> DateRead | None:
    line = fold_letters(_DIRECTION.sub("", text[:MAX_DATE_CHARS]))
    read = _iso(line, zone) or _rfc822(text, zone)
    if read is not None:
        return read
    line = _without_update(line)
    found = next(_calendar_days(line, order), None)
    if found is not None:
        day, hijri, span = found
        return _at_time(day, hijri, line[: span[0]] + " | " + line[span[1] :], zone)
    return _relative(line, zone, captured_at)


def _without_update(line: str) -> str:
    """The line without «آخر تحديث …» when another date is there too."""
    first = words.UPDATED.search(line)
    if first is None:
        return line
    rest = [span for _, _, span in _calendar_days(line, "dmy")]
    if len(rest) < 2:
        return line
    after = next((span for span in rest if span[0] >= first.end()), None)
    if after is None:
        return line
    clock = words.CLOCK.search(line, after[1])
    # The time of the change stands between its date and the next.
    end = clock.end() if clock and not any(after[1] <= start < clock.start() for start, _ in rest) else after[1]
    return line[: first.start()] + " " + line[end:]


def _iso(line: str, zone: ZoneInfo) -> DateRead | None:
    match = _ISO.search(line)
    if match is None:
        return None
    year, month, day, hour, minute, second, offset = match.groups()
    try:
        if hour is None:
            # A clock further on belongs to it: «2024-03-05 | 09:30 م».
            return _at_time(date(int(year), int(month), int(day)), False, " | " + line[match.end() :], zone)
        written = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0))  # noqa: DTZ001
    except ValueError:
        return None
    stated = _offset(offset)
    instant = _utc(written, stated or zone)
    if second and time() in (written.time(), instant.astimezone(zone).time()):
        # A database's day without a time, in its zone or ours: next to nobody publishes at midnight to the second.
        day = written.date() if written.time() == time() else instant.astimezone(zone).date()
        return _at_time(day, False, "", zone)
    if stated is None:
        return _at_time(written.date(), False, line[match.start(4) :], zone)
    kind = "stated" if stated.utcoffset(None) else "utc"
    return DateRead(at=instant, precision="second" if second else "minute", hijri=False, zone=kind)


def _offset(text: str | None) -> timezone | None:
    if not text:
        return None
    if text in ("z", "utc", "gmt"):
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    if minutes > 14 * 60:
        return None
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def _rfc822(text: str, zone: ZoneInfo) -> DateRead | None:
    if not re.match(r"\s*(?:[A-Za-z]{3,9},\s*)?\d{1,2} [A-Za-z]{3,9} \d{2,4} \d{1,2}:\d\d", text):
        return None
    try:
        written = parsedate_to_datetime(text.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if written.tzinfo is None:
        return DateRead(at=_utc(written, zone), precision="second", hijri=False, zone="assumed")
    kind = "stated" if written.utcoffset() else "utc"
    return DateRead(at=written.astimezone(UTC), precision="second", hijri=False, zone=kind)


def _calendar_days(line: str, order: str) -> Iterator[tuple[date, bool, tuple[int, int]]]:
    """Calendar days written in a line with their spans: Gregorian by place, then Hijri by place."""
    gregorian: list[tuple[tuple[int, int], date]] = []
    for pattern in (words.DAY_MONTH, words.MONTH_DAY, words.YEAR_MONTH_DAY, words.YMD, words.NUMERIC):
        for match in pattern.finditer(line):
            day = _numeric(match, order, line) if pattern is words.NUMERIC else _named(match)
            if day is not None:
                gregorian.append((match.span(), day))
    for span, day in sorted(gregorian, key=lambda item: item[0]):
        yield day, False, span
    for pattern in (words.HIJRI_DAY_MONTH, words.HIJRI_MONTH_DAY, words.HIJRI_YMD, words.HIJRI_DMY):
        for match in pattern.finditer(line):
            try:
                hijri = Hijri(int(match["year"]), words.month_of(match), int(match["day"]))
                yield hijri.to_gregorian(), True, match.span()
            except (ValueError, OverflowError):
                continue


def _named(match: re.Match[str]) -> date | None:
    return _day(int(match["year"]), words.month_of(match), int(match["day"]))


def _numeric(match: re.Match[str], order: str, line: str) -> date | None:
    """The day in the publisher's order, unless only the other is a day at all or the one of the weekday printed."""
    first, second = int(match["a"]), int(match["b"])
    pairs = [(second, first), (first, second)] if order == "mdy" else [(first, second), (second, first)]
    days = [day for pair in pairs if (day := _day(int(match["year"]), pair[1], pair[0]))]
    named = {number for number, name in enumerate(words.WEEKDAYS) if name in line}
    fitting = [day for day in days if {day.weekday()} == named]
    return next(iter(fitting or days), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _at_time(day: date, hijri: bool, rest: str, zone: ZoneInfo) -> DateRead:
    """The instant of a day and of what else the line says of the time."""
    day = date(day.year, day.month, day.day)
    clock, precision = _clock(rest)
    if clock is None:
        return DateRead(
            at=_utc(datetime.combine(day, time()), zone),
            precision="day±1" if hijri else "day",
            hijri=hijri,
            zone="assumed",
        )
    stated = _zone(rest)
    at = _utc(datetime.combine(day, clock), stated or zone)
    return DateRead(
        at=at, precision="day±1" if hijri else precision, hijri=hijri, zone="stated" if stated else "assumed"
    )


def _clock(rest: str) -> tuple[time | None, str]:
    for match in (*words.CLOCK.finditer(rest), *words.HOUR.finditer(rest)):
        parts = match.groupdict()
        hour, minute, half = int(match["hour"]), int(parts.get("minute") or 0), match["half"] or ""
        if parts.get("sep") == "." and not half:
            continue
        if hour > 23 or (half and hour > 12 and not half.startswith(("م", "p"))):
            continue
        if (half.startswith(("م", "p", "ظ", "ع", "ب")) and hour < 12) or (half == "ليلا" and 6 <= hour < 12):
            hour += 12
        elif half.startswith(("ص", "a", "ف")) and hour == 12:
            hour = 0
        second = parts.get("second")
        return time(hour, minute, int(second or 0)), "second" if second else "minute"
    return None, "day"


def _zone(rest: str) -> tzinfo | None:
    match = words.ZONE.search(rest)
    if match is None or match["place"] == "المحلي":
        return None
    if match["abbr"]:
        sign, number = (match["offset"] or "+0")[0], (match["offset"] or "+0")[1:].replace(":", "")
        hours, minutes = (number[:-2], number[-2:]) if len(number) > 2 else (number, "0")
        return _offset(f"{sign}{int(hours):02}{int(minutes):02}")
    return next(ZoneInfo(name) for names, name in words.ZONES.items() if re.fullmatch(names, match["place"]))


def _relative(line: str, zone: ZoneInfo, captured_at: datetime) -> DateRead | None:
    """«منذ ٣ ساعات», «أمس 14:30»; minutes are read to the minute, hours to the day, days to a day either way."""
    today = words.TODAY.match(line)
    local = captured_at.astimezone(zone)
    if today is not None and len(line.split()) <= 6:
        day = local.date() - timedelta(days={"اليوم": 0, "امس": 1, "البارحه": 1}.get(today["word"], 2))
        return _at_time(day, False, line[today.end() :], zone)
    match = words.RELATIVE.search(line)
    if match is None:
        return None
    unit = match["unit"]
    count = 2 if unit.endswith("ين") else int(match["count"] or 1)
    if unit.startswith("دق"):
        at = (captured_at - timedelta(minutes=count)).replace(second=0, microsecond=0)
        return DateRead(at=at, precision="minute", hijri=False, zone="stated")
    hours = unit.startswith("سا")
    day = (local - (timedelta(hours=count) if hours else timedelta(days=count))).date()
    at = _utc(datetime.combine(day, time()), zone)
    return DateRead(at=at, precision="day" if hours else "day±1", hijri=False, zone="assumed")


def _utc(written: datetime, zone: tzinfo) -> datetime:
    return written.replace(tzinfo=zone).astimezone(UTC)
