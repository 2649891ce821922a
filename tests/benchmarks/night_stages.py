"""Each stage of a night beside its limit: ``python night_stages.py PORT SITE FOLDER PAGES OUT``, run by ``night.py``.

The night is the one ``warraq nightly`` runs, without Prefect, one stage after the other so that each can be timed; its
limit does the least that stage could on the same pages and the same machine: Scrapy alone in a process a core,
trafilatura's fastest setting in a process a core, ``write_table`` and ``put_object`` of what was published.
"""

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from flows.datafolder import clear_spool
from flows.equipment import equipped
from flows.runs import plan_night
from storage import lease, partitions
from storage.connection import connect
from storage.objects import ObjectStore, open_store
from storage.settings import Settings

CORES = len(os.sched_getaffinity(0))
Seconds = dict[str, float]


def timed(seconds: Seconds, name: str, work: Callable[[], Any]) -> Any:
    """What ``work`` gives; its seconds are added under ``name``."""
    begun = time.monotonic()
    done = work()
    seconds[name] = seconds.get(name, 0.0) + time.monotonic() - begun
    return done


def stages(settings: Settings, store: ObjectStore) -> tuple[Seconds, list[str]]:
    """Seconds of each stage, and the keys of what was published."""
    seconds: Seconds = {}
    pa.array([""])  # looks for pandas, .35 s of imports, where the peers' tests have it installed (2026-11-28)
    planned = plan_night(settings, night=1, run="", latest=None, now=datetime.now(UTC))
    with (
        lease.held(store, work=lease.night(planned.run), data_dir=settings.data_dir) as held,
        equipped(planned, settings, store, None, held) as work,
        ThreadPoolExecutor(settings.gather_workers) as threads,
    ):
        ids = [source.id for source in planned.sources]
        timed(seconds, "gather", lambda: list(threads.map(lambda one: work.gather(one, logging.log), ids)))
        timed(seconds, "read", lambda: list(threads.map(work.read, ids)))
        for source_id in ids:
            work.judge(source_id)
        rows = timed(seconds, "link", lambda: work.compare(work.link()))
        entries = timed(seconds, "publish", lambda: work.publish(rows))
        described = work.describe(rows, entries, work.check(rows))
        timed(seconds, "commit", lambda: (work.report(described, rows), work.commit(described)))
        clear_spool(planned.spool)
    return seconds, [entry.key for entry in entries if not entry.key.startswith("captures/")]


def fastest(page: tuple[str, int, int]) -> int:
    """One page by trafilatura's fastest setting; returns the length of its text."""
    import trafilatura

    path, offset, size = page
    with open(path, "rb") as file:
        file.seek(offset)
        found = trafilatura.bare_extraction(file.read(size), fast=True, with_metadata=True)
    return len(found.text) if found else 0


def limits(store: ObjectStore, keys: list[str], port: str, site: Path, pages: int) -> Seconds:
    """Seconds of the least each stage could do."""
    seconds: Seconds = {}
    peers = Path(__file__).with_name("night_peers.py")
    bare = [sys.executable, str(peers), "bare", port, str(site), str(site), str(pages)]
    timed(seconds, "gather", lambda: subprocess.run(bare, check=True))
    with (site / "truth.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line, _ in zip(lines, range(pages), strict=False)]
    bodies = [(str(site / "pages.bin"), row["offset"], row["bytes"]) for row in rows]
    with get_context("spawn").Pool(CORES) as pool:
        pool.map(fastest, bodies[: 4 * CORES], chunksize=4)  # as the night's readers, they are started before
        timed(seconds, "read", lambda: pool.map(fastest, bodies, chunksize=16))
    s3 = connect(store.connection)
    for key in keys:
        data = store.get(key)
        if key.endswith(".parquet"):
            table = pq.read_table(BytesIO(data))
            options = partitions._options(table.schema)  # the same files: compressed as much, with the same page index
            timed(seconds, "publish", partial(pq.write_table, table, BytesIO(), **options))
        put = partial(s3.put_object, Bucket=store.connection.bucket, Key=f"limit/{key}", Body=data)
        timed(seconds, "publish", put)
    return seconds


def main(port: str, site: Path, folder: Path, pages: int, out: Path, sources: str) -> None:
    """Run the night and its limits and write both."""
    settings = Settings(
        _env_file=None, data_dir=folder, sources=sources, proxy_url=f"http://127.0.0.1:{port}", iceberg_catalog="off"
    )
    os.environ["http_proxy"] = settings.proxy_url
    with open_store(settings) as store:
        taken, keys = stages(settings, store)
        out.write_text(json.dumps({"taken": taken, "limits": limits(store, keys, port, site, pages)}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), Path(sys.argv[5]), sys.argv[6])
