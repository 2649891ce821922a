"""What must add up across objects: links and outcomes, revisions, articles and copies, stories, captures.

Of each object only the columns that are compared are kept, as Arrow tables; outcomes and the places of captures are
compared run by run and dropped. Pure: it is given the tables and gives checks.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

import pyarrow as pa
import pyarrow.compute as pc

from storage import layout
from storage.captures import StoredRecord
from storage.lookups import hash_of
from storage.manifest import Check, Manifest
from storage.outcomes import ARCHIVED
from storage.tombstones import Tombstones

SHOWN = 3
"""Examples a finding names."""

_ROW = ("article_id", "revision", "revision_digest")
_PLACE = ("capture_file", "capture_offset")
_COLUMNS: dict[str, tuple[str, ...]] = {
    layout.OUTCOMES: ("source_id", "canonical_url", "outcome", "article_id", "revision", *_PLACE),
    layout.REVISIONS: (*_ROW, "date", *_PLACE),
    layout.ARTICLES: (*_ROW, "story_id", "copy_of"),
    layout.COPIES: (*_ROW, "story_id", "copy_of"),
    layout.STORIES: ("story_id", "article_ids"),
}
_REPAIR = "run `warraq repair`"
_TAKE_DOWN = "run `warraq takedown`, which goes on where it was"


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """What is compared of a capture file."""

    places: frozenset[int]
    """Where its responses begin, revisits and conversions included."""
    bodies: frozenset[int]
    """Its responses, as ``body_key``."""
    referred: frozenset[tuple[str, datetime]]
    """Address and time of the responses its revisits name."""

    @classmethod
    def of(cls, records: Iterable[StoredRecord]) -> Self:
        """What is compared of records."""
        answers = [
            (one.kind, one.offset, one.url or "", one.recorded_at, one.refers_to)
            for one in records
            if one.kind in ("response", "revisit", "conversion")
        ]
        return cls(
            places=frozenset(offset for _, offset, *_ in answers),
            bodies=frozenset(body_key(url, at) for kind, _, url, at, _ in answers if kind == "response"),
            referred=frozenset(
                referred for kind, *_, referred in answers if kind == "revisit" and referred is not None
            ),
        )


def body_key(url: str, at: datetime) -> int:
    """64 bits for the response of an address at a time."""
    return hash_of(f"{at.isoformat()} {url}")


class Sums:
    """What was read so far."""

    def __init__(self, taken: Tombstones, past: str) -> None:
        self._taken = taken
        self._past = past
        """The newest run of whose captures some are kept no longer: what is left of them and of earlier ones is kept
        for its bodies alone."""
        self._captured: dict[str, Captured] = {}
        self._bodies: set[int] = set()
        self._of_run: dict[str, pa.Table] = {}
        self._kept: dict[str, list[pa.Table]] = defaultdict(list)

    @staticmethod
    def columns(key: str) -> tuple[str, ...]:
        """The columns of an object that are compared; empty when none are."""
        return next((columns for prefix, columns in _COLUMNS.items() if key.startswith(prefix)), ())

    def add(self, key: str, part: "pa.Table | Captured | None") -> None:
        """Take what was read of an object; of a run's objects before its ``end_run``."""
        if isinstance(part, Captured):
            self._captured[key] = part
        elif part is not None and key.startswith(layout.OUTCOMES):
            self._of_run[layout.OUTCOMES] = part
        elif part is not None and key.startswith(layout.REVISIONS):
            self._of_run[layout.REVISIONS] = part
            self._kept[layout.REVISIONS].append(_with_day(part, key).select([*_ROW, "date"]))
        elif part is not None:
            prefix = next(prefix for prefix in _COLUMNS if key.startswith(prefix))
            self._kept[prefix].append(_with_day(part, key))

    def end_run(self, described: Manifest) -> list[Check]:
        """Hold a run's rows against its manifest and its captures, and forget them."""
        outcomes, revisions = (self._of_run.pop(prefix, None) for prefix in (layout.OUTCOMES, layout.REVISIONS))
        captured, self._captured = self._captured, {}
        self._bodies |= {body for one in captured.values() for body in one.bodies}
        if outcomes is None:
            return [_check(f"links of run {described.run}", ["its outcomes cannot be read"], "")]
        run = described.run
        return [
            _check(f"links of run {run}", self._links(described, outcomes), "each has one outcome, as counted"),
            _check(f"revisions of run {run}", self._archived(outcomes, revisions), "as its outcomes say"),
            _check(
                f"captures of run {run}",
                [*_places(captured, outcomes, revisions), *self._lost_bodies(run, captured)],
                "hold what rows point at, and what their revisits name is there",
            ),
            _check(f"tombstones, run {run}", self._left(revisions), "name nothing that is still there", _TAKE_DOWN),
        ]

    def checks(self) -> list[Check]:
        """What must add up over all runs and days."""
        if not self._kept:
            return []
        revisions, articles, copies, stories = (
            self._all(prefix) for prefix in (layout.REVISIONS, layout.ARTICLES, layout.COPIES, layout.STORIES)
        )
        stored = pa.concat_tables([articles, copies])
        return [
            _check("revision chains", _chains(revisions), "run from 1 without a gap, and each differs from the last"),
            _check("stored articles", _stored(revisions, stored), "are the newest revision of each, once"),
            _check("copies", self._originals(articles, copies), "point at archived articles"),
            _check("stories", _members(stored, stories), "have exactly the articles that name them"),
        ]

    def _all(self, prefix: str) -> pa.Table:
        empty = pa.table({name: pa.array([], kind) for name, kind in _KINDS.items() if name in _wanted(prefix)})
        return pa.concat_tables(
            [empty, *(table.select(empty.column_names).cast(empty.schema) for table in self._kept[prefix])]
        )

    def _lost_bodies(self, run: str, captured: Mapping[str, Captured]) -> list[str]:
        """Revisits whose body is in no capture of this or an earlier run."""
        if run <= self._past:
            return []
        named = {(file, *referred) for file, one in captured.items() for referred in one.referred}
        return [
            f"{file} names a response of {url} of {at.isoformat()} that is not there"
            for file, url, at in sorted(named)
            if body_key(url, at) not in self._bodies
        ]

    def _links(self, described: Manifest, outcomes: pa.Table) -> list[str]:
        rows = outcomes.select(["source_id", "canonical_url", "outcome"]).to_pylist()
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for row in rows:
            found[row["source_id"]][row["outcome"]] += 1
        faults = []
        if sum(found.values(), Counter[str]()) != Counter(described.counts):
            faults.append(f"{len(rows)} outcomes, but the manifest counts {sum(described.counts.values())}")
        counted = {report.source_id: report.counts for report in described.sources}
        for source_id in sorted({*found, *counted}):
            if found[source_id] != Counter(counted.get(source_id, {})):
                faults.append(f"{source_id} has other outcomes than its manifest counts")
        twice = Counter((row["source_id"], row["canonical_url"]) for row in rows)
        return faults + [f"{url} of {source} has {n} outcomes" for (source, url), n in twice.items() if n > 1]

    def _archived(self, outcomes: pa.Table, revisions: pa.Table | None) -> list[str]:
        named = {
            (row["article_id"], row["revision"])
            for row in outcomes.select(["source_id", "outcome", "article_id", "revision"]).to_pylist()
            if row["outcome"] in ARCHIVED and not self._taken.name(row["source_id"], row["article_id"])
        }
        rows = [] if revisions is None else revisions.select(["article_id", "revision"]).to_pylist()
        rows = [row for row in rows if row["article_id"] not in self._taken.article_ids]
        found = {(row["article_id"], row["revision"]) for row in rows}
        faults = [f"revision {n} of {key} is missing" for key, n in sorted(named - found)]
        faults += [f"revision {n} of {key} has no outcome" for key, n in sorted(found - named)]
        return faults + ([f"{len(rows) - len(found)} rows twice"] if len(found) != len(rows) else [])

    def _left(self, revisions: pa.Table | None) -> list[str]:
        rows = [] if revisions is None else revisions["article_id"].to_pylist()
        return [f"{key} was taken down and is still there" for key in rows if key in self._taken.article_ids]

    def _originals(self, articles: pa.Table, copies: pa.Table) -> list[str]:
        known = pa.concat_tables([articles, copies])["article_id"]
        cited = pc.unique(copies["copy_of"])
        lost = cited.filter(pc.invert(pc.is_in(cited, value_set=known.combine_chunks()))).to_pylist()
        return [f"{key}, which copies name, is not archived" for key in lost if key not in self._taken.article_ids]


_KINDS = {
    "article_id": pa.string(),
    "revision": pa.int64(),
    "revision_digest": pa.string(),
    "story_id": pa.string(),
    "copy_of": pa.string(),
    "article_ids": pa.list_(pa.field("element", pa.string(), nullable=False)),
    "date": pa.date32(),
}


def _wanted(prefix: str) -> frozenset[str]:
    return frozenset([*(_ROW if prefix == layout.REVISIONS else _COLUMNS[prefix]), "date"])


def _with_day(part: pa.Table, key: str) -> pa.Table:
    """The part with the day its path tells; revisions have it as a column, those of before schema 3 not at all."""
    if "date" in part.column_names:
        return part
    name, value = layout.path_key(key) or ("", "")
    day = pa.scalar(value if name == "date" else None, pa.string()).cast(pa.date32())
    return part.append_column("date", pa.repeat(day, part.num_rows))


def _places(captured: Mapping[str, Captured], *tables: pa.Table | None) -> list[str]:
    """Rows whose capture is not there; files that were not read have a finding of their own."""
    faults = []
    for table in tables:
        rows = [] if table is None else table.select(_PLACE).to_pylist()
        for row in rows:
            file, offset = row["capture_file"], row["capture_offset"]
            if file in captured and offset not in captured[file].places:
                faults.append(f"no response at byte {offset} of {file}")
    return sorted(set(faults))


def _chains(revisions: pa.Table) -> list[str]:
    table = revisions.sort_by([("article_id", "ascending"), ("revision", "ascending")])
    faults, last = [], ("", 0, "")
    for batch in table.select(_ROW).to_batches(max_chunksize=50_000):
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            number = last[1] + 1 if row[0] == last[0] else 1
            if row[1] != number:
                faults.append(f"{row[0]} has revision {row[1]} where {number} should be")
            elif number > 1 and row[2] == last[2]:
                faults.append(f"revision {number} of {row[0]} is the same text as the one before")
            last = row
    return faults


def _stored(revisions: pa.Table, stored: pa.Table) -> list[str]:
    twice = pc.value_counts(stored["article_id"])
    faults = [f"{one['values']} has {one['counts']} rows" for one in twice.to_pylist() if one["counts"] > 1]
    newest = revisions.group_by("article_id").aggregate([("revision", "max")])
    newest = newest.rename_columns({"revision_max": "revision"})
    wanted = newest.join(revisions, ["article_id", "revision"], join_type="left outer")
    expected = {
        (row["article_id"], row["revision"], row["revision_digest"]): row["date"] for row in wanted.to_pylist()
    }
    found = {(row["article_id"], row["revision"], row["revision_digest"]): row["date"] for row in stored.to_pylist()}
    faults += [
        f"revision {n} of {key} is not in articles/ or copies/" for key, n, _ in sorted(expected.keys() - found)
    ]
    faults += [
        f"revision {n} of {key} is stored, but is not its newest" for key, n, _ in sorted(found.keys() - expected)
    ]
    moved = [key for key, day in expected.items() if day is not None and found.get(key, day) != day]
    return faults + [f"{key[0]} lies in another day than its revision says" for key in sorted(moved)]


def _members(stored: pa.Table, stories: pa.Table) -> list[str]:
    named = {(row["article_id"], row["story_id"]) for row in stored.to_pylist() if row["story_id"]}
    listed = {(member, row["story_id"]) for row in stories.to_pylist() for member in row["article_ids"]}
    faults = [f"{key} is in story {story} but not in its row" for key, story in sorted(named - listed)]
    return faults + [f"story {story} names {key}, which is not in it" for key, story in sorted(listed - named)]


def _check(name: str, faults: Iterable[str], good: str, remedy: str = _REPAIR) -> Check:
    found = list(faults)
    if not found:
        return Check(name=name, passed=True, note=good)
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return Check(name=name, passed=False, note=f"{'; '.join(found[:SHOWN])}{more}: {remedy}")
