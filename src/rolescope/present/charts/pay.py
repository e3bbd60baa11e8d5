"""Charts of pay: its spread per role, advertised and collected apart, and what is left at the same level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rolescope.analyse.answers import ComparisonAnswer
from rolescope.analyse.results import (
    PairComparison,
    PayComparison,
    PayKind,
    PayStats,
    Quantile,
    Ratio,
    RoleProfile,
)
from rolescope.present.charts.chart import Chart, Figure
from rolescope.present.charts.dots import DotPlot, Mark, Row
from rolescope.present.charts.rows import VERDICT_NAMES, pairs_with_slots, role_label
from rolescope.present.charts.scales import change_scale, pay_scale
from rolescope.present.charts.spreads import SpreadGroup, SpreadPlot, SpreadRow
from rolescope.present.wording import dollars, plural, quantile_text

SOURCES: dict[PayKind, str] = {"advertised": "Advertised in postings", "collected": "Collected by a board"}
_LEVELS = (10, 25, 50, 75, 90)
_SPREAD_FIELDS = ("source_kind", "role", "quantile", "value", "low", "high", "ranges", "employers", "key")
_RATIO_FIELDS = (
    "source_kind",
    "role_a",
    "role_b",
    "measure",
    "ratio",
    "low",
    "high",
    "matched_on",
    "ranges_a",
    "ranges_b",
    "verdict",
)


def spread_chart(profiles: Sequence[RoleProfile]) -> Chart | None:
    """Pay of each role, from its quantiles; None where no role has enough ranges."""
    quantiles = [q for p in profiles for s in p.pay for q in s.quantiles]
    if not quantiles:
        return None
    scale = pay_scale(min(q.low for q in quantiles), max(q.high for q in quantiles))
    year = profiles[0].pay[0].price_year
    note = (
        f"US dollars a year in prices of {year}, middles of ranges. Bar: middle half; line: P10 to P90; "
        "marker: median; below: 95% intervals."
    )
    stats = [(s, at, p) for at, p in enumerate(profiles) for s in p.pay]
    return Chart(
        name="pay",
        title=f"Pay: {', '.join(map(role_label, profiles))}",
        takeaway=_say_spreads(stats),
        plot=SpreadPlot(tuple(_groups(stats)), scale, note),
        columns=("", "ranges", *(f"P{level}" if level != 50 else "median" for level in _LEVELS)),
        rows=tuple(_spread_text(s, p) for kind in SOURCES for s, _, p in stats if s.source_kind == kind),
        fields=_SPREAD_FIELDS,
        figures=tuple(line for s, _, p in stats for line in _spread_figures(s, p)),
    )


def _groups(stats: Sequence[tuple[PayStats, int, RoleProfile]]) -> Iterator[SpreadGroup]:
    for kind, title in SOURCES.items():
        mine = [(s, at, p) for s, at, p in stats if s.source_kind == kind]
        if any(s.quantiles for s, _, _ in mine):
            rows = [SpreadRow(role_label(p), at, _count(s), s.quantiles, _lack(s)) for s, at, p in mine]
            yield SpreadGroup(title, tuple(rows))


def _lack(stats: PayStats) -> str:
    return "" if stats.quantiles else f"Not shown: {stats.reason or 'too few ranges'}"


def _count(stats: PayStats) -> str:
    if stats.employers is None:
        return plural(stats.distinct, "distinct range")
    return f"{plural(stats.distinct, 'range')}, {plural(stats.employers, 'employer')}"


def _median(stats: PayStats) -> Quantile | None:
    return next((q for q in stats.quantiles if round(q.q, 2) == 0.5), None)


def _say_spreads(stats: Sequence[tuple[PayStats, int, RoleProfile]]) -> str:
    told = []
    for kind, name in (("advertised", "advertised"), ("collected", "collected by a board")):
        mine = [(s, p) for s, _, p in stats if s.source_kind == kind]
        medians = [
            f"{role_label(p)} {dollars(q.value)} (n={s.distinct:,})" for s, p in mine if (q := _median(s))
        ]
        if medians:
            told.append(f"{name}: {', '.join(medians)}")
    return f"Median pay, {'; '.join(told)}; not matched by level."


def _spread_text(stats: PayStats, profile: RoleProfile) -> tuple[str, ...]:
    found = {round(q.q * 100): q for q in stats.quantiles}
    name = f"{role_label(profile)}, {stats.source_kind}"
    if not found:
        return (name, _count(stats), *("not shown" for _ in _LEVELS))
    return (name, _count(stats), *(quantile_text(found.get(level)) for level in _LEVELS))


def _spread_figures(stats: PayStats, profile: RoleProfile) -> Iterator[tuple[Figure, ...]]:
    for q in stats.quantiles:
        yield (
            stats.source_kind,
            profile.query,
            round(q.q, 2),
            q.value,
            q.low,
            q.high,
            stats.distinct,
            stats.employers,
            stats.key,
        )


def matched_chart(answer: ComparisonAnswer) -> Chart | None:
    """Pay of one role over another's at the same level, country and year; None where nothing can be matched."""
    slots = {id(pair): places for pair, places in pairs_with_slots(answer)}
    found = [(pair, pay) for pair in answer.pairs for pay in pair.pay if pay.middle]
    ratios = [pay.middle for _, pay in found if pay.middle]
    if not found:
        return None
    several = len(answer.pairs) > 1
    rows = [_ratio_row(pair, pay, slots[id(pair)], several) for pair, pay in found]
    first, _ = found[0]
    title = "Pay of one role over another's" if several else f"Pay of {first.label_a} over {first.label_b}"
    return Chart(
        name="pay-matched",
        title=f"{title}, {_match(found[0][1])}",
        takeaway=" ".join(_say_ratio(pair, pay) for pair, pay in found[:2]),
        plot=DotPlot(
            (),
            tuple(rows),
            change_scale(min(r.low for r in ratios) - 1, max(r.high for r in ratios) - 1),
            side_title="difference",
            note="Difference of matched pay with its 95% interval. Grey: cannot be told apart.",
            reference=0.0,
        ),
        columns=("", "ranges", "middles", "low ends", "high ends", "verdict"),
        rows=tuple(_ratio_text(pair, pay) for pair, pay in found),
        fields=_RATIO_FIELDS,
        figures=tuple(line for pair, pay in found for line in _ratio_figures(pair, pay)),
    )


def _ratios(pay: PayComparison) -> dict[str, Ratio]:
    named = {"middle": pay.middle, "low_ends": pay.low_ends, "high_ends": pay.high_ends}
    return {name: ratio for name, ratio in named.items() if ratio}


def _match(pay: PayComparison) -> str:
    return f"matched on {pay.matched_on}" if pay.matched_on else "matched"


def _ratio_row(pair: PairComparison, pay: PayComparison, slots: tuple[int, int], several: bool) -> Row:
    told = pay.verdict in ("more", "less")
    leader = slots[0] if pay.verdict == "more" else slots[1]
    middle = pay.middle or Ratio(1.0, 1.0, 1.0)
    mark = Mark(leader if told else slots[0], middle.value - 1, middle.low - 1, middle.high - 1, not told)
    both = f"{pair.label_a} over {pair.label_b}, " if several else ""
    name = f"{both}{SOURCES[pay.source_kind]}" if not several else f"{both}{pay.source_kind}"
    side = f"{(middle.value - 1) * 100:+.0f}%" if told else VERDICT_NAMES[pay.verdict]
    return Row(name, (mark,), side, "strong" if told else "faint", faint=not told)


def _say_ratio(pair: PairComparison, pay: PayComparison) -> str:
    middle = pay.middle or Ratio(1.0, 1.0, 1.0)
    span = (
        f"{(middle.value - 1) * 100:+.0f}% [{(middle.low - 1) * 100:+.0f} to {(middle.high - 1) * 100:+.0f}]"
    )
    verdict = {"more": "pays more", "less": "pays less", "same": "pays much the same"}.get(
        pay.verdict, "cannot tell"
    )
    counts = f"{pay.n_a:,} and {pay.n_b:,} ranges"
    return (
        f"{SOURCES[pay.source_kind]}, {_match(pay)}: {pair.label_a} {span} against {pair.label_b} "
        f"({counts}): {verdict}."
    )


def _ratio_text(pair: PairComparison, pay: PayComparison) -> tuple[str, ...]:
    ratios = _ratios(pay)
    spans = [_ratio_span(ratios.get(name)) for name in ("middle", "low_ends", "high_ends")]
    name = f"{pair.label_a} over {pair.label_b}, {pay.source_kind}"
    return (name, f"{pay.n_a:,} and {pay.n_b:,}", *spans, VERDICT_NAMES[pay.verdict])


def _ratio_span(ratio: Ratio | None) -> str:
    """A ratio as a difference: "+71% [+64 to +80]"."""
    if ratio is None:
        return "–"
    value, low, high = ((x - 1) * 100 for x in (ratio.value, ratio.low, ratio.high))
    return f"{value:+.0f}% [{low:+.0f} to {high:+.0f}]"


def _ratio_figures(pair: PairComparison, pay: PayComparison) -> Iterator[tuple[Figure, ...]]:
    for name, r in _ratios(pay).items():
        head = (pay.source_kind, pair.a, pair.b, name, r.value, r.low, r.high)
        yield (*head, pay.matched_on, pay.n_a, pay.n_b, pay.verdict)
