"""The strata that two samples share, and how each stands for them.

Sources differ by year and kind, and what they say differs with them; two roles that come from different
sources would seem to differ where only the sources do. So both are standardised to the same mix of
strata (source × period) before they are compared.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rolescope.analyse.frame import Sample, remembered
from rolescope.analyse.weigh import Design, build_design

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEAST_POSTINGS = 5  # per side and stratum
LEAST_EMPLOYERS = 2  # one employer alone shows no variance between employers


@dataclass(frozen=True, slots=True)
class Common:
    """Two designs over the strata both samples hold.

    Attributes:
        names: the strata.
        a, b: designs of equal stratum weights; None where there is no common stratum.
        covered_a, covered_b: part of each sample's weight that lies in them.
    """

    names: tuple[str, ...]
    a: Design | None
    b: Design | None
    covered_a: float
    covered_b: float


def standardise(a: Sample, b: Sample, without: frozenset[str] = frozenset()) -> Common:
    """Both samples on their common strata, weights h ∝ W_A·W_B/(W_A + W_B).

    Args:
        a: one sample.
        b: the other; disjoint from ``a``.
        without: sources left out (remote-only boards, where workplace is compared).
    """
    usable = _list_usable(a, without) & _list_usable(b, without)
    names = tuple(sorted(usable))
    at_a, at_b = _place(a, names), _place(b, names)
    if not names:
        return Common((), None, None, 0.0, 0.0)
    mass_a, mass_b = _sum_weights(a, at_a, len(names)), _sum_weights(b, at_b, len(names))
    harmonic = mass_a * mass_b / (mass_a + mass_b)
    omega = harmonic / harmonic.sum()
    return Common(
        names,
        build_design(a, at_a, omega),
        build_design(b, at_b, omega),
        float(mass_a.sum() / a.weight.sum()),
        float(mass_b.sum() / b.weight.sum()),
    )


def _list_usable(sample: Sample, without: frozenset[str]) -> frozenset[str]:
    """Strata with at least five postings of two employers, of sources not left out."""
    enough = _list_enough(sample)
    if without.isdisjoint(sample.source_names):
        return enough
    out = np.isin(sample.sources, [i for i, name in enumerate(sample.source_names) if name in without])
    return enough - {sample.strata[i] for i in np.unique(sample.stratum[out])}


@remembered
def _list_enough(sample: Sample) -> frozenset[str]:
    strata = len(sample.strata)
    postings = np.bincount(sample.stratum, minlength=strata)
    pairs = np.unique(sample.employer * max(strata, 1) + sample.stratum)
    employers = np.bincount(pairs % max(strata, 1), minlength=strata)
    enough = np.flatnonzero((postings >= LEAST_POSTINGS) & (employers >= LEAST_EMPLOYERS))
    return frozenset(sample.strata[i] for i in enough)


def _place(sample: Sample, names: tuple[str, ...]) -> Ints:
    """Each posting's index into ``names``, −1 outside of them."""
    index = {name: i for i, name in enumerate(names)}
    lookup = np.array([index.get(name, -1) for name in sample.strata], dtype=np.int64)
    return lookup[sample.stratum] if len(lookup) else sample.stratum


def _sum_weights(sample: Sample, at: Ints, strata: int) -> Floats:
    used = at >= 0
    return np.bincount(at[used], weights=sample.weight[used], minlength=strata).astype(float)
