"""What a page is made of, before it is drawn: the terminal, Markdown and HTML draw the same blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the page's title."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; notes are set smaller or dimmer."""

    text: str
    note: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short texts."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; ``share`` in [0, 1] draws a bar before the text, ``key`` opens its evidence.

    ``low`` and ``high`` bound the interval the bar shows; ``thin`` greys the cell.
    """

    text: str
    share: float | None = None
    low: float | None = None
    high: float | None = None
    key: str = ""
    thin: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    title: str
    align: Literal["left", "right"] = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``caption`` says in one line what it shows."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""


Block = Heading | Paragraph | Bullets | Table
Page = tuple[Block, ...]
