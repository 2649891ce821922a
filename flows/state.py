"""What earlier nights left for this one: links, learned blocks and the article index, by the latest manifest.

Links and the index are tables of days (``storage.daytable``), blocks and term frequencies one small object each; the
inventory of the latest committed run names them all. Nothing a night writes is read by anyone before it is committed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Set
from datetime import datetime, timedelta

from crawlers.gathered import Gathered, KnownLink, Payload
from crawlers.schedule import is_due, is_recent
from flows.assemble import NightRows, State
from flows.derivation import Derivation
from flows.ends import GONE, KNOWN_DAYS, PENDING, LinkKey
from flows.linking import frequencies
from flows.linking.index import StoredIndex
from flows.measure import kept
from storage import amendments, inventory, layout
from storage.daytable import ARTICLES, LINKS, DayTable
from storage.health import HealthRow
from storage.links import LinkState
from storage.manifest import Manifest, ObjectEntry
from storage.objects import ObjectStore
from storage.partitions import CONTENT_TYPE, from_parquet, put_rows
from storage.records import BlockRow


class Earlier:
    """The nights before this one, as the latest committed run left them."""

    def __init__(self, store: ObjectStore, committed: Manifest | None, clock: datetime) -> None:
        """Raises ``ObjectMissingError`` or ``FixityError`` for state that is lost and cannot be derived, and
        ``ConflictError`` while a takedown or an upkeep that was begun is not finished."""
        amendments.refuse_unfinished(store)
        self._store = store
        self._inventory = inventory.load(store, committed)
        self._mend = Derivation(store, self._inventory)
        self._links = DayTable(store, self._inventory, LINKS, mend=self._mend)
        self._articles = DayTable(store, self._inventory, ARTICLES, mend=self._mend)
        self._frequencies = (
            frequencies.from_parquet(terms) if (terms := self._only(layout.TERMS)) else frequencies.NONE
        )
        self.index = StoredIndex(self._articles, self._frequencies)
        """The articles of earlier nights."""
        blocks = self._only(layout.BLOCK_STATE)
        self.blocks = from_parquet(BlockRow, blocks) if blocks else []
        """Paragraphs that repeat on the publishers' pages, by source and digest."""
        health = self._only(layout.HEALTH_STATE)
        self.health = from_parquet(HealthRow, health) if health else []
        """What earlier nights measured of each source, by source and run."""
        self._recent: dict[str, list[LinkState]] = defaultdict(list)
        since = (clock - timedelta(days=KNOWN_DAYS)).date()
        self.settled = self._links.hashes_before(since)
        """Hashes of the canonical URLs found before the days the crawls are told of, of all sources."""
        for day in self._links.days(since, clock.date()):
            for row in self._links.rows(day):
                self._recent[row.source_id].append(row)

    def known_links(self, source_id: str, clock: datetime) -> list[KnownLink]:
        """What the crawl of a source must know, sorted by URL."""
        return known_links(self._recent.get(source_id, ()), clock)

    def state(self, gathered: Iterable[Gathered]) -> State:
        """What is known of the links found tonight."""
        found = {LinkKey(source.source_id, link.canonical_url) for source in gathered for link in source.links}
        return State(links=self.links(found), blocks=self.blocks)

    def links(self, keys: Set[LinkKey]) -> dict[LinkKey, LinkState]:
        """State of these links, sorted; links no run knows are left out."""
        rows = self._links.find("canonical_url", {key.canonical_url for key in keys})
        links = {LinkKey(row.source_id, row.canonical_url): row for row in rows}
        return {key: links[key] for key in sorted(links.keys() & keys)}

    def writes(self, run: str, rows: NightRows) -> list[Callable[[], Iterable[ObjectEntry]]]:
        """What writes state and index as they are after a night, each apart from the others; nothing of earlier nights
        is overwritten.
        """
        return [
            lambda: [put_rows(self._store, layout.block_state(run), BlockRow, rows.blocks)] if rows.blocks else [],
            lambda: [put_rows(self._store, layout.health_state(run), HealthRow, kept(self.health, rows.health))],
            lambda: self._links.write(rows.links, run),
            lambda: self._write_articles(run, rows),
        ]

    def _write_articles(self, run: str, rows: NightRows) -> Iterator[ObjectEntry]:
        yield from self._articles.write(rows.index, run)
        before = self.index.by_id(row.article_id for row in rows.index).values()
        after = frequencies.changed(self._frequencies, before=before, after=rows.index)
        data, count = frequencies.to_parquet(after)
        if data != frequencies.to_parquet(self._frequencies)[0]:
            self._store.ensure(layout.terms(run), data, content_type=CONTENT_TYPE)
            yield ObjectEntry.of(layout.terms(run), data, rows=count)

    def inventory(self, run: str, written: Iterable[ObjectEntry]) -> ObjectEntry:
        """Write the inventory of the archive once a run has written these objects."""
        return self._inventory.after(run, written).put(self._store, run)

    def _only(self, prefix: str) -> bytes:
        row = self._inventory.only(prefix)
        return inventory.read(self._store, row, self._mend) if row else b""


def known_links(links: Iterable[LinkState], clock: datetime) -> list[KnownLink]:
    """Links of one source as its crawl is told of them, sorted by URL."""
    known = []
    for link in sorted(links, key=lambda link: link.canonical_url):
        pending = link.outcome in PENDING
        due = is_due(link.first_seen_at, link.checked_at, clock)
        # Deferred is not lost, however long it takes; what fails is asked for again for as long as articles are.
        open_still = link.outcome == "over_budget" or (pending and is_recent(link.first_seen_at, clock))
        known.append(
            KnownLink(
                url=link.url,
                canonical_url=link.canonical_url,
                etag=link.etag,
                last_modified=link.last_modified,
                revisit=open_still or (due and link.article_id is not None and link.outcome not in GONE),
                pending=pending,
                due=due,
                payload=_payload(link),
            )
        )
    return known


def _payload(link: LinkState) -> Payload | None:
    if link.payload_digest is None or link.payload_url is None or link.payload_at is None:
        return None
    return Payload(digest=link.payload_digest, url=link.payload_url, at=link.payload_at)
