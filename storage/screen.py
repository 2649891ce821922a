"""Text of strangers, much of it Arabic, on a terminal or in a notebook.

    from storage.screen import show
    show(archive.sql("select date, title from articles"))

A screen that knows right-to-left text reorders a line by its letters, and the blanks and digits between two Arabic
cells go along: columns change places. So columns are divided by left-to-right marks on a terminal, on every line, and
each cell has a direction of its own in HTML. Terminals that do not reorder (xterm, Windows Terminal, kitty) show
Arabic backwards whatever is printed: use a notebook there, or one that does (GNOME Terminal and others of VTE,
Konsole, mlterm).
"""

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, Any

from storage.plain import plain

if TYPE_CHECKING:  # importing them takes longer than the command line has
    import pyarrow as pa
    from rich.table import Table

MARK = "\u200e"
"""LEFT-TO-RIGHT MARK: no width, and the only such character terminals have known for long; isolates are newer."""
MOST_ROWS = 40
"""Rows that are shown: a screen full. What is left out is said."""
MOST_CHARS = 160
"""Characters of a cell that are shown."""


def grid() -> "Table":
    """An empty table for rich whose columns keep their places beside Arabic text."""
    from rich.box import Box
    from rich.table import Table

    divided, line = f"  {MARK} ", " ── "
    lines = ["    ", divided, line, divided, line, line, divided, "    "]
    return Table(box=Box("\n".join(lines) + "\n"), show_edge=False, pad_edge=False, header_style="bold")


class Shown:
    """A table to look at: as text in a terminal, as HTML in a notebook."""

    def __init__(self, table: "pa.Table") -> None:
        self._columns = table.column_names
        self._rows = [
            [cell(row[name], MOST_CHARS) for name in self._columns] for row in table.slice(0, MOST_ROWS).to_pylist()
        ]
        self._left_out = table.num_rows - len(self._rows)

    def __repr__(self) -> str:
        from rich.console import Console

        drawn = grid()
        for name in self._columns:
            drawn.add_column(name, overflow="fold")
        for row in self._rows:
            drawn.add_row(*row)
        console = Console(highlight=False, markup=False)
        with console.capture() as captured:
            console.print(drawn)
        return "\n".join([captured.get().rstrip(), *self._more()])

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self._columns)
        body = "".join(f"<tr>{''.join(map(_td, row))}</tr>" for row in self._rows)
        more = "".join(f"<p>{escape(line)}</p>" for line in self._more())
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"

    def _more(self) -> Iterable[str]:
        return [f"… and {self._left_out:,} rows more"] if self._left_out else []


def show(table: "pa.Table") -> Shown:
    """A table of any query or read, for looking at; the last value of a notebook cell is displayed as it is."""
    return Shown(table)


def _td(text: str) -> str:
    # dir=auto: by the cell's own first letter, Arabic to the right and all else to the left.
    return f'<td dir="auto" style="text-align: start">{escape(text)}</td>'


def cell(value: Any, most_chars: int) -> str:
    """A value as the one line of a cell: lists separated by commas, nothing for null, cut after so many characters."""
    if value is None:
        return ""
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    text = " ".join(plain(text).split())
    return text if len(text) <= most_chars else text[: most_chars - 1] + "…"
