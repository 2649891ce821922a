"""What earlier nights left for this one: links, learned blocks and the article index, by the latest manifest.

Each run writes one immutable segment of links and of the index with the rows it touched; the newest run's row of
a key counts. Blocks are few and bounded: a run in which they changed writes all of them, and only its segment
lives. Only segments a committed manifest names are read, so a night that died leaves nothing behind.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from crawlers.gathered import KnownLink
from crawlers.schedule import is_due, is_recent
from storage import layout
from storage.manifest import Manifest
from storage.objects import ObjectStore
from storage.partitions import get_rows
from storage.records import BlockRow, IndexRow, LinkState

GONE = frozenset({"unpublished", "gone"})
PENDING = frozenset({"over_budget", "timeout", "unreachable", "http_error", "blocked", "challenge", "quarantine"})
"""Outcomes that are no final answer: the next night may have one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Everything a night knows of the nights before it."""

    links: dict[tuple[str, str], LinkState]
    """Newest state of each link, by (source_id, canonical_url)."""
    index: dict[str, IndexRow]
    """Newest index row of each article, by article_id."""
    blocks: list[BlockRow]
    """Paragraphs that repeat on the publishers' pages, by source and digest."""
    segments: dict[str, list[str]]
    """Live segment keys by kind (``links``, ``articles``, ``blocks``), oldest first."""


def load_state(store: ObjectStore, manifest: Manifest | None) -> State:
    """The state as of a committed manifest; empty before the first night. Raises ``ObjectMissingError``."""
    segments = {kind: list(keys) for kind, keys in manifest.segments.items()} if manifest else {}
    links: dict[tuple[str, str], LinkState] = {}
    for key in segments.get("links", []):
        links.update(((row.source_id, row.canonical_url), row) for row in get_rows(store, key, LinkState))
    index: dict[str, IndexRow] = {}
    for key in segments.get("articles", []):
        index.update((row.article_id, row) for row in get_rows(store, key, IndexRow))
    blocks = [row for key in segments.get("blocks", []) for row in get_rows(store, key, BlockRow)]
    return State(links=links, index=index, blocks=blocks, segments=segments)


def next_segments(
    segments: dict[str, list[str]], run: str, *, links: bool, articles: bool, blocks: bool
) -> dict[str, list[str]]:
    """Live segments after this run: its own are added where it wrote any; blocks take the place of earlier ones."""
    added = {
        "links": [layout.link_state(run)] if links else [],
        "articles": [layout.article_index(run)] if articles else [],
    }
    live = {kind: [*segments.get(kind, []), *keys] for kind, keys in added.items()}
    return live | {"blocks": [layout.block_state(run)] if blocks else segments.get("blocks", [])}


def known_links(state: State, source_id: str, clock: datetime) -> Iterable[KnownLink]:
    """What the crawl of a source must know, sorted by URL."""
    for (owner, _), link in sorted(state.links.items()):
        if owner == source_id:
            pending = link.outcome in PENDING
            due = is_due(link.first_seen_at, link.checked_at, clock)
            # Deferred is not lost, however long it takes; what fails is asked for again for as long as articles are.
            open_still = link.outcome == "over_budget" or (pending and is_recent(link.first_seen_at, clock))
            yield KnownLink(
                url=link.url,
                canonical_url=link.canonical_url,
                etag=link.etag,
                last_modified=link.last_modified,
                revisit=open_still or (due and link.article_id is not None and link.outcome not in GONE),
                pending=pending,
                due=due,
            )
