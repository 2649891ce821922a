"""``warraq reread``: captures of earlier runs read by today's reader, and what that changes archived as a supplement.

Looked at are the captures articles stand by today, where another reader read them, and those that gave no article. A
capture that is read as before, or as no article any more, changes nothing: a reader never unpublishes. What differs
becomes a revision of the article, with today's reader as its ``extractor``; what is an article now, a new one.

First everything is read and told (``plan``); nothing is written. ``apply`` publishes what was planned. In between
nights may run: an article they archived from a newer capture is left alone. The plan lies in the data folder, so
``apply`` reads only what changes again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial

from crawlers.gathered import Gathered, GatheredLink
from crawlers.reading.learned import is_feed_reader, reader_name
from crawlers.reading.pool import Reader
from crawlers.reading.records import Article
from crawlers.sources import all_sources
from crawlers.spool import GATHERED
from flows.cluster import readers
from flows.ends import LinkKey
from flows.learning import learned
from flows.linking.revisions import revision_digest
from flows.progress import Steps, tell
from flows.read import read_stored
from flows.ready import READY, Folder, write
from flows.state import Earlier
from flows.supplement import publish
from storage import layout, manifest, tombstones
from storage.errors import UsageError
from storage.links import LinkState
from storage.manifest import Check, Manifest
from storage.objects import ObjectStore, open_store
from storage.partitions import get_rows
from storage.records import ArticleRow, IndexRow, OutcomeRow
from storage.settings import Settings

NO_ARTICLE = frozenset({"not_article", "quarantine", "section", "soft_404", "not_arabic", "off_topic", "paywall"})
"""Ends of a capture that was read and gave no article, which another reader may see differently."""
DAYS_HELD = 8
"""Days whose articles are held: the pages of one crawl are of a few days; a day is some 10 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One capture today's reader reads differently."""

    source_id: str
    url: str
    what: str
    """``new``, or ``revised`` with what differs."""


def plan(settings: Settings, since: str, until: str) -> list[Difference]:
    """Read the captures of the runs from ``since`` to ``until`` again; what would change, sorted by source and URL.

    Empty bounds: from the first run, to the newest. Raises ``UsageError`` for an archive without such a run.
    """
    folder = _folder(settings, since, until)
    folder.remove()
    with open_store(settings) as store, readers(settings) as pool:
        runs = [run for run in manifest.committed_runs(store) if (not since or run >= since) and _until(run, until)]
        if not runs:
            raise UsageError(f"no run from {since or 'the first'} to {until or 'the newest'} is committed")
        latest = manifest.load(store, manifest.committed_runs(store)[-1])
        earlier = Earlier(store, latest, latest.clock)
        wanted = list(_captures(store, runs, earlier))
        steps = Steps("reread", len(wanted), "captures")
        found: list[Difference] = []
        changed: dict[str, list[GatheredLink]] = defaultdict(list)
        archived = _Archived(store)
        for gathered in _by_file(wanted):
            for difference, link in _differences(store, pool, gathered, earlier, archived):
                found.append(difference)
                changed[gathered.source_id].append(link)
            steps.done(len(gathered.links))
        _keep(folder, changed)
    note = f"{len(wanted)} captures of {len(runs)} runs read again: {len(found)} differ"
    folder.make_ready([Check(name="reread", passed=True, note=note)])
    tell("reread", "", note)
    return sorted(found, key=lambda one: (one.source_id, one.url))


def apply(settings: Settings, since: str, until: str) -> Manifest | None:
    """Publish what ``plan`` found; None when that is nothing. Raises ``UsageError`` without a plan."""
    folder = _folder(settings, since, until)
    if not folder.ready:
        raise UsageError("nothing is planned: run `warraq reread` without --yes first and look at what would change")
    with open_store(settings) as store:
        return publish(settings, store, folder)


def _folder(settings: Settings, since: str, until: str) -> Folder:
    for bound in filter(None, (since, until)):
        layout.check_run(bound)
    return Folder.of(settings, f"reread-{since or 'first'}-{until or 'newest'}")


def _until(run: str, until: str) -> bool:
    """Whether a run is not after a bound; the supplements of a night are of that night."""
    return not until or layout.night_of(run) <= layout.night_of(until)


def _captures(store: ObjectStore, runs: Iterable[str], earlier: Earlier) -> Iterator[tuple[OutcomeRow, LinkState]]:
    """The captures worth another reading, run by run: each that is the newest word on its link."""
    taken, blocks = tombstones.load(store), learned(earlier.blocks)
    readers = {one.id: reader_name(one.prune, blocks.get(one.id, frozenset())) for one in all_sources().values()}
    for run in runs:
        rows = [
            row
            for row in get_rows(store, layout.outcomes(run), OutcomeRow)
            if row.capture_file and row.capture_offset is not None and row.source_id in all_sources()
        ]
        states = earlier.links({LinkKey(row.source_id, row.canonical_url) for row in rows})
        ids_of = {row.article_id for row in rows if row.article_id}
        index = earlier.index.by_id(ids_of)
        for row in rows:
            state = states.get(LinkKey(row.source_id, row.canonical_url))
            if state and not taken.names_link(row) and _worth(row, state, index, readers):
                yield row, state


def _worth(row: OutcomeRow, state: LinkState, index: Mapping[str, IndexRow], readers: Mapping[str, str]) -> bool:
    if row.article_id is None:
        return row.outcome in NO_ARTICLE and state.article_id is None and state.checked_at == row.seen_at
    known = index.get(row.article_id)
    if known is None or known.unpublished_at or (known.capture_file, known.capture_offset) != (
        row.capture_file, row.capture_offset,
    ):  # fmt: skip
        return False
    # The text of a feed is not a page: the night that has the page reads it.
    return not is_feed_reader(known.extractor) and known.extractor != readers[row.source_id]


def _by_file(wanted: Iterable[tuple[OutcomeRow, LinkState]]) -> Iterator[Gathered]:
    """The captures as crawls of one capture file each, so that a file is fetched once."""
    files: dict[str, list[GatheredLink]] = defaultdict(list)
    for row, state in wanted:
        files[row.capture_file or ""].append(_link(row, state))
    for file, links in sorted(files.items()):
        source_id = layout.source_of(file) or ""
        yield _gathered(source_id, links)


def _gathered(source_id: str, links: Iterable[GatheredLink]) -> Gathered:
    unique = {link.canonical_url: link for link in links}
    return Gathered(
        run=READY, source_id=source_id, failure=None, failure_detail="", feeds_read=0, requests=0, bytes=0,
        links=tuple(unique[url] for url in sorted(unique)), capture_files=(),
    )  # fmt: skip


def _link(row: OutcomeRow, state: LinkState) -> GatheredLink:
    return GatheredLink(
        url=row.url,
        canonical_url=row.canonical_url,
        feed_url=row.feed_url,
        hint_title=None,
        hint_published=None,
        outcome="fetched",
        reason="",
        http_status=row.http_status,
        final_url=state.payload_url,
        capture_file=row.capture_file,
        capture_offset=row.capture_offset,
        etag=state.etag,
        last_modified=state.last_modified,
        payload_digest=state.payload_digest,
        rights=(),
        fetched_at=row.seen_at,
    )


def _differences(
    store: ObjectStore, pool: Reader, gathered: Gathered, earlier: Earlier, archived: "_Archived"
) -> Iterator[tuple[Difference, GatheredLink]]:
    """What is read differently of some captures of a source, and the links to publish for it."""
    rows = archived.of(gathered, earlier)
    links = {link.canonical_url: _with_evidence(link, rows.get(link.canonical_url)) for link in gathered.links}
    hinted = replace(gathered, links=tuple(links.values()))
    blocks = learned(earlier.blocks).get(gathered.source_id, frozenset())
    for key, reading in read_stored(pool, store, hinted, blocks).items():
        row, article = rows.get(key.canonical_url), reading.article
        if reading.outcome != "article" or article is None:
            continue
        what = "new" if row is None else _what_differs(row, article)
        if what:
            link = links[key.canonical_url]
            yield Difference(source_id=key.source_id, url=link.url, what=what), link


def _what_differs(row: ArticleRow, article: Article) -> str:
    if revision_digest(article) == row.revision_digest:
        return ""
    title = "" if row.title == article.title else f"title {row.title!r} → {article.title!r}, "
    return f"revised: {title}{row.word_count} → {article.word_count} words"


def _with_evidence(link: GatheredLink, row: ArticleRow | None) -> GatheredLink:
    """The link with what its night knew of the page from outside it: the feed's date, and the reservations."""
    if row is None:
        return link
    dated = row.published_raw if row.published_rule == "feed" else None
    return replace(link, hint_published=dated, rights=row.rights)


class _Archived:
    """Rows of archived articles; the days last asked for are held."""

    def __init__(self, store: ObjectStore) -> None:
        self._day = lru_cache(DAYS_HELD)(partial(_rows_of_day, store))

    def of(self, gathered: Gathered, earlier: Earlier) -> dict[str, ArticleRow]:
        """The rows of the articles that links lead to, by the link's canonical URL."""
        keys = {LinkKey(gathered.source_id, link.canonical_url) for link in gathered.links}
        ids_of = {key.canonical_url: one.article_id for key, one in earlier.links(keys).items() if one.article_id}
        index = earlier.index.by_id(ids_of.values())
        return {
            url: self._day(index[article_id].date, index[article_id].copy_of is not None)[article_id]
            for url, article_id in ids_of.items()
            if article_id in index
        }


def _rows_of_day(store: ObjectStore, day: date, copies: bool) -> dict[str, ArticleRow]:
    rows = get_rows(store, layout.copies(day) if copies else layout.articles(day), ArticleRow)
    return {row.article_id: row for row in rows}


def _keep(folder: Folder, found: Mapping[str, list[GatheredLink]]) -> None:
    """Make ready what changes, one source after the other."""
    for source_id, links in sorted(found.items()):
        write(folder.spool / source_id / GATHERED, _gathered(source_id, links).to_json().encode())
