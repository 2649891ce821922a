"""A source is published, failed or held back on evidence; a night must prove its own data."""

from crawlers.source import Expectations
from flows.health import judge_source, night_checks
from tests.unit.flows import samples as s


def _judge(outcomes: list[str]):
    links = [s.link(str(number)) for number in range(len(outcomes))]
    readings = {s.key(str(number)): s.ended(outcome) for number, outcome in enumerate(outcomes)}
    return judge_source(s.gathered(*links), Expectations(min_read_share=0.5), readings)


def test_pages_of_known_kinds_make_a_source_ok_even_without_articles() -> None:
    assert _judge(["video"] * 6).state == "ok"


def test_pages_that_cannot_be_recognised_hold_the_source_back() -> None:
    verdict = _judge(["not_article"] * 4 + ["video"])
    assert (verdict.state, verdict.failure) == ("held_back", "layout_change")
    assert "1 of 5" in verdict.detail


def test_a_handful_of_strange_pages_proves_nothing() -> None:
    assert _judge(["not_article"] * 4).state == "ok"


def test_a_source_that_could_not_be_gathered_has_failed_with_its_class() -> None:
    verdict = judge_source(s.gathered(failure="challenge", failure_detail="403"), Expectations(), {})
    assert (verdict.state, verdict.failure, verdict.detail) == ("failed", "challenge", "403")


def test_a_night_without_one_good_source_proves_nothing() -> None:
    failed = judge_source(s.gathered(failure="dns"), Expectations(), {})
    assert [check.passed for check in night_checks([failed], [], [])] == [False, True]


def test_a_link_without_an_outcome_stops_the_night() -> None:
    assert [check.passed for check in night_checks([_judge(["video"])], [s.gathered(s.link("a"))], [])] == [
        True,
        False,
    ]
