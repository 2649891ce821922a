"""Retention: what is removed because the settings say it is kept no longer.

- ``capture_days``: captures of runs older than so many days before the newest run, but for those that have the body of
  a page which a run that is kept found unchanged: a revisit always names a record that is there. Rows and outcomes go
  on naming their captures; such an article can be read again no more.
- ``superseded_runs``: versions of state and index that a run replaced so many committed runs ago. Nothing reads them
  but a look at how the archive came to be; the newest version of everything always stays.
- ``snapshot_days``: what runs kept of the objects they replaced, so that older states can be read (``as_of``).
- ``version_days``: older versions of objects, in a bucket that keeps versions, so many days after they were replaced.

Days are counted back from the newest clock of a run, not from today: run again it removes the same objects, and an
archive that is no longer continued loses nothing. What a manifest names and retention removed is written down in an
amendment before it is removed, so ``verify`` knows of it; one that was killed goes on when it is run again.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flows import handover
from flows.ends import KNOWN_DAYS
from flows.progress import Steps
from storage import amendments, inventory, layout, manifest, snapshots, versions
from storage.amendments import UPKEEP, Change
from storage.manifest import Manifest
from storage.objects import ObjectStore
from storage.outcomes import ARCHIVED
from storage.partitions import get_rows
from storage.records import OutcomeRow
from storage.settings import Settings
from storage.versions import Version

READ = ARCHIVED | {"revisit"}
"""Outcomes of pages that were had in full and read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is kept no longer."""

    changes: list[Change]
    """Objects that manifests name, sorted by key."""
    versions: list[Version]
    """Older versions of objects, sorted by key."""


def plan(store: ObjectStore, settings: Settings) -> Plan:
    """What the settings keep no longer; nothing is removed. Nothing for an archive without a run."""
    runs = manifest.committed_runs(store)
    if not runs:
        return Plan(changes=[], versions=[])
    manifests = [manifest.load(store, run) for run in runs]
    expected = amendments.expected(manifests, amendments.every(store))
    current = {row.key for row in inventory.load(store, manifests[-1]).entries.values()}
    oldest = _oldest_snapshot(manifests, settings)
    kept = {key: told[0] for key in expected if (told := layout.kept_of(key))}
    gone = {*_captures(store, manifests, settings), *_superseded(manifests, current, settings)}
    gone |= {key for key, run in kept.items() if run <= oldest}
    changes = [
        Change(key=key, before=one.entry.sha256, after=None)
        for key, one in sorted(expected.items())
        if key in gone and one.entry is not None
    ]
    if settings.version_days is None:
        return Plan(changes=changes, versions=[])
    until = max(one.clock for one in manifests) - timedelta(days=settings.version_days)
    return Plan(changes=changes, versions=versions.replaced_before(store, until))


def _captures(store: ObjectStore, manifests: list[Manifest], settings: Settings) -> Iterator[str]:
    if settings.capture_days is None:
        return
    oldest = (max(one.clock for one in manifests) - timedelta(days=settings.capture_days)).date()
    removed = [described for described in manifests if layout.night_of(described.run) < oldest]
    needed = _referred(store, manifests, oldest) if removed else set()
    for described in removed:
        for entry in described.objects:
            if entry.key.startswith(layout.CAPTURES) and entry.key not in needed:
                yield entry.key


def _referred(store: ObjectStore, manifests: list[Manifest], oldest: date) -> set[str]:
    """Captures that have the bodies of pages which a run from ``oldest`` on found unchanged."""
    bodies: dict[tuple[str, str], set[str]] = defaultdict(set)
    needed = set[str]()
    # A crawl is told of no link for longer, so nothing of before is referred to.
    since = oldest - timedelta(days=KNOWN_DAYS + 1)
    for described in (one for one in manifests if layout.night_of(one.run) >= since):
        published = {report.source_id for report in described.sources if report.state == "ok"}
        for row in get_rows(store, layout.outcomes(described.run), OutcomeRow):
            link = (row.source_id, row.canonical_url)
            if row.outcome == "unchanged":
                needed |= bodies[link] if layout.night_of(described.run) >= oldest else set()
            elif row.http_status == 200 and row.capture_file is not None:
                # What was read of a source that was published is what the next night knows; else it is not certain.
                if row.outcome in READ and row.source_id in published:
                    bodies[link].clear()
                bodies[link].add(row.capture_file)
    return needed


def _superseded(manifests: list[Manifest], current: set[str], settings: Settings) -> Iterator[str]:
    """Versions of state and index that were replaced before the oldest of the runs that are kept."""
    if settings.superseded_runs is None:
        return
    kept = {one.run for one in manifests[-settings.superseded_runs :]}
    replaced: dict[str, str] = {}
    for described in manifests:
        for entry in described.objects:
            slot = layout.slot(entry.key)
            if slot is None or not entry.key.startswith(("state/", "index/")):
                continue
            before = replaced.get(slot)
            if before is not None and before not in current and described.run not in kept:
                yield before
            replaced[slot] = entry.key


def _oldest_snapshot(manifests: list[Manifest], settings: Settings) -> str:
    """The oldest run as of which the archive stays readable; empty: all. The newest run always is."""
    if settings.snapshot_days is None:
        return ""
    oldest = (manifests[-1].clock - timedelta(days=settings.snapshot_days)).date().isoformat()
    return next((one.run for one in manifests if one.run >= oldest), manifests[-1].run)


def apply(store: ObjectStore, planned: Plan) -> None:
    """Remove what was planned. Whoever writes the archive holds its lease around this call."""
    amendments.refuse_unfinished(store, but=UPKEEP)
    handover.forget(store)
    if planned.changes:
        _remove(store, amendments.begin(store, UPKEEP, planned.changes))
    for version in planned.versions:
        store.delete(version.key, VersionId=version.version_id)


def resume(store: ObjectStore) -> None:
    """Finish an upkeep that was begun."""
    for begun in amendments.every(store):
        if not begun.finished and begun.work == UPKEEP:
            _remove(store, begun)


def _remove(store: ObjectStore, begun: amendments.Amendment) -> None:
    kept = [told[0] for change in begun.changes if (told := layout.kept_of(change.key))]
    if kept:
        snapshots.forget(store, max(kept))
    steps = Steps(UPKEEP, len(begun.changes), "objects removed")
    for change in begun.changes:
        versions.purge(store, change.key)
        steps.done()
    amendments.finish(store, begun)


def in_words(planned: Plan) -> Iterator[str]:
    """The plan for a person, a line each."""
    yield from (f"remove {change.key}" for change in planned.changes)
    yield from (f"remove version {one.version_id} of {one.key}" for one in planned.versions)
    if not planned.changes and not planned.versions:
        yield "nothing is kept longer than the settings say"
