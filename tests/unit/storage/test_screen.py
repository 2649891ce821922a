"""What strangers write cannot steer a terminal."""

import pyarrow as pa
import pytest

from storage.screen import MARK, MOST_ROWS, marked, plain, show


@pytest.mark.parametrize("hostile", ["\x1b]0;title\x07", "\x1b[2J", "\u202e", "\r", "\x00", "\u2066"])
def test_control_and_format_characters_are_dropped(hostile: str) -> None:
    assert not any(ord(character) < 32 or character in "\u202e\u2066\x7f" for character in plain(f"خبر{hostile}عاجل"))
    assert plain(f"خبر{hostile}عاجل").startswith("خبر")


def test_arabic_text_and_its_marks_stay() -> None:
    assert plain("أَكَّدَ «الوزير»،\nوقال: ٢٠٢٦") == "أَكَّدَ «الوزير»،\nوقال: ٢٠٢٦"


ARABIC = "هدنة في غزة"


def _table() -> pa.Table:
    return pa.table({"title": [ARABIC, "Gaza"], "next": ["عنوان 12", "12"], "tags": [["لبنان", "غزة"], []]})


def test_arabic_cells_are_closed_off_so_that_columns_keep_their_places() -> None:
    lines = repr(show(_table())).splitlines()
    for cell in (ARABIC, "عنوان 12", "لبنان, غزة"):
        assert f"{MARK}{cell}{MARK}" in lines[1]
    assert MARK not in lines[2]
    assert marked("12") == "12"


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
