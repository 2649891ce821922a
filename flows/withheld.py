"""What is left out of captures and reports when an article is taken down. Pure: bytes and words in, bytes out."""

import gzip
import html
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote

from markupsafe import escape

from crawlers.gathered import Gathered
from crawlers.reading.decode import decode
from crawlers.reading.records import Reading
from flows.ends import LinkKey
from storage import captures, ids
from storage.captures import StoredRecord
from storage.tombstones import TAKEN_DOWN, Tombstones, reason_of

LEAST_CHARS = 12
"""Shorter titles and paths are words anyone may print (chosen 2026-11-22): they are not looked for in other pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """What of a source's crawl is not kept, because it was taken down on an earlier day."""

    left: Gathered
    """The crawl without it: such links end as ``taken_down``, without a capture."""
    keys: frozenset[LinkKey]
    """Links whose pages were read and turned out to be such an article under another address."""
    places: Mapping[str, frozenset[int]]
    """Where their responses begin, by capture file."""
    pages: Mapping[str, frozenset[int]]
    """Where all links' responses begin."""
    words: frozenset[str]
    """Titles and addresses."""
    why: str
    """The tombstone; empty when nothing is withheld."""

    def without(self, key: str, data: bytes) -> bytes:
        """A capture file without what is withheld."""
        if not self.why:
            return data
        none = frozenset[int]()
        return blank_captures(data, self.places.get(key, none), self.pages.get(key, none), self.words, self.why)


def withhold(gathered: Gathered, readings: Mapping[LinkKey, Reading], taken: Tombstones) -> Withheld:
    """What of a crawl may not be kept: articles under addresses no tombstone knows, and feeds that list them."""
    keys, words, names = set(), set[str](), set[str]()
    places: dict[str, set[int]] = defaultdict(set)
    pages: dict[str, set[int]] = defaultdict(set)
    links = []
    for link in gathered.links:
        key = LinkKey(gathered.source_id, link.canonical_url)
        reading = readings.get(key)
        article = reading.article if reading else None
        name = taken.name(gathered.source_id, ids.article_id(article.canonical_url if article else link.canonical_url))
        if link.capture_file is not None and link.capture_offset is not None:
            (places if name else pages)[link.capture_file].add(link.capture_offset)
        if name:
            names.add(name)
            keys.add(key)
            words |= {
                link.url,
                link.canonical_url,
                *(text for text in (link.hint_title, article and article.title) if text),
            }
            link = replace(link, outcome=TAKEN_DOWN, reason=reason_of(name), capture_file=None, capture_offset=None)
        links.append(link)
    return Withheld(
        left=replace(gathered, links=tuple(links)),
        keys=frozenset(keys),
        places={file: frozenset(found) for file, found in places.items()},
        pages={file: frozenset({*pages[file], *places[file]}) for file in {*pages, *places}},
        words=frozenset(words),
        why=min(names, default=""),
    )


def blank_captures(
    data: bytes, places: Collection[int], pages: Collection[int], words: Iterable[str], why: str
) -> bytes:
    """A capture file without the records at ``places``, and without listings that name what was taken down.

    ``pages`` are the places of all links' responses: what lies elsewhere is a feed, a sitemap or a section page, and
    is left out when one of ``words`` stands in it. ``why`` names the tombstone.
    """
    wanted = [word for word in map(_plain, words) if len(word) >= LEAST_CHARS]
    blank = set(places)
    for record in captures.records(data, strict=True):
        if record.kind == "response" and record.offset not in pages and _names(record, wanted):
            blank.add(record.offset)
    return captures.blanked(data, blank, fields={"warraq-taken-down": why})


def _names(record: StoredRecord, wanted: Iterable[str]) -> bool:
    response = record.response()
    body = response.body
    if body[:2] == b"\x1f\x8b":
        try:
            body = gzip.decompress(body)
        except (OSError, EOFError):
            return False
    text = _plain(decode(body, response.header("Content-Type") or "").text)
    return any(word in text for word in wanted)


def _plain(text: str) -> str:
    """Without entities and percent-encoding, white space as one space."""
    return " ".join(unquote(html.unescape(text)).split())


def blank_report(page: bytes, words: Iterable[str]) -> bytes:
    """A report without ``words``, titles and addresses.

    An item of a list that holds one, marked changes of a headline too, is a dash; so is one that is all of an
    element's text. Links to one lead nowhere.
    """
    text = page.decode()
    found = [str(escape(word)) for word in sorted(set(words))]
    text = _ITEM.sub(lambda item: f"{item[1]}—</li>" if any(word in item[0] for word in found) else item[0], text)
    for word in found:
        text = re.sub(rf"(?<=>)(\s*){re.escape(word)}(?=\s*<)", r"\1—", text)
        text = text.replace(f' href="{word}"', "")
    return text.encode()


_ITEM = re.compile(r"(<li\b[^>]*>)(?:(?!</?li\b).)*</li>", re.DOTALL)
