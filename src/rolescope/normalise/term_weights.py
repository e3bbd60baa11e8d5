"""How alike texts are by the terms they share: cosine of TF-IDF weights, and BM25.

A term is any number: a word's, or that of a run of letters (:func:`letter_grams`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Floats = NDArray[np.float32]

# Letters, digits and the space in base 40; runs of unlike length never share a number, as no letter is 0.
_BASE = 40
_CODES = np.full(256, 38, np.int64)
_CODES[ord(" ")] = 1
_CODES[ord("a") : ord("z") + 1] = np.arange(2, 28)
_CODES[ord("0") : ord("9") + 1] = np.arange(28, 38)
_CODES[ord("\n")] = 0
_SIZES = (2, 3, 4)


def letter_grams(texts: Sequence[str]) -> tuple[Numbers, Numbers]:
    """Runs of two to four letters of each text, across words, as ``(rows, terms)``.

    Texts are of small ASCII letters, digits and spaces; anything else counts as one odd letter.

    >>> rows, terms = letter_grams(["abc", "bc"])
    >>> rows.tolist(), bool(terms[1] == terms[2])
    ([0, 0, 1, 0], True)
    """
    text = "\n".join(line.replace("\n", " ") for line in texts)
    codes = _CODES[np.frombuffer(text.encode("ascii", "replace"), np.uint8)]
    rows = np.cumsum(codes == 0)
    found = [_runs_of(size, codes, rows) for size in _SIZES]
    return np.concatenate([row for row, _ in found]), np.concatenate([terms for _, terms in found])


def _runs_of(size: int, codes: Numbers, rows: Numbers) -> tuple[Numbers, Numbers]:
    count = max(0, len(codes) - size + 1)
    terms = np.zeros(count, np.int64)
    whole = np.ones(count, bool)
    for at in range(size):
        letters = codes[at : at + count]
        terms = terms * _BASE + letters
        whole &= letters > 0
    return rows[:count][whole], terms[whole]


@dataclass(frozen=True, slots=True)
class TermTable:
    """Texts as rows of weighted terms, laid out by term. Made by :func:`cosine_table` or :func:`bm25_table`.

    Attributes:
        size: number of rows.
        terms: the terms of all rows, ascending.
        starts: where each term's rows begin in ``rows`` and ``weights``; one more than terms.
        rows: the rows that hold the term.
        weights: the term's weight in that row.
        rarity: the term's inverse document frequency.
        unseen: that of a term no row holds.
        power: the norm that makes a question's weights 1: 2 for cosines, 1 for BM25, where a term counts once.
    """

    size: int
    terms: Numbers
    starts: Numbers
    rows: NDArray[np.int32]
    weights: Floats
    rarity: Floats
    unseen: float
    power: int

    def likeness(self, terms: Numbers) -> Floats:
        """How alike each row is to a text of these ``terms``, each given as often as it is said; (size,) in [0, 1].

        Terms that no row holds count in the text's length: what is known in part is never wholly alike.
        """
        found = np.zeros(self.size, np.float32)
        asked, counts = np.unique(terms, return_counts=True)
        if not len(asked) or not len(self.terms):
            return found
        places = np.minimum(np.searchsorted(self.terms, asked), len(self.terms) - 1)
        known = self.terms[places] == asked
        weights = np.where(known, self.rarity[places], self.unseen)
        if self.power == 2:
            weights *= 1 + np.log(counts)
        weights /= np.linalg.norm(weights, self.power)
        for place, weight in zip(places[known], weights[known], strict=True):
            held = slice(self.starts[place], self.starts[place + 1])
            found[self.rows[held]] += self.weights[held] * np.float32(weight)
        return found


def cosine_table(rows: Numbers, terms: Numbers, size: int) -> TermTable:
    """Cosine of (1 + ln count)·(1 + ln((1 + N)/(1 + n))) (Salton & Buckley 1988).

    Args:
        rows: the row of each term as said, in [0, size).
        terms: the terms, beside ``rows``.
        size: number of rows, N.
    """
    rows, terms, counts = _count(rows, terms)
    known, starts, spread = np.unique(terms, return_index=True, return_counts=True)
    rarity = 1 + np.log((1 + size) / (1 + spread))
    weights = (1 + np.log(counts)) * np.repeat(rarity, spread)
    norms = np.sqrt(np.bincount(rows, weights * weights, minlength=size))
    unseen = 1 + float(np.log(1 + size))
    return _table(size, known, starts, rows, weights / norms[rows], rarity, unseen, 2)


def bm25_table(rows: Numbers, terms: Numbers, size: int, *, k1: float = 2.0, b: float = 0.3) -> TermTable:
    """BM25 (Robertson & Zaragoza 2009) as a part of the most a text could reach; arguments as above."""
    rows, terms, counts = _count(rows, terms)
    known, starts, spread = np.unique(terms, return_index=True, return_counts=True)
    lengths = np.bincount(rows, counts, minlength=size)
    usual = lengths.mean() if len(rows) else 1.0
    rarity = np.log(1 + (size - spread + 0.5) / (spread + 0.5))
    weights = counts / (counts + k1 * (1 - b + b * lengths[rows] / usual))
    unseen = float(np.log(1 + (size + 0.5) / 0.5))
    return _table(size, known, starts, rows, weights, rarity, unseen, 1)


def _count(rows: Numbers, terms: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Each term of each row once, ordered by term, with how often it is said."""
    order = np.lexsort((rows, terms))
    rows, terms = rows[order], terms[order]
    new = np.ones(len(rows), bool)
    new[1:] = (rows[1:] != rows[:-1]) | (terms[1:] != terms[:-1])
    at = np.flatnonzero(new)
    return rows[at], terms[at], np.diff(np.append(at, len(rows)))


def _table(
    size: int,
    terms: Numbers,
    starts: Numbers,
    rows: Numbers,
    weights: NDArray[np.float64],
    rarity: NDArray[np.float64],
    unseen: float,
    power: int,
) -> TermTable:
    small = weights.astype(np.float32), rarity.astype(np.float32)
    return TermTable(size, terms, np.append(starts, len(rows)), rows.astype(np.int32), *small, unseen, power)
