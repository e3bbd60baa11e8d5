"""Parquet files, read in small batches of the columns that matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BufferedReader

from rolescope.model import Problem
from rolescope.sources.options import Limits, Record, Refused

ROWS = 256
# A row group is unpacked in memory column by column.
GROUP_BYTES = 2 << 30
STRINGS_BYTES = 64 << 20


def read_parquet(
    handle: BufferedReader, name: str, limits: Limits, wanted: Iterable[str] | None = None
) -> Iterator[Record | Problem]:
    """The rows of a Parquet file; ``wanted`` names the columns to read, None reads all.

    Raises:
        Refused: it is damaged or would unpack to too much; rows before that were given.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(handle, thrift_string_size_limit=STRINGS_BYTES, pre_buffer=False)
        _check_size(file.metadata, name, limits)
        columns = None if wanted is None else [c for c in file.schema_arrow.names if c in set(wanted)]
        number = 0
        for batch in file.iter_batches(batch_size=ROWS, columns=columns):
            for row in _rows(batch):
                number += 1
                yield Record(f"{name}:{number}", row)
    except (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError, KeyError):
        what = "The Parquet file is damaged or holds what cannot be read; rows before that were kept."
        raise Refused(Problem(what, name, "bad_parquet")) from None


def read_parquet_names(handle: BufferedReader) -> tuple[str, ...]:
    """The columns' names; none where the file is damaged (``read_parquet`` says so)."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return tuple(pq.read_schema(handle).names)
    except (pa.ArrowException, OSError, ValueError):
        return ()
    finally:
        handle.seek(0)


def _check_size(metadata: object, name: str, limits: Limits) -> None:
    groups = (metadata.row_group(i).total_byte_size for i in range(metadata.num_row_groups))  # type: ignore[attr-defined]
    largest = max(groups, default=0)
    if largest > GROUP_BYTES or metadata.num_rows * 8 > limits.unpacked_bytes:  # type: ignore[attr-defined]
        what = f"The Parquet file unpacks to too much at once ({largest:,} bytes)."
        raise Refused(Problem(what, name, "bomb"))


def _rows(batch: object) -> list[dict[str, object]]:
    import pyarrow as pa

    columns: dict[str, object] = {}
    for field, column in zip(batch.schema, batch.columns, strict=True):  # type: ignore[attr-defined]
        # Python's dates end at 9999 and know no nanoseconds
        plain = column.cast(pa.string()) if pa.types.is_temporal(field.type) else column
        columns.setdefault(field.name, plain)
    return pa.table(columns).to_pylist()  # type: ignore[no-any-return]
