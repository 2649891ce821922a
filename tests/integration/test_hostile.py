"""A crawl against a publisher that means harm: every link ends, the crawl ends, and it stays small."""

import json
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawlers.gathered import Gathered

sys.path.insert(0, str(Path(__file__).parent))
from gathering import declared, gather, start
from hostile_site import REDIRECTS, Hostile, hostile

MOST_MB = 400
FAST = "import crawlers.settings as s; s.DOWNLOAD_TIMEOUT = 3; s.RETRY_TIMES = 0"
MEASURED = "import atexit, pathlib; atexit.register(lambda: pathlib.Path({path!r}).write_text(pathlib.Path('/proc/self/status').read_text()))"
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\ud800-\udfff]")


def crawl(tmp_path: Path, site: Hostile, *feeds: dict[str, object], before: str = FAST, **source: object) -> Gathered:
    """Gather from the site itself, without a proxy; fails when the crawl grew too large."""
    peak = tmp_path / "peak"
    whole = declared(hosts=["127.0.0.1"], feeds=list(feeds), **{"local": True, **source})
    gathered = gather(
        tmp_path / "spool", None, forked=False, source=whole, before=f"{before}; {MEASURED.format(path=str(peak))}"
    )
    # Not ``ru_maxrss``: it begins with the size of the process that started this one.
    grown = re.search(r"VmHWM:\s+(\d+) kB", peak.read_text())
    assert grown is not None
    assert int(grown[1]) / 1024 < MOST_MB
    return gathered


def listing(site: Hostile, *names: str) -> dict[str, object]:
    """A section page that lists these pages."""
    site.listed = names
    return {"url": f"{site.base}/list.html", "kind": "section"}


@pytest.fixture
def site() -> Iterator[Hostile]:
    with hostile() as made:
        yield made


def ends(gathered: Gathered) -> dict[str, tuple[str, str]]:
    return {link.url.rpartition("/")[2]: (link.outcome, link.reason) for link in gathered.links}


BODIES = {
    "endless": "too_large",
    "packed-gzip": "too_large",
    "packed-deflate": "too_large",
    "packed-br": "too_large",
    "packed-zstd": "too_large",
    "packed-gzip+gzip": "too_large",
    "headers": "too_large",
    "long-header": "unreachable",
    "interim": "too_large",
    "drip": "timeout",
    "drip-headers": "timeout",
    "silent": "timeout",
    "cut": "unreachable",
    "garbage": "unreachable",
    "ok": "fetched",
}


def test_a_body_or_head_that_does_not_end_ends_its_link_alone(tmp_path: Path, site: Hostile) -> None:
    for name in BODIES:
        if name.startswith("packed-"):
            site.bomb(name.removeprefix("packed-").replace("+", ", "))
    begun = time.monotonic()
    gathered = crawl(tmp_path, site, listing(site, *BODIES))
    assert time.monotonic() - begun < 180
    assert {name: outcome for name, (outcome, _) in ends(gathered).items()} == BODIES


def test_no_redirect_leads_to_a_private_address_another_scheme_or_on_for_ever(tmp_path: Path, site: Hostile) -> None:
    gathered = crawl(tmp_path, site, listing(site, "hop0", *REDIRECTS))
    # What is not followed at all is an answer like any other; the longest address does not fit into a header.
    other = {"file": "http_error", "long": "unreachable"}
    expected = {name: other.get(name, "redirect_loop") for name in ("hop0", *REDIRECTS)}
    assert {name: outcome for name, (outcome, _) in ends(gathered).items()} == expected
    assert not any("secret" in path for path in site.paths())
    assert len([path for path in site.paths() if "hop" in path]) == 6


def test_a_resolver_that_is_fooled_does_not_fool_the_connection(tmp_path: Path, site: Hostile) -> None:
    fooled = "import crawlers.routes as r; r.PublicResolver._checked = lambda self, address, name: address"
    feed = {"url": f"http://localhost:{site.port}/list.html", "kind": "section"}
    source = declared(hosts=["localhost"], feeds=[feed])
    gathered = gather(tmp_path, None, source=source, before=f"{FAST}; {fooled}")
    assert (gathered.failure, site.asked) == ("address_refused", [])
    assert "connected to 127.0.0.1" in gathered.failure_detail


@pytest.mark.parametrize(
    ("name", "kind", "failure", "most_links"),
    [
        ("laughs.xml", "sitemap", "empty_feed", 0),
        ("secret.xml", "sitemap", None, 1),
        ("elements.xml", "sitemap", "empty_feed", 0),
        ("items.xml", "rss", "feed_unreadable", 0),
        ("packed.xml.gz", "sitemap", "feed_unreadable", 0),
        ("anchors.html", "section", "feed_unreadable", 0),
        ("deep.html", "section", "feed_unreadable", 0),
        ("turtles.xml", "sitemap", "over_budget", 0),
        ("calendar", "section", None, 15),
    ],
)
def test_a_feed_that_does_not_end_is_left(
    tmp_path: Path, site: Hostile, name: str, kind: str, failure: str | None, most_links: int
) -> None:
    begun = time.monotonic()
    gathered = crawl(tmp_path, site, {"url": f"{site.base}/{name}", "kind": kind, "max_pages": 5})
    assert (gathered.failure, len(gathered.links)) == (failure, most_links), gathered.failure_detail
    assert len(site.asked) < 100
    assert not any("entity" in path or "passwd" in path or "root:" in path for path in site.paths())
    assert time.monotonic() - begun < 120


def test_a_sitemap_of_more_than_may_be_is_read_to_its_limit_and_the_rest_deferred(
    tmp_path: Path, site: Hostile
) -> None:
    gathered = crawl(tmp_path, site, {"url": f"{site.base}/many.xml", "kind": "sitemap"}, budget_requests=5)
    assert gathered.ledger.listed == len(gathered.links) == 50_000
    assert sum(link.outcome == "over_budget" for link in gathered.links) == 50_000 - 4


def test_nothing_a_page_says_reaches_a_line_or_a_path_as_it_is(tmp_path: Path, site: Hostile) -> None:
    gathered = crawl(tmp_path, site, {"url": f"{site.base}/controls.xml", "kind": "rss"})
    assert not any(CONTROLS.search(value) for value in _strings(json.loads(gathered.to_json())))
    by_name = {link.url.rpartition("/")[2]: link for link in gathered.links}
    assert set(by_name) == {"controls", "›[2J", "passwd", "reserved"}
    assert by_name["controls"].hint_title == "قمة…اليوم›31m"  # as browsers read 0x85 and 0x9b
    assert len(by_name["controls"].hint_published or "") <= 100
    assert (by_name["controls"].outcome, by_name["controls"].etag) == ("fetched", None)
    assert by_name["reserved"].outcome == "reserved"
    assert len(by_name["reserved"].reason) < 200
    files = sorted(path.name for path in (tmp_path / "spool" / "2026-11-18" / "minbar").iterdir())
    assert files == ["gathered.json", "minbar-00000.warc.gz"]


def test_log_lines_carry_no_control_characters_and_no_cookie_is_sent_back(tmp_path: Path, site: Hostile) -> None:
    feeds = [{"url": f"{site.base}/{name}", "kind": "rss"} for name in ("\u202ex\x1b[2J.xml", "controls.xml")]
    process = start(tmp_path, None, source=declared(hosts=["127.0.0.1"], feeds=feeds, local=True), before=FAST)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0
    messages = [json.loads(line)["message"] for line in err.splitlines()]
    assert messages
    assert not any(CONTROLS.search(message) for message in messages)
    assert not any("cookie:" in request.lower() for _, request in site.asked)


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _strings(item)]
    if isinstance(value, list):
        return [text for item in value for text in _strings(item)]
    return [value] if isinstance(value, str) else []
