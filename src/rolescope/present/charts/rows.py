"""A chart's rows before they are drawn: a concept or a facet's value with each role's share of postings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from rolescope.analyse.answers import ComparisonAnswer
from rolescope.analyse.frame import FACET_ORDER
from rolescope.analyse.results import PairComparison, RoleProfile, Share, Side
from rolescope.analyse.verdict import LEAST_POSTINGS
from rolescope.present.charts.parts import Part
from rolescope.present.pages.figures import name_of
from rolescope.present.pages.figures import role_label as role_label  # charts name roles as tables do

MOST = 12  # rows of a chart
VERDICT_NAMES = {
    "more": "more",
    "less": "less",
    "same": "much the same",
    "cannot_tell": "cannot tell",
    "rare_in_both": "rare in both",
    "differs": "differs",
    "counted": "not compared",
}
Names = dict[str, str]
Place = tuple[str, str]  # kind and concept


@dataclass(frozen=True, slots=True)
class Cell:
    """One role's share; without interval it is the bare k/n, where evidence is too thin for more."""

    slot: int
    estimate: float
    low: float | None
    high: float | None
    n: int
    k: int
    key: str


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A row.

    Attributes:
        difference: first role's share less the second's, standardised, with its interval; None where they
            cannot be compared or are not two.
        verdict: of two roles as in ``Difference``; "differs" where three or four do; "counted" where each
            role's own postings stand side by side without a comparison.
    """

    kind: str
    concept: str
    label: str
    cells: tuple[Cell, ...]
    verdict: str = "counted"
    difference: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def spread(self) -> float:
        """Largest share less smallest."""
        shares = [cell.estimate for cell in self.cells]
        return max(shares) - min(shares)

    @property
    def largest(self) -> Cell:
        """The role that has most of it."""
        return max(self.cells, key=lambda cell: (cell.estimate, -cell.slot))


def to_cell(slot: int, share: Share | Side) -> Cell | None:
    """A role's share as a cell; None where it has too few postings to say even how many of them."""
    if share.n < LEAST_POSTINGS:
        return None
    if share.estimate is not None:
        return Cell(slot, share.estimate, share.low, share.high, share.n, share.k, share.key)
    return Cell(slot, share.k / share.n, None, None, share.n, share.k, share.key)


def side_labels(answer: ComparisonAnswer) -> tuple[str, ...]:
    """The roles of a comparison as a chart names them; of two that overlap, the parts that are held apart."""
    if len(answer.roles) == 2 and answer.pairs[0].overlap:
        return answer.pairs[0].label_a, answer.pairs[0].label_b
    return tuple(role_label(role.profile) for role in answer.roles)


def side_queries(answer: ComparisonAnswer) -> tuple[str, ...]:
    """The role queries that go with ``side_labels``."""
    if len(answer.roles) == 2 and answer.pairs[0].overlap:
        return answer.pairs[0].a, answer.pairs[0].b
    return tuple(role.profile.query for role in answer.roles)


def pairs_with_slots(answer: ComparisonAnswer) -> list[tuple[PairComparison, tuple[int, int]]]:
    """Each pair with the places of its roles; pairs come in the order of their roles."""
    return list(zip(answer.pairs, combinations(range(len(answer.roles)), 2), strict=True))


def facet_place(kind: str, concept: str) -> tuple[bool, int, str]:
    """Where a facet's value stands in the facet's own order; the unstated is last."""
    order = FACET_ORDER.get(kind, ())
    place = order.index(concept) if concept in order else len(order)
    return concept == "unstated", place, concept


def part_shares(profile: RoleProfile, part: Part) -> dict[Place, Share]:
    """A role's shares of a part's kinds, or of its facet, where any posting has it."""
    shares: Sequence[Share] = _facet(profile, part.facet) if part.facet else profile.shares
    wanted = (part.facet,) if part.facet else part.kinds
    return {(s.kind, s.concept): s for s in shares if s.k and s.kind in wanted}


def _facet(profile: RoleProfile, facet: str) -> tuple[Share, ...]:
    return {
        "education": profile.education,
        "experience": profile.experience_bands,
        "level": profile.levels,
        "workplace": profile.workplaces,
        "employment": profile.employment,
    }[facet]


def row_label(kind: str, concept: str, names: Names) -> str:
    """How a row is named.

    >>> row_label("education", "bachelor", {}), row_label("tool", "dbt", {})
    ("Bachelor's", 'dbt')
    """
    name = name_of(kind, concept, names)
    return name[:1].upper() + name[1:] if kind in FACET_ORDER else name


def role_rows(profile: RoleProfile, part: Part, names: Names) -> tuple[ShareRow, ...]:
    """One role's rows: its largest shares, or a facet's values in their order."""
    rows = [
        ShareRow(kind, concept, row_label(kind, concept, names), (cell,))
        for (kind, concept), share in part_shares(profile, part).items()
        if (cell := to_cell(0, share))
    ]
    if part.facet:
        return tuple(sorted(rows, key=lambda r: facet_place(r.kind, r.concept)))
    return tuple(sorted(rows, key=lambda r: (-r.cells[0].estimate, r.kind, r.concept))[:MOST])
