"""CSV with everything people do to it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolescope.model import Problem
from rolescope.sources.delimited import read_delimited
from rolescope.sources.options import Limits, Record, Refused

LIMITS = Limits(record_bytes=2_000)


def read(text: str, suffix: str = ".csv", limits: Limits = LIMITS) -> list[Record | Problem]:
    return list(read_delimited([text.encode("utf-8", "surrogatepass")], "a.csv", suffix, limits))


def rows(items: list[Record | Problem]) -> list[list[object]]:
    return [list(item.values.values()) for item in items if isinstance(item, Record)]


def problems(items: list[Record | Problem]) -> list[tuple[str, str]]:
    return [(item.where, item.why) for item in items if isinstance(item, Problem)]


def test_quotes_lines_and_short_rows() -> None:
    items = read('a,b\r\n"x\ny","1 ""2"""\r\n\r\nz\r\n')
    assert rows(items) == [["x\ny", '1 "2"'], ["z"]]
    assert [i.where for i in items if isinstance(i, Record)] == ["a.csv:2", "a.csv:5"]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_delimiters(mark: str) -> None:
    assert rows(read(f'"a,1"{mark}b\nx{mark}y\n')) == [["x", "y"]]


def test_tab_separated_by_name() -> None:
    assert rows(read("a\tb,c,d\nx\ty\n", ".tsv")) == [["x", "y"]]


def test_too_many_cells() -> None:
    items = read("a,b\n1,2,3\n1,2,\n4,5\n")
    assert problems(items) == [("a.csv:2", "bad_row")]
    assert rows(items) == [["1", "2"], ["4", "5"]]


def test_an_unclosed_quote_costs_only_its_row() -> None:
    items = read('a,b\n1,"never closed\n2,x\n3,y\n')
    assert problems(items) == [("a.csv:2", "bad_row")]
    assert rows(items) == [["2", "x"], ["3", "y"]]


def test_an_unclosed_quote_in_a_long_file() -> None:
    items = read('a,b\n1,"never closed\n' + "2,x\n" * 2_000)
    assert problems(items) == [("a.csv:2", "too_large")]
    assert len(rows(items)) == 2_000


def test_a_line_that_is_too_long_is_skipped() -> None:
    items = read("a,b\n1,x\n2," + "y" * 3_000 + "\n3,z\n")
    assert problems(items) == [("a.csv:3", "too_large")]
    assert rows(items) == [["1", "x"], ["3", "z"]]


def test_nuls_and_bare_returns() -> None:
    items = read("a,b\n1,x\0y\n2,p\rq\n3,z\n")
    assert rows(items)[0] == ["1", "x\0y"]
    assert rows(items)[-1] == ["3", "z"]


def test_the_first_of_two_equal_columns_counts() -> None:
    assert rows(read("a,a,b\n1,2,3\n")) == [["1", "3"]]


def test_a_header_that_names_nothing() -> None:
    with pytest.raises(Refused):
        read("  \nx\n")


CELL = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=20)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8))
def test_what_csv_writes_is_read_back(table: list[tuple[str, str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([("a", "b"), *table])
    assert rows(read(out.getvalue())) == [list(row) for row in table]


@given(st.text(alphabet='ab,"\n;\r', max_size=120))
def test_any_text_gives_rows_or_problems(text: str) -> None:
    for item in read("a,b\n" + text):
        assert isinstance(item, Record | Problem)
