"""Where the work is done: on site, hybrid, remote, or unstated.

What is structured speaks first (a workplace field, then the place, then the title), then the text. A text
that names days in an office is hybrid though it also says "remote", and so is one that leaves the choice
("remote or in our office"); work that is remote for a time only ("due to COVID-19") is hybrid too, since the
job knows both. What is sure ("this role is remote", "#LI-Hybrid") speaks before what is said in passing
("remote-friendly", "join us in our Berlin office"). A place that names a town says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from rolescope.extract.cues import any_of, at_words, holds_one, read_cues, windows
from rolescope.model import Workplace
from rolescope.text import Text, lower_same_length

_CUES = read_cues("workplace")
_OFFICE = re.compile(rf"{any_of(_CUES['office'])}\Z")
_TRAP = re.compile(any_of(_CUES["trap"]))
_BEFORE_TRAP = at_words(_TRAP.pattern)  # all but one begin with a letter on a word's border
_ORDER: Final[tuple[tuple[str, Workplace], ...]] = (
    ("temporary", "hybrid"),
    ("days", "hybrid"),
    ("choice", "hybrid"),
    ("hybrid", "hybrid"),
    ("remote", "remote"),
    ("perhaps_hybrid", "hybrid"),
    ("onsite", "onsite"),
    ("perhaps_flexible", "hybrid"),
)
_SAID: Final = {  # by name: words of which one must stand there, and the whole cues
    name: (_CUES.get(f"{name}_hint", ("",)), re.compile(any_of(_CUES[name])))
    for name in (*(name for name, _ in _ORDER), "not_remote", "perhaps_remote", "perhaps_onsite", "flexible")
}
_SHORT: Final = (
    ("hybrid", ("hybrid",), re.compile(r"\bhybrid\b(?! (?:cloud|mobile|app|infra|data|integration|search))")),
    (
        "remote",
        ("remote", "anywhere", "telecommut", "home", "wfh", "worldwide", "distributed"),
        re.compile(
            r"\bremote(?:ly)?\b(?! (?:sens|support|monitor|access))|\banywhere\b|\btelecommut|work(?:ing)?[ -](?:from|at)[ -]home|\bwfh\b|home[- ]based|\bworldwide\b|\bdistributed\b(?=\Z)"
        ),
    ),
    (
        "onsite",
        ("site", "office", "person"),
        re.compile(
            r"\bon-?\s?site\b(?! (?:support|seo|search))|\bin-?\s?(?:office|person)\b|\boffice[- ]based\b"
        ),
    ),
)
_REACH = 90  # characters around a trigger word that are read
_OFFICE_REACH = 48


def find_workplace(title: str, location: str, text: Text, workplace_text: str = "") -> Workplace:
    """The workplace a posting states.

    Args:
        title: as written.
        location: as written; "Remote" and the like count, names of towns do not.
        text: the posting.
        workplace_text: a structured field ("Hybrid", "On-site", "TELECOMMUTE").

    >>> from rolescope.text import read_text
    >>> find_workplace("Data Engineer (Remote)", "Boston, MA", read_text("Build pipelines."))
    'remote'
    >>> find_workplace("Engineer", "", read_text("Remote sensing in a hybrid cloud."))
    'unstated'
    """
    for field in (workplace_text, location, title):
        if (found := _from_field(field)) != "unstated":
            return found
    return _from_text(text)


@lru_cache(maxsize=65_536)  # places and fields repeat
def _from_field(field: str) -> Workplace:
    """A workplace named in a short field; "Remote or Hybrid" is hybrid: it knows both."""
    lower = lower_same_length(field)
    if not lower or _says("not_remote", lower):
        return "onsite" if lower else "unstated"
    named = [name for name, hints, words in _SHORT if holds_one(hints, lower) and words.search(lower)]
    if named == ["remote"]:
        return "remote"
    return "hybrid" if "hybrid" in named or "remote" in named else "onsite" if named else "unstated"


def _from_text(text: Text) -> Workplace:
    spans = windows(_places(text), len(text.lower), before=_REACH, after=_REACH)
    if not spans:
        return "unstated"
    return _read(_without_traps("\n\n".join([text.lower[start:end] for start, end in spans])))


def _without_traps(near: str) -> str:
    trapped = _BEFORE_TRAP.search(f"\n{near}") or "/ hybrid" in near
    return _TRAP.sub("", near) if trapped else near


def _places(text: Text) -> Iterator[int]:
    """Where trigger words stand; "office" counts where it is one that is worked in."""
    lower = text.lower
    for at in text.triggers("workplace"):
        if not lower.startswith(" office", at) or _OFFICE.search(lower, max(0, at - _OFFICE_REACH), at + 1):
            yield at


def _read(near: str) -> Workplace:
    """What the words near the triggers say, the surest first."""
    barred = _says("not_remote", near)
    for name, workplace in _ORDER:
        if (workplace != "remote" or not barred) and _says(name, near):
            return workplace
    if barred:
        return "onsite"
    office = _says("perhaps_onsite", near)
    if _says("perhaps_remote", near):
        return "hybrid" if office else "remote"
    return "onsite" if office else "hybrid" if _says("flexible", near) else "unstated"


def _says(name: str, near: str) -> bool:
    hints, said = _SAID[name]
    return holds_one(hints, near) and said.search(near) is not None
