"""Articles to check: plain text, HTML, Markdown, from files, folders or standard input.

An article is kept as it was read: its text, its lines with heading levels, the cells of its tables with the heads of
their row and column, and the job cards beside it. What cannot be checked is refused in one sentence.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from rolescope.model import JobCard, Problem
from rolescope.sources import guides_layout as layout
from rolescope.sources.articles_language import find_language
from rolescope.sources.decode import find_binary, read_whole
from rolescope.sources.files import Found, find_files, open_file, read_chunks
from rolescope.sources.guides_cards import find_cards
from rolescope.sources.guides_headings import is_known_heading
from rolescope.sources.guides_layout import Line, Page
from rolescope.sources.guides_roles import find_roles
from rolescope.sources.markup import is_markup
from rolescope.sources.options import Limits, Refused

ArticleKind = Literal["text", "html", "markdown"]
STDIN = "-"
MAX_BYTES = Limits().page_bytes
MAX_CHARACTERS = 1_000_000
MAX_LINES = 10_000
_KINDS: dict[str, ArticleKind] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}
_READABLE = frozenset((".txt", ".text", *_KINDS))
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|\s*[-*+] \*\*|\|[ :-]+\|)|\*\*\w[^*\n]*\*\*|\]\(https?:", re.MULTILINE)
_CELL_END = re.compile(r"[ \t]*(?:\t|\|)[ \t]*")
_HEAD = 40  # characters of a table's head at most
_SENTENCE = re.compile(r"(?:[^\s.!?:;,]{1,40}\s+){3}[^.!?:;\n]{1,150}[.!?:;,](?:\s|\Z)")


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """One line's content, or one cell's of a table.

    Attributes:
        start: where the content begins in the article's text, behind any bullet.
        end: where it ends.
        bullet: the mark of a list item as written, "" for others.
        level: heading level 1 to 6 where the source marks one, else 0.
        row: head of the cell's row, "" where it is none.
        column: head of the cell's column.
        cell: whether this is a cell of a table; heads of rows and columns are no lines.
    """

    start: int
    end: int
    bullet: str = ""
    level: int = 0
    row: str = ""
    column: str = ""
    cell: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """An article as read.

    Attributes:
        name: of its file, never a path.
        text: what was read; every offset counts its code points.
        title: its first line.
        lines: in order, the title first, without job cards.
        roles: names of its roles as titles and headings write them, where the layout tells.
        cards: job cards beside the article.
        kind: what it was written in.
    """

    name: str
    text: str
    title: str
    lines: tuple[ArticleLine, ...]
    roles: tuple[str, ...]
    cards: tuple[JobCard, ...]
    kind: ArticleKind


def read_articles(paths: Sequence[Path | str]) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    """All articles of files and folders ("-" is standard input), and what could not be read."""
    articles: list[Article] = []
    problems: list[Problem] = []
    for item in _read_all(paths):
        articles.append(item) if isinstance(item, Article) else problems.append(item)
    return tuple(articles), tuple(problems)


def _read_all(paths: Sequence[Path | str]) -> Iterator[Article | Problem]:
    for path in paths:
        if str(path) == STDIN:
            yield read_article_bytes(sys.stdin.buffer.read(MAX_BYTES + 1), "stdin", None)
            continue
        for found in find_files([Path(path)], _READABLE):
            yield found if isinstance(found, Problem) else _read_file(found)


def _read_file(found: Found) -> Article | Problem:
    limits = Limits(file_bytes=MAX_BYTES)
    try:
        with open_file(found, limits) as handle:
            chunks = read_chunks(handle, found.name, limits)
            head = next(chunks, b"")
            return read_article_bytes(head + b"".join(chunks), found.name, _KINDS.get(found.suffix))
    except Refused as refused:
        return refused.problem


def read_article_bytes(data: bytes, name: str, kind: ArticleKind | None = None) -> Article | Problem:
    """The article that a file's bytes are, or why it cannot be checked (``read_article_text``)."""
    if binary := find_binary(data[:65536]):
        what = f"The file is {binary}, not the text of an article."
        return Problem(what.replace("is no text", "holds no text"), name, "binary")
    try:
        return read_article_text(read_whole([data], name, MAX_BYTES), name, kind)
    except Refused as refused:
        return refused.problem


def find_suffix_kind(name: str) -> ArticleKind | None:
    """What a file is written in by its name, None where that does not tell.

    >>> find_suffix_kind("guide.MD"), find_suffix_kind("guide.txt")
    ('markdown', None)
    """
    return _KINDS.get(Path(name).suffix.lower())


def read_article_text(text: str, name: str = "article", kind: ArticleKind | None = None) -> Article | Problem:
    """The article that a text is, or why it cannot be checked.

    Args:
        text: as written, markup and all.
        name: what problems and answers call it.
        kind: what it is written in; None tells by the text.

    Returns:
        The article, or a problem whose ``why`` is "empty", "binary", "too_large", "too_deep", "navigation" or
        "language".

    >>> read_article_text("Home\\nAbout us\\nContact").what
    'This holds links or headings, but no sentence to check.'
    """
    kind = kind or find_kind(text)
    refused = _refuse(text, name)
    if refused:
        return refused
    try:
        page = _to_page(text, kind)
    except Refused as refusal:
        return replace(refusal.problem, where=name)
    return _refuse_page(page, name) or _read_page(page, name, kind)


def find_kind(text: str) -> ArticleKind:
    """What a text is written in, by its marks.

    >>> find_kind("<p>Hello</p>"), find_kind("## Skills\\n- SQL"), find_kind("Skills: SQL")
    ('html', 'markdown', 'text')
    """
    if is_markup(text) and re.search(
        r"<(?:!doctype|html|body|h[1-6]|p|li|td|div)\b", text[:20_000], re.IGNORECASE
    ):
        return "html"
    return "markdown" if _MARKDOWN.search(text) else "text"


def _refuse(text: str, name: str) -> Problem | None:
    if len(text) > MAX_BYTES:
        return Problem(
            f"The text is too large (at most {MAX_BYTES:,} characters are read).", name, "too_large"
        )
    if layout.is_binary(text):
        return Problem("This is not the text of an article.", name, "binary")
    if not text.strip():
        return Problem("The text is empty.", name, "empty")
    return None


def _to_page(text: str, kind: ArticleKind) -> Page:
    if kind == "html":
        return layout.page_from_html(text, tables=True)
    return layout.page_from_markdown(text) if kind == "markdown" else Page(layout.repair(text))


def _refuse_page(page: Page, name: str) -> Problem | None:
    if len(page.text) > MAX_CHARACTERS or page.text.count("\n") > MAX_LINES:
        what = f"The text is too large for an article ({MAX_CHARACTERS:,} characters, {MAX_LINES:,} lines)."
        return Problem(what, name, "too_large")
    language = find_language(page.text)
    if language != "English":
        what = f"The article is in {language}; so far only English ones are checked."
        return Problem(what, name, "language")
    if not _SENTENCE.search(page.text):
        return Problem("This holds links or headings, but no sentence to check.", name, "navigation")
    return None


def _read_page(page: Page, name: str, kind: ArticleKind) -> Article | Problem:
    lines = layout.read_lines(page, is_known_heading)
    cards, taken = find_cards(page.text, lines)
    kept = [line for number, line in enumerate(lines) if number not in taken]
    if not kept:
        return Problem("There are job cards here, but no article.", name, "navigation")
    title = page.text[kept[0].start : kept[0].end]
    roles = tuple(find_roles(page.text, kept).values())
    return Article(name, page.text, title, tuple(_split_tables(page.text, kept)), roles, cards, kind)


# -- tables -------------------------------------------------------------------------------------------


def _split_tables(text: str, lines: Sequence[Line]) -> Iterator[ArticleLine]:
    """Lines, those of tables cell by cell: two or more lines that follow each other with as many cells."""
    rows: list[list[tuple[int, int]]] = []
    for line in lines:
        cells = [] if line.bullet or line.level else _cells(text, line)
        if rows and (len(cells) < 2 or len(cells) != len(rows[0])):
            yield from _read_table(text, rows)
            rows = []
        if len(cells) >= 2:
            rows.append(cells)
        else:
            yield ArticleLine(line.start, line.end, line.bullet, line.level)
    if rows:
        yield from _read_table(text, rows)


def _cells(text: str, line: Line) -> list[tuple[int, int]]:
    at, found = line.start, []
    margin = text[text.rfind("\n", 0, line.start) + 1 : line.start]
    if "\t" in margin:  # the empty corner of a pasted table
        found.append((line.start, line.start))
    for mark in _CELL_END.finditer(text, line.start, line.end):
        found.append((at, mark.start()))
        at = mark.end()
    return [*found, (at, line.end)]


def _read_table(text: str, rows: Sequence[Sequence[tuple[int, int]]]) -> Iterator[ArticleLine]:
    if len(rows) == 1:
        yield ArticleLine(rows[0][0][0], rows[0][-1][1])
        return
    headed = all(_is_head(text[a:b]) for a, b in rows[0])
    columns = [text[a:b] if headed else "" for a, b in rows[0]]
    for row in rows[headed:]:
        named = len(row) > 1 and _is_head(text[slice(*row[0])])
        head = text[slice(*row[0])] if named else ""
        for column, (start, end) in zip(columns[named:], row[named:], strict=True):
            if any(c.isalnum() for c in text[start:end]):
                yield ArticleLine(start, end, row=head, column=column, cell=True)


def _is_head(words: str) -> bool:
    return len(words) <= _HEAD and not re.search(r"[,.;]", words)
