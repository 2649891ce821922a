"""Prefect flows of the works beside the nights: thin, around the functions the command line calls.

Each shows its progress and what it did, and emits an event at its end. The UI's form describes a parameter by the
docstring's ``Args``: Prefect 3.8 ignores the description of an annotation.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from prefect import flow, get_run_logger
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows import backfill as gathering
from flows import hourly, importing, rereading, summary, taking, watched
from flows.alerts import PROOF_FAILED, WORK_DONE, Alert
from storage.manifest import Check, Manifest
from storage.settings import Settings

MOST_ROWS = 500
"""Rows of a table artifact: beyond that nobody reads it, and the page becomes slow (chosen 2026-11-28)."""


@flow(name="verify", persist_result=False)
def verify(
    quick: bool = False,
) -> Any:
    """Check every object against its manifest, and that all rows add up.

    Args:
        quick: Look at the listing alone: finds lost, added and cut objects, not a flipped byte
    """
    settings = Settings.load()
    with watched.progress("verify"):
        checks = taking.prove(settings, quick=quick)
    return _judged(settings, "verify", checks, PROOF_FAILED)


@flow(name="repair", persist_result=False)
def repair(
    everything: bool = False,
) -> Any:
    """Put back what is lost or damaged, to the bytes that were committed.

    Args:
        everything: Make derived objects again that are whole, too, and compare
    """
    settings = Settings.load()
    with watched.progress("repair"):
        checks = taking.put_back(settings, everything=everything)
    return _judged(settings, "repair", checks, "warraq.repair.failed")


@flow(name="takedown", persist_result=False)
def takedown(
    what: str = "",
    reason: str = "",
    by: str = "",
    with_copies: bool = False,
    yes: bool = False,
) -> Any:
    """Take an article or a publisher out of the archive for good. It cannot be undone.

    Args:
        what: Article id, URL of an article, or id of a publisher; empty: finish one that was begun
        reason: Why; kept in the tombstone
        by: Who asked for it; kept in the tombstone
        with_copies: Other publishers' copies of it, too
        yes: Do it; without, the run only says what would be done
    """
    settings = Settings.load()
    with _told("takedown") as lines:
        done = taking.take_down(
            settings, what, reason=reason, by=by, with_copies=with_copies, yes=yes, say=lines.append
        )
    return _ended(settings, "takedown", lines, changed=done)


@flow(name="upkeep", persist_result=False)
def upkeep(
    yes: bool = False,
) -> Any:
    """Remove what the settings say is kept no longer: captures, superseded state, older versions of objects.

    Args:
        yes: Do it; without, the run only says what would be removed
    """
    settings = Settings.load()
    with _told("upkeep") as lines:
        taking.keep_up(settings, yes=yes, say=lines.append)
    return _ended(settings, "upkeep", lines, changed=yes)


@flow(name="gather", persist_result=False)
def gather(sources: str = "") -> Any:
    """Gather what feeds list between the nights, for the coming night; nothing is published.

    Args:
        sources: A group (practice, press) or source ids separated by commas; empty: as configured
    """
    watched.wait_before_retry()
    settings = Settings.load(**({"sources": sources} if sources else {}))
    with watched.progress("gather"):
        return Completed(message=hourly.gather(settings))


@flow(name="backfill", persist_result=False)
def backfill(since: str, until: str, sources: str = "") -> Any:
    """Gather a past range of days from dated feeds and sitemaps, and archive it beside the nights.

    Args:
        since: First day YYYY-MM-DD, in each publisher's zone
        until: Last day YYYY-MM-DD
        sources: A group (practice, press) or source ids separated by commas; empty: as configured
    """
    watched.wait_before_retry()
    settings = Settings.load(**({"sources": sources} if sources else {}))
    watched.name_run(f"{since} to {until}")
    with watched.progress("backfill"):
        found = gathering.backfill(settings, since, until)
    return _archived(settings, "backfill", found)


@flow(name="import-warc", persist_result=False)
def import_warc(where: str, sources: str = "") -> Any:
    """Archive what a WARC or CC-NEWS file holds of the known publishers, as a run of its own.

    Args:
        where: A path the worker sees, or s3://bucket/key
        sources: A group (practice, press) or source ids separated by commas; empty: as configured
    """
    settings = Settings.load(**({"sources": sources} if sources else {}))
    with watched.progress("import-warc"):
        described = importing.import_warc(settings, where)
    return _archived(settings, "import-warc", [described] if described else [])


@flow(name="reread", persist_result=False)
def reread(since: str = "", until: str = "", yes: bool = False) -> Any:
    """Read captures of earlier runs with today's reader, and show what would change; archive it only when told to.

    Args:
        since: First run YYYY-MM-DD; empty: the first
        until: Last run YYYY-MM-DD; empty: the newest
        yes: Archive what the last run without it has shown
    """
    settings = Settings.load()
    with watched.progress("reread"):
        if yes:
            described = rereading.apply(settings, since, until)
            return _archived(settings, "reread", [described] if described else [])
        found = rereading.plan(settings, since, until)
    rows = [asdict(one) for one in found[:MOST_ROWS]]
    create_table_artifact(key="reread", table=rows, description=f"{len(found)} captures are read differently")
    return Completed(name="Planned", message=f"{len(found)} captures differ; run it with yes to archive it")


def _archived(settings: Settings, work: str, found: Sequence[Manifest]) -> State[Any]:
    """The end of a work that archived runs beside the nights: each as a table, and an event."""
    for described in found:
        words = summary.one_line(described)
        create_table_artifact(key=work, table=summary.health_table(described), description=words)
        details: dict[str, str | int] = {"run": described.run, **described.counts}
        watched.tell(settings, Alert(event=WORK_DONE.format(work=work), subject=work, words=words, details=details))
    if not found:
        return Completed(name="Nothing new", message="the archive has all of it")
    return Completed(message="; ".join(summary.one_line(described) for described in found))


@contextmanager
def _told(work: str) -> Iterator[list[str]]:
    """Progress of the work, and its lines for a person: in the run's log and as an artifact, also when it fails."""
    lines: list[str] = []
    try:
        with watched.progress(work):
            yield lines
    finally:
        for line in lines[:MOST_ROWS]:
            get_run_logger().info("%s", line)
        create_markdown_artifact(key=work, markdown=_listed(lines) or "nothing")


def _listed(lines: Iterable[str]) -> str:
    shown = [f"- `{line.replace('`', ' ')}`" for line in lines]
    return "\n".join([*shown[:MOST_ROWS], *([f"- … and {len(shown) - MOST_ROWS} more"] * (len(shown) > MOST_ROWS))])


def _ended(settings: Settings, work: str, lines: list[str], *, changed: bool) -> State[Any]:
    words = lines[-1] if lines else "nothing to do"
    if changed:
        watched.tell(
            settings,
            Alert(event=WORK_DONE.format(work=work), subject=work, words=words, details={"lines": len(lines)}),
        )
    return Completed(message=words)


def _judged(settings: Settings, work: str, checks: list[Check], failed: str) -> State[Any]:
    """The run's end by its checks: those that did not pass as a table, and an event."""
    broken = [check for check in checks if not check.passed]
    rows = [{"object": check.name, "what": check.note} for check in broken[:MOST_ROWS]]
    words = f"{len(checks) - len(broken)} of {len(checks)} checks hold"
    create_table_artifact(key=work, table=rows, description=words)
    details = {"checks": len(checks), "failed": len(broken)}
    event = failed if broken else WORK_DONE.format(work=work)
    watched.tell(settings, Alert(event=event, subject=work, words=f"{work}: {words}", details=details))
    return Failed(name="Not as committed", message=words) if broken else Completed(message=words)
