"""Charts: one function per kind, from an answer to a Vega-Lite specification, a takeaway and a table.

>>> from rolescope import Workspace
>>> chart = comparison_chart(Workspace().compare("Data Engineer", "Data Analyst"), "tools")  # doctest: +SKIP
>>> draw_svg(chart)                                                                         # doctest: +SKIP
"""

from __future__ import annotations

from rolescope.analyse.answers import ComparisonAnswer, RoleAnswer
from rolescope.analyse.concept_answers import ConceptAnswer
from rolescope.present.charts import shares
from rolescope.present.charts.card import draw_card
from rolescope.present.charts.chart import Chart, to_csv
from rolescope.present.charts.demand import demand_chart
from rolescope.present.charts.draw import draw_png, draw_svg
from rolescope.present.charts.moves import move_chart
from rolescope.present.charts.parts import COMPARISON_CHARTS, CONCEPT_CHARTS, PART_BY_NAME, ROLE_CHARTS
from rolescope.present.charts.pay import matched_chart, spread_chart
from rolescope.present.charts.trend import trend_chart

__all__ = [
    "COMPARISON_CHARTS",
    "CONCEPT_CHARTS",
    "ROLE_CHARTS",
    "Chart",
    "comparison_chart",
    "comparison_charts",
    "concept_chart",
    "concept_charts",
    "draw_card",
    "draw_png",
    "draw_svg",
    "role_chart",
    "role_charts",
    "to_csv",
]


def comparison_chart(answer: ComparisonAnswer, name: str) -> Chart | None:
    """One chart of a comparison; None where it would show nothing, or there is no chart of that name."""
    if part := PART_BY_NAME.get(name):
        return shares.compared_chart(answer, part)
    if name == "pay":
        return spread_chart([role.profile for role in answer.roles])
    if name == "pay-matched":
        return matched_chart(answer)
    return move_chart(answer) if name == "move" else None


def comparison_charts(answer: ComparisonAnswer) -> tuple[Chart, ...]:
    """All charts of a comparison that have something to show, in the page's order."""
    return tuple(c for name in COMPARISON_CHARTS if (c := comparison_chart(answer, name)))


def role_chart(answer: RoleAnswer, name: str) -> Chart | None:
    """One chart of a role; None where it would show nothing, or there is no chart of that name."""
    if part := PART_BY_NAME.get(name):
        return shares.role_chart(answer, part)
    return spread_chart([answer.role.profile]) if name == "pay" else None


def role_charts(answer: RoleAnswer) -> tuple[Chart, ...]:
    """All charts of a role that have something to show, in the page's order."""
    return tuple(c for name in ROLE_CHARTS if (c := role_chart(answer, name)))


def concept_chart(answer: ConceptAnswer, name: str) -> Chart | None:
    """One chart of a concept; None where it would show nothing, or there is no chart of that name."""
    if name == "roles":
        return demand_chart(answer)
    return trend_chart(answer) if name == "trend" else None


def concept_charts(answer: ConceptAnswer) -> tuple[Chart, ...]:
    """All charts of a concept that have something to show, in the page's order."""
    return tuple(c for name in CONCEPT_CHARTS if (c := concept_chart(answer, name)))
