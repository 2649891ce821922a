"""A night gathered by the workers of a Prefect pool leaves the bytes of the night of one machine, also when one dies."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterName
from prefect.client.schemas.objects import StateType
from prefect.settings import PREFECT_API_URL, temporary_settings

from crawlers import crawl
from crawlers.newsroom.server import serving
from flows import workers
from flows.handover import Handover
from flows.runs import plan_night
from storage import layout
from storage.connection import Connection
from storage.errors import SettingsError
from storage.objects import ObjectStore
from storage.settings import Settings
from tests.integration.nights import archive_night, digests, environment, run_night, settings_on

pytestmark = pytest.mark.environment  # three minutes, two of them waiting for what died with a worker to be free

ROOT = Path(__file__).parents[2]
SOURCES = "minbar,nabaa,sharq"
POOL = "machines"
NEITHER_WORKER_ALONE = 1
"""Flow runs a worker takes at once: both have some."""


class _Machine:
    """A worker with a data folder and a Prefect profile of its own, as on another machine."""

    def __init__(self, settings: Settings, api_url: str, folder: Path) -> None:
        self.data_dir = folder
        folder.mkdir()
        env = environment(settings, api_url) | {
            "WARRAQ_DATA_DIR": str(folder),
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_WORKER_QUERY_SECONDS": "1",
        }
        command = [sys.executable, "-m", "prefect", "worker", "start", "--pool", POOL, "--type", "process"]
        command += ["--name", folder.name, "--limit", str(NEITHER_WORKER_ALONE)]
        with (folder / "worker.log").open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )

    def crawling(self) -> str:
        """A source it has received something of and has not given back; empty when there is none."""
        for journal in self.data_dir.glob("gathering/*/*/journal.jsonl"):
            with suppress(FileNotFoundError):
                if journal.stat().st_size:
                    return journal.parent.name
        return ""

    def kill(self) -> None:
        """Kill the worker, its flow runs and their crawls."""
        mark = f"WARRAQ_DATA_DIR={self.data_dir}\0".encode()
        for _ in range(2):  # what was just being started when it was looked for is found the second time
            for path in Path("/proc").glob("[0-9]*"):
                with suppress(OSError):
                    if mark in (path / "environ").read_bytes() + b"\0":
                        os.kill(int(path.name), signal.SIGKILL)
        self._process.wait()


@pytest.fixture(scope="module")
def pool(api_url: str) -> None:
    for arguments in (
        ["work-pool", "create", POOL, "--type", "process", "--overwrite"],
        ["--no-prompt", "deploy", "--name", "gather-source", "--pool", POOL],
    ):
        subprocess.run(
            [sys.executable, "-m", "prefect", *arguments],
            cwd=ROOT,
            env=os.environ | {"PREFECT_API_URL": api_url},
            check=True,
            capture_output=True,
        )


@pytest.fixture
def machines(store_server: Connection, api_url: str, pool: None, tmp_path: Path) -> Iterator[list[_Machine]]:
    settings = settings_on(store_server, tmp_path, "workers-spread", SOURCES)
    started = [_Machine(settings, api_url, tmp_path / name) for name in ("first", "second")]
    yield started
    for machine in started:
        machine.kill()


def test_two_workers_leave_the_bytes_of_one_machine_also_when_one_is_killed(
    store_server: Connection, api_url: str, machines: list[_Machine], tmp_path: Path
) -> None:
    settings = settings_on(store_server, tmp_path, "workers-spread", SOURCES)
    killed: list[str] = []
    over = threading.Event()

    def kill_while_it_crawls() -> None:
        while not over.wait(0.01):
            if source_id := machines[0].crawling():
                machines[0].kill()
                killed.append(source_id)
                return

    with ThreadPoolExecutor() as threads:
        alone = threads.submit(archive_night, settings_on(store_server, tmp_path, "workers-alone", SOURCES))
        killing = threads.submit(kill_while_it_crawls)
        try:
            run_night(
                settings,
                api_url,
                1,
                WARRAQ_SOURCES=SOURCES,
                WARRAQ_ICEBERG_CATALOG="off",
                WARRAQ_GATHER_DEPLOYMENT="gather-source/gather-source",
            )
        finally:
            over.set()
            killing.result()
    assert killed
    assert (machines[1].data_dir / "hosts").exists(), "the other worker asked nobody"
    assert len(alone.result()) > 15
    store = ObjectStore.open(settings)
    assert digests(store) == alone.result()
    assert store.list(layout.GATHERING) == []


def test_a_source_that_no_worker_takes_fails_alone_and_is_asked_for_anew_by_the_next_attempt(
    store_server: Connection, api_url: str, pool: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "START_S", 1.0)
    deployment = "gather-source/gather-source"
    settings = settings_on(store_server, tmp_path, "workers-none", SOURCES).model_copy(
        update={"gather_deployment": deployment}
    )
    store = ObjectStore.open(settings)
    night = plan_night(settings, night=1, run="", latest=None, now=datetime.now(UTC))
    arguments = crawl.arguments(source_id="minbar", run=night.run, spool=night.spool.parent)
    with temporary_settings({PREFECT_API_URL: api_url}), get_client(sync_client=True) as client:
        mine = FlowRunFilter(name=FlowRunFilterName(any_=[f"{night.run} minbar"]))
        before = {one.id for one in client.read_flow_runs(flow_run_filter=mine)}
        asked = workers.Workers(night, settings, store)
        gathered = [asked.gather("minbar", arguments, logging.getLogger(__name__).log) for _ in range(2)]
        states = [one.state_type for one in client.read_flow_runs(flow_run_filter=mine) if one.id not in before]
        with pytest.raises(SettingsError, match="no such deployment: `prefect deploy --all`, or unset it"):
            workers.Workers(night, settings.model_copy(update={"gather_deployment": "gather-source/none"}), store)
    assert {one.failure for one in gathered} == {"crawl_crashed"}
    assert "no worker took it within 1 s: look at the work pool" in gathered[0].failure_detail
    assert states == [StateType.CANCELLED] * 2 * workers.TRIES


def test_a_host_is_held_by_one_worker_at_a_time(api_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "START_S", 1.0)
    with temporary_settings({PREFECT_API_URL: api_url}):
        with workers.hosts_held("minbar"):
            with pytest.raises(TimeoutError), workers.hosts_held("minbar"):
                raise AssertionError("two workers ask one host at once")
            with workers.hosts_held("nabaa"):
                pass
        with workers.hosts_held("minbar"):
            pass


def test_a_worker_that_was_given_up_while_it_crawls_ends_and_gives_nothing_back(
    store_server: Connection, api_url: str, tmp_path: Path
) -> None:
    settings = settings_on(store_server, tmp_path, "workers-given-up", SOURCES)
    store = ObjectStore.open(settings)
    night = plan_night(settings, night=1, run="", latest=None, now=datetime.now(UTC))
    given = Handover(store, night)
    program = (
        "from flows import handover, workers\nhandover.RENEW_S = 0.1\n"
        f"workers.gather_source({night.run!r}, 'minbar')\n"
    )
    with serving(1) as newsroom:
        arguments = crawl.arguments(
            source_id="minbar", run=night.run, spool=night.spool.parent, clock=night.clock, proxy=newsroom.url
        )
        given.give("minbar", arguments, 60)
        with (tmp_path / "worker.log").open("wb") as log:
            env = environment(settings, api_url)
            worker = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, env=env, stdout=log, stderr=log)
        while worker.poll() is None and not newsroom.requests:
            time.sleep(0.05)
        given.give_up("minbar")
        assert worker.wait(60) != 0, (tmp_path / "worker.log").read_text()
        asked = len(newsroom.requests)
        time.sleep(2)
        assert len(newsroom.requests) == asked, "its crawl goes on without it"
    assert given.take("minbar") is None
