"""``annotate`` as a filter: lines in, lines out, in order, bad lines answered as such."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from rolescope.annotate import annotate_batch
from rolescope.engines.local import LocalEngine
from rolescope.errors import SourceError, UsageError
from rolescope.model import Document, Problem
from rolescope.present.render.as_json import render_json
from rolescope.records import write_record
from rolescope.sources.decode import find_binary, to_utf8
from rolescope.sources.delimited import read_delimited
from rolescope.sources.files import GZIP_MAGIC, Found, open_file, read_chunks
from rolescope.sources.options import Limits, Refused

_LONGEST_LINE = 5_000_000  # characters
_LONGEST_TEXT = 200_000  # characters
_DEEPEST = 50
_LIMITS = Limits(file_bytes=1 << 50, unpacked_bytes=1 << 50)  # one line is held at a time
_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "job_title"),
    "location": ("location",),
    "employer": ("employer", "company"),
    "date_posted": ("date_posted", "date"),
    "pay_text": ("pay_text", "salary_text", "salary"),
    "employment_text": ("employment_text", "employment_type"),
    "seniority_text": ("seniority_text", "seniority"),
    "industry_text": ("industry_text", "industry"),
    "workplace_text": ("workplace_text", "workplace"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line or row in: its number, its id, and its document or what is wrong with it."""

    number: int
    identity: str | int | None
    document: Document | None
    problem: Problem | None = None


Unparsed = tuple[int, str]  # number and text of a line of JSON, which is parsed where it is read


def annotate_lines(file: str, text_column: str | None, workers: int) -> Iterator[tuple[str, bool]]:
    """One JSON line for each line or row in, and whether it could be read.

    Raises:
        SourceError: the file cannot be opened or is of no known form.
    """
    with LocalEngine(workers) as engine:
        yield from engine.run(partial(_answer_given, text_column), _read(file, text_column))


def _answer_given(text_column: str | None, given: list[Line | Unparsed]) -> list[tuple[str, bool]]:
    return _answer([_parsed(one, text_column) for one in given])


def _parsed(one: Line | Unparsed, text_column: str | None) -> Line:
    return one if isinstance(one, Line) else _parse_line(*one, text_column or "text")


def _answer(lines: list[Line]) -> list[tuple[str, bool]]:
    """What is written for some lines: where they are read, since text goes between processes as it is."""
    annotations = iter(annotate_batch(line.document for line in lines if line.document))
    return [
        (write_record(line.identity, next(annotations)), True)
        if line.document
        else (render_json(problem_record(line)), False)
        for line in lines
    ]


def answer_values(values: Sequence[Any]) -> list[tuple[str, bool]]:
    """One JSON line for each value of a parsed list, and whether it could be read; "line 1" is the first."""
    return _answer([_to_checked(number, value, "text") for number, value in enumerate(values, 1)])


def _to_checked(number: int, value: Any, text_column: str) -> Line:
    if not isinstance(value, dict):
        return Line(number, None, None, Problem("The line is no JSON object.", why="bad_json"))
    return _to_line(number, value, text_column)


def problem_record(line: Line) -> dict[str, Any]:
    """What is answered for a line that cannot be read."""
    problem = line.problem or Problem("")
    told = {"what": problem.what, "where": f"line {line.number}", "why": problem.why}
    return {"id": line.identity, "line": line.number, "problems": [told]}


def read_lines(file: str, text_column: str | None = None) -> Iterator[Line]:
    """The lines of a JSONL file ("-": standard input), or the rows of a CSV, TSV or Parquet file.

    Raises:
        SourceError: the file cannot be opened or is of no known form.
        UsageError: it has no such column.
    """
    return (_parsed(one, text_column) for one in _read(file, text_column))


def _read(file: str, text_column: str | None) -> Iterator[Line | Unparsed]:
    if file == "-":
        yield from _read_stream(_open_input())
        return
    path = Path(file)
    found = Found(path, path.name or str(path))
    if path.is_dir():
        raise SourceError(f"{found.name} is a folder; name a file in it.")
    try:
        yield from _read_file(found, text_column)
    except Refused as refused:
        raise SourceError(f"{found.name}: {refused.problem.what}") from None


def _read_file(found: Found, text_column: str | None) -> Iterator[Line | Unparsed]:
    """A file's lines or rows, unpacked where they are gzip.

    Raises:
        Refused: the file cannot be opened, is binary, or its packing is broken.
    """
    with open_file(found, _LIMITS) as handle:
        chunks = read_chunks(handle, found.name, _LIMITS)
        head = next(chunks, b"")
        if found.suffix == ".parquet" or head.startswith(b"PAR1"):
            yield from _read_rows(_read_parquet(found.path), found.name, text_column)
            return
        if binary := find_binary(head):
            raise Refused(Problem(f"The file is {binary}, which is not read here.", found.name, "binary"))
        text = to_utf8(chain([head], chunks))
        if found.suffix in (".csv", ".tsv"):
            yield from _read_rows(_read_delimited(text, found), found.name, text_column)
        else:
            yield from _read_stream(_to_stream(text))


class _Pieces(io.RawIOBase):
    """Pieces of bytes as a file to read from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def _to_stream(pieces: Iterator[bytes]) -> TextIO:
    buffered = io.BufferedReader(_Pieces(pieces), 1 << 18)
    return io.TextIOWrapper(buffered, encoding="utf-8", errors="surrogateescape", newline="\n")


def _open_input() -> TextIO:
    """Standard input as UTF-8 whatever the locale says; bytes that are none are kept apart.

    Raises:
        SourceError: it is packed or binary.
    """
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape", newline="\n")
        if isinstance(sys.stdin.buffer, io.BufferedReader):
            _check_input(sys.stdin.buffer.peek(2))
    return sys.stdin


def _check_input(head: bytes) -> None:
    if head.startswith(GZIP_MAGIC):
        raise SourceError("Standard input is packed with gzip; unpack it first, as with gzip -dc.")
    if binary := find_binary(head):
        raise SourceError(f"Standard input is {binary}, which is not read here.")


def _read_stream(stream: TextIO) -> Iterator[Line | Unparsed]:
    number = 0
    while text := stream.readline(_LONGEST_LINE + 1):
        number += 1
        if len(text) > _LONGEST_LINE:
            _skip_line(stream)
            problem = Problem(f"The line is longer than {_LONGEST_LINE:,} characters.", why="too_large")
            yield Line(number, None, None, problem)
        else:
            yield number, text.removeprefix("\ufeff")


def _skip_line(stream: TextIO) -> None:
    while (rest := stream.readline(1 << 20)) and not rest.endswith("\n"):
        pass


def _parse_line(number: int, text: str, text_column: str) -> Line:
    if not text or text.isspace():
        return Line(number, None, None, Problem("The line is empty.", why="empty"))
    if text.count("[") + text.count("{") > _DEEPEST and _depth(text) > _DEEPEST:
        return Line(
            number, None, None, Problem(f"The JSON is nested deeper than {_DEEPEST}.", why="too_deep")
        )
    try:
        record = json.loads(text)
    except ValueError:
        return Line(number, None, None, Problem("The line is no JSON.", why="bad_json"))
    return _to_checked(number, record, text_column)


def _depth(text: str) -> int:
    """Nesting of brackets; those inside strings count too, which only errs on the safe side."""
    deepest = depth = 0
    for character in text:
        if character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


def _read_rows(
    rows: Iterator[Mapping[str, Any] | Problem], name: str, text_column: str | None
) -> Iterator[Line]:
    column = text_column or "text"
    for number, row in enumerate(rows, 1):
        if isinstance(row, Problem):
            yield Line(number, None, None, row)
            continue
        if column not in row:
            raise UsageError(
                f"{name} has no column {column!r}; name one of {', '.join(row)} with --text-column."
            )
        yield _to_line(number, row, column)


def _read_parquet(path: Path) -> Iterator[Mapping[str, Any]]:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        for batch in parquet.ParquetFile(path).iter_batches(1000):
            yield from batch.to_pylist()
    except (pa.ArrowInvalid, OSError) as error:
        raise SourceError(f"{path.name} cannot be read: {str(error).splitlines()[0]}") from None


def _read_delimited(chunks: Iterator[bytes], found: Found) -> Iterator[Mapping[str, Any] | Problem]:
    for row in read_delimited(chunks, found.name, found.suffix, Limits()):
        yield row if isinstance(row, Problem) else row.values


def _to_line(number: int, record: Mapping[str, Any], text_column: str) -> Line:
    identity = _identity(record.get("id"))
    text = record.get(text_column)
    if not isinstance(text, str):
        return Line(
            number, identity, None, Problem(f"There is no {text_column!r} that is a string.", why="no_text")
        )
    if len(text) > _LONGEST_TEXT:
        return Line(
            number,
            identity,
            None,
            Problem(f"The text is longer than {_LONGEST_TEXT:,} characters.", why="too_large"),
        )
    given = {ours: _first(record, names) for ours, names in _NAMES.items()}
    given["date_posted"] = given["date_posted"] if given["date_posted"][:4].isdecimal() else ""
    return Line(number, identity, Document("posting", "", text=text, **given))


def _identity(value: Any) -> str | int | None:
    """An id as given if it is a text or a whole number; anything else as text."""
    return value if value is None or type(value) in (str, int) else str(value)


def _first(record: Mapping[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        value = record.get(name)
        if value is not None:
            return value if isinstance(value, str) else str(value)
    return ""
