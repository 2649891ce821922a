"""A lost bucket, restored from a copy of its objects, goes on as if nothing had happened (docs/runbook.md, "Restore")."""

from pathlib import Path

import pytest

from storage import manifest
from storage.objects import ObjectStore
from storage.verify import verify
from tests.integration.buckets import copy_of
from tests.integration.conftest import ThreeNights
from tests.integration.nights import digests, run_night

pytestmark = pytest.mark.slow


def test_the_next_night_on_a_restored_bucket_has_the_same_bytes(
    three_nights: ThreeNights, api_url: str, tmp_path: Path
) -> None:
    # Another bucket and another machine: no spool, no local catalogue, no Prefect history of the one that was lost.
    settings = three_nights.settings.model_copy(update={"bucket": "restored", "data_dir": tmp_path / "data"})
    restored = copy_of(three_nights.backup, ObjectStore.open(settings))
    assert [check for check in verify(restored) if not check.passed] == []
    latest = manifest.latest(restored)
    assert latest is not None
    assert latest.run == three_nights.manifests[2]["run"]
    run_night(settings, api_url, 3)
    assert digests(restored) == three_nights.digests[3]
    assert [check for check in verify(restored) if not check.passed] == []
