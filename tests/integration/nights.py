"""Running nights as a person does, through the command line, and looking at what they leave in the bucket."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.equipment import equipped
from flows.runs import plan_night
from storage import lease, manifest
from storage.connection import Connection
from storage.ids import digest
from storage.objects import ObjectStore
from storage.settings import Settings

COMMITTED = (
    "captures/", "revisions/", "articles/", "copies/", "stories/", "syndication/", "outcomes/", "state/", "index/",
    "snapshots/", "reports/", "runs/",
)  # fmt: skip
"""Everything whose bytes may not depend on how often a night was killed."""
OF_ATTEMPTS = ("/lease.json", "/attempts.json")
"""Ends of the keys that say who tried when: the only ones that do depend on it."""


def settings_on(server: Connection, folder: Path, bucket: str, sources: str, **others: str) -> Settings:
    """Settings of an archive in a bucket of the server, with a data folder of the bucket's name."""
    return Settings(
        _env_file=None,
        endpoint_url=server.endpoint_url,
        access_key_id=server.access_key_id,
        secret_access_key=server.secret_access_key,
        bucket=bucket,
        data_dir=folder / bucket,
        sources=sources,
        iceberg_catalog="off",
        **others,  # type: ignore[arg-type]
    )


def environment(settings: Settings, api_url: str) -> dict[str, str]:
    """The environment a night on these settings runs in."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("WARRAQ_", "PREFECT_"))}
    return inherited | {
        "WARRAQ_ENDPOINT_URL": settings.endpoint_url,
        "WARRAQ_ACCESS_KEY_ID": settings.access_key_id,
        "WARRAQ_SECRET_ACCESS_KEY": settings.secret_access_key.get_secret_value(),
        "WARRAQ_BUCKET": settings.bucket,
        "WARRAQ_DATA_DIR": str(settings.data_dir),
        "PREFECT_API_URL": api_url,
    }


def warraq(*arguments: str) -> list[str]:
    """The command line of ``warraq``."""
    return [sys.executable, "-c", "from flows.cli import main; main()", *arguments]


def run_night(settings: Settings, api_url: str, night: int, **extra: str) -> Any:
    """Run a practice night to its end; its manifest as JSON. A failing night fails the test with what it said."""
    done = subprocess.run(
        warraq("nightly", "--night", str(night), "--json"),
        env=environment(settings, api_url) | extra,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def digests(store: ObjectStore) -> Mapping[str, str]:
    """Digest of every committed object by key."""
    keys = [info.key for prefix in COMMITTED for info in store.list(prefix) if not info.key.endswith(OF_ATTEMPTS)]
    return {key: digest(store.get(key)) for key in keys}


def archive_night(settings: Settings) -> Mapping[str, str]:
    """The night's own steps, one after the other; the digest of every object it leaves."""
    store = ObjectStore.open(settings)
    night = plan_night(settings, night=1, run="", latest=manifest.latest(store), now=datetime.now(UTC))
    with (
        lease.held(store, work=lease.night(night.run), data_dir=settings.data_dir) as held,
        equipped(night, settings, store, None, held) as work,
    ):
        for source in night.sources:
            work.gather(source.id, lambda level, message: None)
        for source in night.sources:
            work.read(source.id)
            work.judge(source.id)
        rows = work.compare(work.link())
        described = work.describe(rows, work.publish(rows), work.check(rows))
        work.report(described, rows)
        work.commit(described)
    return digests(store)
