"""Why a whole source could not be gathered: a class, the evidence for it, and the next step in words. Pure.

"Blocked" is never reported as "no news": a source that lists too little is ``empty_feed`` only when every
one of its feeds answered and could be read.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FAILURES: dict[str, str] = {
    "robots_forbids": "robots.txt forbids every feed: declare another feed, or disable the source",
    "reserved": "the publisher reserves its feeds from text and data mining: disable the source, or ask for leave",
    "challenge": "a bot challenge stands before the feeds: ask the publisher for access; do not work around it",
    "blocked": "the publisher refuses us: check WARRAQ_CONTACT and the delay, then write to the publisher",
    "dns": "the host has no address: check the spelling, and the resolver of this machine",
    "tls": "the certificate cannot be verified: check the clock and the root certificates, then the address",
    "refused": "nobody answers at the host: check the network, the proxy and the address",
    "timeout": "no answer in time: try again later; if it stays so, raise the delay",
    "feed_gone": "the feeds were removed: look for the new addresses on the publisher's site",
    "feed_error": "the publisher's server fails: nothing to do but wait; the next night asks again",
    "feed_unreadable": "the feeds answer with something else: open one in a browser, then correct the declaration",
    "empty_feed": "the feeds list too few links: check article_url and the feeds in a browser",
    "over_budget": "the feeds alone take more than a night gives the source: declare fewer, or raise budget_requests",
    "pages_fail": "feeds are fine, pages are not: open one of them in a browser",
    "layout_change": "the pages read otherwise than expected: open one, then correct the declaration",
    "crawl_crashed": "the crawl did not run to its end: read its log lines, then run the night again",
    "internal_error": "a fault of the program, not of the source: report the log lines, then run the night again",
}
"""Class → next step. In the order in which one is chosen when feeds fail in equally many ways; the last three are
given by the night, of a crawl that ended without a result or of what it yielded."""

_GATHERED = frozenset({"fetched", "unchanged"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedResult:
    """How reading one declared feed ended."""

    url: str
    """The declared address."""
    failure: str
    """Class of ``FAILURES``; empty when it was read."""
    reason: str
    """The evidence in words."""


def source_failure(
    feeds: Sequence[FeedResult], links_listed: int, min_links: int, outcomes: Mapping[str, int]
) -> tuple[str | None, str]:
    """Failure class of a source and its evidence with the next step; ``(None, "")`` when it was gathered.

    ``links_listed`` counts what feeds list (revisits not); ``outcomes`` counts the links by outcome.
    """
    failed = [feed for feed in feeds if feed.failure]
    if failed and (len(failed) == len(feeds) or links_listed < min_links):
        counts = Counter(feed.failure for feed in failed)
        chosen = max(FAILURES, key=lambda name: counts[name])
        evidence = "; ".join(f"{feed.url}: {feed.reason}" for feed in failed if feed.failure == chosen)
        return chosen, _detail(chosen, evidence)
    if links_listed < min_links:
        return "empty_feed", _detail("empty_feed", f"{links_listed} links in {len(feeds)} feeds, expected {min_links}")
    asked = Counter({name: count for name, count in outcomes.items() if name != "over_budget" and count})
    if asked and not _GATHERED & asked.keys():
        named = ", ".join(
            f"{name} {count}" for name, count in sorted(asked.items(), key=lambda item: (-item[1], item[0]))
        )
        return "pages_fail", _detail("pages_fail", f"of {asked.total()} pages: {named}")
    return None, ""


def _detail(failure: str, evidence: str) -> str:
    return f"{evidence}. {FAILURES[failure][0].upper()}{FAILURES[failure][1:]}."
