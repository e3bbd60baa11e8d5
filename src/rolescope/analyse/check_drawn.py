"""Compare's verdict on one concept in samples of employers drawn anew: both roles standardised, all samples at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rolescope.analyse.check_shares import SEED, draw_employers, sum_by_employer
from rolescope.analyse.common import standardise
from rolescope.analyse.compare import BANDS, RARE
from rolescope.analyse.distributions import normal_quantile
from rolescope.analyse.frame import Sample, part_samples
from rolescope.analyse.intervals import newcombe, wilson
from rolescope.analyse.weigh import Design, estimate_shares

Floats = NDArray[np.float64]


def draw_difference(
    a: Sample, b: Sample, column: tuple[str, str], alpha: float, verdict: str
) -> NDArray[np.str_]:
    """Compare's verdicts: that of the evidence as it is, then those of the samples drawn anew.

    Effective sizes are those of the evidence as it is; a difference is one where its interval at level 1 − alpha
    leaves out 0, alpha being the threshold that the whole comparison came to.

    Args:
        a, b: the roles' samples.
        column: the concept.
        alpha: p-values below it were taken for differences.
        verdict: compare's own on the evidence as it is.
    """
    part_a, part_b = part_samples(a, b)
    common = standardise(part_a, part_b)
    if common.a is None or common.b is None:
        return np.array([verdict])
    (pa, na), (pb, nb) = (_draw_side(common.a, column, SEED), _draw_side(common.b, column, SEED + 1))
    z = normal_quantile(1 - alpha / 2)
    found = _judge(pa, na, pb, nb, float(z))
    found[0] = verdict
    return found


def _draw_side(design: Design, column: tuple[str, str], seed: int) -> tuple[Floats, Floats]:
    """One side's standardised share in each sample, and its effective size."""
    sample = design.sample
    at = sample.columns.index(column) if column in sample.columns else -1
    drawn = draw_employers(len(design.clusters), seed)
    mass = sum_by_employer(design, np.array([at], dtype=np.int64))[:, 0, :]
    total = drawn @ (design.clusters / design.scale)
    share = (drawn @ mass / np.where(total > 0, total, 1.0)) @ design.omega
    codes = np.where(sample.column == at, 0, 1)
    n_star = float(estimate_shares(design, codes, 2).n_star[0])
    return np.clip(share, 0, 1), np.full(len(share), n_star)


def _judge(pa: Floats, na: Floats, pb: Floats, nb: Floats, z: float) -> NDArray[np.str_]:
    """Verdicts in compare's order, for arrays of samples."""
    pooled = (pa + pb) / 2
    rare = (wilson(pa, na).high < RARE) & (wilson(pb, nb).high < RARE)
    band = np.select([pooled < limit for limit, _ in BANDS], [width for _, width in BANDS])
    wide, strict = newcombe(pa, na, pb, nb), newcombe(pa, na, pb, nb, z)
    # what differs is shown at the stricter level, and so is judged to be the same by it
    apart = (strict.low > 0) | (strict.high < 0)
    low, high = (np.where(apart, s, w) for s, w in ((strict.low, wide.low), (strict.high, wide.high)))
    same = (low >= -band) & (high <= band)
    found = np.select(
        [rare, same, apart & (pa > pb), apart], ["rare_in_both", "same", "more", "less"], "cannot_tell"
    )
    return found.astype("<U16")
