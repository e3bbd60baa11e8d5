"""Delta Lake: the only module that knows it. A table is a folder; the writer lock is held by callers."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
from deltalake import DeltaTable, WriterProperties, write_deltalake
from deltalake.exceptions import DeltaError

from rolescope.errors import WorkspaceError

# Statistics of the batch only: the log must not repeat texts, titles or employers that are removed later.
_CONFIGURATION: dict[str, str | None] = {
    "delta.dataSkippingStatsColumns": "batch_id",
    "delta.checkpointInterval": "20",
    "delta.logRetentionDuration": "interval 1 days",
    "delta.deletedFileRetentionDuration": "interval 1 hours",
}
_WRITER = WriterProperties(compression="ZSTD", compression_level=3)
_RETENTION_HOURS = 1
# Values in one DELETE; each pass rewrites the files it touches, and longer lists parse slowly.
_VALUES_AT_ONCE = 20_000


@contextmanager
def _clear_errors(doing: str) -> Iterator[None]:
    try:
        yield
    except (DeltaError, OSError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        message = f"The workspace could not be {doing}; all that was reported before is kept ({reason})."
        raise WorkspaceError(message) from error


def exists(folder: Path) -> bool:
    """Whether ``folder`` holds a table."""
    return bool(log_entry(folder))


def log_entry(folder: Path) -> str:
    """The newest entry of the table's log, "" without one; it changes with every write."""
    try:
        names = os.listdir(folder / "_delta_log")  # noqa: PTH208 - a server asks this all the time
    except OSError:
        return ""
    return max((name for name in names if name.endswith(".json")), default="")


def append(folder: Path, rows: pa.Table) -> None:
    """Add ``rows`` in one atomic step, making the table first where there is none.

    Raises:
        WorkspaceError: nothing was written (full disk, no permission).
    """
    with _clear_errors("written"):
        if not exists(folder):
            DeltaTable.create(str(folder), schema=rows.schema, mode="ignore", configuration=_CONFIGURATION)
        write_deltalake(str(folder), rows, mode="append", writer_properties=_WRITER)


def files(folder: Path) -> tuple[str, ...]:
    """Paths of the Parquet files that are the table now."""
    if not exists(folder):
        return ()
    with _clear_errors("read"):
        actions = pa.table(DeltaTable(str(folder)).get_add_actions(flatten=True))
    return tuple(str(folder / name) for name in sorted(actions["path"].to_pylist()))


def delete(folder: Path, column: str, values: Sequence[str]) -> int:
    """Delete the rows whose ``column`` is one of ``values``; gives their number."""
    if not exists(folder):
        return 0
    deleted = 0
    with _clear_errors("changed"):
        for at in range(0, len(values), _VALUES_AT_ONCE):
            listed = ", ".join("'" + v.replace("'", "''") + "'" for v in values[at : at + _VALUES_AT_ONCE])
            table = DeltaTable(str(folder))
            metrics = table.delete(f"{column} IN ({listed})", writer_properties=_WRITER)
            deleted += int(metrics["num_deleted_rows"])
    return deleted


def compact(folder: Path) -> int:
    """Merge small files and drop files no reader can hold any more; gives the number of files merged."""
    if not exists(folder):
        return 0
    with _clear_errors("compacted"):
        table = DeltaTable(str(folder))
        merged = int(table.optimize.compact(writer_properties=_WRITER)["numFilesRemoved"])
        # full: also files a killed writer left without naming them; no writer is at work under the lock.
        table.vacuum(_RETENTION_HOURS, dry_run=False, enforce_retention_duration=False, full=True)
    return merged
