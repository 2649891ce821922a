"""Proof and repair of three small nights: whatever is lost, damaged or too much is named, and put back to the byte."""

import itertools
from collections.abc import Callable

import pytest

from flows.repair import repair
from storage import amendments, layout, manifest, versions
from storage.connection import Connection
from storage.manifest import Check
from storage.objects import ObjectStore
from storage.partitions import from_parquet, get_rows, put_rows, to_parquet
from storage.records import ArticleRow, OutcomeRow
from storage.verify import OWN, verify
from tests.integration import smallnights
from tests.integration.buckets import bucket, copy_of
from tests.integration.smallnights import RUNS

_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def whole(store_server: Connection, tmp_path_factory: pytest.TempPathFactory) -> ObjectStore:
    """The three nights, undisturbed."""
    store = bucket(store_server, "proof-whole")
    smallnights.archive_nights(store, tmp_path_factory.mktemp("nights"))
    return store


@pytest.fixture
def archived(whole: ObjectStore, store_server: Connection) -> ObjectStore:
    """A copy of them, without older versions."""
    return copy_of(whole, bucket(store_server, f"proof-{next(_numbers)}"))


def objects(store: ObjectStore) -> dict[str, bytes]:
    return {info.key: store.get(info.key) for prefix in OWN for info in store.list(prefix)}


def failed(checks: list[Check]) -> dict[str, str]:
    return {check.name: check.note for check in checks if not check.passed}


def flip(store: ObjectStore, key: str) -> None:
    """Change one bit in the middle of an object, or give an empty one a byte, and leave no older version."""
    data = bytearray(store.get(key)) or bytearray(1)
    data[len(data) // 2] ^= 1
    versions.purge(store, key)
    store.put_new(key, bytes(data))


def lose(store: ObjectStore, key: str) -> None:
    versions.purge(store, key)


Harm = Callable[[ObjectStore, str], None]


def test_the_nights_have_what_is_to_be_proven(whole: ObjectStore) -> None:
    outcomes = {row.outcome for run in RUNS for row in get_rows(whole, layout.outcomes(run), OutcomeRow)}
    assert {"new", "revised", "copy", "revisit", "unchanged", "unpublished", "duplicate_link", "held_back"} <= outcomes
    rows = [row for info in whole.list("articles/") for row in get_rows(whole, info.key, ArticleRow)]
    assert {row.unpublished_at is None for row in rows} == {True, False}
    assert max(row.copy_count for row in rows) > 0
    assert max(row.revision for row in rows) == 3


def test_an_undisturbed_archive_holds(whole: ObjectStore) -> None:
    checks = verify(whole)
    assert failed(checks) == {}
    assert set(objects(whole)) <= {check.name for check in checks}
    assert failed(verify(whole, quick=True)) == {}
    assert repair(whole) == []


def test_everything_derived_is_the_same_when_it_is_made_again(whole: ObjectStore) -> None:
    before = objects(whole)
    checks = repair(whole, everything=True)
    assert {check.note for check in checks} == {"as committed"}
    prefixes = {check.name.split("/date=")[0].split("/month=")[0].split("/run=")[0] for check in checks}
    assert prefixes == {
        "articles", "copies", "stories", "syndication", "state/links", "state/link-keys", "index/articles", "index/keys", "index/terms"
    }  # fmt: skip
    assert objects(whole) == before


@pytest.mark.parametrize("harm", [flip, lose])
def test_a_flipped_bit_and_a_lost_object_are_found_whatever_the_object(archived: ObjectStore, harm: Harm) -> None:
    kinds = {prefix: [info.key for info in archived.list(prefix)] for prefix in OWN}
    keys = sorted({key for found in kinds.values() for key in (found[0], found[-1])})
    for key in keys:
        harm(archived, key)
    wrong = failed(verify(archived))
    assert set(keys) <= set(wrong)
    assert {name for name in wrong if "/" in name} == set(keys)
    assert all("warraq repair" in wrong[key] for key in keys)
    if harm is lose:
        assert set(keys) <= set(failed(verify(archived, quick=True)))


def test_an_object_nobody_names_is_found(archived: ObjectStore) -> None:
    strays = [layout.articles(smallnights.A[1].day.replace(year=2020)), layout.outcomes("2026-11-27"), "index/x"]
    for key in strays:
        archived.put_new(key, b"x")
    for quick in (False, True):
        wrong = failed(verify(archived, quick=quick))
        assert set(wrong) == set(strays)
        assert "run that night again" in wrong[strays[1]]


def test_a_lost_manifest_is_named_and_put_back_from_an_older_version(archived: ObjectStore) -> None:
    key = layout.manifest(RUNS[1])
    before = archived.get(key)
    archived.ensure(key, b"damaged")
    assert key in failed(verify(archived))
    assert [check.note for check in repair(archived)] == ["put back from an older version"]
    assert archived.get(key) == before
    assert failed(verify(archived)) == {}


def _rewrite(store: ObjectStore, key: str, record: type, change: Callable[[list], list]) -> None:
    """Change rows of an object and its manifest with it, as a fault in a night would."""
    rows = change(get_rows(store, key, record))
    entry = put_rows(store, key, record, rows)
    for run in manifest.committed_runs(store):
        described = manifest.load(store, run)
        objects = [entry if one.key == key else one for one in described.objects]
        store.ensure(layout.manifest(run), described.model_copy(update={"objects": objects}).to_bytes())


@pytest.mark.parametrize(
    ("key", "record", "change", "finding"),
    [
        (layout.outcomes(RUNS[1]), OutcomeRow, lambda rows: rows[1:], f"links of run {RUNS[1]}"),
        (layout.outcomes(RUNS[1]), OutcomeRow, lambda rows: [*rows, rows[0]], f"links of run {RUNS[1]}"),
        (layout.revisions(RUNS[1]), ArticleRow, lambda rows: rows[1:], f"revisions of run {RUNS[1]}"),
        (layout.revisions(RUNS[1]), ArticleRow, lambda rows: rows[1:], "stored articles"),
        (
            layout.revisions(RUNS[1]),
            ArticleRow,
            lambda rows: [one for one in rows if one.revision == 1],
            "revision chains",
        ),
        (layout.articles(smallnights.A[1].day), ArticleRow, lambda rows: rows[1:], "stored articles"),
        (layout.articles(smallnights.A[1].day), ArticleRow, lambda rows: rows[1:], "stories"),
        (layout.articles(smallnights.A[1].day), ArticleRow, lambda rows: [*rows, rows[0]], "stored articles"),
        (layout.articles(smallnights.A[1].day), ArticleRow, lambda _: [], "copies"),
    ],
)
def test_rows_that_do_not_add_up_are_found_although_every_digest_holds(
    archived: ObjectStore, key: str, record: type, change: Callable[[list], list], finding: str
) -> None:
    _rewrite(archived, key, record, change)
    assert finding in failed(verify(archived))


def test_a_row_that_points_at_no_capture_is_found(archived: ObjectStore) -> None:
    def moved(rows: list[OutcomeRow]) -> list[OutcomeRow]:
        return [type(row)(**{**_fields(row), "capture_offset": (row.capture_offset or 0) + 1}) for row in rows]

    _rewrite(archived, layout.outcomes(RUNS[0]), OutcomeRow, moved)
    assert set(failed(verify(archived))) == {f"captures of run {RUNS[0]}", "inventory"} - {"inventory"}


def _fields(row: object) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "prefix",
    [
        "articles/",
        "copies/",
        "stories/",
        "syndication/",
        "state/links/",
        "state/link-keys/",
        "index/",
        "state/inventory/",
        "state/blocks/",
        "state/health/",
        "snapshots/before=",
    ],
)
def test_whatever_is_derived_is_made_again_to_the_byte(whole: ObjectStore, archived: ObjectStore, prefix: str) -> None:
    keys = [info.key for info in archived.list(prefix)]
    for number, key in enumerate(keys):
        (flip if number % 2 else lose)(archived, key)
    checks = repair(archived)
    assert failed(checks) == {}
    assert [check.name for check in checks] == keys
    assert objects(archived) == objects(whole)
    assert failed(verify(archived)) == {}


def test_all_that_is_derived_is_made_again_at_once(whole: ObjectStore, archived: ObjectStore) -> None:
    for info in archived.list():
        if not info.key.startswith(("captures/", "revisions/", "outcomes/", "runs/")):
            lose(archived, info.key)
    assert failed(repair(archived)) == {}
    found, wanted = objects(archived), objects(whole)
    assert found == wanted
    assert any(key.startswith(layout.BLOCK_STATE) for key in wanted)
    assert amendments.every(archived) == []
    assert failed(verify(archived)) == {}


def test_what_was_learned_and_cannot_be_learned_again_is_as_in_the_version_before(
    whole: ObjectStore, archived: ObjectStore
) -> None:
    """Without the manifest's word on what was expected of a source, its health cannot be measured to the byte."""
    keys = [info.key for info in whole.list(layout.HEALTH_STATE)]
    key = layout.manifest(RUNS[-1])
    described = manifest.load(archived, RUNS[-1])
    other = [report.model_copy(update={"expected_new": 0.5}) for report in described.sources]
    archived.ensure(key, described.model_copy(update={"sources": other}).to_bytes())
    lose(archived, keys[-1])
    assert failed(repair(archived)) == {}
    assert archived.get(keys[-1]) == whole.get(keys[-2])
    assert [one.work for one in amendments.every(archived)] == ["repair"]
    assert failed(verify(archived)) == {}
    assert repair(archived) == []


def test_a_lost_snapshot_is_found_and_not_read_as_a_later_state(whole: ObjectStore, archived: ObjectStore) -> None:
    keys = [info.key for info in archived.list(layout.SNAPSHOTS)]
    assert {info.bytes > 0 for info in archived.list(layout.SNAPSHOTS)} == {True, False}
    for key in keys:
        lose(archived, key)
    assert set(failed(verify(archived))) == set(keys)
    assert failed(repair(archived)) == {}
    assert {key: archived.get(key) for key in keys} == {key: whole.get(key) for key in keys}


def test_revisions_are_made_again_from_the_articles(whole: ObjectStore, archived: ObjectStore) -> None:
    key = layout.revisions(RUNS[2])
    lose(archived, key)
    assert failed(repair(archived)) == {}
    assert archived.get(key) == whole.get(key)


def test_revisions_that_nothing_gives_again_are_said_to_be_lost(archived: ObjectStore) -> None:
    lose(archived, layout.revisions(RUNS[0]))
    wrong = failed(repair(archived))
    assert set(wrong) == {layout.revisions(RUNS[0])}
    assert "other bytes" in wrong[layout.revisions(RUNS[0])]
    assert layout.revisions(RUNS[0]) in failed(verify(archived))


def test_where_versions_are_kept_captures_and_outcomes_are_put_back_too(
    whole: ObjectStore, archived: ObjectStore
) -> None:
    keys = [info.key for prefix in ("captures/", "outcomes/", "revisions/") for info in archived.list(prefix)]
    for number, key in enumerate(keys):
        if number % 2:
            archived.delete(key)
        else:
            archived.ensure(key, b"damaged")
    assert {check.note.partition(", ")[2] for check in repair(archived)} == {"put back from an older version"}
    assert objects(archived) == objects(whole)


def test_derived_bytes_that_are_not_those_committed_are_never_written(archived: ObjectStore) -> None:
    """A row a night should not have made: what revisions give differs, and the object is left for a person."""
    key = layout.articles(smallnights.A[1].day)
    rows = get_rows(archived, key, ArticleRow)
    other = to_parquet(ArticleRow, rows[1:], without="date")
    _rewrite(archived, key, ArticleRow, lambda found: found[1:])
    assert key in failed(repair(archived, everything=True))
    assert from_parquet(ArticleRow, archived.get(key), key=key) == from_parquet(ArticleRow, other, key=key)
