"""Reading in worker processes: a page can cost its own reading, never the night.

A page that takes too long, crashes its worker or needs too much memory ends as ``quarantine`` with the reason;
its worker is replaced and the others go on. Results come in the order of the pages; only as many pages as keep
the workers busy are taken from the iterable at a time.
"""

import multiprocessing
import resource
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import TimeoutError as FutureTimeoutError
from types import TracebackType
from typing import Self

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from crawlers.reading.records import Page, Reading
from storage.errors import WarraqError

WORKER_MEMORY_BYTES = 2 * 1024**3
"""Address space of a worker. Hostile pages of 14 and 16 MiB took 150 and 360 MB (2026-11-22): the rest is room for
pages with more elements, and the limit keeps one page from taking the machine's memory."""
PAGES_PER_WORKER = 5_000
"""Pages after which a worker is replaced, so that slow leaks of parsers stay bounded."""
QUEUED_PER_WORKER = 4
"""Pages in flight for each worker: enough that none waits, few enough that bodies do not pile up."""


class ReadingPool:
    """Workers that read pages; a context manager."""

    def __init__(self, workers: int, timeout_s: float) -> None:
        """``workers`` processes; ``timeout_s`` seconds for one page."""
        self._workers = workers
        self._timeout_s = timeout_s
        self._pool: ProcessPool | None = None

    def __enter__(self) -> Self:
        # Not fork: the caller has threads (object store, Prefect), and a fork copies their locks as they stand.
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPool(
            max_workers=self._workers, max_tasks=PAGES_PER_WORKER, initializer=_start_worker, context=context
        )
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

    def read(self, pages: Iterable[Page]) -> Iterator[Reading]:
        """The reading of each page, in order; ``source_id`` must be declared (``UnknownSourceError`` otherwise)."""
        if self._pool is None:
            raise WarraqError("ReadingPool: use it as a context manager: `with ReadingPool(…) as pool`")
        waiting: deque[ProcessFuture[Reading]] = deque()
        for page in pages:
            waiting.append(self._pool.schedule(_read, args=(page,), timeout=self._timeout_s))
            if len(waiting) >= self._workers * QUEUED_PER_WORKER:
                yield self._result(waiting.popleft())
        while waiting:
            yield self._result(waiting.popleft())

    def _result(self, future: ProcessFuture[Reading]) -> Reading:
        try:
            reading = future.result()
        except FutureTimeoutError:
            return _quarantine(f"not read within {self._timeout_s:g} s")
        except ProcessExpired as error:
            return _quarantine(f"the reader's process ended with exit code {error.exitcode}")
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


def _read(page: Page) -> Reading:
    from crawlers.reading.page import read_page
    from crawlers.sources import get_source

    return read_page(page, get_source(page.source_id))
