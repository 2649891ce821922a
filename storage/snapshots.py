"""Earlier states of the daily objects, so that the archive can be read as it was known after any run.

Before a run replaces a daily object it keeps the bytes that are there at ``snapshots/before=<run>/<key>``; where
there was no object yet it keeps an empty one. So the state of a day after run R is what was kept for the first
later run that touched the day, and the object itself when none did: no catalogue, no versions of the store, and a
look back costs a listing of what changed since R, not of the whole history. Objects of a run never change. What a
run kept follows from the manifests (``storage.amendments.expected``), so ``warraq verify`` finds a kept object that is
lost, which else would show a later state.

What happens on failure: what was kept first stays. A night that died and runs again, whatever it finds, cannot keep
its own half-written days as the state before it. Retention writes the oldest run that stays readable (``forget``)
before it removes anything, so a snapshot that is incomplete is refused, never shown.
"""

from pydantic import BaseModel, ConfigDict

from storage import amendments, layout
from storage.errors import ConflictError, FixityError, ObjectMissingError, QueryError
from storage.ids import digest
from storage.manifest import CONTENT_TYPE, ObjectEntry, committed_runs, parsed, to_json
from storage.objects import ObjectInfo, ObjectStore


class Oldest(BaseModel):
    """The object ``snapshots/oldest.json``."""

    model_config = ConfigDict(frozen=True)

    run: str
    """The oldest run whose snapshot is whole."""


def keep(store: ObjectStore, key: str, run: str, before: bytes | None) -> None:
    """Keep what a daily object held before ``run`` replaces it; None: there was no object."""
    try:
        store.put_new(layout.kept(run, key), before or b"")
    except ConflictError:
        # An earlier attempt of the run kept the true state; what is there now is that attempt's own work.
        return


def resolve(store: ObjectStore, day: str) -> str:
    """The newest committed run up to a day, whose snapshot is "the archive as of" it.

    Raises ``QueryError`` when there is none, or when its snapshot was removed by retention.
    """
    runs = committed_runs(store)
    run = max((run for run in runs if run <= day), default=None)
    oldest = oldest_run(store) or ""
    if run is None or run < oldest:
        readable = [known for known in runs if known >= oldest]
        first = f"the first run that can be read is {readable[0]}" if readable else "no run is committed"
        raise QueryError(f"there is no archive as of {day}: {first}")
    return run


def listing(store: ObjectStore, prefix: str, run: str) -> list[ObjectInfo]:
    """The objects under a daily dataset's prefix that were readable after ``run``, sorted by day.

    Each has the key under which it is found now: its own, or the kept one.
    """
    now = {info.key: info for info in store.list(prefix)}
    kept = {key: info for key, info in kept_since(store, run).items() if key.startswith(prefix)}
    # An empty object was kept where there was none.
    return [info for key, info in sorted((now | kept).items()) if info.bytes > 0]


def kept_since(store: ObjectStore, run: str) -> dict[str, ObjectInfo]:
    """For each daily key replaced after ``run``, by its own name, the object that keeps its state after ``run``."""
    # '0' follows '/': the listing starts behind everything kept before the run itself.
    listed = store.list(layout.SNAPSHOTS, start_after=layout.kept(run, "").rstrip("/") + "0")
    found: dict[str, ObjectInfo] = {}
    for info in sorted(listed, key=lambda info: info.key):
        told = layout.kept_of(info.key)
        if told and told[0] > run:
            found.setdefault(told[1], info)
    return found


def fetch(store: ObjectStore, entry: ObjectEntry, run: str) -> bytes:
    """The very bytes a run's manifest names, also after later runs replaced the object.

    An object that ``warraq upgrade`` or a takedown rewrote since is given as it is now. Raises ``FixityError`` when
    what is there has other bytes, ``ObjectMissingError`` when there is nothing.
    """
    kept = kept_since(store, run).get(entry.key)
    key = kept.key if kept else entry.key
    data = store.get(key)
    if digest(data) != entry.sha256 and digest(data) not in _rewritten(store, entry, key):
        raise FixityError(
            f"{key} in {store.connection.place} no longer has the bytes run {run} "
            f"committed (sha256 {entry.sha256[:12]}…): `warraq verify` checks the rest"
        )
    return data


def _rewritten(store: ObjectStore, entry: ObjectEntry, key: str) -> set[str]:
    """Digests the object, kept at ``key``, had or has by rewriting what a run committed."""
    found = {entry.sha256}
    for amendment in amendments.every(store):
        for change in amendment.changes:
            if change.key in (entry.key, key) and change.before in found and change.after is not None:
                found.add(change.after.sha256)
    return found


def oldest_run(store: ObjectStore) -> str | None:
    """The oldest run whose snapshot is whole; None when nothing was removed yet."""
    try:
        return parsed(Oldest, store.get(layout.OLDEST_SNAPSHOT)).run
    except ObjectMissingError:
        return None


def forget(store: ObjectStore, oldest: str) -> None:
    """Let no snapshot before run ``oldest`` be read any more; nothing is removed yet."""
    before = oldest_run(store)
    if before is None or before < oldest:
        store.ensure(layout.OLDEST_SNAPSHOT, to_json(Oldest(run=oldest)), content_type=CONTENT_TYPE)
