"""Mentions made quickly: a posting has fifty, and their making was 7 % of all reading."""

from __future__ import annotations

from rolescope.model import Kind, Mention, SectionName, Strength


class _Draft:
    """A mention while it is written: the same fields, not frozen."""

    __slots__ = Mention.__slots__  # laid out alike, so that a draft can become a mention

    def __init__(
        self,
        kind: Kind,
        concept: str,
        label: str,
        start: int,
        end: int,
        strength: Strength,
        section: SectionName,
        extractor: str,
    ) -> None:
        self.kind = kind
        self.concept = concept
        self.label = label
        self.start = start
        self.end = end
        self.strength = strength
        self.section = section
        self.extractor = extractor


def build_mention(
    kind: Kind,
    concept: str,
    label: str,
    start: int,
    end: int,
    strength: Strength,
    section: SectionName,
    extractor: str,
) -> Mention:
    """``Mention(…)`` in 0.3 instead of 0.9 µs: a frozen dataclass takes a detour for each of its fields.

    >>> build_mention("tool", "sql", "SQL", 0, 3, "required", "other", "labels").label
    'SQL'
    """
    mention: object = _Draft(kind, concept, label, start, end, strength, section, extractor)
    mention.__class__ = Mention
    assert isinstance(mention, Mention)
    return mention
