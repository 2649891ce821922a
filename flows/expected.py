"""How many new articles a source should have tonight, learned from its own nights and from the others'. Pure.

Expected is a level (median of its working days) times what the day of the week and the season usually make of it,
times what tonight does to all sources together. Counts are compared on the scale of their square roots, where the
scatter of a count is one whatever its size.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import prod, sqrt
from statistics import median

from flows.daykinds import NO_SEASON, ORDINARY, WORKING, DayKind, day_kind, special
from storage.health import HealthRow

NIGHTS = 60
"""Nights a source is compared with: long enough for eight Fridays, short enough to follow a publisher that grows."""
LEAST_WORKING = 8
"""Working days below which nothing is expected: the median of fewer is off by more than it should tell."""
STEADIEST = 0.05
"""Share of its level by which even the steadiest newsroom's nights differ beside chance (assumed 2026-11-22): the
scatter of twenty nights may by luck look smaller than it is."""
LEAST_PEERS = 5
"""Sources (or their nights) from which a common factor is believed: a median of five stands two that are broken."""
USUAL = (0.8, 1.25)
"""Bounds of what one night does to all sources together; what lies beyond is a fault of ours, and each is told."""
UNUSUAL = (0.35, 1.6)
"""The same, on a kind of day no night of the history knows: the first Friday, the first night of Ramadan."""
FEW = 10.0
"""Expected articles below which a source says nothing of the others' night."""


@dataclass(frozen=True, slots=True)
class Level:
    """One source over its nights."""

    nights: tuple[tuple[DayKind, int], ...]
    """Kind of day and new articles of each."""
    base: float
    """Median of its working days outside seasons."""
    spread: float
    """How its working days scatter on the scale of square roots; 1 at least."""
    ratios: Mapping[str, Sequence[float]]
    """Weekday or season → what its nights of that name had, as a share of what was expected without it."""

    @classmethod
    def of(cls, rows: Sequence[HealthRow]) -> "Level | None":
        """The level of a source's published nights, oldest first; None while there are too few."""
        nights = tuple((day_kind(date.fromisoformat(row.run)), row.new_count) for row in rows[-NIGHTS:])
        working = [count for kind, count in nights if kind == ORDINARY]
        if len(working) < LEAST_WORKING or not (base := median(working)):
            return None
        ratios: dict[str, list[float]] = defaultdict(list)
        for kind, count in nights:
            if kind.season == NO_SEASON and kind.weekday != WORKING:
                ratios[kind.weekday].append(count / base)
        weekdays = {name: factor for name, found in ratios.items() if (factor := median(found))}
        for kind, count in nights:
            if kind.season != NO_SEASON:
                ratios[kind.season].append(count / (base * weekdays.get(kind.weekday, 1.0)))
        spread = max(sqrt(1 + base * STEADIEST**2), mad([deviation(count, base) for count in working]))
        # What is learned from few nights is itself uncertain.
        return cls(nights, base, spread * (1 + 2 / len(working)), ratios)

    def expected(self, kind: DayKind, pooled: Mapping[str, "Factor"]) -> float:
        """Articles expected on a day of a kind, before what tonight does to all; unknown factors are 1."""
        return self.base * prod(self.factor(name, pooled).middle for name in special(kind))

    def factor(self, name: str, pooled: Mapping[str, "Factor"]) -> "Factor":
        """What a weekday or season makes of its level: that of all sources, moved by each night of its own."""
        others, own = pooled.get(name, UNKNOWN), self.ratios.get(name, ())
        if not own:
            return others
        # Each side weighs by the inverse of its variance; a night's relative variance is spread² / base.
        weight = 1 / max(others.error, 0.01) ** 2
        weight_own = len(own) * self.base / (MEDIAN_ERROR * self.spread) ** 2
        middle = (others.middle * weight + median(own) * weight_own) / (weight + weight_own)
        return Factor(middle, 1 / sqrt(weight + weight_own))

    def expectation(self, kind: DayKind, common: float, pooled: Mapping[str, "Factor"]) -> "Expectation":
        """What it should have on a day of a kind on which all sources together have ``common`` of the expected."""
        new = self.expected(kind, pooled) * common
        # A relative error e of what is expected is e * sqrt(new) on the scale of square roots.
        unsure = sum(self.factor(name, pooled).error ** 2 for name in special(kind))
        return Expectation(new, sqrt(self.spread**2 + new * unsure))


@dataclass(frozen=True, slots=True)
class Factor:
    """What a weekday or season makes of a source's level."""

    middle: float
    error: float
    """Relative error of ``middle`` for one source."""


MEDIAN_ERROR = 1.25
"""Error of a median over that of a mean (normal values)."""
UNKNOWN = Factor(1.0, 0.2)
"""A kind of day nobody has nights of: newsrooms keep half to all of their level at feasts, a fifth either way."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a source should have tonight."""

    new: float
    """Articles."""
    scatter: float
    """One deviation, on the scale of square roots, what is unsure of ``new`` included."""

    def deviations(self, count: int) -> float:
        """How many deviations a count is from what is expected; negative: too few."""
        return deviation(count, self.new) / self.scatter


def deviation(count: float, expected: float) -> float:
    """Distance of two counts on the scale of square roots (Anscombe), where a Poisson count scatters by one."""
    return 2 * (sqrt(count + 0.375) - sqrt(expected + 0.375))


def expectations(tonight: Sequence[HealthRow], history: Mapping[str, Sequence[HealthRow]]) -> dict[str, Expectation]:
    """What each source should have tonight; sources with too short a history are left out.

    ``history`` maps a source to its published nights, oldest first.
    """
    levels = {key: level for key, rows in history.items() if (level := Level.of(rows))}
    pooled = _pooled(levels.values())
    counts = {row.source_id: row.new_count for row in tonight if row.state == "ok" and row.source_id in levels}
    kind = day_kind(date.fromisoformat(tonight[0].run)) if tonight else ORDINARY
    common = _common(kind, {key: levels[key].expected(kind, pooled) for key in counts}, counts, pooled)
    return {key: levels[key].expectation(kind, common, pooled) for key in counts}


def _common(
    kind: DayKind, expected: Mapping[str, float], counts: Mapping[str, int], pooled: Mapping[str, Factor]
) -> float:
    """What tonight does to all sources together."""
    ratios = [counts[key] / new for key, new in expected.items() if new >= FEW]
    if len(ratios) < LEAST_PEERS:
        return 1.0
    least, most = USUAL if all(name in pooled for name in special(kind)) else UNUSUAL
    return min(max(median(ratios), least), most)


def _pooled(levels: Iterable[Level]) -> dict[str, Factor]:
    """Factors of weekdays and seasons over all sources; their error is how much sources differ."""
    found: dict[str, list[float]] = defaultdict(list)
    for level in levels:
        for name, ratios in level.ratios.items():
            found[name] += ratios
    return {name: Factor(median(one), _relative_spread(one)) for name, one in found.items() if len(one) >= LEAST_PEERS}


def _relative_spread(ratios: Sequence[float]) -> float:
    return mad(ratios) / max(median(ratios), 0.01)


def mad(values: Sequence[float]) -> float:
    """Median deviation from the median, scaled to be a standard deviation where values scatter normally."""
    middle = median(values)
    return 1.4826 * median(abs(one - middle) for one in values)
