"""Scales with round ends and few ticks."""

from __future__ import annotations

import math

from rolescope.present.charts.canvas import Scale

_TOPS = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
_PERCENT = "format(datum.value, '.0%')"
_CHANGE = "datum.value == 0 ? 'equal' : format(datum.value, '+.0%')"
_DOLLARS = "'$' + format(datum.value / 1000, ',.0f') + 'k'"


def share_scale(largest: float) -> Scale:
    """A scale of shares from zero to a round figure above the largest.

    >>> share_scale(0.53).ticks
    (0.0, 0.15, 0.3, 0.45, 0.6)
    """
    top = next((t for t in _TOPS if largest <= t), 1.0)
    parts = 5 if top in (0.1, 1.0) else 4
    return Scale(0.0, top, tuple(round(top * at / parts, 3) for at in range(parts + 1)), _PERCENT)


def pay_scale(least: float, greatest: float) -> Scale:
    """A scale of yearly pay in dollars around what is shown, not from zero: places are read, not lengths.

    >>> pay_scale(49_000, 272_000).ticks
    (0.0, 100000.0, 200000.0, 300000.0)
    """
    return _round_scale(least, greatest, _DOLLARS)


def change_scale(least: float, greatest: float) -> Scale:
    """A scale of relative differences that holds zero.

    >>> change_scale(0.55, 0.81).ticks
    (0.0, 0.25, 0.5, 0.75, 1.0)
    """
    return _round_scale(min(least, 0.0), max(greatest, 0.0), _CHANGE)


def _round_scale(least: float, greatest: float, label: str) -> Scale:
    """At most five steps of 1, 2, 2.5 or 5 times a power of ten."""
    rough = max(greatest - least, 1e-9) / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(f * power for f in (1, 2, 2.5, 5, 10) if f * power >= rough)
    low, high = math.floor(least / step + 1e-9), math.ceil(greatest / step - 1e-9)
    high = max(high, low + 1)
    return Scale(low * step, high * step, tuple(round(at * step, 6) for at in range(low, high + 1)), label)
