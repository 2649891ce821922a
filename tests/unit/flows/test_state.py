"""What the crawl is told of earlier nights."""

from datetime import UTC, datetime, timedelta

import pytest

from crawlers.gathered import KnownLink
from flows.state import REVISIT_DAYS, known_links
from storage.outcomes import OUTCOMES
from storage.records import LinkState

CLOCK = datetime(2026, 11, 18, 22, tzinfo=UTC)


def known(outcome: str, article_id: str | None, seen_days_ago: int) -> KnownLink:
    row = LinkState(
        source_id="minbar",
        canonical_url="http://minbar.example/1",
        url="http://minbar.example/1",
        article_id=article_id,
        outcome=outcome,
        etag=None,
        last_modified=None,
        first_seen_at=CLOCK - timedelta(days=seen_days_ago),
        checked_at=CLOCK,
    )
    (link,) = known_links([row], CLOCK)
    return link


@pytest.mark.parametrize(
    "outcome", ["over_budget", "timeout", "unreachable", "http_error", "blocked", "challenge", "quarantine"]
)
def test_a_link_without_a_final_answer_is_pending_and_asked_again_for_some_days(outcome: str) -> None:
    link = known(outcome, None, REVISIT_DAYS)
    assert (link.pending, link.revisit) == (True, True)
    link = known(outcome, None, REVISIT_DAYS + 1)
    assert (link.pending, link.revisit) == (True, False)
    assert outcome in OUTCOMES


@pytest.mark.parametrize("outcome", ["gone", "robots", "reserved", "off_topic", "not_article"])
def test_a_link_with_a_final_answer_and_no_article_is_not_asked_again(outcome: str) -> None:
    link = known(outcome, None, 0)
    assert (link.pending, link.revisit) == (False, False)


def test_an_article_is_revisited_for_some_days_unless_it_was_removed() -> None:
    assert known("new", "a", REVISIT_DAYS).revisit
    assert not known("new", "a", REVISIT_DAYS + 1).revisit
    assert not known("unpublished", "a", 0).revisit
    assert not known("new", "a", 0).pending
