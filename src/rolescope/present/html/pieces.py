"""The smallest pieces of a page, a thousand of them on a comparison: drawn here in a tenth of a macro's time."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from markupsafe import Markup

from rolescope.present.html.figures import Figure, Row


def linked(text: str, href: str | None) -> Markup:
    """A text, with a link where there is an address.

    >>> linked("R & D", "/roles/r?a=1&b=2")
    Markup('<a href="/roles/r?a=1&amp;b=2">R &amp; D</a>')
    """
    return Markup(_linked(text, href))


def figure(f: Figure) -> Markup:
    """One figure: the estimate opens its evidence; interval and count beside it."""
    return Markup(_figure(f))


def figure_rows(rows: Iterable[Row], letters: tuple[str, str] | None = None) -> Markup:
    """Rows of a table: name, figures, and of two roles held against each other what the verdict comes to.

    Args:
        rows: the rows.
        letters: of the two roles, where there is a last column for the verdict.
    """
    return Markup("".join(_row(row, letters) for row in rows))


def _row(row: Row, letters: tuple[str, str] | None) -> str:
    thin = ' class="thin"' if row.verdict == "cannot_tell" else ""
    figures = "".join(f"<td>{_figure(f)}</td>" for f in row.figures)
    last = f'<td class="last">{_sign(row, letters)}</td>' if letters else ""
    return f'<tr{thin}><th scope="row">{_linked(row.name, row.href)}</th>{figures}{last}</tr>\n'


def _linked(text: str, href: str | None) -> str:
    return f'<a href="{escape(href)}">{escape(text)}</a>' if href else escape(text)


def _figure(f: Figure) -> str:
    kind = f"fig{' thin' if f.thin else ''}{' plain' if f.plain else ''}"
    if f.href:
        title = f' title="Evidence: {escape(f.key)}"' if f.key else ""
        value = f'<a href="{escape(f.href)}"{title}>{escape(f.text)}</a>'
    else:
        value = f'<span class="value">{escape(f.text)}</span>'
    span = f' <span class="range">{escape(f.range)}</span>' if f.range else ""
    count = f' <span class="count">{escape(f.count)}</span>' if f.count else ""
    return f'<span class="{kind}">{value}{span}{count}</span>'


def _sign(row: Row, letters: tuple[str, str]) -> str:
    """The points between in the colour of the role that asks more, or words."""
    if row.verdict in ("more", "less"):
        letter = letters[row.verdict == "less"]
        return f'<span class="diff diff-{letter}">{escape(row.sign.replace("-", "−"))}</span>'
    word = {"same": "same", "rare_in_both": "rare", "": ""}.get(row.verdict, "cannot tell")
    thin = "" if word == "same" else " thin"
    return f'<span class="diff{thin}">{word}</span>' if word else ""
