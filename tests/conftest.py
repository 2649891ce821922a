"""Fixtures of more than one folder: a real object store, started once a session."""

import itertools
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from xdist.scheduler import LoadFileScheduling

from storage import embedded
from storage.connection import Connection
from storage.objects import ObjectStore
from storage.settings import Settings

# A machine that is busy with something else is no reason for a property to fail.
hypothesis.settings.register_profile("warraq", deadline=None)
hypothesis.settings.load_profile("warraq")

_numbers = itertools.count(1)


class _ByFile(LoadFileScheduling):  # type: ignore[misc]  # pytest-xdist has no types
    """Keeps in one process the files that share the three nights, which each process would else archive for itself
    (80 s on 2026-11-28), and every other file."""

    def _split_scope(self, nodeid: str) -> str:
        return _shares(self.config.rootpath / nodeid.split("::")[0]) or str(super()._split_scope(nodeid))


@cache
def _shares(path: Path) -> str:
    return "three_nights" if "three_nights" in path.read_text(encoding="utf-8") else ""


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """How tests are spread over processes (``pytest -n``)."""
    return _ByFile(config, log)


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
