"""The revisions as an Iceberg table, for engines that read tables rather than folders.

Each committed run adds its ``revisions/`` object to the table as it is: nothing is rewritten, the table's metadata
lies beside the data under ``iceberg/revisions/``. ``run`` is a partition of the table, told by the path, so it is a
column there too. A run is one snapshot, whose property ``warraq.run`` names it; the newest ``SNAPSHOTS_KEPT`` stay, so
what a night pays does not grow with the history, and the table as of an older run is ``where run <= …``.

Runs are added exactly once: always in their order, so the newest snapshot tells which are there. What a night that
died left out, or an archive older than the table, is made up for by the next night.

``iceberg/revisions/metadata/version-hint.text`` names the present metadata, moved by compare-and-swap: DuckDB and
others find the table by it without any catalogue. The default catalogue is an SQLite file in the data folder that
follows the hint, so losing it loses nothing. ``WARRAQ_ICEBERG_CATALOG`` names another catalogue of pyiceberg's own
configuration (REST, Glue, Hive …), which then decides, and the hint follows.

What happens on failure: the archive is whole without the table; a table that lags is right as of an earlier run.
Whoever rewrites ``revisions/`` must call ``rebuild``, since the table keeps sizes and bounds of its files.
"""

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from storage import layout, manifest
from storage.connection import Connection
from storage.errors import ConflictError
from storage.objects import ObjectStore
from storage.records import ArticleRow
from storage.schema import schema_of
from storage.settings import Settings

if TYPE_CHECKING:
    from pyiceberg.catalog import Catalog
    from pyiceberg.table import StaticTable, Table

RUN_PROPERTY = "warraq.run"
"""Snapshot property: the run it added."""
DEFAULT, OFF = "sqlite", "off"
"""Values of ``Settings.iceberg_catalog`` that are no names of a catalogue."""
PROPERTIES = {
    "format-version": "2",
    # A table of one manifest a night would be planned by one request a night; merged, by one a month and at most
    # thirty more. A merge writes at most 8 MB, Iceberg's size of a manifest, so it is bounded too.
    "commit.manifest-merge.enabled": "true",
    "commit.manifest.min-count-to-merge": "30",
    # Each version lists all snapshots (.9 kB each, 2026-11-22): only the newest versions stay.
    "write.metadata.delete-after-commit.enabled": "true",
    "write.metadata.previous-versions-max": "30",
}
SNAPSHOTS_KEPT = 30
"""Runs of which the table has a snapshot of its own. pyiceberg copies all of them at every step: with 100 a night took
1 s to enter, and after five years it would have taken 10 s (2026-11-22)."""


def register(store: ObjectStore, settings: Settings) -> list[str]:
    """Add the revisions of every committed run that the table lacks, oldest first; the runs that were added.

    Raises ``ConflictError`` when another process changed the table meanwhile, and what the catalogue raises.
    """
    if settings.iceberg_catalog == OFF:
        return []
    hint = store.get_with_etag(layout.ICEBERG_HINT)
    newest = newest_run(static_table(store, hint[0])) if hint else ""
    if not _runs_after(store, newest) and settings.iceberg_catalog == DEFAULT:
        return []
    table = _table(_catalog(store.connection, settings), store.connection, settings, hint[0] if hint else None)
    etag, added = hint[1] if hint else None, _runs_after(store, newest_run(table))
    # Runs that get no snapshot of their own are added at once: to make the table anew stays a matter of minutes.
    early, late = added[:-SNAPSHOTS_KEPT], added[-SNAPSHOTS_KEPT:]
    for runs in [*([early] if early else []), *([run] for run in late)]:
        _append(table, runs, store.connection.bucket)
        etag = store.replace_if(layout.ICEBERG_HINT, _hint(table), etag).etag
    if _hint(table) != (hint[0] if hint else None):
        store.ensure(layout.ICEBERG_HINT, _hint(table))
    return added


def rebuild(store: ObjectStore, settings: Settings) -> list[str]:
    """Make the table anew from the ``revisions/`` objects as they are; the runs it has then. Can be repeated."""
    if settings.iceberg_catalog == OFF:
        return []
    store.delete(layout.ICEBERG_HINT)
    catalog = _catalog(store.connection, settings)
    if catalog.table_exists(settings.iceberg_table):
        catalog.drop_table(settings.iceberg_table)
    for info in store.list(layout.ICEBERG):
        store.delete(info.key)
    return register(store, settings)


def static_table(store: ObjectStore, hint: bytes | None = None) -> "StaticTable":
    """The table as the hint names it, to read from; raises ``ObjectMissingError`` when there is none yet."""
    from pyiceberg.table import StaticTable

    hint = hint if hint is not None else store.get(layout.ICEBERG_HINT)
    return StaticTable.from_metadata(location(store.connection, hint), properties(store.connection))


def location(connection: Connection, hint: bytes) -> str:
    """Address of the metadata a hint names, as engines want it."""
    return f"s3://{connection.bucket}/{layout.iceberg_metadata(hint.decode())}"


def properties(connection: Connection) -> dict[str, str]:
    """How pyiceberg, and polars as ``storage_options`` of ``scan_iceberg``, reach the bucket."""
    found = {
        "py-io-impl": "pyiceberg.io.pyarrow.PyArrowFileIO",
        "s3.endpoint": connection.endpoint_url,
        "s3.access-key-id": connection.access_key_id,
        "s3.secret-access-key": connection.secret_access_key,
        "s3.session-token": connection.session_token,
        "s3.region": connection.region,
    }
    return {name: value for name, value in found.items() if value}


def newest_run(table: "Table") -> str:
    """The newest run whose revisions are in the table; empty when none are."""
    return max((run for run, _ in _snapshots(table)), default="")


def _runs_after(store: ObjectStore, newest: str) -> list[str]:
    """Committed runs after a run that have revisions, in order; of the bucket only their part is listed."""
    start = f"{layout.REVISIONS}run={newest}0" if newest else ""  # '0' follows '/': after all that the run has
    with_revisions = {
        told[1] for info in store.list(layout.REVISIONS, start_after=start) if (told := layout.path_key(info.key))
    }
    return [run for run in manifest.committed_runs(store) if run > newest and run in with_revisions]


def snapshot_of(table: "Table", run: str) -> int | None:
    """Id of the snapshot that is the table as of a run; None before the first that is kept."""
    earlier = [(added, number) for added, number in _snapshots(table) if added <= run]
    return max(earlier)[1] if earlier else None


def _snapshots(table: "Table") -> list[tuple[str, int]]:
    summaries = [(snapshot.summary, snapshot.snapshot_id) for snapshot in table.snapshots()]
    return [(run, number) for summary, number in summaries if summary and (run := summary[RUN_PROPERTY])]


def _catalog(connection: Connection, settings: Settings) -> "Catalog":
    from pyiceberg.catalog import load_catalog

    if settings.iceberg_catalog != DEFAULT:
        return load_catalog(settings.iceberg_catalog, **properties(connection))
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    uri = f"sqlite:///{settings.data_dir.absolute() / 'iceberg.db'}"
    return load_catalog("warraq", type="sql", uri=uri, **properties(connection))


def _table(catalog: "Catalog", connection: Connection, settings: Settings, hint: bytes | None) -> "Table":
    """The table, made when there is none, with all columns of today."""
    name = settings.iceberg_table
    catalog.create_namespace_if_not_exists(name.rpartition(".")[0])
    table = catalog.load_table(name) if catalog.table_exists(name) else None
    follows = settings.iceberg_catalog == DEFAULT
    if table and follows and (hint is None or table.metadata_location != location(connection, hint)):
        catalog.drop_table(name)
        table = None
    if table is None and follows and hint is not None:
        table = catalog.register_table(name, location(connection, hint))
    return _widened(table) if table else _created(catalog, connection, name)


def _created(catalog: "Catalog", connection: Connection, name: str) -> "Table":
    from pyiceberg.table import TableProperties
    from pyiceberg.transforms import IdentityTransform

    place = f"s3://{connection.bucket}/{layout.ICEBERG.rstrip('/')}"
    with catalog.create_table_transaction(name, schema=_schema(), location=place, properties=PROPERTIES) as new:
        with new.update_spec() as spec:
            spec.add_field("run", IdentityTransform(), "run")
        # Files carry no column numbers of Iceberg's: readers match them by name.
        mapping = new.table_metadata.schema().name_mapping.model_dump_json()
        new.set_properties({TableProperties.DEFAULT_NAME_MAPPING: mapping})
    return catalog.load_table(name)


def _widened(table: "Table") -> "Table":
    """The table with the columns and types that were added since it was made; unchanged when there are none."""
    with table.update_schema() as schema:
        schema.union_by_name(_schema())
    return table


def _append(table: "Table", runs: list[str], bucket: str) -> None:
    """Add the runs as one snapshot, named after the newest; older snapshots than are kept leave the table with it."""
    from pyiceberg.exceptions import CommitFailedException
    from pyiceberg.io.pyarrow import parquet_file_to_data_file
    from pyiceberg.table.update.snapshot import ExpireSnapshots

    old = sorted(_snapshots(table))[: 1 - SNAPSHOTS_KEPT]
    try:
        with table.transaction() as change:
            with change.update_snapshot(snapshot_properties={RUN_PROPERTY: runs[-1]}).merge_append() as append:
                for run in runs:
                    # Table.add_files would look for the partition's value in the file, where the path's column is not.
                    file = parquet_file_to_data_file(
                        table.io, table.metadata, f"s3://{bucket}/{layout.revisions(run)}"
                    )
                    file.partition[0] = run
                    append.append_data_file(file)
            if old:
                ExpireSnapshots(change).by_ids([number for _, number in old]).commit()
    except CommitFailedException as error:
        raise ConflictError(
            f"the Iceberg table was changed by another writer ({error}): the next night adds {runs[-1]}"
        ) from None


def _hint(table: "Table") -> bytes:
    name: Any = table.metadata_location.rsplit("/", 1)[-1]
    return str(name).removesuffix(layout.ICEBERG_SUFFIX).encode()


def _schema() -> pa.Schema:
    """The columns of ``revisions/``; ``run`` may be missing in a file, since its path tells it."""
    columns = schema_of(ArticleRow)
    return columns.set(columns.get_field_index("run"), pa.field("run", pa.string()))
