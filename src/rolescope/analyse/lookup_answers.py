"""Answers of look-ups: a document, suggestions while typing, documents behind many figures, the sources."""

from __future__ import annotations

from dataclasses import dataclass

from rolescope.analyse.answers import EvidenceItem, EvidenceSummary


@dataclass(frozen=True, slots=True)
class RoleSuggestion:
    """A role query that a half-written name may become.

    Attributes:
        query: its key, such as "machine-learning-engineer@lead".
        matched: the other name of the role that fits what is typed; None where the label does.
        postings: counted postings behind it.
    """

    query: str
    label: str
    role: str
    level: str | None
    matched: str | None
    family: str
    postings: int


@dataclass(frozen=True, slots=True)
class SuggestAnswer:
    """Roles that a half-written name may become, best first."""

    schema: str
    version: str
    text: str
    suggestions: tuple[RoleSuggestion, ...]


@dataclass(frozen=True, slots=True)
class DocumentSection:
    """A part of a document's text; ``silent``: nothing in it is asked for."""

    name: str
    start: int
    end: int
    silent: bool


@dataclass(frozen=True, slots=True)
class DocumentMention:
    """A span read as a concept; without a span where the text is not at hand."""

    kind: str
    concept: str | None
    label: str
    start: int | None
    end: int | None
    strength: str
    section: str
    extractor: str


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """A fact read in a document.

    Attributes:
        name: level, workplace, employment, education, education_preferred, experience, country.
        value: as in figures ("bachelor", "remote", "US"); of experience the least years ("3").
        start, end: where it stands in the text; None where it was told otherwise (title, a field of the source)
            or the text is not at hand.
        key: the figure it counts in; None where it counts in none.
    """

    name: str
    value: str
    start: int | None = None
    end: int | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentPay:
    """Pay as stated; annual figures in US dollars. Without the text all ranges are one, the widest."""

    low: float
    high: float
    currency: str
    period: str
    annual_usd_low: float | None
    annual_usd_high: float | None
    start: int | None = None
    end: int | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentStatement:
    """What a guide says of one role: where in its text, in which section."""

    role: str
    level: str
    section: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another document that tells the same vacancy."""

    document_id: str
    layer: str
    source: str
    date: str | None


@dataclass(frozen=True, slots=True)
class DocumentAnswer:
    """One document: what its source said, and what was read in it.

    Attributes:
        date: ISO, cut to its precision; of bundled documents at most the month.
        text: as stored; None where it is not at hand (bundled evidence).
        as_written: fields of the source as found, by name ("pay", "employment", "level", "industry", "workplace").
        counted: whether it stands for its cluster of duplicates in shares; ``counted_as``: the one that does.
        countable: whether its text is long enough, with a requirements or duties part.
    """

    schema: str
    version: str
    document_id: str
    layer: str
    kind: str
    source: str
    title: str | None
    employer: str | None
    location: str | None
    date: str | None
    url: str | None
    language: str | None
    text: str | None
    as_written: dict[str, str]
    generation: str
    role: str | None
    role_label: str | None
    role_confidence: float | None
    level: str
    countable: bool
    counted: bool
    counted_as: str | None
    facts: tuple[DocumentFact, ...]
    pay: tuple[DocumentPay, ...]
    sections: tuple[DocumentSection, ...]
    mentions: tuple[DocumentMention, ...]
    statements: tuple[DocumentStatement, ...]
    duplicates: tuple[Duplicate, ...]


@dataclass(frozen=True, slots=True)
class FigureSample:
    """The first documents behind a figure, in the order of ``evidence``; ``total`` stand behind it."""

    key: str
    total: int
    items: tuple[EvidenceItem, ...]


@dataclass(frozen=True, slots=True)
class SamplesAnswer:
    """The first documents behind every figure of some roles' profiles."""

    schema: str
    version: str
    evidence: EvidenceSummary
    figures: dict[str, FigureSample]


@dataclass(frozen=True, slots=True)
class SourceRole:
    """A role in a source's postings."""

    role: str
    label: str
    postings: int


@dataclass(frozen=True, slots=True)
class SourceListing:
    """One feed of postings or guides.

    Attributes:
        kind: ``posting`` or ``guide``.
        documents: stored; ``counted``: less duplicates; ``countable``: of those, long enough to count in shares.
        employers: named ones among the counted.
        since, until: first and last day; ``undated`` documents carry none.
        by_precision: how exactly the dates are known: documents by "day", "month", "year", "none".
        remote_only: lists remote jobs only, so its postings say nothing of how usual remote work is.
        roles: the most frequent ones.
        licence: where it is known.
    """

    source: str
    layer: str
    kind: str
    documents: int
    counted: int
    countable: int
    employers: int
    since: str | None
    until: str | None
    undated: int
    by_precision: dict[str, int]
    remote_only: bool
    roles: tuple[SourceRole, ...]
    licence: str | None


@dataclass(frozen=True, slots=True)
class OfficialSource:
    """An official release: its edition, how many figures and occupations."""

    source: str
    edition: str
    layer: str
    figures: int
    occupations: int
    licence: str | None


@dataclass(frozen=True, slots=True)
class CollectedSource:
    """Pay collected by a board or survey: ``ranges`` distinct, ``reported`` with exact duplicates."""

    source: str
    layer: str
    ranges: int
    reported: int
    roles: int
    since: int | None
    until: int | None
    licence: str | None


@dataclass(frozen=True, slots=True)
class SourcesAnswer:
    """Where the evidence comes from; ``licences`` of what is bundled, by material."""

    schema: str
    version: str
    evidence: EvidenceSummary
    sources: tuple[SourceListing, ...]
    official: tuple[OfficialSource, ...]
    collected: tuple[CollectedSource, ...]
    licences: dict[str, str]
    contents: str
