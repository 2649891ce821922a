"""The draft of a declaration as the text of its file. Pure.

What was found is written with its origin and date; what was not is left empty with a comment that says what belongs
there, so that the file says what is missing when it is imported.
"""

import re
from datetime import date
from urllib.parse import unquote

from babel.core import get_global

from crawlers.autodiscovery import MOST_DRAFTED, Found, FoundFeed, address_path
from crawlers.places import PLACES
from crawlers.urls import host_of

_ARABIC = re.compile(r"[\u0600-\u06ff]")
_SHARED_ENDINGS = frozenset({"TV", "ME", "IO", "LY"})
"""Country endings that are sold to everybody, and so say nothing of a seat."""


def source_id(url: str) -> str:
    """The id a publisher at ``url`` would have: its host without ``www.`` and ending."""
    labels = [label for label in host_of(url).split(".") if label not in ("www", "ar", "arabic")]
    kept = [label for label in labels[:-1] if label not in ("com", "co", "net", "org", "gov", "press")] or labels[:1]
    plain = re.sub(r"[^a-z0-9]+", "_", "_".join(kept)).strip("_")
    return plain if plain[:1].isalpha() and len(plain) > 1 else f"press_{plain}"


def draft(found: Found, on: date) -> str:
    """The file of a declaration, to be looked at and filled in before it is saved."""
    feeds = found.feeds[:MOST_DRAFTED]
    country = _country(found.url)
    bare = host_of(found.url).removeprefix("www.")
    hosts = dict.fromkeys([*(host_of(url) for url in (found.url, *(item.feed.url for item in feeds))), bare])
    arabic = found.name if _ARABIC.search(found.name) else ""
    lines = [
        f'"""{_quoted(found.name) or bare}: say in a line what it is, where, and what is odd about it."""',
        "",
        f"from crawlers.facts import Affiliation, Basis, Claim, {'Examples, ' if found.shape else ''}Origin",
        "from crawlers.source import Feed, FeedKind, Source",
        "",
        "SOURCE = Source(",
        f'    id="{source_id(found.url)}",',
        _field("name", arabic, "the publisher's Arabic name"),
        _field("english", "" if arabic else found.name, "the name it is known by in English"),
        _field("country", country, "ISO 3166-1 alpha-2 of its seat", "told from the host: check it"),
        _field(
            "timezone", _timezone(country), "the IANA zone of its printed times", "told from the country: check it"
        ),
        _field("owner", "", "who owns or runs it"),
        "    affiliation=Affiliation.PRIVATE,  # not looked up: one of crawlers.facts.Affiliation",
        f"    hosts=({', '.join(map(_text, hosts))}{',' if len(hosts) == 1 else ''}),",
        "    feeds=(",
        *(line for item in feeds for line in _feed(item, on)),
        "    ),",
        *_patterns(found),
        "    claims=(",
        f'        Claim(about=("owner", "affiliation", "cadence"), origin=Origin.PUBLISHER, on="{on}"),',
        *([f'        Claim(about=("article_url",), origin=Origin.PROBE, on="{on}"),'] if found.shape else []),
        "    ),",
        ")",
    ]
    return "\n".join(lines) + "\n"


def _feed(found: FoundFeed, on: date) -> list[str]:
    kind = f"FeedKind.{found.feed.kind.name}"
    return [
        f"        # {found.named_by}; it lists {len(found.links)} links",
        f'        Feed(url={_text(found.feed.url)}, kind={kind}, basis=Basis.WORKING, on="{on}"),',
    ]


def _patterns(found: Found) -> list[str]:
    if found.shape is None:
        return ["    # article_url: no shape matches most of the links; look at a few of them"]
    shape = found.shape
    matched = (link for item in found.feeds for link in item.links if re.search(shape.pattern, address_path(link)))
    articles = [unquote(next(matched))]
    sections = [unquote(link) for link in found.sections[:1]] or [found.url]
    return [
        f"    # {shape.words}: {shape.share:.0%} of the links of its feeds",
        f'    article_url=r"{shape.pattern}",',
        "    examples=Examples(",
        f"        articles=({_text(articles[0])},),",
        f"        sections=({_text(sections[0])},),",
        "    ),",
    ]


def _field(name: str, value: str, wanted: str, otherwise: str = "") -> str:
    comment = f"  # not found: {wanted}" if not value else f"  # {otherwise}" if otherwise else ""
    return f"    {name}={_text(value)},{comment}"


def _text(value: str) -> str:
    return f'"{_quoted(value)}"'


def _quoted(value: str) -> str:
    """A stranger's text inside a string of Python: nothing in it can end the string or begin an escape."""
    plain = "".join(char if char.isprintable() else " " for char in value)
    return plain.replace("\\", "\\\\").replace('"', '\\"')


def _country(url: str) -> str:
    ending = host_of(url).rpartition(".")[2].upper()
    return ending if ending in PLACES and ending not in _SHARED_ENDINGS else ""


def _timezone(country: str) -> str:
    zones = [zone for zone, territory in get_global("zone_territories").items() if territory == country]
    return zones[0] if len(zones) == 1 else ""
