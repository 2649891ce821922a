"""How many articles have each term: what makes a word rare, kept from night to night.

One small object, written anew by each run that adds an article. It counts the newest text of every article that is
no copy, so it can be counted again from the index at any time.
"""

from collections.abc import Iterable
from io import BytesIO

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from flows.linking.vectors import TERM_SPACE, term_frequencies
from storage.errors import FixityError
from storage.records import IndexRow

SCHEMA = pa.schema(
    [pa.field("term_id", pa.uint32(), nullable=False), pa.field("article_count", pa.uint32(), nullable=False)]
)
"""``term_id`` ``TERM_SPACE``, one past the last term, counts the articles themselves."""

Frequencies = tuple[int, NDArray[np.int64]]
"""The number of articles, and for each term id how many of them have it."""

NONE: Frequencies = (0, np.zeros(TERM_SPACE, dtype=np.int64))


def count(rows: Iterable[IndexRow]) -> Frequencies:
    """Frequencies in the rows that are no copies."""
    originals = [row for row in rows if row.copy_of is None]
    return len(originals), term_frequencies(originals)


def changed(earlier: Frequencies, *, before: Iterable[IndexRow], after: Iterable[IndexRow]) -> Frequencies:
    """Frequencies once rows have been replaced: ``before`` as they were, ``after`` as they are, new ones too."""
    gone, come = count(before), count(after)
    return earlier[0] - gone[0] + come[0], earlier[1] - gone[1] + come[1]


def to_parquet(frequencies: Frequencies) -> tuple[bytes, int]:
    """One Parquet file, terms nobody has left out, and its number of rows."""
    counts = np.append(frequencies[1], frequencies[0])
    used = np.flatnonzero(counts)
    target = BytesIO()
    columns = [pa.array(used.astype(np.uint32)), pa.array(counts[used].astype(np.uint32))]
    table = pa.table(columns, schema=SCHEMA)
    pq.write_table(table, target, compression="zstd", column_encoding=_ENCODING, use_dictionary=["article_count"])
    return target.getvalue(), len(used)


_ENCODING = {"term_id": "DELTA_BINARY_PACKED"}
"""Sorted numbers close together: a quarter of the size."""


def from_parquet(data: bytes) -> Frequencies:
    """What ``to_parquet`` wrote; raises ``FixityError`` when it cannot be read."""
    try:
        table = pq.read_table(pa.BufferReader(data))
        counts = np.zeros(TERM_SPACE + 1, dtype=np.int64)
        counts[table["term_id"].to_numpy()] = table["article_count"].to_numpy()
    except (pa.ArrowInvalid, OSError, KeyError) as error:
        raise FixityError(f"{len(data)} bytes are no term frequencies: {error}") from None
    return int(counts[TERM_SPACE]), counts[:TERM_SPACE]
