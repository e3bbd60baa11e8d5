"""Shares of one concept in many groups of postings at once: in every role, in every quarter.

The rules are those of ``weigh``, and so are the figures; here they are worked out for all groups together, so
that a concept's page costs no more than a role's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rolescope.analyse.corpus import NONE, Corpus
from rolescope.analyse.distributions import Z95, t_quantile
from rolescope.analyse.frame import CAP
from rolescope.analyse.intervals import wilson
from rolescope.analyse.weigh import DEFAULT_CORRELATION, PRIOR_EMPLOYERS, UNKNOWN_SIZE

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_NO_VARIANCE = 1e-12


@dataclass(frozen=True, slots=True)
class Groups:
    """Postings in groups, and how they stand for them. A cluster is one employer's postings in one group.

    Attributes:
        label: group of each posting, −1 where it is in none; ``cluster``: its cluster, −1 likewise.
        group, weight, part, inflation: per cluster: its group, weight of each posting, part of the group's weight,
            factor of its variance.
        size, employers, base, scale, floor, correction: per group: postings, clusters, Σw, G/(G − 1), modelled
            design effect, (1.96/t)².
        lack: per group: why no share may be shown of it, "" if shares may be.
    """

    label: Ints
    cluster: Ints
    group: Ints
    weight: Floats
    part: Floats
    inflation: Floats
    size: Ints
    employers: Ints
    base: Floats
    scale: Floats
    floor: Floats
    correction: Floats
    lack: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupShares:
    """One concept's share in each group: arrays with one entry per group."""

    k: Ints
    required: Ints
    preferred: Ints
    employers: Ints
    share: Floats
    low: Floats
    high: Floats
    n_star: Floats

    def figures(self, at: int) -> dict[str, Any]:
        """Estimate, interval and effective size of one group, by the names of ``results.Share``."""
        return {
            "estimate": float(self.share[at]),
            "low": float(self.low[at]),
            "high": float(self.high[at]),
            "n_effective": float(self.n_star[at]),
        }


def group_postings(corpus: Corpus, label: Ints, count: int) -> Groups:
    """Postings by their label (0 to ``count`` − 1, −1 for those left out) with all that shares need."""
    used = np.flatnonzero(label != NONE)
    named, size = corpus.coded.employer[used] != NONE, np.bincount(label[used], minlength=count)
    lone = corpus.coded.employers + np.arange(len(used))  # a code of its own for each unnamed posting
    owner = np.where(named, corpus.coded.employer[used], lone)
    key = label[used] * (corpus.coded.employers + len(used)) + owner
    _, first, inverse, postings = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    group, known = label[used][first], named[first]
    cluster = np.full(len(label), NONE, dtype=np.int64)
    cluster[used] = inverse
    weight = np.minimum(1.0, CAP / postings)
    mass = weight * postings
    base = np.bincount(group, weights=mass, minlength=count).astype(float)
    part = mass / base[group]
    typical = _mean_named_sizes(group[known], postings[known], count)
    correlation = _find_correlations(corpus, cluster, group, np.where(known, postings, 0), count)
    squares = np.bincount(group, weights=np.where(known, 1.0, typical[group]) * part**2, minlength=count)
    employers = np.bincount(group, minlength=count)
    largest = np.zeros(count)
    np.maximum.at(largest, group, part)
    return Groups(
        label=label,
        cluster=cluster,
        group=group,
        weight=weight,
        part=part,
        inflation=np.where(known, 1.0, 1 + correlation[group] * (typical[group] - 1)),
        size=size,
        employers=employers,
        base=base,
        scale=employers / np.maximum(employers - 1, 1),
        floor=np.maximum(1.0, 1 + correlation * (base * squares - 1)),
        correction=np.array([(Z95 / t_quantile(0.975, int(g) + 7)) ** 2 for g in employers]),
        lack=tuple(_tell_lack(*one) for one in zip(size, employers, largest, strict=True)),
    )


def share_in_groups(corpus: Corpus, groups: Groups, kind: str, concept: str) -> GroupShares:
    """One concept's share in every group, with its 95 % interval; meaningless where ``groups.lack`` says so."""
    at = corpus.naming(kind, concept)
    cluster, strength = _take_clusters(groups, corpus.row[at], corpus.strength[at])
    count, label = len(groups.size), groups.group[cluster]
    hits = np.bincount(cluster, minlength=len(groups.group)).astype(float)
    pull = hits * groups.weight / groups.base[groups.group]
    share = np.clip(np.bincount(groups.group, weights=pull, minlength=count).astype(float), 0.0, 1.0)
    off = groups.inflation * (pull - share[groups.group] * groups.part) ** 2
    variance = groups.scale * np.bincount(groups.group, weights=off, minlength=count)
    return _weigh_shares(
        share,
        variance,
        groups,
        k=np.bincount(label, minlength=count),
        required=np.bincount(label[strength == 2], minlength=count),
        preferred=np.bincount(label[strength == 1], minlength=count),
        employers=np.bincount(groups.group[hits > 0], minlength=count),
    )


def share_columns(corpus: Corpus, groups: Groups, columns: Sequence[int]) -> GroupShares:
    """Shares of several columns in the one group there is: arrays with one entry per column."""
    spans = [np.arange(corpus.bounds[at], corpus.bounds[at + 1]) for at in columns]
    mentions = np.concatenate([*spans, np.empty(0, dtype=np.int64)])
    place = np.repeat(np.arange(len(columns)), [len(span) for span in spans])
    cluster, strength, place = _take_clusters(groups, corpus.row[mentions], corpus.strength[mentions], place)
    shape, count = (len(columns), len(groups.group)), len(columns)
    hits = np.bincount(place * shape[1] + cluster, minlength=shape[0] * shape[1]).reshape(shape)
    pull = hits * (groups.weight / groups.base[0])
    share = np.clip(pull.sum(axis=1), 0.0, 1.0)
    variance = groups.scale[0] * ((pull - share[:, None] * groups.part) ** 2 @ groups.inflation)
    return _weigh_shares(
        share,
        variance,
        groups,
        k=hits.sum(axis=1),
        required=np.bincount(place[strength == 2], minlength=count),
        preferred=np.bincount(place[strength == 1], minlength=count),
        employers=np.count_nonzero(hits, axis=1),
    )


def _take_clusters(groups: Groups, rows: Ints, *beside: Ints) -> tuple[Ints, ...]:
    """The clusters of some postings, those in no group left out, and what stands beside each."""
    cluster = groups.cluster[rows]
    kept = cluster != NONE
    return cluster[kept], *(values[kept] for values in beside)


def _weigh_shares(share: Floats, variance: Floats, groups: Groups, **counts: Ints) -> GroupShares:
    """Shares with their intervals; n* as ``weigh.effective_size`` has it."""
    spread = share * (1 - share)
    measurable = (variance > _NO_VARIANCE) & (spread > _NO_VARIANCE)
    measured = np.maximum(1.0, variance * groups.base / np.where(measurable, spread, 1.0))
    others = groups.employers - 1
    shrunk = (others * measured + PRIOR_EMPLOYERS * groups.floor) / (others + PRIOR_EMPLOYERS)
    effect = np.where(measurable, shrunk, groups.floor)
    n_star = np.maximum(groups.base, 1e-9) / effect * groups.correction
    interval = wilson(share, n_star)
    return GroupShares(share=share, low=interval.low, high=interval.high, n_star=n_star, **counts)


def _mean_named_sizes(group: Ints, postings: Ints, count: int) -> Floats:
    """Σn²/Σn over the named employers of each group; five where fewer than five are named."""
    total = np.bincount(group, weights=postings, minlength=count)
    squares = np.bincount(group, weights=postings.astype(float) ** 2, minlength=count)
    enough = np.bincount(group, minlength=count) >= 5
    return np.where(enough, squares / np.maximum(total, 1), UNKNOWN_SIZE)


def _find_correlations(corpus: Corpus, cluster: Ints, group: Ints, postings: Ints, count: int) -> Floats:
    """ρ of each group, as ``weigh.estimate_correlation`` has it; ``postings`` per cluster, 0 if unnamed."""
    found = np.full(count, DEFAULT_CORRELATION)
    several = np.bincount(group[postings > 1], minlength=count) >= 10
    if not several.any():
        return found
    at = cluster[corpus.row]
    kept = np.flatnonzero((at != NONE) & (several[group[at]] & (postings[at] > 0)))
    at, column = at[kept], corpus.column[kept]
    named = np.bincount(group, weights=postings, minlength=count)
    share = (
        _count_cells(group[at], column, (count, len(corpus.coded.columns))) / np.maximum(named, 1)[:, None]
    )
    usual = (share >= 0.05) & (share <= 0.95)
    squares = _sum_squares(at, column, usual, group, postings)
    sizes = np.bincount(group, weights=postings.astype(float) ** 2, minlength=count)
    known = np.bincount(group[postings > 0], minlength=count)
    for one in np.flatnonzero(several):
        held = usual[one]
        if np.count_nonzero(held) >= 10:
            found[one] = _correlate(
                share[one, held], squares[one, held], named[one], (known[one], sizes[one])
            )
    return found


def _sum_squares(at: Ints, column: Ints, usual: Bools, group: Ints, postings: Ints) -> Floats:
    """Σ_g k_g²/n_g of each (group, column), k_g the postings of employer g that hold the column."""
    clusters, shape = len(postings), usual.shape
    kept = usual[group[at], column]
    alone, many = kept & (postings[at] == 1), kept & (postings[at] > 1)
    total = _count_cells(group[at[alone]], column[alone], shape)
    key = np.sort(column[many] * clusters + at[many])
    if not len(key):
        return total
    starts = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    hits = np.diff(np.append(starts, len(key))).astype(float)
    held, owner = np.divmod(key[starts], clusters)
    return total + _count_cells(group[owner], held, shape, hits**2 / postings[owner])


def _count_cells(group: Ints, column: Ints, shape: tuple[int, ...], weight: Floats | None = None) -> Floats:
    """Sums by group and column."""
    cells = group * shape[1] + column
    return np.bincount(cells, weights=weight, minlength=shape[0] * shape[1]).reshape(shape).astype(float)


def _correlate(share: Floats, squares: Floats, total: float, sizes: tuple[int, float]) -> float:
    """The median intra-class correlation of some columns (Donner & Koval 1980), within [0, 1]."""
    groups, squared = sizes
    between = (squares - total * share**2) / (groups - 1)
    within = (total * share - squares) / (total - groups)
    typical = (total - squared / total) / (groups - 1)
    return float(np.clip(np.median((between - within) / (between + (typical - 1) * within)), 0.0, 1.0))


def _tell_lack(size: int, employers: int, largest: float) -> str:
    """As ``frame.find_lack``: ten postings of five employers, none above half of the weight."""
    if size < 10:
        return f"fewer than 10 postings ({size})"
    if employers < 5:
        return f"fewer than 5 employers ({employers})"
    return "one employer holds more than half" if largest > 0.5 else ""
