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
    """A view over Parquet objects with the columns of ``empty``, the last told by the path; none gives no rows.

    The columns are given, not found in a file: objects of older versions show null where they lack a column and
    a widened type as the present one, and nothing is opened before a query needs it (2,000 days: .02 s against
    4.9 s by ``union_by_name``, 2026-11-22). The view says what a path means, since DuckDB reads folders itself
    only when it also finds the columns itself; it still opens just the days a query names.
    """
    shape = opened.from_arrow(empty)
    if not urls:
        shape.create(name)
        return
    *stored, (told, kind) = zip(shape.columns, shape.types, strict=True)
    fields = ", ".join(
        f"'{column}': {{name: '{column}', type: '{type_}', default_value: NULL}}" for column, type_ in stored
    )
    opened.execute(
        f"CREATE VIEW {name} AS SELECT * EXCLUDE filename, "
        f"CAST(regexp_extract(filename, '/{told}=([^/]+)/', 1) AS {kind}) AS {told} "
        f"FROM read_parquet([{_listed(urls)}], schema = MAP {{{fields}}}, filename = true)"
    )


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


def extension(name: str = "httpfs") -> Path:
    """A DuckDB extension as its package ships it; raises ``QueryError`` when it is not there in DuckDB's version."""
    package = f"duckdb-extension-{name}"
    try:
        folder = Path(str(files(package.replace("-", "_"))))
    except ModuleNotFoundError:
        folder = Path("not installed")
    found = sorted(folder.rglob(f"v{duckdb.__version__}/{name}.duckdb_extension"))
    if not found:
        raise QueryError(f"no {name} extension for DuckDB {duckdb.__version__}: install {package} in that version")
    return found[0]


def _listed(values: Sequence[str]) -> str:
    return ", ".join("'" + value.replace("'", "''") + "'" for value in values)
