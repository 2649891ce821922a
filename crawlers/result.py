"""From a crawl that has ended to its record: links with their captures, the source's failure, what it cost. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from crawlers.failures import source_failure
from crawlers.gathered import Gathered, GatheredLink, Ledger
from crawlers.journal import Entry
from crawlers.spider import SourceSpider
from crawlers.spool import Place


def result_of(
    spider: SourceSpider,
    entries: Sequence[Entry],
    files: Sequence[str],
    places: Mapping[tuple[str, str, int], Place],
    run: str,
) -> Gathered:
    """The record of a crawl that ran to its end; ``places`` says where the records of the spool's entries now lie."""
    links = []
    for link, entry in spider.ended.values():
        place = places[entry.purpose, entry.url, entry.number] if entry is not None else None
        links.append(replace(link, capture_file=place.file, capture_offset=place.offset) if place else link)
    failure, detail = source_failure(
        spider.feeds,
        spider.links_listed,
        spider.source.expectations.min_links,
        Counter("from_feed" if link.from_feed else link.outcome for link in links),
    )
    return Gathered(
        run=run,
        source_id=spider.source.id,
        failure=failure,
        failure_detail=detail,
        feeds_read=sum(not feed.failure for feed in spider.feeds),
        requests=len(entries) + spider.unanswered,
        bytes=sum(entry.body_bytes for entry in entries),
        links=tuple(sorted(links, key=lambda link: link.canonical_url)),
        capture_files=tuple(files),
        ledger=_ledger(spider, entries, links),
    )


def _ledger(spider: SourceSpider, entries: Sequence[Entry], links: Sequence[GatheredLink]) -> Ledger:
    """What the crawl cost, counted from what was received: a crawl that was killed in between says the same."""
    asked = Counter(urlsplit(entry.url).hostname or "" for entry in entries)
    job = spider.job
    missing = {url for url in spider.in_sitemaps if url not in job.known and url not in job.settled}
    return Ledger(
        requests=len(entries),
        bytes=sum(entry.body_bytes for entry in entries),
        not_modified=sum(entry.status == 304 for entry in entries),
        delay_s=sum(
            (count - 1) * max(spider.source.delay_s, spider.delays.get(host, 0)) for host, count in asked.items()
        ),
        listed=spider.links_listed + spider.dropped,
        fresh=sum(link.feed_url is not None and link.canonical_url not in spider.job.known for link in links),
        not_due=spider.spared,
        dropped=spider.dropped,
        in_sitemaps=len(spider.in_sitemaps),
        missing=len(missing),
        recovered=sum(link.canonical_url in missing and link.outcome == "fetched" for link in links),
        feeds=tuple(state for _, state in sorted(spider.feed_states.items())),
    )


def _delay_s(spider: SourceSpider, host: str) -> float:
    return max(spider.source.delay_s, spider.delays.get(host, 0.0))
