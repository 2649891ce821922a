"""Fixtures that cost seconds: a Prefect server, and the three practice nights archived once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from flows import prefect_server
from storage.archive import Archive
from storage.connection import Connection
from storage.objects import ObjectStore
from storage.settings import Settings
from tests.integration.buckets import copy_of
from tests.integration.nights import digests, run_night


@pytest.fixture(scope="session")
def api_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Prefect server."""
    data_dir = tmp_path_factory.mktemp("prefect")
    with prefect_server.serving(data_dir, port=prefect_server.free_port(), ui=False) as url:
        yield url


@dataclass(frozen=True)
class ThreeNights:
    """The practice newsroom's three nights, archived without disturbance."""

    settings: Settings
    manifests: Mapping[int, Any]
    digests: Mapping[int, Mapping[str, str]]
    backup: ObjectStore
    """A copy of the bucket after the second night, object by object."""

    @property
    def store(self) -> ObjectStore:
        return ObjectStore.open(self.settings)

    def archive(self) -> Archive:
        return Archive(self.settings)


@pytest.fixture(scope="session")
def practice_settings(store_server: Connection, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the undisturbed archive."""
    return Settings(
        _env_file=None,
        endpoint_url=store_server.endpoint_url,
        access_key_id=store_server.access_key_id,
        secret_access_key=store_server.secret_access_key,
        bucket="undisturbed",
        data_dir=tmp_path_factory.mktemp("undisturbed"),
    )


@pytest.fixture(scope="session")
def three_nights(practice_settings: Settings, api_url: str) -> ThreeNights:
    """Nights 1 to 3 and the digest of every object after each."""
    manifests, found = {}, {}
    store = ObjectStore.open(practice_settings)
    backup = ObjectStore.open(practice_settings.model_copy(update={"bucket": "backup"}))
    for night in (1, 2, 3):
        manifests[night] = run_night(practice_settings, api_url, night)
        found[night] = digests(store)
        if night == 2:
            copy_of(store, backup)
    return ThreeNights(practice_settings, manifests, found, backup)
