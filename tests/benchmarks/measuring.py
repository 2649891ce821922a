"""What a command and everything it starts cost: seconds, processor seconds, the peak of their memory together, bytes.

All processes of a command carry a mark in their environment, so those that outlive their parent are counted too.
Memory is the proportional set size: pages that several processes share are counted once.
"""

import os
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MARK = "BENCHMARK_MARK"
LOOK_S = 0.5
"""Seconds between two looks: a look costs about 10 ms for a few hundred processes."""
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one command took."""

    wall_s: float
    cpu_s: float
    """Of all its processes, as last seen: of one that ends, up to half a second is missed."""
    peak_bytes: int
    written_bytes: int
    """Size of all files in its folder when it had ended."""


class _Watch(threading.Thread):
    """Looks at the processes of a mark until told to stop."""

    def __init__(self, mark: str) -> None:
        super().__init__(daemon=True)
        self._mark = f"{MARK}={mark}".encode()
        self._done = threading.Event()
        self._mine: dict[int, bool] = {}
        self._cpu: dict[int, float] = {}
        self.peak_bytes = 0

    @property
    def cpu_s(self) -> float:
        return sum(self._cpu.values())

    def run(self) -> None:
        while not self._done.wait(LOOK_S):
            self._look()

    def stop(self) -> None:
        self._look()
        self._done.set()
        self.join()

    def _look(self) -> None:
        total = 0
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            pid = int(entry.name)
            try:
                if not self._mine.get(pid):
                    # A process between fork and exec has its parent's environment; it is looked at again.
                    self._mine[pid] = self._mark in (entry / "environ").read_bytes()
                if self._mine[pid]:
                    fields = (entry / "stat").read_text().rpartition(")")[2].split()
                    self._cpu[pid] = (int(fields[11]) + int(fields[12])) / _TICKS
                    rollup = (entry / "smaps_rollup").read_text()
                    total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
            except (OSError, StopIteration):
                continue  # it ended meanwhile
        self.peak_bytes = max(self.peak_bytes, total * 1024)


def measured(command: list[str], folder: Path, env: Mapping[str, str], limit_s: float) -> tuple[Cost, str]:
    """Run a command to its end: its cost and what it printed. One that fails ends the benchmark with what it said."""
    mark = uuid.uuid4().hex
    watch = _Watch(mark)
    with (folder.parent / f"{folder.name}.log").open("w+") as log:
        begun = time.monotonic()
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, text=True, env={**env, MARK: mark}, start_new_session=True
        )
        watch.start()
        try:
            out, _ = process.communicate(timeout=limit_s)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            out, _ = process.communicate()
        wall_s = time.monotonic() - begun
        watch.stop()
        if process.returncode:
            log.seek(0)
            sys.exit(f"{' '.join(command[:4])} failed or took longer than {limit_s:.0f} s:\n{log.read()[-3000:]}")
    written = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return Cost(wall_s=wall_s, cpu_s=watch.cpu_s, peak_bytes=watch.peak_bytes, written_bytes=written), out
