"""The key above a chart: which marker is which role, with a note below it where one is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rolescope.present.charts.canvas import EDGE, Frame, Sign, Text
from rolescope.present.charts.lettering import fold, text_width
from rolescope.present.charts.palette import SHAPES, mark_colour

_LINE, _NOTE_LINE, _SIGN, _GAP = 21.0, 17.0, 18.0, 18.0
_BOLD = 1.12  # semi-bold letters are wider


@dataclass(frozen=True, slots=True)
class Series:
    """A role in the key; ``slot`` is its place in the comparison, which gives colour and shape."""

    label: str
    slot: int
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """Texts and markers, from the picture's upper left corner, and the height they take."""

    texts: tuple[Text, ...]
    signs: tuple[Sign, ...]
    height: float


def sign_at(x: float, y: float, slot: int, *, faint: bool = False) -> Sign:
    """A role's marker in pixels."""
    return Sign(x, y, SHAPES[slot], mark_colour(slot, faint=faint))


def lay_key(series: Sequence[Series], note: str, width: float) -> Key:
    """The key's lines, as many roles to a line as fit, then the note.

    Args:
        series: roles in order; one alone needs no key.
        note: a short sentence on how to read the chart, or "".
        width: pixels there are.
    """
    texts: list[Text] = []
    signs: list[Sign] = []
    x, y = 0.0, 0.0
    for one in series if len(series) > 1 else ():
        lines = fold(one.label, (width - _SIGN) / _BOLD, 13)
        wide = _SIGN + _BOLD * max(text_width(line, 13) for line in lines)
        if x and x + wide > width:
            x, y = 0.0, y + _LINE
        signs.append(sign_at(x + 6, y + _LINE / 2, one.slot, faint=one.faint))
        texts += [
            Text(x + _SIGN, y + _LINE / 2 + at * _NOTE_LINE, line, "strong") for at, line in enumerate(lines)
        ]
        y += (len(lines) - 1) * _NOTE_LINE
        x += wide + _GAP
    y += _LINE if signs else 0.0
    for line in fold(note, width, 12) if note else ():
        texts.append(Text(0, y + _NOTE_LINE / 2, line, "note"))
        y += _NOTE_LINE
    return Key(tuple(texts), tuple(signs), y + 4 if y else 0.0)


def shift_key(key: Key, frame: Frame) -> tuple[list[Text], list[Sign]]:
    """The key's parts counted from the plot's corner instead of the picture's."""
    x, y = EDGE - frame.left, -frame.top
    return (
        [replace(t, x=t.x + x, y=t.y + y) for t in key.texts],
        [replace(s, x=s.x + x, y=s.y + y) for s in key.signs],
    )
