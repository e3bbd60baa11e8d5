from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from rolescope.analyse.distributions import incomplete_beta, normal_quantile, t_quantile, t_tail, two_sided_p


@pytest.mark.parametrize("df", [1, 2, 4, 7, 12, 30, 107, 2500])
@pytest.mark.parametrize("q", [0.001, 0.025, 0.3, 0.5, 0.9, 0.975, 0.9999])
def test_t_quantile_agrees_with_scipy(df: int, q: float) -> None:
    assert t_quantile(q, df) == pytest.approx(stats.t.ppf(q, df), abs=1e-8, rel=1e-10)


@pytest.mark.parametrize("q", [1e-9, 0.025, 0.5, 0.975, 0.9999999])
def test_normal_quantile_agrees_with_scipy(q: float) -> None:
    assert normal_quantile(q) == pytest.approx(stats.norm.ppf(q), abs=1e-8)


def test_p_values_reach_far_into_the_tail() -> None:
    z = np.array([0.0, 0.5, -1.96, 5.0, 30.0])
    assert np.allclose(two_sided_p(z), 2 * stats.norm.sf(np.abs(z)), rtol=1e-10)


@given(st.floats(0.1, 500), st.floats(0.1, 500), st.floats(0, 1))
def test_incomplete_beta_agrees_with_scipy(a: float, b: float, x: float) -> None:
    assert incomplete_beta(a, b, x) == pytest.approx(special.betainc(a, b, x), abs=1e-8)


def test_tail_of_t_agrees_with_scipy() -> None:
    assert t_tail(3.5, 9) == pytest.approx(stats.t.sf(3.5, 9), rel=1e-10)
