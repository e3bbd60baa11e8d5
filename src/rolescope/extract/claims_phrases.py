"""Words that tell duties, cut into one phrase a duty: "designing, building, and deploying models"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rolescope.extract.claims_words import load_words
from rolescope.taxonomy.concepts import inflect, load_activities

_SPLIT = re.compile(r"\s*,\s*(?:and\s+|or\s+|then\s+)?|\s+and\s+(?:then\s+)?|\s*;\s*(?:and\s+)?")
_MARK = re.compile(r"(?:\s*[,;])?(?:\s*\b(?:and|or|then))*\s*\Z")
_TAIL = re.compile(  # what the doing leads to, or when it is done
    r",\s+(?:\w+ly )?(?:\w+ing)\b|\s+(?:so that|because|as (?:companies|well)|while|before|after|long before|when|where)\b"
)
_PURPOSE = re.compile(r"\s+(?:in order )?to (?=[a-z]+ )")
_THEM = re.compile(r"\b(?:them|it)\b")
_RELATIVE = re.compile(r"\b(?:that|which|who|whose)\b")
_VERB = re.compile(r"(?:\w+ly )?([a-z][a-z-]*)")
_AIMS = ("ensure", "achieve", "support")


@dataclass(frozen=True, slots=True)
class Phrase:
    """What one duty says: where, and by which words it is linked."""

    start: int
    end: int
    words: str


@cache
def duty_verbs() -> frozenset[str]:
    """All forms of the verbs that duties begin with."""
    forms = (form.split() for activity in load_activities() for form in activity.verbs)
    known = {words[0] for words in forms if words[1:] in ([], ["with"])}
    return frozenset(known | {form for verb in load_words()["duties"]["verbs"] for form in inflect(verb)})


def is_joint(words: str) -> bool:
    """Whether a phrase begins with working together with others.

    >>> is_joint("work with analysts"), is_joint("write reports")
    (True, False)
    """
    return words.split(" ", 1)[0] in load_words()["duties"]["joint"]


def cut_labelled(lower: str, start: int, end: int, label: str) -> list[Phrase]:
    """A list item behind a label is one duty; what is done together with others is one more."""
    purpose = _PURPOSE.search(lower, start, end)
    if purpose and is_joint(lower[start:end]) and _is_duty(lower, purpose.end()):
        spans = ((start, purpose.start()), (purpose.end(), end))
        return [Phrase(a, b, lower[a:b]) for a, b in spans]
    tail = _TAIL.search(lower, start, end)
    return [Phrase(start, end, f"{label} {lower[start : tail.start() if tail else end]}")]


def _is_duty(lower: str, at: int) -> bool:
    """Whether what is told there is a duty of its own and no aim ("to ensure …")."""
    return not lower.startswith(_AIMS, at) and _is_verb(lower, at, "")


def cut_phrases(lower: str, start: int, end: int, *, nouns: bool = False) -> Iterator[Phrase]:
    """One phrase a duty, cut where a verb of the first one's form begins.

    Args:
        lower: the text in lower case.
        start, end: where the duties are told.
        nouns: whether nouns may stand for duties ("the day is made of backups, access rights …").

    >>> [p.words for p in cut_phrases("design and test models, and deploy them", 0, 39)]
    ['design models', 'test models', 'deploy models']
    """
    first = _VERB.match(lower, start, end)
    form = _form_of(first[1]) if first else ""
    nouns = nouns and form != "ing"
    purpose = _PURPOSE.search(lower, start, end)
    end = purpose.start() if nouns and purpose else end
    marks = [m.end() for m in _SPLIT.finditer(lower, start, end) if nouns or _is_verb(lower, m.end(), form)]
    yield from _join(lower, _cut_at(lower, [start, *marks], end))


def _cut_at(lower: str, starts: Sequence[int], end: int) -> list[tuple[int, int]]:
    """Spans from each start to the comma or "and" before the next."""
    ends = [_mark_before(lower, start) for start in starts[1:]]
    return [(a, b) for a, b in zip(starts, [*ends, end], strict=True) if a < b]


def _mark_before(lower: str, at: int) -> int:
    reach = max(0, at - 40)
    return reach + len(_MARK.sub("", lower[reach:at]))


def _form_of(verb: str) -> str:
    if verb.endswith("ing"):
        return "ing"
    return "s" if verb.endswith("s") and not verb.endswith("ss") else ""


def _is_verb(lower: str, at: int, form: str) -> bool:
    """Whether a verb of the form stands there, with or without an adverb before it."""
    found = _VERB.match(lower, at)
    verb = found[1] if found else ""
    return verb in duty_verbs() and _form_of(verb) == form and not (form == "" and verb.endswith("ed"))


def _join(lower: str, pieces: Sequence[tuple[int, int]]) -> Iterator[Phrase]:
    """Pieces that are a verb alone go with the next one's object; "them" is what was spoken of before."""
    alone: list[tuple[int, int]] = []
    spoken = ""
    for start, end in pieces:
        if " " not in lower[start:end].strip() and (start, end) != pieces[-1]:
            alone.append((start, end))
            continue
        for phrase in _with_object(lower, alone, start, end):
            yield Phrase(phrase.start, phrase.end, _resolve(phrase.words, spoken))
        if not _THEM.search(lower, start, end):
            spoken = lower[start:end].partition(" ")[2]
        alone = []


def _resolve(words: str, spoken: str) -> str:
    return _THEM.sub(lambda _: spoken, words) if spoken else words


def _with_object(lower: str, alone: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[Phrase]:
    tail = _TAIL.search(lower, start, end)
    stop = tail.start() if tail else end
    purpose = _PURPOSE.search(lower, start, stop)
    main = purpose.start() if purpose else stop
    joint = is_joint(lower[start:end])
    words = _without_relative(lower, start, main)
    last = main if joint else end
    for a, b in alone:
        yield Phrase(a, last, f"{lower[a:b]} {words.partition(' ')[2]}")
    yield Phrase(start, last, words)
    if joint and purpose and _is_duty(lower, purpose.end()):
        yield from _cut_aims(lower, purpose.end(), stop)


def _without_relative(lower: str, start: int, end: int) -> str:
    """The words up to a relative clause, unless hardly any stand before it."""
    relative = _RELATIVE.search(lower, start + 9, end)
    return lower[start : relative.start() if relative else end].rstrip()


def _cut_aims(lower: str, start: int, end: int) -> Iterator[Phrase]:
    """What is done together with others: "to create algorithms that … and provide insights"."""
    marks = [m.end() for m in _SPLIT.finditer(lower, start, end) if _is_verb(lower, m.end(), "")]
    for a, b in _cut_at(lower, [start, *marks], end):
        words = _without_relative(lower, a, b)
        yield Phrase(a, a + len(words), words)
