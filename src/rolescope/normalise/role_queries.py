"""What a user types for a role, resolved strictly: nothing of it is guessed or dropped.

A posting's title may say more than its role; a query may not. "Healthcare Data Analyst" and "data scientst"
raise with the nearest names, so that no one compares something else than they asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from rolescope.errors import UnknownRole, UsageError
from rolescope.model import Level, Role
from rolescope.normalise.title_likeness import nearest_labels
from rolescope.normalise.title_reading import TitleReading, read_title
from rolescope.taxonomy.roles import load_roles, role_by_id

# Below it the nearest names have nothing but an ending in common ("zookeeper", "Looker Developer").
SUGGESTION_FLOOR = 0.4

_SHOWN: dict[Level, str] = {
    "intern": "{} Intern",
    "entry": "Entry-Level {}",
    "mid": "Mid-Level {}",
    "senior": "Senior {}",
    "lead": "Lead {}",
}


@dataclass(frozen=True, slots=True)
class RoleQuery:
    """A role, whole or at one level.

    Attributes:
        text: what was typed.
        role: the packaged role.
        level: the level asked for; None for the role as a whole.
    """

    text: str
    role: Role
    level: Level | None = None

    @property
    def key(self) -> str:
        """Short stable name: ``machine-learning-engineer`` or ``machine-learning-engineer@lead``."""
        return self.role.id if self.level is None else f"{self.role.id}@{self.level}"

    @property
    def label(self) -> str:
        """How to show it: "Lead Machine Learning Engineer", "Managing Director of Data Science"."""
        if self.level is None:
            return self.role.label
        own = _label_at_level(self.role, self.level) if self.role.track == "manager" else None
        return own or _SHOWN.get(self.level, f"{{}} ({self.level} level)").format(self.role.label)


def resolve_query(text: str, level: Level | None = None) -> RoleQuery:
    """The role, and the level if the text says one beyond the role's own name.

    Args:
        text: a label in any case, number or order of words, a role id, or a key.
        level: asked for apart from the text; it wins.

    Raises:
        UnknownRole: no packaged role has that name; carries up to three nearest labels.
        UsageError: a key names a role but no level ("data-scientist@boss").

    >>> resolve_query("lead machine learning engineers").key
    'machine-learning-engineer@lead'
    >>> resolve_query("Data Operations Manager").key
    'data-operations-manager'
    """
    known = resolve_known(text)
    if known is None:
        raise UnknownRole(text, _suggest(text, read_title(text)))
    return RoleQuery(text, known.role, level if level is not None else known.level)


def refuse_twins(queries: Sequence[RoleQuery]) -> None:
    """A role against itself tells nothing.

    Raises:
        UsageError: two of the queries are the same.
    """
    keys = [query.key for query in queries]
    twin = next((query for query in queries if keys.count(query.key) > 1), None)
    if twin:
        raise UsageError(f"{twin.label} is named twice; name another role.")


def resolve_known(text: str) -> RoleQuery | None:
    """As ``resolve_query``, but None where no packaged role has that name.

    >>> resolve_known("data scientst") is None
    True
    """
    known = _by_key(text)
    if known is not None:
        return known
    reading = read_title(text)
    if reading.role is None or not reading.exact:
        return None
    role = role_by_id(reading.role.id)
    return RoleQuery(text, role, _level_beyond(role, reading))


def parse_role_key(key: str) -> RoleQuery:
    """The query behind a :attr:`RoleQuery.key`.

    Raises:
        UnknownRole: the part before "@" is no role's id.
        UsageError: the part after "@" is no level.

    >>> parse_role_key("data-science-leader@executive").label
    'Managing Director of Data Science'
    """
    role_id, at, level = key.partition("@")
    role = role_by_id(role_id)
    if not at:
        return RoleQuery(key, role)
    for known in get_args(Level):
        if level == known:
            return RoleQuery(key, role, known)
    raise UsageError(f"{level!r} in {key!r} is not a level; levels are {', '.join(get_args(Level))}.")


def suggest_labels(text: str, count: int = 3) -> tuple[str, ...]:
    """Labels of the nearest roles, best first; none where nothing is near.

    >>> suggest_labels("data scientst")[0]
    'Data Scientist'
    """
    near = nearest_labels(text[:100], count)
    return tuple(n.label for n in near if n.similarity >= SUGGESTION_FLOOR)


def _suggest(text: str, reading: TitleReading, count: int = 3) -> tuple[str, ...]:
    """The role within the text first ("Data Analyst" in "Healthcare Data Analyst"), then names spelled alike."""
    within = () if reading.role is None else (reading.role.label,)
    return tuple(dict.fromkeys((*within, *suggest_labels(text, count))))[:count]


def search_roles(text: str = "") -> tuple[Role, ...]:
    """Roles for a listing, best first; all of them, in the order they are packaged, for an empty text.

    First those whose label holds every word of ``text``, then another of their names, then their family or
    definition; where there are none, those spelled most alike.
    """
    words = text.casefold().split()
    if not words:
        return load_roles()
    ranked = [
        (rank, i, role) for i, role in enumerate(load_roles()) if (rank := _rank(role, words)) is not None
    ]
    if ranked:
        return tuple(role for _, _, role in sorted(ranked, key=lambda row: row[:2]))
    return tuple(n.role for n in nearest_labels(text[:100], 10) if n.similarity >= SUGGESTION_FLOOR)


def _rank(role: Role, words: list[str]) -> int | None:
    """0 for the label itself, then label, other name, anything else; None where a word is missing."""
    label = role.label.casefold()
    if label == " ".join(words):
        return 0
    if _holds(label, words):
        return 1
    if any(_holds(alt.casefold(), words) for alt in role.alt_labels):
        return 2
    return 3 if _holds(f"{role.id} {role.family} {role.soc} {role.definition}".casefold(), words) else None


def _holds(text: str, words: list[str]) -> bool:
    return all(word in text for word in words)


def _by_key(text: str) -> RoleQuery | None:
    try:
        return parse_role_key(text.strip().casefold())
    except UnknownRole:
        return None


def _level_beyond(role: Role, reading: TitleReading) -> Level | None:
    """The level of a query; None where only the role's own name says it ("Engineering Manager", "CTO").

    A "Leader" is a role that spans levels: only that very word leaves the level open.
    """
    own = read_title(role.label)
    if reading.level == "unstated" or (own.words and reading.words == own.words):
        return None
    return None if reading.level == own.level and "leader" not in own.words else reading.level


def _label_at_level(role: Role, level: Level) -> str | None:
    """The first of a leading role's names that says the level."""
    return next((name for name in role.alt_labels if read_title(name).level == level), None)
