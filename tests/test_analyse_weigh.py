from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from analyse_case import Post, make_sample, many
from rolescope.analyse.distributions import t_quantile
from rolescope.analyse.frame import Sample
from rolescope.analyse.weigh import (
    _share_strata,
    _variance,
    build_design,
    effective_size,
    estimate_correlation,
    estimate_shares,
    mean_named_size,
    plain_shares,
    weigh_sample,
)

EMPLOYERS = [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 3, 4, 4, 5, 6, 7, 8, 9, 10]
HITS = [1, 1, 1, 1, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0]


def sample_of(employers: list[int], hits: list[int]) -> Sample:
    return make_sample([Post(f"e{e}", ["x"] if h else []) for e, h in zip(employers, hits, strict=True)])


def column_of(sample: Sample, name: str) -> int:
    return sample.columns.index(("tool", name))


def matrix(sample: Sample) -> np.ndarray:
    """Mentions as a dense postings × columns matrix."""
    found = np.zeros((sample.size, len(sample.columns)))
    found[sample.row, sample.column] = 1
    return found


def test_variance_is_statsmodels_cluster_covariance() -> None:
    sample = sample_of(EMPLOYERS, HITS)
    design = weigh_sample(sample)
    variance = _variance(design, sample.column, _share_strata(design, sample.column, len(sample.columns)))
    fit = sm.WLS(np.array(HITS), np.ones(len(HITS)), weights=sample.weight).fit(
        cov_type="cluster", cov_kwds={"groups": sample.employer}
    )
    at = column_of(sample, "x")
    assert estimate_shares(design).share[at] == pytest.approx(fit.params[0])
    # statsmodels also multiplies by (N − 1)/(N − 1 parameters), 1 here
    assert variance[at] == pytest.approx(fit.cov_params()[0, 0])


def test_effective_size_by_hand() -> None:
    sample = sample_of(EMPLOYERS, HITS)
    design, at = weigh_sample(sample), column_of(sample, "x")
    weight, x = sample.weight, np.array(HITS)
    p = (weight * x).sum() / weight.sum()
    sums = np.bincount(sample.employer, weights=weight * (x - p))
    groups = 11
    v = groups / (groups - 1) * (sums**2).sum() / weight.sum() ** 2
    sizes = np.bincount(sample.employer, weights=weight)
    d0 = max(1, 1 + 0.35 * ((sizes**2).sum() / weight.sum() - 1))
    effect = ((groups - 1) * max(1, v * weight.sum() / (p * (1 - p))) + 8 * d0) / (groups + 7)
    expected = weight.sum() / effect * (1.959963985 / t_quantile(0.975, groups + 7)) ** 2
    assert design.floor == pytest.approx(d0)
    assert estimate_shares(design).n_star[at] == pytest.approx(expected)


def test_strata_by_brute_force() -> None:
    rng = np.random.default_rng(5)
    posts = [
        Post(f"e{rng.integers(12)}", ["x"] if rng.random() < 0.4 else [], source="ab"[int(rng.integers(2))])
        for _ in range(60)
    ]
    sample = make_sample(posts)
    omega = np.array([0.3, 0.7])
    design, at = build_design(sample, sample.stratum, omega), column_of(sample, "x")
    x, total = matrix(sample)[:, at], 0.0
    sums = np.zeros(sample.employers)
    for h in (0, 1):
        inside = sample.stratum == h
        share = omega[h] * sample.weight * inside / sample.weight[inside].sum()
        p = (share * x).sum() / omega[h]
        total += omega[h] * p
        groups = len(np.unique(sample.employer[inside]))
        sums += np.bincount(sample.employer, weights=share * (x - p) * np.sqrt(groups / (groups - 1)))
    by_stratum = _share_strata(design, sample.column, len(sample.columns))
    assert estimate_shares(design).share[at] == pytest.approx(total)
    assert _variance(design, sample.column, by_stratum)[at] == pytest.approx((sums**2).sum())


def test_postings_outside_the_strata_are_left_out() -> None:
    sample = make_sample([*many(10, ["x"]), *many(10, first=10, source="other")])
    inside = np.where(sample.stratum == sample.strata.index("board, to 2021"), 0, -1)
    design = build_design(sample, inside, np.ones(1))
    found = estimate_shares(design)
    assert design.employers == 10
    assert found.share[column_of(sample, "x")] == pytest.approx(1)
    assert design.base == pytest.approx(10)


def test_no_variance_takes_the_modelled_effect() -> None:
    sample = make_sample([Post(f"e{i // 4}", ["x"]) for i in range(40)])
    design = weigh_sample(sample)
    assert design.floor == pytest.approx(1 + 0.35 * 3)
    expected = effective_size(np.array([1.0]), np.zeros(1), design)[0]
    assert estimate_shares(design).n_star[column_of(sample, "x")] == pytest.approx(expected)


def test_unnamed_employers_widen_the_interval() -> None:
    def widths(name: str | None) -> float:
        posts = [Post(f"e{i // 3}", ["x"] if i % 2 else []) for i in range(60)]
        posts += [Post(name or f"f{i}", ["x"] if i % 2 else []) for i in range(60)]
        sample = make_sample(posts)
        interval = estimate_shares(weigh_sample(sample)).interval
        return float((interval.high - interval.low)[column_of(sample, "x")])

    assert widths(" ") > widths(None)


def test_size_of_named_employers() -> None:
    assert mean_named_size(make_sample([Post(f"e{i // 2}") for i in range(20)])) == 2
    assert mean_named_size(make_sample([Post("") for _ in range(20)])) == 5


def test_correlation_needs_enough_and_is_found() -> None:
    assert estimate_correlation(make_sample(many(50, ["x"]))) == 0.35
    rng = np.random.default_rng(1)
    names = [f"c{i}" for i in range(60)]

    def draw(alike: bool) -> Sample:
        posts = []
        for employer in range(60):
            own = [n for n in names if rng.random() < 0.4]
            for _ in range(4):
                tools = own if alike else [n for n in names if rng.random() < 0.4]
                posts.append(Post(f"e{employer}", tools))
        return make_sample(posts)

    assert estimate_correlation(draw(alike=True)) == pytest.approx(1)
    assert estimate_correlation(draw(alike=False)) < 0.05
    alone = [Post(f"e{i // 2}", ["x"] if i % 3 else []) for i in range(40)]
    assert estimate_correlation(make_sample(alone)) == 0.35
    mute = make_sample([Post(f"e{i // 2}", countable=True) for i in range(40)])
    assert estimate_correlation(mute) == 0.35


def test_no_mentions_at_all() -> None:
    sample = make_sample(many(12))
    nothing = np.empty(0, dtype=np.int64)
    bare = replace(sample, row=nothing, column=nothing)
    found = estimate_shares(weigh_sample(bare), nothing, 3)
    assert found.share.tolist() == [0, 0, 0]
    assert (found.interval.high > 0).all()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_shares_are_shares(rows: list[tuple[int, bool, bool]]) -> None:
    sample = make_sample([Post(f"e{e}" if e else "", ["x"] * a + ["y"] * b) for e, a, b in rows])
    design = weigh_sample(sample)
    found = estimate_shares(design)
    assert ((found.share >= 0) & (found.share <= 1)).all()
    assert (found.interval.low <= found.share).all()
    assert (found.interval.high >= found.share).all()
    assert (found.n_star <= sample.weight.sum() + 1e-9).all()
    assert np.allclose(plain_shares(sample), found.share)
