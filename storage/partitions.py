"""Rows ⇄ Parquet objects: one file a day or a run, replaced as a whole, the same bytes for the same rows.

Merging is pure and idempotent: it takes the rows of the object as it is and tonight's rows, and gives the rows the
object shall have. ``update_partition`` reads, merges and swaps; a swap lost to another writer is read and merged
again, so no writer's rows are lost, and nothing is written when the bytes are the same already.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from storage import layout, snapshots
from storage.errors import ConflictError, FixityError, StoreError
from storage.health import HealthRow
from storage.manifest import ObjectEntry
from storage.objects import SWAP_ATTEMPTS, ObjectStore
from storage.records import ArticleRow, BlockRow, IndexRow, InventoryRow, LinkState, OutcomeRow, StoryRow
from storage.schema import R, from_table, schema_of, to_table
from storage.syndication import SyndicationRow

ZSTD_LEVELS = {"text": 3}
"""Levels of the columns worth more than ``SMALL_LEVEL``. Of real texts level 3 makes 9 % less than level 1 in 1.6
times the time, level 9 another 7 % in six times the time (5,000 articles, 2026-11-28)."""
SMALL_LEVEL = 1
"""Level of all other columns: of them higher levels give nothing and cost a sixth of the writing (2026-11-28)."""
ROW_GROUP_ROWS = 2_500
"""Costs 1 % of size against one group a file; one of 20 sources of a day of 15,000 then takes 1.7 MB to read, against
3.4 MB with 5,000 rows and 10.0 MB with one group; smaller groups cost a request each (2026-11-22)."""
INDEX_ROW_GROUP_ROWS = 500
"""Of index rows single ones are looked up: a smaller group is less to read for each (1 MB, 2026-11-22)."""
CONTENT_TYPE = "application/vnd.apache.parquet"

_FEW_VALUES = frozenset(
    {
        "source_id", "section", "published_rule", "published_precision", "language", "copy_kind", "extractor", "run",
        "capture_file", "feed_url", "outcome", "authors", "credits", "countries", "quality_flags", "rights",
        "source_ids", "original_source_id", "first_run", "last_run", "learned_run",
    }
)  # fmt: skip
"""Columns with few distinct values: the only ones stored with a dictionary (on all: 2 % larger, 2026-11-22)."""

_NEVER = datetime.max.replace(tzinfo=UTC)
_SORT_KEYS: dict[Any, Callable[[Any], tuple[Any, ...]]] = {
    # Publisher and time first: a reader of one source, or of one hour, touches few row groups. No time: last.
    ArticleRow: lambda row: (row.source_id, row.published_at or _NEVER, row.article_id, row.revision),
    OutcomeRow: lambda row: (row.source_id, row.canonical_url, row.url, row.feed_url or ""),
    StoryRow: lambda row: (row.first_date, row.story_id),
    SyndicationRow: lambda row: (row.source_id, row.published_at or _NEVER, row.article_id),
    LinkState: lambda row: (row.source_id, row.canonical_url),
    IndexRow: lambda row: (row.article_id,),
    BlockRow: lambda row: (row.source_id, row.digest),
    InventoryRow: lambda row: (row.slot,),
    HealthRow: lambda row: (row.source_id, row.run),
}


def to_parquet(record: type[R], rows: Iterable[R], *, without: str | None = None) -> bytes:
    """The rows as one Parquet file, sorted as the record declares; the same rows in any order give the same bytes.

    ``without`` names a column the object's path tells and the file must not have.
    """
    ordered = sorted(rows, key=_SORT_KEYS[record])
    schema: pa.Schema = schema_of(record)  # type: ignore[arg-type]  # as in ``to_table``
    if without in schema.names:
        schema = schema.remove(schema.get_field_index(without))
    size = _group_rows(record)
    starts = range(0, max(len(ordered), 1), size)
    groups = (to_table(record, ordered[start : start + size]).select(schema.names) for start in starts)
    return _written(schema, groups, size)


def table_parquet(record: type[R], table: pa.Table) -> bytes:
    """A table of a record's columns, in the order ``to_parquet`` gives its rows, as one Parquet file."""
    return _written(table.schema, [table], _group_rows(record))


def _group_rows(record: type[R]) -> int:
    return INDEX_ROW_GROUP_ROWS if record is IndexRow else ROW_GROUP_ROWS


def _written(schema: pa.Schema, groups: Iterable[pa.Table], size: int) -> bytes:
    """Tables one after the other as one Parquet file of row groups of ``size`` rows."""
    target = BytesIO()
    # While one group is compressed the next one is made into columns: Arrow writes without Python's lock.
    with pq.ParquetWriter(target, schema, **_options(schema)) as writer, ThreadPoolExecutor(1) as pool:
        written = None
        for group in groups:
            if written:
                written.result()
            written = pool.submit(writer.write_table, group, row_group_size=size)
        if written:
            written.result()
    return target.getvalue()


def _options(schema: pa.Schema) -> dict[str, Any]:
    """How a file of these columns is written."""
    leaves = {field.name: _leaf(field) for field in schema}
    return {
        "compression": "zstd",
        "compression_level": {leaf: ZSTD_LEVELS.get(name, SMALL_LEVEL) for name, leaf in leaves.items()},
        "use_dictionary": [leaf for name, leaf in leaves.items() if name in _FEW_VALUES],
        "write_page_index": True,
        "write_page_checksum": True,
    }


def from_parquet(record: type[R], data: bytes, *, key: str = "") -> list[R]:
    """The rows of a file written by this or an older version; raises ``FixityError`` when it cannot be read.

    ``key`` is the object's key, for what only its path tells.
    """
    try:
        return rows_of(record, pq.read_table(pa.BufferReader(data), page_checksum_verification=True), key=key)
    except (pa.ArrowInvalid, OSError) as error:
        raise FixityError(f"{len(data)} bytes are not a Parquet file of {record.__name__}: {error}") from None


def rows_in(data: bytes) -> int:
    """How many rows a Parquet file has."""
    return int(pq.read_metadata(pa.BufferReader(data)).num_rows)


def rows_of(record: type[R], table: pa.Table, *, key: str = "") -> list[R]:
    """The rows of a table read from the object ``key``, with what only its path tells."""
    name, value = layout.path_key(key) or ("", "")
    if name in record.__dataclass_fields__:
        kind = schema_of(record).field(name).type  # type: ignore[arg-type]  # as in ``to_table``
        table = table.append_column(name, pa.repeat(pa.scalar(value).cast(kind), table.num_rows))
    return from_table(record, table)


def merge_articles(existing: Iterable[ArticleRow], new: Iterable[ArticleRow]) -> list[ArticleRow]:
    """The rows of a day's articles (or copies) after tonight's: one an article, its newest revision.

    A row of the same revision replaces the stored one; an older revision changes nothing. Articles and copies are
    different objects: rows of both kinds together raise ``StoreError``.
    """
    merged = {row.article_id: row for row in existing}
    for row in new:
        stored = merged.get(row.article_id)
        if stored is None or row.revision >= stored.revision:
            merged[row.article_id] = row
    if len({row.copy_of is None for row in merged.values()}) > 1:
        mixed = sorted(row.article_id for row in merged.values() if row.copy_of is not None)
        raise StoreError(f"articles and copies belong in different objects; copies among the articles: {mixed[:3]}")
    return sorted(merged.values(), key=_SORT_KEYS[ArticleRow])


def merge_stories(existing: Iterable[StoryRow], new: Iterable[StoryRow]) -> list[StoryRow]:
    """The rows of a day's stories after tonight's: one a story, as the newest run describes it."""
    merged = {row.story_id: row for row in existing}
    for row in new:
        stored = merged.get(row.story_id)
        if stored is None or row.run >= stored.run:
            merged[row.story_id] = row
    return sorted(merged.values(), key=_SORT_KEYS[StoryRow])


def merge_syndication(existing: Iterable[SyndicationRow], new: Iterable[SyndicationRow]) -> list[SyndicationRow]:
    """The rows of a day's comparisons after tonight's: one a copy, of its newest revision."""
    merged = {row.article_id: row for row in existing}
    for row in new:
        stored = merged.get(row.article_id)
        if stored is None or row.revision >= stored.revision:
            merged[row.article_id] = row
    return sorted(merged.values(), key=_SORT_KEYS[SyndicationRow])


def put_rows(store: ObjectStore, key: str, record: type[R], rows: Sequence[R]) -> ObjectEntry:
    """Make the object hold exactly these rows: for objects of one run, which nobody else writes."""
    told = layout.path_key(key)
    data = to_parquet(record, rows, without=told[0] if told else None)
    store.ensure(key, data, content_type=CONTENT_TYPE)
    return ObjectEntry.of(key, data, rows=len(rows))


def get_rows(store: ObjectStore, key: str, record: type[R]) -> list[R]:
    """The rows of an object; raises ``ObjectMissingError`` or ``FixityError``."""
    return from_parquet(record, store.get(key), key=key)


def update_partition(
    store: ObjectStore, key: str, record: type[R], merge: Callable[[list[R]], Sequence[R]], *, run: str
) -> ObjectEntry:
    """Replace the object by what ``merge`` makes of its rows (none when it does not exist yet).

    What it held before ``run`` stays readable as a snapshot (``storage.snapshots``).
    ``merge`` must be pure: it is called again after a lost swap. Raises ``ConflictError`` when other writers win
    ``SWAP_ATTEMPTS`` times running, ``FixityError`` when the object cannot be read.
    """
    told = layout.path_key(key)
    for _ in range(SWAP_ATTEMPTS):
        found = store.get_with_etag(key)
        before, etag = found if found else (None, None)
        rows = merge(from_parquet(record, before, key=key) if before is not None else [])
        after = to_parquet(record, rows, without=told[0] if told else None)
        try:
            if after != before:
                snapshots.keep(store, key, run, before)
                store.replace_if(key, after, etag, content_type=CONTENT_TYPE)
            return ObjectEntry.of(key, after, rows=len(rows))
        except ConflictError:
            continue
    raise ConflictError(f"{key} in {store.connection.place} keeps changing: is another night writing it?")


def _leaf(field: pa.Field) -> str:
    return f"{field.name}.list.element" if pa.types.is_list(field.type) else str(field.name)
