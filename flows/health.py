"""Is the night, and is each source, good enough to publish.

A source that could not be gathered is *failed*; one whose pages no longer look like its pages is *held back*:
nothing of it is published, its state does not move, its captures are kept. The night goes on without it. A
night in which no source could be gathered is itself failed: it must show its own data, never an older night's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crawlers.gathered import Gathered
from crawlers.reading.records import Reading
from crawlers.source import Expectations
from flows.ends import LinkKey
from storage.manifest import Check
from storage.outcomes import OUTCOMES
from storage.records import OutcomeRow

UNRECOGNISED = frozenset({"not_article", "quarantine", "challenge", "soft_404"})
"""Readings that say nothing good of the page: many of them mean a new layout or a wall before the site."""

MIN_PAGES = 5
"""Fewer pages than this prove nothing about a layout: a quiet night is not a broken one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """One source tonight."""

    source_id: str
    state: str
    """``ok``, ``failed`` or ``held_back``."""
    failure: str | None
    """Failure class; of a source that is ok a warning: published, but look at it. None otherwise."""
    detail: str
    """The evidence and the next step, in words; empty when there is nothing to say."""


def judge_source(source: Gathered, expectations: Expectations, readings: Mapping[LinkKey, Reading]) -> SourceHealth:
    """The health of a gathered source, from its declared expectations."""
    if source.failure:
        return SourceHealth(
            source_id=source.source_id, state="failed", failure=source.failure, detail=source.failure_detail
        )
    pages = [
        readings[key] for link in source.links if (key := LinkKey(source.source_id, link.canonical_url)) in readings
    ]
    recognised = sum(reading.outcome not in UNRECOGNISED for reading in pages)
    if len(pages) >= MIN_PAGES and recognised < expectations.min_read_share * len(pages):
        return SourceHealth(
            source_id=source.source_id,
            state="held_back",
            failure="layout_change",
            detail=(
                f"only {recognised} of {len(pages)} pages could be recognised (expected at least "
                f"{expectations.min_read_share:.0%}): look at a capture, then adjust the source's declaration"
            ),
        )
    return SourceHealth(source_id=source.source_id, state="ok", failure=None, detail="")


def night_checks(
    health: Iterable[SourceHealth], gathered: Iterable[Gathered], outcomes: Sequence[OutcomeRow]
) -> list[Check]:
    """What must hold before a night is committed."""
    states = list(health)
    good = sum(source.state == "ok" for source in states)
    links = {LinkKey(source.source_id, link.canonical_url) for source in gathered for link in source.links}
    ended = [LinkKey(row.source_id, row.canonical_url) for row in outcomes]
    strange = sorted({row.outcome for row in outcomes} - set(OUTCOMES))
    return [
        Check(
            name="the night proves its own data",
            passed=good > 0,
            note=f"{good} of {len(states)} sources gathered" + ("" if good else ": nothing to publish tonight"),
        ),
        Check(
            name="every link has exactly one outcome",
            passed=links == set(ended) and len(ended) == len(links) and not strange,
            note=f"{len(links)} links, {len(ended)} outcomes" + (f", unknown words {strange}" if strange else ""),
        ),
    ]
