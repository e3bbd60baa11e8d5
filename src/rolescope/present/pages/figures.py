"""Tables of shares, of differences and of pay, from results to blocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import fill

from rolescope.analyse.frame import FACET_ORDER
from rolescope.analyse.results import (
    Difference,
    PairComparison,
    PayComparison,
    PayStats,
    RoleProfile,
    Share,
    Side,
)
from rolescope.analyse.verdict import LEAST_POSTINGS, list_standing
from rolescope.present.blocks import Block, Cell, Column, Paragraph, Table
from rolescope.present.wording import (
    DEGREE_NAMES,
    KIND_NAMES,
    listed,
    percent,
    plural,
    points,
    quantile_text,
    share_text,
)

Names = Mapping[str, str]
Profiles = dict[str, Share]  # a role's shares by key


def name_of(kind: str, concept: str, names: Names) -> str:
    """How a concept or a facet's value reads."""
    if kind == "education":
        return DEGREE_NAMES.get(concept, concept)
    if kind == "experience" and concept != "unstated":
        return f"{concept.replace('-', '–')} years"
    return names.get(f"{kind}/{concept}", concept.replace("_", " "))


def role_label(profile: RoleProfile) -> str:
    """A role beside its figures; it says where a level was asked for and all levels are shown."""
    return f"{profile.label} (all levels)" if profile.basis == "all_levels" else profile.label


def side_cell(side: Side | Share, *, thin: bool = False) -> Cell:
    """One role's share as a bar with estimate, interval and count."""
    return Cell(share_text(side), side.estimate, side.low, side.high, side.key, thin or side.estimate is None)


def counted_cell(side: Side, profiles: Profiles) -> Cell:
    """One role's own postings, not standardised: its share, or the bare count where there are too few."""
    share = profiles.get(side.key)
    if share is not None and share.estimate is not None:
        return side_cell(share, thin=True)
    if side.n < LEAST_POSTINGS:
        return Cell(f"{side.k} of {side.n}", key=side.key, thin=True)
    return Cell(f"{percent(side.raw)} {side.k}", side.raw or 0.0, key=side.key, thin=True)


def side_columns(pair: PairComparison, rows: Sequence[Difference]) -> tuple[Column, Column]:
    """A column for each role, headed by its label and its countable postings."""
    n_a, n_b = (max((getattr(d, side).n for d in rows), default=0) for side in ("a", "b"))
    return Column(f"{fill(pair.label_a, 25)}\nn={n_a:,}"), Column(f"{fill(pair.label_b, 25)}\nn={n_b:,}")


def difference_table(rows: Sequence[Difference], pair: PairComparison, names: Names, caption: str) -> Table:
    """Differences in rows: name, share of A, share of B, points between."""
    return Table(
        (Column(""), *side_columns(pair, rows), Column("±", "right")),
        tuple(
            (
                Cell(name_of(d.kind, d.concept, names)),
                side_cell(d.a),
                side_cell(d.b),
                Cell(points(d.difference)),
            )
            for d in rows
        ),
        caption,
    )


def difference_blocks(
    pair: PairComparison, profiles: Profiles, kinds: Iterable[str], names: Names, top: int
) -> list[Block]:
    """More in A, more in B, shared, cannot tell: each its table, longest differences first."""
    mine = [d for d in pair.differences if d.kind in set(kinds)]
    if pair.reason:
        return _counted_blocks(mine, pair, profiles, names, top)
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
        told = [
            f"{name_of(d.kind, d.concept, names)} ({percent(d.a.estimate)} and {percent(d.b.estimate)})"
            for d in unclear
        ]
        blocks.append(Paragraph(f"Cannot tell: {listed(told, 6)}.", note=True))
    return blocks or [Paragraph("No concept of this kind reaches 3% of the postings of both.", note=True)]


def _counted_blocks(
    rows: list[Difference], pair: PairComparison, profiles: Profiles, names: Names, top: int
) -> list[Block]:
    """Where no verdict can be given: what each side's own postings show, greyed."""
    blocks: list[Block] = []
    ahead, behind, rest = list_standing(rows)
    for label, found in ((pair.label_a, ahead), (pair.label_b, behind)):
        if found:
            caption = f"Stands out in {label}: counted, not compared"
            blocks.append(_counted_table(list(found[:top]), pair, profiles, names, caption))
    if rest:
        told = [f"{name_of(d.kind, d.concept, names)} ({d.a.k:,} and {d.b.k:,})" for d in rest]
        blocks.append(Paragraph(f"Stands out in neither: {listed(told, 6)}.", note=True))
    return blocks or [Paragraph("No concept of this kind reaches 3% of the postings of both.", note=True)]


def _counted_table(
    rows: list[Difference], pair: PairComparison, profiles: Profiles, names: Names, caption: str
) -> Table:
    return Table(
        (Column(""), *side_columns(pair, rows)),
        tuple(
            (
                Cell(name_of(d.kind, d.concept, names), thin=True),
                counted_cell(d.a, profiles),
                counted_cell(d.b, profiles),
            )
            for d in rows
        ),
        caption,
    )


def _importance(difference: Difference) -> float:
    if difference.verdict == "same":
        return _size(difference)
    return -abs(difference.difference or 0.0)


def _size(difference: Difference) -> float:
    return -((difference.a.estimate or 0.0) + (difference.b.estimate or 0.0))


def facet_table(pair: PairComparison, profiles: Profiles, facet: str, names: Names) -> Table | None:
    """Shares of one facet's values side by side, in the facet's own order, the unstated last."""
    rows = sorted((d for d in pair.facets if d.kind == facet and (d.a.k or d.b.k)), key=_facet_position)
    if not rows:
        return None
    return Table(
        (Column(KIND_NAMES[facet]), *side_columns(pair, rows), Column("A to B")),
        tuple(_facet_row(d, pair, profiles, names) for d in rows),
    )


def _facet_position(difference: Difference) -> tuple[bool, int, str]:
    order = FACET_ORDER.get(difference.kind, ())
    place = order.index(difference.concept) if difference.concept in order else len(order)
    return difference.concept == "unstated", place, difference.concept


def _facet_row(d: Difference, pair: PairComparison, profiles: Profiles, names: Names) -> tuple[Cell, ...]:
    counted = bool(pair.reason) or d.a.estimate is None
    cells = [counted_cell(s, profiles) if counted else side_cell(s) for s in (d.a, d.b)]
    verdict = {"cannot_tell": "?", "rare_in_both": "rare"}.get(d.verdict, d.verdict)
    name = name_of(d.kind, d.concept, names)
    return Cell(name), *cells, Cell(verdict)


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


def pay_tables(profiles: Sequence[RoleProfile]) -> list[Table]:
    """Advertised and collected pay of each role: quartiles of range midpoints, with n."""
    found = []
    for kind in ("advertised", "collected"):
        rows = tuple(_pay_row(r, p) for r in profiles for p in r.pay if p.source_kind == kind)
        columns = (
            Column(kind),
            Column("ranges" if kind == "advertised" else "distinct ranges", "right"),
            Column("P25"),
            Column("median"),
            Column("P75"),
        )
        found.append(Table(columns, rows))
    return found


def _pay_row(profile: RoleProfile, stats: PayStats) -> tuple[Cell, ...]:
    name = Cell(role_label(profile), key=stats.key)
    ranges = f"{stats.distinct:,}" if stats.distinct == stats.n else f"{stats.distinct:,} of {stats.n:,}"
    if not stats.quantiles:
        return (
            name,
            Cell(ranges, thin=True),
            Cell(stats.reason or "too few", thin=True),
            Cell(""),
            Cell(""),
        )
    by_q = {round(q.q, 2): q for q in stats.quantiles}
    return name, Cell(ranges), *(Cell(quantile_text(by_q.get(q))) for q in (0.25, 0.5, 0.75))


def pay_sentence(pay: PayComparison, label_a: str, label_b: str) -> str:
    """The level-matched difference in words, or why there is none."""
    advertised = pay.source_kind == "advertised"
    if pay.middle is None or not pay.matched_on:
        both = f"{label_a} and {label_b}"
        of = f"Advertised pay of {both}" if advertised else f"Pay of {both}, collected by a board"
        return f"{of}: {pay.reason or 'too few ranges in common strata to match'}; cannot tell."
    kind = "Advertised pay" if advertised else "Pay collected by a board"
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
