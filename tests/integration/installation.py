"""A standing installation on one box, from the very units of ``deploy/systemd``: their command lines in their order,
with their environment, as a user who is not root, and Prefect on a PostgreSQL of its own.

Only places are others: ``/opt/warraq`` is this checkout, ``/var/lib/warraq`` and the database's socket lie in a
temporary folder, and the server listens at a free port. What systemd itself would add (the sandbox, restarts) is
looked at by ``systemd-analyze``.
"""

import getpass
import os
import pwd
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from flows.prefect_server import free_port
from storage.settings import Settings

ROOT = Path(__file__).parents[2]
UNITS = ROOT / "deploy/systemd"
STOP_S = 60.0
"""Longest time a unit gives its processes to end."""
_OTHER_USER = "nobody"
"""Whom the processes run as when the tests run as root, whom PostgreSQL refuses."""


def unusable() -> str:
    """Why an installation cannot be made here; empty when it can."""
    if postgresql() is None:
        return "no PostgreSQL is installed on this machine"
    if os.geteuid() == 0:
        try:
            subprocess.run([sys.executable, "-c", ""], **_other(_OTHER_USER), check=True, cwd="/")
        except PermissionError:
            return f"the user {_OTHER_USER} cannot run {sys.executable}: its Python lies in a folder of root's"
    return ""


def _other(user: str) -> dict[str, Any]:
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def postgresql() -> Path | None:
    """The folder of PostgreSQL's programs, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    own = shutil.which("initdb")
    return found[-1].parent if found else Path(own).parent if own else None


class Installation:
    """The units by name; ``warraq`` is the user in the database, whoever runs them here."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.user = _OTHER_USER if os.geteuid() == 0 else getpass.getuser()
        self.data = folder / "lib"
        self.data.mkdir(mode=0o750)
        self.temporary = folder / "tmp"
        self.temporary.mkdir(mode=0o700)
        self.env = self._environment()
        self._running: list[tuple[str, subprocess.Popen[bytes]]] = []

    @property
    def api_url(self) -> str:
        return self.env["PREFECT_API_URL"]

    def settings(self) -> Settings:
        """The archive as a user of the box reads it."""
        return Settings(_env_file=None, data_dir=self.data, bucket=self.env["WARRAQ_BUCKET"])

    def _here(self, text: str) -> str:
        places = {
            "/opt/warraq/.venv/bin": str(Path(sys.executable).parent),
            "/opt/warraq": str(ROOT),
            "/var/lib/warraq": str(self.data),
            "/var/run/postgresql": str(self.folder),
            "127.0.0.1:4200": f"127.0.0.1:{self.port}",
            "--port 4200": f"--port {self.port}",
        }
        for place, other in places.items():
            text = text.replace(place, other)
        return text

    def _environment(self) -> dict[str, str]:
        lines = self._here((UNITS / "warraq.env.example").read_text()).splitlines()
        said = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
        said = {name: value for name, value in said.items() if value} | {"WARRAQ_SOURCES": "practice"}
        # As systemd starts them: nothing of the caller's environment, and a temporary folder of their own (PrivateTmp).
        kept = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(self.data)}
        return kept | {"TMPDIR": str(self.temporary)} | said

    def lines(self, unit: str, entry: str) -> list[list[str]]:
        """The command lines a unit has under an entry, such as ``ExecStart``."""
        text = self._here((UNITS / f"{unit}.service").read_text())
        found = [line.removeprefix(f"{entry}=") for line in text.splitlines() if line.startswith(f"{entry}=")]
        return [shlex.split(line) for line in found]

    def run(self, unit: str, entry: str = "ExecStart") -> str:
        """Run every line of an entry to its end; what they printed. Raises with it when one fails."""
        said = ""
        for command in self.lines(unit, entry):
            done = subprocess.run(
                command, **self._as_user(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=900
            )
            said += done.stdout
            assert done.returncode == 0, f"{command}: {done.stdout[-2000:]}"
        return said

    def start(self, unit: str) -> None:
        """Start a unit as systemd does: before, main process, after."""
        self.run(unit, "ExecStartPre")
        (command,) = self.lines(unit, "ExecStart")
        with (self.folder / f"{unit}.log").open("ab") as log:
            process = subprocess.Popen(command, **self._as_user(), stdout=log, stderr=log, start_new_session=True)
        self._running.append((unit, process))
        self.run(unit, "ExecStartPost")
        assert process.poll() is None, self.log(unit)

    def log(self, unit: str) -> str:
        """What a unit has said."""
        return (self.folder / f"{unit}.log").read_text(errors="replace")[-4000:]

    def pids(self) -> dict[str, int]:
        """Main processes by unit."""
        return {unit: process.pid for unit, process in self._running}

    def stop(self) -> dict[str, int | None]:
        """Stop everything, the last started first; exit status by unit, None for one that had to be killed."""
        ended: dict[str, int | None] = {}
        while self._running:
            unit, process = self._running.pop()
            process.terminate()
            try:
                ended[unit] = process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                ended[unit] = None
            with suppress(ProcessLookupError):
                os.killpg(process.pid, 9)
            process.wait()
        return ended

    def sql(self, query: str) -> str:
        """What a query of Prefect's database gives, unadorned."""
        command = ["psql", "-h", str(self.folder), "-U", "warraq", "-d", "prefect", "-Atc", query]
        done = subprocess.run(command, **self._as_user(), capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def _as_user(self) -> dict[str, Any]:
        other = _other(self.user) if os.geteuid() == 0 else {}
        return {"cwd": ROOT, "env": self.env, "stdin": subprocess.DEVNULL} | other

    def start_database(self, programs: Path) -> None:
        """A PostgreSQL that is reached by its socket alone and knows the user by the operating system (peer)."""
        cluster = self.folder / "cluster"
        made = {**self._as_user(), "check": True, "stdout": subprocess.DEVNULL}
        subprocess.run([programs / "initdb", "-D", cluster, "-U", "warraq", "-A", "peer", "--no-sync"], **made)
        (cluster / "pg_hba.conf").write_text("local all warraq peer map=box\n")
        (cluster / "pg_ident.conf").write_text(f"box {self.user} warraq\n")
        with (self.folder / "postgresql.log").open("ab") as log:
            command = [programs / "postgres", "-D", cluster, "-k", str(self.folder), "-c", "listen_addresses="]
            process = subprocess.Popen(command, **self._as_user(), stdout=log, stderr=log, start_new_session=True)
        self._running.append(("postgresql", process))
        ready = [programs / "pg_isready", "-h", str(self.folder), "-t", "30"]
        for _ in range(30):
            if subprocess.run(ready, **self._as_user(), capture_output=True, check=False).returncode == 0:
                break
            process.poll()
            subprocess.run(["sleep", "0.5"], check=True)
        subprocess.run([programs / "createdb", "-h", str(self.folder), "-U", "warraq", "prefect"], **made)
        self.sql("alter database prefect set jit = off")


@contextmanager
def installed() -> Iterator[Installation]:
    """Database, store, server and worker, running; all are stopped at the end."""
    programs = postgresql()
    assert programs, unusable()
    # Not in the tests' own folder: a socket's path may have 107 characters, and another user must reach it.
    with tempfile.TemporaryDirectory(prefix="warraq-", dir="/tmp", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        box = Installation(folder)
        if os.geteuid() == 0:
            for path in (folder, box.data, box.temporary):
                shutil.chown(path, box.user)
        try:
            box.start_database(programs)
            for unit in ("warraq-store", "warraq-server", "warraq-worker"):
                box.start(unit)
            yield box
        finally:
            box.stop()
