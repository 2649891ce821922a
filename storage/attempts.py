"""How often a run was begun, and what each attempt asked of the store: ``runs/<run>/attempts.json``.

It lies beside the manifest and not in it: a manifest has the same bytes however often its night was disturbed, and
this is the record of the disturbances. So it is in no manifest's list of objects and no digest compares it.
An attempt that was killed has a beginning and no end.
"""

import json
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from storage import layout
from storage.errors import ConflictError, FixityError, StoreError
from storage.objects import SWAP_ATTEMPTS, ObjectStore


class Attempt(BaseModel):
    """One attempt at a run."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    token: str
    """Random name of the attempt."""
    host: str
    """Machine and process, for people."""
    started_at: AwareDatetime
    """UTC, by the clock of its machine."""
    ended_at: AwareDatetime | None
    """UTC; None while it runs, and for ever when it was killed."""
    error: str | None
    """What ended it, in words; None when it came to its end or was killed."""
    requests: int
    """Requests to the store, repeats among them; 0 until it ends."""
    faults: dict[str, int]
    """Requests that failed and were repeated, by what went wrong; empty until it ends."""


class Attempts(BaseModel):
    """All attempts at a run, oldest first."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    attempts: tuple[Attempt, ...] = ()
    """In the order they began."""


def load(store: ObjectStore, run: str) -> Attempts:
    """The attempts at a run; none when it was never begun. Raises ``FixityError`` when they cannot be read."""
    return _read(store, run)[0]


@contextmanager
def counted(store: ObjectStore, run: str) -> Iterator[None]:
    """Record the block as an attempt at the run: its beginning, its end, and the store's requests and faults."""
    begun = Attempt(
        token=secrets.token_hex(8),
        host=f"{socket.gethostname()} (process {os.getpid()})",
        started_at=datetime.now(UTC),
        ended_at=None,
        error=None,
        requests=0,
        faults={},
    )
    _put(store, run, begun)
    error: str | None = "stopped"
    try:
        yield
        error = None
    except Exception as caught:
        error = f"{type(caught).__name__}: {caught}"
        raise
    finally:
        calls = store.counter.calls()
        end = {"ended_at": datetime.now(UTC), "error": error, "requests": calls.requests, "faults": calls.faults}
        # The record of what went wrong must not be one thing more that goes wrong.
        with suppress(StoreError):
            _put(store, run, begun.model_copy(update=end))


def _put(store: ObjectStore, run: str, attempt: Attempt) -> None:
    for _ in range(SWAP_ATTEMPTS):
        kept, etag = _read(store, run)
        others = [one for one in kept.attempts if one.token != attempt.token]
        merged = Attempts(attempts=tuple(sorted([*others, attempt], key=lambda one: (one.started_at, one.token))))
        text = json.dumps(merged.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"
        with suppress(ConflictError):
            store.replace_if(layout.attempts(run), text.encode(), etag, content_type="application/json")
            return
    raise ConflictError(f"{layout.attempts(run)} keeps changing: is another night writing it?")


def _read(store: ObjectStore, run: str) -> tuple[Attempts, str | None]:
    found = store.get_with_etag(layout.attempts(run))
    if found is None:
        return Attempts(), None
    try:
        return Attempts.model_validate_json(found[0]), found[1]
    except ValidationError:
        raise FixityError(f"{layout.attempts(run)} is not a record of attempts: delete it") from None
