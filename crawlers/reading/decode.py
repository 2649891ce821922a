"""Bytes to text: which encoding a page is really in, and what had to be repaired.

Labels lie: of 20 header and meta combinations of one windows-1256 page, trusting the label was right for 9
(measured 2026-11). So the bytes speak first (byte-order mark, zero bytes, then UTF-8, which other encodings
practically never imitate), and among single-byte encodings the words they yield decide, the label only between
equals. Nothing here raises: broken sequences become U+FFFD and are flagged; bytes that no encoding of the page has
and that no letter is missing for are dropped.
"""

import codecs
import re
from dataclasses import dataclass
from functools import partial

from crawlers.reading.broken import mend, without_intruders
from crawlers.reading.wordlist import word_set

MAX_BODY_BYTES = 16 * 1024 * 1024
"""The crawl's own limit; a longer body is cut here, so that reading is bounded whoever captured it (2026-11-22)."""

BROKEN_SHARE = 0.2
"""Most non-ASCII sequences that may be broken in a page still taken for UTF-8. Windows-1256 Arabic read as
UTF-8 is broken in at least .96 of them (500 articles, 2026-11-22)."""

MAX_SHIFTS = 1_000
"""Most places at which UTF-16 is put right; what has more is no text, and would take seconds (2026-11-22)."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LABELS = {
    "arabic": "iso-8859-6",
    "cp1256": "windows-1256",
    "cp1252": "windows-1252",
    "iso-8859-1": "windows-1252",  # as every browser does
    "iso-8859-6": "iso-8859-6",
    "iso-8859-9": "windows-1254",
    "latin1": "windows-1252",
    "us-ascii": "windows-1252",
    "utf-16": "utf-16",
    "utf-16be": "utf-16-be",
    "utf-16le": "utf-16-le",
    "windows-1252": "windows-1252",
    "windows-1254": "windows-1254",
    "windows-1256": "windows-1256",
    "x-mac-arabic": "mac_arabic",
}
_META_LABEL = re.compile(rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I)
_HEADER_LABEL = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I)
_BROKEN = re.compile("[\udc80-\udcff]")
_HIGH_RUN = re.compile(r"[^\x00-\x7f]+")
_HIGH_WORD = re.compile(r"[^\x00-\x7f\s]{2,}")
_COMMON = word_set("في من على إلى الى أن ان التي الذي عن مع هذا هذه بعد قال كان بين ما لا أو و")
_ARABIC = re.compile("[\u0621-\u064a]")
# What UTF-8 Arabic looks like when it was read once as windows-1252 or as windows-1256 and written again.
_DOUBLED = (
    ("windows-1252", re.compile("[ØÙ][^\x00-\x7fØÙ]")),
    ("windows-1256", re.compile("[طظ][\u00a0-\u00bf\u060c\u061b\u061f\u2018-\u2026پچژڈگٹک€™‡†‰]")),
)
# Inside a character that is whole without it; elsewhere it may stand for part of one.
_STRAY = re.compile(
    rb"(?:(?<=[\xc2-\xdf])|(?<=[\xe1-\xef][\x80-\xbf]))[\xc0\xc1\xf5-\xff](?=[\x80-\xbf](?![\x80-\xbf]))"
    rb"|(?<=[\xe1-\xef])[\xc0\xc1\xf5-\xff](?=[\x80-\xbf]{2}(?![\x80-\xbf]))"
)
# Little-endian units of UTF-16 whose high byte is one of Latin, Arabic or punctuation.
_UNITS = re.compile(rb"(?:.[\x00-\x03\x06\x07\x20-\x22])+", re.S)
# What "<", ">", a space and the line break look like in UTF-16 read from the wrong byte on.
_SHIFTED = "\u3c00\u3e00\u2000\u0a00"
_LEADS = {"windows-1252": "ØÙ", "windows-1256": "طظ"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A body as text."""

    text: str
    """The characters, broken sequences as U+FFFD."""
    encoding: str
    """The encoding chosen."""
    rule: str
    """Why: ``bom``, ``utf-8``, ``utf-16``, ``label`` or ``evidence``; see ``ArticleRow.encoding_reason``."""
    flags: frozenset[str]
    """``broken_bytes``, ``mojibake_repaired``."""
    touched: frozenset[str]
    """Arabic words a byte of which was broken, as they are now."""


def decode(body: bytes, content_type: str) -> Decoded:
    """The text of a body; never raises. ``content_type`` is the header as received, possibly empty or wrong."""
    body = body[:MAX_BODY_BYTES]
    read, encoding, rule = _choose(body, content_type)
    text, touched = mend(read, utf8=encoding == "utf-8")
    if encoding in ("windows-1256", "iso-8859-6"):
        text, more = without_intruders(text)
        touched |= more
    flags = set()
    repaired = _undouble(text)
    if repaired is not None:
        text = repaired
        flags.add("mojibake_repaired")
    if touched or "\ufffd" in text:
        flags.add("broken_bytes")
    return Decoded(text=text, encoding=encoding, rule=rule, flags=frozenset(flags), touched=touched)


def arabic_word_share(text: str) -> float:
    """Share of the non-ASCII words that are common Arabic words or begin with the article, 0 to 1.

    Measured 2026-11-22 on 500 news articles: .17 to .66; the same decoded with a wrong table: at most .06.
    """
    words: list[str] = _HIGH_WORD.findall(text)
    if not words:
        return 0.0
    return sum(word in _COMMON or word.startswith(("ال", "وال", "بال")) for word in words) / len(words)


def _choose(body: bytes, content_type: str) -> tuple[str, str, str]:
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            rest = body[len(bom) :]
            return (_utf8(rest) if encoding == "utf-8" else _wide(rest, encoding)), encoding, "bom"
    wide = _wide_encoding(body)
    if wide is not None:
        return _wide(body, wide), wide, "utf-16"
    text = _utf8(body)
    broken = len(_BROKEN.findall(text))
    if not broken or broken <= BROKEN_SHARE * sum(map(len, _HIGH_WORD.findall(text))):
        return text, "utf-8", "utf-8"
    labels = _labels(body, content_type)
    texts = {encoding: _single(body, encoding) for encoding in (*labels, "windows-1256", "iso-8859-6")}
    shares = {encoding: arabic_word_share(read) for encoding, read in texts.items() if _ARABIC.search(read)}
    best = max(shares, key=lambda encoding: shares[encoding], default=None)
    if best is not None and shares[best] >= 0.1:
        return texts[best], best, "label" if best in labels else "evidence"
    fallback = labels[0] if labels else "windows-1252"
    return _single(body, fallback), fallback, "label" if labels else "evidence"


def _utf8(body: bytes) -> str:
    """Bytes as UTF-8, broken ones as lone surrogates; those UTF-8 never has are dropped inside a character."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return _STRAY.sub(b"", body).decode("utf-8", "surrogateescape")


def _single(body: bytes, encoding: str) -> str:
    """Bytes in a code page, those it does not have as lone surrogates for ``mend``."""
    return body.decode(encoding, "replace" if encoding.startswith("utf-16") else "surrogateescape")


def _wide_encoding(body: bytes) -> str | None:
    """UTF-16 without its mark, by the side on which the zero bytes of its markup stand; None for anything else."""
    if b"\0" not in body:
        return None
    first, second = body[::2].count(0), body[1::2].count(0)
    if not 0.1 * len(body) <= first + second <= 0.6 * len(body):
        return None
    return "utf-16-be" if first > second else "utf-16-le"


def _wide(body: bytes, encoding: str) -> str:
    """UTF-16 or UTF-32; where a byte too many or too few has shifted UTF-16, the units are found again."""
    text = body.decode(encoding, "replace")
    if not encoding.startswith("utf-16") or not any(map(text.__contains__, _SHIFTED)):
        return text
    # Big-endian is little-endian read from the end. With the units shifted, not even the byte order is certain.
    return max(text, _realigned(body), _realigned(body[::-1])[::-1], key=arabic_word_share)


def _realigned(body: bytes) -> str:
    """Little-endian UTF-16 of which bytes are too many or missing, each such place as U+FFFD; empty beyond repair."""
    runs: list[str] = []
    at = 0
    while at < len(body):
        if len(runs) > MAX_SHIFTS:
            return ""
        run = _UNITS.match(body, at)
        end = run.end() if run else at
        runs.append(body[at:end].decode("utf-16-le"))
        # The low bytes of markup and Arabic letters are ASCII: of the next two the other one is too many.
        if body[end : end + 1].isascii() and not body[end + 1 : end + 2].isascii():
            runs.append((body[end : end + 1] + body[end + 2 : end + 3]).decode("utf-16-le", "replace"))
            end += 2
        at = end + 1
    return "\ufffd".join(filter(None, runs))


def _labels(body: bytes, content_type: str) -> list[str]:
    """Known single-byte and UTF-16 encodings the header and the page name, header first."""
    found = _HEADER_LABEL.findall(content_type)
    found += [label.decode("ascii", "replace") for label in _META_LABEL.findall(body[:8192])]
    return [_LABELS[label.lower()] for label in found if label.lower() in _LABELS]


def _undouble(text: str) -> str | None:
    """The text with UTF-8 that was encoded twice put right; None when there is none to repair.

    Run by run, because often only a part of a page (a title from a database) was encoded twice.
    """
    for codec, pattern in _DOUBLED:
        # Counting letters is a hundred times as fast as looking for pairs: text encoded twice has the lead letters
        # of its pairs in plenty, and no alef at all when it was read as windows-1256.
        if sum(map(text.count, _LEADS[codec])) < max(10, text.count("ا") if codec == "windows-1256" else 0):
            continue
        pairs = len(pattern.findall(text))
        if pairs < 10 or pairs * 4 < len(_ARABIC.findall(text)) * (codec == "windows-1252"):
            continue
        if codec == "windows-1256" and arabic_word_share(text) >= 0.1:
            continue
        return _HIGH_RUN.sub(partial(_undouble_run, codec=codec), text)
    return None


def _undouble_run(match: re.Match[str], codec: str) -> str:
    run = match[0]
    raw = bytearray()
    for character in run:
        try:
            raw += character.encode(codec)
        except UnicodeEncodeError:
            if ord(character) > 0xFF:
                return run
            raw.append(ord(character))  # bytes the code page leaves undefined pass as themselves
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return run
