"""Rewriting objects of older schema versions in the present one, once, so that plain readers see one schema.

Rows stay as they are: columns that were added are null, types that were widened are wide. What is rewritten is
recorded in an amendment (``storage.amendments``) before it is written, so that ``verify`` holds at any moment and an
upgrade that died is finished by the next one.
State, index and kept snapshots are read by Warraq alone, which reads every version: they are left as they are.

What happens on failure: an object that a night replaced meanwhile is left to that night, which writes the present
schema. The same objects give the same bytes, however often the upgrade died.
"""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from storage import amendments, catalog, inventory, layout, lease, manifest, partitions
from storage.amendments import Amendment, Change
from storage.datasets import DATASETS, listing, path_field
from storage.errors import ConflictError, ObjectMissingError
from storage.ids import digest
from storage.manifest import ObjectEntry
from storage.objects import ObjectStore
from storage.schema import schema_of
from storage.settings import Settings

WORK = "upgrade"
"""Name of its amendments."""
BATCH_OBJECTS = 16
"""Objects of one amendment: some 10 MB each at most are held (2026-11-22)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Old:
    """An object of an older version, and what becomes of it."""

    change: Change
    data: bytes
    etag: str


def upgrade(store: ObjectStore, settings: Settings) -> list[str]:
    """Rewrite every object of an older schema version, while nobody else writes; the keys that were rewritten.

    The Iceberg table is made anew when revisions were rewritten. Raises ``FixityError`` for an object that cannot
    be read.
    """
    with lease.held(store, work=WORK, data_dir=settings.data_dir) as held:
        held.begin_writing()
        return _upgraded(store, settings)


def _upgraded(store: ObjectStore, settings: Settings) -> list[str]:
    runs = manifest.committed_runs(store)
    if not runs:
        return []
    amendments.refuse_unfinished(store, but=WORK)
    done = []
    for begun in amendments.of_run(store, runs[-1]):
        if begun.work == WORK and not begun.finished:
            done += _write(store, settings, begun)
    committed = manifest.load(store, runs[-1])
    keys = [(name, key) for name, keys in listing(store, DATASETS).items() for key in keys]
    wanted = [key for name, key in keys if _is_old(store, name, key)]
    for start in range(0, len(wanted), BATCH_OBJECTS):
        olds = [old for key in wanted[start : start + BATCH_OBJECTS] if (old := _old(store, key))]
        changes = [old.change for old in olds]
        changes += inventory.following(store, committed, changes)
        done += _write(store, settings, amendments.begin(store, WORK, changes))
    return done


def _is_old(store: ObjectStore, name: str, key: str) -> bool:
    """Whether the object has other columns than are written today; only its footer is read."""
    columns = schema_of(DATASETS[name][1])
    told = columns.get_field_index(path_field(name).name)
    found: pa.Schema = pq.read_schema(
        f"{store.connection.bucket}/{key}", filesystem=store.connection.pyarrow_filesystem()
    )
    return not found.equals(columns.remove(told) if told >= 0 else columns)


def _old(store: ObjectStore, key: str) -> _Old | None:
    """The object and what it becomes; None when it is gone or is what it shall be."""
    found = store.get_with_etag(key)
    if found is None:
        return None
    data, etag = found
    record = next(record for prefix, record in DATASETS.values() if key.startswith(prefix))
    rows = partitions.from_parquet(record, data, key=key)
    told = layout.path_key(key)
    after = partitions.to_parquet(record, rows, without=told[0] if told else None)
    if after == data:
        return None
    entry = ObjectEntry.of(key, after, rows=len(rows))
    return _Old(change=Change(key=key, before=digest(data), after=entry), data=after, etag=etag)


def _write(store: ObjectStore, settings: Settings, begun: Amendment) -> list[str]:
    written = []
    for change in begun.changes:
        old = None if change.key.startswith(layout.INVENTORY) else _old(store, change.key)
        if old is None or old.change != change:
            continue
        try:
            store.replace_if(change.key, old.data, old.etag, content_type=partitions.CONTENT_TYPE)
            written.append(change.key)
        except (ConflictError, ObjectMissingError):
            # A night replaced it since it was read: its manifest says what it holds now.
            continue
    if any(change.key.startswith(layout.INVENTORY) for change in begun.changes):
        inventory.write_following(store, manifest.load(store, begun.run))
    if any(change.key.startswith(layout.REVISIONS) for change in begun.changes):
        catalog.rebuild(store, settings)
    amendments.finish(store, begun)
    return written
