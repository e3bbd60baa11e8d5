"""The degree a posting asks for: the lowest that suffices, and the one it prefers.

Degrees are read in the sentences that name one. Alternatives ("BS/MS/PhD", "Bachelor's or Master's") form
a group whose lowest counts; a wish ("Master's preferred") governs the group next to it. A degree in
benefits, company talk or a product name is none of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from rolescope.extract.cues import (
    NOT_ASKED_HINTS,
    WISH_HINTS_BEFORE,
    WISH_HINTS_BEHIND,
    any_of,
    at_words,
    heads_wishes,
    holds_one,
    read_cues,
    sentence_bounds,
    under_wish_heading,
    windows,
)
from rolescope.model import DEGREES, Degree, Education
from rolescope.text import Text

_CUES = read_cues("education")
_STRENGTH = read_cues("strength")
_NAMES: Final[tuple[Degree, ...]] = ("phd", "master", "bachelor", "associate", "highschool")
_DEGREE = re.compile(  # most places are told by the first look: degrees begin on a word border or so
    rf"(?:\b|(?=master|bachelor))(?:{'|'.join(f'(?P<{name}>{any_of(_CUES[name])})' for name in _NAMES)})"
)
FIRST_OF_DEGREE: Final = "abcdefghmnopqrstu24'‘"  # what degrees begin with: ``re`` leaps to these
_BY_FIRST = re.compile(rf"[{FIRST_OF_DEGREE}](?<=(?={_DEGREE.pattern})[\s\S])")
_ABBREVIATION = re.compile("|".join(f"(?P<{name}>{any_of(_CUES['short_' + name])})" for name in _NAMES[:4]))
_TRAP = at_words(any_of(_CUES["trap"]))
_OTHER_TALK = re.compile(any_of(_CUES["other_talk"]))
_HINTS = _CUES["other_talk_hint"]
_NONE = re.compile(any_of(_CUES["none_needed"]))
_LINK = re.compile(
    r"[\s'’`´sβ)]*(?:degrees?|level)?[\s(]*(?P<sep>,?\s*(?:and/or|or|to|/|\||and|–|-|&)|,)\s*(?:or|an?|the|higher|even|other)?\s*(?:an?\s)?"
)
_WISH = re.compile(rf"\b{any_of(_STRENGTH['wish_behind'] + _STRENGTH['not_asked'])}(?![a-z])")
_WISH_BEFORE = re.compile(
    rf"\b{any_of(_STRENGTH['wish_before'])}[^\w.;]{{0,3}}(?:an? |the |with |qualifications?\W{{1,3}}|education\W{{1,3}})*\Z"
)
_WISH_HINTS: Final = (*WISH_HINTS_BEHIND, *NOT_ASKED_HINTS)
_REQUIRED_HINTS: Final = ("require", "must", "minimum", "at least", "essential", "mandatory")
_REQUIRED = re.compile(r"\b(?:(?<!not )required|minimum|must|mandatory|at least|essential)\b")
_FIELD_WISH = re.compile(r"(?:preferably|ideally|preferred|desired) (?:in|from|with)\b")
_EQUIVALENT = re.compile(
    r"(?:equivalent|relevant|related|comparable|\bwork|practical|industry|professional)[\w /]{0,30}experiences?"
)
_IN_BRACKETS = re.compile(r"\s?\([^()]{1,24}\)")  # "a graduate degree (MS/PhD)"
_NOTHING_BETWEEN = re.compile(r"[\s'’.)s]*")
_GOES_ON = re.compile(r"\)\s?(?:or|and|,|/)")
_BESIDE = re.compile(r"experience|years?\b|\bbut\b|knowledge|skills|background|graduates")
_ELSEWHERE: Final = frozenset({"about", "benefits", "legal"})
_TALK_REACH: Final = 110
_BEFORE, _AFTER = 26, 48  # characters around a trigger word in which its whole phrase lies


class _Group(NamedTuple):
    """Degrees named as alternatives of each other."""

    degrees: tuple[Degree, ...]
    preferred: bool
    start: int
    end: int

    @property
    def lowest(self) -> Degree:
        return min(self.degrees, key=DEGREES.index)


def find_education(text: Text) -> Education | None:
    """Minimum and preferred degree, with the span of the minimum (else of the preferred) group.

    >>> from rolescope.text import read_text
    >>> found = find_education(read_text("Bachelor's degree in Statistics required, Master's preferred."))
    >>> (found.minimum, found.preferred)
    ('bachelor', 'master')
    >>> find_education(read_text("Certified Scrum Master with MS Office")) is None
    True
    """
    places = text.triggers("education")
    groups = _of_the_job(text, list(_groups(text, places)))
    none_needed = _none_needed(text.lower, places)
    asked = [group for group in groups if not group.preferred]
    wished = [group for group in groups if group.preferred]
    if none_needed:
        start, end = none_needed.span()
        apart = [group for group in wished if group.end <= start or group.start >= end]
        return Education("none", _best_wish(apart, "none"), start, end)
    if asked:
        least = min(asked, key=lambda group: DEGREES.index(group.lowest))
        return Education(least.lowest, _best_wish(wished, least.lowest), least.start, least.end)
    if wished:
        least = min(wished, key=lambda group: DEGREES.index(group.lowest))
        return Education(None, least.lowest, least.start, least.end)
    return None


class NamedDegree(NamedTuple):
    """A degree where it is named; ``group`` is the same for alternatives of each other ("BS, MS or PhD")."""

    degree: Degree
    start: int
    end: int
    group: int


def find_degrees(text: Text) -> tuple[NamedDegree, ...]:
    """All degrees named in running text, in order.

    >>> from rolescope.text import read_text
    >>> [(d.degree, d.group) for d in find_degrees(read_text("A master's degree or a PhD in physics."))]
    [('master', 0), ('phd', 0)]
    """
    return tuple(
        NamedDegree(_degree_of(match), match.start(), match.end(), number)
        for number, members in enumerate(_chain(text.lower, _find_named(text, text.triggers("education"))))
        for match in members
    )


def _of_the_job(text: Text, groups: list[_Group]) -> list[_Group]:
    """Degrees named in the firm's story or a form's questions speak only where no others do."""
    kept = [group for group in groups if text.section_at(group.start) not in _ELSEWHERE]
    return kept if any(not group.preferred for group in kept) else groups


def _none_needed(lower: str, places: Sequence[int]) -> re.Match[str] | None:
    """Where the posting says that no degree is needed."""
    named = [at for at in places if lower.startswith("degree", at)]
    spans = windows(named, len(lower), before=60, after=60)
    return next((match for span in spans if (match := _NONE.search(lower, *span))), None)


def _best_wish(wished: list[_Group], minimum: Degree) -> Degree | None:
    """The lowest preferred degree above the minimum."""
    above = [d for g in wished for d in g.degrees if DEGREES.index(d) > DEGREES.index(minimum)]
    return min(above, key=DEGREES.index, default=None)


def _groups(text: Text, places: Sequence[int]) -> Iterator[_Group]:
    """All groups of degrees asked for or wished for, in order."""
    kept = _find_named(text, places)
    for members in _chain(text.lower, kept):
        yield _judge(text, members, kept)


def _find_named(text: Text, places: Sequence[int]) -> list[re.Match[str]]:
    """Degrees that are asked of a candidate, where they are named."""
    raw, lower = text.raw, text.lower
    found = list(_spelled(lower, places))
    short = [m for first, stop in _short_spans(text) for m in _ABBREVIATION.finditer(raw, first, stop)]
    if short:
        found += [m for m in short if not any(_overlap(m, other) for other in found)]
        found.sort(key=lambda m: m.start())
    return [m for n, m in enumerate(found) if not _repeats(lower, found, n) and _counts(text, m)]


def _spelled(lower: str, places: Sequence[int]) -> Iterator[re.Match[str]]:
    """Degrees around trigger words, as ``_DEGREE.finditer`` gives them in twice the time."""
    for at, stop in windows(places, len(lower), before=_BEFORE, after=_AFTER):
        while first := _BY_FIRST.search(lower, at, stop):
            match = _DEGREE.match(lower, first.start(), stop)
            assert match is not None
            yield match
            at = match.end()


def _short_spans(text: Text) -> Iterator[tuple[int, int]]:
    """Stretches around "BS", "M.A." and their like, not overlapping."""
    done = 0
    for at, stop, _ in text.cues.get("short_degree", ()):
        if not text.raw[at].isupper():
            continue
        start, end = max(done, at - 5), stop + 14
        if start < end:
            yield start, end
        done = max(done, end)


def _repeats(lower: str, found: list[re.Match[str]], n: int) -> bool:
    """ "degree" right behind a named degree is the same one."""
    return (
        n > 0
        and lower.startswith("degree", found[n].start())
        and _NOTHING_BETWEEN.fullmatch(lower, found[n - 1].end(), found[n].start()) is not None
    )


def _overlap(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()


def _counts(text: Text, match: re.Match[str]) -> bool:
    """Whether the degree is asked of the candidate: no trap, no benefits, no company talk."""
    lower, start, end = text.lower, match.start(), match.end()
    if _TRAP.search(f" {lower[max(0, start - 24) : end + 24]}"):
        return False
    if not holds_one(_HINTS, lower[max(0, start - _TALK_REACH) : end + _TALK_REACH]):
        return True
    return _OTHER_TALK.search(lower, *sentence_bounds(lower, start, end, reach=_TALK_REACH)) is None


def _chain(lower: str, found: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """Runs of degrees linked as alternatives: "BS, MS or PhD", "Bachelor's/Master's"."""
    members: list[re.Match[str]] = []
    for n, match in enumerate(found):
        if members and not _linked(lower, found, n):
            yield members
            members = []
        members.append(match)
    if members:
        yield members


def _linked(lower: str, found: list[re.Match[str]], n: int) -> bool:
    """Linked to the one before; a bare comma links only where an "or" follows in the same run."""
    link = _LINK.fullmatch(lower, found[n - 1].end(), found[n].start())
    if link is None:
        return False
    return link["sep"] != "," or (n + 1 < len(found) and _linked(lower, found, n + 1))


def _judge(text: Text, members: list[re.Match[str]], every: list[re.Match[str]]) -> _Group:
    start, end = members[0].start(), members[-1].end()
    degrees = tuple(_degree_of(m) for m in members)
    return _Group(degrees, _is_wished(text, start, end, every), start, end)


def _degree_of(match: re.Match[str]) -> Degree:
    return next(name for name in _NAMES if name == match.lastgroup)


def _is_wished(text: Text, start: int, end: int, every: list[re.Match[str]]) -> bool:
    """A wish right before the group, or behind it before the next degree in the sentence."""
    lower = text.lower
    low = max(0, start - 45)
    if holds_one(WISH_HINTS_BEFORE, lower[low:start]) and _WISH_BEFORE.search(lower, low, start):
        return True
    spelled = _IN_BRACKETS.match(lower, end)
    if spelled and not _WISH.search(spelled[0]):
        end = spelled.end()
    _, stop = sentence_bounds(lower, start, end, reach=160)
    limit = min([stop, *[at for m in every if (at := m.start()) >= end]])
    after = lower[end:limit]
    asked = _REQUIRED.search(lower, end, limit) if holds_one(_REQUIRED_HINTS, after) else None
    wishes = (
        _WISH.finditer(lower, end, asked.start() if asked else limit) if holds_one(_WISH_HINTS, after) else ()
    )
    for wish in wishes:
        if not heads_wishes(text.raw, wish.start()) and _governs(lower, end, wish):
            return True
    return asked is None and under_wish_heading(text, start)


def _governs(lower: str, end: int, wish: re.Match[str]) -> bool:
    """Whether a wish behind a degree speaks of the degree, not of its field or of experience beside it."""
    between = _EQUIVALENT.sub("", lower[end : wish.start()])
    opened = between.rfind("(")
    if opened > between.rfind(")") and (between[opened + 1 :].strip() or _GOES_ON.match(lower, wish.end())):
        return False  # "a degree in Engineering (preferred) or Computer Science"
    return _BESIDE.search(between) is None and not _FIELD_WISH.match(lower, wish.start())
