"""What a crawl on another machine is given and gives back, by the bucket; ``flows.workers`` asks for it with Prefect.

::

    gathering/run=<run>/settled.npy                    links known for long: one file for all crawls of the night
    gathering/run=<run>/source=<id>/known.jsonl …      the other files the arguments of its crawl name
    gathering/run=<run>/source=<id>/order.json         these arguments, once the files are there
    gathering/run=<run>/source=<id>/claim              which worker is at it, renewed while it lives
    gathering/run=<run>/source=<id>/*.warc.gz          its captures
    gathering/run=<run>/source=<id>/gathered.json      its result, once they are there

The night copies captures and result into its own spool and goes on as if it had crawled. All of it is removed when a
night is committed, and by upkeep and takedown; no manifest names it, and nothing but a night and its workers reads it.

What happens on failure: a worker that dies leaves a claim that is not renewed, and the night asks another. A worker
that was given up finds its claim gone or another's: it ends, and gives nothing back. What was given back stays for
the night's next attempt.
"""

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from crawlers.gathered import Gathered
from crawlers.spool import GATHERED, folder_of
from crawlers.starter import CrawlStarter
from flows.gather import Log, run_crawl
from flows.ready import write
from flows.runs import Night
from storage import layout, versions
from storage.errors import ConflictError, ObjectMissingError, SettingsError, SpoolError, StoreError
from storage.ids import digest
from storage.objects import ObjectStore

FILES = ("--known", "--settled", "--refused", "--feeds")
"""Arguments of a crawl that name files it reads."""
ORDER, CLAIM = "order.json", "claim"
RENEW_S = 15.0
"""Seconds between renewals of a claim: four may fail before its worker is taken for dead. A crawl of five minutes
costs twenty requests (chosen 2026-11-28)."""
THERE = "gathering"
"""Folder of a worker's data folder with the spools of its crawls: beside the night's own, which may be the same."""


class Order(BaseModel):
    """What a worker is asked for."""

    model_config = ConfigDict(frozen=True)

    version: str
    """Of the Warraq that asks: another one could gather other bytes."""
    arguments: list[str]
    """Of the crawl; files and the spool as they lie on the night's machine."""
    timeout_s: float
    """Seconds after which the crawl is stopped."""


class Handover:
    """The night's side. Threads may share it."""

    def __init__(self, store: ObjectStore, night: Night) -> None:
        self._store, self._night = store, night
        self._lock = threading.Lock()
        self._shared: dict[Path, str] = {}

    def give(self, source_id: str, arguments: Sequence[str], timeout_s: float) -> str:
        """Put what the crawl of a source needs into the bucket; a digest that differs when any of it does."""
        digests = [self._give_file(path, source_id) for path in _files(arguments).values()]
        order = Order(version=version("warraq"), arguments=list(arguments), timeout_s=timeout_s).model_dump_json()
        self._store.ensure(layout.gathering(self._night.run, ORDER, source_id), order.encode())
        return digest("".join([order, *digests]).encode())

    def _give_file(self, path: Path, source_id: str) -> str:
        if path.parent == self._night.spool / source_id:
            return self._put(path, layout.gathering(self._night.run, path.name, source_id))
        with self._lock:
            if path not in self._shared:
                self._shared[path] = self._put(path, layout.gathering(self._night.run, path.name))
            return self._shared[path]

    def _put(self, path: Path, key: str) -> str:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise SpoolError(f"cannot read {path}: {error}; run the night again") from error
        self._store.ensure(key, data)
        return digest(data)

    def claim_age_s(self, source_id: str, owner: str) -> float | None:
        """Seconds since ``owner`` renewed its claim, by the store's clock; None when it has none."""
        found = self._store.get_dated(layout.gathering(self._night.run, CLAIM, source_id))
        return found.age_s if found and found.data.split()[:1] == [owner.encode()] else None

    def give_up(self, source_id: str) -> None:
        """Let whoever claims the source find that it is no longer wanted."""
        self._store.delete(layout.gathering(self._night.run, CLAIM, source_id))

    def take(self, source_id: str) -> Gathered | None:
        """What a worker gave back, now in the night's spool; None when there is nothing."""
        run, folder = self._night.run, self._night.spool / source_id
        try:
            result = self._store.get(layout.gathering(run, GATHERED, source_id))
        except ObjectMissingError:
            return None
        gathered = Gathered.from_json(result.decode())
        for key in gathered.capture_files:
            name = Path(key).name
            write(folder / name, self._store.get(layout.gathering(run, name, source_id)))
        write(folder / GATHERED, result)
        return gathered


class Claim:
    """A worker's own claim to a source; a context manager that renews it.

    ``lost`` is called from a thread, once, when the night gave the worker up.
    """

    def __init__(self, store: ObjectStore, run: str, source_id: str, owner: str, lost: Callable[[], None]) -> None:
        self.store, self.run, self.source_id = store, run, source_id
        self._key = layout.gathering(run, CLAIM, source_id)
        self._owner, self._lost = owner, lost
        self._renewals = 0
        self._lock = threading.Lock()
        self._etag = store.ensure(self._key, self._words()).etag

    def check(self) -> None:
        """Renew it; raises ``ConflictError`` when the night gave this worker up."""
        with self._lock:
            self._renewals += 1
            self._etag = self.store.replace_if(self._key, self._words(), self._etag).etag

    def _words(self) -> bytes:
        return f"{self._owner} {self._renewals}\n".encode()

    @contextmanager
    def renewed(self) -> Iterator[None]:
        """Renew it from a thread while the block runs."""
        stop = threading.Event()
        renewing = threading.Thread(target=self._keep_renewing, args=(stop,), daemon=True, name="claim")
        renewing.start()
        try:
            yield
        finally:
            stop.set()
            renewing.join()

    def _keep_renewing(self, stop: threading.Event) -> None:
        while not stop.wait(RENEW_S):
            try:
                self.check()
            except ConflictError:
                self._lost()
                return
            except StoreError:
                # No store for now: the next renewal, or what is given back, will tell.
                continue


def gather_ordered(claim: Claim, data_dir: Path, starter: CrawlStarter, log: Log) -> Gathered:
    """The worker's side: run the crawl that was ordered and give its files back.

    Goes on where a crawl of the same night was that died on this machine. Raises ``SettingsError`` when the order
    cannot be done here, ``SpoolError`` as the disk, ``ConflictError`` when the night gave this worker up.
    """
    run, source_id = claim.run, claim.source_id
    order = _order(claim)
    spool = data_dir / THERE
    folder = folder_of(spool, run, source_id)
    _forget_others(spool, run)
    arguments = list(order.arguments)
    for flag, path in _files(arguments).items():
        own = path.parent.name == source_id
        there = folder / path.name
        write(there, claim.store.get(layout.gathering(run, path.name, source_id if own else "")))
        arguments[arguments.index(flag) + 1] = str(there)
    arguments[arguments.index("--spool") + 1] = str(spool)
    gathered = run_crawl(
        starter, arguments, source_id=source_id, run=run, spool=spool, timeout_s=order.timeout_s, log=log
    )
    claim.check()
    for name in (Path(key).name for key in gathered.capture_files):
        claim.store.ensure(layout.gathering(run, name, source_id), (folder / name).read_bytes())
    claim.check()
    claim.store.ensure(layout.gathering(run, GATHERED, source_id), gathered.to_json().encode())
    shutil.rmtree(folder, ignore_errors=True)
    return gathered


def _order(claim: Claim) -> Order:
    key = layout.gathering(claim.run, ORDER, claim.source_id)
    try:
        order = Order.model_validate_json(claim.store.get(key))
    except (ObjectMissingError, ValidationError):
        raise SettingsError(
            f"no order at {key} in {claim.store.connection.place}: a worker needs the night's WARRAQ_ENDPOINT_URL and "
            "WARRAQ_BUCKET; the night itself starts this flow"
        ) from None
    ours = version("warraq")
    if order.version != ours:
        raise SettingsError(f"this worker has Warraq {ours}, the night {order.version}: install that")
    return order


def clear(store: ObjectStore) -> None:
    """Remove what passed between nights and workers; whoever writes the archive holds its lease, so no other night
    needs it."""
    # A result before its captures: a night that is run again takes all of them or none.
    for key in sorted((info.key for info in store.list(layout.GATHERING)), key=lambda key: not key.endswith(GATHERED)):
        store.delete(key)


def forget(store: ObjectStore) -> None:
    """``clear``, and the older versions a bucket keeps."""
    clear(store)
    versions.purge_replaced(store, layout.GATHERING)


def _files(arguments: Sequence[str]) -> dict[str, Path]:
    return {flag: Path(value) for flag, value in pairwise(arguments) if flag in FILES}


def _forget_others(spool: Path, run: str) -> None:
    """Free what crawls of other nights left that died here."""
    for path in spool.glob("*/"):
        if path.name != run:
            shutil.rmtree(path, ignore_errors=True)
