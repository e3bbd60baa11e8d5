"""How strongly a posting asks for what it mentions: required, preferred or only mentioned."""

from __future__ import annotations

from bisect import bisect_left

from rolescope.model import SectionName, Strength
from rolescope.text import Text

_BY_SECTION: dict[SectionName, Strength] = {"requirements": "required", "preferred": "preferred"}
_REACH = 160  # characters a cue reaches inside its sentence
_ENDS = (". ", "\n", ";", "? ", "! ")


class StrengthReader:
    """Reads strengths in one text; a sentence's own cue beats the section it stands in."""

    def __init__(self, text: Text) -> None:
        self._raw = text.raw
        self._cues = sorted(text.cues.get("strength", ()))
        self._starts = [start for start, _, _ in self._cues]

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
        for cue_start, cue_end, group in self._cues[low:]:
            if cue_start >= end + _REACH:
                break
            gap = start - cue_end if cue_end <= start else cue_start - end
            if -1 <= gap <= best_gap and not self._parted(min(cue_end, end), max(cue_start, start)):
                best, best_gap = group, gap
        return best

    def _parted(self, start: int, end: int) -> bool:
        between = self._raw[start:end]
        return any(mark in between for mark in _ENDS)
