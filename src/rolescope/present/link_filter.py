"""``link`` as a filter: lines in, lines out, in order, bad lines answered as such."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from rolescope.analyse.answers import LinkItem, LinkRecord
from rolescope.errors import UsageError
from rolescope.model import Problem
from rolescope.present.filters import Line, problem_record, read_lines
from rolescope.present.render.as_json import render_json


def link_lines(file: str, link: Callable[[str], tuple[LinkItem, ...]]) -> Iterator[tuple[str, bool]]:
    """One JSON line for each line or row in, and whether it could be read.

    Args:
        file: JSONL of {id, text}, CSV or Parquet; "-" is standard input.
        link: gives the entries for a text; raises ``UsageError`` for one it cannot take.

    Raises:
        SourceError: the file cannot be opened or is of no known form.
    """
    for line in read_lines(file):
        yield _answer(line, link)


def _answer(line: Line, link: Callable[[str], tuple[LinkItem, ...]]) -> tuple[str, bool]:
    if line.problem is not None or line.document is None:
        return render_json(problem_record(line)), False
    try:
        return render_json(LinkRecord(line.identity, link(line.document.text))), True
    except UsageError as error:
        refused = replace(line, problem=Problem(str(error), why="too_large"))
        return render_json(problem_record(refused)), False
