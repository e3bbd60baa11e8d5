"""O*NET releases as onetcenter.org gives them: a folder or zip of Excel or tab-separated tables.

O*NET is a trademark of the US Department of Labor, Employment and Training Administration; the database is
licensed CC BY 4.0, and what is taken from it has to say so.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from rolescope.errors import SourceError
from rolescope.taxonomy.sheets import FILE_BYTES, BadTable, Row, read_text_table, read_workbook, to_records

CODE = "O*NET-SOC Code"
ELEMENT = "Element ID"
# basic skills, cross-functional skills, knowledge
SKILL_ELEMENTS = ("2.A.", "2.B.", "2.C.")
SUFFIXES = (".xlsx", ".txt")
_VERSION = re.compile(r"O\*NET\D{0,3}\s*(\d+\.\d+)\s+Database")
_RELEASED = re.compile(r"^\s*([A-Z][a-z]+ \d{4}) Release", re.MULTILINE)
_NAME_VERSION = re.compile(r"db_(\d+)_(\d+)")


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation: O*NET-SOC code ("15-2051.01"), title, description."""

    code: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class AlternateTitle:
    """Another title for an occupation, as written; ``short`` is an abbreviation of it or ""."""

    code: str
    title: str
    short: str


@dataclass(frozen=True, slots=True)
class Element:
    """A skill or area of knowledge of the content model ("2.B.3.e", "Programming")."""

    id: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Task:
    """A task statement; ``core`` False for supplemental tasks and those not rated yet."""

    code: str
    task_id: str
    text: str
    core: bool


@dataclass(frozen=True, slots=True)
class Technology:
    """A technology used in an occupation; ``commodity`` is its UNSPSC class."""

    code: str
    example: str
    commodity: str
    hot: bool
    in_demand: bool


@dataclass(frozen=True, slots=True)
class JobZone:
    """How much preparation an occupation needs, 1 (little) to 5 (extensive)."""

    code: str
    zone: int


@dataclass(frozen=True, slots=True)
class TaskActivity:
    """The detailed work activity (DWA) that a task belongs to."""

    code: str
    task_id: str
    activity_id: str
    activity: str


@dataclass(frozen=True, slots=True)
class OnetRelease:
    """One release; each table is read when it is asked for, and only then.

    Every method raises ``SourceError`` if its table is missing or damaged; rows without a code are left out.

    Attributes:
        path: the folder or zip file.
        version: "29.3", "" where the release does not say.
        released: "May 2025", "" where the release does not say.
    """

    path: Path
    version: str
    released: str

    def occupations(self) -> tuple[Occupation, ...]:
        """All occupations, in the order of their codes."""
        rows = self._rows("Occupation Data", "Title", "Description")
        return tuple(Occupation(r[CODE], r["Title"], r["Description"]) for r in rows)

    def alternate_titles(self) -> tuple[AlternateTitle, ...]:
        """Other titles of the occupations."""
        rows = self._rows("Alternate Titles", "Alternate Title")
        return tuple(
            AlternateTitle(r[CODE], r["Alternate Title"], _given(r.get("Short Title", ""))) for r in rows
        )

    def reported_titles(self) -> tuple[AlternateTitle, ...]:
        """Titles that people in the occupations gave when asked."""
        rows = self._rows("Sample of Reported Titles", "Reported Job Title")
        return tuple(AlternateTitle(r[CODE], r["Reported Job Title"], "") for r in rows)

    def elements(self) -> tuple[Element, ...]:
        """Skills and areas of knowledge, without the groups they stand in."""
        rows = self._rows("Content Model Reference", "Element Name", "Description", code=ELEMENT)
        found = tuple(Element(r[ELEMENT], r["Element Name"], r["Description"]) for r in rows)
        groups = {element.id.rpartition(".")[0] for element in found}
        return tuple(e for e in found if e.id.startswith(SKILL_ELEMENTS) and e.id not in groups)

    def tasks(self) -> tuple[Task, ...]:
        """Task statements of the occupations."""
        rows = self._rows("Task Statements", "Task ID", "Task")
        return tuple(Task(r[CODE], r["Task ID"], r["Task"], r.get("Task Type") == "Core") for r in rows)

    def technologies(self) -> tuple[Technology, ...]:
        """Technologies used in the occupations. Releases before 26.1 have no in-demand flag: False."""
        rows = self._rows("Technology Skills", "Example", "Commodity Title", "Hot Technology")
        return tuple(
            Technology(
                code=r[CODE],
                example=r["Example"],
                commodity=r["Commodity Title"],
                hot=r["Hot Technology"] == "Y",
                in_demand=r.get("In Demand") == "Y",
            )
            for r in rows
        )

    def job_zones(self) -> tuple[JobZone, ...]:
        """Job zones of the occupations."""
        rows = self._rows("Job Zones", "Job Zone")
        return tuple(JobZone(r[CODE], int(r["Job Zone"])) for r in rows if r["Job Zone"].isdecimal())

    def task_activities(self) -> tuple[TaskActivity, ...]:
        """Which detailed work activity each task belongs to."""
        rows = self._rows("Tasks to DWAs", "Task ID", "DWA ID", "DWA Title")
        return tuple(TaskActivity(r[CODE], r["Task ID"], r["DWA ID"], r["DWA Title"]) for r in rows)

    def _rows(self, table: str, *needed: str, code: str = CODE) -> Iterator[Row]:
        name, data = _read_table(self.path, table)
        try:
            rows = read_workbook(data)[0].rows if name.endswith(".xlsx") else read_text_table(data, "\t")
        except (BadTable, IndexError) as error:
            raise SourceError(f"The O*NET table {name!r} cannot be read. {error}") from None
        lacking = {code, *needed} - set(rows[0] if rows else ())
        if lacking:
            raise SourceError(f"The O*NET table {name!r} has no column {', '.join(sorted(lacking))}.")
        return (row for row in to_records(rows) if row[code])


def read_release(path: Path) -> OnetRelease:
    """The release in a folder or zip file as onetcenter.org packs it ("db_29_3_text.zip", unpacked or not).

    Raises:
        SourceError: there is no such release.
    """
    tables = set(_list_tables(path))
    if not any(PurePosixPath(name).stem == "Occupation Data" for name in tables):
        raise SourceError(
            f"{path.name!r} is no O*NET release: it has no table 'Occupation Data' (.xlsx or .txt). "
            "Releases are at https://www.onetcenter.org/database.html."
        )
    try:
        notes = _read_table(path, "Read Me")[1].decode("utf-8", "replace")
    except SourceError:
        notes = ""
    version, released, named = (
        _VERSION.search(notes),
        _RELEASED.search(notes),
        _NAME_VERSION.search(path.name),
    )
    return OnetRelease(
        path=path,
        version=version[1] if version else f"{named[1]}.{named[2]}" if named else "",
        released=released[1] if released else "",
    )


def _given(cell: str) -> str:
    # the text layout writes "n/a" where the Excel layout leaves the cell empty
    return "" if cell == "n/a" else cell


def _list_tables(path: Path) -> tuple[str, ...]:
    """The names of the release's tables within the folder or zip, in sorted order."""
    try:
        if path.is_dir():
            names = [p.name for p in path.iterdir() if p.is_file()]
        else:
            with zipfile.ZipFile(path) as packed:
                names = packed.namelist()
    except FileNotFoundError:
        raise SourceError(f"There is no file or folder {path.name!r}.") from None
    except (OSError, zipfile.BadZipFile):
        raise SourceError(f"{path.name!r} is neither a folder nor a zip file that can be read.") from None
    return tuple(sorted(name for name in names if name.lower().endswith(SUFFIXES)))


def _read_table(path: Path, table: str) -> tuple[str, bytes]:
    """A table's file name and bytes; a release that has both layouts is read in Excel's."""
    named = [n for n in _list_tables(path) if PurePosixPath(n).stem == table]
    name = next(iter(sorted(named, key=lambda n: not n.endswith(".xlsx"))), None)
    if name is None:
        raise SourceError(f"The O*NET release {path.name!r} has no table {table!r}.")
    try:
        data = _read_folder(path / name) if path.is_dir() else _read_zip(path, name)
    except (OSError, zipfile.BadZipFile, ValueError, RuntimeError, NotImplementedError, EOFError):
        raise SourceError(f"The O*NET table {name!r} cannot be read; the file is damaged.") from None
    if len(data) > FILE_BYTES:
        raise SourceError(f"The O*NET table {name!r} is too large.")
    return PurePosixPath(name).name, data


def _read_folder(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(FILE_BYTES + 1)


def _read_zip(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as packed, packed.open(name) as file:
        return file.read(FILE_BYTES + 1)
