"""What a crawl is told of earlier nights, as files."""

from pathlib import Path

import numpy as np
import pytest

from crawlers.known import Settled, write_settled
from storage.errors import UsageError
from storage.lookups import hash_of

URLS = [f"http://minbar.example/خبر/{number}" for number in range(200)]


def test_settled_links_are_those_written_and_no_others(tmp_path: Path) -> None:
    path = tmp_path / "settled.npy"
    write_settled(path, np.sort(np.array([hash_of(url) for url in URLS[::2]], dtype=np.uint64)))
    settled = Settled.read(path)
    assert [url in settled for url in URLS] == [number % 2 == 0 for number in range(200)]


def test_a_first_night_has_no_settled_links(tmp_path: Path) -> None:
    write_settled(tmp_path / "settled.npy", np.empty(0, np.uint64))
    assert URLS[0] not in Settled.read(tmp_path / "settled.npy")


def test_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "settled.npy").write_bytes(b"not hashes")
    with pytest.raises(UsageError, match=r"settled\.npy"):
        Settled.read(tmp_path / "settled.npy")
