"""Fixtures of more than one folder: a real object store, started once a session."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from storage import embedded
from storage.connection import Connection
from storage.objects import ObjectStore
from storage.settings import Settings

# A machine that is busy with something else is no reason for a property to fail.
hypothesis.settings.register_profile("warraq", deadline=None)
hypothesis.settings.load_profile("warraq")

_numbers = itertools.count(1)


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep in one process the files that share the three nights, which each process would else archive for itself
    (80 s on 2026-11-28), and every other file."""
    sharing = {item.path for item in items if "three_nights" in getattr(item, "fixturenames", ())}
    for item in items:
        item.add_marker(pytest.mark.xdist_group("nights" if item.path in sharing else item.nodeid.split("::")[0]))


@pytest.fixture(scope="session")
def store_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """The embedded store of this test session, as any user of the package gets it."""
    with embedded.running(tmp_path_factory.mktemp("store")) as connection:
        yield connection


@pytest.fixture
def store_settings(store_server: Connection, tmp_path: Path) -> Settings:
    """Settings that name the session's store by endpoint, and a bucket of the test's own that does not exist yet."""
    return Settings(
        _env_file=None,
        endpoint_url=store_server.endpoint_url,
        access_key_id=store_server.access_key_id,
        secret_access_key=store_server.secret_access_key,
        bucket=f"test-{next(_numbers)}",
        data_dir=tmp_path / "data",
    )


@pytest.fixture
def object_store(store_settings: Settings) -> ObjectStore:
    """An empty bucket in the session's store."""
    return ObjectStore.open(store_settings)
