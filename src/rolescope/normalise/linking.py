"""Phrases and sentences → entries of a taxonomy whose labels they are most like.

A label's likeness to some words is a mean of three cosines: of character n-grams, of words (both TF-IDF) and of
word vectors. A sentence names several skills in some of its words each, so every run of up to ``LONGEST`` words is
held against all labels by itself and a label keeps its best one; the whole piece counts beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rolescope.cues import fold_label
from rolescope.normalise.ngrams import (
    Floats,
    Grams,
    Ints,
    Inverted,
    char_grams,
    invert,
    word_grams,
)
from rolescope.normalise.vectors import load_vectors

METHOD = 1  # raise when what is kept of an index changes, word vectors too
LONGEST = 4
PIECE = 40
NGRAMS = (3, 5)
# chosen on one of two annotated sets and tried on the other (benchmarks/linking.py)
CHARACTERS, WORDS, VECTORS = 0.2, 0.2, 0.6
WHOLE = 0.5
_QUALIFIER = re.compile(r"\s*\([^()]*\)\s*$")
_PIECES = re.compile(r"[.!?;]\s+|[\n\r•·▪]+")


class Found(NamedTuple):
    """The numbers of an entry and of its label that fits, likeness in [0, 1], the words that fit."""

    entry: int
    label: int
    score: float
    text: str


@dataclass(frozen=True, slots=True)
class LinkIndex:
    """All labels of some entries, ready to be held against texts; a label has one or two forms.

    Attributes:
        owners: number of the entry of each form, ascending.
        labels: number of the label of each form, within its entry.
        chars, words: the forms' character n-grams and words.
        places: the number of each word.
        vectors: (forms, dimensions), rows of unit length or zero.
    """

    owners: Ints
    labels: Ints
    chars: Inverted
    words: Inverted
    places: dict[str, int]
    vectors: Floats

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Everything as arrays by name, to be kept in a file."""
        words = np.frombuffer("\n".join(self.places).encode("utf-8", "surrogatepass"), np.uint8)
        parts: dict[str, NDArray[Any]] = {"owners": self.owners, "labels": self.labels}
        parts |= {"places": words, "vectors": self.vectors}
        for name, part in (("chars", self.chars), ("words", self.words)):
            parts |= {f"{name}.{f.name}": np.asarray(getattr(part, f.name)) for f in fields(Inverted)}
        return parts

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> LinkIndex:
        """What ``to_arrays`` gave.

        Raises:
            KeyError, ValueError: it was not that.
        """
        words = arrays["places"].tobytes().decode("utf-8", "surrogatepass").split("\n")
        chars, held = (_restore(arrays, name) for name in ("chars", "words"))
        places = {word: number for number, word in enumerate(words)}
        return cls(arrays["owners"], arrays["labels"], chars, held, places, arrays["vectors"])


def _restore(arrays: Mapping[str, NDArray[Any]], name: str) -> Inverted:
    values: dict[str, Any] = {f.name: arrays[f"{name}.{f.name}"] for f in fields(Inverted)}
    return Inverted(**values | {"count": int(values["count"])})


def build_index(labels: Sequence[Sequence[str]]) -> LinkIndex:
    """The index of entries, given the labels of each."""
    forms = [_forms(own) for own in labels]
    folded = [form for own in forms for form in own]
    owners = np.repeat(np.arange(len(forms)), [len(own) for own in forms])
    numbers = np.array([number for own in forms for number in own.values()], np.int64)
    places: dict[str, int] = {}
    words = invert(word_grams(folded, places, grow=True), len(folded))
    chars = invert(char_grams(folded, *NGRAMS), len(folded))
    return LinkIndex(owners, numbers, chars, words, places, load_vectors().embed(folded))


def _forms(labels: Sequence[str]) -> dict[str, int]:
    """What an entry's labels look like, folded, and the number of the label each is of.

    Taxonomies put what tells two things of one name apart in brackets, which postings do not write.

    >>> _forms(["Python (computer programming)", "python"])
    {'python computer programming': 0, 'python': 0}
    """
    forms: dict[str, int] = {}
    for number, label in enumerate(labels):
        for form in (fold_label(label), fold_label(_QUALIFIER.sub("", label))):
            if form:
                forms.setdefault(form, number)
    return forms


def find_links(text: str, index: LinkIndex, top: int) -> tuple[Found, ...]:
    """The ``top`` entries most like some part of ``text``, best first; none like it at all are left out.

    >>> index = build_index([["project management"], ["Python", "CPython"], ["speak French"]])
    >>> [(f.entry, f.text) for f in find_links("You code in Python every day", index, 1)]
    [(1, 'python')]
    """
    best = np.zeros(len(index.owners), np.float32)
    where = np.full(len(index.owners), -1)
    told: list[str] = []
    for words in _pieces(text):
        runs = _runs(len(words))
        scores, run = _score(words, runs, index)
        better = scores > best
        best[better], where[better] = scores[better], len(told) + run[better]
        told += [" ".join(words[start:end]) for start, end in runs]
    return tuple(_pick(best, where, told, index, top))


def _pieces(text: str) -> Iterator[list[str]]:
    """The words of each sentence or line, long ones in parts."""
    for piece in _PIECES.split(text):
        words = fold_label(piece).split()
        yield from (words[at : at + PIECE] for at in range(0, len(words), PIECE))


def _runs(count: int) -> list[tuple[int, int]]:
    """Start and end of every run of up to ``LONGEST`` of so many words; the whole is the last.

    >>> _runs(2)
    [(0, 1), (1, 2), (0, 2)]
    """
    longest = range(1, min(LONGEST, count - 1) + 1)
    return [(at, at + n) for n in longest for at in range(count - n + 1)] + [(0, count)]


def _score(words: list[str], runs: list[tuple[int, int]], index: LinkIndex) -> tuple[Floats, Ints]:
    """Likeness of each form to the words, and the number of the run most like it."""
    ends = np.array(runs)
    likeness = CHARACTERS * _cosines(index.chars, char_grams(words, *NGRAMS), len(words), ends)
    likeness += WORDS * _cosines(index.words, word_grams(words, index.places), len(words), ends)
    vectors = load_vectors().embed([" ".join(words[start:end]) for start, end in runs])
    likeness += VECTORS * (vectors @ index.vectors.T)
    best = likeness.argmax(0)
    pooled = np.take_along_axis(likeness, best[None], 0)[0]
    return (1 - WHOLE) * pooled + WHOLE * likeness[-1], best


def _cosines(index: Inverted, grams: Grams, words: int, ends: Ints) -> Floats:
    """Cosines of runs of words with forms, (runs, forms): a run's vector is the sum of its words'."""
    start, end = ends.T
    sums = np.zeros((words + 1, index.count), np.float32)
    np.cumsum(index.products(grams, words), axis=0, out=sums[1:])
    inner = np.pad(index.inner(grams, words).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    squares = inner[end, end] - inner[start, end] - inner[end, start] + inner[start, start]
    lengths = np.where(squares > 1e-6, np.sqrt(np.maximum(squares, 1e-6)), np.inf)
    cosines: Floats = (sums[end] - sums[start]) / lengths[:, None].astype(np.float32)
    return cosines


def _pick(best: Floats, where: Ints, told: Sequence[str], index: LinkIndex, top: int) -> Iterator[Found]:
    """The best label of each of the best entries; of equal ones those whose preferred label it is."""
    seen: set[int] = set()
    for form in np.lexsort((index.labels > 0, -best)):
        if len(seen) == top or best[form] <= 0:
            return
        if (owner := int(index.owners[form])) not in seen:
            seen.add(owner)
            yield Found(owner, int(index.labels[form]), min(1.0, float(best[form])), told[where[form]])
