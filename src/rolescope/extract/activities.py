"""Duties: one of an activity's verbs shortly before one of its objects, in one sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
_STOP = re.compile(r"[.!?;:]\s|\n")
_SILENT = frozenset({"about", "benefits", "legal"})


@dataclass(frozen=True, slots=True)
class _Objects:
    """The automaton over all objects and, for each, its duties and all their verbs together."""

    automaton: AhoCorasick
    activities: tuple[tuple[Activity, ...], ...]
    verbs: tuple[frozenset[str], ...]


@cache
def _objects() -> _Objects:
    table: dict[str, list[Activity]] = {}
    for activity in load_activities():
        for label in activity.objects:
            for form in label_forms(label):
                table.setdefault(form, []).append(activity)
    verbs = tuple(frozenset().union(*(a.verbs for a in activities)) for activities in table.values())
    return _Objects(AhoCorasick([f" {p} " for p in table]), tuple(tuple(a) for a in table.values()), verbs)


def find_activities(text: Text) -> tuple[Mention, ...]:
    """Duties in order; the span runs from the verb to the end of the object.

    Spans of different duties may overlap ("design and monitor experiments"); of one duty they do not.
    """
    objects = _objects()
    found: dict[tuple[str, int], Mention] = {}
    reader = StrengthReader(text)
    for index, start, end in objects.automaton.find_matches_as_indexes(f" {text.folded} ", overlapping=True):
        section = text.section_at(start)
        if section in _SILENT:
            continue
        words = _words_before(text.folded, start)
        if objects.verbs[index].isdisjoint(words):
            continue  # three objects of four
        for activity in objects.activities[index]:
            verb = _nearest_verb(text, words, activity.verbs, start)
            if verb is not None:
                concept = activity.concept
                strength = reader.read(verb, end - 2, section)
                found[concept.id, verb] = Mention(
                    "activity", concept.id, concept.label, verb, end - 2, strength, section, "activities"
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
