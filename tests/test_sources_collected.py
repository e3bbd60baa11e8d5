"""Collected pay: rows → ranges."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from rolescope.model import PayReport, Problem
from rolescope.sources import collected, read_paths
from rolescope.sources.collected import read_collected
from rolescope.sources.options import Record

SALARIES = Path(__file__).resolve().parents[2] / "shared" / "data" / "wages" / "salaries_2025-01-19.csv"
NAMES = [
    "work_year",
    "experience_level",
    "employment_type",
    "job_title",
    "salary",
    "salary_currency",
    "salary_in_usd",
    "employee_residence",
    "remote_ratio",
    "company_location",
    "company_size",
]


def rows(*lines: str) -> Iterable[Record]:
    return [
        Record(f"pay.csv:{n}", dict(zip(NAMES, line.split(","), strict=True)))
        for n, line in enumerate(lines, 2)
    ]


def row(pay: int, title: str = "Clerk", level: str = "SE", year: str = "2024", size: str = "M") -> str:
    return f"{year},{level},FT,{title},{pay},USD,{pay},US,0,US,{size}"


def ranges(*lines: str) -> list[tuple[float, float, int]]:
    items = read_collected(rows(*lines), "pay.csv", "pay")
    return [(i.low, i.high, i.copies) for i in items if isinstance(i, PayReport)]


def test_high_and_low_are_one_range() -> None:
    (report,) = read_collected(rows(row(70_000), row(50_000)), "pay.csv", "pay")
    assert report == PayReport(
        source="pay",
        title="Clerk",
        year=2024,
        level="senior",
        employment_type="full_time",
        low=50_000,
        high=70_000,
        currency="USD",
        usd_low=50_000,
        usd_high=70_000,
        country="US",
    )


def test_pairs_singles_and_copies() -> None:
    assert ranges(row(70_000)) == [(70_000, 70_000, 1)]
    assert ranges(row(70_000), row(70_000)) == [(70_000, 70_000, 1)]
    assert ranges(row(50_000), row(70_000)) == [(50_000, 50_000, 1), (70_000, 70_000, 1)]
    assert ranges(*[row(70_000), row(50_000)] * 3) == [(50_000, 70_000, 3)]
    assert ranges(row(90_000), row(70_000), row(60_000)) == [(70_000, 90_000, 1), (60_000, 60_000, 1)]


@pytest.mark.parametrize("other", [{"title": "Cook"}, {"level": "MI"}, {"year": "2023"}, {"size": "L"}])
def test_only_rows_equal_in_all_else_are_paired(other: dict[str, str]) -> None:
    found = ranges(row(70_000), row(50_000, **other))
    assert sorted(found) == [(50_000, 50_000, 1), (70_000, 70_000, 1)]


@pytest.mark.parametrize(
    "line",
    [
        row(-5),
        row(0),
        row(999),
        row(3_000_000),
        row(50_000, year="9999"),
        row(50_000, year="soon"),
        row(50_000, level="??"),
        row(50_000, title=""),
    ],
)
def test_absurd_rows_are_counted(line: str) -> None:
    items = list(read_collected(rows(line, row(50_000, title="Cook"), line), "pay.csv", "pay"))
    problem, report = items
    assert isinstance(problem, Problem)
    assert problem.what.startswith("2 rows were skipped")
    assert isinstance(report, PayReport)
    assert report.title == "Cook"


def test_other_problems_pass_and_distinct_ranges_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collected, "DISTINCT_MOST", 1)
    lines = rows(row(50_000), row(60_000, title="Cook"), row(70_000, title="Baker"))
    items = list(read_collected([Problem("x"), *lines], "pay.csv", "pay"))
    assert [i.why for i in items if isinstance(i, Problem)] == ["", "too_large"]


@pytest.mark.skipif(not SALARIES.exists(), reason="the real data are not here")
def test_the_real_file() -> None:
    items = list(read_paths([SALARIES]))
    reports = [i for i in items if isinstance(i, PayReport)]
    assert len(items) == len(reports) == 23_275
    assert sum(r.copies for r in reports) == 37_613
    assert all(r.low <= r.high and r.usd_low <= r.usd_high for r in reports)
