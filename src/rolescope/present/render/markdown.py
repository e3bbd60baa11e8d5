"""Pages as GitHub-flavoured Markdown."""

from __future__ import annotations

from rolescope.present.blocks import Block, Bullets, Cell, Heading, Page, Paragraph, Table

_SPECIAL = str.maketrans({c: f"\\{c}" for c in "\\|*_<>[]`#"} | {"\n": " "})


def render_markdown(page: Page) -> str:
    """The page as Markdown, ending with a line break."""
    return "\n\n".join(_draw(block) for block in page) + "\n"


def escape(text: str) -> str:
    """Text that Markdown shows as it is.

    >>> escape("a|b_c")
    'a\\\\|b\\\\_c'
    """
    return text.translate(_SPECIAL)


def _draw(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {escape(text)}"
        case Paragraph(text, note):
            return f"*{escape(text)}*" if note else escape(text)
        case Bullets(items):
            return "\n".join(f"- {escape(i)}" for i in items)
        case Table():
            return _table(block)


def _table(block: Table) -> str:
    """A table; the keys of its figures stand in a last column, so that each can be opened."""
    keyed = any(cell.key for row in block.rows for cell in row)
    titles = [c.title for c in block.columns] + (["evidence"] if keyed else [])
    rules = ["--:" if c.align == "right" else "---" for c in block.columns] + (["---"] if keyed else [])
    lines = [f"**{escape(block.caption)}**", ""] if block.caption else []
    lines += [_row(map(escape, titles)), _row(rules)]
    lines += [_row([escape(c.text) for c in row] + ([_keys(row)] if keyed else [])) for row in block.rows]
    return "\n".join(lines)


def _keys(row: tuple[Cell, ...]) -> str:
    return " ".join(f"`{cell.key}`" for cell in row if cell.key)


def _row(cells: object) -> str:
    return f"| {' | '.join(cells)} |"  # type: ignore[arg-type]
