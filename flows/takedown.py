"""Taking articles down: nothing of their text stays anywhere, and nights refuse them from then on.

    1. the tombstone        nights refuse what it names
    2. the amendment        what every object was and becomes; from here on ``verify`` accepts either
    3. captures, reports    the records are replaced by empty ones of the same length, so that all others keep their
                            places; titles and addresses leave the reports; what workers elsewhere gathered for a night
                            that is not committed is removed
    4. what was kept        snapshots of earlier runs lose the rows
       what is derived      articles, copies, stories, index, state: as the archive gives them without the articles
    5. revisions, outcomes  rows leave revisions; outcomes stay counted, without address and capture; the Iceberg table
                            is made anew
    6. older versions       of all these objects are removed from a bucket that keeps them
    7. the amendment ends

Each step is found again from what the later ones have not changed yet, so a takedown that was killed goes on where it
was: run it again. Copies by other publishers are their own articles: they stay, and name an article that is no more,
unless they are asked for too. A headline in the margin of another article's page stays in that page's capture.
"""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows import handover, ready
from flows.progress import Steps
from flows.redaction import Redaction, target_of
from flows.withheld import blank_report
from storage import amendments, catalog, inventory, layout, manifest, tombstones, versions
from storage.amendments import Amendment, Change
from storage.errors import FixityError, SpoolError, UsageError
from storage.ids import digest
from storage.manifest import Manifest, ObjectEntry
from storage.objects import ObjectStore
from storage.partitions import CONTENT_TYPE
from storage.settings import Settings
from storage.tombstones import Tombstone

TYPES = {".gz": "application/warc", ".parquet": CONTENT_TYPE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a takedown will do."""

    tombstone: Tombstone
    """What is taken down, why and by whom."""
    articles: list[str]
    """The articles in words: publisher, id and title of the newest revision."""
    changes: list[Change]
    """Objects that are rewritten or removed, in order; empty when it is done already."""
    beside: list[str]
    """Keys of reports that are rewritten."""


def plan(store: ObjectStore, what: str, *, with_copies: bool, reason: str, by: str, now: datetime) -> Plan:
    """What taking down an article, by id or address, or a publisher would change; nothing is written.

    Raises ``UsageError`` for what the archive does not know and no tombstone names.
    """
    runs = manifest.committed_runs(store)
    if not runs:
        raise UsageError(f"{what}: no run is committed yet, so there is nothing to take down")
    manifests = [manifest.load(store, run) for run in runs]
    known = tombstones.every(store)
    target = target_of(store, manifests, what, with_copies=with_copies, known=known)
    name = tombstones.make_id(target.source_id, target.article_ids | target.link_ids)
    tombstone = next((one for one in known if one.id == name), None) or Tombstone(
        id=name,
        source_id=target.source_id,
        article_ids=sorted(target.article_ids | target.link_ids),
        reason=reason,
        by=by,
        at=now,
        run=runs[-1],
    )
    redaction = Redaction(store, manifests, tombstone, known)
    return Plan(
        tombstone=tombstone,
        articles=target.titles,
        changes=list(_changes(store, manifests, redaction)),
        beside=[key for key, *_ in redaction.beside()],
    )


def _changes(store: ObjectStore, manifests: list[Manifest], redaction: Redaction) -> Iterator[Change]:
    changes = []
    for key in redaction.in_order():
        found = store.get_with_etag(key)
        before = found[0] if found else None
        after = redaction.after(key, before or b"")
        if after != before:
            entry = None if after is None else ObjectEntry.of(key, after, rows=redaction.rows_of(key, after))
            changes.append(Change(key=key, before=None if before is None else digest(before), after=entry))
    yield from changes
    yield from inventory.following(store, manifests[-1], changes)


def apply(store: ObjectStore, planned: Plan, settings: Settings) -> None:
    """Take down what was planned. Whoever writes the archive holds its lease around this call."""
    tombstone = tombstones.put(store, planned.tombstone)
    amendments.refuse_unfinished(store)
    if planned.changes:
        _write(store, amendments.begin(store, f"takedown {tombstone.id}", planned.changes), tombstone, settings)


def resume(store: ObjectStore, settings: Settings) -> list[Tombstone]:
    """Finish takedowns that were begun; the tombstones of those. Whoever writes the archive holds its lease."""
    finished = []
    begun = {one.work: one for one in amendments.every(store)}
    for tombstone in tombstones.every(store):
        amendment = begun.get(f"takedown {tombstone.id}") or _begin(store, tombstone)
        if not amendment.finished:
            _write(store, amendment, tombstone, settings)
            finished.append(tombstone)
    return finished


def _begin(store: ObjectStore, tombstone: Tombstone) -> Amendment:
    """The amendment of a takedown that died right after its tombstone."""
    manifests = [manifest.load(store, run) for run in manifest.committed_runs(store)]
    redaction = Redaction(store, manifests, tombstone, tombstones.every(store))
    return amendments.begin(store, f"takedown {tombstone.id}", _changes(store, manifests, redaction))


def _write(store: ObjectStore, begun: Amendment, tombstone: Tombstone, settings: Settings) -> None:
    manifests = [manifest.load(store, run) for run in manifest.committed_runs(store)]
    redaction = Redaction(store, manifests, tombstone, tombstones.every(store))
    changes = {change.key: change for change in begun.changes}
    _clear_spool(settings.data_dir, redaction)
    handover.forget(store)
    _beside(store, settings.data_dir, redaction)
    inventory_key = layout.inventory(begun.run)
    ordered = [key for key in redaction.in_order() if key in changes]
    steps = Steps("takedown", len(changes), "objects")
    for key in [*ordered, *sorted(set(changes) - {*ordered, inventory_key})]:
        _write_one(store, changes[key], redaction)
        steps.done()
    if inventory_key in changes:
        inventory.write_following(store, manifests[-1])
        versions.purge_older(store, inventory_key)
    if any(key.startswith(layout.REVISIONS) for key in changes):
        # The table keeps bounds of its columns, which are beginnings of titles and texts.
        catalog.rebuild(store, settings)
        versions.purge_replaced(store, layout.ICEBERG)
    amendments.finish(store, begun)


def _write_one(store: ObjectStore, change: Change, redaction: Redaction) -> None:
    if change.after is None:
        versions.purge(store, change.key)
        return
    found = store.get_with_etag(change.key)
    data, etag = found or (b"", None)
    if found is None or digest(data) != change.after.sha256:
        after = redaction.after(change.key, data) or b""
        if (digest(data) if found else None) != change.before or digest(after) != change.after.sha256:
            raise FixityError(
                f"{change.key} is neither as before the takedown nor as after it: run `warraq repair`, then this again"
            )
        content_type = TYPES.get(Path(change.key).suffix, CONTENT_TYPE)
        store.replace_if(change.key, after, etag, content_type=content_type)
    versions.purge_older(store, change.key)


def _beside(store: ObjectStore, data_dir: Path, redaction: Redaction) -> None:
    """Take titles and addresses out of the reports, which no manifest names, and out of those on this machine."""
    for key, after, etag in redaction.beside():
        store.replace_if(key, after, etag, content_type="text/html; charset=utf-8")
        versions.purge_older(store, key)
    for path in sorted((data_dir / layout.REPORTS).glob("*/*.html")):
        try:
            path.write_bytes(blank_report(path.read_bytes(), redaction.words))
        except OSError as error:
            raise SpoolError(f"cannot rewrite the report {path}: {error}; delete it") from error


def _clear_spool(data_dir: Path, redaction: Redaction) -> None:
    """Forget what unfinished crawls of the publishers hold: they are gathered anew, without the articles."""
    for source_id in redaction.sources:
        for folder in (data_dir / "spool").glob(f"*/{source_id}"):
            shutil.rmtree(folder, ignore_errors=True)
        ready.forget(data_dir, source_id)


def in_words(planned: Plan) -> Iterable[str]:
    """The plan for a person, a line each."""
    yield from planned.articles
    for change in planned.changes:
        yield f"{'remove ' if change.after is None else 'rewrite'} {change.key}"
    for key in planned.beside:
        yield f"rewrite {key}"
