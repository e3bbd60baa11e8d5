"""Pay of two roles held against each other within level, country and year.

The matched difference is that of mean log pay within strata both roles hold, strata weighted
harmonically, so that neither more senior jobs nor dearer countries pass for better pay. Employers are
drawn jointly for both roles in the bootstrap: an employer that hires both moves both.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rolescope.analyse.pay import (
    LEAST_EMPLOYERS,
    LEAST_RANGES,
    Ranges,
    find_pay_lack,
    group_units,
    keep_ranges,
)
from rolescope.analyse.resample import (
    Units,
    bootstrap_quantiles,
    draw_groups,
    expanded_tail,
    percentile_limits,
    pool_groups,
    spread_quantiles,
    weighted_quantiles,
)
from rolescope.analyse.results import PayComparison, Ratio, Verdict

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEAST_COVERED = 0.3
SAME = 0.05  # ratios within ±5 % count as the same pay
ON_LEVEL = "level, country and year"
ON_PLACE = "country and year"


@dataclass(frozen=True, slots=True)
class _Matched:
    """Both roles' ranges in common strata, with employers coded over both."""

    a: Ranges
    b: Ranges
    stratum_a: Ints
    stratum_b: Ints
    group_a: Ints
    group_b: Ints
    strata: int
    covered_a: float
    covered_b: float


def compare_pay(a: Ranges, b: Ranges, *, on_level: bool = True) -> PayComparison:
    """Ratio of A's pay to B's, matched, with a verdict that must hold for low ends and high ends.

    Args:
        a: ranges of the first role query.
        b: ranges of the second.
        on_level: match on level too; False where the queries themselves name different levels or tracks.
    """
    matched = _match(a, b, on_level)
    lack = find_pay_lack(a) or find_pay_lack(b)
    reason = lack or _find_gap(matched)
    middle, low_ends, high_ends = (None, None, None) if reason else _ratios(matched)
    return PayComparison(
        source_kind=a.source_kind,
        key_a=f"{a.query}/pay/{a.source_kind}",
        key_b=f"{b.query}/pay/{b.source_kind}",
        verdict=_judge(low_ends, middle, high_ends),
        matched_on=(ON_LEVEL if on_level else ON_PLACE) if matched.strata else "",
        strata=matched.strata,
        n_a=len(matched.a.low),
        n_b=len(matched.b.low),
        employers_a=matched.a.employers,
        employers_b=matched.b.employers,
        covered_a=matched.covered_a,
        covered_b=matched.covered_b,
        middle=middle,
        low_ends=low_ends,
        high_ends=high_ends,
        raw=None if lack else _raw_ratio(a, b),
        reason=reason,
    )


def _match(a: Ranges, b: Ranges, on_level: bool) -> _Matched:
    names_a, names_b = _name_strata(a, on_level), _name_strata(b, on_level)
    common = sorted((set(names_a) & set(names_b)) - {""})
    index = {name: i for i, name in enumerate(common)}
    at_a = np.array([index.get(name, -1) for name in names_a], dtype=np.int64)
    at_b = np.array([index.get(name, -1) for name in names_b], dtype=np.int64)
    kept_a, kept_b = keep_ranges(a, at_a >= 0), keep_ranges(b, at_b >= 0)
    group_a, group_b = _join_groups(kept_a, kept_b)
    return _Matched(
        a=kept_a,
        b=kept_b,
        stratum_a=at_a[at_a >= 0],
        stratum_b=at_b[at_b >= 0],
        group_a=group_a,
        group_b=group_b,
        strata=len(common),
        covered_a=len(kept_a.low) / max(len(a.low), 1),
        covered_b=len(kept_b.low) / max(len(b.low), 1),
    )


def _name_strata(ranges: Ranges, on_level: bool) -> list[str]:
    """Stratum of each range, "" where level, country or year is unknown."""
    levels = ranges.level if on_level else ("any",) * len(ranges.level)
    named = zip(levels, ranges.country, ranges.year.tolist(), strict=True)
    return [
        f"{level}, {country}, {year}" if country and year and level != "unstated" else ""
        for level, country, year in named
    ]


def _find_gap(matched: _Matched) -> str:
    """Why the matched ratio is no headline; "" if it is."""
    if min(matched.covered_a, matched.covered_b) < LEAST_COVERED:
        return "too few ranges at the same level, country and year"
    if min(len(matched.a.low), len(matched.b.low)) < LEAST_RANGES:
        return "fewer than 10 comparable ranges on one side"
    employers = [e for e in (matched.a.employers, matched.b.employers) if e is not None]
    if employers and min(employers) < LEAST_EMPLOYERS:
        return "comparable ranges of fewer than 5 employers on one side"
    return ""


def _ratios(matched: _Matched) -> tuple[Ratio, Ratio, Ratio]:
    """Matched ratios of midpoints, low ends and high ends."""
    groups = int(max(matched.group_a.max(), matched.group_b.max())) + 1
    draws = np.vstack([np.ones(groups), draw_groups(groups)])
    sums_a = _sum_strata(matched.a, matched.stratum_a, matched.group_a, (groups, matched.strata))
    sums_b = _sum_strata(matched.b, matched.stratum_b, matched.group_b, (groups, matched.strata))
    drawn_a, drawn_b = ([draws @ part for part in sums] for sums in (sums_a, sums_b))
    tail = expanded_tail(_count_groups(matched))
    found = [_mean_difference(drawn_a, drawn_b, i) for i in (1, 2, 3)]
    middle, low, high = (_to_ratio(values, tail) for values in found)
    return middle, low, high


def _sum_strata(ranges: Ranges, stratum: Ints, group: Ints, shape: tuple[int, int]) -> list[Floats]:
    """Per group and stratum: weight, and weighted log of midpoints, low ends and high ends."""
    flat = group * shape[1] + stratum
    values = (np.ones(len(flat)), np.log(ranges.middle), np.log(ranges.low), np.log(ranges.high))
    return [
        np.bincount(flat, weights=_round(ranges.weight * v), minlength=shape[0] * shape[1])
        .reshape(shape)
        .astype(float)
        for v in values
    ]


def _round(values: Floats) -> Floats:
    """Values to 2⁻³⁰. Drawn as often as a whole number says, their sums are exact up to 2²³.

    So they do not depend on the order of adding, which in a matrix product differs between machines and with the
    number of threads.
    """
    return np.asarray(np.round(values * 2.0**30) / 2.0**30, dtype=float)


def _mean_difference(a: list[Floats], b: list[Floats], measure: int) -> Floats:
    """Σ_h ω_h (mean_A − mean_B) with ω harmonic in the drawn weights; the first entry is the estimate."""
    both = (a[0] > 0) & (b[0] > 0)
    weight_a, weight_b = np.where(both, a[0], 1.0), np.where(both, b[0], 1.0)
    omega = np.where(both, weight_a * weight_b / (weight_a + weight_b), 0.0)
    difference = a[measure] / weight_a - b[measure] / weight_b
    total = omega.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(both, omega * difference, 0.0).sum(axis=1) / total, dtype=float)


def _to_ratio(replicates: Floats, tail: float) -> Ratio:
    value = float(replicates[0])
    low, high = percentile_limits(replicates[1:], tail, value)
    return Ratio(float(np.exp(value)), float(np.exp(low)), float(np.exp(high)))


def _raw_ratio(a: Ranges, b: Ranges) -> Ratio:
    """Ratio of the median midpoints of all ranges."""
    if a.source_kind == "collected":
        return _ratio_of_medians(a, b)
    group_a, group_b = _join_groups(a, b)
    draws = draw_groups(int(max(group_a.max(), group_b.max())) + 1)
    medians = [
        np.append(
            weighted_quantiles(side.middle, side.weight, (0.5,)),
            bootstrap_quantiles(Units(side.middle, side.weight, group), draws, (0.5,))[:, 0],
        )
        for side, group in ((a, group_a), (b, group_b))
    ]
    fewest = min(len(np.unique(group_a)), len(np.unique(group_b)))
    return _to_ratio(np.log(medians[0]) - np.log(medians[1]), expanded_tail(fewest))


def _ratio_of_medians(a: Ranges, b: Ranges) -> Ratio:
    """From the two medians' own intervals, on the log scale (Zou & Donner 2008); sides are independent."""
    first, second = (
        spread_quantiles(Units(side.middle, side.weight, np.arange(len(side.low))), (0.5,))[0]
        for side in (a, b)
    )
    value = math.log(first.value / second.value)
    down = math.hypot(math.log(first.value / first.low), math.log(second.high / second.value))
    up = math.hypot(math.log(first.high / first.value), math.log(second.value / second.low))
    return Ratio(math.exp(value), math.exp(value - down), math.exp(value + up))


def _join_groups(a: Ranges, b: Ranges) -> tuple[Ints, Ints]:
    """Group codes over both roles, pooled; collected ranges of two roles are never one unit."""
    units_a, units_b = group_units(a, b)
    joint = pool_groups(np.concatenate([units_a, units_b]))
    return joint[: len(units_a)], joint[len(units_a) :]


def _count_groups(matched: _Matched) -> int:
    return min(len(np.unique(matched.group_a)), len(np.unique(matched.group_b)))


def _judge(low: Ratio | None, middle: Ratio | None, high: Ratio | None) -> Verdict:
    """More or less only if low ends, midpoints and high ends agree; the same if all lie within ±5 %."""
    if low is None or middle is None or high is None:
        return "cannot_tell"
    ratios = (low, middle, high)
    if all(r.low >= 1 / (1 + SAME) and r.high <= 1 + SAME for r in ratios):
        return "same"
    if all(r.low > 1 for r in ratios):
        return "more"
    return "less" if all(r.high < 1 for r in ratios) else "cannot_tell"
