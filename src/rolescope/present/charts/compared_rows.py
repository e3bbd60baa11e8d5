"""Which rows a chart of two, three or four roles shows, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rolescope.analyse.answers import ComparisonAnswer
from rolescope.analyse.results import Difference, PairComparison, RoleProfile, Share, Side, Verdict
from rolescope.analyse.verdict import LEAST_POSTINGS, list_standing
from rolescope.present.charts.parts import Part
from rolescope.present.charts.rows import (
    MOST,
    Cell,
    Names,
    Place,
    ShareRow,
    facet_place,
    part_shares,
    row_label,
    to_cell,
)

_SURE_OF_A_SIDE, _ALIKE, _UNCLEAR = (
    3,
    2,
    2,
)  # rows kept for either role, for what is alike, for what is not told
_LEAST_SHARE, _LEAST_OF_FACET = 0.05, 0.01  # that some role must reach, where more than two are shown


def compared_rows(answer: ComparisonAnswer, part: Part) -> tuple[ShareRow, ...]:
    """The rows of a comparison's chart; none where there is nothing to show."""
    return _pair_rows(answer, part) if len(answer.roles) == 2 else _many_rows(answer, part)


def _pair_rows(answer: ComparisonAnswer, part: Part) -> tuple[ShareRow, ...]:
    pair = answer.pairs[0]
    own = [{} if pair.overlap else part_shares(role.profile, part) for role in answer.roles]
    if part.facet:
        mine = [d for d in pair.facets if d.kind == part.facet and (d.a.k or d.b.k)]
        chosen = sorted(mine, key=lambda d: facet_place(d.kind, d.concept))
    else:
        mine = [d for d in pair.differences if d.kind in part.kinds]
        chosen = _stand_out(mine) if pair.reason else _tell_apart(mine)
    rows = (_pair_row(d, pair, own, answer.concepts) for d in chosen)
    return tuple(row for row in rows if row.cells)


def _pair_row(
    d: Difference, pair: PairComparison, own: Sequence[dict[Place, Share]], names: Names
) -> ShareRow:
    label = row_label(d.kind, d.concept, names)
    if pair.reason or d.a.estimate is None or d.b.estimate is None:
        shares = [own[at].get((d.kind, d.concept), side) for at, side in enumerate((d.a, d.b))]
        return ShareRow(d.kind, d.concept, label, _cells(shares))
    return ShareRow(d.kind, d.concept, label, _cells((d.a, d.b)), d.verdict, d.difference, d.low, d.high)


def _tell_apart(found: Sequence[Difference]) -> list[Difference]:
    """What differs most, some that are alike and some that cannot be told, in the order of the difference."""
    alike, unclear = _most_named(found, "same", _ALIKE), _most_named(found, "cannot_tell", _UNCLEAR)
    room = MOST - len(alike) - len(unclear)
    sides = [_by_size(d for d in found if d.verdict == verdict) for verdict in ("more", "less")]
    sure = [d for side in sides for d in side[:_SURE_OF_A_SIDE]]
    rest = _by_size(d for side in sides for d in side[_SURE_OF_A_SIDE:])
    chosen = [*sure, *rest[: room - len(sure)], *alike, *unclear]
    return sorted(chosen, key=lambda d: (-(d.difference or 0.0), d.kind, d.concept))


def _by_size(found: Iterable[Difference]) -> list[Difference]:
    return sorted(found, key=lambda d: (-abs(d.difference or 0.0), d.kind, d.concept))


def _most_named(found: Iterable[Difference], verdict: Verdict, most: int) -> list[Difference]:
    mine = [d for d in found if d.verdict == verdict]
    mine.sort(key=lambda d: (-(d.a.estimate or 0.0) - (d.b.estimate or 0.0), d.kind, d.concept))
    return mine[:most]


def _stand_out(found: Sequence[Difference]) -> list[Difference]:
    """What each role's own postings stand out for, where nothing can be compared; of one alone, its largest."""
    if any(len([s for s in (d.a, d.b) if s.n >= LEAST_POSTINGS]) == 1 for d in found):
        return sorted(found, key=lambda d: (-_largest_raw(d), d.kind, d.concept))[:MOST]
    ahead, behind, _ = list_standing(found)
    half = MOST // 2
    return [*ahead[:half], *reversed(behind[:half])]


def _largest_raw(d: Difference) -> float:
    return max((side.raw or 0.0 for side in (d.a, d.b) if side.n >= LEAST_POSTINGS), default=0.0)


def _many_rows(answer: ComparisonAnswer, part: Part) -> tuple[ShareRow, ...]:
    """Each role by its own postings; those in which some two differ come before the rest."""
    profiles = [role.profile for role in answer.roles]
    own = [part_shares(profile, part) for profile in profiles]
    verdicts = _verdicts(answer, part)
    otherwise = "cannot_tell" if any(not pair.reason for pair in answer.pairs) else "counted"
    rows = [
        ShareRow(*place, row_label(*place, answer.concepts), cells, verdicts.get(place, otherwise))
        for place in sorted(
            {place for shares in own for place, s in shares.items() if part.facet or _counts(s)}
        )
        if (cells := _many_cells(profiles, own, place))
    ]
    if part.facet:
        shown = (r for r in rows if r.largest.estimate >= _LEAST_OF_FACET)
        return tuple(sorted(shown, key=lambda r: facet_place(r.kind, r.concept)))
    large = [r for r in rows if r.largest.estimate >= _LEAST_SHARE]
    large.sort(key=lambda r: (r.verdict != "differs", -r.spread, r.kind, r.concept))
    return tuple(sorted(large[:MOST], key=lambda r: (r.largest.slot, -r.spread, r.kind, r.concept)))


def _counts(share: Share) -> bool:
    """Whether a role has enough of it to be looked at, before the many that have not cost time."""
    return share.k >= _LEAST_SHARE / 2 * share.n


def _verdicts(answer: ComparisonAnswer, part: Part) -> dict[Place, str]:
    return {
        (d.kind, d.concept): "differs"
        for pair in answer.pairs
        for d in (pair.facets if part.facet else pair.differences)
        if d.verdict in ("more", "less")
    }


def _many_cells(
    profiles: Sequence[RoleProfile], own: Sequence[dict[Place, Share]], place: Place
) -> tuple[Cell, ...]:
    """A role that never names the concept has none in its postings, which is a figure too."""
    kind, concept = place
    return _cells(
        [
            shares.get(place)
            or Share(f"{profile.query}/{kind}/{concept}", kind, concept, profile.countable, 0)
            for profile, shares in zip(profiles, own, strict=True)
        ]
    )


def _cells(shares: Sequence[Share | Side]) -> tuple[Cell, ...]:
    return tuple(cell for at, share in enumerate(shares) if (cell := to_cell(at, share)))
