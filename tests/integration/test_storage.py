"""The archive on the real object store: writers, readers, crashes."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset as ds
import pytest

from storage import embedded, keeper, layout, manifest, partitions
from storage.archive import Archive
from storage.errors import (
    ConflictError,
    FixityError,
    ObjectMissingError,
    QueryError,
    SettingsError,
    StoreDeniedError,
    StoreUnreachableError,
    UsageError,
)
from storage.manifest import Check, Manifest, ObjectEntry
from storage.objects import ObjectStore, open_store
from storage.records import ArticleRow, OutcomeRow, StoryRow
from storage.settings import Settings

RUN = "2026-11-18"
CLOCK = datetime(2026, 11, 18, 22, tzinfo=UTC)
DAYS = (date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 18))
SOURCES = ("minbar", "rafid")


def article(number: int, day: date = DAYS[-1], **fields: object) -> ArticleRow:
    published = datetime(day.year, day.month, day.day, 5, number % 60, tzinfo=UTC)
    row = ArticleRow(
        article_id=f"{number:024x}",
        source_id=SOURCES[number % 2],
        url=f"http://{SOURCES[number % 2]}.example/{number}?utm_source=feed",
        canonical_url=f"http://{SOURCES[number % 2]}.example/{number}",
        title=f"عنوان {number}",
        text="نصٌّ كما كُتب\nفقرة ثانية",
        authors=("سميرة الحسن",),
        section=None,
        tags=("لبنان",),
        image_url=None,
        published_at=published,
        published_raw="18 تشرين الثاني 2026",
        published_rule="dateline",
        published_precision="minute",
        modified_at=None,
        first_seen_at=CLOCK,
        last_seen_at=CLOCK,
        unpublished_at=None,
        language="ar",
        revision=1,
        revision_digest="0" * 32,
        text_digest="0" * 32,
        word_count=5,
        credits=(),
        countries=("LB",),
        geopolitical_score=0.5,
        story_id=f"{number % 3:016x}",
        cluster_id=f"{number:024x}",
        copy_of=None,
        copy_kind=None,
        copy_similarity=None,
        copy_count=0,
        quality_flags=(),
        rights=(),
        extractor="warraq-reader/1",
        capture_file=layout.capture_file(RUN, SOURCES[number % 2], 0),
        capture_offset=number,
        run=RUN,
        schema_version=1,
    )
    return replace(row, **fields)  # type: ignore[arg-type]


def copy(number: int, of: int, day: date = DAYS[-1]) -> ArticleRow:
    original = f"{of:024x}"
    return article(number, day, cluster_id=original, copy_of=original, copy_kind="near", copy_similarity=0.8)


def outcome(number: int) -> OutcomeRow:
    row = article(number)
    return OutcomeRow(
        run=RUN,
        source_id=row.source_id,
        url=row.url,
        canonical_url=row.canonical_url,
        feed_url=None,
        outcome="new",
        reason="",
        http_status=200,
        article_id=row.article_id,
        revision=1,
        capture_file=row.capture_file,
        capture_offset=number,
        seen_at=CLOCK,
    )


def story(number: int) -> StoryRow:
    return StoryRow(
        story_id=f"{number:016x}",
        title="قصة",
        first_date=DAYS[0],
        last_date=DAYS[-1],
        article_ids=(f"{number:024x}",),
        article_count=1,
        copy_count=0,
        source_ids=("minbar",),
        countries=(),
        run=RUN,
    )


def write_night(store: ObjectStore, run: str = RUN, parent: str | None = None) -> Manifest:
    """A small night: 12 articles over three days, 2 copies, their revisions, stories and outcomes; committed."""
    by_day = {day: [article(n, day) for n in range(12) if n % 3 == at] for at, day in enumerate(DAYS)}
    copies = [copy(20, 0), copy(21, 1)]
    entries = [
        partitions.update_partition(
            store, layout.articles(day), ArticleRow, lambda old, new=rows: partitions.merge_articles(old, new)
        )
        for day, rows in by_day.items()
    ]
    entries += [
        partitions.put_rows(store, layout.copies(DAYS[-1]), ArticleRow, copies),
        partitions.put_rows(store, layout.revisions(run), ArticleRow, [*sum(by_day.values(), []), *copies]),
        partitions.put_rows(store, layout.stories(DAYS[0]), StoryRow, [story(n) for n in range(3)]),
        partitions.put_rows(store, layout.outcomes(run), OutcomeRow, [outcome(n) for n in range(12)]),
    ]
    described = described_night(run, parent, entries)
    manifest.commit(store, described)
    return described


def described_night(run: str, parent: str | None, entries: list[ObjectEntry] | None = None) -> Manifest:
    return Manifest(
        run=run,
        parent=parent,
        clock=CLOCK,
        package_version="0.1.0",
        schema_version=1,
        objects=entries or [],
        segments={},
        counts={},
        sources=[],
        checks=[Check(name="links", passed=True, note="")],
    )


@pytest.fixture
def archive(object_store: ObjectStore, store_settings: Settings) -> Iterator[Archive]:
    write_night(object_store)
    with Archive(store_settings) as opened:
        yield opened


# Objects


def test_put_new_accepts_the_same_bytes_again_and_refuses_others(object_store: ObjectStore) -> None:
    assert object_store.put_new("a/b", b"one")
    assert not object_store.put_new("a/b", b"one")
    with pytest.raises(ConflictError, match="a/b"):
        object_store.put_new("a/b", b"two")
    assert object_store.get("a/b") == b"one"


def test_replace_if_needs_the_tag_that_was_read(object_store: ObjectStore) -> None:
    first = object_store.replace_if("k", b"1", None)
    second = object_store.replace_if("k", b"2", first.etag)
    with pytest.raises(ConflictError):
        object_store.replace_if("k", b"3", first.etag)
    assert object_store.get_with_etag("k") == (b"2", second.etag)
    with pytest.raises(ConflictError):
        object_store.replace_if("none", b"3", first.etag)


def test_a_swap_whose_answer_was_lost_counts_as_done(object_store: ObjectStore) -> None:
    first = object_store.replace_if("k", b"1", None)
    object_store.replace_if("k", b"2", first.etag)
    assert not object_store.replace_if("k", b"2", first.etag).changed


def test_ensure_writes_nothing_when_the_bytes_are_there(object_store: ObjectStore) -> None:
    assert object_store.ensure("k", b"1").changed
    before = object_store.versions("k")
    assert not object_store.ensure("k", b"1").changed
    assert object_store.versions("k") == before
    assert object_store.ensure("k", b"2").changed
    assert object_store.get("k") == b"2"


def test_of_eight_writers_that_swap_at_once_exactly_one_wins(object_store: ObjectStore) -> None:
    for turn in range(3):
        found = object_store.get_with_etag("race")
        tag, start = found[1] if found else None, threading.Barrier(8)

        def swap(number: int, turn: int = turn, tag: str | None = tag, start: threading.Barrier = start) -> bool:
            start.wait()
            try:
                return object_store.replace_if("race", f"{turn}-{number}".encode(), tag).changed
            except ConflictError:
                return False

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(swap, range(8))) == 1


def test_listing_is_sorted_by_key_and_complete_beyond_one_page(object_store: ObjectStore) -> None:
    keys = ["o/a b", "o/a!", "o/a/b", "o/a-", *(f"p/{n:04d}" for n in range(1_100))]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda key: object_store.put_new(key, b"x"), keys))
    assert [info.key for info in object_store.list("o/")] == sorted(keys[:4])
    assert [info.key for info in object_store.list()] == sorted(keys)


def test_a_missing_object_is_named(object_store: ObjectStore) -> None:
    assert object_store.head("none") is None
    assert object_store.get_with_etag("none") is None
    assert not object_store.exists("none")
    with pytest.raises(ObjectMissingError, match="none is not in"):
        object_store.get("none")
    object_store.delete("none")


def test_a_range_of_an_object_can_be_read(object_store: ObjectStore) -> None:
    object_store.put_new("k", b"0123456789")
    assert object_store.get_range("k", 3, 4) == b"3456"
    assert object_store.get_range("k", 8, 40) == b"89"


@pytest.mark.parametrize(
    ("fields", "error", "remedy"),
    [
        ({"secret_access_key": "wrong"}, StoreDeniedError, "WARRAQ_SECRET_ACCESS_KEY"),
        ({"access_key_id": "nobody"}, StoreDeniedError, "WARRAQ_ACCESS_KEY_ID"),
        ({"endpoint_url": "http://127.0.0.1:9"}, StoreUnreachableError, "WARRAQ_ENDPOINT_URL"),
        ({"secret_access_key": ""}, SettingsError, "WARRAQ_SECRET_ACCESS_KEY"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(
    store_settings: Settings, fields: dict[str, str], error: type[Exception], remedy: str
) -> None:
    wrong = Settings(_env_file=None, **{**store_settings.model_dump(), **fields})
    with pytest.raises(error, match=remedy) as caught:
        ObjectStore.open(wrong)
    assert "\n" not in str(caught.value)


def test_no_credentials_anywhere_is_said(store_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "none")
    monkeypatch.setenv("AWS_CONFIG_FILE", "none")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    bare = store_settings.model_copy(
        update={"access_key_id": "", "secret_access_key": type(store_settings.secret_access_key)("")}
    )
    with pytest.raises(StoreDeniedError, match="no credentials"):
        ObjectStore.open(bare)


def test_a_secret_is_in_no_message_and_no_repr(object_store: ObjectStore) -> None:
    secret = object_store.connection.secret_access_key
    assert secret not in repr(object_store.connection)
    assert secret not in object_store.connection.place


# Partitions


def test_two_writers_of_one_day_lose_no_row(object_store: ObjectStore) -> None:
    key = layout.articles(DAYS[0])

    def add(number: int) -> None:
        partitions.update_partition(
            object_store, key, ArticleRow, lambda old: partitions.merge_articles(old, [article(number)])
        )

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(8)))
    stored = partitions.from_parquet(ArticleRow, object_store.get(key))
    assert {row.article_id for row in stored} == {article(n).article_id for n in range(8)}


def test_a_night_written_again_writes_no_byte(object_store: ObjectStore) -> None:
    first = write_night(object_store)
    versions = {info.key: object_store.versions(info.key) for info in object_store.list()}
    assert write_night(object_store) == first
    assert {info.key: object_store.versions(info.key) for info in object_store.list()} == versions
    assert all(len(ids) == 1 for ids in versions.values())


# Manifests


def test_latest_is_none_for_an_empty_archive_and_the_newest_run_afterwards(object_store: ObjectStore) -> None:
    assert manifest.latest(object_store) is None
    first = write_night(object_store)
    assert manifest.latest(object_store) == first
    assert manifest.commit(object_store, described_night("2026-11-19", RUN))
    assert manifest.committed_runs(object_store) == (RUN, "2026-11-19")


def test_latest_never_moves_back(object_store: ObjectStore) -> None:
    first = write_night(object_store)
    manifest.commit(object_store, described_night("2026-11-20", RUN))
    assert not manifest.commit(object_store, first)
    with pytest.raises(ConflictError, match="2026-11-20 is committed"):
        manifest.commit(object_store, described_night("2026-11-19", RUN))
    newest = manifest.latest(object_store)
    assert newest is not None
    assert newest.run == "2026-11-20"
    assert not object_store.exists(layout.manifest("2026-11-19"))


def test_a_run_decided_from_an_older_state_is_not_committed(object_store: ObjectStore) -> None:
    write_night(object_store)
    with pytest.raises(ConflictError, match="run the night again"):
        manifest.commit(object_store, described_night("2026-11-20", None))
    with pytest.raises(ConflictError, match="run the night again"):
        manifest.commit(object_store, described_night(RUN, "2026-11-17"))


def test_of_two_runs_that_commit_at_once_one_wins(object_store: ObjectStore) -> None:
    write_night(object_store)
    start = threading.Barrier(2)

    def commit(run: str) -> bool:
        start.wait()
        try:
            return manifest.commit(object_store, described_night(run, RUN))
        except ConflictError:
            return False

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(commit, ("2026-11-19", "2026-11-20"))) == [False, True]
    newest = manifest.latest(object_store)
    assert newest is not None
    assert manifest.committed_runs(object_store) == (RUN, newest.run)


def test_a_run_that_lost_the_pointer_is_not_history_although_its_manifest_is_there(object_store: ObjectStore) -> None:
    write_night(object_store)
    lost = described_night("2026-11-19", RUN)
    object_store.put_new(layout.manifest(lost.run), lost.to_bytes())
    manifest.commit(object_store, described_night("2026-11-20", RUN))
    with pytest.raises(ConflictError, match="run the night again"):
        manifest.commit(object_store, lost)


def test_verify_names_what_was_changed_or_lost(object_store: ObjectStore) -> None:
    committed = write_night(object_store)
    assert all(check.passed for check in manifest.verify(object_store, committed))
    object_store.ensure(layout.outcomes(RUN), b"damaged")
    object_store.delete(layout.copies(DAYS[-1]))
    failed = {check.name: check.note for check in manifest.verify(object_store, committed) if not check.passed}
    assert set(failed) == {layout.outcomes(RUN), layout.copies(DAYS[-1])}
    assert "missing" in failed[layout.copies(DAYS[-1])]


def test_an_object_a_later_run_replaced_is_judged_by_that_run_and_its_old_bytes_can_be_fetched(
    object_store: ObjectStore,
) -> None:
    first = write_night(object_store)
    key = layout.articles(DAYS[0])
    before = next(entry for entry in first.objects if entry.key == key)
    entry = partitions.update_partition(
        object_store, key, ArticleRow, lambda old: partitions.merge_articles(old, [article(50, DAYS[0])])
    )
    manifest.commit(object_store, described_night("2026-11-19", RUN, [entry]))
    assert all(check.passed for check in manifest.verify(object_store, first))
    assert len(partitions.from_parquet(ArticleRow, manifest.fetch(object_store, before))) == before.rows
    with pytest.raises(FixityError, match="no longer has the bytes"):
        manifest.fetch(object_store, before.model_copy(update={"sha256": "0" * 64}))


# Readers


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
        for name in ("articles", "copies", "stories", "revisions", "outcomes"):
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


def test_reads_while_days_are_replaced_show_whole_days(archive: Archive, object_store: ObjectStore) -> None:
    """Every row of a version carries its number: a mixed read would show two."""
    stop, key = threading.Event(), layout.articles(DAYS[0])

    def churn() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            size = 5 + number % 7
            object_store.ensure(
                key,
                partitions.to_parquet(
                    ArticleRow, [article(n, DAYS[0], capture_offset=number, word_count=size) for n in range(size)]
                ),
            )
            # A read must fit between two replacements: many times denser than any night, but not endless.
            stop.wait(0.7)

    writer = threading.Thread(target=churn)
    writer.start()
    try:
        for read in (
            lambda: archive.articles(until=DAYS[0]).to_pylist(),
            lambda: archive.sql(f"select * from articles where date = '{DAYS[0]}'").to_pylist(),
        ) * 8:
            rows = read()
            assert len({row["capture_offset"] for row in rows}) == 1
            assert len(rows) == rows[0]["word_count"] or rows[0]["capture_offset"] == 0
    finally:
        stop.set()
        writer.join()


def test_a_damaged_object_is_said_at_once(archive: Archive, object_store: ObjectStore) -> None:
    object_store.ensure(layout.copies(DAYS[-1]), b"damaged" * 100)
    with pytest.raises(FixityError, match="warraq verify"):
        archive.copies()


def test_a_reader_makes_no_bucket_of_a_mistyped_name(store_settings: Settings) -> None:
    mistyped = store_settings.model_copy(update={"bucket": "waraq-mistyped"})
    with Archive(mistyped) as archive, pytest.raises(ObjectMissingError, match="WARRAQ_BUCKET"):
        archive.articles()


# The embedded store


def user_process(data_dir: Path, then: str) -> subprocess.Popen[str]:
    """Another process that holds the store, has printed its address, and then does what it is told."""
    code = (
        "import sys, time, pathlib\nfrom storage import embedded\n"
        "with embedded.running(pathlib.Path(sys.argv[1])) as connection:\n"
        f"    print(connection.endpoint_url, flush=True)\n    {then}\n"
    )
    return subprocess.Popen([sys.executable, "-c", code, str(data_dir)], stdout=subprocess.PIPE, text=True)


def address_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def wait_until(holds: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.1)


def is_kept(data_dir: Path) -> bool:
    with (data_dir / "store" / keeper.KEEPER).open("a+") as file:
        return not keeper.try_lock(file)


def server_pid(data_dir: Path) -> int:
    return int((data_dir / "store" / keeper.SERVER).read_text())


def has_ended(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def embedded_settings(data_dir: Path) -> Settings:
    return Settings(_env_file=None, data_dir=data_dir)


def test_the_store_stops_when_its_last_user_was_killed(tmp_path: Path) -> None:
    user = user_process(tmp_path, "time.sleep(600)")
    assert address_of(user).startswith("http://127.0.0.1:")
    server = server_pid(tmp_path)
    user.send_signal(signal.SIGKILL)
    user.wait()
    wait_until(lambda: not is_kept(tmp_path))
    assert has_ended(server)


def test_two_processes_share_one_store_and_the_second_keeps_it_alive(tmp_path: Path) -> None:
    first = user_process(tmp_path, "time.sleep(600)")
    address = address_of(first)
    with open_store(embedded_settings(tmp_path)) as store:
        assert store.connection.endpoint_url == address
        first.kill()
        first.wait()
        time.sleep(3 * keeper.POLL_S)
        assert store.put_new("k", b"still there")
    wait_until(lambda: not is_kept(tmp_path))


def test_processes_that_start_at_once_start_one_store(tmp_path: Path) -> None:
    users = [user_process(tmp_path, "time.sleep(600)") for _ in range(4)]
    try:
        assert len({address_of(user) for user in users}) == 1
    finally:
        for user in users:
            user.kill()
            user.wait()


def test_objects_and_address_survive_the_sudden_end_of_server_and_keeper(tmp_path: Path) -> None:
    with open_store(embedded_settings(tmp_path)) as store:
        written = {f"k/{n}": os.urandom(20_000) for n in range(20)}
        for key, data in written.items():
            store.put_new(key, data)
        killed = server_pid(tmp_path)
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: server_pid(tmp_path) != killed)
        wait_until(lambda: _reads(store, written))
        address = store.connection.endpoint_url
        os.kill(_keeper_pid(tmp_path), signal.SIGKILL)
        wait_until(lambda: not is_kept(tmp_path))
    with open_store(embedded_settings(tmp_path)) as store:
        assert {key: store.get(key) for key in written} == written
        assert store.connection.endpoint_url == address


def _reads(store: ObjectStore, written: dict[str, bytes]) -> bool:
    try:
        return {key: store.get(key) for key in written} == written
    except StoreUnreachableError:
        return False


def _keeper_pid(data_dir: Path) -> int:
    return int(Path(f"/proc/{server_pid(data_dir)}/stat").read_text().rsplit(")", 1)[1].split()[1])


def test_a_child_made_by_fork_does_not_keep_the_store_alive(tmp_path: Path) -> None:
    child = "import os\n    pid = os.fork()\n    time.sleep(600 if pid == 0 else 0)\n    print(pid, flush=True); os._exit(0)"
    user = user_process(tmp_path, child)
    address_of(user)
    pid = int(address_of(user))
    try:
        user.wait(10)
        wait_until(lambda: not is_kept(tmp_path))
    finally:
        os.kill(pid, signal.SIGKILL)


def test_a_store_that_cannot_start_says_where_its_log_is(tmp_path: Path) -> None:
    with embedded.running(tmp_path):
        pass
    wait_until(lambda: not is_kept(tmp_path))
    (tmp_path / "store" / "data").rename(tmp_path / "aside")
    (tmp_path / "store" / "data").write_text("not a folder")
    with pytest.raises(StoreUnreachableError, match=r"keeper\.log"), embedded.running(tmp_path):
        pass


def test_credentials_are_the_owners_alone_and_stay_the_same(tmp_path: Path) -> None:
    with embedded.running(tmp_path) as first:
        assert (tmp_path / "store" / keeper.CREDENTIALS).stat().st_mode & 0o077 == 0
        with embedded.running(tmp_path) as second:
            assert first == second


def test_every_port_of_the_server_is_on_loopback(tmp_path: Path) -> None:
    with embedded.running(tmp_path):
        sockets = {
            link.readlink().name for link in Path(f"/proc/{server_pid(tmp_path)}/fd").iterdir() if link.is_symlink()
        }
        inodes = {name[8:-1] for name in sockets if name.startswith("socket:")}
        listening = [
            line.split()[1]
            for table in ("tcp", "tcp6")
            for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
            if line.split()[3] == "0A" and line.split()[9] in inodes
        ]
        assert len(listening) >= 5
        assert {place.split(":")[0] for place in listening} == {"0100007F"}
