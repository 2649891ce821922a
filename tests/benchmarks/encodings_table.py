"""Every encoding under every label, and a broken byte at seeded places: a mode of ``reading.py``.

Each page is read as UTF-8, UTF-8 with mark, windows-1256, ISO-8859-6 and UTF-16 (little-endian, unmarked), with the
right, a wrong and no label in the header and in a meta element, the two in conflict included; then with a byte
inserted, overwritten or deleted at 20 places of the text. Text is scored against the clean page's.
"""

import random
import re
from collections.abc import Callable, Iterator
from typing import Any

from peers import READERS, Read

from crawlers.reading.decode import decode

ENCODINGS = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8",
    "windows-1256": "windows-1256",
    "iso-8859-6": "iso-8859-6",
    "utf-16-le": "utf-16le",
}
"""Codec → its label."""
WRONG = {"utf-8": ("windows-1256", "iso-8859-1")}
WRONG_ELSE = ("utf-8", "windows-1252")
LABELS = ("right", "wrong", "missing")
TOLERANCE = 0.002
POSITIONS = 20
BYTES = (b"\xff", b"\xd9", b"\x80", b"\xc3", b"\xa7")
_META = re.compile(r"<meta[^>]+charset[^>]*>", re.I)

Page = tuple[dict[str, Any], bytes]
Score = Callable[[str, str], tuple[float, float, float]]


def labelled(html: str, codec: str, header: str, meta: str) -> tuple[bytes, str]:
    """The page in an encoding with its meta label, and its header."""
    right = ENCODINGS[codec]
    wrong = WRONG.get(right, WRONG_ELSE)
    in_header = {"right": right, "wrong": wrong[0], "missing": ""}[header]
    in_meta = {"right": right, "wrong": wrong[1], "missing": ""}[meta]
    element = f'<meta charset="{in_meta}">' if in_meta else ""
    marked = re.sub(r"(<head[^>]*>)", rf"\1{element}", html, count=1, flags=re.I)
    return marked.encode(codec, "xmlcharrefreplace"), f"text/html; charset={in_header}" if in_header else "text/html"


def broken(body: bytes, text: str, mode: str, seed: str) -> Iterator[bytes]:
    """The page with one byte broken, at places inside the paragraphs of ``text``."""
    spans = [(at, at + len(line.encode())) for line in text.split("\n") if (at := body.find(line.encode())) >= 0]
    rng = random.Random(seed)
    for _ in range(POSITIONS):
        start, end = rng.choices(spans, weights=[end - start for start, end in spans])[0]
        at = rng.randrange(start, end)
        byte = b"" if mode == "deleted" else rng.choice(BYTES)
        yield body[:at] + byte + body[at + (mode != "inserted") :]


def line(name: str, scores: list[float]) -> str:
    """One line of the table."""
    beyond = sum(score < 1 - TOLERANCE for score in scores)
    return f"{name:34} {len(scores):6} {sum(scores) / len(scores):7.4f} {min(scores):7.4f} {beyond:7}"


def table(pages: list[Page], score: Score) -> None:
    """Print mean and lowest F1 and how many are beyond ``TOLERANCE``, for each encoding and label, and each breakage."""
    read = READERS["warraq"]()
    pages = [(page, _META.sub("", decode(body, page["content_type"]).text).encode()) for page, body in pages]
    clean = [read(body, page) for page, body in pages]

    def f1(found: Read, truth: Read) -> float:
        return score(found.get("text") or "", truth["text"])[2]

    print(f"{'encoding, header, meta':34} {'pages':>6} {'mean':>7} {'lowest':>7} beyond {TOLERANCE}")  # noqa: T201
    for codec in ENCODINGS:
        for header in LABELS:
            for meta in LABELS:
                scores = []
                for (page, body), truth in zip(pages, clean, strict=True):
                    made, content_type = labelled(body.decode(), codec, header, meta)
                    scores.append(f1(read(made, {**page, "content_type": content_type}), truth))
                print(line(f"{codec}, {header}, {meta}", scores))  # noqa: T201
    for mode in ("inserted", "overwritten", "deleted"):
        scores = [
            f1(read(made, page), truth)
            for (page, body), truth in zip(pages, clean, strict=True)
            for made in broken(body, truth["text"], mode, f"{page['id']}/{mode}")
        ]
        print(line(f"utf-8, a byte of the text {mode}", scores))  # noqa: T201
