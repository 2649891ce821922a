"""Gathering on the workers of a Prefect pool: the night asks for a flow run a source and waits for them side by side.

``gather_source`` is the deployed flow, which any worker of the pool runs; ``Workers`` is the night's side. What passes
between them lies in the bucket (``flows.handover``).

While a source is crawled, its hosts are held by Prefect's global concurrency limits, one a host: no two workers ask
one host at once, whatever night or archive they work for. On one machine lock files hold them besides.

What happens on failure: a flow run that nobody takes, whose worker dies or that takes too long is given up and asked
for once more, then its source alone has failed. A night that is run again takes what workers have given back, and
waits for those still at it.
"""

import logging
import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from typing import Any

from httpx import HTTPError
from prefect import flow, get_run_logger, runtime
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import FlowRun
from prefect.concurrency.sync import concurrency
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.states import Cancelled, Completed

from crawlers.failures import detail_of
from crawlers.gathered import Gathered
from crawlers.sources import get_source
from crawlers.spool import load_gathered
from crawlers.starter import CrawlStarter
from crawlers.urls import host_of
from flows.gather import Log
from flows.handover import Claim, Handover, gather_ordered
from flows.runs import Night
from storage.errors import SettingsError
from storage.objects import ObjectStore, open_store
from storage.settings import Settings

TRIES = 2
"""Workers a source may see fail before it has failed itself."""
START_S = 300.0
"""Seconds until a worker must have taken a source, and until its hosts must be free: a cold container starts in one
minute or two, and a slot that died with its worker is free after ``LEASE_S`` (chosen 2026-11-28)."""
DEAD_S = 60.0
"""Seconds without renewal after which a worker is taken for dead: four renewals (``handover.RENEW_S``)."""
LEASE_S = 60.0
"""Seconds a host stays held by a worker that died: the least Prefect 3.8 takes."""
POLL_S = 2.0
"""Seconds between two looks at a flow run; each is a request to Prefect and one to the store."""


@flow(name="gather-source", persist_result=False)
def gather_source(run: str = "", source_id: str = "") -> Any:
    """Gather one source for a night on another machine, which starts this by itself.

    Args:
        run: Logical night YYYY-MM-DD
        source_id: The source
    """
    settings = Settings.load()
    log = get_run_logger()
    with open_store(settings, create=False) as store:
        claim = Claim(store, run, source_id, str(runtime.flow_run.id), _end)
        with claim.renewed(), hosts_held(source_id), CrawlStarter() as starter:
            gathered = gather_ordered(claim, settings.data_dir, starter, log.log)
    return Completed(message=gathered.failure_detail or f"{len(gathered.links)} links, {gathered.requests} requests")


def _end() -> None:
    """End this flow run: Prefect takes SIGTERM for a crash, and the crawl is killed on the way out."""
    os.kill(os.getpid(), signal.SIGTERM)


@contextmanager
def hosts_held(source_id: str) -> Iterator[None]:
    """While the block runs, no other worker asks a host of the source. ``TimeoutError`` after ``START_S``."""
    source = get_source(source_id)
    names = [f"host-{host}" for host in sorted({*source.hosts, *(host_of(feed.url) for feed in source.feeds)})]
    with get_client(sync_client=True) as client:
        for name in names:
            # Another worker may make the same one now.
            with suppress(ObjectAlreadyExists):
                client.upsert_global_concurrency_limit_by_name(name, 1)
    with concurrency(names, timeout_seconds=START_S, lease_duration=LEASE_S, strict=True):
        yield


class Workers:
    """The workers a night asks. Threads may share it."""

    def __init__(self, night: Night, settings: Settings, store: ObjectStore) -> None:
        """Raises ``SettingsError`` when there is no such deployment."""
        self._night, self._settings = night, settings
        self._handover = Handover(store, night)
        with get_client(sync_client=True) as client:
            try:
                self._deployment = client.read_deployment_by_name(settings.gather_deployment).id
            except ObjectNotFound:
                raise SettingsError(
                    f"WARRAQ_GATHER_DEPLOYMENT={settings.gather_deployment}: the Prefect server at {client.api_url} "
                    "has no such deployment: `prefect deploy --all`, or unset it to gather on this machine"
                ) from None

    def gather(self, source_id: str, arguments: Sequence[str], log: Log) -> Gathered:
        """Have a worker run the crawl with these arguments; what it gathered, now in the night's spool.

        A source that no worker brings is a failed source. Raises ``SpoolError`` and ``StoreError``.
        """
        done = load_gathered(self._night.spool.parent, self._night.run, source_id)
        if done is None or done.failure:
            done = self._handover.take(source_id)
        if done is not None and done.failure is None:
            return done
        order = self._handover.give(source_id, arguments, self._settings.crawl_timeout_s)
        failure, evidence = "crawl_crashed", ""
        try:
            with get_client(sync_client=True) as client:
                for flow_run in self._asked(client, source_id, order):
                    failure, evidence = self._wait(client, flow_run, source_id)
                    found = self._handover.take(source_id)
                    # A worker may end well and be unable to say so; a failed source may be of an earlier attempt.
                    if found is not None and (not failure or found.failure is None):
                        return found
                    failure = failure or "crawl_crashed"
                    log(logging.WARNING, f"a worker did not gather {source_id}: {evidence}")
        except HTTPError as error:
            evidence = f"the Prefect server cannot be asked: {error}"
        return Gathered.failed(
            self._night.run, source_id, failure, detail_of(failure, f"{evidence}; the next night gathers it anew")
        )

    def _asked(self, client: SyncPrefectClient, source_id: str, order: str) -> Iterator[FlowRun]:
        """Flow runs for the same order: one that an earlier attempt of the night began and that goes on, new ones."""
        asked = 0
        for number in count():
            flow_run = self._ask(client, source_id, f"{order} {number}")
            if flow_run.state and flow_run.state.is_final():
                continue  # an earlier attempt's, which brought nothing
            yield flow_run
            asked += 1
            if asked == TRIES:
                return

    def _ask(self, client: SyncPrefectClient, source_id: str, order: str) -> FlowRun:
        """The flow run for an order, made unless there is one; raises ``HTTPError`` when the server stays away."""
        until = time.monotonic() + START_S
        while True:
            try:
                return client.create_flow_run_from_deployment(
                    self._deployment,
                    parameters={"run": self._night.run, "source_id": source_id},
                    name=f"{self._night.run} {source_id}",
                    idempotency_key=f"{self._settings.bucket} {self._night.run} {source_id} {order}",
                )
            except HTTPError:
                # Such as "database is locked", from SQLite on a busy machine, after the client's own repetitions.
                if time.monotonic() > until:
                    raise
                time.sleep(POLL_S)

    def _wait(self, client: SyncPrefectClient, flow_run: FlowRun, source_id: str) -> tuple[str, str]:
        """Wait for a flow run's end; its failure class, empty when it ended well, and the evidence."""
        begun = time.monotonic()
        while True:
            # Without the server the claim still tells whether the worker is alive.
            with suppress(HTTPError):
                state = client.read_flow_run(flow_run.id).state
                if state and state.is_completed():
                    return "", "its flow run ended well, and there is no result in the bucket"
                if state and state.is_final():
                    return "crawl_crashed", f"its flow run ended as {state.name}: {state.message}"
            age_s = self._handover.claim_age_s(source_id, str(flow_run.id))
            waited_s = time.monotonic() - begun
            if age_s is None and waited_s > START_S:
                failure, why = "crawl_crashed", f"no worker took it within {START_S:.0f} s: look at the work pool"
            elif age_s is not None and age_s > DEAD_S:
                failure, why = "crawl_crashed", f"its worker has given no sign of life for {age_s:.0f} s"
            elif waited_s > self._settings.crawl_timeout_s + 2 * START_S:
                failure, why = "crawl_overran", f"its worker did not end within {waited_s:.0f} s"
            else:
                time.sleep(POLL_S)
                continue
            self._handover.give_up(source_id)
            with suppress(HTTPError):
                client.set_flow_run_state(flow_run.id, Cancelled(message=why), force=True)
            return failure, why
