"""Repeating a call to the store that failed without an answer, for a bounded time; and counting what it took.

Two layers. The client library repeats a request on its own (``connection.ATTEMPTS``); what then still fails, and an
answer that broke off while it was read, which the library does not repeat, is repeated here. Every call may be
repeated: writes carry a condition, and ``objects`` recognises its own earlier write by its bytes.
"""

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

from storage.errors import StoreUnreachableError

T = TypeVar("T")

PAUSES_S = (0.25, 0.5, 1.0, 2.0, 4.0, 5.0, 5.0)
"""Longest pauses between the repeats of a call, each shortened at random so that writers do not repeat in step. About
9 s in all until a dead store is reported: the embedded one is back 2 to 5 s after a sudden end (2026-11-22). With a
fifth of all requests failing, a call fails for good once in 10^16."""
FIRST_PAUSES_S = PAUSES_S[:2]
"""The same for the very first call: a store that does not answer at all is most likely named wrongly."""
PATIENCE_S = 120.0
"""Seconds of a call after which it is not repeated any more, for stores that accept and never answer
(chosen 2026-11-22: two of the client's read time-outs)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """What a process asked of the store so far."""

    requests: int
    """HTTP requests sent, repeats among them."""
    faults: dict[str, int]
    """Requests that failed in a way that is worth repeating, by what went wrong, sorted: ``503 SlowDown``,
    ``ConnectionClosedError``."""


class CallCounter:
    """Counts requests and their faults. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._requests = 0
        self._faults: Counter[str] = Counter()

    def calls(self) -> Calls:
        """The counts so far."""
        with self._lock:
            return Calls(requests=self._requests, faults=dict(sorted(self._faults.items())))

    def count_fault(self, name: str) -> None:
        """Count a fault the client library does not see: an answer that broke off while it was read."""
        with self._lock:
            self._faults[name] += 1

    def watch(self, client: Any) -> None:
        """Count every request a boto3 client sends from now on."""
        client.meta.events.register("needs-retry.s3", self._sent)

    def _sent(self, *, response: Any = None, caught_exception: Exception | None = None, **_: Any) -> None:
        fault = _fault(response, caught_exception)
        with self._lock:
            self._requests += 1
            if fault:
                self._faults[fault] += 1


def _fault(response: Any, caught: Exception | None) -> str | None:
    if caught is not None:
        return type(caught).__name__
    status = int(response[0].status_code) if response else 0
    if status < 500 and status != 429:
        return None
    return f"{status} {response[1].get('Error', {}).get('Code', '')}".rstrip()


def patiently(call: Callable[[], T], pauses_s: tuple[float, ...] = PAUSES_S) -> T:
    """The result of ``call``, repeated after each pause while it raises ``StoreUnreachableError``."""
    began = time.monotonic()
    for longest in pauses_s:
        try:
            return call()
        except StoreUnreachableError:
            if time.monotonic() - began > PATIENCE_S:
                raise
        time.sleep(random.uniform(0, longest))
    return call()
