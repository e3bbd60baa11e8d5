"""Employment types a posting offers: full time, part time, contract, temporary, internship.

The structured field speaks alone if it says anything (a title's "Intern" is added to it); else the title
and the sentences about the job itself. "Permanent" is no statement of hours: it is read as full time only
where nothing else is said.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Final, get_args

from rolescope.extract.cues import any_of
from rolescope.model import EmploymentType
from rolescope.text import Text, lower_same_length

_TYPES: Final[tuple[EmploymentType, ...]] = get_args(EmploymentType)
_Cues = dict[str, re.Pattern[str]]


def _read() -> dict[str, _Cues]:
    path = files("rolescope.data").joinpath("cues", "employment.toml")
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        part: {name: re.compile(any_of(cues)) for name, cues in table.items()}
        for part, table in tables.items()
    }


_CUES = _read()
_TRIGGERS: Final = {
    "full_time": ("full-time", "full time", "fulltime"),
    "part_time": ("part-time", "part time"),
    "contract": ("contract", "freelance", "c2c", "corp", "1099", "ir35"),
    "temporary": ("temporary", "fixed", "seasonal", "maternity"),
    "internship": ("intern ", "internship", "intern,"),
    "permanent": ("permanent", "direct hire", "direct-hire"),
}
_BEFORE, _AFTER = 60, 60
_BENEFITS = re.compile(
    r"(?:all|our|eligible|regular|of|for|other) (?:\w+ )?(?:permanent,? )?full[ -]?time,? (?:\w+ )?(?:employees?|team|staff|salaried|members)"
    r"|permanent resident|full[ -]?time (?:staff|employees?|equivalent|student|team members?|satisfactory|experience|work experience|paid)"
    r"|years? of full[ -]?time|internship(?:s)? (?:experience|do|or)|(?:including|or|prior|previous|through) internships?|employment contract"
    r"|full[ -]?time opportunity|(?:salaries|pay) for part[ -]?time|full or part[ -]?time|part[ -]?time status"
)


def find_employment(title: str, employment_text: str, text: Text) -> tuple[EmploymentType, ...]:
    """The employment types, in the order of the model.

    >>> from rolescope.text import read_text
    >>> find_employment("Data Analyst", "Contract, Full Time", read_text(""))
    ('full_time', 'contract')
    >>> find_employment("Data Analyst", "", read_text("We offer all full-time employees insurance."))
    ()
    """
    from_title = _named(_CUES["title"], lower_same_length(title))
    said = _named(_CUES["field"], lower_same_length(employment_text))
    said = said | (from_title & {"internship"}) if said else from_title | _from_text(text.lower)
    if said == {"permanent"}:
        said = {"full_time"}
    return tuple(kind for kind in _TYPES if kind in said)


def _named(cues: _Cues, lower: str) -> set[str]:
    return {name for name, words in cues.items() if lower and words.search(lower)}


def _from_text(lower: str) -> set[str]:
    return {name for name, words in _TRIGGERS.items() if any(_says(lower, name, word) for word in words)}


def _says(lower: str, name: str, word: str) -> bool:
    """Whether any place that has the word speaks of the job."""
    at = lower.find(word)
    cues = _CUES["text"][name]
    while at >= 0:
        window = _BENEFITS.sub(" ", lower[max(0, at - _BEFORE) : at + _AFTER])
        if cues.search(window):
            return True
        at = lower.find(word, at + len(word))
    return False
