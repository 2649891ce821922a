"""A Prefect server of Warraq's own, started when none is configured.

``PREFECT_API_URL`` in the environment always wins. Without it, a server that ``warraq ui`` runs on the same
data folder is used, so that nights started by hand appear in its UI; otherwise a server is started for this
one command. It keeps its SQLite database in the data folder, so the history of runs is not lost.

Prefect reads its settings when it is imported: call ``configure`` before anything imports it.
"""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from storage.errors import UsageError, WarraqError
from storage.processes import tied

START_LIMIT_S = 300.0
"""A cold start takes 13 to 24 s on two cores, and over 120 s with ten other jobs a core (measured 2026-11-28)."""

BEAT_S = 60
"""Seconds between the signs of life of a flow run. The automation that ends runs without one waits at least three
times as long, or it would end healthy ones on a busy machine."""

BATCHED = {
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
}
"""States of task runs are written together, and shown a second late. One by one, the default, each is a statement of
its own that is compiled anew: 17 ms, half of what the server did in a night (measured 2026-11-28)."""

UNWATCHED = {
    f"PREFECT_SERVER_SERVICES_{service}_ENABLED": "false"
    for service in ("SCHEDULER", "LATE_RUNS", "FOREMAN", "PAUSE_EXPIRATIONS", "CANCELLATION_CLEANUP")
}
"""What a server of one command has no use for: nothing is scheduled, no worker polls, nobody pauses or cancels. Each
looks into the database every few seconds: together 1.1 % of a core (measured 2026-11-28)."""

SEND_LIMIT_S = 10.0
"""Seconds the last events get: a night has some twenty, each a millisecond on loopback (2026-11-28)."""


def configure(data_dir: Path) -> None:
    """Set what Prefect must know before it is imported: quiet, without telemetry, at home in the data folder."""
    defaults = {
        "PREFECT_HOME": str(_home(data_dir)),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_CLI_PROMPT": "false",
        # The crawl's own lines belong into the run's log.
        "PREFECT_LOGGING_LEVEL": "INFO",
        # A run whose process is gone is ended by an automation that misses its beat (deploy/automations/).
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(BEAT_S),
        # A host that is held while the server is started anew would stay held for ever by a lease in memory.
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
        # Runs are kept for ever otherwise: 22 kB a task run.
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        **BATCHED,
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)


def _home(data_dir: Path) -> Path:
    return (data_dir / "prefect").resolve()


@contextlib.contextmanager
def api(data_dir: Path, meanwhile: Callable[[], object]) -> Iterator[str]:
    """The API address nights report to; a server of our own lives as long as the context.

    ``meanwhile`` is called once the address is in the environment, while the server starts: on two cores what it does
    costs no time.
    """
    configured = os.environ.get("PREFECT_API_URL") or running(data_dir)
    if configured:
        os.environ["PREFECT_API_URL"] = configured
        meanwhile()
        yield configured
        return
    port = free_port()
    os.environ["PREFECT_API_URL"] = _url(port)
    with serving(data_dir, port=port, ui=False, meanwhile=meanwhile) as url:
        yield url


def require(data_dir: Path) -> str:
    """The API address of a server that runs, for Prefect's import to find; ``UsageError`` when there is none."""
    configure(data_dir)
    url = os.environ.get("PREFECT_API_URL") or running(data_dir)
    if not url:
        raise UsageError("no Prefect server: start `warraq ui`, or set PREFECT_API_URL")
    os.environ["PREFECT_API_URL"] = url
    return url


def running(data_dir: Path) -> str | None:
    """API address of a healthy server that ``warraq ui`` runs on this data folder, or None."""
    try:
        url = str(json.loads((_home(data_dir) / "api.json").read_text())["url"])
    except (OSError, ValueError, KeyError):
        return None
    return url if _healthy(url) else None


@contextlib.contextmanager
def serving(data_dir: Path, *, port: int, ui: bool, meanwhile: Callable[[], object] = lambda: None) -> Iterator[str]:
    """Start a server on loopback, wait until it answers, stop it at the end; raises ``WarraqError`` if it does not.

    ``meanwhile`` is called while it starts.
    """
    home = _home(data_dir)
    home.mkdir(parents=True, exist_ok=True)
    url = _url(port)
    log_path = home / "server.log"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    environment = {**os.environ, "PREFECT_HOME": str(home), "PREFECT_API_URL": url}
    environment |= {"PREFECT_UI_API_URL": url, "PREFECT_SERVER_UI_ENABLED": str(ui).lower()}
    if not ui:
        environment = UNWATCHED | environment
    with log_path.open("ab") as log:
        process = subprocess.Popen(
            tied(command), stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, start_new_session=True
        )
    try:
        meanwhile()
        _wait(process, url, log_path)
        if ui:
            (home / "api.json").write_text(json.dumps({"url": url}))
        yield url
    finally:
        if ui:
            (home / "api.json").unlink(missing_ok=True)
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _url(port: int) -> str:
    return f"http://127.0.0.1:{port}/api"


def _wait(process: subprocess.Popen[bytes], url: str, log_path: Path) -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise WarraqError(f"the Prefect server ended with status {process.returncode}: see {log_path}")
        if _healthy(url):
            return
        time.sleep(0.2)
    raise WarraqError(f"the Prefect server did not answer at {url} within {START_LIMIT_S:.0f} s: see {log_path}")


def _healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError, ValueError):
        return False


def send_held() -> None:
    """Send the log lines and events Prefect still holds; call it before the server of this command stops."""
    from prefect.events.worker import EventsWorker  # after ``configure``
    from prefect.logging.handlers import APILogHandler

    APILogHandler().flush()
    EventsWorker.drain_all(timeout=SEND_LIMIT_S, at_exit=False)


def free_port() -> int:
    """A port that is free on loopback now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
