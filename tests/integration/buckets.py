"""Buckets of a test's own, and copies of an archive in them."""

from storage.connection import Connection
from storage.objects import ObjectStore
from storage.settings import Settings


def settings_of(server: Connection, name: str) -> Settings:
    return Settings(
        _env_file=None,
        endpoint_url=server.endpoint_url,
        access_key_id=server.access_key_id,
        secret_access_key=server.secret_access_key,
        bucket=name,
    )


def bucket(server: Connection, name: str) -> ObjectStore:
    return ObjectStore.open(settings_of(server, name))


def copy_of(store: ObjectStore, target: ObjectStore) -> ObjectStore:
    """The objects of one bucket in another, without their older versions."""
    for info in store.list():
        target.put_new(info.key, store.get(info.key))
    return target
