"""Rewriting objects of older schema versions in the present one, once, so that plain readers see one schema.

Rows stay as they are: columns that were added are null, types that were widened are wide. What is rewritten is
recorded beside the newest run (``runs/<run>/schema-<version>.json``) before it is written, with the digest it had and
the digest it gets, so that ``verify`` holds at any moment and an upgrade that died is finished by the next one.
State, index and kept snapshots are read by Warraq alone, which reads every version: they are left as they are.

What happens on failure: an object that a night replaced meanwhile is left to that night, which writes the present
schema. The same objects give the same bytes, however often the upgrade died.
"""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from storage import catalog, layout, manifest, partitions
from storage.datasets import DATASETS, listing, path_field
from storage.errors import ConflictError, ObjectMissingError
from storage.ids import digest
from storage.manifest import Rewrite, Rewritten
from storage.objects import ObjectStore
from storage.records import SCHEMA_VERSION
from storage.schema import schema_of
from storage.settings import Settings

BATCH_OBJECTS = 16
"""Objects rewritten between two writes of the record: some 10 MB each at most are held (2026-11-22)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Old:
    """An object of an older version, and what becomes of it."""

    entry: Rewritten
    data: bytes
    etag: str


def upgrade(store: ObjectStore, settings: Settings) -> list[str]:
    """Rewrite every object of an older schema version; the keys that were rewritten.

    The Iceberg table is made anew when revisions were rewritten. Raises ``FixityError`` for an object that cannot
    be read.
    """
    done = []
    for record in _unfinished(store):
        olds = [old for entry in record.objects if (old := _old(store, entry.key)) and old.entry == entry]
        done += _write(store, olds)
        _finish(store, settings, record)
    keys = [(name, key) for name, keys in listing(store, DATASETS).items() for key in keys]
    wanted = [key for name, key in keys if _is_old(store, name, key)]
    if wanted:
        record = _record(store, manifest.committed_runs(store)[-1])
        for start in range(0, len(wanted), BATCH_OBJECTS):
            olds = [old for key in wanted[start : start + BATCH_OBJECTS] if (old := _old(store, key))]
            record = record.model_copy(update={"objects": [*record.objects, *(old.entry for old in olds)]})
            _save(store, record)
            done += _write(store, olds)
        _finish(store, settings, record)
    return done


def _unfinished(store: ObjectStore) -> list[Rewrite]:
    records = (record for run in manifest.committed_runs(store) for record in manifest.rewrites(store, run))
    return [record for record in records if not record.finished]


def _record(store: ObjectStore, run: str) -> Rewrite:
    """The record of a run that goes on; a new one when nothing was rewritten after the run yet."""
    for record in manifest.rewrites(store, run):
        if record.schema_version == SCHEMA_VERSION:
            return record.model_copy(update={"finished": False})
    return Rewrite(run=run, schema_version=SCHEMA_VERSION, objects=[], finished=False)


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
    entry = Rewritten(key=key, rows=len(rows), bytes=len(after), sha256=digest(after), before=digest(data))
    return _Old(entry=entry, data=after, etag=etag)


def _write(store: ObjectStore, olds: list[_Old]) -> list[str]:
    written = []
    for old in olds:
        try:
            store.replace_if(old.entry.key, old.data, old.etag, content_type=partitions.CONTENT_TYPE)
            written.append(old.entry.key)
        except (ConflictError, ObjectMissingError):
            # A night replaced it since it was read: its manifest says what it holds now.
            continue
    return written


def _finish(store: ObjectStore, settings: Settings, record: Rewrite) -> None:
    if any(entry.key.startswith(layout.REVISIONS) for entry in record.objects):
        catalog.rebuild(store, settings)
    _save(store, record.model_copy(update={"finished": True}))


def _save(store: ObjectStore, record: Rewrite) -> None:
    key = layout.rewrite(record.run, record.schema_version)
    store.ensure(key, manifest.to_json(record), content_type=manifest.CONTENT_TYPE)
