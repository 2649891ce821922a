"""The datasets a reader sees: their columns, and which objects hold them now or held them after an earlier run."""

import difflib
import os
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from storage import inventory, layout, manifest, snapshots
from storage.errors import QueryError
from storage.objects import ObjectStore
from storage.records import ArticleRow, OutcomeRow, StoryRow
from storage.schema import schema_of
from storage.syndication import SyndicationRow

DATASETS: dict[str, tuple[str, Any]] = {
    "articles": (layout.ARTICLES, ArticleRow),
    "copies": (layout.COPIES, ArticleRow),
    "revisions": (layout.REVISIONS, ArticleRow),
    "stories": (layout.STORIES, StoryRow),
    "syndication": (layout.SYNDICATION, SyndicationRow),
    "outcomes": (layout.OUTCOMES, OutcomeRow),
}
"""Prefix and record by name, in the order they are documented."""

_BY_RUN = frozenset({"revisions", "outcomes"})
_DAY = pa.field("date", pa.date32())
_RUN = pa.field("run", pa.string())

Day = date | str | None
Listing = dict[str, dict[str, str]]
"""By dataset: keys of the objects a read covers, and what tells their versions: entity tags, or SHA-256."""


def columns_of(name: str) -> pa.Schema:
    """The columns a reader sees: those of the file, and last the one its path tells."""
    told = path_field(name)
    return pa.schema([field for field in schema_of(DATASETS[name][1]) if field.name != told.name]).append(told)


def path_field(name: str) -> pa.Field:
    """The column that is in the objects' path and not in the objects."""
    return _RUN if name in _BY_RUN else _DAY


def listing(
    store: ObjectStore,
    names: Iterable[str],
    *,
    first: str | None = None,
    last: str | None = None,
    as_of: str | None = None,
    quiet: bool = False,
) -> Listing:
    """Objects of datasets whose day or run lies between two, both included; of runs, the committed ones.

    ``as_of`` is a committed run: the objects that were readable after it. ``quiet`` says that nobody writes: what the
    inventory names is all there is, and one small object tells it where a store lists a thousand days a request.
    """
    found: Listing = {}
    names = list(names)
    told = quiet and as_of is None and not (first and last) and not _BY_RUN.issuperset(names)
    named = inventory.digests(store) if told else None
    for name in names:
        folder = f"{DATASETS[name][0]}{path_field(name).name}="
        if named is not None and name not in _BY_RUN:
            keys = sorted(key for key in named if key.startswith(folder) and _within(key, first, last))
            found[name] = {key: named[key] for key in keys}
            continue
        # The store lists only what can lie between: what a reader of some days pays does not grow with the history.
        prefix = folder + os.path.commonprefix([first or "", last or ""])  # noqa: RUF071 - of characters
        if as_of is None or name in _BY_RUN:
            infos = store.list(prefix, start_after=_before(folder, first))
        else:
            infos = snapshots.listing(store, prefix, as_of)
        if name in _BY_RUN:
            runs = {run for run in manifest.committed_runs(store) if as_of is None or run <= as_of}
            infos = [info for info in infos if (layout.path_key(info.key) or ("", ""))[1] in runs]
        found[name] = {info.key: info.etag for info in infos if _within(info.key, first, last)}
    return found


def check_columns(name: str, columns: Sequence[str] | None) -> None:
    """Raise ``QueryError`` with the closest names for a column the dataset does not have."""
    known = columns_of(name).names
    for column in columns or ():
        if column not in known:
            close = difflib.get_close_matches(column, known, n=3) or known[:3]
            raise QueryError(f"{name} has no column {column!r}: did you mean {', '.join(close)}?")


def day_of(day: Day) -> str | None:
    """A day as ``YYYY-MM-DD``, None for None; raises ``QueryError`` for what is no day."""
    try:
        return None if day is None else date.fromisoformat(str(day)[:10]).isoformat()
    except ValueError:
        raise QueryError(f"{day!r} is not a day: give a date or text such as '2026-11-18'") from None


def _before(folder: str, first: str | None) -> str:
    """A name that sorts before everything of a day and after everything of the day before it.

    It is no folder's own name: stores that list folder by folder leave out what is in the folder they start after.
    """
    return f"{folder}{date.fromisoformat(first) - timedelta(days=1)}0" if first else ""


def _within(key: str, first: str | None, last: str | None) -> bool:
    told = layout.path_key(key)
    return told is not None and (first or "") <= told[1] <= (last or "9999")
