"""Broken bytes: put right where the page says what stood there, dropped inside Arabic words, else shown as U+FFFD.

A byte that is no character was inserted into the page, stands in a character's place, or is what remains of one. In
markup the place tells which. In an Arabic word every reading with one byte changed is compared with the words the page
has elsewhere, then with the most frequent words of the language, so a letter is put back only where one of them (or
the only Arabic letter with that half) says so. Beyond that the byte is dropped: it is nobody's writing, the word stays
one word with the letters it has left, and where the byte was inserted it is whole again. Every word touched is named,
so that a text that holds one can be flagged.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial

from crawlers.reading.vocabulary import common_words, is_known, likeliest, only_known, page_words
from crawlers.reading.wordlist import word_set

MAX_WORDS = 200
"""Most broken words of a page that are compared with its others; in a page with more the bytes are dropped
(2026-11-22: 200 take 60 ms)."""
MAX_WORD_BYTES = 80
"""Longest run of letters taken for a word: the longest of 22,242 news articles has 48 bytes (2026-11-22)."""

REACH = 32
"""Characters around a sign in which a word that holds it lies: thirty letters, and one to look at."""

_BAD = "\udc80-\udcff"
_LETTERS = "\u0610-\u061a\u0620-\u0669\u066e-\u06d3"
_TAGS = sorted(
    word_set(
        "a article aside b body br button div em figure footer form h1 h2 h3 h4 h5 h6 head header html i iframe img"
        " input li link main meta nav noscript ol option p script section select small span strong style svg table"
        " tbody td template textarea th thead time title tr ul"
    )
)
_NAMES = "|".join(sorted(_TAGS, key=len, reverse=True))
# What lost its "<", its ">" or its quotation mark; then what may simply lose the byte.
_LOST_OPEN = re.compile(
    rf"(?<!<)[{_BAD}\ufffd](?=(?:/(?:{_NAMES})\s*|(?:p|div|span|br|strong|script|style)(?: [^<>]{{0,300}})?)>)"
)
_LOST_CLOSE = re.compile(rf"(<[/a-z][^<>{_BAD}\ufffd]*)[{_BAD}\ufffd]([^<>{_BAD}\ufffd]*)(?=<)", re.I)
_TAG = re.compile(rf"<(?!meta)[^<>{_BAD}\ufffd]*[{_BAD}\ufffd][^<>]*|--[{_BAD}\ufffd]>|-[{_BAD}\ufffd]->", re.I)
_TAG_NAME = re.compile(rf"^</?([a-z0-9]*[{_BAD}\ufffd][a-z0-9]*)(?=[\s/>]|$)", re.I)
_REFERENCE = re.compile(rf"&[#\w]*[{_BAD}\ufffd][#\w]*;")
_AMONG_ASCII = re.compile(rf"(?<=[\x21-\x7e])[{_BAD}\ufffd]+(?=[\x21-\x7e])")
# Letters, and what two halves of different letters look like together, around at least one broken byte.
_PART = "\u0600-\u06ff\u00ac-\u00ba\u00bc-\u05ff"
# Bounded, so that hostile runs of letters cost no more than their length.
_BROKEN_WORD = re.compile(rf"[{_PART}]{{0,40}}[{_BAD}][{_PART}{_BAD}]{{0,40}}")
_ANY_LETTER = re.compile(rf"[{_LETTERS}]")
_ANY_BAD = re.compile(rf"[{_BAD}]")
_ALL_LETTERS = re.compile(rf"[{_LETTERS}]+[،؛؟]?")
_NEVER = re.compile("[\udcc0\udcc1\udcf5-\udcff]")
# In a code page every byte is a character: these stand in no Arabic word, and two Urdu letters only end one.
_INTRUDER = re.compile(
    "(?<=[\u0621-\u064a])[\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u024f\u0192\u06ba\u06d2](?=[\u0621-\u064a])"
)
_OTHER_BYTES = (0xD8, 0xD9, *range(0x80, 0xC0))
_FIRST_HALF = dict.fromkeys(range(0xA1, 0xBB), 0xD8) | dict.fromkeys(range(0x81, 0x8B), 0xD9)
"""The first byte of the only Arabic letter with a second byte."""
_HALF = re.compile(
    rf"(?<=[{_LETTERS}])[{_BAD}]([\udc81-\udc8a\udca1-\udcba])|[{_BAD}]([\udc81-\udc8a\udca1-\udcba])(?=[{_LETTERS}])"
)
# The first half of a letter and a second half that a byte between them made another alphabet's letter; then a letter
# of another alphabet inside a word, in which a first half was overwritten.
_SPLIT_LETTER = re.compile("([\udcd8\udcd9])([\u0080-\u05ff])")
_FOREIGN = tuple(map(chr, (*range(0xC1, 0xCB), *range(0xE1, 0xFB))))
_FOREIGN_INSIDE = re.compile(
    f"(?<=[\u0621-\u064a])[{''.join(_FOREIGN)}](?![a-zA-Z\u00c0-\u00ff])"
    f"|(?<![a-zA-Z\u00c0-\u00ff])[{''.join(_FOREIGN)}](?=[\u0621-\u064a])"
)
_ANY_FOREIGN = re.compile(f"[{''.join(_FOREIGN)}]")
_PROPER = re.compile("[\u0621-\u063a\u0641-\u0652]+[،؛؟]?")
# A sign that stands in no word, or a digit between letters, and the word around it.
_ODD_WORD = re.compile(
    "[\u0621-\u064a]{0,30}"
    "(?:[\u0600-\u060b\u060d-\u061a\u061c-\u061e]|(?<=[\u0621-\u064a])[\u0660-\u0669](?=[\u0621-\u064a]))"
    "[\u0621-\u064a]{0,30}"
)
_ODD = re.compile("[\u0600-\u060b\u060d-\u061e\u0660-\u0669]")


def mend(text: str, *, utf8: bool) -> tuple[str, frozenset[str]]:
    """``text`` put right, and the Arabic words that were touched.

    Its broken bytes stand in it as ``surrogateescape`` leaves them, or as U+FFFD. ``utf8`` says that an Arabic letter
    has two bytes there, of which one may be left.
    """
    touched: set[str] = set()
    # Asked of the codec: on the many pages that are whole a pattern takes a tenth of the reading (2026-11-22).
    try:
        raw = text.encode("utf-8")
        broken = False
    except UnicodeEncodeError:
        raw, broken = text.encode("utf-8", "surrogatepass"), True
    if utf8 and b"\xc3" in raw:
        text = _sub_near(_ANY_FOREIGN, _FOREIGN_INSIDE, _with_its_half, text)
    if utf8:
        text = _sub_near(_ODD, _ODD_WORD, partial(_without_odd, page=text, touched=touched), text)
    if broken or "\ufffd" in text:
        text = _mend_markup(text)
    if broken:
        words = page_words(_BROKEN_WORD.sub(" ", text))
        few = len(_BROKEN_WORD.findall(text)) <= MAX_WORDS
        text = _BROKEN_WORD.sub(partial(_mended_word, words=words, utf8=utf8 and few, touched=touched), text)
        text = _ANY_BAD.sub("\ufffd", text)
    return text, frozenset(touched)


def _sub_near(
    sign: re.Pattern[str], pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], text: str
) -> str:
    """``pattern.sub`` for one whose every match has a ``sign`` with at most ``REACH`` characters on either side.

    It is looked for at the signs alone: on a page that is whole the pattern itself takes a tenth of the reading
    (20 ms of a page, 2026-11-28).
    """
    pieces: list[str] = []
    end = 0
    for found in sign.finditer(text):
        if found.start() < end:
            continue
        match = pattern.search(text, max(end, found.start() - REACH), found.end() + REACH)
        if match:
            pieces += [text[end : match.start()], replace(match)]
            end = match.end()
    return "".join((*pieces, text[end:])) if pieces else text


def _without_odd(match: re.Match[str], page: str, touched: set[str]) -> str:
    """A word with the letter back of which one byte was overwritten so that it became a sign no word has."""
    word = match[0]
    odd = _ODD.search(word)
    if odd is None or len(word) < 3:
        return word
    lead, second = odd[0].encode()
    letters = {bytes((other, second)) for other in (0xD8, 0xD9)}
    letters |= {bytes((lead, other)) for other in range(0x80, 0xC0)}
    readings = [word[: odd.start()] + letter.decode() + word[odd.end() :] for letter in letters]
    proper = {reading for reading in readings if _PROPER.fullmatch(reading)}
    mended = only_known(proper, page_words(page)) if proper else None
    if mended is None:
        return word
    touched.add(mended)
    return mended


def without_intruders(text: str) -> tuple[str, frozenset[str]]:
    """A code page's text without the characters that no Arabic word has inside it, and the words they stood in."""
    touched = (
        {_INTRUDER.sub("", word) for word in re.findall(r"[^\s\x00-\x7f]+", text) if _INTRUDER.search(word)}
        if _INTRUDER.search(text)
        else set()
    )
    return (_INTRUDER.sub("", text) if touched else text), frozenset(touched)


def _mend_markup(text: str) -> str:
    """Tags with the character back that the place of their broken byte calls for, else without the byte.

    An unclosed script swallows all that follows, so what breaks in markup must not cost the page. Attribute values
    keep a broken byte that may stand for a letter, and ``meta`` elements all of theirs.
    """
    text = _LOST_OPEN.sub("<", text)
    text = _LOST_CLOSE.sub(_closed, text)
    text = _TAG.sub(_mended_tag, text)
    return _REFERENCE.sub(lambda match: _AMONG_ASCII.sub("", match[0]), text)


def _closed(match: re.Match[str]) -> str:
    # Before the next "<" there is no ">": the broken byte stands in its place, unless in a comparison of a script.
    return f"{match[1]}>{match[2]}"


def _mended_tag(match: re.Match[str]) -> str:
    tag = match[0]
    name = _TAG_NAME.match(tag)
    if name:
        pattern = re.sub(rf"[{_BAD}\ufffd]+", ".?", name[1].lower())
        fits = [known for known in _TAGS if re.fullmatch(pattern, known)]
        whole = fits[0] if len(fits) == 1 else re.sub(rf"[{_BAD}\ufffd]+", "", name[1])
        return tag[: name.start(1)] + whole + tag[name.end(1) :]
    if tag.count('"') % 2 and tag.startswith("<"):
        return re.sub(rf"[{_BAD}\ufffd]", '"', tag, count=1)
    return _AMONG_ASCII.sub("", tag)


def _mended_word(match: re.Match[str], words: frozenset[str], utf8: bool, touched: set[str]) -> str:
    run = match[0]
    if not _ANY_LETTER.search(run):
        return (utf8 and _by_its_half(run)) or _among_signs(match, touched)
    mended = (_by_its_half(run) or _by_the_page(run, words)) if utf8 else None
    mended = mended or _two_words(run, words) or _ANY_BAD.sub("", run)
    touched.update(mended.split())
    return mended


def _among_signs(match: re.Match[str], touched: set[str]) -> str:
    """A broken byte beside no Arabic letter: it may stand for a letter of any alphabet, unless no character has such a
    byte, or neither neighbour is a letter or digit. Then it is dropped."""
    run, text = match[0], match.string
    around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
    if len(run) > 1 or (any(map(str.isalnum, around)) and not _NEVER.match(run)):
        return run
    before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() : match.end() + 40]
    word = (before.split() or [""])[-1] if not before[-1:].isspace() else (after.split() or [""])[0]
    touched.update({word} - {""})
    return ""


def _by_the_page(run: str, words: frozenset[str]) -> str | None:
    """The reading of a broken word the page has elsewhere, else the one that is a frequent word, else the likeliest
    of plain letters with a byte less."""
    raw = run.encode("utf-8", "surrogateescape")
    if len(raw) > MAX_WORD_BYTES or len(_ANY_BAD.findall(run)) > 3:
        return None
    less, other = set(_one_byte_less(raw, run)), set(_one_byte_other(raw, run))
    for known in (words, common_words()):
        for readings in (less, other):
            found = {reading for reading in readings if is_known(reading, known)}
            if len(found) == 1:
                return found.pop()
    if _two_words(run, words):
        return None
    # One of these bytes is too many, and nothing known says which: the one with which it looks least like Arabic.
    return likeliest({reading for reading in less if _PROPER.fullmatch(reading)}, words)


def _near(raw: bytes, run: str) -> range:
    """Where a byte may have been changed: the broken one and its neighbours."""
    first = len(run[: _first_bad(run)].encode("utf-8", "surrogateescape"))
    return range(max(0, first - 2), min(len(raw), first + 3))


def _first_bad(run: str) -> int:
    found = _ANY_BAD.search(run)
    assert found is not None  # only runs with a broken byte come here
    return found.start()


def _one_byte_less(raw: bytes, run: str) -> Iterator[str]:
    """What the word is if a byte was inserted."""
    for at in _near(raw, run):
        yield from _arabic(raw[:at] + raw[at + 1 :])


def _one_byte_other(raw: bytes, run: str) -> Iterator[str]:
    """What the word is if a byte was overwritten or lost."""
    for at in _near(raw, run):
        for other in _OTHER_BYTES:
            yield from _arabic(raw[:at] + bytes((other,)) + raw[at + 1 :])
            yield from _arabic(raw[:at] + bytes((other,)) + raw[at:])


def _arabic(raw: bytes) -> Iterator[str]:
    try:
        word = raw.decode("utf-8")
    except UnicodeDecodeError:
        return
    if _ALL_LETTERS.fullmatch(word):
        yield word


def _two_words(run: str, words: frozenset[str]) -> str | None:
    """Two words between which a space or more was overwritten: both are known, or the first can only be an end."""
    parts = _ANY_BAD.split(run)
    if len(parts) != 2 or not all(map(_ANY_LETTER.search, parts)):
        return None
    known = words | common_words()
    both = all(len(part) > 1 and is_known(part, known) for part in parts)
    ends = parts[0].endswith(("،", "؛", "؟")) or (len(parts[0]) > 2 and parts[0].endswith(("ة", "ى")))
    return " ".join(parts) if (both or ends) and not is_known("".join(parts), known) else None


def _by_its_half(run: str) -> str | None:
    """The word when one of its letters was parted, or lost its first byte to another; the second tells the letter."""
    bad = len(_ANY_BAD.findall(run))
    parted = _SPLIT_LETTER.search(run)
    raw = bytes((ord(parted[1]) - 0xDC00, parted[2].encode()[-1])) if parted else b""
    if bad == 1 and parted and (_ANY_LETTER.search(run) or _FIRST_HALF.get(raw[1]) == raw[0]):
        return run[: parted.start()] + raw.decode() + run[parted.end() :]
    half = _HALF.search(run)
    if bad == 2 and half:
        second = ord(half[1] or half[2]) - 0xDC00
        return run[: half.start()] + bytes((_FIRST_HALF[second], second)).decode() + run[half.end() :]
    return None


def _with_its_half(match: re.Match[str]) -> str:
    second = match[0].encode()[-1]
    return bytes((_FIRST_HALF[second], second)).decode()
