"""Reading in worker processes: a page can cost its own reading, never the night.

A page that takes too long, crashes its worker or needs too much memory ends as ``quarantine`` with the reason;
its worker is replaced and the others go on. A worker can also be killed from outside (by the system when memory is
short): so a page whose worker ended is read again, and only one that ends ``TRIES`` workers is at fault itself. Such
an end can leave the workers' common queue locked; they are then all replaced, and their pages read again.
Results come in the order of the pages; only as many pages as keep the workers busy are taken from the iterable at
a time.
"""

import multiprocessing
import resource
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Protocol, Self, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from crawlers.reading.records import Page, Reading, SpooledPage
from storage.errors import WarraqError

WORKER_MEMORY_BYTES = 2 * 1024**3
"""Address space of a worker. Hostile pages of 14 and 16 MiB took 150 and 360 MB (2026-11-22): the rest is room for
pages with more elements, and the limit keeps one page from taking the machine's memory."""
PAGES_PER_WORKER = 5_000
"""Pages after which a worker is replaced, so that slow leaks of parsers stay bounded."""
QUEUED_PER_WORKER = 4
"""Pages in flight for each worker: enough that none waits, few enough that bodies do not pile up."""
TRIES = 3
"""Workers a page may end before it is at fault: a second end by chance of the same page is rare, a third is none."""
LOOK_S = 5.0
"""Seconds between two looks whether the workers are still able to answer."""


T = TypeVar("T")
R = TypeVar("R")


class Reader(Protocol):
    """Whoever does the work of a night that can be spread: here, or on other machines (``flows.cluster``)."""

    def read(self, pages: Iterable[Page | SpooledPage]) -> Iterator[Reading]:
        """The reading of each page, in order."""

    def map(self, function: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """``function`` of each item, in order; it must be pure and importable."""


class ReadingPool:
    """Workers that read pages; a context manager."""

    def __init__(self, workers: int, timeout_s: float) -> None:
        """``workers`` processes; ``timeout_s`` seconds for one page."""
        self._workers = workers
        self._timeout_s = timeout_s
        self._pool: ProcessPool | None = None
        self._replacing = threading.Lock()

    def __enter__(self) -> Self:
        self._pool = self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            if kind is None:
                self._pool.close()  # type: ignore[no-untyped-call]  # pebble annotates its arguments only
            else:
                self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None

    def read(self, pages: Iterable[Page | SpooledPage]) -> Iterator[Reading]:
        """The reading of each page, in order; ``source_id`` must be declared (``UnknownSourceError`` otherwise)."""
        if self._pool is None:
            raise WarraqError("ReadingPool: use it as a context manager: `with ReadingPool(…) as pool`")
        waiting: deque[tuple[Page | SpooledPage, _Turn]] = deque()
        for page in pages:
            waiting.append((page, self._schedule(page)))
            if len(waiting) >= self._workers * QUEUED_PER_WORKER:
                yield self._reading(*waiting.popleft())
        while waiting:
            yield self._reading(*waiting.popleft())

    def map(self, function: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """``function`` of each item, in order, in this process."""
        return map(function, items)

    def _reading(self, page: Page | SpooledPage, turn: "_Turn") -> Reading:
        for _ in range(TRIES - 1):
            try:
                return _result(*turn, self._timeout_s)
            except (ProcessExpired, BrokenProcessPool):
                turn = self._schedule(page)
        try:
            return _result(*turn, self._timeout_s)
        except ProcessExpired as error:
            return _quarantine(f"the reader's process ended with exit code {error.exitcode}")
        except BrokenProcessPool as error:
            raise WarraqError(
                f"the processes that read pages end again and again ({error}): free some memory"
            ) from None

    def _schedule(self, page: Page | SpooledPage) -> "_Turn":
        """Put a page in the queue, of new workers when the present ones cannot answer any more."""
        with self._replacing:
            if self._pool is None:
                raise WarraqError("ReadingPool: its block has ended")
            if not self._pool.active:
                self._pool.stop()  # type: ignore[no-untyped-call]  # pebble annotates its arguments only
                self._pool.join()
                self._pool = self._start()
            return self._pool, self._pool.schedule(_read, args=(page,), timeout=self._timeout_s)

    def _start(self) -> ProcessPool:
        # Not fork: the caller has threads (object store, Prefect), and a fork copies their locks as they stand.
        context = multiprocessing.get_context("spawn")
        pool = ProcessPool(
            max_workers=self._workers, max_tasks=PAGES_PER_WORKER, initializer=_start_worker, context=context
        )
        # Asked, it starts its workers: they load the reader, some five seconds, while pages are still gathered.
        if not pool.active:
            raise WarraqError("the processes that read pages cannot be started: free some memory")
        return pool


_Turn = tuple[ProcessPool, ProcessFuture[Reading]]
"""The workers a page waits for, and what will be its reading."""


def _result(pool: ProcessPool, future: ProcessFuture[Reading], timeout_s: float) -> Reading:
    """The reading; raises ``ProcessExpired`` or ``BrokenProcessPool`` when a worker, or all of them, ended."""
    while not wait([future], LOOK_S).done:
        # A page queued at the moment the workers broke is never answered.
        if not pool.active:
            raise BrokenProcessPool("the queue of the readers is locked")
    try:
        reading = future.result()
    except FutureTimeoutError:
        return _quarantine(f"not read within {timeout_s:g} s")
    except (ProcessExpired, BrokenProcessPool):
        raise
    except MemoryError:
        return _quarantine(f"needs more than {WORKER_MEMORY_BYTES // 1024**2} MiB of memory")
    except WarraqError:
        raise
    except Exception as error:  # whatever a stranger's page makes a parser raise ends that page alone
        return _quarantine(f"{type(error).__name__}: {error}"[:300])
    return reading


def _quarantine(reason: str) -> Reading:
    return Reading(outcome="quarantine", reason=reason, article=None)


def _start_worker() -> None:
    """Bound the worker's memory, and load the reader once."""
    resource.setrlimit(resource.RLIMIT_AS, (WORKER_MEMORY_BYTES, WORKER_MEMORY_BYTES))
    from crawlers.reading import page  # noqa: F401 - imported for its cost: about a second a process


def _read(page: Page | SpooledPage) -> Reading:
    from crawlers.reading.page import read_page
    from crawlers.sources import get_source

    return read_page(page.load(), get_source(page.source_id))
