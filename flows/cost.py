"""What an archive costs a month: requests, processor hours, bytes, S3 requests and money, and where the first wall is.

Pure arithmetic over ``Measures`` (what one page takes, each with where and when it was measured) and ``Prices`` (what
a provider asks). Nothing is fetched and nothing is stored; ``docs/cost.md`` explains the model.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Annotated

import typer

from storage.errors import UsageError

NIGHTS = 30
"""Nights of a month."""
HOUR_S = 3600
GB = 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What one publisher and one page take."""

    articles: float = 60.0
    """New articles of a publisher a night: 10,000 over 162 publishers, the load linking was measured with."""
    looks: float = 4.0
    """Later looks at an article: 1, 2, 3 and 7 nights after the first (``crawlers.schedule.REVISITS``, nightly)."""
    unchanged: float = 0.8
    """Share of later looks answered 304 or with the text that is known: assumed, no real publisher was asked."""
    feeds: float = 5.0
    """Requests of a publisher a night besides pages: robots.txt, tdmrep.json, two feeds, and a retry."""
    delay_s: float = 1.0
    """Seconds between two requests to a host (``Source.delay_s``)."""
    page_bytes: float = 36_000.0
    """Bytes of a page in its WARC record: 175 kB, 4.9 times compressed (12 real pages, 2026-11-22)."""
    row_bytes: float = 5_500.0
    """Bytes of an article in ``revisions/`` and in ``articles/``, 2.7 kB each: 300 words, zstd (2026-11-22)."""
    index_bytes: float = 1_580.0
    """Bytes of an article in state and index (``tests/benchmarks/history.py``, 2026-11-22)."""
    gather_ms: float = 5.0
    """Processor milliseconds of a request: Scrapy takes 3 alone (2026-11), capture and journal the rest."""
    read_ms: float = 19.0
    """Of a page read: 52 pages a second and core (2026-11-22)."""
    link_ms: float = 3.9
    """Of an article linked against a million (39.1 s for 10,000, 2026-11-22)."""
    link_bytes: float = 100_000.0
    """Memory of linking for each article of tonight: 1.20 GB for 10,000 against a million, 200 MB of it fixed."""
    crawl_bytes: float = 93e6
    """Memory of a crawl process (2026-11-22)."""
    objects: float = 80.0
    """Objects a night writes besides one capture file a publisher: days, state, index, reports, manifest."""
    gets: float = 150.0
    """Objects a night reads: the days it changes and the parts of state and index its articles fall in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What a provider asks, in its currency: Amazon's list prices of us-east-1 as known in 2025; give your own."""

    storage_gb: float = 0.023
    """A GB stored for a month (S3 Standard)."""
    put_1000: float = 0.005
    """A thousand PUT, COPY, POST or LIST requests."""
    get_1000: float = 0.0004
    """A thousand GET requests."""
    cpu_hour: float = 0.04
    """A processor core for an hour, with 4 GB of memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What a night runs on."""

    night_h: float = 8.0
    """Hours a night may take."""
    cores: float = 2.0
    crawls: float = 4.0
    """Crawls at a time (``WARRAQ_GATHER_WORKERS``)."""
    memory_bytes: float = 4e9
    """Memory for linking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """A limit of the machine and how much of it a night takes."""

    limit: str
    share: float
    """1 is the limit itself."""
    publishers: int
    """At how many it is reached."""
    turn: str
    """What to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One month of an archive of so many publishers."""

    publishers: int
    articles: float
    requests: float
    cpu_hours: float
    received_pages: float
    """Pages captured with a body."""
    added_gb: float
    """Added to the bucket each month."""
    s3_writes: float
    s3_reads: float
    money: float
    """Of the first month, what it adds stored for half of it."""
    money_after_a_year: float
    """A month's, with what twelve months added in the bucket."""
    night_h: float
    """Hours of one night on the machine."""
    walls: tuple[Wall, ...] = field(default=())
    """The limits, the nearest first."""


def cost(publishers: int, measures: Measures, prices: Prices, machine: Machine) -> Cost:
    """The month of an archive of ``publishers``; raises ``UsageError`` for fewer than one."""
    if publishers < 1:
        raise UsageError(f"--publishers {publishers}: give numbers of 1 or more, separated by commas")
    new = publishers * measures.articles
    asked = new * (1 + measures.looks) + publishers * measures.feeds
    pages = new * (1 + measures.looks * (1 - measures.unchanged))
    gather_s = asked * measures.gather_ms / 1000
    read_s = pages * measures.read_ms / 1000
    link_s = new * measures.link_ms / 1000
    added = pages * measures.page_bytes + new * (measures.row_bytes + measures.index_bytes)
    writes, reads = publishers + measures.objects, measures.gets
    # Days are read again and written again, and kept once; each listing is counted as a write, as it is priced.
    cpu_hours = NIGHTS * (gather_s + read_s + link_s) / HOUR_S
    added_gb = NIGHTS * added / GB
    running = cpu_hours * prices.cpu_hour
    running += NIGHTS * (writes * prices.put_1000 + reads * prices.get_1000) / 1000
    wait_s = asked / publishers * measures.delay_s * -(-publishers // machine.crawls)
    night_s = max(wait_s, (gather_s + read_s) / machine.cores) + link_s
    return Cost(
        publishers=publishers,
        articles=NIGHTS * new,
        requests=NIGHTS * asked,
        cpu_hours=cpu_hours,
        received_pages=NIGHTS * pages,
        added_gb=added_gb,
        s3_writes=NIGHTS * writes,
        s3_reads=NIGHTS * reads,
        money=running + added_gb / 2 * prices.storage_gb,
        money_after_a_year=running + 12 * added_gb * prices.storage_gb,
        night_h=night_s / HOUR_S,
        walls=_walls(publishers, wait_s, (gather_s + read_s) / machine.cores, link_s, new, measures, machine),
    )


def _walls(
    publishers: int, wait_s: float, work_s: float, link_s: float, new: float, measures: Measures, machine: Machine
) -> tuple[Wall, ...]:
    """How near the night is to each limit of the machine."""
    night_s = machine.night_h * HOUR_S
    enough = max(machine.crawls, -(-wait_s * machine.crawls // night_s))
    memory_gb = enough * measures.crawl_bytes / GB
    shares = {
        "politeness: the delay between two requests to a host": (
            wait_s / night_s,
            f"WARRAQ_GATHER_WORKERS={enough:.0f}: so many crawls side by side take {memory_gb:.1f} GB of memory",
        ),
        "processor: gathering and reading": (
            work_s / night_s,
            "add cores, or workers of a Dask cluster (WARRAQ_DASK)",
        ),
        "linking: one process decides": (link_s / night_s, "run more often than nightly: less is new each time"),
        "memory of linking": (
            (2e8 + new * measures.link_bytes) / machine.memory_bytes,
            "more memory, or run more often than nightly",
        ),
    }
    walls = [
        Wall(limit=limit, share=round(share, 4), publishers=max(1, int(publishers / share)), turn=turn)
        for limit, (share, turn) in shares.items()
    ]
    return tuple(sorted(walls, key=lambda wall: -wall.share))


def command(
    publishers: Annotated[str, typer.Option(help="Numbers of publishers, separated by commas.")] = "10,100,1000,10000",
    change: Annotated[
        list[str] | None,
        typer.Option("--set", help="A figure of yours: name=number, such as cpu_hour=0.02; --json shows all names."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """What an archive of so many publishers costs a month, and which limit it meets first."""
    measures, prices, machine = changed(change or [])
    try:
        numbers = [int(part) for part in publishers.split(",")]
    except ValueError:
        raise UsageError(f"--publishers {publishers}: give numbers separated by commas, such as 10,100") from None
    costs = [cost(number, measures, prices, machine) for number in numbers]
    if as_json:
        told = {"measures": asdict(measures), "prices": asdict(prices), "machine": asdict(machine)}
        sys.stdout.write(json.dumps(told | {"months": [asdict(one) for one in costs]}, ensure_ascii=False) + "\n")
        return
    _show(costs)


def changed(changes: Sequence[str]) -> tuple[Measures, Prices, Machine]:
    """The figures with some of them replaced; raises ``UsageError`` for a name or number that is none."""
    given: dict[str, float] = {}
    for change in changes:
        name, _, number = change.partition("=")
        try:
            given[name] = float(number)
        except ValueError:
            raise UsageError(f"--set {change}: write name=number, such as cpu_hour=0.02") from None
    known = {one.name for kind in (Measures, Prices, Machine) for one in fields(kind)}
    if unknown := sorted(set(given) - known):
        raise UsageError(f"--set {unknown[0]}: there are {', '.join(sorted(known))}")
    own = [
        {k: v for k, v in given.items() if k in {f.name for f in fields(kind)}} for kind in (Measures, Prices, Machine)
    ]
    return Measures(**own[0]), Prices(**own[1]), Machine(**own[2])


def _show(costs: Sequence[Cost]) -> None:
    from rich.table import Table

    from flows.shown import console

    table = Table(box=None, pad_edge=False)
    table.add_column("a month")
    for one in costs:
        table.add_column(f"{one.publishers:,} publishers", justify="right")
    rows = {
        "articles": [f"{one.articles:,.0f}" for one in costs],
        "requests": [f"{one.requests:,.0f}" for one in costs],
        "processor hours": [f"{one.cpu_hours:,.1f}" for one in costs],
        "GB added": [f"{one.added_gb:,.1f}" for one in costs],
        "S3 writes": [f"{one.s3_writes:,.0f}" for one in costs],
        "S3 reads": [f"{one.s3_reads:,.0f}" for one in costs],
        "money, first month": [f"{one.money:,.2f}" for one in costs],
        "money, after a year": [f"{one.money_after_a_year:,.2f}" for one in costs],
        "hours a night": [f"{one.night_h:,.1f}" for one in costs],
    }
    for name, cells in rows.items():
        table.add_row(name, *cells)
    out = console()
    out.print(table)
    for one in costs:
        wall = one.walls[0]
        out.print(
            f"{one.publishers:,}: nearest limit is {wall.limit}, {wall.share:.0%} used, reached at about "
            f"{wall.publishers:,}: {wall.turn}",
            soft_wrap=True,
        )
