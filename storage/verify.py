"""Proof: whether the bucket holds what its manifests and amendments say, and whether the rows add up.

Each object is read once, run by run and then day by day, and dropped again; what is kept of it are a few columns
(about .3 kB an article, 2026-11-22). ``quick`` reads nothing but the listing: it finds what is lost, what is too much
and what has another size, not a flipped byte.

What happens on failure: nothing raises but an unreachable store; each finding is a check that did not pass, with what
to do about it. An object that a later run or an amendment replaced is judged by the last one that names it.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import groupby
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from storage import amendments, captures, inventory, layout, manifest, tombstones
from storage.amendments import Amendment, Expected
from storage.errors import FixityError, ObjectMissingError, StoreError
from storage.ids import digest
from storage.manifest import Check, Manifest
from storage.objects import ObjectStore
from storage.schema import record_of, schema_of
from storage.sums import Captured, Sums

THREADS = 4
"""Objects read at once; each is at most a capture file of 256 MB."""

OWN = (
    *layout.DAILY,
    layout.CAPTURES,
    layout.REVISIONS,
    layout.OUTCOMES,
    "state/",
    "index/",
    f"{layout.SNAPSHOTS}before=",
)
"""Prefixes in which every object must be named by a manifest, or be what a run kept of an object it replaced."""


Count = Callable[[int], Callable[[], None]]
"""Given how many objects will be read, gives what is called after each."""


def uncounted(total: int) -> Callable[[], None]:  # noqa: ARG001  (the interface of a count)
    """Counts nothing."""
    return lambda: None


def verify(store: ObjectStore, *, quick: bool = False, count: Count = uncounted) -> list[Check]:
    """Every object of every committed run, by key, and then what must add up; empty for an archive without a run."""
    runs = manifest.committed_runs(store)
    manifests, checks = _manifests(store, runs)
    made = amendments.every(store)
    expected = amendments.expected(manifests, made)
    checks += [_unfinished(one) for one in made if not one.finished]
    listed = {info.key: info.bytes for prefix in OWN for info in store.list(prefix)}
    if quick:
        checks += [_listed(key, one, listed.get(key)) for key, one in sorted(expected.items())]
    else:
        sums = Sums(tombstones.load(store), _past(expected))
        objects = list(_counted(_read(store, manifests, expected, sums), count(len(expected))))
        if all(one.finished for one in made):
            checks += [*objects, *sums.checks(), *_inventory(store, manifests)]
        else:
            # Half of the rows are as before and half as after: only the bytes can be judged.
            checks += [one for one in objects if "/" in one.name]
    checks += [_extra(key, runs) for key in sorted(listed.keys() - expected.keys())] if runs else []
    return [*sorted((one for one in checks if "/" in one.name), key=lambda one: one.name), *_not_objects(checks)]


def _past(expected: dict[str, Expected]) -> str:
    """The newest run of whose captures upkeep removed some; empty when it removed none."""
    removed = (key for key, one in expected.items() if one.entry is None and one.work == amendments.UPKEEP)
    return max((layout.run_of(key) or "" for key in removed if key.startswith(layout.CAPTURES)), default="")


def _counted(checks: Iterable[Check], step: Callable[[], None]) -> Iterator[Check]:
    for check in checks:
        yield check
        step()


def _unfinished(amendment: Amendment) -> Check:
    command = amendment.work.split()[0]
    note = f"begun and not finished, so rows need not add up: run `warraq {command}`, which goes on where it was"
    return Check(name=amendment.work, passed=False, note=note)


def _not_objects(checks: Iterable[Check]) -> list[Check]:
    return [one for one in checks if "/" not in one.name]


def _manifests(store: ObjectStore, runs: Iterable[str]) -> tuple[list[Manifest], list[Check]]:
    found, checks = [], []
    for run in runs:
        key = layout.manifest(run)
        try:
            found.append(manifest.load(store, run))
            checks.append(Check(name=key, passed=True, note="readable"))
        except StoreError as error:
            note = f"{error}; put it back from an older version or a copy of the bucket (`warraq repair` tries)"
            checks.append(Check(name=key, passed=False, note=note))
    return found, checks


def _listed(key: str, expected: Expected, size: int | None) -> Check:
    if expected.entry is None:
        return _removed(key, expected, there=size is not None)
    if size is None and _not_yet(expected):
        return Check(name=key, passed=True, note=f"not made yet by {expected.work}")
    if size is None:
        return Check(name=key, passed=False, note=f"missing; committed by run {expected.run}; {remedy(key)}")
    if size == expected.entry.bytes or expected.unfinished:
        return Check(name=key, passed=True, note=f"{size} bytes, not read")
    note = f"{size} bytes and not {expected.entry.bytes}, as run {expected.run} committed it; {remedy(key)}"
    return Check(name=key, passed=False, note=note)


def _removed(key: str, expected: Expected, *, there: bool) -> Check:
    if there and not expected.unfinished:
        note = f"was removed by {expected.work} and is there again: delete it"
        return Check(name=key, passed=False, note=note)
    return Check(name=key, passed=True, note=f"removed by {expected.work}")


def _not_yet(expected: Expected) -> bool:
    """Whether an object need not be there yet."""
    return expected.unfinished and expected.before is None


def _extra(key: str, runs: tuple[str, ...]) -> Check:
    kept = layout.kept_of(key)
    run = kept[0] if kept else layout.run_of(key)
    if run is not None and run > runs[-1]:
        note = f"of run {run}, which is not committed: run that night again, it finishes or replaces it"
    else:
        note = "no manifest names it: nothing reads it; delete it unless a night is running"
    return Check(name=key, passed=False, note=note)


def remedy(key: str) -> str:
    """What to do about an object that is lost or damaged."""
    if key.startswith(layout.CAPTURES):
        return "captures cannot be made again, only put back from an older version or a copy: run `warraq repair`"
    return "run `warraq repair`"


def _read(store: ObjectStore, manifests: list[Manifest], expected: dict[str, Expected], sums: Sums) -> Iterator[Check]:
    """Check every object; those of runs come run by run, so that rows can be held against their captures."""
    described = {one.run: one for one in manifests}
    with ThreadPoolExecutor(THREADS) as pool:
        keys = sorted(expected, key=lambda key: (layout.run_of(key, own=True) or "", key))
        for run, group in groupby(keys, key=lambda key: layout.run_of(key, own=True)):
            found = pool.map(partial(_checked, store, expected), group)
            for key, check, part in found:
                yield check
                sums.add(key, part)
            if run in described:
                yield from sums.end_run(described[run])


def _checked(store: ObjectStore, expected: dict[str, Expected], key: str) -> tuple[str, Check, Any]:
    """The check of an object, and what the sums need of it: rows, or what a capture file holds."""
    one = expected[key]
    try:
        data = store.get(key)
    except ObjectMissingError:
        if one.entry is None:
            return key, _removed(key, one, there=False), None
        if _not_yet(one):
            return key, Check(name=key, passed=True, note=f"not made yet by {one.work}"), None
        return key, Check(name=key, passed=False, note=f"missing; committed by run {one.run}; {remedy(key)}"), None
    if one.entry is None:
        return key, _removed(key, one, there=True), None
    found = digest(data)
    if found != one.entry.sha256 and not (one.unfinished and found == one.before):
        note = f"its bytes differ from run {one.run}: sha256 {found[:12]}… not {one.entry.sha256[:12]}…; {remedy(key)}"
        return key, Check(name=key, passed=False, note=note), None
    try:
        part, note = _part(key, data, one.entry.rows if found == one.entry.sha256 else None)
    except FixityError as error:
        return key, Check(name=key, passed=False, note=f"as committed, but wrong: {error}"), None
    return key, Check(name=key, passed=not note, note=note or f"as committed by run {one.run}"), part


def _part(key: str, data: bytes, rows: int | None) -> tuple[Any, str]:
    """What the sums need of an object, and what is wrong with it; empty when nothing is."""
    if key.startswith(layout.CAPTURES):
        return Captured.of(captures.records(data, strict=True)), ""
    if not key.endswith(".parquet") or (not data and layout.kept_of(key)):
        return None, ""
    try:
        file = pq.ParquetFile(pa.BufferReader(data), page_checksum_verification=True)
    except (pa.ArrowInvalid, OSError) as error:
        return None, f"no Parquet file: {error}"
    if rows is not None and file.metadata.num_rows != rows:
        return None, f"{file.metadata.num_rows} rows and not {rows}, as its manifest says"
    record: Any = record_of(key)
    if record is None:
        return None, ""
    wanted = schema_of(record)
    strange = [field.name for field in file.schema_arrow if wanted.get_field_index(field.name) < 0]
    other = [
        field.name
        for field in file.schema_arrow
        if field.name not in strange and not _is_of(field.type, wanted.field(field.name).type)
    ]
    if strange or other:
        return (
            None,
            f"columns of another Warraq: {', '.join([*strange, *other])}; use that version, or `warraq upgrade`",
        )
    columns = [name for name in Sums.columns(key) if name in file.schema_arrow.names]
    return file.read(columns=columns) if columns else None, ""


def _is_of(found: pa.DataType, wanted: pa.DataType) -> bool:
    """Whether a column has the type of today, or a narrower one of an older version."""
    for is_kind in (pa.types.is_signed_integer, pa.types.is_floating):
        if is_kind(found) and is_kind(wanted):
            return bool(found.bit_width <= wanted.bit_width)
    return bool(found.equals(wanted))


def _inventory(store: ObjectStore, manifests: list[Manifest]) -> list[Check]:
    """Whether the newest inventory names exactly what manifests and amendments give."""
    if not manifests:
        return []
    newest = manifests[-1]
    key = layout.inventory(newest.run)
    try:
        passed = inventory.anew(store, newest).to_parquet() == store.get(key)
    except StoreError:
        passed = False
    note = "names the newest version of every object" if passed else "differs from the manifests: run `warraq repair`"
    return [Check(name="inventory", passed=passed, note=note)]
