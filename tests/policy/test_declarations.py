"""Every declaration is held to the same rules; a failure says what to write."""

import re
from collections import Counter
from pathlib import Path

import pytest

from crawlers.facts import Basis
from crawlers.places import PLACES, Bloc
from crawlers.reading.credits import agencies_in
from crawlers.source import Feed, FeedKind, Source
from crawlers.sources import all_sources
from crawlers.urls import host_of, own_link

ROOT = Path(__file__).parents[2]
PRESS = [source for source in all_sources().values() if source.group == "press"]
PRACTICE = [source for source in all_sources().values() if source.group == "practice"]
EVERYTHING = Source.__dataclass_fields__["article_url"].default
CLAIMED = ("owner", "affiliation", "cadence")
CLAIMED_WHEN_SET = ("article_url", "skip_url", "credits", "blocking", "disabled")

press = pytest.mark.parametrize("source", PRESS, ids=lambda source: source.id)


@pytest.mark.parametrize("source", PRACTICE, ids=lambda source: source.id)
def test_a_practice_source_is_on_invented_hosts(source: Source) -> None:
    assert all(host.endswith(".example") for host in source.hosts)


@press
def test_a_publisher_is_named_and_placed(source: Source) -> None:
    assert re.search(r"[\u0600-\u06ff]", source.name), "give the publisher's Arabic name"
    assert source.english, "english: the name it is known by in English"
    assert source.owner, "owner: who owns or runs it"
    assert source.affiliation, "affiliation: who stands behind it"
    assert source.language == "ar"
    assert source.delay_s >= 1


@press
def test_every_claim_says_where_it_was_read(source: Source) -> None:
    claimed = {name for claim in source.claims for name in claim.about}
    default = {name: field.default for name, field in Source.__dataclass_fields__.items()}
    needed = {*CLAIMED, *(name for name in CLAIMED_WHEN_SET if getattr(source, name) != default[name])}
    assert needed <= claimed, f"claims: say where {sorted(needed - claimed)} was read"
    for text in (source.blocking, source.notes):
        assert not text or re.search(r"\b20\d\d\b", text), f"{text!r}: say when"


@press
def test_every_feed_is_on_its_own_hosts_and_says_how_it_is_known(source: Source) -> None:
    for feed in source.feeds:
        assert host_of(feed.url) in source.hosts, f"hosts: add {host_of(feed.url)}"
        assert feed.basis, f"{feed.url}: basis and on say how the address is known"
    kinds = [list(FeedKind).index(feed.kind) for feed in source.feeds]
    assert kinds == sorted(kinds), f"feeds: in order of worth, {', '.join(FeedKind)}"


@press
def test_patterns_tell_articles_from_sections(source: Source) -> None:
    if source.article_url == EVERYTHING:
        lists_all = [feed.url for feed in source.feeds if feed.kind not in (FeedKind.RSS, FeedKind.ATOM)]
        assert not lists_all, f"article_url: {lists_all[0]} lists more than articles, so they must be told apart"
        return
    assert source.examples.articles, "examples: give an article's address"
    assert source.examples.sections, "examples: give a section's address"
    for url in source.examples.articles:
        assert own_link(url, source), f"article_url, skip_url: {url} is an article"
    for url in source.examples.sections:
        assert not own_link(url, source), f"article_url, skip_url: {url} is no article"
        assert host_of(url) in source.hosts, f"examples: {url} is refused for its host, not by the patterns"


@press
def test_credits_are_agencies_the_reader_knows(source: Source) -> None:
    for name in source.credits:
        assert agencies_in(name) == (name,), f"credits: {name} is not how crawlers/reading/credits.py names it"


@press
def test_a_disabled_source_says_why_and_what_to_do(source: Source) -> None:
    if source.disabled:
        assert re.search(r": (ask|enable)", source.disabled), "disabled: the reason, a colon and the next step"


def test_every_field_of_a_declaration_is_explained() -> None:
    explained = set(re.findall(r"`(\w+)`", (ROOT / "docs/sources.md").read_text(encoding="utf-8")))
    fields = {*Source.__dataclass_fields__, *Feed.__dataclass_fields__}
    assert fields <= explained, f"docs/sources.md: say what {sorted(fields - explained)} means"


def test_what_the_documents_count_is_so() -> None:
    text = (ROOT / "docs/sources.md").read_text(encoding="utf-8")
    bases = Counter(feed.basis for source in PRESS for feed in source.feeds)
    for basis in Basis:
        assert re.search(rf"^\| `{basis}` \|.*\| {bases[basis]} \|$", text, re.M), f"{basis}: {bases[basis]} feeds"
    enabled = sum(not source.disabled for source in PRESS)
    assert f"({len(PRESS)} are declared" in text, f"{len(PRESS)} publishers"
    assert f"({enabled} on " in text, f"{enabled} enabled"
    assert f"{len(PRESS)} publishers" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_declaration_the_readme_shows_is_right() -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S)
    names: dict[str, object] = {}
    exec(next(block for block in blocks if "SOURCE = Source(" in block), names)
    shown = names["SOURCE"]
    assert isinstance(shown, Source)
    for rule in (
        test_a_publisher_is_named_and_placed,
        test_every_claim_says_where_it_was_read,
        test_every_feed_is_on_its_own_hosts_and_says_how_it_is_known,
        test_patterns_tell_articles_from_sections,
    ):
        rule(shown)


def test_no_host_and_no_feed_is_declared_twice() -> None:
    for what, found in {
        "hosts": Counter(host for source in all_sources().values() for host in source.hosts),
        "feeds": Counter(feed.url for source in all_sources().values() for feed in source.feeds),
    }.items():
        twice = [name for name, count in found.items() if count > 1]
        assert not twice, f"{what}: {twice} belong to two sources"


def test_the_registry_knows_the_arabic_press() -> None:
    enabled = [source for source in PRESS if not source.disabled]
    assert len(enabled) >= 100
    league = {country for country, place in PLACES.items() if place.bloc is not Bloc.NONE}
    # Somalia, Djibouti and the Comoros: no feed list names a publisher in Arabic there.
    assert league - {source.country for source in enabled} == {"SO", "DJ", "KM"}
    known = [source for source in enabled if any(feed.basis is not Basis.GUESSED for feed in source.feeds)]
    assert len(known) >= 100, "a feed that is only guessed does not make a publisher known"
