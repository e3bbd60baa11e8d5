"""Roles while a name is still being typed: the last word may be half written, a level may stand anywhere.

Names that begin with what is typed come before names that hold it; among equals the role with more postings
comes first. Where no name fits, those spelled most alike are given (``title_likeness``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rolescope.model import LEVELS, Level, Role
from rolescope.normalise.role_queries import SUGGESTION_FLOOR, RoleQuery, resolve_known
from rolescope.normalise.title_likeness import nearest_labels
from rolescope.normalise.title_words import fold, label_words, vocabulary
from rolescope.taxonomy.roles import load_roles

Count = Callable[[str, Level | None], int]

_LONGEST = 100
_WORD = re.compile(r"[^\s,/|()-]+")
_EXACT, _BEGINS, _, _PART, _, _HOLDS, _, _NOT = range(8)  # a name that is not the label is one behind
_Ranked = tuple[bool, int, int, str, "Suggested"]


@dataclass(frozen=True, slots=True)
class Suggested:
    """A role query that a text may become; ``matched`` is the name that fits, where it is not the label."""

    query: RoleQuery
    matched: str | None = None


@dataclass(frozen=True, slots=True)
class _Name:
    """A role's label (place 0) or another of its names; ``padded`` has a space before each word."""

    place: int
    text: str
    padded: str
    words: tuple[str, ...]


def suggest_queries(text: str, count: Count, limit: int = 8) -> tuple[Suggested, ...]:
    """Role queries that ``text`` may become, best first.

    Args:
        text: as far as it is typed.
        count: postings of a role id, at a level or (None) in all.
        limit: how many are given at most.

    >>> suggest_queries("lead ml", lambda role, level: 0)[0].query.label
    'Lead Machine Learning Engineer'
    """
    words = _WORD.findall(fold(text[:_LONGEST]))
    if not words:
        return ()
    level, rest = _take_level(words)
    ranked = [*_complete(words, None, count), *(_complete(rest, level, count) if level else ())]
    found = [*_whole(text), *(s for *_, s in sorted(ranked, key=lambda row: row[:-1]))]
    if found:
        found += _levels_of(found[0].query, count)
    else:
        found = _alike(" ".join(rest or words), level if rest else None, count)
    first: dict[str, Suggested] = {}
    for suggested in found:
        first.setdefault(suggested.query.key, suggested)
    return tuple(first.values())[:limit]


def _take_level(words: Sequence[str]) -> tuple[Level | None, list[str]]:
    """The level that the words name ("senior", "mid level") and the other words."""
    known = vocabulary().level_words
    for size in (2, 1):
        for at in range(len(words) - size + 1):
            said = label_words(" ".join(words[at : at + size]))
            if len(said) == 1 and said[0] in known:
                return known[said[0]], [*words[:at], *words[at + size :]]
    return None, list(words)


def _whole(text: str) -> list[Suggested]:
    """The query that the text is already."""
    known = resolve_known(text)
    return [] if known is None else [Suggested(known)]


def _complete(words: Sequence[str], level: Level | None, count: Count) -> Iterator[_Ranked]:
    """Roles with a name that the words begin or are part of; those without postings last."""
    typed = " ".join(words)
    sought = [f" {word}" for word in words]
    for role, names in _all_names():
        fitting = [n for n in names if all(word in n.padded for word in sought)]
        best = min(((_rank(n, typed, words), n.place) for n in fitting), default=(_NOT, 0))
        if best[0] != _NOT:
            rank, place = best
            postings = count(role.id, level)
            matched = None if fitting[0].place == 0 else names[place].text
            suggested = Suggested(RoleQuery(typed, role, level), matched)
            yield not postings and rank != _EXACT, rank, -postings, role.label, suggested


def _rank(name: _Name, typed: str, words: Sequence[str]) -> int:
    """How well a name fits: lower is better, other names behind the label."""
    alias = name.place > 0
    if name.padded.startswith(f" {typed}"):
        rest = name.padded[len(typed) + 1 :]
        return _EXACT if not rest else (_BEGINS if rest[0] == " " else _PART) + alias
    return _HOLDS + alias if _holds(name.words, words) else _NOT


def _holds(name: Sequence[str], typed: Sequence[str]) -> bool:
    """Whether each typed word begins another word of the name, in any order.

    >>> _holds(("machine", "learning", "engineer"), ("eng", "mach")), _holds(("data", "engineer"), ("da", "d"))
    (True, False)
    """
    left = list(name)
    for word in typed:
        fitting = next((i for i, other in enumerate(left) if other.startswith(word)), None)
        if fitting is None:
            return False
        del left[fitting]
    return True


def _levels_of(query: RoleQuery, count: Count) -> list[Suggested]:
    """The role of the best name at each of its levels that has postings, most first."""
    if query.level is not None:
        return [Suggested(RoleQuery(query.text, query.role))]
    counted = [(count(query.role.id, level), level) for level in LEVELS if level != "unstated"]
    return [
        Suggested(RoleQuery(query.text, query.role, level))
        for n, level in sorted(counted, key=lambda pair: -pair[0])
        if n
    ]


def _alike(text: str, level: Level | None, count: Count) -> list[Suggested]:
    """Roles spelled alike; of names about as like as each other the one with more postings first."""
    near = [n for n in nearest_labels(text, 10) if n.similarity >= SUGGESTION_FLOOR]
    near.sort(key=lambda n: (-round(n.similarity, 1), -count(n.role.id, level), n.label))
    return [
        Suggested(RoleQuery(text, n.role, level), n.label if n.label != n.role.label else None) for n in near
    ]


@cache
def _all_names() -> tuple[tuple[Role, tuple[_Name, ...]], ...]:
    return tuple(
        (role, tuple(map(_name, range(99), (role.label, *role.alt_labels)))) for role in load_roles()
    )


def _name(place: int, label: str) -> _Name:
    words = tuple(_WORD.findall(fold(label)))
    return _Name(place, label, f" {' '.join(words)}", words)
