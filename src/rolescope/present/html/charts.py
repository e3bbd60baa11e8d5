"""Charts as they stand on a page: a picture's address, its takeaway, its table, its files."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from rolescope.present.charts import Chart, draw_svg
from rolescope.present.html.links import Links

_FILES = (("SVG", "svg"), ("PNG", "png"), ("CSV", "csv"))


@dataclass(frozen=True, slots=True)
class ChartView:
    """One chart; ``src`` and ``narrow`` are addresses or, in a single file, the pictures themselves."""

    name: str
    title: str
    takeaway: str
    src: str
    narrow: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    files: tuple[tuple[str, str], ...]
    size: tuple[float, float]
    narrow_size: tuple[float, float]


def chart_views(charts: Iterable[Chart], links: Links) -> dict[str, ChartView]:
    """Charts by name."""
    return {chart.name: chart_view(chart, links) for chart in charts}


def chart_view(chart: Chart, links: Links) -> ChartView:
    """One chart; drawn here only where it has no address of its own."""
    files = tuple((label, href) for label, kind in _FILES if (href := links.chart(chart.name, kind)))
    return ChartView(
        chart.name,
        chart.title,
        chart.takeaway,
        links.chart(chart.name, "svg") or _data_address(draw_svg(chart)),
        links.chart(f"{chart.name}-narrow", "svg") or _data_address(draw_svg(chart, narrow=True)),
        chart.columns,
        chart.rows,
        files,
        chart.size(),
        chart.size(narrow=True),
    )


def _data_address(svg: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
