"""O*NET releases in both layouts, as folder and zip."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from rolescope.errors import SourceError
from rolescope.taxonomy import sheets
from rolescope.taxonomy.onet import (
    AlternateTitle,
    JobZone,
    Occupation,
    OnetRelease,
    Task,
    TaskActivity,
    Technology,
    read_release,
)
from rolescope.taxonomy.sheets import BadTable, read_text_table, read_workbook, to_records

ONET = Path(__file__).resolve().parents[2] / "shared" / "data" / "taxonomy" / "onet"
CODE = "O*NET-SOC Code"
TABLES = {
    "Occupation Data": [
        [CODE, "Title", "Description"],
        ["43-0001.00", "Clerks", 'File "things".'],
        ["", "x", "y"],
    ],
    "Alternate Titles": [
        [CODE, "Title", "Alternate Title", "Short Title", "Source(s)"],
        ["43-0001.00", "Clerks", "File Clerk", "n/a", "08"],
    ],
    "Task Statements": [
        [CODE, "Title", "Task ID", "Task", "Task Type"],
        ["43-0001.00", "Clerks", "1", "File things.", "Core"],
        ["43-0001.00", "Clerks", "2", "Fetch things.", "n/a"],
    ],
    "Technology Skills": [
        [CODE, "Title", "Example", "Commodity Code", "Commodity Title", "Hot Technology"],
        ["43-0001.00", "Clerks", "Filer", "432", "Filing software", "Y"],
    ],
    "Job Zones": [[CODE, "Title", "Job Zone"], ["43-0001.00", "Clerks", "2"], ["43-0002.00", "Cooks", ""]],
    "Tasks to DWAs": [
        [CODE, "Title", "Task ID", "Task", "DWA ID", "DWA Title"],
        ["43-0001.00", "Clerks", "1", "File things.", "4.A", "File documents."],
    ],
}
READ_ME = "O*NET 29.3 Database\nMay 2025 Release\n----------------\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "db_29_2_text"
    path.mkdir()
    for name, rows in TABLES.items():
        (path / f"{name}.txt").write_text("\n".join("\t".join(row) for row in rows) + "\n", "utf-8")
    (path / "Read Me.txt").write_text(READ_ME, "utf-8")
    return path


def check(release: OnetRelease) -> None:
    assert release.occupations() == (Occupation("43-0001.00", "Clerks", 'File "things".'),)
    assert release.alternate_titles() == (AlternateTitle("43-0001.00", "File Clerk", ""),)
    assert release.tasks() == (
        Task("43-0001.00", "1", "File things.", core=True),
        Task("43-0001.00", "2", "Fetch things.", core=False),
    )
    assert release.technologies() == (
        Technology("43-0001.00", "Filer", "Filing software", hot=True, in_demand=False),
    )
    assert release.job_zones() == (JobZone("43-0001.00", 2),)
    assert release.task_activities() == (TaskActivity("43-0001.00", "1", "4.A", "File documents."),)


def test_a_folder(folder: Path) -> None:
    release = read_release(folder)
    assert (release.version, release.released) == ("29.3", "May 2025")
    check(release)


def test_a_zip_without_read_me(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "db_29_2_text.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for table in TABLES:
            packed.write(folder / f"{table}.txt", f"db_29_2_text/{table}.txt")
    release = read_release(path)
    assert (release.version, release.released) == ("29.2", "")
    check(release)


def test_what_is_no_release(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(SourceError, match="no table 'Occupation Data'"):
        read_release(tmp_path)
    with pytest.raises(SourceError, match="neither a folder nor a zip"):
        read_release(tmp_path / "a.txt")
    with pytest.raises(SourceError, match="There is no file"):
        read_release(tmp_path / "nowhere")


def test_tables_that_are_missing_or_damaged(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release = read_release(folder)
    (folder / "Job Zones.txt").unlink()
    with pytest.raises(SourceError, match="has no table 'Job Zones'"):
        release.job_zones()
    (folder / "Task Statements.txt").write_text("a\tb\n")
    with pytest.raises(SourceError, match="has no column"):
        release.tasks()
    (folder / "Tasks to DWAs.xlsx").write_text("no workbook")
    with pytest.raises(SourceError, match="cannot be read"):
        release.task_activities()
    monkeypatch.setattr("rolescope.taxonomy.onet.FILE_BYTES", 10)
    with pytest.raises(SourceError, match="too large"):
        release.occupations()


def test_a_damaged_zip(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "release.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.write(folder / "Occupation Data.txt", "Occupation Data.txt")
    release = read_release(path)
    data = bytearray(path.read_bytes())
    data[60:70] = b"0123456789"
    path.write_bytes(bytes(data))
    with pytest.raises(SourceError, match="damaged"):
        release.occupations()


def test_limits_of_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "FILE_BYTES", 10)
    with pytest.raises(BadTable, match="too large"):
        read_text_table(b"x" * 11, ",")
    with pytest.raises(BadTable, match="too large"):
        read_workbook(b"x" * 11)
    with pytest.raises(BadTable, match="cannot be read"):
        read_text_table(b"a\rb", ",")


def test_a_workbook_that_unpacks_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/a.xml", "x" * 1000)
    monkeypatch.setattr(sheets, "UNPACKED_BYTES", 100)
    with pytest.raises(BadTable, match="too much"):
        read_workbook(path.read_bytes())


def test_records_of_no_rows() -> None:
    assert list(to_records(())) == []
    assert list(to_records((("a", "b"), ("1",)))) == [{"a": "1", "b": ""}]


@pytest.mark.skipif(not ONET.is_dir(), reason="the real data are not here")
def test_the_real_release() -> None:
    release = read_release(ONET)
    assert (release.version, release.released) == ("29.3", "May 2025")
    assert len(release.occupations()) == 1_016
    assert len(release.technologies()) == 32_681
    assert len(release.tasks()) == 18_796
    assert sum(t.in_demand for t in release.technologies()) == 2_339
