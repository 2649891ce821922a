"""An archive of any length, made from the rows of a few thousand articles: used by ``history.py`` and ``scale.py``.

A night reads what earlier nights left of index, links, articles and stories; here it is written without them, a day
at a time, as columns. Every article has the size of a real one and shares no fingerprint with another, because the
hashes of the row it is made from are moved by a number of its own (sorted numbers moved modulo 2^n are the same ones
turned round, so nothing is sorted again). What is held is one day, and the look-up keys of one month.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from flows.linking import frequencies
from flows.linking.packed import unpack
from flows.linking.vectors import TERM_SPACE
from storage import ids, layout, manifest
from storage.daytable import ARTICLES, LINKS, Table, put_keys
from storage.inventory import Inventory
from storage.lookups import Keys, Pair
from storage.manifest import Manifest, ObjectEntry
from storage.objects import ObjectStore
from storage.partitions import CONTENT_TYPE, table_parquet
from storage.records import SCHEMA_VERSION, ArticleRow, IndexRow, InventoryRow, LinkState
from storage.schema import schema_of

SOURCES = 100
STORY_SIZE = 20
"""Articles of a day that are alike: the stories a night meets."""

Numbers = NDArray[np.int64]


def address(number: int) -> str:
    """The address of a known article."""
    return f"https://s{number % SOURCES}.example/{number}"


def numbers(day: date, a_day: int) -> range:
    """The numbers of a day's articles."""
    return range(day.toordinal() * a_day, (day.toordinal() + 1) * a_day)


def text_of(number: int) -> str:
    """A text with the digest of a known article's."""
    return f"text {number}"


def commit(store: ObjectStore, run: str, objects: list[ObjectEntry], parent: str | None) -> Manifest:
    """A manifest of these objects, as the newest run's."""
    described = Manifest(
        run=run,
        parent=parent,
        clock=datetime.fromisoformat(f"{run}T22:00:00+00:00"),
        package_version="0",
        schema_version=SCHEMA_VERSION,
        objects=objects,
        counts={},
        sources=[],
        checks=[],
    )
    manifest.commit(store, described)
    return described


@dataclass(frozen=True, slots=True)
class Packed:
    """Packed numbers of many rows as one array."""

    numbers: NDArray[np.uint32]
    starts: Numbers
    lengths: Numbers

    @classmethod
    def of(cls, parts: Sequence[bytes]) -> "Packed":
        """Of what rows hold."""
        lengths = np.array([len(part) // 4 for part in parts], dtype=np.int64)
        return cls(unpack(b"".join(parts)), np.cumsum(lengths) - lengths, lengths)

    def moved(self, rows: Numbers, by: Numbers, modulus: int) -> tuple["Packed", Numbers]:
        """The numbers of the rows, moved and in order again, and where each came from."""
        lengths = self.lengths[rows]
        starts = np.cumsum(lengths) - lengths
        row = np.repeat(np.arange(len(rows)), lengths)
        at = np.arange(len(row)) - starts[row]
        over = self.numbers[self.starts[rows][row] + at] >= modulus - by[row]
        first = lengths - np.bincount(row, weights=over, minlength=len(rows)).astype(np.int64)
        origin = self.starts[rows][row] + (at + first[row]) % np.maximum(lengths[row], 1)
        numbers = (self.numbers[origin].astype(np.int64) + by[row]) % modulus
        return Packed(numbers.astype(np.uint32), starts, lengths), origin

    def column(self) -> pa.Array:
        """As a column of bytes."""
        offsets = np.append(self.starts, len(self.numbers)).astype(np.int32) * 4
        buffers = [None, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(self.numbers, dtype="<u4"))]
        return pa.Array.from_buffers(pa.binary(), len(self.starts), buffers)


class Maker:
    """Days made from the rows of real articles; ``texts`` are theirs, for archives with articles in them."""

    def __init__(self, base: Sequence[IndexRow], texts: Sequence[str] = ()) -> None:
        self._titles = pa.array([row.title for row in base])
        self._leads = pa.array([row.lead_tokens for row in base])
        self._texts = pa.array(texts, type=pa.string())
        self._words = pa.array([len(text.split()) for text in texts], type=pa.int64())
        self._shingles = Packed.of([row.shingles for row in base])
        self._terms = Packed.of([row.term_ids for row in base])
        self._counts = unpack(b"".join(row.term_counts for row in base))
        self._base = len(base)

    def day(self, day: date, numbers: range) -> "Day":
        """The articles of these numbers, as archived on their day."""
        article_ids = [ids.article_id(address(number)) for number in numbers]
        order = np.argsort(np.array(article_ids))
        number = np.array(numbers, dtype=np.int64)[order]
        rows = number % self._base
        by = number * 2654435761 % 2**32
        shingles, _ = self._shingles.moved(rows, by, 2**32)
        terms, origin = self._terms.moved(rows, number // STORY_SIZE * 7 % TERM_SPACE, TERM_SPACE)
        return Day(
            day=day,
            numbers=number,
            article_ids=[article_ids[at] for at in order],
            shingles=shingles.column(),
            terms=terms,
            counts=replace(terms, numbers=self._counts[origin]).column(),
            titles=self._titles.take(rows),
            leads=self._leads.take(rows),
            texts=self._texts.take(rows) if len(self._texts) else self._texts,
            words=self._words.take(rows) if len(self._texts) else self._words,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The articles of one day as columns, sorted by id."""

    day: date
    numbers: Numbers
    article_ids: list[str]
    shingles: pa.Array
    terms: Packed
    counts: pa.Array
    titles: pa.Array
    leads: pa.Array
    texts: pa.Array
    words: pa.Array

    def index(self) -> pa.Table:
        """Rows of the index."""
        return self._table(
            IndexRow,
            self._told()
            | {
                "lead_tokens": self.leads,
                "shingles": self.shingles,
                "term_ids": self.terms.column(),
                "term_counts": self.counts,
            },
        )

    def articles(self) -> pa.Table:
        """Rows of ``articles/``."""
        told = self._told() | {"text": self.texts, "word_count": self.words, "last_seen_at": self._seen()}
        table = self._table(
            ArticleRow,
            told
            | {
                "url": told["canonical_url"],
                "language": "ar",
                "published_rule": "meta",
                "published_precision": "second",
                "geopolitical_score": 1.0,
                "encoding": "utf-8",
                "encoding_reason": "utf-8",
                "schema_version": SCHEMA_VERSION,
            },
        )
        return table.sort_by([(name, "ascending") for name in ("source_id", "published_at", "article_id")])

    def links(self) -> pa.Table:
        """Rows of the state of links."""
        told = self._told()
        seen = {"url": told["canonical_url"], "outcome": "new", "checked_at": self._seen(), "etag": '"0"'}
        table = self._table(LinkState, told | seen)
        return table.sort_by([("source_id", "ascending"), ("canonical_url", "ascending")])

    def pairs(self, table: Table[Any], columns: pa.Table) -> list[Pair]:
        """Their look-up pairs."""
        values = [value for name in table.looked_up for value in columns[name].to_pylist()]
        return [(table.hash_of(value), self.day) for value in values]

    def _told(self) -> dict[str, object]:
        numbers = self.numbers.tolist()
        return {
            "article_id": self.article_ids,
            "cluster_id": self.article_ids,
            "source_id": [f"s{number % SOURCES}" for number in numbers],
            "canonical_url": [address(number) for number in numbers],
            "title": self.titles,
            "revision": 1,
            "revision_digest": [ids.text_digest(f"revision {number}") for number in numbers],
            "text_digest": [ids.text_digest(text_of(number)) for number in numbers],
            "story_id": [ids.story_id(f"{number // STORY_SIZE}") for number in numbers],
            "published_at": self._seen(),
            "first_seen_at": self._seen(),
            "copy_count": 0,
            "run": self.day.isoformat(),
            "extractor": "made",
            "capture_file": "",
            "capture_offset": 0,
        }

    def _seen(self) -> pa.Array:
        noon = datetime(self.day.year, self.day.month, self.day.day, 9, tzinfo=UTC)
        seconds = (self.numbers % 10_000).tolist()
        return pa.array([noon + timedelta(seconds=second) for second in seconds], type=pa.timestamp("us", tz="UTC"))

    def _table(self, record: type[Any], told: dict[str, object]) -> pa.Table:
        """A table of a record: what is told row by row or once for all rows, else null, else an empty list."""
        schema: pa.Schema = schema_of(record)
        schema = schema if record is LinkState else schema.remove(schema.get_field_index("date"))
        columns = []
        for one in schema:
            value = told.get(one.name, [] if pa.types.is_list(one.type) else None)
            whole = isinstance(value, list) and len(value) == len(self.numbers)
            if not (whole or isinstance(value, pa.Array)):
                value = pa.repeat(pa.scalar(value, type=one.type), len(self.numbers))
            columns.append(value if isinstance(value, pa.Array) else pa.array(value, type=one.type))
        return pa.table(columns, schema=schema)


@dataclass(slots=True)
class Written:
    """What has been written so far, the newest day first."""

    entries: list[ObjectEntry] = field(default_factory=list)
    alike: dict[str, InventoryRow] = field(default_factory=dict)
    """Lines of days that are not written, by slot."""
    articles: int = 0
    terms: frequencies.Frequencies = frequencies.NONE
    pairs: dict[str, list[Pair]] = field(default_factory=lambda: {ARTICLES.keys: [], LINKS.keys: []})
    """Of the month begun."""


def write(
    store: ObjectStore,
    maker: Maker,
    *,
    last: date,
    a_day: int,
    known: Sequence[int],
    whole: Callable[[date], bool],
) -> Iterator[tuple[int, Manifest]]:
    """Write days back from ``last``, and a committed manifest whenever there are so many articles, at the end of a
    month: its length and the manifest, for each.

    Days that are not ``whole`` have what every night reads of them, whatever it asks for: look-up keys, a line in the
    inventory, the counts of their words; their rows are not written, and the line names the newest day's.
    """
    done, run, wanted = Written(), last.isoformat(), sorted(known)
    day, parent = last, None
    newest: list[ObjectEntry] = []
    rng = np.random.default_rng(1)
    while wanted:
        if whole(day):
            made = maker.day(day, numbers(day, a_day))
            entries = _write_day(store, made, run, done)
            done.entries += entries
            newest = newest or entries
            seen = np.bincount(made.terms.numbers, minlength=TERM_SPACE)
        else:
            done.alike |= {row.slot: row for entry in newest for row in [_like(entry, day, run)]}
            for table in (ARTICLES, LINKS):
                bits = np.uint64(64 - table.hash_bits)
                hashes = rng.integers(0, 2**64 - 1, a_day * len(table.looked_up), dtype=np.uint64) >> bits
                done.pairs[table.keys] += [(one, day) for one in hashes.tolist()]
        done.articles += a_day
        done.terms = (done.terms[0] + a_day, done.terms[1] + seen)
        if day.day == 1:
            for prefix, found in done.pairs.items():
                done.entries.append(put_keys(store, prefix, f"{day:%Y-%m}", run, Keys.of(found)))
                found.clear()
            if done.articles >= wanted[0]:
                wanted.pop(0)
                committed = _commit(store, done, (last - timedelta(days=len(wanted))).isoformat(), parent)
                parent = committed.run
                yield done.articles, committed
        day -= timedelta(days=1)


def _write_day(store: ObjectStore, made: Day, run: str, done: Written) -> list[ObjectEntry]:
    entries = []
    for table, columns in ((ARTICLES, made.index()), (LINKS, made.links())):
        entries.append(_put(store, layout.day_segment(table.prefix, made.day, run), table.record, columns))
        done.pairs[table.keys] += made.pairs(table, columns)
    return entries


def _like(entry: ObjectEntry, day: date, run: str) -> InventoryRow:
    """The line of a day that is not written: another day's object, which is read where a key was hit by chance."""
    slot = f"{entry.key.partition('date=')[0]}date={day}"
    return InventoryRow(
        slot=slot, key=entry.key, rows=entry.rows or 0, bytes=entry.bytes, sha256=entry.sha256, run=run
    )


def _put(store: ObjectStore, key: str, record: type[Any], table: pa.Table) -> ObjectEntry:
    data = table_parquet(record, table)
    store.ensure(key, data, content_type=CONTENT_TYPE)
    return ObjectEntry.of(key, data, rows=table.num_rows)


def _commit(store: ObjectStore, done: Written, run: str, parent: str | None) -> Manifest:
    data, count = frequencies.to_parquet(done.terms)
    store.ensure(layout.terms(run), data, content_type=CONTENT_TYPE)
    written = Inventory().after(run, [*done.entries, ObjectEntry.of(layout.terms(run), data, rows=count)])
    archive = Inventory({**done.alike, **written.entries})
    return commit(store, run, [archive.put(store, run)], parent)
