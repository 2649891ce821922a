"""When an article was published: one resolver, machine-readable claims first, nothing invented.

Order: JSON-LD, meta, ``time`` elements, the address, the visible date line, the feed. The first that can be
believed wins; a claim that cannot (before 1990, after its own capture) is refused by name and the next is
asked. When only the day is stated, a ``time`` element or date line of the same day may add the time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from lxml import etree

from crawlers.reading.datetext import DateRead, read_date, written_date
from crawlers.reading.markup import Markup, text_of
from crawlers.reading.records import Page
from crawlers.source import Source

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""No Arabic publisher was on the web before; earlier dates are defaults such as 1970-01-01 (2026-11-22)."""
LATEST_AFTER_CAPTURE = timedelta(days=1)
"""A publisher's clock or zone may run ahead; a day later is an event's date, not a publication's (2026-11-22)."""

_META = (
    "article:published_time", "datepublished", "og:published_time", "og:article:published_time", "dc.date.issued",
    "dcterms.created", "dc.date", "date", "pubdate", "publishdate", "publish-date", "publication_date",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
)  # fmt: skip
_META_MODIFIED = ("article:modified_time", "datemodified", "og:updated_time", "dcterms.modified", "last-modified")
_URL_DAY = re.compile(
    r"[/_-](?P<year>(?:19|20)\d\d)(?:(?P<sep>[/_-])|/[a-z][a-z_.-]{1,40}(?P<slash>/))"
    r"(?P<month>\d{1,2})(?:(?P=sep)|(?P=slash))(?P<day>\d{1,2})(?=[/_\-.?]|$)"
    r"|/(?P<year8>(?:19|20)\d\d)(?P<month8>\d\d)(?P<day8>\d\d)(?=[/_-])",
    re.I,
)
"""«/2026/11/19/», «_2026-11-19-», «/2026/middle_east/11/19/» (the section between), «/20261119/»."""

_MARKED = etree.XPath(".//time | .//*[@itemprop or @property][@content or @datetime][not(self::meta)]")
_OWN_DATE = frozenset(("datepublished", "datecreated", "dc:date", "dc:created", "dcterms:created", "dcterms:issued"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The publication instant and where it comes from; the fields of ``ArticleRow``."""

    at: datetime | None
    """UTC."""
    raw: str | None
    """The characters it was read from."""
    rule: str | None
    """The rule, or ``refused:<reason>`` when dates were found and none believed."""
    precision: str | None
    """``second``, ``minute``, ``day`` or ``day±1``."""

    def filed_under(self, zone: ZoneInfo) -> date | None:
        """The day of the partition: that of the instant in UTC, or the day as printed in the source's zone."""
        if self.at is None:
            return None
        return (self.at if self.precision in ("second", "minute") else self.at.astimezone(zone)).date()


def resolve_published(markup: Markup, datelines: list[str], page: Page, source: Source) -> Published:
    """The best date the page, its address and its feed state; ``datelines`` best first."""
    clocks = _wall_clocks(datelines, page, source)
    refused: Published | None = None
    day: Published | None = None
    for rule, raw in _claims(markup, datelines, page):
        read = read_date(raw, source.zone, page.captured_at, source.numeric_dates)
        if read is None:
            continue
        at = _local_if_mislabelled(read, clocks, page, source)
        rule = "hijri" if read.hijri else rule
        reason = _reason_to_refuse(at, page)
        if reason:
            refused = refused or Published(at=None, raw=raw, rule=f"refused:{reason}", precision=None)
            continue
        raw = written_date(raw, source.zone, page.captured_at, source.numeric_dates)
        published = Published(at=at, raw=raw, rule=rule, precision=read.precision)
        if day is None and read.precision == "day" and rule in ("jsonld", "meta", "time", "url"):
            day = published
        elif day is None or (
            rule in ("time", "dateline") and read.precision in ("second", "minute") and _same_day(day, at, source)
        ):
            return published
    return day or refused or Published(at=None, raw=None, rule=None, precision=None)


def _reason_to_refuse(at: datetime, page: Page) -> str:
    if at < EARLIEST:
        return "before_1990"
    return "in_the_future" if at > page.captured_at + LATEST_AFTER_CAPTURE else ""


def resolve_modified(markup: Markup, page: Page, source: Source, published: Published) -> datetime | None:
    """The publisher's own "modified" instant in UTC, when machine-readable and credible: not before publication."""
    earliest = published.at if published.at and published.precision in ("second", "minute") else EARLIEST
    node = markup.article_node() or {}
    for raw in (text_of(node.get("dateModified")), *(markup.first_meta(name) for name in _META_MODIFIED)):
        read = read_date(raw, source.zone, page.captured_at, source.numeric_dates) if raw else None
        if read is not None and earliest <= read.at <= page.captured_at + LATEST_AFTER_CAPTURE:
            return read.at
    return None


def _claims(markup: Markup, datelines: list[str], page: Page) -> Iterator[tuple[str, str]]:
    """(rule, raw) in the order they are asked."""
    node = markup.article_node() or {}
    for key in ("datePublished", "dateCreated"):
        if stated := text_of(node.get(key)):
            yield "jsonld", stated[:300]
    for name in _META:
        for content in markup.meta.get(name, ())[:2]:
            yield "meta", content[:300]
    yield from (("time", raw) for raw in _time_elements(markup))
    match = _URL_DAY.search(unquote(page.url)[:2000])
    if match:
        parts = ("year", "month", "day") if match["year"] else ("year8", "month8", "day8")
        year, month, day = match.group(*parts)
        yield "url", f"{year}-{int(month):02}-{int(day):02}"
    yield from (("dateline", line) for line in datelines)
    if page.hint_published:
        yield "feed", page.hint_published[:300]


def _time_elements(markup: Markup) -> list[str]:
    """Machine dates of the ``time`` elements, and of others marked by microdata or RDFa, that speak of publication;
    none when the page has several stories."""
    marked: list[str] = []
    plain: list[str] = []
    for element in _MARKED(markup.tree):
        raw = element.get("datetime") or element.get("content") or ""
        if not raw.strip():
            continue
        property_ = f"{element.get('itemprop') or ''} {element.get('property') or ''}".lower()
        names = f"{property_} {element.get('class') or ''}".lower()
        if "modif" in names or "updated" in names.split():
            continue
        says = "publish" in names or element.get("pubdate") is not None or not _OWN_DATE.isdisjoint(property_.split())
        if says or element.tag == "time":
            (marked if says else plain).append(raw[:300])
    # Several plain ones are teasers of other stories: the date line near the headline decides then.
    chosen = marked or plain
    return chosen[:1] if len(set(chosen)) == 1 or (marked and len(set(marked)) <= 2) else []


def _wall_clocks(datelines: list[str], page: Page, source: Source) -> set[datetime]:
    """Local wall-clock times the visible date lines print, to the minute."""
    clocks = set()
    for line in datelines:
        read = read_date(line, source.zone, page.captured_at, source.numeric_dates)
        if read is not None and read.precision in ("second", "minute") and read.zone == "assumed":
            clocks.add(read.at.astimezone(source.zone).replace(second=0, tzinfo=None))
    return clocks


def _local_if_mislabelled(read: DateRead, clocks: set[datetime], page: Page, source: Source) -> datetime:
    """The instant, taken as local time when it is labelled UTC and the page shows that it is not.

    Many publishers print local times with a Z: the visible date line then has the same clock, or the instant
    lies after its own capture while the local one does not.
    """
    if read.zone != "utc":
        return read.at
    written = read.at.replace(tzinfo=None)
    local = written.replace(tzinfo=source.zone).astimezone(UTC)
    shown = written.replace(second=0) in clocks
    return local if shown or (read.at > page.captured_at >= local) else read.at


def _same_day(day: Published, at: datetime, source: Source) -> bool:
    assert day.at is not None  # only dates that were read are kept as the day
    return day.at.astimezone(source.zone).date() == at.astimezone(source.zone).date()
