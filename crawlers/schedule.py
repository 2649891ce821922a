"""When something is looked at again: an article, by its age; a feed, by how long it has not changed. Pure."""

from datetime import datetime, timedelta

REVISITS = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 48, 72, 168))
"""Ages at which a link is asked for again: most edits and removals of news happen within hours, few after a week.
A nightly run asks 1, 2, 3 and 7 nights after the first; one run every hour, after each of them (chosen 2026-11-22)."""
EARLY = 0.1
"""Share of an age by which a look may come early: a night that starts some minutes before last night's is a night."""
LEAST_FEED_INTERVAL = timedelta(hours=1)
MOST_FEED_INTERVAL = timedelta(hours=20)
"""So that a nightly run asks every feed: a night must show its own data."""
FEED_INTERVAL_SHARE = 0.25
"""Of the time since a feed last changed: the time until it is asked again."""


def is_due(first_seen_at: datetime, checked_at: datetime, now: datetime) -> bool:
    """Whether one of the ages was reached since the last look."""
    return any(checked_at < first_seen_at + (1 - EARLY) * age <= now for age in REVISITS)


def is_recent(first_seen_at: datetime, now: datetime) -> bool:
    """Whether the last of the ages is still to come: a link that fails is asked for again until then."""
    return now <= first_seen_at + REVISITS[-1]


def next_feed_look(changed_at: datetime, now: datetime) -> datetime:
    """When a feed that was asked ``now`` and last changed at ``changed_at`` is asked again."""
    return now + min(max(FEED_INTERVAL_SHARE * (now - changed_at), LEAST_FEED_INTERVAL), MOST_FEED_INTERVAL)
