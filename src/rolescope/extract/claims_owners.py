"""Whose figure it is: the roles it is said of, and the occupation as written where that is another than theirs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rolescope.extract.claims_roles import RoleHit, read_role
from rolescope.extract.claims_source import Source
from rolescope.extract.claims_text import Sentence
from rolescope.taxonomy.roles import role_by_id

_WHO = r"(?P<who>[a-z][a-z/&'’ -]{1,60}?(?:,? and [a-z -]{2,40}?)?)"
_STOP = (
    r"(?= (?:is|are|will|was|were|to|from|over|between|by|at|in|it|they|has|have|had|should|through|during|grew|as|on|of|"
    r"can|says?|remains?|continues?|outside|inside|without|with|who|that|which|working|than)\b|\s?[.;,:($]|$)"
)
_MEASURED = (
    "employment|jobs?|job growth|openings|positions|growth|(?:median|average|mean|starting|typical) (?:pay|salary|wage|income)|"
    "pay|salary|wages?|average|median|demand"
)
_START = r"^\W*(?:the )?(?:median |average |typical )?"
_PATTERNS = (
    re.compile(rf"\b(?:{_MEASURED}) (?:of|for|in|among) (?:the )?{_WHO}{_STOP}"),
    re.compile(rf"\bfor (?:the )?{_WHO}{_STOP}"),
    re.compile(
        rf"{_START}{_WHO}(?:,[^,]{{2,80}},)? (?:is|are|was|were) (?:projected|expected|set|predicted|forecast|estimated)\b"
    ),
    re.compile(
        rf"{_START}{_WHO}(?:,[^,]{{2,80}},)? (?:will|had|earns?|earned|makes?|can|do|does|could|have)\b"
    ),
)
_GENERIC = re.compile(
    r"\b(?:roles?|positions?|both|these|this|that|it|they|fields?|professionals?|job|jobs|occupation|years?|decade|skilled|"
    r"many|most|one|money|somebody|everyone)\b|\bdata-related\b"
)
_RELATED = re.compile(
    r",? and (?:other )?(?:related|similar) (?:roles|occupations|jobs|professionals|positions)\b"
)
_LEVEL = re.compile(r"(?:junior|senior|entry-level|experienced|new|aspiring|lead)?\s*")
_AVERAGE = re.compile(r"\bthan (?:the )?average\b.*")
_ALL = re.compile(r"\ball occupations\b")


@dataclass(frozen=True, slots=True)
class Owner:
    """The roles a figure is said of, and the occupation as written; "" where that is the role itself."""

    roles: tuple[str, ...]
    occupation: str


def find_owner(source: Source, sentence: Sentence, roles: tuple[str, ...], start: int, end: int) -> Owner:
    """Whose figure stands in a clause.

    A figure is said of the role in whose part it stands, whatever occupation it names; else of the role that goes by
    the occupation's name, or has its official code; one of "all occupations" is said of no role.

    Args:
        source: the article's text and what was found in it.
        sentence: the whole sentence.
        roles: of which roles it speaks.
        start, end: the clause.
    """
    compared = _AVERAGE.search(source.text.lower, start, end)
    end = compared.start() if compared else end
    hits = [hit for hit in source.roles_in(start, end) if hit.form != "trade"]
    if not hits and _ALL.search(source.text.lower, start, end):
        return Owner((), "all occupations")
    named = tuple(dict.fromkeys(role for hit in hits for role in hit.roles))
    others = sentence.roles or roles
    who = _find_occupation(source, start, end)
    if who is None:
        return Owner(named or others or source.names.keys, "")
    if own := _find_itself(source, hits, *who):
        return Owner(own, "")
    written = source.text.raw[slice(*who)]
    related = _RELATED.match(source.text.lower, who[1]) is not None  # the article's own, not the one named
    alike = () if related else _find_alike(source, written) or named
    return Owner(others or alike or source.names.keys, written)


def _find_occupation(source: Source, start: int, end: int) -> tuple[int, int] | None:
    """Where the occupation is named that a figure is said of."""
    lower = source.text.lower[start:end]
    for match in (match for pattern in _PATTERNS for match in pattern.finditer(lower)):
        first, words = match.start("who"), _RELATED.sub("", match["who"]).rstrip()
        if words and not _GENERIC.search(words) and (" " in words or read_role(words) is not None):
            return start + first, start + first + len(words)
    return None


def _find_itself(source: Source, hits: list[RoleHit], start: int, end: int) -> tuple[str, ...]:
    """The role whose name the occupation is, but for its level."""
    lower = source.text.lower
    for hit in hits:
        if hit.start >= start and hit.end == end and _LEVEL.fullmatch(lower, start, hit.start):
            return hit.roles
    return ()


def _find_alike(source: Source, occupation: str) -> tuple[str, ...]:
    """The article's roles whose official occupation is that of the one named."""
    query = read_role(occupation) or read_role(re.split(r"\s+and\s+", occupation)[0])
    if query is None:
        return ()
    socs = {key: role_by_id(key.partition("@")[0]).soc[:7] for key in source.names.keys}
    return tuple(key for key, soc in socs.items() if soc == query.role.soc[:7])
