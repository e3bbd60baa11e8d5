"""What a chart of shares shows, in one plain sentence with figures and counts."""

from __future__ import annotations

from collections.abc import Sequence

from rolescope.analyse.answers import ComparisonAnswer
from rolescope.present.charts.parts import Part
from rolescope.present.charts.rows import Cell, ShareRow
from rolescope.present.wording import percent

Labels = Sequence[str]


def say_role(rows: Sequence[ShareRow], part: Part, label: str) -> str:
    """One role: what its postings name most."""
    if part.facet:
        return _say_facet(rows, part, (label,))
    first, *rest = rows
    then = [f"{row.label} ({percent(row.cells[0].estimate)})" for row in rest[:2]]
    more = f", then {' and '.join(then)}" if then else ""
    return f"{label} postings name {first.label} most: {_share(first.cells[0])}{more}."


def say_compared(rows: Sequence[ShareRow], part: Part, labels: Labels, answer: ComparisonAnswer) -> str:
    """Two to four roles: the largest difference, or why none can be told."""
    if part.facet:
        return _say_facet(rows, part, labels)
    if all(row.verdict == "counted" for row in rows):
        widest = max(rows, key=lambda row: row.spread)
        return f"Counted, not compared: {_say_shares(widest, labels)}."
    told = [row for row in rows if row.verdict in ("more", "less", "differs")]
    if not told:
        return f"No difference in {part.noun} is larger than chance could bring about."
    widest = max(told, key=lambda row: abs(row.difference) if row.difference is not None else row.spread)
    return f"{_say_count(answer, part)}{_say_shares(widest, labels)}."


def _say_count(answer: ComparisonAnswer, part: Part) -> str:
    """How many concepts differ, of how many; of two roles only, where the question has one answer."""
    if len(answer.pairs) > 1:
        return "Largest difference: "
    found = [d for d in answer.pairs[0].differences if d.kind in part.kinds]
    differ = sum(d.verdict in ("more", "less") for d in found)
    return f"{differ} of {len(found)} {part.noun} differ, most of all "


def _say_shares(row: ShareRow, labels: Labels) -> str:
    """A concept in the role that has most of it and in the one that has least."""
    most = row.largest
    least = min(row.cells, key=lambda cell: (cell.estimate, cell.slot))
    told = f"{row.label}, in {_share(most)} {labels[most.slot]} postings"
    if least.slot == most.slot:
        return told
    return f"{told} and in {_share(least)} {labels[least.slot]} postings"


def _say_facet(rows: Sequence[ShareRow], part: Part, labels: Labels) -> str:
    """The value each role states most."""
    told = [t for at, label in enumerate(labels) if (t := _say_stated(rows, at, label))]
    return (
        f"Most often stated {part.noun}: {'; '.join(told)}."
        if told
        else f"Hardly any posting states {part.noun}."
    )


def _say_stated(rows: Sequence[ShareRow], slot: int, label: str) -> str:
    found = [(c, r) for r in rows if r.concept != "unstated" for c in r.cells if c.slot == slot and c.k]
    if not found:
        return ""
    cell, row = max(found, key=lambda pair: pair[0].estimate)
    return f"{label} {row.label}, {_share(cell)}"


def _share(cell: Cell) -> str:
    """
    >>> _share(Cell(0, 0.838, None, None, 364, 305, ""))
    '84% (305 of 364)'
    """
    return f"{percent(cell.estimate)} ({cell.k:,} of {cell.n:,})"
