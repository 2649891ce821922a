"""Every common reader sees the same rows, types and null counts of the three practice nights."""

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from storage import catalog, sandbox
from storage.archive import Archive
from storage.datasets import DATASETS, path_field
from tests.integration import environments
from tests.integration.conftest import ThreeNights

pytestmark = pytest.mark.slow

NAMES = list(DATASETS)
KEYS = {"stories": ["story_id"], "outcomes": ["source_id", "canonical_url", "url", "feed_url", "run"]}
"""What a row is sorted by where it is not an article's revision."""


@pytest.fixture(scope="module")
def archive(three_nights: ThreeNights) -> Iterator[Archive]:
    with three_nights.archive() as opened:
        yield opened


@pytest.fixture(scope="module")
def stored(archive: Archive) -> dict[str, pa.Table]:
    """The rows as each object holds them, with what its path tells: read object by object, without a reader."""
    return {name: _concatenated(archive, name) for name in NAMES}


def _concatenated(archive: Archive, name: str) -> pa.Table:
    prefix, told = DATASETS[name][0], path_field(name).name
    found = []
    for info in archive.store.list(prefix):
        table = pq.read_table(pa.BufferReader(archive.store.get(info.key)))
        value = info.key.split(f"{told}=")[1].split("/")[0]
        found.append(table.append_column(told, pa.repeat(pa.scalar(value), table.num_rows)))
    return pa.concat_tables(found)


def _same(name: str, found: pa.Table, expected: pa.Table, *, path_is_there: bool = True) -> None:
    """Rows, types and null counts; the column of the path is compared as text, since each reader types it itself."""
    told = path_field(name).name
    assert set(found.column_names) == set(expected.column_names) - (set() if path_is_there else {told})
    for field in expected.schema:
        if field.name in found.column_names and field.name != told:
            column = found.column(field.name)
            assert _told(column, _type(field.type)) == _type(field.type), (name, field.name, column.type)
            assert column.null_count == expected.column(field.name).null_count, (name, field.name)
    keys = [key for key in KEYS.get(name, ["article_id", "revision"]) if key in found.column_names]
    assert _rows(found, keys) == _rows(expected.select(found.column_names), keys)


def _told(column: pa.ChunkedArray, expected: str) -> str:
    """The type's name. A data frame has nothing to tell the type of an empty column from, and numpy's have floats
    where integers are missing (``dtype_backend="pyarrow"`` keeps them): both count as what they hold."""
    known = _type(column.type)
    if known in ("null", "list<null>") and not any(column.to_pylist()):
        return expected
    if known == "double" and expected == "int64" and column.null_count:
        return "int64" if all(value.is_integer() for value in column.drop_null().to_pylist()) else known
    return known


def _type(kind: pa.DataType) -> str:
    """One name for the types Arrow has several layouts of."""
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return f"list<{_type(kind.value_type)}>"
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return "string"
    if pa.types.is_timestamp(kind):
        return f"timestamp[{kind.unit}, {'UTC' if kind.tz in ('UTC', 'Etc/UTC') else kind.tz}]"
    return str(kind)


def _rows(table: pa.Table, keys: list[str]) -> list[dict[str, object]]:
    rows = [{column: _plain(value) for column, value in row.items()} for row in table.to_pylist()]
    columns = sorted(table.column_names)
    return sorted(
        ({column: row[column] for column in columns} for row in rows), key=lambda row: [str(row[key]) for key in keys]
    )


def _plain(value: object) -> object:
    """Days and runs of the path as text, instants as UTC text, so that no reader's own type decides."""
    if isinstance(value, float | int | list) or value is None:
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


@pytest.mark.parametrize("name", NAMES)
def test_pandas_with_the_pyarrow_filesystem(name: str, archive: Archive, stored: dict[str, pa.Table]) -> None:
    for backend in ("numpy", "pyarrow"):
        chosen = {"dtype_backend": backend} if backend == "pyarrow" else {}
        frame = pd.read_parquet(f"{archive.bucket}/{name}/", filesystem=archive.filesystem, **chosen)
        frame[path_field(name).name] = frame[path_field(name).name].astype(str)
        _same(name, pa.Table.from_pandas(frame, preserve_index=False), stored[name])


@pytest.mark.parametrize("name", NAMES)
def test_pyarrow_dataset(name: str, archive: Archive, stored: dict[str, pa.Table]) -> None:
    files = ds.dataset(f"{archive.bucket}/{name}/", filesystem=archive.filesystem, partitioning="hive")
    _same(name, files.to_table(), stored[name])


@pytest.mark.parametrize("name", NAMES)
def test_polars(name: str, archive: Archive, stored: dict[str, pa.Table]) -> None:
    url = f"s3://{archive.bucket}/{name}/**/*.parquet"
    frame = pl.scan_parquet(url, storage_options=archive.storage_options, hive_partitioning=True).collect()
    _same(name, frame.to_arrow(), stored[name])


@pytest.mark.parametrize("name", NAMES)
def test_duckdb_by_a_glob(name: str, archive: Archive, stored: dict[str, pa.Table]) -> None:
    with _duckdb(archive) as opened:
        found = opened.sql(f"from read_parquet('s3://{archive.bucket}/{name}/**/*.parquet', hive_partitioning = true)")
        _same(name, found.to_arrow_table(), stored[name])


@pytest.mark.parametrize("name", NAMES)
def test_the_archive_itself(name: str, archive: Archive, stored: dict[str, pa.Table]) -> None:
    _same(name, getattr(archive, name)(), stored[name])
    _same(name, archive.sql(f"from {name}"), stored[name])


@pytest.mark.environment
def test_plain_pandas_and_s3fs(archive: Archive, stored: dict[str, pa.Table], tmp_path: Path) -> None:
    """The form users write, in an environment where s3fs and boto3 go together."""
    python = environments.python_with(tmp_path / "venv", "pandas", "s3fs", "pyarrow")
    connection = archive.store.connection
    options = {
        "key": connection.access_key_id,
        "secret": connection.secret_access_key,
        "endpoint_url": connection.endpoint_url,
    }
    place = f"s3://{archive.bucket}"
    code = environments.PLAIN_PANDAS
    found = environments.tables(python, code, place, NAMES, tmp_path / "found", OPTIONS=json.dumps(options))
    for name in NAMES:
        _same(name, found[name], stored[name])


@pytest.mark.environment
def test_spark(archive: Archive, stored: dict[str, pa.Table], tmp_path: Path) -> None:
    """On a local copy: Spark's S3 connector comes from Maven, not with pyspark; files and folders are the same."""
    if not environments.has_java():
        pytest.skip("Spark needs Java")
    python = environments.python_with(tmp_path / "venv", "pyspark", "pyarrow", "pandas")
    for name in NAMES:
        for info in archive.store.list(DATASETS[name][0]):
            path = tmp_path / "copy" / info.key
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(archive.store.get(info.key))
    found = environments.tables(python, environments.SPARK, str(tmp_path / "copy"), NAMES, tmp_path / "found")
    for name in NAMES:
        _same(name, found[name], stored[name])


def test_iceberg_by_pyiceberg_duckdb_and_polars(archive: Archive, stored: dict[str, pa.Table]) -> None:
    table = catalog.static_table(archive.store)
    _same("revisions", table.scan().to_arrow(), stored["revisions"])
    with _duckdb(archive) as opened:
        _same("revisions", opened.sql(f"from iceberg_scan('{_root(archive)}')").to_arrow_table(), stored["revisions"])
    options = catalog.properties(archive.store.connection)
    frame = pl.scan_iceberg(table.metadata_location, storage_options=options).collect()
    _same("revisions", frame.to_arrow(), stored["revisions"])


def test_time_travel_and_as_of_agree(three_nights: ThreeNights, archive: Archive) -> None:
    table = catalog.static_table(archive.store)
    for described in three_nights.manifests.values():
        snapshot = catalog.snapshot_of(table, described["run"])
        with Archive(three_nights.settings, as_of=described["run"]) as earlier, _duckdb(archive) as opened:
            known = earlier.revisions()
            scan = f"from iceberg_scan('{_root(archive)}', snapshot_from_id = {snapshot})"
            _same("revisions", opened.sql(scan).to_arrow_table(), known)
            _same("revisions", table.scan(snapshot_id=snapshot).to_arrow(), known)
            assert set(known["run"].to_pylist()) == {m["run"] for m in three_nights.manifests.values()} & {
                run for run in known["run"].to_pylist() if run <= described["run"]
            }


def _duckdb(archive: Archive) -> duckdb.DuckDBPyConnection:
    opened = sandbox.connect(archive.store.connection, [f"s3://{archive.bucket}/"])
    for name in ("avro", "iceberg"):
        opened.execute(f"LOAD '{sandbox.extension(name)}'")
    return opened


def _root(archive: Archive) -> str:
    return f"s3://{archive.bucket}/iceberg/revisions"
