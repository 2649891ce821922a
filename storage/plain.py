"""What strangers write, made fit for a screen, or for one line: of a log, a column, a header, a report."""

import re

MAX_LINE_CHARS = 500
"""Characters kept unless told otherwise: a sentence, not a page."""

_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff\s]+")
"""Control characters (a terminal obeys them), lone surrogates (no encoding takes them), characters that end a line or
turn the direction of what follows (a log line would read otherwise than it is), and white space."""


def one_line(text: str, most: int = MAX_LINE_CHARS) -> str:
    """``text`` with each run of such characters made one space, cut to ``most`` characters."""
    line = _UNFIT.sub(" ", text[: 2 * most]).strip()
    return line if len(line) <= most else f"{line[: most - 1]}…"


def plain(text: str) -> str:
    """``text`` without control and format characters, so that nothing on a page can steer the reader's screen.

    Line breaks stay, tabs become spaces.
    """
    return "".join(c if c == "\n" or c.isprintable() else " " if c == "\t" else "" for c in text)
