"""Rules of the repository that no linter knows."""

import ast
import inspect
import re
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect.events.schemas.automations import EventTrigger
from prefect.settings import Settings as PrefectSettings

from crawlers.sources import all_sources
from flows import alerts, automations, prefect_server
from storage.links import LinkState
from storage.records import ArticleRow, IndexRow, OutcomeRow, StoryRow

ROOT = Path(__file__).parents[2]
MOST_LINES = 300
DEPLOYMENT_KEYS = {
    "name", "entrypoint", "description", "tags", "parameters", "schedules", "concurrency_limit", "work_pool",
}  # fmt: skip
SCHEDULE_KEYS = {"cron", "timezone", "slug", "active", "parameters", "interval", "rrule"}


def _modules() -> list[Path]:
    return sorted(path for part in ("storage", "crawlers", "flows") for path in (ROOT / part).rglob("*.py"))


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_short_and_says_what_it_holds(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES, "split it along its nouns"
    assert text.startswith('"""'), "begin with a docstring that says what the module holds"


def test_no_module_hides_one_of_the_standard_library() -> None:
    hiding = [path for path in _modules() if path.stem in sys.stdlib_module_names]
    assert hiding == [], "rename it: where its folder is on the path, every library imports it in place of its own"


@pytest.mark.parametrize("record", [ArticleRow, OutcomeRow, StoryRow, LinkState, IndexRow])
def test_every_stored_field_is_documented(record: type) -> None:
    text = Path(inspect.getfile(record)).read_text(encoding="utf-8")
    body = text[text.index(f"class {record.__name__}:") :]
    for name in record.__dataclass_fields__:
        assert re.search(rf'\n    {name}: [^\n]+\n    """', body), f"{record.__name__}.{name} has no docstring"


def test_only_layout_builds_object_keys() -> None:
    key = re.compile(r'f"(articles|copies|revisions|stories|outcomes|state|index|runs)/')
    builders = [path for path in _modules() if path.name != "layout.py" and key.search(path.read_text())]
    assert builders == [], "build object keys in storage/layout.py"


DEPLOYMENTS = yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda deployment: str(deployment["name"]))
def test_a_deployment_has_only_keys_prefect_reads(deployment: dict[str, Any]) -> None:
    assert set(deployment) <= DEPLOYMENT_KEYS, "Prefect ignores unknown keys silently"
    assert set(deployment["work_pool"]) <= {"name", "work_queue_name", "job_variables"}
    limit = deployment.get("concurrency_limit", {})
    assert set(limit) <= {"limit", "collision_strategy", "grace_period_seconds"}
    for schedule in deployment["schedules"]:
        assert set(schedule) <= SCHEDULE_KEYS
        assert schedule["timezone"], "a cron without a zone runs in UTC by surprise"
        assert schedule["slug"], "without a name each deploy adds another schedule"
    # Missed runs collapse into one, and an archive has one writer. What a night starts itself, side by side, writes none.
    alone = {"limit": 1, "collision_strategy": "CANCEL_NEW"}
    assert limit == (alone if deployment["name"] != "gather-source" else {})


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda deployment: str(deployment["name"]))
def test_a_deployments_flow_is_there_and_its_form_describes_every_parameter(deployment: dict[str, Any]) -> None:
    # By module, not by file: Prefect puts a file's folder on the path, and its modules hide others of their name.
    module, name = deployment["entrypoint"].rsplit(".", 1)
    tree = ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))
    (flow,) = (one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == name)
    parameters = [argument.arg for argument in flow.args.args]
    assert set(deployment["parameters"]) == set(parameters), "give each parameter its default"
    described = re.findall(r"^ {4}(\w+): \S", (ast.get_docstring(flow) or "").partition("Args:")[2], re.M)
    assert described == parameters, "describe each under Args: of the docstring; Prefect reads nothing else"


def test_no_deployment_names_a_source() -> None:
    text = (ROOT / "prefect.yaml").read_text(encoding="utf-8")
    named = [source_id for source_id in all_sources() if re.search(rf"\b{source_id}\b", text)]
    assert named == [], "adding a source must not touch a deployment"


def test_automations_are_what_prefect_takes_and_tell_of_events_that_are_sent() -> None:
    sent = {value for name, value in vars(alerts).items() if name.isupper() and isinstance(value, str)}
    sent |= set(alerts.SOURCE_EVENTS.values())
    known = re.compile("|".join(re.escape(one).replace(r"\{work\}", r"[a-z-]+") for one in sent))
    for one in automations.declared(ROOT / "deploy/automations"):
        for event in [*one.trigger["expect"], *one.trigger.get("after", [])]:
            assert event.startswith("prefect.flow-run.") or known.fullmatch(event), f"{one.name}: nobody sends {event}"
        assert set(one.trigger) <= set(EventTrigger.model_fields), one.name
        assert all("block" not in action or action["block"] == "alerts" for action in one.actions)


def test_a_run_is_called_dead_only_after_three_beats() -> None:
    (zombies,) = (one for one in automations.declared(ROOT / "deploy/automations") if "sign of life" in one.name)
    assert zombies.trigger["within"] >= 3 * prefect_server.BEAT_S


def test_the_lock_pins_every_package_with_hashes_and_names_no_host() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert "http://" not in lock
    assert "https://" not in lock
    pins = re.findall(r"^[a-z0-9][^\s=]*==", lock, re.M)
    assert len(pins) > 100
    assert lock.count("--hash=sha256:") >= len(pins)


def test_what_prefects_server_is_told_are_settings_it_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong name in the environment is ignored silently."""
    for name, value in (prefect_server.BATCHED | prefect_server.UNWATCHED).items():
        monkeypatch.setenv(name, value)
    told = PrefectSettings().server.services
    unwatched = (told.scheduler, told.late_runs, told.foreman, told.pause_expirations, told.cancellation_cleanup)
    assert not any(service.enabled for service in unwatched)
    assert (told.task_run_recorder.batch_size, told.task_run_recorder.flush_interval) == (100, 1)
