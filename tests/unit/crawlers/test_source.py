"""A declaration that is wrong says so, with the field and what would be right."""

import sys
from pathlib import Path
from typing import Any

import pytest

from crawlers import sources
from crawlers.facts import Basis, Claim, Examples, Origin
from crawlers.source import Feed, FeedKind, Source
from crawlers.sources import press
from storage.errors import SettingsError

RIGHT: dict[str, Any] = {
    "id": "example_daily",
    "name": "الصحيفة المثال",
    "country": "EG",
    "timezone": "Africa/Cairo",
    "hosts": ("www.example.org",),
    "feeds": (Feed(url="https://www.example.org/rss", kind=FeedKind.RSS),),
}


def test_the_smallest_declaration_is_enough() -> None:
    assert Source(**RIGHT).zone.key == "Africa/Cairo"


@pytest.mark.parametrize(
    ("field", "wrong", "remedy"),
    [
        ("id", "Example", "lower-case"),
        ("name", " ", "Arabic name"),
        ("country", "Egypt", "ISO 3166"),
        ("timezone", "Cairo", "IANA"),
        ("hosts", "www.example.org", "comma"),
        ("hosts", ("http://www.example.org/",), "host names alone"),
        ("hosts", (), "at least one"),
        ("feeds", Feed(url="https://www.example.org/rss", kind=FeedKind.RSS), "comma"),
        ("feeds", (Feed(url="ftp://www.example.org", kind=FeedKind.RSS),), "http"),
        ("feeds", (Feed(url="https://www.example.org/rss", kind="rsss"),), "FeedKind"),  # type: ignore[arg-type]
        ("article_url", "(", "regular expression"),
        ("delay_s", 0.1, "at least 1 second"),
        ("numeric_dates", "mixed", "dmy"),
        ("budget_requests", 0, "more than 0"),
        ("country", "AQ", "crawlers/places.py"),
        ("feeds", (Feed(url="https://www.example.org/", kind=FeedKind.RSS, basis=Basis.WORKING),), "its date"),
        (
            "feeds",
            (Feed(url="https://www.example.org/", kind=FeedKind.RSS, basis=Basis.LISTED, on="10/2026"),),
            "date",
        ),
        ("affiliation", "private", "state-agency"),
        ("cadence", "often", "continuous"),
        ("credits", "رويترز", "comma"),
        ("claims", (Claim(about=("ownership",), origin=Origin.GENERAL, on="2026"),), "no field of Source"),
    ],
)
def test_a_wrong_field_is_named_with_its_remedy(field: str, wrong: object, remedy: str) -> None:
    with pytest.raises(ValueError, match=field) as raised:
        Source(**RIGHT | {field: wrong})
    assert "example_daily" in str(raised.value) or field == "id"
    assert remedy in str(raised.value)


@pytest.mark.parametrize("on", ["2026", "2026-10", "2026-10-08"])
def test_a_claim_is_dated_by_year_month_or_day(on: str) -> None:
    assert Claim(about=("owner",), origin=Origin.MONITOR, on=on).on == on


@pytest.mark.parametrize(
    ("fields", "remedy"),
    [
        ({"about": "owner"}, "tuple of field names"),
        ({"about": ()}, "tuple of field names"),
        ({"origin": "a list"}, "origin an Origin"),
        ({"on": "yesterday"}, "2026-10-08"),
        ({"on": "2026-13"}, "2026-10-08"),
    ],
)
def test_a_claim_that_cannot_be_weighed_says_why(fields: dict[str, Any], remedy: str) -> None:
    with pytest.raises(ValueError, match=remedy):
        Claim(**{"about": ("owner",), "origin": Origin.MONITOR, "on": "2026"} | fields)


def test_examples_are_tuples() -> None:
    with pytest.raises(ValueError, match="comma"):
        Examples(articles="https://www.example.org/1")  # type: ignore[arg-type]


def test_the_country_places_a_source() -> None:
    place = Source(**RIGHT).place
    assert (place.region, place.bloc) == ("nile", "arab-league")


@pytest.mark.parametrize(
    "body", ["SRC = 1\n", "SOURCE = 1\n", "from crawlers.source import Source\nSOURCE = Source(nmae='x')\n"]
)
def test_a_file_that_declares_nothing_right_is_one_clear_error(
    body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken.py").write_text(body)
    monkeypatch.setattr(press, "__path__", [str(tmp_path)])
    sources.all_sources.cache_clear()
    try:
        with pytest.raises(SettingsError, match=r"crawlers\.sources\.press\.broken"):
            sources.all_sources()
    finally:
        sources.all_sources.cache_clear()
        sys.modules.pop("crawlers.sources.press.broken", None)
