"""Look-up keys: kept pair by pair they equal keys made from scratch, and find what they hold."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from storage.lookups import Keys, Pair, hash_of

DAYS = st.dates(date(2026, 11, 1), date(2026, 11, 30))
HASHES = st.builds(hash_of, st.sampled_from("abcdefgh"), st.sampled_from([40, 64]))
PAIRS: st.SearchStrategy[list[Pair]] = st.lists(st.tuples(HASHES, DAYS), max_size=40)


@given(PAIRS, PAIRS, st.data())
def test_keys_changed_pair_by_pair_equal_keys_made_from_scratch(held: list[Pair], added: list[Pair], data) -> None:
    removed = data.draw(st.lists(st.sampled_from(held), unique_by=id, max_size=5)) if held else []
    left = list(held)
    for one in removed:
        left.remove(one)
    changed = Keys.of(held).changed(removed=removed, added=added)
    assert changed.to_parquet() == Keys.of([*added, *left]).to_parquet()


@given(PAIRS)
def test_every_pair_is_found_and_nothing_else(held: list[Pair]) -> None:
    keys = Keys.from_parquet(Keys.of(held).to_parquet())
    asked = sorted(hash_of(value, bits) for value in "abcdefghxyz" for bits in (40, 64))
    found = {(asked[at], day) for at, day in keys.find(np.array(asked, dtype=np.uint64))}
    assert found == set(held)


def test_the_hash_of_a_value_is_the_same_on_every_machine() -> None:
    assert hash_of("عنوان") == 13008442770093190136
    assert hash_of("عنوان", 40) == 13008442770093190136 >> 24
