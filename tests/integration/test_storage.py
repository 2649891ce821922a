"""Objects, partitions and manifests on the real object store."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import SecretStr

from storage import layout, manifest, partitions, snapshots
from storage.errors import (
    ConflictError,
    FixityError,
    ObjectMissingError,
    SettingsError,
    StoreDeniedError,
    StoreUnreachableError,
)
from storage.objects import ObjectStore
from storage.records import ArticleRow
from storage.settings import Settings
from tests.integration.stored import DAYS, RUN, article, described_night, fixity, write_night

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
    bare = store_settings.model_copy(update={"access_key_id": "", "secret_access_key": SecretStr("")})
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
            object_store, key, ArticleRow, lambda old: partitions.merge_articles(old, [article(number)]), run=RUN
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
    write_night(object_store)
    assert all(check.passed for check in fixity(object_store))
    object_store.ensure(layout.outcomes(RUN), b"damaged")
    object_store.delete(layout.copies(DAYS[-1]))
    failed = {check.name: check.note for check in fixity(object_store) if not check.passed}
    assert set(failed) == {layout.outcomes(RUN), layout.copies(DAYS[-1])}
    assert "missing" in failed[layout.copies(DAYS[-1])]


def test_an_object_a_later_run_replaced_is_judged_by_that_run_and_its_old_bytes_can_be_fetched(
    object_store: ObjectStore,
) -> None:
    first = write_night(object_store)
    key = layout.articles(DAYS[0])
    before = next(entry for entry in first.objects if entry.key == key)
    entry = partitions.update_partition(
        object_store,
        key,
        ArticleRow,
        lambda old: partitions.merge_articles(old, [article(50, DAYS[0])]),
        run="2026-11-19",
    )
    manifest.commit(object_store, described_night("2026-11-19", RUN, [entry]))
    assert all(check.passed for check in fixity(object_store))
    assert len(partitions.from_parquet(ArticleRow, snapshots.fetch(object_store, before, RUN))) == before.rows
    with pytest.raises(FixityError, match="no longer has the bytes"):
        snapshots.fetch(object_store, before.model_copy(update={"sha256": "0" * 64}), RUN)
