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
from flows.linking.index import FREQUENT, NEAR_DAYS, MemoryIndex, windows
from flows.linking.packed import pack, unpack
from flows.linking.shingles import SAMPLE_BELOW, SAMPLE_LEAST, lead_overlap, lead_tokens, sample, shingles
from storage.fold import fold_words


@given(st.frozensets(st.integers(0, 2**32 - 1), max_size=400))
def test_the_sample_is_the_hashes_below_the_limit_or_the_smallest(hashes: frozenset[int]) -> None:
    ordered = sorted(hashes)
    below = [value for value in ordered if value < SAMPLE_BELOW]
    assert sample(pack(ordered)).tolist() == (below if len(below) >= SAMPLE_LEAST else ordered[:SAMPLE_LEAST])


def test_shingles_are_distinct_sorted_and_the_same_on_every_machine() -> None:
    words = fold_words("قال الوزير في المؤتمر إن المفاوضات مستمرة")
    found = unpack(shingles(words)).tolist()
    assert found == sorted(set(found))
    assert len(found) == len(words) - 4
    assert unpack(shingles(["واحد"])).tolist() == [(-7279256147021647813 % 2**64) >> 32]
    assert shingles([]) == b""


def test_a_lead_without_words_overlaps_with_nothing() -> None:
    assert lead_overlap(b"", lead_tokens(["كلمة"])) == 0


def test_a_hash_in_too_many_articles_finds_nothing() -> None:
    archive = Archive()
    archive.night(candidate("a", VOLCANO))
    (row,) = archive.rows.values()
    for number, found in ((FREQUENT, FREQUENT), (FREQUENT + 1, 0)):
        index = MemoryIndex([replace(row, article_id=f"{one:024x}") for one in range(number)])
        assert len(index.near({"x": row}).get("x", [])) == found


def test_near_texts_are_looked_for_in_the_days_around_an_article() -> None:
    archive = Archive()
    archive.night(candidate("a", VOLCANO))
    (row,) = archive.rows.values()
    for days, found in ((NEAR_DAYS, 1), (NEAR_DAYS + 1, 0)):
        asked = replace(row, date=row.date + timedelta(days=days))
        assert len(archive.index().near({"x": asked}).get("x", [])) == found


def test_open_stories_are_those_with_an_article_in_the_days_asked_for() -> None:
    archive = Archive()
    archive.night(candidate("a", VOLCANO))
    (row,) = archive.rows.values()
    day = timedelta(days=1)
    assert archive.index().open_stories(row.date, row.date) == [row]
    assert archive.index().open_stories(row.date + day, row.date + 9 * day) == []
    assert archive.index().open_stories(row.date - 9 * day, row.date - day) == []


def test_an_article_from_years_ago_does_not_ask_for_the_years_between() -> None:
    asked = windows([date(2012, 10, 11), date(2026, 11, 20), date(2026, 11, 21)], 4)
    assert asked == [(date(2012, 10, 7), date(2012, 10, 15)), (date(2026, 11, 16), date(2026, 11, 25))]


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
