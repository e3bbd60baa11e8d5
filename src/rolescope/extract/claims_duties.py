"""Duties: what an article says a role does, one claim an activity, linked to the packaged activity most like it.

A duty is found by its shape, a list item under duties or the verbs behind a role's name, and then linked by its words:
likeness of word vectors to the activities' labels, helped where the activity's own verb and object were read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from rolescope.extract.claims_source import Source
from rolescope.extract.claims_text import Sentence
from rolescope.extract.claims_words import cue_pattern, load_words
from rolescope.model import Claim
from rolescope.normalise.vectors import load_vectors
from rolescope.taxonomy.concepts import inflect, load_activities

_READ = 0.2  # added to the likeness of an activity whose verb and object were read
_FLOOR = 0.42  # below this likeness a duty is linked to none
_SUBJECT = re.compile(
    r"(?:they|he|she|it|you|(?:this|the|their) (?:role|job|position|work|person)|(?:good|great|senior|junior|most|many|some) ones|someone in this role|people in this role)(?= )"
)
_LEADS = r"(?:(?:an?|the|most|many|some|every|each|good|great|experienced|senior|junior|typical|lead|as an?|both|all)\s+)*"
_ADVERBS = re.compile(
    r"(?:\s+(?:\w+ly|also|often|then|always|sometimes|will|may|can|might|must|should|to)\b)*\s+"
)
_SPLIT = re.compile(r"\s*,\s*(?:and\s+|or\s+|then\s+)?|\s+and\s+(?:then\s+)?|\s*;\s*(?:and\s+)?")
_TAIL = re.compile(
    r",\s+(?:\w+ly )?(?:\w+ing)\b|\s+(?:so that|because|as (?:companies|well)|while|before|after|long before|when|where)\b"
)
_PURPOSE = re.compile(r"\s+(?:in order )?to (?=[a-z]+ )")
_JOINT_NOUN = re.compile(r"\b(?:collaboration|cooperation|partnership|teamwork) with\b")
_THEM = re.compile(r"\b(?:them|it)\b")
_GIVEN = re.compile(r"\b(?:that|which|who|whose)\b")


@dataclass(frozen=True, slots=True)
class _Phrase:
    """What one duty says: where, and by which words it is linked."""

    start: int
    end: int
    words: str


@cache
def _activities() -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """Ids of the activities, and the vectors of their labels."""
    concepts = [activity.concept for activity in load_activities()]
    return tuple(c.id for c in concepts), load_vectors().embed([c.label for c in concepts])


@cache
def _verbs() -> frozenset[str]:
    """All forms of the verbs that duties begin with."""
    known = {
        form.split()[0] for a in load_activities() for form in a.verbs if form.split()[1:] in ([], ["with"])
    }
    return frozenset(known | {form for verb in load_words()["duties"]["verbs"] for form in inflect(verb)})


def find_duties(source: Source, sentence: Sentence, roles: tuple[str, ...]) -> list[Claim]:
    """Claims of duties in one sentence; none where it does not tell what a role does."""
    if re.search(
        r"\b(?:more|less|rather|better)\b.*\bthan\b", source.text.lower[sentence.body : sentence.end]
    ):
        return []
    if sentence.part in (
        "tips",
        "closing",
        "industries",
        "tools",
        "education",
        "certifications",
        "outlook",
        "skills",
    ):
        return []
    phrases = list(_find_phrases(source, sentence))
    claims: list[Claim] = []
    seen: set[str] = set()
    for phrase in phrases:
        for concept in _link(source, phrase):
            if concept is None or concept not in seen:
                seen |= {concept} if concept else set()
                claims.append(
                    Claim("duty", phrase.start, phrase.end, roles, f"activity/{concept}" if concept else None)
                )
    return claims


# -- where a sentence tells duties --------------------------------------------------------------------


def _find_phrases(source: Source, sentence: Sentence) -> Iterator[_Phrase]:
    lower = source.text.lower
    end = _without_stop(lower, sentence.end)
    begin, listed = _begin(source, sentence), _opener(source, sentence, end) is not None
    if begin is None:
        joint = _JOINT_NOUN.search(lower, sentence.body, end)
        if joint:
            yield from _split(source, joint.start(), end)
        return
    label = lower[sentence.start : sentence.label].strip(" *_")
    if sentence.item and label and sentence.part == "duties":
        yield from _labelled(source, sentence, label, end)
    else:
        yield from _split(source, *begin, listed=listed)
        joint = _JOINT_NOUN.search(lower, *begin)
        if joint and joint.start() > begin[0]:
            yield from _split(source, joint.start(), begin[1])


def _without_stop(lower: str, end: int) -> int:
    while end and lower[end - 1] in ' .!?*_"”)':
        end -= 1
    return end


def _begin(source: Source, sentence: Sentence) -> tuple[int, int] | None:
    """Where the words that tell duties begin and end; None where a sentence tells none."""
    lower, end = source.text.lower, _without_stop(source.text.lower, sentence.end)
    opener = _opener(source, sentence, end)
    if opener:
        return opener.end(), end
    closer = re.compile(rf"\s+(?:{cue_pattern('duties', 'closers').pattern})").search(
        lower, sentence.body, end
    )
    if closer:
        return sentence.body, closer.start()
    at = _behind_subject(source, sentence)
    if at is not None:
        return at, end
    first = re.match(r"[\w-]+", lower[sentence.body : end])
    listed = sentence.part == "duties" and first is not None and (sentence.item or first[0] in _verbs())
    return (sentence.body, end) if listed else None


def _opener(source: Source, sentence: Sentence, end: int) -> re.Match[str] | None:
    """Words behind which duties stand as gerunds or nouns: "is responsible for"."""
    cue = cue_pattern("duties", "openers").pattern
    return re.compile(rf"\b(?:{cue})\s+").search(source.text.lower, sentence.body, end)


def _behind_subject(source: Source, sentence: Sentence) -> int | None:
    """Where the verb begins behind a role's name or a pronoun, unless it tells a need or a state."""
    lower = source.text.lower
    subject = _SUBJECT.match(lower, sentence.body)
    end = subject.end() if subject else None
    for hit in source.roles_in(sentence.body, sentence.end):
        if end is None and re.fullmatch(_LEADS, lower[sentence.body : hit.start]) and hit.form != "trade":
            end = hit.end
    if end is None:
        return None
    gap = _ADVERBS.match(lower, end)
    verb = re.compile(r"[a-z][a-z-]*").match(lower, gap.end()) if gap else None
    if gap is None or verb is None or verb[0] in load_words()["duties"]["no_duty"]:
        return None
    return gap.end()


# -- one phrase a duty --------------------------------------------------------------------------------


def _labelled(source: Source, sentence: Sentence, label: str, end: int) -> Iterator[_Phrase]:
    """A list item behind a label is one duty; what is done together with others is one more."""
    lower = source.text.lower
    purpose = _PURPOSE.search(lower, sentence.body, end)
    first = lower[sentence.body : end].split(" ", 1)[0]
    if purpose and first in load_words()["duties"]["joint"] and _reads(source, purpose.end(), end):
        yield _Phrase(sentence.body, purpose.start(), lower[sentence.body : purpose.start()])
        yield _Phrase(purpose.end(), end, lower[purpose.end() : end])
        return
    tail = _TAIL.search(lower, sentence.body, end)
    main = lower[sentence.body : tail.start() if tail else end]
    yield _Phrase(sentence.body, end, f"{label} {main}")


def _reads(source: Source, start: int, end: int) -> bool:
    """Whether a packaged duty is told there in other words than an aim ("to ensure …")."""
    return not source.text.lower.startswith(("ensure", "achieve", "support"), start) and bool(
        _verb_at(source, start, "")
    )


def _split(source: Source, start: int, end: int, *, listed: bool = False) -> Iterator[_Phrase]:
    """The parts that begin with verbs of one form: "designing, building, and deploying models".

    Args:
        source: the article's text and what was found in it.
        start, end: where they stand.
        listed: whether nouns may stand for duties ("the day is made of backups, access rights …").
    """
    lower = source.text.lower
    first = re.match(r"[a-z-]+", lower[start:end])
    form = _form_of(first[0]) if first else ""
    nouns = listed and first is not None and form != "ing"
    purpose = _PURPOSE.search(lower, start, end)
    end = purpose.start() if nouns and purpose else end
    starts = [start]
    for mark in _SPLIT.finditer(lower, start, end):
        if nouns or _verb_at(source, mark.end(), form):
            starts.append(mark.end())
    ends = [*(_mark_before(lower, s) for s in starts[1:]), end]
    pieces = list(zip(starts, ends, strict=True))
    yield from _join(source, pieces)


def _mark_before(lower: str, at: int) -> int:
    """Where the words before a comma or "and" end."""
    bare = re.sub(r"(?:\s*[,;])?(?:\s*\b(?:and|or|then))*\s*\Z", "", lower[max(0, at - 40) : at])
    return max(0, at - 40) + len(bare)


def _form_of(verb: str) -> str:
    if verb.endswith("ing"):
        return "ing"
    return "s" if verb.endswith("s") and not verb.endswith("ss") else ""


def _verb_at(source: Source, at: int, form: str) -> bool:
    """Whether a verb of the form stands there; adverbs before it do not count."""
    found = re.compile(r"(?:\w+ly )?([a-z][a-z-]*)").match(source.text.lower, at)
    if found is None:
        return False
    verb = found[1]
    return verb in _verbs() and _form_of(verb) == form and not (form == "" and verb.endswith("ed"))


def _join(source: Source, pieces: Sequence[tuple[int, int]]) -> Iterator[_Phrase]:
    """Pieces that are a verb alone go with the next one's object; "them" is what was spoken of before."""
    lower = source.text.lower
    waiting: list[tuple[int, int]] = []
    spoken = ""
    for number, (start, end) in enumerate(pieces):
        if " " not in lower[start:end].strip() and number + 1 < len(pieces):
            waiting.append((start, end))
            continue
        for phrase in _with_object(source, waiting, start, end):
            words = _THEM.sub(spoken, phrase.words) if spoken else phrase.words
            yield _Phrase(phrase.start, phrase.end, words)
        spoken = lower[start:end].partition(" ")[2] if not _THEM.search(lower, start, end) else spoken
        waiting = []


def _with_object(
    source: Source, waiting: Sequence[tuple[int, int]], start: int, end: int
) -> Iterator[_Phrase]:
    lower = source.text.lower
    tail = _TAIL.search(lower, start, end)
    stop = tail.start() if tail else end
    purpose = _PURPOSE.search(lower, start, stop)
    joint = lower[start:end].split(" ", 1)[0] in load_words()["duties"]["joint"]
    main = purpose.start() if purpose else stop
    relative = _GIVEN.search(lower, start, main)
    words = lower[start : relative.start() if relative and relative.start() > start + 8 else main]
    what = words.partition(" ")[2]
    for a, b in waiting:
        yield _Phrase(a, end if not joint else main, f"{lower[a:b]} {what}")
    yield _Phrase(start, main if joint and purpose else end, words)
    if joint and purpose and _reads(source, purpose.end(), stop):
        yield from _split_aims(source, purpose.end(), stop)


def _split_aims(source: Source, start: int, end: int) -> Iterator[_Phrase]:
    """What is done together with others: "to create algorithms that … and provide insights"."""
    lower = source.text.lower
    starts = [start, *(m.end() for m in _SPLIT.finditer(lower, start, end) if _verb_at(source, m.end(), ""))]
    ends = [*(_mark_before(lower, s) for s in starts[1:]), end]
    for a, b in zip(starts, ends, strict=True):
        relative = _GIVEN.search(lower, a, b)
        stop = relative.start() - 1 if relative else b
        yield _Phrase(a, stop, lower[a:stop])


# -- linked to the packaged activities ----------------------------------------------------------------


def _link(source: Source, phrase: _Phrase) -> list[str | None]:
    """The activities a phrase tells: the one most like it, of work with others each one that was read."""
    read = {m.concept for m in source.activities_in(phrase.start, phrase.end) if m.concept}
    with_others = sorted(concept for concept in read if concept.startswith("work-with-"))
    if with_others and phrase.words.split(" ", 1)[0] in load_words()["duties"]["joint"]:
        return list(with_others)
    ids, vectors = _activities()
    likeness = vectors @ load_vectors().embed([phrase.words])[0]
    scores = likeness + np.array([_READ * (name in read) for name in ids], np.float32)
    best = int(scores.argmax())
    return [ids[best] if likeness[best] >= _FLOOR else None]
