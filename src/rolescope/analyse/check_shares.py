"""Shares of the concepts an article names, as the postings are and in samples of employers drawn anew.

All concepts of a role and all samples are worked out at once: sums over employers are products of two matrices, how
often each employer is drawn, and what it brings. Effective sizes and intervals are those of ``analyse.weigh``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rolescope.analyse.check_rules import Codes, fill, judge_share
from rolescope.analyse.distributions import Z95, t_quantile
from rolescope.analyse.frame import Sample, find_lack
from rolescope.analyse.intervals import wilson
from rolescope.analyse.profile import Chosen
from rolescope.analyse.weigh import (
    PRIOR_EMPLOYERS,
    Design,
    estimate_correlation,
    estimate_sample,
    mean_named_size,
    weigh_sample,
)

Floats = NDArray[np.float64]
ColumnKey = tuple[str, str]

SAMPLES = 200
SEED = 20250119
_NO_VARIANCE = 1e-12


@dataclass(frozen=True, slots=True)
class ClaimedShare:
    """One concept's share of one role: arrays hold the evidence as it is first, then the samples drawn anew.

    Attributes:
        key: of the figure.
        n, k: countable postings, and those that name it.
        share, low, high: empty where too few postings can be counted.
        rank, of: place among the concepts of its kind that any posting names.
        lack: why there is no share, "" if there is.
    """

    key: str
    n: int
    k: int
    share: Floats
    low: Floats
    high: Floats
    rank: int | None = None
    of: int | None = None
    lack: str = ""

    def judge(self, can_be_rare: bool) -> Codes:
        """The verdict, by the rules of shares."""
        if self.lack:
            return fill("not_enough_evidence", SAMPLES + 1)
        return judge_share(self.share, self.low, self.high, can_be_rare)


def find_claimed(chosen: Chosen, columns: Sequence[ColumnKey]) -> Mapping[ColumnKey, ClaimedShare]:
    """The shares of some columns of one role, with samples drawn anew; those that no posting names have share 0."""
    sample, lack = chosen.sample, find_lack(chosen.sample)
    index = {key: at for at, key in enumerate(sample.columns)}
    found = [index.get(key, -1) for key in columns]
    empty = np.empty(0)
    if lack:
        counts = np.bincount(sample.column, minlength=len(sample.columns))
        return {
            key: ClaimedShare(_name(sample, key), sample.size, int(counts[at]) if at >= 0 else 0, empty, empty, empty, lack=lack)
            for key, at in zip(columns, found, strict=True)
        }  # fmt: skip
    share, low, high = _draw(sample, np.array(found, dtype=np.int64))
    counts = estimate_sample(sample).count
    return {
        key: ClaimedShare(
            _name(sample, key),
            sample.size,
            int(counts[at]) if at >= 0 else 0,
            share[:, i],
            low[:, i],
            high[:, i],
            *_rank(sample, at, key[0]),
        )
        for i, (key, at) in enumerate(zip(columns, found, strict=True))
    }


def _name(sample: Sample, key: ColumnKey) -> str:
    return f"{sample.query}/{key[0]}/{key[1]}"


def _rank(sample: Sample, at: int, kind: str) -> tuple[int | None, int | None]:
    """Place of a column among those of its kind, and how many there are."""
    shares = estimate_sample(sample).share
    of_kind = [i for i, (other, _) in enumerate(sample.columns) if other == kind]
    if at < 0:
        return None, len(of_kind) or None
    return 1 + int(np.count_nonzero(shares[of_kind] > shares[at])), len(of_kind)


def _draw(sample: Sample, at: NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
    """Share and interval of each column, shape (1 + samples, columns); the first row is the evidence as it is."""
    design = weigh_sample(sample)
    drawn = draw_employers(len(design.clusters))
    mass = sum_by_employer(design, at)[:, :, 0]
    own = design.clusters[:, 0] / design.scale[0]
    total = np.maximum(drawn @ own, _NO_VARIANCE)
    share = np.clip(drawn @ mass / total[:, None], 0, 1)
    variance = _vary(drawn * design.inflation, mass, own, share) / total[:, None] ** 2
    base, floor = _resize(sample, design, drawn)
    n_star = _shrink(share, variance * design.scale[0] ** 2, base, floor, design.employers)
    interval = wilson(share, n_star)
    _keep_exact(sample, at, share, interval.low, interval.high)
    return share, interval.low, interval.high


def draw_employers(employers: int, seed: int = SEED) -> Floats:
    """How often each employer is drawn, shape (1 + samples, employers); the first row holds each of them once."""
    counts = np.random.default_rng(seed).multinomial(employers, np.full(employers, 1 / employers), SAMPLES)
    return np.vstack([np.ones((1, employers)), counts])


def sum_by_employer(design: Design, at: NDArray[np.int64]) -> Floats:
    """Weight of each employer's postings that name a column, shape (employers, columns, strata); 0 for column −1."""
    sample = design.sample
    place = np.full(len(sample.columns) + 1, -1)
    place[at] = np.arange(len(at))  # each column is asked for once
    place[-1] = -1  # what "no such column" pointed at
    column = place[sample.column]
    row = sample.row
    kept = (column >= 0) & (design.stratum[row] >= 0)
    row, column = row[kept], column[kept]
    employers, strata = len(design.clusters), len(design.omega)
    flat = (sample.employer[row] * len(at) + column) * strata + design.stratum[row]
    sums = np.bincount(flat, weights=design.unit[row], minlength=employers * len(at) * strata)
    return np.asarray(sums, dtype=float).reshape(employers, len(at), strata)


def _vary(drawn: Floats, mass: Floats, own: Floats, share: Floats) -> Floats:
    """Σ_g m_g (T_g − p W_g)² of each column in each sample, multiplied out."""
    squares = drawn @ mass**2 - 2 * share * (drawn @ (mass * own[:, None]))
    return np.maximum(squares + share**2 * (drawn @ own**2)[:, None], 0.0)


def _resize(sample: Sample, design: Design, drawn: Floats) -> tuple[Floats, Floats]:
    """Size of independent postings and the modelled design effect, of each sample."""
    weights = np.bincount(sample.employer, weights=sample.weight, minlength=len(design.clusters))
    base = np.maximum(drawn @ weights, _NO_VARIANCE)
    unnamed = np.arange(len(weights)) >= sample.known
    sizes = np.where(unnamed, mean_named_size(sample), 1.0) * weights**2
    floor = np.maximum(1.0, 1 + estimate_correlation(sample) * ((drawn @ sizes) / base - 1))
    return np.asarray(base, dtype=float), np.asarray(floor, dtype=float)


def _shrink(share: Floats, variance: Floats, base: Floats, floor: Floats, employers: int) -> Floats:
    """Effective sizes, as ``weigh.effective_size`` has them."""
    spread = share * (1 - share)
    measurable = (variance > _NO_VARIANCE) & (spread > _NO_VARIANCE)
    measured = np.maximum(1.0, variance * base[:, None] / np.where(measurable, spread, 1.0))
    shrunk = ((employers - 1) * measured + PRIOR_EMPLOYERS * floor[:, None]) / (
        employers - 1 + PRIOR_EMPLOYERS
    )
    effect = np.where(measurable, shrunk, floor[:, None])
    return np.asarray(base[:, None] / effect * (Z95 / t_quantile(0.975, employers + 7)) ** 2, dtype=float)


def _keep_exact(sample: Sample, at: NDArray[np.int64], *figures: Floats) -> None:
    """The first row is to the last digit what ``role`` prints."""
    found, known = estimate_sample(sample), at >= 0
    for figure, exact in zip(figures, (found.share, found.interval.low, found.interval.high), strict=True):
        figure[0, known] = exact[at[known]]
