"""The report of a night as a local file."""

from pathlib import Path

from storage import layout, manifest
from storage.errors import ObjectMissingError, SpoolError, UsageError
from storage.objects import ObjectStore


def save_report(data_dir: Path, run: str, page: bytes) -> Path:
    """Write a run's report into the data folder, beside those of other nights; raises ``SpoolError``."""
    path = (data_dir / layout.report(run)).resolve()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page)
    except OSError as error:
        raise SpoolError(f"cannot write the report {path}: {error}; free the disk or set WARRAQ_DATA_DIR") from error
    return path


def fetch_report(store: ObjectStore, data_dir: Path, run: str) -> Path:
    """Where the report of a run (empty: the newest committed one) now is; raises ``UsageError`` when it has none."""
    committed = manifest.committed_runs(store)
    if not (run or committed):
        raise UsageError("the archive is empty: no run is committed yet; name one that failed by --run")
    name = run or committed[-1]
    try:
        page = store.get(layout.report(name))
    except ObjectMissingError:
        last = f", such as {committed[-1]}" if committed else ""
        raise UsageError(f"run {name} has no report in {store.connection.place}: name another run{last}") from None
    return save_report(data_dir, name, page)
