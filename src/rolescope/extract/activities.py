"""Duties: one of an activity's verbs shortly before one of its objects, in one sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from rolescope.cues import Entry, Hit, Scanner
from rolescope.extract.labels import label_forms
from rolescope.extract.mentions import build_mention
from rolescope.extract.strength import StrengthReader
from rolescope.model import Mention
from rolescope.taxonomy.concepts import Activity, load_activities
from rolescope.text import Text

_REACH = 8  # words between verb and object
_SPAN = 90  # characters looked back
_STOP = re.compile(r"[.!?;:]\s|\n")
_SILENT = frozenset({"about", "benefits", "legal"})


@cache
def activity_entries() -> tuple[Entry, ...]:
    """Verbs and objects of all duties as entries of a scanner; an object means its duties."""
    objects: dict[str, list[Activity]] = {}
    for activity in load_activities():
        for label in activity.objects:
            for form in label_forms(label):
                objects.setdefault(form, []).append(activity)
    verbs = sorted({verb for activity in load_activities() for verb in activity.verbs})
    return (
        *(Entry("verbs", verb, verb) for verb in verbs),
        *(Entry("activities", tuple(same), form) for form, same in objects.items()),
    )


@cache
def _scanner() -> Scanner:
    return Scanner(activity_entries())


def find_activities(text: Text) -> tuple[Mention, ...]:
    """Duties in order; the span runs from the verb to the end of the object.

    Spans of different duties may overlap ("design and monitor experiments"); of one duty they do not.
    """
    cues = text.cues if "activities" in text.cues else _scanner().scan(text.folded)
    verbs = cues["verbs"]
    verb_starts = [start for start, _, _ in verbs]
    strengths = StrengthReader(text)
    found: dict[tuple[str, int], Mention] = {}
    for start, end, activities in cues["activities"]:
        section = text.section_at(start)
        if section in _SILENT:
            continue
        low = bisect_left(verb_starts, start - _SPAN)
        near = verbs[low : bisect_left(verb_starts, start, low)]
        for activity in activities if near else ():
            verb = _nearest_verb(near, activity.verbs, start)
            if verb is not None and _stand_together(text, verb, start):
                concept = activity.concept
                strength = strengths.read(verb, end, section)
                found[concept.id, verb] = build_mention(
                    "activity", concept.id, concept.label, verb, end, strength, section, "activities"
                )
    return tuple(sorted(found.values(), key=lambda m: (m.start or 0, m.end or 0, m.concept or "")))


def _nearest_verb(near: Sequence[Hit], wanted: frozenset[str], position: int) -> int | None:
    """Where the last verb before ``position`` that is wanted begins."""
    place: int
    for place, end, word in reversed(near):
        if word in wanted and end <= position:
            return place
    return None


def _stand_together(text: Text, verb: int, position: int) -> bool:
    """Whether a verb is among the eight words before ``position`` and no sentence ends between them."""
    if text.folded.count(" ", verb, position) > _REACH and len(text.folded[verb:position].split()) > _REACH:
        return False
    return _STOP.search(text.raw, verb, position) is None
