"""Pay as a view: advertised and collected apart, matched where it can be."""

from __future__ import annotations

from dataclasses import dataclass

from rolescope.analyse.answers import ComparisonAnswer, RoleEvidence
from rolescope.analyse.results import PayStats
from rolescope.present.html.figures import Figure, Row, Table, middle_of, quantile_figure
from rolescope.present.html.links import Links
from rolescope.present.pages.figures import pay_sentence, role_label
from rolescope.present.wording import percent, plural

_QUANTILES = ((0.1, "P10"), (0.25, "P25"), (0.5, "median"), (0.75, "P75"), (0.9, "P90"))


@dataclass(frozen=True, slots=True)
class PayView:
    """Tables of advertised and collected pay, what matching says, and how to read it."""

    matched: tuple[str, ...]
    tables: tuple[Table, ...]
    note: str


def pay_view(answer: ComparisonAnswer, links: Links) -> PayView:
    """Pay of all roles of a comparison."""
    matched = tuple(pay_sentence(p, pair.label_a, pair.label_b) for pair in answer.pairs for p in pair.pay)
    return PayView(matched, pay_tables(answer.roles, links), pay_note(answer.roles))


def pay_tables(roles: tuple[RoleEvidence, ...], links: Links) -> tuple[Table, ...]:
    """A table for each kind of pay: a row per role, quantiles of range midpoints."""
    columns = tuple(title for _, title in _QUANTILES)
    return (
        Table("Advertised in postings", columns, _rows(roles, "advertised", links)),
        Table("Collected by a board", columns, _rows(roles, "collected", links)),
    )


def _rows(roles: tuple[RoleEvidence, ...], kind: str, links: Links) -> tuple[Row, ...]:
    return tuple(
        _row(role_label(role.profile), stats, links)
        for role in roles
        for stats in role.profile.pay
        if stats.source_kind == kind
    )


def _row(name: str, stats: PayStats, links: Links) -> Row:
    href = links.evidence(stats.key) if stats.n else None
    counted = plural(stats.distinct, "range")
    if stats.distinct != stats.n:
        counted = f"{stats.distinct:,} distinct of {stats.n:,} ranges"
    label = f"{name}: {counted}"
    if not stats.quantiles:
        return Row(label, href, (Figure(stats.reason or "too few", thin=True),))
    return Row(label, href, tuple(quantile_figure(middle_of(stats.quantiles, q)) for q, _ in _QUANTILES))


def pay_note(roles: tuple[RoleEvidence, ...]) -> str:
    """How to read pay: currency, prices, who states it."""
    year = next((p.price_year for r in roles for p in r.profile.pay), None)
    stated = [
        f"{percent(p.stated.k / p.stated.n)} of {role_label(r.profile)} postings"
        for r in roles
        for p in r.profile.pay
        if p.stated is not None and p.stated.n
    ]
    note = "Yearly US dollars" + (f" in prices of {year}" if year else "")
    note += ", midpoints of ranges, 95% intervals. Advertised: stated by employers"
    note += f", by {' and '.join(stated)}" if stated else ""
    return f"{note}. Collected: reported ranges gathered by a board, duplicates counted once; not a survey."
