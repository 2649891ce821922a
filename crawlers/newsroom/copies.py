"""Agency texts as other publishers print them, derived from the agency's own text.

``copies.toml`` says who prints what; the styles below change spelling only, so a copy that keeps every paragraph is
equal to its original after folding (``exact``), and one that cuts or adds paragraphs is not (``near``).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from crawlers.newsroom.texts import Revision, Text, load_text, read_toml

_BARE = str.maketrans("أإآ", "ااا")
_MARKS = re.compile("[ً-ْ]")
_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_STRETCHED = re.compile(r"\b(ال\w)(\w{3,})")
STRETCH_EVERY = 7
"""Every seventh definite noun is stretched: about as often as a justified newspaper column does it."""


def plain(text: str) -> str:
    """As the agency wrote it."""
    return text


def bare(text: str) -> str:
    """Without hamza on alef and with ه for ة at the end of a word: the hurried desk."""
    return re.sub(r"ة\b", "ه", _MARKS.sub("", text).translate(_BARE))


def egyptian(text: str) -> str:
    """ى for ي at the end of a word and Arabic-Indic digits: the Cairo desk."""
    return re.sub(r"ي\b", "ى", _MARKS.sub("", text)).translate(_INDIC)


def gulf(text: str) -> str:
    """Hamza dropped under and over alef at the start of words, tanwin written before its alef."""
    return re.sub(r"\b[أإ]", "ا", text.replace("اً", "ًا"))


def stretched(text: str) -> str:
    """Tatweel inside some words and the harakat of a few: the typesetter's hand."""
    count = 0

    def stretch(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f"{match[1]}ـ{match[2]}" if count % STRETCH_EVERY == 0 else match[0]

    return _STRETCHED.sub(stretch, text).replace("مدينة", "مَدينة").replace("قال", "قالَ")


STYLES: dict[str, Callable[[str], str]] = {
    "plain": plain,
    "bare": bare,
    "egyptian": egyptian,
    "gulf": gulf,
    "stretched": stretched,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyCopy:
    """One agency text in one other publisher's pages."""

    text: Text
    """As that publisher prints it; the event is the original's."""
    original: str
    """Id of the agency's text."""
    kind: str
    """``exact`` (same text after folding) or ``near``."""
    source_id: str
    night: int
    time: str
    """``HH:MM`` in the publisher's zone."""
    credit: str
    """Line printed in an element of its own; empty when the dateline credits the agency."""
    names: tuple[str, ...]
    """Agencies the credit names."""


@cache
def agency_copies() -> dict[str, AgencyCopy]:
    """Every copy by id, in the order declared."""
    found = {}
    for item in read_toml("copies.toml")["copy"]:
        original = load_text(item["original"])
        kept = original.at(0).paragraphs[: item["keep"]]
        paragraphs = [*item["before"], *map(STYLES[item["style"]], kept), *item["after"]]
        paragraphs[0] = item["dateline"] + paragraphs[0]
        changed = item["before"] or item["after"] or item["dateline"] or len(kept) < len(original.at(0).paragraphs)
        text = Text(
            id=item["id"],
            event=original.event,
            topic=original.topic,
            section=item["section"],
            author="",
            revisions=(Revision(number=1, night=0, title=item["title"], paragraphs=tuple(paragraphs)),),
        )
        found[text.id] = AgencyCopy(
            text=text,
            original=original.id,
            kind="near" if changed else "exact",
            source_id=item["source"],
            night=item["night"],
            time=item["time"],
            credit=item["credit"],
            names=tuple(item["names"]),
        )
    return found
