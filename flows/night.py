"""The work of one night, step by step, without Prefect: ``flows.nightly`` wraps each step as a task.

Everything is decided from the state of the latest committed run, and nothing counts before ``commit``. What
goes wrong with one source fails that source alone.
"""

import contextlib
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from crawlers.gathered import Gathered, KnownLink
from crawlers.reading.learned import reader_name
from crawlers.reading.pool import Reader
from crawlers.reading.records import Reading
from crawlers.sources import get_source
from crawlers.starter import CrawlStarter
from flows import hours
from flows.assemble import NightRows, State, assemble, count_by_source
from flows.compare import compare
from flows.copies import compare_copies
from flows.datafolder import keep_settled, settle
from flows.drift import stale
from flows.ends import LinkKey, candidates
from flows.gather import Elsewhere, Log, gather_source, upload_captures
from flows.health import SourceHealth, judge_source, night_checks, source_report
from flows.history import feed_states, load_history
from flows.learning import learned
from flows.linking.night import Candidate, link_night
from flows.progress import Steps, tell
from flows.publish import write_rows
from flows.read import read_captures
from flows.report import render, wanted
from flows.report_file import save_report
from flows.reread import reread, spare_misread
from flows.runs import PUBLISHING, Night
from flows.state import Earlier
from flows.withheld import withhold
from storage import layout, manifest, tombstones
from storage.errors import NightError, SpoolError, StoreError, WarraqError
from storage.lease import Lease
from storage.manifest import Manifest, ObjectEntry
from storage.objects import ObjectStore
from storage.records import SCHEMA_VERSION
from storage.settings import Settings

TAIL = ("link", "compare", "publish", "report", "commit")
"""The steps after each source was gathered and read."""


class NightWork:
    """One night in progress: what each step leaves for the next. Steps of different sources may run in threads."""

    def __init__(
        self,
        *,
        night: Night,
        settings: Settings,
        store: ObjectStore,
        lease: Lease,
        parent: Manifest | None,
        pool: Reader,
        starter: CrawlStarter,
        proxy_url: str,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        self.night = night
        self.settings = settings
        self.store = store
        self.lease = lease
        self.parent = parent
        self.pool = pool
        self.starter = starter
        self.proxy_url = proxy_url
        self.elsewhere = elsewhere
        self.earlier = Earlier(store, parent, night.clock)
        self.history = load_history(store, parent)
        self.blocks = learned(self.earlier.blocks)
        self.taken = tombstones.load(store)
        self.settled = keep_settled(night.spool, self.earlier.settled)
        self.gathered: dict[str, Gathered] = {}
        self.readings: dict[LinkKey, Reading] = {}
        self.health: dict[str, SourceHealth] = {}
        self.captures: dict[str, list[ObjectEntry]] = {}
        self.fatal: WarraqError | None = None
        self.steps = Steps("night", 2 * len(night.sources) + len(TAIL), "steps")

    def gather(self, source_id: str, log: Log) -> Gathered:
        """Crawl one source; its failure is a result, not an error."""
        tell("gather", source_id, "gathering")
        gathered = gather_source(
            source_id,
            night=self.night,
            settings=self.settings,
            proxy_url=self.proxy_url,
            known=self._known_links(source_id),
            settled=self.settled,
            refused=self.taken.article_ids,
            feeds=feed_states(self.history.get(source_id, ())),
            log=log,
            starter=self.starter,
            elsewhere=self.elsewhere,
        )
        self.gathered[source_id] = gathered = self._with_hours(gathered)
        message = f"{len(gathered.links)} links, {gathered.requests} requests"
        if gathered.failure:
            message = f"{gathered.failure}: {gathered.failure_detail}"
        tell("gather", source_id, message, warning=gathered.failure is not None)
        return gathered

    def _known_links(self, source_id: str) -> list[KnownLink]:
        """What the crawl of a source is told of, sorted by URL: links of earlier nights and of the hours since."""
        earlier = self.earlier.known_links(source_id, self.night.clock)
        known = {link.canonical_url: link for link in [*hours.known_of(self.night.spool, source_id), *earlier]}
        return [known[url] for url in sorted(known)]

    def _with_hours(self, gathered: Gathered) -> Gathered:
        keys = {
            LinkKey(gathered.source_id, link.canonical_url)
            for link in hours.known_of(self.night.spool, gathered.source_id)
        }
        archived = {key.canonical_url for key, state in self.earlier.links(keys).items() if state.article_id}
        return hours.joined(self.night.spool, gathered, archived)

    def read(self, source_id: str) -> None:
        """Read what a source captured, and upload its captures: only a reading tells which article a page is."""
        gathered, blocks = self.gathered[source_id], self.blocks.get(source_id, frozenset())
        readings: dict[LinkKey, Reading] = {}
        try:
            if not gathered.failure:
                readings = read_captures(self.pool, self.night.spool, gathered, blocks)
                articles = [reading for reading in readings.values() if reading.outcome == "article"]
                tell("read", source_id, f"{len(articles)} articles of {len(readings)} pages")
        finally:
            withheld = withhold(gathered, readings, self.taken)
            self.gathered[source_id] = withheld.left
            self.captures[source_id] = upload_captures(self.store, self.night.spool, gathered, withheld)
            self.readings.update((key, one) for key, one in readings.items() if key not in withheld.keys)

    def judge(self, source_id: str) -> SourceHealth:
        """Whether what was read of a source can be published."""
        expectations = get_source(source_id).expectations
        history = self.history.get(source_id, ())
        self.health[source_id] = verdict = judge_source(self.gathered[source_id], expectations, self.readings, history)
        if verdict.failure and verdict.state != "failed":
            tell("read", source_id, verdict.detail, warning=True)
        return verdict

    @contextlib.contextmanager
    def source_fault(self, source_id: str) -> Iterator[None]:
        """A fault of ours with one source fails that source; without spool, store or lease no source can go on."""
        try:
            if self.fatal:
                raise self.fatal
            self.lease.check()
            yield
        except (SpoolError, StoreError) as error:
            self.fatal = self.fatal or error
            raise
        except Exception as error:
            logging.getLogger(__name__).exception("source %s", source_id)
            detail = f"{type(error).__name__}: {error}; its captures are kept, please report the fault"
            gathered = self.gathered.get(source_id) or Gathered.failed(self.night.run, source_id, "", "")
            self.gathered[source_id] = replace(gathered, failure="internal_error", failure_detail=detail)
            tell("gather", source_id, f"internal_error: {detail}", warning=True)

    def link(self) -> NightRows:
        """Decide new, revised, copied and which story; every link gets its one outcome."""
        gathered = [self.gathered[source_id] for source_id in sorted(self.gathered)]
        held_back = {h.source_id: f"{h.failure}: {h.detail}" for h in self.health.values() if h.state != "ok"}
        good = [g for g in gathered if g.source_id not in held_back]
        state = self.earlier.state(gathered)
        readings, chosen = self._choose(good, self._readers(good), state)
        agencies = {g.source_id: agency for g in gathered if (agency := get_source(g.source_id).agency)}
        night_links = link_night(
            [chosen[key] for key in sorted(chosen)],
            index=self.earlier.index,
            run=self.night.run,
            agencies=agencies,
            spread=self.pool.map,
        )
        rows = assemble(
            run=self.night.run,
            gathered=gathered,
            readings=readings,
            chosen=chosen,
            night_links=night_links,
            state=state,
            index=self.earlier.index,
            held_back=held_back,
        )
        ends = Counter(row.outcome for row in rows.outcomes)
        tell("link", "", f"{ends['new']} new, {ends['revised']} revised, {ends['copy']} copies")
        return replace(rows, syndication=compare_copies(self.store, self.night.run, rows))

    def _choose(
        self, good: list[Gathered], readers: dict[str, str], state: State
    ) -> tuple[Mapping[LinkKey, Reading], dict[LinkKey, Candidate]]:
        """Readings and articles of the sources that are published, once a change of the reader is told from one of the
        article."""
        readings = spare_misread(
            self.readings,
            gathered=good,
            known=state.links,
            index=self.earlier.index,
            readers=readers,
            blocks=self.blocks,
            pool=self.pool,
            store=self.store,
        )
        read = candidates(good, readings, readers)
        chosen = reread(
            read,
            gathered=good,
            index=self.earlier.index.by_id(one.article_id for one in read.values()),
            blocks=self.blocks,
            pool=self.pool,
            store=self.store,
        )
        return readings, chosen

    def _readers(self, gathered: Iterable[Gathered]) -> dict[str, str]:
        """Who reads each source's pages tonight."""
        ids = [source.source_id for source in gathered]
        return {key: reader_name(get_source(key).prune, self.blocks.get(key, frozenset())) for key in ids}

    def compare(self, rows: NightRows) -> NightRows:
        """The rows with what was measured of each source, once those that are unlike their history are held back."""
        changed, measured = compare(self.night.run, rows, self.health, self.earlier.health)
        for source_id, verdict in changed.items():
            tell("link", source_id, f"{verdict.failure}: {verdict.detail}", warning=True)
        self.health |= changed
        if any(verdict.state != "ok" for verdict in changed.values()):
            # What copied an article that is now held back stands for itself: all is decided again, from what was read.
            rows = self.link()
        return replace(rows, health=measured)

    def check(self, rows: NightRows) -> list[manifest.Check]:
        """What must hold before the night is published."""
        checks = night_checks(self.health.values(), self.gathered.values(), rows.outcomes)
        return [*checks, stale(rows.health, self.earlier.health)]

    def publish(self, rows: NightRows) -> list[ObjectEntry]:
        """Write the night's rows; nothing is committed yet."""
        self._mark_publishing()
        captures = [entry for source_id in sorted(self.captures) for entry in self.captures[source_id]]
        entries = [*captures, *write_rows(self.store, self.night.run, rows, self.earlier)]
        tell("publish", "", f"{len(entries)} objects")
        return entries

    def _mark_publishing(self) -> None:
        self.lease.begin_writing()
        try:
            self.night.spool.mkdir(parents=True, exist_ok=True)
            (self.night.spool / PUBLISHING).touch()
        except OSError as error:
            raise SpoolError(f"cannot write the spool {self.night.spool}: {error}; free the disk") from error

    def describe(self, rows: NightRows, entries: list[ObjectEntry], checks: list[manifest.Check]) -> Manifest:
        """The manifest of the night, the same for the same night."""
        counts = count_by_source(rows.outcomes)
        expected = {row.source_id: row.expected_new for row in rows.health}
        return Manifest(
            run=self.night.run,
            parent=self.parent.run if self.parent else None,
            clock=self.night.clock,
            package_version=version("warraq"),
            schema_version=SCHEMA_VERSION,
            objects=entries,
            counts=dict(sorted(Counter(row.outcome for row in rows.outcomes).items())),
            sources=[
                source_report(
                    verdict, counts.get(source_id, Counter()), self.gathered[source_id], expected.get(source_id)
                )
                for source_id, verdict in sorted(self.health.items())
            ],
            checks=checks,
        )

    def report(self, night_manifest: Manifest, rows: NightRows) -> Path:
        """Write the page a person looks at, to the bucket and to the data folder; returns the local path."""
        known = self.earlier.index.by_id(wanted(rows))
        page = render(night_manifest, rows, known=known, history=self.earlier.health).encode()
        self.store.ensure(layout.report(self.night.run), page, content_type="text/html; charset=utf-8")
        path = save_report(self.settings.data_dir, self.night.run, page)
        tell("report", "", str(path))
        return path

    def commit(self, night_manifest: Manifest) -> None:
        """Make the night exist: manifest, then ``latest``. Raises ``NightError`` when a check failed."""
        broken = [f"{check.name} ({check.note})" for check in night_manifest.checks if not check.passed]
        if broken:
            raise NightError(f"night {self.night.run} is not published: {'; '.join(broken)}; latest stays as it was")
        self.lease.check()
        manifest.commit(self.store, night_manifest)
        settle(self.store, self.settings.data_dir, self.night.spool, night_manifest)
        tell("commit", "", f"run {self.night.run} is committed")
