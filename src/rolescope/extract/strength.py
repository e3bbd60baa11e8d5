"""How strongly a posting asks for what it mentions: required, preferred or only mentioned."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from rolescope.cues import Cue
from rolescope.model import SectionName, Strength
from rolescope.text import Text

_REACH = 160  # characters a cue reaches inside its sentence
_ENDS = (". ", "? ", "! ", "\n", ";")  # found one by one a fifth of the time of one pattern
_BULLETS = ("•", "·")
AHEAD = ("ideal", "preferab", "optionally")  # wishes for what comes behind them: "SQL, ideally also R"
DEGREE = re.compile(r"[,(].*\b(?:degree|master|ph\.?d|mba|doctorate|advanced)")
CRAFTS = (
    "xperience",
    "nowledge",
    "kills",
    "amiliarity",
    "roficiency",
)  # what a bracket's cue is about comes behind
_WHOLE_LIST = re.compile(r":|&|\b(?:and|or)\b")
GIVEN = re.compile(  # "gain experience with", "using your expertise in": what the job gives or makes use of
    r"\b(?:gain(?:ing)?|get|using|your|appl(?:y|ies)|leverag(?:e|ing)|utili[sz](?:e|ing)|demonstrates?|offer)\W+(?:[\w-]+\W+){0,2}\Z"
)


def _is_said(before: str) -> bool:
    """Whether what a bracket is about stands before it; "Experience (preferred) with R" says it behind."""
    return not before.endswith(CRAFTS) and any(map(str.isalnum, before))


class StrengthReader:
    """Reads strengths in one text; a sentence's own cue beats the section it stands in."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._cues = sorted(text.cues.get("strength", ()))
        self._starts = [*(start for start, _, _ in self._cues), len(text.raw) + 2 * _REACH]
        self._sentences: dict[int, tuple[int, int]] = {}
        self._ends = (*_ENDS, *(bullet for bullet in _BULLETS if bullet in text.raw))
        self._asks: Sequence[Cue] | None = None
        self._asked_to: dict[int, int] = {}

    def read(self, start: int, end: int, section: SectionName) -> Strength:
        """Strength of the mention at ``start:end``."""
        if section == "preferred":
            return "preferred"
        low = bisect_left(self._starts, start - _REACH)
        if self._starts[low] < end + _REACH and (nearest := self._nearest(start, end, low)):
            return nearest
        if section == "requirements":
            return "required"  # three mentions of four
        return "required" if self._is_asked(start) else "mentioned"

    def _nearest(self, start: int, end: int, low: int) -> Strength | None:
        """What the nearest cue of the same sentence says, of two equal ones the later."""
        best, best_gap, best_end = None, _REACH + 1, -1
        for at in range(low, len(self._cues)):
            cue_start, cue_end, group = self._cues[at]
            if cue_start >= end + _REACH:
                break
            gap = start - cue_end if cue_end <= start else cue_start - end
            if -1 <= gap <= best_gap and cue_end != best_end:  # "required" within "not required" says nothing
                first, last = self._sentences.get(at) or self._find_sentence(at)
                if first <= end and start < last and (cue_end <= start or self._reaches_back(at, end)):
                    best, best_gap, best_end = group, gap, cue_end
        return best

    def _reaches_back(self, at: int, end: int) -> bool:
        """Whether a cue is about what stands before it, too, up to ``end``."""
        cue_start, _, group = self._cues[at]
        if group != "preferred":
            return True
        lower = self._text.lower
        return not lower.startswith(AHEAD, cue_start) and not DEGREE.match(lower, end, cue_start)

    def _find_sentence(self, at: int) -> tuple[int, int]:
        """What a cue can reach: from behind the mark that ends a sentence before it to the next such mark's end.

        A cue in brackets reaches what is in them ("a cloud (AWS preferred), Docker"); one that opens them, what
        stands before them, of a list without "and" the last ("HTML, CSS, React (preferred)").
        """
        start, end, _ = self._cues[at]
        raw, low, high = self._text.raw, max(0, start - _REACH - 2), end + _REACH + 2
        first = max([raw.rfind(mark, low, start) for mark in self._ends]) + 1
        ends = [stop + len(mark) for mark in self._ends if (stop := raw.find(mark, end, high)) >= 0]
        last = min(ends, default=len(raw) + 1)
        opening = raw.rfind("(", first, start)
        if opening >= 0 and raw.find(")", opening, start) < 0:
            closing = raw.find(")", end, last)
            if start - opening > 2 or self._text.lower.startswith(AHEAD, start):
                first, last = opening, closing if closing >= 0 else last
            elif not raw.startswith("):", closing) and _is_said(raw[first:opening].rstrip()):
                first, last = self._find_item(first, opening), closing if closing >= 0 else last
        self._sentences[at] = first, last
        return first, last

    def _find_item(self, first: int, stop: int) -> int:
        """Where what a bracket at ``stop`` is about starts, not before ``first``."""
        comma = self._text.raw.rfind(",", first, stop)
        return first if comma < 0 or _WHOLE_LIST.search(self._text.raw, comma, stop) else comma + 1

    def _is_asked(self, start: int) -> bool:
        """Whether words such as "experience with" stand before it in its sentence, under no heading that asks."""
        if self._asks is None:
            self._asks = sorted([c for c in self._text.cues.get("lines", ()) if c[2] == "requirements"])
        at = bisect_left(self._asks, (start,)) - 1
        return at >= 0 and start < (self._asked_to.get(at) or self._find_asked_to(at))

    def _find_asked_to(self, at: int) -> int:
        assert self._asks is not None
        start, end, _ = self._asks[at]
        find, high = self._text.raw.find, end + _REACH
        to = min([stop for mark in self._ends if (stop := find(mark, end, high)) >= 0], default=high)
        if GIVEN.search(self._text.lower, max(0, start - 40), start):
            to = end
        self._asked_to[at] = to
        return to
