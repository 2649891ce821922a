"""The revisions of a run again: newest texts from articles and copies, older texts from captures.

The text of a revision that was replaced since is only in its capture. It is read by today's reader, with what the
archive still knows of the article. The bytes are those of then when the reader is the same and the feed told nothing
the page does not; the caller compares.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from crawlers.reading.learned import feed_reader_name, reader_name
from crawlers.reading.page import read_page
from crawlers.reading.records import Article, Page
from crawlers.rights import assess
from crawlers.sources import all_sources
from flows.learning import learned
from flows.linking.revisions import compared_words, revision_digest
from storage import ids, inventory, layout
from storage.captures import StoredResponse, read_record
from storage.errors import StoreError
from storage.inventory import Inventory
from storage.manifest import Manifest
from storage.objects import ObjectStore
from storage.outcomes import ARCHIVED
from storage.partitions import from_parquet, get_rows, to_parquet
from storage.records import ArticleRow, BlockRow, OutcomeRow

LINKED = frozenset({"shares_background", "published_before_original"})
"""Flags that linking gave, and no reader can give again."""


def revisions_again(
    store: ObjectStore, runs: Sequence[Manifest], archive: Inventory, earlier: Inventory, taken: Iterable[str]
) -> bytes:
    """The revisions of the last of ``runs`` as one Parquet file; rows that nothing gives again are left out.

    ``archive`` names articles and copies as they are now, ``earlier`` the blocks the run's pages were read with;
    ``taken`` are ids of articles that were taken down.
    """
    run = runs[-1].run
    outcomes = get_rows(store, layout.outcomes(run), OutcomeRow)
    named = {row.article_id: row for row in outcomes if row.article_id and row.outcome in ARCHIVED}
    wanted = {key: row for key, row in named.items() if key not in set(taken)}
    now = {row.article_id: row for row in _archived(store, archive)}
    copies = Counter(now[key].copy_of for key in _copies_until(store, runs) if key in now)
    blocks = _blocks(store, earlier)
    rows = []
    for key, outcome in wanted.items():
        row = now.get(key)
        if row is not None and row.run != run:
            row = _read_again(store, row, outcome, blocks.get(row.source_id, frozenset()), run)
        if row is not None:
            rows.append(replace(row, copy_count=copies[key], unpublished_at=None))
    return to_parquet(ArticleRow, rows, without="run")


def _archived(store: ObjectStore, archive: Inventory) -> Iterator[ArticleRow]:
    for row in archive.entries.values():
        if row.key.startswith((layout.ARTICLES, layout.COPIES)):
            day = date.fromisoformat(layout.part_of(row.key))
            for one in from_parquet(ArticleRow, inventory.read(store, row), key=row.key):
                yield replace(one, date=day)


def _copies_until(store: ObjectStore, runs: Iterable[Manifest]) -> Iterator[str]:
    """Copies first seen up to a run."""
    for described in runs:
        for row in get_rows(store, layout.outcomes(described.run), OutcomeRow):
            if row.outcome == "copy" and row.article_id:
                yield row.article_id


def _blocks(store: ObjectStore, earlier: Inventory) -> Mapping[str, frozenset[str]]:
    entry = earlier.only(layout.BLOCK_STATE)
    return learned(from_parquet(BlockRow, inventory.read(store, entry))) if entry else {}


def read_article(
    store: ObjectStore, outcome: OutcomeRow, blocks: frozenset[str]
) -> tuple[Article, StoredResponse, str] | None:
    """An outcome's article from its capture, the capture, and who reads it; None when that cannot be read."""
    source = all_sources().get(outcome.source_id)
    if source is None or outcome.capture_file is None or outcome.capture_offset is None:
        return None
    try:
        response = read_record(store.get(outcome.capture_file), outcome.capture_offset)
    except StoreError:
        return None
    article = read_page(Page.of(response, source.id, blocks=blocks), source).article
    return (article, response, reader_name(source.prune, blocks)) if article else None


def _read_again(
    store: ObjectStore, newest: ArticleRow, outcome: OutcomeRow, blocks: frozenset[str], run: str
) -> ArticleRow | None:
    """The revision an outcome archived, from its capture; None when that cannot be read."""
    found = read_article(store, outcome, blocks)
    if found is None or outcome.revision is None or outcome.capture_file is None or outcome.capture_offset is None:
        return None
    article, response, reader = found
    told = {name: getattr(article, name) for name in _READ}
    flags = {*article.quality_flags, *(LINKED.intersection(newest.quality_flags) if outcome.revision == 1 else ())}
    return replace(
        newest,
        **told,
        url=outcome.url,
        last_seen_at=response.fetched_at,
        revision=outcome.revision,
        revision_digest=revision_digest(article),
        text_digest=ids.text_digest(" ".join(compared_words(article.text))),
        quality_flags=tuple(sorted(flags)),
        rights=assess(response.headers, response.body, (), response.url).found,
        extractor=feed_reader_name(reader) if response.from_feed else reader,
        capture_file=outcome.capture_file,
        capture_offset=outcome.capture_offset,
        run=run,
    )


_READ = (
    "title", "text", "authors", "section", "tags", "image_url", "published_at", "published_raw", "published_rule",
    "published_precision", "modified_at", "language", "word_count", "credits", "countries", "geopolitical_score",
    "encoding", "encoding_reason",
)  # fmt: skip
"""Columns that are as the reader gives them."""
