"""``warraq sources``: filters, and what ``add`` refuses before anything is asked."""

import json

import pytest
from typer.testing import CliRunner, Result

from flows.cli import app
from storage.errors import UsageError


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["sources", *arguments])


def ids(*arguments: str) -> set[str]:
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output
    return {item["id"] for item in json.loads(done.stdout)}


def test_filters_narrow_each_other() -> None:
    agencies = ids("--affiliation", "state-agency", "--region", "gcc", "--enabled")
    assert {"spa", "wam", "kuna"} <= agencies
    assert not {"petra", "saba_aden", "okaz"} & agencies
    assert ids("--country", "mr") == {"saharamedias"}
    assert ids("--region", "maghreb") == ids("--region", "amu")
    assert ids("--group", "press", "--enabled") | ids("--group", "press", "--disabled") == ids("--group", "press")
    assert "rt_arabic" in ids("--disabled")


def test_json_has_the_whole_declaration_and_its_place() -> None:
    found = next(item for item in json.loads(run("--country", "KW", "--json").stdout) if item["id"] == "kuna")
    assert (found["region"], found["bloc"], found["agency"]) == ("peninsula", "gcc", "كونا")
    assert found["feeds"][0]["basis"] == "listed"
    assert found["claims"]


def test_the_table_names_each_source_once() -> None:
    lines = run("--country", "MR").stdout.splitlines()
    assert len([line for line in lines if line.startswith("saharamedias")]) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--affiliation", "statal"], "state-agency"),
        (["--country", "Egypt"], "--country"),
        (["--region", "gulf"], "peninsula"),
        (["--group", "real"], "practice"),
        (["add", "https://aawsat.com/"], "warraq probe aawsat"),
        (["add", "ftp://example.org/"], "front page"),
        (["add", "example.org"], "front page"),
    ],
)
def test_what_cannot_be_done_is_said_with_the_remedy(arguments: list[str], words: str) -> None:
    error = run(*arguments).exception
    assert isinstance(error, UsageError)
    assert words in str(error)
