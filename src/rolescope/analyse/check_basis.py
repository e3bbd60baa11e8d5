"""What claims are held against: the evidence of each role, published figures, and what is judged of a claim."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from rolescope.analyse.check_results import RoleFinding
from rolescope.analyse.check_rules import Codes
from rolescope.analyse.check_shares import ClaimedShare
from rolescope.analyse.official_figures import Occupation, Published
from rolescope.analyse.pair import Context, RoleEvidence, compare_pair
from rolescope.analyse.results import PairComparison

ColumnKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class RoleBasis:
    """The evidence of one role query.

    Attributes:
        label: as people read it.
        evidence: postings and collected pay.
        claimed: shares of the concepts that articles name of it.
        occupation: under which its figures are published.
    """

    label: str
    evidence: RoleEvidence
    claimed: Mapping[ColumnKey, ClaimedShare]
    occupation: Occupation


@dataclass(frozen=True, slots=True)
class CheckBasis:
    """Everything that claims are held against.

    Attributes:
        roles: by key of the role query, those at a level that only pay is said of among them.
        context: what comparisons share.
        figures: published ones.
        find_occupation: which occupation an article means by its words.
        well_read: kinds whose reading has a recall high enough to call a thing rare.
        names: labels by "kind/concept", degrees among them.
    """

    roles: Mapping[str, RoleBasis]
    context: Context
    figures: tuple[Published, ...]
    find_occupation: Callable[[str], Occupation]
    well_read: Collection[str]
    names: Mapping[str, str]
    compared: dict[tuple[str, str], PairComparison] = field(default_factory=dict, compare=False)

    def compare(self, a: str, b: str) -> PairComparison:
        """Two roles held against each other, worked out once."""
        if (a, b) not in self.compared:
            first, second = self.roles[a].evidence, self.roles[b].evidence
            self.compared[a, b] = compare_pair(first, second, self.context)
        return self.compared[a, b]


@dataclass(frozen=True, slots=True)
class Judged:
    """What is judged of one claim: codes of the verdict (``check_rules``), why, and with which figures."""

    codes: Codes
    reason: str
    keys: tuple[str, ...] = ()
    findings: tuple[RoleFinding, ...] = ()
    official: str = ""


def split_concept(concept: str) -> ColumnKey:
    """
    >>> split_concept("tool/power-bi")
    ('tool', 'power-bi')
    """
    kind, _, name = concept.partition("/")
    return kind, name
