"""The practice nights against the newsroom's own table of what an archive of it must hold."""

from collections import Counter, defaultdict
from collections.abc import Iterable

import pytest

from crawlers.newsroom import nights
from crawlers.newsroom.expected import expected_articles, expected_failures, expected_links
from flows.repair import repair
from storage import layout
from storage.outcomes import OUTCOMES
from storage.partitions import get_rows
from storage.records import ArticleRow, OutcomeRow
from storage.verify import verify
from tests.integration.conftest import ThreeNights
from tests.integration.nights import digests, run_night

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("night", [1, 2, 3])
def test_every_link_of_the_table_ends_in_its_expected_outcome(three_nights: ThreeNights, night: int) -> None:
    key = f"outcomes/run={nights.run(night)}/outcomes.parquet"
    rows = get_rows(three_nights.store, key, OutcomeRow)
    found = {(row.source_id, row.canonical_url): row.outcome for row in rows}
    expected = {(row.source_id, row.canonical_url): row.outcome for row in expected_links(night)}
    assert len(found) == len(rows), "a link has two outcomes"
    assert _difference(expected, found) == {}
    assert {row.outcome for row in rows} <= set(OUTCOMES)


@pytest.mark.parametrize("night", [1, 2, 3])
def test_broken_sources_are_reported_with_their_class_and_the_others_are_published(
    three_nights: ThreeNights, night: int
) -> None:
    reports = {report["source_id"]: report for report in three_nights.manifests[night]["sources"]}
    failed = {source_id: report["failure"] for source_id, report in reports.items() if report["state"] != "ok"}
    assert failed == expected_failures(night)
    assert all(report["detail"] for report in reports.values() if report["state"] != "ok")


def _archived(three_nights: ThreeNights) -> dict[str, ArticleRow]:
    store = three_nights.store
    rows = [
        row
        for prefix in ("articles/", "copies/")
        for info in store.list(prefix)
        for row in get_rows(store, info.key, ArticleRow)
    ]
    assert len({row.article_id for row in rows}) == len(rows), "an article has two rows"
    return {row.canonical_url: row for row in rows}


def test_the_archive_holds_exactly_the_articles_of_the_table(three_nights: ThreeNights) -> None:
    expected = {article.canonical_url for article in expected_articles(3)}
    assert set(_archived(three_nights)) == expected


def test_an_article_lies_in_the_partition_of_its_day(three_nights: ThreeNights) -> None:
    store = three_nights.store
    found = {
        row.canonical_url: key[1]
        for prefix in ("articles/", "copies/")
        for info in store.list(prefix)
        if (key := layout.path_key(info.key))
        for row in get_rows(store, info.key, ArticleRow)
    }
    expected = {
        article.canonical_url: str(article.published_date)
        for article in expected_articles(3)
        if article.published_date
    }
    assert _difference(expected, {url: day for url, day in found.items() if url in expected}) == {}


@pytest.mark.parametrize(
    "field", ["title", "text", "authors", "published_at", "published_precision", "credits", "revision"]
)
def test_every_article_is_read_as_the_table_says(three_nights: ThreeNights, field: str) -> None:
    rows = _archived(three_nights)
    expected = {article.canonical_url: getattr(article, field) for article in expected_articles(3)}
    found = {url: getattr(row, field) for url, row in rows.items() if url in expected}
    assert _difference(expected, found) == {}


def test_copies_point_at_the_agency_text_and_say_how_close_they_are(three_nights: ThreeNights) -> None:
    rows = _archived(three_nights)
    by_text = {article.id: rows[article.canonical_url] for article in expected_articles(3)}
    for article in expected_articles(3):
        row = rows[article.canonical_url]
        original = by_text[article.copy_of] if article.copy_of else None
        assert row.copy_of == (original.article_id if original else None), article.id
        assert row.copy_kind == article.copy_kind, article.id
        if original:
            assert row.cluster_id == original.cluster_id
            assert row.copy_similarity is not None
    carried = Counter(article.copy_of for article in expected_articles(3) if article.copy_of)
    assert {key: by_text[key].copy_count for key in carried} == dict(carried)


def test_the_syndication_table_says_who_copied_whom_and_how(three_nights: ThreeNights) -> None:
    rows = _archived(three_nights)
    with three_nights.archive() as archive:
        pairs = {row["article_id"]: row for row in archive.syndication().to_pylist()}
    copies = {row.article_id: row for row in rows.values() if row.copy_of}
    assert pairs.keys() == copies.keys()
    by_id = {row.article_id: row for row in rows.values()}
    for key, row in copies.items():
        original = by_id[row.copy_of or ""]
        assert (pairs[key]["copy_of"], pairs[key]["original_source_id"]) == (row.copy_of, original.source_id)
        assert pairs[key]["revision"] == row.revision
        if row.copy_kind == "exact" and original.revision == pairs[key]["original_revision"]:
            assert (pairs[key]["words_added"], pairs[key]["words_removed"]) == (0, 0), row.canonical_url
    assert {pairs[key]["credited"] for key in pairs} == {True, False}


def test_articles_about_one_event_share_a_story_and_others_do_not(three_nights: ThreeNights) -> None:
    rows = _archived(three_nights)
    events: dict[str, set[str | None]] = defaultdict(set)
    stories: dict[str | None, set[str]] = defaultdict(set)
    for article in expected_articles(3):
        story = rows[article.canonical_url].story_id
        events[article.event].add(story)
        stories[story].add(article.event)
    assert {event: len(found) for event, found in events.items() if len(found) > 1} == {}
    assert {story: found for story, found in stories.items() if len(found) > 1} == {}


def test_flags_of_the_table_are_set(three_nights: ThreeNights) -> None:
    rows = _archived(three_nights)
    missing = {
        article.id: set(article.flags) - set(rows[article.canonical_url].quality_flags)
        for article in expected_articles(3)
    }
    assert {key: flags for key, flags in missing.items() if flags} == {}
    translated = {article.source_id for article in expected_articles(3) if "machine_translated" in article.flags}
    flagged = {row.source_id for row in rows.values() if "machine_translated" in row.quality_flags}
    assert flagged == translated


def test_removed_articles_stay_archived_and_are_marked(three_nights: ThreeNights) -> None:
    rows = _archived(three_nights)
    removed = {
        link.article.canonical_url
        for night in (2, 3)
        for link in expected_links(night)
        if link.outcome == "unpublished" and link.article
    }
    assert removed, "the newsroom removes articles"
    assert {url for url, row in rows.items() if row.unpublished_at} == removed


def test_every_revision_is_kept_with_its_run(three_nights: ThreeNights) -> None:
    store = three_nights.store
    revisions = [row for info in store.list("revisions/") for row in get_rows(store, info.key, ArticleRow)]
    newest = {row.article_id: row.revision for row in _archived(three_nights).values()}
    counts = Counter(row.article_id for row in revisions)
    assert counts == newest
    assert all(row.run in {nights.run(night) for night in (1, 2, 3)} for row in revisions)


def test_a_night_adds_only_its_own_objects_and_moves_latest(three_nights: ThreeNights) -> None:
    for night in (2, 3):
        before, after = three_nights.digests[night - 1], three_nights.digests[night]
        assert set(before) <= set(after)
        changed = {key for key in before if before[key] != after[key]}
        assert all(
            key.startswith(("articles/", "copies/", "stories/", "syndication/", "runs/latest")) for key in changed
        ), changed


def test_captures_are_in_the_bucket_and_no_longer_in_the_spool(three_nights: ThreeNights) -> None:
    spooled = list((three_nights.settings.data_dir / "spool").rglob("*"))
    assert spooled == []
    assert len(three_nights.store.list("captures/")) > 30


def test_any_night_run_again_changes_no_byte(three_nights: ThreeNights, api_url: str) -> None:
    run_night(three_nights.settings, api_url, 3)
    assert digests(three_nights.store) == three_nights.digests[3]


def test_every_object_has_the_digest_its_manifest_records(three_nights: ThreeNights) -> None:
    checks = verify(three_nights.store)
    assert [check for check in checks if not check.passed] == []
    assert len(checks) > len(three_nights.manifests[3]["objects"])


def test_all_that_three_nights_derived_is_what_revisions_and_outcomes_give_anew(three_nights: ThreeNights) -> None:
    checks = repair(three_nights.store, everything=True)
    assert {check.note for check in checks} == {"as committed"}
    prefixes = {"articles", "copies", "stories", "syndication", "index", "state"}
    assert {check.name.split("/")[0] for check in checks} == prefixes


def _difference(expected: dict, found: dict) -> dict:
    """What differs, by key: (expected, found). Empty when equal; keys on one side only show None on the other."""
    keys: Iterable = sorted({*expected, *found}, key=str)
    return {key: (expected.get(key), found.get(key)) for key in keys if expected.get(key) != found.get(key)}
