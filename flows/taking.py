"""``warraq takedown``, ``upkeep`` and ``repair``: the works beside the nights, each with the archive's lease."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from flows import retention, takedown
from flows.repair import repair
from flows.shown import console
from storage import amendments, lease
from storage.errors import UsageError
from storage.lease import Lease
from storage.manifest import Check
from storage.objects import ObjectStore, open_store
from storage.plain import plain
from storage.settings import Settings


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


def take_down(settings: Settings, what: str, *, reason: str, by: str, with_copies: bool, yes: bool) -> None:
    """Take down what is named, or finish what was begun; raises ``UsageError`` for a request that is not whole."""
    if what and yes and not reason:
        raise UsageError(f"takedown of {what}: say why with --reason; the tombstone keeps it")
    out = console()
    really = yes or not what
    with _changing(settings, "takedown", really=really) as store:
        # What was begun is always finished first: it can only be finished before other work changes the archive.
        for finished in takedown.resume(store, settings) if really else ():
            out.print(f"finished takedown {finished.id}, begun {finished.at:%Y-%m-%d %H:%M} UTC")
        if not what:
            return
        by = by or getpass.getuser()
        planned = takedown.plan(store, what, with_copies=with_copies, reason=reason, by=by, now=datetime.now(UTC))
        for line in takedown.in_words(planned):
            out.print(plain(line), markup=False)
        if not planned.changes and not planned.beside:
            out.print(f"nothing of it is left (tombstone {planned.tombstone.id})")
        elif yes:
            takedown.apply(store, planned, settings)
            out.print(f"taken down; tombstone {planned.tombstone.id} keeps it from coming back")
        else:
            out.print("nothing is changed yet: add --yes to do it. It cannot be undone.")


def keep_up(settings: Settings, *, yes: bool) -> None:
    """Remove what is kept no longer."""
    out = console()
    with _changing(settings, "upkeep", really=yes) as store:
        if yes:
            retention.resume(store)
        planned = retention.plan(store, settings)
        for line in retention.in_words(planned):
            out.print(plain(line), markup=False)
        if yes:
            retention.apply(store, planned)
        elif planned.changes or planned.versions:
            out.print("nothing is removed yet: add --yes to do it.")


def put_back(settings: Settings, *, everything: bool) -> list[Check]:
    """Repair what is lost or damaged."""
    with _writing(settings, "repair") as (store, _):
        return repair(store, everything=everything)
