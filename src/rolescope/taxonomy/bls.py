"""US Bureau of Labor Statistics: wages and employment (OEWS) of any year. Public domain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from rolescope.model import OfficialFigure, Problem
from rolescope.taxonomy.sheets import BadTable, Row, Sheet, read_text_table, read_workbook, to_records

OEWS = "BLS OEWS"
PROJECTIONS = "BLS Employment Projections"
# OEWS columns ← our measures; pay in US dollars a year, employment in persons.
OEWS_MEASURES = (
    ("employment", "TOT_EMP"),
    ("pay_mean_year", "A_MEAN"),
    ("pay_p10_year", "A_PCT10"),
    ("pay_p25_year", "A_PCT25"),
    ("pay_median_year", "A_MEDIAN"),
    ("pay_p75_year", "A_PCT75"),
    ("pay_p90_year", "A_PCT90"),
)
OEWS_GROUPS = frozenset({"detailed", "broad", "minor", "major", "total"})
Read = tuple[tuple[OfficialFigure, ...], tuple[Problem, ...]]

# The column of the group was renamed in 2014 and 2019; until then detailed occupations had an empty cell.
_GROUP_COLUMNS = ("O_GROUP", "OCC_GROUP", "GROUP")
# In files with areas, industries and owners beside the nation: the rows of the nation as a whole.
_WHOLE = {
    "AREA_TYPE": ("1",),
    "I_GROUP": ("cross-industry",),
    "NAICS": ("000000", "0"),
    "OWN_CODE": ("1235",),
}
_TEXT = {".csv": ",", ".txt": "\t", ".tsv": "\t"}
_SOC = re.compile(r"\d\d-\d{4}")
_EDITION = re.compile(r"\b(May \d{4}) OEW?S\b", re.IGNORECASE)
_SHEET_EDITION = re.compile(r"\bMay (?:19|20)\d\d\b", re.IGNORECASE)
_TOP = re.compile(r"#\s*=.*?\$([\d,]+) per year", re.DOTALL)
_FILE_YEAR = re.compile(r"(?:^|[^a-z\d])M_?((?:19|20)\d\d)(?!\d)", re.IGNORECASE)


def read_sheets(path: Path) -> tuple[Sheet, ...] | Problem:
    """The tables of a file: an Excel workbook, or one of CSV or tab-separated text, told by its ending."""
    delimiter = _TEXT.get(path.suffix.lower())
    try:
        data = _read_bytes(path)
        return (Sheet("", read_text_table(data, delimiter)),) if delimiter else read_workbook(data)
    except BadTable as error:
        return Problem(str(error), path.name, "bad_table")


def read_oews(path: Path) -> Read:
    """Employment and pay by occupation from the national or all-data tables of OEWS (before 2021: OES).

    A figure that BLS does not publish ("*", "**") has value None and text "not published"; one at or above
    the top code ("#") has value None and text "at least 239200". Of tables with areas and industries only
    the nation as a whole is read.

    Returns:
        The figures in the file's order, and what was wrong.
    """
    sheets = read_sheets(path)
    return ((), (sheets,)) if isinstance(sheets, Problem) else oews_figures(sheets, path.name)


def holds_oews(sheets: Sequence[Sheet]) -> bool:
    """Whether one of the tables is of OEWS."""
    return any(_is_oews(sheet) for sheet in sheets)


def oews_figures(sheets: Sequence[Sheet], name: str) -> Read:
    """The figures of OEWS tables in a file of this name."""
    table = next((s for s in sheets if _is_oews(s)), None)
    if table is None:
        what = "The file holds no OEWS table (columns OCC_CODE, TOT_EMP, A_MEDIAN …)."
        return (), (Problem(what, name, "missing_columns"),)
    edition, top = _oews_notes(sheets, table, name)
    records = to_records((_upper(table), *table.rows[1:]))
    figures = tuple(f for row in records for f in _oews_figures(row, edition, top))
    problems: tuple[Problem, ...] = ()
    if not figures:
        problems = (Problem("The OEWS table has no rows.", name, "empty"),)
    elif not edition:
        what = "Neither the file's notes nor its name (national_M2024_dl) say of which year it is."
        problems = (Problem(what, name, "no_edition"),)
    return figures, problems


def _is_oews(sheet: Sheet) -> bool:
    return {"OCC_CODE", "TOT_EMP"} <= set(_upper(sheet))


def _upper(sheet: Sheet) -> tuple[str, ...]:
    return tuple(name.upper().strip() for name in sheet.rows[0]) if sheet.rows else ()


def _oews_notes(sheets: Sequence[Sheet], table: Sheet, name: str) -> tuple[str, str]:
    """The edition, and the top code in dollars a year, as notes, the table's name or the file's give them."""
    notes = "\n".join(row[0] for s in sheets if not _is_oews(s) for row in s.rows if row)
    top, year = _TOP.search(notes), _FILE_YEAR.search(name)
    noted, named = _EDITION.search(notes), _SHEET_EDITION.search(table.name)
    edition = noted[1] if noted else named[0] if named else f"May {year[1]}" if year else ""
    return edition.capitalize(), f"at least {top[1].replace(',', '')}" if top else "at or above the top code"


def _oews_figures(row: Row, edition: str, top: str) -> Iterator[OfficialFigure]:
    code = row.get("OCC_CODE", "")
    if _group(row) not in OEWS_GROUPS or not _SOC.fullmatch(code) or not _is_whole(row):
        return
    for measure, column in OEWS_MEASURES:
        cell = row.get(column, "")
        text = {"*": "not published", "**": "not published", "#": top}.get(cell, "")
        value = None if text else to_number(cell)
        # of a few occupations only hourly pay is released; their cells are empty
        if text or value is not None:
            title = row.get("OCC_TITLE", row.get("OCC_TITL", ""))
            yield OfficialFigure(OEWS, edition, code, title, measure, value, text)


def _group(row: Row) -> str:
    group = next((row[c] for c in _GROUP_COLUMNS if c in row), "").lower()
    return "detailed" if group in ("", "detail") and "GROUP" in row else group


def _is_whole(row: Row) -> bool:
    return all(row[column] in whole for column, whole in _WHOLE.items() if row.get(column))


def to_number(cell: str) -> float | None:
    """A printed number, None where there is none.

    >>> to_number("1,392.2"), to_number("N/A"), to_number("−9.4")
    (1392.2, None, -9.4)
    """
    try:
        number = float(cell.replace(",", "").replace("−", "-").removeprefix("$"))
    except ValueError:
        return None
    return number if abs(number) < 1e12 else None


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise BadTable("This is a folder; name one of its files.")
        if not path.is_file():
            raise BadTable("There is no such file.")
        return path.read_bytes()
    except OSError as error:
        raise BadTable(f"The file cannot be opened: {error.strerror}.") from error


# Employment Projections 2020-30 still publish some occupations together that later editions part
# (BLS, National Employment Matrix/SOC crosswalk): SOC 2018 → code of the joint figure.
JOINT_CODES = {
    "15-1242": "15-1245",
    "15-1243": "15-1245",
    "15-1252": "15-1256",
    "15-1253": "15-1256",
    "15-1254": "15-1257",
    "15-1255": "15-1257",
    "15-2051": "15-2098",
}


def joint_code(soc: str) -> str:
    """The code under which projections publish an occupation.

    >>> joint_code("15-2051.00"), joint_code("11-3021")
    ('15-2098', '11-3021')
    """
    return JOINT_CODES.get(soc[:7], soc[:7])
