"""The units of ``deploy/systemd`` run for real: store, server on PostgreSQL, worker, a night by its deployment, proof.

pytest -m environment tests/integration/test_standing.py        (or: make standing; about three minutes)
"""

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawlers.newsroom.expected import expected_failures
from crawlers.sources import select_sources
from tests.browser.chromium import browsing
from tests.browser.chromium import installed as browser_installed
from tests.browser.test_pictures import PICTURES, TAKE, size
from tests.integration.installation import Installation, installed, unusable
from tests.integration.test_ui import STEPS, Api, _until, ended_tasks

pytestmark = pytest.mark.environment
BROWSER = browser_installed()
HEIGHT = 1000
DRAWN_S = 3.0
"""Seconds in which Prefect's UI draws what it has: its bars grow."""
UNITS = ("warraq-store", "warraq-server", "warraq-worker")
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def box() -> Iterator[Installation]:
    if reason := unusable():
        pytest.skip(reason)
    with installed() as found:
        yield found


@pytest.fixture(scope="module")
def night(box: Installation) -> Any:
    """The first practice night, started from its deployment, at its end."""
    api = Api(box.port)
    deployments = {found["name"]: found for found in api.post("deployments/filter")}
    started = api.post(f"deployments/{deployments['nightly']['id']}/create_flow_run", parameters={"night": 1})

    def ended() -> Any:
        (found,) = api.post("flow_runs/filter", flow_runs={"id": {"any_": [started["id"]]}})
        return found if found["state"]["type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED") else None

    return _until(600, ended, "the night's end")


def test_nothing_runs_as_root(box: Installation) -> None:
    for unit, pid in box.pids().items():
        owner = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("Uid:"))
        assert "0" not in owner.split()[1:], unit


def test_the_night_of_the_deployment_is_archived(box: Installation, night: Any) -> None:
    assert (night["state"]["type"], night["name"]) == ("COMPLETED", "2026-11-18"), box.log("warraq-worker")
    tasks = ended_tasks(Api(box.port), night["id"])
    states = {task["name"]: task["state"]["type"] for task in tasks}
    assert {name for name, state in states.items() if state == "FAILED"} == {
        f"source {source}" for source in expected_failures(1)
    }
    assert {f"source {source.id}" for source in select_sources("practice")} <= set(states)


def test_prefect_keeps_its_runs_in_postgresql(box: Installation, night: Any) -> None:
    assert box.sql("select state_type from flow_run where name = '2026-11-18'") == "COMPLETED"
    assert int(box.sql("select count(*) from task_run")) >= len(select_sources("practice")) + len(STEPS)
    assert not list((box.data / "prefect").glob("*.db"))


def test_the_ui_is_served_although_the_program_may_not_be_written(box: Installation) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{box.port}/", timeout=10) as answer:
        assert "<html" in answer.read().decode().lower()
    assert (box.data / "prefect/ui").is_dir()


@pytest.mark.skipif(BROWSER is None, reason="no Chromium or Chrome is installed on this machine")
def test_the_run_and_its_artifact_are_shown(box: Installation, night: Any, tmp_path: Path) -> None:
    """As an operator sees them; ``make pictures`` keeps what was seen for the documentation."""
    assert BROWSER
    api = Api(box.port)
    artifacts = api.post("artifacts/filter", flow_runs={"id": {"any_": [night["id"]]}})
    (table,) = [found["id"] for found in artifacts if found["key"] == "sources"]
    shown = {
        "run": (
            f"runs/flow-run/{night['id']}",
            "!!document.querySelector('canvas') && document.body.innerText.includes('INFO')",
        ),
        # Words in cells are drawn later than numbers.
        "artifact": (
            f"artifacts/artifact/{table}",
            "[...document.querySelectorAll('td')].some(e => e.innerText.includes('minbar'))",
        ),
    }
    folder = PICTURES if TAKE else tmp_path
    with browsing(BROWSER, tmp_path / "profile") as page:
        for name, (path, drawn) in shown.items():
            page.open(f"http://127.0.0.1:{box.port}/{path}", width=1440, height=HEIGHT)
            _until(90, lambda drawn=drawn: page.value(drawn), f"{name}: {drawn}")
            time.sleep(DRAWN_S)
            assert "Failed to load" not in page.value("document.body.innerText")
            page.screenshot(folder / f"prefect-{name}.png", whole=False)
            assert size(folder / f"prefect-{name}.png") == (1440, HEIGHT)


def test_the_proof_holds(box: Installation, night: Any) -> None:
    assert "failed" not in box.run("warraq-verify").lower()


def test_the_timers_night_reports_to_the_server_that_runs(box: Installation, night: Any) -> None:
    assert "nothing to do" in box.run("warraq-nightly")
    assert box.sql("select count(*) from flow_run where state_name = 'Already archived'") == "1"


def test_the_pool_of_kubernetes_takes_its_template(box: Installation, night: Any) -> None:
    template = ROOT / "deploy/kubernetes/base-job-template.json"
    command = [str(Path(sys.executable).parent / "prefect"), "work-pool", "create", "cluster", "--type", "kubernetes"]
    done = subprocess.run(
        [*command, "--base-job-template", str(template)], env=box.env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with urllib.request.urlopen(f"{box.api_url}/work_pools/cluster", timeout=10) as answer:
        assert json.load(answer)["base_job_template"] == json.loads(template.read_text())


def test_everything_ends_when_it_is_told_to(box: Installation, night: Any) -> None:
    pids = box.pids()
    ended = box.stop()
    assert set(ended) == {*UNITS, "postgresql"}
    assert None not in ended.values(), ended
    assert not [unit for unit, pid in pids.items() if Path(f"/proc/{pid}").exists()]
