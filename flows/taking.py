"""The works beside the nights, each with the archive's lease: takedown, upkeep, repair; the proof only reads.

The command line and the Prefect flows (``flows.works``) call the same functions: ``say`` takes each line for a person.
"""

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from flows import retention, takedown
from flows.progress import Steps
from flows.repair import repair
from storage import amendments, lease, verify
from storage.errors import UsageError
from storage.lease import Lease
from storage.manifest import Check
from storage.objects import ObjectStore, open_store
from storage.settings import Settings

Say = Callable[[str], None]


@contextmanager
def _writing(settings: Settings, work: str) -> Iterator[tuple[ObjectStore, Lease]]:
    """The store, while nobody else writes the archive."""
    with open_store(settings) as store, lease.held(store, work=work, data_dir=settings.data_dir) as held:
        yield store, held


@contextmanager
def _changing(settings: Settings, work: str, *, really: bool) -> Iterator[ObjectStore]:
    """The store, to change what was committed; unless ``really`` to look only, and then nothing at all is written.

    Raises ``ConflictError`` for a look at an archive in which such a work was begun and did not end.
    """
    if really:
        with _writing(settings, work) as (store, held):
            held.begin_writing()
            yield store
    else:
        with open_store(settings, create=False) as store:
            amendments.refuse_unfinished(store)
            yield store


def take_down(settings: Settings, what: str, *, reason: str, by: str, with_copies: bool, yes: bool, say: Say) -> bool:
    """Take down what is named, or finish what was begun; whether anything was taken down.

    Raises ``UsageError`` for a request that is not whole.
    """
    if what and yes and not reason:
        raise UsageError(f"takedown of {what}: say why with --reason; the tombstone keeps it")
    really = yes or not what
    with _changing(settings, "takedown", really=really) as store:
        # What was begun is always finished first: it can only be finished before other work changes the archive.
        finished = takedown.resume(store, settings) if really else ()
        for tombstone in finished:
            say(f"finished takedown {tombstone.id}, begun {tombstone.at:%Y-%m-%d %H:%M} UTC")
        if not what:
            return bool(finished)
        by = by or getpass.getuser()
        planned = takedown.plan(store, what, with_copies=with_copies, reason=reason, by=by, now=datetime.now(UTC))
        for line in takedown.in_words(planned):
            say(line)
        if not planned.changes and not planned.beside:
            say(f"nothing of it is left (tombstone {planned.tombstone.id})")
            return bool(finished)
        if not yes:
            say("nothing is changed yet: add --yes to do it. It cannot be undone.")
            return bool(finished)
        takedown.apply(store, planned, settings)
        say(f"taken down; tombstone {planned.tombstone.id} keeps it from coming back")
        return True


def keep_up(settings: Settings, *, yes: bool, say: Say) -> None:
    """Remove what is kept no longer."""
    with _changing(settings, "upkeep", really=yes) as store:
        if yes:
            retention.resume(store)
        planned = retention.plan(store, settings)
        for line in retention.in_words(planned):
            say(line)
        if yes:
            retention.apply(store, planned)
        elif planned.changes or planned.versions:
            say("nothing is removed yet: add --yes to do it.")


def put_back(settings: Settings, *, everything: bool) -> list[Check]:
    """Repair what is lost or damaged."""
    with _writing(settings, "repair") as (store, _):
        return repair(store, everything=everything)


def prove(settings: Settings, *, quick: bool) -> list[Check]:
    """Check every object of the archive, and that all rows add up."""
    with open_store(settings) as store:
        return verify.verify(store, quick=quick, count=lambda total: Steps("verify", total, "objects").done)
