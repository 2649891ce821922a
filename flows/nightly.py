"""The nightly flow: each source gathered and read, then link → publish → report → commit, one Prefect task an arrow.

Prefect watches, retries and shows; it decides nothing. One task run a source and a handful for the night,
never one per page. What makes a night safe to kill and run again is the commit rule of ``storage``.
"""

import logging
from datetime import UTC, datetime
from threading import Semaphore
from typing import Annotated, Any

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.logging.loggers import LoggingAdapter
from prefect.states import Completed, Failed
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.utilities.annotations import quote
from pydantic import Field

from flows import alerts, hours, summary, supplement, watched
from flows.datafolder import one_night_at_a_time, settle
from flows.equipment import equipped
from flows.night import NightWork
from flows.progress import tell
from flows.publish import register as register_revisions
from flows.runs import Night, archived_run, claim, last_night, plan_night, without
from flows.workers import Workers
from storage import attempts, layout, lease, manifest, tombstones
from storage.errors import ConflictError
from storage.manifest import Check, Manifest
from storage.objects import ObjectStore, open_store
from storage.settings import Settings

NIGHT_LIMIT_S = 19 * 3600
"""Seconds of a night before it is ended: it would run into the next one. Under ``runs.RESUME_HOURS``, so that a retry
still continues it. It interrupts no crawl: each has its own limit (``crawl_timeout_s``)."""


def _task(name: str) -> Any:
    """Options all tasks share: results stay in this process, names say the source."""
    return task(task_run_name=name, cache_policy=NO_CACHE, persist_result=False)


def _source(work: NightWork, source_id: str, gathering: Semaphore) -> State[Any]:
    """Crawl one source, read what was captured and judge its health; the state says what became of it.

    ``gathering`` bounds how many are crawled at once.
    """
    with gathering, work.source_fault(source_id):
        work.gather(source_id, _forward(get_run_logger()))
    work.steps.done()
    with work.source_fault(source_id):
        work.read(source_id)
    verdict, gathered = work.judge(source_id), work.gathered[source_id]
    work.steps.done()
    if gathered.failure:
        return Failed(name=_words(gathered.failure), message=gathered.failure_detail)
    said = verdict.detail or f"{len(gathered.links)} links, {gathered.requests} requests, {gathered.bytes:,} bytes"
    if verdict.state == "held_back":
        return Completed(name="Held back", message=said)
    return Completed(name="Look at it" if verdict.detail else None, message=said)


def _words(failure: str) -> str:
    """A failure class as the name of a state."""
    return failure.replace("_", " ").capitalize()


source = _task("source {source_id}")(_source)
link = _task("link")(NightWork.link)
compare = _task("compare")(NightWork.compare)
publish = _task("publish")(NightWork.publish)
report = _task("report")(NightWork.report)
commit = _task("commit")(NightWork.commit)
register = _task("register")(register_revisions)


@flow(name="nightly", persist_result=False, validate_parameters=True, timeout_seconds=NIGHT_LIMIT_S)
def nightly(night: Annotated[int, Field(ge=0, le=3)] = 0, run: str = "", sources: str = "") -> Any:
    """Gather, read, link and publish one night, and report on it.

    Args:
        night: Practice night 1 to 3; 0: the next one not archived yet
        run: Logical night YYYY-MM-DD of real publishers; empty: today (UTC)
        sources: A group (practice, press) or source ids separated by commas; empty: as configured
    """
    watched.wait_before_retry()
    settings = Settings.load(**({"sources": sources} if sources else {}))
    with one_night_at_a_time(settings.data_dir), open_store(settings) as store:
        supplement.finish(settings, store)
        latest = manifest.latest(store)
        planned = plan_night(settings, night=night, run=run, latest=latest, now=datetime.now(UTC))
        planned = without(planned, tombstones.load(store).source_ids)
        watched.name_run(planned.run)
        if latest and planned.run <= latest.run:
            return _archived(planned, settings, store, latest)
        with (
            lease.held(store, work=lease.night(planned.run), data_dir=settings.data_dir) as held,
            attempts.counted(store, planned.run),
            watched.progress("progress"),
        ):
            _unmoved(store, latest)
            claim(store, planned)
            hours.take_in(settings.data_dir, planned.spool)
            elsewhere = Workers(planned, settings, store).gather if settings.gather_deployment else None
            with equipped(planned, settings, store, latest, held, elsewhere=elsewhere) as work:
                return _run_night(work)


def _archived(planned: Night, settings: Settings, store: ObjectStore, latest: Manifest) -> State[Any]:
    """A night that is archived already changes nothing, and shows what it showed before."""
    archived = archived_run(store, latest, planned)
    settle(store, settings.data_dir, planned.spool, archived)
    tell("commit", "", f"run {planned.run} is already archived: nothing to do")
    register(store, settings)
    _show(archived, store)
    return Completed(name="Already archived", message=f"run {planned.run} changes nothing", data=planned.run)


def _unmoved(store: ObjectStore, latest: Manifest | None) -> None:
    """Make sure that ``latest`` is what it was before the lease was taken; raises ``ConflictError``."""
    now = manifest.latest(store)
    if now != latest:
        raise ConflictError(f"run {now.run if now else 'none'} was committed meanwhile: run the night again")


def _run_night(work: NightWork) -> State[Any]:
    _gather_and_read(work)
    linked = _step(work, link(work))
    # Quoted: Prefect searches what a task is given for futures, row by row.
    rows = _step(work, compare(work, quote(linked)))
    checks: list[Check] = work.check(rows)
    good = all(check.passed for check in checks)
    # A night that breaks its checks publishes its report and no data.
    entries = _step(work, publish(work, quote(rows)) if good else [])
    described = work.describe(rows, entries, checks)
    _step(work, report(work, quote(described), quote(rows)))
    if not good:
        _announce(work, described)
    _step(work, commit(work, quote(described)))
    register(work.store, work.settings)
    _announce(work, described)
    return Completed(message=summary.one_line(described), data=described.run)


def _step(work: NightWork, result: Any) -> Any:
    work.steps.done()
    return result


def _gather_and_read(work: NightWork) -> None:
    """Sources side by side; each is read as soon as it is gathered, while others still arrive."""
    most = work.settings.gather_workers
    shared = {"work": work, "gathering": Semaphore(most)}
    # As many again as are gathered at once may be read meanwhile.
    runner: Any = ThreadPoolTaskRunner(max_workers=2 * most)
    with runner:
        for future in [runner.submit(source, {"source_id": one.id, **shared}) for one in work.night.sources]:
            future.wait()
    if work.fatal:
        raise work.fatal


def _forward(logger: LoggingAdapter | logging.Logger) -> Any:
    """Hands the crawl's log lines on: warnings and worse always, its information lines too (they are few)."""

    def log(level: int, message: str) -> None:
        logger.log(max(level, logging.INFO), message)

    return log


def _announce(work: NightWork, described: Manifest) -> None:
    """Show the night, and tell those who are not looking."""
    links = _show(described, work.store)
    for alert in alerts.of_night(described, last_night(work.store, before=described.run)):
        watched.tell(work.settings, alert, links)


def _show(described: Manifest, store: ObjectStore) -> dict[str, str]:
    """The night as Prefect artifacts; the addresses of what a person may open, by name."""
    keys = {"report": layout.report(described.run)}
    if all(check.passed for check in described.checks):
        keys |= {"outcomes": layout.outcomes(described.run), "manifest": layout.manifest(described.run)}
        if any(entry.key == layout.revisions(described.run) for entry in described.objects):
            keys["what changed"] = layout.revisions(described.run)
    links = {name: store.link(key) for name, key in keys.items()}
    create_table_artifact(
        key="sources", table=summary.health_table(described), description=f"Sources of run {described.run}"
    )
    create_markdown_artifact(key="night", markdown=summary.markdown(described, links))
    return links
