"""Needs: tools, skills, certificates, degrees, fields and industries that an article says a role has.

What a thing is good for ("for data visualization", "to derive insights") is no claim, nor is the class before
examples ("cloud platforms like AWS"), nor a skill within a duty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import get_args

from rolescope.extract.claims_education import find_certificates, find_education, speaks_of_certificates
from rolescope.extract.claims_industries import find_industries
from rolescope.extract.claims_lists import Named, find_denied, find_families, split_list
from rolescope.extract.claims_source import Source, find_concept, place
from rolescope.extract.claims_text import Sentence
from rolescope.extract.claims_words import cue_pattern, load_words, words_pattern
from rolescope.model import Claim, ClaimKind, Mention

_SURE = ("tool", "certification")  # named anywhere they are claims; skills only where something is needed
_ALL = (*_SURE, "skill", "soft_skill")
_BY_PART: dict[str, tuple[str, ...]] = {
    "tools": _ALL,
    "skills": _ALL,
    "duties": _SURE,
    "education": _SURE,
    "certifications": ("certification",),
    "industries": (),
    "outlook": _SURE,
    "tips": (),
    "closing": (),
}
_NO_SKILL_LABELS = ("tools", "education", "certifications")
_ABILITY = re.compile(r"\b(?:abilit(?:y|ies)|capabilit(?:y|ies)|skills?)\b")
_LISTED_BEFORE = re.compile(r"(?:,|\band)\s*\Z")
_LISTED_BEHIND = re.compile(r"[^,.;]{0,12}(?:,| and\b)")
_PLAYS_A_PART = re.compile(r"\bplay(?:s|ing)?\b.{0,40}\b(?:part|role)s?\b")
_NO_CERTIFICATE = re.compile(r"\bno (?P<what>certifications?|certificates?)\b(?! of)")


def find_needs(
    source: Source, sentence: Sentence, roles: tuple[str, ...], duties: Sequence[Claim]
) -> list[Claim]:
    """Claims of needs in one sentence.

    Args:
        source: the article's text and what was found in it.
        sentence: where to read.
        roles: of which roles it speaks.
        duties: what it tells that the role does; skills in them are none.
    """
    things = [*_find_things(source, sentence, duties), *find_education(source, sentence)]
    named = sorted([*things, *find_industries(source, sentence)], key=lambda n: (n.start, n.end))
    families, denied = find_families(source, sentence, named), find_denied(source, sentence, named)
    claims = [
        Claim(n.kind, n.start, n.end, roles, n.concept, family=families.get(at), denied=at in denied)
        for at, n in enumerate(named)
    ]
    return [*claims, *_find_bare_denials(source, sentence, roles, claims)]


def _find_bare_denials(
    source: Source, sentence: Sentence, roles: tuple[str, ...], claims: Sequence[Claim]
) -> Iterator[Claim]:
    """ "No certification is expected": a claim of its own, of no packaged certificate."""
    found = _NO_CERTIFICATE.search(source.text.lower, sentence.body, sentence.end)
    if found and not any(c.start < found.end() and found.start() < c.end for c in claims):
        yield Claim("certification", *found.span("what"), roles, None, denied=True)


# -- tools, skills, soft skills, certificates ---------------------------------------------------------


def _find_things(source: Source, sentence: Sentence, duties: Sequence[Claim]) -> Iterator[Named]:
    kinds = _kinds_in(source, sentence)
    if speaks_of_certificates(source, sentence):
        kinds = tuple(kind for kind in kinds if kind == "certification")
        yield from find_certificates(source, sentence) if kinds else ()
    if sentence.part == "skills" and sentence.item:
        yield from _find_bare(source, sentence)
    seen: set[tuple[str, str | None]] = set()
    for mention in source.labels_in(sentence.start, sentence.end):
        key = (mention.kind, mention.concept)
        if (
            mention.kind in kinds
            and key not in seen
            and _counts(source, sentence, mention, duties, bool(seen))
        ):
            seen.add(key)
            yield Named(_to_kind(mention.kind), *place(mention), f"{mention.kind}/{mention.concept}")


def _kinds_in(source: Source, sentence: Sentence) -> tuple[str, ...]:
    """The kinds that count in a sentence, by its part, or by words of need where that tells nothing."""
    if sentence.part in _BY_PART:
        return _BY_PART[sentence.part]
    lower = source.text.lower
    needed = words_pattern("needs", "cues").search(lower, sentence.body, sentence.end)
    idle = _PLAYS_A_PART.search(lower, sentence.body, sentence.end)
    return _ALL if (needed and not idle) or sentence.item else _SURE


def _find_bare(source: Source, sentence: Sentence) -> Iterator[Named]:
    """Items of a list of skills that are a label and no more, where running text would need more to tell."""
    raw = source.text.raw
    taken = [place(m) for m in source.labels_in(sentence.start, sentence.end)]
    for start, end in split_list(raw, sentence.body, sentence.end):
        concept = find_concept(raw[start:end], "skill", "soft_skill")
        if concept is not None and not any(a < end and start < b for a, b in taken):
            yield Named(_to_kind(concept.kind), start, end, f"{concept.kind}/{concept.id}")


def _to_kind(kind: str) -> ClaimKind:
    return next(known for known in get_args(ClaimKind) if known == kind)


def _counts(
    source: Source, sentence: Sentence, mention: Mention, duties: Sequence[Claim], later: bool
) -> bool:
    """Whether a mention is a claim; ``later`` where the sentence already made one."""
    start, end = place(mention)
    if mention.kind in _SURE and start >= sentence.body:
        return True
    if source.is_role_name(start, end):
        return False
    if end <= sentence.label:
        return _counts_in_label(source, sentence)
    if _is_within(source, mention, duties) or _is_bare_class(source, start, end):
        return False
    if later and _repeats_label(source, sentence, mention):
        return False
    return not (_is_purpose(source, sentence, start) or _is_class(source, sentence, end))


def _counts_in_label(source: Source, sentence: Sentence) -> bool:
    """A named skill before a colon is a claim; a class of tools is the name of a family."""
    last = source.text.lower[sentence.start : sentence.label].split()[-1].strip("*_ ")
    return sentence.part not in _NO_SKILL_LABELS and last not in load_words()["needs"]["classes"]


def _is_within(source: Source, mention: Mention, duties: Sequence[Claim]) -> bool:
    """Whether a skill stands in a duty, or goes by the name of a role ("QA is a role without code")."""
    start, end = place(mention)
    told = source.text.lower.startswith((" is a ", " is no "), end) and source.roles_in(start, end)
    return bool(told) or any(d.start < end and start < d.end for d in duties)


def _is_bare_class(source: Source, start: int, end: int) -> bool:
    """Whether a class stands behind the name of its member: "SQL databases"."""
    if source.text.lower[start:end] not in load_words()["needs"]["classes"]:
        return False
    before = source.labels_in(max(0, start - 40), start)
    return any(m.kind == "tool" and place(m)[1] == start - 1 for m in before)


def _repeats_label(source: Source, sentence: Sentence, mention: Mention) -> bool:
    """Whether a skill names the label's own thing once more ("Communication: … communication skills")."""
    label = source.text.lower[sentence.start : sentence.label]
    words = re.findall(r"\w{5,}", source.text.lower[slice(*place(mention))])
    if not label or "ability" in words:
        return bool(label)
    listed = mention.kind == "skill" and _is_listed(source, sentence, mention)
    return any(word[:6] in label for word in words) and not listed


def _is_listed(source: Source, sentence: Sentence, mention: Mention) -> bool:
    """Whether a comma or "and" stands beside the mention, so that it is one of several."""
    start, end = place(mention)
    before = source.text.raw[sentence.body : start]
    behind = _LISTED_BEHIND.match(source.text.raw, end, sentence.end)
    return _LISTED_BEFORE.search(before) is not None or behind is not None


def _is_purpose(source: Source, sentence: Sentence, start: int) -> bool:
    """Whether something stands before that is good for what is named here."""
    lower = source.text.lower
    if cue_pattern("needs", "asides").search(lower, sentence.body, start):
        return True
    things = [place(m)[1] for m in source.labels_in(sentence.body, start)]
    ability = _ABILITY.search(lower, sentence.body, start)
    ends = [*things[:1], *([ability.end()] if ability else [])]
    found = cue_pattern("needs", "purposes").search(lower, min(ends), sentence.end) if ends else None
    return found is not None and found.start() < start


@cache
def _examples() -> re.Pattern[str]:
    classes, examples = (words_pattern("needs", name).pattern for name in ("classes", "examples"))
    return re.compile(rf"\s*(?:{classes})?[\s,]*(?:{examples}|\((?!s\)))")


def _is_class(source: Source, sentence: Sentence, end: int) -> bool:
    """Whether examples of the thing follow: "cloud platforms like", "Monitoring tools (…)"."""
    return _examples().match(source.text.lower, end, sentence.end) is not None
