"""The articles written for the newsroom, one TOML file each in ``texts/``.

A text that is named but missing, or a file that does not have the fields it must have, raises ``WarraqError`` naming
the file: the newsroom never serves half of its plan.
"""

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from storage.errors import WarraqError

BACKGROUND_PARAGRAPHS = 5
"""How many paragraphs of old background the newsroom pastes under a new lead (``BACKGROUND``)."""
BACKGROUND = {"nile-dam-mada-2": "nile-dam-mada-1"}
"""New developments printed above the last paragraphs of an older article of the same publisher."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One distinct title and text of an article."""

    number: int
    """From 1."""
    night: int
    """The first night it is shown; 0: as first published."""
    title: str
    """As printed in the h1."""
    paragraphs: tuple[str, ...]
    """As printed, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One article as written, with what its publisher changed later."""

    id: str
    event: str
    """Articles about one event share it."""
    topic: str
    """``geopolitics``, ``economy``, ``disaster``, ``local``, ``sport``, ``culture`` or ``foreign``."""
    section: str
    author: str
    """A person, or empty."""
    revisions: tuple[Revision, ...]

    def at(self, night: int) -> Revision:
        """The revision shown on a night."""
        return [revision for revision in self.revisions if revision.night <= night][-1]


def read_toml(name: str) -> dict[str, Any]:
    """A data file of this package, parsed; raises ``WarraqError`` naming it if it is missing or not TOML."""
    try:
        return tomllib.loads(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise WarraqError(f"newsroom file {name} is missing: restore crawlers/newsroom/{name}") from None
    except tomllib.TOMLDecodeError as error:
        raise WarraqError(f"newsroom file {name} is not TOML: {error}") from None


def parse_text(data: dict[str, Any], name: str) -> Text:
    """A text of its parsed file; raises ``WarraqError`` naming the file and the field that is missing."""
    try:
        revisions = [Revision(number=1, night=0, title=data["title"], paragraphs=tuple(data["paragraphs"]))]
        for number, item in enumerate(sorted(data.get("revisions", []), key=lambda item: int(item["night"])), 2):
            paragraphs = tuple(item["paragraphs"])
            revisions.append(Revision(number=number, night=item["night"], title=item["title"], paragraphs=paragraphs))
        return Text(
            id=data["id"],
            event=data["event"],
            topic=data["topic"],
            section=data["section"],
            author=data["author"],
            revisions=tuple(revisions),
        )
    except KeyError as error:
        raise WarraqError(f"newsroom file {name} has no {error}: every text and revision needs it") from None


@cache
def load_text(text_id: str) -> Text:
    """The text of an id, old background appended where the publisher pastes it."""
    name = f"texts/{text_id}.toml"
    text = parse_text(read_toml(name), name)
    if text.id != text_id:
        raise WarraqError(f"newsroom file {name}: id is {text.id!r}, but must be the file's name")
    if text_id not in BACKGROUND:
        return text
    background = load_text(BACKGROUND[text_id]).at(0).paragraphs[-BACKGROUND_PARAGRAPHS:]
    first = text.at(0)
    return replace(text, revisions=(replace(first, paragraphs=first.paragraphs + background),))
