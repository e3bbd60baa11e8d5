"""Pages in a terminal: fit for 80 columns, plain when piped."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from rolescope.present.blocks import Block, Bullets, Cell, Heading, Page, Paragraph, Table

NARROWEST = 80
WIDEST = 110
BAR = 8  # characters of a full bar
TEXT_LEAST = 12  # characters that a column of running text is left
_EIGHTHS = " ▏▎▍▌▋▊▉█"


def print_page(page: Page, console: Console | None = None) -> None:
    """Draw ``page`` on standard output."""
    out = console or Console(highlight=False, soft_wrap=False)
    width = min(max(out.width, NARROWEST if not out.is_terminal else 40), WIDEST, out.width)
    out.print(Group(*(_draw(block, width) for block in page)), width=width)


def draw_bar(share: float, width: int = BAR) -> str:
    """A bar of ``width`` characters for a share in [0, 1].

    >>> draw_bar(0.5, 4)
    '██  '
    """
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_EIGHTHS[rest] if rest else "")).ljust(width)


def _draw(block: Block, width: int) -> RenderableType:
    match block:
        case Heading(text, level):
            return _heading(text, level)
        case Paragraph(text, note):
            return Padding(Text(text, style="dim" if note else ""), (0, 0, 1, 0))
        case Bullets(items):
            return Padding(Group(*(_bullet(i) for i in items)), (0, 0, 1, 0))
        case Table():
            return Padding(_table(block, width), (0, 0, 1, 0))


def _heading(text: str, level: int) -> RenderableType:
    if level == 1:
        return Padding(Text(text.upper() if len(text) < 30 else text, style="bold"), (1, 0, 1, 0))
    return Text(text, style="bold underline" if level == 2 else "bold")


def _bullet(text: str) -> RenderableType:
    grid = RichTable.grid(padding=(0, 1))
    grid.add_row(Text("•"), Text(text))
    return grid


@dataclass(frozen=True, slots=True)
class _Fit:
    """How a table is made to fit: with bars or without, and which columns may wrap."""

    bars: bool
    wraps: tuple[bool, ...]


def _table(block: Table, width: int) -> RenderableType:
    fit = _find_fit(block, width)
    table = RichTable(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False, header_style="dim")
    for column, wraps in zip(block.columns, fit.wraps, strict=True):
        table.add_column(column.title, justify=column.align, no_wrap=not wraps, overflow="fold")
    for row in block.rows:
        table.add_row(*(_cell(c, bars=fit.bars) for c in row))
    return Group(Text(block.caption), table) if block.caption else table


def _find_fit(block: Table, width: int) -> _Fit:
    """Running text wraps; where that is not enough the bars go, then all but right-aligned figures wraps."""
    positions = range(len(block.columns))
    text = tuple(_is_text(block, p) for p in positions)
    left = tuple(column.align == "left" for column in block.columns)
    for fit in (_Fit(True, text), _Fit(False, text)):
        if sum(_least_width(block, p, fit) for p in positions) + len(positions) - 1 <= width:
            return fit
    return _Fit(False, left)


def _is_text(block: Table, position: int) -> bool:
    """Whether a column is words that may wrap: no figure is cropped or cut in two."""
    cells = [row[position] for row in block.rows]
    words = position == 0 or any(" " in cell.text and cell.text[0].isalpha() for cell in cells)
    return block.columns[position].align == "left" and words and all(cell.share is None for cell in cells)


def _least_width(block: Table, position: int, fit: _Fit) -> int:
    cells = (_cell(row[position], bars=fit.bars).plain for row in block.rows)
    title = block.columns[position].title.splitlines()
    longest = max(map(cell_len, (*title, *cells)), default=0)
    return min(longest, TEXT_LEAST) if fit.wraps[position] else longest


def _cell(cell: Cell, *, bars: bool) -> Text:
    style = "dim" if cell.thin else ""
    if cell.share is None or not bars:
        return Text(cell.text, style=style)
    bar = Text(draw_bar(cell.share), style="dim" if cell.thin else "cyan")
    return bar + Text(f" {cell.text}", style=style)
