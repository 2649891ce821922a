"""Sorted numbers as bytes: how fingerprints lie in index rows.

Little-endian unsigned 32-bit integers, one after the other. A row of Python integers would take eight times the
memory, and a night holds the rows of two weeks (measured 2026-11-22).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_TYPE = np.dtype("<u4")


def pack(numbers: Sequence[int]) -> bytes:
    """The numbers, each from 0 to 2^32 - 1, as bytes in the order given."""
    return np.asarray(numbers, dtype=_TYPE).tobytes()


def unpack(packed: bytes) -> NDArray[np.uint32]:
    """The numbers of ``pack``: a view that cannot be written."""
    return np.frombuffer(packed, dtype=_TYPE)
