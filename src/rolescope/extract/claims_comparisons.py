"""Comparisons: roles set against each other ("more Python than", "both require SQL", "only analysts need Excel")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rolescope.extract.claims_roles import RoleHit
from rolescope.extract.claims_source import Source, place
from rolescope.extract.claims_text import Sentence
from rolescope.extract.claims_words import cue_pattern, load_words
from rolescope.model import Claim

_CLAUSES = re.compile(
    r";\s+|,\s+(?:while|whereas)\s+|,\s+and\s+(?=both\b)|,\s+but\s+(?!that\b|this\b|it\b)|:\s+"
)
_THAN = re.compile(r"\bthan\b")
_AGAINST = re.compile(r"\W*(?:compared|in comparison) (?:with|to)\b")
_NOT = re.compile(r"\s+(?:do|does|need|is|are)(?: not|n['’]t)\b")
_NEITHER = re.compile(r"\b(?:neither|none)\b")
_ONLY = re.compile(r"\bonly\s+(?:the\s+|an?\s+)?\Z")
_NO_THING = ("industry", "field_of_study")


@dataclass(frozen=True, slots=True)
class _Thing:
    """What roles are compared by: a concept, or a measure."""

    start: int
    end: int
    concept: str | None
    measure: str = ""


def find_comparisons(source: Source, sentence: Sentence, roles: tuple[str, ...]) -> list[Claim]:
    """Claims of comparison in one sentence.

    Args:
        source: the article's text and what was found in it.
        sentence: where to read.
        roles: of which roles it speaks; the first role of a comparison that names the other one alone.
    """
    lower = source.text.lower
    if len(source.names.keys) < 2:
        return []
    cuts = [m.span() for m in _CLAUSES.finditer(lower, sentence.body, sentence.end)]
    starts = [sentence.body, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), sentence.end]
    return [
        c for a, b in zip(starts, ends, strict=True) for c in _read_clause(source, a, _trim(lower, b), roles)
    ]


def _trim(lower: str, end: int) -> int:
    while end and lower[end - 1] in " .!?*_":
        end -= 1
    return end


def _read_clause(source: Source, start: int, end: int, roles: tuple[str, ...]) -> Iterator[Claim]:
    hits = source.roles_in(start, end)
    than = _THAN.search(source.text.lower, start, end)
    if against := _AGAINST.match(source.text.lower, start, end):
        yield from _read_against(source, against.end(), end, hits)
    elif than:
        yield from _read_than(source, start, end, than.start(), hits, roles)
    elif pair := _find_only(source, start, hits):
        yield from _claims(source, start, end, pair, "only", hits)
    elif named := _find_together(source, start, end, hits):
        denied = _NEITHER.search(source.text.lower, start, end)
        yield from _claims(source, start, end, named, "neither" if denied else "both", hits)


def _read_than(
    source: Source, start: int, end: int, than: int, hits: Sequence[RoleHit], roles: tuple[str, ...]
) -> Iterator[Claim]:
    """ "A needs more X than B": from the first role to the end of the clause."""
    lower = source.text.lower
    before = [hit for hit in hits if hit.end <= than and len(hit.roles) == 1]
    after = [hit for hit in hits if hit.start > than and len(hit.roles) == 1]
    first = before[0].roles if before else roles
    if len(first) != 1 or not after or after[0].roles == first:
        return
    relation = _find_relation(lower, start, than)
    if not relation:
        return
    pair = (*first, *after[0].roles)
    if cue_pattern("comparisons", "myth").search(lower, than, end):
        pair = pair[::-1]
    where = before[0].start if before else start
    yield from _claims(source, where, end, pair, relation, hits)


def _read_against(source: Source, start: int, end: int, hits: Sequence[RoleHit]) -> Iterator[Claim]:
    """ "Compared with B, A needs more X": from the second role on."""
    single = [hit for hit in hits if len(hit.roles) == 1]
    relation = _find_relation(source.text.lower, start, end)
    if len(single) >= 2 and single[0].roles != single[1].roles and relation:
        pair = (*single[1].roles, *single[0].roles)
        yield from _claims(source, single[1].start, end, pair, relation, hits)


def _find_relation(lower: str, start: int, end: int) -> str:
    """ "more" or "less" as the words between say, "" where they say neither."""
    if cue_pattern("comparisons", "less").search(lower, start, end):
        return "less"
    return "more" if cue_pattern("comparisons", "more").search(lower, start, end) else ""


def _find_only(source: Source, start: int, hits: Sequence[RoleHit]) -> tuple[str, str] | None:
    """The role that alone needs something and the one that does not."""
    lower = source.text.lower
    single = [hit for hit in hits if len(hit.roles) == 1]
    if len(single) >= 2 and single[0].roles != single[1].roles and _NOT.match(lower, single[1].end):
        return single[0].roles[0], single[1].roles[0]
    others = [key for key in source.names.keys if not single or key != single[0].roles[0]]
    if (
        single
        and len(others) == 1
        and _ONLY.search(lower[max(start, single[0].start - 12) : single[0].start])
    ):
        return single[0].roles[0], others[0]
    return None


def _find_together(source: Source, start: int, end: int, hits: Sequence[RoleHit]) -> tuple[str, ...]:
    """The roles that are said to need something alike."""
    lower = source.text.lower
    if re.search(r"\bplay(?:s|ing)?\b", lower[start:end]):  # "both play a crucial part" says nothing
        return ()
    if not (
        cue_pattern("comparisons", "both").search(lower, start, end) or _NEITHER.search(lower, start, end)
    ):
        return ()
    together = next((hit for hit in hits if hit.form == "all"), None)
    if together is not None:
        return together.roles
    named = tuple(dict.fromkeys(role for hit in hits for role in hit.roles))
    led = hits and re.search(
        r"\b(?:both|neither)\s+(?:the\s+|an?\s+)?\Z", lower[max(0, hits[0].start - 12) : hits[0].start]
    )
    return named if led and len(named) >= 2 else ()


def _claims(
    source: Source, start: int, end: int, roles: tuple[str, ...], relation: str, hits: Sequence[RoleHit]
) -> Iterator[Claim]:
    things = list(_find_things(source, start, end, hits))
    if not things and relation in ("more", "less"):
        things = list(_find_measures(source, start, end))
    for thing in things:
        alone = len(things) == 1
        claim = Claim(
            "comparison", start, end, roles, thing.concept, relation=relation, measure=thing.measure
        )
        yield claim if alone else replace(claim, start=thing.start, end=thing.end)


def _find_things(source: Source, start: int, end: int, hits: Sequence[RoleHit]) -> Iterator[_Thing]:
    seen: set[str] = set()
    for mention in source.labels_in(start, end):
        first, last = place(mention)
        concept = f"{mention.kind}/{mention.concept}"
        if (
            mention.kind in _NO_THING
            or concept in seen
            or any(h.start < last and first < h.end for h in hits)
        ):
            continue
        if mention.concept == "salary" or _is_experience(source, first, last):
            continue
        seen.add(concept)
        yield _Thing(first, last, concept)
    for degree in source.degrees_in(start, end):
        yield _Thing(degree.start, degree.end, f"education/{degree.degree}")
    for match in re.finditer(r"[a-z]+", source.text.lower[start:end]):
        concept = load_words()["comparisons"]["adjectives"].get(match[0])
        if concept and concept not in seen:
            seen.add(concept)
            yield _Thing(start + match.start(), start + match.end(), concept)


def _is_experience(source: Source, start: int, end: int) -> bool:
    return source.text.lower[start:end] in ("experience", "years of experience")


def _find_measures(source: Source, start: int, end: int) -> Iterator[_Thing]:
    for measure in ("pay", "experience", "technical"):
        found = cue_pattern("comparisons", measure).search(source.text.lower, start, end)
        if found:
            yield _Thing(found.start(), found.end(), None, measure)
            return
