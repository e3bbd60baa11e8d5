"""Text prepared once for all extractors, with offsets that hold."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from rolescope.cues import Cue, find_cues, fold
from rolescope.model import Section, SectionName
from rolescope.sections import find_sections


@dataclass(frozen=True, slots=True)
class Text:
    """A document's text, prepared once for all extractors.

    Attributes:
        raw: the text as stored; every offset counts its code points.
        lower: ``raw`` in lower case, of exactly the same length.
        folded: ``lower`` with punctuation folded for phrase matching, of the same length.
        cues: cue phrases found in ``folded``.
        sections: parts that cover ``raw`` in order without gaps.
    """

    raw: str
    lower: str
    folded: str = ""
    cues: Sequence[Cue] = ()
    sections: Sequence[Section] = ()
    section_starts: Sequence[int] = ()

    def section_at(self, position: int) -> SectionName:
        """The name of the section that holds ``position``; ``other`` in an empty text."""
        if not self.sections:
            return "other"
        return self.sections[max(0, bisect_right(self.section_starts, position) - 1)].name


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
    return Text(raw, lower, folded, cues, sections, [s.start for s in sections])
