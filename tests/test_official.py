"""Official releases as figures, linked to packaged concepts."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolescope.errors import SourceError, UsageError
from rolescope.official import duty_figures, link_tasks, link_technology, read_official, technology_figures

CODE = "O*NET-SOC Code"
TABLES = {
    "Occupation Data": [[CODE, "Title", "Description"], ["15-1243.01", "Keepers of Warehouses", "Keep."], ["43-1.00", "Clerks", "File."]],
    "Task Statements": [
        [CODE, "Title", "Task ID", "Task", "Task Type"],
        ["15-1243.01", "Keepers", "1", "Build data pipelines for the county.", "Core"],
        ["15-1243.01", "Keepers", "2", "Maintain data pipelines.", "Core"],
        ["15-1243.01", "Keepers", "3", "Feed the cat.", "Core"],
    ],
    "Technology Skills": [
        [CODE, "Title", "Example", "Commodity Code", "Commodity Title", "Hot Technology", "In Demand"],
        ["15-1243.01", "Keepers", "Apache Airflow", "1", "x", "Y", "N"],
        ["15-1243.01", "Keepers", "Airflow software", "1", "x", "N", "Y"],
        ["15-1243.01", "Keepers", "Lamp oil", "1", "x", "N", "N"],
    ],
    "Job Zones": [[CODE, "Title", "Job Zone"], ["15-1243.01", "Keepers", "4"]],
}  # fmt: skip


@pytest.fixture
def release(tmp_path: Path) -> Path:
    path = tmp_path / "db_29_3_text"
    path.mkdir()
    for name, rows in TABLES.items():
        (path / f"{name}.txt").write_text("\n".join("\t".join(row) for row in rows) + "\n", "utf-8")
    return path


@pytest.mark.parametrize(
    ("example", "concept"),
    [
        ("Python", "python"),
        ("Microsoft Excel", "excel"),
        ("Structured query language SQL", "sql"),
        ("Apache Airflow", "airflow"),
        ("IBM Lamp oil", None),
    ],
)
def test_technologies_are_linked(example: str, concept: str | None) -> None:
    linked = link_technology(example)
    assert (linked.id if linked else None) == concept


def test_technologies_of_one_concept_become_one() -> None:
    examples = [
        ("Apache Airflow", True, False),
        ("Airflow software", False, True),
        ("Lamp oil", False, False),
    ]
    figures = list(technology_figures("O*NET", "29.3", "1", "Keepers", examples))
    assert [(f.concept, f.text, f.hot, f.in_demand) for f in figures] == [
        ("airflow", "", True, True),
        (None, "Lamp oil", False, False),
    ]


def test_tasks_are_counted_once_each() -> None:
    counts = link_tasks(
        ["Build data pipelines and maintain data pipelines.", "Maintain data pipelines.", "Rest."]
    )
    assert counts["build-data-pipelines"] == 2
    figures = list(duty_figures("O*NET", "29.3", "1", "Keepers", ["Build data pipelines."]))
    assert {("duty", "activity", 1.0, "")} == {(f.measure, f.kind, f.value, f.text) for f in figures}


def test_a_release_is_read_whole(release: Path) -> None:
    figures, problems = read_official("onet", release)
    assert problems == ()
    read = {(f.measure, f.concept or f.text, f.value) for f in figures}
    assert read >= {
        ("technology", "airflow", None),
        ("technology", "Lamp oil", None),
        ("duty", "build-data-pipelines", 2.0),
        ("job_zone", "", 4.0),
    }
    assert {f.code for f in figures} == {"15-1243.01"}


def test_bls_files_are_told_by_their_kind(tmp_path: Path) -> None:
    path = tmp_path / "projections.csv"
    path.write_text(
        '"Occupation Title","Occupation Code","Employment 2020","Employment 2030"\n"Clerks","43-0001","1.5","2.0"\n'
    )
    figures, _ = read_official("bls", path)
    assert {f.source for f in figures} <= {"BLS Employment Projections"}
    book = tmp_path / "national.xlsx"
    book.write_bytes(b"no workbook")
    assert read_official("bls", book)[0] == ()


def test_unknown_releases_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="onet, esco, bls"):
        read_official("isco", tmp_path)
    with pytest.raises(SourceError):
        read_official("onet", tmp_path)
