"""What someone brings along from one role (or from a resume) to another, and what is missing.

Weight of a concept for the aim B is w = p_B, its share. Someone who holds the set S covers Σ_S w / Σ w;
a typical holder of A covers Σ min(p_A, p_B) / Σ p_B, so that a role covers itself fully. Specificity
orders what is shown; it is no weight.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rolescope.analyse.background import Background, background_shares, log_odds
from rolescope.analyse.distributions import t_quantile
from rolescope.analyse.frame import ColumnKey, Sample, find_lack, remembered
from rolescope.analyse.results import Coverage, Difference, Missing, Move, Verdict
from rolescope.analyse.weigh import estimate_sample, plain_shares

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEARNABLE = ("tool", "skill", "certification", "soft_skill")  # kinds a person can bring or acquire
LEAST_WANTED = 0.05  # rarer concepts of the aim are noise, and no one would learn them for it
LEAST_SHORTFALL = 0.05
BROADER_CREDIT = 0.5  # who knows the broader concept is taken to hold half of the narrower one
SLICES = 20  # groups of employers left out in turn for the interval


@dataclass(frozen=True, slots=True)
class Ladder:
    """Which concept stands above which: ``broader`` gives the id of the next above, ``narrower`` all below."""

    broader: Mapping[ColumnKey, str]
    narrower: Mapping[ColumnKey, Sequence[ColumnKey]] = field(init=False)

    def __post_init__(self) -> None:
        narrower: dict[ColumnKey, list[ColumnKey]] = {}
        for column in self.broader:
            for above in _list_above(column, self.broader):
                narrower.setdefault(above, []).append(column)
        object.__setattr__(self, "narrower", narrower)


def _list_above(column: ColumnKey, broader: Mapping[ColumnKey, str]) -> list[ColumnKey]:
    """All broader concepts of one; a ring in the taxonomy ends the climb."""
    found: list[ColumnKey] = []
    above = broader.get(column)
    while above and (column[0], above) not in found and above != column[1]:
        found.append((column[0], above))
        above = broader.get((column[0], above))
    return found


FLAT = Ladder({})


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The aim's concepts: which of its columns (``at``), share, effective size and count."""

    columns: tuple[ColumnKey, ...]
    at: Ints
    share: Floats
    n_star: Floats
    count: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Links:
    """Which start columns count towards each wanted concept, and for how much.

    ``column`` indexes the start's columns; the links of wanted concept i begin at ``begin[i]``, and the first of
    them has no credit where the start does not know the concept.
    """

    column: Ints
    credit: Floats
    begin: Ints

    def have(self, shares: Floats) -> Floats:
        """Best of the linked shares, for start shares of shape (…, columns)."""
        if not len(self.begin) or not shares.shape[-1]:
            return np.zeros((*shares.shape[:-1], len(self.begin)))
        best = np.maximum.reduceat(shares[..., self.column] * self.credit, self.begin, axis=-1)
        return np.asarray(best, dtype=float)


def find_move(
    start: Sample,
    aim: Sample,
    background: Background,
    ladder: Ladder = FLAT,
    differences: Sequence[Difference] = (),
) -> Move:
    """What a typical holder of ``start`` covers of ``aim``, and what is missing.

    Args:
        start: sample of the role moved from.
        aim: sample of the role moved to.
        background: all postings, for specificity.
        ladder: which concepts stand above others.
        differences: of the comparison of the two roles, for the verdict beside what is missing.
    """
    key = f"{start.query}>{aim.query}"
    lack = find_lack(aim) or find_lack(start)
    if lack:
        return Move(key, start.query, aim.query, Coverage("all", None), (), (), lack)
    wanted = _list_wanted(aim)
    links = _link(wanted.columns, _index_columns(start), ladder)
    have = links.have(plain_shares(start))
    verdicts: dict[ColumnKey, Verdict] = {(d.kind, d.concept): d.verdict for d in differences}
    whole = _cover("all", wanted, have)
    return Move(
        key=key,
        start=start.query,
        aim=aim.query,
        coverage=_widen(whole, _coverage_error(start, aim, wanted, links)),
        by_kind=_cover_kinds(wanted, have),
        missing=_list_missing(aim, wanted, have, background, verdicts),
    )


def find_gap(
    aim: Sample,
    held: Collection[ColumnKey],
    background: Background,
    ladder: Ladder = FLAT,
) -> Move:
    """What a person who holds the concepts ``held`` covers of a role, and what is missing."""
    key, lack = f"person>{aim.query}", find_lack(aim)
    if lack:
        return Move(key, "person", aim.query, Coverage("all", None), (), (), lack)
    wanted, known = _list_wanted(aim), tuple(sorted(held))
    have = wanted.share * _link(wanted.columns, {column: i for i, column in enumerate(known)}, ladder).have(
        np.ones(len(known))
    )
    missing = _list_missing(aim, wanted, have, background, {})
    return Move(key, "person", aim.query, _cover("all", wanted, have), _cover_kinds(wanted, have), missing)


def order_by_shortfall(missing: Sequence[Missing]) -> tuple[Missing, ...]:
    """What is missing, of all kinds together, the most points first: the order of a list that is cut."""
    return tuple(sorted(missing, key=lambda m: (m.have - m.wanted, m.kind, m.concept)))


@remembered
def _list_wanted(aim: Sample) -> _Wanted:
    estimates = estimate_sample(aim)
    learnable = np.array([kind in LEARNABLE for kind, _ in aim.columns], dtype=bool)
    at = np.flatnonzero(learnable & (estimates.share >= LEAST_WANTED))
    return _Wanted(
        tuple(aim.columns[i] for i in at), at, estimates.share[at], estimates.n_star[at], estimates.count[at]
    )


@remembered
def _index_columns(sample: Sample) -> Mapping[ColumnKey, int]:
    return {column: i for i, column in enumerate(sample.columns)}


def _link(wanted: Sequence[ColumnKey], held: Mapping[ColumnKey, int], ladder: Ladder) -> _Links:
    """The same concept and narrower ones count in full, the broader one by half; ``held`` says where each stands."""
    columns: list[int] = []
    credits: list[float] = []
    begin: list[int] = []
    for column in wanted:
        begin.append(len(columns))
        columns.append(held.get(column, 0))
        credits.append(float(column in held))
        below = [held[narrower] for narrower in ladder.narrower.get(column, ()) if narrower in held]
        above = held.get((column[0], ladder.broader.get(column, "")))
        columns += below if above is None else [*below, above]
        credits += [1.0] * len(below) + ([] if above is None else [BROADER_CREDIT])
    return _Links(np.array(columns, dtype=np.int64), np.array(credits), np.array(begin, dtype=np.int64))


def _cover(kind: str, wanted: _Wanted, have: Floats) -> Coverage:
    part = np.array([kind in ("all", k) for k, _ in wanted.columns], dtype=bool)
    total = float(wanted.share[part].sum())
    held = float(np.minimum(have, wanted.share)[part].sum())
    return Coverage(kind, min(held / total, 1.0) if total else None, concepts=int(part.sum()))


def _cover_kinds(wanted: _Wanted, have: Floats) -> tuple[Coverage, ...]:
    covered = (_cover(kind, wanted, have) for kind in LEARNABLE)
    return tuple(c for c in covered if c.concepts)


def _list_missing(
    aim: Sample,
    wanted: _Wanted,
    have: Floats,
    background: Background,
    verdicts: Mapping[ColumnKey, Verdict],
) -> tuple[Missing, ...]:
    """Concepts the aim asks for by five points more, kind by kind, the most specific to the aim first."""
    prior = background_shares(background, wanted.columns)
    odds = log_odds(wanted.share, wanted.n_star, prior)
    usual = log_odds(prior, np.float64(background.total), prior)
    score = (odds.value - usual.value) / np.sqrt(odds.variance + usual.variance)
    found = [
        Missing(
            key=f"{aim.query}/{kind}/{concept}",
            kind=kind,
            concept=concept,
            have=float(min(have[i], wanted.share[i])),
            wanted=float(wanted.share[i]),
            k=int(wanted.count[i]),
            n=aim.size,
            specificity=float(score[i]),
            verdict=verdicts.get((kind, concept)),
        )
        for i, (kind, concept) in enumerate(wanted.columns)
        if wanted.share[i] - have[i] >= LEAST_SHORTFALL
    ]
    return tuple(sorted(found, key=lambda m: (LEARNABLE.index(m.kind), -m.specificity, m.concept)))


def _coverage_error(start: Sample, aim: Sample, wanted: _Wanted, links: _Links) -> float:
    """Standard error of the coverage on the log-odds scale, by leaving out groups of employers in turn.

    Delete-a-group jackknife (Kott 2001), first over one role's employers, then over the other's.
    """
    starts, aims = _leave_out_shares(start), _leave_out_shares(aim)[:, wanted.at]
    have = links.have(plain_shares(start))
    parts = (_logit_coverage(links.have(starts), wanted.share), _logit_coverage(have, aims))
    return math.sqrt(sum((len(v) - 1) / len(v) * float(((v - v.mean()) ** 2).sum()) for v in parts))


@remembered
def _leave_out_shares(sample: Sample) -> Floats:
    """Shares with each of up to 20 groups of employers left out; shape (groups, columns)."""
    groups, size = min(SLICES, sample.employers), len(sample.columns)
    slot = sample.employer % groups
    flat = np.bincount(
        slot[sample.row] * size + sample.column, weights=sample.weight[sample.row], minlength=groups * size
    )
    hits = flat.reshape(groups, size)
    mass = np.bincount(slot, weights=sample.weight, minlength=groups)
    return np.asarray((hits.sum(axis=0) - hits) / (mass.sum() - mass)[:, None], dtype=float)


def _logit_coverage(have: Floats, wanted: Floats) -> Floats:
    total = np.maximum(wanted.sum(axis=-1), 1e-9)
    share = np.clip(np.minimum(have, wanted).sum(axis=-1) / total, 0.001, 0.999)
    return np.asarray(np.log(share / (1 - share)), dtype=float)


def _widen(coverage: Coverage, error: float) -> Coverage:
    """The coverage with its 95 % interval, from a standard error on the log-odds scale."""
    if coverage.value is None:
        return coverage
    value = min(max(coverage.value, 0.001), 0.999)
    centre, reach = math.log(value / (1 - value)), t_quantile(0.975, SLICES - 1) * error
    low, high = (1 / (1 + math.exp(-x)) for x in (centre - reach, centre + reach))
    return Coverage(
        coverage.kind,
        coverage.value,
        min(low, coverage.value),
        max(high, coverage.value),
        coverage.concepts,
    )
