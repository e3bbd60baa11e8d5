"""Dates as feeds write them → ISO 8601 cut to what is certain."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache

EARLIEST = 1990
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*)\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_WORDS = tuple(
    re.compile(pattern + r"(?:$|[ ,T])")
    for pattern in (
        rf"(?:[a-z]{{3,9}}\.?,? )?{_DAY}[ -]{_MONTH},?[ -]{_YEAR}",
        rf"(?:[a-z]{{3,9}}\.?,? )?{_MONTH} {_DAY},? {_YEAR}",
        rf"{_MONTH},?[ -]{_YEAR}",
    )
)
_ISO = re.compile(r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?(?:$|[tT _].*)")
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)")
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:$|[ ,T].*)")
_EPOCH = re.compile(r"\d{9,13}(?:\.\d*)?|\d(?:\.\d+)?e\+?(?:09|1[0-2]|9)")
_RELATIVE = re.compile(
    r"(?:.*\b(?:ago|today|yesterday|just now|just posted|recently)\b.*|new|active|now|recent"
    r"|\d+\+?\s*(?:h|d|w|mo|m|hrs?|hours?|days?|weeks?|months?)\+?)"
)


def read_date(text: str, latest: int) -> str | None:
    """An ISO date cut to its precision, "" where none is said, None where it cannot be one.

    Day and month that could be either way round leave the year alone. "3 days ago" says nothing, as nobody
    knows when it was written. Years before 1990 or after ``latest`` are no posting's.

    >>> [read_date(t, 2027) for t in ("2024-07-31T10:00:00Z", "Jul 2024", "31.07.2024", "7/31/2024")]
    ['2024-07-31', '2024-07', '2024-07-31', '2024-07-31']
    >>> [read_date(t, 2027) for t in ("03/04/2024", "1718000000000", "3 days ago", "31/02/2024")]
    ['2024', '2024-06-10', '', None]
    """
    return _read(" ".join(text[:80].split()).lower(), latest)


@lru_cache(maxsize=8192)
def _read(text: str, latest: int) -> str | None:
    if not text:
        return ""
    for pattern in (_ISO, _COMPACT):
        if match := pattern.fullmatch(text):
            return _iso(match["year"], match["month"], match["day"], latest)
    for pattern in _WORDS:
        if match := pattern.match(text):
            groups = match.groupdict()
            month = str(MONTHS.index(groups["month"][:3]) + 1)
            return _iso(groups["year"], month, groups.get("day"), latest)
    if match := _NUMBERS.fullmatch(text):
        return _from_numbers(match, latest)
    if _EPOCH.fullmatch(text):
        return _from_epoch(float(text), latest)
    return "" if _RELATIVE.fullmatch(text) else None


def _iso(year: str, month: str | None, day: str | None, latest: int) -> str | None:
    try:
        known = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if not EARLIEST <= known.year <= latest:
        return None
    return known.isoformat()[: 10 if day else 7 if month else 4]


def _from_numbers(match: re.Match[str], latest: int) -> str | None:
    first, mark, second, year = match.groups()
    year = year if len(year) == 4 else f"20{year}"
    if mark == "." or int(first) > 12:
        return _iso(year, second, first, latest)
    if int(second) > 12 or first == second:
        return _iso(year, first, second, latest)
    return _iso(year, None, None, latest)


def _from_epoch(number: float, latest: int) -> str | None:
    seconds = number / 1000 if number >= 1e11 else number
    found = datetime.fromtimestamp(seconds, UTC).date()
    return _iso(str(found.year), str(found.month), str(found.day), latest)
