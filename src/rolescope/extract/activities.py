"""Duties: one of an activity's verbs shortly before one of its objects, in one sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from rolescope.cues import Entry, Hit, Scanner
from rolescope.extract.labels import label_forms, native_reader, written
from rolescope.extract.mentions import build_mention
from rolescope.extract.strength import StrengthReader
from rolescope.model import Concept, Mention
from rolescope.taxonomy.concepts import load_activities
from rolescope.text import FIRST_SILENT, SECTION_NAMES, Text

_REACH = 8  # words between verb and object
_SPAN = 90  # characters looked back
_STOP = re.compile(r"[.!?;:]\s")  # folded to two spaces
_OTHER = SECTION_NAMES.index("other")


@cache
def activity_entries() -> tuple[Entry, ...]:
    """Verbs and objects of all duties as entries of a scanner.

    Each means the set of its duties, as the bits of a number in bytes: sets of sets are spread over so much
    memory that half of the time went into waiting for it.
    """
    verbs: dict[str, int] = {}
    objects: dict[str, int] = {}
    for number, activity in enumerate(load_activities()):
        for verb in activity.verbs:
            verbs[verb] = verbs.get(verb, 0) | 1 << number
        for form in {form for label in activity.objects for form in label_forms(label)}:
            objects[form] = objects.get(form, 0) | 1 << number
    width = (len(load_activities()) + 63) // 64 * 8  # whole words of the machine
    masks = {duties: duties.to_bytes(width, "little") for duties in {*verbs.values(), *objects.values()}}
    return (
        *(Entry("verbs", masks[duties], verb) for verb, duties in sorted(verbs.items())),
        *(Entry("activities", masks[duties], form) for form, duties in objects.items()),
    )


@cache
def _duties(mask: bytes) -> int:
    return int.from_bytes(mask, "little")


@cache
def load_duties() -> tuple[Concept, ...]:
    """The concepts of all duties, by number."""
    return tuple(activity.concept for activity in load_activities())


@cache
def _scanner() -> Scanner:
    return Scanner(activity_entries())


def find_activities(text: Text) -> tuple[Mention, ...]:
    """Duties in order; the span runs from the verb to the end of the object.

    Spans of different duties may overlap ("design and monitor experiments"); of one duty they do not.
    """
    cues = text.cues if "activities" in text.cues else _scanner().scan(text.folded)
    verbs, objects = cues["verbs"], cues["activities"]
    if not verbs or not objects:
        return ()
    reader = native_reader()
    if reader is None:
        return read_activities(text, verbs, objects)
    return tuple(reader.activities(*written(text), verbs, objects, load_duties()))


def read_activities(text: Text, verbs: Sequence[Hit], objects: Sequence[Hit]) -> tuple[Mention, ...]:
    """The duties of verbs and objects in order of their end."""
    verbs = [(start, end, _duties(mask)) for start, end, mask in verbs]
    verb_starts = [start for start, _, _ in verbs]
    sections = text.section_map or bytes([_OTHER]) * len(text.raw)
    strengths = StrengthReader(text)
    found: dict[tuple[str, int], Mention] = {}
    for start, end, mask in objects:
        duties = _duties(mask)
        high = bisect_left(verb_starts, start)
        low = bisect_left(verb_starts, start - _SPAN, 0, high)
        near = [verb for verb in verbs[low:high] if verb[2] & duties]
        if not near or sections[start] >= FIRST_SILENT:
            continue  # three objects of four
        section = SECTION_NAMES[sections[start]]
        for verb, concept in _pairs(text, near, start, duties):
            strength = strengths.read(verb, end, section)
            found[concept.id, verb] = build_mention(
                "activity", concept.id, concept.label, verb, end, strength, section, "activities"
            )
    return tuple(sorted(found.values(), key=lambda m: (m.start or 0, m.end or 0, m.concept or "")))


def _pairs(text: Text, near: Sequence[Hit], position: int, duties: int) -> Iterator[tuple[int, Concept]]:
    """The duties of an object at ``position``, each with where the last of its verbs before it begins."""
    for verb, end, verb_duties in reversed(near):
        if end > position:
            continue
        if not _stand_together(text, verb, position):
            return  # nor does any verb before it
        for number in _bits(verb_duties & duties):
            yield verb, load_duties()[number]
        duties &= ~verb_duties


def _bits(number: int) -> Iterator[int]:
    """The places of the ones in a number.

    >>> list(_bits(0b1010))
    [1, 3]
    """
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def _stand_together(text: Text, verb: int, position: int) -> bool:
    """Whether a verb is among the eight words before ``position`` and no sentence ends between them."""
    between = text.folded[verb:position]
    if between.count(" ") > _REACH and len(between.split()) > _REACH:
        return False
    if text.raw.find("\n", verb, position) >= 0:
        return False
    return "  " not in between or _STOP.search(text.raw, verb, position) is None
