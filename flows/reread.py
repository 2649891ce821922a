"""A changed reading is not a changed article: earlier captures are read again when the reader changed since.

When a known article's text differs tonight and its archived revision was read by another reader, or by the same one
with other prune rules or blocks, the difference may be the reader's own. The capture that revision was read from is
read again as tonight's page was; when both readings agree, the article is the same. So is one whose page tonight's
reader takes for another kind of page, if it takes the earlier capture for the same. Only such articles cost a reading.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from crawlers.gathered import Gathered, GatheredLink
from crawlers.reading.pool import Reader
from crawlers.reading.records import Page, Reading
from flows.ends import REMOVED, LinkKey
from flows.linking.index import ArticleIndex
from flows.linking.night import Candidate
from flows.linking.revisions import revision_digest
from flows.progress import tell
from storage.captures import StoredResponse, read_record
from storage.errors import FixityError, ObjectMissingError
from storage.links import LinkState
from storage.objects import ObjectStore
from storage.records import IndexRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A known article that differs tonight, and whose archived revision another reader read."""

    key: LinkKey
    """Its link."""
    reader: str
    """Who read the archived revision."""
    capture_file: str
    """Object key of the WARC file it was read from."""
    capture_offset: int
    """Byte offset in it."""


def reread(
    chosen: Mapping[LinkKey, Candidate],
    *,
    gathered: Iterable[Gathered],
    index: Mapping[str, IndexRow],
    blocks: Mapping[str, frozenset[str]],
    pool: Reader,
    store: ObjectStore,
) -> dict[LinkKey, Candidate]:
    """``chosen`` with ``read_differently_since`` set where the earlier capture, read by tonight's reader, agrees.

    ``blocks`` are the learned blocks tonight's pages were read with, by source. An article whose earlier capture is
    gone or cannot be read (a takedown) is judged by its text alone.
    """
    links = {LinkKey(source.source_id, link.canonical_url): link for source in gathered for link in source.links}
    doubts = list(_doubts(chosen, index))
    same = {}
    for wanted, pages in _earlier_pages(doubts, links, blocks, store):
        for doubt, reading in zip(wanted, pool.read(pages), strict=True):
            article = reading.article if reading.outcome == "article" else None
            if article and revision_digest(article) == revision_digest(chosen[doubt.key].article):
                same[doubt.key] = replace(chosen[doubt.key], read_differently_since=doubt.reader)
    if doubts:
        tell("link", "", f"{len(doubts)} articles read by an earlier reader differ: {len(same)} only for the reader")
    return {**chosen, **same}


def spare_misread(
    readings: Mapping[LinkKey, Reading],
    *,
    gathered: Iterable[Gathered],
    known: Mapping[LinkKey, LinkState],
    index: ArticleIndex,
    readers: Mapping[str, str],
    blocks: Mapping[str, frozenset[str]],
    pool: Reader,
    store: ObjectStore,
) -> dict[LinkKey, Reading]:
    """``readings`` with a ``revisit`` where a known article's page counts as removed for the reader's sake alone.

    That is where another reader read the archived revision and tonight's takes its capture for the same kind of page.
    ``readers`` names tonight's reader by source; an article whose earlier capture cannot be read is left as it is.
    """
    links = {LinkKey(source.source_id, link.canonical_url): link for source in gathered for link in source.links}
    removed = {
        key: article_id
        for key in sorted(links)
        if key in readings and readings[key].outcome in REMOVED and key in known
        if (article_id := known[key].article_id)
    }
    rows = index.by_id(removed.values())
    doubts = [
        doubt
        for key, article_id in removed.items()
        if article_id in rows
        for doubt in _doubt(key, rows[article_id], readers[key.source_id])
    ]
    spared = {}
    for wanted, pages in _earlier_pages(doubts, links, blocks, store):
        for doubt, reading in zip(wanted, pool.read(pages), strict=True):
            if reading.outcome == readings[doubt.key].outcome:
                reason = f"an article for {doubt.reader}, {reading.outcome} for tonight's reader: {reading.reason}"
                spared[doubt.key] = Reading(outcome="revisit", reason=reason, article=None)
    return {**readings, **spared}


def _doubts(chosen: Mapping[LinkKey, Candidate], index: Mapping[str, IndexRow]) -> Iterator[Doubt]:
    for key, candidate in sorted(chosen.items()):
        known = index.get(candidate.article_id)
        if known and known.revision_digest != revision_digest(candidate.article):
            yield from _doubt(key, known, candidate.extractor)


def _doubt(key: LinkKey, known: IndexRow, reader: str) -> Iterator[Doubt]:
    """The doubt about an article that differs tonight; none when the same reader read it."""
    if known.extractor != reader:
        yield Doubt(
            key=key, reader=known.extractor, capture_file=known.capture_file, capture_offset=known.capture_offset
        )


def _earlier_pages(
    doubts: Iterable[Doubt],
    links: Mapping[LinkKey, GatheredLink],
    blocks: Mapping[str, frozenset[str]],
    store: ObjectStore,
) -> Iterator[tuple[list[Doubt], list[Page]]]:
    """The earlier pages, one capture file at a time and each fetched once; files that cannot be read are left out."""
    by_file: dict[str, list[Doubt]] = defaultdict(list)
    for doubt in doubts:
        by_file[doubt.capture_file].append(doubt)
    for capture_file, wanted in sorted(by_file.items()):
        try:
            data = store.get(capture_file)
            responses = [read_record(data, doubt.capture_offset) for doubt in wanted]
        except (ObjectMissingError, FixityError) as error:
            reason = f"{len(wanted)} articles are judged by their text alone: {error}"
            tell("link", wanted[0].key.source_id, reason, warning=True)
            continue
        pages = [
            _page(doubt.key.source_id, response, links[doubt.key], blocks)
            for doubt, response in zip(wanted, responses, strict=True)
        ]
        yield wanted, pages


def _page(source_id: str, response: StoredResponse, link: GatheredLink, blocks: Mapping[str, frozenset[str]]) -> Page:
    # The feed's hints are tonight's for both readings: they are evidence, and must not tell the two apart.
    return Page.of(
        response,
        source_id,
        hint_title=link.hint_title,
        hint_published=link.hint_published,
        blocks=blocks.get(source_id, frozenset()),
    )
