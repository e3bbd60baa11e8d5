"""What it takes to move from one of two roles to the other, as views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rolescope.analyse.gap import order_by_shortfall
from rolescope.analyse.results import Missing, Move, PairComparison
from rolescope.analyse.verdict import tell_caution
from rolescope.present.html.figures import SHOWN, Figure
from rolescope.present.html.links import Links
from rolescope.present.pages.figures import name_of
from rolescope.present.wording import KIND_NAMES, percent


@dataclass(frozen=True, slots=True)
class MissingView:
    """A concept the aim asks for more; ``note`` says its kind, and where no difference was found."""

    name: str
    href: str | None
    note: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class MoveView:
    """What it takes to move from one role to the other; ``more`` is what is missing beyond the first rows."""

    start: str
    aim: str
    letters: tuple[int, int]
    covered: str
    reason: str
    kinds: tuple[tuple[str, str], ...]
    missing: tuple[MissingView, ...]
    more: tuple[MissingView, ...]
    caution: str = ""


def move_views(
    pair: PairComparison, letters: tuple[int, int], names: Mapping[str, str], links: Links
) -> list[MoveView]:
    """From the first role to the second, and back."""
    a, b = letters
    return [
        _move(pair.a_to_b, pair, (pair.label_a, pair.label_b, a, b), names, links),
        _move(pair.b_to_a, pair, (pair.label_b, pair.label_a, b, a), names, links),
    ]


def _move(
    move: Move | None,
    pair: PairComparison,
    ends: tuple[str, str, int, int],
    names: Mapping[str, str],
    links: Links,
) -> MoveView:
    start, aim, *places = ends
    letters = (places[0], places[1])
    if move is None or move.coverage.value is None:
        reason = (move.reason if move else "") or pair.reason or "too few postings"
        return MoveView(start, aim, letters, "", reason, (), (), ())
    missing = tuple(_missing(m, pair, names, links) for m in order_by_shortfall(move.missing))
    kinds = tuple((KIND_NAMES[c.kind], percent(c.value)) for c in move.by_kind if c.value is not None)
    span = ""
    if move.coverage.low is not None and move.coverage.high is not None:
        span = f" [{percent(move.coverage.low)} to {percent(move.coverage.high)}]"
    return MoveView(
        start,
        aim,
        letters,
        percent(move.coverage.value) + span,
        "",
        kinds,
        missing[:SHOWN],
        missing[SHOWN:],
        tell_caution(pair),
    )


def _missing(found: Missing, pair: PairComparison, names: Mapping[str, str], links: Links) -> MissingView:
    unsure = {"more": "", "less": "", "same": ", much the same when compared"}
    note = "" if pair.reason else unsure.get(found.verdict or "", ", a difference cannot be told")
    figure = Figure(
        percent(found.wanted),
        f"{percent(found.have)} now",
        f"{found.k:,} of {found.n:,}",
        links.evidence(found.key),
    )
    kind = found.kind.replace("_", " ")
    return MissingView(
        name_of(found.kind, found.concept, names),
        links.concept(found.kind, found.concept),
        kind + note,
        figure,
    )
