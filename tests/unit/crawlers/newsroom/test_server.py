import gzip
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse

import pytest

from crawlers.newsroom.pages import render
from crawlers.newsroom.plan import items
from crawlers.newsroom.server import Newsroom, serving

ITEMS = {item.id: item for item in items()}


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with serving(1) as server:
        yield server


def ask(server: Newsroom, url: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    connection.request(method, url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def test_a_proxy_request_is_answered_by_the_host_it_names(newsroom):
    response, body = ask(newsroom, ITEMS["tanker-kull"].url)
    assert response.status == 200
    assert body == render(ITEMS["tanker-kull"], 1)


def test_a_plain_request_is_answered_by_its_host_header(newsroom):
    assert ask(newsroom, "/rss.xml", Host="sharq.example")[1] == ask(newsroom, "http://sharq.example/rss.xml")[1]


def test_a_host_alias_and_tracking_parameters_lead_to_the_same_page(newsroom):
    plain = ask(newsroom, "http://rafid.example/details.php?id=4471")[1]
    assert ask(newsroom, "http://www.rafid.example/details.php?id=4471&utm_source=rss")[1] == plain


def test_date_and_server_are_fixed_so_that_responses_repeat(newsroom):
    first, second = (ask(newsroom, "http://mada.example/news-sitemap.xml") for _ in range(2))
    assert first[0].getheaders() == second[0].getheaders()
    assert first[1] == second[1]
    assert first[0].getheader("Date") == "Wed, 18 Nov 2026 22:00:00 GMT"


def test_one_connection_carries_many_requests(newsroom):
    connection = HTTPConnection("127.0.0.1", newsroom.server_address[1], timeout=10)
    for _ in range(3):
        connection.request("GET", "http://dira.example/rss.xml")
        sock = connection.sock
        response = connection.getresponse()
        response.read()
        assert response.version == 11
        assert connection.sock is sock
    connection.close()


@pytest.mark.parametrize("validator", ["ETag", "Last-Modified"])
def test_a_page_the_asker_has_is_answered_304_without_a_body(newsroom, validator):
    url = ITEMS["tanker-mada"].url
    value = ask(newsroom, url)[0].getheader(validator)
    condition = {"ETag": "If_None_Match", "Last-Modified": "If_Modified_Since"}[validator]
    response, body = ask(newsroom, url, **{condition: value})
    assert (response.status, body) == (304, b"")


def test_another_etag_gets_the_page_even_with_a_fresh_date(newsroom):
    url = ITEMS["tanker-mada"].url
    modified = ask(newsroom, url)[0].getheader("Last-Modified")
    assert ask(newsroom, url, If_None_Match='"other"', If_Modified_Since=modified)[0].status == 200


def test_a_date_that_is_none_is_ignored(newsroom):
    assert ask(newsroom, ITEMS["arab-cup-malaeb"].url, If_Modified_Since="gestern")[0].status == 200


def test_compression_is_for_those_who_take_it(newsroom):
    url = ITEMS["tanker-mada"].url
    packed, body = ask(newsroom, url, Accept_Encoding="gzip")
    assert packed.getheader("Content-Encoding") == "gzip"
    assert gzip.decompress(body) == ask(newsroom, url)[1]


def test_head_has_the_headers_of_get_and_no_body(newsroom):
    url = ITEMS["tanker-mada"].url
    head, body = ask(newsroom, url, method="HEAD")
    assert body == b""
    assert head.getheaders() == ask(newsroom, url)[0].getheaders()


def test_an_unknown_host_is_a_502_and_an_unknown_path_the_publishers_own_404(newsroom):
    assert ask(newsroom, "http://nowhere.example/")[0].status == 502
    response, body = ask(newsroom, "http://ufuq.example/story/1")
    assert response.status == 404
    assert "وكالة الأفق" in body.decode()
    soft, page = ask(newsroom, "http://kull.example/news/1")
    assert soft.status == 200
    assert "غير موجودة" in page.decode()


def test_tomorrows_article_is_not_there_today(newsroom):
    assert ask(newsroom, ITEMS["rafah-gate-minbar"].url)[0].status == 404


def test_an_address_is_found_in_either_case_of_percent_encoding(newsroom):
    item = ITEMS["volkov-moreau-minbar"]
    page = ask(newsroom, item.url)[1]
    assert page == render(item, 1)
    assert ask(newsroom, item.url.replace("%D8", "%d8"))[1] == page


def test_the_redirect_loop_leads_back_to_where_it_began(newsroom):
    there = ask(newsroom, "http://kull.example/loop/a")[0].getheader("Location")
    assert ask(newsroom, there)[0].getheader("Location") == "http://kull.example/loop/a"


def test_broken_publishers_answer_what_they_are_there_to_answer(newsroom):
    assert ask(newsroom, "http://mina.example/feed")[0].status == 503
    assert ask(newsroom, "http://mina.example/robots.txt")[0].status == 404
    walled, body = ask(newsroom, "http://hisn.example/feed")
    assert walled.status == 403
    assert walled.getheader("cf-mitigated") == "challenge"
    assert b"challenge-platform" in body


def test_robots_and_reservations_are_said(newsroom):
    assert b"Disallow: /private/\nCrawl-delay: 1\n" in ask(newsroom, "http://wadi.example/robots.txt")[1]
    assert b"noarchive" in ask(newsroom, ITEMS["opinion-budget-wadi"].url)[1]
    with serving(2) as later:
        assert ask(later, ITEMS["chad-basin-wadi"].url)[0].getheader("tdm-reservation") == "1"


@pytest.mark.parametrize(
    ("item_id", "night", "status"),
    [
        ("egypt-sudan-power-minbar", 2, 410),
        ("darfur-convoy-wadi", 2, 404),
        ("doha-round-dira", 3, 200),
        ("fishing-maghrib", 3, 404),
    ],
)
def test_a_removed_article_is_answered_as_removed(item_id, night, status):
    with serving(night) as server:
        response, body = ask(server, ITEMS[item_id].url)
    assert response.status == status
    assert "غير موجودة" in body.decode()


def test_a_person_finds_an_index_whose_links_open_in_the_browser(newsroom):
    response, body = ask(newsroom, "/")
    page = body.decode()
    assert response.status == 200
    assert "All news here is invented" in page
    assert "/~minbar.example/" in page
    response, body = ask(newsroom, "/~sharq.example" + ITEMS["lebanon-imf-sharq"].path)
    assert response.status == 200
    assert b'href="/~sharq.example/' in body
    assert b'href="http://sharq.example' not in body


def test_a_person_sees_arabic_where_the_publishers_label_is_wrong(newsroom):
    item = ITEMS["baghdad-water-mirat"]
    assert ask(newsroom, item.url)[0].getheader("Content-Type") != "text/html; charset=windows-1256"
    browsed = ask(newsroom, f"/~{item.publisher.host}{item.path}")[0]
    assert browsed.getheader("Content-Type") == "text/html; charset=windows-1256"


def test_what_was_asked_is_counted(newsroom):
    before = len(newsroom.requests)
    ask(newsroom, "http://wadi.example/feed")
    assert newsroom.requests[before:] == [("wadi.example", "/feed", 200)]


def test_a_method_the_newsroom_has_not_is_refused_with_the_fixed_date(newsroom):
    response, _ = ask(newsroom, "http://wadi.example/feed", method="POST")
    assert response.status == 501
    assert response.getheader("Date") == "Wed, 18 Nov 2026 22:00:00 GMT"
