"""Amendments: what was changed in committed objects after their run was committed.

A manifest is history and is never written again. Whoever replaces or removes what it names (a takedown, retention, a
repair that gives other bytes) writes an amendment first: for each object the digest it had and what it becomes. So
at any moment, also after a kill, every object is as its manifest or an amendment says, and ``warraq verify`` holds.

Amendments belong to the run that was the newest when they were made; those of a run are numbered from 1. The state
of an object is what the last manifest or amendment that names it says, runs and numbers in order.

What happens on failure: an amendment that is not ``finished`` was begun; until it is finished, an object may be as
before or as after, and no night starts (``refuse_unfinished``). Beginning the same work again finishes it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from storage import layout, manifest
from storage.errors import ConflictError, UsageError
from storage.manifest import CONTENT_TYPE, Manifest, Model, ObjectEntry
from storage.objects import ObjectStore

UPKEEP = "upkeep"
"""The work that removes what is kept no longer."""


class Change(Model):
    """What becomes of one object."""

    key: str
    """Object key."""
    before: str | None
    """Digest of its bytes until then; None when there was no object."""
    after: ObjectEntry | None
    """The object afterwards; None when it is removed."""


class Amendment(Model):
    """What one work changed after a run was committed."""

    run: str
    """The newest committed run when it was made."""
    number: int
    """From 1, in the order made."""
    work: str
    """What was done: ``takedown <tombstone>``, ``upkeep``, ``upgrade`` or ``repair``."""
    changes: list[Change]
    """What it changes, sorted by key."""
    finished: bool
    """False while some objects may still be as they were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What an object must be now."""

    entry: ObjectEntry | None
    """The object; None when it must not be there any more."""
    run: str
    """The run that committed it."""
    work: str
    """The work that changed it since; empty when none did."""
    before: str | None = None
    """Digest it had before that work; None when there was no object, or no work."""
    unfinished: bool = False
    """Whether it may still be as before."""


def of_run(store: ObjectStore, run: str) -> list[Amendment]:
    """Amendments made while a run was the newest, in order."""
    return _loaded(store, f"{layout.AMENDMENTS}{layout.check_run(run)}-")


def every(store: ObjectStore) -> list[Amendment]:
    """All amendments, in order."""
    return _loaded(store, layout.AMENDMENTS)


def _loaded(store: ObjectStore, prefix: str) -> list[Amendment]:
    # The number has leading zeros and the run is a day, so keys sort in the order the amendments were made.
    return [manifest.parsed(Amendment, store.get(info.key)) for info in store.list(prefix)]


def begin(store: ObjectStore, work: str, changes: Iterable[Change]) -> Amendment:
    """Write down what is about to be changed; raises ``UsageError`` for an archive without a run.

    Raises ``ConflictError`` when another work amends the archive at the same time.
    """
    runs = manifest.committed_runs(store)
    if not runs:
        raise UsageError(f"{work}: no run is committed yet, so there is nothing to change")
    number = len(of_run(store, runs[-1])) + 1
    amendment = Amendment(
        run=runs[-1], number=number, work=work, changes=sorted(changes, key=lambda change: change.key), finished=False
    )
    store.put_new(layout.amendment(runs[-1], number), manifest.to_json(amendment), content_type=CONTENT_TYPE)
    return amendment


def finish(store: ObjectStore, amendment: Amendment) -> None:
    """Say that every object is as the amendment says."""
    done = amendment.model_copy(update={"finished": True})
    key = layout.amendment(amendment.run, amendment.number)
    store.ensure(key, manifest.to_json(done), content_type=CONTENT_TYPE)


def refuse_unfinished(store: ObjectStore, *, but: str = "") -> None:
    """Raise ``ConflictError`` when a work other than ``but`` was begun and not finished."""
    for amendment in every(store):
        if not amendment.finished and amendment.work != but:
            raise ConflictError(
                f"{amendment.work} was begun and did not end: run `warraq {amendment.work.split()[0]}` first, "
                "which goes on where it was"
            )


def expected(manifests: Iterable[Manifest], amendments: Iterable[Amendment]) -> dict[str, Expected]:
    """What every object that runs wrote, or kept of what they replaced, must be now, by key. Both in order; pure."""
    found: dict[str, Expected] = {}
    later: dict[str, list[Amendment]] = defaultdict(list)
    for amendment in amendments:
        later[amendment.run].append(amendment)
    for described in manifests:
        for entry in described.objects:
            kept = _kept(described.run, entry, found.get(entry.key))
            found |= {one.key: Expected(entry=one, run=described.run, work="") for one in (*kept, entry)}
        for amendment in later[described.run]:
            for change in amendment.changes:
                run = found[change.key].run if change.key in found else described.run
                found[change.key] = Expected(
                    entry=change.after,
                    run=run,
                    work=amendment.work,
                    before=change.before,
                    unfinished=not amendment.finished,
                )
    return found


def _kept(run: str, entry: ObjectEntry, before: Expected | None) -> list[ObjectEntry]:
    """What a run kept of a daily object it replaced (``storage.snapshots``); nothing of what it did not change."""
    old = before.entry if before else None
    if not entry.key.startswith(layout.DAILY) or (old and old.sha256 == entry.sha256):
        return []
    key = layout.kept(run, entry.key)
    return [old.model_copy(update={"key": key}) if old else ObjectEntry.of(key, b"", rows=None)]


def amended(entry: ObjectEntry, amendments: Iterable[Amendment]) -> ObjectEntry | None:
    """What an object is after the amendments of its run; None when they removed it."""
    now: ObjectEntry | None = entry
    for amendment in amendments:
        now = next((change.after for change in amendment.changes if change.key == entry.key), now)
    return now
