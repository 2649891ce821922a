"""Takedowns of three small nights: no byte of the text stays anywhere, everything still adds up, nothing comes back."""

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows import takedown
from flows.repair import repair
from flows.taking import keep_up, take_down
from storage import amendments, captures, catalog, ids, layout, manifest, snapshots, tombstones, versions
from storage.connection import Connection
from storage.errors import ConflictError, UsageError, WarraqError
from storage.ids import digest
from storage.manifest import Check
from storage.objects import ObjectStore
from storage.partitions import from_parquet, get_rows
from storage.records import ArticleRow, OutcomeRow, StoryRow
from storage.settings import Settings
from storage.verify import verify
from tests.integration import smallnights
from tests.integration.buckets import bucket, copy_of
from tests.integration.smallnights import RUNS, Page

NOW = datetime(2026, 11, 22, tzinfo=UTC)
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def nights(store_server: Connection, tmp_path_factory: pytest.TempPathFactory) -> tuple[ObjectStore, Path]:
    store, data_dir = bucket(store_server, "takedown-whole"), tmp_path_factory.mktemp("nights")
    smallnights.archive_nights(store, data_dir)
    return store, data_dir


@pytest.fixture
def archived(nights: tuple[ObjectStore, Path], store_server: Connection) -> ObjectStore:
    """A copy in a bucket with versions: each object was something else before."""
    store = bucket(store_server, f"takedown-{next(_numbers)}")
    for info in nights[0].list():
        data = nights[0].get(info.key)
        store.put_new(info.key, data + b"earlier")
        store.ensure(info.key, data)
    return store


@pytest.fixture
def data_dir(nights: tuple[ObjectStore, Path], tmp_path: Path) -> Path:
    """The reports on this machine, and the spool of a crawl that did not end."""
    for path in nights[1].glob("reports/*/*"):
        target = tmp_path / path.relative_to(nights[1])
        target.parent.mkdir(parents=True)
        target.write_bytes(path.read_bytes())
    spool = tmp_path / "spool" / "2026-11-21" / "minbar"
    spool.mkdir(parents=True)
    (spool / "spool.warc").write_text(smallnights.A[1].text, encoding="utf-8")
    return tmp_path


def settings(data_dir: Path) -> Settings:
    return Settings(_env_file=None, data_dir=data_dir, iceberg_catalog=catalog.OFF)


def take(store: ObjectStore, data_dir: Path, what: str, *, with_copies: bool = False) -> takedown.Plan:
    planned = takedown.plan(store, what, with_copies=with_copies, reason="asked for", by="test", now=NOW)
    takedown.apply(store, planned, settings(data_dir))
    return planned


def failed(checks: list[Check]) -> list[Check]:
    return [check for check in checks if not check.passed]


def key_of(page: Page) -> str:
    return ids.article_id(page.url)


def everything(store: ObjectStore, data_dir: Path) -> Iterator[tuple[str, str]]:
    """All text anybody could find: of every version of every object, decompressed, and of every local file."""
    for version in versions.listed(store):
        if data := store.get(version.key, version_id=version.version_id).removesuffix(b"earlier"):
            yield from _texts(version.key, data)
    for path in data_dir.rglob("*"):
        if path.is_file():
            yield str(path), path.read_text(encoding="utf-8", errors="replace")


def _texts(key: str, data: bytes) -> Iterator[tuple[str, str]]:
    if key.endswith(".warc.gz"):
        for record in captures.records(data):
            yield key, f"{record.url} {record.block.decode(errors='replace')}"
    elif key.endswith(".parquet"):
        import io

        import pyarrow.parquet as pq

        yield key, str(pq.read_table(io.BytesIO(data)).to_pylist())
    else:
        yield key, data.decode(errors="replace")


def words_of(page: Page) -> set[str]:
    """Title, address and each sentence-sized piece of a text."""
    return {page.title, page.url, *page.text.split("\n")}


def test_a_dry_run_changes_nothing(archived: ObjectStore) -> None:
    before = versions.listed(archived)
    planned = takedown.plan(archived, smallnights.A[6].url, with_copies=False, reason="", by="", now=NOW)
    assert any(smallnights.A[6].title in line for line in takedown.in_words(planned))
    prefixes = {change.key.split("/")[0] for change in planned.changes}
    assert prefixes == {
        "captures", "articles", "syndication", "stories", "index", "state", "revisions", "outcomes", "snapshots"
    }  # fmt: skip
    assert versions.listed(archived) == before


def test_a_look_by_the_command_line_writes_nothing(
    archived: ObjectStore, data_dir: Path, store_settings: Settings
) -> None:
    said: list[str] = []
    looking = store_settings.model_copy(update={"bucket": archived.connection.bucket, "data_dir": data_dir})
    before, files = versions.listed(archived), sorted(data_dir.rglob("*"))
    what = smallnights.A[6].url
    take_down(looking, what, reason="", by="", with_copies=False, yes=False, say=said.append)
    little = looking.model_copy(update={"capture_days": 1, "superseded_runs": 1, "snapshot_days": 1})
    keep_up(little, yes=False, say=said.append)
    assert "\n".join(said).count("add --yes") == 2
    assert (versions.listed(archived), sorted(data_dir.rglob("*"))) == (before, files)
    missing = looking.model_copy(update={"bucket": "no-such-archive"})
    with pytest.raises(WarraqError, match="no-such-archive"):
        take_down(missing, what, reason="", by="", with_copies=False, yes=False, say=said.append)
    assert not ObjectStore.open(missing, create=False)._client.list_buckets(Prefix="no-such-archive").get("Buckets")


@pytest.mark.parametrize(
    "page", [smallnights.A[6], smallnights.TWICE, smallnights.A[4]], ids=["copied", "revised", "back"]
)
def test_nothing_of_an_article_is_left_and_everything_adds_up(
    archived: ObjectStore, data_dir: Path, page: Page
) -> None:
    all_pages = [one for night in smallnights.NIGHTS for one in night]
    mine = [one for one in all_pages if one.url == page.url]
    others = [one for one in all_pages if one.url != page.url]
    # What a worker gave back for a night that died.
    archived.put_new(layout.gathering("2026-11-30", "gathered.json", "minbar"), f"{page.title} {page.url}".encode())
    take(archived, data_dir, page.url)
    kept = {piece for one in others for piece in words_of(one)}
    gone = {piece for one in mine for piece in words_of(one)} - kept
    assert gone
    found = {(key, piece) for key, text in everything(archived, data_dir) for piece in gone if piece in text}
    assert found == set()
    assert failed(verify(archived)) == []
    assert {check.note for check in repair(archived, everything=True)} == {"as committed"}


def test_other_records_of_a_capture_file_keep_their_bytes_and_places(
    nights: tuple[ObjectStore, Path], archived: ObjectStore, data_dir: Path
) -> None:
    page = smallnights.A[6]
    key = layout.capture_file(RUNS[1], "minbar", 0)
    take(archived, data_dir, page.url)
    before = {record.offset: record for record in captures.records(nights[0].get(key), strict=True)}
    after = {record.offset: record for record in captures.records(archived.get(key), strict=True)}
    assert before.keys() == after.keys()
    changed = {offset for offset in before if before[offset] != after[offset]}
    assert {before[offset].url for offset in changed} == {page.url, "http://minbar.example/feed"}
    assert all(after[offset].fields().keys() == {"warraq-taken-down"} for offset in changed)


def test_copies_stay_and_name_an_article_that_is_no_more(archived: ObjectStore, data_dir: Path) -> None:
    original = key_of(smallnights.A[6])
    take(archived, data_dir, original)
    rows = [row for info in archived.list("copies/") for row in get_rows(archived, info.key, ArticleRow)]
    assert [row.article_id for row in rows if row.copy_of == original]
    assert failed(verify(archived)) == []


def test_copies_go_when_they_are_asked_for(archived: ObjectStore, data_dir: Path) -> None:
    original = key_of(smallnights.A[6])
    take(archived, data_dir, original, with_copies=True)
    rows = [row for info in archived.list("copies/") for row in get_rows(archived, info.key, ArticleRow)]
    assert not [row.article_id for row in rows if row.copy_of == original]
    assert failed(verify(archived)) == []


def test_snapshots_lose_it_too_and_stay_as_manifests_and_amendments_say(
    nights: tuple[ObjectStore, Path], archived: ObjectStore, data_dir: Path
) -> None:
    """The days of then, without the article and with everything else, although the article was revised since."""

    def then(store: ObjectStore, run: str) -> dict[str, set[tuple[str, int]]]:
        infos = snapshots.listing(store, layout.ARTICLES, run)
        rows = {info.key: from_parquet(ArticleRow, store.get(info.key), key=info.key) for info in infos}
        return {key: {(row.article_id, row.revision) for row in found} for key, found in rows.items()}

    page = smallnights.TWICE
    take(archived, data_dir, page.url)
    for run in RUNS:
        left = {key: {row for row in rows if row[0] != key_of(page)} for key, rows in then(nights[0], run).items()}
        assert then(archived, run) == left
        for entry in manifest.load(archived, run).objects:
            if entry.key.startswith(layout.DAILY):
                snapshots.fetch(archived, entry, run)
    (amendment,) = amendments.every(archived)
    kept = {change.key: change.after for change in amendment.changes if change.key.startswith(layout.SNAPSHOTS)}
    assert kept
    assert all(after and digest(archived.get(key)) == after.sha256 for key, after in kept.items())
    archived.ensure(min(kept), b"damaged")
    assert [check.name for check in failed(verify(archived))] == [min(kept)]


def test_an_original_counts_one_copy_less_when_a_copy_is_taken_down(archived: ObjectStore, data_dir: Path) -> None:
    def count() -> int:
        rows = [row for info in archived.list("articles/") for row in get_rows(archived, info.key, ArticleRow)]
        return next(row.copy_count for row in rows if row.article_id == key_of(smallnights.A[1]))

    before = count()
    take(archived, data_dir, smallnights.B1.url)
    assert count() == before - 1
    assert failed(verify(archived)) == []


def test_a_publisher_is_taken_down_with_all_its_captures(archived: ObjectStore, data_dir: Path) -> None:
    take(archived, data_dir, "minbar")
    for key, text in everything(archived, data_dir):
        assert "minbar" not in key, key
        if not key.startswith(("runs/", "tombstones/")):
            assert "minbar.example/news" not in text, key
    rows = [row for run in RUNS for row in get_rows(archived, layout.outcomes(run), OutcomeRow)]
    assert {row.reason.split()[0] for row in rows if row.source_id == "minbar"} == {"tombstone"}
    assert failed(verify(archived)) == []
    assert {check.note for check in repair(archived, everything=True)} == {"as committed"}


def test_the_same_takedown_again_changes_nothing(archived: ObjectStore, data_dir: Path) -> None:
    first = take(archived, data_dir, smallnights.A[6].url)
    before = versions.listed(archived)
    for what in (smallnights.A[6].url, key_of(smallnights.A[6])):
        again = take(archived, data_dir, what)
        assert (again.tombstone, again.changes, again.beside) == (first.tombstone, [], [])
    assert versions.listed(archived) == before


def test_what_the_archive_does_not_know_is_refused(archived: ObjectStore) -> None:
    with pytest.raises(UsageError, match="no article id, address or publisher"):
        takedown.plan(archived, "http://minbar.example/none", with_copies=False, reason="", by="", now=NOW)


def test_the_next_night_refuses_it_under_every_address(archived: ObjectStore, data_dir: Path) -> None:
    page = smallnights.A[6]
    take(archived, data_dir, page.url)
    elsewhere = smallnights.page("minbar", "a6-elsewhere", 6, canonical="a6")
    run = "2026-11-21"
    smallnights.archive_night(
        archived, data_dir / "next", run, (page, elsewhere, smallnights.page("minbar", "new", 77))
    )
    rows = get_rows(archived, layout.outcomes(run), OutcomeRow)
    assert sorted(row.outcome for row in rows) == ["new", "taken_down", "taken_down"]
    assert [row.canonical_url.split(":")[0] for row in rows if row.outcome == "taken_down"] == ["taken-down"] * 2
    found = {
        (key, piece)
        for key, text in everything(archived, data_dir)
        for piece in {page.title, page.url, elsewhere.url, *page.text.split("\n")}
        if piece in text and not (key.startswith(("captures/", "copies/", "revisions/")) and "rafid" in text)
    }
    assert found == set()
    assert failed(verify(archived)) == []
    assert {check.note for check in repair(archived, everything=True)} == {"as committed"}


class KilledError(Exception):
    """Stands for the end of the process."""


def killed_after(store: ObjectStore, writes: int) -> Callable[[], None]:
    """Let the store raise after so many writes and removals; the returned call makes it whole again."""
    left = itertools.count(writes, -1)
    wrapped = {name: getattr(store, name) for name in ("replace_if", "delete")}

    def stopping(name: str) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            if next(left) <= 0:
                raise KilledError
            return wrapped[name](*arguments, **named)

        return call

    for name in wrapped:
        setattr(store, name, stopping(name))
    return lambda: [delattr(store, name) for name in wrapped] and None


def test_a_takedown_killed_at_any_write_is_finished_by_the_next(
    nights: tuple[ObjectStore, Path], store_server: Connection, data_dir: Path
) -> None:
    whole = copy_of(nights[0], bucket(store_server, "takedown-unkilled"))
    take(whole, data_dir, smallnights.TWICE.url)
    wanted = {info.key: whole.get(info.key) for info in whole.list()}
    victim = copy_of(nights[0], bucket(store_server, "takedown-killed"))
    planned = takedown.plan(victim, smallnights.TWICE.url, with_copies=False, reason="asked for", by="test", now=NOW)
    for writes in itertools.count(0, 7):
        revive = killed_after(victim, writes)
        try:
            if tombstones.every(victim):
                takedown.resume(victim, settings(data_dir))
            else:
                takedown.apply(victim, planned, settings(data_dir))
            revive()
            break
        except KilledError:
            revive()
        begun = [one.work for one in amendments.every(victim) if not one.finished]
        wrong = [check.name for check in failed(verify(victim))]
        if tombstones.every(victim) and not amendments.every(victim):
            assert wrong == [f"tombstones, run {run}" for run in RUNS]
        else:
            assert wrong == begun
        if begun:
            with pytest.raises(ConflictError, match="warraq takedown"):
                amendments.refuse_unfinished(victim)
    assert {info.key: victim.get(info.key) for info in victim.list()} == wanted


def test_a_story_loses_its_member_and_its_title(archived: ObjectStore, data_dir: Path) -> None:
    page = smallnights.A[7]
    take(archived, data_dir, page.url)
    stories = [row for info in archived.list("stories/") for row in get_rows(archived, info.key, StoryRow)]
    assert all(key_of(page) not in row.article_ids and row.title != page.title for row in stories)


def test_manifests_stay_as_they_were_committed(
    nights: tuple[ObjectStore, Path], archived: ObjectStore, data_dir: Path
) -> None:
    take(archived, data_dir, smallnights.A[6].url)
    for run in manifest.committed_runs(archived):
        assert archived.get(layout.manifest(run)) == nights[0].get(layout.manifest(run))
    (tombstone,) = tombstones.every(archived)
    assert smallnights.A[6].title not in tombstone.model_dump_json()
    assert "http" not in tombstone.model_dump_json()
