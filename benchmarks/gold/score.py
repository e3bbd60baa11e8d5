"""How well annotations agree with labels: spans lenient at the edges, facts exactly. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Labels = Mapping[str, Any]  # as ``label.py`` writes them
FACTS = ("level", "pay", "education", "years", "workplace", "role")


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of a kind, offsets in code points."""

    kind: str
    start: int
    end: int
    strength: str


@dataclass(frozen=True, slots=True)
class Spans:
    """Counts of spans: in both, only found, only labelled."""

    both: int = 0
    only_found: int = 0
    only_labelled: int = 0

    def __add__(self, other: Spans) -> Spans:
        return Spans(
            self.both + other.both,
            self.only_found + other.only_found,
            self.only_labelled + other.only_labelled,
        )

    @property
    def precision(self) -> float:
        return self.both / max(1, self.both + self.only_found)

    @property
    def recall(self) -> float:
        return self.both / max(1, self.both + self.only_labelled)

    @property
    def f1(self) -> float:
        return 2 * self.both / max(1, 2 * self.both + self.only_found + self.only_labelled)


def read_marks(labels: Labels) -> list[Mark]:
    """The marks of one posting's labels."""
    return [Mark(m["kind"], m["start"], m["end"], m["strength"]) for m in labels["marks"]]


def pair_marks(found: Sequence[Mark], labelled: Sequence[Mark]) -> list[tuple[int, int]]:
    """Pairs (found, labelled) that overlap, each at most once, longest overlap first."""
    ends = [
        (-overlap, i, j)
        for i, a in enumerate(found)
        for j, b in enumerate(labelled)
        if (overlap := min(a.end, b.end) - max(a.start, b.start)) > 0
    ]
    seen_found, seen_labelled, pairs = set(), set(), []
    for _, i, j in sorted(ends):
        if i not in seen_found and j not in seen_labelled:
            seen_found.add(i)
            seen_labelled.add(j)
            pairs.append((i, j))
    return pairs


def count_spans(found: Iterable[Mark], labelled: Iterable[Mark], kinds: Iterable[str]) -> Spans:
    """Spans of the kinds, which count as one kind."""
    ours, theirs = ([m for m in marks if m.kind in set(kinds)] for marks in (found, labelled))
    both = len(pair_marks(ours, theirs))
    return Spans(both, len(ours) - both, len(theirs) - both)


def count_strength(found: Iterable[Mark], labelled: Iterable[Mark], kind: str = "tool") -> tuple[int, int]:
    """How many spans found in both have the same strength, and how many there are."""
    ours, theirs = ([m for m in marks if m.kind == kind] for marks in (found, labelled))
    pairs = pair_marks(ours, theirs)
    return sum(ours[i].strength == theirs[j].strength for i, j in pairs), len(pairs)


def is_same_fact(name: str, found: Labels, labelled: Labels) -> bool:
    """Whether a fact of the posting is read as labelled; of pay every range, exactly."""
    if name == "pay":
        return _count_pay(found["pay"]) == _count_pay(labelled["pay"])
    same: bool = found[name] == labelled[name]
    return same


def _count_pay(ranges: Iterable[Mapping[str, Any]]) -> Counter[tuple[float, float, str, str]]:
    return Counter({(float(r["low"]), float(r["high"]), r["currency"], r["period"]) for r in ranges})


def share_same_section(found: Labels, labelled: Labels, length: int) -> tuple[int, int]:
    """Characters in the part that was labelled, and characters labelled at all."""
    ours = _paint(found["sections"], length)
    theirs = _paint(labelled["sections"], length)
    return sum(a == b for a, b in zip(ours, theirs, strict=True) if b), sum(1 for b in theirs if b)


def _paint(sections: Iterable[Mapping[str, Any]], length: int) -> list[str]:
    names = [""] * length
    for part in sections:
        names[part["start"] : part["end"]] = [part["name"]] * (part["end"] - part["start"])
    return names
