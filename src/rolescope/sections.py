"""A posting cut into its parts: about, duties, requirements, preferred, benefits, legal, other.

Three signs, strongest first (DESIGN §4): a heading that fills its line or opens it before a colon;
a short line shaped like a heading that holds a heading's word; and, line by line, phrases that
give a line away. A heading rules until the next one; benefits and legal lines are told by
their own phrases wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from math import inf
from operator import itemgetter
from typing import cast

from rolescope.cues import Cue, Cues
from rolescope.model import Section, SectionName

_LONGEST_HEADING = 70
_LONG_LINE = 300  # a longer line is told sentence by sentence: flattened postings are one line
_SENTENCE_END = re.compile(r"[.!?;]\s+(?=[A-Z•*\-])")
_GLUED: dict[str, SectionName] = {  # "…in the future)Responsibilities:": line breaks lost by a feed
    "Responsibilities": "duties",
    "Duties": "duties",
    "Requirements": "requirements",
    "Qualifications": "requirements",
    "Skills": "requirements",
    "Benefits": "benefits",
}
_COLON = re.compile(r"\s?:")
_GLUED_KINDS = ("Preferred ", "Desired ", "Required ", "Minimum ", "Basic ", "Key ", "Job ", "")
_BULLETS = "-•*·●▪"
_CLOSING = ("benefits", "legal")
_DECORATION = " \t*#_-•·:=~>|\u00a0"
_TAIL = _DECORATION + "\r\n?!."
_RANK: dict[str, int] = {
    "preferred": 0,
    "benefits": 1,
    "legal": 2,
    "requirements": 3,
    "duties": 4,
    "about": 5,
}


def find_sections(raw: str, cues: Cues) -> tuple[Section, ...]:
    """Sections that cover ``raw`` in order without gaps; neighbours differ in name.

    Args:
        raw: the text as stored.
        cues: of classes ``headings``, ``heading_words``, ``lines`` and ``glued`` (``cues.cue_scanner``).
    """
    ruling: SectionName = "other"  # by the last heading
    told: SectionName = "other"  # by the last unit's own phrases
    opened: list[tuple[int, SectionName]] = []
    for start, heading, phrases in _units(raw, cues):
        if heading is not None:
            ruling = told = heading
        else:
            goes_on = raw[start] in _BULLETS or (start > 0 and raw[start - 1] != "\n")
            carried = told if ruling == "other" and goes_on else ruling
            told = _told_by_phrases(phrases, ruling, carried) if phrases else carried
            if told in _CLOSING and told != ruling and not goes_on:
                ruling = "other"  # prose of benefits or law ends what a heading opened
        if not opened or opened[-1][1] != told:
            opened.append((start, told))
    stops = [*(start for start, _ in opened[1:]), len(raw)]
    return tuple(Section(name, start, stop) for (start, name), stop in zip(opened, stops, strict=False))


def _units(raw: str, cues: Cues) -> Iterator[tuple[int, SectionName | None, Sequence[str]]]:
    """Start of each unit, the section it opens if it does, and what its phrases tell.

    A posting has fifty units, most without any cue; so the loop only asks whether the next cue is theirs.
    """
    glued = _find_glued(raw, cues.get("glued", ()))
    openings = {cue[0] for cue in cues.get("headings", ())}
    lines, words = _Cursor(cues.get("lines", ())), _Cursor(cues.get("heading_words", ()))
    start = 0
    for end in _ends(raw, glued):
        left = start
        while left < end and raw[left] in _DECORATION:
            left += 1
        own_words = words.pass_by(end) if words.next < end else ()
        opened = None
        if left in openings and left < end:
            opened = _opened_by_phrase(raw, left, end, [cue for cue in cues["headings"] if cue[0] == left])
        if opened is None and own_words and end - left < 2 * _LONGEST_HEADING:
            opened = _opened_by_shape(raw[left:end], raw[start:end], own_words)
        if opened is None and start in glued:
            opened = glued[start]
        yield start, opened, lines.pass_by(end) if lines.next < end else ()
        start = end


class _Cursor:
    """Cues in order of start, handed out stretch by stretch; ``next`` is where the next one starts."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self._rest = sorted(cues, reverse=True)
        self.next: float = self._rest[-1][0] if cues else inf

    def pass_by(self, end: int) -> list[str]:
        """The groups of the cues that start before ``end``."""
        passed = []
        while self._rest and self._rest[-1][0] < end:
            passed.append(self._rest.pop()[2])
        self.next = self._rest[-1][0] if self._rest else inf
        return passed


def _ends(raw: str, breaks: Iterable[int]) -> list[int]:
    """Where each unit ends: a line, what lies between ``breaks`` in it, or a sentence of a long line."""
    lines = _lines(raw, breaks)
    ends = list(accumulate(map(len, lines)))
    long = [(end - len(line), end) for line, end in zip(lines, ends, strict=True) if len(line) > _LONG_LINE]
    if long:
        ends += [stop.end() for start, end in long for stop in _SENTENCE_END.finditer(raw, start, end)]
        ends.sort()
    return ends


def _lines(raw: str, breaks: Iterable[int]) -> list[str]:
    points = [0, *sorted(breaks), len(raw)]
    return [line for a, b in pairwise(points) for line in raw[a:b].splitlines(keepends=True)]


def _find_glued(raw: str, cues: Sequence[Cue]) -> dict[int, SectionName]:
    """Headings glued to the word before them, by where they start."""
    found: dict[int, SectionName] = {}
    for at, end, _ in cues:
        word = raw[at:end]
        if at == 0 or word not in _GLUED:
            continue
        kind = next(k for k in _GLUED_KINDS if raw.endswith(k, 0, at))
        start = at - len(kind)
        before = raw[start - 1 : start]
        if (before.islower() or before.isdigit() or before in (".", ")", "!")) and _COLON.match(raw, end):
            found[start] = "preferred" if kind in ("Preferred ", "Desired ") else _GLUED[word]
    return found


def _opened_by_phrase(raw: str, left: int, end: int, opening: Sequence[Cue]) -> SectionName | None:
    """The section opened by the longest phrase that fills what stands between, else by one before a colon."""
    right = left + len(raw[left:end].rstrip(_TAIL))
    filling = [cue for cue in opening if cue[1] >= right]
    before_colon = [cue for cue in opening if raw[cue[1] : cue[1] + 3].lstrip("* ").startswith(":")]
    best = max(filling or before_colon, key=itemgetter(1), default=None)
    return None if best is None else best[2]  # type: ignore[return-value]


def _opened_by_shape(bare: str, line: str, words: Sequence[str]) -> SectionName | None:
    """The section of the surest heading word in a line without its decoration, if it has a heading's shape."""
    if len(bare.rstrip(_TAIL)) > _LONGEST_HEADING or not _is_shaped_like_heading(line):
        return None
    return cast(SectionName, min(words, key=_RANK.__getitem__))


def _is_shaped_like_heading(line: str) -> bool:
    """Short, ends with a colon, or stands in capitals or title case without a bullet or full stop."""
    bare = line.strip().strip("*#_ ")
    if not bare or line.lstrip()[0] in _BULLETS:
        return bare.endswith(":") and len(bare) < 40 and not bare[0].isdigit()
    if bare.endswith(":"):
        return True
    if bare[-1] in ".,;" or len(bare.split()) > 8 or "degree" in bare.lower():
        return False
    words = [w for w in bare.split() if w[0].isalpha()]
    return bool(words) and sum(w[0].isupper() for w in words) * 2 > len(words) and len(words) > 1


def _told_by_phrases(groups: Sequence[str], current: SectionName, carried: SectionName) -> SectionName:
    """What a unit without heading is about, in the section ``current``; ``carried`` if it does not say."""
    if groups.count("legal") >= (1 if current in ("other", "about", "benefits") else 2):
        return "legal"
    if groups.count("benefits") >= (1 if current in ("other", "about") else 2):
        return "benefits"
    if current in ("other", "about"):
        for name in ("requirements", "duties", "about"):
            if name in groups:
                return name
    return current
