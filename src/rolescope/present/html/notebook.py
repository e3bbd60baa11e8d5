"""Answers in a notebook: the page's head, its verdict, the glance table and the main charts, in one element."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from rolescope.analyse.answers import ComparisonAnswer, RoleAnswer
from rolescope.present.charts import Chart, comparison_chart, role_chart
from rolescope.present.html.charts import ChartView, chart_views
from rolescope.present.html.compare import VerdictView, compare_view
from rolescope.present.html.environment import read_static, render
from rolescope.present.html.figures import Table
from rolescope.present.html.links import FileLinks
from rolescope.present.html.options import PageOptions
from rolescope.present.html.role import role_page_view
from rolescope.present.html.roles import RoleView

_CHARTS = ("duties", "skills", "tools", "pay")


@dataclass(frozen=True, slots=True)
class NotebookView:
    """What an answer shows in a notebook; ``filters`` in words, ``style`` of this element alone."""

    roles: tuple[RoleView, ...]
    filters: str
    verdicts: tuple[VerdictView, ...]
    glance: Table
    charts: tuple[ChartView, ...]
    cite: str
    style: Markup


def comparison_fragment(answer: ComparisonAnswer) -> str:
    """A comparison as an element of a page."""
    view = compare_view(answer, FileLinks(), PageOptions(charts=False))
    charts = [c for name in _CHARTS if (c := comparison_chart(answer, name))]
    return _draw(view.roles, view.filters, view.glance, charts, view.sources.cite, view.verdicts)


def role_fragment(answer: RoleAnswer) -> str:
    """A role as an element of a page."""
    view = role_page_view(answer, FileLinks(), PageOptions(charts=False))
    charts = [c for name in _CHARTS if (c := role_chart(answer, name))]
    return _draw((view.role,), view.filters, view.glance, charts, view.sources.cite)


def _draw(
    roles: tuple[RoleView, ...],
    filters: Mapping[str, str],
    glance: Table,
    charts: Sequence[Chart],
    cite: str,
    verdicts: tuple[VerdictView, ...] = (),
) -> str:
    links = FileLinks()
    told = ", ".join(f"{name} {value}" for name, value in filters.items())
    drawn = tuple(chart_views(charts, links).values())
    view = NotebookView(roles, told, verdicts, glance, drawn, cite, scoped_style())
    return render("notebook.html", view, links)


@cache
def scoped_style() -> Markup:
    """The design's style sheet, nested under the element's class so that it leaves the notebook's own alone."""
    sheet = read_static("rolescope.css").decode()
    nested = re.sub(r"(?m)^(\s*(?:@media[^{]*\{\s*)?)(?::root|body)(?=\s*\{)", r"\1&", sheet)
    return Markup(f".rolescope-answer {{\npadding: 1rem 0;\n{nested}\n}}")
