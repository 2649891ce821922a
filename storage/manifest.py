"""Manifests: the commit of a run, and the pointer to the newest one.

A run exists when its manifest is in the bucket and ``runs/latest.json`` has named it. The manifest is written
first, the pointer moves last by compare-and-swap. The pointer never moves back and never skips what it does not
build on: a run commits only on top of the run it was decided from.

- the first run, or a run newer than ``latest`` whose parent is ``latest``: committed, the pointer moves;
- the run ``latest`` names, again: its manifest is written again (the same bytes: nothing is written);
- an older run that is committed: nothing happens, it is history;
- anything else: ``ConflictError``, since its decisions did not know of the runs committed meanwhile.

A manifest holds no version of the store and no time of writing, so the same night gives the same manifest in any
bucket. An object's version is its digest: ``snapshots.fetch`` finds the bytes a manifest names, also after later
runs replaced the object.
"""

import json
from typing import Self, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError, field_validator

from storage import layout
from storage.errors import ConflictError, FixityError, ObjectMissingError, StoreError, UsageError
from storage.ids import digest
from storage.ledger import SourceLedger
from storage.objects import SWAP_ATTEMPTS, ObjectStore

CONTENT_TYPE = "application/json"


Data = bytes
"""``bytes`` is also the name of a field of ``ObjectEntry``."""
M = TypeVar("M", bound=BaseModel)


class Model(BaseModel):
    """A record kept as JSON: what a newer version added is ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class ObjectEntry(Model):
    """One object a run wrote or confirmed."""

    key: str
    """Object key."""
    rows: int | None
    """Rows in it; None for an object that has none (captures)."""
    bytes: int
    """Size."""
    sha256: str
    """Digest of its bytes, 64 hex characters."""

    @classmethod
    def of(cls, key: str, data: Data, *, rows: int | None) -> Self:
        """The entry of an object with these bytes."""
        return cls(key=key, rows=rows, bytes=len(data), sha256=digest(data))


class SourceReport(Model):
    """How the run went for one source."""

    source_id: str
    """The source."""
    state: str
    """``ok``, ``failed`` or ``held_back``."""
    failure: str | None
    """Failure class; of a source that is ok a warning: published, but look at it. None otherwise."""
    detail: str
    """The evidence and the next step, in words."""
    counts: dict[str, int]
    """Links by outcome."""
    expected_new: float | None = None
    """New articles, copies included, that its history let expect; None while that is too short."""
    ledger: SourceLedger | None = None
    """What it cost; None of a run that kept none."""


class Check(Model):
    """One check and how it ended."""

    name: str
    """What was checked."""
    passed: bool
    """Whether it holds."""
    note: str
    """What was found."""


class Manifest(Model):
    """What one run read, wrote and found."""

    run: str
    """The logical night, ``YYYY-MM-DD``."""
    parent: str | None
    """The committed run its decisions were made from; None for the first."""
    clock: AwareDatetime
    """The run's own time, UTC."""
    package_version: str
    """Version of Warraq that ran."""
    schema_version: int
    """``storage.records.SCHEMA_VERSION``."""
    objects: list[ObjectEntry]
    """Every object it wrote or confirmed, its inventory (``storage.inventory``) among them, sorted by key."""
    counts: dict[str, int]
    """Links by outcome."""
    sources: list[SourceReport]
    """One a source."""
    checks: list[Check]
    """What was checked before the commit."""

    @field_validator("run")
    @classmethod
    def _is_a_night(cls, value: str) -> str:
        return layout.check_run(value)

    @field_validator("objects")
    @classmethod
    def _sorted(cls, value: list[ObjectEntry]) -> list[ObjectEntry]:
        return sorted(value, key=lambda entry: entry.key)

    def to_bytes(self) -> bytes:
        """Canonical JSON: the same manifest gives the same bytes."""
        return to_json(self)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The manifest of ``to_bytes``; raises ``FixityError`` when it is none."""
        return parsed(cls, data)


class Latest(Model):
    """The pointer ``runs/latest.json``."""

    run: str
    """The newest committed run."""
    manifest: str
    """Key of its manifest."""
    runs: tuple[str, ...]
    """All committed runs, oldest first. A manifest in the bucket is no proof: its run may have lost the pointer."""


def commit(store: ObjectStore, manifest: Manifest) -> bool:
    """Make the run exist, by the rules above; whether anything was written. Raises ``ConflictError``."""
    key, run = layout.manifest(manifest.run), manifest.run
    for _ in range(SWAP_ATTEMPTS):
        found = store.get_with_etag(layout.LATEST)
        runs = parsed(Latest, found[0]).runs if found else ()
        if run in runs[:-1]:
            return False
        if not _builds_on(store, manifest, runs):
            raise ConflictError(
                f"run {run} was decided from {manifest.parent or 'an empty archive'}, but "
                f"{runs[-1] if runs else 'no run'} is committed: run the night again so that it knows of it"
            )
        written = store.ensure(key, manifest.to_bytes(), content_type=CONTENT_TYPE).changed
        if run in runs:
            return written
        pointer = to_json(Latest(run=run, manifest=key, runs=(*runs, run)))
        try:
            store.replace_if(layout.LATEST, pointer, found[1] if found else None, content_type=CONTENT_TYPE)
            return True
        except ConflictError:
            continue
    raise ConflictError(f"{layout.LATEST} in {store.connection.place} keeps changing: is another night committing?")


def committed_runs(store: ObjectStore) -> tuple[str, ...]:
    """All committed runs, oldest first; empty for an empty archive."""
    found = store.get_with_etag(layout.LATEST)
    return parsed(Latest, found[0]).runs if found else ()


def latest(store: ObjectStore) -> Manifest | None:
    """The manifest of the newest committed run; None for an empty archive."""
    runs = committed_runs(store)
    return load(store, runs[-1]) if runs else None


def load(store: ObjectStore, run: str) -> Manifest:
    """The manifest of a run; raises ``ObjectMissingError`` when the run has none."""
    return Manifest.from_bytes(store.get(layout.manifest(run)))


def restore(store: ObjectStore, run: str) -> Check | None:
    """Put back a manifest that cannot be read from an older version; None when it is whole.

    Raises ``ObjectMissingError`` when the bucket keeps no version of it.
    """
    key = layout.manifest(run)
    try:
        load(store, run)
        return None
    except StoreError:
        pass
    for version_id in store.versions(key):
        data = store.get(key, version_id=version_id)
        try:
            if Manifest.from_bytes(data).run != run:
                continue
        except StoreError:
            continue
        store.ensure(key, data, content_type=CONTENT_TYPE)
        return Check(name=key, passed=True, note="put back from an older version")
    raise ObjectMissingError(f"{key} is lost and the bucket keeps no version of it: put it back from a copy")


def _builds_on(store: ObjectStore, manifest: Manifest, runs: tuple[str, ...]) -> bool:
    if not runs:
        return manifest.parent is None
    if manifest.run == runs[-1]:
        return load(store, manifest.run).parent == manifest.parent
    return manifest.run > runs[-1] and manifest.parent == runs[-1]


def to_json(model: BaseModel) -> bytes:
    """Canonical JSON: the same model gives the same bytes."""
    return (json.dumps(model.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def parsed(kind: type[M], data: bytes) -> M:
    """The model of ``to_json``; raises ``FixityError`` when it is none."""
    try:
        return kind.model_validate_json(data)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        reason = f"{fault['loc']}: {fault['msg']}"
    except UsageError as error:
        reason = str(error)
    raise FixityError(f"not a {kind.__name__.lower()} of this archive: {reason}")
