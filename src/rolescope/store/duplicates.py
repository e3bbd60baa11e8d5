"""Which postings are one ad.

Two postings are one if their titles have the same key, their dates can lie at most 60 days apart (or one
is missing), and
 - the Jaccard similarity of their word shingles, estimated by MinHash, is at least 0.8 and their
   employers are the same or one of them is unknown; or
 - both employers are unknown and the similarity is at least 0.95. Two blanks are no evidence of one
   employer, so here the text must be the same all but for a few words, which then names the employer.

The similarity is always estimated from signatures, never from texts, so that the same postings get the
same clusters however they are cut into batches.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from rolescope.store.rows import last_day
from rolescope.store.signing import VALUES, Signature

THRESHOLD = 0.8
THRESHOLD_WITHOUT_EMPLOYERS = 0.95
DAYS_APART = 60

# Up to so many postings of one title each is compared with all; beyond, candidates come from bands.
# 24 bands of 5 values find a pair of similarity 0.8 with probability 0.9999 (Leskovec et al., ch. 3).
_BRUTE_FORCE = 2_048
_BANDS, _BAND = 24, 5
_LONGEST_BUCKET = 128
_NEVER, _ALWAYS = -(2**30), 2**30
_UNKNOWN = 0

_Number = TypeVar("_Number", np.uint32, np.int64)
_Ints = npt.NDArray[np.int64]


class ClusterIndex:
    """The postings seen so far; keep one while adding many batches.

    Args:
        known: stored signatures with their clusters.
    """

    def __init__(self, known: Iterable[Signature] = ()) -> None:
        self._titles: dict[str, _Title] = {}
        self._employers: dict[str, int] = {"": _UNKNOWN}
        for signature in sorted(known, key=_age):
            self._add(signature, signature.cluster or signature.document_id)

    def assign(self, new: Sequence[Signature]) -> list[str]:
        """Clusters of ``new`` in their order; they are known from now on.

        The oldest is taken first, so that the order of ``new`` changes nothing. A posting gets the
        cluster of the oldest posting it is one with, else its own id.
        """
        clusters = {}
        for signature in sorted(new, key=_age):
            found = self._find(signature) or signature.document_id
            clusters[signature.document_id] = found
            self._add(signature, found)
        return [clusters[signature.document_id] for signature in new]

    def _find(self, signature: Signature) -> str | None:
        title = self._titles.get(signature.title_key)
        if title is None or not len(signature.values):
            return None
        return title.find(signature, self._employers.get(signature.employer_key, -1))

    def _add(self, signature: Signature, cluster: str) -> None:
        if len(signature.values):
            employer = self._employers.setdefault(signature.employer_key, len(self._employers))
            self._titles.setdefault(signature.title_key, _Title()).add(signature, employer, cluster)


def assign_clusters(new: Sequence[Signature], known: Iterable[Signature]) -> list[str]:
    """Clusters of ``new``, in their order, beside ``known`` ones."""
    return ClusterIndex(known).assign(new)


def _age(signature: Signature) -> tuple[date, str]:
    return signature.date_posted or date.max, signature.document_id


class _Title:
    """Postings of one title key, in columns that grow by doubling. Facts are employer, first and last day."""

    def __init__(self) -> None:
        self.clusters: list[str] = []
        self._ages: list[tuple[date, str]] = []
        self._values = np.empty((1, VALUES), np.uint32)
        self._facts = np.empty((1, 3), np.int64)
        self._buckets: dict[bytes, list[int]] | None = None

    def add(self, signature: Signature, employer: int, cluster: str) -> None:
        at = len(self.clusters)
        if at == len(self._facts):
            self._values, self._facts = _doubled(self._values), _doubled(self._facts)
        self._values[at] = signature.values
        self._facts[at] = (employer, *_days(signature))
        self.clusters.append(cluster)
        self._ages.append(_age(signature))
        if self._buckets is not None:
            self._file(at)

    def find(self, signature: Signature, employer: int) -> str | None:
        """The cluster of the oldest posting that is one with ``signature``."""
        rows = self._candidates(signature)
        rows = rows[self._may_be_one(self._facts[rows], employer, _days(signature))]
        if not len(rows):
            return None
        alike = np.count_nonzero(self._values[rows] == signature.values, axis=1) / VALUES
        blank = (self._facts[rows, 0] == _UNKNOWN) & (employer == _UNKNOWN)
        ones = rows[alike >= np.where(blank, THRESHOLD_WITHOUT_EMPLOYERS, THRESHOLD)]
        return self.clusters[min(ones, key=self._ages.__getitem__)] if len(ones) else None

    @staticmethod
    def _may_be_one(facts: _Ints, employer: int, days: tuple[int, int]) -> npt.NDArray[np.bool_]:
        same = (facts[:, 0] == employer) | (facts[:, 0] == _UNKNOWN) | (employer == _UNKNOWN)
        first, last = days
        return np.asarray(same & (facts[:, 1] - last <= DAYS_APART) & (first - facts[:, 2] <= DAYS_APART))

    def _candidates(self, signature: Signature) -> _Ints:
        if len(self.clusters) <= _BRUTE_FORCE:
            return np.arange(len(self.clusters))
        if self._buckets is None:
            self._buckets = {}
            for at in range(len(self.clusters)):
                self._file(at)
        found: set[int] = set()
        for key in _bands(signature.values):
            found.update(self._buckets.get(key, ()))
        return np.fromiter(sorted(found), np.int64, len(found))

    def _file(self, at: int) -> None:
        assert self._buckets is not None
        for key in _bands(self._values[at]):
            bucket = self._buckets.setdefault(key, [])
            bucket.append(at)
            if len(bucket) > _LONGEST_BUCKET:  # one ad a thousand times: the newest stand for all
                del bucket[0]


def _doubled(rows: npt.NDArray[_Number]) -> npt.NDArray[_Number]:
    return np.concatenate([rows, np.empty_like(rows)])


def _bands(values: npt.NDArray[np.uint32]) -> list[bytes]:
    return [bytes([band]) + values[band * _BAND : (band + 1) * _BAND].tobytes() for band in range(_BANDS)]


def _days(signature: Signature) -> tuple[int, int]:
    """First and last day the date can mean, as ordinals; all days where it is missing."""
    first = signature.date_posted
    if first is None:
        return _NEVER, _ALWAYS
    return first.toordinal(), last_day(first, signature.date_precision).toordinal()
