"""The object store behind a line that fails: every call is done once, or says clearly that it could not be done."""

import os
import threading
from collections.abc import Iterator

import botocore.auth
import pytest

from storage import connection, layout, manifest, partitions, patience
from storage.errors import ConflictError, StoreDeniedError, StoreUnreachableError
from storage.objects import ObjectStore
from storage.records import ArticleRow
from storage.settings import Settings
from tests.integration.faults import ALL, Faults, Proxy, proxied
from tests.integration.stored import DAYS, article, write_night


@pytest.fixture
def proxy(store_settings: Settings) -> Iterator[Proxy]:
    with proxied(store_settings.endpoint_url, Faults()) as proxy:
        yield proxy


@pytest.fixture
def flaky(proxy: Proxy, store_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> ObjectStore:
    """The test's bucket behind the proxy, at first without faults; pauses shortened."""
    monkeypatch.setattr(connection, "READ_TIMEOUT_S", 2)
    return ObjectStore.open(store_settings.model_copy(update={"endpoint_url": proxy.url}))


@pytest.mark.parametrize("kind", ALL)
def test_calls_are_done_although_half_of_them_fail_in_one_way(kind: str, proxy: Proxy, flaky: ObjectStore) -> None:
    proxy.faults = Faults(share=0.5, seed=2, kinds=(kind,))
    data = os.urandom(300_000)
    for number in range(3):
        tag = flaky.replace_if(f"k/{number}", b"first", None).etag
        tag = flaky.replace_if(f"k/{number}", data, tag).etag
        assert flaky.get_with_etag(f"k/{number}") == (data, tag)
    assert [info.bytes for info in flaky.list("k/")] == [len(data)] * 3
    proxy.faults, made = Faults(), proxy.faults.made[kind]
    assert made > 2
    assert sum(flaky.counter.calls().faults.values()) >= made
    assert {info.key: len(flaky.versions(info.key)) for info in flaky.list("k/")} == {f"k/{n}": 2 for n in range(3)}


def test_a_writer_that_sends_chunks_passes_through_the_line(flaky: ObjectStore) -> None:
    bucket = flaky.connection.bucket
    with flaky.connection.pyarrow_filesystem().open_output_stream(f"{bucket}/chunks") as stream:
        stream.write(b"x" * 300_000)
    assert flaky.get("chunks") == b"x" * 300_000


def test_a_listing_and_a_refusal_that_break_off_are_asked_for_again(proxy: Proxy, flaky: ObjectStore) -> None:
    flaky.put_new("a", b"1")
    proxy.faults = Faults(share=0.7, seed=2, kinds=("half_answer",))
    for _ in range(3):
        assert flaky.get_with_etag("none") is None
        assert [info.key for info in flaky.list()] == ["a"]
    assert sum(flaky.counter.calls().faults.values()) == proxy.faults.made["half_answer"] > 3


def test_a_night_written_at_a_fifth_of_requests_failing_has_the_bytes_of_an_undisturbed_one(
    proxy: Proxy, store_settings: Settings
) -> None:
    calm = ObjectStore.open(store_settings)
    expected = write_night(calm)
    made = 0
    for seed in range(3):
        other = {"endpoint_url": proxy.url, "bucket": f"{store_settings.bucket}-{seed}"}
        proxy.faults = Faults(share=0.2, seed=seed)
        assert write_night(ObjectStore.open(store_settings.model_copy(update=other))) == expected
        made += proxy.faults.made.total()
        written = ObjectStore.open(store_settings.model_copy(update={"bucket": other["bucket"]}))
        assert {info.key: written.get(info.key) for info in written.list()} == {
            info.key: calm.get(info.key) for info in calm.list()
        }
    assert made > 10


def test_an_outage_ends_in_one_error_that_names_the_store_and_changes_nothing(
    proxy: Proxy, flaky: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.objects.PAUSES_S", (0.01, 0.01))
    night = write_night(flaky)
    versions = {info.key: flaky.versions(info.key) for info in flaky.list()}
    proxy.faults = Faults(outage=True)
    with pytest.raises(StoreUnreachableError, match="WARRAQ_ENDPOINT_URL"):
        partitions.update_partition(
            flaky, layout.articles(DAYS[0]), ArticleRow, lambda old: [article(77)], run="2026-11-19"
        )
    with pytest.raises(StoreUnreachableError):
        manifest.commit(flaky, night)
    assert proxy.faults.made["reset"] <= 2 * connection.ATTEMPTS * (len(patience.PAUSES_S) + 1)
    proxy.faults = Faults()
    assert {info.key: flaky.versions(info.key) for info in flaky.list()} == versions
    assert manifest.latest(flaky) == night


def test_a_store_that_accepts_and_never_answers_is_given_up(
    proxy: Proxy, store_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()
    monkeypatch.setattr(connection, "READ_TIMEOUT_S", 0.2)
    monkeypatch.setattr(patience, "PATIENCE_S", 0.5)
    proxy.faults = Faults(before=lambda request: released.wait(30))
    try:
        with pytest.raises(StoreUnreachableError, match="ReadTimeoutError"):
            ObjectStore.open(store_settings.model_copy(update={"endpoint_url": proxy.url}))
    finally:
        released.set()


@pytest.mark.parametrize("stale_reads", [1, 3])
def test_no_row_is_lost_when_reads_after_a_lost_race_are_stale(
    stale_reads: int, proxy: Proxy, flaky: ObjectStore, store_settings: Settings
) -> None:
    key, calm = layout.articles(DAYS[0]), ObjectStore.open(store_settings)

    def add(store: ObjectStore, number: int) -> None:
        partitions.update_partition(
            store, key, ArticleRow, lambda old: partitions.merge_articles(old, [article(number)]), run="2026-11-19"
        )

    add(calm, 1)
    raced: list[int] = []

    def race(request: object) -> None:
        written = getattr(request, "method", "") == "PUT" and getattr(request, "key", "") == key
        if written and not raced:
            raced.append(2)
            add(calm, 2)

    proxy.faults = Faults(stale_reads=stale_reads, before=race)
    add(flaky, 3)
    assert proxy.faults.stale[key] == stale_reads
    stored = partitions.from_parquet(ArticleRow, calm.get(key))
    assert {row.article_id for row in stored} == {article(n).article_id for n in (1, 2, 3)}


def test_a_swap_that_was_done_but_not_answered_is_not_taken_for_another_writers(
    proxy: Proxy, flaky: ObjectStore
) -> None:
    tag = flaky.replace_if("k", b"1", None).etag
    lost = []

    def lose(request: object, answer: object) -> None:
        # Stands for the answer that never arrives: the connection ends here for the client.
        if getattr(request, "method", "") == "PUT" and not lost:
            lost.append(answer)
            raise ConnectionAbortedError

    proxy.faults = Faults(after=lose, stale_reads=1)
    assert not flaky.replace_if("k", b"2", tag).changed
    with pytest.raises(ConflictError):
        flaky.replace_if("k", b"3", tag)
    assert flaky.get("k") == b"2"


def test_a_wrong_clock_is_named(flaky: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    real = botocore.auth.get_current_datetime
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda *a, **k: real(*a, **k).replace(year=2030))
    with pytest.raises(StoreDeniedError, match="clock"):
        flaky.get("k")


def test_a_bucket_whose_creation_was_not_answered_is_used_and_keeps_versions(
    proxy: Proxy, store_settings: Settings
) -> None:
    proxy.faults = Faults(share=0.7, seed=3, kinds=("lost_answer",))
    fresh = store_settings.model_copy(update={"endpoint_url": proxy.url, "bucket": f"{store_settings.bucket}-new"})
    store = ObjectStore.open(fresh)
    proxy.faults = Faults()
    store.ensure("k", b"1")
    store.ensure("k", b"2")
    assert len(store.versions("k")) == 2
    assert manifest.latest(store) is None
