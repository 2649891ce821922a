"""Older versions of objects, in a bucket that keeps them: removed for good, or found when they are old enough.

Where a bucket keeps no versions there is nothing to remove but the objects themselves.
"""

from datetime import datetime
from itertools import groupby, pairwise

from storage.objects import ObjectStore, Version


def purge(store: ObjectStore, key: str) -> None:
    """Remove an object with all its versions; nothing happens when there is none."""
    store.delete(key)
    for version in _of(store, key):
        store.delete(key, version_id=version.version_id)


def purge_older(store: ObjectStore, key: str) -> None:
    """Remove all versions of an object but the newest."""
    for version in _of(store, key):
        if not version.is_newest:
            store.delete(key, version_id=version.version_id)


def _of(store: ObjectStore, key: str) -> list[Version]:
    return [version for version in store.listed_versions(key) if version.key == key]


def replaced_before(store: ObjectStore, until: datetime) -> list[Version]:
    """Versions that were replaced, or deleted, before an instant by the store's clock; by key, the oldest first."""
    return [
        earlier
        for _, versions in groupby(store.listed_versions(), key=lambda version: version.key)
        for earlier, later in pairwise(versions)
        if later.written_at < until
    ]
