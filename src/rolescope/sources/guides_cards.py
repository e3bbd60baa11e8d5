"""Job cards beside an article: advertised jobs that say nothing of the article's roles.

A card is three lines; its pay may run into the title of the next::

    Data Engineer
    @ Example Ltd | Leeds, UK
    Full Time Mid-level / Intermediate USD 100K - 130KSenior Data Scientist
    @ …
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rolescope.model import JobCard
from rolescope.sources.guides_headings import load_vocabulary
from rolescope.sources.guides_layout import Line

_PLACE = re.compile(r"@\s+(?P<employer>[^|\n]{1,200}?)\s*(?:\|\s*(?P<location>.{0,300}?))?\s*")
_AMOUNT = r"\d[\d.,]*(?:\s?[KkMm])?\+?"
_PER = r"(?:\s*(?:/|per|an?)\s*(?:hour|day|week|month|year|annum))?"
_BETWEEN = r"[\s|·•,]*"


@dataclass(frozen=True, slots=True)
class _Details:
    employment: str = ""
    level: str = ""
    pay: str = ""
    rest: str = ""


def find_cards(text: str, lines: Sequence[Line]) -> tuple[tuple[JobCard, ...], frozenset[int]]:
    """The cards in order, and the numbers of the lines they take."""
    cards: list[JobCard] = []
    taken: set[int] = set()
    run_on = ""
    for number in range(1, len(lines)):
        place = _PLACE.fullmatch(text, lines[number].start, lines[number].end)
        details = _details_below(text, lines, number)
        if place is None or lines[number].bullet or not (details or place["location"]):
            continue
        above = lines[number - 1]
        title = run_on if number - 1 in taken else text[above.start : above.end]
        cards.append(_to_card(title, place, details or _Details()))
        taken |= {number - 1, number} | ({number + 1} if details else set())
        run_on = details.rest if details else ""
    return tuple(cards), frozenset(taken)


def _to_card(title: str, place: re.Match[str], details: _Details) -> JobCard:
    return JobCard(
        title=title.strip(),
        employer=place["employer"].strip(),
        location=place["location"] or "",
        employment_text=details.employment,
        level_text=details.level,
        pay_text=details.pay,
    )


def _details_below(text: str, lines: Sequence[Line], number: int) -> _Details | None:
    if number + 1 >= len(lines):
        return None
    return read_details(text[lines[number + 1].start : lines[number + 1].end])


def read_details(line: str) -> _Details | None:
    """Employment, level and pay at the beginning of a card's last line; None if it has none of them.

    >>> read_details("Full Time USD 120K - 150KData Modeller")
    _Details(employment='Full Time', level='', pay='USD 120K - 150K', rest='Data Modeller')
    """
    match = _details_pattern().match(line[:500])
    if match is None or not (match["employment"] or match["level"] or match["pay"]):
        return None
    found = {name: value or "" for name, value in match.groupdict().items()}
    return _Details(**found, rest=line[match.end() :].strip())


@cache
def _details_pattern() -> re.Pattern[str]:
    words = load_vocabulary().cards
    kind = "(?:" + "|".join(_spaced(w) for w in words["employment"]) + ")"
    level = "|".join([*map(re.escape, words["levels"]), r"[A-Z][a-z]+[- ]level(?:\s*/\s*[A-Z][a-z]+)?"])
    money = "(?:" + "|".join(map(re.escape, words["currencies"])) + ")"
    pay = rf"{money}\s?{_AMOUNT}(?:\s*[-–—]\s*(?:{money}\s?)?{_AMOUNT})?{_PER}"
    return re.compile(
        rf"(?P<employment>(?i:{kind}(?:[\s,/]+{kind})*))?{_BETWEEN}(?P<level>{level})?{_BETWEEN}(?P<pay>{pay})?"
    )


def _spaced(words: str) -> str:
    return re.escape(words).replace(r"\ ", "[ -]")
