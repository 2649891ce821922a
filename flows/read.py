"""Reading what a crawl captured: records of the spool's WARC files through the pool of readers."""

from collections.abc import Iterator
from pathlib import Path

from crawlers.gathered import Gathered, GatheredLink
from crawlers.reading.pool import Reader
from crawlers.reading.records import Reading, SpooledPage
from flows.ends import LinkKey


def read_captures(pool: Reader, spool: Path, gathered: Gathered, blocks: frozenset[str]) -> dict[LinkKey, Reading]:
    """The reading of every fetched link of a source; a page that cannot be read is a ``quarantine`` reading.

    ``blocks`` are the digests of the paragraphs the source repeats, as learned by the latest committed run.
    """
    fetched = [link for link in gathered.links if link.outcome == "fetched"]
    readings = pool.read(_pages(spool / gathered.source_id, gathered.source_id, fetched, blocks))
    return {
        LinkKey(gathered.source_id, link.canonical_url): reading
        for link, reading in zip(fetched, readings, strict=True)
    }


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
