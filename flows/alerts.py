"""What a night tells whoever is not looking: one alert for the night, one for each source that needs someone. Pure.

``flows.watched`` sends them as Prefect events, and automations (``deploy/automations/``) send those on by mail, Slack
or webhook. The names of the events are a public contract: automations of an installation match them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from flows import summary
from flows.drift import NEXT_STEPS
from storage import layout
from storage.manifest import Manifest, SourceReport

PUBLISHED, WITHHELD = "warraq.night.published", "warraq.night.withheld"
SOURCE_EVENTS = {"failed": "warraq.source.failed", "held_back": "warraq.source.held-back"}
DRIFT, RECOVERED = "warraq.source.drift", "warraq.source.recovered"
"""Published, but unlike its history; and well again after a run in which it was not published."""
WORK_DONE = "warraq.{work}.done"
"""Of a takedown, a repair and the other works beside the nights that came to their end."""
PROOF_FAILED = "warraq.verify.failed"
"""The archive is not as its manifests say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One event."""

    event: str
    """Its name."""
    subject: str
    """What it concerns, unique within the archive: ``run.2026-11-20``, ``source.minbar``."""
    words: str
    """One line for a person: what happened, and what to do."""
    details: Mapping[str, str | int]
    """The same for a program."""


def of_night(described: Manifest, before: Manifest | None) -> Iterator[Alert]:
    """The alerts of a night that came to its end, after the run before it: the night first, then sources by id."""
    good = all(check.passed for check in described.checks)
    broken = "; ".join(f"{check.name} ({check.note})" for check in described.checks if not check.passed)
    words = summary.one_line(described) if good else f"{described.run} is not published: {broken}"
    if missed := missed_nights(described, before):
        words += f"; no run of {', '.join(missed)}: what feeds no longer list is found by `warraq backfill`"
    yield Alert(
        event=PUBLISHED if good else WITHHELD,
        subject=f"run.{described.run}",
        words=words,
        details={"run": described.run, **described.counts, "missed_nights": len(missed)},
    )
    earlier = {source.source_id: source for source in before.sources} if before else {}
    for source in described.sources:
        yield from _of_source(described.run, source, earlier.get(source.source_id))


def _of_source(run: str, source: SourceReport, before: SourceReport | None) -> Iterator[Alert]:
    details: dict[str, str | int] = {"run": run, "source": source.source_id, "class": source.failure or ""}
    subject, state = f"source.{source.source_id}", source.state.replace("_", " ")
    if source.failure:
        step = NEXT_STEPS.get(source.failure, "")
        yield Alert(
            event=SOURCE_EVENTS.get(source.state, DRIFT),
            subject=subject,
            words=f"{source.source_id} {state if source.state != 'ok' else 'drifts'}: {source.detail}",
            details={**details, "next_step": step},
        )
    if source.state == "ok" and before and before.state != "ok":
        words = f"{source.source_id} is published again; it was {before.state.replace('_', ' ')}: {before.failure}"
        yield Alert(event=RECOVERED, subject=subject, words=words, details=details)


def missed_nights(described: Manifest, before: Manifest | None) -> list[str]:
    """The nights between two runs that no run is named by: the machine was off, or they were not published."""
    if before is None:
        return []
    first, last = layout.night_of(before.run), layout.night_of(described.run)
    return [(first + timedelta(days=number)).isoformat() for number in range(1, (last - first).days)]
