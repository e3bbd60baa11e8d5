"""Role labels by likeness of letters, for slips of the pen and for "did you mean".

Cosine of letter-trigram counts weighted by inverse document frequency (Salton & Buckley 1988; trigrams for
misspelled words: Angell, Freund & Willett 1983).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from math import log, sqrt

from rolescope.model import Role
from rolescope.normalise.title_words import label_words
from rolescope.taxonomy.roles import load_roles

Vector = dict[str, float]

# Cosine below which a label is not looked at. Of 21,431 distinct real titles 14 were slips of the pen, the least
# alike at 0.56; a floor of 0.2 finds no other. Likeness alone is no evidence (at 0.8 to 0.9 most were other jobs:
# "Strategy Manager" beside "Data Strategy Manager"), so the words are compared too.
FLOOR = 0.5


@dataclass(frozen=True, slots=True)
class Near:
    """A label near a text; ``similarity`` in [0, 1]."""

    similarity: float
    label: str
    role: Role


@dataclass(frozen=True, slots=True)
class _Index:
    labels: tuple[tuple[str, Role], ...]
    vectors: tuple[Vector, ...]
    lengths: tuple[int, ...]
    words: frozenset[str]
    joined: dict[str, int]
    holders: dict[str, list[int]]
    rarity: Vector
    unseen: float


def nearest_labels(text: str, count: int = 3) -> tuple[Near, ...]:
    """The labels most like ``text``, best first, at most one per role.

    >>> nearest_labels("data scientst")[0].label
    'Data Scientist'
    """
    index = _index()
    vector = _vector(_trigrams(text.casefold()), index)
    sharing = {i for gram in vector for i in index.holders.get(gram, ())}
    found = (Near(_cosine(vector, index.vectors[i]), *index.labels[i]) for i in sharing)
    best: dict[str, Near] = {}
    for near in sorted(found, key=lambda n: (-n.similarity, n.role.label != n.label, n.label)):
        best.setdefault(near.role.id, near)
    return tuple(best.values())[:count]


def find_misspelled(text: str) -> Near | None:
    """The label that ``text`` is with a slip of the pen in some of its words, None if there is none.

    A slip is one letter left out, added, changed or two swapped, in a word of five letters or more that no
    label knows ("Text Engineer" is no Test Engineer); or words run together or broken ("Front- End").

    >>> find_misspelled("sofware enginer").label
    'Software Engineer'
    >>> find_misspelled("qualitative researcher") is None
    True
    """
    index = _index()
    joined = index.joined.get(text.replace(" ", ""))
    if joined is not None:
        return Near(1.0, *index.labels[joined])
    words = text.split()
    strange = [word for word in words if word not in index.words]
    if not strange or len(strange) == len(words) > 2 or min(map(len, strange)) < 4:
        return None
    vector = _vector(_trigrams(text), index)
    found = (_slip_of(words, vector, i, index) for i in _candidates(vector, len(text), index))
    return max((n for n in found if n is not None), key=lambda n: (n.similarity, n.label), default=None)


def _slip_of(words: list[str], vector: Vector, i: int, index: _Index) -> Near | None:
    label, role = index.labels[i]
    if not _is_slip(words, label.casefold().split(), index):
        return None
    similarity = _cosine(vector, index.vectors[i])
    return Near(similarity, label, role) if similarity >= FLOOR else None


def _candidates(vector: Vector, length: int, index: _Index) -> set[int]:
    """Labels of about that length that may reach the floor: those that share one of the rarest trigrams.

    A label without them can reach no more than the length of the vector's remainder.
    """
    remaining = 1.0
    found: set[int] = set()
    for gram, weight in sorted(vector.items(), key=lambda item: (-item[1], item[0])):
        if remaining < FLOOR * FLOOR:
            break
        found.update(i for i in index.holders.get(gram, ()) if abs(index.lengths[i] - length) <= 2)
        remaining -= weight * weight
    return found


def _is_slip(words: list[str], wanted: list[str], index: _Index) -> bool:
    return len(words) == len(wanted) and all(
        word == want or (len(want) >= 5 and word not in index.words and is_one_slip(word, want))
        for word, want in zip(words, wanted, strict=True)
    )


def is_one_slip(word: str, other: str) -> bool:
    """Whether one letter left out, added, changed or two swapped make ``other`` of ``word``.

    Damerau (1964): such single slips are four fifths of all misspellings.

    >>> is_one_slip("enginer", "engineer"), is_one_slip("anlayst", "analyst"), is_one_slip("test", "best")
    (True, True, True)
    >>> is_one_slip("data", "beta")
    False
    """
    shorter, longer = sorted((word, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    if len(longer) > len(shorter):
        return shorter[at:] == longer[at + 1 :]
    swapped = shorter[at + 1 : at + 2] + shorter[at : at + 1] + shorter[at + 2 :]
    return shorter[at + 1 :] == longer[at + 1 :] or swapped == longer[at:]


def _trigrams(text: str) -> Counter[str]:
    padded = f"  {text} "
    return Counter(padded[i : i + 3] for i in range(len(padded) - 2))


def _vector(grams: Counter[str], index: _Index) -> Vector:
    """Weighted trigrams of length 1."""
    return _unit({gram: n * index.rarity.get(gram, index.unseen) for gram, n in grams.items()})


def _unit(weights: Vector) -> Vector:
    norm = sqrt(sum(w * w for w in weights.values())) or 1.0
    return {gram: weight / norm for gram, weight in weights.items()}


def _cosine(a: Vector, b: Vector) -> float:
    return min(1.0, sum(weight * b.get(gram, 0.0) for gram, weight in a.items()))


@cache
def _index() -> _Index:
    labels = tuple((label, role) for role in load_roles() for label in (role.label, *role.alt_labels))
    counts = [_trigrams(label.casefold()) for label, _ in labels]
    spread = Counter(gram for grams in counts for gram in grams)
    rarity = {gram: 1 + log(len(labels) / n) for gram, n in spread.items()}
    holders: dict[str, list[int]] = {}
    for i, grams in enumerate(counts):
        for gram in grams:
            holders.setdefault(gram, []).append(i)
    vectors = tuple(_unit({gram: n * rarity[gram] for gram, n in grams.items()}) for grams in counts)
    return _Index(
        labels=labels,
        vectors=vectors,
        lengths=tuple(len(label) for label, _ in labels),
        words=frozenset(w for label, _ in labels for w in (*label.casefold().split(), *label_words(label))),
        joined={label.casefold().replace(" ", ""): i for i, (label, _) in reversed([*enumerate(labels)])},
        holders=holders,
        rarity=rarity,
        unseen=1 + log(len(labels)),
    )
