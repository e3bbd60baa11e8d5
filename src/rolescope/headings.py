"""A posting cut into units, and the part of a posting that each opens, if it is a heading.

A unit is a line, or a sentence of a long line: flattened postings are one line. Headings are told by a phrase
that fills the line or stands before its colon; by a heading's word in a line shaped like one; by the firm's own
name ("About Acme"). Feeds lose line breaks, so headings are looked for inside of lines, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Final

from rolescope.cues import Cue, Cues

# Where a unit starts, where its decoration ends, where the next one starts; the part it opens, if it is a heading;
# its phrases. A tuple, since there are fifty in a posting.
Unit = tuple[int, int, int, str | None, Sequence[Cue]]

# headings of one value on their line or the next ("Location"), and the part that value is
FIELDS: Final = {"place": "benefits", "posting": "apply"}
_LONGEST_HEADING = 70
_LONG_LINE = 300  # a longer line is told sentence by sentence: flattened postings are one line
_FLAT = 200  # characters a line on the average: line breaks are lost
# one pattern a mark: a search for one letter is ten times as quick as for one of four
_SENTENCE_ENDS = (
    re.compile(r"\.(?:\s+(?=[A-Z•*\-])|(?<=[a-z)]\.)(?=[A-Z][a-z]))"),
    *(re.compile(rf"{re.escape(mark)}\s+(?=[A-Z•*\-])") for mark in "!?;"),
)
_INNER_BULLETS = tuple(re.compile(sign) for sign in ("•", "·", "   ", "\u00a0\u00a0\u00a0"))
_COLON = re.compile(r"\s?:")
_TORN = re.compile(r"[A-Z][a-z]|[A-Z]{2}|A |\d|•")  # "Required Qualifications3 years": a line break is lost
_IN_TITLE_CASE = re.compile(r"[A-Z][\w'’]*(?: (?:and|of|the|to|in|for|&|[A-Z][\w'’]*))+")
_TITLE_GOES_ON = re.compile(r" +[A-Z0-9•·*\-–]")
_ASKED: Final = frozenset({"duties", "requirements", "preferred"})
_TORN_ENDS = tuple("0123456789.)!")
_FREE_ENDS = ("\n", ". ", "! ", "? ", ") ")
_GLUED_KINDS = ("Preferred ", "Desired ", "Required ", "Minimum ", "Basic ", "Key ", "Job ", "")
BULLETS = frozenset("-–*•·●▪◦‣►▸✓✔✅➢○■➔→")
SIGNS = "\u2100"  # arrows, bullets of other fonts, emoji lie beyond
_DECORATION = " \t\\*#_-–•·:=~>|●▪◦‣►▸✓✔✅➢○■➔→\u00a0\u200b\ufeff"
_WISHED = re.compile(  # "Bonus: Kafka", 39 of 40, is no pay
    r"(?i)bonus\s?:\s*(?=\w)(?![^\n]*(?:[%$£€]|annual|eligib|performance|target|quarter|bonus|\byes\b|year-end))"
)
_WISHES = re.compile(  # headings of this group alone are often in sentence case
    r"(?:Desirable|Desired|Preferred|Optional|Advantageous|Beneficial)(?: (?!locations?\b)[a-z&/,]+){1,3}:?$"
)
_IN_BRACKETS = re.compile(r"[:,][^(]*\([^)]*\)\W*$")  # an item: "Backend: Java, Kotlin (nice to have)"
_BEHIND = " \t\\*#_\r\n\u00a0"
TAIL = _DECORATION + "\r\n?!.…"
_ASKING = ("what", "who", "why", "how", "about", "where", "when", "is")
_RANK: dict[str, int] = {
    "preferred": 0,
    "apply": 1,
    "benefits": 2,
    "legal": 3,
    "requirements": 4,
    "duties": 5,
    "purpose": 6,
    "about": 7,
}


def read_units(raw: str, cues: Cues) -> Iterator[Unit]:
    """Units with the part each opens, and what phrases it has.

    A posting has fifty units, most without any cue; so the loop only asks whether the next cue is theirs.
    """
    openings: dict[int, list[Cue]] = {}
    for cue in cues.get("headings", ()):
        openings.setdefault(cue[0], []).append(cue)
    glued = _find_glued(raw, cues.get("glued", ()))
    if len(raw) > _FLAT * (raw.count("\n") + 1):
        glued |= _find_inner(raw, cues.get("headings", ()))
    lines = sorted([*cues.get("lines", ()), *_wishes(cues.get("strength", ()))])
    words = sorted(cues.get("heading_words", ()))
    line = word = start = 0  # the first cue that is not passed yet
    lines.append((len(raw) + 1, 0, ""))
    words.append(lines[-1])
    for end in _ends(raw, glued):
        left, first_word, first_line = start, word, line
        while left < end and ((sign := raw[left]) in _DECORATION or (sign > SIGNS and not sign.isalnum())):
            left += 1
        while words[word][0] < end:
            word += 1
        while lines[line][0] < end:
            line += 1
        if left == end or raw[left] in "\r\n":
            start = end
            continue
        opened = glued.get(start)
        if opened is None and left in openings:
            opened = _opened_by_phrase(raw, left, end, openings[left])
            if opened == "benefits" and _WISHED.match(raw, left, end):
                opened = None
        if opened is None and first_word < word and end - left < _LONGEST_HEADING + 8:
            cues_of = words[first_word:word], lines[first_line:line]
            opened = _opened_by_shape(raw[left:end], raw[start:left], *cues_of)
        if opened is None and raw.startswith(_NAMED, left):
            opened = _opened_by_name(raw, left, end)
        yield start, left, end, opened, lines[first_line:line] if first_line < line else ()
        start = end


def _wishes(strengths: Sequence[Cue]) -> list[Cue]:
    """Cues of strength, if one of them is a wish."""
    return [*strengths] if any(cue[2] == "preferred" for cue in strengths) else []


def _ends(raw: str, breaks: Iterable[int]) -> list[int]:
    """Where each unit ends: a line, what lies between ``breaks`` in it, or a sentence of a long line."""
    lines = _lines(raw, breaks)
    ends = list(accumulate(map(len, lines)))
    long = [(end - len(line), end) for line, end in zip(lines, ends, strict=True) if len(line) > _LONG_LINE]
    if long:
        bullets = [bullet for bullet in _INNER_BULLETS if bullet.pattern in raw]
        for start, end in long:
            ends += [stop.end() for mark in _SENTENCE_ENDS for stop in mark.finditer(raw, start, end)]
            ends += [stop.start() for mark in bullets for stop in mark.finditer(raw, start + 1, end)]
        ends.sort()
    return ends


def _lines(raw: str, breaks: Iterable[int]) -> list[str]:
    points = [0, *sorted(breaks), len(raw)]
    return [line for a, b in pairwise(points) for line in raw[a:b].splitlines(keepends=True)]


def _find_glued(raw: str, cues: Sequence[Cue]) -> dict[int, str]:
    """Headings glued to the word before or behind them, by where they start."""
    found: dict[int, str] = {}
    for at, end, part in cues:
        if not raw[at].isupper() or (raw[end : end + 1] in "\n, " and raw[end + 1 : end + 2] != ":"):
            continue
        kind = next(k for k in _GLUED_KINDS if raw.endswith(k, 0, at))
        start = at - len(kind)
        before = raw[max(0, start - 2) : start]
        torn = before[-1:].islower() or before.endswith(_TORN_ENDS)
        if (torn and _COLON.match(raw, end)) or (
            (torn or not before or before.endswith(_FREE_ENDS)) and _TORN.match(raw, end)
        ):
            found[start] = "preferred" if kind in ("Preferred ", "Desired ") else part
    return found


def _find_inner(raw: str, cues: Sequence[Cue]) -> dict[int, str]:
    """Headings inside a long line, by where they start: before a colon, or several words in title case."""
    found: dict[int, str] = {}
    for start, end, part in cues:
        if not start or raw[start - 1] != " " or not raw[start].isupper():
            continue
        named = (
            part in _ASKED and _IN_TITLE_CASE.fullmatch(raw, start, end) and _TITLE_GOES_ON.match(raw, end)
        )
        if (named or _COLON.match(raw, end)) and _line_length(raw, start) > _LONG_LINE:
            found[start] = part
    return {start: part for start, part in found.items() if part not in FIELDS}


def _line_length(raw: str, at: int) -> int:
    end = raw.find("\n", at)
    return (end if end >= 0 else len(raw)) - raw.rfind("\n", 0, at) - 1


def _opened_by_phrase(raw: str, left: int, end: int, opening: Sequence[Cue]) -> str | None:
    """The part opened by the longest phrase that fills what stands between, else by one before a colon."""
    right = left + len(raw[left:end].rstrip(TAIL))
    best, reach = None, 0
    for _, stop, part in opening:
        if stop >= right:
            reached = stop + len(raw)
        elif raw[stop : stop + 3].lstrip("* ")[:1] == ":":
            reached = stop
        else:
            continue
        if reached > reach:
            best, reach = part, reached
    return best


def _opened_by_shape(bare: str, before: str, words: Sequence[Cue], phrases: Sequence[Cue]) -> str | None:
    """The part of the surest heading word in a line without the decoration ``before`` it, if it has a heading's shape.

    A line that asks ("Experience with Docker") is an item of a list, unless it ends with a colon.
    """
    bare = bare.rstrip(_BEHIND)
    if bare[:1] in "DPOAB" and _WISHES.match(bare):
        return "preferred"
    if len(bare.rstrip(TAIL)) > _LONGEST_HEADING or not _is_shaped_like_heading(
        bare, before.strip()[:1] in BULLETS
    ):
        return None
    part = min([cue[2] for cue in words if not _is_part(cue, words)], key=_RANK.__getitem__)
    if part == "preferred" and _IN_BRACKETS.search(bare):
        return None
    if part == "requirements" and bare.endswith(":") and "year" not in bare and _only_wishes(phrases):
        return "preferred"
    if part == "requirements" and any(cue[2] == part for cue in phrases):
        return part if bare.endswith((":", "?")) else None
    return part


def _is_part(cue: Cue, words: Sequence[Cue]) -> bool:
    """Whether longer words have those of ``cue`` in them ("what you'll get" in "what you'll get to do")."""
    start, end, _ = cue
    return any(a <= start and end <= b and b - a > end - start for a, b, _ in words)


def _only_wishes(cues: Sequence[Cue]) -> bool:
    """Whether something is wished for, and what is required is so in a wish ("not required")."""
    wishes = [cue for cue in cues if cue[2] == "preferred"]
    asked = [cue for cue in cues if cue[2] == "required"]
    return bool(wishes) and all(any(a <= start and end <= b for a, b, _ in wishes) for start, end, _ in asked)


_STORY = re.compile(
    r"(?:About (?:the )?|Who (?:is|are) |What (?:is|does) )[A-Z0-9][^.:\n]{1,40}(?:[:?]|(?:, Inc)?\.?\s*$)"
)
_NAMED = ("About ", "Who ", "What ", "Why ", "The ")
_ROLE = re.compile(r"The (?:[A-Z][\w/&-]* ){1,5}(?:Role|Position|Opportunity)\s*:?\s*$")
_CALL = re.compile(r"Why (?:(?:join|work at|choose|work for) )?[A-Z][^.:\n]{1,30}(?:[:?]|\s*$)")


def _opened_by_name(raw: str, left: int, end: int) -> str | None:
    """What a heading with a firm's own name opens: "About Acme", "Why Acme?", or the role's: "The Web Developer Role"."""
    stop = min(end, left + 60)
    if raw.startswith("The ", left):
        return "purpose" if end <= stop and _ROLE.match(raw, left, stop) else None
    if _STORY.match(raw, left, stop):
        return "about"
    return "benefits" if _CALL.match(raw, left, stop) else None


def _is_shaped_like_heading(bare: str, bulleted: bool) -> bool:
    """Short, ends with a colon, asks, or stands in capitals or title case without a bullet or full stop."""
    if not bare or bulleted:
        return bare.endswith(":") and len(bare) < 40 and not bare[0].isdigit()
    if bare.endswith((":", "…", "...")):
        return True
    words = bare.split()
    asking = words[0].lower().startswith(_ASKING) and len(words) <= 12
    if asking and bare[-1] == "?":
        return True
    if bare[-1] in ".,;" or len(words) > (12 if asking else 8) or "degree" in bare.lower():
        return False
    named = [w for w in words if w[0].isalpha()]
    return bool(named) and len(named) > 1 and (asking or sum(w[0].isupper() for w in named) * 2 > len(named))


# what the native cutter (``_sections.c``) has to know; it calls the functions for the few units they are for
RULES: Final[dict[str, object]] = {
    "longest_heading": _LONGEST_HEADING,
    "long_line": _LONG_LINE,
    "flat": _FLAT,
    "decoration": _DECORATION,
    "tail": TAIL,
    "behind": _BEHIND,
    "bullets": "".join(sorted(BULLETS)),
    "asking": _ASKING,
    "named": _NAMED,
    "rank": _RANK,
    "fields": FIELDS,
    "find_glued": _find_glued,
    "find_inner": _find_inner,
    "opened_by_name": _opened_by_name,
    "is_wished": _WISHED.match,
    "are_wishes": _WISHES.match,
    "in_brackets": _IN_BRACKETS.search,
}
