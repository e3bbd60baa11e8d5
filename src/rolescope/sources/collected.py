"""Pay collected by a board: rows → ranges.

The salaries file writes each advertised range as two adjacent rows, high first, equal in everything but the
amount. Measured on the edition of January 2025 (74,301 rows): adjacent rows that agree in year, level,
employment type, title, currency, residence, remote ratio, location and size make 32,466 runs; of the 31,547
runs longer than one row all but 4 are of even length, and all but 1 of these read (high, low), (high, low)
and so on. So within a run the next two rows are one range if the first is at least the second (36,688 pairs,
98.8 % of rows; in 986 both are equal: a single figure written twice); what is left stands alone with
low = high (925 rows). Pairing only rows of differing pay would count those 986 figures twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from rolescope.model import EmploymentType, Level, PayReport, Problem
from rolescope.sources.clean import clean_field
from rolescope.sources.columns import read_vocabulary, to_key
from rolescope.sources.dates import EARLIEST
from rolescope.sources.options import Record
from rolescope.sources.values import as_text

# What such a file has to have; the vocabulary holds the same names normalised.
COLUMNS = ("work_year", "experience_level", "job_title", "salary", "salary_currency", "salary_in_usd")
# Yearly US dollars outside these are slips of the pen (monthly pay, cents, lottery wins).
USD_LEAST, USD_MOST = 1_000, 2_000_000
# Distinct ranges are held in memory until the end, to be counted.
DISTINCT_MOST = 3_000_000


@dataclass(frozen=True, slots=True)
class _Row:
    """One row; ``place`` holds what has to agree for two rows to be one range, beside the report's own."""

    report: PayReport
    place: tuple[str, ...]

    @property
    def run(self) -> tuple[object, ...]:
        """Equal in all but the amount."""
        r = self.report
        return r.title, r.year, r.level, r.employment_type, r.currency, r.country, self.place


def read_collected(
    records: Iterable[Record | Problem], name: str, source: str
) -> Iterator[PayReport | Problem]:
    """The distinct ranges of a collected-pay file, each with its number of ``copies``.

    Rows of absurd pay, year or level are counted in one problem each kind.
    """
    bad: Counter[str] = Counter()
    other: list[Problem] = []
    copies: Counter[PayReport] = Counter()
    for report in _ranges(_rows(records, source, bad, other)):
        copies[report] += 1
        if len(copies) > DISTINCT_MOST:
            other.append(
                Problem("The file has too many distinct ranges; the rest was not read.", name, "too_large")
            )
            break
    yield from other
    yield from (Problem(f"{n:,} rows were skipped: {what}.", name, "bad_pay") for what, n in bad.items())
    yield from (replace(report, copies=n) for report, n in copies.items())


def _rows(
    records: Iterable[Record | Problem], source: str, bad: Counter[str], other: list[Problem]
) -> Iterator[_Row]:
    for record in records:
        if isinstance(record, Problem):
            other.append(record)
            continue
        row = _read_row(record, source)
        if isinstance(row, _Row):
            yield row
        else:
            bad[row] += 1


def _read_row(record: Record, source: str) -> _Row | str:
    """The row, or in a few words what is wrong with it."""
    cell = {to_key(name): clean_field(as_text(value)) for name, value in record.values.items()}
    vocabulary = read_vocabulary()
    level = vocabulary.collected_level.get(cell.get("experiencelevel", "").upper())
    employment = vocabulary.collected_employment.get(cell.get("employmenttype", "").upper())
    pay, usd, year = (_number(cell.get(n, "")) for n in ("salary", "salaryinusd", "workyear"))
    country = cell.get("employeeresidence") or cell.get("companylocation", "")
    if not cell.get("jobtitle") or level is None:
        return "no title, or a level that is none of EN, MI, SE, EX"
    if year is None or not EARLIEST <= year <= date.today().year + 1:
        return "no sensible year"
    if pay is None or usd is None or pay <= 0 or not USD_LEAST <= usd <= USD_MOST:
        return f"pay that is none, or outside {USD_LEAST:,} to {USD_MOST:,} US dollars a year"
    report = PayReport(
        source=source,
        title=cell["jobtitle"],
        year=int(year),
        level=_level(level),
        employment_type=_employment(employment),
        low=pay,
        high=pay,
        currency=cell.get("salarycurrency", "").upper(),
        usd_low=usd,
        usd_high=usd,
        country=country.upper(),
    )
    return _Row(report, tuple(cell.get(n, "") for n in ("remoteratio", "companylocation", "companysize")))


def _level(name: str) -> Level:
    levels: dict[str, Level] = {"entry": "entry", "mid": "mid", "senior": "senior", "executive": "executive"}
    return levels[name]


def _employment(name: str | None) -> EmploymentType | None:
    types: dict[str | None, EmploymentType] = {
        "full_time": "full_time",
        "part_time": "part_time",
        "contract": "contract",
    }
    return types.get(name)


def _number(text: str) -> float | None:
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        return None
    return number if abs(number) < 1e15 else None


def _ranges(rows: Iterable[_Row]) -> Iterator[PayReport]:
    """Adjacent (high, low) rows as one range (see the module's docstring)."""
    for _, run in groupby(rows, key=lambda row: row.run):
        first: PayReport | None = None
        for row in run:
            report = row.report
            if first is None:
                first = report
            elif first.high >= report.low:
                yield replace(first, low=report.low, usd_low=min(report.usd_low, first.usd_high))
                first = None
            else:
                yield first
                first = report
        if first is not None:
            yield first
