"""Texts as weighted character n-grams and words (TF-IDF), and quick products of such texts with many labels.

Character n-grams stand within words, padded by a space at both ends. Weights are tf × idf at unit length, idf
ln((1 + n) / (1 + df)) + 1 over the labels (Salton & Buckley 1988).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
_MASK = np.uint64((1 << 61) - 1)
_PRIME = np.uint64(1_000_003)


class Grams(NamedTuple):
    """What stands in some texts: for each sighting the text's number and the feature, texts in order."""

    texts: Ints
    features: Ints


def char_grams(texts: Sequence[str], low: int, high: int) -> Grams:
    """All n-grams of ``low`` to ``high`` characters within the words of folded texts, as hashes.

    >>> [len(char_grams([t], 3, 3).features) for t in ("sql", "use sql", "")]
    [3, 6, 0]
    """
    padded = [f" {text} " if text else "" for text in texts]
    codes = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    owner = np.repeat(np.arange(len(texts)), [len(p) for p in padded])
    spaces = np.concatenate([[0], np.cumsum(codes == ord(" "))])
    found, held = [], []
    for n in range(low, high + 1):
        starts = np.arange(max(0, len(codes) - n + 1))
        # a space between the first and the last character would join two words
        starts = starts[spaces[starts + n - 1] == spaces[starts + 1]]
        found.append(_hash(codes, starts, n))
        held.append(owner[starts])
    return Grams(np.concatenate(held), np.concatenate(found))


def _hash(codes: NDArray[np.uint64], starts: Ints, n: int) -> Ints:
    value = np.full(len(starts), n, np.uint64)
    for at in range(n):
        value = (value * _PRIME + codes[starts + at]) & _MASK
        value ^= value >> np.uint64(29)
    return value.astype(np.int64)


def word_grams(texts: Sequence[str], places: dict[str, int], *, grow: bool = False) -> Grams:
    """The words of folded texts by their numbers in ``places``; unknown ones are added or left out."""
    owners, features = [], []
    for number, text in enumerate(texts):
        for word in text.split():
            place = places.setdefault(word, len(places)) if grow else places.get(word, -1)
            if place >= 0:
                owners.append(number)
                features.append(place)
    return Grams(np.array(owners, np.int64), np.array(features, np.int64))


@dataclass(frozen=True, slots=True)
class Inverted:
    """For each feature the labels that have it, with their weights.

    Attributes:
        features: known features in ascending order.
        starts: where each feature's labels begin in ``labels``; one more at the end.
        labels: numbers of labels.
        weights: tf × idf of each, the label's whole at unit length.
        idf: of each feature.
        count: how many labels there are.
    """

    features: Ints
    starts: Ints
    labels: NDArray[np.int32]
    weights: Floats
    idf: Floats
    count: int

    def products(self, grams: Grams, texts: int) -> Floats:
        """Inner products of texts (tf × idf, of no set length) with labels; (texts, labels)."""
        found = self._weigh(grams, texts)
        made = np.zeros((texts, self.count), np.float32)
        for text, place, weight in zip(*found, strict=True):
            held = slice(self.starts[place], self.starts[place + 1])
            made[text, self.labels[held]] += weight * self.weights[held]
        return made

    def inner(self, grams: Grams, texts: int) -> Floats:
        """Inner products of texts with each other; (texts, texts)."""
        owner, place, weight = self._weigh(grams, texts)
        kept, column = np.unique(place, return_inverse=True)
        dense = np.zeros((texts, len(kept)), np.float32)
        dense[owner, column] = weight
        return dense @ dense.T

    def _weigh(self, grams: Grams, texts: int) -> tuple[Ints, Ints, Floats]:
        """Text, place of the feature and tf × idf of what is known, each pair once."""
        place = np.searchsorted(self.features, grams.features)
        place[place == len(self.features)] = 0
        known = self.features[place] == grams.features if len(self.features) else place < 0
        pairs, tf = np.unique(grams.texts[known] * len(self.features) + place[known], return_counts=True)
        owner, column = np.divmod(pairs, max(1, len(self.features)))
        return owner, column, (tf * self.idf[column]).astype(np.float32)


def invert(grams: Grams, count: int) -> Inverted:
    """The index of ``count`` labels."""
    features, place = np.unique(grams.features, return_inverse=True)
    pairs, tf = np.unique(place * count + grams.texts, return_counts=True)
    column, label = np.divmod(pairs, max(1, count))
    spread = np.bincount(column, minlength=len(features))
    idf = np.log((1 + count) / (1 + spread)) + 1
    weights = tf * idf[column]
    lengths = np.sqrt(np.bincount(label, weights**2, minlength=count))
    return Inverted(
        features,
        np.concatenate([[0], np.cumsum(spread)]),
        label.astype(np.int32),
        (weights / lengths[label]).astype(np.float32),
        idf.astype(np.float32),
        count,
    )
