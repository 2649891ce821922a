"""Rows kept by day and found again by key: what a night reads and writes does not grow with the history.

Each day of a table is one Parquet object; a run that changes a day writes it anew under its own name, and the
inventory names the newest. Days around tonight's articles are read whole. Older rows are found through look-up keys
(``storage.lookups``) and read in single row groups. An object that is lost or damaged is told by its digest (or, read
in parts, by its page checksums) and made again by ``mend`` where it can be derived from others.
"""

import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from storage import layout
from storage.errors import ObjectMissingError
from storage.inventory import Inventory, Mend, read
from storage.lookups import Keys, Pair, hash_of
from storage.manifest import ObjectEntry
from storage.objects import ObjectStore
from storage.partitions import CONTENT_TYPE, from_parquet, put_rows, rows_of
from storage.records import IndexRow, InventoryRow, LinkState
from storage.schema import R

THREADS = 8
"""Objects read at once: a small one is waited for more than it is read (measured 2026-11-22)."""
ROWS_HELD = 200_000
"""Rows of whole days kept in memory: two weeks of 10,000 articles a night; 3.5 kB each (2026-11-22)."""
WHOLE_FROM = 50
"""Rows wanted of a day from which it is read whole."""


@dataclass(frozen=True, slots=True)
class Table(Generic[R]):
    """What a table of days holds."""

    record: type[R]
    prefix: str
    """Prefix of its daily objects."""
    keys: str
    """Prefix of its look-up keys."""
    identity: Callable[[R], Any]
    """What tells a row from the others of its day."""
    day: Callable[[R], date]
    """The day of a row, which never changes."""
    looked_up: tuple[str, ...]
    """Columns of strings by which rows are found."""
    hash_bits: int
    """Bits of the hashes of its look-up keys (``storage.lookups.hash_of``)."""

    def pairs(self, row: R) -> list[Pair]:
        """The look-up pairs of a row."""
        values = (getattr(row, column) for column in self.looked_up)
        return [(self.hash_of(value), self.day(row)) for value in values if value is not None]

    def hash_of(self, value: str) -> int:
        """The hash by which a value is looked up."""
        return hash_of(value, self.hash_bits)


ARTICLES = Table(
    record=IndexRow,
    prefix=layout.ARTICLE_INDEX,
    keys=layout.ARTICLE_KEYS,
    identity=lambda row: row.article_id,
    day=lambda row: row.date,
    looked_up=("article_id", "text_digest", "story_id"),
    # A night of 10,000 asks for some 40,000 values: of 15 million pairs one in two nights is followed in vain.
    hash_bits=40,
)
LINKS = Table(
    record=LinkState,
    prefix=layout.LINK_STATE,
    keys=layout.LINK_KEYS,
    identity=lambda row: (row.source_id, row.canonical_url),
    day=lambda row: row.first_seen_at.date(),
    looked_up=("canonical_url",),
    # Crawls are told of old links by hash alone, and must not take a new one for one of them.
    hash_bits=64,
)


class DayTable(Generic[R]):
    """A table as of a committed run."""

    def __init__(self, store: ObjectStore, inventory: Inventory, table: Table[R], *, mend: Mend | None = None) -> None:
        self.table = table
        self._store = store
        self._mend = mend
        self._days = inventory.days(table.prefix)
        self._months = inventory.parts(table.keys)
        self._held: dict[date, list[R]] = {}
        self._keys: list[Keys] | None = None

    def days(self, since: date, until: date) -> list[date]:
        """The days from ``since`` to ``until`` that have rows, sorted."""
        return [day for day in self._days if since <= day <= until]

    def rows(self, day: date) -> list[R]:
        """All rows of a day; none when it has no object. Raises ``FixityError`` or ``ObjectMissingError``."""
        if day not in self._days:
            return []
        if day not in self._held:
            entry = self._days[day]
            found = from_parquet(self.table.record, read(self._store, entry, self._mend), key=entry.key)
            while self._held and sum(map(len, self._held.values())) + len(found) > ROWS_HELD:
                self._held.pop(next(iter(self._held)))
            self._held[day] = found
        return self._held[day]

    def find(self, column: str, values: Iterable[str]) -> list[R]:
        """All rows, of any day, with one of the values in a column that is looked up; by day."""
        wanted = sorted(set(values), key=self.table.hash_of)
        days: dict[date, set[str]] = defaultdict(set)
        hashes = np.array([self.table.hash_of(value) for value in wanted], dtype=np.uint64)
        for keys in self._all_keys() if wanted else ():
            for at, day in keys.find(hashes):
                days[day].add(wanted[at])
        far = [day for day in sorted(days) if day not in self._held and len(days[day]) < WHOLE_FROM]
        with ThreadPoolExecutor(THREADS) as pool:
            parts = dict(zip(far, pool.map(lambda day: self._part(day, column, days[day]), far), strict=True))
        for day in sorted(days):
            if day not in parts:
                parts[day] = [row for row in self.rows(day) if getattr(row, column) in days[day]]
        return [row for day in sorted(parts) for row in parts[day]]

    def hashes_before(self, day: date) -> NDArray[np.uint64]:
        """Hashes of all looked-up values of the rows of earlier days, sorted."""
        found = [keys.before(day) for keys in self._all_keys()]
        return np.unique(np.concatenate([np.empty(0, np.uint64), *found]))

    def write(self, changed: Iterable[R], run: str) -> Iterator[ObjectEntry]:
        """Write the days and keys that these rows change, as of a run; each row stands for its identity's."""
        by_day: dict[date, dict[Any, R]] = defaultdict(dict)
        for row in changed:
            by_day[self.table.day(row)][self.table.identity(row)] = row
        removed: dict[str, list[Pair]] = defaultdict(list)
        added: dict[str, list[Pair]] = defaultdict(list)
        for day, fresh in sorted(by_day.items()):
            before = {self.table.identity(row): row for row in self.rows(day)}
            key = layout.day_segment(self.table.prefix, day, run)
            yield put_rows(self._store, key, self.table.record, list((before | fresh).values()))
            for identity, row in fresh.items():
                old = self.table.pairs(before[identity]) if identity in before else []
                new = self.table.pairs(row)
                removed[f"{day:%Y-%m}"] += [one for one in old if one not in new]
                added[f"{day:%Y-%m}"] += [one for one in new if one not in old]
        for month in sorted(added):
            if added[month] or removed[month]:
                yield self._write_keys(month, removed[month], added[month], run)

    def _write_keys(self, month: str, removed: Sequence[Pair], added: Sequence[Pair], run: str) -> ObjectEntry:
        entry = self._months.get(month)
        before = Keys.from_parquet(read(self._store, entry, self._mend)) if entry else Keys.of(())
        return put_keys(self._store, self.table.keys, month, run, before.changed(removed=removed, added=added))

    def _all_keys(self) -> list[Keys]:
        if self._keys is None:
            with ThreadPoolExecutor(THREADS) as pool:
                self._keys = [
                    Keys.from_parquet(data)
                    for data in pool.map(lambda entry: read(self._store, entry, self._mend), self._months.values())
                ]
        return self._keys

    def _part(self, day: date, column: str, values: set[str]) -> list[R]:
        """Rows of a day with one of the values, read in the row groups that have them."""
        entry = self._days.get(day)
        if entry is None:
            return []
        try:
            source = pa.PythonFile(_Ranges(self._store, entry), mode="r")
            with pq.ParquetFile(source, pre_buffer=True, page_checksum_verification=True) as file:
                found = file.read(columns=[column]).column(0).to_pylist()
                size = file.metadata.row_group(0).num_rows if file.metadata.num_row_groups else 1
                groups = sorted({at // size for at, value in enumerate(found) if value in values})
                table = file.read_row_groups(groups) if groups else None
        except (pa.ArrowInvalid, OSError, ObjectMissingError):
            return [row for row in self.rows(day) if getattr(row, column) in values]
        rows = rows_of(self.table.record, table, key=entry.key) if table is not None else []
        return [row for row in rows if getattr(row, column) in values]


def put_keys(store: ObjectStore, prefix: str, month: str, run: str, keys: Keys) -> ObjectEntry:
    """Write a month's look-up keys as of a run."""
    key, data = layout.key_segment(prefix, month, run), keys.to_parquet()
    store.ensure(key, data, content_type=CONTENT_TYPE)
    return ObjectEntry.of(key, data, rows=len(keys.hashes))


class _Ranges(io.RawIOBase):
    """An object as a file of which only what is asked for is fetched."""

    def __init__(self, store: ObjectStore, entry: InventoryRow) -> None:
        self._store = store
        self._entry = entry
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._entry.bytes}[whence]
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        left = max(self._entry.bytes - self._at, 0)
        length = left if size is None or size < 0 else min(size, left)
        data = self._store.get_range(self._entry.key, self._at, length) if length else b""
        self._at += len(data)
        return data
