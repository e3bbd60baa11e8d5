"""How wide a text will be and where it breaks, without asking a font.

Pages show charts in the reader's own font and machines have different ones, so the layout must not rest on any
of them: widths are estimated for a wide sans-serif (DejaVu Sans), narrower ones leave some room.
"""

from __future__ import annotations

import re
from functools import lru_cache
from textwrap import wrap
from unicodedata import east_asian_width

_NARROW, _SLIM, _WIDE = frozenset("iljI.,:;'|!"), frozenset('ftr()[]/\\- "·'), frozenset("mwMW@%&#–+=<>")
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u200b-\u200f\u2028-\u202e\u2066-\u2069]+"
)


def plain(text: str) -> str:
    """A label on one line without characters that an SVG cannot hold or that turn text around.

    >>> plain("a" + chr(0) + "b\\n  c")
    'a b c'
    """
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def text_width(text: str, size: float) -> float:
    """Estimated width in pixels at a font size.

    >>> round(text_width("Machine learning", 13))
    113
    """
    return size * sum(map(_advance, text))


@lru_cache(4_096)
def _advance(letter: str) -> float:
    """Width of a letter in parts of the font size."""
    if letter in _NARROW:
        return 0.3
    if letter in _SLIM:
        return 0.4
    if letter in _WIDE:
        return 0.88
    if east_asian_width(letter) in "WF":
        return 1.0
    return 0.7 if letter.isupper() else 0.61


@lru_cache(16_384)  # the names of concepts come again in every chart
def fold(text: str, width: float, size: float) -> tuple[str, ...]:
    """A text broken into lines no wider than ``width`` pixels; words longer than a line are broken.

    >>> fold("Build and maintain data pipelines", 130, 13)
    ('Build and maintain', 'data pipelines')
    """
    text = plain(text)
    fits = max(4, int(width / size * 2.6))
    while fits > 4:
        lines = wrap(text, fits)
        if all(text_width(line, size) <= width for line in lines):
            return tuple(lines)
        fits -= 1
    return tuple(wrap(text, fits))
