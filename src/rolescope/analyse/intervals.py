"""Intervals and tests on shares, for whole arrays of concepts at once.

All functions take effective sample sizes: numbers of postings after the design effect, not counts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rolescope.analyse.distributions import Z95

Floats = NDArray[np.float64]
_STEPS = 60  # halvings of [0, 64]: z to 6e-17


@dataclass(frozen=True, slots=True)
class Interval:
    """Lower and upper limits, one per concept."""

    low: Floats
    high: Floats


def wilson(p: Floats, n: Floats, z: float | Floats = Z95) -> Interval:
    """Score interval of a share (Wilson 1927); ``n`` may be any positive number (Korn & Graubard 1998).

    >>> interval = wilson(np.array([0.5]), np.array([100.0]))
    >>> round(float(interval.low[0]), 4), round(float(interval.high[0]), 4)
    (0.4038, 0.5962)
    """
    spread = z * z / n
    centre = (p + spread / 2) / (1 + spread)
    half = z * np.sqrt(p * (1 - p) / n + spread / (4 * n)) / (1 + spread)
    # rounding may put a limit a last bit inside the estimate
    return Interval(np.clip(np.minimum(centre - half, p), 0, 1), np.clip(np.maximum(centre + half, p), 0, 1))


def newcombe(pa: Floats, na: Floats, pb: Floats, nb: Floats, z: float | Floats = Z95) -> Interval:
    """Hybrid score interval of ``pa − pb`` (Newcombe 1998, method 10; stratified: Yan & Su 2010).

    >>> i = newcombe(np.array([56 / 70]), np.array([70.0]), np.array([48 / 80]), np.array([80.0]))
    >>> round(float(i.low[0]), 4), round(float(i.high[0]), 4)
    (0.0524, 0.3339)
    """
    a, b = wilson(pa, na, z), wilson(pb, nb, z)
    difference = pa - pb
    return Interval(
        difference - np.hypot(pa - a.low, b.high - pb), difference + np.hypot(a.high - pa, pb - b.low)
    )


def newcombe_z(pa: Floats, na: Floats, pb: Floats, nb: Floats) -> Floats:
    """The z at which the Newcombe limit nearest 0 touches it; 0 where the shares are equal.

    The limit moves from the difference (z = 0) over 0 (z → ∞) as z grows, so bisection finds it.
    """
    first, second = np.maximum(pa, pb), np.minimum(pa, pb)
    n_first, n_second = np.where(pa >= pb, na, nb), np.where(pa >= pb, nb, na)
    variance_first, variance_second = first * (1 - first) / n_first, second * (1 - second) / n_second

    def is_clear(z: Floats) -> NDArray[np.bool_]:
        """``newcombe(…).low > 0``, without the limits that are not needed."""
        spread = z * z / n_first
        half = z * np.sqrt(variance_first + spread / (4 * n_first)) / (1 + spread)
        low = np.maximum(np.minimum((first + spread / 2) / (1 + spread) - half, first), 0)
        spread = z * z / n_second
        half = z * np.sqrt(variance_second + spread / (4 * n_second)) / (1 + spread)
        high = np.minimum(np.maximum((second + spread / 2) / (1 + spread) + half, second), 1)
        return np.asarray(first - second > np.hypot(first - low, high - second))

    low, high = np.zeros(first.shape), np.full(first.shape, 64.0)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        clear = is_clear(middle)
        low, high = np.where(clear, middle, low), np.where(clear, high, middle)
    return np.where(first == second, 0.0, (low + high) / 2)


def reject(p_values: Floats, rate: float = 0.05) -> NDArray[np.bool_]:
    """Which hypotheses Benjamini & Hochberg (1995) reject at false discovery rate ``rate``.

    >>> reject(np.array([0.001, 0.2, 0.02, 0.9])).tolist()
    [True, False, True, False]
    """
    m = len(p_values)
    order = np.argsort(p_values, kind="stable")
    below = np.flatnonzero(p_values[order] <= rate * np.arange(1, m + 1) / max(m, 1))
    rejected = np.zeros(m, dtype=bool)
    if len(below):
        rejected[order[: below[-1] + 1]] = True
    return rejected
