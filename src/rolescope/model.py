"""The nouns of Rolescope, as frozen values.

Offsets (``start``, ``end``) count Unicode code points of a document's text, half open:
``text[start:end]`` is what was read. They are None for facts from structured fields.
Dates are ISO 8601 strings cut to their precision ("2024", "2024-07", "2024-07-31"), "" if unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

Kind = Literal["tool", "skill", "soft_skill", "certification", "field_of_study", "industry", "activity"]
Strength = Literal["required", "preferred", "mentioned"]
Level = Literal["intern", "entry", "mid", "senior", "lead", "manager", "director", "executive", "unstated"]
Track = Literal["individual", "manager"]
SectionName = Literal["about", "duties", "requirements", "preferred", "benefits", "legal", "other"]
Workplace = Literal["onsite", "hybrid", "remote", "unstated"]
Period = Literal["hour", "day", "week", "month", "year"]
Degree = Literal["none", "highschool", "associate", "bachelor", "master", "phd"]
EmploymentType = Literal["full_time", "part_time", "contract", "temporary", "internship"]
DocumentKind = Literal["posting", "guide", "official"]
GuideSection = Literal[
    "definitions", "responsibilities", "skills", "education", "tools", "industries", "outlook", "tips"
]

ClaimKind = Literal[
    "tool",
    "skill",
    "soft_skill",
    "certification",
    "duty",
    "degree",
    "field",
    "industry",
    "pay",
    "growth",
    "comparison",
    "demand",
]
EntryKind = Literal["skill", "occupation", "group"]

KINDS: tuple[Kind, ...] = get_args(Kind)
STRENGTHS: tuple[Strength, ...] = get_args(Strength)
LEVELS: tuple[Level, ...] = get_args(Level)
DEGREES: tuple[Degree, ...] = get_args(Degree)
PERIODS: tuple[Period, ...] = get_args(Period)
ENTRY_KINDS: tuple[EntryKind, ...] = get_args(EntryKind)
GUIDE_SECTIONS: tuple[GuideSection, ...] = get_args(GuideSection)


@dataclass(frozen=True, slots=True)
class Problem:
    """Bad data, kept as a value.

    Attributes:
        what: one clear sentence.
        where: file name, or "file:line"; never a full path of the machine.
        why: short stable code ("bad_json", "empty", "too_large", "bad_date" …).
    """

    what: str
    where: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """What a mention means. ``(kind, id)`` is unique."""

    id: str
    label: str
    kind: Kind
    alt_labels: tuple[str, ...] = ()
    broader: str | None = None
    onet: bool = False
    esco: str | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """A job as people name it."""

    id: str
    label: str
    alt_labels: tuple[str, ...]
    definition: str
    family: str
    track: Track
    soc: str
    esco: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What a source said, as written. The ``*_text`` fields hold structured fields as found."""

    kind: DocumentKind
    source: str
    title: str
    text: str
    url: str = ""
    employer: str = ""
    location: str = ""
    date_posted: str = ""
    language: str = "en"
    pay_text: str = ""
    employment_text: str = ""
    seniority_text: str = ""
    industry_text: str = ""
    workplace_text: str = ""
    source_id: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing a guide says of one role; ``role`` is the name as written."""

    role: str
    section: GuideSection
    ordinal: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class JobCard:
    """A job advertised beside an article; never evidence about the article's roles."""

    title: str
    employer: str
    location: str
    employment_text: str
    level_text: str
    pay_text: str


@dataclass(frozen=True, slots=True)
class Guide:
    """An article about roles: the document, what it says of each role, the cards beside it.

    ``profiles`` are the role names as the article writes them, in order.
    """

    document: Document
    profiles: tuple[str, ...]
    statements: tuple[Statement, ...]
    cards: tuple[JobCard, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing an article says of roles that evidence can be held against.

    Attributes:
        start, end: its span in the article's text.
        roles: keys of the role queries it is said of; of a comparison in the order of ``relation``.
        concept: packaged concept as "kind/id"; None where the words are none, and of figures and demand words.
        family: members of one list ("tools like Talend, Informatica, or Apache NiFi") share it; None for others.
        value, low, high: of pay (yearly US dollars) and growth (percent) as written.
        base, target: first and last year that growth is said of.
        occupation: the occupation a figure is said of, as written; "" where it is the role.
        authority: who is named for it ("BLS"), "" where nobody is.
        relation: of comparisons: "more" (the first role more than the second), "less", "both", "only", "neither".
        measure: what a comparison without a concept is about: "pay", "experience" or "technical".
        direction: "up" or "down" of growth and demand.
        statistic: "median" or "mean" of pay, "" where none is named.
        level: the level that pay is said of, None for the role as a whole.
        edition: of a figure as written ("May 2024"), "" where none is named.
        denied: whether the article says that it is not so ("no programming is needed").
    """

    kind: ClaimKind
    start: int
    end: int
    roles: tuple[str, ...]
    concept: str | None = None
    family: str | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    base: int | None = None
    target: int | None = None
    occupation: str = ""
    authority: str = ""
    relation: str = ""
    measure: str = ""
    direction: str = ""
    statistic: str = ""
    level: Level | None = None
    edition: str = ""
    denied: bool = False


@dataclass(frozen=True, slots=True)
class PayReport:
    """One row, or one collapsed (high, low) pair, of collected pay; yearly, in its currency.

    ``copies`` counts the exact duplicates that were collapsed into it.
    """

    source: str
    title: str
    year: int
    level: Level
    employment_type: EmploymentType | None
    low: float
    high: float
    currency: str
    usd_low: float
    usd_high: float
    country: str
    copies: int = 1


@dataclass(frozen=True, slots=True)
class OfficialFigure:
    """One figure or fact of an official source about one occupation.

    ``measure``: "employment", "pay_mean_year", "pay_p10_year" … "pay_p90_year", "employment_base",
    "employment_projected", "growth_percent", "openings_year", "pay_median_year", "entry_education",
    "work_experience", "technology", "duty", "title", "job_zone".
    ``code`` is O*NET-SOC ("15-2051.01") or SOC ("15-2051"); ``concept`` a packaged concept id where it has one.
    """

    source: str
    edition: str
    code: str
    title: str
    measure: str
    value: float | None = None
    text: str = ""
    kind: Kind | None = None
    concept: str | None = None
    hot: bool = False
    in_demand: bool = False


@dataclass(frozen=True, slots=True)
class RoleMatch:
    """A title read as a packaged role; confidence in (0, 1], 1 for a whole label."""

    id: str
    label: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Pay:
    """Pay as stated; ``low <= high``; a single figure has both equal. Annual figures in US dollars."""

    low: float
    high: float
    currency: str
    period: Period
    annual_usd_low: float | None
    annual_usd_high: float | None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Education:
    """The lowest degree that suffices, and the one preferred if one is."""

    minimum: Degree | None
    preferred: Degree | None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Experience:
    """Least years of experience asked for (lowest of several routes)."""

    minimum: float
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a text; sections cover the text in order without gaps.

    Attributes:
        name: what the part is.
        start: where it starts.
        end: behind its last character.
        silent: whether nothing in it is asked for or worked with: the firm's story, benefits, law, how to apply.
    """

    name: SectionName
    start: int
    end: int
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A span read as something; ``concept`` None if it is linked to nothing."""

    kind: Kind
    concept: str | None
    label: str
    start: int | None
    end: int | None
    strength: Strength = "mentioned"
    section: SectionName = "other"
    extractor: str = "labels"


@dataclass(frozen=True, slots=True)
class Annotation:
    """What was read in one document."""

    role: RoleMatch | None = None
    level: Level = "unstated"
    workplace: Workplace = "unstated"
    employment_types: tuple[EmploymentType, ...] = ()
    pay: tuple[Pay, ...] = ()
    education: Education | None = None
    experience: Experience | None = None
    country: str = ""
    countable: bool = False
    mentions: tuple[Mention, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class TaxonomyEntry:
    """One entry of a taxonomy, which a text can be linked to. ``(kind, id)`` is unique.

    Attributes:
        id: the URI or code the taxonomy gives it; the label where it gives none.
        kind: ``skill`` (knowledge and technologies too), ``occupation``, or a ``group`` of either.
        label: the preferred label.
        alt_labels: other labels, without the preferred one.
        description: as published, or "".
    """

    id: str
    kind: EntryKind
    label: str
    alt_labels: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """One release of a taxonomy: ``edition`` is "" where the release does not say."""

    name: str
    edition: str
    entries: tuple[TaxonomyEntry, ...]
    problems: tuple[Problem, ...] = ()
