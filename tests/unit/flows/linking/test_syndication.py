"""Who had a text first, and what the copy made of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from flows.linking.syndication import syndication_row
from storage.fold import fold
from storage.records import ArticleRow
from tests.integration.stored import article, copy

NAMES = {fold("وكالة الأفق"), fold("الأفق")}
FIRST = article(1, text="ثار البركان فجر الجمعة.\nولم تسجل إصابات في القرى.", title="بركان ريونيون يثور")


def second() -> ArticleRow:
    return replace(copy(2, of=1), text=FIRST.text, title=FIRST.title, published_at=_at(35))


def _at(minutes: int) -> datetime:
    assert FIRST.published_at is not None
    return FIRST.published_at + timedelta(minutes=minutes)


def test_a_copy_in_another_spelling_changed_nothing_and_came_after_half_an_hour() -> None:
    other = replace(second(), title="بركان رِيونيون يثور!")
    row = syndication_row(replace(other, text=FIRST.text.replace("إصابات", "اصابات")), FIRST, names=NAMES, run="r")
    assert (row.delay_s, row.title_changed, row.words_added, row.words_removed) == (35 * 60, False, 0, 0)
    assert (row.article_id, row.copy_of, row.original_source_id) == (other.article_id, FIRST.article_id, "rafid")


def test_edits_are_counted_in_words_and_a_new_headline_is_said() -> None:
    text = FIRST.text.replace("فجر الجمعة", "صباح الجمعة الماضي") + "\nوكالات —"
    row = syndication_row(replace(second(), text=text, title="ثوران جديد"), FIRST, names=NAMES, run="r")
    assert (row.title_changed, row.words_added, row.words_removed) == (True, 3, 1)
    assert syndication_row(replace(second(), title=None), FIRST, names=NAMES, run="r").title_changed is None


@pytest.mark.parametrize(
    ("named", "origin", "text", "credited"),
    [
        (("الأفق",), (), "", True),
        (("رويترز",), ("رويترز",), "", True),
        (("وكالات",), ("وكالات",), "", False),
        (("رويترز",), (), "", False),
        ((), (), "ونقلت وكالة الأُفق عن شهود", True),
        ((), (), "وبدا الأفق رماديا", False),
    ],
)
def test_the_origin_is_credited_by_its_name_or_by_an_agency_both_name(
    named: tuple[str, ...], origin: tuple[str, ...], text: str, credited: bool
) -> None:
    original = replace(FIRST, credits=origin)
    found = replace(second(), credits=named, text=f"{FIRST.text} {text}")
    assert syndication_row(found, original, names=NAMES, run="r").credited is credited


@pytest.mark.parametrize("precision", ["day", "day±1", None])
def test_no_delay_is_told_where_a_time_is_only_a_day(precision: str | None) -> None:
    untimed = replace(second(), published_precision=precision)
    assert syndication_row(untimed, FIRST, names=(), run="r").delay_s is None
    undated = replace(FIRST, published_at=None, published_precision=None)
    assert syndication_row(second(), undated, names=(), run="r").delay_s is None


def test_a_copy_that_was_published_first_has_a_negative_delay() -> None:
    early = replace(second(), published_at=datetime(2026, 11, 18, 4, tzinfo=UTC))
    assert syndication_row(early, FIRST, names=(), run="r").delay_s == -3660


def test_articles_that_are_no_pair_are_refused() -> None:
    with pytest.raises(ValueError, match="no copy of"):
        syndication_row(FIRST, second(), names=(), run="r")
