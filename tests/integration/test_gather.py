"""Gathering, from a source's feeds to its spool, by the real process against a publisher on loopback."""

import gzip
import json
import signal
import sys
import time
from pathlib import Path

import pytest

from crawlers.gathered import KnownLink
from crawlers.spool import load_gathered
from storage.captures import read_record, records
from storage.ids import article_id

sys.path.insert(0, str(Path(__file__).parent))
from gathering import CLOCK, RUN, Answer, declared, gather, outcomes, page, publishing, rss, start

HOST = "minbar.example"


def known(path: str, **changes: object) -> KnownLink:
    url = f"http://{HOST}{path}"
    fields = {"etag": None, "last_modified": None, "revisit": True, "pending": False, **changes}
    return KnownLink(url=url, canonical_url=url, **fields)  # type: ignore[arg-type]


def captured_files(spool: Path) -> dict[str, bytes]:
    folder = spool / RUN / "minbar"
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_every_link_ends_in_the_outcome_of_its_answer(tmp_path: Path) -> None:
    with publishing() as site:
        paths = [f"/news/{name}" for name in ("ok", "gone", "410", "no", "bot", "odd", "pdf", "loop", "off", "moved")]
        site.put(f"{HOST}/feed", rss(*paths, "/about"))
        site.put(f"{HOST}/news/ok", page())
        site.put(f"{HOST}/news/410", status=410)
        site.put(f"{HOST}/news/no", "لا", status=403)
        site.put(f"{HOST}/news/bot", "<html>جار التحقق من المتصفح", status=403)
        site.put(f"{HOST}/news/odd", status=418)
        site.put(f"{HOST}/news/pdf", b"%PDF-1.7")
        site.put(f"{HOST}/news/loop", status=302, Location="/news/loop")
        site.put(f"{HOST}/news/off", status=302, Location="http://other.example/news/1")
        site.put(f"{HOST}/news/moved", status=301, Location="http://m.minbar.example/news/ok")
        site.put("m.minbar.example/news/ok", page())
        gathered = gather(tmp_path, site.url)
        assert "other.example/news/1" not in site.addresses()
    assert outcomes(gathered) == {
        "/news/ok": "fetched",
        "/news/gone": "gone",
        "/news/410": "gone",
        "/news/no": "blocked",
        "/news/bot": "challenge",
        "/news/odd": "http_error",
        "/news/pdf": "not_article",
        "/news/loop": "redirect_loop",
        "/news/off": "redirect_loop",
        "/news/moved": "fetched",
    }
    assert gathered.failure is None
    moved = next(link for link in gathered.links if link.url.endswith("moved"))
    assert moved.final_url == "http://m.minbar.example/news/ok"
    assert moved.hint_title == "عنوان /news/moved"
    assert moved.fetched_at.isoformat() == CLOCK


def test_each_capture_is_the_last_response_of_its_link(tmp_path: Path) -> None:
    with publishing() as site:
        site.put(f"{HOST}/feed", rss("/news/1", "/news/2"))
        site.put(f"{HOST}/news/1", gzip.compress(page("مضغوط").encode()), Content_Encoding="gzip", ETag='"v1"')
        site.put(f"{HOST}/news/2", status=301, Location="/news/1")
        gathered = gather(tmp_path, site.url)
    assert [link.etag for link in gathered.links] == ['"v1"', '"v1"']
    for link in gathered.links:
        assert link.capture_file is not None
        path = tmp_path / RUN / "minbar" / Path(link.capture_file).name
        stored = read_record(path, link.capture_offset or 0)
        assert stored.body.decode() == page("مضغوط")
        assert stored.url == link.final_url
        assert stored.header("X-Warraq-Content-Encoding") == "gzip"
        assert stored.header("Content-Encoding") is None


def test_every_response_is_kept_robots_feeds_redirects_and_errors_too(tmp_path: Path) -> None:
    with publishing() as site:
        site.put(f"{HOST}/feed", rss("/news/1", "/news/2"))
        site.put(f"{HOST}/news/1", status=301, Location="/news/3")
        site.put(f"{HOST}/news/3", page())
        gathered = gather(tmp_path, site.url)
        asked = sorted(site.addresses())
    stored = list(records(tmp_path / RUN / "minbar" / "minbar-00000.warc.gz", strict=True))
    urls = [record.url for record in stored if record.url]
    assert sorted(urls) == [f"http://{address}" for address in asked]
    assert urls == sorted(urls)
    assert stored[0].kind == "warcinfo"
    assert gathered.requests == len(asked)


def test_robots_txt_is_obeyed_for_pages_and_after_redirects(tmp_path: Path) -> None:
    with publishing() as site:
        site.put(f"{HOST}/robots.txt", "User-agent: *\nDisallow: /news/private/\n")
        site.put(f"{HOST}/feed", rss("/news/1", "/news/private/2", "/news/3"))
        site.put(f"{HOST}/news/1", page())
        site.put(f"{HOST}/news/3", status=302, Location="/news/private/4")
        gathered = gather(tmp_path, site.url)
        assert not any("private" in address for address in site.addresses())
    assert outcomes(gathered) == {"/news/1": "fetched", "/news/private/2": "robots", "/news/3": "robots"}


def test_a_crawl_delay_of_robots_txt_is_kept(tmp_path: Path) -> None:
    with publishing() as site:
        site.put(f"{HOST}/robots.txt", "User-agent: *\nCrawl-delay: 0.4\n")
        site.put(f"{HOST}/feed", rss("/news/1", "/news/2"))
        begun = time.monotonic()
        gather(tmp_path, site.url)
        # tdmrep.json, the feed and two pages: four requests after robots.txt.
        assert time.monotonic() - begun >= 4 * 0.4


def test_a_robots_txt_that_cannot_be_had_forbids_everything(tmp_path: Path) -> None:
    with publishing() as site:
        site.put(f"{HOST}/robots.txt", status=503)
        site.put(f"{HOST}/feed", rss("/news/1"))
        gathered = gather(tmp_path, site.url)
        assert set(site.addresses()) == {f"{HOST}/robots.txt"}
    assert gathered.failure == "feed_error"
    assert "robots.txt" in gathered.failure_detail


def test_a_reserved_page_is_not_kept_and_its_reason_is(tmp_path: Path) -> None:
    with publishing() as site:
        site.put(f"{HOST}/feed", rss("/news/header", "/news/meta", "/news/rules/1", "/news/noai"))
        site.put(f"{HOST}/.well-known/tdmrep.json", '[{"location": "/news/rules/*", "tdm-reservation": 1}]')
        site.put(f"{HOST}/news/header", page("سر"), TDM_Reservation="1")
        site.put(f"{HOST}/news/meta", page("سر", '<meta name="robots" content="noarchive">'))
        site.put(f"{HOST}/news/rules/1", page("سر"))
        site.put(f"{HOST}/news/noai", page(), X_Robots_Tag="noai")
        gathered = gather(tmp_path, site.url)
        assert f"{HOST}/news/rules/1" not in site.addresses()
    assert outcomes(gathered) == {
        "/news/header": "reserved",
        "/news/meta": "reserved",
        "/news/rules/1": "reserved",
        "/news/noai": "fetched",
    }
    by_path = {link.url.rpartition("/")[2]: link for link in gathered.links}
    assert by_path["noai"].rights == ("noai",)
    assert by_path["header"].rights == ("tdm-reservation: 1",)
    assert by_path["header"].capture_file is None
    stored = list(records(tmp_path / RUN / "minbar" / "minbar-00000.warc.gz", strict=True))
    assert not any("سر".encode() in record.block for record in stored)
    reasons = {record.url: record.fields() for record in stored if record.kind == "metadata"}
    assert "noarchive" in reasons[f"http://{HOST}/news/meta"]["warraq-reserved"]


def test_known_links_are_asked_conditionally_and_revisited_when_no_feed_lists_them(tmp_path: Path) -> None:
    with publishing() as site:
        site.put(f"{HOST}/feed", rss("/news/1"))
        site.put(f"{HOST}/news/1", page(), ETag='"v1"')
        site.put(f"{HOST}/news/old", status=410)
        links = [known("/news/1", etag='"v1"'), known("/news/old"), known("/news/left", revisit=False)]
        gathered = gather(tmp_path, site.url, known=links)
    assert outcomes(gathered) == {"/news/1": "unchanged", "/news/old": "gone"}
    unchanged, gone = gathered.links
    # The validators of the page in full stay those of the night that had it.
    assert (unchanged.etag, unchanged.http_status) == (None, 304)
    assert gone.feed_url is None


def test_a_link_that_was_taken_down_is_not_asked_for_and_still_counted(tmp_path: Path) -> None:
    with publishing() as site:
        site.put(f"{HOST}/feed", rss("/news/1", "/news/2"))
        site.put(f"{HOST}/news/1", page())
        site.put(f"{HOST}/news/2", page())
        gathered = gather(tmp_path, site.url, refused=[article_id(f"http://{HOST}/news/2")])
        assert f"{HOST}/news/2" not in site.addresses()
    assert outcomes(gathered) == {"/news/1": "fetched", "/news/2": "taken_down"}
    assert gathered.links[1].capture_file is None


def test_a_304_may_reserve_the_page_it_stands_for(tmp_path: Path) -> None:
    with publishing() as site:
        site.put(f"{HOST}/feed", rss("/news/1", "/news/2"))
        site.put(f"{HOST}/news/1", page(), ETag='"v1"', TDM_Reservation="1")
        site.put(f"{HOST}/news/2", page(), ETag='"v2"', X_Robots_Tag="noai")
        links = [known("/news/1", etag='"v1"'), known("/news/2", etag='"v2"')]
        gathered = gather(tmp_path, site.url, known=links)
    assert outcomes(gathered) == {"/news/1": "reserved", "/news/2": "unchanged"}
    assert [link.rights for link in gathered.links] == [("tdm-reservation: 1",), ("noai",)]


def test_nothing_is_revisited_when_no_feed_could_be_read(tmp_path: Path) -> None:
    with publishing() as site:
        site.put(f"{HOST}/feed", "no", status=403)
        site.put(f"{HOST}/news/old", page())
        gathered = gather(tmp_path, site.url, known=[known("/news/old")])
        assert f"{HOST}/news/old" not in site.addresses()
    assert (gathered.failure, gathered.links) == ("blocked", ())


def test_a_pending_link_is_asked_like_a_new_one_even_if_no_feed_lists_it(tmp_path: Path) -> None:
    with publishing() as site:
        site.put(f"{HOST}/feed", rss("/news/1", "/news/2", "/news/3"))
        links = [known("/news/1"), known("/news/3", pending=True), known("/news/left", pending=True)]
        gathered = gather(tmp_path, site.url, source=declared(budget_requests=4), known=links)
    assert outcomes(gathered) == {
        "/news/1": "over_budget",
        "/news/2": "gone",
        "/news/3": "gone",
        "/news/left": "gone",
    }


def test_links_beyond_the_budget_are_deferred_and_known_ones_first(tmp_path: Path) -> None:
    with publishing() as site:
        site.put(f"{HOST}/feed", rss("/news/1", "/news/2", "/news/3"))
        source = declared(budget_requests=3)  # the feed itself is one of them
        gathered = gather(tmp_path, site.url, source=source, known=[known("/news/1")])
    assert outcomes(gathered) == {"/news/1": "over_budget", "/news/2": "gone", "/news/3": "gone"}


def test_a_link_of_several_feeds_counts_once_for_the_first(tmp_path: Path) -> None:
    sitemap = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<url><loc>http://m.{HOST}/news/1?utm_source=x</loc></url><url><loc>http://{HOST}/news/2</loc></url></urlset>"
    )
    index = (
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<sitemap><loc>http://{HOST}/one.xml.gz</loc></sitemap></sitemapindex>"
    )
    feeds = [
        {"url": f"http://{HOST}/feed", "kind": "rss"},
        {"url": f"http://{HOST}/sitemap.xml", "kind": "sitemap"},
        {"url": f"http://{HOST}/section", "kind": "section", "max_pages": 2},
    ]
    with publishing() as site:
        site.put(f"{HOST}/feed", rss("/news/1"))
        site.put(f"{HOST}/sitemap.xml", index)
        site.put(f"{HOST}/one.xml.gz", gzip.compress(sitemap.encode()))
        site.put(f"{HOST}/section", "<html><a href='/news/2'>x</a><a rel=next href='?page=2'>n</a></html>")
        site.put(f"{HOST}/section?page=2", "<html><a href='/news/3'>x</a><a rel=next href='?page=3'>n</a></html>")
        gathered = gather(tmp_path, site.url, source=declared(feeds=feeds))
        assert f"{HOST}/section?page=3" not in site.addresses()
    named = {link.canonical_url.rpartition("/")[2]: link.feed_url for link in gathered.links}
    assert named == {
        "1": f"http://{HOST}/feed",
        "2": f"http://{HOST}/sitemap.xml",
        "3": f"http://{HOST}/section",
    }
    assert gathered.feeds_read == 3


@pytest.mark.parametrize(
    ("status", "body", "robots", "failure"),
    [
        (403, "لا", "", "blocked"),
        (403, "Just a moment...", "", "challenge_cloudflare"),
        (404, "", "", "feed_gone"),
        (503, "", "", "feed_error"),
        (200, "not a feed", "", "feed_unreadable"),
        (200, "<html><body>home</body></html>", "", "feed_unreadable"),
        (200, rss(), "", "empty_feed"),
        (200, rss("/news/1"), "User-agent: *\nDisallow: /feed", "robots_forbids"),
        (200, rss("/news/1"), "", "pages_blocked"),
    ],
)
def test_a_source_that_cannot_be_gathered_says_why(
    tmp_path: Path, status: int, body: str, robots: str, failure: str
) -> None:
    with publishing() as site:
        site.put(f"{HOST}/feed", body, status=status)
        site.put(f"{HOST}/robots.txt", robots)
        site.put(f"{HOST}/news/1", "no", status=403)
        gathered = gather(tmp_path, site.url)
    assert gathered.failure == failure
    assert gathered.failure_detail


def test_a_feed_its_parser_breaks_on_leaves_the_others_be(tmp_path: Path) -> None:
    feeds = [{"url": f"http://{HOST}/{name}", "kind": "rss"} for name in ("broken", "feed")]
    with publishing() as site:
        site.put(f"{HOST}/broken", rss("/news/2").replace("عنوان", "&#xD800;"))
        site.put(f"{HOST}/feed", rss("/news/1"))
        site.put(f"{HOST}/news/1", page())
        gathered = gather(tmp_path, site.url, source=declared(feeds=feeds))
    assert (outcomes(gathered), gathered.feeds_read) == ({"/news/1": "fetched"}, 1)


def test_a_server_error_is_retried_and_may_pass(tmp_path: Path) -> None:
    with publishing() as site:
        site.pages[f"{HOST}/feed"] = [Answer(status=503), Answer(body=rss("/news/1").encode())]
        site.put(f"{HOST}/news/1", page())
        gathered = gather(tmp_path, site.url)
    assert outcomes(gathered) == {"/news/1": "fetched"}


def test_a_body_that_is_too_large_or_cannot_be_decoded_is_an_outcome_of_its_link(tmp_path: Path) -> None:
    with publishing() as site:
        site.put(f"{HOST}/feed", rss("/news/big", "/news/bomb", "/news/broken", "/news/ok"))
        site.put(f"{HOST}/news/big", b"x" * (17 << 20))
        site.put(f"{HOST}/news/bomb", gzip.compress(b"x" * (17 << 20)), Content_Encoding="gzip")
        site.put(f"{HOST}/news/broken", b"not gzip", Content_Encoding="gzip")
        site.put(f"{HOST}/news/ok", page())
        gathered = gather(tmp_path, site.url)
    assert outcomes(gathered) == {
        "/news/big": "too_large",
        "/news/bomb": "too_large",
        "/news/broken": "http_error",
        "/news/ok": "fetched",
    }


_ANY_ADDRESS = "import crawlers.routes; crawlers.routes.is_public = lambda address: True"
_ONCE = "import crawlers.settings; crawlers.settings.RETRY_TIMES = 0"


@pytest.mark.parametrize(
    ("feed", "before", "failure"),
    [
        ("http://127.0.0.1:1/feed", _ANY_ADDRESS, "refused"),
        (
            "http://minbar.example/feed",
            "import socket; socket.getaddrinfo = lambda *_: (_ for _ in ()).throw(socket.gaierror())",
            "dns",
        ),
        (
            "http://127.0.0.1:{port}/feed",
            _ANY_ADDRESS + "; import crawlers.settings; crawlers.settings.DOWNLOAD_TIMEOUT = .3",
            "timeout",
        ),
        ("https://127.0.0.1:{port}/feed", _ANY_ADDRESS, "tls"),
    ],
)
def test_a_source_that_does_not_answer_says_why(tmp_path: Path, feed: str, before: str, failure: str) -> None:
    with publishing() as site:
        port = site.url.rpartition(":")[2]
        site.pages[f"127.0.0.1:{port}/robots.txt"] = [Answer(wait_s=1)]
        site.pages["/robots.txt"] = [Answer(wait_s=1)]
        source = declared(hosts=["127.0.0.1"], feeds=[{"url": feed.format(port=port), "kind": "rss"}])
        gathered = gather(tmp_path, None, source=source, before=f"{before}; {_ONCE}")
    assert (gathered.failure, gathered.feeds_read) == (failure, 0), gathered.failure_detail


def test_without_a_proxy_no_private_address_is_asked(tmp_path: Path) -> None:
    with publishing() as site:
        port = site.url.rpartition(":")[2]
        source = declared(
            hosts=["127.0.0.1", "localhost"],
            feeds=[
                {"url": f"http://127.0.0.1:{port}/feed", "kind": "rss"},
                {"url": f"http://localhost:{port}/feed", "kind": "rss"},
            ],
        )
        gathered = gather(tmp_path, None, source=source)
        assert site.asked == []
    assert gathered.failure == "address_refused"
    assert "127.0.0.1 is not a public address" in gathered.failure_detail
    assert "localhost is at 127.0.0.1, not a public address" in gathered.failure_detail


def test_with_a_proxy_no_private_address_is_asked_for_either(tmp_path: Path) -> None:
    with publishing() as site:
        port = site.url.rpartition(":")[2]
        source = declared(
            hosts=["127.0.0.1", "127.1", HOST],
            feeds=[
                {"url": f"http://127.0.0.1:{port}/feed", "kind": "rss"},
                {"url": f"http://127.1:{port}/feed", "kind": "rss"},
                {"url": f"http://{HOST}/feed", "kind": "rss"},
                {"url": f"http://m.{HOST}/feed", "kind": "rss"},
            ],
        )
        site.put(f"{HOST}/feed", status=302, Location=f"http://127.0.0.1:{port}/secret")
        site.put(f"m.{HOST}/robots.txt", status=302, Location=f"http://127.0.0.1:{port}/secret")
        gathered = gather(tmp_path, site.url, source=source)
        assert all(address.partition("/")[0] in (HOST, f"m.{HOST}") for address in site.addresses())
    assert gathered.failure == "address_refused"


def test_a_proxy_is_told_the_user_its_setting_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with publishing() as site:
        monkeypatch.setenv("WARRAQ_PROXY_URL", site.url.replace("http://", "http://ali:secret@"))
        site.put(f"{HOST}/feed", rss("/news/1"))
        site.put(f"{HOST}/news/1", page())
        gathered = gather(tmp_path, site.url)
        assert {headers.get("Proxy-Authorization") for _, headers in site.asked} == {"Basic YWxpOnNlY3JldA=="}
    assert outcomes(gathered) == {"/news/1": "fetched"}


def test_a_feed_redirected_off_the_hosts_of_the_source_is_a_fault(tmp_path: Path) -> None:
    with publishing() as site:
        site.put(f"{HOST}/feed", status=301, Location="http://other.example/feed")
        site.put("other.example/feed", rss("/news/1"))
        gathered = gather(tmp_path, site.url)
        assert "other.example/feed" not in site.addresses()
    assert gathered.failure == "feed_moved"
    assert "redirected off the source's hosts" in gathered.failure_detail


@pytest.mark.parametrize("status", [500, 503])
def test_a_tdmrep_json_that_cannot_be_had_reserves_everything(tmp_path: Path, status: int) -> None:
    with publishing() as site:
        site.put(f"{HOST}/feed", rss("/news/1", "/news/2"))
        site.put(f"{HOST}/news/1", page())
        site.put(f"{HOST}/news/2", status=301, Location=f"http://m.{HOST}/news/2")
        site.put(f"m.{HOST}/.well-known/tdmrep.json", status=status)
        site.put(f"m.{HOST}/news/2", page())
        gathered = gather(tmp_path, site.url)
        assert f"m.{HOST}/news/2" not in site.addresses()
    assert outcomes(gathered) == {"/news/1": "fetched", "/news/2": "reserved"}
    assert "could not be read" in gathered.links[1].reason


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_tdmrep_json_that_is_not_there_reserves_nothing(tmp_path: Path, status: int) -> None:
    with publishing() as site:
        site.put(f"{HOST}/.well-known/tdmrep.json", status=status)
        site.put(f"{HOST}/feed", rss("/news/1"))
        site.put(f"{HOST}/news/1", page())
        assert outcomes(gather(tmp_path, site.url)) == {"/news/1": "fetched"}


def test_a_source_whose_tdmrep_json_fails_fails_with_it(tmp_path: Path) -> None:
    with publishing() as site:
        site.put(f"{HOST}/.well-known/tdmrep.json", status=503)
        site.put(f"{HOST}/feed", rss("/news/1"))
        gathered = gather(tmp_path, site.url)
        assert f"{HOST}/feed" not in site.addresses()
    assert gathered.failure == "feed_error"
    assert "tdmrep.json" in gathered.failure_detail


def test_a_crawl_past_its_deadline_ends_in_order_and_defers_the_rest(tmp_path: Path) -> None:
    paths = [f"/news/{number:02}" for number in range(40)]
    with publishing() as site:
        site.put(f"{HOST}/feed", rss(*paths))
        for path in paths:
            site.put(HOST + path, page())
        begun = time.monotonic()
        gathered = gather(tmp_path, site.url, source=declared(delay_s=0.4), deadline_s=4.5)
        assert time.monotonic() - begun < 15
    ends = [outcomes(gathered)[path] for path in paths]
    done = ends.count("fetched")
    assert 0 < done < 12
    assert ends == ["fetched"] * done + ["over_budget"] * (40 - done)
    assert gathered.failure is None
    assert "4 s a night gives the source were used up" in gathered.links[-1].reason


def test_feeds_stop_at_the_budget_too(tmp_path: Path) -> None:
    names = [f"/{number}.xml" for number in range(5)]
    index = "".join(f"<sitemap><loc>http://{HOST}{name}</loc></sitemap>" for name in names)
    with publishing() as site:
        site.put(f"{HOST}/sitemap.xml", f"<sitemapindex>{index}</sitemapindex>")
        for number, name in enumerate(names):
            site.put(HOST + name, f"<urlset><url><loc>http://{HOST}/news/{number}</loc></url></urlset>")
        source = declared(budget_requests=3, feeds=[{"url": f"http://{HOST}/sitemap.xml", "kind": "sitemap"}])
        gathered = gather(tmp_path, site.url, source=source)
        assert [address for address in site.addresses() if address.endswith(".xml")] == [
            f"{HOST}/sitemap.xml",
            f"{HOST}/0.xml",
            f"{HOST}/1.xml",
        ]
    assert outcomes(gathered) == {"/news/0": "over_budget", "/news/1": "over_budget"}


def test_a_crawl_killed_at_any_point_goes_on_without_asking_again(tmp_path: Path) -> None:
    def serve(site: object, wait_s: float) -> None:
        paths = [f"/news/{number}" for number in range(12)]
        site.put(f"{HOST}/feed", rss(*paths))  # type: ignore[attr-defined]
        for path in paths:
            site.pages[f"{HOST}{path}"] = [Answer(body=page(path).encode(), wait_s=wait_s)]  # type: ignore[attr-defined]

    with publishing() as site:
        serve(site, 0)
        gather(tmp_path / "whole", site.url)
    with publishing() as site:
        serve(site, 0.15)
        for pages_before_kill in (0, 3, 7):
            process = start(tmp_path / "killed", site.url)
            wanted = len(site.asked) + 1 + pages_before_kill
            while len(site.asked) < wanted and process.poll() is None:
                time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
            process.communicate()
        asked = len(site.asked)
        gather(tmp_path / "killed", site.url)
        # A request in flight at a kill was never received and is asked again: at most 4 connections each time.
        assert asked + 1 < len(site.asked) <= 15 + 3 * 4
    assert captured_files(tmp_path / "killed") == captured_files(tmp_path / "whole")


def test_a_redirect_to_a_fragment_is_answered_from_the_spool(tmp_path: Path) -> None:
    with publishing() as site:
        site.put(f"{HOST}/feed", rss("/news/1", "/news/2"))
        site.put(f"{HOST}/news/1", status=301, Location="/news/3#top")
        site.put(f"{HOST}/news/3", page())
        site.pages[f"{HOST}/news/2"] = [Answer(body=page().encode(), wait_s=5)]
        journal = tmp_path / RUN / "minbar" / "journal.jsonl"
        process = start(tmp_path, site.url)
        while not journal.exists() or "/news/3" not in journal.read_text():
            time.sleep(0.01)
        process.kill()
        process.communicate()
        site.pages[f"{HOST}/news/2"][0].wait_s = 0
        asked = len(site.asked)
        gathered = gather(tmp_path, site.url)
        assert site.addresses()[asked:] == [f"{HOST}/news/2"]
    assert [link.final_url for link in gathered.links] == [f"http://{HOST}/news/3", f"http://{HOST}/news/2"]


def test_a_torn_spool_and_journal_are_cut_and_the_crawl_goes_on(tmp_path: Path) -> None:
    with publishing() as site:
        site.put(f"{HOST}/feed", rss("/news/1"))
        site.pages[f"{HOST}/news/1"] = [Answer(body=page().encode(), wait_s=5)]
        process = start(tmp_path, site.url)
        while f"{HOST}/news/1" not in site.addresses():
            time.sleep(0.01)
        process.kill()
        process.communicate()
        folder = tmp_path / RUN / "minbar"
        with (folder / "spool.warc").open("ab") as spool, (folder / "journal.jsonl").open("ab") as journal:
            spool.write(b"\x1f\x8b\x08\x00half a record")
            journal.write(b'{"url": "http://minbar.exa')
        site.pages[f"{HOST}/news/1"][0].wait_s = 0
        asked = len(site.asked)
        gathered = gather(tmp_path, site.url)
        assert site.addresses()[asked:] == [f"{HOST}/news/1"]
    assert outcomes(gathered) == {"/news/1": "fetched"}


def test_a_finished_crawl_is_not_repeated(tmp_path: Path) -> None:
    with publishing() as site:
        site.put(f"{HOST}/feed", rss("/news/1"))
        site.put(f"{HOST}/news/1", page())
        first = gather(tmp_path, site.url)
        asked, files = len(site.asked), captured_files(tmp_path)
        assert gather(tmp_path, site.url) == first
        assert (len(site.asked), captured_files(tmp_path)) == (asked, files)


@pytest.mark.parametrize("status", [403, 503])
def test_a_failed_source_is_gathered_anew_and_may_pass(tmp_path: Path, status: int) -> None:
    with publishing() as site:
        site.put(f"{HOST}/feed", "no", status=status)
        assert gather(tmp_path, site.url).failure is not None
        site.pages.clear()
        site.put(f"{HOST}/feed", rss("/news/1"))
        site.put(f"{HOST}/news/1", page())
        again = gather(tmp_path, site.url)
    assert (again.failure, outcomes(again)) == (None, {"/news/1": "fetched"})
    stored = records(tmp_path / RUN / "minbar" / "minbar-00000.warc.gz", strict=True)
    assert again.requests == len([record for record in stored if record.url])


def test_a_source_that_fails_again_leaves_the_same_bytes(tmp_path: Path) -> None:
    with publishing() as site:
        site.put(f"{HOST}/feed", "no", status=503)
        first = gather(tmp_path, site.url)
        files, asked = captured_files(tmp_path), len(site.asked)
        assert gather(tmp_path, site.url) == first
        assert (captured_files(tmp_path), len(site.asked)) == (files, 2 * asked)


def test_a_failed_source_killed_in_its_second_try_does_not_answer_with_the_first(tmp_path: Path) -> None:
    with publishing() as site:
        site.put(f"{HOST}/feed", "no", status=403)
        gather(tmp_path, site.url)
        site.pages[f"{HOST}/feed"] = [Answer(body=rss("/news/1").encode())]
        site.pages[f"{HOST}/news/1"] = [Answer(body=page().encode(), wait_s=5)]
        process = start(tmp_path, site.url)
        while f"{HOST}/news/1" not in site.addresses() and process.poll() is None:
            time.sleep(0.01)
        process.kill()
        process.communicate()
        assert load_gathered(tmp_path, RUN, "minbar") is None
        site.pages[f"{HOST}/news/1"][0].wait_s = 0
        asked = len(site.asked)
        assert outcomes(gather(tmp_path, site.url)) == {"/news/1": "fetched"}
        assert site.addresses()[asked:] == [f"{HOST}/news/1"]


def test_a_full_disk_ends_the_crawl_with_one_line(tmp_path: Path) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))"
    with publishing() as site:
        site.put(f"{HOST}/feed", rss(*(f"/news/{number}" for number in range(40))))
        process = start(tmp_path, site.url, before=limit)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 3
    lines = [json.loads(line) for line in err.splitlines()]
    assert [line["message"] for line in lines if line["level"] == "ERROR"] == [lines[-1]["message"]]
    assert "spool cannot be written" in lines[-1]["message"]
    assert "Traceback" not in err
    assert out == ""
    assert load_gathered(tmp_path, RUN, "minbar") is None


def test_an_orderly_stop_is_no_end_and_the_crawl_goes_on(tmp_path: Path) -> None:
    with publishing() as site:
        site.put(f"{HOST}/feed", rss("/news/1", "/news/2"))
        site.pages[f"{HOST}/news/1"] = [Answer(body=page().encode(), wait_s=1)]
        site.put(f"{HOST}/news/2", page())
        process = start(tmp_path, site.url, source=declared(delay_s=0.5))
        while f"{HOST}/feed" not in site.addresses():
            time.sleep(0.01)
        process.terminate()
        process.communicate(timeout=30)
        assert process.returncode == 1
        assert load_gathered(tmp_path, RUN, "minbar") is None
        assert outcomes(gather(tmp_path, site.url)) == {"/news/1": "fetched", "/news/2": "fetched"}


def test_a_real_publisher_is_not_asked_without_a_contact(tmp_path: Path) -> None:
    process = start(tmp_path, None, source=declared(group="press", delay_s=1))
    _, err = process.communicate(timeout=30)
    assert process.returncode == 2
    assert "WARRAQ_CONTACT" in json.loads(err.splitlines()[-1])["message"]
