"""Years of experience a posting asks for, least of all its routes.

Convention: of the statements that ask ("5+ years of …", "at least two years"), the first general one
("N years of relevant experience") is the job's minimum; else the largest of the particular ones ("3 years
of SQL, 5 years of Java": nobody has the five without the three). Where degrees open several routes
("Bachelor and 5 years or Master and 3") the lowest counts. Wishes do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from rolescope.extract.cues import (
    WISH_HINTS_BEFORE,
    WISH_HINTS_BEHIND,
    any_of,
    heads_wishes,
    holds_one,
    read_cues,
    sentence_bounds,
    under_wish_heading,
)
from rolescope.model import Experience
from rolescope.text import Text

MOST_YEARS: Final = 25
_WORDS: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_CUES = read_cues("experience")
_STRENGTH = read_cues("strength")
_N = rf"(?:\d{{1,2}}(?:\.\d)?|{'|'.join(_WORDS[1:])})"
_NUMBER = re.compile(
    rf"(?=[\dotfsen])(?<![\d$€£/])(?<!\d[.,])(?P<low>{_N})(?:-ish)?\s?(?:\(\s?\d{{1,2}}\s?\+?\s?\))?\s?\+?\s?(?:years?|yrs?\.?)?"
    rf"(?:\s?(?:-|–|—|~|to|or|and|/|,? ?(?:but |and |or )?(?:typically|preferably|ideally|usually),?)\s?(?P<high>{_N})\s?(?:\(\s?(?P<digits>[\d -]{{1,6}})\+?\s?\))?)?"
    r"\s?(?:\+|plus|or more|or greater|full|solid|calendar|consecutive|and above|-|–)*\s?(?:\(s\))?\s?\Z"
)
_DIGIT = re.compile(r"\d")
_SPELLED = (*(word for word in _WORDS[1:] if not word.endswith("teen")), "thirt", "fif")
_UNIT = re.compile(r"(?:(?P<year>years?|yrs?|year\(s\))|months?)(?:\(s\))?['’`]*s?['’]?(?!-(?!exp))")
_GENERAL = re.compile(rf"\W*(?:of )?(?:\+ )?{any_of(_CUES['general'])}")
_EXPERIENCE = re.compile(any_of(_CUES["experience"]))
_BEFORE = re.compile(any_of(_CUES["before"]))
_NOT_AFTER = re.compile(rf"[\s'’)(s]*(?:(?!of )\w+[ -])?{any_of(_CUES['not_after'])}")
_NOT_BEFORE = re.compile(rf"(?:\b{any_of(_CUES['not_before'])})\s*(?:the |a |an |of |to )?\Z")
_COMPANY = re.compile(any_of(_CUES["company"]))
_COMPANY_HINTS: Final = (
    *(
        "our ",
        "we ",
        "we'",
        "we’",
        "with over ",
        "company",
        "has ",
        "history",
        "leave",
        "combined",
        "collectively",
    ),
    *(
        "founded",
        "established",
        "provider",
        "in business",
        "decade",
        "celebrat",
        "legacy",
        "trusted",
        "benefit",
    ),
    *("serving", "firm", "agency", "award", "pto", "401", "vesting", "vacation"),
)
_CANDIDATE = re.compile(any_of(_CUES["candidate"]))
_SUBSTITUTE = re.compile(any_of(_CUES["substitute"]))
_SUBSTITUTE_HINTS: Final = (
    *("additional", "equivalent to", "lieu", "substitut", "considered", "place of", "instead", "each year"),
)
_OR_YEARS = re.compile(
    r"(?:degree|bachelor|master|diploma|education|certification)[^.;\n]{0,90}\bor (?:equivalent |a minimum of |at least |minimum )?\Z"
)
_DEGREE = re.compile(
    r"\b(?:bachelor|master|ph\.?d|doctora|degree|b\.?s\b|m\.?s\b(?! (?:visual|office|excel|sql|word|access|project|power|azure|teams|share|dynamics|windows|suite|outlook))|b\.?a\b|diploma|high school|associate['’]?s)"
)
_WISH_AFTER = re.compile(
    rf"[^.;\n]{{0,110}}?\b(?P<word>{any_of(_STRENGTH['wish_behind'])})(?![a-z])(?! (?:in|with|from|at)\b)"
)
_WISH_REACH: Final = 130  # characters behind the years in which a wish for them begins, and its words
_ASKED_HINTS: Final = ("require", "must", "minimum")
_ASKED_AFTER = re.compile(r"[^.;\n]{0,90}?\b(?:required|must|minimum)\b")
_WISH_BEFORE = re.compile(
    rf"\b{any_of(_STRENGTH['wish_before'])}[ :,(–-]{{0,3}}(?:at least |with |a |minimum |of |have )*\Z"
)
_NEW_SENTENCE = re.compile(r"\w+ [A-Z]\w+ ")  # "… in a related field preferred Minimum 5 years"
_LABEL = re.compile(  # of the job, as "Experience: 5 years" is, and not "shell scripting experience: 1 year"
    r"(?:[\n•*|;.:,–-]\W*|\A\W*|\b(?:work|working|minimum|min|professional|total|relevant|related|required|desired|overall"
    r"|industry|years? of|level of|job|prior|general|and|&)\W+)experience ?(?:required|level|range|needed)? ?(?:\(years\) ?)?[:–-] ?(?:min(?:imum)?\.? |at least )?\Z"
)
_OR = re.compile(r"\bor (?:at least |a |an |minimum |of |with |have )*\Z")
_GOES_ON = re.compile(r"\W*(?:and|or|plus|with)\b")
_ROUTE_GAP: Final = 400  # characters between the years of two routes
_SENTENCE_REACH: Final = 150
_BULLET_START = re.compile(r"(?:^|[\n•·*;:(~>●▪-])\W{0,4}\Z")


class _Asked(NamedTuple):
    """One statement of years."""

    years: float
    routed: bool
    start: int
    end: int


def find_experience(text: Text) -> Experience | None:
    """The least years of experience asked for, with the span of the statement that says so.

    >>> from rolescope.text import read_text
    >>> find_experience(read_text("Bachelor's and 5+ years of experience, or Master's and 3 years")).minimum
    3.0
    >>> find_experience(read_text("We have 20 years of experience serving clients.")) is None
    True
    """
    asked = list(_read_asked(text))
    if not asked:
        return None
    routes = _routes(text.lower, asked)
    least = min(routes, key=lambda a: a.years) if routes else _overall(text.lower, asked)
    return Experience(least.years, least.start, least.end)


def _overall(lower: str, asked: list[_Asked]) -> _Asked:
    """The first general statement, else the largest of the particular ones."""
    if len(asked) == 1:
        return asked[0]
    general = next((a for a in asked if _is_general(lower, a.start, a.end)), None)
    return general or max(asked, key=lambda a: a.years)


def _routes(lower: str, asked: list[_Asked]) -> list[_Asked]:
    """The first run of statements each tied to a degree: "BS and 5 years, MS and 3"."""
    run: list[_Asked] = []
    for one in asked:
        if run and not _is_alternative(lower, run[-1], one):
            if len(run) > 1:
                return run
            run = []
        run.append(one)
    return run if len(run) > 1 else []


def _is_alternative(lower: str, before: _Asked, one: _Asked) -> bool:
    """Both tied to degrees, each to its own, or one of them and an "or" between."""
    if one.start - before.end > _ROUTE_GAP or not (one.routed or before.routed):
        return False
    if one.routed and before.routed and _DEGREE.search(lower, before.end, one.start):
        return True
    return _OR.search(lower, before.end, one.start) is not None


def _read_asked(text: Text) -> Iterator[_Asked]:
    """All statements that ask for years, in order."""
    lower = text.lower
    for at in text.triggers("experience"):
        unit = _UNIT.match(lower, at)
        number = _number_before(lower, at) if unit else None
        if unit is None or number is None:
            continue
        start, end = number.start(), unit.end()
        years = _years(number, is_month=unit["year"] is None)
        if years is None:
            continue
        sentence = sentence_bounds(lower, start, end, reach=_SENTENCE_REACH)
        routed = _is_routed(lower, start, end, sentence)
        if _asks(text, start, end, sentence, is_month=unit["year"] is None, routed=routed):
            yield _Asked(years, routed, start, end)


def _number_before(lower: str, at: int) -> re.Match[str] | None:
    """The number right before a unit, both ends of a range if it is one; where no word may be one, it has digits."""
    low = max(0, at - 44)
    if holds_one(_SPELLED, lower[low:at]):
        return _NUMBER.search(lower, low, at)
    for first in _DIGIT.finditer(lower, low, at):
        if number := _NUMBER.match(lower, first.start(), at):
            return number
    return None


def _years(number: re.Match[str], *, is_month: bool) -> float | None:
    """The lower end in years; None if no one asks for that many."""
    low = _value(number["low"])
    if number["high"] and _value(number["high"]) < low:
        low = _value(number["high"])
    years = round(low / 12, 2) if is_month else low
    return years if years <= MOST_YEARS else None


def _value(word: str) -> float:
    return float(_WORDS.index(word)) if word in _WORDS else float(word)


def _asks(
    text: Text, start: int, end: int, sentence: tuple[int, int], *, is_month: bool, routed: bool
) -> bool:
    """Whether years so written are experience the posting asks for, not wishes for."""
    lower = text.lower
    if _NOT_AFTER.match(lower, end) or _NOT_BEFORE.search(lower, max(0, start - 30), start):
        return False
    first, stop = sentence
    if (is_month or not routed) and not _is_experience(lower, first, start, end, stop, is_month=is_month):
        return False
    return not (
        _is_company(lower, first, start, stop)
        or _stands_in(lower, first, start, end, stop)
        or _is_wish(text, start, end)
    )


def _is_experience(lower: str, first: int, start: int, end: int, stop: int, *, is_month: bool) -> bool:
    """Words behind or before speak of experience; "5+ years" at a bullet's head needs none."""
    after = lower[end : min(stop, end + 70)]
    if is_month:
        return "experience" in after or "job offered" in after
    if _EXPERIENCE.search(after) or _BEFORE.search(lower, max(first, start - 60), start):
        return True
    return _BULLET_START.search(lower, max(0, start - 6), start) is not None or "+" in lower[start:end]


def _is_company(lower: str, first: int, start: int, stop: int) -> bool:
    """The sentence speaks of the company and not of who is looked for."""
    stop = min(stop, start + 80)
    if not holds_one(_COMPANY_HINTS, lower[first:stop]):
        return False
    said = _COMPANY.search(lower, first, stop)
    return said is not None and _CANDIDATE.search(lower, first, start) is None


def _stands_in(lower: str, first: int, start: int, end: int, stop: int) -> bool:
    """Years that replace a degree, and so are asked of nobody who has it."""
    stop = min(stop, end + 90)
    hinted = holds_one(_SUBSTITUTE_HINTS, lower[start:stop])
    if (hinted and _SUBSTITUTE.search(lower, start, stop)) or "in lieu" in lower[first:start]:
        return True
    return (
        _OR_YEARS.search(lower, max(first, start - 140), start) is not None
        and "year" not in lower[first:start]
    )


def _is_wish(text: Text, start: int, end: int) -> bool:
    lower, low = text.lower, max(0, start - 40)
    if holds_one(WISH_HINTS_BEFORE, lower[low:start]):
        wished = _WISH_BEFORE.search(lower, low, start)
        if wished and not _NEW_SENTENCE.match(text.raw, wished.start(), start + 1):
            return True
    after = lower[end : end + _WISH_REACH]
    wish = _WISH_AFTER.match(lower, end) if holds_one(WISH_HINTS_BEHIND, after) else None
    asked = _ASKED_AFTER.match(lower, end) if holds_one(_ASKED_HINTS, after) else None
    if wish and heads_wishes(text.raw, wish.start("word")):
        wish = None
    if wish and "year" not in wish[0] and (asked is None or wish.end() < asked.end()):
        return _is_whole(wish[0])
    return asked is None and under_wish_heading(text, start)


def _is_whole(words: str) -> bool:
    """Whether a wish speaks of the years, not of a thing named in brackets or after a comma."""
    return words.rfind("(") <= words.rfind(")") or re.search(r"\(\W*\w+(?: \w+)?\Z", words) is not None


def _is_general(lower: str, start: int, end: int) -> bool:
    """Whether the years are those of the job as a whole: "N years of work experience", "Experience: N years"."""
    if _GENERAL.match(lower, end, end + 70):
        return True
    return _LABEL.search(lower, max(0, start - 45), start) is not None


def _is_routed(lower: str, start: int, end: int, sentence: tuple[int, int]) -> bool:
    """A degree is named close by in the same sentence."""
    first, stop = sentence
    if _GOES_ON.match(lower, first):
        first = max(0, start - _SENTENCE_REACH)
    return (
        _DEGREE.search(lower, first, start) is not None
        or _DEGREE.search(lower, end, min(stop, end + 60)) is not None
    )
