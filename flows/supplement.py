"""A supplement: a run beside the nights, of captures that no night gathered (an import, a backfill) or that are read
anew (a reread).

It goes the way of a night, from reading to the manifest, and is committed as a run of its own, named by the night
before it (``storage.layout``). So it never takes a night's name, and a night that follows builds on it. It is not
measured against the sources' history and leaves none: what it brings is not what a night is like.

What it publishes lies ready in a folder of the data folder (``Folder``) before it takes the archive's lease, and it
holds that for as long as publishing takes: no night waits for a download. One that died while it wrote must be
finished before anything else is written: ``finish`` does it from the folder, and nights call it first.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from crawlers.gathered import Gathered
from crawlers.reading.records import Reading
from crawlers.sources import get_source
from crawlers.spool import load_gathered
from crawlers.starter import CrawlStarter
from flows.assemble import NightRows, State
from flows.cluster import readers
from flows.datafolder import one_night_at_a_time
from flows.ends import LinkKey, candidates
from flows.gather import Log
from flows.health import SourceHealth, night_checks
from flows.linking.night import Candidate
from flows.night import TAIL, NightWork
from flows.progress import tell
from flows.publish import register
from flows.read import read_stored
from flows.ready import READY, Folder
from flows.runs import PUBLISHING, Night
from storage import attempts, layout, lease, manifest, tombstones
from storage.manifest import Check, Manifest
from storage.objects import ObjectStore
from storage.settings import Settings


def moved(gathered: Gathered, run: str) -> Gathered:
    """What was gathered under another name, as gathered in a run: only the keys of its own captures change."""
    keys = {
        key: layout.capture_file(run, gathered.source_id, number) for number, key in enumerate(gathered.capture_files)
    }
    links = (
        replace(link, capture_file=keys.get(link.capture_file, link.capture_file)) if link.capture_file else link
        for link in gathered.links
    )
    return replace(gathered, run=run, links=tuple(links), capture_files=tuple(keys.values()))


class SupplementWork(NightWork):
    """The work of a supplement: a night's, but for where it comes from and what it is judged by."""

    @property
    def _folder(self) -> Folder:
        return Folder(self.night.spool.parent)

    def gather(self, source_id: str, log: Log) -> Gathered:  # noqa: ARG002  (nothing is crawled here)
        """What lies ready of a source; of what the archive has as well or newer, only that it was given."""
        found = load_gathered(self._folder.path, READY, source_id)
        assert found is not None  # it is one of the night's sources because it is there
        mine = moved(found, self.night.run)
        stale = self._stale(mine)
        links = (
            replace(link, outcome="known_capture", reason="the archive has this capture or a later one")
            if link.outcome == "fetched" and link.canonical_url in stale
            else link
            for link in mine.links
        )
        self.gathered[source_id] = replace(mine, links=tuple(links))
        return self.gathered[source_id]

    def _stale(self, gathered: Gathered) -> set[str]:
        """Links whose capture is the one the archive has, or older than what it has of their article."""
        known = self.earlier.state([gathered]).links
        stale = set()
        for link in gathered.links:
            state = known.get(LinkKey(gathered.source_id, link.canonical_url))
            if (
                state
                and state.checked_at >= link.fetched_at
                and (state.article_id or state.checked_at == link.fetched_at)
            ):
                stale.add(link.canonical_url)
        return stale

    def judge(self, source_id: str) -> SourceHealth:
        """Good, unless it could not be gathered: a supplement is no measure of what a source yields."""
        failure, detail = self.gathered[source_id].failure, self.gathered[source_id].failure_detail
        verdict = SourceHealth(
            source_id=source_id, state="failed" if failure else "ok", failure=failure, detail=detail
        )
        self.health[source_id] = verdict
        return verdict

    def compare(self, rows: NightRows) -> NightRows:
        """As they are."""
        return rows

    def check(self, rows: NightRows) -> list[Check]:
        """What must hold before it is published."""
        return [
            *night_checks(self.health.values(), self.gathered.values(), rows.outcomes),
            *self._folder.notes,
        ]


class RereadWork(SupplementWork):
    """The work of a reread: its captures are in the bucket, and what they read as today is what is archived."""

    def _stale(self, gathered: Gathered) -> set[str]:
        """Links whose article was read from another capture since the reread was planned."""
        places = {link.canonical_url: (link.capture_file, link.capture_offset) for link in gathered.links}
        known = self.earlier.state([gathered]).links
        ids = {key.canonical_url: state.article_id for key, state in known.items() if state.article_id}
        rows = self.earlier.index.by_id(ids.values())
        return {
            url
            for url, article_id in ids.items()
            if article_id in rows and (rows[article_id].capture_file, rows[article_id].capture_offset) != places[url]
        }

    def read(self, source_id: str) -> None:
        """Read the captures of a source again."""
        self.captures[source_id] = []
        gathered, blocks = self.gathered[source_id], self.blocks.get(source_id, frozenset())
        self.readings.update(read_stored(self.pool, self.store, gathered, blocks))

    def _choose(
        self, good: list[Gathered], readers: dict[str, str], state: State
    ) -> tuple[Mapping[LinkKey, Reading], dict[LinkKey, Candidate]]:
        del state  # a night spares articles that only the reader sees differently; here that is the point
        return self.readings, candidates(good, self.readings, readers)


KINDS: Mapping[str, type[SupplementWork]] = {
    "import": SupplementWork, "backfill": SupplementWork, "reread": RereadWork
}  # fmt: skip


def publish(settings: Settings, store: ObjectStore, folder: Folder) -> Manifest | None:
    """Publish what lies ready as a run of its own, then free the folder; None when nothing of it is new.

    Raises ``LeaseError`` while another work writes the archive: run the same again, nothing is gathered twice.
    """
    with one_night_at_a_time(settings.data_dir):
        return _publish(settings, store, folder)


def finish(settings: Settings, store: ObjectStore) -> None:
    """Finish the supplement that died while it wrote, if there is one; whoever calls it holds the data folder."""
    for path in sorted((settings.data_dir / "supplements").glob(f"*/{READY}/{PUBLISHING}")):
        tell("supplement", "", f"finishing {path.parent.parent.name}, which died while it wrote", warning=True)
        _publish(settings, store, Folder(path.parent.parent))


def _publish(settings: Settings, store: ObjectStore, folder: Folder) -> Manifest | None:
    sources = without_taken(folder.sources(), tombstones.load(store).source_ids)
    clock = max((link.fetched_at for source in sources for link in source.links), default=None)
    if clock is None:
        folder.remove()
        return None
    run = folder.run(manifest.latest(store), clock)
    if run in manifest.committed_runs(store):
        # It died after its commit: later runs build on it, so nothing of it is written again.
        folder.remove()
        return manifest.load(store, run)
    night = Night(
        run=run,
        clock=clock,
        practice_night=None,
        sources=tuple(get_source(source.source_id) for source in sources),
        owner="",
        spool=folder.spool,
    )
    with (
        lease.held(store, work=lease.night(run), data_dir=settings.data_dir) as held,
        attempts.counted(store, run),
        readers(settings) as pool,
    ):
        parent = _parent(store, run)
        work = KINDS[folder.path.name.partition("-")[0]](
            night=night,
            settings=settings,
            store=store,
            lease=held,
            parent=parent,
            pool=pool,
            starter=CrawlStarter(),  # not begun: what it gathers is there already
            proxy_url="",
        )
        described = _written(work)
    register(store, settings)
    folder.remove()
    return described


def _parent(store: ObjectStore, run: str) -> Manifest | None:
    """The run it is decided from: the newest before it, also when it is committed already."""
    earlier = [one for one in manifest.committed_runs(store) if one < run]
    return manifest.load(store, earlier[-1]) if earlier else None


def _written(work: SupplementWork) -> Manifest | None:
    found = [work.gather(source.id, _unheard) for source in work.night.sources]
    # Before anything is uploaded: the same file again leaves no second copy of its captures.
    if not any(link.outcome == "fetched" for gathered in found for link in gathered.links):
        return None
    for source in work.night.sources:
        work.read(source.id)
        work.judge(source.id)
        work.steps.done(2)
    rows = work.link()
    checks = work.check(rows)
    entries = work.publish(rows) if all(check.passed for check in checks) else []
    described = work.describe(rows, entries, checks)
    work.report(described, rows)
    work.commit(described)
    work.steps.done(len(TAIL))
    return described


def without_taken(sources: Iterable[Gathered], taken: Collection[str]) -> list[Gathered]:
    """Without publishers that were taken down."""
    return [source for source in sources if source.source_id not in taken]


def _unheard(level: int, message: str) -> None:
    """No crawl, no log."""
