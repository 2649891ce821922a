"""How a source is declared: one frozen ``Source(...)`` in one file of ``crawlers/sources/``.

A declaration is checked when it is built: a wrong one raises ``ValueError`` that names the source, the
field and what would be right, so a mistake is found by importing the file.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from crawlers.facts import Affiliation, Basis, Cadence, Claim, Examples, is_dated
from crawlers.places import PLACES, Place

_ID = re.compile(r"[a-z][a-z0-9_]{1,40}")


class FeedKind(StrEnum):
    """What a feed is *declared* to be, in order of worth; what it *is* is told from its content."""

    NEWS_SITEMAP = "news-sitemap"
    SITEMAP = "sitemap"
    """A sitemap or an index of sitemaps, gzipped or not."""
    RSS = "rss"
    ATOM = "atom"
    SECTION = "section"
    """An HTML page whose links are followed when they match ``Source.article_url``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One address that lists links."""

    url: str
    """Absolute http(s) address."""
    kind: FeedKind
    """Declared kind."""
    max_pages: int = 1
    """Section only: how many further pages (``rel=next``) are followed, itself included."""
    basis: Basis | None = None
    """What is known of the address; None for the practice newsroom's, which are ours."""
    on: str = ""
    """The date of ``basis``: a year, a month or a day; empty when there is none."""
    fallback: bool = False
    """Read only when the feeds before it listed nothing."""
    days: int = 2
    """Only of an address with a date pattern (``https://www.example.org/sitemap-{date:%Y-%m-%d}.xml``, in the source's
    zone): how many days are asked for, back from the night's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prune:
    """Elements removed before a page is read, with the days on which the rule is valid."""

    css: str
    """CSS selector of what is removed."""
    since: date | None = None
    """First capture day the rule holds for; None: from the beginning."""
    until: date | None = None
    """Last capture day the rule holds for; None: still valid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations:
    """What one night of the source should yield; below a minimum the source is held back alone."""

    min_links: int = 1
    """Links its feeds must list; fewer is the failure class ``empty_feed``."""
    min_read_share: float = 0.3
    """Share of its captured links that must be readable pages of a known type (articles or a recognised other
    page); below it the layout has changed."""
    history_since: date | None = None
    """First night its newer ones are compared with; set it when the publisher has changed for good, so that the new
    ways are learned. None: all nights kept."""


_NO_EXAMPLES = Examples()

_TUPLES = {"hosts": str, "feeds": Feed, "prune": Prune, "credits": str, "claims": Claim}
"""Fields that hold a tuple, and of what: a string or a single item in its place would be read letter by letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One publisher."""

    id: str
    """2 to 41 lower-case letters, digits or ``_``; the file's name."""
    name: str
    """The publisher's own Arabic name."""
    country: str
    """ISO 3166-1 alpha-2 of its seat; of a publisher in exile, of the country it is made for."""
    timezone: str
    """IANA zone of its printed times; days without a zone are read in it."""
    feeds: tuple[Feed, ...]
    """Where links are found, in order of worth; all are read each night."""
    hosts: tuple[str, ...]
    """Hosts whose links are the source's own; the first is the canonical one, the others are aliases of it."""
    article_url: str = r".*"
    """Regular expression (search) over path and query: links that may be articles."""
    skip_url: str = r"(?!)"
    """Regular expression (search) over path and query: links never fetched."""
    article_key: str = r"(?!)"
    """Regular expression that matches, from the start of a path, all that names an article: what follows is dropped
    from its canonical address, and with one group all but the group. For publishers whose slug changes with the
    headline and whose articles move from section to section (``/world/1045978-...``, ``/business/1045978``)."""
    group: str = "press"
    """``press`` for real publishers, ``practice`` for the practice newsroom's."""
    language: str = "ar"
    """ISO 639-1 code of what is archived from it."""
    prune: tuple[Prune, ...] = ()
    """Elements that are never part of its articles."""
    numeric_dates: str = "dmy"
    """Order of numeric dates such as 03/04/2026: ``dmy``, ``mdy`` or ``ymd``."""
    agency: str | None = None
    """For a news agency: the name other publishers credit it by."""
    delay_s: float = 1.0
    """Least seconds between two requests to a host; robots.txt may ask for more."""
    budget_requests: int = 2000
    """Most requests of one night; links beyond it are deferred."""
    expectations: Expectations = Expectations()
    """What a night should yield."""
    disabled: str = ""
    """Why the source is declared but not gathered; empty: it is gathered."""
    notes: str = ""
    """What else whoever maintains the declaration should know, with its date."""
    english: str = ""
    """The name it is known by in English."""
    owner: str = ""
    """Who owns or runs it, in English; ``not known`` when nobody says."""
    affiliation: Affiliation | None = None
    """Who stands behind it; None for the practice newsroom's."""
    cadence: Cadence = Cadence.DAILY
    """How much it publishes."""
    credits: tuple[str, ...] = ()
    """Agencies it habitually prints, as ``crawlers.reading.credits`` names them; empty: not known."""
    blocking: str = ""
    """What is known of refused or challenged requests, with its date; empty: nothing."""
    examples: Examples = _NO_EXAMPLES
    """Addresses the patterns are tried on."""
    claims: tuple[Claim, ...] = ()
    """Where the fields above come from; each feed says it itself."""
    budget_bytes: int = 500_000_000
    """Most bytes of bodies received in one night; links beyond it are deferred. 2,000 pages of 250 kB."""
    budget_minutes: float = 60.0
    """Most minutes of one night; links beyond it are deferred."""
    hours: tuple[int, int] | None = None
    """Hours of the source's own zone in which it may be asked, such as ``(22, 6)``: from 22:00 until before 06:00;
    None: at any time."""
    local: bool = False
    """Its hosts are on this machine or in its own network, so their private addresses may be asked."""

    def __post_init__(self) -> None:
        def need(holds: bool, field: str, remedy: str) -> None:
            if not holds:
                raise ValueError(f"source {self.id!r}: {field}={getattr(self, field)!r}: {remedy}")

        need(bool(_ID.fullmatch(self.id)), "id", "2 to 41 lower-case letters, digits or _, a letter first")
        need(bool(self.name.strip()), "name", "give the publisher's Arabic name")
        need(bool(re.fullmatch(r"[A-Z]{2}", self.country)), "country", "ISO 3166-1 alpha-2, such as EG")
        need(self.country in PLACES, "country", "not in crawlers/places.py: add it there with its region and bloc")
        need(self.timezone in _zones(), "timezone", "an IANA zone, such as Africa/Cairo")
        for field, kind in _TUPLES.items():
            value = getattr(self, field)
            whole = isinstance(value, tuple) and all(isinstance(item, kind) for item in value)
            need(whole, field, f"a tuple of {kind.__name__}; one item needs a comma after it")
        need(bool(self.feeds), "feeds", "declare at least one Feed")
        need(bool(self.hosts), "hosts", "declare at least one host")
        bare = all(re.fullmatch(r"[a-z0-9.-]+", host) for host in self.hosts)
        need(bare, "hosts", "host names alone, lower-case, such as www.example.org")
        need(self.group in ("press", "practice"), "group", "press or practice")
        need(self.numeric_dates in ("dmy", "mdy", "ymd"), "numeric_dates", "dmy, mdy or ymd")
        need(self.delay_s >= 0, "delay_s", "seconds, 0 or more")
        need(self.group == "practice" or self.delay_s >= 1, "delay_s", "a real publisher gets at least 1 second")
        for field in ("budget_requests", "budget_bytes", "budget_minutes"):
            need(getattr(self, field) > 0, field, "more than 0")
        whole_day = self.hours is None or (len(self.hours) == 2 and all(hour in range(24) for hour in self.hours))
        need(whole_day, "hours", "two hours from 0 to 23, such as (22, 6)")
        for field in ("article_url", "skip_url", "article_key"):
            try:
                re.compile(getattr(self, field))
            except re.error as error:
                raise ValueError(f"source {self.id!r}: {field}: not a regular expression: {error}") from None
        need(re.compile(self.article_key).groups <= 1, "article_key", "an expression with at most one group")
        _check_feeds(self.feeds, need)
        _check_facts(self, need)

    @property
    def zone(self) -> ZoneInfo:
        """``timezone`` as an object."""
        return ZoneInfo(self.timezone)

    @property
    def place(self) -> Place:
        """Region and bloc of ``country``."""
        return PLACES[self.country]


_Need = Callable[[bool, str, str], None]
"""Raises the error of a field (second) with its remedy (third) unless the first holds."""


@cache
def _zones() -> set[str]:
    # Each call walks the zone files: 150 sources would read 90,000 names (2026-11-22).
    return available_timezones()


def _check_feeds(feeds: tuple[Feed, ...], need: _Need) -> None:
    for feed in feeds:
        parts = urlsplit(feed.url)
        need(isinstance(feed.kind, FeedKind), "feeds", f"{feed.kind!r} is no FeedKind: {', '.join(FeedKind)}")
        need(parts.scheme in ("http", "https") and bool(parts.hostname), "feeds", f"{feed.url!r} is not http(s)")
        need(feed.days > 0, "feeds", f"{feed.url!r}: days of a date pattern: 1 or more")
        known = feed.basis is None or (isinstance(feed.basis, Basis) and is_dated(feed.on))
        need(known, "feeds", f"{feed.url!r}: basis is one of {', '.join(Basis)}, and on its date, such as 2026-10")


def _check_facts(source: Source, need: _Need) -> None:
    kinds = source.affiliation is None or isinstance(source.affiliation, Affiliation)
    need(kinds, "affiliation", f"one of {', '.join(Affiliation)}")
    need(isinstance(source.cadence, Cadence), "cadence", f"one of {', '.join(Cadence)}")
    names = {field.name for field in fields(source)}
    unknown = {name for claim in source.claims for name in claim.about} - names
    need(not unknown, "claims", f"{', '.join(sorted(unknown))} is no field of Source")
