"""How strongly a posting asks for what it mentions: required, preferred or only mentioned."""

from __future__ import annotations

from bisect import bisect_left

from rolescope.cues import Cue
from rolescope.model import SectionName, Strength
from rolescope.text import Text

_BY_SECTION: dict[SectionName, Strength] = {"requirements": "required", "preferred": "preferred"}
_REACH = 160  # characters a cue reaches inside its sentence
_ENDS = (". ", "\n", ";", "? ", "! ")


class StrengthReader:
    """Reads strengths in one text; a sentence's own cue beats the section it stands in."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._cues = sorted((c for c in text.cues if c.kind == "strength"), key=lambda c: c.start)
        self._starts = [c.start for c in self._cues]

    def read(self, start: int, end: int, section: SectionName) -> Strength:
        """Strength of the mention at ``start:end``."""
        base = _BY_SECTION.get(section, "mentioned")
        if not self._cues:
            return base
        cue = self._nearest_cue(start, end)
        return base if cue is None or base == "preferred" else cue.group  # type: ignore[return-value]

    def _nearest_cue(self, start: int, end: int) -> Cue | None:
        """The cue of the same sentence nearest to the mention; of two equal ones the later."""
        low = bisect_left(self._starts, start - _REACH)
        high = bisect_left(self._starts, end + _REACH)
        best: Cue | None = None
        best_gap = _REACH + 1
        for cue in self._cues[low:high]:
            gap = start - cue.end if cue.end <= start else cue.start - end
            if -1 <= gap <= best_gap and not self._parted(min(cue.end, end), max(cue.start, start)):
                best, best_gap = cue, gap
        return best

    def _parted(self, start: int, end: int) -> bool:
        between = self._text.raw[start:end]
        return any(mark in between for mark in _ENDS)
