"""What is known of one concept, whole: who asks for it, what goes with it, how it moves over time.

Shares follow the rules of ``results``: n countable postings, k of them name the concept, a 95 % interval, and
None with a ``reason`` where there are too few.
"""

from __future__ import annotations

from dataclasses import dataclass

from rolescope.analyse.answers import EvidenceSummary
from rolescope.analyse.results import Share, Verdict


@dataclass(frozen=True, slots=True)
class ConceptRef:
    """A concept named beside another; ``postings``: countable ones of all the evidence that name it."""

    kind: str
    id: str
    label: str
    postings: int


@dataclass(frozen=True, slots=True)
class ConceptCard:
    """What a concept is.

    Attributes:
        broader: what it is part of, nearest first; ``narrower``: what is part of it, most frequent first.
        onet: whether O*NET names it; ``esco`` its URI there.
        namesakes: concepts of other kinds with the same label ("Accounting" the industry, the field of study).
    """

    kind: str
    id: str
    label: str
    aliases: tuple[str, ...]
    broader: tuple[ConceptRef, ...]
    narrower: tuple[ConceptRef, ...]
    onet: bool
    esco: str | None
    namesakes: tuple[ConceptRef, ...]


@dataclass(frozen=True, slots=True)
class RoleDemand:
    """How many of a role's postings ask for the concept: the same share, under the same key, as in its profile."""

    role: str
    label: str
    family: str
    share: Share
    employers: int


@dataclass(frozen=True, slots=True)
class Companion:
    """A concept named in the same postings more often than in others.

    Attributes:
        relation: "broader" or "narrower" where the one is part of the other, else "".
        k: postings that name both, of ``n`` that name the concept; ``employers`` of those k.
        estimate, low, high: the weighted share of these postings that name the companion.
        background: its weighted share over all postings in the same filters.
        ratio: ``estimate`` over ``background``.
    """

    kind: str
    concept: str
    label: str
    relation: str
    n: int
    k: int
    employers: int
    background: float
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    ratio: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class QuarterShare:
    """The concept's share of the postings dated to one quarter.

    Attributes:
        quarter: "2024-Q1".
        employers: of the n postings.
        source: the source with most weight in the quarter, and which part of it, ``source_part``.
        stretch: quarters of one stretch have the same leading source, with at least half of the weight; only
            they may be held against each other. None where no share is shown.
    """

    quarter: str
    n: int
    k: int
    employers: int
    source: str
    source_part: float
    stretch: int | None
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    n_effective: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """Last quarter of a stretch less its first, of one source and over the same mix of roles.

    Attributes:
        roles: roles with enough postings in both quarters, to whose mix both are standardised.
        n_first, n_last: postings of the source in either quarter.
        covered_first, covered_last: part of their weight that lies in those roles.
        text: the change in one plain sentence.
    """

    stretch: int
    source: str
    first: str
    last: str
    roles: tuple[str, ...]
    n_first: int
    n_last: int
    covered_first: float
    covered_last: float
    verdict: Verdict
    share_first: float | None
    share_last: float | None
    difference: float | None
    low: float | None
    high: float | None
    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """Shares by quarter.

    Attributes:
        dated: countable postings whose date is known to the month or day; ``undated``: the others, left out.
        note: how far the quarters may be compared, in one sentence.
    """

    dated: int
    undated: int
    quarters: tuple[QuarterShare, ...]
    changes: tuple[Change, ...]
    note: str


@dataclass(frozen=True, slots=True)
class GuideNaming:
    """A role whose guides name the concept: in how many, of how many; ``key`` opens them."""

    key: str
    role: str
    label: str
    guides: int
    of: int


@dataclass(frozen=True, slots=True)
class OfficialNaming:
    """An occupation for which an official source names the concept, as a technology or a duty."""

    source: str
    edition: str
    code: str
    title: str
    measure: str
    hot: bool
    in_demand: bool


@dataclass(frozen=True, slots=True)
class ConceptAnswer:
    """Answer of ``rolescope concept``.

    Attributes:
        postings: countable postings that name it, of ``countable``; ``employers`` of those.
        required, preferred: parts of ``postings``; None where there is none.
        roles: roles that ask for it, by the lower limit of their share, those with too few postings last.
        silent: roles with enough postings, none of which names it.
        companions: by kind, what stands out most first; ``companions_reason``: why there are no shares of them.
        guides: guides that name it for any role.
    """

    schema: str
    version: str
    evidence: EvidenceSummary
    concept: ConceptCard
    postings: int
    countable: int
    employers: int
    required: float | None
    preferred: float | None
    roles: tuple[RoleDemand, ...]
    silent: int
    companions: tuple[Companion, ...]
    companions_reason: str
    trend: Trend
    guides: int
    guide_roles: tuple[GuideNaming, ...]
    official: tuple[OfficialNaming, ...]


@dataclass(frozen=True, slots=True)
class ConceptListing:
    """One concept with the countable postings that name it, all roles together."""

    kind: str
    id: str
    label: str
    aliases: tuple[str, ...]
    broader: str | None
    postings: int


@dataclass(frozen=True, slots=True)
class ConceptsAnswer:
    """Answer of ``Workspace.concepts``: ``total`` concepts fit, of which some are shown; ``countable`` postings."""

    schema: str
    version: str
    evidence: EvidenceSummary
    text: str
    kind: str | None
    countable: int
    total: int
    offset: int
    concepts: tuple[ConceptListing, ...]
