"""Degrees, fields of study and certificates that an article says a role has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rolescope.extract.claims_lists import Named, split_list
from rolescope.extract.claims_source import Source, find_concept, place
from rolescope.extract.claims_text import Sentence
from rolescope.extract.claims_words import words_pattern
from rolescope.extract.education import NamedDegree

_ELSEWHERE = ("tips", "closing", "duties", "industries")
_SUBJECT = re.compile(r"\bcertif(?:ication|icate)s? in\s")
_LONGEST = 40  # characters of a certificate's subject
_TOLD = re.compile(r"\s(?:is|are|can|may|will|help\w*|provides?|enhances?|adds?|from)\b")
_NO_DEGREE = ("degree", "degrees", "degree requirements")


def find_education(source: Source, sentence: Sentence) -> Iterator[Named]:
    """Degrees, each once a sentence, and the fields beside them."""
    if sentence.part in _ELSEWHERE:
        return
    degrees = source.degrees_in(sentence.start, sentence.end)
    told = [d for d in degrees if d.start >= sentence.body]
    label = source.text.lower[sentence.start : sentence.label].strip("*_ ")
    headed = [d for d in degrees if d.start < sentence.body and label not in _NO_DEGREE]
    again = {d.degree for d in told}
    kept = [*(d for d in headed if d.degree not in again), *told]
    yield from ({d.degree: _name(d) for d in reversed(kept)}).values()
    if degrees or sentence.part == "education":
        yield from _find_fields(source, sentence, degrees)


def _name(degree: NamedDegree) -> Named:
    return Named("degree", degree.start, degree.end, f"education/{degree.degree}", degree.group)


def _find_fields(source: Source, sentence: Sentence, degrees: list[NamedDegree]) -> Iterator[Named]:
    """Fields named, without those that are part of a degree's own name ("MBA")."""
    seen: set[str] = set()
    for mention in source.labels_in(sentence.start, sentence.end):
        start, end = place(mention)
        if mention.kind != "field_of_study" or not mention.concept or mention.concept in seen:
            continue
        within = any(d.start < end and start < d.end for d in degrees)
        if not (within or source.is_role_name(start, end)):
            seen.add(mention.concept)
            yield Named("field", start, end, f"field_of_study/{mention.concept}")


def speaks_of_certificates(source: Source, sentence: Sentence) -> bool:
    """Whether a sentence lists certificates, so that skills in it are only their subjects."""
    said = "certification" in source.text.lower[sentence.start : sentence.end]
    return sentence.part == "certifications" or (said and sentence.part == "education")


def find_certificates(source: Source, sentence: Sentence) -> Iterator[Named]:
    """Items of a list of certificates beside the packaged ones: longer names, subjects ("certifications in …")."""
    raw, lower = source.text.raw, source.text.lower
    lead = words_pattern("needs", "examples").search(lower, sentence.body, sentence.end)
    subject = _SUBJECT.search(lower, sentence.body, sentence.end)
    start = max(m.end() for m in (lead, subject) if m) if lead or subject else sentence.body
    told = _TOLD.search(lower, start + 1, sentence.end)
    end = told.start() if told else sentence.end
    taken = [place(m) for m in source.labels_in(start, end) if m.kind == "certification"]
    for first, last in split_list(raw, start, end):
        concept = find_certificate(raw[first:last])
        known = concept or (subject and last - first <= _LONGEST)
        if known and not any(a < last and first < b for a, b in taken):
            yield Named("certification", first, last, f"certification/{concept}" if concept else None)


def find_certificate(words: str) -> str | None:
    """The packaged certificate whose giver the words begin with.

    >>> find_certificate("Google Cloud ML Engineer"), find_certificate("of merit")
    ('google-cloud-certification', None)
    """
    parts = words.split()[:5]
    tried = (" ".join(parts[:count]) for count in range(len(parts), 0, -1))
    found = (find_concept(f"{name} certification", "certification") for name in tried)
    return next((concept.id for concept in found if concept is not None), None)
