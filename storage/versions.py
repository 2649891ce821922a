"""Older versions of objects, in a bucket that keeps them: removed for good, or found when they are old enough.

Where a bucket keeps no versions there is nothing to remove but the objects themselves.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise

from storage.objects import ObjectStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of an object, or the mark that it was deleted."""

    key: str
    """Object key."""
    version_id: str
    """The version."""
    written_at: datetime
    """When it was written, by the store's clock, to the second."""
    is_newest: bool
    """Whether it is what a reader sees."""


def listed(store: ObjectStore, prefix: str = "") -> list[Version]:
    """Every version of every object below a prefix, by key, the oldest first; none where none are kept."""
    pages = store.pages("list_object_versions", prefix)
    items = [item for page in pages for kind in ("Versions", "DeleteMarkers") for item in page.get(kind, ())]
    items.sort(key=lambda item: (item["Key"], item["LastModified"], item["IsLatest"]))
    return [
        Version(
            key=item["Key"], version_id=item["VersionId"], written_at=item["LastModified"], is_newest=item["IsLatest"]
        )
        for item in items
    ]


def purge(store: ObjectStore, key: str) -> None:
    """Remove an object with all its versions; nothing happens when there is none."""
    store.delete(key)
    for version in _of(store, key):
        store.delete(key, VersionId=version.version_id)


def purge_older(store: ObjectStore, key: str) -> None:
    """Remove all versions of an object but the newest."""
    for version in _of(store, key):
        if not version.is_newest:
            store.delete(key, VersionId=version.version_id)


def purge_replaced(store: ObjectStore, prefix: str) -> None:
    """Remove all versions below a prefix but those that readers see."""
    there = {info.key for info in store.list(prefix)}
    for version in listed(store, prefix):
        if not version.is_newest or version.key not in there:
            store.delete(version.key, VersionId=version.version_id)


def _of(store: ObjectStore, key: str) -> list[Version]:
    return [version for version in listed(store, key) if version.key == key]


def replaced_before(store: ObjectStore, until: datetime) -> list[Version]:
    """Versions that were replaced, or deleted, before an instant by the store's clock; by key, the oldest first."""
    return [
        earlier
        for _, versions in groupby(listed(store), key=lambda version: version.key)
        for earlier, later in pairwise(versions)
        if later.written_at < until
    ]
