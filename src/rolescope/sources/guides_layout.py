"""The shape of an article: lines with offsets, whatever it was written in.

Plain text is taken as it stands (after repairs that precede every offset); HTML and Markdown are first
written down as the same plain text: a heading, a "- " item or a paragraph to a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborNode

from rolescope.sources.clean import clean_characters
from rolescope.sources.markup import LINES, PARAGRAPHS, SKIPPED, parse_html
from rolescope.sources.options import Limits

MAX_CHARACTERS = 10_000_000
MAX_LINES = 50_000

BULLET = re.compile(r"\s*(?P<mark>[-*+•·▪◦‣●○–—✓✔➤►]|\(?\d{1,2}[.)])\s+(?=\S)")
LABEL = re.compile(r"(?P<label>[^:\n]{2,90}?)\s*(?::|\s[–—-])\s+(?=\S)")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd]")
_DROPPED = SKIPPED | {"nav", "footer", "form", "button", "audio", "video", "canvas"}
_PARTS = "table, h1, h2, h3, h4, h5, h6"  # a table that holds one of them lays out a page
_BLOCKS = PARAGRAPHS | LINES | {"details", "summary"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line's content.

    Attributes:
        start: where the content begins, behind any bullet mark.
        end: where it ends; a hard-wrapped paragraph or item is one line.
        bullet: the mark as written, "" for a plain line.
        level: heading level 1 to 6 if the source marks it as a heading, else 0.
    """

    start: int
    end: int
    bullet: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """Plain text written from marked-up text; ``levels`` maps line numbers to heading levels."""

    text: str
    levels: dict[int, int] = field(default_factory=dict)


def repair(text: str) -> str:
    """Text as it is kept; every repair comes before the first offset.

    >>> repair("\\ufeffa masterβs degree\\r\\nβ = 0.1")
    "a master's degree\\nβ = 0.1"
    """
    return clean_characters(text).removeprefix("\ufeff")


def is_binary(text: str) -> bool:
    """Whether this is no text at all: NUL, replacement or control characters in its beginning.

    >>> is_binary("PK\\x03\\x04\\x00"), is_binary("Data Engineer vs. Data Analyst")
    (True, False)
    """
    head = text[:4096]
    return "\x00" in head or len(_UNPRINTABLE.findall(head)) * 20 > len(head)


def read_lines(page: Page, is_heading: Callable[[str], bool]) -> tuple[Line, ...]:
    """The lines that hold something, hard-wrapped ones joined unless ``is_heading`` knows them."""
    lines: list[Line] = []
    wrapped, above = _is_wrapped(page.text), 0
    for number, (start, end) in enumerate(_spans(page.text)):
        line = _read_line(page.text, start, end, page.levels.get(number, 0))
        if line is not None:
            alone = above < 40 or not wrapped or is_heading(page.text[line.start : line.end])
            _append(lines, line, joined=not alone)
        above = end - start if line else 0
    return tuple(lines)


def _append(lines: list[Line], line: Line, *, joined: bool) -> None:
    if joined and lines and not (line.bullet or line.level or lines[-1].level):
        lines[-1] = replace(lines[-1], end=line.end)
    else:
        lines.append(line)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for part in text.split("\n"):
        yield start, start + len(part)
        start += len(part) + 1


def _read_line(text: str, start: int, end: int, level: int) -> Line | None:
    raw = text[start:end]
    content = raw.strip()
    if not any(c.isalnum() for c in content):
        return None
    mark = BULLET.match(raw)
    start += mark.end() if mark else len(raw) - len(raw.lstrip())
    return Line(start, start + len(text[start:end].rstrip()), mark["mark"] if mark else "", level)


def _is_wrapped(text: str) -> bool:
    """Whether the text was broken at a column: hardly a line past it, many that stop just before it."""
    lengths = [len(part.rstrip()) for part in text.split("\n")]
    filled = sum(map(bool, lengths))
    near, past = sum(55 <= n <= 100 for n in lengths), sum(n > 100 for n in lengths)
    return filled < len(lengths) and past * 50 <= filled and near >= max(4, filled // 4)


# -- HTML ---------------------------------------------------------------------------------------------


def page_from_html(html: str, *, tables: bool = False) -> Page:
    """The page's text from its first ``h1`` on (its ``title`` stands in for a missing one).

    Args:
        html: the page.
        tables: keep the cells of tables apart, by " | ", a row to a line; without captions.

    Raises:
        rolescope.sources.options.Refused: too large, too many tags or too deep to be parsed.
    """
    tree = parse_html(html, Limits())
    writer = _Writer(tables=tables)
    if tree.body is not None:
        _write_node(tree.body, writer)
    writer.flush()
    rows = writer.rows
    first = next((i for i, (_, level) in enumerate(rows) if level == 1), None)
    if first is None:
        title = tree.css_first("title")
        rows = [(_squeeze(title.text()), 1), *rows] if title else rows
    return _page([(text, level) for text, level in rows[first or 0 :] if text])


@dataclass(slots=True)
class _Writer:
    """Collects inline text into rows; a pending list mark goes before the row's first words.

    ``grids`` says of each open table whether its cells are kept apart: not where it only lays out the page.
    """

    rows: list[tuple[str, int]] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    level: int = 0
    item: bool = False
    tables: bool = False
    grids: list[bool] = field(default_factory=list)
    cells: int = 0
    in_cell: bool = False

    def flush(self) -> None:
        text = _squeeze("".join(self.parts))
        self.parts.clear()
        if text:
            self.rows.append((f"- {text}" if self.item else text, self.level))
            self.item = False


def _write_node(root: LexborNode, writer: _Writer) -> None:
    """Walk below ``root`` without recursion; a closing step follows each element's children."""
    stack: list[tuple[LexborNode, bool]] = [(root, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            _leave(node.tag or "", writer)
        elif node.tag == "-text":
            writer.parts.append(node.text_content or "")
        elif node.tag is not None and not _is_dropped(node.tag, writer) and node.tag[0] not in "-!":
            if node.tag == "table":
                writer.grids.append(writer.tables and not _lays_out(node))
            _enter(node.tag, writer)
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(list(node.iter(include_text=True))))


def _lays_out(table: LexborNode) -> bool:
    return any(part.mem_id != table.mem_id for part in table.css(_PARTS))


def _is_dropped(tag: str, writer: _Writer) -> bool:
    return tag in _DROPPED or (writer.tables and tag in ("caption", "figcaption"))


def _enter(tag: str, writer: _Writer) -> None:
    if writer.grids and writer.grids[-1] and _enter_cell(tag, writer):
        return
    if tag in ("td", "th"):
        writer.parts.append(" ")
    elif tag == "br" or tag in _BLOCKS:
        writer.flush()
    if tag == "li":
        writer.item = True
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        writer.level = int(tag[1])


def _enter_cell(tag: str, writer: _Writer) -> bool:
    """Whether the tag is a cell or stands in one: nothing in a cell begins a line."""
    if tag in ("td", "th"):
        writer.parts.append(" | " if writer.cells else "")
        writer.cells += 1
        writer.in_cell = True
    elif tag == "tr":
        writer.cells, writer.in_cell = 0, False
    elif writer.in_cell and (tag == "br" or tag in _BLOCKS):
        last = next((part.strip() for part in reversed(writer.parts) if part.strip()), "|")
        writer.parts.append("; " if tag == "li" and last != "|" else " ")
    return writer.in_cell


def _leave(tag: str, writer: _Writer) -> None:
    if tag == "table" and writer.grids:
        writer.grids.pop()
        writer.in_cell = False
    elif writer.in_cell:
        writer.in_cell = tag not in ("td", "th")
        writer.parts.append("" if tag == "li" else " ")
        return
    if tag in ("td", "th"):
        writer.parts.append(" ")
    elif tag in _BLOCKS:
        writer.flush()
    if tag == "li":
        writer.item = False
    if len(tag) == 2 and tag[0] == "h":
        writer.level = 0


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _page(rows: list[tuple[str, int]]) -> Page:
    levels = {number: level for number, (_, level) in enumerate(rows) if level}
    return Page(repair("\n".join(text for text, _ in rows)), levels)


# -- Markdown -----------------------------------------------------------------------------------------

_INLINE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"!\[[^\[\]\n]*\]\([^()\s]*\)"), ""),
    (re.compile(r"\[([^\[\]\n]+)\](?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\[\]\n]*\])"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>\n]*>"), ""),
    (re.compile(r"(?<!\\)(?:\*\*|__|`)"), ""),
    (re.compile(r"(?<![\w\\])[*_](?=\S)|(?<=[^\s\\])[*_](?!\w)"), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>|-])"), r"\1"),
)
_ATX = re.compile(r"\s{0,3}(#{1,6})\s+(\S.*)")
_BOLD_LINE = re.compile(r"\s{0,3}(\*\*|__)([^*_]{1,120}):?\1:?\s*")
_FRONT_MATTER = re.compile(r"\A---\n(?:.{0,500}\n){0,100}?---\n")
_TEMPLATES = ("```", "~~~", "{%", "{{", "{:")


def page_from_markdown(text: str) -> Page:
    """The same text without Markdown's marks; ``#``, underlined and all-bold lines are headings."""
    rows: list[tuple[str, int]] = []
    for line in _without_comments(_FRONT_MATTER.sub("", repair(text))).split("\n"):
        underline = line.strip()
        if rows and rows[-1][0] and len(underline) >= 2 and set(underline) in ({"="}, {"-"}):
            rows[-1] = (rows[-1][0], 1 if underline[0] == "=" else 2)
        elif not (underline.startswith(_TEMPLATES) or (underline and set(underline) <= set("-*_ |:"))):
            rows.append(_markdown_row(line))
    first = next((i for i, (row, _) in enumerate(rows) if row), 0)
    return _page(rows[first:])


def _without_comments(text: str) -> str:
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join([*kept, text[at:]])


def _markdown_row(line: str) -> tuple[str, int]:
    if line.lstrip().startswith("|"):
        line = " | ".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    heading, bold = _ATX.match(line), _BOLD_LINE.fullmatch(line)
    if heading:
        return _plain(heading[2].rstrip().rstrip("#")), len(heading[1])
    if bold:
        return _plain(bold[2]).rstrip(":"), 6
    mark = BULLET.match(line)
    rest = line[mark.end() :] if mark else line.lstrip("> \t")
    kept = f"{mark['mark'] if mark['mark'][0] in '(0123456789' else '-'} " if mark else ""
    return (kept + _plain(rest)).rstrip(), 0


def _plain(text: str) -> str:
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return text.strip()
