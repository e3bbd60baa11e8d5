"""The templates with their filters: everything is escaped, an unknown name is an error."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from rolescope.present import wording
from rolescope.present.html import pieces
from rolescope.present.html.links import Links, anchor_of
from rolescope.version import __version__

_NOTHING = Markup()
LETTERS = "abcd"
MARKS = ("●", "■", "▲", "◆")  # a role's sign, so that colour alone says nothing


def render(template: str, view: Any, links: Links, head: Markup = _NOTHING) -> str:
    """A page as HTML.

    Args:
        template: file in ``templates/``.
        view: what the template shows, as ``view``.
        links: how addresses are written; a ``FileLinks`` page carries its style sheet within.
        head: lines for the head of a page whose view has none.
    """
    inline = Markup(read_static("rolescope.css").decode()) if links.static("rolescope.css") is None else ""
    page = _environment().get_template(template)
    context = page.new_context({"view": view, "links": links, "inline_style": inline, "head": head})
    try:
        return "".join(page.root_render_func(context))
    except Exception:
        page.environment.handle_exception()
    finally:  # macros hold the context that holds them: a view of thousands of objects would wait for a search for garbage
        context.vars.clear()
        context.parent.clear()


@cache
def _environment() -> Environment:
    found = Environment(
        loader=PackageLoader("rolescope.present", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {
        "percent": wording.percent,
        "window": wording.window,
        "dollars": wording.dollars,
        "points": wording.points,
        "count": lambda value: f"{value:,}",
        "plural": wording.plural,
        "anchor": anchor_of,
        "kind_name": lambda kind: wording.KIND_NAMES.get(kind, kind.replace("_", " ")),
        "sentence": upper_first,
    }
    found.globals |= {"version": __version__, "letters": LETTERS, "marks": MARKS}
    found.globals |= {"linked": pieces.linked, "figure": pieces.figure, "figure_rows": pieces.figure_rows}
    return found


def upper_first(text: str) -> str:
    """The text with a capital first letter, the rest as it is.

    >>> upper_first("soft skills"), upper_first("")
    ('Soft skills', '')
    """
    return text[:1].upper() + text[1:]


@cache
def read_static(name: str) -> bytes:
    """A file of ``static/``; the name is one of the package's own, never one from a request."""
    return files("rolescope.present").joinpath("static", name).read_bytes()
