"""A source is published, failed or held back on evidence; a night must prove its own data."""

from dataclasses import asdict

import pytest

from crawlers.gathered import Ledger
from crawlers.reading.records import Reading
from crawlers.source import Expectations
from flows.health import judge_source, night_checks
from flows.history import PastNight
from storage.ledger import SourceLedger
from storage.manifest import SourceReport
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


def _night(run: str, state: str = "ok", failure: str | None = None, listed: int = 40, fresh: int = 9) -> PastNight:
    ledger = SourceLedger(**asdict(Ledger(listed=listed, fresh=fresh)))
    counts = {"new": listed}
    report = SourceReport(source_id="minbar", state=state, failure=failure, detail="", counts=counts, ledger=ledger)
    return PastNight(run, report)


def _runs(count: int, **fields: object) -> list[PastNight]:
    return [_night(f"2026-11-{17 - number}", **fields) for number in range(count)]  # type: ignore[arg-type]


def test_robots_txt_that_forbids_what_it_allowed_is_said_so() -> None:
    failed = s.gathered(failure="robots_forbids", failure_detail="http://h/feed: forbidden")
    assert judge_source(failed, Expectations(), {}).failure == "robots_forbids"
    verdict = judge_source(failed, Expectations(), {}, _runs(2))
    assert (verdict.state, verdict.failure) == ("failed", "robots_now_forbids")
    assert "2026-11-17" in verdict.detail


def test_a_failure_says_how_long_it_has_lasted_and_what_was_before() -> None:
    history = [_night("2026-11-17", "failed", "blocked"), _night("2026-11-16", "failed", "blocked"), *_runs(1)]
    detail = judge_source(s.gathered(failure="blocked", failure_detail="403."), Expectations(), {}, history).detail
    assert detail == "403. 3 nights in a row; run 2026-11-17 had 40 links."


@pytest.mark.parametrize(
    ("outcome", "state", "failure"),
    [
        ("challenge", "held_back", "page_challenge"),
        ("soft_404", "held_back", "soft_404"),
        ("not_article", "held_back", "layout_change"),
        ("consent_wall", "ok", "consent_wall"),
        ("paywall", "ok", "paywall"),
        ("not_arabic", "ok", "language_drift"),
        ("video", "ok", None),
    ],
)
def test_what_most_pages_turn_out_to_be_names_the_class(outcome: str, state: str, failure: str | None) -> None:
    verdict = _judge([outcome] * 6)
    assert (verdict.state, verdict.failure) == (state, failure)
    assert bool(verdict.detail) is (failure is not None)


def test_articles_without_dates_are_a_warning() -> None:
    links = [s.link(str(number)) for number in range(6)]
    undated = Reading(outcome="article", reason="", article=s.article("x", published_at=None))
    readings = {s.key(str(number)): undated for number in range(6)}
    assert judge_source(s.gathered(*links), Expectations(), readings).failure == "date_failure"


def test_feeds_that_list_nothing_new_for_a_week_or_far_less_than_before_are_a_warning() -> None:
    quiet = s.gathered(ledger=Ledger(listed=40, fresh=0))
    assert judge_source(quiet, Expectations(), {}, _runs(6, fresh=0)).failure == "feed_unchanging"
    assert judge_source(quiet, Expectations(), {}, _runs(5, fresh=0)).failure is None
    assert judge_source(quiet, Expectations(), {}, _runs(6)).failure is None
    few = s.gathered(ledger=Ledger(listed=3, fresh=3))
    assert judge_source(few, Expectations(), {}, _runs(3)).failure == "fewer_links"
    assert judge_source(few, Expectations(), {}, _runs(2)).failure is None
