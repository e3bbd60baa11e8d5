"""The JSON object of the ``annotate`` contract (DESIGN §5), as types."""

from __future__ import annotations

from dataclasses import dataclass, fields

from rolescope.model import (
    Annotation,
    Degree,
    EmploymentType,
    Kind,
    Level,
    Period,
    Problem,
    RoleMatch,
    SectionName,
    Strength,
    Workplace,
)


@dataclass(frozen=True, slots=True)
class PayRecord:
    """Pay as stated, with its span; annual figures in US dollars."""

    low: float
    high: float
    currency: str
    period: Period
    annual_usd_low: float | None
    annual_usd_high: float | None
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class EducationRecord:
    """Degrees asked for, with the span."""

    minimum: Degree | None
    preferred: Degree | None
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class ExperienceRecord:
    """Least years of experience, with the span."""

    minimum: float
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class MentionRecord:
    """A span read as something; ``concept`` null if it is linked to nothing."""

    kind: Kind
    concept: str | None
    label: str
    start: int | None
    end: int | None
    strength: Strength
    section: SectionName


@dataclass(frozen=True, slots=True)
class AnnotationRecord:
    """One line out of ``rolescope annotate``."""

    id: str | int | None
    role: RoleMatch | None
    level: Level
    workplace: Workplace
    employment_types: tuple[EmploymentType, ...]
    pay: tuple[PayRecord, ...]
    education: EducationRecord | None
    experience_years: ExperienceRecord | None
    mentions: tuple[MentionRecord, ...]
    problems: tuple[Problem, ...]


def to_record(identity: str | int | None, read: Annotation) -> AnnotationRecord:
    """An annotation as the contract writes it."""
    education, experience = read.education, read.experience
    return AnnotationRecord(
        id=identity,
        role=read.role,
        level=read.level,
        workplace=read.workplace,
        employment_types=read.employment_types,
        pay=tuple(PayRecord(*(getattr(p, f.name) for f in fields(PayRecord))) for p in read.pay),
        education=None
        if education is None
        else EducationRecord(education.minimum, education.preferred, education.start, education.end),
        experience_years=None
        if experience is None
        else ExperienceRecord(experience.minimum, experience.start, experience.end),
        mentions=tuple(
            MentionRecord(*(getattr(m, f.name) for f in fields(MentionRecord))) for m in read.mentions
        ),
        problems=read.problems,
    )
