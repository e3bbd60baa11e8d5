"""A posting cut into its parts: about, duties, requirements, preferred, benefits, legal, other.

Headings first (``headings``, DESIGN §4): one rules until the next. Under it, line by line, phrases that give a
line away: benefits and legal lines are told by their own phrases wherever they stand, a wish ("… a plus") is
``preferred`` in a list of what is required, and a part that has no heading anywhere is told by its phrases in
prose. What a posting begins with is what the role is for.

Two parts of the cutting have no name of their own outside: ``purpose``, what the role is for, is ``about``
that says what the work is, and ``apply``, how to apply, is ``other`` that asks for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from rolescope.cues import Cues, first_words, packed_type
from rolescope.headings import BULLETS, FIELDS, RULES, SIGNS, TAIL, Unit, read_units
from rolescope.model import Section, SectionName

try:
    from rolescope import _sections
except ImportError:  # pragma: no cover - installed where no compiler was
    _sections = None  # type: ignore[assignment]

Part = SectionName | Literal["purpose", "apply"]

_NAMES: Final[dict[str, SectionName]] = {"purpose": "about", "apply": "other"}
_SILENT: Final = frozenset({"about", "benefits", "legal", "apply"})
_LOOSE: Final = frozenset({"about", "purpose", "other", "apply"})  # no ask: a line's own phrases tell
_CLOSING: Final = frozenset({"benefits", "legal", "apply"})
_PROSE: Final = frozenset({"about", "purpose"})
_BARE = 40  # a longer unit is more than a heading
_LONG = 400  # a longer unit is no single sentence
_PARAGRAPH = 80  # a longer line without a bullet is prose
_ASKING_PARTS: Final[tuple[Part, ...]] = ("requirements", "duties")
# beside a firm's story these say what the role is for
_ROLE_GROUPS: Final = frozenset({"requirements", "duties", "purpose"})
_ASKS = re.compile(r"(?i)\b(?:require|minimum|must|basic|essential|mandatory)")
_GIVES = re.compile(r"(?i)\b(?:chance|opportunity|opportunities) to\W*$")
_MONEY = re.compile(r"[$£€]\s?\d")
_STOPS = (".", ":", "!", "?", ";")


def find_sections(raw: str, cues: Cues) -> tuple[Section, ...]:
    """Sections that cover ``raw`` in order without gaps; neighbours differ in name or silence.

    Args:
        raw: the text as stored.
        cues: of classes ``headings``, ``heading_words``, ``lines``, ``strength`` and ``glued``
            (``cues.cue_scanner``).
    """
    if not raw:
        return ()
    parts = cut(raw, cues)
    stops = [*(start for start, _ in parts[1:]), len(raw)]
    return tuple(
        [
            Section(_NAMES.get(part) or part, start, stop, part in _SILENT)  # type: ignore[arg-type]
            for (start, part), stop in zip(parts, stops, strict=True)
        ]
    )


def cut_in_python(raw: str, cues: Cues) -> list[tuple[int, Part]]:
    """Where each part starts and what it is; neighbours differ."""
    return _tell(raw, list(read_units(raw, cues)))


def _tell(raw: str, units: Sequence[Unit]) -> list[tuple[int, Part]]:
    """Where each part starts and what it is; neighbours differ.

    One loop over local names: there are fifty units in a posting, and most say nothing themselves.
    """
    parts: list[tuple[int, Part]] = []
    headed = frozenset([unit[3] for unit in units])
    ruling: Part = "purpose"  # by the last heading
    told: Part = "purpose"  # by the last unit's own phrases
    last: Part | None = None
    awaited: Part | None = None  # by a field whose value stands on the next line
    below: str | None = None  # what the unit before opened
    listed = False  # whether the ruling part has had a list
    begun = False  # whether more has been said than the title and its facts
    for unit in units:
        start, left, end, opened, cues = unit
        if not begun:
            begun = opened is not None or _is_sentence(raw[left:end])
        if opened is not None:
            if opened in FIELDS:
                told = FIELDS[opened]  # type: ignore[assignment]
                awaited = None if ":" in raw[left:end].rstrip(TAIL) else told
            else:
                if opened == "requirements" and below == "preferred" and not _ASKS.search(raw, left, end):
                    opened = below  # "Preferred:", "Education:"
                if ruling == "benefits" and _GIVES.search(raw[left:end]):
                    opened = ruling  # "You will have the chance to:"
                ruling = told = opened  # type: ignore[assignment]
                listed, awaited = False, None
        elif awaited is not None:
            told, awaited = awaited, None
        elif not begun:
            told = "benefits" if _MONEY.search(raw, left, end) else "other"
        else:
            item = left > start and ((sign := raw[start:left].lstrip()[:1]) in BULLETS or sign > SIGNS)
            if raw[left].isdecimal() and raw[left + 1 : left + 3] in (". ", ") "):
                item = True
            goes_on = item or (start > 0 and raw[start - 1] != "\n")
            told_on = told != "about" and (item or told != "benefits" or not _speaks_of_role(raw, left, end))
            carried = told if goes_on and told_on and ruling in _LOOSE else ruling
            if carried == "purpose" and "duties" not in headed and (item or _begins_duty(raw, left)):
                carried = "duties"
            told = carried
            if cues:
                prose = listed and not item and end - start > _PARAGRAPH
                told = _told_by_phrases(raw, unit, (ruling, carried), headed, prose=prose, item=item)
                if told == "preferred" != ruling and _is_lead_in(raw[left:end].rstrip()):
                    ruling = told  # "The following are a plus:"
                elif told != ruling and told in _CLOSING and not goes_on and ruling not in _PROSE:
                    ruling = "other"  # prose of benefits or law ends what a heading opened
            listed = listed or item
        below = opened if end - start < _BARE else None  # "Desirable: a degree" heads nothing below
        if told != last:
            last = told
            parts.append((start if parts else 0, told))
    return parts or [(0, "other")]


_OF_ROLE = ("person ", "candidate ", "applicant ", "role ", "position ", "successful ", "right ", "ideal ")


def _speaks_of_role(raw: str, left: int, end: int) -> bool:
    """Whether a sentence begins with the one who is sought or the role ("The right person will …")."""
    return raw[left:end].lower().removeprefix("this ").removeprefix("the ").startswith(_OF_ROLE)


def _is_lead_in(line: str) -> bool:
    return line.endswith(":") or (not line.endswith(".") and " the following " in line)


def _is_sentence(line: str) -> bool:
    """Whether a line is more than a title, a place, a pay: long, or ended as sentences are."""
    return len(line) > _PARAGRAPH or line.count(" ") > 8 or line.rstrip().endswith(_STOPS)


def _begins_duty(raw: str, left: int) -> bool:
    """Whether the unit begins with what one does ("Design and build …"), as items without bullets do."""
    word, space, _ = raw[left : left + 16].partition(" ")
    return bool(space) and word[0].isupper() and word.lower().rstrip(",") in first_words()


def _told_by_phrases(
    raw: str,
    unit: Unit,
    ruled: tuple[Part, Part],
    headed: frozenset[str | None],
    *,
    prose: bool,
    item: bool,
) -> Part:
    """What a unit without heading is about; where its phrases do not say, what is carried to it.

    Prose behind a list, and parts that ask for nothing, leave it to one phrase; lists need two to differ.

    Args:
        raw: the text.
        unit: the unit.
        ruled: the part of the last heading, and the one that is carried.
        headed: parts that have a heading somewhere; prose is not told to be one of them.
        prose: whether it is prose behind a list.
        item: whether it is an item of a list.
    """
    ruling, carried = ruled
    groups = [cue[2] for cue in unit[4]]
    loose = ruling in _LOOSE or prose
    if unit[2] - unit[1] > _LONG and _count(groups, *_ASKING_PARTS) > _count(groups, *_CLOSING):
        groups = [group for group in groups if group not in _CLOSING]  # a whole posting in one line
    if "preferred" in groups and carried not in ("about", *_CLOSING) and _is_lead_in_wish(raw, unit):
        return "preferred"
    if "legal" in groups and (loose or ruling == "benefits" or groups.count("legal") > 1):
        return "legal"
    if "apply" in groups and (loose or ruling in _CLOSING or groups.count("apply") > 1):
        return "apply"
    if "benefits" in groups and (loose or groups.count("benefits") > 1):
        return "benefits"
    if "preferred" in groups and carried not in ("about", *_CLOSING) and _is_wish(raw, unit):
        return "preferred"
    if not loose or ruling in groups:
        return "requirements" if ruling == "benefits" and item and "requirements" in groups else ruling
    for name in _ASKING_PARTS:
        if name in groups and (item or carried in _CLOSING or name not in headed):
            return name
    story = "about" in groups or carried == "about"
    return ("about" if _ROLE_GROUPS.isdisjoint(groups) else "purpose") if story else carried


def _is_lead_in_wish(raw: str, unit: Unit) -> bool:
    """Whether it is the head of a list of wishes ("Bonus points for … make your application stand out:")."""
    return raw[unit[1] : unit[2]].rstrip().endswith(":") and _is_wish(raw, unit)


def _count(groups: Sequence[str], *names: str) -> int:
    return sum(map(groups.count, names))


_DEGREE = re.compile(r"(?i)\b(?:degree|master|ph\.?d|mba|doctorate|m\.?sc?\b|advanced)")
_YEARS = re.compile(r"\W*\d+\+? years")
_PARTED = frozenset("(,;.:")  # "Strong SQL, ideally Go" asks for SQL
_BEFORE_ONLY = ("preferably", "ideally", "optionally")


def _is_wish(raw: str, unit: Unit) -> bool:
    """Whether the whole unit is only wished for: a wish begins it or ends it, and nothing in it is asked for."""
    _, left, stop, _, cues = unit
    if any(cue[2] == "required" for cue in cues):
        return False
    right = left + len(raw[left:stop].rstrip(TAIL))
    quoted = [cue for cue in cues if cue[2] == "mentioned"]
    for start, end, group in cues:
        if group != "preferred" or any(a <= start and end <= b for a, b, _ in quoted):
            continue
        if start - left <= 12 and _PARTED.isdisjoint(raw[left:start]):
            return True
        if right - end <= 14 and not raw[start:end].lower().startswith(_BEFORE_ONLY):
            return not _is_wish_in_part(raw[left:start])
    return False


def _is_wish_in_part(before: str) -> bool:
    """Whether a wish at the end is for the last of several things only: a degree, a second sentence."""
    if ";" in before or ". " in before or before.rfind("(") > before.rfind(")"):
        return True
    several, comma, last = before.rpartition(",")
    return bool(comma) and (_DEGREE.search(last) is not None or _YEARS.match(several) is not None)


_RULES: Final[dict[str, object]] = RULES | {
    "packed_type": packed_type(),
    "bare": _BARE,
    "long": _LONG,
    "paragraph": _PARAGRAPH,
    "of_role": _OF_ROLE,
    "stops": _STOPS,
    "asks": _ASKS.search,
    "gives": _GIVES.search,
    "begins_duty": _begins_duty,
    "is_wish": _is_wish,
}
# the native cutter (``_sections.c``) finds exactly what ``cut_in_python`` finds, in a sixth of its time
cut = _sections.Cutter(_RULES).cut if _sections else cut_in_python
