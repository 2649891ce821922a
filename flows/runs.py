"""Which night is run: its logical name, its clock and its sources.

The clock is the instant every time of the night is taken from where no capture gives one. A practice night
has a fixed clock, so two archives of the same nights can be compared byte for byte; a real night's clock is
the start of its *first* attempt, kept in the spool, so that a retry continues with it.
"""

import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawlers.newsroom import nights
from crawlers.source import Source
from crawlers.sources import all_sources, select_sources
from storage import layout, manifest
from storage.errors import ConflictError, NightError, SettingsError, SpoolError, UsageError
from storage.manifest import Manifest
from storage.objects import ObjectStore
from storage.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """One logical night."""

    run: str
    """``YYYY-MM-DD``."""
    clock: datetime
    """UTC instant of the run."""
    practice_night: int | None
    """1 to 3 for the practice newsroom, None for real publishers."""
    sources: tuple[Source, ...]
    """What is gathered, sorted by id."""
    owner: str
    """Random name of the data folder's attempt, kept in the bucket so that no other folder overwrites the run;
    empty for practice nights, which are the same everywhere."""
    spool: Path
    """Local folder of the run's captures and journals."""


def plan_night(settings: Settings, *, night: int, run: str, latest: Manifest | None, now: datetime) -> Night:
    """The night to run.

    ``night``: practice night, 0 for the next one not archived yet (the last one when all are).
    ``run``: logical night of real publishers, empty for today's UTC day, or for the run an earlier attempt left
    unfinished; practice nights have their own.
    ``latest``: the archive's newest committed run.
    Raises ``UsageError`` for a night that cannot be run and ``SettingsError`` when a contact is missing.
    """
    sources = tuple(select_sources(settings.sources))
    groups = {source.group for source in sources}
    if len(groups) != 1:
        raise UsageError(f"sources {settings.sources!r} mix practice and real publishers: select one kind")
    _check_archive(groups, latest)
    spool = settings.data_dir / "spool"
    if groups == {"practice"}:
        if run:
            raise UsageError(f"run {run!r}: practice nights have their own runs; give a night from 1 to 3 instead")
        number = night or _next_practice_night(latest.run if latest else None)
        if number not in nights.NIGHTS:
            raise UsageError(f"night {number} does not exist: the practice newsroom has nights 1 to 3")
        name, clock = nights.run(number), nights.clock(number)
        return Night(run=name, clock=clock, practice_night=number, owner="", sources=sources, spool=spool / name)
    need_contact(settings)
    if run and not layout.is_night(layout.check_run(run)):
        raise UsageError(f"run {run!r} is a supplement: give a calendar day such as {run[:10]}")
    name = run or _unfinished(spool, latest, now) or now.date().isoformat()
    attempt = _first_attempt(spool / name, now)
    return Night(
        run=name, clock=attempt.clock, practice_night=None, owner=attempt.owner, sources=sources, spool=spool / name
    )


def need_contact(settings: Settings) -> None:
    """Raises ``SettingsError`` without a contact, which real publishers must be given."""
    if not settings.contact:
        raise SettingsError(
            "WARRAQ_CONTACT is empty: real publishers are only asked by a user agent with a contact; "
            "set it to a web page or mail address"
        )


def without(night: Night, source_ids: Collection[str]) -> Night:
    """The night without publishers that were taken down; raises ``UsageError`` when no other is left."""
    left = tuple(source for source in night.sources if source.id not in source_ids)
    if not left:
        raise UsageError(f"run {night.run}: all its sources were taken down: select others")
    return replace(night, sources=left)


def _check_archive(groups: set[str], latest: Manifest | None) -> None:
    """Invented news and real news never share an archive."""
    declared = all_sources()
    reports = latest.sources if latest else []
    archived = {declared[report.source_id].group for report in reports if report.source_id in declared}
    if archived and archived != groups:
        raise UsageError(
            f"this archive holds {'/'.join(sorted(archived))} nights and cannot take {'/'.join(sorted(groups))} ones: "
            "set WARRAQ_BUCKET to another bucket (or `make clean` away a practice archive)"
        )


def _next_practice_night(latest_run: str | None) -> int:
    later = [number for number in nights.NIGHTS if not latest_run or nights.run(number) > latest_run]
    return later[0] if later else max(nights.NIGHTS)


RESUME_HOURS = 20
"""Hours in which a night that died is continued under its own name, also after midnight. A later start is the next
night's; but a run that had begun to publish is always finished first, since its rows are already in daily objects."""

PUBLISHING = "publishing"
"""Name of the file in a run's spool that says it had begun to publish."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    clock: datetime
    owner: str


def _unfinished(spool: Path, latest: Manifest | None, now: datetime) -> str | None:
    """The newest run an attempt on this data folder left unfinished, or None."""
    for path in sorted(spool.glob("*/run.json"), reverse=True):
        name = path.parent.name
        if latest and name <= latest.run:
            return None
        age = now - _read_attempt(path).clock
        if (path.parent / PUBLISHING).exists() or age < timedelta(hours=RESUME_HOURS):
            return name
    return None


def _first_attempt(spool: Path, now: datetime) -> _Attempt:
    path = spool / "run.json"
    if path.exists():
        return _read_attempt(path)
    attempt = _Attempt(clock=now.astimezone(UTC), owner=secrets.token_hex(8))
    try:
        spool.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps({"clock": attempt.clock.isoformat(), "owner": attempt.owner}))
        part.replace(path)
    except OSError as error:
        raise SpoolError(f"cannot keep the run's clock in {path}: {error}; free the disk") from error
    return attempt


def _read_attempt(path: Path) -> _Attempt:
    try:
        kept = json.loads(path.read_text())
        return _Attempt(clock=datetime.fromisoformat(kept["clock"]), owner=str(kept["owner"]))
    except (OSError, ValueError, KeyError) as error:
        raise SpoolError(f"cannot read the run's clock in {path}: {error}; delete the file") from error


def archived_run(store: ObjectStore, latest: Manifest, planned: Night) -> Manifest:
    """The manifest of a run that is already archived; raises ``UsageError`` when the plan asks for anything else."""
    if planned.run not in manifest.committed_runs(store):
        raise UsageError(
            f"run {planned.run} is earlier than the latest run {latest.run} and is not archived: "
            "nights are archived in order"
        )
    archived = manifest.load(store, planned.run)
    missing = {source.id for source in planned.sources} - {report.source_id for report in archived.sources}
    if missing:
        raise UsageError(
            f"run {planned.run} is already archived without {', '.join(sorted(missing))}: the next night gathers them"
        )
    return archived


def last_night(store: ObjectStore, *, before: str) -> Manifest | None:
    """The newest committed night before a run; supplements are none."""
    nights = [run for run in manifest.committed_runs(store) if run < before and layout.is_night(run)]
    return manifest.load(store, nights[-1]) if nights else None


def claim(store: ObjectStore, night: Night) -> None:
    """Let no other data folder write this run; raises ``NightError`` when one already does."""
    if not night.owner:
        return
    try:
        store.put_new(layout.owner(night.run), json.dumps({"owner": night.owner}).encode())
    except ConflictError:
        raise NightError(
            f"run {night.run} was begun from another data folder: finish it there, or delete "
            f"{layout.owner(night.run)} from the bucket to take it over"
        ) from None
