"""Employment types a posting offers: full time, part time, contract, temporary, internship.

The structured field speaks alone if it says anything (a title's "Intern" is added to it); else the title
and the sentences about the job itself. "Permanent" is no statement of hours: it is read as full time only
where nothing else is said.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Final, get_args

from rolescope.extract.cues import any_of, at_words
from rolescope.model import EmploymentType
from rolescope.text import Text, lower_same_length

_TYPES: Final[tuple[EmploymentType, ...]] = get_args(EmploymentType)
_Cues = dict[str, re.Pattern[str]]


def _read() -> tuple[dict[str, _Cues], dict[str, str]]:
    """The cues of each part of a posting, and which type each trigger word may mean."""
    path = files("rolescope.data").joinpath("cues", "employment.toml")
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    triggers = {word: name for name, words in tables.pop("trigger").items() for word in words}
    parts = {
        part: {name: re.compile(any_of(cues)) for name, cues in table.items()}
        for part, table in tables.items()
    }
    return parts, triggers


_CUES, _TRIGGERS = _read()
_BEFORE, _AFTER = 60, 60
_BENEFITS = (
    r"(?:all|our|eligible|regular|of|for|other) (?:\w+ )?(?:permanent,? )?full[ -]?time,? (?:\w+ )?(?:employees?|team|staff|salaried|members)"
    r"|permanent resident|authori[sz]ed to work [^.]{0,40}full[ -]?time basis|full[ -]?time (?:staff|employees?|equivalent|student|team members?|satisfactory|experience|work experience|paid)"
    r"|years? of full[ -]?time|internship(?:s)? (?:experience|do|or)|(?:including|or|prior|previous|through) internships?|employment contract"
    r"|(?:to|into|towards?) (?:an? )?(?:\w+ )?full[ -]?time (?:opportunit|employ|position|role|offer|conver)|(?:for|of) full[ -]?time (?:opportunit|employ|offer|conver)|(?:all|for|of|similar) full[ -]?time (?:roles|positions?|jobs)|(?:chance|opportunity|option|available) (?:to |for )(?:work |become |join )*full[ -]?time|(?:salaries|pay) for part[ -]?time|full or part[ -]?time|part[ -]?time status"
)
_OF_BENEFITS, _BEFORE_BENEFITS = re.compile(_BENEFITS), at_words(_BENEFITS)
# feeds lose breaks of lines: "Example CorpFull or part-time: full time"
_GLUED = re.compile(r"full(?<=\wfull)")
_IN_TITLE = at_words("|".join(words.pattern for words in _CUES["title"].values()))
_NOTHING: Final[frozenset[str]] = frozenset()


def find_employment(title: str, employment_text: str, text: Text) -> tuple[EmploymentType, ...]:
    """The employment types, in the order of the model.

    >>> from rolescope.text import read_text
    >>> find_employment("Data Analyst", "Contract, Full Time", read_text(""))
    ('full_time', 'contract')
    >>> find_employment("Data Analyst", "", read_text("We offer all full-time employees insurance."))
    ()
    """
    from_title, from_field = _from_title(title), _from_field(employment_text)
    said = from_field | (from_title & {"internship"}) if from_field else from_title | _from_text(text)
    if not said:
        return ()
    if said == {"permanent"}:
        said = frozenset({"full_time"})
    return tuple(kind for kind in _TYPES if kind in said)


@lru_cache(maxsize=4_096)
def _from_field(employment_text: str) -> frozenset[str]:
    return _named(_CUES["field"], lower_same_length(employment_text))


@lru_cache(maxsize=65_536)
def _from_title(title: str) -> frozenset[str]:
    lower = lower_same_length(title)
    return _named(_CUES["title"], lower) if _IN_TITLE.search(f" {lower}") else _NOTHING


def _named(cues: _Cues, lower: str) -> frozenset[str]:
    return frozenset(name for name, words in cues.items() if lower and words.search(lower))


def _from_text(text: Text) -> frozenset[str]:
    found = text.cues.get("employment")
    if not found:
        return _NOTHING
    lower, said = text.lower, set()
    for start, end, word in found:
        name = _TRIGGERS[word]
        if name not in said and lower[start:end] == word and _says(lower, name, start):
            said.add(name)
    return frozenset(said)


def _says(lower: str, name: str, at: int) -> bool:
    """Whether the place speaks of the job."""
    window = _without_benefits(lower[max(0, at - _BEFORE) : at + _AFTER])
    return _CUES["text"][name].search(window) is not None


def _without_benefits(window: str) -> str:
    told = _BEFORE_BENEFITS.search(f" {window}") or _GLUED.search(window)
    return _OF_BENEFITS.sub(" ", window) if told else window
