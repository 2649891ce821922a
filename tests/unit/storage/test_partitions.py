"""Rows and Parquet: the same rows give the same bytes, and merging is idempotent."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import layout
from storage.errors import FixityError, StoreError, UsageError
from storage.links import LinkState
from storage.manifest import Manifest, ObjectEntry
from storage.partitions import (
    ROW_GROUP_ROWS,
    from_parquet,
    merge_articles,
    merge_stories,
    merge_syndication,
    to_parquet,
)
from storage.records import ArticleRow, BlockRow, IndexRow, OutcomeRow, StoryRow
from storage.schema import schema_of
from storage.syndication import SyndicationRow
from tests.integration.stored import CLOCK, DAYS, article, copy, described_night, outcome, pair, story

LINK = LinkState(
    source_id="minbar",
    canonical_url="http://minbar.example/1",
    url="http://minbar.example/1",
    article_id=None,
    outcome="gone",
    etag='"x"',
    last_modified=None,
    first_seen_at=CLOCK,
    checked_at=CLOCK,
)
INDEX = IndexRow(
    article_id="0" * 24,
    source_id="minbar",
    canonical_url="http://minbar.example/1",
    date=DAYS[0],
    revision=1,
    revision_digest="0",
    text_digest="0",
    cluster_id="0" * 24,
    copy_of=None,
    copy_kind=None,
    copy_similarity=None,
    copy_count=0,
    story_id=None,
    parent_id=None,
    published_at=None,
    first_seen_at=CLOCK,
    unpublished_at=None,
    title=None,
    countries=(),
    lead_tokens=b"lead",
    shingles=b"\x00\xff\x80\x7f",
    term_ids=b"",
    term_counts=b"",
    run="2026-11-18",
    extractor="warraq-reader/1",
    capture_file="captures/run=2026-11-18/source=minbar/minbar-00000.warc.gz",
    capture_offset=0,
)
BLOCK = BlockRow(
    source_id="minbar",
    digest="0" * 32,
    article_count=4,
    edge_count=4,
    night_count=2,
    article_ids=("1" * 24, "2" * 24),
    first_run="2026-11-17",
    last_run="2026-11-18",
    learned_run="2026-11-18",
)


@pytest.mark.parametrize(
    ("record", "rows"),
    [
        (ArticleRow, [article(1), copy(2, 1)]),
        (OutcomeRow, [outcome(1), outcome(2)]),
        (StoryRow, [story(1), story(2)]),
        (SyndicationRow, [pair(1, 3), replace(pair(2, 3), delay_s=None, title_changed=None)]),
        (LinkState, [LINK]),
        (IndexRow, [INDEX]),
        (BlockRow, [BLOCK, replace(BLOCK, source_id="aden", learned_run=None)]),
        (ArticleRow, []),
    ],
)
def test_rows_come_back_as_they_were_and_in_any_order_give_the_same_bytes(record: type, rows: list) -> None:
    data = to_parquet(record, rows)
    assert sorted(from_parquet(record, data), key=repr) == sorted(rows, key=repr)
    assert to_parquet(record, list(reversed(rows))) == data


def test_a_file_has_the_records_columns_but_what_its_path_tells() -> None:
    schema = pq.read_schema(io.BytesIO(to_parquet(ArticleRow, [article(1)])))
    assert schema.equals(schema_of(ArticleRow))
    without = pq.read_schema(io.BytesIO(to_parquet(ArticleRow, [article(1)], without="date")))
    assert without.names == [name for name in schema.names if name != "date"]


def test_a_row_read_again_has_the_day_its_path_tells() -> None:
    data = to_parquet(ArticleRow, [article(1)], without="date")
    (row,) = from_parquet(ArticleRow, data, key=layout.articles(DAYS[0]))
    assert row == replace(article(1), date=DAYS[0])


def test_articles_are_sorted_by_source_then_time_with_unknown_times_last() -> None:
    rows = [article(1, published_at=None), article(3), article(2), article(5)]
    stored = from_parquet(ArticleRow, to_parquet(ArticleRow, rows))
    assert [int(row.article_id, 16) for row in stored] == [2, 3, 5, 1]


def test_large_days_are_cut_into_row_groups_with_a_page_index_and_few_dictionaries() -> None:
    file = pq.ParquetFile(io.BytesIO(to_parquet(ArticleRow, [article(n) for n in range(ROW_GROUP_ROWS + 1)])))
    group = file.metadata.row_group(0)
    columns = {group.column(n).path_in_schema: group.column(n) for n in range(group.num_columns)}
    assert file.metadata.num_row_groups == 2
    assert columns["source_id"].has_dictionary_page
    assert columns["countries.list.element"].has_dictionary_page
    assert not columns["text"].has_dictionary_page
    assert columns["text"].compression == "ZSTD"
    assert columns["source_id"].has_column_index


def test_bytes_that_are_no_parquet_file_are_refused() -> None:
    with pytest.raises(FixityError, match="not a Parquet file of ArticleRow"):
        from_parquet(ArticleRow, b"PAR1 is not enough")


numbered = st.lists(
    st.builds(
        lambda number, revision, words: article(number, revision=revision, word_count=words),
        st.integers(0, 6),
        st.integers(1, 3),
        st.integers(0, 99),
    ),
    max_size=12,
)


@given(existing=numbered, new=numbered)
def test_merging_again_changes_nothing_and_the_newest_revision_wins(
    existing: list[ArticleRow], new: list[ArticleRow]
) -> None:
    before = merge_articles([], existing)
    merged = merge_articles(before, new)
    assert merge_articles(merged, new) == merged
    assert len({row.article_id for row in merged}) == len(merged)
    for row in merged:
        assert row.revision == max(r.revision for r in [*before, *new] if r.article_id == row.article_id)


def test_a_row_of_the_same_revision_replaces_the_stored_one() -> None:
    assert merge_articles([article(1)], [article(1, copy_count=3)]) == [article(1, copy_count=3)]
    assert merge_articles([article(1, revision=2)], [article(1)]) == [article(1, revision=2)]


def test_articles_and_copies_never_share_an_object() -> None:
    with pytest.raises(StoreError, match="different objects"):
        merge_articles([article(1)], [copy(2, 1)])
    assert merge_articles([], [copy(3, 1), copy(2, 1)]) == [copy(2, 1), copy(3, 1)]


def test_a_story_is_described_by_the_newest_run() -> None:
    newer = replace(story(1), run="2026-11-19", article_count=2)
    assert merge_stories([story(1)], [newer, story(2)]) == [newer, story(2)]
    assert merge_stories([newer], [story(1)]) == [newer]


def test_a_copy_is_compared_as_its_newest_revision_stands() -> None:
    second = replace(pair(1, 3), revision=2, words_added=9)
    assert merge_syndication([pair(1, 3)], [pair(2, 3), second]) == [pair(2, 3), second]
    assert merge_syndication([second], [pair(1, 3)]) == [second]


def test_a_manifest_has_one_form_whatever_the_order_of_its_objects() -> None:
    entries = [ObjectEntry.of(key, b"x", rows=None) for key in ("b", "a")]
    first, second = described_night("2026-11-18", None, entries), described_night("2026-11-18", None, entries[::-1])
    assert first.to_bytes() == second.to_bytes()
    assert Manifest.from_bytes(first.to_bytes()) == first


def test_a_manifest_that_is_none_is_named() -> None:
    with pytest.raises(FixityError, match="not a manifest"):
        Manifest.from_bytes(b'{"run": "2026-11-18"}')
    with pytest.raises(FixityError, match="not a logical night"):
        Manifest.from_bytes(described_night("2026-11-18", None).to_bytes().replace(b"2026-11-18", b"tonight"))
    with pytest.raises(UsageError, match="not a logical night"):
        described_night("tonight", None)


def test_rows_keep_microseconds_and_the_zone() -> None:
    at = datetime(2026, 11, 18, 1, 2, 3, 456_789, tzinfo=UTC)
    (row,) = from_parquet(ArticleRow, to_parquet(ArticleRow, [article(1, published_at=at)]))
    assert row.published_at == at
    assert row.published_at is not None
    assert row.published_at.utcoffset() is not None
