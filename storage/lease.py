"""Who writes the archive: one lease object, so that a second writer learns who is at work, and stops in time.

``runs/lease.json`` names the work (a run, a takedown …), who does it and since when. Whoever writes more than one
object takes it first, by compare-and-swap, and renews it from a thread. It saves effort and guards the order of
works; each object's own compare-and-swap keeps writers from losing each other's rows.

- The lease of a work that ended is free. One that was not renewed for ``TTL_S`` is free too: its holder died. The
  data folder whose own process died takes it at once: a lock on the folder proves that the process is no more.
- Before a work changes what others read, it says so in the lease (``begin_writing``). A holder that was asleep while
  another took over finds its lease changed and fails there, before it has written anything.
- A work that began to write and did not end must be finished, by doing it again, before any other work may start:
  then nobody decides from half-written days, and a sleeper that wakes up while it writes disturbs no one. A run that
  is committed has ended, even if it was killed before its lease could say so.

No clock of a writer decides: the age of a lease is the store's own ``Date`` less its ``Last-Modified``. The times
inside the object are for people, by the holder's clock; messages name how far clocks differ.

What happens on failure: ``LeaseError`` with who holds it, for how long, and what to do. A lease that cannot be
renewed for want of a store is not lost by that; the next compare-and-swap decides.
"""

import json
import os
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from storage import keeper, layout
from storage.errors import ConflictError, FixityError, LeaseError, SpoolError, StoreError
from storage.manifest import committed_runs
from storage.objects import SWAP_ATTEMPTS, Dated, ObjectStore

TTL_S = 120.0
"""Seconds without renewal after which a holder is taken for dead: long enough for a restart of the store and its
retries, short enough to wait for (chosen 2026-11-22)."""
RENEW_S = 30.0
"""Seconds between renewals: three may fail before the lease ends."""
SKEW_S = 5.0
"""Seconds two clocks may differ without being mentioned; the store's times are whole seconds."""


def night(run: str) -> str:
    """The work of a run."""
    return f"run {run}"


class Record(BaseModel):
    """The lease object."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    work: str
    """What is done, such as ``run 2026-11-20``. The same work may be done again to its end."""
    folder: str
    """Random name of the data folder it is done from."""
    host: str
    """Machine and process, for people."""
    token: str
    """Random name of this very attempt."""
    started_at: AwareDatetime
    """When the attempt took the lease, by its own clock, UTC."""
    renewed_at: AwareDatetime
    """When it last said that it is alive, by its own clock, UTC."""
    expires_at: AwareDatetime
    """When it ends unless it is renewed, by its own clock, UTC; for people."""
    writing: bool
    """Whether the work has begun to change what others read and has not come to its end."""
    ended: bool
    """Whether the attempt is over, well or not."""

    def to_bytes(self) -> bytes:
        """JSON, one line a field."""
        return (json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n").encode()


class Lease:
    """A held lease. Safe to use from several threads."""

    def __init__(self, store: ObjectStore, record: Record, etag: str) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._record, self._etag = record, etag
        self._lost: LeaseError | None = None

    def check(self) -> None:
        """Raise ``LeaseError`` when it is known that another has taken over; asks nobody."""
        if self._lost:
            raise self._lost

    def begin_writing(self) -> None:
        """Say that from now on others' reads change; raises ``LeaseError`` when another has taken over."""
        self._swap(writing=True)

    def renew(self) -> None:
        """Say that this attempt is alive; raises ``LeaseError`` when another has taken over."""
        self._swap()

    def end(self, *, done: bool) -> None:
        """Give it up; with ``done`` the work came to its end and nothing of it is half-written."""
        self._swap(ended=True, **({"writing": False} if done else {}))

    def _swap(self, **changes: bool) -> None:
        with self._lock:
            for _ in range(SWAP_ATTEMPTS):
                self.check()
                wanted = _renewed(self._record).model_copy(update=changes)
                with suppress(ConflictError):
                    self._etag = self._store.replace_if(layout.LEASE, wanted.to_bytes(), self._etag).etag
                    self._record = wanted
                    return
                self._look_again()
            raise LeaseError(f"the lease of {self._record.work} keeps changing: run it again")

    def _look_again(self) -> None:
        """After a lost swap: either a write of ours was not answered, or another has taken over."""
        found = self._store.get_dated(layout.LEASE)
        record = _parsed(found) if found else None
        if found and record and record.token == self._record.token:
            self._etag = found.etag
            return
        by = f"{record.work} on {record.host}" if record else "somebody who deleted it"
        self._lost = LeaseError(
            f"{self._record.work} lost its lease to {by}, after it was not renewed for {TTL_S:.0f} s (was this "
            "machine asleep?): nothing more is written; run it again when the other has ended"
        )
        raise self._lost


@contextmanager
def held(store: ObjectStore, *, work: str, data_dir: Path) -> Iterator[Lease]:
    """The lease for as long as the block does ``work``; renewed by a thread, given up at the end.

    Raises ``LeaseError`` when another work is being done or has to be finished first.
    """
    with _only_process(data_dir, work):
        lease = acquire(store, work=work, folder=folder_name(data_dir))
        with _renewed_by_thread(lease):
            yield lease


@contextmanager
def _only_process(data_dir: Path, work: str) -> Iterator[None]:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        file = (data_dir / "writer.lock").open("a+")
    except OSError as error:
        raise SpoolError(f"cannot write the data folder {data_dir}: {error}; set WARRAQ_DATA_DIR") from error
    with file:
        if not keeper.try_lock(file):
            raise LeaseError(f"{work} cannot start: another process writes the archive from {data_dir}: wait for it")
        yield


@contextmanager
def _renewed_by_thread(lease: Lease) -> Iterator[None]:
    """Renew the lease while the block runs; then give it up, as done unless the block raised."""
    stop = threading.Event()
    renewing = threading.Thread(target=_keep_renewing, args=(lease, stop), daemon=True, name="lease")
    renewing.start()
    done = False
    try:
        yield
        done = True
    finally:
        stop.set()
        renewing.join()
        # Whoever cannot say that it ended leaves a lease that expires, or a successor that has it already.
        with suppress(StoreError):
            lease.end(done=done)


def acquire(store: ObjectStore, *, work: str, folder: str) -> Lease:
    """Take the lease; raises ``LeaseError`` when it is not free for ``work``."""
    for _ in range(SWAP_ATTEMPTS):
        found = store.get_dated(layout.LEASE)
        earlier = _parsed(found) if found else None
        if found and earlier:
            _refuse_while_alive(earlier, found, work, folder)
            _refuse_while_half_written(store, earlier, work)
        now = datetime.now(UTC)
        record = _renewed(
            Record(
                work=work,
                folder=folder,
                host=f"{socket.gethostname()} (process {os.getpid()})",
                token=secrets.token_hex(8),
                started_at=now,
                renewed_at=now,
                expires_at=now,
                # What an earlier attempt of the same work left half-written is still half-written.
                writing=bool(earlier and earlier.writing and earlier.work == work),
                ended=False,
            )
        )
        with suppress(ConflictError):
            written = store.replace_if(layout.LEASE, record.to_bytes(), found.etag if found else None)
            return Lease(store, record, written.etag)
    raise LeaseError(f"{work} cannot start: others take {layout.LEASE} again and again; run it again later")


def quiet(store: ObjectStore) -> str | None:
    """A name of the time in which nobody changes what others read; None while somebody does, or if that is unknown.

    What was read between two looks that gave the same name was not replaced meanwhile: an attempt that begins to
    write says so first, and has ended when it no longer does.
    """
    try:
        found = store.get_dated(layout.LEASE)
        record = _parsed(found) if found else None
    except StoreError:
        return None
    if record is None:
        return "nobody yet"
    return None if record.writing else f"{record.token} {'ended' if record.ended else 'at work'}"


def folder_name(data_dir: Path) -> str:
    """The random name of a data folder, made at its first use; raises ``SpoolError``."""
    path = data_dir / "folder"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            part = data_dir / f"folder.{os.getpid()}.part"
            part.write_text(secrets.token_hex(8))
            # Linked, not moved: of two processes that begin at once, both use the first one's name.
            with suppress(FileExistsError):
                os.link(part, path)
            part.unlink()
        return path.read_text()
    except OSError as error:
        raise SpoolError(f"cannot write the data folder {data_dir}: {error}; set WARRAQ_DATA_DIR") from error


def _refuse_while_alive(earlier: Record, found: Dated, work: str, folder: str) -> None:
    if not earlier.ended and earlier.folder != folder and found.age_s <= TTL_S:
        raise LeaseError(
            f"{work} cannot start: {earlier.work} is being done on {earlier.host} {_since(earlier)}, last heard of "
            f"{found.age_s:.0f} s ago{_skew(earlier, found)}: wait for it; if it died, its lease ends "
            f"{max(0.0, TTL_S - found.age_s):.0f} s from now"
        )


def _refuse_while_half_written(store: ObjectStore, earlier: Record, work: str) -> None:
    if earlier.writing and earlier.work != work and earlier.work not in map(night, committed_runs(store)):
        raise LeaseError(
            f"{work} cannot start: {earlier.work}, begun on {earlier.host} {_since(earlier)}, had begun to write and "
            "did not end: do it again first, best on that machine; it ends in the same bytes"
        )


def _since(earlier: Record) -> str:
    return f"since {earlier.started_at:%Y-%m-%d %H:%M:%S} UTC"


def _skew(earlier: Record, found: Dated) -> str:
    """How far the two clocks are from the store's, when it matters to whoever compares the times."""
    stores_now = datetime.now(UTC) - timedelta(seconds=found.skew_s)
    theirs = (earlier.renewed_at - stores_now).total_seconds() + found.age_s
    clocks = {"this machine's clock": found.skew_s, "its clock": theirs}
    wrong = [
        f"{whose} is {abs(ahead):.0f} s {'ahead of' if ahead > 0 else 'behind'} the store's"
        for whose, ahead in clocks.items()
        if abs(ahead) > SKEW_S
    ]
    return f" ({'; '.join(wrong)})" if wrong else ""


def _renewed(record: Record) -> Record:
    now = datetime.now(UTC)
    return record.model_copy(update={"renewed_at": now, "expires_at": now + timedelta(seconds=TTL_S)})


def _keep_renewing(lease: Lease, stop: threading.Event) -> None:
    while not stop.wait(RENEW_S):
        try:
            lease.renew()
        except LeaseError:
            return
        except StoreError:
            # No store for now: the next renewal, or the work's own calls, will tell.
            continue


def _parsed(found: Dated) -> Record:
    try:
        return Record.model_validate_json(found.data)
    except ValidationError:
        raise FixityError(f"{layout.LEASE} is not a lease: delete it when no night is running") from None
