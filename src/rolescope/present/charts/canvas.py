"""What a chart is made of, and the Vega-Lite specification of it.

Places in pixels count from the plot's upper left corner; names and the key stand outside it (negative x or y).
Nothing is left to automatic layout, since that measures text with whatever fonts the machine has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any, Literal, Protocol

from rolescope.present.charts.palette import DIM, GRID, TEXT

Spec = dict[str, Any]
Align = Literal["left", "center", "right"]
Style = Literal["name", "faint", "strong", "note", "tick"]
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
STYLES: dict[Style, tuple[float, int, str]] = {  # size, weight, colour
    "name": (13, 400, TEXT),
    "faint": (13, 400, DIM),
    "strong": (13, 600, TEXT),
    "note": (12, 400, DIM),
    "tick": (12, 400, DIM),
}
WIDE, NARROW = 720.0, 320.0  # pixels
EDGE = 8.0  # free pixels left and right
AXIS = 26.0  # height of the ticks' labels
LINE_HEIGHT = 17.0
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.20.json"


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text; ``y`` is its middle."""

    x: float
    y: float
    text: str
    style: Style = "name"
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line in pixels."""

    x: float
    y: float
    x2: float
    y2: float
    colour: str = GRID
    size: float = 1.0


@dataclass(frozen=True, slots=True)
class Sign:
    """A marker in pixels, as the key shows it."""

    x: float
    y: float
    shape: str
    colour: str


@dataclass(frozen=True, slots=True)
class Span:
    """A line from ``low`` to ``high`` on the x scale."""

    low: float
    high: float
    y: float
    colour: str
    size: float = 2.5
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A marker at ``value`` on the x scale."""

    value: float
    y: float
    shape: str
    colour: str
    size: float = 80.0


@dataclass(frozen=True, slots=True)
class Reach:
    """A point of a curve: its value on the x scale, its height and its interval's, in pixels."""

    value: float
    y: float
    y_low: float
    y_high: float


@dataclass(frozen=True, slots=True)
class Curve:
    """Points joined by a line, with their intervals as a band."""

    points: tuple[Reach, ...]
    colour: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The picture's size and the plot within it, all in pixels."""

    width: float
    left: float
    right: float
    top: float
    plot_height: float
    bottom: float = 8.0

    @property
    def plot_width(self) -> float:
        """Pixels between the least and the greatest value."""
        return self.width - self.left - self.right

    @property
    def height(self) -> float:
        """Height of the picture."""
        return self.top + self.plot_height + self.bottom


@dataclass(frozen=True, slots=True)
class Scale:
    """The x scale: its ends, its ticks and how they are written (a Vega expression of ``datum.value``)."""

    low: float
    high: float
    ticks: tuple[float, ...]
    label: str
    side: Literal["top", "bottom"] = "top"

    def place(self, value: float, width: float) -> float:
        """Where a value stands, in pixels from the plot's left side."""
        return (value - self.low) / (self.high - self.low) * width


@dataclass(frozen=True, slots=True)
class Picture:
    """A whole chart before it is a specification."""

    frame: Frame
    scale: Scale
    texts: Sequence[Text] = ()
    rules: Sequence[Rule] = ()
    signs: Sequence[Sign] = ()
    spans: Sequence[Span] = ()
    curves: Sequence[Curve] = ()
    dots: Sequence[Dot] = ()


class Plot(Protocol):
    """What a chart is drawn from: one of the kinds of chart, with its values."""

    def lay(self, *, narrow: bool) -> Picture:
        """The picture, for pages or for phones."""
        ...

    def frame(self, *, narrow: bool) -> Frame:
        """The picture's frame alone, which tells its size."""
        ...


def to_spec(picture: Picture) -> Spec:
    """The Vega-Lite specification, complete with data and fonts."""
    frame = picture.frame
    layers = [
        _rules(picture.rules),
        _spans(picture.spans, picture.scale),
        *_curves(picture.curves),
        *_dots(picture.dots),
        *_signs(picture.signs),
        *_texts(picture.texts),
    ]
    return {
        **base_spec(frame),
        "layer": [layer for layer in layers if layer],
    }


def base_spec(frame: Frame) -> Spec:
    """Size, margins and house style; ``layer`` is to be added."""
    return {
        "$schema": _SCHEMA,
        "width": frame.plot_width,
        "height": frame.plot_height,
        "padding": {"left": frame.left, "right": frame.right, "top": frame.top, "bottom": frame.bottom},
        "autosize": {"type": "none"},
        "background": None,
        "config": {
            "aria": False,
            "font": FONT,
            "view": {"stroke": None},
            "axis": {"labelFontSize": STYLES["tick"][0], "labelColor": DIM, "gridColor": GRID},
            "style": {
                name: {"fontSize": size, "fontWeight": weight, "font": FONT}
                for name, (size, weight, _) in STYLES.items()
            },
        },
    }


def pixel(name: str) -> Spec:
    """An encoding by a field that already is a place in pixels."""
    return {"field": name, "type": "quantitative", "scale": None}


def as_given(name: str) -> Spec:
    """An encoding by a field that already is a colour or a shape."""
    return {"field": name, "type": "nominal", "scale": None}


def values(rows: Iterable[Any]) -> Spec:
    """Inline data of frozen values."""
    return {"values": [asdict(row) for row in rows]}


def _rules(rules: Sequence[Rule]) -> Spec | None:
    places = {name: pixel(name) for name in ("x", "y")} | {name: {"field": name} for name in ("x2", "y2")}
    encoding = {**places, "color": as_given("colour"), "size": pixel("size")}
    return {"data": values(rules), "mark": "rule", "encoding": encoding} if rules else None


def _spans(spans: Sequence[Span], scale: Scale) -> Spec:
    axis = {
        "orient": scale.side,
        "values": list(scale.ticks),
        "labelExpr": scale.label,
        "domain": False,
        "ticks": False,
        "title": None,
        "labelPadding": 12,
        "labelBaseline": "middle",
        "labelOverlap": False,
        "labelFlush": False,
        "labelBound": False,
    }
    x = {
        "field": "low",
        "type": "quantitative",
        "scale": {"domain": [scale.low, scale.high], "nice": False, "zero": False},
        "axis": axis,
    }
    look = {"color": as_given("colour"), "size": pixel("size"), "opacity": pixel("opacity")}
    encoding = {"x": x, "x2": {"field": "high"}, "y": pixel("y"), **look}
    return {"data": values(spans), "mark": "rule", "encoding": encoding}


def _curves(curves: Sequence[Curve]) -> list[Spec]:
    rows = [
        {**asdict(point), "curve": at, "colour": curve.colour}
        for at, curve in enumerate(curves)
        for point in curve.points
    ]
    x = {"field": "value", "type": "quantitative"}
    by = {"detail": {"field": "curve", "type": "nominal"}, "color": as_given("colour")}
    band = {"x": x, "y": pixel("y_low"), "y2": {"field": "y_high"}, **by}
    line = {"x": x, "y": pixel("y"), **by}
    both: list[Spec] = [
        {"mark": {"type": "area", "opacity": 0.22}, "encoding": band},
        {"mark": {"type": "line", "strokeWidth": 2}, "encoding": line},
    ]
    return [{"data": {"values": rows}, **layer} for layer in both] if rows else []


def _dots(dots: Sequence[Dot]) -> list[Spec]:
    x = {"field": "value", "type": "quantitative"}
    return [_symbols(dots, {"x": x, "size": pixel("size")})] if dots else []


def _signs(signs: Sequence[Sign]) -> list[Spec]:
    return [_symbols(signs, {"x": pixel("x"), "size": {"value": 80}})] if signs else []


def _symbols(rows: Sequence[Dot] | Sequence[Sign], encoding: Spec) -> Spec:
    look = {"color": as_given("colour"), "shape": as_given("shape")}
    mark = {"type": "point", "filled": True, "opacity": 1}
    return {"data": values(rows), "mark": mark, "encoding": {**encoding, "y": pixel("y"), **look}}


def _texts(texts: Sequence[Text]) -> list[Spec]:
    def look(text: Text) -> tuple[Style, Align]:
        return text.style, text.align

    layers = []
    for (style, align), group in groupby(sorted(texts, key=look), look):
        mark = {
            "type": "text",
            "style": style,
            "align": align,
            "baseline": "middle",
            "color": STYLES[style][2],
        }
        rows = [{"x": t.x, "y": t.y, "text": t.text} for t in group]
        encoding = {"x": pixel("x"), "y": pixel("y"), "text": {"field": "text"}}
        layers.append({"data": {"values": rows}, "mark": mark, "encoding": encoding})
    return layers
