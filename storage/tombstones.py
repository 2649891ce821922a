"""Tombstones: what was taken down, and must not be archived again. They hold no text, no title and no address.

An article is named by its id, which is a digest of its address, so a night recognises the address without the
archive knowing it. A tombstone is the first thing a takedown writes: from then on nights refuse what it names.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pydantic import AwareDatetime

from storage import ids, layout, manifest
from storage.errors import ConflictError
from storage.manifest import CONTENT_TYPE, Model
from storage.objects import ObjectStore
from storage.records import OutcomeRow

TAKEN_DOWN = "taken_down"
"""The outcome of a link that a tombstone names."""
_ADDRESS = "taken-down:"
"""Stands, with the id of the link, for the address of a link that was taken down."""


class Tombstone(Model):
    """One takedown."""

    id: str
    """16 hex characters, from what was taken down: the same takedown asked for again has the same id."""
    source_id: str | None
    """The publisher all of whose articles were taken down; None for single articles."""
    article_ids: list[str]
    """The articles, sorted, and the links that led to them, as ids of their addresses."""
    reason: str
    """Why, in the words of whoever asked for it."""
    by: str
    """Who did it."""
    at: AwareDatetime
    """When it was asked for, UTC."""
    run: str
    """The newest committed run then."""


@dataclass(frozen=True, slots=True)
class Tombstones:
    """Everything that was taken down."""

    article_ids: frozenset[str] = frozenset()
    """Articles, and links that led to them."""
    source_ids: frozenset[str] = frozenset()
    """Publishers."""
    names: dict[str, str] = field(default_factory=dict)
    """Tombstone id by article id or source id."""

    def name(self, source_id: str, *article_ids: str | None) -> str | None:
        """The tombstone that names the publisher or one of the ids; None when none does."""
        found = (self.names.get(key) for key in (source_id, *article_ids) if key)
        return next((name for name in found if name), None)

    def names_link(self, row: OutcomeRow) -> str | None:
        """The tombstone that names the article an outcome is about; None when none does."""
        return self.name(row.source_id, row.article_id, ids.article_id(row.canonical_url))


def make_id(source_id: str | None, article_ids: Iterable[str]) -> str:
    """Id of the tombstone of a publisher, whatever its articles, or of articles and their links."""
    named = [source_id] if source_id else sorted(article_ids)
    return ids.digest("\n".join(["tombstone", *named]).encode())[:16]


def put(store: ObjectStore, tombstone: Tombstone) -> Tombstone:
    """Write it; the one that is there already when the same was asked for before."""
    key = layout.tombstone(tombstone.id)
    try:
        store.put_new(key, manifest.to_json(tombstone), content_type=CONTENT_TYPE)
    except ConflictError:
        return get(store, tombstone.id)
    return tombstone


def get(store: ObjectStore, tombstone_id: str) -> Tombstone:
    """A tombstone; raises ``ObjectMissingError``."""
    return manifest.parsed(Tombstone, store.get(layout.tombstone(tombstone_id)))


def every(store: ObjectStore) -> list[Tombstone]:
    """All tombstones, by id."""
    return [manifest.parsed(Tombstone, store.get(info.key)) for info in store.list(layout.TOMBSTONES)]


def load(store: ObjectStore) -> Tombstones:
    """What was taken down, as nights and proofs ask for it."""
    return of(every(store))


def of(found: Iterable[Tombstone]) -> Tombstones:
    """What these tombstones name."""
    listed = list(found)
    sources = frozenset(one.source_id for one in listed if one.source_id)
    names = {key: one.id for one in listed for key in (*one.article_ids, *([one.source_id] if one.source_id else ()))}
    return Tombstones(frozenset(names) - sources, sources, names)


def reason_of(name: str) -> str:
    """The reason of an outcome that a tombstone names."""
    return f"tombstone {name}"


def address_of(canonical_url: str) -> str:
    """What stands for the address of a link that was taken down."""
    return f"{_ADDRESS}{ids.article_id(canonical_url)}"


def redacted(row: OutcomeRow, reason: str) -> OutcomeRow:
    """The outcome without address and capture; that there was a link, and what became of it, stays counted."""
    address = row.canonical_url if is_redacted(row) else address_of(row.canonical_url)
    return replace(
        row,
        url=address,
        canonical_url=address,
        reason=reason,
        capture_file=None,
        capture_offset=None,
    )


def is_redacted(row: OutcomeRow) -> bool:
    """Whether the outcome's link was taken down."""
    return row.canonical_url.startswith(_ADDRESS)
