"""Which night is run: its logical name, its clock and its sources.

The clock is the instant every time of the night is taken from where no capture gives one. A practice night
has a fixed clock, so two archives of the same nights can be compared byte for byte; a real night's clock is
the start of its *first* attempt, kept in the spool, so that a retry continues with it.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from crawlers.newsroom import nights
from crawlers.source import Source
from crawlers.sources import all_sources, select_sources
from storage import layout
from storage.errors import SettingsError, SpoolError, UsageError
from storage.manifest import Manifest
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
    spool: Path
    """Local folder of the run's captures and journals."""


def plan_night(settings: Settings, *, night: int, run: str, latest: Manifest | None, now: datetime) -> Night:
    """The night to run.

    ``night``: practice night, 0 for the next one not archived yet (the last one when all are).
    ``run``: logical night of real publishers, empty for today's UTC day; practice nights have their own.
    ``latest``: the archive's newest committed run.
    Raises ``UsageError`` for a night that cannot be run and ``SettingsError`` when a contact is missing.
    """
    sources = tuple(select_sources(settings.sources))
    groups = {source.group for source in sources}
    if len(groups) != 1:
        raise UsageError(f"sources {settings.sources!r} mix practice and real publishers: select one kind")
    _check_archive(groups, latest)
    latest_run = latest.run if latest else None
    if groups == {"practice"}:
        number = night or _next_practice_night(latest_run)
        if number not in nights.NIGHTS:
            raise UsageError(f"night {number} does not exist: the practice newsroom has nights 1 to 3")
        name, clock, practice = nights.run(number), nights.clock(number), number
    else:
        if not settings.contact:
            raise SettingsError(
                "WARRAQ_CONTACT is empty: real publishers are only asked by a user agent with a contact; "
                "set it to a web page or mail address"
            )
        name, clock, practice = layout.check_run(run or now.date().isoformat()), now, None
    if latest_run and name < latest_run:
        raise UsageError(f"run {name} is earlier than the latest run {latest_run}: nights are archived in order")
    spool = settings.data_dir / "spool" / name
    return Night(
        run=name,
        clock=clock if practice else _first_attempt(spool, clock),
        practice_night=practice,
        sources=sources,
        spool=spool,
    )


def _check_archive(groups: set[str], latest: Manifest | None) -> None:
    """Invented news and real news never share an archive."""
    declared = all_sources()
    archived = (
        {declared[report.source_id].group for report in latest.sources if report.source_id in declared}
        if latest
        else set()
    )
    if archived and archived != groups:
        raise UsageError(
            f"this archive holds {'/'.join(sorted(archived))} nights and cannot take {'/'.join(sorted(groups))} ones: "
            "set WARRAQ_BUCKET to another bucket (or `make clean` away a practice archive)"
        )


def _next_practice_night(latest_run: str | None) -> int:
    later = [number for number in nights.NIGHTS if not latest_run or nights.run(number) > latest_run]
    return later[0] if later else max(nights.NIGHTS)


def _first_attempt(spool: Path, now: datetime) -> datetime:
    path = spool / "run.json"
    try:
        if path.exists():
            return datetime.fromisoformat(json.loads(path.read_text())["clock"])
        spool.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"clock": now.astimezone(UTC).isoformat()}))
    except (OSError, ValueError, KeyError) as error:
        raise SpoolError(
            f"cannot keep the run's clock in {path}: {error}; free the disk or delete the file"
        ) from error
    return now
