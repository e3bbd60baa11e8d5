"""A chart: what it shows, how it is drawn, and the figures in it."""

from __future__ import annotations

import csv
import io
from base64 import b64encode
from dataclasses import dataclass
from html import escape

from rolescope.present.charts.canvas import Plot, Spec, to_spec
from rolescope.present.charts.lettering import plain

Figure = str | float | int | None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and its figures.

    Attributes:
        name: stands in the address of its files.
        takeaway: one plain sentence with figures and counts; the picture's alternative text.
        plot: what it is drawn from, laid out only when asked for.
        columns, rows: the figures as people read them, for a table beside the picture.
        fields, figures: the same unrounded, a line for each mark, for CSV.
    """

    name: str
    title: str
    takeaway: str
    plot: Plot
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    fields: tuple[str, ...]
    figures: tuple[tuple[Figure, ...], ...]

    @property
    def spec(self) -> Spec:
        """Vega-Lite specification for pages, 720 px wide."""
        return to_spec(self.plot.lay(narrow=False))

    @property
    def narrow(self) -> Spec:
        """Vega-Lite specification for phones, 320 px wide."""
        return to_spec(self.plot.lay(narrow=True))

    def size(self, *, narrow: bool = False) -> tuple[int, int]:
        """Width and height in pixels."""
        frame = self.plot.frame(narrow=narrow)
        return round(frame.width), round(frame.height)

    def _repr_html_(self) -> str:
        """The chart with its table, for notebooks."""
        from rolescope.present.charts.draw import draw_svg  # draw.py imports this module

        picture = b64encode(draw_svg(self).encode()).decode()
        head = "".join(f'<th scope="col">{escape(c)}</th>' for c in self.columns)
        body = "".join(f"<tr>{''.join(f'<td>{escape(c)}</td>' for c in row)}</tr>" for row in self.rows)
        return (
            f"<figure><figcaption><strong>{escape(self.title)}</strong> {escape(self.takeaway)}</figcaption>"
            f'<img alt="{escape(self.takeaway)}" src="data:image/svg+xml;base64,{picture}">'
            f"<details><summary>The figures as a table</summary><table><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table></details></figure>"
        )


def to_csv(chart: Chart) -> str:
    """The chart's figures, a line for each mark; texts cannot act as formulas in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")  # RFC 4180
    writer.writerow(chart.fields)
    writer.writerows([[_cell(figure) for figure in row] for row in chart.figures])
    return out.getvalue()


def _cell(figure: Figure) -> Figure:
    """A figure as a cell; what a spreadsheet would take for a formula is quoted (OWASP, CSV injection).

    >>> _cell("=1+1"), _cell("@SUM(A1)"), _cell(-0.25), _cell(None)
    ("'=1+1", "'@SUM(A1)", -0.25, '')
    """
    if figure is None:
        return ""
    if isinstance(figure, float):
        return float(f"{figure:.6g}")
    if isinstance(figure, str):
        text = plain(figure)
        return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
    return figure
