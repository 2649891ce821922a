"""Reading and linking on a Dask cluster: the same calls as on one machine, the same answers, in the same order.

The night sends batches of pages to whatever workers the cluster has; each worker reads them in a ``ReadingPool`` of
its own, so a page keeps its limits of time and memory there and ends in quarantine alone. A worker that dies takes its
batches with it: they are read again elsewhere, and since reading is pure the night does not notice. Without any worker
left, or without a scheduler, the night fails with the remedy and can be run again, also without the cluster.

Nothing is kept on the workers, which need Warraq installed and neither the bucket nor the spool.
"""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib.metadata import version
from itertools import islice
from typing import Any, TypeVar

from crawlers.reading.pool import Reader, ReadingPool
from crawlers.reading.records import Page, Reading, SpooledPage
from storage.errors import SettingsError, WarraqError
from storage.settings import Settings

LOCAL = "local"
BATCH_PAGES = 16
"""Pages a task: about a quarter of a second of work, a thousand times what Dask takes for a task, and 1.5 MB of bodies
(86 kB a page), so that few of them are read again when a worker dies (chosen 2026-11-28)."""
BATCHES_PER_THREAD = 2
"""Batches in flight for each thread of the workers: one is read while the next travels."""
TRIES = 3
"""Workers a batch may see die before the cluster is taken to be at fault."""
ANSWER_S = 60.0
"""Seconds in which a scheduler must answer and a first worker must be there: a cold container starts in as many."""
PLUGIN = "warraq-reading"

T = TypeVar("T")
R = TypeVar("R")


@contextmanager
def readers(settings: Settings) -> Iterator[Reader]:
    """Who reads the pages of a night: processes of this machine, or the cluster that ``settings.dask`` names.

    Raises ``SettingsError`` when the cluster cannot be used as it is.
    """
    if not settings.dask:
        workers = settings.read_workers or len(os.sched_getaffinity(0))
        with ReadingPool(workers, settings.read_timeout_s) as pool:
            yield pool
        return
    with _client(settings) as client:
        yield ClusterReading(client, settings.read_timeout_s)


@contextmanager
def _client(settings: Settings) -> Iterator[Any]:
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError:
        raise SettingsError(
            "WARRAQ_DASK is set, but Dask is not installed: pip install 'warraq[dask]', or unset WARRAQ_DASK"
        ) from None
    with ExitStack() as stack:
        address: Any = settings.dask
        if settings.dask == LOCAL:
            # A worker starts readers of its own, which a daemon may not.
            stack.enter_context(dask.config.set({"distributed.worker.daemon": False}))
            workers = settings.read_workers or len(os.sched_getaffinity(0))
            start: Any = LocalCluster
            address = stack.enter_context(
                start(n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None)
            )
        connect: Any = Client
        try:
            client = stack.enter_context(connect(address, timeout=ANSWER_S, set_as_default=False))
            client.wait_for_workers(1, timeout=ANSWER_S)
        except (OSError, TimeoutError, ValueError) as error:
            raise SettingsError(
                f"WARRAQ_DASK={settings.dask}: no scheduler with a worker answers ({error}): start them, or unset "
                "WARRAQ_DASK to read on this machine"
            ) from None
        yield client


class ClusterReading:
    """A ``Reader`` on the workers of a Dask client."""

    def __init__(self, client: Any, timeout_s: float) -> None:
        """``timeout_s`` seconds for one page. ``SettingsError`` when a worker cannot read as this process would."""
        self._client = client
        try:
            client.register_plugin(_plugin(timeout_s), name=PLUGIN)
        except (RuntimeError, ImportError) as error:
            raise SettingsError(f"a Dask worker cannot read pages: {error}") from None

    def read(self, pages: Iterable[Page | SpooledPage]) -> Iterator[Reading]:
        """The reading of each page, in order; raises ``WarraqError`` when the cluster is lost."""
        # The spool is on this machine alone: bodies are loaded here and travel.
        return self._spread(_read_batch, (page.load() for page in pages))

    def map(self, function: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """``function`` of each item, in order; it must be pure and importable. Raises as ``read``."""
        return self._spread(partial(_map_batch, function), items)

    def _spread(self, work: Callable[[list[Any]], list[Any]], items: Iterable[Any]) -> Iterator[Any]:
        waiting: deque[Any] = deque()
        left = iter(items)
        while batch := list(islice(left, BATCH_PAGES)):
            # A name of its own: the same page twice must not be taken for one task whose result is gone.
            waiting.append(self._client.submit(work, batch, pure=False, retries=TRIES))
            if len(waiting) >= BATCHES_PER_THREAD * self._threads():
                yield from self._result(waiting.popleft())
        while waiting:
            yield from self._result(waiting.popleft())

    def _threads(self) -> int:
        threads: int = sum(self._client.nthreads().values())
        return max(1, threads)

    def _result(self, future: Any) -> list[Any]:
        from distributed import CancelledError, KilledWorker
        from distributed.comm.core import CommClosedError

        try:
            done: list[Any] = future.result()
        except (KilledWorker, CancelledError, CommClosedError, TimeoutError) as error:
            raise WarraqError(
                f"the Dask cluster was lost ({type(error).__name__}: {error}): look at its workers, and "
                "run the night again, with WARRAQ_DASK unset if need be"
            ) from None
        return done


def _plugin(timeout_s: float) -> Any:
    """What each worker starts with: a pool of readers, once its Warraq is known to be this one."""
    from distributed import WorkerPlugin

    wanted = version("warraq")

    class ReadingPlugin(WorkerPlugin):
        """The readers of one worker, stopped with it."""

        pool: ReadingPool

        def setup(self, worker: Any) -> None:
            if version("warraq") != wanted:
                raise RuntimeError(
                    f"{worker.address} has Warraq {version('warraq')}, the night {wanted}: install that"
                )
            if multiprocessing.current_process().daemon:
                raise RuntimeError(
                    f"{worker.address} may not start processes: start it with --no-nanny, or with "
                    "DASK_DISTRIBUTED__WORKER__DAEMON=false in its environment"
                )
            self.pool = ReadingPool(worker.state.nthreads, timeout_s)
            self.pool.__enter__()

        def teardown(self, worker: Any) -> None:  # noqa: ARG002 - Dask's interface
            self.pool.__exit__(None, None, None)

    return ReadingPlugin()


def _read_batch(pages: list[Page]) -> list[Reading]:
    """On a worker: read by its pool."""
    from distributed import get_worker

    plugin: Any = get_worker().plugins[PLUGIN]
    return list(plugin.pool.read(pages))


def _map_batch(function: Callable[[T], R], items: list[T]) -> list[R]:
    return [function(item) for item in items]
