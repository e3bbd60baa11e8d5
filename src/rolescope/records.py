"""The JSON object of the ``annotate`` contract (DESIGN §5), as types and, quickly, as text."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

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


def write_record(identity: str | int | None, read: Annotation) -> str:
    """The record as one line of JSON; ten times as quick as by way of its dataclasses.

    Nearly all of a line are mentions, and of a mention all but its offsets has been written before.

    >>> write_record(7, Annotation())[:38]
    '{"id": 7, "role": null, "level": "unst'
    """
    content = _plain(to_record(identity, replace(read, mentions=()))) | {"mentions": [0]}
    mentions = ", ".join(
        f"{_head(m.kind, m.concept, m.label)}{_number(m.start)}, "
        f'"end": {_number(m.end)}{_tail(m.strength, m.section)}'
        for m in read.mentions
    )
    before, _, after = _dumps(content).rpartition('"mentions": [0]')
    line = f'{before}"mentions": [{mentions}]{after}'
    return line if is_writable(line) else json.dumps(json.loads(line), allow_nan=False)


def _plain(value: Any) -> Any:
    """A record as dicts and lists; all its dataclasses have slots."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    names = getattr(value, "__slots__", None)
    return value if names is None else {name: _plain(getattr(value, name)) for name in names}


@lru_cache(maxsize=65_536)
def _head(kind: str, concept: str | None, label: str) -> str:
    return f'{_dumps({"kind": kind, "concept": concept, "label": label})[:-1]}, "start": '


@lru_cache(maxsize=64)
def _tail(strength: str, section: str) -> str:
    return f", {_dumps({'strength': strength, 'section': section})[1:]}"


def _number(offset: int | None) -> str:
    return "null" if offset is None else str(offset)


def _dumps(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, allow_nan=False)


def is_writable(text: str) -> bool:
    """Whether no half of a character is in it, which JSON can name but no file can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
