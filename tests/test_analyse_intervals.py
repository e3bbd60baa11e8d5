from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from rolescope.analyse.distributions import normal_quantile
from rolescope.analyse.intervals import newcombe, newcombe_z, reject, wilson

SHARES = st.floats(0, 1)
SIZES = st.floats(1, 5000)


def one(value: float) -> np.ndarray:
    return np.array([value])


@pytest.mark.parametrize(("k", "n"), [(0, 10), (3, 12), (50, 100), (100, 100), (1, 2000)])
def test_wilson_agrees_with_statsmodels(k: int, n: int) -> None:
    found = wilson(one(k / n), one(n))
    low, high = proportion_confint(k, n, method="wilson")
    assert (found.low[0], found.high[0]) == pytest.approx((low, high), abs=1e-10)


@pytest.mark.parametrize(
    ("a", "n", "b", "m"), [(7, 10, 1, 20), (56, 70, 48, 80), (0, 30, 0, 40), (5, 9, 9, 9)]
)
@pytest.mark.parametrize("level", [0.95, 0.99])
def test_newcombe_agrees_with_statsmodels(a: int, n: int, b: int, m: int, level: float) -> None:
    z = normal_quantile((1 + level) / 2)
    found = newcombe(one(a / n), one(n), one(b / m), one(m), z)
    expected = confint_proportions_2indep(a, n, b, m, method="newcomb", compare="diff", alpha=1 - level)
    assert (found.low[0], found.high[0]) == pytest.approx(expected, abs=1e-10)


def test_benjamini_hochberg_agrees_with_statsmodels() -> None:
    p = np.random.default_rng(3).uniform(size=300) ** 3
    assert reject(p).tolist() == multipletests(p, 0.05, method="fdr_bh")[0].tolist()
    assert reject(np.array([])).tolist() == []


@given(SHARES, SIZES)
def test_wilson_stays_in_bounds_and_holds_the_share(p: float, n: float) -> None:
    found = wilson(one(p), one(n))
    assert 0 <= found.low[0] <= p <= found.high[0] <= 1


@given(SHARES, SIZES, SHARES, SIZES)
def test_newcombe_mirrors(pa: float, na: float, pb: float, nb: float) -> None:
    there, back = (
        newcombe(one(pa), one(na), one(pb), one(nb)),
        newcombe(one(pb), one(nb), one(pa), one(na)),
    )
    assert there.low[0] == -back.high[0]
    assert there.low[0] <= pa - pb <= there.high[0]


@given(SHARES, SIZES, SHARES, SIZES)
def test_limit_touches_zero_at_the_z_found(pa: float, na: float, pb: float, nb: float) -> None:
    z = newcombe_z(one(pa), one(na), one(pb), one(nb))
    if pa == pb:
        assert z[0] == 0
    elif z[0] < 63:
        found = newcombe(one(pa), one(na), one(pb), one(nb), z)
        assert min(abs(found.low[0]), abs(found.high[0])) < 1e-6
