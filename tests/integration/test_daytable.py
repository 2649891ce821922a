"""Tables of days on a real store: what is written is found, what is lost is made again, and rewriting is bounded."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from flows.derivation import Derivation
from flows.linking import frequencies
from flows.linking.revisions import archived_row
from storage import inventory, layout, manifest
from storage.daytable import ARTICLES, WHOLE_FROM, DayTable
from storage.errors import FixityError, ObjectMissingError
from storage.inventory import Inventory
from storage.manifest import ObjectEntry
from storage.objects import ObjectStore
from storage.partitions import CONTENT_TYPE, merge_articles, update_partition
from storage.records import ArticleRow, IndexRow
from tests.integration import stored

RUN, NEXT = "2026-11-18", "2026-11-19"
DAYS = [date(2026, 10, 28) + timedelta(days=n) for n in range(8)]


@pytest.fixture
def store(object_store: ObjectStore) -> ObjectStore:
    return object_store


def article(number: int, **fields: object) -> ArticleRow:
    day = DAYS[number % len(DAYS)]
    return stored.article(number, day, text=f"نص الخبر رقم {number} " * 8, text_digest=f"{number:032x}", **fields)


def archive(store: ObjectStore, rows: list[ArticleRow], run: str, earlier: Inventory) -> Inventory:
    """Archive articles and their index as a night does, and commit them."""
    entries: list[ObjectEntry] = []
    for day in sorted({row.date for row in rows if row.date}):
        fresh = [row for row in rows if row.date == day]
        key = layout.articles(day)
        entries.append(
            update_partition(store, key, ArticleRow, lambda old, new=fresh: merge_articles(old, new), run=run)
        )
    table = DayTable(store, earlier, ARTICLES)
    index = [archived_row(row, row.date) for row in rows if row.date]
    before = table.find("article_id", [row.article_id for row in rows])
    entries += table.write(index, run)
    terms = earlier.only(layout.TERMS)
    known = frequencies.from_parquet(store.get(terms.key)) if terms else frequencies.NONE
    data, count = frequencies.to_parquet(frequencies.changed(known, before=before, after=index))
    store.ensure(layout.terms(run), data, content_type=CONTENT_TYPE)
    entries.append(ObjectEntry.of(layout.terms(run), data, rows=count))
    after = earlier.after(run, entries)
    entries.append(after.put(store, run))
    parent = manifest.latest(store)
    manifest.commit(store, stored.described_night(run, parent.run if parent else None, entries))
    return after


@pytest.fixture
def two_nights(store: ObjectStore) -> Inventory:
    """160 articles, then a night that revises two of them and adds one."""
    first = archive(store, [article(n) for n in range(160)], RUN, Inventory())
    revised = [article(n, revision=2, run=NEXT, title="عنوان آخر", revision_digest="1" * 32) for n in (3, 11)]
    changed = replace(revised[0], text="نص آخر تماما كتب من جديد", text_digest="f" * 32)
    return archive(store, [changed, revised[1], article(400, run=NEXT)], NEXT, first)


def rows_of(found: list[IndexRow]) -> list[tuple[int, int]]:
    return sorted((int(row.article_id, 16), row.revision) for row in found)


@pytest.mark.parametrize("numbers", [[7], [3, 400], list(range(160))], ids=["one", "far days", "whole days"])
def test_rows_of_any_day_are_found_by_id_as_the_newest_run_left_them(
    store: ObjectStore, two_nights: Inventory, numbers: list[int]
) -> None:
    table = DayTable(store, two_nights, ARTICLES)
    found = table.find("article_id", [*(f"{n:024x}" for n in numbers), "missing"])
    assert rows_of(found) == [(n, 2 if n in (3, 11) else 1) for n in numbers]
    assert all(row.date == DAYS[int(row.article_id, 16) % len(DAYS)] for row in found)


def test_a_value_a_row_no_longer_has_finds_nothing(store: ObjectStore, two_nights: Inventory) -> None:
    table = DayTable(store, two_nights, ARTICLES)
    assert rows_of(table.find("text_digest", [f"{3:032x}"])) == []
    assert rows_of(table.find("text_digest", ["f" * 32, f"{4:032x}"])) == [(3, 2), (4, 1)]
    assert len(table.find("story_id", [f"{1:016x}"])) > WHOLE_FROM


def test_a_night_writes_only_the_days_it_touches(store: ObjectStore, two_nights: Inventory) -> None:
    written = {row.slot for row in two_nights.entries.values() if row.run == NEXT and row.slot.startswith("index/a")}
    assert written == {f"index/articles/date={DAYS[n]}" for n in (3 % 8, 400 % 8)}


@pytest.mark.parametrize("harm", ["lost", "damaged"])
def test_a_reader_of_the_index_mends_what_it_meets(store: ObjectStore, two_nights: Inventory, harm: str) -> None:
    for row in two_nights.entries.values():
        if row.key.startswith("index/articles/") and harm == "lost":
            store.delete(row.key)
        elif row.key.startswith("index/articles/"):
            found = store.get_with_etag(row.key)
            assert found
            # In the middle, where the pages are: a reader of single row groups must notice too.
            middle = len(found[0]) // 2
            store.replace_if(row.key, found[0][:middle] + bytes(400) + found[0][middle + 400 :], found[1])
    mended = DayTable(store, two_nights, ARTICLES, mend=Derivation(store, two_nights))
    assert rows_of(mended.find("article_id", [f"{n:024x}" for n in (3, 4, 400)])) == [(3, 2), (4, 1), (400, 1)]
    with pytest.raises((FixityError, ObjectMissingError)):
        DayTable(store, two_nights, ARTICLES).rows(DAYS[5])


def test_a_lost_inventory_is_put_together_from_the_manifests(store: ObjectStore, two_nights: Inventory) -> None:
    store.delete(layout.inventory(NEXT))
    assert inventory.load(store, manifest.latest(store)).entries == two_nights.entries
    assert store.exists(layout.inventory(NEXT))
