"""What analysis answers, as frozen values: the same objects the terminal, JSON, pages and API show.

``dataclasses.asdict`` of any of them is plain JSON: no NaN, unknown figures are None and say why in
``reason``. Shares lie in [0, 1]; pay is yearly US dollars in prices of ``price_year``. Every figure names
its ``key``: role query, kind and concept, such as "machine-learning-engineer@lead/tool/python",
"data-manager/education/bachelor", "data-manager/pay/advertised".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["more", "less", "same", "cannot_tell", "rare_in_both"]
Basis = Literal["level", "all_levels", "none"]
PayKind = Literal["advertised", "collected"]


@dataclass(frozen=True, slots=True)
class Share:
    """Part of a role's countable postings that mention a concept (or state a fact).

    Attributes:
        n: countable postings; k of them mention it.
        estimate: weighted share; low, high: its 95 % interval. None where ``reason`` says why.
        n_effective: n*, the number of independent postings that would say as much.
        required, preferred: parts of the k mentions.
    """

    key: str
    kind: str
    concept: str
    n: int
    k: int
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    n_effective: float | None = None
    required: float | None = None
    preferred: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Quantile:
    """One quantile (``q`` in (0, 1)) with its 95 % interval."""

    q: float
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Spread:
    """How a number is spread over postings that state it: years of experience."""

    key: str
    unit: str
    n: int
    k: int
    employers: int
    quantiles: tuple[Quantile, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PayStats:
    """Pay of one role, advertised in postings or collected by a board.

    Attributes:
        n: ranges; for collected pay with exact duplicates.
        distinct: ranges that are counted, each once (collected); equal to n for postings.
        employers: employers of the ranges; None for collected pay, which names none.
        of: postings the advertised ranges come from; None for collected pay.
        quantiles: of range midpoints.
        low_end, high_end: medians of the ranges' low and high ends.
        undated: ranges without a year, taken at their stated prices.
        stated: part of the postings that state pay (selection); None for collected pay.
    """

    key: str
    source_kind: PayKind
    currency: str
    price_year: int
    n: int
    distinct: int
    employers: int | None = None
    of: int | None = None
    since: int | None = None
    until: int | None = None
    undated: int = 0
    quantiles: tuple[Quantile, ...] = ()
    low_end: Quantile | None = None
    high_end: Quantile | None = None
    stated: Share | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SourceCount:
    """Postings of one source and the dates they carry (ISO; None where all are undated)."""

    source: str
    postings: int
    countable: int
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class RoleProfile:
    """What postings show of one role query.

    Attributes:
        query: key; begins every figure's key.
        level: the level asked for, None where none was.
        basis: "level": the postings at that level (or of the role where none was asked); "all_levels":
            too few at the level, all levels of the role are shown; "none": too few at all, official and
            guide evidence stands instead.
        at_level: countable postings at the level asked for.
        blank: countable postings that name no employer; each counts as an employer of its own.
        too_short: postings not counted in shares.
        correlation, n_effective_rate: ρ, and the modelled design effect's inverse.
        reason: why shares are not shown.
        remote_only: sources left out of the workplace figures.
    """

    query: str
    role: str
    label: str
    level: str | None
    basis: Basis
    at_level: int
    postings: int
    countable: int
    too_short: int
    employers: int
    blank: int
    since: str | None
    until: str | None
    undated: int
    correlation: float | None
    sources: tuple[SourceCount, ...]
    shares: tuple[Share, ...]
    education: tuple[Share, ...]
    levels: tuple[Share, ...]
    workplaces: tuple[Share, ...]
    employment: tuple[Share, ...]
    experience: Spread
    experience_bands: tuple[Share, ...]
    pay: tuple[PayStats, ...]
    remote_only: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One role's share in a comparison: standardised to the common strata, the raw count beside it."""

    key: str
    estimate: float | None
    low: float | None
    high: float | None
    n_effective: float | None
    raw: float | None
    n: int
    k: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Share of A minus share of B, with a verdict seen from A.

    Attributes:
        confidence: level of the interval [low, high]: 0.95, or higher for those found to differ, so that
            what was picked for its size is not overstated (Benjamini & Yekutieli 2005).
        p: two-sided p-value; None where it was not tested (pooled share below 3 %).
        order: how far the concept sets A apart (positive) or B (negative); a z-score.
    """

    kind: str
    concept: str
    verdict: Verdict
    a: Side
    b: Side
    difference: float | None
    low: float | None
    high: float | None
    confidence: float
    p: float | None
    order: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A's pay over B's, with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PayComparison:
    """Pay of A against B from one kind of source.

    Attributes:
        matched_on: "level, country and year", "country and year", or "" where nothing could be matched.
        n_a, n_b, employers_a, employers_b: ranges and employers in strata that hold both roles.
        covered_a, covered_b: part of each role's ranges in those strata.
        middle, low_ends, high_ends: matched ratios of midpoints, low and high ends.
        raw: ratio of the two median midpoints, unmatched.
    """

    source_kind: PayKind
    key_a: str
    key_b: str
    verdict: Verdict
    matched_on: str
    strata: int
    n_a: int
    n_b: int
    employers_a: int | None
    employers_b: int | None
    covered_a: float | None
    covered_b: float | None
    middle: Ratio | None = None
    low_ends: Ratio | None = None
    high_ends: Ratio | None = None
    raw: Ratio | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A concept the aim asks for more than the start brings.

    ``specificity`` is a z-score of the aim's share against all postings; it orders, it is no weight.
    """

    key: str
    kind: str
    concept: str
    have: float
    wanted: float
    k: int
    n: int
    specificity: float
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Part of what a role asks for that is brought along, of one kind or (kind "all") of all together."""

    kind: str
    value: float | None
    low: float | None = None
    high: float | None = None
    concepts: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """What it takes to move from one role (or a person's skills) to another."""

    key: str
    start: str
    aim: str
    coverage: Coverage
    by_kind: tuple[Coverage, ...]
    missing: tuple[Missing, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One plain sentence of the verdict and the keys of the figures in it."""

    topic: Literal["differs", "common", "counted", "pay", "move", "cannot_tell"]
    text: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PairComparison:
    """Two role queries held against each other.

    Attributes:
        a, b: keys of the role queries; ``label_a`` and ``label_b`` as people read them.
        overlap: True where one contains the other and disjoint parts are compared.
        covered_a, covered_b: part of each role's weight in strata (source and period) that hold both.
        strata: their names.
        tested, rejected: size of the family of tests and how many were rejected at 5 % false discovery.
        rare: concepts below 5 % in both, not listed; untested: below 3 % pooled, not listed.
        reason: why every verdict is "cannot_tell", "" where it is not so.
    """

    a: str
    b: str
    label_a: str
    label_b: str
    overlap: bool
    covered_a: float
    covered_b: float
    strata: tuple[str, ...]
    employers_a: int
    employers_b: int
    tested: int
    rejected: int
    rare: int
    untested: int
    differences: tuple[Difference, ...]
    facets: tuple[Difference, ...]
    pay: tuple[PayComparison, ...] = ()
    a_to_b: Move | None = None
    b_to_a: Move | None = None
    sentences: tuple[Sentence, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two or more role queries: a profile each, a comparison per pair in the order asked."""

    profiles: tuple[RoleProfile, ...]
    pairs: tuple[PairComparison, ...]
