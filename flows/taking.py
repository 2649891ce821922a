"""``warraq takedown`` and ``warraq upkeep``: first what would be done, then, with ``--yes``, doing it."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from flows import retention, takedown
from flows.night import one_night_at_a_time
from flows.plain import plain
from flows.shown import console
from storage.errors import UsageError
from storage.objects import ObjectStore, open_store
from storage.settings import Settings


@contextmanager
def _writing(settings: Settings) -> Iterator[ObjectStore]:
    """The store, while nobody else writes the archive from this data folder."""
    with one_night_at_a_time(settings.data_dir), open_store(settings) as store:
        yield store


def take_down(settings: Settings, what: str, *, reason: str, by: str, with_copies: bool, yes: bool) -> None:
    """Take down what is named, or finish what was begun; raises ``UsageError`` for a request that is not whole."""
    if what and yes and not reason:
        raise UsageError(f"takedown of {what}: say why with --reason; the tombstone keeps it")
    out = console()
    with _writing(settings) as store:
        # What was begun is always finished first: it can only be finished before other work changes the archive.
        for finished in takedown.resume(store, settings.data_dir):
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
            takedown.apply(store, planned, settings.data_dir)
            out.print(f"taken down; tombstone {planned.tombstone.id} keeps it from coming back")
        else:
            out.print("nothing is changed yet: add --yes to do it. It cannot be undone.")


def keep_up(settings: Settings, *, yes: bool) -> None:
    """Remove what is kept no longer."""
    out = console()
    with _writing(settings) as store:
        retention.resume(store)
        planned = retention.plan(store, settings)
        for line in retention.in_words(planned):
            out.print(plain(line), markup=False)
        if yes:
            retention.apply(store, planned)
        elif planned.keys or planned.versions:
            out.print("nothing is removed yet: add --yes to do it.")
