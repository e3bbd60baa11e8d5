"""CSV and TSV, with everything people do to them."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator

from rolescope.model import Problem
from rolescope.sources.decode import Line, read_lines
from rolescope.sources.options import Limits, Record, Refused

DELIMITERS = (",", ";", "\t", "|")


def read_delimited(
    chunks: Iterable[bytes], name: str, suffix: str, limits: Limits
) -> Iterator[Record | Problem]:
    """The rows of a table whose first row names its columns.

    An unclosed quote costs the row it stands in, not the rows after it.

    Raises:
        Refused: there is no row to name the columns.
    """
    lines = _Lines(read_lines(chunks, limits.record_bytes), limits.record_bytes)
    header = next(lines, "")
    if not header.strip():
        raise Refused(Problem("The first row names no columns.", name, "no_columns"))
    csv.field_size_limit(max(csv.field_size_limit(), 2 * limits.record_bytes))
    delimiter = "\t" if suffix == ".tsv" else find_delimiter(header)
    lines.push_back()
    columns: list[str] = []
    # the reader starts afresh after an error, at the next line
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        lines.begin()
        try:
            row = next(rows)
        except StopIteration:
            return
        except (csv.Error, _TooLong) as error:
            yield _not_a_row(error, f"{name}:{lines.first}", limits)
            lines.recover()
            continue
        if lines.ended_within:
            yield Problem("A quote is opened and never closed.", f"{name}:{lines.first}", "bad_row")
            lines.recover()
        elif not columns:
            columns = [cell.strip() for cell in row]
        elif row and not (lines.recovering and len(row) != len(columns)):
            yield _to_record(row, columns, f"{name}:{lines.first}")


def find_delimiter(header: str) -> str:
    """The mark that cuts the header into most columns; a comma where none does.

    >>> find_delimiter("title;text;company, name")
    ';'
    """
    unquoted = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=unquoted.count)


def _to_record(row: list[str], columns: list[str], where: str) -> Record | Problem:
    if len(row) > len(columns) and any(row[len(columns) :]):
        what = f"The row has {len(row)} cells; the header names {len(columns)}."
        return Problem(what, where, "bad_row")
    values: dict[str, object] = {}
    for column, cell in zip(columns, row, strict=False):
        values.setdefault(column, cell)
    return Record(where, values)


def _not_a_row(error: Exception, where: str, limits: Limits) -> Problem:
    if isinstance(error, _TooLong):
        what = f"The row is longer than {limits.record_bytes:,} bytes (an unclosed quote?) and was skipped."
        return Problem(what, where, "too_large")
    return Problem(f"The row cannot be read: {error}.", where, "bad_row")


class _TooLong(Exception):
    """A row that does not end."""


class _Lines:
    """Lines for ``csv.reader``, remembering those of the row at hand so that they can be read again."""

    def __init__(self, lines: Iterator[Line], limit: int) -> None:
        self._lines = lines
        self._limit = limit
        self._again: deque[Line] = deque()
        self._row: list[Line] = []
        self._size = 0
        self.ended_within = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines, None)
        if line is None:
            self.ended_within = bool(self._row)
            raise StopIteration
        self._row.append(line)
        self._size += len(line.text or "")
        if line.text is None or self._size > self._limit:
            raise _TooLong
        return line.text.rstrip("\r") + "\n"

    @property
    def first(self) -> int:
        """The number of the line on which the row at hand begins."""
        return self._row[0].number if self._row else 1

    @property
    def recovering(self) -> bool:
        """Whether lines of a broken row are being read again."""
        return bool(self._again)

    def begin(self) -> None:
        """Forget the row before."""
        self._row, self._size, self.ended_within = [], 0, False

    def push_back(self) -> None:
        """Give the lines of the row at hand out once more."""
        self._again.extendleft(reversed(self._row))
        self.begin()

    def recover(self) -> None:
        """Read the lines after the first of a broken row again, as rows of their own."""
        self._row = self._row[1:]
        self.push_back()
