"""What strangers write cannot steer a terminal."""

import pyarrow as pa
import pytest

from storage.plain import plain
from storage.screen import MARK, MOST_ROWS, show


@pytest.mark.parametrize("hostile", ["\x1b]0;title\x07", "\x1b[2J", "\u202e", "\r", "\x00", "\u2066"])
def test_control_and_format_characters_are_dropped(hostile: str) -> None:
    assert not any(ord(character) < 32 or character in "\u202e\u2066\x7f" for character in plain(f"خبر{hostile}عاجل"))
    assert plain(f"خبر{hostile}عاجل").startswith("خبر")


def test_arabic_text_and_its_marks_stay() -> None:
    assert plain("أَكَّدَ «الوزير»،\nوقال: ٢٠٢٦") == "أَكَّدَ «الوزير»،\nوقال: ٢٠٢٦"


ARABIC = "هدنة في غزة"


def _table() -> pa.Table:
    return pa.table({"title": [ARABIC, "Gaza"], "next": ["عنوان 12", "12"], "tags": [["لبنان", "غزة"], []]})


def test_columns_are_divided_on_every_line_so_that_arabic_cells_keep_their_places() -> None:
    long = pa.table({"title": [ARABIC * 9], "next": ["عنوان 12 " * 9]})
    for table in (_table(), long):
        _, _, *lines = repr(show(table)).splitlines()
        assert len(lines) > 1
        assert all(line.count(MARK) == table.num_columns - 1 for line in lines)


def test_a_notebook_gives_each_cell_its_own_direction_and_runs_nothing() -> None:
    html = show(pa.table({"<b>": ["<script>alert(1)</script>", "\u202eevil"]}))._repr_html_()
    assert html.count('dir="auto"') == 2
    assert "<script>" not in html
    assert "<th>&lt;b&gt;</th>" in html
    assert "\u202e" not in html


def test_a_long_table_says_what_it_leaves_out() -> None:
    shown = show(pa.table({"n": list(range(MOST_ROWS + 5))}))
    assert repr(shown).endswith("… and 5 rows more")
    assert "5 rows more" in shown._repr_html_()
    assert len(repr(show(pa.table({"n": ["ا" * 1_000]})))) < 400
