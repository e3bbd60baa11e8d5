"""US Bureau of Labor Statistics: wages and employment (OEWS), and Employment Projections. Public domain."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
OEWS_GROUPS = frozenset({"detailed", "broad", "major"})
Read = tuple[tuple[OfficialFigure, ...], tuple[Problem, ...]]

_SOC = re.compile(r"\d\d-\d{4}")
_EDITION = re.compile(r"\b(May \d{4}) OEWS", re.IGNORECASE)
_TOP = re.compile(r"#\s*=.*?\$([\d,]+) per year", re.DOTALL)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FILE_YEAR = re.compile(r"M((?:19|20)\d\d)")


def read_oews(path: Path) -> Read:
    """Employment and pay by occupation from the national OEWS workbook ("national_M2024_dl.xlsx").

    A figure that BLS does not publish ("*", "**") has value None and text "not published"; one at or above
    the top code ("#") has value None and text "at least 239200".

    Returns:
        The figures of detailed, broad and major occupations in the file's order, and what was wrong.
    """
    try:
        sheets = read_workbook(_read_bytes(path))
    except BadTable as error:
        return (), (Problem(str(error), path.name, "bad_table"),)
    table = next((s for s in sheets if {"OCC_CODE", "TOT_EMP"} <= set(_upper(s))), None)
    if table is None:
        what = "The workbook holds no OEWS table (columns OCC_CODE, TOT_EMP, A_MEDIAN …)."
        return (), (Problem(what, path.name, "missing_columns"),)
    edition, top = _oews_notes(sheets, path)
    rows = (_upper(table), *table.rows[1:])
    figures = tuple(f for row in to_records(rows) for f in _oews_figures(row, edition, top))
    return figures, () if figures else (Problem("The OEWS table has no rows.", path.name, "empty"),)


def _upper(sheet: Sheet) -> tuple[str, ...]:
    return tuple(name.upper() for name in sheet.rows[0])


def _oews_notes(sheets: tuple[Sheet, ...], path: Path) -> tuple[str, str]:
    """The edition, and the top code in dollars a year, as the workbook's notes give them."""
    notes = "\n".join(row[0] for s in sheets if "OCC_CODE" not in _upper(s) for row in s.rows)
    edition, top, year = _EDITION.search(notes), _TOP.search(notes), _FILE_YEAR.search(path.name)
    named = edition[1] if edition else f"May {year[1]}" if year else ""
    return named, f"at least {top[1].replace(',', '')}" if top else "at or above the top code"


def _oews_figures(row: Row, edition: str, top: str) -> Iterator[OfficialFigure]:
    code = row.get("OCC_CODE", "")
    if row.get("O_GROUP", "").lower() not in OEWS_GROUPS or not _SOC.fullmatch(code):
        return
    for measure, column in OEWS_MEASURES:
        cell = row.get(column, "")
        text = {"*": "not published", "**": "not published", "#": top}.get(cell, "")
        value = None if text else to_number(cell)
        # of a few occupations only hourly pay is released; their cells are empty
        if text or value is not None:
            yield OfficialFigure(OEWS, edition, code, row.get("OCC_TITLE", ""), measure, value, text)


def read_projections(path: Path) -> Read:
    """Employment now and in ten years, openings, median pay and entry requirements, by occupation.

    Employment and openings in persons (the file gives thousands), growth in percent, pay in US dollars a year.
    Lay titles, written after the title, become figures of measure "title".
    """
    try:
        table = read_text_table(_read_bytes(path), ",")
    except BadTable as error:
        return (), (Problem(str(error), path.name, "bad_table"),)
    header = table[0] if table else ()
    columns = _projection_columns(header)
    if "code" not in columns or "employment_projected" not in columns:
        what = "The file holds no Employment Projections (columns Occupation Code, Employment 2020, …)."
        return (), (Problem(what, path.name, "missing_columns"),)
    first, last = (_YEAR.findall(columns[n])[-1] for n in ("employment_base", "employment_projected"))
    edition = f"{first}-{last[2:]}"
    figures: list[OfficialFigure] = []
    problems: list[Problem] = []
    for number, row in enumerate(to_records(table), start=2):
        found = list(_projection_figures(row, columns, edition))
        figures += found
        if not found:
            problems.append(Problem("The row has no occupation code.", f"{path.name}:{number}", "bad_row"))
    return tuple(figures), tuple(problems)


def _projection_columns(header: tuple[str, ...]) -> dict[str, str]:
    """Our measures → the file's columns, which name their years."""
    employment = [h for h in header if re.fullmatch(r"Employment,? (?:19|20)\d\d", h)]
    begins = {
        "title": "Occupation Title",
        "code": "Occupation Code",
        "growth_percent": "Employment Percent Change",
        "openings_year": "Occupational Openings",
        "pay_median_year": "Median Annual Wage",
        "entry_education": "Typical Entry-Level Education",
        "work_experience": "Work Experience",
    }
    found = {ours: h for ours, begin in begins.items() for h in header if h.startswith(begin)}
    return found | dict(zip(("employment_base", "employment_projected"), sorted(employment), strict=False))


def _projection_figures(row: Row, columns: dict[str, str], edition: str) -> Iterator[OfficialFigure]:
    code = row[columns["code"]].strip('="')
    if not _SOC.fullmatch(code):
        return
    title, *lay = (part.strip() for part in re.split(r"\s*\*\s*", row.get(columns.get("title", ""), "")))
    for measure, column in columns.items():
        if measure in ("title", "code"):
            continue
        cell = row[column]
        if measure in ("entry_education", "work_experience"):
            value, text = None, cell
        else:
            value, text = _projected(measure, cell)
        if value is not None or text:
            yield OfficialFigure(PROJECTIONS, edition, code, title, measure, value, text)
    for name in filter(None, lay):
        yield OfficialFigure(PROJECTIONS, edition, code, title, "title", text=name)


def _projected(measure: str, cell: str) -> tuple[float | None, str]:
    if cell.startswith(">="):
        return None, "at least " + re.sub(r"[^\d]", "", cell)
    number = to_number(cell)
    thousands = measure in ("employment_base", "employment_projected", "openings_year")
    return (None if number is None else round(number * 1000) if thousands else number), ""


def to_number(cell: str) -> float | None:
    """A printed number, None where there is none.

    >>> to_number("1,392.2"), to_number("N/A")
    (1392.2, None)
    """
    try:
        number = float(cell.replace(",", "").removeprefix("$"))
    except ValueError:
        return None
    return number if abs(number) < 1e12 else None


def _read_bytes(path: Path) -> bytes:
    try:
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
