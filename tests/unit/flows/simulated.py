"""Sixty nights of twenty invented sources as tables of outcomes: no page is made, fetched or read.

A source has its own level, its own Fridays and its own Ramadan. Counts scatter as those of a newsroom that is staffed
every day: by chance (Poisson) and by 6 % of its level. Faults are put on one source and one night at a time.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from flows.assemble import NightRows
from flows.daykinds import day_kind
from flows.drift import Verdict, judge
from flows.measure import kept, measure
from storage.health import HealthRow
from storage.records import ArticleRow, LinkState, OutcomeRow
from tests.integration.stored import article

NIGHTS = 60
SOURCES = 20
FIRST = date(2027, 1, 2)
"""Sixty nights from here end in Ramadan 1448."""
FIRST_OF_RAMADAN = 37
SCATTER = 0.06
SETTLED = 30
"""First night with a fault: by then each source has had four Fridays."""
TELLING = 200


@dataclass(frozen=True)
class Fault:
    night: int
    source: int
    kind: str
    """A key of ``FAULTS``."""


@dataclass(frozen=True)
class Shape:
    """What one source does on one night."""

    articles: int
    dated: float = 0.97
    titled: float = 1.0
    unreadable: float = 0.02
    blocked: float = 0.0
    words: float = 300.0


FAULTS: dict[str, tuple[str, Callable[[Shape], Shape]]] = {
    "publisher silent": ("silent", lambda s: replace(s, articles=0)),
    "halved yield": ("low_yield", lambda s: replace(s, articles=s.articles // 2)),
    "dates failing": ("date_failure", lambda s: replace(s, dated=0.1)),
    "layout change": ("layout_change", lambda s: replace(s, unreadable=0.5, words=90.0)),
    "blocked": ("blocked", lambda s: replace(s, blocked=0.6)),
}
"""Fault → the class it must be reported under, and what it does to a night."""


@dataclass(frozen=True)
class Told:
    night: int
    source_id: str
    verdict: Verdict


@dataclass(frozen=True)
class Publisher:
    id: str
    level: float
    friday: float
    saturday: float
    ramadan: float

    def level_on(self, day: date) -> float:
        """Articles it means to have on a day."""
        kind = day_kind(day)
        weekday = {"friday": self.friday, "saturday": self.saturday}.get(kind.weekday, 1.0)
        return self.level * weekday * {"ramadan": self.ramadan, "eid": 0.4}.get(kind.season, 1.0)


def publishers(rng: random.Random) -> list[Publisher]:
    return [
        Publisher(
            f"source_{number:02d}",
            rng.uniform(200, 500),
            rng.uniform(0.45, 0.9),
            rng.uniform(0.6, 1.0),
            rng.uniform(0.55, 0.8),
        )
        for number in range(SOURCES)
    ]


def simulate(seed: int, faults: list[Fault], first: date = FIRST, nights: int = NIGHTS) -> list[Told]:
    """Everything that is told over the nights."""
    rng = random.Random(seed)
    sources = publishers(rng)
    by_place = {(fault.night, fault.source): fault.kind for fault in faults}
    history: list[HealthRow] = []
    told = []
    for night in range(nights):
        day = first + timedelta(days=night)
        rows = _night([_shape(rng, one, day, by_place.get((night, at))) for at, one in enumerate(sources)], rng)
        measured = measure(
            day.isoformat(),
            {one.id: ("ok", None) for one in sources},
            outcomes=rows.outcomes,
            links=rows.links,
            revisions=rows.revisions,
        )
        verdicts = judge(measured, history, {})
        told += [Told(night, key, one) for key, one in verdicts.items() if one.findings]
        judged = [replace(row, state=verdicts[row.source_id].state) for row in measured]
        history = kept(history, judged)
    return told


def faults_of(seed: int, each: int) -> list[Fault]:
    """Faults of every kind for a seed's sources, no two of one source: the first night of each.

    From ``SETTLED`` on. Half of fewer than ``TELLING`` articles may be the chance of one night, and half of the first
    night of Ramadan what the source makes of Ramadan: these are not asked for.
    """
    sources = publishers(random.Random(seed))
    rng = random.Random(f"faults {seed}")
    kinds = [kind for kind in FAULTS for _ in range(each)]
    faults = []
    for at, kind in zip(rng.sample(range(SOURCES), len(kinds)), kinds, strict=True):
        nights: Sequence[int] = range(SETTLED, NIGHTS)
        if kind == "halved yield":
            known = (night for night in nights if night != FIRST_OF_RAMADAN)
            nights = [night for night in known if sources[at].level_on(FIRST + timedelta(days=night)) >= TELLING]
        faults.append(Fault(rng.choice(nights), at, kind))
    return faults


def _shape(rng: random.Random, one: Publisher, day: date, fault: str | None) -> Shape:
    level = one.level_on(day)
    mean = max(rng.gauss(level, SCATTER * level), 0.0)
    shape = Shape(articles=max(round(rng.gauss(mean, mean**0.5)), 0))
    return FAULTS[fault][1](shape) if fault else shape


def _night(shapes: list[Shape], rng: random.Random) -> NightRows:
    outcomes: list[OutcomeRow] = []
    revisions: list[ArticleRow] = []
    links: list[LinkState] = []
    for number, shape in enumerate(shapes):
        source_id = f"source_{number:02d}"
        found = rng.choices(
            ("blocked", "not_article", "new"),
            (shape.blocked, shape.unreadable, 1 - shape.blocked - shape.unreadable),
            k=shape.articles,
        )
        outcomes += [_outcome(source_id, outcome) for outcome in [*found, *["unchanged"] * 20]]
        links += [_link(source_id)] * shape.articles
        revisions += _articles(source_id, shape, found.count("new"), rng)
    return NightRows(
        revisions=revisions, patches=[], stories={}, outcomes=outcomes, links=links, blocks=[], origins=[], index=[]
    )


def _articles(source_id: str, shape: Shape, count: int, rng: random.Random) -> list[ArticleRow]:
    return [
        _article(source_id, round(shape.words * length), hours, titled, authored, copied)
        for length, hours, titled, authored, copied in zip(
            rng.choices(LENGTHS, k=count),
            rng.choices((1, 2, 3, 5, 8, 13, None), (*[shape.dated / 6] * 6, 1 - shape.dated), k=count),
            rng.choices((True, False), (shape.titled, 1 - shape.titled), k=count),
            rng.choices((True, False), (0.6, 0.4), k=count),
            rng.choices((True, False), (0.1, 0.9), k=count),
            strict=True,
        )
    ]


LENGTHS = (0.3, 0.45, 0.6, 0.8, 1.0, 1.25, 1.6, 2.2, 3.3)

# Rows that are alike are one object: a seed has a quarter of a million of them.
SEEN_AT = datetime(2027, 1, 1, 22, tzinfo=UTC)


@cache
def _outcome(source_id: str, outcome: str) -> OutcomeRow:
    return OutcomeRow(
        run="", source_id=source_id, url="", canonical_url="", feed_url=None, outcome=outcome, reason="",
        http_status=200, article_id=None, revision=None, capture_file=None, capture_offset=None, seen_at=SEEN_AT,
    )  # fmt: skip


@cache
def _link(source_id: str) -> LinkState:
    return LinkState(
        source_id=source_id, canonical_url="", url="", article_id=None, outcome="new", etag=None,
        last_modified=None, first_seen_at=SEEN_AT, checked_at=SEEN_AT,
    )  # fmt: skip


@cache
def _article(source_id: str, words: int, hours: int | None, titled: bool, authored: bool, copied: bool) -> ArticleRow:
    return article(
        0,
        source_id=source_id,
        word_count=words,
        title="عنوان" if titled else None,
        authors=("كاتب",) if authored else (),
        copy_of="0" if copied else None,
        published_at=SEEN_AT - timedelta(hours=hours) if hours is not None else None,
        first_seen_at=SEEN_AT,
    )
