"""What readers leave unread: other days by their paths, other sources by the bounds of row groups; and many days."""

import random
import timeit
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pandas as pd
import polars as pl
import pyarrow.dataset as ds
import pytest

from storage import layout, partitions, sandbox
from storage.archive import Archive
from storage.connection import Connection
from storage.objects import ObjectStore
from storage.records import ArticleRow
from storage.settings import Settings
from tests.integration.relay import Relay, relaying
from tests.integration.stored import article

DAY = date(2026, 11, 16)
DAYS = [DAY, DAY + timedelta(days=1), DAY + timedelta(days=2)]
ROWS = 3 * partitions.ROW_GROUP_ROWS
SOURCE = "source_00"


@pytest.fixture(scope="module")
def large_days(store_server: Connection) -> Settings:
    """Settings of an archive of three days of three row groups by nine sources; its texts do not compress away."""
    settings = Settings(
        _env_file=None,
        endpoint_url=store_server.endpoint_url or "",
        access_key_id=store_server.access_key_id,
        secret_access_key=store_server.secret_access_key,
        bucket="large-days",
    )
    store, rng = ObjectStore.open(settings), random.Random(5)
    for day in DAYS:
        rows = [
            article(n, day, source_id=f"source_{n % 9:02d}", text=f"{rng.getrandbits(4800):x}") for n in range(ROWS)
        ]
        partitions.put_rows(store, layout.articles(day), ArticleRow, rows)
    return settings


@pytest.fixture(scope="module")
def relayed(large_days: Settings) -> Iterator[tuple[Archive, Relay]]:
    """The archive, read through a relay that counts bytes."""
    with (
        relaying(large_days.endpoint_url) as relay,
        Archive(large_days.model_copy(update={"endpoint_url": relay.url})) as archive,
    ):
        yield archive, relay


Read = Callable[[Archive, bool, bool], int]


def _own(archive: Archive, one_day: bool, one_source: bool) -> int:
    day, sources = (DAY if one_day else None), ([SOURCE] if one_source else None)
    return int(archive.articles(day, day, sources).num_rows)


def _sql(archive: Archive, one_day: bool, one_source: bool) -> int:
    where = [f"date = '{DAY}'"] * one_day + [f"source_id = '{SOURCE}'"] * one_source
    return int(archive.sql(f"from articles where {' and '.join(where) or 'true'}").num_rows)


def _duckdb(archive: Archive, one_day: bool, one_source: bool) -> int:
    where = [f"date = '{DAY}'"] * one_day + [f"source_id = '{SOURCE}'"] * one_source
    with sandbox.connect(archive.store.connection, [f"s3://{archive.bucket}/"]) as opened:
        glob = f"read_parquet('s3://{archive.bucket}/articles/**/*.parquet', hive_partitioning = true)"
        return len(opened.execute(f"from {glob} where {' and '.join(where) or 'true'}").fetchall())


def _pandas(archive: Archive, one_day: bool, one_source: bool) -> int:
    wanted = [("date", "==", str(DAY))] * one_day + [("source_id", "==", SOURCE)] * one_source
    return len(pd.read_parquet(f"{archive.bucket}/articles/", filesystem=archive.filesystem, filters=wanted or None))


def _pyarrow(archive: Archive, one_day: bool, one_source: bool) -> int:
    files = ds.dataset(f"{archive.bucket}/articles/", filesystem=archive.filesystem, partitioning="hive")
    wanted = (ds.field("date") == str(DAY) if one_day else ds.scalar(True)) & (
        ds.field("source_id") == SOURCE if one_source else ds.scalar(True)
    )
    return int(files.to_table(filter=wanted).num_rows)


def _polars(archive: Archive, one_day: bool, one_source: bool) -> int:
    wanted = [pl.col("date") == DAY] * one_day + [pl.col("source_id") == SOURCE] * one_source
    url = f"s3://{archive.bucket}/articles/**/*.parquet"
    lazy = pl.scan_parquet(url, storage_options=archive.storage_options, hive_partitioning=True)
    return lazy.filter(*wanted).collect().height


@pytest.mark.parametrize("read", [_own, _sql, _duckdb, _pandas, _pyarrow, _polars])
def test_a_day_and_a_source_of_it_fetch_what_they_need(relayed: tuple[Archive, Relay], read: Read) -> None:
    archive, relay = relayed
    found: list[int] = []
    fetched = [
        relay.counted(lambda chosen=chosen: found.append(read(archive, *chosen)))  # type: ignore[misc]
        for chosen in ((False, False), (True, False), (True, True))
    ]
    assert found == [3 * ROWS, ROWS, ROWS // 9 + 1]
    everything, day, source = fetched
    assert day < everything / 2, "a third of the rows, and footers"
    assert source < day / 2, "one of three row groups"


@pytest.mark.slow
def test_two_thousand_days_attach_in_three_seconds(object_store: ObjectStore, store_settings: Settings) -> None:
    data = partitions.to_parquet(ArticleRow, [article(n, DAY) for n in range(5)])
    days = [date(2021, 1, 1) + timedelta(days=n) for n in range(2_000)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda day: object_store.put_new(layout.articles(day), data), days))
    with Archive(store_settings) as archive:
        query = f"select count(*) as n from articles where date = '{days[777]}'"
        assert archive.sql(query)["n"].to_pylist() == [5]
        assert _attached(archive, query) == 5
        # The quickest of three: what else the machine does is not what is measured.
        assert min(timeit.repeat(lambda: archive.sql(query), number=1, repeat=3)) < 3
        assert min(timeit.repeat(lambda: _attached(archive, query), number=1, repeat=3)) < 3


def _attached(archive: Archive, query: str) -> int:
    """As a person does it: DuckDB on the bucket, a view over the glob, and a first query."""
    with sandbox.connect(archive.store.connection, [f"s3://{archive.bucket}/"]) as opened:
        glob = f"s3://{archive.bucket}/articles/**/*.parquet"
        opened.execute(f"create view articles as from read_parquet('{glob}', hive_partitioning = true)")
        (found,) = opened.execute(query).fetchall()
        return int(found[0])
