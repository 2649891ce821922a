"""Putting back what is lost or damaged, to the bytes that were committed.

Every object that is not as its manifest or an amendment says is looked for among the bucket's older versions first.
What is not found there is made again, each layer from the one before it:

    outcomes, captures          only from older versions
    revisions/                  from articles/ and copies/, older texts from captures by today's reader
    articles/ copies/ stories/  from revisions/ and outcomes/ (``flows.replay``)
    state/links/                from outcomes/ and the headers of captures (``flows.linkstate``)
    index/ state/link-keys/     from articles/ and copies/, and from state/links/ (``flows.derivation``)
    state/inventory/            from manifests and amendments
    state/blocks/ state/health/ from the version before, and the run's revisions/, outcomes/ and captures
                                (``flows.learnedagain``); else as in the version before, by an amendment
    snapshots/                  as what they were kept of, from the runs until then

What happens on failure: nothing is written whose bytes differ from what was committed; a check that did not pass says
why. Derived objects of superseded versions are made from the runs up to theirs.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any

from flows.copies import credit_names
from flows.derivation import DERIVED, Derivation
from flows.learnedagain import LEARNED, Learned
from flows.linkstate import link_states
from flows.progress import Steps, tell
from flows.replay import Replay
from flows.revisionsagain import revisions_again
from storage import amendments, inventory, layout, manifest, tombstones
from storage.amendments import Amendment, Change, Expected
from storage.errors import ObjectMissingError, StoreError
from storage.ids import digest
from storage.inventory import Inventory
from storage.links import LinkState
from storage.manifest import Check, Manifest, ObjectEntry
from storage.objects import ObjectStore
from storage.partitions import CONTENT_TYPE, rows_in, to_parquet
from storage.records import ArticleRow, StoryRow
from storage.syndication import SyndicationRow

WORK = "repair"
"""Name of its amendments."""
THREADS = 4
"""Objects read at once, as in ``storage.verify``."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An object that is not as it was committed."""

    key: str
    expected: Expected
    found: bool
    """Whether there is an object, damaged."""


Make = Callable[[Iterable[Fault]], Iterator[tuple[str, bytes]]]


def repair(store: ObjectStore, *, everything: bool = False) -> list[Check]:
    """Put back every object that is not as committed; one check for each, sorted by key.

    With ``everything`` derived objects that are whole are made again as well, and a check fails where that gives
    other bytes: they were made by older rules.
    """
    runs = manifest.committed_runs(store)
    checks = [check for run in runs if (check := manifest.restore(store, run))]
    manifests = [manifest.load(store, run) for run in runs]
    found = _Repair(store, manifests)
    checks += found.run(everything=everything) if manifests else []
    return sorted(checks, key=lambda check: check.name)


class _Repair:
    def __init__(self, store: ObjectStore, manifests: list[Manifest]) -> None:
        self._store = store
        self._manifests = manifests
        self._expected = amendments.expected(manifests, amendments.every(store))
        self._taken = tombstones.load(store)
        self._learned = Learned(store, manifests, self._expected)
        self._checks: list[Check] = []

    def run(self, *, everything: bool) -> list[Check]:
        """Repair layer by layer; a repair that was killed while it forgot blocks is finished first."""
        for begun in amendments.every(self._store):
            if begun.work == WORK and not begun.finished:
                self._finish(begun)
        left = [fault for fault in self._faults() if not self._from_version(fault)]
        left = self._inventories(left)
        left = self._layer(left, (layout.REVISIONS,), self._revisions)
        # From here on made again are also those that are whole, so that whoever doubts them can compare.
        derived = [*layout.DAILY, layout.LINK_STATE, *DERIVED]
        whole = {fault.key for fault in left}
        for key, expected in self._expected.items() if everything else ():
            if key not in whole and expected.entry and key.startswith(tuple(derived)) and self._is_newest(key):
                left.append(Fault(key, expected, found=True))
        left = self._layer(left, layout.DAILY, self._days)
        left = self._layer(left, (layout.LINK_STATE,), self._links)
        left = self._layer(left, DERIVED, self._index)
        left = self._layer(left, (layout.SNAPSHOTS,), self._kept)
        left = self._forget(self._layer(left, LEARNED, self._learn))
        for fault in left:
            note = f"{'damaged' if fault.found else 'lost'}, and nothing gives it again: put it back from a copy"
            self._say(fault.key, passed=False, note=note)
        return self._checks

    def _faults(self) -> list[Fault]:
        steps = Steps("repair", len(self._expected), "objects looked at")
        with ThreadPoolExecutor(THREADS) as pool:
            found = []
            for fault in pool.map(self._fault, sorted(self._expected)):
                found += [fault] if fault else []
                steps.done()
            return found

    def _fault(self, key: str) -> Fault | None:
        expected = self._expected[key]
        if expected.entry is None or expected.unfinished:
            return None
        try:
            data = self._store.get(key)
        except ObjectMissingError:
            return Fault(key, expected, found=False)
        return None if digest(data) == expected.entry.sha256 else Fault(key, expected, found=True)

    def _from_version(self, fault: Fault) -> bool:
        assert fault.expected.entry is not None  # else it is no fault
        for version_id in self._store.versions(fault.key):
            data = self._store.get(fault.key, version_id=version_id)
            if digest(data) == fault.expected.entry.sha256:
                self._put(fault, data, "put back from an older version")
                return True
        return False

    def _inventories(self, faults: list[Fault]) -> list[Fault]:
        def make(wanted: Iterable[Fault]) -> Iterator[tuple[str, bytes]]:
            for fault in wanted:
                yield fault.key, self._archive(self._run(fault.key)).to_parquet()

        return self._layer(faults, (layout.INVENTORY,), make)

    def _layer(self, faults: list[Fault], prefixes: tuple[str, ...], make: Make) -> list[Fault]:
        """Make the faults below the prefixes again; the faults that are left."""
        mine = {fault.key: fault for fault in faults if fault.key.startswith(prefixes)}
        made = dict(make(mine.values())) if mine else {}
        for key, fault in mine.items():
            assert fault.expected.entry is not None
            if digest(made.get(key, b"")) == fault.expected.entry.sha256:
                self._put(fault, made[key], "made again")
            elif key in made:
                self._say(key, passed=False, note="what it is made of gives other bytes: made by older rules")
        return [fault for fault in faults if fault.key not in made]

    def _put(self, fault: Fault, data: bytes, how: str) -> None:
        changed = self._store.ensure(fault.key, data, content_type=CONTENT_TYPE).changed
        was = "damaged" if fault.found else "lost"
        self._say(fault.key, passed=True, note=f"{was}, {how}" if changed else "as committed")

    def _say(self, key: str, *, passed: bool, note: str) -> None:
        self._checks.append(Check(name=key, passed=passed, note=note))
        tell("repair", "", f"{key}: {note}", warning=not passed)

    def _run(self, key: str) -> Manifest:
        """The run that wrote a version, or the newest for an object without versions."""
        run = layout.run_of(key)
        return next((one for one in self._manifests if one.run == run), self._manifests[-1])

    def _history(self, newest: Manifest) -> Replay:
        manifests = self._manifests[: self._manifests.index(newest) + 1]
        return Replay(self._store, manifests, self._taken)

    def _revisions(self, faults: Iterable[Fault]) -> Iterator[tuple[str, bytes]]:
        archive = self._archive(self._manifests[-1])
        for fault in faults:
            until = self._manifests[: self._manifests.index(self._run(fault.key)) + 1]
            earlier = self._archive(until[-2]) if len(until) > 1 else Inventory()
            try:
                yield fault.key, revisions_again(self._store, until, archive, earlier, self._taken.article_ids)
            except StoreError as error:
                self._say(fault.key, passed=False, note=f"cannot be made again: {error}")

    def _kept(self, faults: Iterable[Fault]) -> Iterator[tuple[str, bytes]]:
        """What runs kept of objects they replaced: the same objects, as of the runs before."""
        by_run: dict[str, list[str]] = {}
        for fault in faults:
            run, key = layout.kept_of(fault.key) or ("", "")
            assert fault.expected.entry is not None  # else it is no fault
            if fault.expected.entry.bytes == 0:
                yield fault.key, b""
            else:
                by_run.setdefault(run, []).append(key)
        for run, keys in by_run.items():
            before = [one for one in self._manifests if one.run < run]
            yield from ((layout.kept(run, key), data) for key, data in self._of_days(self._history(before[-1]), keys))

    def _days(self, faults: Iterable[Fault]) -> Iterator[tuple[str, bytes]]:
        return self._of_days(self._history(self._manifests[-1]), [fault.key for fault in faults])

    @staticmethod
    def _of_days(history: Replay, keys: list[str]) -> Iterator[tuple[str, bytes]]:
        stories = history.stories() if any(key.startswith(layout.STORIES) for key in keys) else {}
        compared = any(key.startswith(layout.SYNDICATION) for key in keys)
        syndication = history.syndication(credit_names()) if compared else {}
        for key in keys:
            day = _day(key)
            if key.startswith(layout.STORIES):
                yield key, to_parquet(StoryRow, stories.get(day, ()))
            elif key.startswith(layout.SYNDICATION):
                yield key, to_parquet(SyndicationRow, syndication.get(day, ()))
            else:
                rows = history.of_day(day, copies=key.startswith(layout.COPIES))
                yield key, to_parquet(ArticleRow, rows, without="date")

    def _links(self, faults: Iterable[Fault]) -> Iterator[tuple[str, bytes]]:
        for newest, keys in self._by_run(faults):
            found = link_states(self._store, self._history(newest), map(_day, keys))
            yield from ((key, to_parquet(LinkState, found[_day(key)])) for key in keys)

    def _index(self, faults: Iterable[Fault]) -> Iterator[tuple[str, bytes]]:
        for newest, keys in self._by_run(faults):
            archive = self._archive(newest)
            rows: dict[str, Any] = {}
            if newest is not self._manifests[-1] and not all(map(self._is_newest, keys)):
                # Days of then may have been superseded since: all are given.
                history = self._history(newest)
                days = {day for day, _ in history.days()}
                rows["articles"] = {
                    day: [row for copies in (False, True) for row in history.of_day(day, copies=copies)]
                    for day in days
                }
                rows["links"] = link_states(self._store, history, archive.days(layout.LINK_STATE))
            derive = Derivation(self._store, archive, **rows)
            entries = {row.key: row for row in archive.entries.values()}
            yield from ((key, derive(entries[key])) for key in keys if key in entries)

    def _by_run(self, faults: Iterable[Fault]) -> Iterator[tuple[Manifest, list[str]]]:
        """Keys by the run they shall be made as of: the newest for what is still current."""
        groups: dict[str, list[str]] = {}
        for fault in faults:
            newest = self._manifests[-1] if self._is_newest(fault.key) else self._run(fault.key)
            groups.setdefault(newest.run, []).append(fault.key)
        for described in self._manifests:
            if described.run in groups:
                yield described, groups[described.run]

    def _archive(self, newest: Manifest) -> Inventory:
        return inventory.anew(self._store, newest)

    def _is_newest(self, key: str) -> bool:
        """Whether an object is the newest version of what it stands for."""
        current = self._archive(self._manifests[-1]).entries.get(layout.slot(key) or "")
        return current is not None and current.key == key

    def _learn(self, faults: Iterable[Fault]) -> Iterator[tuple[str, bytes]]:
        """What was learned, where learning it again gives the bytes that were committed."""
        for fault in faults:
            data = self._learned.again(fault.key, self._history(self._run(fault.key)))
            if fault.expected.entry and digest(data) == fault.expected.entry.sha256:
                yield fault.key, data

    def _finish(self, amendment: Amendment) -> None:
        for change in amendment.changes:
            if change.key.startswith(layout.INVENTORY):
                inventory.write_following(self._store, self._manifests[-1])
            elif change.after is not None:
                self._store.ensure(change.key, self._learned.earlier(change.key), content_type=CONTENT_TYPE)
        amendments.finish(self._store, amendment)

    def _forget(self, faults: list[Fault]) -> list[Fault]:
        """Forget what was learned since the newest version that is whole, by an amendment, so that nights go on."""
        mine = [fault for fault in faults if fault.key.startswith(LEARNED)]
        if mine:
            changes = [
                _change(fault, self._learned.earlier(fault.key) if self._is_newest(fault.key) else None)
                for fault in mine
            ]
            changes += inventory.following(self._store, self._manifests[-1], changes)
            self._finish(amendments.begin(self._store, WORK, changes))
        for fault in mine:
            note = "lost; what was learned since the version before is forgotten, and the next nights learn it anew"
            self._say(fault.key, passed=True, note=note)
        return [fault for fault in faults if fault not in mine]


def _change(fault: Fault, after: bytes | None) -> Change:
    assert fault.expected.entry is not None
    entry = None if after is None else ObjectEntry.of(fault.key, after, rows=rows_in(after))
    return Change(key=fault.key, before=fault.expected.entry.sha256, after=entry)


def _day(key: str) -> date:
    return date.fromisoformat(layout.part_of(key))
