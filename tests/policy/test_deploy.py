"""What lies in ``deploy/`` agrees with itself, with the lock and with the settings; its own tools check the rest
(``tests/integration/test_deploy_tools.py``)."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows import prefect_server
from storage.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
HARDENED = {
    "NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes",
    "CapabilityBoundingSet": "", "User": "warraq",
}  # fmt: skip
MOST_EXPOSED = 2.0
"""Of systemd's 10; the units have 1.9, of which most is the network they must reach (systemd 252, 2026-11-28)."""


def compose() -> Any:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def manifests() -> list[Any]:
    paths = [path for path in sorted((DEPLOY / "kubernetes").glob("*.yaml")) if ".values." not in path.name]
    return [one for path in paths for one in yaml.safe_load_all(path.read_text())]


def base_job() -> Any:
    return json.loads((DEPLOY / "kubernetes/base-job-template.json").read_text())


def locked(package: str) -> str:
    found = re.search(rf"^{package}==([^ ;\\]+)", (ROOT / "requirements.lock").read_text(), re.M)
    assert found
    return found[1]


def entries(unit: Path) -> dict[str, str]:
    lines = [line for line in unit.read_text().splitlines() if "=" in line and not line.startswith("#")]
    return {key: value for key, _, value in (line.partition("=") for line in lines)}


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_a_unit_may_do_no_more_than_it_must(unit: Path) -> None:
    found = entries(unit)
    assert {key: found.get(key) for key in HARDENED} == HARDENED
    assert found["EnvironmentFile"] == "/etc/warraq/warraq.env"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on this machine")
def test_systemd_finds_no_fault_in_the_units(tmp_path: Path) -> None:
    for path in (DEPLOY / "systemd").iterdir():
        # Only the programs are looked for where they are here.
        text = re.sub(r"/opt/warraq/\.venv/bin/\w+|/usr/bin/curl", "/bin/true", path.read_text())
        (tmp_path / path.name).write_text(text)
    units = [str(path) for path in tmp_path.iterdir() if path.suffix in (".service", ".timer")]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    for unit in UNITS:
        done = subprocess.run(
            ["systemd-analyze", "security", "--offline=true", str(unit)], capture_output=True, text=True, check=False
        )
        exposed = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
        assert exposed, done.stderr
        assert float(exposed[1]) <= MOST_EXPOSED


def test_what_is_told_to_prefect_is_the_same_everywhere() -> None:
    files = ["systemd/warraq.env.example", "compose.yaml", "kubernetes/prefect-server.values.yaml"]
    for name in files:
        text = (DEPLOY / name).read_text()
        assert re.search(r"DB_VACUUM_ENABLED\W+(?:value:\s*)?events,flow_runs", text), name
        assert re.search(r"DB_VACUUM_RETENTION_PERIOD\W+(?:value:\s*)?90d", text), name
        for setting, value in prefect_server.BATCHED.items():
            assert re.search(rf'{setting}\W+(?:value:\s*)?"?{value}"?\n', text), (name, setting)


@pytest.mark.parametrize(
    "text",
    [
        *((DEPLOY / name).read_text() for name in ("systemd/warraq.env.example", "compose.env.example")),
        (DEPLOY / "compose.yaml").read_text(),
        (DEPLOY / "kubernetes/secrets.example.yaml").read_text(),
    ],
    ids=["systemd", "compose.env", "compose", "kubernetes"],
)
def test_every_setting_named_is_one_of_ours(text: str) -> None:
    named = set(re.findall(r"\bWARRAQ_([A-Z_]+)(?=\s*[:=])", text))
    assert named
    assert {name.lower() for name in named} <= set(Settings.model_fields), "a wrong name is ignored silently"


@pytest.mark.parametrize(
    "name", ["systemd/warraq.env.example", "compose.env.example", "kubernetes/secrets.example.yaml"]
)
def test_examples_hold_no_secret(name: str) -> None:
    for line in (DEPLOY / name).read_text().splitlines():
        if re.search(r"SECRET|PASSWORD", line) and not line.startswith(("#", "kind")):
            assert re.search(r'[:=]\s*(""|)$', line), line


def test_the_pools_template_uses_what_it_declares_and_declares_what_it_uses() -> None:
    template = base_job()
    used = set(re.findall(r"\{\{ (\w+) \}\}", json.dumps(template["job_configuration"])))
    assert used == set(template["variables"]["properties"])
    for name, variable in template["variables"]["properties"].items():
        assert variable["description"], name


def pods() -> list[Any]:
    made = [one["spec"]["template"]["spec"] for one in manifests() if one["kind"] in ("Deployment", "Job")]
    return [*made, base_job()["job_configuration"]["job_manifest"]["spec"]["template"]["spec"]]


@pytest.mark.parametrize("pod", pods(), ids=lambda pod: pod["containers"][0]["name"])
def test_a_pod_is_admitted_where_only_restricted_ones_are(pod: Any) -> None:
    assert pod["securityContext"]["runAsNonRoot"]
    assert pod["securityContext"]["runAsUser"] > 0
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    for container in pod["containers"]:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]},
        }  # fmt: skip
        assert container["resources"]["limits"]["memory"]


def test_what_the_template_names_on_kubernetes_is_there() -> None:
    there = {(one["kind"], one["metadata"]["name"]) for one in manifests()}
    defaults = {name: one.get("default") for name, one in base_job()["variables"]["properties"].items()}
    assert {
        ("Namespace", defaults["namespace"]),
        ("Secret", defaults["secret"]),
        ("ServiceAccount", defaults["service_account_name"]),
        ("PersistentVolumeClaim", defaults["data_claim"]),
    } <= there


def test_images_are_of_the_versions_of_the_lock() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.M)
    assert version
    text = "".join(path.read_text() for path in DEPLOY.rglob("*") if path.suffix in (".yaml", ".json"))
    assert set(re.findall(r"\bwarraq:(\d[\w.]*)", text)) == {version[1]}
    assert set(re.findall(r"prefecthq/prefect:(\d[\d.]*)", text)) == {locked("prefect")}
    assert set(re.findall(r"prefectTag: (\d[\d.]*)", text)) == {locked("prefect")}


def test_the_images_lock_has_the_versions_of_the_whole_one() -> None:
    pins = re.compile(r"^([a-z0-9][^\s=]*)==([^ ;\\]+)", re.M)
    own = dict(pins.findall((DEPLOY / "requirements.lock").read_text()))
    whole = dict(pins.findall((ROOT / "requirements.lock").read_text()))
    assert {name: whole[name] for name in own.keys() & whole.keys()} == {
        name: own[name] for name in own.keys() & whole.keys()
    }, "run `make lock`"
    assert "pytest" not in own
    declared = re.findall(
        r'^    "([a-z0-9-]+)[^"]*",$', (ROOT / "pyproject.toml").read_text().partition("[project.opt")[0], re.M
    )
    assert set(declared) <= set(own), "run `make lock`"


def test_the_image_is_built_from_pinned_parts_and_runs_as_nobody_special() -> None:
    text = (DEPLOY / "Dockerfile").read_text()
    assert re.search(r"^ARG PYTHON=python:3\.\d+\.\d+-slim-\w+$", text, re.M)
    assert "--require-hashes --only-binary :all:" in text
    assert re.findall(r"^USER (.+)$", text, re.M) == ["10001:10001"]
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    assert "*" in ignored
    kept = {line[1:] for line in ignored if line.startswith("!")}
    copied = {part for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.M) for part in line.split()[:-1]}
    assert copied == kept
    assert all((ROOT / name).exists() for name in kept)


def test_the_store_on_docker_starts_with_the_flags_of_the_embedded_one() -> None:
    keeper = (ROOT / "storage/keeper.py").read_text()
    safe = set(re.findall(r'"(-[a-z0-9.]+(?:=(?:false|0|1000)))"', keeper, re.I))
    assert len(safe) >= 6
    assert safe <= set(compose()["services"]["store"]["command"])


def test_nobody_outside_reaches_database_and_store() -> None:
    declared = compose()
    assert declared["networks"]["inside"] == {"internal": True}
    for name in ("postgres", "store"):
        assert declared["services"][name]["networks"] == ["inside"]
        assert "ports" not in declared["services"][name]
    assert all(port.startswith("127.0.0.1:") for one in declared["services"].values() for port in one.get("ports", ()))


@pytest.mark.parametrize("name", ["reader", "writer", "keeper"])
def test_a_policy_names_single_actions_on_the_one_bucket(name: str) -> None:
    policy = json.loads((DEPLOY / f"bucket/{name}.json").read_text())
    for statement in policy["Statement"]:
        actions, places = (
            [one] if isinstance(one, str) else one for one in (statement["Action"], statement["Resource"])
        )
        assert not any("*" in action for action in actions)
        assert all(place.startswith("arn:aws:s3:::${bucket}") for place in places)
    allowed = json.dumps(policy)
    assert ("s3:PutObject" in allowed) == (name != "reader")
    assert ("s3:DeleteObjectVersion" in allowed) == (name == "keeper")
