"""Parquet, whole and broken."""

from __future__ import annotations

import random
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rolescope.model import Document, Problem
from rolescope.sources import Limits, ReadOptions, parquet, read_paths

TEXT = "You look after the tables of the warehouse and write SQL for it."


@pytest.fixture
def table(tmp_path: Path) -> Path:
    rows = 600
    columns = {
        "title": pa.array([f"Clerk {n}" for n in range(rows)]).dictionary_encode(),
        "description": pa.array([f"{TEXT} {n}" for n in range(rows)], pa.large_string()),
        "company": pa.array([{"name": "Acme"}] * rows),
        "date_posted": pa.array([datetime(2024, 7, 31, 1, 2, 3)] * rows, pa.timestamp("ns")),
        "location": pa.array([["Utrecht", "Delft"]] * rows),
        "min_salary": pa.array([50_000.0, None] * (rows // 2)),
        "blob": pa.array([b"\xff\x00"] * rows),
    }
    path = tmp_path / "jobs.parquet"
    pq.write_table(pa.table(columns), path)
    return path


def test_odd_types(table: Path) -> None:
    items = list(read_paths([table]))
    assert len(items) == 600
    first = items[0]
    assert isinstance(first, Document)
    assert (first.title, first.employer, first.location) == ("Clerk 0", "Acme", "Utrecht; Delft")
    assert (first.date_posted, first.pay_text, first.source) == ("2024-07-31", "50000", "jobs")


def test_found_by_how_it_begins(table: Path, tmp_path: Path) -> None:
    other = table.rename(tmp_path / "jobs.csv")
    assert len(list(read_paths([other]))) == 600


def test_missing_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"x": [1, 2]}), path)
    items = list(read_paths([path]))
    assert [i.why for i in items if isinstance(i, Problem)] == ["missing_columns", "missing_columns"]


def test_damaged(table: Path, tmp_path: Path) -> None:
    data = table.read_bytes()
    for name, broken in {"cut": data[: len(data) // 2], "head": b"PAR1", "tail": data[:-4] + b"XXXX"}.items():
        path = tmp_path / f"{name}.parquet"
        path.write_bytes(broken)
        assert [i.why for i in read_paths([path]) if isinstance(i, Problem)] == ["bad_parquet"]


def test_flipped_bytes_never_raise(table: Path, tmp_path: Path) -> None:
    data, chance = table.read_bytes(), random.Random(7)
    path = tmp_path / "flipped.parquet"
    for _ in range(40):
        broken = bytearray(data)
        for _ in range(5):
            broken[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(bytes(broken))
        for item in read_paths([path]):
            assert isinstance(item, Document | Problem)


def test_too_much_at_once(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    items = list(read_paths([table], ReadOptions(limits=Limits(unpacked_bytes=1_000))))
    assert [i.why for i in items if isinstance(i, Problem)] == ["bomb"]
    monkeypatch.setattr(parquet, "GROUP_BYTES", 100)
    assert [i.why for i in read_paths([table]) if isinstance(i, Problem)] == ["bomb"]


def test_packed_twice(table: Path, tmp_path: Path) -> None:
    import gzip

    path = tmp_path / "jobs.parquet.gz"
    path.write_bytes(gzip.compress(table.read_bytes()))
    assert [i.why for i in read_paths([path]) if isinstance(i, Problem)] == ["unsupported"]
