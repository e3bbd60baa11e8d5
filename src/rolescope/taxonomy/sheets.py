"""Tables of official files: Excel sheets, tab-separated text and CSV, within limits."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineWorkbook, ZipError

Row = Mapping[str, str]
# The largest official tables are 70 MB unpacked and hold 1 million cells.
FILE_BYTES = 64 << 20
UNPACKED_BYTES = 512 << 20
CELLS = 20_000_000
_CELL = re.compile(rb'\br="([A-Z]{1,3})(\d{1,9})"')


class BadTable(Exception):
    """The file is no table that can be read; its text is one sentence without the file's name."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name and its cells as text, empty ones as ""."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def read_workbook(data: bytes) -> tuple[Sheet, ...]:
    """All sheets of an Excel file (xlsx).

    Raises:
        BadTable: it is none, is damaged, or would unpack to too much.
    """
    _check_workbook(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = ((name, book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)
        return tuple(
            Sheet(name, tuple(tuple(map(to_text, row)) for row in rows)) for name, rows in sheets if rows
        )
    except (CalamineError, ZipError, OSError, ValueError) as error:
        raise BadTable("The Excel file is damaged.") from error


def _check_workbook(data: bytes) -> None:
    """Refuse what would fill the memory: the reader lays out every cell up to the last one named."""
    if len(data) > FILE_BYTES:
        raise BadTable("The Excel file is too large.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            if sum(entry.file_size for entry in book.infolist()) > UNPACKED_BYTES:
                raise BadTable("The Excel file unpacks to too much.")
            for name in book.namelist():
                if name.startswith("xl/worksheets/") and _count_cells(book.read(name)) > CELLS:
                    raise BadTable("The Excel file names cells far outside its data.")
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        raise BadTable("This is no Excel file (xlsx), or it is damaged.") from error


def _count_cells(xml: bytes) -> int:
    columns: set[bytes] = set()
    last = 0
    for match in _CELL.finditer(xml):
        columns.add(match[1])
        last = max(last, int(match[2]))
    return last * max((_column(letters) for letters in columns), default=0)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def to_text(cell: object) -> str:
    """A cell as text; whole numbers without a point.

    >>> to_text(5.0), to_text(" x "), to_text(None)
    ('5', 'x', '')
    """
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def read_text_table(data: bytes, delimiter: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a CSV or tab-separated file (UTF-8, else Windows-1252).

    Raises:
        BadTable: it is no text, or too large.
    """
    if len(data) > FILE_BYTES:
        raise BadTable("The file is too large.")
    if b"\0" in data[:65536]:
        raise BadTable("The file is no text.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    lines = io.StringIO(text)
    try:
        # tab-separated tables quote nothing
        rows = (
            csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            if delimiter == "\t"
            else csv.reader(lines, delimiter=delimiter)
        )
        return tuple(tuple(cell.strip() for cell in row) for row in rows if row)
    except csv.Error as error:
        raise BadTable(f"The table cannot be read: {error}.") from error


def to_records(rows: tuple[tuple[str, ...], ...]) -> Iterator[Row]:
    """Rows by the names in the first one; missing cells are ""."""
    if not rows:
        return
    names = rows[0]
    for row in rows[1:]:
        yield dict(zip(names, (*row, *[""] * (len(names) - len(row))), strict=False))
