"""Who copied whom."""

import sys
from datetime import timedelta
from itertools import islice, permutations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from linking_samples import CHESS, NIGHT, STRIKE, VOLCANO, Archive, candidate, row_of

from flows.linking.copies import compare
from storage.fold import fold

HOUR = timedelta(hours=1)
OTHER_SPELLING = VOLCANO.replace("أ", "ا").replace("ة", "ه").replace("ى", "ي").replace("بركان", "بركـان")


def _words(text: str, first: int, last: int | None = None) -> str:
    return " ".join(text.split()[first:last])


def test_a_text_in_another_spelling_style_is_an_exact_copy() -> None:
    first, other = candidate("a", VOLCANO), candidate("b", OTHER_SPELLING, source="ba", at=NIGHT + HOUR)
    outcome, row, _ = row_of(Archive().night(first, other), other)
    assert OTHER_SPELLING != VOLCANO
    assert (outcome, row.copy_kind, row.copy_similarity, row.copy_of) == ("copy", "exact", 1.0, first.article_id)


def test_an_exact_copy_is_found_however_old_the_original_is() -> None:
    archive = Archive()
    first = candidate("a", VOLCANO)
    archive.night(first)
    late = candidate("b", VOLCANO, source="ba", at=NIGHT + timedelta(days=90))
    assert row_of(archive.night(late), late)[1].copy_of == first.article_id


def test_agency_copy_with_an_own_opening_and_end_is_a_near_copy() -> None:
    agency = candidate("a", f"{VOLCANO} {STRIKE}", source="wikala")
    edited = candidate(
        "b", f"من مراسلنا في سان دوني {_words(VOLCANO, 6)} {_words(STRIKE, 0, 30)}", source="ba", at=NIGHT + HOUR
    )
    outcome, row, _ = row_of(Archive().night(agency, edited), edited)
    assert (outcome, row.copy_kind, row.copy_of) == ("copy", "near", agency.article_id)
    assert row.copy_similarity is not None
    assert 0.25 < row.copy_similarity < 1


def test_a_near_copy_weeks_later_is_not_a_copy() -> None:
    archive = Archive()
    archive.night(candidate("a", VOLCANO))
    late = candidate("b", _words(VOLCANO, 4), source="ba", at=NIGHT + timedelta(days=20))
    assert row_of(archive.night(late), late)[0] == "new"


def test_a_long_article_that_quotes_a_short_notice_keeps_its_own_news() -> None:
    notice = candidate("a", _words(VOLCANO, 0, 30))
    long = candidate("b", f"{STRIKE} {CHESS} {STRIKE[::-1]} {_words(VOLCANO, 0, 30)}", source="ba", at=NIGHT + HOUR)
    assert row_of(Archive().night(notice, long), long)[0] == "new"


def test_under_25_words_only_the_identical_text_is_a_copy() -> None:
    short = _words(VOLCANO, 0, 20)
    same, similar = (candidate(name, text, source=name, at=NIGHT + HOUR) for name, text in (
        ("ba", short), ("ta", _words(short, 1))))  # fmt: skip
    links = Archive().night(candidate("a", short), same, similar)
    assert row_of(links, same)[1].copy_kind == "exact"
    assert row_of(links, similar)[0] == "new"


def test_texts_without_words_are_nobodys_copy() -> None:
    empty = [candidate(name, "…", source=name) for name in ("ba", "ta")]
    assert [decision.outcome for decision in Archive().night(*empty).decisions] == ["new", "new"]


def test_one_publishers_second_address_of_the_same_news_is_a_copy() -> None:
    first = candidate("a", f"{VOLCANO} {STRIKE}")
    again = candidate("b", f"{VOLCANO} {_words(STRIKE, 0, 40)} {CHESS}", at=NIGHT + HOUR)
    outcome, row, flags = row_of(Archive().night(first, again), again)
    assert (outcome, row.copy_of, flags) == ("copy", first.article_id, ())


def test_a_ticker_above_a_publishers_texts_makes_no_copies_of_them() -> None:
    ticker = " ".join(_words(STRIKE, start, 12) + f" خبر{start}" for start in range(0, 40, 4))
    texts = [_words(CHESS, 0, 12) + " " + " ".join(f"كلمة{name}{n}" for n in range(40)) for name in range(6)]
    ticked = [candidate(f"a{n}", f"{ticker} {text}", at=NIGHT + n * HOUR / 6) for n, text in enumerate(texts)]
    assert compare(*(row_of(Archive().night(one), one)[1] for one in ticked[:2])) == "near", "but for the others"
    assert [decision.outcome for decision in Archive().night(*ticked).decisions] == ["new"] * 6


def test_one_publishers_new_lead_on_old_background_is_kept_and_flagged() -> None:
    archive = Archive()
    archive.night(candidate("a", f"{VOLCANO} {STRIKE}"))
    developed = candidate("b", f"{CHESS} {CHESS[::-1]} {VOLCANO} {STRIKE}", at=NIGHT + timedelta(hours=20))
    outcome, row, flags = row_of(archive.night(developed), developed)
    assert (outcome, row.copy_of, flags) == ("new", None, ("shares_background",))


def test_the_one_published_first_is_the_original_and_a_known_time_goes_before_an_unknown_one() -> None:
    undated = candidate("a", VOLCANO, source="alif", at=None)
    later = candidate("b", VOLCANO, source="ba", at=NIGHT)
    earlier = candidate("t", VOLCANO, source="ta", at=NIGHT - HOUR)
    links = Archive().night(undated, later, earlier)
    assert row_of(links, earlier)[1].copy_count == 2
    assert {row_of(links, one)[1].copy_of for one in (undated, later)} == {earlier.article_id}


def test_an_agency_that_the_others_credit_wins_a_tie_and_a_day_without_a_time_is_a_tie() -> None:
    agency = candidate("a", VOLCANO, source="zay", at=NIGHT.replace(hour=0), published_precision="day")
    credited = candidate("b", VOLCANO, source="ba", at=NIGHT.replace(hour=9), credits=("وكالة الأفق",))
    links = Archive().night(agency, credited, zay="وكالة الافق")
    assert row_of(links, credited)[1].copy_of == agency.article_id
    assert row_of(Archive().night(agency, credited), agency)[1].copy_of == credited.article_id


def test_an_original_once_archived_stays_the_original() -> None:
    archive = Archive()
    first = candidate("a", VOLCANO)
    archive.night(first)
    before = candidate("b", VOLCANO, source="ba", at=NIGHT - HOUR)
    links = archive.night(before)
    outcome, row, flags = row_of(links, before)
    assert (outcome, row.copy_of, flags) == ("copy", first.article_id, ("published_before_original",))
    assert [(row.article_id, row.copy_count) for row in links.touched] == [(first.article_id, 1)]


def test_a_day_without_a_time_does_not_prove_that_a_copy_came_before() -> None:
    archive = Archive()
    archive.night(candidate("a", VOLCANO))
    same_day = candidate("b", VOLCANO, source="ba", at=NIGHT.replace(hour=0), published_precision="day")
    assert row_of(archive.night(same_day), same_day)[2] == ()


def test_copies_of_copies_point_at_the_original_and_are_counted_there() -> None:
    archive = Archive()
    first = candidate("a", f"{VOLCANO} {STRIKE}")
    archive.night(first)
    archive.night(candidate("b", f"{VOLCANO} {_words(STRIKE, 0, 45)}", source="ba", at=NIGHT + HOUR))
    third = candidate("t", f"{VOLCANO} {_words(STRIKE, 0, 30)}", source="ta", at=NIGHT + 2 * HOUR)
    archive.night(third)
    assert archive.rows[third.article_id].copy_of == first.article_id
    assert archive.rows[first.article_id].copy_count == 2
    assert {row.cluster_id for row in archive.rows.values()} == {first.article_id}


def test_a_copy_of_a_text_that_was_revised_tonight_is_found() -> None:
    archive = Archive()
    archive.night(candidate("a", CHESS))
    revised = candidate("a", f"{VOLCANO} {STRIKE}")
    copy = candidate("b", f"{_words(VOLCANO, 3)} {STRIKE}", source="ba", at=NIGHT + HOUR)
    links = archive.night(revised, copy)
    assert row_of(links, copy)[1].copy_of == revised.article_id
    assert (row_of(links, revised)[0], row_of(links, revised)[1].copy_count) == ("revised", 1)
    assert links.touched == ()


def test_the_order_of_arrival_changes_nothing() -> None:
    tonight = [
        candidate("a", f"{VOLCANO} {STRIKE}"),
        candidate("b", f"{VOLCANO} {_words(STRIKE, 0, 40)}", source="ba"),
        candidate("t", OTHER_SPELLING, source="ta"),
        candidate("j", f"{CHESS} {VOLCANO} {STRIKE}", at=NIGHT + 5 * HOUR),
        candidate("h", CHESS, source="ha", at=None),
    ]
    answers = [Archive().look(order) for order in islice(permutations(tonight), 0, None, 11)]
    assert all(answer == answers[0] for answer in answers)
    assert fold(VOLCANO) == fold(OTHER_SPELLING)
