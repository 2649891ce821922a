"""What is known of a publisher besides its addresses, and how it is known.

A declaration is written far from the publisher: every claim in it says where it was read and when, so that
whoever corrects it knows what the correction outweighs.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

_ON = re.compile(r"20\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


def is_dated(on: str) -> bool:
    """Whether ``on`` is a year, a month or a day: ``2026``, ``2026-10`` or ``2026-10-08``."""
    return bool(_ON.fullmatch(on))


class Affiliation(StrEnum):
    """Who stands behind a publisher. It says who owns or runs it, never how good it is."""

    STATE_AGENCY = "state-agency"
    """The news agency of a government."""
    STATE = "state"
    """Another newspaper or broadcaster a government owns or runs."""
    STATE_LINKED = "state-linked"
    """A company whose owner is a ruler, a ruling family, a state fund or a group close to them."""
    PUBLIC_BROADCASTER = "public-broadcaster"
    """Public money under a statute that keeps the government out of the newsroom."""
    PARTY = "party"
    """A party or movement, armed ones included."""
    PRIVATE = "private"
    """Private owners."""
    NONPROFIT = "nonprofit"
    """An association, a foundation or its own journalists."""
    INTERNATIONAL = "international"
    """An organisation of states."""


class Cadence(StrEnum):
    """How much it publishes, in steps that can be told without counting."""

    CONTINUOUS = "continuous"
    """Around the clock: agencies and news channels, often more than a hundred articles a day."""
    DAILY = "daily"
    """Dozens of articles a day."""
    OCCASIONAL = "occasional"
    """A few articles a day or a week."""


class Basis(StrEnum):
    """What is known of a feed's address."""

    WORKING = "working"
    """Somebody published that it answered, on the date given."""
    LISTED = "listed"
    """Public feed lists or newsreader code of that date name it; whether it answers is not said."""
    DOUBTED = "doubted"
    """Named as well, but public notes of that date call it refused, empty or frozen: it may answer elsewhere."""
    GUESSED = "guessed"
    """Nobody names it: the usual path of the software the site runs on."""


class Origin(StrEnum):
    """Where a claim was read."""

    FEED_LISTS = "public feed lists and newsreader code"
    SCRAPERS = "link patterns of public scrapers"
    LINKS = "articles cited in public repositories"
    CORPUS = "articles of public corpora and test collections"
    MONITOR = "State Media Monitor"
    OWNERSHIP = "Media Ownership Monitor"
    REPORTS = "public reports and audits"
    GENERAL = "general knowledge, not looked up"
    PUBLISHER = "the publisher's own pages"
    PROBE = "warraq probe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Where some fields of a declaration come from."""

    about: tuple[str, ...]
    """Names of the fields of ``Source``; feeds say it themselves."""
    origin: Origin
    """Where it was read."""
    on: str
    """When it was read, or when what was read is from: a year, a month or a day (``2026-10-08``)."""

    def __post_init__(self) -> None:
        if not (isinstance(self.about, tuple) and self.about and isinstance(self.origin, Origin)):
            raise ValueError(f"claim {self!r}: about is a tuple of field names, origin an Origin")
        if not is_dated(self.on):
            raise ValueError(f"claim about {', '.join(self.about)}: on={self.on!r}: a date such as 2026-10-08")


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Addresses that ``article_url`` and ``skip_url`` are tried on.

    They show a shape and are not meant to be opened: titles are cut, and where only the shape was found the number is
    made up.
    """

    articles: tuple[str, ...] = ()
    """Must be taken for articles."""
    sections: tuple[str, ...] = ()
    """Must not: sections, tags, videos, the home page."""

    def __post_init__(self) -> None:
        if not all(isinstance(value, tuple) for value in (self.articles, self.sections)):
            raise ValueError("examples: articles and sections are tuples; one item needs a comma after it")
