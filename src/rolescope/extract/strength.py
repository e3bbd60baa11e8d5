"""How strongly a posting asks for what it mentions: required, preferred or only mentioned."""

from __future__ import annotations

import re
from bisect import bisect_left

from rolescope.model import SectionName, Strength
from rolescope.text import Text

_BY_SECTION: dict[SectionName, Strength] = {"requirements": "required", "preferred": "preferred"}
_REACH = 160  # characters a cue reaches inside its sentence
_END = re.compile(r"[.?!] |[\n;]")


class StrengthReader:
    """Reads strengths in one text; a sentence's own cue beats the section it stands in."""

    def __init__(self, text: Text) -> None:
        self._raw = text.raw
        self._cues = sorted(text.cues.get("strength", ()))
        self._starts = [start for start, _, _ in self._cues]
        self._sentences: dict[int, tuple[int, int]] = {}

    def read(self, start: int, end: int, section: SectionName) -> Strength:
        """Strength of the mention at ``start:end``."""
        base = _BY_SECTION.get(section, "mentioned")
        if base == "preferred":
            return base
        low = bisect_left(self._starts, start - _REACH)
        if low == len(self._starts) or self._starts[low] >= end + _REACH:
            return base  # three mentions of four
        return self._nearest(start, end, low) or base  # type: ignore[return-value]

    def _nearest(self, start: int, end: int, low: int) -> str:
        """What the nearest cue of the same sentence says, of two equal ones the later; "" if there is none."""
        best, best_gap = "", _REACH + 1
        for at in range(low, len(self._cues)):
            cue_start, cue_end, group = self._cues[at]
            if cue_start >= end + _REACH:
                break
            gap = start - cue_end if cue_end <= start else cue_start - end
            if -1 <= gap <= best_gap:
                first, last = self._sentences.get(at) or self._find_sentence(at)
                if first <= end and start < last:
                    best, best_gap = group, gap
        return best

    def _find_sentence(self, at: int) -> tuple[int, int]:
        """What a cue can reach: from behind the mark that ends a sentence before it to the next such mark's end."""
        start, end, _ = self._cues[at]
        before = [mark.start() for mark in _END.finditer(self._raw, max(0, start - _REACH - 2), start)]
        after = _END.search(self._raw, end, end + _REACH + 2)
        reach = (before[-1] + 1 if before else 0, after.end() if after else len(self._raw) + 1)
        self._sentences[at] = reach
        return reach
