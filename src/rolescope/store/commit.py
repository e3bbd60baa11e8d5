"""The write side of a workspace: batches, committed by their last write, one row in ``runs``.

Killed at any moment, a batch without its row is invisible; ``compact`` removes what it left.
"""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rolescope import schema
from rolescope.errors import WorkspaceError
from rolescope.store import delta
from rolescope.store.database import Database, read_query, scan
from rolescope.store.layout import (
    FORMAT,
    TABLES,
    check_path,
    create_folder,
    create_layout,
    is_workspace,
    mark_layout,
    migrate,
    read_layout,
)
from rolescope.store.lock import Notice, WriterLock
from rolescope.store.signing import Signature, read_signatures
from rolescope.store.snapshot import Run, Snapshot, find_generation, find_visible, parse_counts
from rolescope.store.tombstones import Removals

_LAYER = "workspace"
# Readers take a new snapshot if a writer changed a table between the opening of the first and the last.
_TRIES = 20


class Store:
    """One workspace, open for writing; also a layer to read. Use ``open``."""

    def __init__(self, root: Path, *, timeout: float = 600.0, on_wait: Notice | None = None) -> None:
        check_path(root)
        self.root = root
        self.layout = read_layout(root)
        self._lock = WriterLock(root, timeout=timeout, on_wait=on_wait)
        if self.layout.format < FORMAT:
            with self._lock.held():
                self.layout = migrate(root, read_layout(root))

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        create: bool = False,
        timeout: float = 600.0,
        on_wait: Notice | None = None,
    ) -> Store:
        """Open the workspace in ``path``, making it first if ``create``.

        Args:
            path: folder of the workspace.
            create: make it where there is none.
            timeout: seconds to wait for another writer before ``WorkspaceBusy``.
            on_wait: told one sentence when waiting begins.

        Raises:
            WorkspaceError: there is none, or it cannot be made, read or migrated.
        """
        root = Path(path)
        if create and not is_workspace(root):
            create_folder(root)
            with WriterLock(root, timeout=timeout, on_wait=on_wait).held():
                if not is_workspace(root):
                    create_layout(root)
        if not is_workspace(root):
            raise WorkspaceError(f"There is no workspace in {root}; `rolescope add` makes one.")
        return cls(root, timeout=timeout, on_wait=on_wait)

    def folder(self, table: str) -> Path:
        """Where a table lies."""
        return self.root / self.layout.tables / table

    def writing(self) -> AbstractContextManager[None]:
        """Hold the writer lock over several calls, so that what was looked up stays true until written."""
        return self._lock.held()

    @contextmanager
    def batch(self, action: str = "add", generation: str = "") -> Iterator[Batch]:
        """A batch of many writes, committed when the block ends without an error.

        For one "add" of some thousand documents use ``write_batch``; a reread writes one batch in parts.
        """
        with self.writing():
            batch = Batch(self, action, generation)
            yield batch
            batch.commit()

    def write_batch(
        self,
        tables: Mapping[str, pa.Table],
        *,
        action: str = "add",
        generation: str = "",
        counts: Mapping[str, Any] | None = None,
    ) -> str:
        """Write and commit rows (without ``batch_id``) of some tables; gives the batch's id.

        Documents and pay reports that are stored already, and what was removed, are left out.
        ``counts`` is kept in ``runs`` as JSON; ``counts["rows"]`` holds the rows written per table.
        """
        with self.batch(action, generation) as batch:
            batch.counts.update(counts or {})
            for name in sorted(tables, key=list(TABLES).index):
                batch.append(name, tables[name])
        return batch.id

    def known_ids(self, ids: Collection[str]) -> set[str]:
        """Those of ``ids`` that are stored documents."""
        return self._known("documents", ids)

    def known_reports(self, ids: Collection[str]) -> set[str]:
        """Those of ``ids`` that are stored pay reports."""
        return self._known("pay_reports", ids)

    def _known(self, table: str, ids: Collection[str]) -> set[str]:
        if not ids or not delta.exists(self.folder(table)):
            return set()
        query = {"documents": "known", "pay_reports": "known_reports"}[table]
        with closing(Database([self.snapshot((table,))])) as database:
            database.create("asked", {"id": list(ids)})
            return set(database.fetch(read_query(query))["id"].to_pylist())

    def removals(self) -> Removals:
        """What was removed and must not come back; take it once before a long add."""
        rows = scan(delta.files(self.folder("tombstones")), "what", "digest")
        return Removals.read(rows, self.layout.id)

    def is_removed(self, document_id: str, source: str = "", employer: str = "") -> bool:
        """Whether this document was removed, by its id, its source or its employer."""
        return self.removals().cover(document_id, source, employer)

    def signatures(self) -> list[Signature]:
        """All stored signatures, for ``duplicates.ClusterIndex``."""
        with closing(Database([self.snapshot(("documents", "signatures"))])) as database:
            return read_signatures(database.fetch(read_query("signatures")))

    def stream_documents(self, size: int = 5_000) -> Iterator[pa.Table]:
        """All stored documents in parts of at most ``size`` rows, for a reread."""
        columns = ", ".join(f'"{name}"' for name in schema.DOCUMENTS.names)
        with closing(Database([self.snapshot(("documents",))])) as database:
            yield from database.stream(f"SELECT {columns} FROM documents", size)

    def generation(self) -> str | None:
        """The generation in force; None before anything was annotated."""
        return find_generation(self.runs())

    def runs(self) -> tuple[Run, ...]:
        """Committed batches in the order of their commits."""
        rows = scan(delta.files(self.folder("runs")), "batch_id", "action", "generation", "counts")
        found = (
            Run(r["batch_id"], r["action"], r["generation"] or "", parse_counts(r["counts"]))
            for r in rows.to_pylist()
        )
        return tuple(sorted(found, key=lambda run: run.batch_id))

    def snapshot(self, tables: Sequence[str] = tuple(TABLES)) -> Snapshot:
        """The committed state now: all ``tables`` as of one moment."""
        for _ in range(_TRIES):
            before = self._log_entries(tables)
            runs = self.runs()
            files = {name: delta.files(self.folder(name)) for name in tables}
            if self._log_entries(tables) == before:
                break
        visible = find_visible(runs, [name for name in tables if name != "tombstones"])
        return Snapshot(_LAYER, files, visible, find_generation(runs), runs)

    def mark(self) -> str:
        """A text that changes when a batch is committed or the workspace replaced, found from names of files."""
        return f"{mark_layout(self.root)} {delta.log_entry(self.folder('runs'))}"

    def _log_entries(self, tables: Sequence[str]) -> list[str]:
        return [delta.log_entry(self.folder(name)) for name in ("runs", *tables)]


class Batch:
    """Rows on their way into a workspace, under the writer lock. Made by ``Store.batch``.

    Attributes:
        id: sorts after all earlier batches.
        counts: kept in ``runs`` as JSON.
    """

    def __init__(self, store: Store, action: str, generation: str) -> None:
        self._store = store
        self._action, self._generation = action, generation
        number = max((int(run.batch_id[:8]) for run in store.runs()), default=0) + 1
        self.id = f"{number:08d}-{secrets.token_hex(4)}"
        self.counts: dict[str, Any] = {}
        self._started = datetime.now(UTC)
        self._rows: Counter[str] = Counter()
        self._left_out: set[str] = set()

    def append(self, table: str, rows: pa.Table) -> int:
        """Write rows of one table; gives how many. ``documents`` come before what is said of them.

        Raises:
            WorkspaceError: nothing of these rows was written.
            ValueError: the rows do not fit the table, or hold a document twice.
        """
        wanted = self._wanted(table, rows)
        if wanted.num_rows:
            delta.append(self._store.folder(table), conform(wanted, TABLES[table], self.id))
            self._rows[table] += wanted.num_rows
        return int(wanted.num_rows)

    def _wanted(self, table: str, rows: pa.Table) -> pa.Table:
        if table == "documents":
            self._left_out |= self._find_unwanted(rows)
        if table == "pay_reports":
            return _without(rows, "report_id", self._store.known_reports(rows["report_id"].to_pylist()))
        # A document that is known can be seen again.
        return rows if table == "sightings" else _without(rows, "document_id", self._left_out)

    def _find_unwanted(self, documents: pa.Table) -> set[str]:
        ids = documents["document_id"].to_pylist()
        if len(set(ids)) < len(ids):
            raise ValueError("a batch holds a document twice")
        removed = self._store.removals()
        columns = (documents[name].to_pylist() for name in ("document_id", "source", "employer"))
        covered = {row[0] for row in zip(*columns, strict=True) if removed.cover(*row)}
        return covered | self._store.known_ids(ids)

    def commit(self) -> None:
        """The last write: from now on readers see the batch."""
        run = {
            "action": self._action,
            "generation": self._generation,
            "started_at": self._started,
            "finished_at": datetime.now(UTC),
            "counts": json.dumps({**self.counts, "rows": dict(self._rows)}, ensure_ascii=False),
            "batch_id": self.id,
        }
        delta.append(self._store.folder("runs"), pa.Table.from_pylist([run], schema=schema.RUNS))


def conform(rows: pa.Table, to: pa.Schema, batch_id: str) -> pa.Table:
    """Rows with exactly the columns and types of ``to``; a missing column is null.

    Raises:
        ValueError: a column that ``to`` does not have, or values that do not fit its type.
    """
    if unknown := set(rows.column_names) - set(to.names):
        raise ValueError(f"no such column: {', '.join(sorted(unknown))}")
    rest = [
        rows[field.name].cast(field.type)
        if field.name in rows.column_names
        else pa.nulls(rows.num_rows, field.type)
        for field in to
    ]
    at = to.get_field_index("batch_id")
    rest[at] = pa.array([batch_id] * rows.num_rows, pa.string())
    return pa.table(rest, schema=to)


def _without(rows: pa.Table, column: str, values: set[str]) -> pa.Table:
    if not values or column not in rows.column_names:
        return rows
    held = pc.is_in(rows[column], value_set=pa.array(sorted(values), pa.string()))
    return rows.filter(pc.invert(held))
