"""What is found in an article before its claims are: mentions, degrees and role names, ready to be asked by place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, takewhile

from rolescope.cues import Scanner, cue_entries, fold_label
from rolescope.extract.activities import activity_entries, find_activities
from rolescope.extract.claims_roles import RoleHit, RoleNames
from rolescope.extract.education import NamedDegree, find_degrees
from rolescope.extract.labels import find_labels, packaged_lexicon
from rolescope.model import Concept, Mention
from rolescope.text import Text, read_text

_LED = re.compile(r"\b(?:such as|like|including|e\.g\.,?)\s+")
_BOTH = re.compile(r"\s+and\s+")


@cache
def _scanner() -> Scanner:
    return Scanner((*cue_entries(), *packaged_lexicon().entries, *activity_entries()))


@cache
def _concepts() -> dict[str, tuple[Concept, ...]]:
    """What each label alone may mean, by its folded form."""
    patterns = [entry.meaning for entry in packaged_lexicon().entries]
    return {p.form: tuple(concept for concept, _ in p.meanings) for p in patterns}


@dataclass(frozen=True, slots=True)
class Source:
    """An article's text with all that was found in it.

    Attributes:
        text: prepared for the extractors.
        names: of its roles.
        labels: mentions of concepts other than activities, in order.
        activities: mentions of activities, in order.
        degrees: where degrees are named.
    """

    text: Text
    names: RoleNames
    labels: tuple[Mention, ...]
    activities: tuple[Mention, ...]
    degrees: tuple[NamedDegree, ...]

    def labels_in(self, start: int, end: int) -> list[Mention]:
        """Labels that lie within a span."""
        return [m for m in _between(self.labels, start, end) if place(m)[1] <= end]

    def activities_in(self, start: int, end: int) -> list[Mention]:
        """Activities whose words lie within a span."""
        return [m for m in _between(self.activities, start, end) if place(m)[1] <= end]

    def degrees_in(self, start: int, end: int) -> list[NamedDegree]:
        """Degrees named in a span."""
        low = bisect_left(self.degrees, start, key=lambda d: d.start)
        return list(takewhile(lambda d: d.start < end, islice(self.degrees, low, None)))

    def is_role_name(self, start: int, end: int) -> bool:
        """Whether a span is part of a role's name ("UX" in "UX designers")."""
        low, high = max(0, start - 60), min(len(self.text.lower), end + 60)
        return any(h.start < end and start < h.end for h in self.roles_in(low, high) if h.form != "trade")

    def roles_in(self, start: int, end: int) -> tuple[RoleHit, ...]:
        """Where a span names roles."""
        return self.names.find(self.text.lower, start, end)


def _between(mentions: Sequence[Mention], start: int, end: int) -> Iterator[Mention]:
    low = bisect_left(mentions, start, key=lambda m: m.start or 0)
    return takewhile(lambda m: (m.start or 0) < end, islice(mentions, low, None))


def place(mention: Mention) -> tuple[int, int]:
    """Start and end of a mention that was read in running text."""
    return mention.start or 0, mention.end or 0


def read_source(raw: str, names: RoleNames) -> Source:
    """Everything found in the text of an article."""
    text = read_text(raw, parted=False, scanner=_scanner())
    labels = [part for mention in find_labels(text) for part in _parts(raw, mention)]
    activities = sorted(find_activities(text), key=place)
    return Source(text, names, tuple(labels), tuple(activities), find_degrees(text))


def _parts(raw: str, mention: Mention) -> Iterator[Mention]:
    """The mention, or two where it names two things that have labels of their own ("statistics and probability")."""
    start, end = place(mention)
    if led := _LED.search(raw, start, end):  # "certifications such as AWS" names AWS
        mention, start = replace(mention, start=led.end()), led.end()
    both = _BOTH.search(raw, start, end)
    if both is None or mention.kind not in ("skill", "soft_skill"):
        yield mention
        return
    spans = ((start, both.start()), (both.end(), end))
    found = [find_concept(raw[a:b], "skill", "soft_skill") for a, b in spans]
    if not all(found):
        yield mention
        return
    for concept, (a, b) in zip(found, spans, strict=True):
        if concept is not None:
            yield Mention(concept.kind, concept.id, concept.label, a, b)


def find_concept(words: str, *kinds: str) -> Concept | None:
    """The concept of one of the kinds that a label alone means.

    >>> find_concept("AWS certification", "certification").id
    'aws-certification'
    """
    found = _concepts().get(fold_label(words), ())
    return next((concept for concept in found if concept.kind in kinds), None)
