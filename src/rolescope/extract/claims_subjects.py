"""Of which roles a sentence itself says it speaks, and where it turns from one role to another.

A sentence speaks of the role it begins with ("Unlike analysts, engineers …" begins with engineers), of one that words
such as "for" or "to become" lead to, or that begins a clause of it. A role that is only worked with, helped or compared
with is none of its subjects.
"""

from __future__ import annotations

import re
from dataclasses import replace

from rolescope.extract.claims_roles import RoleHit
from rolescope.extract.claims_source import Source, place
from rolescope.extract.claims_text import Sentence

_MANNER = r"(?:(?:an?|the|all|any|many|most|new|future|junior|senior|good|aspiring|their|his|her|our)\s+)*"
_LEADS = re.compile(
    r"\W*(?:(?:for|as|and|but|so|yet|many|most|some|all|both|every|each|any|typical|good|senior|junior|lead|experienced|aspiring|an?|the|only|when|where|because|since|while|whereas|although|though)\b\s*)*"
)
_ASIDE = re.compile(
    r"\W*(?:unlike|like|(?:as )?compared (?:with|to)|in (?:contrast|comparison) (?:with|to)|as opposed to|contrary to)\b[^,;.]*,\s*"
)
_CONCESSION = re.compile(r"\W*(?:while|whereas|although|though)\b")
_BETWEEN = re.compile(r"\s*(?:,|and|or|,\s*and)\s+(?:an?\s+|the\s+)?")
_SAID_OF = re.compile(
    r"(?:\b(?:for|hires?|employs?|expected of|required of|asked of|employers of|part of|life of|day of|work of|job of|pay of|salary of|among)\s+(?:an?\s+|the\s+|many\s+|most\s+|junior\s+|senior\s+|good\s+)*)\Z"
)
_ASKED_OF = re.compile(
    r"\b(?:(?:to|you|who) (?:be|become)|becoming|being|(?:work|works|working|hired|job|career|start|starting|life) as|"
    r"expects?|wants?|asks?|requires?|seeks?|(?:useful|helpful|important|essential|indispensable|vital|crucial|valuable) to)"
    rf"\s+{_MANNER}\Z"
)
_SAME = re.compile(r"\W*(?:they|he|she|these people|(?:this|the) (?:role|job|position|work|person))\b")
_ARE = re.compile(r"\s+(?:is|are|was|were|can be|may be)\b")  # "they are a must for analysts" is of tools
_CLAUSE = re.compile(rf"(?:,|\b(?:what|which|that|if|when|because|why|where))\s+{_MANNER}\Z")
_GOES_ON = re.compile(
    r"\s+(?!(?:and|or|as|at|but|by|for|from|in|of|on|that|to|who|whose|with|is|are)\b)[a-z]{2,}"
)
_BESIDE = re.compile(
    r"\b(?:with|alongside|between|from|to|into|than|unlike|like|not|instead of|help(?:s|ing)?|support(?:s|ing)?|serv(?:es?|ing)|"
    r"assist(?:s|ing)?|meets?|meeting|joins?|joining|becomes?|became|lead(?:s|ing)?|manag(?:es?|ing)|train(?:s|ing)?|mentor(?:s|ing)?|other)"
    r"\b[^.;:]{0,60}\Z"
)
_TURN = re.compile(r",\s+(?:but|while|whereas)\s+|\s(?:while|whereas)\s+|;\s+")
_NEW_CLAUSE = re.compile(r",\s+(?:and\s+)?")
_NEEDS = re.compile(
    r"\s+(?:(?:also|often|usually|mostly|rather|never|must|should|do|does|not)\s+)*"
    r"(?:needs?|uses?|requires?|know|knows|rely|relies|prefers?|works? with)\b"
)


def find_turns(source: Source, sentence: Sentence) -> list[Sentence]:
    """The sentence, or its parts where "whereas", "but" or a second clause turn to another role."""
    for cut, start in _find_cuts(source, sentence):
        first = replace(sentence, end=cut)
        rest = replace(sentence, start=start, label=start, body=start)
        return [first, *find_turns(source, rest)]
    return [sentence]


def _find_cuts(source: Source, sentence: Sentence) -> list[tuple[int, int]]:
    """Where the sentence turns: the end of what goes before, the start of what follows; in order."""
    lower = source.text.lower
    conceded = _CONCESSION.match(lower, sentence.body, sentence.end) is not None
    found = []
    for turn in _TURN.finditer(lower, sentence.body, sentence.end):
        if _turns_to(source, turn.end(), sentence.end) and turn.start() > sentence.body:
            found.append(turn.span())
    for turn in _NEW_CLAUSE.finditer(lower, sentence.body, sentence.end):
        if not conceded and not turn[0].rstrip().endswith("and"):
            continue
        hit = _turns_to(source, turn.end(), sentence.end)
        if hit and source.roles_in(sentence.body, turn.start()) and _NEEDS.match(lower, hit.end):
            found.append(turn.span())
    return sorted(found)


def _turns_to(source: Source, start: int, end: int) -> RoleHit | None:
    """The role that a clause begins with."""
    hits = source.roles_in(start, end)
    return hits[0] if hits and _is_first(source, start, hits[0]) else None


def _is_first(source: Source, start: int, hit: RoleHit) -> bool:
    return _LEADS.fullmatch(source.text.lower, start, hit.start) is not None


def find_subject(source: Source, sentence: Sentence) -> tuple[str, ...]:
    """The roles that a sentence itself says it speaks of."""
    lower = source.text.lower
    start = _skip_aside(lower, sentence)
    hits = [hit for hit in source.roles_in(start, sentence.end) if hit.form != "trade"]
    if hits and _is_first(source, start, hits[0]):
        return _with_joined(source, hits)
    same = _SAME.match(lower, start, sentence.end)
    told = not same or _ARE.match(lower, same.end(), sentence.end)
    for at, hit in enumerate(hits):
        before = lower[max(start, hit.start - 60) : hit.start]
        led = (told and _SAID_OF.search(before)) or (not same and _ASKED_OF.search(before))
        if led or _is_group(sentence, hit, lower) or (not same and _begins_clause(lower, before, hit)):
            return _with_joined(source, hits[at:])
    return ()


def find_roles_of(source: Source, sentence: Sentence, last: tuple[str, ...]) -> tuple[str, ...]:
    """The roles a sentence without a subject speaks of: the one it names, else those spoken of last.

    None where it names several. Where it begins with "they" or "this role" it goes on about the last ones, whomever it
    names, as it does where it names another role only beside them ("working with analysts").
    """
    lower = source.text.lower
    start = _skip_aside(lower, sentence)
    if _SAME.match(lower, start, sentence.end):
        return last
    hits = [hit for hit in source.roles_in(start, sentence.end) if _is_name(source, hit)]
    plain = [hit for hit in hits if not _BESIDE.search(lower[max(start, hit.start - 90) : hit.start])]
    named, others = _roles_of(hits), _roles_of(plain)
    if not others:
        return () if len(named) > 1 and set(named) & set(last) else last
    return others if len(others) == 1 else ()


def _is_name(source: Source, hit: RoleHit) -> bool:
    """Whether it is a role's full name, and none within a certificate's ("Google Cloud ML Engineer")."""
    near = source.labels_in(max(0, hit.start - 60), hit.end + 60)
    spans = [place(m) for m in near if m.kind == "certification"]
    return hit.form == "name" and not any(a < hit.end and hit.start < b for a, b in spans)


def _roles_of(hits: list[RoleHit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(role for hit in hits for role in hit.roles))


def _skip_aside(lower: str, sentence: Sentence) -> int:
    """Where a sentence begins behind "unlike data analysts,"."""
    aside = _ASIDE.match(lower, sentence.body, sentence.end)
    return aside.end() if aside else sentence.body


def _begins_clause(lower: str, before: str, hit: RoleHit) -> bool:
    return hit.form == "name" and bool(_CLAUSE.search(before)) and bool(_GOES_ON.match(lower, hit.end))


def _is_group(sentence: Sentence, hit: RoleHit, lower: str) -> bool:
    return (
        hit.form == "all"
        and not (sentence.item and sentence.roles)
        and not lower[hit.end : sentence.end].strip(" .!?")
    )


def _with_joined(source: Source, hits: list[RoleHit]) -> tuple[str, ...]:
    """A role and those that "and" joins to it."""
    found = list(hits[:1])
    for hit in hits[1:]:
        if _BETWEEN.fullmatch(source.text.lower, found[-1].end, hit.start) is None:
            break
        found.append(hit)
    return _roles_of(found)
