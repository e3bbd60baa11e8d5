"""A posting cut into its parts: about, duties, requirements, preferred, benefits, legal, other.

Three signs, strongest first (DESIGN §4): a heading that fills its line or opens it before a colon;
a short line shaped like a heading that holds a heading's word; and, line by line, phrases that
give a line away. A heading rules until the next one; benefits and legal lines are told by
their own phrases wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rolescope.cues import Cue
from rolescope.model import Section, SectionName

_TELLING = frozenset({"headings", "heading_words", "lines"})
_LONGEST_HEADING = 70
_LONG_LINE = 300  # a longer line is told sentence by sentence: flattened postings are one line
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z•*\-])")
_GLUED: dict[str, SectionName] = {
    "Responsibilities": "duties",
    "Duties": "duties",
    "Requirements": "requirements",
    "Qualifications": "requirements",
    "Skills": "requirements",
    "Benefits": "benefits",
}
_GLUED_HEADING = re.compile(  # "…in the future)Responsibilities:": line breaks lost by a feed
    rf"(?P<kind>[A-Z][a-z]+ )?(?P<word>{'|'.join(_GLUED)})\s?:"
)
_GLUED_KINDS = ("Preferred ", "Desired ", "Required ", "Minimum ", "Basic ", "Key ", "Job ", "")
_BULLETS = "-•*·●▪"
_CLOSING = ("benefits", "legal")
_DECORATION = " \t*#_-•·:=~>|\u00a0"
_RANK: dict[str, int] = {
    "preferred": 0,
    "benefits": 1,
    "legal": 2,
    "requirements": 3,
    "duties": 4,
    "about": 5,
}


def find_sections(raw: str, cues: Sequence[Cue]) -> tuple[Section, ...]:
    """Sections that cover ``raw`` in order without gaps; neighbours differ in name."""
    ruling: SectionName = "other"  # by the last heading
    told: SectionName = "other"  # by the last unit's own phrases
    found: list[Section] = []
    for start, end, own in _units(raw, cues):
        heading = (own and _heading(raw, start, end, own)) or _glued_heading(raw, start)
        if heading is not None:
            ruling = told = heading
        else:
            goes_on = raw[start] in _BULLETS or (start > 0 and raw[start - 1] != "\n")
            carried = told if ruling == "other" and goes_on else ruling
            told = _told_by_phrases(own, ruling, carried)
            if told in _CLOSING and told != ruling and not goes_on:
                ruling = "other"  # prose of benefits or law ends what a heading opened
        if found and found[-1].name == told:
            found[-1] = Section(told, found[-1].start, end)
        else:
            found.append(Section(told, start, end))
    return tuple(found)


def _units(raw: str, cues: Sequence[Cue]) -> Iterator[tuple[int, int, list[Cue]]]:
    """Lines, or sentences of long lines, each with the cues that begin in it."""
    ordered = sorted((c for c in cues if c.kind in _TELLING), key=lambda c: c.start)
    here = 0
    for start, end in _bounds(raw):
        first = here
        while here < len(ordered) and ordered[here].start < end:
            here += 1
        yield start, end, ordered[first:here]


def _bounds(raw: str) -> Iterator[tuple[int, int]]:
    start = 0
    glued = _find_glued(raw)
    for line in _lines(raw, glued):
        end = start + len(line)
        if len(line) > _LONG_LINE:
            for stop in _SENTENCE_END.finditer(raw, start, end):
                yield start, stop.end()
                start = stop.end()
        yield start, end
        start = end


def _find_glued(raw: str) -> set[int]:
    """Where a heading is glued to the word before it; plain searches, since a pattern costs ten times more."""
    found = set()
    for word in _GLUED:
        at = raw.find(word, 1)
        while at > 0:
            kind = next(k for k in _GLUED_KINDS if raw.endswith(k, 0, at))
            start = at - len(kind)
            before = raw[start - 1 : start]
            if (before.islower() or before.isdigit() or before in (".", ")", "!")) and _GLUED_HEADING.match(
                raw, start
            ):
                found.add(start)
            at = raw.find(word, at + 1)
    return found


def _lines(raw: str, breaks: set[int]) -> list[str]:
    """Lines with their ends, parted further at ``breaks``."""
    if not breaks:
        return raw.splitlines(keepends=True)
    points = [0, *sorted(breaks), len(raw)]
    return [line for a, b in pairwise(points) for line in raw[a:b].splitlines(keepends=True)]


def _heading(raw: str, start: int, end: int, cues: Sequence[Cue]) -> SectionName | None:
    """The section that this unit opens, if it is or begins with a heading."""
    line = raw[start:end]
    left = start + len(line) - len(line.lstrip(_DECORATION))
    right = start + len(line.rstrip(_DECORATION + "\r\n?!."))
    opening = [c for c in cues if c.kind == "headings" and c.start <= left]
    whole = [c for c in opening if c.end >= right]
    before_colon = [c for c in opening if raw[c.end : c.end + 3].lstrip("* ").startswith(":")]
    best = max(whole or before_colon, key=lambda c: c.end, default=None)
    if best is not None:
        return best.group  # type: ignore[return-value]
    if right - left <= _LONGEST_HEADING and _is_shaped_like_heading(line):
        words = [c for c in cues if c.kind == "heading_words"]
        if words:
            return min(words, key=lambda c: _RANK[c.group]).group  # type: ignore[return-value]
    return None


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


def _glued_heading(raw: str, start: int) -> SectionName | None:
    """The section of a heading glued to the word before it."""
    match = _GLUED_HEADING.match(raw, start) if start and raw[start - 1] not in "\n " else None
    if match is None:
        return None
    if (match["kind"] or "").strip() in ("Preferred", "Desired"):
        return "preferred"
    return _GLUED[match["word"]]


def _told_by_phrases(cues: Sequence[Cue], current: SectionName, carried: SectionName) -> SectionName:
    """What a unit without heading is about, in the section ``current``; ``carried`` if it does not say."""
    groups = [c.group for c in cues if c.kind == "lines"]
    if not groups:
        return carried
    if groups.count("legal") >= (1 if current in ("other", "about", "benefits") else 2):
        return "legal"
    if groups.count("benefits") >= (1 if current in ("other", "about") else 2):
        return "benefits"
    if current in ("other", "about"):
        for name in ("requirements", "duties", "about"):
            if name in groups:
                return name
    return current
