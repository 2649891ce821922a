"""The archive as it was known after an earlier run, on the real object store."""

import json
import subprocess
from datetime import timedelta
from functools import partial

import pytest

from storage import layout, manifest, partitions, snapshots
from storage.archive import Archive
from storage.errors import FixityError, QueryError
from storage.ids import digest
from storage.objects import ObjectStore
from storage.records import ArticleRow
from storage.settings import Settings
from tests.integration.conftest import ThreeNights
from tests.integration.nights import environment, warraq
from tests.integration.stored import DAYS, RUN, article, described_night, write_night

SECOND, THIRD = "2026-11-19", "2026-11-21"
NEW_DAY = DAYS[-1] + timedelta(days=1)


def _update(store: ObjectStore, day: object, rows: list[ArticleRow], run: str) -> manifest.ObjectEntry:
    merge = partial(_merged, rows)
    return partitions.update_partition(store, layout.articles(day), ArticleRow, merge, run=run)  # type: ignore[arg-type]


def _merged(new: list[ArticleRow], old: list[ArticleRow]) -> list[ArticleRow]:
    return partitions.merge_articles(old, new)


@pytest.fixture
def three_runs(object_store: ObjectStore) -> dict[str, list[dict[str, object]]]:
    """Three runs: the second revises an article and opens a day, the third revises it again; what was readable after
    each."""
    readable: dict[str, list[dict[str, object]]] = {}
    parent = None
    for run, written in (
        (RUN, []),
        (SECOND, [(DAYS[0], article(0, DAYS[0], revision=2, title="ثانٍ")), (NEW_DAY, article(40, NEW_DAY))]),
        (THIRD, [(DAYS[0], article(0, DAYS[0], revision=3, title="ثالث"))]),
    ):
        if parent is None:
            write_night(object_store)
        else:
            entries = [_update(object_store, day, [row], run) for day, row in written]
            entries.append(
                partitions.put_rows(object_store, layout.revisions(run), ArticleRow, [r for _, r in written])
            )
            manifest.commit(object_store, described_night(run, parent, entries))
        readable[run] = _rows(Archive(_settings_of(object_store)))
        parent = run
    return readable


def _settings_of(store: ObjectStore) -> Settings:
    connection = store.connection
    return Settings(
        _env_file=None,
        endpoint_url=connection.endpoint_url,
        access_key_id=connection.access_key_id,
        secret_access_key=connection.secret_access_key,
        bucket=connection.bucket,
    )


def _rows(archive: Archive) -> list[dict[str, object]]:
    with archive:
        return sorted(archive.articles().to_pylist(), key=lambda row: str(row["article_id"]))


def test_each_run_is_read_as_it_was_and_a_day_between_runs_is_the_run_before(
    three_runs: dict[str, list[dict[str, object]]], store_settings: Settings
) -> None:
    assert len({len(rows) for rows in three_runs.values()}) == 2, "the second run opened a day"
    for day, run in ((RUN, RUN), (SECOND, SECOND), ("2026-11-20", SECOND), (THIRD, THIRD), ("2027-01-01", THIRD)):
        assert _rows(Archive(store_settings, as_of=day)) == three_runs[run], day
        with Archive(store_settings, as_of=day) as archive:
            counted = archive.sql("select (select count(*) from articles) as a, (select count(*) from revisions) as r")
            assert counted.to_pylist() == [{"a": len(three_runs[run]), "r": archive.revisions().num_rows}]
            assert archive.latest is not None
            assert archive.latest.run == run
            shown = archive.article(article(0).article_id)
            assert shown is not None
            assert shown.revision == {RUN: 1, SECOND: 2, THIRD: 3}[run]
            assert len(archive.history(shown.article_id)) == shown.revision
    with pytest.raises(QueryError, match=f"first run that can be read is {RUN}"):
        Archive(store_settings, as_of="2026-11-17")


def test_a_night_that_is_half_published_changes_no_snapshot_however_often_it_dies(
    three_runs: dict[str, list[dict[str, object]]], object_store: ObjectStore, store_settings: Settings
) -> None:
    for title in ("محاولة", "محاولة ثانية"):
        _update(object_store, DAYS[1], [article(1, DAYS[1], title=title)], "2026-11-22")
        _update(object_store, DAYS[2] + timedelta(days=9), [article(77, title=title)], "2026-11-22")
        assert _rows(Archive(store_settings)) != three_runs[THIRD]
        assert _rows(Archive(store_settings, as_of=THIRD)) == three_runs[THIRD]
        assert _rows(Archive(store_settings, as_of=RUN)) == three_runs[RUN]


def test_one_day_of_a_snapshot_opens_no_other(
    three_runs: dict[str, list[dict[str, object]]], object_store: ObjectStore, store_settings: Settings
) -> None:
    for info in object_store.list(layout.ARTICLES):
        if info.key != layout.articles(DAYS[1]):
            object_store.ensure(info.key, b"unreadable")
    with Archive(store_settings, as_of=RUN) as archive:
        assert archive.articles(DAYS[1], DAYS[1]).num_rows == 4
        assert archive.articles(DAYS[0], DAYS[0]).num_rows == 4, "its state was kept when it was replaced"
        day = f"select count(*) as n from articles where date = '{DAYS[1]}'"
        assert archive.sql(day).to_pylist() == [{"n": 4}]
        with pytest.raises(FixityError):
            archive.articles()


def test_every_object_of_every_manifest_can_be_fetched_with_its_digest(
    three_runs: dict[str, list[dict[str, object]]], object_store: ObjectStore
) -> None:
    for run in three_runs:
        for entry in manifest.load(object_store, run).objects:
            assert digest(snapshots.fetch(object_store, entry, run)) == entry.sha256


def test_an_expired_snapshot_is_refused_and_later_ones_stay_whole(
    three_runs: dict[str, list[dict[str, object]]], object_store: ObjectStore, store_settings: Settings
) -> None:
    snapshots.forget(object_store, SECOND)
    snapshots.forget(object_store, RUN)
    with pytest.raises(QueryError, match=f"first run that can be read is {SECOND}"):
        Archive(store_settings, as_of=RUN)
    assert _rows(Archive(store_settings, as_of=SECOND)) == three_runs[SECOND]
    assert _rows(Archive(store_settings)) == three_runs[THIRD]


@pytest.mark.slow
def test_the_practice_nights_are_read_byte_for_byte_as_each_left_them(three_nights: ThreeNights) -> None:
    store = three_nights.store
    daily = (layout.ARTICLES, layout.COPIES, layout.STORIES, layout.SYNDICATION)
    for night in (1, 2, 3):
        run = three_nights.manifests[night]["run"]
        found = {}
        for prefix in daily:
            for info in snapshots.listing(store, prefix, run):
                kept = layout.kept_of(info.key)
                found[kept[1] if kept else info.key] = digest(store.get(info.key))
        assert found == {key: value for key, value in three_nights.digests[night].items() if key.startswith(daily)}


@pytest.mark.slow
def test_the_command_line_asks_a_snapshot(three_nights: ThreeNights) -> None:
    run = three_nights.manifests[1]["run"]
    query = ["query", "select distinct run from revisions", "--as-of", run, "--json"]
    done = subprocess.run(
        warraq(*query), env=environment(three_nights.settings, ""), capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [{"run": run}]
