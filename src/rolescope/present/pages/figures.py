"""Tables of shares, of differences and of pay, from results to blocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rolescope.analyse.results import (
    Difference,
    PairComparison,
    PayComparison,
    PayStats,
    RoleProfile,
    Share,
    Side,
)
from rolescope.present.blocks import Block, Cell, Column, Paragraph, Table
from rolescope.present.wording import (
    DEGREE_NAMES,
    dollars,
    listed,
    percent,
    plural,
    points,
    quantile_text,
    share_text,
)

Names = dict[str, str]


def name_of(kind: str, concept: str, names: Names) -> str:
    """How a concept or a facet's value reads."""
    if kind == "education":
        return DEGREE_NAMES.get(concept, concept)
    return names.get(f"{kind}/{concept}", concept.replace("_", " "))


def side_cell(side: Side | Share, *, thin: bool = False) -> Cell:
    """One role's share as a bar with estimate, interval and count."""
    return Cell(share_text(side), side.estimate, side.low, side.high, side.key, thin or side.estimate is None)


def difference_table(
    rows: Sequence[Difference], pair: PairComparison, names: Names, caption: str, *, thin: bool = False
) -> Table:
    """Differences in rows: name, share of A, share of B, points between."""
    n_a = max((d.a.n for d in rows), default=0)
    n_b = max((d.b.n for d in rows), default=0)
    columns = (
        Column(""),
        Column(f"{pair.label_a} (n={n_a:,})"),
        Column(f"{pair.label_b} (n={n_b:,})"),
        Column("±", "right"),
    )
    return Table(
        columns,
        tuple(
            (
                Cell(name_of(d.kind, d.concept, names), thin=thin),
                side_cell(d.a, thin=thin),
                side_cell(d.b, thin=thin),
                Cell(points(d.difference), thin=thin),
            )
            for d in rows
        ),
        caption,
    )


def difference_blocks(pair: PairComparison, kinds: Iterable[str], names: Names, top: int) -> list[Block]:
    """More in A, more in B, shared, cannot tell: each its table, longest differences first."""
    mine = [d for d in pair.differences if d.kind in set(kinds)]
    blocks: list[Block] = []
    for verdict, caption in (
        ("more", f"More in {pair.label_a}"),
        ("less", f"More in {pair.label_b}"),
        ("same", "Much the same in both"),
    ):
        rows = sorted((d for d in mine if d.verdict == verdict), key=_importance)
        if rows:
            rest = f" ({top} of {len(rows)})" if len(rows) > top else ""
            blocks.append(difference_table(rows[:top], pair, names, caption + rest))
    unclear = sorted((d for d in mine if d.verdict == "cannot_tell"), key=_size)
    if unclear:
        blocks += _unclear(unclear, pair, names, top, alone=not blocks)
    return blocks or [Paragraph("No concept of this kind reaches 3% of the postings of both.", note=True)]


def _unclear(
    rows: list[Difference], pair: PairComparison, names: Names, top: int, *, alone: bool
) -> list[Block]:
    """What cannot be told: a table where nothing else can be shown, else one line."""
    if alone:
        return [difference_table(rows[:top], pair, names, "Cannot tell", thin=True)]
    told = [
        f"{name_of(d.kind, d.concept, names)} ({percent(d.a.estimate)} against {percent(d.b.estimate)})"
        for d in rows
    ]
    return [Paragraph(f"Cannot tell: {listed(told, 6)}.", note=True)]


def _importance(difference: Difference) -> float:
    if difference.verdict == "same":
        return _size(difference)
    return -abs(difference.difference or 0.0)


def _size(difference: Difference) -> float:
    return -((difference.a.estimate or 0.0) + (difference.b.estimate or 0.0))


def facet_table(pair: PairComparison, facet: str, names: Names, caption: str) -> Table | None:
    """Shares of one facet's values side by side, in the facet's own order."""
    rows = [d for d in pair.facets if d.kind == facet and (d.a.k or d.b.k)]
    if not rows:
        return None
    n_a = max(d.a.n for d in rows)
    n_b = max(d.b.n for d in rows)
    return Table(
        (
            Column(caption),
            Column(f"{pair.label_a} (n={n_a:,})"),
            Column(f"{pair.label_b} (n={n_b:,})"),
            Column("verdict"),
        ),
        tuple(
            (
                Cell(name_of(d.kind, d.concept, names)),
                side_cell(d.a, thin=d.verdict == "cannot_tell"),
                side_cell(d.b, thin=d.verdict == "cannot_tell"),
                Cell(d.verdict.replace("_", " "), thin=d.verdict == "cannot_tell"),
            )
            for d in rows
        ),
    )


def share_table(shares: Sequence[Share], names: Names, caption: str, top: int) -> Table | None:
    """One role's shares of a kind, largest first."""
    rows = sorted(
        (s for s in shares if s.k),
        key=lambda s: -(s.estimate if s.estimate is not None else s.k / max(1, s.n)),
    )
    if not rows:
        return None
    return Table(
        (Column(caption), Column(f"share of {plural(rows[0].n, 'posting')}"), Column("required", "right")),
        tuple(
            (
                Cell(name_of(s.kind, s.concept, names)),
                side_cell(s),
                Cell(percent(s.required) if s.required is not None else ""),
            )
            for s in rows[:top]
        ),
    )


def pay_table(profiles: Sequence[RoleProfile]) -> Table:
    """Advertised and collected pay of each role: quartiles of range midpoints, with n."""
    rows: list[tuple[Cell, ...]] = []
    for kind in ("advertised", "collected"):
        for profile in profiles:
            stats = next((p for p in profile.pay if p.source_kind == kind), None)
            if stats is not None:
                rows.append(_pay_row(profile, stats))
    columns = (Column(""), Column("ranges", "right"), Column("P25"), Column("median"), Column("P75"))
    return Table(columns, tuple(rows))


def _pay_row(profile: RoleProfile, stats: PayStats) -> tuple[Cell, ...]:
    name = f"{stats.source_kind}: {profile.label}"
    counted = f"{stats.distinct:,}" if stats.source_kind == "advertised" else f"{stats.distinct:,} distinct"
    if not stats.quantiles:
        return (
            Cell(name, key=stats.key),
            Cell(counted, thin=True),
            Cell(stats.reason or "too few", thin=True),
            Cell(""),
            Cell(""),
        )
    by_q = {round(q.q, 2): q for q in stats.quantiles}
    cells = [Cell(quantile_text(by_q.get(q))) for q in (0.25, 0.5, 0.75)]
    return (Cell(name, key=stats.key), Cell(counted), *cells)


def pay_sentence(pay: PayComparison, label_a: str, label_b: str) -> str:
    """The level-matched difference in words, or why there is none."""
    kind = "Advertised pay" if pay.source_kind == "advertised" else "Pay collected by a board"
    if pay.middle is None or not pay.matched_on:
        return f"{kind}: {pay.reason or 'too few ranges in common strata to match'}; cannot tell."
    change = pay.middle.value - 1
    low, high = pay.middle.low - 1, pay.middle.high - 1
    way = "more" if change >= 0 else "less"
    span = f"{abs(change) * 100:.0f}% {way} (95% interval {low * 100:+.0f}% to {high * 100:+.0f}%)"
    verdict = {"more": "pays more", "less": "pays less", "same": "pays much the same"}.get(
        pay.verdict, "cannot tell"
    )
    return (
        f"{kind}, matched on {pay.matched_on} ({pay.n_a:,} and {pay.n_b:,} ranges): {label_a} shows {span} "
        f"than {label_b}; verdict: {verdict}."
    )


def level_pay(stats: PayStats) -> str:
    """The middle of pay in one line."""
    by_q = {round(q.q, 2): q for q in stats.quantiles}
    return f"{dollars(by_q[0.5].value)} (n={stats.distinct:,})" if 0.5 in by_q else "too few"
