"""The dot-and-interval chart: a row per concept, in it a marker with its 95 % interval per role.

Wide, names stand left of the dots and a word on the difference right of them; narrow, both stand above.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rolescope.present.charts.canvas import (
    AXIS,
    EDGE,
    LINE_HEIGHT,
    NARROW,
    WIDE,
    Dot,
    Frame,
    Picture,
    Rule,
    Scale,
    Sign,
    Span,
    Style,
    Text,
)
from rolescope.present.charts.key import Key, Series, lay_key, shift_key, sign_at
from rolescope.present.charts.lettering import fold, text_width
from rolescope.present.charts.palette import GRID, LINE, SHAPES, mark_colour

_STEP = {0: 0.0, 1: 0.0, 2: 13.0, 3: 12.0, 4: 11.0}  # pixels between the markers of a row
_NAMES, _SIDES, _OVERHANG = 216.0, 100.0, 12.0  # the last: half a marker or tick label beyond the plot


@dataclass(frozen=True, slots=True)
class Mark:
    """A role's marker in a row; no interval where ``low`` or ``high`` is None."""

    slot: int
    value: float
    low: float | None
    high: float | None
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its name, its marks, a word on the right, and the role whose marker stands before that word."""

    name: str
    marks: tuple[Mark, ...]
    side: str = ""
    side_style: Style = "strong"
    leader: int | None = None
    faint: bool = False


@dataclass(frozen=True, slots=True)
class DotPlot:
    """All that a dot-and-interval chart shows; ``reference`` marks a value with a line."""

    series: tuple[Series, ...]
    rows: tuple[Row, ...]
    scale: Scale
    side_title: str = ""
    note: str = ""
    reference: float | None = None

    def lay(self, *, narrow: bool) -> Picture:
        """The picture, wide or narrow."""
        places = tuple(_place_rows(self, narrow))
        key = self._key(narrow)
        frame = self._frame(places[-1], key, narrow)
        texts, signs = shift_key(key, frame)
        return Picture(
            frame,
            self.scale,
            texts=[*texts, *_side_title(self, frame, narrow), *_row_texts(places, frame, narrow)],
            rules=[*_lines(self, places, frame)],
            signs=[*signs, *_leaders(places, frame, narrow)],
            spans=[span for place in places for span in _spans(place, self.series)],
            dots=[dot for place in places for dot in _dots(place, self.series)],
        )

    def frame(self, *, narrow: bool) -> Frame:
        """The picture's frame alone: pages ask it of every chart, and draw few."""
        *_, last = _place_rows(self, narrow)
        return self._frame(last, self._key(narrow), narrow)

    def _key(self, narrow: bool) -> Key:
        return lay_key(self.series, self.note, (NARROW if narrow else WIDE) - 2 * EDGE)

    def _frame(self, last: _Place, key: Key, narrow: bool) -> Frame:
        left, right = _margins(self, narrow)
        return Frame(NARROW if narrow else WIDE, left, right, key.height + AXIS, last.top + last.height)


@dataclass(frozen=True, slots=True)
class _Place:
    """A row in the picture: its top, height and middle of its marks, and its name's lines."""

    row: Row
    top: float
    height: float
    middle: float
    lines: tuple[str, ...]


def _margins(plot: DotPlot, narrow: bool) -> tuple[float, float]:
    if narrow:
        return EDGE + _OVERHANG, EDGE + _OVERHANG
    sides = _SIDES if any(row.side for row in plot.rows) else 0.0
    return EDGE + _NAMES + _OVERHANG, EDGE + sides + _OVERHANG + 6


def _place_rows(plot: DotPlot, narrow: bool) -> Iterator[_Place]:
    marks = _STEP[len(plot.series)] * max(0, len(plot.series) - 1) + 14
    top = 0.0
    for row in plot.rows:
        side = text_width(row.side, 13) + 28 if narrow and row.side else 0
        lines = fold(row.name, NARROW - 2 * EDGE - side if narrow else _NAMES, 13)
        words = len(lines) * LINE_HEIGHT
        height = words + marks + 15 if narrow else max(words, marks) + 12
        middle = top + 7 + words + marks / 2 if narrow else top + height / 2
        yield _Place(row, top, height, middle, lines)
        top += height


def _side_title(plot: DotPlot, frame: Frame, narrow: bool) -> list[Text]:
    if narrow or not plot.side_title:
        return []
    return [Text(frame.plot_width + frame.right - EDGE, -13, plot.side_title, "note", "right")]


def _row_texts(places: tuple[_Place, ...], frame: Frame, narrow: bool) -> Iterator[Text]:
    for place in places:
        style: Style = "faint" if place.row.faint else "name"
        first = _first_line(place, narrow)
        for at, line in enumerate(place.lines):
            yield Text(EDGE - frame.left, first + at * LINE_HEIGHT, line, style)
        if place.row.side:
            y = first if narrow else place.middle
            x = frame.plot_width + frame.right - EDGE
            yield Text(x, y, place.row.side, place.row.side_style, "right")


def _first_line(place: _Place, narrow: bool) -> float:
    """The middle of a row's first line of text."""
    if narrow:
        return place.top + 4 + LINE_HEIGHT / 2
    return place.top + place.height / 2 - (len(place.lines) - 1) * LINE_HEIGHT / 2


def _leaders(places: tuple[_Place, ...], frame: Frame, narrow: bool) -> Iterator[Sign]:
    """The marker of the role that has more, left of the difference."""
    for place in places:
        if place.row.leader is not None:
            y = _first_line(place, True) if narrow else place.middle
            x = frame.plot_width + frame.right - EDGE - 1.1 * text_width(place.row.side, 13) - 12
            yield sign_at(x, y, place.row.leader)


def _lines(plot: DotPlot, places: tuple[_Place, ...], frame: Frame) -> Iterator[Rule]:
    left, right = EDGE - frame.left, frame.plot_width + frame.right - EDGE
    for place in places:
        yield Rule(left, place.top, right, place.top, GRID)
    if plot.reference is not None:
        x = plot.scale.place(plot.reference, frame.plot_width)
        yield Rule(x, 0, x, frame.plot_height, LINE, 1.5)


def _height_of(mark: Mark, place: _Place, series: tuple[Series, ...]) -> float:
    """Where a role's marker stands in its row: always in the key's order, also beside a missing one."""
    if len(series) < 2:
        return place.middle
    at = next(i for i, one in enumerate(series) if one.slot == mark.slot)
    return place.middle + (at - (len(series) - 1) / 2) * _STEP[len(series)]


def _spans(place: _Place, series: tuple[Series, ...]) -> Iterator[Span]:
    for mark in place.row.marks:
        if mark.low is not None and mark.high is not None:
            colour = mark_colour(mark.slot, faint=mark.faint)
            size = 1.5 if mark.faint else 2.5
            yield Span(mark.low, mark.high, _height_of(mark, place, series), colour, size)


def _dots(place: _Place, series: tuple[Series, ...]) -> Iterator[Dot]:
    for mark in place.row.marks:
        colour = mark_colour(mark.slot, faint=mark.faint)
        yield Dot(mark.value, _height_of(mark, place, series), SHAPES[mark.slot], colour)
