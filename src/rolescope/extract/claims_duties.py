"""Duties: what an article says a role does, one claim an activity, linked to the packaged activity most like it.

A duty is found by its shape, a list item under duties or the verbs behind a role's name, and then linked by its words:
likeness of word vectors to the activities' labels, helped where an activity's own verb and object were read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from rolescope.extract.claims_phrases import Phrase, cut_labelled, cut_phrases, duty_verbs, is_joint
from rolescope.extract.claims_source import Source
from rolescope.extract.claims_text import Sentence
from rolescope.extract.claims_words import cue_pattern, load_words
from rolescope.model import Claim
from rolescope.normalise.vectors import load_vectors
from rolescope.taxonomy.concepts import load_activities

_READ = 0.2  # added to the likeness of an activity whose verb and object were read
_FLOOR = 0.42  # below this likeness a duty is linked to none
_ELSEWHERE = ("tips", "closing", "industries", "tools", "education", "certifications", "outlook", "skills")
_COMPARED = re.compile(r"\b(?:more|less|rather|better)\b.*\bthan\b")
_SUBJECT = re.compile(
    r"(?:they|he|she|it|you|(?:this|the|their) (?:role|job|position|work|person)|"
    r"(?:good|great|senior|junior|most|many|some) ones|someone in this role|people in this role)(?= )"
)
_LEADS = re.compile(
    r"(?:(?:an?|the|most|many|some|every|each|good|great|experienced|senior|junior|typical|lead|as an?|both|all)\s+)*"
)
_NOT = r"(?:never|seldom|rarely|hardly|cannot|(?:do|does|will|need|should|must|can)(?: not|n['’]t))"
_ADVERBS = re.compile(
    rf"(?:\s+(?:{_NOT}|\w+ly|also|often|then|always|sometimes|will|may|can|might|must|should|to|have to|has to)\b)*\s+"
)
_DENIED = re.compile(rf"\b{_NOT}\s+(?:\w+ly\s+)?\Z")
_WORKS_IN = re.compile(r"works? (?:in|for|at|as|on|from|under)\b")
_ASKS = ("how ", "what ", "why ", "who ", "whether ")
_JOINT_NOUN = re.compile(r"\b(?:collaboration|cooperation|partnership|teamwork) with\b")
_WORD = re.compile(r"[a-z][a-z-]*")


def find_duties(source: Source, sentence: Sentence, roles: tuple[str, ...]) -> list[Claim]:
    """Claims of duties in one sentence; none where it does not tell what a role does."""
    compared = _COMPARED.search(source.text.lower, sentence.body, sentence.end)
    if compared or sentence.part in _ELSEWHERE:
        return []
    found: dict[str | None, Phrase] = {}
    unknown: list[Phrase] = []
    for phrase in (p for p in _find_phrases(source, sentence) if not p.words.startswith(_ASKS)):
        for concept in _link(source, phrase):
            unknown += [phrase] if concept is None else []
            found.setdefault(concept, phrase)
    pairs = [*((c, p) for c, p in found.items() if c is not None), *((None, p) for p in unknown)]
    return [_to_claim(source.text.lower, phrase, roles, concept) for concept, phrase in pairs]


def _to_claim(lower: str, phrase: Phrase, roles: tuple[str, ...], concept: str | None) -> Claim:
    denied = _DENIED.search(lower[max(0, phrase.start - 30) : phrase.start]) is not None
    named = f"activity/{concept}" if concept else None
    return Claim("duty", phrase.start, phrase.end, roles, named, denied=denied)


# -- where a sentence tells duties --------------------------------------------------------------------


def _find_phrases(source: Source, sentence: Sentence) -> Iterator[Phrase]:
    lower = source.text.lower
    end = _without_stop(lower, sentence.end)
    label = lower[sentence.start : sentence.label].strip(" *_")
    told = _find_told(source, sentence, end)
    if told and label and sentence.item and sentence.part == "duties":
        yield from cut_labelled(lower, sentence.body, end, label)
        return
    if told:
        nouns = _find_opener(lower, sentence.body, end) is not None
        yield from cut_phrases(lower, *told, nouns=nouns)
    joint = _JOINT_NOUN.search(lower, told[0] + 1 if told else sentence.body, end)
    if joint:
        yield from cut_phrases(lower, joint.start(), end)


def _without_stop(lower: str, end: int) -> int:
    while end and lower[end - 1] in ' .!?*_"”)':
        end -= 1
    return end


def _find_told(source: Source, sentence: Sentence, end: int) -> tuple[int, int] | None:
    """Where the words that tell duties begin and end; None where a sentence tells none."""
    lower = source.text.lower
    if opener := _find_opener(lower, sentence.body, end):
        return opener.end(), end
    if closer := cue_pattern("duties", "closers").search(lower, sentence.body, end):
        return sentence.body, closer.start()
    if (verb := _find_verb(source, sentence)) is not None:
        return verb, end
    first = _WORD.match(lower, sentence.body, end)
    listed = sentence.part == "duties" and first and (sentence.item or first[0] in duty_verbs())
    return (sentence.body, end) if listed else None


@cache
def _openers() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{cue_pattern('duties', 'openers').pattern})\s+")


def _find_opener(lower: str, start: int, end: int) -> re.Match[str] | None:
    """Words behind which duties stand as gerunds or nouns: "is responsible for"."""
    return _openers().search(lower, start, end)


def _find_verb(source: Source, sentence: Sentence) -> int | None:
    """Where the verb begins behind a role's name or a pronoun, unless it tells a need or a state."""
    lower = source.text.lower
    subject = _find_subject(source, sentence)
    gap = _ADVERBS.match(lower, subject, sentence.end) if subject is not None else None
    verb = _WORD.match(lower, gap.end(), sentence.end) if gap else None
    if gap is None or verb is None or verb[0] in load_words()["duties"]["no_duty"]:
        return None
    return None if _WORKS_IN.match(lower, verb.start()) else gap.end()


def _find_subject(source: Source, sentence: Sentence) -> int | None:
    """Where the role's name or a pronoun ends that a sentence begins with."""
    lower = source.text.lower
    pronoun = _SUBJECT.match(lower, sentence.body, sentence.end)
    if pronoun:
        return pronoun.end()
    hits = [hit for hit in source.roles_in(sentence.body, sentence.end) if hit.form != "trade"]
    first = hits[0] if hits else None
    return first.end if first and _LEADS.fullmatch(lower, sentence.body, first.start) else None


# -- linked to the packaged activities ----------------------------------------------------------------


@cache
def _activities() -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """Ids of the activities, and the vectors of their labels."""
    concepts = [activity.concept for activity in load_activities()]
    return tuple(c.id for c in concepts), load_vectors().embed([c.label for c in concepts])


def _link(source: Source, phrase: Phrase) -> list[str | None]:
    """The activities a phrase tells: the one most like it, of work with others each one that was read."""
    read = {m.concept for m in source.activities_in(phrase.start, phrase.end) if m.concept}
    with_others = sorted(concept for concept in read if concept.startswith("work-with-"))
    if with_others and is_joint(phrase.words):
        return list(with_others)
    ids, vectors = _activities()
    likeness = vectors @ load_vectors().embed([phrase.words])[0]
    scores = likeness + np.array([_READ * (name in read) for name in ids], np.float32)
    best = int(scores.argmax())
    return [ids[best] if likeness[best] >= _FLOOR else None]
