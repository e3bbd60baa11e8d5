"""Tables into a folder of Parquet files, the form of the bundled evidence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from rolescope import schema
from rolescope.store.commit import conform
from rolescope.store.evidence import Evidence
from rolescope.store.snapshot import FolderLayer

# Columns to sort by: equal values side by side make the files small and the reading quick.
_ORDER = {
    "documents": ["document_id"],
    "annotations": ["document_id"],
    "mentions": ["document_id", "kind", "concept", "start"],
    "statements": ["document_id", "role", "section", "ordinal"],
    "pay_reports": ["role", "report_id"],
    "official": ["code", "measure", "kind", "concept"],
}


def write_folder(tables: Mapping[str, pa.Table], folder: Path) -> None:
    """Write ``<table>.parquet`` files and ``background.parquet``; the same rows give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        plain = conform(rows, schema.TABLES[name], "bundled")
        ordered = plain.sort_by([(column, "ascending") for column in _ORDER.get(name, ["batch_id"])])
        _write(ordered, folder / f"{name}.parquet")
    (folder / "background.parquet").unlink(missing_ok=True)
    background = Evidence([FolderLayer(folder)]).fetch_background()
    _write(
        background.table.replace_schema_metadata({"total": str(background.total)}),
        folder / "background.parquet",
    )


def _write(rows: pa.Table, path: Path) -> None:
    pq.write_table(rows, path, compression="zstd", compression_level=19, write_statistics=False)
