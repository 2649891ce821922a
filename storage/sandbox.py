"""DuckDB on the archive's objects and nothing else: no files of this machine, no other address, no writing.

The connection is closed in before the query is seen: only the given objects' folders can be opened, extensions
cannot be loaded and the configuration cannot be changed. Only ``SELECT`` runs, since ``COPY`` could write where
it may read.
"""

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import duckdb
import pyarrow as pa

from storage.connection import Connection
from storage.errors import QueryError


def connect(connection: Connection, folders: Sequence[str]) -> duckdb.DuckDBPyConnection:
    """A connection that can read the object store; ``confine`` must follow before a stranger's query."""
    opened = duckdb.connect(
        ":memory:", config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    )
    opened.execute(f"LOAD '{extension()}'")
    if connection.is_loopback:
        opened.execute("SET http_proxy = ''")
    opened.execute(connection.duckdb_secret())
    opened.execute("SET TimeZone = 'UTC'")
    opened.execute(f"SET allowed_directories = [{_listed(folders)}]")
    return opened


def add_view(opened: duckdb.DuckDBPyConnection, name: str, urls: Sequence[str], empty: pa.Table) -> None:
    """A view over Parquet objects; over none, a table with the columns of ``empty``, the last told by the path."""
    if not urls:
        opened.from_arrow(empty).create(name)
        return
    kind = "DATE" if empty.column_names[-1] == "date" else "VARCHAR"
    hive = f"hive_partitioning = true, hive_types = {{'{empty.column_names[-1]}': {kind}}}"
    opened.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet([{_listed(urls)}], {hive})")


def confine(opened: duckdb.DuckDBPyConnection) -> None:
    """Close the connection in, for good."""
    opened.execute("SET enable_external_access = false")
    opened.execute("SET lock_configuration = true")


def run(opened: duckdb.DuckDBPyConnection, query: str) -> pa.Table:
    """The result of one ``SELECT``; raises ``QueryError`` for anything else, ``duckdb.Error`` for what fails."""
    statements = duckdb.extract_statements(query)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise QueryError("give exactly one SELECT, such as: select source_id, title from articles limit 10")
    return opened.execute(statements[0]).to_arrow_table()


def one_line(error: Exception) -> str:
    """DuckDB's message without the drawing of the place that follows it."""
    return " ".join(str(error).split("\nLINE ")[0].split())


def extension() -> Path:
    """The httpfs extension its package ships; raises ``QueryError`` when it is not of DuckDB's version."""
    folder = Path(str(files("duckdb_extension_httpfs")))
    found = sorted(folder.rglob(f"v{duckdb.__version__}/httpfs.duckdb_extension"))
    if not found:
        raise QueryError(f"no httpfs extension for DuckDB {duckdb.__version__}: install both in one version")
    return found[0]


def _listed(values: Sequence[str]) -> str:
    return ", ".join("'" + value.replace("'", "''") + "'" for value in values)
