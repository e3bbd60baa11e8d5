"""Charts at addresses of their own: as SVG, PNG and CSV."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from rolescope.model import Kind
from rolescope.present.charts import (
    Chart,
    comparison_chart,
    concept_chart,
    draw_card,
    draw_png,
    draw_svg,
    role_chart,
    to_csv,
)
from rolescope.present.web.pages import Roles, split_roles
from rolescope.present.web.queries import ConceptName, Filters, Period, RoleName
from rolescope.present.web.replies import Made, Replies
from rolescope.present.web.snapshots import Pinned

router = APIRouter(include_in_schema=False)
_NARROW = "-narrow"
CARD = "card.png"  # the picture of a comparison where it is linked to elsewhere


@router.get("/roles/{role}/charts/{file}")
async def role_picture(request: Request, role: RoleName, file: str, filters: Filters) -> Response:
    """A chart of a role's page."""
    name, narrow, kind = split_file(file)

    def make(pinned: Pinned) -> Made:
        return _draw(role_chart(pinned.role(role, filters), name), narrow, kind)

    return await _reply(request, make)


@router.get("/concepts/{kind}/{concept}/charts/{file}")
async def concept_picture(
    request: Request, kind: Kind, concept: ConceptName, file: str, period: Period
) -> Response:
    """A chart of a concept's page."""
    name, narrow, form = split_file(file)

    def make(pinned: Pinned) -> Made:
        return _draw(concept_chart(pinned.concept(kind, concept, period), name), narrow, form)

    return await _reply(request, make)


@router.get("/compare/{roles:path}/charts/{file}")
async def comparison_picture(request: Request, roles: Roles, file: str, filters: Filters) -> Response:
    """A chart of a comparison's page, or the card that stands for it elsewhere."""
    named = split_roles(roles)
    name, narrow, kind = split_file(file)

    def make(pinned: Pinned) -> Made:
        answer = pinned.compare(named, filters)
        if file == CARD:
            return Made(draw_card(answer), "image/png")
        return _draw(comparison_chart(answer, name), narrow, kind)

    return await _reply(request, make)


async def _reply(request: Request, make: Callable[[Pinned], Made]) -> Response:
    replies: Replies = request.app.state.replies
    return await replies.reply(request, make)


def split_file(file: str) -> tuple[str, bool, str]:
    """Name of the chart, whether it is for narrow pages, and its form.

    Raises:
        HTTPException: it is no form that charts are drawn in.

    >>> split_file("pay-matched-narrow.svg")
    ('pay-matched', True, 'svg')
    """
    name, _, kind = file.rpartition(".")
    if kind not in ("svg", "png", "csv"):
        raise HTTPException(404)
    return name.removesuffix(_NARROW), name.endswith(_NARROW), kind


def _draw(chart: Chart | None, narrow: bool, kind: str) -> Made:
    if chart is None:
        raise HTTPException(404)
    if kind == "png":
        return Made(draw_png(chart, narrow=narrow), "image/png")
    if kind == "csv":
        named = (("content-disposition", f'attachment; filename="{chart.name}.csv"'),)
        return Made(to_csv(chart).encode(), "text/csv; charset=utf-8", named)
    return Made(draw_svg(chart, narrow=narrow).encode(), "image/svg+xml")
