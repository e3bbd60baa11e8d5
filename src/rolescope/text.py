"""Text prepared once for all extractors, with offsets that hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from rolescope.cues import ENDINGS, FOLDER, Hit, Scanner, cue_scanner, fold
from rolescope.model import Section, SectionName
from rolescope.sections import find_sections

_NAMES: tuple[SectionName, ...] = get_args(SectionName)
SECTION_NAMES: tuple[SectionName, ...] = (*_NAMES, *_NAMES)  # by number: silent ones come second
FIRST_SILENT = len(_NAMES)


@dataclass(frozen=True, slots=True)
class Text:
    """A document's text, prepared once for all extractors.

    Attributes:
        raw: the text as stored; every offset counts its code points.
        lower: ``raw`` in lower case, of exactly the same length.
        folded: ``lower`` with punctuation folded for phrase matching, of the same length.
        cues: what was found in ``folded``, by class: cue phrases and trigger words (``cues.cue_scanner``), and
            what else the scanner knows.
        sections: parts that cover ``raw`` in order without gaps.
        section_map: for each code point, and the end, the number of its section in ``SECTION_NAMES``, from
            ``FIRST_SILENT`` on of a silent one; a look-up takes a tenth of the time of a bisection, and there are
            150 in 4 KB.
    """

    raw: str
    lower: str
    folded: str = ""
    cues: Mapping[str, Sequence[Hit]] = field(default_factory=dict)
    sections: Sequence[Section] = ()
    section_map: bytes = b""

    def section_at(self, position: int) -> SectionName:
        """The name of the section that holds ``position``; ``other`` in an empty text."""
        return SECTION_NAMES[self.section_map[position]] if self.section_map else "other"

    def is_silent(self, position: int) -> bool:
        """Whether nothing that stands at ``position`` is asked for (``model.Section``)."""
        return bool(self.section_map) and self.section_map[position] >= FIRST_SILENT

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


def read_text(raw: str, *, parted: bool = True, scanner: Scanner | None = None) -> Text:
    """Prepare ``raw`` for the extractors.

    Args:
        raw: the text as stored.
        parted: False for texts that are no postings (guides, tasks): they have no sections.
        scanner: finds the cues and entries of extractors; None finds the cues only.
    """
    lower, folded = fold_text(raw)
    cues = (scanner or cue_scanner()).scan(folded)
    sections = find_sections(raw, cues) if parted else ()
    return Text(raw, lower, folded, cues, sections, _map_sections(sections, len(raw)))


def fold_in_python(raw: str) -> tuple[str, str]:
    """``raw`` in lower case, and folded for phrase matching; every character keeps its place.

    >>> fold_in_python("More in Excel.Must have: Node.Js")
    ('more in excel.must have: node.js', 'more in excel must have  node.js')
    """
    lower = lower_same_length(raw)
    return lower, _part_sentences(raw, fold(lower))


_GLUED = re.compile(r"\.[A-Z][a-z]+")


def _part_sentences(raw: str, folded: str) -> str:
    """``folded`` with a space for the full stop that feeds leave without one behind it: "in Excel.Must have"."""
    stops = [
        found.start()
        for found in _GLUED.finditer(raw)
        if raw[found.start() - 1 : found.start()].islower() and found[0] not in ENDINGS
    ]
    for stop in stops:
        folded = f"{folded[:stop]} {folded[stop + 1 :]}"
    return folded


def fold_text(raw: str) -> tuple[str, str]:
    """``raw`` in lower case, and folded for phrase matching.

    The native folder (``_text.c``) gives what ``fold_in_python`` gives in a sixth of its time; it leaves to Python
    what hangs on a final sigma.
    """
    return (FOLDER.fold(raw) if FOLDER else None) or fold_in_python(raw)


def _map_sections(sections: Sequence[Section], length: int) -> bytes:
    numbers = b"".join([_number(s) * (s.end - s.start) for s in sections])
    return numbers + (numbers[-1:] or _NUMBERS["other"][0]) * (length + 1 - len(numbers))


_NUMBERS = {name: (bytes([at]), bytes([at + FIRST_SILENT])) for at, name in enumerate(_NAMES)}


def _number(section: Section) -> bytes:
    return _NUMBERS[section.name][section.silent]
