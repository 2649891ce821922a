"""What history tells of a night: faults by their class on their first night, and silence of quiet ones."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from flows.drift import NEXT_STEPS, ORDER, judge, stale
from flows.words import FAILURES
from storage.health import HealthRow
from tests.unit.flows.simulated import FAULTS, faults_of, simulate

TONIGHT = date(2026, 11, 18)  # a Wednesday outside every season


def row(days_ago: int = 0, source_id: str = "minbar", **fields: Any) -> HealthRow:
    usual = HealthRow(
        run=(TONIGHT - timedelta(days=days_ago)).isoformat(), source_id=source_id, state="ok", failure=None,
        links=60, fresh_links=40, pages=50, recognised_pages=50, refused_links=0, foreign_pages=0, new_count=40,
        copy_count=4, revised_count=2, dated_count=40, titled_count=40, authored_count=30, median_words=300,
        latency_s=7200, expected_new=None,
    )  # fmt: skip
    return replace(usual, **fields)


def nights(count: int = 28, **fields: Any) -> list[HealthRow]:
    return [row(days_ago, **fields) for days_ago in range(1, count + 1)]


def told(tonight: HealthRow, history: Sequence[HealthRow]) -> tuple[str, str | None]:
    verdict = judge([tonight], history, {})["minbar"]
    return verdict.state, verdict.findings[0].failure if verdict.findings else None


@pytest.fixture(scope="module")
def with_faults() -> dict[tuple[int, str], str]:
    return {(one.night, one.source_id): one.verdict.findings[0].failure for one in simulate(1, faults_of(1, 2))}


def test_every_seeded_fault_is_told_on_its_first_night_by_its_class(with_faults: dict[tuple[int, str], str]) -> None:
    expected = {(one.night, f"source_{one.source:02d}"): FAULTS[one.kind][0] for one in faults_of(1, 2)}
    assert len(expected) == 2 * len(FAULTS)
    assert {place: with_faults.get(place) for place in expected} == expected


def test_sixty_quiet_nights_that_end_in_ramadan_give_one_false_alarm_at_most() -> None:
    assert len(simulate(2, [])) <= 1


def test_half_of_the_usual_is_a_warning_and_a_silent_night_says_so() -> None:
    history = nights(new_count=200, dated_count=200, titled_count=200, authored_count=150)
    assert told(row(new_count=100, dated_count=100, titled_count=100, authored_count=75), history) == (
        "ok",
        "low_yield",
    )
    assert told(row(new_count=0, dated_count=0, titled_count=0, authored_count=0), history) == ("ok", "silent")


def test_articles_without_their_dates_are_held_back_and_a_loss_of_some_warns() -> None:
    assert told(row(dated_count=5), nights()) == ("held_back", "date_failure")
    assert told(row(dated_count=28), nights()) == ("ok", "date_failure")


def test_stubs_of_texts_are_held_back_as_another_layout() -> None:
    assert told(row(median_words=60), nights()) == ("held_back", "layout_change")


@pytest.mark.parametrize(
    ("fields", "failure"),
    [
        ({"refused_links": 30}, "blocked"),
        ({"recognised_pages": 30}, "layout_change"),
        ({"titled_count": 25}, "layout_change"),
        ({"authored_count": 5}, "layout_change"),
        ({"foreign_pages": 30}, "language_drift"),
        ({"copy_count": 36}, "copies_rise"),
        ({"latency_s": 80_000}, "late"),
    ],
)
def test_each_measure_that_drifts_has_its_class(fields: dict[str, int], failure: str) -> None:
    assert told(row(**fields), nights()) == ("ok", failure)


def test_three_silent_nights_are_an_alarm_even_if_each_is_nothing_unusual() -> None:
    quiet = {"new_count": 0, "revised_count": 0, "fresh_links": 0}
    assert told(row(**quiet), [row(1, **quiet)]) == ("ok", None)
    assert told(row(**quiet), [row(1, **quiet), row(2, **quiet)]) == ("ok", "silent")
    assert told(row(**quiet), [row(1, **quiet), row(2)]) == ("ok", None)


def test_a_short_history_tells_nothing() -> None:
    assert told(row(dated_count=0, new_count=200), nights(5)) == ("ok", None)


def test_nights_before_the_declared_first_one_are_not_compared_with() -> None:
    verdict = judge([row(dated_count=5)], nights(), {"minbar": TONIGHT - timedelta(days=3)})["minbar"]
    assert (verdict.state, verdict.findings) == ("ok", ())


def test_nights_that_failed_are_no_history_of_what_is_usual() -> None:
    failed = nights(state="failed", new_count=0)
    assert judge([row()], failed, {})["minbar"].expected_new is None


def test_a_friday_is_compared_with_fridays() -> None:
    friday = TONIGHT - timedelta(days=5)
    history = [replace(one, new_count=80 if date.fromisoformat(one.run).weekday() == 4 else 200) for one in nights(60)]
    tonight = replace(row(new_count=80, dated_count=80), run=friday.isoformat())
    before = [one for one in history if one.run < tonight.run]
    assert judge([tonight], before, {})["minbar"].findings == ()
    assert judge([replace(tonight, run=(friday + timedelta(days=4)).isoformat())], before, {})["minbar"].findings != ()


def test_what_all_sources_have_less_of_is_the_night_and_not_a_fault() -> None:
    ids = [f"source_{number}" for number in range(7)]
    history = [one for source_id in ids for one in nights(source_id=source_id, new_count=400)]
    low = {"new_count": 330, "dated_count": 330, "titled_count": 330, "authored_count": 250}
    tonight = [row(source_id=source_id, **low) for source_id in ids]
    verdicts = judge(tonight, history, {})
    assert {verdict.expected_new for verdict in verdicts.values()} == {330.0}


def test_a_night_without_anything_new_is_no_night() -> None:
    assert not stale([row(new_count=0)], nights()).passed
    assert stale([row(new_count=0)], nights(3)).passed
    assert stale([row()], nights()).passed


def test_every_class_has_its_next_step_its_place_and_its_arabic_name() -> None:
    assert set(NEXT_STEPS) <= set(FAILURES), "name the class in flows/words.py"
    assert len(set(ORDER)) == len(ORDER)
    assert set(ORDER) <= set(NEXT_STEPS)
