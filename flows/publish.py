"""Writing a night's rows in the order that keeps every reader right; the manifest is committed by the caller.

revisions → articles, copies, syndication, stories; beside them outcomes, state and index, which nobody reads before
the commit → inventory. Each daily object is replaced as a whole by compare-and-swap, and every value written is
absolute (never "one more"), so a night that died anywhere in here and runs again writes the same bytes. The Iceberg
table of revisions follows after the commit.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial

from flows.assemble import NightRows, Patch, apply_patches
from flows.progress import tell
from flows.state import Earlier
from storage import catalog, layout
from storage.manifest import ObjectEntry
from storage.objects import ObjectStore
from storage.partitions import merge_articles, merge_stories, merge_syndication, put_rows, update_partition
from storage.records import ArticleRow, OutcomeRow, StoryRow
from storage.schema import R
from storage.settings import Settings
from storage.syndication import SyndicationRow

WRITERS = 4
"""Objects written at once: while one is on its way others are made into columns and compressed. A night of 2,000
articles takes 1.1 s with one writer, .75 with two, .6 with four and .7 with six (two cores, 2026-11-28)."""

Write = Callable[[], Iterable[ObjectEntry]]
"""Writes one or more objects that no other write touches; gives what it wrote."""


def write_rows(store: ObjectStore, run: str, rows: NightRows, earlier: Earlier) -> list[ObjectEntry]:
    """Write everything but the manifest; returns an entry for every object of the night, in order."""
    entries = []
    with ThreadPoolExecutor(WRITERS) as pool:
        revisions = pool.submit(_written, partial(_write_revisions, store, run, rows))
        state: list[Write] = [partial(_write_outcomes, store, run, rows), *earlier.writes(run, rows)]
        others = [pool.submit(_written, write) for write in state]
        revisions.result()
        days = [pool.submit(_written, write) for write in _days(store, run, rows)]
        for done in (revisions, *days, *others):
            for entry in done.result():
                tell("publish", "", f"wrote {entry.key}, {entry.rows} rows")
                entries.append(entry)
    return [*entries, earlier.inventory(run, entries)]


def _written(write: Write) -> list[ObjectEntry]:
    return list(write())


def register(store: ObjectStore, settings: Settings) -> None:
    """Enter committed revisions in the Iceberg table. The night is committed whatever comes of it here."""
    try:
        added = catalog.register(store, settings)
    except Exception as error:
        logging.getLogger(__name__).exception("Iceberg table")
        reason = " ".join(str(error).split()) or type(error).__name__
        tell("register", "", f"the Iceberg table lags behind ({reason}): the next night enters this one", warning=True)
        return
    if added:
        tell("register", "", f"the Iceberg table has the revisions of {', '.join(added)}")


def _write_revisions(store: ObjectStore, run: str, rows: NightRows) -> Iterator[ObjectEntry]:
    if rows.revisions:
        yield put_rows(store, layout.revisions(run), ArticleRow, rows.revisions)


def _write_outcomes(store: ObjectStore, run: str, rows: NightRows) -> Iterator[ObjectEntry]:
    yield put_rows(store, layout.outcomes(run), OutcomeRow, rows.outcomes)


def _days(store: ObjectStore, run: str, rows: NightRows) -> Iterator[Write]:
    """Updates of the days this night touches: articles, copies, syndication, stories."""
    yield from _articles_and_copies(store, run, rows)
    for day, pairs in rows.syndication.items():
        yield _update(store, layout.syndication(day), SyndicationRow, partial(_merge_syndication, pairs), run)
    for day, stories in rows.stories.items():
        yield _update(store, layout.stories(day), StoryRow, partial(_merge_stories, stories), run)


def _update(store: ObjectStore, key: str, record: type[R], merge: Callable[[list[R]], Sequence[R]], run: str) -> Write:
    return lambda: [update_partition(store, key, record, merge, run=run)]


def _articles_and_copies(store: ObjectStore, run: str, rows: NightRows) -> Iterator[Write]:
    fresh: dict[tuple[date, bool], list[ArticleRow]] = defaultdict(list)
    patches: dict[tuple[date, bool], dict[str, Patch]] = defaultdict(dict)
    for row in rows.revisions:
        assert row.date is not None  # every row made since schema 3 has its day
        fresh[row.date, row.copy_of is not None].append(row)
    for patch in rows.patches:
        patches[patch.day, patch.is_copy][patch.article_id] = patch
    for day, is_copy in sorted({*fresh, *patches}):
        merge = partial(_merge_day, patches[day, is_copy], fresh[day, is_copy])
        key = layout.copies(day) if is_copy else layout.articles(day)
        yield _update(store, key, ArticleRow, merge, run)


def _merge_day(patches: dict[str, Patch], fresh: list[ArticleRow], old: Sequence[ArticleRow]) -> list[ArticleRow]:
    return merge_articles(apply_patches(old, patches), fresh)


def _merge_syndication(fresh: list[SyndicationRow], old: Sequence[SyndicationRow]) -> list[SyndicationRow]:
    return merge_syndication(old, fresh)


def _merge_stories(fresh: list[StoryRow], old: Sequence[StoryRow]) -> list[StoryRow]:
    return merge_stories(old, fresh)
