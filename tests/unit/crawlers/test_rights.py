import json
import time

import pytest

from crawlers.rights import PathRule, assess, path_reservation, read_tdmrep

PAGE = "http://minbar.example/news/1"


def html(head: str) -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>x</body></html>".encode()


@pytest.mark.parametrize(
    ("headers", "head", "found", "reserved"),
    [
        ([], "", (), False),
        ([("TDM-Reservation", "1")], "", ("tdm-reservation: 1",), True),
        ([("tdm-reservation", " 0 ")], "", ("tdm-reservation: 0",), False),
        ([], '<META NAME="TDM-Reservation" CONTENT="1">', ("tdm-reservation: 1",), True),
        # the page's own word stands before the header's
        ([("tdm-reservation", "1")], '<meta name="tdm-reservation" content="0">', ("tdm-reservation: 0",), False),
        # malformed: when in doubt the page is not kept
        ([("tdm-reservation", "yes")], "", ("tdm-reservation: yes",), True),
        ([("tdm-reservation", "")], "", ("tdm-reservation: ?",), True),
        ([("X-Robots-Tag", "noai, noimageai")], "", ("noai", "noimageai"), False),
        ([("X-Robots-Tag", "NoArchive")], "", ("noarchive",), True),
        ([("X-Robots-Tag", "googlebot: noarchive")], "", (), False),
        ([("X-Robots-Tag", "warraq: noarchive")], "", ("noarchive",), True),
        ([("X-Robots-Tag", "max-snippet: 5, noarchive")], "", ("noarchive",), True),
        ([], '<meta name="robots" content="index, follow">', (), False),
        ([], "<meta content='follow,noarchive' name='robots'>", ("noarchive",), True),
        ([], '<meta name="googlebot" content="noarchive">', (), False),
        ([], '<!-- <meta name="robots" content="noarchive"> -->', (), False),
        ([], '<!-- x --><meta name="robots" content="noai">', ("noai",), False),
    ],
)
def test_reservations_are_found_where_publishers_put_them(
    headers: list[tuple[str, str]], head: str, found: tuple[str, ...], reserved: bool
) -> None:
    rights = assess(headers, html(head))
    assert rights.found == found
    assert bool(rights.reserved) is reserved


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("/", "/news/1", True),
        ("/news/", "/news/1", True),
        ("/news/", "/sport/1", False),
        ("/news/*.pdf$", "/news/a/b.pdf", True),
        ("/news/*.pdf$", "/news/b.pdf?x", False),
        ("/news/*.pdf$", "/news/b.pdf.html", False),
        ("/*/1$", "/news/1", True),
        ("/news$", "/news/1", False),
        ("/أخبار", "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/1", True),
    ],
)
def test_a_path_rule_matches_as_the_protocol_says(pattern: str, path: str, matches: bool) -> None:
    rules = [PathRule(pattern=pattern, reservation="1")]
    url = "http://minbar.example" + path.replace("?", "%3F")
    assert (path_reservation(rules, url) == "1") is matches


def test_the_first_rule_that_matches_counts_and_the_page_stands_before_it() -> None:
    body = json.dumps([{"location": "/news/", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}])
    rules = read_tdmrep(body.encode())
    assert not assess([], b"", rules, PAGE).reserved
    assert assess([], b"", rules, "http://minbar.example/x").reserved
    assert not assess([("tdm-reservation", "0")], b"", rules, "http://minbar.example/x").reserved


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b'[1, {"location": 3}, null]', b"[" * 5000, b"\xff\xfe"])
def test_what_is_no_tdmrep_holds_no_rules(body: bytes) -> None:
    assert read_tdmrep(body) == ()


def test_hostile_heads_and_patterns_take_linear_time() -> None:
    begun = time.monotonic()
    assess([], b"<!--" * 65000)
    assess([], b"<meta " * 40000)
    path_reservation([PathRule(pattern="*a" * 5000 + "b$", reservation="1")], "http://h/" + "a" * 5000)
    assert time.monotonic() - begun < 2
