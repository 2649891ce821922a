"""Reading what was captured: records of WARC files, in the spool or the bucket, through the pool of readers."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from crawlers.gathered import Gathered, GatheredLink
from crawlers.reading.pool import Reader
from crawlers.reading.records import Page, Reading, SpooledPage
from flows.ends import LinkKey
from storage.captures import StoredResponse, read_record
from storage.objects import ObjectStore


def read_captures(pool: Reader, spool: Path, gathered: Gathered, blocks: frozenset[str]) -> dict[LinkKey, Reading]:
    """The reading of every fetched link of a source; a page that cannot be read is a ``quarantine`` reading.

    So is that of a link whose page refused us, where its feed's text is an article.
    ``blocks`` are the digests of the paragraphs the source repeats, as learned by the latest committed run.
    """
    fetched = [link for link in gathered.links if link.outcome == "fetched" or link.from_feed]
    readings = pool.read(_pages(spool / gathered.source_id, gathered.source_id, fetched, blocks))
    return {
        LinkKey(gathered.source_id, link.canonical_url): reading
        for link, reading in zip(fetched, readings, strict=True)
        # Where the text of a feed is no article, the link ends as its page did.
        if not link.from_feed or reading.outcome == "article"
    }


def read_stored(
    pool: Reader, store: ObjectStore, gathered: Gathered, blocks: frozenset[str]
) -> dict[LinkKey, Reading]:
    """The same for captures in the bucket, one file at a time."""
    by_file: dict[str, list[GatheredLink]] = defaultdict(list)
    for link in gathered.links:
        if link.outcome == "fetched" and link.capture_file is not None:
            by_file[link.capture_file].append(link)
    readings: dict[LinkKey, Reading] = {}
    for file, links in sorted(by_file.items()):
        data = store.get(file)
        pages = [
            _page(gathered.source_id, link, read_record(data, link.capture_offset or 0), blocks) for link in links
        ]
        keys = [LinkKey(gathered.source_id, link.canonical_url) for link in links]
        readings.update(zip(keys, pool.read(pages), strict=True))
    return readings


def _page(source_id: str, link: GatheredLink, response: StoredResponse, blocks: frozenset[str]) -> Page:
    return Page.of(
        response,
        source_id,
        captured_at=link.fetched_at,
        hint_title=link.hint_title,
        hint_published=link.hint_published,
        blocks=blocks,
    )


def _pages(folder: Path, source_id: str, links: list[GatheredLink], blocks: frozenset[str]) -> Iterator[SpooledPage]:
    for link in links:
        assert link.capture_file is not None  # a fetched link has a capture
        assert link.capture_offset is not None
        yield SpooledPage(
            source_id=source_id,
            url=link.final_url or link.url,
            file=folder / Path(link.capture_file).name,
            offset=link.capture_offset,
            captured_at=link.fetched_at,
            hint_title=link.hint_title,
            hint_published=link.hint_published,
            blocks=blocks,
        )
