"""What ``warraq sources``, ``warraq sources add`` and ``warraq probe`` print."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

import typer
from rich.markup import escape

from crawlers.facts import Affiliation
from crawlers.places import PLACES, Bloc, Region
from crawlers.probe import Probe
from crawlers.source import Source
from crawlers.sources import GROUPS, all_sources, select_sources
from flows import shown
from flows.health import UNRECOGNISED
from storage.errors import UsageError, WarraqError
from storage.plain import plain
from storage.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which sources are wanted; an empty field wants all."""

    group: str = ""
    """``press`` or ``practice``."""
    country: str = ""
    """ISO 3166-1 alpha-2 of the seat."""
    region: str = ""
    """A word of ``crawlers.places.Region`` or ``Bloc``."""
    affiliation: str = ""
    """A word of ``crawlers.facts.Affiliation``."""
    enabled: bool | None = None
    """Only those a night gathers, or only those that are disabled."""

    def check(self) -> None:
        """Raise ``UsageError`` for a word that selects nothing by its spelling."""
        for name, value, words in (
            ("--group", self.group, GROUPS),
            ("--country", self.country.upper(), tuple(PLACES)),
            ("--region", self.region, (*Region, *Bloc)),
            ("--affiliation", self.affiliation, tuple(Affiliation)),
        ):
            if value and value not in words:
                raise UsageError(f"{name} {value!r}: use one of {', '.join(words)}")

    def wants(self, source: Source) -> bool:
        """Whether a source is wanted."""
        return (
            self.group in ("", source.group)
            and self.country.upper() in ("", source.country)
            and self.region in ("", source.place.region, source.place.bloc)
            and self.affiliation in ("", source.affiliation)
            and self.enabled in (None, not source.disabled)
        )


def listed(wanted: Filter, json_wanted: bool) -> None:
    """Print the declared sources: a line each, or whole declarations as JSON."""
    wanted.check()
    found = [source for source in all_sources().values() if wanted.wants(source)]
    if json_wanted:
        shown.as_json([asdict(source) | asdict(source.place) for source in found])
        return
    rows: list[dict[str, Any]] = [
        {
            "source": source.id,
            "name": source.name,
            "english": source.english,
            "country": source.country,
            "affiliation": source.affiliation,
            "feeds": ", ".join(f"{feed.kind} ({feed.basis})" if feed.basis else feed.kind for feed in source.feeds),
            "disabled": source.disabled,
        }
        for source in found
    ]
    shown.table(list(rows[0]) if rows else ["source"], rows)
    shown.console(stderr=True).print(f"{len(found)} of {len(all_sources())} sources")


def add(url: str, settings: Settings) -> None:
    """Print the draft of a declaration for the publisher at ``url``; what is missing is said on stderr."""
    from crawlers import autodiscovery
    from crawlers.asking import Ask, ask_publishers
    from crawlers.draft import draft, source_id
    from crawlers.urls import host_of

    try:
        source = autodiscovery.provisional(url)
    except ValueError as error:
        raise UsageError(
            f"{url!r}: {error}; give the address of a front page, such as https://www.example.org/"
        ) from None
    known = [other.id for other in all_sources().values() if host_of(url) in other.hosts]
    if known:
        raise UsageError(f"{host_of(url)} is declared already: `warraq probe {known[0]}` tries it")

    async def look(ask: Ask) -> autodiscovery.Found:
        return await autodiscovery.discover(url, source, ask)

    found = ask_publishers([(source, look)], contact=settings.contact, proxy=settings.proxy_url)[0]
    errors = shown.console(stderr=True)
    for fault in found.faults:
        errors.print(escape(plain(fault)), soft_wrap=True)
    if not found.feeds:
        raise WarraqError(f"nothing at {url} lists articles: look for a feed in a browser and declare it by hand")
    typer.echo(plain(draft(found, datetime.now(UTC).date())), nl=False)
    errors.print(f"save it as crawlers/sources/press/{source_id(found.url)}.py and fill in what was not found")


def probe(ids: Sequence[str], pages: int, settings: Settings, json_wanted: bool) -> bool:
    """Try sources against their publishers and print what a night would find; True when all of them work.

    ``ids`` may be the one name of a group: all of it that is enabled.
    """
    found = _probed(select_sources(",".join(ids)), pages, settings)
    if json_wanted:
        shown.as_json([_as_record(item) for item in found])
    else:
        for item in found:
            _print(item)
    return all(item.works for item in found)


def _probed(sources: Sequence[Source], pages: int, settings: Settings) -> list[Probe]:
    from crawlers import probe as probing
    from crawlers.asking import Ask, Plan, ask_publishers
    from crawlers.reading.pool import ReadingPool

    now = datetime.now(UTC).replace(microsecond=0)

    def plan(source: Source) -> Plan[probing.Probed]:
        async def look(ask: Ask) -> probing.Probed:
            return await probing.probe(source, ask, pages=pages, now=now)

        return look

    answered = ask_publishers(
        [(source, plan(source)) for source in sources], contact=settings.contact, proxy=settings.proxy_url
    )
    with ReadingPool(1, settings.read_timeout_s) as pool:
        return [
            probing.report(
                source, probed, list(pool.read(probing.pages_to_read(source, probed, now))), now, UNRECOGNISED
            )
            for source, probed in zip(sources, answered, strict=True)
        ]


def _as_record(item: Probe) -> dict[str, Any]:
    record = asdict(item)
    for feed, probed in zip(record["feeds"], item.feeds, strict=True):
        feed["links"] = len(probed.links)
    derived = {"links": item.links, "fresh_h": item.fresh_h, "read_share": item.read_share, "works": item.works}
    return record | derived | {"expectations": item.expectations}


def _print(item: Probe) -> None:
    out = shown.console()
    fresh = f"newest {item.fresh_h} h old" if item.fresh_h is not None else "without dates"
    out.print(f"[bold]{item.source_id}[/bold]: {item.links} articles listed, {fresh}")
    shown.table(
        ["feed", "declared", "found", "links", "newest", "fault"],
        [
            {
                "feed": feed.url,
                "declared": feed.declared,
                "found": feed.found,
                "links": len(feed.links),
                "newest": feed.newest_at,
                "fault": feed.fault,
            }
            for feed in item.feeds
        ],
        numbers=["links"],
    )
    shown.table(
        ["page", "outcome", "words", "published", "read from", "title or reason"],
        [
            {
                "page": unquote(page.url),
                "outcome": page.outcome,
                "words": page.words,
                "published": page.published_at,
                "read from": page.published_rule,
                "title or reason": page.title or page.reason,
            }
            for page in item.pages
        ],
        numbers=["words"],
    )
    out.print(escape(item.expectations) or "nothing was read: open a page in a browser, then correct the declaration")
    out.print()
