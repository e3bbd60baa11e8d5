"""How a number is spread over a role, drawn from its quantiles: a bar from P25 to P75, a line from P10 to P90,
the median as the role's marker, and below it the 95 % interval of each quantile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rolescope.analyse.results import Quantile
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
    Text,
)
from rolescope.present.charts.key import lay_key, shift_key, sign_at
from rolescope.present.charts.lettering import fold, text_width
from rolescope.present.charts.palette import DIM, GRID, SHAPES, mark_colour
from rolescope.present.wording import dollars

_NAMES, _OVERHANG, _SIGN = 210.0, 16.0, 20.0
_HEADING, _BAR_HEIGHT = 30.0, 50.0  # pixels; a bar with the words above it and the intervals below


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """One role: what it rests on, and its quantiles, or why there are none."""

    label: str
    slot: int
    note: str
    quantiles: tuple[Quantile, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SpreadGroup:
    """Rows from one kind of source, kept apart from the others by a heading."""

    title: str
    rows: tuple[SpreadRow, ...]


@dataclass(frozen=True, slots=True)
class SpreadPlot:
    """All that a chart of spreads shows."""

    groups: tuple[SpreadGroup, ...]
    scale: Scale
    note: str = ""

    def frame(self, *, narrow: bool) -> Frame:
        """The picture's frame alone."""
        return self.lay(narrow=narrow).frame

    def lay(self, *, narrow: bool) -> Picture:
        """The picture, wide or narrow."""
        places = tuple(_place_rows(self, narrow))
        width = NARROW if narrow else WIDE
        key = lay_key((), self.note, width - 2 * EDGE)
        left = EDGE + _OVERHANG + (0 if narrow else _NAMES)
        bottom = places[-1].top + places[-1].height + 4
        frame = Frame(width, left, EDGE + _OVERHANG, key.height + AXIS, bottom)
        texts, signs = shift_key(key, frame)
        for place in places:
            texts += [*_names(place, frame, narrow), *_values(place, frame, self.scale)]
            signs += _signs(place, frame, narrow)
        return Picture(
            frame,
            self.scale,
            texts=texts,
            signs=signs,
            rules=[_rule(place, frame) for place in places],
            spans=[span for place in places for span in _spans(place)],
            dots=[dot for place in places for dot in _dots(place)],
        )


@dataclass(frozen=True, slots=True)
class _Place:
    """A row, or a group's heading where ``row`` is None, with its lines of text and the middle of its bar."""

    top: float
    height: float
    bar: float
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    row: SpreadRow | None = None


def _place_rows(plot: SpreadPlot, narrow: bool) -> Iterator[_Place]:
    top, width = 0.0, (NARROW - 2 * EDGE if narrow else _NAMES) - _SIGN
    for group in plot.groups:
        yield _Place(top, _HEADING, 0, (group.title,), ())
        top += _HEADING
        for row in group.rows:
            lines, notes = fold(row.label, width, 13), fold(row.note, width, 12)
            if narrow:
                notes += fold(row.reason, width, 12)
            words = (len(lines) + len(notes)) * LINE_HEIGHT
            bar = _BAR_HEIGHT if row.quantiles else 0.0 if narrow else LINE_HEIGHT
            height = words + bar + 14 if narrow else max(words, bar) + 14
            middle = top + (words + 9 if narrow else 5) + bar / 2
            yield _Place(top, height, middle, lines, notes, row)
            top += height


def _rule(place: _Place, frame: Frame) -> Rule:
    left, right = EDGE - frame.left, frame.plot_width + frame.right - EDGE
    return Rule(left, place.top, right, place.top, GRID)


def _names(place: _Place, frame: Frame, narrow: bool) -> Iterator[Text]:
    left = EDGE - frame.left
    if place.row is None:
        yield Text(left, place.top + _HEADING / 2 + 2, place.lines[0], "strong")
        return
    first = place.top + 6 + LINE_HEIGHT / 2
    for at, line in enumerate(place.lines):
        yield Text(left + _SIGN, first + at * LINE_HEIGHT, line)
    for at, line in enumerate(place.notes, len(place.lines)):
        yield Text(left + _SIGN, first + at * LINE_HEIGHT, line, "note")
    if place.row.reason and not narrow:
        yield Text(0, place.bar, place.row.reason, "note")


def _signs(place: _Place, frame: Frame, narrow: bool) -> Iterator[Sign]:
    if place.row is not None:
        y = place.top + 6 + LINE_HEIGHT / 2
        yield sign_at(EDGE - frame.left + 6, y, place.row.slot, faint=not place.row.quantiles)


def _by_level(row: SpreadRow | None) -> dict[int, Quantile]:
    """A row's quantiles by percent."""
    return {round(q.q * 100): q for q in row.quantiles} if row else {}


def _values(place: _Place, frame: Frame, scale: Scale) -> Iterator[Text]:
    """The median above its marker, the quartiles where there is room beside it."""
    found = _by_level(place.row)
    if 50 not in found:
        return
    middle = scale.place(found[50].value, frame.plot_width)
    yield Text(middle, place.bar - 17, dollars(found[50].value), "strong", "center")
    for level in (25, 75):
        if level in found:
            x = scale.place(found[level].value, frame.plot_width)
            told = dollars(found[level].value)
            if abs(x - middle) > text_width(told, 12) + 10:
                yield Text(x, place.bar - 17, told, "note", "center")


def _spans(place: _Place) -> Iterator[Span]:
    found = _by_level(place.row)
    if place.row is None or 50 not in found:
        return
    colour = mark_colour(place.row.slot)
    if 10 in found and 90 in found:
        yield Span(found[10].value, found[90].value, place.bar, colour, 2.0, 0.7)
    if 25 in found and 75 in found:
        yield Span(found[25].value, found[75].value, place.bar, colour, 16.0, 0.3)
    for level, quantile in found.items():
        y = place.bar + (18 if level in (25, 75) else 13)  # in two lines, since neighbours overlap
        yield Span(quantile.low, quantile.high, y, colour if level == 50 else DIM, 2.0)


def _dots(place: _Place) -> Iterator[Dot]:
    found = _by_level(place.row)
    if place.row is not None and 50 in found:
        yield Dot(found[50].value, place.bar, SHAPES[place.row.slot], mark_colour(place.row.slot), 100.0)
