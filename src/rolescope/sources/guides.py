"""Guides: articles about one role or several, and standing role descriptions.

An article is cut into eight parts and each part into statements: list items, or paragraphs where a part
has no list, definitions and outlooks. A statement belongs to the role under whose heading it stands; one
that stands under none is said of all the article's roles and has role "". Job cards beside an article are
read apart and never yield a statement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rolescope.model import Document, Guide, Problem
from rolescope.sources import guides_layout as layout
from rolescope.sources.guides_cards import find_cards
from rolescope.sources.guides_headings import is_known_heading, load_vocabulary, read_heading
from rolescope.sources.guides_layout import Line, Page
from rolescope.sources.guides_roles import find_recurring, find_roles, find_titled
from rolescope.sources.guides_statements import Outline, Reading, find_parts, read_statements
from rolescope.sources.options import Refused

_GUIDE_ONLY: frozenset[str] = frozenset({"definitions", "industries", "outlook", "tips"})


def read_guide_text(
    text: str, *, source: str, where: str, url: str = ""
) -> tuple[Guide | None, tuple[Problem, ...]]:
    """The guide in a plain text, or None and the reason.

    Args:
        text: the whole article, job cards included; its first line is the title.
        source: the feed's name.
        where: file name for problems.
        url: where it was published.

    Returns:
        The guide and what could not be read in it; ``why`` is "empty", "binary", "too_large",
        "not_a_guide", "empty_section" or "empty_profile".
    """
    refused = _refuse(text, where)
    if refused:
        return None, (refused,)
    return _read_page(Page(layout.repair(text)), _new_document(source, url), where)


def read_guide_html(
    html: str, *, source: str, where: str, url: str = ""
) -> tuple[Guide | None, tuple[Problem, ...]]:
    """The guide on a web page; the document keeps the page's text, not its markup.

    Problems as of `read_guide_text`, and "too_deep".
    """
    refused = _refuse(html, where)
    if refused:
        return None, (refused,)
    try:
        page = layout.page_from_html(html)
    except Refused as refusal:
        return None, (replace(refusal.problem, where=where),)
    return _read_page(page, _new_document(source, url), where)


def read_guide_markdown(
    text: str, *, source: str, where: str, url: str = ""
) -> tuple[Guide | None, tuple[Problem, ...]]:
    """The guide in a Markdown text; problems as of `read_guide_text`."""
    refused = _refuse(text, where)
    if refused:
        return None, (refused,)
    return _read_page(layout.page_from_markdown(text), _new_document(source, url), where)


def is_guide(text: str) -> bool:
    """Whether a text (plain or Markdown) is an article about roles and not a posting.

    Markdown's marks need not be taken off first: headings are known by their words.
    """
    return _refuse(text, "") is None and _is_guide_page(Page(text.replace("\r", "\n")))


def is_guide_html(html: str) -> bool:
    """Whether a web page is an article about roles and not a posting."""
    if _refuse(html, "") or '"JobPosting"' in html:
        return False
    try:
        return _is_guide_page(layout.page_from_html(html))
    except Refused:
        return False


def read_role_description(
    record: Mapping[str, Any], *, where: str
) -> tuple[Guide | None, tuple[Problem, ...]]:
    """A standing role description as a guide to one role, by its own headings where they are known.

    Args:
        record: ``title`` and ``text``; where there are any ``id``, ``source``, ``company``,
            ``location``, ``url``, ``date``.
        where: file name and line for problems.
    """
    fields = {name: value if isinstance(value, str) else "" for name, value in record.items()}
    title, text = fields.get("title", "").strip(), fields.get("text", "")
    refused = _refuse(text, where) or _refuse(title, where)
    if refused:
        return None, (refused,)
    page = layout.page_from_markdown(text)
    outline = Outline({load_vocabulary().key(title): title}, sole=title, lenient=True)
    statements = read_statements(page.text, layout.read_lines(page, is_known_heading), outline).statements
    document = replace(
        _new_document(fields.get("source", ""), fields.get("url", "")),
        title=title,
        text=page.text,
        employer=fields.get("company", ""),
        location=fields.get("location", ""),
        date_posted=fields.get("date", ""),
        source_id=fields.get("id", ""),
    )
    problems = () if statements else (Problem("No known heading was found.", where, "empty_profile"),)
    return Guide(document, (title,), statements, ()), problems


def _new_document(source: str, url: str) -> Document:
    return Document(kind="guide", source=source, title="", text="", url=url)


def _refuse(text: str, where: str) -> Problem | None:
    if len(text) > layout.MAX_CHARACTERS or text.count("\n") > layout.MAX_LINES:
        return Problem("The text is too large to be a guide (10 MB, 50,000 lines).", where, "too_large")
    if layout.is_binary(text):
        return Problem("This is not text.", where, "binary")
    if not text.strip():
        return Problem("The text is empty.", where, "empty")
    return None


def _read_page(page: Page, document: Document, where: str) -> tuple[Guide | None, tuple[Problem, ...]]:
    if not _is_guide_page(page):
        return None, (Problem("This does not read as a guide to roles.", where, "not_a_guide"),)
    text, lines = page.text, _read_lines(page)
    cards, taken = find_cards(text, lines)
    roles = find_roles(text, [line for number, line in enumerate(lines) if number not in taken])
    names = tuple(roles.values())
    outline = Outline(roles, sole=names[0] if len(names) == 1 else "", taken=taken)
    reading = read_statements(text, lines, outline)
    document = replace(document, title=text[lines[0].start : lines[0].end], text=text)
    return Guide(document, names, reading.statements, cards), _find_gaps(reading, names, where)


def _read_lines(page: Page) -> tuple[Line, ...]:
    """Lines in which neither a known heading nor a role of the title is taken for the end of another."""
    lines = layout.read_lines(page, is_known_heading)
    titled = find_titled(page.text, lines)
    return layout.read_lines(page, lambda text: read_heading(text, titled) is not None) if titled else lines


def _find_gaps(reading: Reading, names: Sequence[str], where: str) -> tuple[Problem, ...]:
    filled = {s.section for s in reading.statements}
    spoken = {s.role for s in reading.statements}
    parts = [part for part in reading.opened if part not in filled]
    return (
        *(
            Problem(f"Nothing could be read under the heading for {p}.", where, "empty_section")
            for p in parts
        ),
        *(
            Problem(f"Nothing is said of {n!r} alone.", where, "empty_profile")
            for n in names
            if n not in spoken
        ),
    )


def _is_guide_page(page: Page) -> bool:
    """Three parts under a title that compares or introduces roles; or five, two of them no posting has."""
    lines = _read_lines(page)
    titled = find_titled(page.text, lines)
    parts = find_parts(page.text, lines, Outline(titled))
    if titled:
        return len(parts) >= 3
    return len(parts) >= 5 and len(parts & _GUIDE_ONLY) >= 2 and bool(find_recurring(page.text, lines))
