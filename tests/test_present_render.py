"""Blocks drawn in a terminal, as Markdown and as JSON; the progress bar."""

from __future__ import annotations

import doctest
import io
import json
import sys
from dataclasses import dataclass

import pytest
from rich.console import Console

from rolescope.present.blocks import Bullets, Cell, Column, Heading, Page, Paragraph, Table
from rolescope.present.progress import show_progress
from rolescope.present.render import as_json, markdown, terminal
from rolescope.present.render.as_json import render_json
from rolescope.present.render.markdown import render_markdown
from rolescope.present.render.terminal import draw_bar, print_page

PAGE: Page = (
    Heading("One | page", 1),
    Heading("A part of it with a longer name than the first has"),
    Heading("small", 3),
    Paragraph("Running *text* that goes on. " * 8),
    Paragraph("a note", note=True),
    Bullets(("first", "second [link]")),
    Table(
        (Column("name"), Column("A\nn=3"), Column("±", "right")),
        (
            (Cell("Python"), Cell("50% [40–60] 5", 0.5, 0.4, 0.6, "a/tool/python"), Cell("+3")),
            (Cell("SQL"), Cell("– 0", thin=True), Cell("–", thin=True)),
        ),
        "A caption",
    ),
    Table((Column("x"),), ((Cell("plain"),),)),
)


def draw(width: int, *, terminal_too: bool = False) -> str:
    out = io.StringIO()
    print_page(PAGE, Console(file=out, width=width, force_terminal=terminal_too, highlight=False))
    return out.getvalue()


@pytest.mark.parametrize("width", [20, 80, 300])
def test_a_pipe_gets_plain_text_of_80_to_110_columns(width: int) -> None:
    text = draw(width)
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 110
    for word in (
        "ONE | PAGE",
        "A part of it",
        "Running *text*",
        "• first",
        "second [link]",
        "A caption",
    ):
        assert word in text
    assert ("████" in text) is (width > 20)  # figures go before bars


def test_a_terminal_gets_styles_and_its_own_width() -> None:
    text = draw(60, terminal_too=True)
    assert "\x1b[" in text
    assert "████" in text


@pytest.mark.parametrize(
    ("share", "bar"), [(0, "    "), (1, "████"), (0.5, "██  "), (7, "████"), (-1, "    "), (0.03, "▏   ")]
)
def test_bars(share: float, bar: str) -> None:
    assert draw_bar(share, 4) == bar


def test_markdown() -> None:
    lines = render_markdown(PAGE).splitlines()
    assert lines[0] == r"# One \| page"
    assert "*a note*" in lines
    assert r"- second \[link\]" in lines
    assert "**A caption**" in lines
    row = next(line for line in lines if line.startswith("| Python"))
    assert "`a/tool/python`" in row
    assert "| --- | --- | --: | --- |" in lines
    assert "| plain |" in lines


def test_doctests() -> None:
    assert doctest.testmod(markdown).failed == 0
    assert doctest.testmod(terminal).failed == 0
    assert doctest.testmod(as_json).failed == 0


@dataclass(frozen=True)
class _Answer:
    schema: str
    figures: tuple[float | None, ...]
    text: str = ""


def test_json() -> None:
    assert json.loads(render_json(_Answer("x/1", (1.5, None), "é"))) == {
        "schema": "x/1",
        "figures": [1.5, None],
        "text": "é",
    }
    assert "é" in render_json({"text": "é"})
    assert "\\ud800" in render_json(_Answer("x/1", (), "é \ud800"))
    with pytest.raises(ValueError, match="not JSON compliant"):
        render_json(_Answer("x/1", (float("nan"),)))


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_shows_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream, drawn in ((io.StringIO(), False), (_Terminal(), True)):
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setenv("FORCE_COLOR", "1")
        with show_progress("reading") as progress:
            progress(3)
            progress(4)
        assert bool(stream.getvalue()) is drawn


QUARTERS = tuple(
    (f"20{16 + n // 4}-Q{n % 4 + 1}", f"{76 + n % 9}% [57–100] 1{n:03}", f"{4100 + n:,}") for n in range(20)
)


@pytest.mark.parametrize("width", [40, 60, 80, 110])
def test_figures_are_whole_beside_a_long_last_column(width: int) -> None:
    columns = (Column("quarter"), Column("share of postings"), Column("n", "right"), Column("leading source"))
    source = Cell("binoydutt/Resume-Job-Description-Matching-and-more-of-it 63%")
    rows = tuple((Cell(q), Cell(share, 0.7, 0.5, 1.0), Cell(n), source) for q, share, n in QUARTERS)
    out = io.StringIO()
    print_page((Table(columns, rows),), Console(file=out, width=width, highlight=False))
    lines = out.getvalue().splitlines()
    assert max(map(len, lines)) <= width
    starts = [line for line in lines if line.startswith("20")]
    for line, (quarter, share, n) in zip(starts, QUARTERS, strict=True):
        words = line.split()
        assert (words[0], n in words) == (quarter, True)
        assert width == 40 or share in line
    assert out.getvalue().count("63%") == len(QUARTERS)
