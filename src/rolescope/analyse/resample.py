"""Weighted quantiles, and a bootstrap that draws whole employers.

Ranges of one employer resemble each other, so employers are drawn, not ranges. With few employers the
plain percentile interval is too short; it is taken further out, at Φ(−√(G/(G−1)) t(.975, G−1))
(the expanded percentile interval of Hesterberg 2015). Seeded: equal input gives equal output.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from rolescope.analyse.distributions import Z95, t_quantile
from rolescope.analyse.results import Quantile

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

REPLICATES = 1000
SEED = 20250119
MOST_GROUPS = 400  # beyond it employers are pooled at random into groups, which are drawn instead
_SLACK = 1e-9  # of the total weight: what rounding may add to a cumulated weight
_CHUNK = 250_000  # replicate × unit cells worked on at once: as many as the processor's cache holds


@dataclass(frozen=True, slots=True)
class Units:
    """Numbers with weights, and the group (employer) each belongs to."""

    value: Floats
    weight: Floats
    group: Ints


@lru_cache(maxsize=16)
def draw_groups(groups: int, seed: int = SEED) -> NDArray[np.uint16]:
    """How often each of ``groups`` groups is drawn in each replicate; shape (1000, groups), read-only."""
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, groups, size=(REPLICATES, groups)) + groups * np.arange(REPLICATES)[:, None]
    counts = np.bincount(drawn.ravel(), minlength=REPLICATES * groups).astype(np.uint16)
    counts.setflags(write=False)
    return counts.reshape(REPLICATES, groups)


def pool_groups(group: Ints, seed: int = SEED) -> Ints:
    """Codes 0 … n−1 of the groups, pooled at random into at most 400.

    >>> pool_groups(np.array([7, 3, 7])).tolist()
    [1, 0, 1]
    """
    names, codes = np.unique(group, return_inverse=True)
    if len(names) <= MOST_GROUPS:
        return codes.astype(np.int64)
    pooled = np.random.default_rng(seed).permutation(len(names)) % MOST_GROUPS
    return pooled[codes].astype(np.int64)


def expanded_tail(groups: int, confidence: float = 0.95) -> float:
    """The tail at which percentile limits are taken for ``groups`` groups; 0.025 as they grow.

    >>> round(expanded_tail(10), 4), round(expanded_tail(100000), 4)
    (0.0086, 0.025)
    """
    groups = max(groups, 2)
    t = t_quantile((1 + confidence) / 2, groups - 1)
    return NormalDist().cdf(-math.sqrt(groups / (groups - 1)) * t)


def weighted_quantiles(value: Floats, weight: Floats, at: Sequence[float] | Floats) -> Floats:
    """Quantiles of a weighted sample: the inverted distribution function, averaged over its flat steps.

    With equal weights this is definition 2 of Hyndman & Fan (1996).

    >>> weighted_quantiles(np.array([1.0, 2.0, 3.0, 4.0]), np.ones(4), [0.5]).tolist()
    [2.5]
    """
    order = np.argsort(value, kind="stable")
    return np.asarray(_pick(value[order], np.cumsum(weight[order])[None, :], np.asarray(at))[0], dtype=float)


def bootstrap_quantiles(units: Units, draws: NDArray[np.uint16], at: Sequence[float]) -> Floats:
    """Quantiles in each replicate; shape (replicates, quantiles), NaN where nothing was drawn.

    ``draws[r, g]`` says how often group ``g`` was drawn in replicate ``r``.
    """
    order = np.argsort(units.value, kind="stable")
    value, weight, group = units.value[order], units.weight[order], units.group[order]
    step = max(1, _CHUNK // max(len(value), 1))
    found = np.empty((len(draws), len(at)))
    for start in range(0, len(draws), step):
        mass = draws[start : start + step].take(group, axis=1) * weight
        np.cumsum(mass, axis=1, out=mass)
        found[start : start + step] = _pick(value, mass, np.asarray(at))
    return found


def spread_quantiles(units: Units, at: Sequence[float]) -> tuple[Quantile, ...]:
    """Quantiles with 95 % intervals: bootstrapped over groups, or for many single units read off directly."""
    values = weighted_quantiles(units.value, units.weight, at)
    limits = _read_limits(units, at) if _many_singles(units) else _bootstrap_limits(units, at, values)
    return tuple(
        Quantile(q, float(v), min(float(low), float(v)), max(float(high), float(v)))
        for q, v, (low, high) in zip(at, values, limits, strict=True)
    )


def _bootstrap_limits(units: Units, at: Sequence[float], values: Floats) -> list[tuple[float, float]]:
    pooled = Units(units.value, units.weight, pool_groups(units.group))
    groups = int(pooled.group.max()) + 1
    replicates = bootstrap_quantiles(pooled, draw_groups(groups), at)
    tail = expanded_tail(groups)
    return [percentile_limits(replicates[:, i], tail, float(v)) for i, v in enumerate(values)]


def _many_singles(units: Units) -> bool:
    """More than 1,000 equally weighted units, each a group of its own."""
    size = len(units.value)
    return size > REPLICATES and np.ptp(units.weight) == 0 and len(np.unique(units.group)) == size


def _read_limits(units: Units, at: Sequence[float]) -> list[tuple[float, float]]:
    """Order statistics at q ± 1.96 √(q(1 − q)/n) (Woodruff 1952), which the bootstrap tends to."""
    q = np.asarray(at)
    reach = Z95 * np.sqrt(q * (1 - q) / len(units.value))
    low, high = (
        weighted_quantiles(units.value, units.weight, np.clip(q + side, 0, 1)) for side in (-reach, reach)
    )
    return list(zip(low.tolist(), high.tolist(), strict=True))


def percentile_limits(replicates: Floats, tail: float, value: float) -> tuple[float, float]:
    """Limits at ``tail`` and 1 − ``tail`` of the replicates, never short of ``value`` itself."""
    usable = replicates[np.isfinite(replicates)]
    if not len(usable):
        return value, value
    low, high = np.quantile(usable, [tail, 1 - tail])
    return min(float(low), value), max(float(high), value)


def _pick(value: Floats, cumulated: Floats, at: Floats) -> Floats:
    """Quantiles of sorted values for rows of cumulated weights; shape (rows, quantiles).

    Rows are laid end to end, row r rising from r to r + 1, so that one search serves all of them; ``cumulated``
    is used up.
    """
    rows, size = cumulated.shape
    total = cumulated[:, -1:].copy() if size else np.zeros((rows, 1))
    offset = np.arange(rows)[:, None]
    cumulated /= np.where(total > 0, total, 1.0)
    cumulated += offset
    line = cumulated.ravel()
    target = at[None, :] + offset
    first = np.searchsorted(line, target - _SLACK) - size * offset
    last = np.searchsorted(line, target + _SLACK, side="right") - size * offset
    if not size:
        return np.full(target.shape, np.nan)
    middle = (value[np.clip(first, 0, size - 1)] + value[np.clip(last, 0, size - 1)]) / 2
    return np.asarray(np.where(total > 0, middle, np.nan), dtype=float)
