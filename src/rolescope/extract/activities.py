"""Duties: one of an activity's verbs shortly before one of its objects, in one sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rolescope.cues import Entry, Scanner
from rolescope.extract.labels import label_forms
from rolescope.extract.strength import StrengthReader
from rolescope.model import Mention
from rolescope.taxonomy.concepts import Activity, load_activities
from rolescope.text import Text

_REACH = 8  # words between verb and object
_SPAN = 90  # characters looked back
_STOP = re.compile(r"[.!?;:]\s|\n")
_SILENT = frozenset({"about", "benefits", "legal"})


@dataclass(frozen=True, slots=True)
class Object:
    """The duties that an object may belong to, and all their verbs together."""

    activities: tuple[Activity, ...]
    verbs: frozenset[str]


@cache
def activity_entries() -> tuple[Entry, ...]:
    """The objects of all duties as entries of a scanner."""
    table: dict[str, list[Activity]] = {}
    for activity in load_activities():
        for label in activity.objects:
            for form in label_forms(label):
                table.setdefault(form, []).append(activity)
    return tuple(
        Entry("activities", Object(tuple(same), frozenset().union(*(a.verbs for a in same))), form)
        for form, same in table.items()
    )


@cache
def _scanner() -> Scanner:
    return Scanner(activity_entries())


def find_activities(text: Text) -> tuple[Mention, ...]:
    """Duties in order; the span runs from the verb to the end of the object.

    Spans of different duties may overlap ("design and monitor experiments"); of one duty they do not.
    """
    hits = (
        text.cues["activities"] if "activities" in text.cues else _scanner().scan(text.folded)["activities"]
    )
    found: dict[tuple[str, int], Mention] = {}
    reader = StrengthReader(text)
    at, words = -1, [""]
    for start, end, object_ in hits:
        section = text.section_at(start)
        if section in _SILENT:
            continue
        if start != at:
            at, words = start, _words_before(text.folded, start)
        if object_.verbs.isdisjoint(words):
            continue  # three objects of four
        for activity in object_.activities:
            verb = _nearest_verb(text, words, activity.verbs, start)
            if verb is not None:
                concept = activity.concept
                strength = reader.read(verb, end, section)
                found[concept.id, verb] = Mention(
                    "activity", concept.id, concept.label, verb, end, strength, section, "activities"
                )
    return tuple(sorted(found.values(), key=lambda m: (m.start or 0, m.end or 0, m.concept or "")))


def _words_before(folded: str, position: int) -> list[str]:
    """Up to eight words before ``position``.

    >>> _words_before("we build and run data pipelines", 17)
    ['we', 'build', 'and', 'run']
    """
    words = folded[max(0, position - _SPAN) : position].rsplit(None, _REACH)
    return words[1:] if len(words) > _REACH else words


def _nearest_verb(text: Text, words: Sequence[str], verbs: frozenset[str], position: int) -> int | None:
    """Where the last of ``words``, which end at ``position``, that is a verb begins, if in the same sentence."""
    place = position
    for word in reversed(words):
        place = text.folded.rindex(word, 0, place)
        if word in verbs:
            return None if _STOP.search(text.raw, place, position) else place
    return None
