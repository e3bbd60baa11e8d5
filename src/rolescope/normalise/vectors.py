"""Texts as vectors, from packaged static word vectors (``data/vectors``, made by ``scripts/build_vectors.py``).

A text's vector is the sum of its words' and neighbouring pairs', at unit length: how often a word occurs is in
the length of its own vector (Arora, Liang & Ma 2017).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rolescope.cues import fold_label

Matrix = NDArray[np.float32]
_CHUNK = 4096


def words_of(text: str) -> list[str]:
    """The words of a text as the vectors know them.

    >>> words_of("Node.js, C++ & data-flow.")
    ['node.js', 'c++', '&', 'data', 'flow']
    """
    return fold_label(text).split()


def pairs_of(text: str) -> list[str]:
    """Neighbouring words, as the vectors know them.

    >>> pairs_of("big data engineer")
    ['big data', 'data engineer']
    """
    return _pairs(words_of(text))


def _pairs(words: Sequence[str]) -> list[str]:
    return [f"{a} {b}" for a, b in pairwise(words)]


@dataclass(frozen=True, slots=True)
class Vectors:
    """Vectors of words and pairs: ``places`` gives the row of each in ``rows`` (float32, items × dimensions)."""

    places: Mapping[str, int]
    rows: Matrix

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return int(self.rows.shape[1])

    def embed(self, texts: Sequence[str]) -> Matrix:
        """One row a text, of unit length, or all zero where no word of it is known; (n, dimensions).

        >>> a, b, c = load_vectors().embed(["software developer", "programmer", "nurse"])
        >>> bool(a @ b > a @ c)
        True
        """
        made = np.zeros((len(texts), self.dimensions), np.float32)
        for start in range(0, len(texts), _CHUNK):
            self._fill(texts[start : start + _CHUNK], made[start : start + _CHUNK])
        return made

    def _fill(self, texts: Sequence[str], out: Matrix) -> None:
        found = [self._known(text) for text in texts]
        lengths = np.array([len(f) for f in found])
        some = lengths > 0
        if not some.any():
            return
        starts = np.concatenate([[0], np.cumsum(lengths[some])[:-1]])
        sums = np.add.reduceat(self.rows[[place for f in found for place in f]], starts, axis=0)
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        out[some] = np.divide(sums, norms, out=np.zeros_like(sums), where=norms > 0)

    def _known(self, text: str) -> list[int]:
        words = words_of(text)
        return [self.places[item] for item in (*words, *_pairs(words)) if item in self.places]


@cache
def load_vectors() -> Vectors:
    """The packaged vectors; about 24,000 words and pairs in 3 MB, read in about 30 ms."""
    with files("rolescope.data").joinpath("vectors", "vectors.npz").open("rb") as file, np.load(file) as held:
        items = held["words"].tobytes().decode().split("\n")
        rows = held["codes"].astype(np.float32) * held["scales"][:, None]
    return Vectors({item: at for at, item in enumerate(items)}, rows)
