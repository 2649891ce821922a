"""What is a new revision of a known article, and what is not."""

import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from linking_samples import NIGHT, STRIKE, VOLCANO, Archive, candidate, row_of

from storage.records import IndexRow

LATER = NIGHT + timedelta(days=1)


@pytest.mark.parametrize(
    "text",
    [
        VOLCANO.replace(". ", ".\n\n"),
        VOLCANO.replace("ثار", "ثَـــارَ"),
        f"آخر تحديث: ٢١ نوفمبر ٢٠٢٦ - ٠٩:٣٠ بتوقيت غرينتش\n{VOLCANO}",
        f"{VOLCANO}\nتم التحديث في 21/11/2026 09:30",
        f"قبل ٥ دقائق\n{VOLCANO}",
        f"منذ ساعة و 20 دقيقة\n{VOLCANO}\nعدد المشاهدات: 1,234",
        f"{VOLCANO}\n45 تعليق\n3.2K shares\n١٧ مشاركة\nالقراءات 12 ألف",
    ],
    ids=["white space", "harakat and tatweel", "a stamp before", "a stamp after", "an age", "views", "counters"],
)
def test_nothing_but_words_makes_a_revision(text: str) -> None:
    archive = Archive()
    archive.night(candidate("a", VOLCANO))
    links = archive.look([candidate("a", text, countries=("RE",), section="العالم", captured_at=LATER)])
    (decision,) = links.decisions
    assert (decision.outcome, decision.revision, decision.row) == ("revisit", 1, archive.rows[decision.article_id])
    assert links.touched == links.stories == ()


def test_a_sentence_about_an_update_counts() -> None:
    archive = Archive()
    archive.night(candidate("a", VOLCANO))
    sentence = "آخر تحديث للحصيلة أصدرته وزارة الصحة يشير إلى سقوط 7 جرحى وفقدان 3 متنزهين كانوا على السفح الشمالي"
    changed = candidate("a", f"{VOLCANO}\n{sentence}")
    assert row_of(archive.night(changed), changed)[0] == "revised"


@pytest.mark.parametrize(
    "sentence",
    ["قبل 5 أيام أعلنت الوزارة حصيلة أخرى", "45 مشاركا في المسيرة", "منذ ساعات الفجر", "7 مشاركات في القمة"],
)
def test_a_sentence_that_begins_like_a_counter_counts(sentence: str) -> None:
    archive = Archive()
    archive.night(candidate("a", VOLCANO))
    changed = candidate("a", f"{VOLCANO}\n{sentence}")
    assert row_of(archive.night(changed), changed)[0] == "revised"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"title": "عنوان جديد"}, "its title changed since revision 1"),
        ({"text": f"{VOLCANO} {STRIKE}"}, "its text changed since revision 1"),
        ({"text": STRIKE, "title": "عنوان جديد"}, "its title and text changed since revision 1"),
        (
            {"at": LATER},
            "same title and text as revision 1; its date changed from 2026-11-20T22:00Z to 2026-11-21T22:00Z",
        ),
        (
            {"text": STRIKE, "at": LATER},
            "its text changed since revision 1; its date changed from 2026-11-20T22:00Z to 2026-11-21T22:00Z",
        ),
        ({"at": None}, "same title and text as revision 1"),
    ],
)
def test_the_reason_says_which_of_title_text_and_date_changed(fields: dict[str, Any], reason: str) -> None:
    archive = Archive()
    archive.night(candidate("a", VOLCANO))
    (decision,) = archive.look([candidate("a", **{"text": VOLCANO, **fields})]).decisions
    assert decision.reason == reason


@pytest.mark.parametrize("fields", [{"title": "عنوان جديد"}, {"text": f"{VOLCANO} {STRIKE}"}], ids=["title", "text"])
def test_a_new_title_or_text_is_the_next_revision_and_all_else_stays(fields: dict[str, str]) -> None:
    archive = Archive()
    first = candidate("a", VOLCANO)
    archive.night(first)
    before = archive.rows[first.article_id]
    changed = candidate("a", **{"text": VOLCANO, **fields}, at=LATER, captured_at=LATER)
    (decision,) = archive.night(changed).decisions
    assert (decision.outcome, decision.revision, decision.previous_revision_digest) == (
        "revised",
        2,
        before.revision_digest,
    )
    kept = ("date", "first_seen_at", "cluster_id", "story_id", "copy_of")
    assert [getattr(decision.row, name) for name in kept] == [getattr(before, name) for name in kept]


def test_a_revised_copy_stays_a_copy_and_is_measured_again() -> None:
    archive = Archive()
    first, copy = candidate("a", VOLCANO), candidate("b", VOLCANO, source="ba", at=LATER)
    archive.night(first, copy)
    longer = candidate("b", f"{VOLCANO} {STRIKE}", source="ba", at=LATER)
    outcome, row, _ = row_of(archive.night(longer), longer)
    assert (outcome, row.copy_of, row.copy_kind) == ("revised", first.article_id, "near")
    assert row.copy_similarity is not None
    assert row.copy_similarity < 1
    assert archive.rows[first.article_id].copy_count == 1


def test_a_text_that_returns_to_an_earlier_one_is_a_revision_again() -> None:
    archive = Archive()
    for text in (VOLCANO, STRIKE, VOLCANO):
        links = archive.night(candidate("a", text))
    assert [(decision.outcome, decision.revision) for decision in links.decisions] == [("revised", 3)]


def test_a_night_linked_twice_gives_the_same_rows_and_the_next_one_finds_nothing_new() -> None:
    archive = Archive()
    archive.night(candidate("a", VOLCANO))
    tonight = [candidate("a", STRIKE), candidate("b", VOLCANO, source="ba")]
    assert archive.look(tonight) == archive.look(tonight)
    archive.night(*tonight)
    again = archive.night(*tonight)
    assert {decision.outcome for decision in again.decisions} == {"revisit"}
    assert again.touched == again.stories == ()


def test_an_unpublished_article_that_is_up_again_is_touched() -> None:
    archive = Archive()
    first = candidate("a", VOLCANO)
    archive.night(first)
    archive.rows[first.article_id] = replace(archive.rows[first.article_id], unpublished_at=LATER)
    links = archive.night(first)
    assert [row.unpublished_at for row in links.touched] == [None]
    assert isinstance(links.touched[0], IndexRow)


def test_an_article_that_comes_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="comes twice"):
        Archive().night(candidate("a", VOLCANO), candidate("a", STRIKE))
