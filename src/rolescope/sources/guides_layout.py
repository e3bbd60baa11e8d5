"""The shape of an article: lines with offsets, whatever it was written in.

Plain text is taken as it stands (after repairs that precede every offset); HTML and Markdown are first
written down as the same plain text: a heading, a "- " item or a paragraph to a line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ftfy import fix_encoding
from ftfy.badness import is_bad
from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_CHARACTERS = 10_000_000
MAX_LINES = 50_000
MAX_DEPTH = 400  # the parser's time grows with the square of the depth; real pages stay under 60

BULLET = re.compile(r"\s*(?P<mark>[-*+•·▪◦‣●○–—✓✔➤►]|\(?\d{1,2}[.)])\s+(?=\S)")
LABEL = re.compile(r"(?P<label>[^:\n]{2,90}?)\s*(?::|\s[–—-])\s+(?=\S)")
# A beta between a letter and "s" stands for an apostrophe (2 of the articles at hand); others stay.
_BETA = re.compile(r"(?<=[A-Za-z])β(?=s?\b)")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff\u200b]")
_is_dropped = re.compile(
    "script|style|noscript|template|svg|nav|footer|form|button|iframe|head|select|canvas|audio|video|[-!].*"
).fullmatch
_is_block = re.compile(
    "address|article|aside|blockquote|body|d[dlt]|details|div|fig(?:caption|ure)|h[1-6]|header|hr|li|main|[ou]l|p|"
    "pre|section|summary|table|t(?:body|foot|head|r)"
).fullmatch
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]{0,30})")
# A parser closes these by itself, or they hold nothing.
_is_shallow = re.compile(
    "p|li|t[dhr]|d[dt]|br|hr|wbr|img|input|meta|link|option|source|col|area|path|base|embed|html|body"
).fullmatch


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
    """Text in which line ends, stray marks and the beta for an apostrophe are mended.

    >>> repair("a masterβs degree\\r\\nβ = 0.1")
    'a master’s degree\\nβ = 0.1'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\xa0", " ")
    if is_bad(text[:20_000]):
        text = fix_encoding(text)
    return _BETA.sub("’", _CONTROLS.sub("", text))


def is_binary(text: str) -> bool:
    """Whether this is no text at all: NUL, replacement or control characters in its beginning.

    >>> is_binary("PK\\x03\\x04\\x00"), is_binary("Data Engineer vs. Data Analyst")
    (True, False)
    """
    head = text[:4096]
    return (
        "\x00" in head
        or sum((c < " " and c not in "\n\r\t") or c == "�" for c in head) > len(head) // 20
    )


def read_lines(page: Page) -> tuple[Line, ...]:
    """The lines that hold something, hard-wrapped ones joined."""
    lines: list[Line] = []
    wrapped, above = _is_wrapped(page.text), 0
    for number, (start, end) in enumerate(_spans(page.text)):
        line = _read_line(page.text, start, end, page.levels.get(number, 0))
        if line is not None:
            _append(lines, line, joined=wrapped and above >= 40)
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


def is_too_deep(html: str) -> bool:
    """Whether elements nest deeper than ``MAX_DEPTH``; one linear scan, before any parser sees it."""
    opened: Counter[str] = Counter()
    depth = 0
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if _is_shallow(name) or (tag[1] and not opened[name]):
            continue
        step = -1 if tag[1] else 1
        opened[name] += step
        depth += step
        if depth > MAX_DEPTH:
            return True
    return False


def page_from_html(html: str) -> Page:
    """The page's text from its first ``h1`` on (its ``title`` stands in for a missing one)."""
    tree = LexborHTMLParser(html)
    writer = _Writer()
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
    """Collects inline text into rows; a pending list mark goes before the row's first words."""

    rows: list[tuple[str, int]] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    level: int = 0
    item: bool = False

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
        elif node.tag is not None and not _is_dropped(node.tag):
            _enter(node.tag, writer)
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(list(node.iter(include_text=True))))


def _enter(tag: str, writer: _Writer) -> None:
    if tag in ("td", "th"):
        writer.parts.append(" ")
    elif tag == "br" or _is_block(tag):
        writer.flush()
    if tag == "li":
        writer.item = True
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        writer.level = int(tag[1])


def _leave(tag: str, writer: _Writer) -> None:
    if tag in ("td", "th"):
        writer.parts.append(" ")
    elif _is_block(tag):
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
    (re.compile(r"!\[[^\]\n]{0,500}\]\([^)\s]{0,2000}\)"), ""),
    (re.compile(r"\[([^\]\n]{1,500})\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,200}\])"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>"), ""),
    (re.compile(r"(\*\*|__)(?=\S)([^\n]{1,2000}?\S|\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])([*_])(?=\S)([^*_\n]{1,1000}?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"(`+)([^`\n]{1,500})\1"), r"\2"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>|-])"), r"\1"),
)
_ATX = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_BOLD_LINE = re.compile(r"\s{0,3}(\*\*|__)([^*_]{1,120}?):?\1:?\s*$")
_SKIPPED = re.compile(r"\s*(?:```|~~~|[-*_](?:\s*[-*_]){2,}\s*$|\|?[\s:|-]+\|[\s:|-]*$)")
_COMMENT = re.compile(r"<!--(?:(?!-->).){0,20000}-->", re.DOTALL)
_FRONT_MATTER = re.compile(r"\A---\n(?:.{0,500}\n){0,100}?---\n")


def page_from_markdown(text: str) -> Page:
    """The same text without Markdown's marks; ``#``, underlined and all-bold lines are headings."""
    source = _COMMENT.sub("", _FRONT_MATTER.sub("", repair(text)))
    rows: list[tuple[str, int]] = []
    for line in source.split("\n"):
        underline = line.strip()
        if rows and rows[-1][0] and len(underline) >= 2 and set(underline) in ({"="}, {"-"}):
            rows[-1] = (rows[-1][0], 1 if underline[0] == "=" else 2)
        elif not _SKIPPED.match(line):
            rows.append(_markdown_row(line))
    first = next((i for i, (row, _) in enumerate(rows) if row), 0)
    return _page(rows[first:])


def _markdown_row(line: str) -> tuple[str, int]:
    heading, bold = _ATX.match(line), _BOLD_LINE.match(line)
    if heading:
        return _plain(heading[2]), len(heading[1])
    if bold:
        return _plain(bold[2]), 6
    mark = BULLET.match(line)
    rest = line[mark.end() :] if mark else re.sub(r"^\s*(?:>\s?)+", "", line)
    kept = f"{mark['mark'] if mark['mark'][0] in '(0123456789' else '-'} " if mark else ""
    return (kept + _plain(rest)).rstrip(), 0


def _plain(text: str) -> str:
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return text.strip()
