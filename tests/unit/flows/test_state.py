"""What the crawl is told of earlier nights."""

from datetime import UTC, datetime, timedelta

import pytest

from crawlers.gathered import KnownLink
from flows.state import known_links
from storage.links import LinkState
from storage.outcomes import OUTCOMES

CLOCK = datetime(2026, 11, 18, 22, tzinfo=UTC)


def known(
    outcome: str, article_id: str | None, first_seen_days: float, checked_days: float | None = None
) -> KnownLink:
    """What is known of a link, by how many days ago it was first seen and last asked for."""
    row = LinkState(
        source_id="minbar",
        canonical_url="http://minbar.example/1",
        url="http://minbar.example/1",
        article_id=article_id,
        outcome=outcome,
        etag=None,
        last_modified=None,
        first_seen_at=CLOCK - timedelta(days=first_seen_days),
        checked_at=CLOCK - timedelta(days=first_seen_days if checked_days is None else checked_days),
    )
    (link,) = known_links([row], CLOCK)
    return link


@pytest.mark.parametrize("outcome", ["timeout", "unreachable", "http_error", "blocked", "challenge", "quarantine"])
def test_a_link_without_a_final_answer_is_pending_and_asked_again_for_a_week(outcome: str) -> None:
    link = known(outcome, None, 7, 0)
    assert (link.pending, link.revisit) == (True, True)
    link = known(outcome, None, 8, 0)
    assert (link.pending, link.revisit) == (True, False)
    assert outcome in OUTCOMES


def test_a_deferred_link_is_asked_for_until_it_was() -> None:
    assert known("over_budget", None, 13, 0).revisit


@pytest.mark.parametrize("outcome", ["gone", "robots", "reserved", "off_topic", "not_article"])
def test_a_link_with_a_final_answer_and_no_article_is_asked_again_only_if_listed(outcome: str) -> None:
    link = known(outcome, None, 1)
    assert (link.pending, link.revisit, link.due) == (False, False, True)


def test_an_article_is_revisited_by_its_age_unless_it_was_removed() -> None:
    asked = [night for night in range(1, 30) if known("new", "a", night, 1).revisit]
    assert asked == [1, 2, 3, 7]
    assert not known("unpublished", "a", 1).revisit
    assert not known("new", "a", 1).pending
    assert not known("new", "a", 30, 7).due
