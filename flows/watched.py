"""What Prefect shows of a work while it runs and when it ended: progress, log lines, events.

None of it is needed for the work: a server that cannot be told is a warning in the log, and the work goes on.
"""

import logging
import random
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import cast
from uuid import UUID

from prefect import get_run_logger, runtime
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.client.orchestration import get_client
from prefect.events import emit_event

from flows.alerts import Alert
from flows.progress import Event, listen
from storage.settings import Settings

logger = logging.getLogger(__name__)

MOST_UPDATES = 100
"""Most updates of a progress artifact: one for each of its percents."""

NO_LINKS: Mapping[str, str] = {}

RETRY_SPREAD_S = 60.0
"""Seconds over which retries are spread, beside the delay the deployment declares (chosen 2026-11-28)."""


@contextmanager
def progress(key: str) -> Iterator[None]:
    """Show what the work tells, as a progress artifact named ``key`` and as lines of the run's log.

    Steps without a share of the whole are only logged.
    """
    shown = _Shown(key)
    unlisten = listen(shown)
    try:
        yield
        shown.show(1.0, "done")
    finally:
        unlisten()


class _Shown:
    def __init__(self, key: str) -> None:
        self._log = get_run_logger()
        self._lock = threading.Lock()
        self._percent = 0
        self._artifact: UUID | None = None
        # Here and not at the first step: steps come from threads that know no flow run.
        with _harmless():
            self._artifact = cast(UUID, create_progress_artifact(progress=0.0, key=key, description="begun"))

    def __call__(self, event: Event) -> None:
        subject = f"{event.source_id}: " if event.source_id else ""
        self._log.log(logging.WARNING if event.warning else logging.INFO, f"{event.stage} {subject}{event.message}")
        if event.share is not None:
            self.show(event.share, f"{event.stage}: {event.message}")

    def show(self, share: float, words: str) -> None:
        """Move on to a share of the whole; never back, and a percent at a time."""
        percent = int(share * MOST_UPDATES)
        with self._lock, _harmless():
            if self._artifact and percent > self._percent:
                update_progress_artifact(self._artifact, progress=float(percent), description=words)
                self._percent = percent


def tell(settings: Settings, alert: Alert, links: Mapping[str, str] = NO_LINKS) -> None:
    """Emit an event; ``links`` are addresses a person may open, in its payload beside its words."""
    with _harmless():
        emit_event(
            alert.event,
            resource={
                "prefect.resource.id": f"warraq.{settings.bucket}.{alert.subject}",
                "prefect.resource.name": alert.subject,
                "warraq.archive": settings.bucket,
            },
            payload={"words": alert.words, "links": dict(links), **alert.details},
        )


def name_run(name: str) -> None:
    """Name the flow run, so that the list of runs reads as a calendar."""
    run_id = runtime.flow_run.id
    if run_id:
        with get_client(sync_client=True) as client:
            client.update_flow_run(run_id, name=name)


def wait_before_retry() -> None:
    """A retry begins at a random moment, so that many runs stopped by one fault do not come back all at once."""
    if (runtime.flow_run.run_count or 1) > 1:
        time.sleep(random.uniform(0, RETRY_SPREAD_S))


@contextmanager
def _harmless() -> Iterator[None]:
    try:
        yield
    except Exception:
        logger.warning("Prefect could not be told", exc_info=True)
