"""Why a whole source could not be gathered: a class, the evidence for it, and the next step in words. Pure.

"Blocked" is never reported as "no news": a source that lists too little is ``empty_feed`` only when every
one of its feeds answered and could be read.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_CHALLENGE = "a bot challenge of {} stands before the feeds: ask the publisher to let us in; do not work around it"

FEED_FAILURES: dict[str, str] = {
    "robots_forbids": "robots.txt forbids every feed: declare another feed, or disable the source",
    "reserved": "the publisher reserves its feeds from text and data mining: disable the source, or ask for leave",
    "challenge_cloudflare": _CHALLENGE.format("Cloudflare"),
    "challenge_aws": _CHALLENGE.format("AWS WAF"),
    "challenge_imperva": _CHALLENGE.format("Imperva"),
    "challenge_datadome": _CHALLENGE.format("DataDome"),
    "challenge_ddos_guard": _CHALLENGE.format("DDoS-Guard"),
    "challenge": _CHALLENGE.format("some kind"),
    "rate_limited": "the publisher asks us to slow down: raise delay_s, lower budget_requests, then write to it",
    "blocked": "the publisher refuses us: check WARRAQ_CONTACT and the delay, then write to the publisher",
    "address_refused": "the host leads to a private address: check its DNS; only a source declared local may",
    "dns": "the host has no address: check the spelling, and the resolver of this machine",
    "tls": "the certificate cannot be verified: check the clock and the root certificates, then the address",
    "refused": "nobody answers at the host: check the network, the proxy and the address",
    "timeout": "no answer in time: try again later; if it stays so, raise the delay",
    "feed_moved": "a feed leads to another host: see where, then correct feeds and hosts of the declaration",
    "feed_gone": "the feeds were not found (404): look for the new addresses on the publisher's site",
    "feed_removed": "the feeds were removed for good (410): look for others on the publisher's site",
    "feed_error": "the publisher's server fails: nothing to do but wait; the next night asks again",
    "feed_too_large": "the feeds are larger than is read: declare a smaller one, such as a news sitemap",
    "feed_unreadable": "the feeds answer with something else: open one in a browser, then correct the declaration",
    "outside_hours": "the source may not be asked at this hour: run the night within its hours, or change them",
    "over_budget": "the feeds alone take more than a night gives the source: declare fewer, or raise its budget",
}
"""Class → next step of a source none of whose feeds could be read, in the order in which one is chosen when feeds fail
in equally many ways."""

PAGE_FAILURES: dict[str, str] = {
    "empty_feed": "the feeds list too few links: check article_url and the feeds in a browser",
    "pages_blocked": "feeds are fine, pages refuse us: check WARRAQ_CONTACT and the delay, then write to it",
    "pages_challenged": "feeds are fine, a bot challenge stands before the pages: ask the publisher to let us in",
    "pages_forbidden": "feeds are fine, robots.txt or a reservation forbids the pages: disable the source, or ask",
    "pages_gone": "feeds are fine, their pages are not there: the feed is stale or its addresses are wrong",
    "pages_slow": "feeds are fine, pages do not answer in time: raise delay_s; try again at another hour",
    "pages_fail": "feeds are fine, pages are not: open one of them in a browser",
}
"""Class → next step of a source whose feeds were read."""

NIGHT_FAILURES: dict[str, str] = {
    "robots_now_forbids": "robots.txt forbids what it allowed before: stop, and ask the publisher",
    "layout_change": "the pages read otherwise than expected: open one, then correct the declaration",
    "soft_404": "pages say with status 200 that they do not exist: open one; the feed's addresses may be wrong",
    "page_challenge": "a bot challenge with status 200 stands before the pages: ask the publisher to let us in",
    "consent_wall": "a consent page stands before most pages: ask the publisher, or disable the source",
    "paywall": "most pages are cut off for subscribers: ask the publisher, or accept that they are not archived",
    "language_drift": "most articles are in another language: check the feeds and article_url of the declaration",
    "date_failure": "no date could be read on most articles: open one; report the page if it shows a date",
    "feed_unchanging": "the feeds list nothing new night after night: look whether the source still publishes there",
    "fewer_links": "the feeds list far less than before: look whether one of them was cut or moved",
    "crawl_crashed": "the crawl did not run to its end: read its log lines, then run the night again",
    "crawl_overran": "the crawl was stopped for taking too long: raise WARRAQ_CRAWL_TIMEOUT_S or lower its budget",
    "internal_error": "a fault of the program, not of the source: report the log lines, then run the night again",
}
"""Class → next step of what only the night can see: its readings, earlier nights, a crawl without a result."""

FAILURES = {**FEED_FAILURES, **PAGE_FAILURES, **NIGHT_FAILURES}
"""Class → next step, all of them."""

_GATHERED = frozenset({"fetched", "unchanged", "from_feed"})
_PAGES = {
    "blocked": "pages_blocked",
    "challenge": "pages_challenged",
    "robots": "pages_forbidden",
    "reserved": "pages_forbidden",
    "gone": "pages_gone",
    "timeout": "pages_slow",
}
"""The class of a source by the outcome most of its pages ended in; others are ``pages_fail``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedResult:
    """How reading one declared feed ended."""

    url: str
    """The declared address."""
    failure: str
    """Class of ``FEED_FAILURES``; empty when it was read."""
    reason: str
    """The evidence in words."""
    unchanged: bool = False
    """It, or a part of it, lists what it listed before (304, or asked a short while ago): its links are known."""


def source_failure(
    feeds: Sequence[FeedResult], links_listed: int, min_links: int, outcomes: Mapping[str, int]
) -> tuple[str | None, str]:
    """Failure class of a source and its evidence with the next step; ``(None, "")`` when it was gathered.

    ``links_listed`` counts what feeds list (revisits not); ``outcomes`` counts the links by outcome, those whose page
    refused us but whose feed has the text as ``from_feed``.
    """
    failed = [feed for feed in feeds if feed.failure]
    if failed and (len(failed) == len(feeds) or links_listed < min_links):
        counts = Counter(feed.failure for feed in failed)
        chosen = max(FEED_FAILURES, key=lambda name: counts[name])
        evidence = "; ".join(f"{feed.url}: {feed.reason}" for feed in failed if feed.failure == chosen)
        return chosen, detail_of(chosen, evidence)
    if links_listed < min_links and not any(feed.unchanged for feed in feeds):
        evidence = f"{links_listed} links in {len(feeds)} feeds, expected {min_links}"
        return "empty_feed", detail_of("empty_feed", evidence)
    asked = Counter({name: count for name, count in outcomes.items() if name != "over_budget" and count})
    if asked and not _GATHERED & asked.keys():
        ordered = sorted(asked.items(), key=lambda item: (-item[1], item[0]))
        named = ", ".join(f"{name} {count}" for name, count in ordered)
        chosen = _PAGES.get(ordered[0][0], "pages_fail")
        return chosen, detail_of(chosen, f"of {asked.total()} pages: {named}")
    return None, ""


def detail_of(failure: str, evidence: str) -> str:
    """The evidence and the next step of a class, as a sentence each."""
    return f"{evidence}. {FAILURES[failure][0].upper()}{FAILURES[failure][1:]}."
