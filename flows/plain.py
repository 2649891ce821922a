"""Text of strangers for a terminal: no control characters, so nothing on a page can steer the reader's screen."""


def plain(text: str) -> str:
    """``text`` without control and format characters; line breaks stay, tabs become spaces."""
    return "".join(c if c == "\n" or c.isprintable() else " " if c == "\t" else "" for c in text)
