"""Shares of postings with honest effective sizes: employers are clusters, not single draws.

Postings of one employer resemble each other, so n postings say less than n independent ones would.
Every share here carries an effective size n* that holds this, and a Wilson interval on it
(DESIGN "Shares"; formulas in docs/method.md). All concepts of a role are weighed at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rolescope.analyse.distributions import Z95, t_quantile
from rolescope.analyse.frame import Sample, remembered
from rolescope.analyse.intervals import Interval, wilson

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DEFAULT_CORRELATION = 0.35
UNKNOWN_SIZE = 5.0  # postings per employer where too few employers are named
PRIOR_EMPLOYERS = 8  # weight of the modelled design effect against the measured one, in employers
_NO_VARIANCE = 1e-12


@dataclass(frozen=True, slots=True)
class Design:
    """How the postings of a sample stand for a role.

    Attributes:
        sample: the sample.
        stratum: stratum per countable posting, −1 where the posting is left out.
        omega: weight of each stratum; sums to 1.
        unit: weight per posting; sums to ``omega`` within a stratum.
        clusters: weight per employer and stratum, shape (employers, strata), each stratum scaled by
            √(G_h/(G_h − 1)) for its G_h employers.
        scale: that factor, per stratum.
        inflation: per employer, the factor of its variance: 1, for unnamed ones the named employers'
            design effect.
        base: size that independent postings of these weights would have (Σw in a single stratum).
        floor: modelled design effect d0.
        employers: employers with weight, G.
    """

    sample: Sample
    stratum: Ints
    omega: Floats
    unit: Floats
    clusters: Floats
    scale: Floats
    inflation: Floats
    base: float
    floor: float
    employers: int


@dataclass(frozen=True, slots=True)
class Estimates:
    """Shares of many concepts: arrays with one entry per column. ``count`` holds postings that mention it."""

    share: Floats
    n_star: Floats
    interval: Interval
    count: Ints


@remembered
def weigh_sample(sample: Sample) -> Design:
    """The design of a role's plain shares: all countable postings in one stratum."""
    return build_design(sample, np.zeros(sample.size, dtype=np.int64), np.ones(1))


def build_design(sample: Sample, stratum: Ints, omega: Floats) -> Design:
    """The design that gives stratum h the weight ``omega[h]``; postings with stratum −1 are left out."""
    used = stratum >= 0
    weight = np.where(used, sample.weight, 0.0)
    at = np.where(used, stratum, 0)
    totals = np.bincount(at, weights=weight, minlength=len(omega))
    rate = omega / totals
    unit = weight * rate[at]
    clusters = _sum_clusters(sample, at, unit, len(omega))
    scale = _scale_strata(clusters)
    correlation = estimate_correlation(sample)
    effect = named_design_effect(sample, correlation)
    unnamed = np.arange(len(clusters)) >= sample.known
    base = float(1 / np.sum(rate * rate * totals))
    squares = np.where(unnamed, mean_named_size(sample), 1.0) * clusters.sum(axis=1) ** 2
    return Design(
        sample=sample,
        stratum=np.where(used, stratum, -1),
        omega=omega,
        unit=unit,
        clusters=clusters * scale,
        scale=scale,
        inflation=np.where(unnamed, effect, 1.0),
        base=base,
        floor=max(1.0, 1 + correlation * (base * float(squares.sum()) - 1)),
        employers=int(np.count_nonzero(clusters.any(axis=1))),
    )


def estimate_shares(design: Design, column: Ints | None = None, columns: int | None = None) -> Estimates:
    """Share, effective size n* and 95 % interval of every column.

    Args:
        design: weights, from ``weigh_sample`` or ``build_design``.
        column: column codes to use in place of ``sample.column`` (a relabelling of them).
        columns: number of columns, where ``column`` is given.
    """
    sample = design.sample
    column = sample.column if column is None else column
    size = len(sample.columns) if columns is None else columns
    by_stratum = _share_strata(design, column, size)
    share = np.clip(by_stratum @ design.omega, 0.0, 1.0)
    n_star = effective_size(share, _variance(design, column, by_stratum), design)
    return Estimates(share, n_star, wilson(share, n_star), np.bincount(column, minlength=size))


@remembered
def estimate_sample(sample: Sample) -> Estimates:
    """Shares, effective sizes and intervals of a role's columns."""
    return estimate_shares(weigh_sample(sample))


@remembered
def plain_shares(sample: Sample) -> Floats:
    """Weighted share Σwx/Σw of every column, without an interval."""
    hits = np.bincount(sample.column, weights=sample.weight[sample.row], minlength=len(sample.columns))
    return np.asarray(hits / max(sample.weight.sum(), 1.0), dtype=float)


def effective_size(share: Floats, variance: Floats, design: Design) -> Floats:
    """n* = base / deff* · (1.96 / t(.975, G+7))², deff* the measured effect shrunk to the modelled one."""
    groups, spread = design.employers, share * (1 - share)
    measurable = (variance > _NO_VARIANCE) & (spread > _NO_VARIANCE)
    measured = np.maximum(1.0, variance * design.base / np.where(measurable, spread, 1.0))
    shrunk = ((groups - 1) * measured + PRIOR_EMPLOYERS * design.floor) / (groups - 1 + PRIOR_EMPLOYERS)
    effect = np.where(measurable, shrunk, design.floor)
    return design.base / effect * (Z95 / t_quantile(0.975, groups + 7)) ** 2


@remembered
def estimate_correlation(sample: Sample) -> float:
    """ρ: how alike postings of one employer are, the median over concepts of the intra-class correlation.

    Analysis-of-variance estimator for clusters of unequal size (Donner & Koval 1980) over named
    employers, on concepts that 5 to 95 % of their postings mention; 0.35 unless ten employers have two or
    more postings and ten concepts qualify. Within [0, 1].
    """
    named = ~sample.blank
    sizes = np.bincount(sample.employer[named], minlength=sample.known).astype(float)
    if np.count_nonzero(sizes > 1) < 10:
        return DEFAULT_CORRELATION
    share, squares = _sums_by_employer(sample, named, sizes)
    usual = (share >= 0.05) & (share <= 0.95)
    if np.count_nonzero(usual) < 10:
        return DEFAULT_CORRELATION
    groups, total = len(sizes), sizes.sum()
    between = (squares[usual] - total * share[usual] ** 2) / (groups - 1)
    within = (total * share[usual] - squares[usual]) / (total - groups)
    typical = (total - (sizes**2).sum() / total) / (groups - 1)
    correlation = (between - within) / (between + (typical - 1) * within)
    return float(np.clip(np.median(correlation), 0.0, 1.0))


@remembered
def mean_named_size(sample: Sample) -> float:
    """Σn_g²/Σn_g over named employers: how many postings the employer of a typical posting has; at least 1.

    Unnamed employers are taken to be as large. Their postings cannot be capped at five an employer, so
    sizes are uncapped too [with capped sizes, intervals of a sample with 40 % unnamed cover .78–.85].
    Where fewer than five employers are named nothing is known of them, and five postings are assumed.
    """
    if sample.known < 5:
        return UNKNOWN_SIZE
    sizes = np.bincount(sample.employer[~sample.blank], minlength=1).astype(float)
    return float((sizes**2).sum() / sizes.sum())


def named_design_effect(sample: Sample, correlation: float) -> float:
    """1 + ρ(m − 1), m from ``mean_named_size``: what variance of unnamed employers is multiplied by."""
    return 1 + correlation * (mean_named_size(sample) - 1)


def _sums_by_employer(sample: Sample, named: NDArray[np.bool_], sizes: Floats) -> tuple[Floats, Floats]:
    """Per column: unweighted share among named employers' postings, and Σ_g k_g²/n_g."""
    size = len(sample.columns)
    keep = named[sample.row]
    employer, column = sample.employer[sample.row[keep]], sample.column[keep]
    starts = find_groups(column, employer)
    if not len(starts):
        return np.zeros(size), np.zeros(size)
    hits = np.diff(np.append(starts, len(column))).astype(float)
    squares = np.bincount(column[starts], weights=hits**2 / sizes[employer[starts]], minlength=size)
    return np.asarray(np.bincount(column, minlength=size) / sizes.sum()), squares.astype(float)


def _sum_clusters(sample: Sample, stratum: Ints, unit: Floats, strata: int) -> Floats:
    groups = int(sample.employer.max(initial=-1)) + 1
    flat = np.bincount(sample.employer * strata + stratum, weights=unit, minlength=groups * strata)
    return np.asarray(flat, dtype=float).reshape(groups, strata)


def _scale_strata(clusters: Floats) -> Floats:
    """√(G_h/(G_h − 1)): the small-sample factor of a clustered variance, stratum by stratum."""
    groups = np.count_nonzero(clusters, axis=0)
    return np.asarray(np.sqrt(groups / np.maximum(groups - 1, 1)), dtype=float)


def find_groups(column: Ints, employer: Ints) -> Ints:
    """Where each run of equal (column, employer) begins."""
    if not len(column):
        return np.empty(0, dtype=np.int64)
    new = (column[1:] != column[:-1]) | (employer[1:] != employer[:-1])
    return np.concatenate([np.zeros(1, dtype=np.int64), np.flatnonzero(new) + 1])


def _share_strata(design: Design, column: Ints, columns: int) -> Floats:
    """Share of each column within each stratum, shape (columns, strata)."""
    strata = len(design.omega)
    row = design.sample.row
    at = design.stratum[row]
    keep = at >= 0
    flat = np.bincount(
        column[keep] * strata + at[keep], weights=design.unit[row[keep]], minlength=columns * strata
    )
    return np.asarray(flat.reshape(columns, strata) / design.omega, dtype=float)


def _variance(design: Design, column: Ints, by_stratum: Floats) -> Floats:
    """Cluster-robust (linearised) variance of each column's share.

    Σ_g m_g (T_g − Σ_h p_h U_gh)², T_g the weight of employer g's postings that mention the concept, U_gh
    its weight in stratum h, m_g the inflation; the square is multiplied out, so that only employers that
    mention a concept cost time. In one stratum it is G/(G−1) Σ_g (Σ_i w_i (x_i − p))² / (Σw)².
    """
    row, employer = design.sample.row, design.sample.employer
    keep = design.stratum[row] >= 0
    row, column = row[keep], column[keep]
    clusters, inflation = design.clusters, design.inflation
    third = np.einsum("ch,hk,ck->c", by_stratum, clusters.T @ (inflation[:, None] * clusters), by_stratum)
    starts = find_groups(column, employer[row])
    if not len(starts):
        return np.asarray(np.maximum(third, 0.0), dtype=float)
    at, group = column[starts], employer[row[starts]]
    mass = np.add.reduceat(design.unit[row] * design.scale[design.stratum[row]], starts)
    pull = np.einsum("sh,sh->s", by_stratum[at], clusters[group])
    parts = inflation[group] * mass * (mass - 2 * pull)
    second = np.bincount(at, weights=parts, minlength=len(by_stratum))
    return np.asarray(np.maximum(third + second, 0.0), dtype=float)
