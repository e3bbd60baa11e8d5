"""A posting cut into its parts: about, duties, requirements, preferred, benefits, legal, other.

Three signs, strongest first (DESIGN §4): a heading that fills its line or opens it before a colon;
a short line shaped like a heading that holds a heading's word; and, line by line, phrases that
give a line away. A heading rules until the next one; benefits and legal lines are told by
their own phrases wherever they stand.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from operator import itemgetter

from rolescope.cues import Cue, Cues
from rolescope.model import Section, SectionName

_LONGEST_HEADING = 70
_LONG_LINE = 300  # a longer line is told sentence by sentence: flattened postings are one line
_SENTENCE_END = re.compile(r"[.!?;]\s+(?=[A-Z•*\-])")
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


def find_sections(raw: str, cues: Cues) -> tuple[Section, ...]:
    """Sections that cover ``raw`` in order without gaps; neighbours differ in name.

    Args:
        raw: the text as stored.
        cues: of classes ``headings``, ``heading_words`` and ``lines`` (``cues.find_cues``).
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


def _units(raw: str, cues: Cues) -> Iterator[tuple[int, SectionName | None, list[str]]]:
    """Start of each unit, the section it opens if it does, and what its phrases tell."""
    headings = _Headings(raw, cues)
    lines, words = sorted(cues.get("lines", ())), sorted(cues.get("heading_words", ()))
    line_starts, word_starts = [cue[0] for cue in lines], [cue[0] for cue in words]
    start = line = word = 0
    for end in _ends(raw):
        first_line, line = line, bisect_left(line_starts, end, line)
        first_word, word = word, bisect_left(word_starts, end, word)
        opened = headings.read(start, end, words[first_word:word])
        yield start, opened, [cue[2] for cue in lines[first_line:line]]
        start = end


def _ends(raw: str) -> list[int]:
    """Where each unit ends: a line, or a sentence of a long line."""
    lines = _lines(raw, _find_glued(raw))
    ends = list(accumulate(map(len, lines)))
    long = [(end - len(line), end) for line, end in zip(lines, ends, strict=True) if len(line) > _LONG_LINE]
    if long:
        ends += [stop.end() for start, end in long for stop in _SENTENCE_END.finditer(raw, start, end)]
        ends.sort()
    return ends


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


class _Headings:
    """Reads which units of one text are, or begin with, a heading."""

    def __init__(self, raw: str, cues: Cues) -> None:
        self._raw = raw
        self._openings: dict[int, list[Cue]] = {}
        for cue in cues.get("headings", ()):
            self._openings.setdefault(cue[0], []).append(cue)

    def read(self, start: int, end: int, words: Sequence[Cue]) -> SectionName | None:
        """The section that the unit opens, if it does; ``words`` are its ``heading_words``."""
        left = start
        while left < end and self._raw[left] in _DECORATION:
            left += 1
        opening = self._openings.get(left) if left < end else None
        if opening is None and not words:
            return _glued_heading(self._raw, start)
        line = self._raw[start:end]
        right = start + len(line.rstrip(_DECORATION + "\r\n?!."))
        best = self._opened_by(opening, right) if opening else None
        if best is None and words and right - left <= _LONGEST_HEADING and _is_shaped_like_heading(line):
            best = min((cue[2] for cue in words), key=_RANK.__getitem__)
        return best or _glued_heading(self._raw, start)  # type: ignore[return-value]

    def _opened_by(self, opening: Sequence[Cue], right: int) -> str | None:
        """The longest phrase that fills the unit, else the longest before a colon."""
        filling = [c for c in opening if c[1] >= right]
        before_colon = [c for c in opening if self._raw[c[1] : c[1] + 3].lstrip("* ").startswith(":")]
        best = max(filling or before_colon, key=itemgetter(1), default=None)
        return None if best is None else best[2]


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
