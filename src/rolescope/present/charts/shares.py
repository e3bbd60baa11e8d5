"""Charts of shares: concepts and facets of one role, or of two to four held against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rolescope.analyse.answers import ComparisonAnswer, RoleAnswer
from rolescope.analyse.results import RoleProfile
from rolescope.present.charts.chart import Chart, Figure
from rolescope.present.charts.compared_rows import compared_rows
from rolescope.present.charts.dots import DotPlot, Mark, Row
from rolescope.present.charts.key import Series
from rolescope.present.charts.parts import Part
from rolescope.present.charts.rows import (
    VERDICT_NAMES,
    Cell,
    ShareRow,
    role_label,
    role_rows,
    side_labels,
    side_queries,
)
from rolescope.present.charts.scales import share_scale
from rolescope.present.charts.sentences import say_compared, say_role
from rolescope.present.wording import interval, percent, points

FIELDS = (
    "kind",
    "concept",
    "label",
    "role",
    "share",
    "low",
    "high",
    "n",
    "k",
    "difference",
    "difference_low",
    "difference_high",
    "verdict",
    "key",
)


@dataclass(frozen=True, slots=True)
class _Subject:
    """What the chart is about: its roles' labels and queries, and how many postings each rests on."""

    labels: tuple[str, ...]
    queries: tuple[str, ...]
    counts: tuple[int, ...]


def compared_chart(answer: ComparisonAnswer, part: Part) -> Chart | None:
    """Shares of two to four roles; None where there are none to show or they show nothing."""
    profiles = [role.profile for role in answer.roles]
    rows = compared_rows(answer, part)
    if not rows or _is_asked_for(profiles, part):
        return None
    subject = _subject(side_labels(answer), side_queries(answer), rows)
    note = _note(answer, rows)
    takeaway = say_compared(rows, part, subject.labels, answer)
    return _build(part, rows, subject, takeaway, note)


def role_chart(answer: RoleAnswer, part: Part) -> Chart | None:
    """One role's largest shares; None where there are none to show or they show nothing."""
    profile = answer.role.profile
    rows = role_rows(profile, part, answer.concepts)
    if not rows or _is_asked_for([profile], part):
        return None
    takeaway = say_role(rows, part, role_label(profile))
    return _build(part, rows, _subject((role_label(profile),), (profile.query,), rows), takeaway, "")


def _is_asked_for(profiles: Sequence[RoleProfile], part: Part) -> bool:
    """Whether the levels shown are just those that were asked for."""
    return part.facet == "level" and all(p.level and p.basis == "level" for p in profiles)


def _subject(labels: tuple[str, ...], queries: tuple[str, ...], rows: Sequence[ShareRow]) -> _Subject:
    counts = [
        max((c.n for r in rows for c in r.cells if c.slot == at), default=0) for at in range(len(labels))
    ]
    return _Subject(labels, queries, tuple(counts))


def _note(answer: ComparisonAnswer, rows: Sequence[ShareRow]) -> str:
    if all(row.verdict == "counted" for row in rows):
        reasons = sorted({pair.reason for pair in answer.pairs if pair.reason})
        why = f": {' and '.join(reasons)}" if reasons else ""
        return f"Counted in each role's own postings, not compared{why}."
    if len(answer.roles) > 2:
        return "Each role's own postings. Grey: with sources made alike, no two roles can be told apart."
    return "Shares standardised to the sources and periods both roles have. Grey: cannot be told apart."


def _build(part: Part, rows: tuple[ShareRow, ...], subject: _Subject, takeaway: str, note: str) -> Chart:
    return Chart(
        name=part.name,
        title=f"{part.title}: {', '.join(subject.labels)}",
        takeaway=takeaway,
        plot=_plot(rows, subject, note),
        columns=_columns(rows, subject),
        rows=tuple(_text_row(row, subject) for row in rows),
        fields=FIELDS,
        figures=tuple(_figures(row, cell, subject) for row in rows for cell in row.cells),
    )


def _plot(rows: Sequence[ShareRow], subject: _Subject, note: str) -> DotPlot:
    roles, counted = len(subject.labels), all(row.verdict == "counted" for row in rows)
    series = [
        Series(f"{label} (n={n:,})", at, faint=roles > 1 and counted)
        for at, (label, n) in enumerate(zip(subject.labels, subject.counts, strict=True))
    ]
    compared = any(row.difference is not None for row in rows)
    return DotPlot(
        tuple(series),
        tuple(_row(row, len(series)) for row in rows),
        share_scale(max(c.high or c.estimate for row in rows for c in row.cells)),
        side_title="points more" if compared else "",
        note=note,
    )


def _row(row: ShareRow, roles: int) -> Row:
    faint = row.verdict in ("cannot_tell", "rare_in_both", "counted") and roles > 1
    marks = [Mark(c.slot, c.estimate, c.low, c.high, faint or (c.low is None and c.k > 0)) for c in row.cells]
    if roles == 1:
        return Row(row.label, tuple(marks), percent(row.cells[0].estimate))
    if row.verdict in ("more", "less"):
        leader = 0 if row.verdict == "more" else 1
        return Row(row.label, tuple(marks), points(abs(row.difference or 0.0)), leader=leader)
    side = VERDICT_NAMES[row.verdict] if row.difference is not None else ""
    return Row(row.label, tuple(marks), side, "faint", faint=faint)


def _columns(rows: Sequence[ShareRow], subject: _Subject) -> tuple[str, ...]:
    roles = tuple(f"{label} (n={n:,})" for label, n in zip(subject.labels, subject.counts, strict=True))
    if len(roles) == 1:
        return ("", *roles)
    return ("", *roles, "difference, points", "verdict") if len(roles) == 2 else ("", *roles, "verdict")


def _text_row(row: ShareRow, subject: _Subject) -> tuple[str, ...]:
    by_slot = {cell.slot: cell for cell in row.cells}
    cells = [_cell_text(by_slot.get(at)) for at in range(len(subject.labels))]
    if len(cells) == 1:
        return row.label, *cells
    verdict = VERDICT_NAMES[row.verdict]
    if len(cells) > 2:
        return row.label, *cells, verdict
    return row.label, *cells, f"{points(row.difference)} {interval(row.low, row.high)}".strip(), verdict


def _cell_text(cell: Cell | None) -> str:
    if cell is None:
        return "too few postings"
    parts = (percent(cell.estimate), interval(cell.low, cell.high), f"{cell.k:,} of {cell.n:,}")
    return " ".join(part for part in parts if part)


def _figures(row: ShareRow, cell: Cell, subject: _Subject) -> tuple[Figure, ...]:
    return (
        row.kind,
        row.concept,
        row.label,
        subject.queries[cell.slot],
        cell.estimate,
        cell.low,
        cell.high,
        cell.n,
        cell.k,
        row.difference,
        row.low,
        row.high,
        row.verdict if len(subject.labels) > 1 else None,
        cell.key,
    )
