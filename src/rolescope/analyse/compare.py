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
from rolescope.analyse.common import Common, standardise
from rolescope.analyse.distributions import Z95, normal_quantile, two_sided_p
from rolescope.analyse.frame import CONCEPT_KINDS, ColumnKey, Sample, find_lack, leave_out, part_samples
from rolescope.analyse.intervals import Interval, newcombe, newcombe_z, reject
from rolescope.analyse.results import Difference, PairComparison, Side, Verdict
from rolescope.analyse.weigh import Estimates, estimate_shares, plain_shares

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

TOO_FEW = "too few postings on one side"
DISCOVERY_RATE = 0.05
LEAST_POOLED = 0.03  # pooled share below which a concept is not tested
RARE = 0.05
LEAST_COVERED = 0.5
LEAST_EMPLOYERS = 10
LEAST_NAMING = 3  # employers that must name what a role asks for more: one firm's template is no difference
BANDS = ((0.10, 0.03), (0.30, 0.05), (1.01, 0.10))  # pooled share below …: half-width of "same"
FACETS = frozenset({"education", "experience", "employment", "pay", "level"})
SAME_POSTINGS = "both queries stand on the same postings"
RANKS: tuple[Verdict, ...] = ("more", "less", "same", "cannot_tell", "rare_in_both")


@dataclass(frozen=True, slots=True)
class _Raw:
    """What a sample counts, as it is: ``size`` countable postings, and the employers behind each count."""

    share: Floats
    count: NDArray[np.int64]
    employers: NDArray[np.int64]
    size: int


@dataclass(frozen=True, slots=True)
class _Sides:
    """Both samples over the same columns: standardised (None without common strata) and as counted."""

    columns: tuple[ColumnKey, ...]
    common: Common
    reason: str
    a: Estimates | None
    b: Estimates | None
    raw_a: _Raw
    raw_b: _Raw


@dataclass(frozen=True, slots=True)
class _Decisions:
    """One entry per column; ``p`` is NaN where a column was not tested."""

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
    sides = _estimate_sides(part_a, part_b)
    if a.size and b.size and not (part_a.size and part_b.size):
        part_a, part_b, sides = a, b, _count_both(sides, a, b)
    concept = _family(sides, CONCEPT_KINDS)
    decided = _decide(sides, concept)
    rare = concept & (decided.verdict == "rare_in_both")
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
        untested=int(np.count_nonzero(concept & ~decided.tested & ~rare)),
        differences=_list_differences(sides, decided, background, (part_a.query, part_b.query)),
        facets=_list_facets(part_a, part_b, sides, background, remote_only),
        reason=sides.reason,
    )


def find_obstacle(common: Common, a: Sample, b: Sample) -> str:
    """Why two samples cannot be compared at all; "" if they can."""
    if not a.size or not b.size:
        return "no countable postings on one side"
    if find_lack(a) or find_lack(b):
        return TOO_FEW
    if min(common.covered_a, common.covered_b) < LEAST_COVERED or common.a is None or common.b is None:
        return "sources do not overlap"
    if min(common.a.employers, common.b.employers) < LEAST_EMPLOYERS:
        return "fewer than 10 employers on one side"
    return ""


def _estimate_sides(a: Sample, b: Sample, without: frozenset[str] = frozenset()) -> _Sides:
    common = standardise(a, b, without)
    reason = find_obstacle(common, a, b)
    columns = tuple(sorted({*a.columns, *b.columns}))
    index = {column: i for i, column in enumerate(columns)}
    code_a, code_b, size = _recode(a, index), _recode(b, index), len(columns)
    return _Sides(
        columns=columns,
        common=common,
        reason=reason,
        a=estimate_shares(common.a, code_a, size) if common.a else None,
        b=estimate_shares(common.b, code_b, size) if common.b else None,
        raw_a=_count_raw(leave_out(a, without), index),
        raw_b=_count_raw(leave_out(b, without), index),
    )


def _count_both(sides: _Sides, a: Sample, b: Sample) -> _Sides:
    """The same postings on both sides: shown as counted, never compared."""
    index = {column: i for i, column in enumerate(sides.columns)}
    return replace(sides, reason=SAME_POSTINGS, raw_a=_count_raw(a, index), raw_b=_count_raw(b, index))


def _recode(sample: Sample, index: dict[ColumnKey, int]) -> NDArray[np.int64]:
    lookup = np.array([index[column] for column in sample.columns], dtype=np.int64)
    return lookup[sample.column] if len(lookup) else sample.column


def _count_raw(sample: Sample, index: dict[ColumnKey, int]) -> _Raw:
    code, size = _recode(sample, index), len(index)
    pairs = np.unique(np.column_stack([code, sample.employer[sample.row]]), axis=0)
    employers = np.bincount(pairs[:, 0], minlength=size)
    return _Raw(plain_shares(sample, code, size), np.bincount(code, minlength=size), employers, sample.size)


def _decide(sides: _Sides, family: Bools) -> _Decisions:
    if sides.a is None or sides.b is None:
        return _decide_nothing(sides, family)
    pa, na, pb, nb = sides.a.share, sides.a.n_star, sides.b.share, sides.b.n_star
    pooled = (pa + pb) / 2
    tested = family & (pooled >= LEAST_POOLED)
    p = np.full(len(pooled), np.nan)
    rejected = np.zeros(len(pooled), dtype=bool)
    if not sides.reason and tested.any():
        p[tested] = two_sided_p(newcombe_z(pa[tested], na[tested], pb[tested], nb[tested]))
        rejected[tested] = reject(p[tested], DISCOVERY_RATE)
        rejected &= np.where(pa > pb, sides.raw_a.employers, sides.raw_b.employers) >= LEAST_NAMING
    # Benjamini & Yekutieli (2005): what was selected is shown at a level that holds over the selected
    level = 1 - DISCOVERY_RATE * max(1, int(rejected.sum())) / max(1, int(tested.sum()))
    z = np.where(rejected, normal_quantile((1 + level) / 2), Z95)
    interval = newcombe(pa, na, pb, nb, z)
    rare = (sides.a.interval.high < RARE) & (sides.b.interval.high < RARE)
    verdict = _judge(rare, pooled, interval, pa > pb, rejected)
    if sides.reason:
        verdict[:] = "cannot_tell"
    confidence = np.where(rejected, level, 0.95)
    return _Decisions(pa - pb, interval.low, interval.high, p, confidence, verdict, rejected, tested)


def _decide_nothing(sides: _Sides, family: Bools) -> _Decisions:
    """No common stratum: nothing is tested; concepts frequent enough as counted are listed all the same."""
    unknown = np.full(len(sides.columns), np.nan)
    listed = family & ((sides.raw_a.share + sides.raw_b.share) / 2 >= LEAST_POOLED)
    verdict = np.full(len(unknown), "cannot_tell")
    nothing = np.zeros(len(unknown), dtype=bool)
    return _Decisions(
        unknown, unknown, unknown, unknown, np.full(len(unknown), 0.95), verdict, nothing, listed
    )


def _judge(rare: Bools, pooled: Floats, interval: Interval, more: Bools, rejected: Bools) -> NDArray[np.str_]:
    """Verdicts in DESIGN's order: rare in both, same, more or less, cannot tell."""
    band = np.select([pooled < limit for limit, _ in BANDS], [width for _, width in BANDS])
    same = (interval.low >= -band) & (interval.high <= band)
    choices = [rare, same, rejected & more, rejected]
    return np.select(choices, ["rare_in_both", "same", "more", "less"], default="cannot_tell")


def _list_facets(
    a: Sample, b: Sample, plain: _Sides, background: Background, remote_only: frozenset[str]
) -> tuple[Difference, ...]:
    """Education, experience, employment, stated pay, level and workplace, by the machinery of concepts.

    Two families of tests of their own. Levels are left out where a query names one; workplace is compared
    without remote-only boards.
    """
    queries = (a.query, b.query)
    names = FACETS - {"level"} if any("@" in query for query in queries) else FACETS
    dropped = remote_only & {*a.source_names, *b.source_names}
    elsewhere = _estimate_sides(a, b, dropped) if dropped else plain
    if plain.reason == SAME_POSTINGS:
        elsewhere = replace(elsewhere, reason=plain.reason)
    elif dropped and elsewhere.reason:
        elsewhere = replace(elsewhere, reason=f"{elsewhere.reason} once remote-only boards are left out")
    found = _list_differences(plain, _decide(plain, _family(plain, names)), background, queries)
    decided = _decide(elsewhere, _family(elsewhere, frozenset({"workplace"})))
    return (*found, *_list_differences(elsewhere, decided, background, queries))


def _family(sides: _Sides, kinds: frozenset[str]) -> Bools:
    return np.array([kind in kinds for kind, _ in sides.columns], dtype=bool)


def _list_differences(
    sides: _Sides, decided: _Decisions, background: Background, queries: tuple[str, str]
) -> tuple[Difference, ...]:
    """The tested columns as values: by verdict, and within it what sets the roles apart first."""
    order = _order_columns(sides, background)
    listed = decided.tested & (decided.verdict != "rare_in_both")
    found = [
        _build_difference(sides, decided, int(i), float(order[i]), queries) for i in np.flatnonzero(listed)
    ]
    return tuple(sorted(found, key=_rank))


def _order_columns(sides: _Sides, background: Background) -> Floats:
    """z-scores of the logit difference, as counted where nothing could be standardised."""
    prior = background_shares(background, sides.columns)
    if sides.reason or sides.a is None or sides.b is None:
        a = log_odds(sides.raw_a.share, np.float64(sides.raw_a.size), prior)
        b = log_odds(sides.raw_b.share, np.float64(sides.raw_b.size), prior)
    else:
        a = log_odds(sides.a.share, sides.a.n_star, prior)
        b = log_odds(sides.b.share, sides.b.n_star, prior)
    return np.asarray((a.value - b.value) / np.sqrt(a.variance + b.variance), dtype=float)


def _rank(d: Difference) -> tuple[int, float, str, str]:
    return RANKS.index(d.verdict), -abs(d.order), d.kind, d.concept


def _build_difference(
    sides: _Sides, decided: _Decisions, i: int, order: float, queries: tuple[str, str]
) -> Difference:
    kind, concept = sides.columns[i]
    keys = [f"{query}/{kind}/{concept}" for query in queries]
    return Difference(
        kind=kind,
        concept=concept,
        verdict=_verdict(str(decided.verdict[i])),
        a=_build_side(sides.a, sides.raw_a, i, keys[0]),
        b=_build_side(sides.b, sides.raw_b, i, keys[1]),
        difference=_known(decided.difference[i]),
        low=_known(decided.low[i]),
        high=_known(decided.high[i]),
        confidence=float(decided.confidence[i]),
        p=_known(decided.p[i]),
        order=order,
        reason=sides.reason,
    )


def _verdict(text: str) -> Verdict:
    return next(verdict for verdict in RANKS if verdict == text)


def _known(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)


def _build_side(estimates: Estimates | None, raw: _Raw, i: int, key: str) -> Side:
    if estimates is None:
        return Side(key, None, None, None, None, float(raw.share[i]), raw.size, int(raw.count[i]))
    return Side(
        key=key,
        estimate=float(estimates.share[i]),
        low=float(estimates.interval.low[i]),
        high=float(estimates.interval.high[i]),
        n_effective=float(estimates.n_star[i]),
        raw=float(raw.share[i]),
        n=raw.size,
        k=int(raw.count[i]),
    )


def count_verdicts(differences: Sequence[Difference]) -> dict[Verdict, int]:
    """How many differences carry each verdict."""
    return {verdict: sum(d.verdict == verdict for d in differences) for verdict in RANKS}
