"""``warraq report``: the page of a night as a local file, from the bucket."""

from pathlib import Path

import pytest

from flows.report_file import fetch_report
from storage import layout
from storage.errors import SpoolError, UsageError
from storage.objects import ObjectStore
from tests.integration.stored import RUN, write_night


def test_the_report_of_the_newest_night_is_fetched(object_store: ObjectStore, tmp_path: Path) -> None:
    write_night(object_store)
    object_store.put_new(layout.report(RUN), b"<!doctype html>")
    path = fetch_report(object_store, tmp_path, "")
    assert path == tmp_path / "reports" / RUN / "index.html"
    assert path.read_bytes() == b"<!doctype html>"


def test_a_night_that_was_not_published_has_its_report_by_name(object_store: ObjectStore, tmp_path: Path) -> None:
    object_store.put_new(layout.report("2026-11-19"), b"failed")
    assert fetch_report(object_store, tmp_path, "2026-11-19").read_bytes() == b"failed"


def test_what_is_not_there_is_named_with_what_is(object_store: ObjectStore, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--run"):
        fetch_report(object_store, tmp_path, "")
    write_night(object_store)
    with pytest.raises(UsageError, match=f"2026-11-01 has no report .* such as {RUN}"):
        fetch_report(object_store, tmp_path, "2026-11-01")
    with pytest.raises(UsageError, match="calendar day"):
        fetch_report(object_store, tmp_path, "yesterday")


def test_a_folder_that_cannot_be_written_is_named(object_store: ObjectStore, tmp_path: Path) -> None:
    object_store.put_new(layout.report(RUN), b"page")
    (tmp_path / "reports").write_text("a file where the folder should be")
    with pytest.raises(SpoolError, match="WARRAQ_DATA_DIR"):
        fetch_report(object_store, tmp_path, RUN)
