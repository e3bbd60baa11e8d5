"""The JSON object of the ``annotate`` contract (DESIGN §5), as types and, quickly, as text."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
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
    """The record as one line of JSON; fifteen times as quick as by way of its dataclasses.

    Nearly all of a line are mentions, and of a mention all but its offsets has been written before.

    >>> write_record(7, Annotation())[:38]
    '{"id": 7, "role": null, "level": "unst'
    """
    facts = _ENCODE(
        {
            "id": identity,
            "role": read.role,
            "level": read.level,
            "workplace": read.workplace,
            "employment_types": read.employment_types,
            "pay": read.pay,
            "education": read.education,
            "experience_years": read.experience,
        }
    )
    mentions = ", ".join(
        [
            f"{_HEADS[m.kind, m.concept, m.label]}{_PLACES[m.start]}"
            f', "end": {_PLACES[m.end]}{_TAILS[m.strength, m.section]}'
            for m in read.mentions
        ]
    )
    line = f'{facts[:-1]}, "mentions": [{mentions}], "problems": {_ENCODE(read.problems)}}}'
    return line if is_writable(line) else json.dumps(json.loads(line), allow_nan=False)


def _as_dict(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


_ENCODE = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=_as_dict).encode


class _Written(dict[Any, str]):
    """What was written of a key; a look-up takes half the time of one in ``lru_cache``."""

    def __init__(self, write: Callable[[Any], str]) -> None:
        self._write = write

    def __missing__(self, key: Any) -> str:
        if len(self) >= _MOST_WRITTEN:
            self.clear()
        return self.setdefault(key, self._write(key))


def _head(key: tuple[str, str | None, str]) -> str:
    kind, concept, label = key
    return f'{_ENCODE({"kind": kind, "concept": concept, "label": label})[:-1]}, "start": '


def _tail(key: tuple[str, str]) -> str:
    strength, section = key
    return f", {_ENCODE({'strength': strength, 'section': section})[1:]}"


_MOST_WRITTEN = 65_536
_HEADS, _TAILS, _PLACES = _Written(_head), _Written(_tail), _Written(_ENCODE)


def is_writable(text: str) -> bool:
    """Whether no half of a character is in it, which JSON can name but no file can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
