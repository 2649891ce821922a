"""Making the index again from the archive: every object of it is derived from articles and copies, byte for byte.

A day of the index is what linking must know of that day's articles and copies; look-up keys are the values of the
rows of a month; term frequencies count the words of all. So nothing of ``index/`` can be lost for good.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from flows.linking import frequencies
from flows.linking.revisions import archived_row
from flows.progress import tell
from storage import inventory, layout, manifest
from storage.daytable import ARTICLES, LINKS, DayTable, Table
from storage.errors import ObjectMissingError
from storage.ids import digest
from storage.inventory import Inventory
from storage.lookups import Keys
from storage.manifest import ObjectEntry
from storage.objects import ObjectStore
from storage.partitions import CONTENT_TYPE, from_parquet, to_parquet
from storage.records import ArticleRow, IndexRow, InventoryRow
from storage.schema import R


@dataclass(frozen=True, slots=True)
class Derived:
    """An object of the index, made again."""

    key: str
    state: str
    """``same``, ``lost``, ``damaged`` (both are put back), or ``different``: what the archive gives is not what was
    committed, because fingerprints are made by newer rules."""


class Derivation:
    """What the objects of the index are derived from: the archive as a committed run left it."""

    def __init__(self, store: ObjectStore, archive: Inventory) -> None:
        self._store = store
        self._archive = archive

    def __call__(self, row: InventoryRow) -> bytes:
        """The bytes of an object of the index; empty for an object that cannot be derived."""
        prefix, _, part = row.slot.partition("=")
        if prefix == f"{layout.ARTICLE_INDEX}date":
            return self._day(date.fromisoformat(part))
        if prefix == f"{layout.ARTICLE_KEYS}month":
            return self._keys(ARTICLES, part)
        if prefix == f"{layout.LINK_KEYS}month":
            return self._keys(LINKS, part)
        if row.slot == layout.TERMS.rstrip("/"):
            return self._terms()
        return b""

    def _day(self, day: date) -> bytes:
        rows = [archived_row(row, day) for row in self._articles(day)]
        return to_parquet(IndexRow, rows, without="date")

    def _articles(self, day: date) -> Iterator[ArticleRow]:
        for key in (layout.articles(day), layout.copies(day)):
            row = self._archive.entries.get(layout.slot(key) or "")
            if row is not None:
                entry = ObjectEntry(key=row.key, rows=row.rows, bytes=row.bytes, sha256=row.sha256)
                yield from from_parquet(ArticleRow, manifest.fetch(self._store, entry), key=key)

    def _keys(self, table: Table[R], month: str) -> bytes:
        rows = DayTable(self._store, self._archive, table, mend=self)
        days = [day for day in self._archive.days(table.prefix) if f"{day:%Y-%m}" == month]
        return Keys.of(pair for day in days for row in rows.rows(day) for pair in table.pairs(row)).to_parquet()

    def _terms(self) -> bytes:
        rows = DayTable(self._store, self._archive, ARTICLES, mend=self)
        total = frequencies.NONE
        for day in self._archive.days(ARTICLES.prefix):
            total = frequencies.changed(total, before=(), after=rows.rows(day))
        return frequencies.to_parquet(total)[0]


def rebuild(store: ObjectStore) -> list[Derived]:
    """Derive the whole index of the latest committed run and put back what is lost or damaged; sorted by key."""
    archive = inventory.load(store, manifest.latest(store))
    derive = Derivation(store, archive)
    return [_put_back(store, row, derive(row)) for row in _of_index(archive.entries.values())]


def _of_index(rows: Iterable[InventoryRow]) -> list[InventoryRow]:
    derived = ("index/", layout.LINK_KEYS)
    return sorted((row for row in rows if row.key.startswith(derived)), key=lambda row: row.key)


def _put_back(store: ObjectStore, row: InventoryRow, data: bytes) -> Derived:
    if digest(data) != row.sha256:
        return Derived(row.key, "different")
    try:
        state = "same" if digest(store.get(row.key)) == row.sha256 else "damaged"
    except ObjectMissingError:
        state = "lost"
    if state != "same":
        store.ensure(row.key, data, content_type=CONTENT_TYPE)
        tell("rebuild", "", f"{row.key} was {state} and is made again")
    return Derived(row.key, state)
