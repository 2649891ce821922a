import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawlers.urls import MAX_URL_CHARS, absolute_url, canonical_url, own_link

sys.path.insert(0, str(Path(__file__).parent))
from sample import source

MISR = "%D9%85%D8%B5%D8%B1"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://Minbar.Example:80/A", "http://minbar.example/A"),
        ("https://minbar.example:443", "https://minbar.example/"),
        ("http://minbar.example:8080/a", "http://minbar.example:8080/a"),
        ("http://minbar.example./a#top", "http://minbar.example/a"),
        ("http://مثال.إختبار/", "http://xn--mgbh0fb.xn--kgbechtv/"),
        ("http://h/مصر", f"http://h/{MISR}"),
        ("http://h/%d9%85%d8%b5%d8%b1", f"http://h/{MISR}"),
        ("http://h/%C7%E1", "http://h/%C7%E1"),  # windows-1256 octets stay what they are
        ("http://h/%7Ea/%41", "http://h/~a/A"),
        ("http://h/a%2Fb", "http://h/a%2Fb"),  # an escaped slash separates nothing
        ("http://h/a/../b/./c", "http://h/b/c"),
        ("http://h/a/index.html", "http://h/a"),
        ("http://h/index.php?id=3", "http://h/?id=3"),
        ("http://h/a/", "http://h/a"),
        ("http://h/a/amp/", "http://h/a"),
        ("http://h/amp", "http://h/amp"),  # a section of that name
        ("http://h/a?amp=1&b=2", "http://h/a?b=2"),
        ("http://h/a?outputType=amp", "http://h/a"),
        ("http://h/a?utm_source=x&fbclid=1&ref=home&id=5", "http://h/a?id=5"),
        ("http://h/a?b=2&a=1&&a=0", "http://h/a?a=0&a=1&b=2"),
        ("http://h/a?q=a+b", "http://h/a?q=a%20b"),
        ("http://h/%D8%A7%D9%94%D8%AE", "http://h/%D8%A3%D8%AE"),  # one letter, or two code points
        ("http://h/?q=%D8%A7%D9%94", "http://h/?q=%D8%A3"),
        ("http://h/a;jsessionid=1F?PHPSESSID=2&sid=7", "http://h/a?sid=7"),
        ("  http://h/a\n b ", "http://h/a%20b"),
        ("http://[::1]:80/x", "http://[::1]/x"),
    ],
)
def test_equal_addresses_are_spelled_in_one_way(url: str, expected: str) -> None:
    assert canonical_url(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/news/1",
        "//h/x",
        "ftp://h/x",
        "javascript:alert(1)",
        "mailto:a@h",
        "http://",
        "http://:80/",
        "http://user:secret@h/",
        "http://h:99999/",
        "http://h:0/",
        "http://h:x/",
        "http://a..b/",
        "http://-h/",
        "http://h\\@evil/",
        "http://[::1/",
        "http://h/\ud800",
        "http://h/" + "م" * MAX_URL_CHARS,
    ],
)
def test_what_is_no_public_page_is_refused(url: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (its messages are many; that it is one is the contract)
        canonical_url(url)


def test_twins_meet_at_the_first_host_with_the_scheme_of_the_feeds() -> None:
    twins = [
        "https://m.minbar.example/news/1",
        "http://amp.minbar.example/news/1/amp",
        "http://WWW.minbar.example/news/1",
    ]
    assert {canonical_url(url, source()) for url in twins} == {"http://minbar.example/news/1"}
    assert canonical_url("https://other.example/1", source()) == "https://other.example/1"


def test_a_slug_that_changes_with_the_headline_names_no_other_article() -> None:
    keyed = source(article_key=r"/[a-z-]+/\d+", article_url=r"/\d+")
    slugs = ["", "/", "-رد-قلق", "-%D8%B1%D8%AF?utm_source=x", "-رد/amp", "/index.html"]
    twins = {canonical_url(f"http://m.minbar.example/world/1045978{slug}", keyed) for slug in slugs}
    assert twins == {"http://minbar.example/world/1045978"}
    assert canonical_url("http://minbar.example/world/about", keyed) == "http://minbar.example/world/about"
    assert canonical_url("http://other.example/world/1-x", keyed) == "http://other.example/world/1-x"


def test_a_section_an_article_moves_to_names_no_other_article() -> None:
    keyed = source(article_key=r"(?:/[a-z-]+)*?(/\d+)", article_url=r"/\d+")
    twins = {canonical_url(f"http://minbar.example{path}", keyed) for path in ("/world/1-رد", "/a/b/1", "/1")}
    assert twins == {"http://minbar.example/1"}
    with pytest.raises(ValueError, match="article_key"):
        source(article_key=r"(/a)(/b)")


PIECES = st.one_of(
    st.sampled_from(["/", "//", ".", "..", "amp", "index.html", "?", "&", "=", "#", "utm_x=1", "amp=1"]),
    st.sampled_from(["%D8%A7%D9%94", ";jsessionid=1", "\u0627\u0654", "phpsessid=1", "/world/a"]),
    st.sampled_from(["%", "%2F", "%2e", "%D9", "%25", "مصر", "a", "B", "+", ";", "~", "\\", ":", "@", " "]),
)


@given(st.lists(PIECES, max_size=12).map("".join))
@example("/index.html/amp/")
@example("/%2e%2e/amp//amp")
def test_a_canonical_address_is_its_own_canonical_address(rest: str) -> None:
    once = canonical_url("http://minbar.example/" + rest)
    assert canonical_url(once) == once
    assert canonical_url(once, source()) == once
    for key in (r"/[a-z]+/[ab]+", r"(?:/[a-z]+)*?(/[ab]+)"):
        keyed = source(article_key=key)
        own = canonical_url(once, keyed)
        assert canonical_url(own, keyed) == own


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_a_value_error(text: str) -> None:
    for url in (text, "http://" + text, "http://h/" + text):
        try:
            once = canonical_url(url)
        except ValueError:
            continue
        assert canonical_url(once) == once
        assert once.isascii()


@pytest.mark.parametrize(
    ("url", "listed"),
    [
        ("http://minbar.example/news/1", True),
        ("https://m.minbar.example/news/1/amp", True),
        ("http://minbar.example/أخبار/x", True),
        ("http://minbar.example/news/0", False),
        ("http://minbar.example/about", False),
        ("http://minbar.example.evil.example/news/1", False),
        ("http://evil.example/?http://minbar.example/news/1", False),
        ("http://minbar.example@evil.example/news/1", False),
    ],
)
def test_only_own_addresses_of_the_declared_form_are_links(url: str, listed: bool) -> None:
    assert (own_link(url, source()) is not None) is listed


def test_a_reference_is_read_against_its_page() -> None:
    assert absolute_url("http://h/a/b", " ../c?x=1#y") == "http://h/c?x=1"
    with pytest.raises(ValueError, match="not an http"):
        absolute_url("http://h/a", "javascript:void(0)")
