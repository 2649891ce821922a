"""Prefect flows of the works beside the nights: thin, around the functions the command line calls.

Each shows its progress and what it did, and emits an event at its end. The UI's form describes a parameter by the
docstring's ``Args``: Prefect 3.8 ignores the description of an annotation.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from prefect import flow, get_run_logger
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows import taking, watched
from flows.alerts import PROOF_FAILED, WORK_DONE, Alert
from storage.manifest import Check
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
