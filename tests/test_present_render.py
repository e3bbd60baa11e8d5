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
        "████",
    ):
        assert word in text


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
