"""Two role queries held against each other, concept by concept, with a verdict for each.

Both shares are standardised to common strata (``analyse.common``), their difference gets Newcombe's
hybrid score interval on effective sizes, and false discoveries are held at 5 % over all concepts of the
comparison. DESIGN "Differences"; formulas in docs/method.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rolescope.analyse.background import Background, background_shares, log_odds
from rolescope.analyse.distributions import Z95, normal_quantile, two_sided_p
from rolescope.analyse.frame import CONCEPT_KINDS, Sample, part_samples
from rolescope.analyse.intervals import Interval, newcombe, newcombe_z, reject
from rolescope.analyse.results import Difference, PairComparison, Side, Verdict
from rolescope.analyse.sides import SAME_POSTINGS, Raw, Sides, count_both, estimate_sides
from rolescope.analyse.weigh import Estimates

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

DISCOVERY_RATE = 0.05
LEAST_POOLED = 0.03  # pooled share below which a concept is not tested
RARE = 0.05
LEAST_NAMING = 3  # employers that must name what a role asks for more: one firm's template is no difference
BANDS = ((0.10, 0.03), (0.30, 0.05), (1.01, 0.10))  # pooled share below …: half-width of "same"
FACETS = frozenset({"education", "experience", "employment", "pay", "level"})
RANKS: tuple[Verdict, ...] = ("more", "less", "same", "cannot_tell", "rare_in_both")


@dataclass(frozen=True, slots=True)
class _Decisions:
    """Verdicts on one family of columns (``at``); ``p`` is NaN where a column was not tested."""

    at: Ints
    difference: Floats
    low: Floats
    high: Floats
    p: Floats
    confidence: Floats
    verdict: NDArray[np.str_]
    rejected: Bools
    tested: Bools


def compare_samples(
    a: Sample, b: Sample, background: Background, *, remote_only: frozenset[str] = frozenset()
) -> PairComparison:
    """Every concept's difference A − B with its verdict, and the same for level, education and the like.

    Where one sample contains the other (a role and the same role at one level), disjoint parts are
    compared. Labels, pay, moves and sentences are left empty; ``analyse.pair`` fills them.

    Args:
        a: sample of the first query.
        b: sample of the second.
        background: all postings, the prior of the order of what sets a role apart.
        remote_only: sources that list remote jobs only; workplace is compared without them.
    """
    part_a, part_b = part_samples(a, b)
    overlap = part_a is not a or part_b is not b
    sides = estimate_sides(part_a, part_b)
    if a.size and b.size and not (part_a.size and part_b.size):
        part_a, part_b, sides = a, b, count_both(sides, a, b)
    decided = _decide(sides, sides.columns.select(CONCEPT_KINDS))
    rare = decided.verdict == "rare_in_both"
    common = sides.common
    return PairComparison(
        a=a.query,
        b=b.query,
        label_a=a.query,
        label_b=b.query,
        overlap=overlap,
        covered_a=common.covered_a,
        covered_b=common.covered_b,
        strata=common.names,
        employers_a=common.a.employers if common.a else 0,
        employers_b=common.b.employers if common.b else 0,
        tested=0 if sides.reason else int(np.count_nonzero(decided.tested)),
        rejected=int(np.count_nonzero(decided.rejected)),
        rare=int(np.count_nonzero(rare)),
        untested=int(np.count_nonzero(~decided.tested & ~rare)),
        differences=_list_differences(sides, decided, background, (part_a.query, part_b.query)),
        facets=_list_facets(part_a, part_b, sides, background, remote_only),
        reason=sides.reason,
    )


def _decide(sides: Sides, family: Bools) -> _Decisions:
    at = np.flatnonzero(family)
    if sides.a is None or sides.b is None:
        return _decide_nothing(sides, at)
    a, b = sides.a, sides.b
    pa, na, pb, nb = a.share[at], a.n_star[at], b.share[at], b.n_star[at]
    pooled = (pa + pb) / 2
    tested = pooled >= LEAST_POOLED
    p = np.full(len(at), np.nan)
    rejected = np.zeros(len(at), dtype=bool)
    if not sides.reason and tested.any():
        p[tested] = two_sided_p(newcombe_z(pa[tested], na[tested], pb[tested], nb[tested]))
        rejected[tested] = reject(p[tested], DISCOVERY_RATE)
        rejected &= np.where(pa > pb, sides.raw_a.employers[at], sides.raw_b.employers[at]) >= LEAST_NAMING
    # Benjamini & Yekutieli (2005): what was selected is shown at a level that holds over the selected
    level = 1 - DISCOVERY_RATE * max(1, int(rejected.sum())) / max(1, int(tested.sum()))
    z = np.where(rejected, normal_quantile((1 + level) / 2), Z95)
    interval = newcombe(pa, na, pb, nb, z)
    rare = (a.interval.high[at] < RARE) & (b.interval.high[at] < RARE)
    verdict = _judge(rare, pooled, interval, pa > pb, rejected)
    if sides.reason:
        verdict[:] = "cannot_tell"
    confidence = np.where(rejected, level, 0.95)
    return _Decisions(at, pa - pb, interval.low, interval.high, p, confidence, verdict, rejected, tested)


def _decide_nothing(sides: Sides, at: Ints) -> _Decisions:
    """No common stratum: nothing is tested; concepts frequent enough as counted are listed all the same."""
    unknown = np.full(len(at), np.nan)
    listed = (sides.raw_a.share[at] + sides.raw_b.share[at]) / 2 >= LEAST_POOLED
    verdict = np.full(len(at), "cannot_tell")
    nothing = np.zeros(len(at), dtype=bool)
    return _Decisions(
        at, unknown, unknown, unknown, unknown, np.full(len(at), 0.95), verdict, nothing, listed
    )


def _judge(rare: Bools, pooled: Floats, interval: Interval, more: Bools, rejected: Bools) -> NDArray[np.str_]:
    """Verdicts in DESIGN's order: rare in both, same, more or less, cannot tell."""
    band = np.select([pooled < limit for limit, _ in BANDS], [width for _, width in BANDS])
    same = (interval.low >= -band) & (interval.high <= band)
    choices = [rare, same, rejected & more, rejected]
    return np.select(choices, ["rare_in_both", "same", "more", "less"], default="cannot_tell")


def _list_facets(
    a: Sample, b: Sample, plain: Sides, background: Background, remote_only: frozenset[str]
) -> tuple[Difference, ...]:
    """Education, experience, employment, stated pay, level and workplace, by the machinery of concepts.

    Two families of tests of their own. Levels are left out where a query names one; workplace is compared
    without remote-only boards.
    """
    queries = (a.query, b.query)
    names = FACETS - {"level"} if any("@" in query for query in queries) else FACETS
    dropped = remote_only & {*a.source_names, *b.source_names}
    elsewhere = estimate_sides(a, b, dropped) if dropped else plain
    if plain.reason == SAME_POSTINGS:
        elsewhere = replace(elsewhere, reason=plain.reason)
    elif dropped and elsewhere.reason:
        elsewhere = replace(elsewhere, reason=f"{elsewhere.reason} once remote-only boards are left out")
    found = _list_differences(plain, _decide(plain, plain.columns.select(names)), background, queries)
    decided = _decide(elsewhere, elsewhere.columns.select(("workplace",)))
    return (*found, *_list_differences(elsewhere, decided, background, queries))


def _list_differences(
    sides: Sides, decided: _Decisions, background: Background, queries: tuple[str, str]
) -> tuple[Difference, ...]:
    """The tested columns as values: by verdict, and within it what sets the roles apart first."""
    listed = np.flatnonzero(decided.tested & (decided.verdict != "rare_in_both"))
    at = decided.at[listed]
    keys = [sides.columns.keys[i] for i in at.tolist()]
    rows = zip(
        keys,
        _list_sides(sides.a, sides.raw_a, at, [f"{queries[0]}/{kind}/{concept}" for kind, concept in keys]),
        _list_sides(sides.b, sides.raw_b, at, [f"{queries[1]}/{kind}/{concept}" for kind, concept in keys]),
        decided.verdict[listed].tolist(),
        *(_list_known(values[listed]) for values in (decided.difference, decided.low, decided.high)),
        decided.confidence[listed].tolist(),
        _list_known(decided.p[listed]),
        _order_columns(sides, at, background_shares(background, keys)).tolist(),
        strict=True,
    )
    found = [
        Difference(kind, concept, verdict, a, b, difference, low, high, confidence, p, order, sides.reason)
        for (kind, concept), a, b, verdict, difference, low, high, confidence, p, order in rows
    ]
    return tuple(sorted(found, key=_rank))


def _order_columns(sides: Sides, at: Ints, prior: Floats) -> Floats:
    """z-scores of the logit difference, as counted where nothing could be standardised."""
    if sides.reason or sides.a is None or sides.b is None:
        a = log_odds(sides.raw_a.share[at], np.float64(sides.raw_a.size), prior)
        b = log_odds(sides.raw_b.share[at], np.float64(sides.raw_b.size), prior)
    else:
        a = log_odds(sides.a.share[at], sides.a.n_star[at], prior)
        b = log_odds(sides.b.share[at], sides.b.n_star[at], prior)
    return np.asarray((a.value - b.value) / np.sqrt(a.variance + b.variance), dtype=float)


def _rank(d: Difference) -> tuple[int, float, str, str]:
    return RANKS.index(d.verdict), -abs(d.order), d.kind, d.concept


def _list_known(values: Floats) -> list[float | None]:
    """Numbers, None where there is none."""
    return [None if value != value else value for value in values.tolist()]


def _list_sides(estimates: Estimates | None, raw: Raw, at: Ints, keys: list[str]) -> list[Side]:
    """One side's figures of some columns."""
    counted = zip(keys, raw.share[at].tolist(), raw.count[at].tolist(), strict=True)
    if estimates is None:
        return [Side(key, None, None, None, None, share, raw.size, k) for key, share, k in counted]
    interval = estimates.interval
    shown = (estimates.share, interval.low, interval.high, estimates.n_star)
    found = zip(counted, *(values[at].tolist() for values in shown), strict=True)
    return [Side(key, p, low, high, n, share, raw.size, k) for (key, share, k), p, low, high, n in found]


def count_verdicts(differences: Sequence[Difference]) -> dict[Verdict, int]:
    """How many differences carry each verdict."""
    return {verdict: sum(d.verdict == verdict for d in differences) for verdict in RANKS}
