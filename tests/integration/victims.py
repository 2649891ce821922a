"""Finding the processes of a night, to kill them. Linux only: it reads ``/proc``."""

import os
import random
import signal
from pathlib import Path

from crawlers import starter
from storage import keeper

_MARKS = {"crawl": (f"({starter.NAME} ",), "reader": ("multiprocessing.spawn", "spawn_main")}


def find(target: str, flow: int, store_folder: Path, chance: random.Random) -> int | None:
    """The process id of a ``flow``, or of one of its crawls or readers, or of the ``store`` or its ``keeper``.

    ``any``: any process whose command line or environment names ``store_folder``. None when there is none now.
    """
    if target == "flow":
        return flow
    if target in ("store", "keeper"):
        return _server(store_folder, target)
    lines = {pid: line for pid in _processes() if (line := _command_line(pid))}
    if target == "any":
        # A crawl is a fork of its starter, whose command line names no folder.
        said = {pid: line + _environment(pid) for pid, line in lines.items()}
        found = [pid for pid, line in said.items() if str(store_folder) in line and pid != os.getpid()]
    else:
        children = _descendants(flow, lines)
        found = [pid for pid in children if any(mark in lines[pid] for mark in _MARKS[target])]
    return chance.choice(sorted(found)) if found else None


def kill(pid: int) -> bool:
    """Whether the process was there to be killed."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _server(folder: Path, target: str) -> int | None:
    try:
        server = int((folder / "store" / keeper.SERVER).read_text())
    except (OSError, ValueError):
        return None
    pid = server if target == "store" else _parent(server)
    # The number may be another process's by now: the server was killed a moment ago.
    mark = "-dir=" if target == "store" else "storage.keeper"
    return pid if pid and mark in (line := _command_line(pid)) and str(folder) in line else None


def _processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def _command_line(pid: int) -> str:
    """Name, in parentheses, and command line of a process."""
    try:
        name, line = (Path(f"/proc/{pid}/{file}").read_bytes() for file in ("comm", "cmdline"))
        return f"({name.decode(errors='replace').strip()}) {line.replace(bytes(1), b' ').decode(errors='replace')}"
    except OSError:
        return ""


def _environment(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/environ").read_text(errors="replace")
    except OSError:
        return ""


def _parent(pid: int) -> int | None:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return None


def _descendants(root: int, lines: dict[int, str]) -> set[int]:
    found, parents = {root}, {pid: _parent(pid) for pid in lines}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {root}
