"""What a takedown is about, and what every object it touches becomes.

The bytes of an object without the taken articles depend on what the archive holds and on the tombstone alone, and on
nothing that a takedown has changed before it comes to the object (``in_order`` gives the order). So whoever finishes a
takedown finds the same bytes again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from crawlers.urls import canonical_url
from flows.copies import credit_names
from flows.derivation import Derivation
from flows.replay import Replay
from flows.withheld import blank_captures, blank_report
from storage import amendments, ids, inventory, layout, tombstones
from storage.amendments import Expected
from storage.errors import UsageError
from storage.links import LinkState
from storage.manifest import Manifest
from storage.objects import ObjectStore
from storage.partitions import from_parquet, get_rows, rows_in, to_parquet
from storage.records import ArticleRow, OutcomeRow, StoryRow
from storage.schema import record_of
from storage.syndication import SyndicationRow
from storage.tombstones import Tombstone, Tombstones

_BY_DAY = (layout.ARTICLES, layout.COPIES, layout.ARTICLE_INDEX)
"""Prefixes of what changes with the rows of a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a takedown is about."""

    source_id: str | None
    """A publisher with all its articles; None for single articles."""
    article_ids: frozenset[str]
    """The articles."""
    link_ids: frozenset[str]
    """Links that led to them, as ids of their addresses."""
    titles: list[str]
    """Each article in words."""


def target_of(
    store: ObjectStore, manifests: Sequence[Manifest], what: str, *, with_copies: bool, known: Iterable[Tombstone]
) -> Target:
    """The articles that an id, an address or a publisher's id means.

    Raises ``UsageError`` for what the archive does not know and no tombstone names.
    """
    history = Replay(store, manifests, Tombstones())
    source_id = what if any(report.source_id == what for one in manifests for report in one.sources) else None
    wanted = {what, ids.article_id(what), *([ids.article_id(canonical_url(what))] if "://" in what else ())}
    rows = [row for described in manifests for row in history.revisions(described.run)]
    chosen = {
        row.article_id
        for row in rows
        if row.source_id == source_id or row.article_id in wanted or what in (row.url, row.canonical_url)
    }
    links: set[str] = set()
    for described in manifests:
        for outcome in get_rows(store, layout.outcomes(described.run), OutcomeRow):
            link = ids.article_id(outcome.canonical_url)
            if outcome.source_id == source_id or link in wanted or what in (outcome.url, outcome.canonical_url):
                links.add(link)
                chosen |= {outcome.article_id} if outcome.article_id and source_id is None else set()
            elif outcome.article_id in chosen:
                links.add(link)
    if with_copies:
        chosen |= {row.article_id for row in rows if row.copy_of in chosen}
    earlier = next(
        (one for one in known if source_id == one.source_id and wanted & {*one.article_ids, source_id}), None
    )
    if earlier is not None and not chosen:
        chosen = set(earlier.article_ids)
    if not chosen and not links and source_id is None:
        raise UsageError(f"{what!r} is no article id, address or publisher of this archive: see `warraq query`")
    newest = {row.article_id: row for row in rows if row.article_id in chosen}
    titles = [f"{row.source_id} {row.article_id} {row.title or '(no title)'}" for _, row in sorted(newest.items())]
    return Target(
        source_id=source_id, article_ids=frozenset(chosen or links), link_ids=frozenset(links), titles=titles
    )


class Redaction:
    """The archive without what a tombstone names."""

    def __init__(
        self, store: ObjectStore, manifests: list[Manifest], tombstone: Tombstone, known: Iterable[Tombstone]
    ) -> None:
        self._store = store
        self._manifests = manifests
        self._name = tombstone.id
        self._taken = tombstones.of([tombstone])
        self._expected = amendments.expected(manifests, amendments.every(store))
        self._archive = inventory.anew(store, manifests[-1])
        self.history = Replay(store, manifests, tombstones.of([*known, tombstone]))
        rows = [row for one in manifests for row in _rows(store, self._expected, one.run)]
        self._rows = [row for row in rows if self._taken.name(row.source_id, row.article_id)]
        named = [(one.run, row) for one in manifests for row in self._outcomes(one.run) if self._taken.names_link(row)]
        self._links = [(run, row) for run, row in named if not tombstones.is_redacted(row)]
        self._named_runs = {run for run, _ in named}
        self.words = {*(row.title for row in self._rows if row.title), *self._addresses()}
        """Titles and addresses of the articles."""
        self.sources = sorted({row.source_id for row in self._rows} | {row.source_id for _, row in self._links})
        """Their publishers."""

    def _addresses(self) -> set[str]:
        found = [(row.url, row.canonical_url) for row in self._rows]
        found += [(row.url, row.canonical_url) for _, row in self._links]
        return {address for pair in found for address in pair}

    def _outcomes(self, run: str) -> list[OutcomeRow]:
        return get_rows(self._store, layout.outcomes(run), OutcomeRow)

    def in_order(self) -> list[str]:
        """The objects that may change, in the order in which they can be changed one after the other."""
        groups = [
            self._capture_files(),
            self._kept(),
            self._current(),
            self._superseded(),
            [layout.revisions(one.run) for one in self._manifests],
            [layout.outcomes(run) for run in sorted(self._named_runs)],
        ]
        present = {key for key, one in self._expected.items() if one.entry is not None}
        new = {layout.stories(day) for day in self._stories}
        return [key for group in groups for key in sorted(group) if key in present | new]

    def after(self, key: str, data: bytes) -> bytes | None:
        """What an object becomes; None when it is removed."""
        if key.startswith(layout.CAPTURES):
            return self._capture(key, data)
        if key.startswith(layout.REVISIONS):
            return self._without(key, data)
        if kept := layout.kept_of(key):
            return self._without(kept[1], data)
        if key.startswith(layout.OUTCOMES):
            rows = self.history.outcomes(layout.part_of(key))
            return to_parquet(OutcomeRow, rows, without="run")
        if key in self._superseded():
            return None
        return self._current_after(key, data)

    @staticmethod
    def rows_of(key: str, data: bytes) -> int | None:
        """Rows of an object, None for one that has none."""
        return rows_in(data) if key.endswith(".parquet") else None

    # Captures

    def _capture_files(self) -> set[str]:
        if self._taken.source_ids:
            return {key for key in self._expected if layout.source_of(key) in self._taken.source_ids}
        parts = {layout.captures(run, row.source_id) for run, row in self._links}
        return {key for key in self._expected if key.startswith(tuple(parts))} if parts else set()

    def _capture(self, key: str, data: bytes) -> bytes | None:
        if layout.source_of(key) in self._taken.source_ids:
            return None
        run = layout.run_of(key)
        outcomes = [row for row in self._outcomes(run or "") if row.capture_file == key]
        pages = {row.capture_offset for row in outcomes if row.capture_offset is not None}
        named = {row.capture_offset for row in outcomes if row.capture_offset is not None and self._names(row)}
        return blank_captures(data, named, pages, self.words, self._name)

    def _names(self, row: OutcomeRow) -> bool:
        return self._taken.names_link(row) is not None

    # Daily objects, index and state

    @cached_property
    def _days(self) -> set[date]:
        """Days whose articles or copies change: of what is taken, and of what it was copied from."""
        cited = {row.copy_of for row in self._rows if row.copy_of}
        return {row.date for row in self._rows if row.date} | set(self.history.days_of(cited))

    @cached_property
    def _link_days(self) -> set[date]:
        first: dict[tuple[str, str], date] = {}
        for _, row in self._links:
            first.setdefault((row.source_id, row.canonical_url), row.seen_at.date())
        return set(first.values())

    def _current(self) -> set[str]:
        """Newest objects of the days, and what is derived from them; of stories all, since titles weigh all words."""
        months = {f"{day:%Y-%m}" for day in (*self._days, *self._link_days)}
        wanted = {layout.TERMS.rstrip("/")}
        wanted |= {f"{prefix}date={day}" for prefix in _BY_DAY for day in self._days}
        wanted |= {f"{layout.LINK_STATE}date={day}" for day in self._link_days}
        wanted |= {f"{prefix}month={month}" for prefix in (layout.ARTICLE_KEYS, layout.LINK_KEYS) for month in months}
        # A story whose first article is taken down lies under the day of the earliest that is left.
        moved = {layout.stories(day) for day in self._stories}
        whole = (layout.STORIES, layout.SYNDICATION)
        entries = self._archive.entries.items()
        return moved | {row.key for slot, row in entries if slot in wanted or slot.startswith(whole)}

    def _superseded(self) -> set[str]:
        """Earlier versions of those days of index and state: nothing reads them, and they are removed."""
        slots = {f"{layout.ARTICLE_INDEX}date={day}" for day in self._days}
        slots |= {f"{layout.LINK_STATE}date={day}" for day in self._link_days}
        current = {row.key for row in self._archive.entries.values()}
        return {key for key in self._expected if layout.slot(key) in slots and key not in current}

    def _kept(self) -> set[str]:
        """What runs kept of those days when they replaced them, and of all stories."""
        mine = tuple(f"{prefix}date={day}/" for prefix in (layout.ARTICLES, layout.COPIES) for day in self._days)
        mine += (layout.STORIES, layout.SYNDICATION)
        return {key for key in self._expected if (told := layout.kept_of(key)) and told[1].startswith(mine)}

    def _current_after(self, key: str, data: bytes) -> bytes:
        if key.startswith(layout.STORIES):
            return to_parquet(StoryRow, self._stories.get(date.fromisoformat(layout.part_of(key)), ()))
        if key.startswith(layout.SYNDICATION):
            return to_parquet(SyndicationRow, self._syndication.get(date.fromisoformat(layout.part_of(key)), ()))
        if key.startswith((layout.ARTICLES, layout.COPIES)):
            day = date.fromisoformat(layout.part_of(key))
            rows = self.history.of_day(day, copies=key.startswith(layout.COPIES))
            return to_parquet(ArticleRow, rows, without="date")
        if key.startswith(layout.LINK_STATE):
            return to_parquet(LinkState, self._left_links(key, data))
        return self._derivation(next(row for row in self._archive.entries.values() if row.key == key))

    @cached_property
    def _stories(self) -> dict[date, list[StoryRow]]:
        return self.history.stories()

    @cached_property
    def _syndication(self) -> dict[date, list[SyndicationRow]]:
        return self.history.syndication(credit_names())

    @cached_property
    def _derivation(self) -> Derivation:
        articles = {
            day: [row for copies in (False, True) for row in self.history.of_day(day, copies=copies)]
            for day in self._days
        }
        links = {}
        for day in self._link_days:
            row = self._archive.entries.get(f"{layout.LINK_STATE}date={day}")
            if row is not None:
                links[day] = self._left_links(row.key, self._store.get(row.key))
        return Derivation(self._store, self._archive, articles=articles, links=links)

    def _left_links(self, key: str, data: bytes) -> list[LinkState]:
        rows = from_parquet(LinkState, data, key=key)
        return [
            row
            for row in rows
            if not self._taken.name(row.source_id, row.article_id, ids.article_id(row.canonical_url))
        ]

    def beside(self) -> Iterator[tuple[str, bytes, str]]:
        """Key, new bytes and entity tag of the reports that name the articles; no manifest has reports."""
        for info in self._store.list(layout.REPORTS):
            found = self._store.get_with_etag(info.key) if info.key.endswith(".html") else None
            after = blank_report(found[0], self.words) if found else b""
            if found and after != found[0]:
                yield info.key, after, found[1]

    def _without(self, key: str, data: bytes) -> bytes:
        """An object of rows without those of the articles; of a story that had them without its title."""
        record: Any = record_of(key)
        if not data or record is None or not key.endswith(".parquet"):
            return data
        rows = from_parquet(record, data, key=key)
        left = [one for row in rows if (one := self._left(row))]
        told = layout.path_key(key)
        return to_parquet(record, left, without=told[0] if told else None) if left != rows else data

    def _left(self, row: Any) -> Any:
        if not isinstance(row, StoryRow):
            named = (row.article_id, row.copy_of) if isinstance(row, SyndicationRow) else (row.article_id,)
            return None if self._taken.name(row.source_id, *named) else row
        gone = {one.article_id: one.copy_of is not None for one in self._rows if one.article_id in row.article_ids}
        if not gone:
            return row
        copies = sum(gone.values())
        left = replace(
            row,
            title=None if row.title in self.words else row.title,
            article_ids=tuple(key for key in row.article_ids if key not in gone),
            article_count=row.article_count - (len(gone) - copies),
            copy_count=row.copy_count - copies,
        )
        return left if left.article_ids else None


def _rows(store: ObjectStore, expected: Mapping[str, Expected], run: str) -> list[ArticleRow]:
    key = layout.revisions(run)
    found = expected.get(key)
    return get_rows(store, key, ArticleRow) if found and found.entry else []
