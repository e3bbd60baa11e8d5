"""Quantiles and tails of the normal and Student's t distribution, without SciPy.

Both are needed to about 1e-10; the tests hold them against SciPy.
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

_NORMAL = NormalDist()
_TINY = 1e-300
_ERFC = np.frompyfunc(math.erfc, 1, 1)


def normal_quantile(q: float) -> float:
    """Standard normal quantile of ``q`` in (0, 1).

    >>> round(normal_quantile(0.975), 6)
    1.959964
    """
    return _NORMAL.inv_cdf(q)


Z95 = normal_quantile(0.975)


def two_sided_p(z: ArrayLike) -> NDArray[np.float64]:
    """2(1 − Φ(|z|)), exact far into the tail.

    >>> [round(float(p), 4) for p in two_sided_p([0.0, -1.959964])]
    [1.0, 0.05]
    """
    return np.asarray(_ERFC(np.abs(np.asarray(z, dtype=float)) / math.sqrt(2)), dtype=float)


def incomplete_beta(a: float, b: float, x: float) -> float:
    """Regularised incomplete beta function I_x(a, b), by Lentz's continued fraction (DLMF 8.17.22).

    >>> round(incomplete_beta(2, 3, 0.4), 4)
    0.5248
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(front) * _continued_fraction(a, b, x) / a


def _continued_fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 500):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _away_from_zero(1 + term * d)
            c = _away_from_zero(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return value


def _away_from_zero(x: float) -> float:
    return x if abs(x) > _TINY else _TINY


def t_tail(t: float, df: float) -> float:
    """P(T > t) of Student's t with ``df`` degrees of freedom, for t ≥ 0."""
    return incomplete_beta(df / 2, 0.5, df / (df + t * t)) / 2


@lru_cache(maxsize=4096)
def t_quantile(q: float, df: float) -> float:
    """Quantile of Student's t for ``q`` in (0, 1), by bisection on the tail.

    >>> round(t_quantile(0.975, 10), 6)
    2.228139
    """
    if q < 0.5:
        return -t_quantile(1 - q, df)
    low, high = 0.0, 2.0
    while t_tail(high, df) > 1 - q and high < 1e12:
        high *= 2
    while high - low > 1e-12 * max(1.0, high):
        middle = (low + high) / 2
        low, high = (middle, high) if t_tail(middle, df) > 1 - q else (low, middle)
    return (low + high) / 2
