"""The Iceberg table of revisions: every committed run once, the same rows for every engine, time travel."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from storage import catalog, layout, manifest, partitions
from storage.errors import ConflictError
from storage.objects import ObjectStore
from storage.records import ArticleRow
from storage.settings import Settings
from tests.integration.nights import environment
from tests.integration.stored import article, described_night

RUNS = ("2026-11-18", "2026-11-19", "2026-11-20")


def _commit(store: ObjectStore, run: str, parent: str | None, numbers: range) -> None:
    entry = partitions.put_rows(store, layout.revisions(run), ArticleRow, [article(n, run=run) for n in numbers])
    manifest.commit(store, described_night(run, parent, [entry]))


def _table_rows(store: ObjectStore) -> list[tuple[str, str]]:
    table = catalog.static_table(store).scan().to_arrow()
    return sorted(zip(table["run"].to_pylist(), table["article_id"].to_pylist(), strict=True))


@pytest.fixture
def two_runs(object_store: ObjectStore) -> ObjectStore:
    """Two committed runs of three revisions, the first without a catalogue in its time; and one not committed."""
    _commit(object_store, RUNS[0], None, range(3))
    _commit(object_store, RUNS[1], RUNS[0], range(3, 6))
    partitions.put_rows(object_store, layout.revisions(RUNS[2]), ArticleRow, [article(9, run=RUNS[2])])
    return object_store


EXPECTED = [(RUNS[n // 3], f"{n:024x}") for n in range(6)]


def test_every_committed_run_is_added_once_and_earlier_ones_are_made_up_for(
    two_runs: ObjectStore, store_settings: Settings
) -> None:
    assert catalog.register(two_runs, store_settings) == list(RUNS[:2])
    assert catalog.register(two_runs, store_settings) == []
    assert _table_rows(two_runs) == EXPECTED
    (store_settings.data_dir / "iceberg.db").unlink()
    _commit(two_runs, RUNS[2], RUNS[1], range(9, 10))
    assert catalog.register(two_runs, store_settings) == [RUNS[2]]
    assert _table_rows(two_runs) == [*EXPECTED, (RUNS[2], f"{9:024x}")]
    table = catalog.static_table(two_runs)
    assert [snapshot.summary["warraq.run"] for snapshot in table.snapshots() if snapshot.summary] == list(RUNS)
    as_of = table.scan(snapshot_id=catalog.snapshot_of(table, RUNS[1])).to_arrow()
    assert sorted(set(as_of["run"].to_pylist())) == list(RUNS[:2])
    assert catalog.snapshot_of(table, "2026-11-17") is None


KILLED = """
import os, signal, sys
from storage import catalog
from storage.objects import open_store
from storage.settings import Settings
from pyiceberg.catalog.sql import SqlCatalog
settings, at, left = Settings.load(), sys.argv[1], int(sys.argv[2])

def dying(real):
    def call(*args, **kwargs):
        global left
        left -= 1
        if left < 0 and at == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        done = real(*args, **kwargs)
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return done
    return call

SqlCatalog.commit_table = dying(SqlCatalog.commit_table)
with open_store(settings) as store:
    catalog.register(store, settings)
"""


@pytest.mark.parametrize("at", ["before", "after"])
def test_a_registration_killed_around_each_commit_ends_with_every_run_once(
    two_runs: ObjectStore, store_settings: Settings, at: str
) -> None:
    for left in range(3):  # the commits that make the table, add the first run and add the second
        done = subprocess.run(
            [sys.executable, "-c", KILLED, at, str(left)], env=environment(store_settings, ""), check=False
        )
        assert done.returncode == -signal.SIGKILL
    catalog.register(two_runs, store_settings)
    assert _table_rows(two_runs) == EXPECTED
    assert catalog.register(two_runs, store_settings) == []


def test_what_a_night_pays_does_not_grow_and_older_runs_stay_readable(
    object_store: ObjectStore, store_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "SNAPSHOTS_KEPT", 3)
    runs = [f"2026-10-{day:02d}" for day in range(1, 9)]
    for number, (parent, run) in enumerate(zip([None, *runs], runs, strict=False)):
        _commit(object_store, run, parent, range(number, number + 1))
        if number not in (0, 1, 2, 3):  # the first five are made up for at once
            catalog.register(object_store, store_settings)
        if number >= 4:
            table = catalog.static_table(object_store)
            kept = [snapshot.summary["warraq.run"] for snapshot in table.snapshots() if snapshot.summary]
            assert kept == runs[max(0, number - 2) : number + 1]
    wanted = [(run, f"{number:024x}") for number, run in enumerate(runs)]
    assert _table_rows(object_store) == wanted
    earlier = catalog.static_table(object_store).scan(row_filter=f"run <= '{runs[2]}'").to_arrow()
    assert sorted(earlier["run"].to_pylist()) == runs[:3]
    assert catalog.snapshot_of(catalog.static_table(object_store), runs[2]) is None
    assert catalog.rebuild(object_store, store_settings) == runs
    assert _table_rows(object_store) == wanted


def test_two_that_register_at_once_add_no_run_twice(
    two_runs: ObjectStore, store_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = store_settings.model_copy(update={"data_dir": tmp_path / "other"})
    append = catalog._append

    def overtaken(*arguments: object) -> None:
        monkeypatch.setattr(catalog, "_append", append)
        catalog.register(two_runs, other)
        append(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(catalog, "_append", overtaken)
    with pytest.raises(ConflictError):
        catalog.register(two_runs, store_settings)
    assert catalog.register(two_runs, store_settings) == []
    assert _table_rows(two_runs) == EXPECTED


def test_another_catalogue_is_named_by_a_setting_and_decides(
    two_runs: ObjectStore, store_settings: Settings, tmp_path: Path
) -> None:
    env = environment(store_settings, "") | {
        "WARRAQ_ICEBERG_CATALOG": "house",
        "WARRAQ_ICEBERG_TABLE": "news.arabic_revisions",
        "PYICEBERG_CATALOG__HOUSE__TYPE": "sql",
        "PYICEBERG_CATALOG__HOUSE__URI": f"sqlite:///{tmp_path / 'house.db'}",
    }
    code = (
        "from storage import catalog\nfrom storage.objects import open_store\nfrom storage.settings import Settings\n"
        "settings = Settings.load()\n"
        "with open_store(settings) as store:\n    print(catalog.register(store, settings))\n"
    )
    said = [
        subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert said == [f"{list(RUNS[:2])}\n", "[]\n"]
    assert os.path.exists(tmp_path / "house.db")
    assert not (store_settings.data_dir / "iceberg.db").exists()
    assert _table_rows(two_runs) == EXPECTED, "the hint in the bucket follows"


def test_no_catalogue_is_no_table(two_runs: ObjectStore, store_settings: Settings) -> None:
    off = store_settings.model_copy(update={"iceberg_catalog": "off"})
    assert catalog.register(two_runs, off) == catalog.rebuild(two_runs, off) == []
    assert two_runs.list(layout.ICEBERG) == []


def test_rewritten_revisions_are_read_after_a_rebuild(two_runs: ObjectStore, store_settings: Settings) -> None:
    catalog.register(two_runs, store_settings)
    fewer = [replace(article(0), title="محذوف")]
    partitions.put_rows(two_runs, layout.revisions(RUNS[0]), ArticleRow, fewer)
    assert catalog.rebuild(two_runs, store_settings) == list(RUNS[:2])
    assert _table_rows(two_runs) == [EXPECTED[0], *EXPECTED[3:]]
    assert catalog.rebuild(two_runs, store_settings) == list(RUNS[:2])
