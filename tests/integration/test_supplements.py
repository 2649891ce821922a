"""Runs beside the nights: a WARC file imported, captures read again, a past range gathered."""

import io
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawlers import crawl
from crawlers.newsroom.expected import expected_articles
from crawlers.newsroom.server import serving
from crawlers.spool import load_gathered
from flows import backfill, hourly, importing, rereading, supplement
from flows.repair import repair
from storage import layout, lease, manifest
from storage.captures import records
from storage.errors import LeaseError, UsageError
from storage.ids import digest
from storage.objects import ObjectStore
from storage.partitions import get_rows
from storage.records import ArticleRow, OutcomeRow
from storage.settings import Settings
from storage.verify import verify
from tests.integration import smallnights
from tests.integration.nights import run_night

pytestmark = pytest.mark.slow

SOURCES = ("minbar", "rafid")
RUN = "2026-11-18"


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two publishers' first night, as their crawls left it."""
    spool = tmp_path_factory.mktemp("crawled")
    with serving(1) as newsroom:
        for source_id in SOURCES:
            arguments = crawl.arguments(source_id=source_id, run=RUN, spool=spool, proxy=newsroom.url)
            subprocess.run([sys.executable, "-m", "crawlers.crawl", *arguments], check=True, timeout=300)
    return spool


@pytest.fixture(scope="module")
def warc(crawled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file as another crawler would write it: everything together, what concerns nobody here in between."""
    path = tmp_path_factory.mktemp("warc") / "foreign.warc.gz"
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        writer.write_record(writer.create_warcinfo_record("foreign.warc.gz", {"software": "another"}))
        for source_id in SOURCES:
            for file in sorted((crawled / RUN / source_id).glob("*.warc.gz")):
                for record in records(file):
                    if record.kind == "response":
                        answer = record.response()
                        _write(writer, answer.url, answer.status, answer.headers, answer.body, answer.fetched_at)
        _write(
            writer,
            "https://elsewhere.example.net/news/1",
            200,
            (),
            b"<p>elsewhere</p>",
            datetime(2026, 11, 18, tzinfo=UTC),
        )
    return path


def _write(
    writer: WARCWriter, url: str, status: int, headers: tuple[tuple[str, str], ...], body: bytes, at: datetime
) -> None:
    kept = [(name, value) for name, value in headers if not name.lower().startswith("x-warraq")]
    writer.write_record(
        writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(body),
            http_headers=StatusAndHeaders(f"{status} OK", kept, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": at.strftime("%Y-%m-%dT%H:%M:%SZ")},
        )
    )


@pytest.fixture
def settings(store_settings: Settings) -> Settings:
    return store_settings.model_copy(update={"sources": ",".join(SOURCES), "read_workers": 1})


def _digests(store: ObjectStore) -> dict[str, str]:
    kept = ("lease.json", "attempts.json")
    return {info.key: digest(store.get(info.key)) for info in store.list("") if not info.key.endswith(kept)}


def test_a_warc_file_is_archived_as_a_run_of_its_own(
    settings: Settings, object_store: ObjectStore, warc: Path, crawled: Path
) -> None:
    described = importing.import_warc(settings, str(warc))
    assert described is not None
    assert all(check.passed for check in described.checks)
    gathered = [load_gathered(crawled, RUN, source_id) for source_id in SOURCES]
    pages = {link.canonical_url for one in gathered if one for link in one.links if link.outcome == "fetched"}
    outcomes = get_rows(object_store, layout.outcomes(described.run), OutcomeRow)
    assert {row.canonical_url for row in outcomes} >= pages
    wanted = {(one.canonical_url, one.title, one.text) for one in expected_articles(1) if one.source_id in SOURCES}
    assert {(row.canonical_url, row.title, row.text) for row in _articles(object_store)} == wanted
    (counted,) = (check.note for check in described.checks if check.name == "every record is counted")
    assert "1 other hosts" in counted
    assert "1 warcinfo records" in counted
    total = sum(1 for _ in _records(warc))
    assert counted.startswith(f"{total} records")
    assert [check for check in verify(object_store) if not check.passed] == []


def _records(path: Path) -> Iterator[object]:
    return (record for record in records(path))


def test_the_same_file_again_changes_nothing(settings: Settings, object_store: ObjectStore, warc: Path) -> None:
    importing.import_warc(settings, str(warc))
    before = _digests(object_store)
    assert importing.import_warc(settings, str(warc)) is None
    assert _digests(object_store) == before
    assert not list((settings.data_dir / "supplements").glob("*"))


def test_what_is_derived_is_made_again_to_the_byte(settings: Settings, object_store: ObjectStore, warc: Path) -> None:
    importing.import_warc(settings, str(warc))
    before = _digests(object_store)
    assert [check for check in repair(object_store, everything=True) if not check.passed] == []
    assert _digests(object_store) == before


def test_two_archives_of_one_file_are_equal_to_the_byte(
    settings: Settings, object_store: ObjectStore, warc: Path, tmp_path: Path
) -> None:
    importing.import_warc(settings, str(warc))
    other = settings.model_copy(update={"bucket": f"{settings.bucket}-b", "data_dir": tmp_path / "other"})
    importing.import_warc(other, str(warc))
    first, second = _digests(object_store), _digests(ObjectStore.open(other))
    iceberg = {key for key in {*first, *second} if key.startswith(layout.ICEBERG)}
    assert {key: one for key, one in first.items() if key not in iceberg} == {
        key: one for key, one in second.items() if key not in iceberg
    }


def test_an_older_capture_is_no_revision(
    settings: Settings, object_store: ObjectStore, warc: Path, tmp_path: Path
) -> None:
    importing.import_warc(settings, str(warc))
    before = {row.article_id: row.revision for row in _articles(object_store)}
    older = tmp_path / "older.warc.gz"
    row = next(row for row in _articles(object_store) if row.source_id == "minbar")
    with older.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        _write(writer, row.url, 200, (), b"<html><p>another text</p></html>", datetime(2026, 11, 1, tzinfo=UTC))
    assert importing.import_warc(settings, str(older)) is None
    assert {row.article_id: row.revision for row in _articles(object_store)} == before


def test_a_file_in_s3_is_fetched_with_the_environments_credentials(
    settings: Settings, object_store: ObjectStore, warc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = ObjectStore.open(settings.model_copy(update={"bucket": f"{settings.bucket}-cc-news"}))
    elsewhere.put_new("2026/11/CC-NEWS.warc.gz", warc.read_bytes())
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", settings.endpoint_url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", settings.access_key_id)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", settings.secret_access_key.get_secret_value())
    where = f"s3://{elsewhere.connection.bucket}/2026/11/CC-NEWS.warc.gz"
    assert importing.import_warc(settings, where) is not None
    assert {row.source_id for row in _articles(object_store)} == set(SOURCES)
    with pytest.raises(UsageError, match="cannot be fetched"):
        importing.import_warc(settings, where.replace("CC-NEWS", "none"))


def test_a_file_that_holds_nothing_of_ours_says_so(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "other.warc.gz"
    with path.open("wb") as out:
        _write(
            WARCWriter(out, gzip=True),
            "https://elsewhere.example.net/1",
            200,
            (),
            b"x",
            datetime(2026, 11, 1, tzinfo=UTC),
        )
    with pytest.raises(UsageError, match="nothing of 2 publishers \\(1 other hosts\\)"):
        importing.import_warc(settings, str(path))
    path.write_bytes(b"no WARC at all")
    with pytest.raises(UsageError, match="not a WARC file"):
        importing.import_warc(settings, str(path))
    with pytest.raises(UsageError, match="no such file"):
        importing.import_warc(settings, str(tmp_path / "none.warc.gz"))


def _articles(store: ObjectStore) -> list[ArticleRow]:
    keys = [info.key for prefix in (layout.ARTICLES, layout.COPIES) for info in store.list(prefix)]
    return [row for key in keys for row in get_rows(store, key, ArticleRow)]


def test_a_reread_shows_what_would_change_and_then_archives_it(
    settings: Settings, object_store: ObjectStore, warc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr("flows.night.reader_name", lambda *_: "warraq-reader/0")
        earlier.setattr("flows.linking.revisions.revision_digest", lambda article: digest(article.title.encode())[:32])
        smallnights.archive_nights(object_store, settings.data_dir, 1)
    before = _digests(object_store)
    planned = rereading.plan(settings, "", "")
    assert planned
    assert _digests(object_store) == before, "a plan writes nothing"
    described = rereading.apply(settings, "", "")
    assert described is not None
    assert described.run == f"{RUN}s001"
    assert (
        Counter(one.what.partition(":")[0] for one in planned)
        == Counter({"new": described.counts.get("new", 0), "revised": described.counts.get("revised", 0)}) - Counter()
    )
    assert [check for check in verify(object_store) if not check.passed] == []
    assert rereading.plan(settings, "", "") == [], "read by today's reader, nothing differs any more"


def test_a_backfill_gathers_the_range_alone_and_the_nights_go_on_after_it(
    settings: Settings, object_store: ObjectStore
) -> None:
    days = {one.published_date for one in expected_articles(1) if one.source_id == "minbar" and one.published_date}
    day = max(days)
    mine = settings.model_copy(update={"sources": "minbar"})
    (described,) = backfill.backfill(mine, day.isoformat(), day.isoformat())
    rows = _articles(object_store)
    assert rows
    assert {row.published_at.date() for row in rows if row.published_at} == {day}
    assert not layout.is_night(described.run)
    before = _digests(object_store)
    assert backfill.backfill(mine, day.isoformat(), day.isoformat()) == []
    assert _digests(object_store) == before
    assert described.run < RUN, "a night of that day is still to come"


def test_a_supplement_that_died_while_it_wrote_is_finished_to_the_byte(
    settings: Settings, object_store: ObjectStore, warc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calm = settings.model_copy(update={"bucket": f"{settings.bucket}-calm", "data_dir": tmp_path / "calm"})
    importing.import_warc(calm, str(warc))
    with monkeypatch.context() as dying:
        dying.setattr("flows.night.manifest.commit", _die)
        with pytest.raises(KeyboardInterrupt):
            importing.import_warc(settings, str(warc))
    assert manifest.committed_runs(object_store) == ()
    with pytest.raises(LeaseError, match="do it again first"):
        lease.acquire(object_store, work=lease.night(RUN), folder="another")
    supplement.finish(settings, object_store)
    iceberg = {key: one for key, one in _digests(object_store).items() if not key.startswith(layout.ICEBERG)}
    assert iceberg == {
        key: one for key, one in _digests(ObjectStore.open(calm)).items() if not key.startswith(layout.ICEBERG)
    }


def _die(*_: object) -> None:
    raise KeyboardInterrupt


def test_an_hour_between_the_nights_is_part_of_the_night_that_follows(
    settings: Settings, object_store: ObjectStore, api_url: str, tmp_path: Path
) -> None:
    alone = settings.model_copy(update={"bucket": f"{settings.bucket}-alone", "data_dir": tmp_path / "alone"})
    extra = {"WARRAQ_SOURCES": ",".join(SOURCES)}
    run_night(alone, api_url, 1, **extra)
    before = _digests(object_store)
    hourly.gather(settings)
    assert "0 links" in hourly.gather(settings), "a second hour asks for nothing the first one has"
    assert _digests(object_store) == before, "nothing is published"
    described = run_night(settings, api_url, 1, **extra)
    assert described["run"] == RUN
    once = _outcomes(ObjectStore.open(alone))
    assert _outcomes(object_store) == once
    assert {(row.article_id, row.text, row.revision, row.date) for row in _articles(object_store)} == {
        (row.article_id, row.text, row.revision, row.date) for row in _articles(ObjectStore.open(alone))
    }
    assert [check for check in verify(object_store) if not check.passed] == []
    assert not list((settings.data_dir / "hourly").glob("*"))
    assert not (settings.data_dir / "spool" / RUN).exists()


def _outcomes(store: ObjectStore) -> dict[str, str]:
    return {row.canonical_url: row.outcome for row in get_rows(store, layout.outcomes(RUN), OutcomeRow)}
