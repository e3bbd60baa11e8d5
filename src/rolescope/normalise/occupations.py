"""Occupations of a taxonomy ranked by likeness to a title.

Four measures are added: cosine of word stems and of letter runs with each name of an occupation, BM25 of the
title's words over all its names together (Robertson & Zaragoza 2009), and a little for its preferred name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from rolescope.normalise.term_weights import Floats, Numbers, bm25_table, cosine_table, letter_grams
from rolescope.normalise.title_stems import name_stems

# Weights in the sum; chosen on one random half of the titles of a public benchmark and held on the other
# (``benchmarks/titles.py``). Between half and twice each the result moves by about a point.
_WORDS, _LETTERS, _TOGETHER, _PREFERRED = 1.0, 1.0, 0.3, 0.1
_WHOLE = _WORDS + _LETTERS + _TOGETHER + _PREFERRED
_ALSO = 1.0  # of what an average other name of the same job adds
_FLOOR = 0.1  # below it only chance runs of letters are shared


@dataclass(frozen=True, slots=True)
class Candidate:
    """An occupation that a title may mean.

    Attributes:
        id: as given.
        label: its preferred name.
        score: in [0, 1]; for ordering, it is no probability.
        matched: the name of it that is most like the title.
    """

    id: str
    label: str
    score: float
    matched: str


class OccupationIndex:
    """Names of occupations, ready for search; about 1.5 s for the 34,000 names of ESCO.

    >>> index = OccupationIndex(["1", "2"], ["Software developer", "Nurse"], [["programmer"], []])
    >>> index.search("Java Programmer", top=1)[0].label
    'Software developer'
    """

    def __init__(
        self, ids: Sequence[str], labels: Sequence[str], alt_labels: Sequence[Sequence[str]]
    ) -> None:
        """Index occupations.

        Args:
            ids: one id an occupation.
            labels: its preferred name.
            alt_labels: its other names.

        Raises:
            ValueError: the three are not of one length.
        """
        rows = list(zip(ids, labels, alt_labels, strict=True))
        self._ids, self._labels = tuple(ids), tuple(labels)
        self.names = tuple(name for _, label, others in rows for name in (label, *others))
        sizes = np.array([1 + len(others) for _, _, others in rows], np.int64)
        self._firsts = np.cumsum(sizes) - sizes
        self._owner = np.repeat(np.arange(len(rows)), sizes)
        self._vocabulary: dict[str, int] = {}
        stems = [name_stems(name) for name in self.names]
        at, terms = self._words_of(stems)
        self._by_words = cosine_table(at, terms, len(stems))
        self._by_letters = cosine_table(*letter_grams([" ".join(s) for s in stems]), len(stems))
        self._together = bm25_table(self._owner[at], terms, len(rows))

    def score_names(self, title: str, also: Sequence[str] = ()) -> Floats:
        """How like ``title`` each of :attr:`names` is, in [0, 1]; (names,).

        Args:
            title: a job title or the name of an occupation in another classification.
            also: other names of the same job, where they are known.
        """
        stems = name_stems(title)
        scores = self._alike(stems) + _TOGETHER * self._together.likeness(self._known(stems))[self._owner]
        scores[self._firsts] += _PREFERRED
        if also:
            scores += _ALSO * self._alike_on_average(also)[self._owner]
        most = _WHOLE + (_ALSO * (_WORDS + _LETTERS) if also else 0)
        return (scores / most).astype(np.float32)

    def search(self, title: str, top: int = 10, also: Sequence[str] = ()) -> tuple[Candidate, ...]:
        """The ``top`` occupations most like ``title``, best first; none where it is like none.

        Arguments as of :meth:`score_names`. Ties stay in the order given.
        """
        if not self.names:
            return ()
        scores = self.score_names(title, also)
        best = np.maximum.reduceat(scores, self._firsts)
        order = np.argsort(-best, kind="stable")[: max(0, top)]
        return tuple(self._candidate(int(at), scores) for at in order if best[at] >= _FLOOR)

    def _candidate(self, at: int, scores: Floats) -> Candidate:
        first = int(self._firsts[at])
        of_it = scores[first : int(self._firsts[at + 1]) if at + 1 < len(self._firsts) else None]
        matched = first + int(of_it.argmax())
        score = round(float(scores[matched]), 4)
        return Candidate(self._ids[at], self._labels[at], score, self.names[matched])

    def _alike(self, stems: Sequence[str]) -> Floats:
        words = self._by_words.likeness(self._known(stems))
        letters = self._by_letters.likeness(letter_grams([" ".join(stems)])[1])
        return (_WORDS * words + _LETTERS * letters).astype(np.float32)

    def _alike_on_average(self, names: Sequence[str]) -> Floats:
        """How alike the best name of each occupation is to each of ``names``, on average; (occupations,)."""
        best = [np.maximum.reduceat(self._alike(name_stems(name)), self._firsts) for name in names]
        return np.asarray(np.mean(best, axis=0), np.float32)

    def _words_of(self, texts: Iterable[Sequence[str]]) -> tuple[Numbers, Numbers]:
        """Rows and terms of texts, new words numbered as they come."""
        pairs = [
            (row, self._vocabulary.setdefault(w, len(self._vocabulary)))
            for row, words in enumerate(texts)
            for w in words
        ]
        both = np.array(pairs, np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]

    def _known(self, stems: Sequence[str]) -> Numbers:
        """The words' numbers; unknown words get one that no name has."""
        unknown = len(self._vocabulary)
        return np.array([self._vocabulary.get(w, unknown + i) for i, w in enumerate(stems)], np.int64)
