"""Is tonight's yield of each source like its history: what was found that is not, and how bad it is. Pure.

Two kinds of finding. *Too little* (silent, fewer articles, refused) warns: what did come is sound and is published.
*Other than before* (dates, titles, lengths, pages of no known kind) warns when something is lost and holds the source
back when what was read cannot be believed: an article archived without its date lies under a wrong day for good.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, log, sqrt
from statistics import median

from crawlers.failures import FAILURES
from flows.expected import FEW, Expectation, expectations, mad
from storage.health import HealthRow
from storage.manifest import Check

DRIFTS: dict[str, str] = {
    "silent": "nothing new although the feeds answer: open the front page; if it has news, the feeds have moved",
    "low_yield": "fewer new articles than usual: compare the publisher's front page with what the feeds list",
    "copies_rise": "most of it is copied from others tonight: look at its copies before counting it as coverage",
    "late": "articles arrive much later after publication than usual: check the feeds, or gather more often",
}
"""Classes only a history can tell → next step; the others are those of ``crawlers.failures``."""
ORDER = ("blocked", "layout_change", "date_failure", "language_drift", *DRIFTS)
"""The class a source is reported under is the first of these that was found: causes before their effects."""
NEXT_STEPS = FAILURES | DRIFTS
"""Every class → next step."""

DEVIATIONS = 3.5
"""Deviations below expectation that are no chance: 1 in 4,000, the least beside ``LOW_SHARE``."""
LOW_SHARE = 0.65
"""Share of the expected above which a yield is not called low, however regular the source."""
SILENT_NIGHTS = 3
"""Nights without anything new, tonight among them, that are an alarm even if each alone is nothing unusual."""
LEAST_NIGHTS = 8
"""Nights from which a share is compared with its history."""
LEAST_COUNT = 5
"""Pages or articles from which a share says something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is unlike the source's history."""

    failure: str
    """Class of ``NEXT_STEPS``."""
    hard: bool
    """Whether what was read cannot be believed."""
    evidence: str
    """What is, and what was usual, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A source tonight against its history."""

    expected_new: float | None
    """New articles expected; None while the history is too short."""
    findings: tuple[Finding, ...]
    """What is unlike before, the reported one first; empty when nothing is."""

    @property
    def state(self) -> str:
        """``held_back`` when what was read cannot be believed, else ``ok``."""
        return "held_back" if any(one.hard for one in self.findings) else "ok"

    @property
    def detail(self) -> str:
        """The evidence and the next step, in words."""
        if not self.findings:
            return ""
        step = NEXT_STEPS[self.findings[0].failure]
        accept = " If it is right as it is, set history_since in its expectations." if self.state != "ok" else ""
        return f"{'; '.join(one.evidence for one in self.findings)}. {step[0].upper()}{step[1:]}.{accept}"


def judge(
    tonight: Sequence[HealthRow], history: Iterable[HealthRow], since: Mapping[str, date | None]
) -> dict[str, Verdict]:
    """The verdict on every published source of the night; failed ones and those held back already are left out.

    ``history`` is of the nights before, in any order; ``since`` names, by source, the first night it is compared with.
    """
    nights: dict[str, list[HealthRow]] = defaultdict(list)
    for row in sorted(history, key=lambda row: row.run):
        first = since.get(row.source_id)
        if first is None or row.run >= first.isoformat():
            nights[row.source_id].append(row)
    published = {key: [row for row in rows if row.state == "ok"] for key, rows in nights.items()}
    expected = expectations(tonight, published)
    verdicts = {}
    for row in tonight:
        if row.state == "ok":
            due = expected.get(row.source_id)
            found = [*_shares(row, published.get(row.source_id, ())), *_yield(row, nights.get(row.source_id, ()), due)]
            findings = tuple(sorted(found, key=lambda one: (ORDER.index(one.failure), not one.hard)))
            verdicts[row.source_id] = Verdict(expected_new=round(due.new, 1) if due else None, findings=findings)
    return verdicts


def stale(tonight: Iterable[HealthRow], history: Iterable[HealthRow]) -> Check:
    """Whether the night shows news of its own: an archive that has new articles each night has some tonight."""
    totals: dict[str, int] = defaultdict(int)
    for row in history:
        totals[row.run] += row.new_count
    usual = median(totals.values()) if len(totals) >= LEAST_NIGHTS else 0
    new = sum(row.new_count for row in tonight)
    note = f"{new} new articles" + (f", usually {usual:.0f}" if usual else "")
    if fails := usual >= FEW and not new:
        note += ": the feeds show an older night; check the network and the proxy, then run the night again"
    return Check(name="the night has news of its own", passed=not fails, note=note)


def _yield(row: HealthRow, nights: Sequence[HealthRow], due: Expectation | None) -> Iterable[Finding]:
    before = nights[-(SILENT_NIGHTS - 1) :]
    if len(before) == SILENT_NIGHTS - 1 and all(_silent(one) for one in (*before, row)):
        evidence = f"nothing new for {SILENT_NIGHTS} nights running"
        yield Finding(failure="silent", hard=False, evidence=evidence)
    elif due and row.new_count < LOW_SHARE * due.new and due.deviations(row.new_count) < -DEVIATIONS:
        failure = "low_yield" if row.new_count else "silent"
        yield Finding(failure=failure, hard=False, evidence=f"{row.new_count} new articles, expected {due.new:.0f}")


def _silent(row: HealthRow) -> bool:
    return not (row.fresh_links or row.new_count or row.revised_count)


@dataclass(frozen=True, slots=True)
class Share:
    """A share of something whose change says that something broke."""

    failure: str
    name: str
    """In words, for the evidence."""
    part: Callable[[HealthRow], int]
    whole: Callable[[HealthRow], int]
    least: float
    """Least change, on a scale of 0 to 1, that is told."""
    falls: bool
    """Whether less of it is bad; else more of it."""
    believed: bool = True
    """Whether the articles can still be believed when more than half of it is lost."""


SHARES = (
    Share("blocked", "links refused", lambda r: r.refused_links, lambda r: r.links, 0.2, falls=False),
    Share("layout_change", "pages of a known kind", lambda r: r.recognised_pages, lambda r: r.pages, 0.2, True, False),
    Share("layout_change", "articles with a title", lambda r: r.titled_count, lambda r: r.new_count, 0.2, True, False),
    Share("layout_change", "articles with an author", lambda r: r.authored_count, lambda r: r.new_count, 0.4, True),
    Share("date_failure", "articles with a date", lambda r: r.dated_count, lambda r: r.new_count, 0.2, True, False),
    Share("language_drift", "foreign pages", lambda r: r.foreign_pages, lambda r: r.pages, 0.3, falls=False),
    Share("copies_rise", "copies among the new", lambda r: r.copy_count, lambda r: r.new_count, 0.4, falls=False),
)


def _shares(row: HealthRow, nights: Sequence[HealthRow]) -> Iterable[Finding]:
    for share in SHARES:
        usual = [share.part(one) / share.whole(one) for one in nights if share.whole(one) >= LEAST_COUNT]
        count, whole = share.part(row), share.whole(row)
        if len(usual) >= LEAST_NIGHTS and whole >= LEAST_COUNT:
            middle = median(usual)
            scatter = sqrt(max(middle * (1 - middle), 0.01) / whole + mad(usual) ** 2)
            change = (middle - count / whole) * (1 if share.falls else -1)
            if change > max(share.least, 4 * scatter):
                evidence = f"{share.name}: {count} of {whole}, usually {middle:.0%}"
                hard = share.falls and not share.believed and count < middle * whole / 2
                yield Finding(failure=share.failure, hard=hard, evidence=evidence)
    yield from _length(row, nights)
    yield from _latency(row, nights)


def _length(row: HealthRow, nights: Sequence[HealthRow]) -> Iterable[Finding]:
    """Texts that are much shorter than before are cut off, or are not the article."""
    usual = [log(one.median_words) for one in nights if one.median_words and one.new_count >= LEAST_COUNT]
    if len(usual) >= LEAST_NIGHTS and row.median_words is not None and row.new_count >= LEAST_COUNT:
        middle = median(usual)
        # Lengths of one publisher's articles scatter by about half their size.
        scatter = max(0.6 / sqrt(row.new_count), mad(usual))
        change = middle - log(max(row.median_words, 1))
        if change > max(-log(0.6), 4 * scatter):
            evidence = f"texts of {row.median_words} words, usually {exp(middle):.0f}"
            yield Finding(failure="layout_change", hard=change > -log(0.35), evidence=evidence)


def _latency(row: HealthRow, nights: Sequence[HealthRow]) -> Iterable[Finding]:
    usual = [one.latency_s for one in nights if one.latency_s is not None and one.new_count >= LEAST_COUNT]
    if len(usual) >= LEAST_NIGHTS and row.latency_s is not None and row.new_count >= LEAST_COUNT:
        middle = median(usual)
        if row.latency_s - middle > max(12 * 3600, 2 * middle, 4 * mad(usual)):
            evidence = f"archived {row.latency_s / 3600:.0f} h after publication, usually {middle / 3600:.0f} h"
            yield Finding(failure="late", hard=False, evidence=evidence)
