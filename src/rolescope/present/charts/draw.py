"""A chart as SVG and PNG.

Vega measures every text with the machine's fonts, which is nine tenths of the time of a drawing and would let
equal input give unequal bytes elsewhere. A text of size 0 is not measured; so charts are drawn with their fonts'
names as marks to be replaced, and sizes are put in afterwards.
"""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import escape

from rolescope.present.charts.canvas import EDGE, FONT, STYLES, Picture, to_spec
from rolescope.present.charts.chart import Chart
from rolescope.present.charts.lettering import fold, plain
from rolescope.present.charts.palette import DARK, DIM, TEXT

PRINT_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"  # the first comes with the renderer
_MARGIN = 16
_UNMEASURED_AXIS = {"labelFont": "tick", "labelFontSize": 0}
_UNMEASURED = {name: {"font": name, "fontSize": 0} for name in STYLES}
_TAG = re.compile("<[^>]*>")
_HOLLOW = re.compile(r'<path class="(?:background|foreground)"[^>]*?/>')
_STROKELESS = re.compile(r'(<path transform="[^"]*" d="[^"]*" fill="[^"]*") stroke-width="2"')
_NOISE = re.compile(
    r' (?:class|role|aria-[a-z]+|pointer-events|xmlns:xlink|version|stroke-miterlimit)="[^"]*"'
    r'| opacity="1"| text-anchor="start"'
)
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
_LETTERING = re.compile(r'font-family="([a-z]+)" font-size="0px"')
_EMPTY_GROUP = re.compile(r"<g(?: [^>]*)?></g>")
_BARE_GROUP = re.compile(r'<g(?: transform="translate\(0,0\)")?>((?:<(?!/?g)[^>]*>|[^<])*)</g>')


def draw_svg(chart: Chart, *, narrow: bool = False) -> str:
    """The chart on no background, light or dark as the reader's system is; equal charts give equal text."""
    picture = chart.plot.lay(narrow=narrow)
    inside = _draw(picture)
    width, height = f"{picture.frame.width:g}", f"{picture.frame.height:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" font-family="{FONT}">'
        f"<title>{escape(plain(chart.takeaway))}</title><style>{_dark_style(inside)}</style>{inside}</svg>"
    )


def draw_png(chart: Chart, *, narrow: bool = False, scale: float = 2.0) -> bytes:
    """The chart on white with its title and takeaway, for slides and articles."""
    import vl_convert  # here, since most commands draw nothing

    picture = chart.plot.lay(narrow=narrow)
    width = picture.frame.width + 2 * _MARGIN
    head, top = _head(chart, picture.frame.width - 2 * EDGE)
    height = picture.frame.height + top + _MARGIN
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" font-family="{PRINT_FONT}">'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{head}'
        f'<g transform="translate({_MARGIN},{top:g})">{_draw(picture)}</g></svg>'
    )
    return vl_convert.svg_to_png(svg, scale=scale)


def _dark_style(svg: str) -> str:
    """Rules that turn the colours that occur into those for dark pages."""
    rules = "".join(
        f'[{part}="{light}"]{{{part}:{dark}}}'
        for light, dark in DARK.items()
        for part in ("fill", "stroke")
        if f'{part}="{light}"' in svg
    )
    return f"@media (prefers-color-scheme:dark){{{rules}}}"


def _draw(picture: Picture) -> str:
    """What stands inside the ``<svg>`` tag, without what a picture does not need."""
    import vl_convert

    spec = to_spec(picture)
    axis = {**spec["config"]["axis"], **_UNMEASURED_AXIS}
    config: dict[str, Any] = {**spec["config"], "axis": axis, "style": _UNMEASURED}
    svg: str = vl_convert.vegalite_to_svg({**spec, "config": config})
    inside = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    return _tidy(_LETTERING.sub(_set_size, inside))


def _set_size(match: re.Match[str]) -> str:
    size, weight, _ = STYLES[match[1]]  # type: ignore[index]
    bold = f' font-weight="{weight}"' if weight != 400 else ""
    return f'font-size="{size:g}"{bold} dy=".34em"'  # centred on its line, which Vega cannot do at size 0


def _tidy(svg: str) -> str:
    svg = _STROKELESS.sub(r"\1", _HOLLOW.sub("", svg))
    svg = _TAG.sub(lambda tag: _LONG_NUMBER.sub(_shorten, _NOISE.sub("", tag[0])), svg)
    before = ""
    while before != svg:
        before, svg = svg, _BARE_GROUP.sub(r"\1", _EMPTY_GROUP.sub("", svg))
    return svg


def _shorten(number: re.Match[str]) -> str:
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


def _head(chart: Chart, width: float) -> tuple[str, float]:
    """Title and takeaway as SVG texts, and the height they take."""
    lines = [(line, 18, 700, TEXT) for line in fold(chart.title, width, 18)]
    lines += [(line, 13, 400, DIM) for line in fold(chart.takeaway, width, 13)]
    texts, y = [], float(_MARGIN)
    for line, size, weight, colour in lines:
        y += size * 1.45
        look = f'font-size="{size}" font-weight="{weight}" fill="{colour}"'
        texts.append(f'<text x="{_MARGIN + EDGE:g}" y="{y:g}" {look}>{escape(line)}</text>')
    return "".join(texts), y + 14
