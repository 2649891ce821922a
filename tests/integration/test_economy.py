"""What a crawl costs a publisher: what it does not ask for, how long it waits, and what it writes down of that."""

import json
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawlers.gathered import FeedState, Gathered, KnownLink
from crawlers.known import write_feed_states

sys.path.insert(0, str(Path(__file__).parent))
from gathering import Publisher, declared, gather, outcomes, page, publishing, rss, start

HOST = "minbar.example"
NIGHT = datetime(2026, 11, 18, 22, tzinfo=UTC)


def known(path: str, **changes: object) -> KnownLink:
    url = f"http://{HOST}{path}"
    fields = {"etag": None, "last_modified": None, "revisit": False, "pending": False, "due": False, **changes}
    return KnownLink(url=url, canonical_url=url, **fields)  # type: ignore[arg-type]


def again(spool: Path, site: Publisher, feeds: Sequence[FeedState], *options: str, **source: object) -> Gathered:
    """Gather with what an earlier night knew of the feeds."""
    spool.mkdir()
    write_feed_states(spool / "feeds.json", feeds)
    more = ("--feeds", str(spool / "feeds.json"), *options)
    return gather(spool, site.url, source=declared(**source), more=more)


def earlier(state: FeedState, **ago: float) -> FeedState:
    """The state as an earlier night left it."""
    return FeedState(
        url=state.url,
        etag=state.etag,
        last_modified=state.last_modified,
        digest=state.digest,
        changed_at=NIGHT - timedelta(**ago),
        next_at=NIGHT,
    )


def test_a_feed_that_did_not_change_costs_one_304_and_is_not_empty(tmp_path: Path) -> None:
    with publishing() as site:
        site.put(f"{HOST}/feed", rss("/news/1"), ETag='"f1"')
        site.put(f"{HOST}/news/1", page())
        (state,) = gather(tmp_path / "first", site.url).ledger.feeds
        assert (state.etag, state.changed_at, state.next_at) == ('"f1"', NIGHT, NIGHT + timedelta(hours=1))
        second = again(tmp_path / "second", site, [earlier(state, days=1)])
        assert (second.failure, second.links, second.ledger.not_modified) == (None, (), 1)
        assert second.ledger.feeds[0].next_at == NIGHT + timedelta(hours=6)
        third = again(tmp_path / "third", site, [earlier(state, days=4)])
        assert outcomes(third) == {"/news/1": "fetched"}, "a server that answers 304 for days is not believed"
        asked = len(site.asked)
        waiting = FeedState(**{name: getattr(state, name) for name in state.__slots__})
        assert again(tmp_path / "fourth", site, [waiting]).failure is None
        assert site.addresses()[asked:] == [], "a feed is not asked before its time"


def test_known_links_are_asked_only_when_they_are_due_and_every_link_is_counted(tmp_path: Path) -> None:
    sitemap = "".join(f"<url><loc>http://{HOST}/news/{number}</loc></url>" for number in range(4))
    feeds = [{"url": f"http://{HOST}/sitemap.xml", "kind": "sitemap"}]
    with publishing() as site:
        site.put(f"{HOST}/sitemap.xml", f"<urlset>{sitemap}</urlset>")
        for number in range(4):
            site.put(f"{HOST}/news/{number}", page())
        links = [known("/news/0"), known("/news/1", due=True), known("/news/2", pending=True), known("/news/9")]
        gathered = gather(tmp_path, site.url, source=declared(feeds=feeds), known=links)
    assert set(outcomes(gathered)) == {"/news/1", "/news/2", "/news/3"}
    ledger = gathered.ledger
    assert (ledger.listed, ledger.not_due, ledger.fresh) == (4, 1, 1)
    assert (ledger.in_sitemaps, ledger.missing, ledger.recovered) == (4, 1, 1)
    assert ledger.requests == gathered.requests == 6
    assert ledger.bytes == gathered.bytes


def test_links_known_for_long_are_listed_and_not_asked_for(tmp_path: Path) -> None:
    addresses = [f"http://{HOST}/news/{number}" for number in range(4)]
    feeds = [{"url": f"http://{HOST}/sitemap.xml", "kind": "sitemap"}]
    with publishing() as site:
        locations = "".join(f"<url><loc>{address}</loc></url>" for address in addresses)
        site.put(f"{HOST}/sitemap.xml", f"<urlset>{locations}</urlset>")
        site.put(f"{HOST}/news/3", page())
        gathered = gather(tmp_path, site.url, source=declared(feeds=feeds), settled=addresses[:3])
        assert [asked for asked in site.addresses() if "/news/" in asked] == [f"{HOST}/news/3"]
    assert outcomes(gathered) == {"/news/3": "fetched"}
    ledger = gathered.ledger
    assert (ledger.listed, ledger.not_due, ledger.in_sitemaps, ledger.missing) == (4, 3, 4, 1)


def test_feeds_that_stand_in_are_read_only_when_the_others_list_nothing(tmp_path: Path) -> None:
    feeds = [
        {"url": f"http://{HOST}/feed", "kind": "rss"},
        {"url": f"http://{HOST}/section", "kind": "section", "fallback": True},
    ]
    with publishing() as site:
        site.put(f"{HOST}/feed", rss("/news/1"))
        site.put(f"{HOST}/section", "<html><a href='/news/2'>x</a></html>")
        assert set(outcomes(gather(tmp_path / "1", site.url, source=declared(feeds=feeds)))) == {"/news/1"}
        site.pages[f"{HOST}/feed"][0].status = 403
        assert set(outcomes(gather(tmp_path / "2", site.url, source=declared(feeds=feeds)))) == {"/news/2"}


def test_a_sitemap_of_each_day_is_asked_by_its_date(tmp_path: Path) -> None:
    feeds = [{"url": f"http://{HOST}/sitemap-{{date:%Y%m%d}}.xml", "kind": "sitemap"}]
    with publishing() as site:
        for day in ("20261119", "20261118"):  # in Cairo the night is already the 19th
            site.put(f"{HOST}/sitemap-{day}.xml", f"<urlset><url><loc>http://{HOST}/news/{day}</loc></url></urlset>")
        gathered = gather(tmp_path, site.url, source=declared(feeds=feeds))
    assert set(outcomes(gathered)) == {"/news/20261119", "/news/20261118"}


def test_links_beyond_the_budget_of_bytes_are_deferred(tmp_path: Path) -> None:
    paths = [f"/news/{number}" for number in range(20)]
    with publishing() as site:
        site.put(f"{HOST}/feed", rss(*paths))
        for path in paths:
            site.put(HOST + path, page() + "x" * 10_000)
        gathered = gather(tmp_path, site.url, source=declared(budget_bytes=60_000))
    ends = list(outcomes(gathered).values())
    assert 4 <= ends.count("fetched") <= 10
    assert ends.count("fetched") + ends.count("over_budget") == 20
    assert any("60000 bytes" in link.reason for link in gathered.links)


def test_a_source_is_not_asked_outside_its_hours(tmp_path: Path) -> None:
    shut = (datetime.now(UTC).hour + 6) % 24
    with publishing() as site:
        site.put(f"{HOST}/feed", rss("/news/1"))
        source = declared(hours=[shut, (shut + 1) % 24], timezone="UTC")
        gathered = gather(tmp_path, site.url, source=source)
        assert f"{HOST}/feed" not in site.addresses()
    assert gathered.failure == "outside_hours"


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_for_a_pause_gets_it(tmp_path: Path, status: int) -> None:
    with publishing() as site:
        site.put(f"{HOST}/feed", rss("/news/1"))
        site.put(f"{HOST}/news/1", status=status, Retry_After="2")
        site.put(f"{HOST}/news/1", page())
        begun = time.monotonic()
        assert outcomes(gather(tmp_path, site.url)) == {"/news/1": "fetched"}
        assert time.monotonic() - begun >= 2


@pytest.mark.parametrize("wait", ["", "86400"])
def test_a_host_that_goes_on_answering_429_is_left_alone(tmp_path: Path, wait: str) -> None:
    paths = [f"/news/{number:02}" for number in range(30)]
    with publishing() as site:
        site.put(f"{HOST}/feed", rss(*paths))
        for path in paths:
            site.put(HOST + path, status=429, **({"Retry_After": wait} if wait else {}))
        gathered = gather(tmp_path, site.url)
        assert len(site.asked) < 3 + 3 * 6
    ends = list(outcomes(gathered).values())
    assert set(ends) == {"blocked", "over_budget"}
    assert gathered.failure == "pages_blocked"


def test_opt_outs_of_artificial_intelligence_are_recorded_and_obeyed_by_policy(tmp_path: Path) -> None:
    robots = "User-agent: GPTBot\nUser-agent: CCBot\nDisallow: /news/\n\nUser-agent: *\nContent-Signal: search=yes, ai-train=no\n"
    with publishing() as site:
        site.put(f"{HOST}/robots.txt", robots)
        site.put(f"{HOST}/feed", rss("/news/1"))
        site.put(f"{HOST}/news/1", page())
        (link,) = gather(tmp_path / "recorded", site.url).links
        assert (link.outcome, link.rights) == ("fetched", ("ai-train=no", "robots: no GPTBot, CCBot"))
        obeyed = again(tmp_path / "obeyed", site, [], "--obey-ai-opt-outs")
    assert obeyed.failure == "reserved"
    assert "ai-train=no" in obeyed.failure_detail


def test_two_processes_are_one_visitor_to_a_host(tmp_path: Path) -> None:
    source = declared(delay_s=0.5)
    with publishing() as site:
        site.put(f"{HOST}/feed", rss("/news/1", "/news/2"))
        for number in (1, 2):
            site.put(f"{HOST}/news/{number}", page())
        begun = time.monotonic()
        both = [start(tmp_path / name, site.url, source=source) for name in ("a", "b")]
        ends = [process.communicate(timeout=60) for process in both]
        assert [process.returncode for process in both] == [0, 0], ends
        asked = len(site.asked)
        assert time.monotonic() - begun >= 0.5 * (asked - 1)
    assert [json.loads(out.splitlines()[-1])["outcomes"] for out, _ in ends] == [{"fetched": 2}, {"fetched": 2}]
