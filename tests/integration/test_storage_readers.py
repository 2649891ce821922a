"""What readers see of the archive on the real object store, also while it changes."""

import itertools
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow.dataset as ds
import pytest

from storage import layout, lease, manifest, partitions
from storage.archive import Archive
from storage.errors import FixityError, ObjectMissingError, QueryError, StoreUnreachableError, UsageError
from storage.objects import ObjectStore
from storage.records import ArticleRow, OutcomeRow
from storage.settings import Settings
from tests.integration.stored import DAYS, RUN, article, copy, described_night, outcome, story, write_night


@pytest.fixture
def archive(object_store: ObjectStore, store_settings: Settings) -> Iterator[Archive]:
    write_night(object_store)
    with Archive(store_settings) as opened:
        yield opened


def test_pandas_pyarrow_duckdb_polars_and_the_archive_show_the_same_rows(archive: Archive) -> None:
    bucket = archive.store.connection.bucket
    options = archive.storage_options
    pandas = pd.read_parquet(f"{bucket}/articles/", filesystem=archive.filesystem)
    arrow = ds.dataset(f"{bucket}/articles/", filesystem=archive.filesystem, partitioning="hive").to_table()
    polars = pl.scan_parquet(f"s3://{bucket}/articles/**/*.parquet", storage_options=options).collect()
    sql = archive.sql("select * from articles")
    own = archive.articles()

    def rows(items: list[dict[str, object]]) -> set[tuple[str, object, str, str]]:
        return {(str(i["article_id"]), i["title"], str(i["date"]), str(i["run"])) for i in items}  # type: ignore[misc]

    expected = {(f"{n:024x}", f"عنوان {n}", str(DAYS[n % 3]), RUN) for n in range(12)}
    assert rows(own.to_pylist()) == expected
    assert rows(sql.to_pylist()) == expected
    assert rows(arrow.to_pylist()) == expected
    assert rows(pandas.to_dict("records")) == expected
    polars_days = polars if "date" in polars.columns else polars.with_columns(date=pl.col("published_at").dt.date())
    assert rows(polars_days.to_dicts()) == expected
    assert own.num_rows == len(pandas) == arrow.num_rows == polars.height == sql.num_rows == 12


def test_only_the_days_asked_for_are_read(archive: Archive, object_store: ObjectStore) -> None:
    object_store.ensure(layout.articles(DAYS[0]), b"unreadable")
    assert set(archive.articles(since=DAYS[1])["date"].to_pylist()) == {DAYS[1], DAYS[2]}
    assert set(archive.articles(since="2026-11-17", until="2026-11-17")["date"].to_pylist()) == {DAYS[1]}
    for since, until in itertools.product((None, *DAYS), (None, *DAYS)):
        wanted = {day for day in DAYS if (since or DAYS[0]) <= day <= (until or DAYS[-1])} - {DAYS[0]}
        if (since or DAYS[0]) > DAYS[0]:
            assert set(archive.articles(since=since, until=until)["date"].to_pylist()) == wanted
    with pytest.raises(QueryError, match="not a day"):
        archive.articles(since="yesterday")


def test_sources_and_columns_narrow_a_read(archive: Archive) -> None:
    table = archive.articles(sources=["minbar"], columns=["source_id", "date"])
    assert table.column_names == ["source_id", "date"]
    assert set(table["source_id"].to_pylist()) == {"minbar"}
    with pytest.raises(QueryError, match="did you mean title"):
        archive.articles(columns=["titel"])


def test_an_article_is_found_by_id_and_by_either_url_with_history_cluster_and_story(archive: Archive) -> None:
    wanted = article(0, DAYS[0])
    assert archive.article(wanted.article_id) == wanted
    assert archive.article(wanted.url) == wanted
    assert archive.article("http://nowhere.example/") is None
    assert archive.article(copy(20, 0).article_id) == copy(20, 0)
    assert archive.history(wanted.article_id) == [wanted]
    assert archive.cluster(wanted.cluster_id) == [wanted, copy(20, 0)]
    assert archive.story(f"{1:016x}") == story(1)
    assert archive.story("none") is None


def test_revisions_and_outcomes_of_a_run_that_is_not_committed_are_not_shown(
    archive: Archive, object_store: ObjectStore
) -> None:
    late = "2026-11-19"
    partitions.put_rows(object_store, layout.outcomes(late), OutcomeRow, [replace(outcome(1), run=late)])
    assert set(archive.outcomes()["run"].to_pylist()) == {RUN}
    assert archive.outcomes(late).num_rows == 0
    assert archive.sql("select count(*) as n from outcomes")["n"].to_pylist() == [12]
    manifest.commit(object_store, described_night(late, RUN))
    assert archive.outcomes(late).num_rows == 1
    assert archive.revisions(RUN).num_rows == 14
    with pytest.raises(UsageError, match="not a logical night"):
        archive.outcomes("tonight")


def test_an_empty_archive_has_empty_tables_with_all_columns(
    object_store: ObjectStore, store_settings: Settings
) -> None:
    with Archive(store_settings) as archive:
        assert archive.latest is None
        assert archive.articles().num_rows == 0
        assert archive.articles().column_names[-1] == "date"
        assert archive.article("http://nowhere.example/") is None
        for name in ("articles", "copies", "stories", "syndication", "revisions", "outcomes"):
            table = archive.sql(f"select * from {name}")
            assert table.num_rows == 0
            assert "run" in table.column_names


def test_sql_sees_all_datasets_and_the_day(archive: Archive) -> None:
    found = archive.sql("select date, count(*) as n from articles where date >= '2026-11-17' group by date order by 1")
    assert found.to_pylist() == [{"date": DAYS[1], "n": 4}, {"date": DAYS[2], "n": 4}]
    joined = "select c.title from copies c join articles a on c.copy_of = a.article_id where a.source_id = 'minbar'"
    assert archive.sql(joined).to_pylist() == [{"title": "عنوان 20"}]
    assert (
        archive.sql("select max(published_at) as at from articles")["at"].to_pylist()[0].utcoffset().total_seconds()
        == 0
    )


@pytest.mark.parametrize(
    "query",
    [
        "select * from read_text('/etc/hostname')",
        "select * from glob('/etc/*')",
        "select * from read_csv('http://127.0.0.1:9/x')",
        "copy (select 1 as a) to 's3://{bucket}/articles/x.csv'",
        "explain analyze copy (select 1 as a) to 's3://{bucket}/articles/x.csv'",
        "select * from read_text('s3://{bucket}/runs/latest.json')",
        "set lock_configuration = false",
        "attach 'other.db'",
        "select 1; select 2",
        "create table t as select 1",
        "install json",
    ],
)
def test_a_query_reads_the_archive_and_nothing_else(archive: Archive, query: str) -> None:
    before = archive.store.list()
    with pytest.raises(QueryError) as caught:
        archive.sql(query.format(bucket=archive.store.connection.bucket))
    assert "\n" not in str(caught.value)
    assert archive.store.list() == before


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("selec 1", "syntax error"),
        ("select nope from articles", "nope"),
        ("select * from nowhere", "nowhere"),
        ("", "SELECT"),
    ],
)
def test_a_query_that_cannot_be_answered_says_why_in_one_line(archive: Archive, query: str, reason: str) -> None:
    with pytest.raises(QueryError, match=reason) as caught:
        archive.sql(query)
    assert "\n" not in str(caught.value)


def test_reads_while_days_are_replaced_show_whole_days(
    archive: Archive, object_store: ObjectStore, tmp_path: Path
) -> None:
    """Every row of a version carries its number: a mixed read would show two. A read may fail loudly instead."""
    whole = 0
    stop, key = threading.Event(), layout.articles(DAYS[0])

    def churn() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            size = 5 + number % 7
            rows = [article(n, DAYS[0], capture_offset=number, word_count=size) for n in range(size)]
            with lease.held(object_store, work="takedown", data_dir=tmp_path) as held:
                held.begin_writing()
                object_store.ensure(key, partitions.to_parquet(ArticleRow, rows))
                # A read must fit between two replacements: many times denser than any night, but not endless.
                stop.wait(0.7 * (number % 2))
            stop.wait(0.7 * ((number + 1) % 2))

    writer = threading.Thread(target=churn)
    writer.start()
    try:
        for read in (
            lambda: archive.articles(until=DAYS[0]).to_pylist(),
            lambda: archive.sql(f"select * from articles where date = '{DAYS[0]}'").to_pylist(),
        ) * 8:
            try:
                rows = read()
            except StoreUnreachableError:  # on a busy machine no read fits between two replacements
                continue
            whole += 1
            assert len({row["capture_offset"] for row in rows}) == 1
            assert len(rows) == rows[0]["word_count"] or rows[0]["capture_offset"] == 0
    finally:
        stop.set()
        writer.join()
    assert whole > 0


def test_a_damaged_object_is_said_at_once(archive: Archive, object_store: ObjectStore) -> None:
    object_store.ensure(layout.copies(DAYS[-1]), b"damaged" * 100)
    with pytest.raises(FixityError, match="warraq verify"):
        archive.copies()


def test_a_lost_day_is_an_error_and_not_a_gap(
    archive: Archive, object_store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.archive.RETRY_S", 0.0)
    object_store.delete(layout.articles(DAYS[1]))
    with pytest.raises(FixityError, match=f"date={DAYS[1]}.*warraq verify"):
        archive.articles()
    with pytest.raises(StoreUnreachableError, match=f"date={DAYS[1]}.*404"):
        archive.sql("select count(*) from articles")
    assert archive.articles(since=DAYS[2]).num_rows == 4
    assert archive.sql(f"select * from articles where date = '{DAYS[2]}'").num_rows == 4


def test_without_a_whole_inventory_the_days_are_listed(archive: Archive, object_store: ObjectStore) -> None:
    rows = archive.articles().num_rows
    object_store.delete(layout.inventory(RUN))
    assert archive.articles().num_rows == rows
    object_store.ensure(layout.inventory(RUN), b"damaged")
    assert archive.sql("select * from articles").num_rows == rows


def test_a_reader_makes_no_bucket_of_a_mistyped_name(store_settings: Settings) -> None:
    mistyped = store_settings.model_copy(update={"bucket": "waraq-mistyped"})
    with Archive(mistyped) as archive, pytest.raises(ObjectMissingError, match="WARRAQ_BUCKET"):
        archive.articles()
