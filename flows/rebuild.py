"""Making the index again from the archive: every object of it is derived from articles and copies, byte for byte.

A day of the index is what linking must know of that day's articles and copies; look-up keys are the values of the
rows of a month; term frequencies count the words of all. So nothing of ``index/`` can be lost for good.
"""

from collections.abc import Iterator
from datetime import date

from flows.linking import frequencies
from flows.linking.revisions import archived_row
from storage import inventory, layout, manifest, snapshots
from storage.daytable import ARTICLES, LINKS, DayTable, Table
from storage.ids import digest
from storage.inventory import Inventory
from storage.lookups import Keys
from storage.manifest import Check, ObjectEntry
from storage.objects import ObjectStore
from storage.partitions import CONTENT_TYPE, from_parquet, to_parquet
from storage.records import ArticleRow, IndexRow, InventoryRow
from storage.schema import R

DERIVED = ("index/", layout.LINK_KEYS)
"""Prefixes of the objects that are derived."""


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
                yield from from_parquet(ArticleRow, snapshots.fetch(self._store, entry, row.run), key=key)

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


def rebuild(store: ObjectStore) -> list[Check]:
    """Derive the whole index of the latest committed run and put back what is lost or damaged; sorted by key.

    A check fails where the archive gives other bytes than were committed: its fingerprints are of older rules.
    """
    archive = inventory.load(store, manifest.latest(store))
    derive = Derivation(store, archive)
    rows = [row for row in archive.entries.values() if row.key.startswith(DERIVED)]
    return [_put_back(store, row, derive(row)) for row in sorted(rows, key=lambda row: row.key)]


def _put_back(store: ObjectStore, row: InventoryRow, data: bytes) -> Check:
    if digest(data) != row.sha256:
        return Check(name=row.key, passed=False, note="the archive gives other bytes: made by older rules")
    found = store.get_with_etag(row.key)
    if found and digest(found[0]) == row.sha256:
        return Check(name=row.key, passed=True, note="as committed")
    store.ensure(row.key, data, content_type=CONTENT_TYPE)
    return Check(name=row.key, passed=True, note=f"{'damaged' if found else 'lost'}, made again")
