"""Writing a night's rows in the order that keeps every reader right; the manifest is committed by the caller.

revisions → articles, copies, stories → outcomes → state and index. Each daily object is replaced as a whole by
compare-and-swap, and every value written is absolute (never "one more"), so a night that died anywhere in
here and runs again writes the same bytes.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from storage.manifest import ObjectEntry
from storage.partitions import merge_articles, merge_stories, put_rows, update_partition

from flows.assemble import NightRows, Patch, apply_patches
from storage import layout
from storage.objects import ObjectStore
from storage.records import ArticleRow, IndexRow, LinkState, OutcomeRow, StoryRow


def write_rows(store: ObjectStore, run: str, rows: NightRows) -> list[ObjectEntry]:
    """Write everything but the manifest; returns an entry for every object of the night, in order."""
    entries = []
    if rows.revisions:
        entries.append(put_rows(store, layout.revisions(run), ArticleRow, rows.revisions))
    entries += _update_days(store, rows)
    for day, stories in rows.stories.items():
        entries.append(
            update_partition(store, layout.stories(day), StoryRow, lambda old, new=stories: merge_stories(old, new))
        )
    entries.append(put_rows(store, layout.outcomes(run), OutcomeRow, rows.outcomes))
    if rows.links:
        entries.append(put_rows(store, layout.link_state(run), LinkState, rows.links))
    if rows.index:
        entries.append(put_rows(store, layout.article_index(run), IndexRow, rows.index))
    return entries


def _update_days(store: ObjectStore, rows: NightRows) -> list[ObjectEntry]:
    """Update the articles and copies of every day this night touches."""
    fresh: dict[tuple[date, bool], list[ArticleRow]] = defaultdict(list)
    patches: dict[tuple[date, bool], dict[str, Patch]] = defaultdict(dict)
    for row in rows.revisions:
        fresh[rows.days[row.article_id], row.copy_of is not None].append(row)
    for patch in rows.patches:
        patches[patch.day, patch.is_copy][patch.article_id] = patch
    entries = []
    for day, is_copy in sorted({*fresh, *patches}):

        def merge(old: Sequence[ArticleRow], where: tuple[date, bool] = (day, is_copy)) -> list[ArticleRow]:
            return merge_articles(apply_patches(old, patches[where]), fresh[where])

        key = layout.copies(day) if is_copy else layout.articles(day)
        entries.append(update_partition(store, key, ArticleRow, merge))
    return entries
