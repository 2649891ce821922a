"""Retention on three small nights: what the settings say goes, what anybody needs stays, and verify knows."""

import itertools
import re
from pathlib import Path

import pytest

from flows import retention
from flows.repair import repair
from storage import amendments, inventory, layout, manifest, snapshots, versions
from storage.connection import Connection
from storage.errors import QueryError
from storage.objects import ObjectStore
from storage.settings import Settings
from storage.verify import verify
from tests.integration import smallnights
from tests.integration.buckets import bucket, copy_of
from tests.integration.smallnights import RUNS

_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def whole(store_server: Connection, tmp_path_factory: pytest.TempPathFactory) -> ObjectStore:
    store = bucket(store_server, "upkeep-whole")
    smallnights.archive_nights(store, tmp_path_factory.mktemp("nights"))
    return store


@pytest.fixture
def archived(whole: ObjectStore, store_server: Connection) -> ObjectStore:
    return copy_of(whole, bucket(store_server, f"upkeep-{next(_numbers)}"))


def keep(**fields: int | None) -> Settings:
    return Settings(_env_file=None, **{"superseded_runs": None, **fields})  # type: ignore[arg-type]


def removed(store: ObjectStore, settings: Settings) -> list[str]:
    planned = retention.plan(store, settings)
    retention.apply(store, planned)
    return [change.key for change in planned.changes]


def test_nothing_is_removed_unless_the_settings_say_so(archived: ObjectStore) -> None:
    assert removed(archived, keep()) == []
    assert amendments.every(archived) == []


def left(store: ObjectStore, *runs: str) -> list[str]:
    return [info.key for run in runs for info in store.list(layout.captures(run))]


def test_captures_go_by_their_age_and_verify_knows(archived: ObjectStore) -> None:
    gone = removed(archived, keep(capture_days=1))
    # The second night found a page of the first unchanged; nothing refers to the first night's other captures.
    assert gone == [layout.capture_file(RUNS[0], "rafid", 0)]
    assert left(archived, RUNS[0]) == [layout.capture_file(RUNS[0], "minbar", 0)]
    assert len(left(archived, *RUNS[1:])) > 0
    assert [check for check in verify(archived) if not check.passed] == []
    assert repair(archived) == []
    archived.put_new(gone[0], b"back again")
    assert [check.name for check in verify(archived) if not check.passed] == [gone[0]]


def test_a_capture_goes_not_before_the_one_that_says_only_that_its_page_is_the_same(
    archived: ObjectStore, tmp_path: Path
) -> None:
    smallnights.archive_night(archived, tmp_path, "2026-11-21", (smallnights.page("minbar", "new", 77),))
    gone = removed(archived, keep(capture_days=1))
    # The third night, which stays, found a page of the second unchanged; who referred to the first goes with it.
    kept = left(archived, *RUNS[:2])
    assert kept == [layout.capture_file(RUNS[1], "minbar", 0)]
    assert {layout.run_of(key) for key in gone} == set(RUNS[:2])
    assert [check for check in verify(archived) if not check.passed] == []
    versions.purge(archived, kept[0])
    broken = [check for check in verify(archived) if not check.passed]
    assert any("names a response of http://minbar.example/news/a1" in check.note for check in broken), broken


def test_superseded_state_goes_and_what_is_current_stays(archived: ObjectStore) -> None:
    current = {row.key for row in inventory.load(archived, manifest.latest(archived)).entries.values()}
    gone = removed(archived, keep(superseded_runs=1))
    assert gone
    assert current.isdisjoint(gone)
    assert all(re.match(r"(state|index)/.*run=2026-11-18", key) for key in gone)
    assert all(archived.exists(key) for key in current)
    assert [check for check in verify(archived) if not check.passed] == []
    assert {check.note for check in repair(archived, everything=True)} == {"as committed"}


def test_the_next_night_goes_on_after_an_upkeep(archived: ObjectStore, tmp_path: Path) -> None:
    removed(archived, keep(superseded_runs=1, capture_days=1))
    smallnights.archive_night(
        archived, tmp_path, "2026-11-21", (smallnights.page("minbar", "new", 77), smallnights.A[3])
    )
    assert [check for check in verify(archived) if not check.passed] == []


def test_older_versions_go_when_they_are_old_enough(archived: ObjectStore) -> None:
    key = layout.report(RUNS[0])
    archived.ensure(key, b"changed")
    # The store dates versions by its own clock, and the nights' clock stands in November 2026.
    assert retention.plan(archived, keep(version_days=10_000)).versions == []
    until = max(version.written_at for version in versions.listed(archived))
    assert [one.key for one in versions.replaced_before(archived, until.replace(year=until.year + 1))] == [key]


def test_snapshots_go_by_their_age_and_are_refused_from_then_on(archived: ObjectStore) -> None:
    before = {info.key: info.etag for info in snapshots.listing(archived, layout.ARTICLES, RUNS[1])}
    gone = removed(archived, keep(snapshot_days=1))
    assert {layout.kept_of(key)[0] for key in gone if layout.kept_of(key)} == {RUNS[0], RUNS[1]}  # type: ignore[index]
    assert {info.key: info.etag for info in snapshots.listing(archived, layout.ARTICLES, RUNS[1])} == before
    with pytest.raises(QueryError, match=f"first run that can be read is {RUNS[1]}"):
        snapshots.resolve(archived, RUNS[0])
    assert [check for check in verify(archived) if not check.passed] == []
    assert repair(archived) == []


def test_the_same_upkeep_again_removes_nothing(archived: ObjectStore) -> None:
    assert removed(archived, keep(superseded_runs=1))
    assert removed(archived, keep(superseded_runs=1)) == []
    assert len(amendments.every(archived)) == 1


def test_what_workers_gathered_for_a_night_that_died_goes_and_verify_does_not_mind_it(archived: ObjectStore) -> None:
    archived.put_new(layout.gathering("2026-11-30", "gathered.json", "minbar"), b"{}")
    assert [check for check in verify(archived) if not check.passed] == []
    assert removed(archived, keep()) == []
    assert archived.list(layout.GATHERING) == []


def test_an_upkeep_that_died_is_finished_by_the_next(archived: ObjectStore) -> None:
    planned = retention.plan(archived, keep(capture_days=1, superseded_runs=1))
    assert len(planned.changes) > 1
    amendments.begin(archived, amendments.UPKEEP, planned.changes)
    versions.purge(archived, planned.changes[0].key)
    assert {check.name for check in verify(archived) if not check.passed} == {amendments.UPKEEP}
    retention.resume(archived)
    assert [check for check in verify(archived) if not check.passed] == []
    assert not any(archived.exists(change.key) for change in planned.changes)
