"""DuckDB: the only module that knows it. Tables of layers become views in a database in memory.

Each view has the table's columns, ``layer`` and ``priority`` (0 is the topmost layer), and holds the
visible rows only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import duckdb
import pyarrow as pa

from rolescope.errors import WorkspaceError
from rolescope.store.layout import TABLES
from rolescope.store.snapshot import Snapshot

_SQL_TYPES = {
    pa.string(): "VARCHAR",
    pa.float64(): "DOUBLE",
    pa.int32(): "INTEGER",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.timestamp("us", tz="UTC"): "TIMESTAMPTZ",
    pa.list_(pa.string()): "VARCHAR[]",
    pa.list_(pa.uint32()): "UINTEGER[]",
}
# Extensions cannot be downloaded everywhere, and reading must never reach the network.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


class FilesGoneError(Exception):
    """A file of the snapshot is no longer there; take a new snapshot."""


class Database:
    """Views over the tables of some layers, topmost first."""

    def __init__(self, snapshots: Sequence[Snapshot]) -> None:
        self._connection = duckdb.connect(config=dict(_CONFIG))
        self._create_visible(snapshots)
        for table, schema in TABLES.items():
            parts = [_select(table, schema, snap, rank) for rank, snap in enumerate(snapshots)]
            self.execute(f"CREATE VIEW {table} AS {' UNION ALL '.join(parts) or _empty(schema)}")

    def _create_visible(self, snapshots: Sequence[Snapshot]) -> None:
        rows = [
            (snap.layer, table, batch)
            for snap in snapshots
            for table, batches in (snap.visible or {}).items()
            for batch in batches
        ]
        names = ("layer", "table_name", "batch_id")
        self.create("visible", {name: [row[at] for row in rows] for at, name in enumerate(names)})

    def use_one_thread(self) -> None:
        """Leave the other cores to those who answer; takes less memory too."""
        self.execute("SET threads = 1")

    def hold(self, *tables: str) -> None:
        """Read some tables into memory, once for all questions."""
        for table in tables:
            self.execute(f"CREATE TABLE held_{table} AS FROM {table}")
            self.execute(f"CREATE OR REPLACE VIEW {table} AS FROM held_{table}")

    def create(self, name: str, columns: Mapping[str, Sequence[str]]) -> None:
        """Make a table of texts. (To register Arrow tables, DuckDB would import pandas where it is installed.)"""
        lists = ", ".join(f"unnest(${column}::VARCHAR[]) AS {column}" for column in columns)
        parameters = {column: list(values) for column, values in columns.items()}
        self.execute(f"CREATE TABLE {name} AS SELECT {lists}", parameters)

    def execute(self, sql: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Run a statement that gives nothing."""
        with _Guard():
            self._connection.cursor().execute(sql, dict(parameters or {}))

    def fetch(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """Run a query on a cursor of its own and fetch all of its result.

        Raises:
            FilesGoneError: the files were removed since the snapshot was taken.
            WorkspaceError: the files are there but cannot be read.
        """
        with _Guard():
            result = self._connection.cursor().sql(sql, params=dict(parameters or {}))
            return result.to_arrow_table()

    def stream(self, sql: str, size: int) -> Iterator[pa.Table]:
        """The result in parts of at most ``size`` rows, for what does not fit in memory."""
        with _Guard():
            reader = self._connection.cursor().sql(sql).to_arrow_reader(size)
            for batch in reader:
                yield pa.Table.from_batches([batch])

    def close(self) -> None:
        """Free the memory; further calls fail."""
        self._connection.close()


class _Guard:
    """Turns DuckDB's errors about files into ours, and what it makes of Ctrl-C into Ctrl-C."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, RuntimeError) and str(error) == "Query interrupted":
            raise KeyboardInterrupt from error
        if isinstance(error, duckdb.IOException):
            raise FilesGoneError(str(error).splitlines()[0]) from error
        if isinstance(error, (duckdb.InvalidInputException, duckdb.BinderException)):
            reason = str(error).splitlines()[0]
            raise WorkspaceError(f"The evidence could not be read; it seems damaged ({reason}).") from error


def scan(files: Sequence[str], *columns: str, distinct: bool = False) -> pa.Table:
    """All rows of some text columns, visible or not; no rows where there is no file.

    Raises:
        WorkspaceError: a file cannot be read.
    """
    if not files:
        return pa.table({name: pa.array([], pa.string()) for name in columns})
    wanted = ("DISTINCT " if distinct else "") + ", ".join(columns)
    with duckdb.connect(config=dict(_CONFIG)) as connection, _Guard():
        found = connection.sql(f"SELECT {wanted} FROM read_parquet({quote_files(files)})")
        return found.to_arrow_table()


@cache
def read_query(name: str) -> str:
    """The text of ``queries/<name>.sql``."""
    return resources.files("rolescope.store").joinpath("queries", f"{name}.sql").read_text(encoding="utf-8")


def quote_files(files: Sequence[str]) -> str:
    """A list of files as SQL, safe from quotes and from characters that DuckDB would expand.

    >>> quote_files(["a'b/c[1].parquet"])
    "['a''b/c[[]1].parquet']"
    """
    escaped = (re.sub(r"[\[*?]", lambda found: f"[{found[0]}]", path).replace("'", "''") for path in files)
    return "[" + ", ".join(f"'{path}'" for path in escaped) + "]"


def _select(table: str, schema: pa.Schema, snap: Snapshot, priority: int) -> str:
    files = snap.files.get(table, ())
    if not files:
        return _empty(schema)
    wanted = [f"SELECT '{snap.layer}' AS layer, {priority} AS priority, {_columns(schema)}"]
    wanted.append(f"FROM read_parquet({quote_files(files)}) WHERE true")
    if snap.visible is not None:
        seen = f"SELECT batch_id FROM visible WHERE layer = '{snap.layer}' AND table_name = '{table}'"
        wanted.append(f"AND batch_id IN ({seen})")
    if snap.generation is not None and "generation" in schema.names and table != "runs":
        wanted.append(f"AND generation = '{snap.generation.replace(chr(39), chr(39) * 2)}'")
    return " ".join(wanted)


def _columns(schema: pa.Schema) -> str:
    return ", ".join(f'"{name}"' for name in schema.names)


def _empty(schema: pa.Schema) -> str:
    typed = (f'NULL::{_SQL_TYPES[field.type]} AS "{field.name}"' for field in schema)
    return f"SELECT NULL::VARCHAR AS layer, 0 AS priority, {', '.join(typed)} WHERE false"
