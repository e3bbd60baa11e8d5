"""Chart of a move: which part of what one role asks for a typical holder of the other brings along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rolescope.analyse.answers import ComparisonAnswer
from rolescope.analyse.results import Coverage, Move
from rolescope.present.charts.chart import Chart, Figure
from rolescope.present.charts.dots import DotPlot, Mark, Row
from rolescope.present.charts.key import Series
from rolescope.present.charts.rows import pairs_with_slots, side_labels
from rolescope.present.charts.scales import share_scale
from rolescope.present.wording import KIND_NAMES, interval, percent, plural

_FIELDS = ("start", "aim", "kind", "coverage", "low", "high", "concepts", "key")
_NOTE = "Part of what postings of the aim ask for that postings of the start ask for too. Not a chance of being hired."


@dataclass(frozen=True, slots=True)
class _Way:
    """A move that can be told, with its roles as people read them and the place of the one it starts from."""

    move: Move
    start: str
    aim: str
    slot: int

    @property
    def name(self) -> str:
        return f"{self.start} → {self.aim}"

    @property
    def covered(self) -> float:
        return self.move.coverage.value or 0.0


def move_chart(answer: ComparisonAnswer) -> Chart | None:
    """Coverage of every move between the roles; None where no move can be told."""
    ways = list(_ways(answer))
    if not ways:
        return None
    return Chart(
        name="move",
        title=f"Moving between roles: {', '.join(side_labels(answer))}",
        takeaway=_say(ways),
        plot=_by_kind(ways) if len(answer.roles) == 2 else _by_way(ways),
        columns=("", "covered", "concepts"),
        rows=tuple(_text(way, c) for way in ways for c in _parts(way)),
        fields=_FIELDS,
        figures=tuple(_figure(way.move, c) for way in ways for c in _parts(way)),
    )


def _ways(answer: ComparisonAnswer) -> Iterator[_Way]:
    labels = side_labels(answer)
    for pair, (a, b) in pairs_with_slots(answer):
        for move, start, aim in ((pair.a_to_b, a, b), (pair.b_to_a, b, a)):
            if move and move.coverage.value is not None:
                yield _Way(move, labels[start], labels[aim], start)


def _parts(way: _Way) -> list[Coverage]:
    """Coverage of everything, then kind by kind."""
    return [way.move.coverage, *(c for c in way.move.by_kind if c.value is not None)]


def _kind(coverage: Coverage) -> str:
    return "All together" if coverage.kind == "all" else KIND_NAMES[coverage.kind].capitalize()


def _mark(way: _Way, coverage: Coverage) -> Mark:
    return Mark(way.slot, coverage.value or 0.0, coverage.low, coverage.high)


def _by_kind(ways: Sequence[_Way]) -> DotPlot:
    """Two roles: a row per kind, a marker per direction."""
    kinds = dict.fromkeys(_kind(c) for way in ways for c in _parts(way))
    rows = [
        Row(kind, tuple(_mark(way, c) for way in ways for c in _parts(way) if _kind(c) == kind))
        for kind in kinds
    ]
    return DotPlot(
        tuple(Series(way.name, way.slot) for way in ways), tuple(rows), share_scale(1.0), note=_NOTE
    )


def _by_way(ways: Sequence[_Way]) -> DotPlot:
    """Three and four roles: a row per move."""
    rows = [Row(way.name, (_mark(way, way.move.coverage),), percent(way.covered)) for way in ways]
    return DotPlot((), tuple(rows), share_scale(1.0), note=_NOTE)


def _say(ways: Sequence[_Way]) -> str:
    best, worst = max(ways, key=lambda way: way.covered), min(ways, key=lambda way: way.covered)
    return _say_one(best) if best is worst else f"{_say_one(best)} {_say_one(worst)}"


def _say_one(way: _Way) -> str:
    return (
        f"A typical {way.start} covers {_covered(way.move.coverage)} of what {way.aim} postings ask for "
        f"({plural(way.move.coverage.concepts, 'concept')})."
    )


def _covered(coverage: Coverage) -> str:
    return f"{percent(coverage.value)} {interval(coverage.low, coverage.high)}".strip()


def _text(way: _Way, coverage: Coverage) -> tuple[str, ...]:
    return f"{way.name}, {_kind(coverage).lower()}", _covered(coverage), f"{coverage.concepts:,}"


def _figure(move: Move, c: Coverage) -> tuple[Figure, ...]:
    return move.start, move.aim, c.kind, c.value, c.low, c.high, c.concepts, move.key
