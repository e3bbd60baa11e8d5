"""Removing what must go, and keeping the tables tidy."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field

from rolescope.errors import UsageError
from rolescope.store import delta
from rolescope.store.commit import Store
from rolescope.store.database import Database, scan
from rolescope.store.layout import TABLES
from rolescope.store.signing import employer_key
from rolescope.store.tombstones import build_tombstones

# Tables whose rows speak of a document; ``documents`` goes first, and hides the rest from readers.
_OF_DOCUMENTS = ("documents", "annotations", "mentions", "statements", "sightings", "signatures")
_OF_SOURCES = ("pay_reports", "official")
# A known document may be seen again after its removal; nothing else outlives its document.
_CANNOT_OUTLIVE = tuple(name for name in _OF_DOCUMENTS if name not in ("documents", "sightings"))


@dataclass(frozen=True, slots=True)
class Removed:
    """What ``remove`` took away.

    Attributes:
        documents: number of documents.
        rows: rows per table, of those that lost any.
    """

    documents: int
    rows: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Compacted:
    """What ``compact`` did: rows of uncommitted, replaced or removed batches dropped, small files merged."""

    rows_dropped: int
    files_merged: int


def remove(
    store: Store, ids: Sequence[str] = (), *, source: str | None = None, employer: str | None = None
) -> Removed:
    """Delete documents by id, by source or by employer, and keep them from coming back.

    Employers are compared by ``signing.employer_key``. The deleted rows stay in old files until
    ``compact`` runs an hour later or more. What is in no table leaves no tombstone.

    Raises:
        UsageError: not exactly one of the three is given.
    """
    name = employer_key(employer) if employer else ""
    if sum((bool(ids), bool(source), bool(name))) != 1:
        raise UsageError("Name what to remove: ids, a source or an employer that says who it is.")
    with store.writing():
        found = _find_documents(store, ids, source, name)
        other = {table: source for table in _OF_SOURCES if source and _holds_source(store, table, source)}
        if not found and not other:
            return Removed(0)
        what, values = ("id", found) if ids else ("source", [source]) if source else ("employer", [name])
        with store.batch("remove") as batch:
            # The tombstone first: killed in between, a second call finds what is left.
            batch.append("tombstones", build_tombstones(what, [v for v in values if v], store.layout.id))
            rows = {t: delta.delete(store.folder(t), "document_id", found) for t in _OF_DOCUMENTS}
            rows |= {t: delta.delete(store.folder(t), "source", [s]) for t, s in other.items()}
            batch.counts["removed"] = {table: number for table, number in rows.items() if number}
    return Removed(len(found), batch.counts["removed"])


def _find_documents(store: Store, ids: Sequence[str], source: str | None, employer: str) -> list[str]:
    rows = scan(delta.files(store.folder("documents")), "document_id", "source", "employer").to_pylist()
    wanted = set(ids)
    return sorted(
        {
            row["document_id"]
            for row in rows
            if row["document_id"] in wanted
            or (source and row["source"] == source)
            or (employer and row["employer"] and employer_key(row["employer"]) == employer)
        }
    )


def _holds_source(store: Store, table: str, source: str) -> bool:
    return source in scan(delta.files(store.folder(table)), "source", distinct=True)["source"].to_pylist()


def compact(store: Store) -> Compacted:
    """Drop rows no reader can see any more, merge small files, and drop files unused for an hour."""
    dropped = merged = 0
    with store.writing():
        _drop_old_folders(store)
        for table in TABLES:
            dropped += _drop_hidden(store, table) if table not in ("runs", "tombstones") else 0
        dropped += sum(_drop_orphans(store, table) for table in _CANNOT_OUTLIVE)
        with store.batch("compact") as batch:
            batch.counts["dropped"] = dropped
        merged = sum(delta.compact(store.folder(table)) for table in TABLES)
    return Compacted(dropped, merged)


def _drop_hidden(store: Store, table: str) -> int:
    snapshot = store.snapshot((table,))
    assert snapshot.visible is not None
    held = set(scan(snapshot.files[table], "batch_id", distinct=True)["batch_id"].to_pylist())
    hidden = sorted(held - set(snapshot.visible[table]))
    return delta.delete(store.folder(table), "batch_id", hidden)


def _drop_orphans(store: Store, table: str) -> int:
    """Rows of documents that are gone, which a killed ``remove`` leaves."""
    kept = "SELECT document_id FROM documents"
    gone = f"SELECT DISTINCT document_id FROM {table} WHERE document_id NOT IN ({kept})"
    with closing(Database([store.snapshot(("documents", table))])) as database:
        orphans = database.fetch(gone)["document_id"].to_pylist()
    return delta.delete(store.folder(table), "document_id", orphans)


def _drop_old_folders(store: Store) -> None:
    """Tables of formats before a migration."""
    for folder in store.root.glob("tables*"):
        if folder.is_dir() and folder.name != store.layout.tables:
            shutil.rmtree(folder, ignore_errors=True)
