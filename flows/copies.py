"""Tonight's copies compared with their originals, those of tonight and those that are archived."""

from collections import defaultdict
from datetime import date

from crawlers.sources import all_sources
from flows.assemble import NightRows
from flows.linking.syndication import syndication_row
from storage import layout
from storage.fold import fold
from storage.objects import ObjectStore
from storage.partitions import get_rows
from storage.records import ArticleRow
from storage.syndication import SyndicationRow


def credit_names() -> dict[str, set[str]]:
    """By source id, the folded names under which others credit a publisher."""
    return {one.id: {fold(one.name), fold(one.agency or one.name)} for one in all_sources().values()}


def compare_copies(store: ObjectStore, run: str, rows: NightRows) -> dict[date, list[SyndicationRow]]:
    """A row for each copy among tonight's revisions, by its partition day.

    An original is taken as it stands after the night: tonight's revision of it, else its archived row.
    """
    copies = [row for row in rows.revisions if row.copy_of in rows.origins]
    wanted = {row.copy_of for row in copies}
    originals = {row.article_id: row for row in rows.revisions if row.article_id in wanted}
    for day in sorted({rows.origins[key] for key in wanted - originals.keys() if key is not None}):
        found = get_rows(store, layout.articles(day), ArticleRow)
        originals |= {row.article_id: row for row in found if row.article_id in wanted - originals.keys()}
    names = credit_names()
    compared: dict[date, list[SyndicationRow]] = defaultdict(list)
    for row in copies:
        original = originals.get(row.copy_of or "")
        if original:
            assert row.date is not None  # every row made since schema 3 has its day
            called = names.get(original.source_id, ())
            compared[row.date].append(syndication_row(row, original, names=called, run=run))
    return dict(sorted(compared.items()))
