"""One writer at a time, between real processes: refused, killed, asleep, and behind a line that fails."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage import attempts, layout, lease
from storage.errors import LeaseError, StoreUnreachableError
from storage.objects import ObjectStore
from storage.settings import Settings
from tests.integration.faults import Faults, proxied
from tests.integration.stored import RUN, write_night

TTL_S = 2.0
NIGHT, OTHER = "run 2026-11-18", "takedown 7"

# A writer in a process of its own: takes the lease, says so, waits for a line, writes, waits for another, ends.
_WRITER = """
import sys, pathlib
from storage import lease
from storage.errors import WarraqError
from storage.objects import ObjectStore
from storage.settings import Settings
lease.TTL_S, lease.RENEW_S = float(sys.argv[1]), float(sys.argv[2])
settings = Settings.model_validate_json(sys.argv[3])
settings = settings.model_copy(update={"secret_access_key": type(settings.secret_access_key)(sys.argv[4])})
store = ObjectStore.open(settings)
try:
    with lease.held(store, work=sys.argv[5], data_dir=settings.data_dir) as held:
        print("held", flush=True); sys.stdin.readline()
        held.begin_writing()
        store.ensure("articles/written", sys.argv[5].encode())
        print("writing", flush=True); sys.stdin.readline()
    print("done", flush=True)
except WarraqError as error:
    print(f"{type(error).__name__}: {error}", flush=True)
"""


class Writer:
    def __init__(self, settings: Settings, work: str, renew_s: float = 0.3) -> None:
        secret = settings.secret_access_key.get_secret_value()
        arguments = [str(TTL_S), str(renew_s), settings.model_dump_json(), secret, work]
        self.process = subprocess.Popen(
            [sys.executable, "-c", _WRITER, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.said = self.hear()

    def hear(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def go_on(self) -> str:
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return self.hear()

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def writers(store_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    monkeypatch.setattr(lease, "TTL_S", TTL_S)
    ObjectStore.open(store_settings)
    made: list[Writer] = []

    def start(folder: str, work: str, renew_s: float = 0.3) -> Writer:
        made.append(Writer(store_settings.model_copy(update={"data_dir": tmp_path / folder}), work, renew_s))
        return made[-1]

    yield start
    for writer in made:
        writer.process.send_signal(signal.SIGCONT)
        writer.end()


def test_the_second_is_told_who_works_and_since_when_and_can_start_after_the_first(writers) -> None:
    first = writers("a", NIGHT)
    assert first.said == "held"
    time.sleep(1.5 * TTL_S)  # renewed meanwhile
    refused = writers("b", OTHER).said
    assert refused.startswith("LeaseError")
    for part in (OTHER, NIGHT, f"process {first.process.pid}", "since 20", "wait for it"):
        assert part in refused
    assert first.go_on() == "writing"
    assert writers("b", OTHER).said.startswith("LeaseError")
    assert first.go_on() == "done"
    second = writers("b", OTHER)
    assert [second.said, second.go_on(), second.go_on()] == ["held", "writing", "done"]


def test_a_killed_holders_folder_goes_on_at_once_and_another_when_the_lease_has_expired(writers) -> None:
    for folder in ("a", "a", "b"):
        began = time.monotonic()
        writer = writers(folder, NIGHT)
        while folder == "b" and writer.said.startswith("LeaseError"):
            assert time.monotonic() - began < 10 * TTL_S
            writer = writers(folder, NIGHT)
        assert writer.said == "held"
        writer.end()


def test_two_processes_of_one_folder_do_not_work_at_once(writers) -> None:
    assert writers("a", NIGHT).said == "held"
    assert "another process writes the archive from" in writers("a", OTHER).said


def test_a_holder_that_was_asleep_while_another_took_over_writes_nothing(writers, store_settings: Settings) -> None:
    sleeper = writers("a", NIGHT, renew_s=60)
    sleeper.process.send_signal(signal.SIGSTOP)
    time.sleep(TTL_S + 1.5)
    second = writers("b", OTHER)
    assert [second.said, second.go_on(), second.go_on()] == ["held", "writing", "done"]
    sleeper.process.send_signal(signal.SIGCONT)
    said = sleeper.go_on()
    assert said.startswith("LeaseError")
    assert OTHER in said
    assert "asleep" in said
    assert ObjectStore.open(store_settings).get("articles/written") == OTHER.encode()


def test_a_work_that_was_killed_while_it_wrote_is_finished_before_any_other_begins(writers) -> None:
    killed = writers("a", NIGHT)
    assert killed.go_on() == "writing"
    killed.end()
    time.sleep(TTL_S + 1.5)
    refused = writers("b", OTHER).said
    assert f"{NIGHT}, begun on" in refused
    assert "do it again first" in refused
    # A further attempt that dies before it writes does not make the half-written days whole.
    second = writers("a", NIGHT)
    assert second.said == "held"
    second.end()
    again = writers("c", NIGHT)
    while again.said.startswith("LeaseError"):
        time.sleep(0.5)
        again = writers("c", NIGHT)
    assert writers("b", OTHER).said.startswith("LeaseError")
    assert [again.go_on(), again.go_on()] == ["writing", "done"]
    assert writers("b", OTHER).said == "held"


def test_a_night_that_was_killed_between_its_commit_and_its_end_holds_nobody_up(
    writers, store_settings: Settings
) -> None:
    killed = writers("a", NIGHT)
    assert killed.go_on() == "writing"
    write_night(ObjectStore.open(store_settings))
    killed.end()
    assert writers("a", OTHER).said == "held"


def test_a_lease_is_kept_although_requests_fail_and_answers_are_lost(store_settings: Settings, tmp_path: Path) -> None:
    with proxied(store_settings.endpoint_url, Faults()) as proxy:
        store = ObjectStore.open(store_settings.model_copy(update={"endpoint_url": proxy.url}))
        proxy.faults = Faults(share=0.5, seed=4, kinds=("lost_answer", "reset", "error"), stale_reads=1)
        with lease.held(store, work=NIGHT, data_dir=tmp_path) as held:
            for _ in range(10):
                held.renew()
            held.begin_writing()
        assert proxy.faults.made["lost_answer"] > 0
    record = json.loads(ObjectStore.open(store_settings).get(layout.LEASE))
    assert (record["ended"], record["writing"]) == (True, False)


def test_clocks_that_are_wrong_are_named_and_do_not_decide(object_store: ObjectStore) -> None:
    lease.acquire(object_store, work=NIGHT, folder="a")
    record = lease.Record.model_validate_json(object_store.get(layout.LEASE))
    early = datetime.now(UTC) - timedelta(hours=1)
    fields = {"started_at": early, "renewed_at": early, "expires_at": early}
    object_store.ensure(layout.LEASE, record.model_copy(update=fields).to_bytes())
    with pytest.raises(LeaseError, match=r"its clock is 3[56]\d\d s behind the store's"):
        lease.acquire(object_store, work=OTHER, folder="b")


def test_a_reader_is_told_by_the_lease_whether_anything_was_written(object_store: ObjectStore, tmp_path: Path) -> None:
    seen = [lease.quiet(object_store)]
    with lease.held(object_store, work=NIGHT, data_dir=tmp_path) as held:
        seen.append(lease.quiet(object_store))
        held.renew()
        assert lease.quiet(object_store) == seen[-1], "to renew is not to write"
        held.begin_writing()
        assert lease.quiet(object_store) is None
    seen.append(lease.quiet(object_store))
    with suppress(KeyError), lease.held(object_store, work=NIGHT, data_dir=tmp_path) as held:
        held.begin_writing()
        raise KeyError
    assert lease.quiet(object_store) is None, "what was half-written stays so until it is finished"
    assert None not in seen
    assert len(set(seen)) == len(seen)
    object_store.ensure(layout.LEASE, b"not a lease")
    assert lease.quiet(object_store) is None


def test_attempts_are_counted_beside_the_manifest(object_store: ObjectStore) -> None:
    with attempts.counted(object_store, RUN):
        object_store.ensure("k", b"1")
    failing = pytest.raises(StoreUnreachableError)
    with failing, attempts.counted(object_store, RUN):
        raise StoreUnreachableError("no answer")
    first, second = attempts.load(object_store, RUN).attempts
    assert (first.error, second.error) == (None, "StoreUnreachableError: no answer")
    assert 0 < first.requests < second.requests
    assert first.ended_at
