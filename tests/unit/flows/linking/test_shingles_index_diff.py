"""Fingerprints, the index over them, and the diff shown to a person."""

import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from linking_samples import VOLCANO, Archive, candidate

from flows.linking.diff import word_diff
from flows.linking.index import FREQUENT, MemoryIndex
from flows.linking.shingles import SAMPLE_BELOW, SAMPLE_LEAST, lead_overlap, sample, shingles
from flows.linking.stories import windows
from storage.fold import fold_words

INT64 = st.integers(-(2**63), 2**63 - 1)


@given(st.frozensets(INT64, max_size=400))
def test_the_sample_is_the_hashes_below_the_limit_or_the_smallest_unsigned(hashes: frozenset[int]) -> None:
    ordered = sorted(hashes, key=lambda value: value % 2**64)
    below = [value for value in ordered if value % 2**64 < SAMPLE_BELOW]
    assert sample(sorted(hashes)) == (below if len(below) >= SAMPLE_LEAST else ordered[:SAMPLE_LEAST])


def test_shingles_are_distinct_sorted_and_the_same_on_every_machine() -> None:
    words = fold_words("قال الوزير في المؤتمر إن المفاوضات مستمرة")
    assert shingles(words) == tuple(sorted(set(shingles(words))))
    assert len(shingles(words)) == len(words) - 4
    assert shingles(["واحد"]) == (-7279256147021647813,)
    assert shingles([]) == ()


def test_a_lead_without_words_overlaps_with_nothing() -> None:
    assert lead_overlap((), ("كلمة",)) == 0


def test_of_several_rows_of_an_article_the_newest_run_counts() -> None:
    archive = Archive()
    archive.night(candidate("a", VOLCANO))
    (row,) = archive.rows.values()
    newer = replace(row, run="2026-11-25", revision=2)
    for rows in ((row, newer), (newer, row)):
        assert MemoryIndex(rows).by_id([row.article_id, "missing"]) == {row.article_id: newer}


def test_a_hash_in_too_many_articles_finds_nothing() -> None:
    archive = Archive()
    archive.night(candidate("a", VOLCANO))
    (row,) = archive.rows.values()
    for number, found in ((FREQUENT, FREQUENT), (FREQUENT + 1, 0)):
        index = MemoryIndex([replace(row, article_id=f"{one:024x}") for one in range(number)])
        assert len(index.near({"x": sample(row.shingles)}).get("x", [])) == found


def test_open_stories_are_those_with_an_article_in_the_days_asked_for() -> None:
    archive = Archive()
    archive.night(candidate("a", VOLCANO))
    (row,) = archive.rows.values()
    day = timedelta(days=1)
    assert archive.index().open_stories(row.date, row.date) == [row]
    assert archive.index().open_stories(row.date + day, row.date + 9 * day) == []
    assert archive.index().open_stories(row.date - 9 * day, row.date - day) == []


def test_an_article_from_years_ago_does_not_ask_for_the_years_between() -> None:
    asked = windows([date(2012, 10, 11), date(2026, 11, 20), date(2026, 11, 21)])
    assert asked == [(date(2012, 9, 27), date(2012, 10, 15)), (date(2026, 11, 6), date(2026, 11, 25))]


def test_a_diff_shows_changed_words_and_passes_over_spelling_style() -> None:
    changes = word_diff("أعلن الوزير ٤٠٠ شاحنة يوميا", "اعلن الوزير 450 شاحنة يومياً عبر المعبر")
    assert [tuple(change) for change in changes] == [
        ("equal", ("أعلن", "الوزير"), ("اعلن", "الوزير")),
        ("replace", ("٤٠٠",), ("450",)),
        ("equal", ("شاحنة", "يوميا"), ("شاحنة", "يومياً")),
        ("insert", (), ("عبر", "المعبر")),
    ]


@given(st.text("ab ،\n"), st.text("ab ،\n"))
def test_a_diff_holds_every_word_of_both_texts(old: str, new: str) -> None:
    changes = word_diff(old, new)
    assert " ".join(word for change in changes for word in change.old).split() == old.split()
    assert " ".join(word for change in changes for word in change.new).split() == new.split()
