"""``warraq gather``: what feeds list between the nights, gathered for the coming one (``flows.hours``).

It writes nothing but the data folder. Killed, it goes on where it was; an hour that was begun is finished first.
"""

from datetime import UTC, datetime

from flows import hours
from flows.crawls import crawls, gather_all
from flows.progress import tell
from storage.manifest import Check
from storage.objects import open_store
from storage.settings import Settings


def gather(settings: Settings) -> str:
    """Gather what the sources' feeds list that nobody has; what came of it, in words."""
    folder = hours.folder(settings.data_dir, datetime.now(UTC))
    with open_store(settings) as store, crawls(settings, store, folder, stage="gather", span=None) as work:
        note = gather_all(work)
    folder.make_ready([Check(name="gather", passed=True, note=note)])
    tell("gather", "", f"{note}; the next night takes them in")
    return note
