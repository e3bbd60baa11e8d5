"""What each command answers, whole: the object printed by ``--json`` and drawn by every renderer.

An answer joins what postings show (``results``) with what stands beside it under its own name:
official figures, guides, the documents behind a figure. ``dataclasses.asdict`` gives plain JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from rolescope.analyse.results import PairComparison, RoleProfile
from rolescope.model import Problem


@dataclass(frozen=True, slots=True)
class LayerSummary:
    """One layer of evidence: what it holds and how it was read; ``counted``: postings less duplicates."""

    name: str
    postings: int
    counted: int
    guides: int
    pay_reports: int
    mentions: int
    generation: str


@dataclass(frozen=True, slots=True)
class EvidenceSummary:
    """The evidence an answer rests on; ``fingerprint`` changes when any of it does."""

    fingerprint: str
    layers: tuple[LayerSummary, ...]
    filters: dict[str, str]


@dataclass(frozen=True, slots=True)
class RoleCard:
    """What a role is, by the packaged roles.

    Attributes:
        query: key of the role query ("machine-learning-engineer@lead"); asked: what the user typed.
        soc, soc_title: the O*NET-SOC occupation that stands for it.
    """

    query: str
    asked: str
    role: str
    label: str
    level: str | None
    definition: str
    aliases: tuple[str, ...]
    family: str
    track: str
    soc: str
    soc_title: str
    esco: str | None


@dataclass(frozen=True, slots=True)
class OfficialFact:
    """One official figure as published."""

    measure: str
    value: float | None
    text: str
    source: str
    edition: str
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class OfficialConcept:
    """A technology or duty that an official source names for the occupation."""

    kind: str
    concept: str
    hot: bool
    in_demand: bool


@dataclass(frozen=True, slots=True)
class Official:
    """Official evidence about a role's occupation; never pooled with postings."""

    code: str
    title: str
    facts: tuple[OfficialFact, ...]
    concepts: tuple[OfficialConcept, ...]


@dataclass(frozen=True, slots=True)
class GuideConcept:
    """A concept that guides name for a role: in how many, of how many."""

    key: str
    section: str
    kind: str
    concept: str
    guides: int
    of: int


@dataclass(frozen=True, slots=True)
class GuideStatement:
    """What one guide says, in its words where its text is at hand."""

    document_id: str
    source: str
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class GuideVoice:
    """What guides say of a role, apart from what postings show."""

    guides: int
    sources: tuple[str, ...]
    concepts: tuple[GuideConcept, ...]
    statements: tuple[GuideStatement, ...]


@dataclass(frozen=True, slots=True)
class RoleEvidence:
    """Everything known of one role query."""

    card: RoleCard
    profile: RoleProfile
    official: Official
    guides: GuideVoice


@dataclass(frozen=True, slots=True)
class RoleAnswer:
    """Answer of ``rolescope role``."""

    schema: str
    version: str
    evidence: EvidenceSummary
    concepts: dict[str, str]
    role: RoleEvidence

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return _draw("role_fragment", self)


@dataclass(frozen=True, slots=True)
class ComparisonAnswer:
    """Answer of ``rolescope compare``; ``concepts`` gives the label of every "kind/concept" in it."""

    schema: str
    version: str
    evidence: EvidenceSummary
    concepts: dict[str, str]
    roles: tuple[RoleEvidence, ...]
    pairs: tuple[PairComparison, ...]

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return _draw("comparison_fragment", self)


def _draw(name: str, answer: RoleAnswer | ComparisonAnswer) -> str:
    """An answer drawn by the pages' own templates.

    A notebook asks the value itself, but drawing lies above the analysis, which must not depend on it. So the drawing
    is found by its name, and only when a notebook asks.
    """
    return str(getattr(import_module("rolescope.present.html.notebook"), name)(answer))


@dataclass(frozen=True, slots=True)
class RoleListing:
    """One packaged role with its postings in the evidence.

    Attributes:
        postings: those read, less duplicates; ``countable``: of those, long enough to count in shares.
    """

    id: str
    label: str
    aliases: tuple[str, ...]
    family: str
    track: str
    soc: str
    definition: str
    postings: int
    countable: int


@dataclass(frozen=True, slots=True)
class RolesAnswer:
    """Answer of ``rolescope roles``."""

    schema: str
    version: str
    evidence: EvidenceSummary
    roles: tuple[RoleListing, ...]


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One document behind a figure; quote and span are None where the text is not at hand."""

    document_id: str
    layer: str
    source: str
    title: str | None
    employer: str | None
    date: str | None
    url: str | None
    quote: str | None
    start: int | None
    end: int | None
    strength: str | None
    section: str | None
    extractor: str | None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class EvidenceAnswer:
    """Answer of ``rolescope evidence``: ``total`` documents, of which ``items`` are shown."""

    schema: str
    version: str
    evidence: EvidenceSummary
    key: str
    label: str
    total: int
    offset: int
    items: tuple[EvidenceItem, ...]


@dataclass(frozen=True, slots=True)
class LinkItem:
    """An entry that a text was linked to.

    Attributes:
        id: URI or code of the entry, or id of the packaged concept or role.
        kind: ``skill``, ``occupation`` or ``group``; of packaged concepts their own kind.
        score: likeness in [0, 1]; an equal label has 1. It orders, it is no probability.
        matched_label: the label, preferred or other, that the text is most like.
        matched_text: the words of the text that are most like it, folded.
    """

    id: str
    kind: str
    label: str
    score: float
    matched_label: str
    matched_text: str


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """Answer of ``rolescope link``: entries of a taxonomy, best first."""

    schema: str
    version: str
    taxonomy: str
    edition: str
    kind: str
    text: str
    links: tuple[LinkItem, ...]


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """One line out of ``rolescope link -``."""

    id: str | int | None
    links: tuple[LinkItem, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class TaxonomyListing:
    """A taxonomy of the workspace: entries by kind, and when it was stored (ISO 8601, UTC)."""

    name: str
    edition: str
    added: str
    entries: dict[str, int]


@dataclass(frozen=True, slots=True)
class TaxonomiesAnswer:
    """Answer of ``rolescope taxonomy list``."""

    schema: str
    version: str
    taxonomies: tuple[TaxonomyListing, ...]


@dataclass(frozen=True, slots=True)
class RemoveAnswer:
    """Answer of ``rolescope remove``: documents taken away, and what of a feed is no document."""

    schema: str
    version: str
    removed: int
    pay_ranges: int = 0
    official_figures: int = 0


@dataclass(frozen=True, slots=True)
class CompactAnswer:
    """Answer of ``rolescope compact``: small files merged, rows nobody could read dropped."""

    schema: str
    version: str
    files_merged: int
    rows_dropped: int


@dataclass(frozen=True, slots=True)
class RereadAnswer:
    """Answer of ``rolescope reread``: documents read again, and the generation now in force."""

    schema: str
    version: str
    documents: int
    generation: str
