"""The inventory: which version of every replaced object makes up the archive after a run.

Daily objects, state and index are replaced or written anew night after night; the inventory names the newest version
of each with its digest, is written whole by every run, and is committed with it by the manifest. One small object
(70 bytes a slot) thus says what the archive was after any run, without reading the runs before it.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq

from storage import amendments, layout, manifest
from storage.amendments import Change
from storage.errors import FixityError, ObjectMissingError, StoreError
from storage.ids import digest
from storage.manifest import Manifest, ObjectEntry
from storage.objects import ObjectStore
from storage.partitions import CONTENT_TYPE, from_parquet, put_rows, to_parquet
from storage.records import InventoryRow

Mend = Callable[[InventoryRow], bytes]
"""Derives an object's bytes from others; empty when it cannot."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """The newest version of every object that runs replace, by slot (``storage.layout.slot``)."""

    entries: Mapping[str, InventoryRow] = field(default_factory=dict)

    def after(self, run: str, written: Iterable[ObjectEntry]) -> "Inventory":
        """The inventory once a run has written these objects; objects of one run alone are left out."""
        rows = dict(self.entries)
        for entry in written:
            slot = layout.slot(entry.key)
            if slot is not None and entry.rows is not None and not entry.key.startswith(layout.INVENTORY):
                rows[slot] = InventoryRow(
                    slot=slot, key=entry.key, rows=entry.rows, bytes=entry.bytes, sha256=entry.sha256, run=run
                )
        return Inventory(rows)

    def amended(self, run: str, changes: Iterable[Change]) -> "Inventory":
        """The inventory once objects were changed after a run: removed ones are left out, new ones are of the run."""
        rows = dict(self.entries)
        for change in changes:
            slot = layout.slot(change.key)
            known = rows.get(slot) if slot else None
            if slot is None or change.key.startswith(layout.INVENTORY):
                continue
            if known is not None and known.key == change.key and change.after is None:
                del rows[slot]
            elif change.after is not None and (known is None or known.key == change.key):
                wrote = Inventory().after(known.run if known else run, [change.after])
                rows |= wrote.entries
        return Inventory(rows)

    def to_parquet(self) -> bytes:
        """The bytes of the inventory's object."""
        return to_parquet(InventoryRow, self.entries.values())

    def put(self, store: ObjectStore, run: str) -> ObjectEntry:
        """Write it as the inventory of a run."""
        return put_rows(store, layout.inventory(run), InventoryRow, list(self.entries.values()))

    def parts(self, prefix: str) -> dict[str, InventoryRow]:
        """Entries below a prefix by the value of their folder: ``index/articles/`` by day, sorted."""
        found = {slot.partition("=")[2]: row for slot, row in self.entries.items() if slot.startswith(prefix)}
        return dict(sorted(found.items()))

    def days(self, prefix: str) -> dict[date, InventoryRow]:
        """Entries of daily objects below a prefix by day, sorted."""
        return {date.fromisoformat(day): row for day, row in self.parts(prefix).items()}

    def only(self, prefix: str) -> InventoryRow | None:
        """The entry of a prefix that has a single object, such as ``index/terms/``; None before there is one."""
        return self.entries.get(prefix.rstrip("/"))


def following(store: ObjectStore, committed: Manifest, changes: Iterable[Change]) -> list[Change]:
    """What becomes of the newest inventory when objects are changed: one change, or none when it stays as it is."""
    key = layout.inventory(committed.run)
    if not any(entry.key == key for entry in committed.objects):
        return []
    archive = anew(store, committed)
    amended = archive.amended(committed.run, changes)
    if amended.entries == archive.entries:
        return []
    after = ObjectEntry.of(key, amended.to_parquet(), rows=len(amended.entries))
    return [Change(key=key, before=digest(archive.to_parquet()), after=after)]


def write_following(store: ObjectStore, committed: Manifest) -> None:
    """Write the newest inventory as the amendments that were begun have it."""
    store.ensure(layout.inventory(committed.run), anew(store, committed).to_parquet(), content_type=CONTENT_TYPE)


def load(store: ObjectStore, committed: Manifest | None) -> Inventory:
    """The inventory a manifest commits, put together again from the manifests when it is lost or damaged.

    Empty for no manifest. Raises ``FixityError`` when the manifests do not give it either.
    """
    if committed is None:
        return Inventory()
    entry = _entry(store, committed)
    if entry is None:
        raise FixityError(
            f"run {committed.run} was committed by an older Warraq, without inventory: begin a new bucket"
        )
    row = InventoryRow(
        slot="", key=entry.key, rows=entry.rows or 0, bytes=entry.bytes, sha256=entry.sha256, run=committed.run
    )
    data = read(store, row, lambda _: anew(store, committed).to_parquet())
    return Inventory({row.slot: row for row in from_parquet(InventoryRow, data, key=entry.key)})


def digests(store: ObjectStore) -> dict[str, str] | None:
    """Keys and SHA-256 of all objects the newest inventory names, for readers: nothing is made again.

    None when no run is committed, or its inventory is not as it was committed.
    """
    committed = manifest.latest(store)
    entry = committed and _entry(store, committed)
    try:
        data = store.get(entry.key) if entry else b""
    except ObjectMissingError:
        return None
    if not entry or digest(data) != entry.sha256:
        return None
    columns = pq.read_table(pa.BufferReader(data), columns=["key", "sha256"])
    return dict(zip(*(column.to_pylist() for column in columns.columns), strict=True))


def _entry(store: ObjectStore, committed: Manifest) -> ObjectEntry | None:
    """The inventory of a run as it was committed or amended; None for a run of an older Warraq."""
    key = layout.inventory(committed.run)
    entry = next((entry for entry in committed.objects if entry.key == key), None)
    return entry and amendments.amended(entry, amendments.of_run(store, committed.run))


def anew(store: ObjectStore, committed: Manifest) -> Inventory:
    """The inventory as manifests and amendments give it, whatever the object holds."""
    inventory = Inventory()
    for run in manifest.committed_runs(store):
        if run <= committed.run:
            inventory = inventory.after(run, manifest.load(store, run).objects)
            for amendment in amendments.of_run(store, run):
                inventory = inventory.amended(run, amendment.changes)
    return inventory


def read(store: ObjectStore, row: InventoryRow, mend: Mend | None = None) -> bytes:
    """The bytes of an object as committed; what is lost or damaged is derived again and put back.

    Raises ``ObjectMissingError`` or ``FixityError`` when that does not give the bytes that were committed.
    """
    place = f"{row.key} in {store.connection.place}"
    error: StoreError = FixityError(f"{place} is not as run {row.run} committed it: run `warraq repair`")
    try:
        data = store.get(row.key)
    except ObjectMissingError as missing:
        data, error = b"", missing
    if digest(data) == row.sha256:
        return data
    data = mend(row) if mend else b""
    if digest(data) != row.sha256:
        raise error
    logging.getLogger(__name__).warning("%s was lost or damaged, and is made again from what it was made of", place)
    store.ensure(row.key, data, content_type=CONTENT_TYPE)
    return data
