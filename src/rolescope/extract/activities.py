"""Duties: one of an activity's verbs shortly before one of its objects, in one sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick

from rolescope.extract.labels import label_forms
from rolescope.extract.strength import StrengthReader
from rolescope.model import Mention
from rolescope.taxonomy.concepts import Activity, load_activities
from rolescope.text import Text

_REACH = 8  # words between verb and object
_SPAN = 90  # characters looked back
_WORD = re.compile(r"[\w'+#&.]+")
_STOP = re.compile(r"[.!?;:]\s|\n")


@dataclass(frozen=True, slots=True)
class _Objects:
    automaton: AhoCorasick
    activities: tuple[tuple[Activity, ...], ...]


@cache
def _objects() -> _Objects:
    table: dict[str, list[Activity]] = {}
    for activity in load_activities():
        for label in activity.objects:
            for form in label_forms(label):
                table.setdefault(form, []).append(activity)
    return _Objects(AhoCorasick([f" {p} " for p in table]), tuple(tuple(a) for a in table.values()))


def find_activities(text: Text) -> tuple[Mention, ...]:
    """Duties in order; the span runs from the verb to the end of the object.

    Spans of different duties may overlap ("design and monitor experiments"); of one duty they do not.
    """
    objects = _objects()
    found: dict[tuple[str, int], Mention] = {}
    reader = StrengthReader(text)
    for index, start, end in objects.automaton.find_matches_as_indexes(f" {text.folded} ", overlapping=True):
        section = text.section_at(start)
        if section in ("about", "benefits", "legal"):
            continue
        words = _words_before(text, start)
        for activity in objects.activities[index]:
            verb = next((p for p, w in words if w in activity.verbs), None)
            if verb is not None:
                concept = activity.concept
                strength = reader.read(verb, end - 2, section)
                found[concept.id, verb] = Mention(
                    "activity", concept.id, concept.label, verb, end - 2, strength, section, "activities"
                )
    return tuple(sorted(found.values(), key=lambda m: (m.start or 0, m.end or 0, m.concept or "")))


def _words_before(text: Text, position: int) -> list[tuple[int, str]]:
    """Up to eight words before ``position`` in its sentence, nearest first, with their places."""
    low = max(0, position - _SPAN)
    stops = [m.end() for m in _STOP.finditer(text.raw, low, position)]
    words = [
        (m.start(), m.group()) for m in _WORD.finditer(text.folded, stops[-1] if stops else low, position)
    ]
    return words[-_REACH:][::-1]
