"""The runbook knows every alarm, every error, every class of failure and every command that acts."""

import re
from pathlib import Path

import pytest
import typer

from flows.cli import app
from flows.drift import NEXT_STEPS
from flows.words import FAILURES
from storage import errors
from storage.errors import StoreError, WarraqError

ROOT = Path(__file__).parents[2]
RUNBOOK = (ROOT / "docs/runbook.md").read_text(encoding="utf-8")
LOOKING = {"show", "diff", "query", "newsroom", "ui", "store"}
"""Commands that only show something, or keep it shown."""


def classes() -> str:
    """The table of failure classes as the runbook must have it."""
    rows = [f"| `{name}` | {FAILURES[name][0]} | {step[0].upper()}{step[1:]} |" for name, step in NEXT_STEPS.items()]
    return "\n".join(["| class | | next step |", "|---|---|---|", *rows])


def test_the_table_of_failure_classes_is_what_the_program_says() -> None:
    found = re.search(r"<!-- classes -->\n(.*?)\n?<!-- /classes -->", RUNBOOK, re.S)
    assert found
    assert found[1] == classes(), f"put this between the marks in docs/runbook.md:\n{classes()}"


def test_every_error_is_explained() -> None:
    raised = [name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, WarraqError)]
    assert len(raised) > 10
    missing = [name for name in raised if f"`{name}`" not in RUNBOOK]
    assert set(missing) <= {WarraqError.__name__, StoreError.__name__}, missing


@pytest.mark.parametrize("folder", ["automations/*.yaml", "systemd/*.service"])
def test_every_alarm_and_unit_is_explained(folder: str) -> None:
    missing = [path.stem for path in sorted((ROOT / "deploy").glob(folder)) if f"| `{path.stem}` |" not in RUNBOOK]
    assert missing == [], "say in docs/runbook.md what it means and what to do"


def test_every_command_that_acts_is_told_of() -> None:
    acting = set(typer.main.get_command(app).commands) - LOOKING
    assert len(acting) > 5
    missing = [name for name in sorted(acting) if not re.search(rf"warraq {name}\b", RUNBOOK)]
    assert missing == [], "say in docs/runbook.md when it is used"


def test_links_of_the_runbook_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)", RUNBOOK):
        assert (ROOT / "docs" / target).exists(), target
    headings = {
        re.sub(r"[^a-z -]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in RUNBOOK.splitlines()
        if line.startswith("#")
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", RUNBOOK)) <= headings
