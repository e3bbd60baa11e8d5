"""US Bureau of Labor Statistics: Employment Projections of any edition, in the layouts it has published.

The occupational data (a CSV), and the workbook's tables of all occupations (1.2 employment, 1.7 pay and education,
1.10 separations and openings), since the edition 2012-22. Public domain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rolescope.model import OfficialFigure, Problem
from rolescope.taxonomy.bls import PROJECTIONS, Read, holds_oews, oews_figures, read_sheets, to_number
from rolescope.taxonomy.sheets import Sheet

# Our measures → their columns, as _plain writes them.
_COLUMNS: Final = {
    "code": r"(?:occupation|soc) code|\d{4} national employment matrix code|(?:.* )?matrix (?:occupation )?code",
    "title": r"(?:occupation )?title|occupation|\d{4} national employment matrix (?:occupation )?title(?: and code)?",
    "growth_percent": r"(?:employment )?(?:percent change|change,? .*percent\b.*|percent)(?:,.*)?",
    "openings_year": r".*openings\b.*\bannual average\b.*",
    "pay_median_year": r".*median annual wages?\b.*",
    "entry_education": r"typical (?:entry-level education|education needed for entry)",
    "work_experience": r"work experience\b.*",
}
_EMPLOYMENT = re.compile(r"(?:employment,? )?(?:number,? )?((?:19|20)\d\d)(?: \(thousands\))?")
_WORDS = ("entry_education", "work_experience")
_HEADER_WITHIN = 12  # rows: titles and notes may stand above the header
_SOC = re.compile(r"\d\d-\d{4}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def read_bls(path: Path) -> Read:
    """OEWS or Employment Projections, told by the columns of the file's tables."""
    sheets = read_sheets(path)
    if isinstance(sheets, Problem):
        return (), (sheets,)
    return (oews_figures if holds_oews(sheets) else projection_figures)(sheets, path.name)


def read_projections(path: Path) -> Read:
    """Employment now and in ten years, openings, median pay and entry requirements, by occupation.

    Employment and openings in persons (the file gives thousands), growth in percent, pay in US dollars a year.
    Lay titles, written after the title, become figures of measure "title". The edition ("2020-30") is that of
    the columns; pay of another year than the first has that year as its edition ("May 2023").
    """
    sheets = read_sheets(path)
    return ((), (sheets,)) if isinstance(sheets, Problem) else projection_figures(sheets, path.name)


def projection_figures(sheets: Sequence[Sheet], name: str) -> Read:
    """The figures of the table of all occupations that has most columns we read."""
    tables = [t for t in map(_find_table, sheets) if t is not None]
    if not tables:
        what = "The file holds no Employment Projections by occupation (Occupation Code, Employment 2020 …)."
        return (), (Problem(what, name, "missing_columns"),)
    # beside the tables of all occupations a workbook has some of the fastest growing, with more columns
    longest = max(len(t.rows) for t in tables)
    table = max((t for t in tables if len(t.rows) * 2 >= longest), key=lambda t: len(t.columns))
    figures: list[OfficialFigure] = []
    problems: list[Problem] = []
    for number, row in enumerate(table.rows, start=table.first):
        found = list(_figures(row, table))
        figures += found
        # notes of a workbook stand below its tables in one cell
        if not found and sum(map(bool, row)) > table.notes:
            problems.append(Problem("The row has no occupation code.", f"{name}:{number}", "bad_row"))
    return tuple(figures), tuple(problems)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of projections.

    Attributes:
        columns: our measures → where they stand.
        header: the columns' names as ``_plain`` writes them.
        edition: first year and the last two digits of the last.
        rows: the records and what stands below them.
        first: the number of the first of ``rows``.
        notes: rows of no more cells than this are notes.
    """

    columns: dict[str, int]
    header: tuple[str, ...]
    edition: str
    rows: tuple[tuple[str, ...], ...]
    first: int
    notes: int


def _find_table(sheet: Sheet) -> _Table | None:
    for at, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
        below = sheet.rows[at + 1] if at + 1 < len(sheet.rows) else ()
        for header, behind in ((row, at + 1), (_join(row, below), at + 2)):
            plain = tuple(map(_plain, header))
            columns = _find_columns(plain)
            if {"code", "employment_base", "employment_projected"} <= set(columns):
                first, last = (
                    _EMPLOYMENT.fullmatch(plain[columns[n]])
                    for n in ("employment_base", "employment_projected")
                )
                edition = f"{first[1]}-{last[1][2:]}" if first and last else ""
                return _Table(columns, plain, edition, sheet.rows[behind:], behind + 1, int(bool(sheet.name)))
    return None


def _join(row: tuple[str, ...], below: tuple[str, ...]) -> tuple[str, ...]:
    """A header of two rows in one: each cell after the nearest heading that spans it.

    >>> _join(("Employment", "", "Title"), ("2014", "2024", ""))
    ('Employment 2014', 'Employment 2024', 'Title')
    """
    joined, over = [], ""
    for at, cell in enumerate(below):
        over = (row[at] if at < len(row) else "") or over
        joined.append(f"{over} {cell}".strip())
    return tuple(joined)


def _plain(name: str) -> str:
    """A column's name without its footnotes and in plain marks.

    >>> _plain("Employment change, percent, 2019–29"), _plain("Median annual wage, dollars, 2023[1]")
    ('employment change, percent, 2019-29', 'median annual wage, dollars, 2023')
    """
    name = re.sub(r"\[\d+\]|\(\d\)", "", name.replace("–", "-").replace("—", "-"))
    return " ".join(name.lower().split())


def _find_columns(header: Sequence[str]) -> dict[str, int]:
    """Our measures → where they stand."""
    found: dict[str, int] = {}
    for measure, pattern in _COLUMNS.items():
        at = next(
            (i for i, h in enumerate(header) if i not in found.values() and re.fullmatch(pattern, h)), None
        )
        if at is not None:
            found[measure] = at
    years = sorted((m[1], i) for i, h in enumerate(header) if (m := _EMPLOYMENT.fullmatch(h)))
    if len(years) >= 2:
        found |= {"employment_base": years[0][1], "employment_projected": years[-1][1]}
    return found


def _figures(row: Sequence[str], table: _Table) -> Iterator[OfficialFigure]:
    def cell(measure: str) -> str:
        at = table.columns.get(measure, len(row))
        return row[at] if at < len(row) else ""

    code = cell("code").strip('="')
    if not _SOC.fullmatch(code):
        return
    title, *lay = (part.strip() for part in re.split(r"\s*\*\s*", _without_footnote(cell("title"))))
    for measure in table.columns:
        if measure in ("title", "code"):
            continue
        value, text = _read(measure, cell(measure))
        if value is not None or text:
            yield OfficialFigure(PROJECTIONS, _edition(measure, table), code, title, measure, value, text)
    for name in filter(None, lay):
        yield OfficialFigure(PROJECTIONS, table.edition, code, title, "title", text=name)


def _without_footnote(title: str) -> str:
    """A title without what the page it was saved from put into it.

    >>> _without_footnote("Actors Show/hide Example Job Titles * Actress"), _without_footnote("Clerks[1]")
    ('Actors * Actress', 'Clerks')
    """
    return re.sub(r"\s*Show/hide[^*]*", " ", re.sub(r"\[\d+\]", "", title))


def _edition(measure: str, table: _Table) -> str:
    years = _YEAR.findall(table.header[table.columns[measure]]) if measure == "pay_median_year" else []
    return f"May {years[-1]}" if years and years[-1] != table.edition[:4] else table.edition


def _read(measure: str, cell: str) -> tuple[float | None, str]:
    if measure in _WORDS:
        return None, cell if cell not in ("—", "–", "-") else ""
    if cell.startswith((">=", "≥")):
        return None, "at least " + re.sub(r"[^\d]", "", cell)
    number = to_number(cell)
    thousands = measure in ("employment_base", "employment_projected", "openings_year")
    return (None if number is None else round(number * 1000) if thousands else number), ""
