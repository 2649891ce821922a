"""``warraq ui`` as an operator meets it: real server, real worker, a night started from its deployment."""

import json
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crawlers.newsroom.expected import expected_failures
from crawlers.sources import select_sources
from flows import prefect_server
from storage.settings import Settings
from tests.integration.nights import environment, warraq

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


class Api:
    """Prefect's REST API, as the UI uses it."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/api"

    def post(self, path: str, **body: Any) -> Any:
        request = urllib.request.Request(
            f"{self.url}/{path}", json.dumps(body).encode(), {"content-type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)


def _until(seconds: float, found: Callable[[], Any], what: str) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if result := found():
            return result
        time.sleep(0.5)
    raise AssertionError(f"{what}: not within {seconds} s")


@pytest.fixture(scope="module")
def ui(
    practice_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[subprocess.Popen[str], int, str]]:
    port = prefect_server.free_port()
    folder = tmp_path_factory.mktemp("ui")
    settings = practice_settings.model_copy(update={"bucket": "operated", "data_dir": folder / "data"})
    env = environment(settings, "")
    del env["PREFECT_API_URL"]
    log = folder / "ui.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            warraq("ui", "--port", str(port)), cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT, text=True
        )
    try:
        _until(150, lambda: "Ctrl-C" in log.read_text() or process.poll() is not None, "the UI's start")
        assert process.poll() is None, log.read_text()
        yield process, port, log.read_text()
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def run(ui: tuple[subprocess.Popen[str], int, str]) -> Any:
    """A night started from the deployment, at its end."""
    api = Api(ui[1])
    (deployment,) = api.post("deployments/filter")
    started = api.post(f"deployments/{deployment['id']}/create_flow_run")

    def ended() -> Any:
        (found,) = api.post("flow_runs/filter", flow_runs={"id": {"any_": [started["id"]]}})
        return found if found["state"]["type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED") else None

    return _until(240, ended, "the night's end")


def test_the_deployment_is_scheduled_in_its_zone_and_runs_are_created(ui: tuple[Any, int, str]) -> None:
    api = Api(ui[1])
    (deployment,) = api.post("deployments/filter")
    (schedule,) = deployment["schedules"]
    assert (schedule["schedule"]["cron"], schedule["schedule"]["timezone"]) == ("30 1 * * *", "Asia/Riyadh")
    # A scheduler that cannot write creates no runs and says nothing (seen with a newer SQLAlchemy).
    scheduled = _until(
        60,
        lambda: api.post("flow_runs/filter", flow_runs={"state": {"type": {"any_": ["SCHEDULED"]}}}),
        "scheduled runs",
    )
    assert all(found["deployment_id"] == deployment["id"] for found in scheduled)


def test_addresses_are_printed_and_answer(ui: tuple[Any, int, str]) -> None:
    addresses = [word for word in ui[2].split() if word.startswith("http://")]
    assert len(addresses) == 3
    for address in addresses[:2]:
        with urllib.request.urlopen(address, timeout=10) as answer:
            assert answer.status == 200


def test_a_night_started_from_the_ui_is_named_by_its_run_and_completes(run: Any) -> None:
    assert (run["state"]["type"], run["name"]) == ("COMPLETED", "2026-11-18")


def test_each_source_has_its_task_runs_and_broken_ones_are_failed(ui: tuple[Any, int, str], run: Any) -> None:
    tasks = Api(ui[1]).post("task_runs/filter", flow_runs={"id": {"any_": [run["id"]]}})
    states = {task["name"]: task["state"]["type"] for task in tasks}
    sources = [source.id for source in select_sources("practice")]
    assert set(states) == {f"{step} {source}" for step in ("gather", "read") for source in sources} | {
        "link", "compare", "publish", "report", "commit",
    }  # fmt: skip
    failed = {name for name, state in states.items() if state == "FAILED"}
    assert failed == {f"gather {source}" for source in expected_failures(1)}
    assert set(states.values()) == {"COMPLETED", "FAILED"}


def test_artifacts_show_the_sources_and_link_to_the_report(ui: tuple[Any, int, str], run: Any) -> None:
    found = Api(ui[1]).post("artifacts/filter", flow_runs={"id": {"any_": [run["id"]]}})
    artifacts = {artifact["key"]: artifact["data"] for artifact in found}
    rows = {row["source"]: row for row in json.loads(artifacts["sources"])}
    assert set(rows) == {source.id for source in select_sources("practice")}
    assert rows["minbar"]["new"] > 0
    assert "challenge" in rows["hisn"]["why"]
    report = artifacts["night"].split("[report](")[1].split(")")[0]
    with urllib.request.urlopen(report, timeout=10) as answer:
        assert answer.headers["content-type"].startswith("text/html")
        assert "2026-11-18" in answer.read().decode()


def test_log_lines_of_the_crawls_are_in_the_run(ui: tuple[Any, int, str], run: Any) -> None:
    api = Api(ui[1])

    def crawl_lines() -> list[str]:
        logs = api.post("logs/filter", logs={"flow_run_id": {"any_": [run["id"]]}}, limit=200)
        return [line["message"] for line in logs if line["message"].startswith("minbar: ")]

    assert _until(20, crawl_lines, "the crawl's log lines")


def test_ctrl_c_stops_everything_it_started(ui: tuple[subprocess.Popen[str], int, str], run: Any) -> None:
    process, port, said = ui
    newsroom = next(
        int(word.rsplit(":", 1)[1])
        for word in said.split()
        if word.startswith("http://127") and "Prefect" not in word and f":{port}" not in word
    )
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 0
    for gone in (port, newsroom):
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", gone)) != 0, f"port {gone} still answers"
    children = subprocess.run(
        ["pgrep", "-f", f"prefect.*({port}|warraq)"], capture_output=True, text=True, check=False
    )
    assert children.stdout == ""
