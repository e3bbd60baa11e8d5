"""Pages in a terminal: fit for 80 columns, plain when piped."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from rolescope.present.blocks import Block, Bullets, Cell, Heading, Page, Paragraph, Table

NARROWEST = 80
WIDEST = 110
BAR = 8  # characters of a full bar
_EIGHTHS = " ▏▎▍▌▋▊▉█"


def print_page(page: Page, console: Console | None = None) -> None:
    """Draw ``page`` on standard output."""
    out = console or Console(highlight=False, soft_wrap=False)
    width = min(max(out.width, NARROWEST if not out.is_terminal else 40), WIDEST)
    out.print(Group(*(_draw(block) for block in page)), width=width)


def draw_bar(share: float, width: int = BAR) -> str:
    """A bar of ``width`` characters for a share in [0, 1].

    >>> draw_bar(0.5, 4)
    '██  '
    """
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_EIGHTHS[rest] if rest else "")).ljust(width)


def _draw(block: Block) -> RenderableType:
    match block:
        case Heading(text, level):
            return _heading(text, level)
        case Paragraph(text, note):
            return Padding(Text(text, style="dim" if note else ""), (0, 0, 1, 0))
        case Bullets(items):
            return Padding(Group(*(_bullet(i) for i in items)), (0, 0, 1, 0))
        case Table():
            return Padding(_table(block), (0, 0, 1, 0))


def _heading(text: str, level: int) -> RenderableType:
    if level == 1:
        return Padding(Text(text.upper() if len(text) < 30 else text, style="bold"), (1, 0, 1, 0))
    return Text(text, style="bold underline" if level == 2 else "bold")


def _bullet(text: str) -> RenderableType:
    grid = RichTable.grid(padding=(0, 1))
    grid.add_row(Text("•"), Text(text))
    return grid


def _table(block: Table) -> RenderableType:
    table = RichTable(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False, header_style="dim")
    for position, column in enumerate(block.columns):
        table.add_column(
            column.title,
            justify=column.align,
            no_wrap=position > 0 and len(block.columns) > 2,
            overflow="fold",
        )
    for row in block.rows:
        table.add_row(*(_cell(c) for c in row))
    return Group(Text(block.caption), table) if block.caption else table


def _cell(cell: Cell) -> Text:
    style = "dim" if cell.thin else ""
    if cell.share is None:
        return Text(cell.text, style=style)
    bar = Text(draw_bar(cell.share), style="dim" if cell.thin else "cyan")
    return bar + Text(f" {cell.text}", style=style)
