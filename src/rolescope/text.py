"""Text prepared once for all extractors, with offsets that hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from rolescope.cues import Cue, find_cues, fold
from rolescope.model import Section, SectionName
from rolescope.sections import find_sections

_SECTIONS: tuple[SectionName, ...] = get_args(SectionName)
_CODES: dict[SectionName, bytes] = {name: bytes([number]) for number, name in enumerate(_SECTIONS)}


@dataclass(frozen=True, slots=True)
class Text:
    """A document's text, prepared once for all extractors.

    Attributes:
        raw: the text as stored; every offset counts its code points.
        lower: ``raw`` in lower case, of exactly the same length.
        folded: ``lower`` with punctuation folded for phrase matching, of the same length.
        cues: cue phrases and trigger words found in ``folded``, by class (``cues.find_cues``).
        sections: parts that cover ``raw`` in order without gaps.
        section_map: for each code point the number of its section's name; a look-up takes a fifth of
            the time of a bisection, and there are 150 in 4 KB.
    """

    raw: str
    lower: str
    folded: str = ""
    cues: Mapping[str, Sequence[Cue]] = field(default_factory=dict)
    sections: Sequence[Section] = ()
    section_map: bytes = b""

    def section_at(self, position: int) -> SectionName:
        """The name of the section that holds ``position``; ``other`` in an empty text."""
        if position < len(self.section_map):
            return _SECTIONS[self.section_map[position]]
        return self.sections[-1].name if self.sections else "other"

    def triggers(self, extractor: str) -> list[int]:
        """Where a trigger word of the extractor stands, as written, in order."""
        found = self.cues.get(extractor, ())
        return sorted(start for start, end, word in found if self.lower[start:end] == word)


def lower_same_length(raw: str) -> str:
    """Lower case in which every character keeps its place.

    >>> len(lower_same_length("İstanbul C++")) == len("İstanbul C++")
    True
    """
    lowered = raw.lower()
    if len(lowered) == len(raw):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in raw)


def read_text(raw: str, *, parted: bool = True) -> Text:
    """Prepare ``raw`` for the extractors.

    Args:
        raw: the text as stored.
        parted: False for texts that are no postings (guides, tasks): they have no sections.
    """
    lower = lower_same_length(raw)
    folded = fold(lower)
    cues = find_cues(folded)
    sections = find_sections(raw, cues) if parted else ()
    section_map = b"".join(_CODES[s.name] * (s.end - s.start) for s in sections)
    return Text(raw, lower, folded, cues, sections, section_map)
