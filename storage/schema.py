"""Arrow schemas, derived from the records so that code and files cannot disagree."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import pyarrow as pa

from storage import layout
from storage.health import HealthRow
from storage.links import LinkState
from storage.records import ArticleRow, BlockRow, IndexRow, InventoryRow, OutcomeRow, StoryRow
from storage.syndication import SyndicationRow

Row = ArticleRow | OutcomeRow | StoryRow | LinkState | IndexRow | InventoryRow | BlockRow | SyndicationRow | HealthRow
R = TypeVar("R", bound=Row)

_SCALARS: dict[type, pa.DataType] = {
    str: pa.string(),
    bytes: pa.binary(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    datetime: pa.timestamp("us", tz="UTC"),
    date: pa.date32(),
}


def _arrow(annotation: Any) -> tuple[pa.DataType, bool]:
    if get_origin(annotation) is UnionType:
        (inner,) = [part for part in get_args(annotation) if part is not type(None)]
        return _arrow(inner)[0], True
    if get_origin(annotation) is tuple:
        return pa.list_(pa.field("element", _arrow(get_args(annotation)[0])[0], nullable=False)), False
    return _SCALARS[annotation], False


_RECORDS: dict[str, type[Row]] = {
    layout.ARTICLES: ArticleRow,
    layout.COPIES: ArticleRow,
    layout.REVISIONS: ArticleRow,
    layout.STORIES: StoryRow,
    layout.SYNDICATION: SyndicationRow,
    layout.OUTCOMES: OutcomeRow,
    layout.LINK_STATE: LinkState,
    layout.BLOCK_STATE: BlockRow,
    layout.HEALTH_STATE: HealthRow,
    layout.INVENTORY: InventoryRow,
    layout.ARTICLE_INDEX: IndexRow,
}


def record_of(key: str) -> type[Row] | None:
    """The record class of an object's rows, by its key; None for objects without records."""
    return next((record for prefix, record in _RECORDS.items() if key.startswith(prefix)), None)


@cache
def schema_of(record: type[Row]) -> pa.Schema:
    """The Arrow schema of a record class: one column a field, nullable exactly where the field may be None."""
    hints = get_type_hints(record)
    columns = []
    for field in fields(record):
        kind, nullable = _arrow(hints[field.name])
        columns.append(pa.field(field.name, kind, nullable=nullable))
    return pa.schema(columns)


def to_table(record: type[R], rows: Sequence[R]) -> pa.Table:
    """Rows of one record class as a table of its schema, in the order given."""
    schema: pa.Schema = schema_of(record)  # type: ignore[arg-type]  # a class is hashable, mypy doubts it for a variable
    return pa.table(
        [pa.array(list(map(attrgetter(field.name), rows)), type=field.type) for field in schema], schema=schema
    )


def from_table(record: type[R], table: pa.Table) -> list[R]:
    """Rows of a table as records; columns a newer version added are ignored, missing nullable ones are None."""
    names = [field.name for field in fields(record) if field.name in table.column_names]
    absent: dict[str, Any] = {field.name: None for field in fields(record) if field.name not in table.column_names}
    columns = [_values(table.column(name)) for name in names]
    return [record(**absent, **dict(zip(names, values, strict=True))) for values in zip(*columns, strict=True)]


def _values(column: pa.ChunkedArray) -> list[Any]:
    values: list[Any] = column.to_pylist()
    if pa.types.is_list(column.type):
        return [tuple(value or ()) for value in values]
    if pa.types.is_string(column.type):
        # Names of sources, runs and files stand in thousands of rows each: one object for all of them.
        seen: dict[str | None, str | None] = {}
        return [seen.setdefault(value, value) for value in values]
    return values
