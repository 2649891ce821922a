"""A week of nights through one standing installation: what grows.

    python -m tests.benchmarks.soak --nights 7 [--sources minbar,mada,rafid]

The units of ``deploy/systemd`` run as they are (``tests.integration.installation``): store, Prefect on PostgreSQL,
worker. Each night is a whole one of the practice newsroom, started from the deployment and run to its end by the same
worker, in the same data folder, against the same store. There are three practice nights, so each third night begins a
new archive in another bucket of the store. After each night the processes that stay are counted and measured, and what
lies on the disk and in Prefect's database; the last line tells what a night adds, from the second night to the last.
"""

import argparse
import os
import time
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from tests.integration.installation import Installation, installed, unusable
from tests.integration.test_ui import Api

SETTLE_S = 10.0
"""Seconds after a night until its last processes and log lines are gone."""
NIGHT_S = 1800.0


@dataclass(frozen=True)
class Sample:
    """What there is after a night."""

    processes: int
    open_files: int
    server_mb: float
    worker_mb: float
    store_mb: float
    postgresql_mb: float
    spool_kb: float
    folder_mb: float
    """The data folder without the store's own data."""
    database_mb: float
    task_runs: int
    log_lines: int
    events: int


def main() -> None:
    """Print a line a night, and what a night adds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nights", type=int, default=7)
    parser.add_argument("--sources", default="", help="ids separated by commas; all of the newsroom's by default")
    wanted = parser.parse_args()
    nights = wanted.nights
    if reason := unusable():
        raise SystemExit(reason)
    names = [field.name for field in fields(Sample)]
    print("  ".join(["night", *names]))  # noqa: T201
    with installed() as box:
        samples = []
        for number in range(nights):
            state = _night(box, number, wanted.sources)
            time.sleep(SETTLE_S)
            samples.append(_sample(box))
            print("  ".join([f"{number + 1:5}", *_cells(samples[-1])]), state, flush=True)  # noqa: T201
    steps = len(samples) - 2
    added = [(last - second) / steps for second, last in zip(astuple(samples[1]), astuple(samples[-1]), strict=True)]
    print("  ".join(["added", *(f"{value:{len(name)}.2f}" for name, value in zip(names, added, strict=True))]))  # noqa: T201


def _cells(sample: Sample) -> list[str]:
    return [f"{value:{len(field.name)}g}" for field, value in zip(fields(sample), astuple(sample), strict=True)]


def _night(box: Installation, number: int, sources: str) -> str:
    """Run one night from the deployment to its end; its state."""
    api = Api(box.port)
    (deployment,) = [found for found in api.post("deployments/filter") if found["name"] == "nightly"]
    archive = {"env": {"WARRAQ_BUCKET": f"soak-{number // 3}"}}
    parameters = {"night": number % 3 + 1, "sources": sources}
    run = api.post(
        f"deployments/{deployment['id']}/create_flow_run", parameters=parameters, job_variables=archive
    )  # fmt: skip
    deadline = time.monotonic() + NIGHT_S
    while time.monotonic() < deadline:
        (found,) = api.post("flow_runs/filter", flow_runs={"id": {"any_": [run["id"]]}})
        if found["state"]["type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED"):
            return str(found["state"]["type"])
        time.sleep(1)
    raise SystemExit(f"night {number + 1} did not end within {NIGHT_S:.0f} s: {box.log('warraq-worker')}")


def _sample(box: Installation) -> Sample:
    trees = {unit: _tree(pid) for unit, pid in box.pids().items()}
    trees["warraq-store"] |= _keeper(box.data)
    everyone = set().union(*trees.values())
    counts = {name: int(box.sql(f"select count(*) from {name}")) for name in ("task_run", "log", "events")}
    store = box.data / "store"
    return Sample(
        processes=len(everyone),
        open_files=sum(map(_open_files, everyone)),
        server_mb=_megabytes(trees["warraq-server"]),
        worker_mb=_megabytes(trees["warraq-worker"]),
        store_mb=_megabytes(trees["warraq-store"]),
        postgresql_mb=_megabytes(trees["postgresql"]),
        spool_kb=round(_bytes(box.data / "spool") / 1e3, 1),
        folder_mb=round((_bytes(box.data) - _bytes(store)) / 1e6, 2),
        database_mb=round(int(box.sql("select pg_database_size('prefect')")) / 1e6, 1),
        task_runs=counts["task_run"],
        log_lines=counts["log"],
        events=counts["events"],
    )


def _parents() -> dict[int, int]:
    """Parent by process."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            found[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it ended meanwhile
            continue
    return found


def _tree(root: int) -> set[int]:
    """A process and all its descendants."""
    parents, tree = _parents(), {root}
    while more := {pid for pid, parent in parents.items() if parent in tree} - tree:
        tree |= more
    return tree


def _keeper(data: Path) -> set[int]:
    """The store's keeper, in a session of its own, with its server."""
    keepers = [
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if b"storage.keeper" in (said := _said(path)) and str(data).encode() in said
    ]
    return set().union(*map(_tree, keepers)) if keepers else set()


def _said(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _open_files(pid: int) -> int:
    try:
        return len(os.listdir(f"/proc/{pid}/fd"))
    except OSError:  # it ended meanwhile
        return 0


def _megabytes(pids: set[int]) -> float:
    """Memory of the processes, shared pages counted by their share."""
    total = 0
    for pid in pids:
        lines = _said(Path(f"/proc/{pid}/smaps_rollup")).splitlines()
        total += next((int(line.split()[1]) for line in lines if line.startswith(b"Pss:")), 0)
    return round(total / 1e3, 1)


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
