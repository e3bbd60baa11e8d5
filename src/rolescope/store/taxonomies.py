"""Taxonomies in a workspace: one Parquet file each, replaced whole, and what was worked out from it beside it."""

from __future__ import annotations

import os
import secrets
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import parquet

from rolescope import schema
from rolescope.errors import WorkspaceError
from rolescope.model import Taxonomy, TaxonomyEntry

FOLDER = "taxonomies"

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class StoredTaxonomy:
    """A taxonomy of a workspace.

    Attributes:
        name: "esco" or "onet".
        edition: "1.2.0", "" where the release does not say.
        added: when it was stored, ISO 8601 in UTC.
        rows: entries by kind.
        key: changes with every writing.
    """

    name: str
    edition: str
    added: str
    rows: Mapping[str, int]
    key: str


def write_taxonomy(root: Path, taxonomy: Taxonomy) -> None:
    """Store a taxonomy in the workspace in ``root``, in place of an older edition; the writer lock is held.

    Raises:
        WorkspaceError: the folder cannot be written.
    """
    columns = {
        name: pa.array([_cell(e, name) for e in taxonomy.entries], schema.TAXONOMY.field(name).type)
        for name in schema.TAXONOMY.names
    }
    told = {
        "edition": taxonomy.edition,
        "added": datetime.now(UTC).isoformat(timespec="seconds"),
        "key": secrets.token_hex(8),
    }
    table = pa.table(columns, schema.TAXONOMY).replace_schema_metadata(told)
    _replace(
        root / FOLDER / f"{taxonomy.name}.parquet",
        lambda path: parquet.write_table(table, path, compression="zstd"),
    )


def _cell(entry: TaxonomyEntry, name: str) -> object:
    value = getattr(entry, name)
    return list(value) if isinstance(value, tuple) else value


def _replace(path: Path, write: Callable[[Path], None]) -> None:
    """Put a file in place in one step; nobody sees it half written."""
    draft = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(exist_ok=True)
        try:
            write(draft)
            with draft.open("rb") as file:
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise WorkspaceError(f"{path.name} cannot be written: {error.strerror or error}.") from error


def list_taxonomies(root: Path) -> tuple[StoredTaxonomy, ...]:
    """The taxonomies of the workspace in ``root``, by name; none where there is no workspace."""
    files = sorted((root / FOLDER).glob("[!.]*.parquet"))
    return tuple(_describe(path.stem, _open(path)) for path in files)


def find_taxonomy(root: Path, name: str) -> StoredTaxonomy | None:
    """The taxonomy of that name, None if the workspace has none."""
    path = root / FOLDER / f"{name}.parquet"
    return _describe(name, _open(path)) if path.is_file() else None


def _open(path: Path) -> parquet.ParquetFile:
    try:
        return parquet.ParquetFile(path)
    except (pa.ArrowException, OSError):
        raise WorkspaceError(
            f"The taxonomy file {path.name} of the workspace is damaged; add the release again."
        ) from None


def _describe(name: str, file: parquet.ParquetFile) -> StoredTaxonomy:
    told = {k.decode(): v.decode() for k, v in (file.schema_arrow.metadata or {}).items()}
    counts = file.read(["kind"])["kind"].value_counts().to_pylist()
    rows = {pair["values"]: pair["counts"] for pair in sorted(counts, key=lambda pair: str(pair["values"]))}
    return StoredTaxonomy(name, told.get("edition", ""), told.get("added", ""), rows, told.get("key", ""))


def read_entries(root: Path, name: str, kind: str) -> tuple[TaxonomyEntry, ...]:
    """The entries of one kind, without descriptions.

    Raises:
        WorkspaceError: the file is damaged.
    """
    file = _open(root / FOLDER / f"{name}.parquet")
    try:
        rows = file.read(["id", "kind", "label", "alt_labels"]).to_pylist()
        return tuple(
            TaxonomyEntry(r["id"], r["kind"], r["label"], tuple(r["alt_labels"]))
            for r in rows
            if r["kind"] == kind
        )
    except (pa.ArrowException, KeyError, OSError):
        raise WorkspaceError(f"The taxonomy {name} of the workspace is damaged; add it again.") from None


def read_arrays(root: Path, name: str, key: str) -> Arrays | None:
    """Arrays kept under ``name`` if they were worked out for ``key``; None otherwise, damaged ones too."""
    try:
        with np.load(root / FOLDER / f"{name}.npz", allow_pickle=False) as held:
            arrays = {n: held[n] for n in held.files}
    except (OSError, ValueError, zipfile.BadZipFile, EOFError, KeyError):
        return None
    return arrays if str(arrays.pop("key", "")) == key else None


def keep_arrays(root: Path, name: str, key: str, arrays: Arrays) -> None:
    """Keep arrays for the next time; a folder that cannot be written is no harm."""

    save: Callable[..., None] = np.savez

    def write(path: Path) -> None:
        with path.open("wb") as file:
            save(file, key=np.array(key), **arrays)

    try:
        _replace(root / FOLDER / f"{name}.npz", write)
    except WorkspaceError:
        return
