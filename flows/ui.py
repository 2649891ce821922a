"""``warraq ui``: everything an operator watches, on one machine, until Ctrl-C.

The object store, the practice newsroom, a Prefect server with its UI, a worker, and the deployments of
``prefect.yaml``. Each child dies with this process, however it ends.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from crawlers.newsroom.server import serving as serving_newsroom
from flows import automations, prefect_server, shown
from storage.errors import UsageError, WarraqError
from storage.objects import open_store
from storage.processes import tied
from storage.settings import Settings

POOL = "warraq"
"""The process work pool ``prefect.yaml`` deploys to."""

STOP_LIMIT_S = 15.0
"""Seconds a worker gets to end; then it and its flow runs are killed (they lose nothing: a night can be killed)."""


def run_ui(settings: Settings, *, port: int, night: int) -> None:
    """Start everything, print the addresses, and wait for Ctrl-C or SIGTERM."""
    _check(port)
    prefect_server.configure(settings.data_dir)
    out = shown.console()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with ExitStack() as stack:
        store = stack.enter_context(open_store(settings))
        newsroom = stack.enter_context(serving_newsroom(night))
        out.print("starting Prefect (about 20 seconds)")
        api_url = stack.enter_context(prefect_server.serving(settings.data_dir, port=port, ui=True))
        os.environ["PREFECT_API_URL"] = api_url
        _prefect("work-pool", "create", POOL, "--type", "process", "--overwrite")
        _prefect("--no-prompt", "deploy", "--all")
        for line in automations.apply(settings):
            if not line.startswith(automations.LEFT_OUT):
                out.print(f"automation {line}")
        stack.enter_context(_worker(settings.data_dir))
        out.print(f"Prefect UI   http://127.0.0.1:{port}")
        out.print(f"Newsroom     {newsroom.url} (night {night})")
        out.print(f"Archive      s3://{settings.bucket}/ at {store.connection.endpoint_url or 'Amazon S3'}")
        prefect = os.path.relpath(Path(sys.executable).parent / "prefect")
        out.print("Start a night from the deployment nightly/nightly in the UI, or in another shell:")
        out.print(f"  PREFECT_API_URL={api_url} {prefect} deployment run nightly/nightly")
        out.print("Ctrl-C stops all of it")
        stop.wait()
        out.print("stopping")


def _check(port: int) -> None:
    if not Path("prefect.yaml").exists():
        raise UsageError("no prefect.yaml here: run `warraq ui` in a checkout of Warraq")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise UsageError(f"port {port} is in use: give another with `warraq ui --port`") from None


def _prefect(*arguments: str) -> None:
    """Run one command of Prefect's own; raises ``WarraqError`` with its last lines when it fails."""
    done = subprocess.run([sys.executable, "-m", "prefect", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        tail = " ".join((done.stderr or done.stdout).split()[-40:])
        raise WarraqError(f"prefect {' '.join(arguments)} failed: {tail}")


@contextmanager
def _worker(data_dir: Path) -> Iterator[None]:
    """A process worker of the pool, in a process group of its own so that its flow runs end with it."""
    with (data_dir / "prefect" / "worker.log").open("ab") as log:
        command = [sys.executable, "-m", "prefect", "worker", "start", "--pool", POOL, "--type", "process"]
        process = subprocess.Popen(
            tied(command), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=STOP_LIMIT_S)
        _kill_group(process.pid)


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
