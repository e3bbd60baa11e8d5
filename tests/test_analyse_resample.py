from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from rolescope.analyse.resample import (
    MOST_GROUPS,
    REPLICATES,
    Units,
    bootstrap_quantiles,
    draw_groups,
    expanded_tail,
    percentile_limits,
    pool_groups,
    spread_quantiles,
    weighted_quantiles,
)

AT = (0.1, 0.25, 0.5, 0.75, 0.9)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=60))
def test_equal_weights_agree_with_numpy(values: list[float]) -> None:
    value = np.array(values)
    found = weighted_quantiles(value, np.ones(len(value)), AT)
    assert found == pytest.approx(np.quantile(value, AT, method="averaged_inverted_cdf"))


def test_whole_weights_are_repetitions() -> None:
    rng = np.random.default_rng(2)
    value, weight = rng.normal(size=40), rng.integers(1, 5, 40)
    repeated = np.repeat(value, weight)
    found = weighted_quantiles(value, weight.astype(float), AT)
    assert found == pytest.approx(np.quantile(repeated, AT, method="averaged_inverted_cdf"))


def test_each_replicate_is_the_quantile_of_what_was_drawn() -> None:
    rng = np.random.default_rng(4)
    units = Units(rng.normal(size=30), rng.uniform(0.2, 1, 30), rng.integers(0, 8, 30))
    draws = draw_groups(8)
    found = bootstrap_quantiles(units, draws, (0.5,))
    for r in (0, 10, 999):
        alone = weighted_quantiles(units.value, units.weight * draws[r, units.group], (0.5,))
        assert found[r] == pytest.approx(alone)


def test_draws_are_seeded_and_fair() -> None:
    draws = draw_groups(20)
    assert draws.shape == (REPLICATES, 20)
    assert (draws.sum(axis=1) == 20).all()
    assert draws.mean() == pytest.approx(1)
    assert np.array_equal(draws, draw_groups.__wrapped__(20))


def test_many_groups_are_pooled() -> None:
    pooled = pool_groups(np.arange(5 * MOST_GROUPS))
    assert len(np.unique(pooled)) == MOST_GROUPS
    assert np.bincount(pooled).tolist() == [5] * MOST_GROUPS


def test_few_groups_reach_further() -> None:
    assert expanded_tail(5) == pytest.approx(stats.norm.cdf(-np.sqrt(5 / 4) * stats.t.ppf(0.975, 4)))
    assert expanded_tail(1) == expanded_tail(2) < expanded_tail(10) < 0.025


def test_intervals_hold_the_value_and_cover() -> None:
    held = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        group = np.repeat(np.arange(25), 3)
        value = rng.normal(size=25)[group] + rng.normal(size=75)
        found = spread_quantiles(Units(value, np.ones(75), group), (0.5,))[0]
        assert found.low <= found.value <= found.high
        held += found.low <= 0 <= found.high
    assert held >= 53


def test_many_single_units_are_read_off_near_the_bootstrap() -> None:
    value = np.random.default_rng(0).lognormal(size=REPLICATES + 500)
    single = spread_quantiles(Units(value, np.ones(len(value)), np.arange(len(value))), (0.5,))[0]
    weights = np.ones(len(value))
    weights[0] = 0.999
    drawn = spread_quantiles(Units(value, weights, np.arange(len(value))), (0.5,))[0]
    assert (single.low, single.high) == pytest.approx((drawn.low, drawn.high), rel=0.05)


def test_nothing_drawn_is_no_number() -> None:
    empty = Units(np.empty(0), np.empty(0), np.empty(0, dtype=np.int64))
    assert np.isnan(bootstrap_quantiles(empty, draw_groups(3), (0.5,))).all()
    assert np.isnan(weighted_quantiles(np.array([1.0]), np.zeros(1), (0.5,))).all()
    assert percentile_limits(np.array([np.nan]), 0.025, 3.0) == (3.0, 3.0)
