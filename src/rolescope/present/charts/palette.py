"""Colours and shapes of charts: one set for light pages, one for dark, told apart without colour too.

The role colours reach 3:1 against both page backgrounds and stay at least 25 apart (CIELAB) under simulated
protanopia, deuteranopia and tritanopia (Machado, Oliveira & Fernandes 2009); ``tests/test_charts.py``
holds them to it. A chart is drawn in the light colours; ``DARK`` says what each becomes on a dark page.
"""

from __future__ import annotations

SHAPES = ("circle", "square", "triangle-up", "diamond")
ROLES = ("#15519f", "#dd5a0a", "#12988a", "#561a4d")
FAINT = ("#71819a", "#a07f6b", "#6b8f8a", "#806d80")  # greys with a hint of the role's colour: thin evidence
TEXT, DIM = "#1d2126", "#5b636d"
LINE, GRID = "#c3c7cc", "#e3e4e6"
DARK = {
    "#15519f": "#3d93f5",
    "#dd5a0a": "#f97f1a",
    "#12988a": "#7ce8da",
    "#561a4d": "#c862ab",
    "#71819a": "#8397b1",
    "#a07f6b": "#b2937f",
    "#6b8f8a": "#8fb0ab",
    "#806d80": "#a48aa2",
    TEXT: "#eceef0",
    DIM: "#a3abb5",
    LINE: "#4a545f",
    GRID: "#2b323a",
}


def mark_colour(slot: int, *, faint: bool = False) -> str:
    """The colour of a role's marks, by its place in the comparison.

    >>> mark_colour(0), mark_colour(0, faint=True)
    ('#15519f', '#71819a')
    """
    return (FAINT if faint else ROLES)[slot]
