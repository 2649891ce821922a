"""The data folder a night works in: one night at a time, and emptied of what the bucket has."""

import contextlib
import fcntl
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crawlers.known import write_settled
from flows import handover, hours
from storage.errors import NightError, SpoolError
from storage.manifest import Manifest
from storage.objects import ObjectStore


def keep_settled(spool: Path, hashes: NDArray[np.uint64]) -> Path:
    """Write the file of settled links (``crawlers.known.Settled``) for all crawls of a night; returns its path."""
    path = spool / "settled.npy"
    try:
        spool.mkdir(parents=True, exist_ok=True)
        write_settled(path, hashes)
    except OSError as error:
        raise SpoolError(f"cannot write the spool {path}: {error}; free the disk or set WARRAQ_DATA_DIR") from error
    return path


def clear_spool(spool: Path) -> None:
    """Free what a committed run has uploaded; a crawl that broke keeps its spool for whoever looks into it."""
    for result in spool.glob("*/gathered.json"):
        shutil.rmtree(result.parent, ignore_errors=True)
    if spool.exists() and not any(path.is_dir() for path in spool.iterdir()):
        shutil.rmtree(spool, ignore_errors=True)


def settle(store: ObjectStore, data_dir: Path, spool: Path, committed: Manifest) -> None:
    """Free what a committed run has uploaded and what workers handed it; hours of sources it could not publish wait
    for the next night."""
    hours.give_back(data_dir, spool, {report.source_id for report in committed.sources if report.state == "ok"})
    clear_spool(spool)
    handover.clear(store)


@contextlib.contextmanager
def one_night_at_a_time(data_dir: Path) -> Iterator[None]:
    """Hold the data folder for one night; raises ``NightError`` when another process runs one on it."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        lock = (data_dir / "night.lock").open("w")
    except OSError as error:
        raise SpoolError(f"cannot write the data folder {data_dir}: {error}; set WARRAQ_DATA_DIR") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise NightError(
                f"another night is running on {data_dir}: wait for it, or set WARRAQ_DATA_DIR for a second archive"
            ) from None
        yield
