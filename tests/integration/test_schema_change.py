"""Days of an older schema version beside new ones, for every reader, and rewritten once by ``warraq upgrade``.

Version 1 had no ``encoding`` and no ``encoding_reason``; here it also kept word counts in 32 bits, so that a type was
widened since.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from storage import catalog, layout, manifest, partitions, sandbox, snapshots, upgrade
from storage.archive import Archive
from storage.datasets import columns_of
from storage.manifest import ObjectEntry
from storage.objects import ObjectStore
from storage.records import ArticleRow
from storage.settings import Settings
from tests.integration import environments
from tests.integration.stored import DAYS, RUN, article, described_night, fixity

SECOND = "2026-11-19"
ADDED = ("encoding", "encoding_reason")


def _version_1(store: ObjectStore, key: str, rows: list[ArticleRow]) -> ObjectEntry:
    told = layout.path_key(key)
    written = partitions.to_parquet(ArticleRow, rows, without=told[0] if told else None)
    table = pq.read_table(pa.BufferReader(written)).drop_columns(list(ADDED))
    at = table.schema.get_field_index("word_count")
    table = table.set_column(at, pa.field("word_count", pa.int32(), nullable=False), table["word_count"].cast("int32"))
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink)
    data = sink.getvalue().to_pybytes()
    if key.startswith(layout.DAILY):
        snapshots.keep(store, key, RUN, None)
    store.ensure(key, data)
    return ObjectEntry.of(key, data, rows=len(rows))


@pytest.fixture
def mixed(object_store: ObjectStore) -> ObjectStore:
    """A run of version 1 with two days, then one of the present version with a third day."""
    rows = {day: [article(n, day) for n in range(4 * at, 4 * at + 4)] for at, day in enumerate(DAYS)}
    early = [row for day in DAYS[:2] for row in rows[day]]
    entries = [_version_1(object_store, layout.articles(day), rows[day]) for day in DAYS[:2]]
    entries.append(_version_1(object_store, layout.revisions(RUN), early))
    manifest.commit(object_store, described_night(RUN, None, entries))
    late = [article(row.capture_offset, DAYS[2], run=SECOND) for row in rows[DAYS[2]]]
    entries = [
        partitions.update_partition(object_store, layout.articles(DAYS[2]), ArticleRow, lambda _: late, run=SECOND),
        partitions.put_rows(object_store, layout.revisions(SECOND), ArticleRow, late),
    ]
    manifest.commit(object_store, described_night(SECOND, RUN, entries))
    return object_store


@pytest.fixture
def archive(mixed: ObjectStore, store_settings: Settings) -> Iterator[Archive]:
    with Archive(store_settings) as opened:
        yield opened


def _shown(table: pa.Table) -> list[tuple[object, ...]]:
    columns = ("article_id", "word_count", "encoding", "encoding_reason", "text")
    return sorted(zip(*(table[column].to_pylist() for column in columns), strict=True))


EXPECTED = sorted(
    (f"{n:024x}", 5, *(("utf-8", "utf-8") if n >= 8 else (None, None)), "نصٌّ كما كُتب\nفقرة ثانية") for n in range(12)
)


def test_the_archive_reads_both_versions_as_the_present_one(archive: Archive, store_settings: Settings) -> None:
    for table in (
        archive.articles(),
        archive.sql("from articles"),
        archive.revisions(),
        archive.sql("from revisions"),
    ):
        assert _shown(table) == EXPECTED
        assert table["word_count"].type == pa.int64()
    assert [row.encoding for row in archive.rows(DAYS[1], DAYS[2])] == [None] * 4 + ["utf-8"] * 4
    assert archive.sql(f"select any_value(encoding) as e from articles where date = '{DAYS[0]}'")["e"].to_pylist() == [
        None
    ]
    with Archive(store_settings, as_of=RUN) as earlier:
        assert _shown(earlier.articles()) == EXPECTED[:8]


def test_every_reader_reads_both_versions_with_the_option_the_page_names(archive: Archive) -> None:
    root, schema = f"{archive.bucket}/articles/", columns_of("articles")
    frame = pd.read_parquet(root, filesystem=archive.filesystem, schema=schema)
    assert _shown(pa.Table.from_pandas(frame)) == EXPECTED
    files = ds.dataset(root, filesystem=archive.filesystem, partitioning="hive", schema=schema)
    assert _shown(files.to_table()) == EXPECTED
    polars = pl.scan_parquet(
        f"s3://{root}**/*.parquet",
        storage_options=archive.storage_options,
        schema=dict(pl.from_arrow(schema.remove(schema.get_field_index("date")).empty_table()).schema),  # type: ignore[union-attr]
        hive_partitioning=True,
        hive_schema={"date": pl.Date},
        missing_columns="insert",
        cast_options=pl.ScanCastOptions(integer_cast="upcast"),
    )
    assert _shown(polars.collect().to_arrow()) == EXPECTED
    with sandbox.connect(archive.store.connection, [f"s3://{root}"]) as opened:
        glob = f"from read_parquet('s3://{root}**/*.parquet', union_by_name = true, hive_partitioning = true)"
        assert _shown(opened.sql(glob).to_arrow_table()) == EXPECTED


def test_the_iceberg_table_widens_with_the_schema(
    archive: Archive, store_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made by version 1, of its columns and types; the next registration adds the columns and widens the type."""
    present = catalog._schema()
    at = present.get_field_index("word_count")
    first = pa.schema(
        [
            field
            for field in present.set(at, pa.field("word_count", pa.int32(), nullable=False))
            if field.name not in ADDED
        ]
    )
    monkeypatch.setattr(catalog, "_schema", lambda: first)
    monkeypatch.setattr(manifest, "committed_runs", lambda _: (RUN,))
    assert catalog.register(archive.store, store_settings) == [RUN]
    monkeypatch.undo()
    assert catalog.register(archive.store, store_settings) == [SECOND]
    table = catalog.static_table(archive.store)
    assert _shown(table.scan().to_arrow()) == EXPECTED
    options = catalog.properties(archive.store.connection)
    assert _shown(pl.scan_iceberg(table.metadata_location, storage_options=options).collect().to_arrow()) == EXPECTED
    with sandbox.connect(archive.store.connection, [f"s3://{archive.bucket}/"]) as opened:
        for name in ("avro", "iceberg"):
            opened.execute(f"LOAD '{sandbox.extension(name)}'")
        scan = opened.sql(f"from iceberg_scan('s3://{archive.bucket}/iceberg/revisions')")
        assert _shown(scan.to_arrow_table()) == EXPECTED


def _upgraded(store: ObjectStore, settings: Settings) -> dict[str, bytes]:
    upgrade.upgrade(store, settings)
    return {info.key: store.get(info.key) for prefix in ("articles/", "revisions/") for info in store.list(prefix)}


def test_an_upgrade_makes_one_schema_of_the_same_rows_and_verify_holds(
    archive: Archive, mixed: ObjectStore, store_settings: Settings
) -> None:
    catalog.register(mixed, store_settings)
    rewritten = upgrade.upgrade(mixed, store_settings)
    assert sorted(rewritten) == [layout.articles(DAYS[0]), layout.articles(DAYS[1]), layout.revisions(RUN)]
    assert [check for check in fixity(mixed) if not check.passed] == []
    frame = pd.read_parquet(f"{archive.bucket}/articles/", filesystem=archive.filesystem)
    assert _shown(pa.Table.from_pandas(frame)) == EXPECTED
    polars = pl.scan_parquet(f"s3://{archive.bucket}/articles/**/*.parquet", storage_options=archive.storage_options)
    assert _shown(polars.collect().to_arrow()) == EXPECTED
    assert _shown(archive.sql("from articles")) == EXPECTED
    assert _shown(catalog.static_table(mixed).scan().to_arrow()) == EXPECTED
    with Archive(store_settings, as_of=RUN) as earlier:
        assert _shown(earlier.articles()) == EXPECTED[:8]
    before = _archived(mixed)
    assert upgrade.upgrade(mixed, store_settings) == []
    assert _archived(mixed) == before
    mixed.ensure(layout.articles(DAYS[0]), b"damaged")
    assert [check.name for check in fixity(mixed) if not check.passed] == [layout.articles(DAYS[0])]


def _archived(store: ObjectStore) -> dict[str, str]:
    """Every object but the table's metadata and the lease, which each work takes anew."""
    return {
        info.key: info.etag
        for info in store.list("")
        if not info.key.startswith(layout.ICEBERG) and info.key != layout.LEASE
    }


class _KilledError(BaseException):
    pass


@pytest.mark.parametrize("writes", range(6))
def test_an_upgrade_that_dies_verifies_and_ends_in_the_same_bytes(
    mixed: ObjectStore, store_settings: Settings, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    expected = {
        key: partitions.to_parquet(
            ArticleRow, partitions.from_parquet(ArticleRow, mixed.get(key), key=key), without=told[0]
        )
        for prefix in ("articles/", "revisions/")
        for key in (info.key for info in mixed.list(prefix))
        if (told := layout.path_key(key))
    }
    left = writes
    replace_if = ObjectStore.replace_if

    def dying(*arguments: object, **named: object) -> object:
        nonlocal left
        left -= 1
        if left < 0:
            raise _KilledError
        return replace_if(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(upgrade, "BATCH_OBJECTS", 2)
    monkeypatch.setattr(ObjectStore, "replace_if", dying)
    with pytest.raises(_KilledError):
        upgrade.upgrade(mixed, store_settings)
    monkeypatch.setattr(ObjectStore, "replace_if", replace_if)
    assert [check for check in fixity(mixed) if not check.passed] == []
    assert _upgraded(mixed, store_settings) == expected
    assert [check for check in fixity(mixed) if not check.passed] == []
    assert _shown(catalog.static_table(mixed).scan().to_arrow()) == EXPECTED


SPARK = environments.SPARK.replace(
    "spark.read.parquet(", "spark.read.schema(spark.read.parquet(f'{sys.argv[2]}/newest').schema).parquet("
)


@pytest.mark.environment
def test_spark_reads_both_versions_by_the_newest_schema(archive: Archive, tmp_path: Path) -> None:
    if not environments.has_java():
        pytest.skip("Spark needs Java")
    python = environments.python_with(tmp_path / "venv", "pyspark", "pyarrow", "pandas")
    for info in archive.store.list("articles/"):
        places = [tmp_path / "copy" / info.key]
        if str(DAYS[2]) in info.key:
            places.append(tmp_path / "copy" / info.key.replace("articles/", "newest/", 1))
        for path in places:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(archive.store.get(info.key))
    found = environments.tables(python, SPARK, str(tmp_path / "copy"), ["articles"], tmp_path / "found")
    assert _shown(found["articles"]) == EXPECTED
