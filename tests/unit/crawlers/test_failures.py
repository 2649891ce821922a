import pytest

from crawlers.failures import FAILURES, FeedResult, source_failure


def feeds(*failures: str) -> list[FeedResult]:
    return [FeedResult(url=f"http://h/{n}", failure=name, reason=f"why {n}") for n, name in enumerate(failures)]


@pytest.mark.parametrize(
    ("failures", "listed", "outcomes", "expected"),
    [
        ([""], 3, {"fetched": 2, "gone": 1}, None),
        ([""], 3, {"unchanged": 3}, None),
        (["", "blocked"], 3, {"fetched": 3}, None),  # one feed lists enough
        (["blocked", "blocked", "timeout"], 0, {}, "blocked"),
        (["timeout", "challenge"], 0, {}, "challenge"),
        (["", ""], 0, {}, "empty_feed"),
        (["", "blocked"], 0, {}, "blocked"),  # blocked is never "no news"
        ([""], 2, {"blocked": 2}, "pages_blocked"),
        ([""], 2, {"gone": 2}, "pages_gone"),
        ([""], 3, {"challenge": 2, "gone": 1}, "pages_challenged"),
        ([""], 3, {"robots": 3}, "pages_forbidden"),
        ([""], 3, {"reserved": 3}, "pages_forbidden"),
        ([""], 3, {"timeout": 3}, "pages_slow"),
        ([""], 3, {"http_error": 3}, "pages_fail"),
        ([""], 2, {"over_budget": 2}, None),
        (["feed_gone"], 0, {"fetched": 4}, "feed_gone"),  # revisits do not stand in for feeds
    ],
)
def test_the_class_follows_from_feeds_and_pages(
    failures: list[str], listed: int, outcomes: dict[str, int], expected: str | None
) -> None:
    failure, detail = source_failure(feeds(*failures), listed, 1, outcomes)
    assert failure == expected
    assert bool(detail) is (expected is not None)


def test_the_detail_names_the_evidence_and_the_next_step() -> None:
    _, detail = source_failure(feeds("feed_gone"), 0, 1, {})
    assert detail.startswith("http://h/0: why 0. The feeds were not found (404): look for the new addresses")
    _, detail = source_failure(feeds(""), 9, 1, {"blocked": 8, "timeout": 1})
    assert "of 9 pages: blocked 8, timeout 1" in detail


def test_a_feed_that_did_not_change_is_not_empty() -> None:
    unchanged = FeedResult(url="http://h/", failure="", reason="", unchanged=True)
    assert source_failure([unchanged], 0, 1, {}) == (None, "")


def test_there_are_classes_for_what_goes_wrong_and_each_has_its_own_next_step() -> None:
    assert len(FAILURES) >= 40
    assert len(set(FAILURES.values())) == len(FAILURES)
    assert all(": " in step for step in FAILURES.values()), "say what it is, then what to do"


@pytest.mark.parametrize("given_by_the_night", ["crawl_crashed", "internal_error", "layout_change"])
def test_every_class_a_night_gives_has_a_next_step(given_by_the_night: str) -> None:
    assert FAILURES[given_by_the_night]
