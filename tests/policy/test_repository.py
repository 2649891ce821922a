"""Rules of the repository that no linter knows."""

import re
import sys
from pathlib import Path

import pytest
import yaml

from storage.records import ArticleRow, IndexRow, LinkState, OutcomeRow, StoryRow

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
    text = (ROOT / "storage/records.py").read_text(encoding="utf-8")
    body = text[text.index(f"class {record.__name__}:") :]
    for name in record.__dataclass_fields__:
        assert re.search(rf'\n    {name}: [^\n]+\n    """', body), f"{record.__name__}.{name} has no docstring"


def test_only_layout_builds_object_keys() -> None:
    key = re.compile(r'f"(articles|copies|revisions|stories|outcomes|state|index|runs)/')
    builders = [path for path in _modules() if path.name != "layout.py" and key.search(path.read_text())]
    assert builders == [], "build object keys in storage/layout.py"


def test_prefect_yaml_has_only_keys_prefect_reads() -> None:
    declared = yaml.safe_load((ROOT / "prefect.yaml").read_text())
    for deployment in declared["deployments"]:
        assert set(deployment) <= DEPLOYMENT_KEYS, "Prefect ignores unknown keys silently"
        for schedule in deployment["schedules"]:
            assert set(schedule) <= SCHEDULE_KEYS
            assert schedule["timezone"], "a cron without a zone runs in UTC by surprise"
        assert deployment["concurrency_limit"]["limit"] == 1
        # By module, not by file: Prefect puts a file's folder on the path, and its modules hide others of their name.
        module, name = deployment["entrypoint"].rsplit(".", 1)
        path = ROOT / f"{module.replace('.', '/')}.py"
        assert re.search(rf"^def {name}\(", path.read_text(), re.M)


def test_the_lock_pins_every_package_with_hashes_and_names_no_host() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert "http://" not in lock
    assert "https://" not in lock
    pins = re.findall(r"^[a-z0-9][^\s=]*==", lock, re.M)
    assert len(pins) > 100
    assert lock.count("--hash=sha256:") >= len(pins)
