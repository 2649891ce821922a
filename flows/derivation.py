"""The index again, from the archive: every object of it is derived from articles and copies, byte for byte.

A day of the index is what linking must know of that day's articles and copies; look-up keys are the values of the
rows of a month; term frequencies count the words of all. So nothing of ``index/`` can be lost for good.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flows.linking import frequencies
from flows.linking.revisions import archived_row
from storage import layout, snapshots
from storage.daytable import ARTICLES, LINKS, DayTable, Table
from storage.inventory import Inventory
from storage.links import LinkState
from storage.lookups import Keys
from storage.manifest import ObjectEntry
from storage.objects import ObjectStore
from storage.partitions import from_parquet, to_parquet
from storage.records import ArticleRow, IndexRow, InventoryRow
from storage.schema import R

DERIVED = ("index/", layout.LINK_KEYS)
"""Prefixes of the objects that are derived."""


class Derivation:
    """What the objects of the index are derived from: the archive as an inventory names it.

    Rows that are given stand for those of their days: the archive as it will be, before it is written.
    """

    def __init__(
        self,
        store: ObjectStore,
        archive: Inventory,
        *,
        articles: Mapping[date, Sequence[ArticleRow]] | None = None,
        links: Mapping[date, Sequence[LinkState]] | None = None,
    ) -> None:
        self._store = store
        self._archive = archive
        self._articles = articles or {}
        self._rows: dict[Table[Any], dict[date, Sequence[Any]]] = {ARTICLES: {}, LINKS: dict(links or {})}
        for day, rows in self._articles.items():
            self._rows[ARTICLES][day] = [archived_row(row, day) for row in rows]

    def __call__(self, row: InventoryRow) -> bytes:
        """The bytes of an object of the index; empty for an object that cannot be derived."""
        prefix, _, part = row.slot.partition("=")
        if prefix == f"{layout.ARTICLE_INDEX}date":
            return to_parquet(IndexRow, self._index_day(date.fromisoformat(part)), without="date")
        if prefix == f"{layout.ARTICLE_KEYS}month":
            return self._keys(ARTICLES, part)
        if prefix == f"{layout.LINK_KEYS}month":
            return self._keys(LINKS, part)
        if row.slot == layout.TERMS.rstrip("/"):
            return self._terms()
        return b""

    def _index_day(self, day: date) -> Sequence[IndexRow]:
        given = self._rows[ARTICLES].get(day)
        return given if given is not None else [archived_row(row, day) for row in self._archived(day)]

    def _archived(self, day: date) -> Iterator[ArticleRow]:
        for key in (layout.articles(day), layout.copies(day)):
            row = self._archive.entries.get(layout.slot(key) or "")
            if row is not None:
                entry = ObjectEntry(key=row.key, rows=row.rows, bytes=row.bytes, sha256=row.sha256)
                yield from from_parquet(ArticleRow, snapshots.fetch(self._store, entry, row.run), key=key)

    def _keys(self, table: Table[R], month: str) -> bytes:
        days = [day for day in self._archive.days(table.prefix) if f"{day:%Y-%m}" == month]
        rows = self._each_day(table, days)
        return Keys.of(pair for found in rows for row in found for pair in table.pairs(row)).to_parquet()

    def _terms(self) -> bytes:
        total = frequencies.NONE
        for rows in self._each_day(ARTICLES, list(self._archive.days(ARTICLES.prefix))):
            total = frequencies.changed(total, before=(), after=rows)
        return frequencies.to_parquet(total)[0]

    def _each_day(self, table: Table[R], days: Sequence[date]) -> Iterator[Sequence[R]]:
        stored = DayTable(self._store, self._archive, table, mend=self)
        for day in days:
            given = self._rows[table].get(day)
            yield given if given is not None else stored.rows(day)
