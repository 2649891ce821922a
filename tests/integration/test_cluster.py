"""A night read and linked on a Dask cluster leaves the bytes of the night of one machine, also when a worker dies."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from crawlers.newsroom import nights
from crawlers.newsroom.pages import render
from crawlers.newsroom.plan import items
from crawlers.reading.records import Page
from flows.cluster import readers
from flows.progress import Event, listen
from storage.connection import Connection
from storage.errors import SettingsError
from tests.integration.nights import archive_night, settings_on

SOURCES = "minbar,nabaa,sharq,ufuq,rafid"

pytestmark = pytest.mark.slow


@contextmanager
def _cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and workers as processes of their own, as they are on several machines; the scheduler's address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address, quiet = f"tcp://127.0.0.1:{port}", ["--no-dashboard"]
    command = [sys.executable, "-m", "dask"]
    environment = os.environ | {"DASK_DISTRIBUTED__WORKER__DAEMON": "false"}
    started = []
    try:
        log = (folder / "dask.log").open("ab")
        scheduler = [*command, "scheduler", "--host", "127.0.0.1", "--port", str(port), *quiet]
        started.append(subprocess.Popen(scheduler, stdout=log, stderr=log, env=environment))
        for _ in range(workers):
            worker = [*command, "worker", address, "--no-nanny", "--nthreads", "1", *quiet]
            started.append(subprocess.Popen(worker, stdout=log, stderr=log, cwd=folder, env=environment))
        yield address, started[1:]
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def test_a_cluster_leaves_the_same_bytes_also_when_a_worker_is_killed(
    store_server: Connection, tmp_path: Path
) -> None:
    alone = archive_night(settings_on(store_server, tmp_path, "cluster-alone", SOURCES))
    killed: list[int] = []
    with _cluster(tmp_path, workers=2) as (address, workers):

        def kill(event: Event) -> None:
            if event.stage == "read" and not killed:
                workers[0].send_signal(signal.SIGKILL)
                killed.append(workers[0].pid)

        unlisten = listen(kill)
        try:
            spread = archive_night(settings_on(store_server, tmp_path, "cluster-spread", SOURCES, dask=address))
        finally:
            unlisten()
    assert killed
    assert workers[0].poll() == -signal.SIGKILL
    assert len(alone) > 20
    assert spread == alone


def test_a_page_that_hangs_its_reader_on_a_worker_ends_in_quarantine_alone(
    store_server: Connection, tmp_path: Path
) -> None:
    item = next(item for item in items() if item.publisher.id == "minbar" and item.text and item.shown(1))
    good = Page(
        source_id="minbar",
        url=item.url,
        body=render(item, 1),
        content_type="text/html; charset=utf-8",
        captured_at=nights.clock(1),
        hint_title=None,
        hint_published=None,
    )
    attributes = b" ".join(b'a%d="x"' % number for number in range(600_000))
    settings = settings_on(store_server, tmp_path, "hangs", SOURCES, dask="local").model_copy(
        update={"read_timeout_s": 20.0}
    )
    with readers(settings) as reader:
        first, bomb, last = reader.read([good, replace(good, body=b"<html><p " + attributes + b">"), good])
    assert (bomb.outcome, bomb.reason) == ("quarantine", "not read within 20 s")
    assert first == last
    assert first.article
    assert first.article.title == item.text.at(1).title


def test_a_scheduler_that_is_not_there_is_named_with_the_remedy(
    store_server: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.cluster.ANSWER_S", 2.0)
    with (
        pytest.raises(SettingsError, match=r"WARRAQ_DASK=tcp://127.0.0.1:9: no scheduler .* unset WARRAQ_DASK"),
        readers(settings_on(store_server, tmp_path, "cluster-none", SOURCES, dask="tcp://127.0.0.1:9")),
    ):
        pass
