"""What nights learned, again: a run's blocks and health, from what the run before it had and the run's own rows.

A run writes what it learned as one object that holds all that is still of use, so a lost one is made of its
predecessor and of one night: the texts of the articles that were new (``revisions/``), the paragraphs left out of
them (their captures, read again), their outcomes. The caller compares bytes; where they differ, the predecessor itself
is the best that is known: one night's learning is lost.

What happens on failure: a capture that cannot be read leaves its article's paragraphs uncounted, so bytes differ.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flows.learning import learn_blocks, learned
from flows.linking.revisions import archived_row
from flows.linkstate import newest_states
from flows.measure import kept, measure
from flows.replay import Replay
from flows.revisionsagain import read_article
from storage import layout
from storage.amendments import Expected
from storage.health import HealthRow
from storage.ids import digest
from storage.manifest import Manifest, ObjectEntry
from storage.objects import ObjectStore
from storage.partitions import from_parquet, to_parquet
from storage.records import BlockRow, IndexRow, OutcomeRow

_EMPTY = {layout.BLOCK_STATE: to_parquet(BlockRow, ()), layout.HEALTH_STATE: to_parquet(HealthRow, ())}
"""By prefix, the object before anything was learned."""
LEARNED = tuple(_EMPTY)
"""Prefixes of what was learned."""


@dataclass(frozen=True, slots=True)
class _Text:
    """What learning must know of an article: as ``crawlers.reading.records.Article``."""

    text: str
    removed_blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Index:
    """Earlier articles as they were before a run."""

    history: Replay
    run: str

    def by_id(self, article_ids: Iterable[str]) -> dict[str, IndexRow]:
        """Rows by article id; ids that were not archived yet are left out."""
        return self.history.indexed_before(article_ids, self.run)


class Learned:
    """Objects of learned state, as manifests and amendments expect them."""

    def __init__(self, store: ObjectStore, manifests: Sequence[Manifest], expected: Mapping[str, Expected]) -> None:
        self._store = store
        self._manifests = manifests
        self._expected = expected
        self._made: dict[str, bytes] = {}

    def again(self, key: str, history: Replay) -> bytes:
        """The bytes of an object, from its predecessor and its run, with which ``history`` ends.

        Empty when the predecessor is lost. One that was made again before this one counts as it was made.
        """
        entry = self._predecessor(key)
        before = self._whole(entry) if entry else _empty(key)
        if before is None:
            return b""
        if key.startswith(layout.BLOCK_STATE):
            data = to_parquet(BlockRow, _blocks(self._store, history, from_parquet(BlockRow, before)))
        else:
            data = to_parquet(HealthRow, _health(history, from_parquet(HealthRow, before)))
        self._made[key] = data
        return data

    def earlier(self, key: str) -> bytes:
        """The newest version before this one that is whole; an empty one when none is."""
        entry = self._predecessor(key)
        while entry is not None:
            if data := self._whole(entry):
                return data
            entry = self._predecessor(entry.key)
        return _empty(key)

    def _predecessor(self, key: str) -> ObjectEntry | None:
        """What an object was made of: the newest one of an earlier run; None for the first."""
        prefix, run = _prefix(key), layout.run_of(key) or ""
        earlier = (described for described in reversed(self._manifests) if described.run < run)
        return next((entry for one in earlier for entry in one.objects if entry.key.startswith(prefix)), None)

    def _whole(self, entry: ObjectEntry) -> bytes | None:
        """The bytes of an object as committed or amended; None when it is lost, damaged or removed."""
        now = self._expected[entry.key].entry
        found = self._store.get_with_etag(entry.key)
        for data in (found[0] if found else b"", self._made.get(entry.key, b"")):
            if now is not None and digest(data) == now.sha256:
                return data
        return None


def _prefix(key: str) -> str:
    return next(prefix for prefix in LEARNED if key.startswith(prefix))


def _empty(key: str) -> bytes:
    return _EMPTY[_prefix(key)]


def _blocks(store: ObjectStore, history: Replay, before: list[BlockRow]) -> list[BlockRow]:
    run = history.manifests[-1].run
    rows = {row.article_id: row for row in history.revisions(run)}
    left_out = learned(before)
    new = []
    for outcome in history.outcomes(run):
        row = rows.get(outcome.article_id or "")
        if outcome.outcome == "new" and row is not None and row.date is not None:
            removed = _removed(store, outcome, left_out)
            new.append((archived_row(row, row.date), _Text(row.text, removed)))
    return learn_blocks(before, new, index=_Index(history, run), run=run)


def _removed(store: ObjectStore, outcome: OutcomeRow, blocks: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The paragraphs left out of an article's text; only its capture still has them."""
    of_source = blocks.get(outcome.source_id)
    found = read_article(store, outcome, of_source) if of_source else None
    return found[0].removed_blocks if found else ()


def _health(history: Replay, before: list[HealthRow]) -> list[HealthRow]:
    described = history.manifests[-1]
    reports = {report.source_id: report for report in described.sources}
    measured = measure(
        described.run,
        {key: (report.state, report.failure) for key, report in reports.items()},
        outcomes=history.outcomes(described.run),
        links=newest_states(history),
        revisions=history.revisions(described.run),
    )
    return kept(before, [replace(row, expected_new=reports[row.source_id].expected_new) for row in measured])
