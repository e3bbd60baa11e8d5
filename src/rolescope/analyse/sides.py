"""Both sides of a comparison over the same columns: standardised to common strata, and as counted."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from rolescope.analyse.coded import ColumnKey
from rolescope.analyse.common import Common, standardise
from rolescope.analyse.frame import Sample, find_lack, leave_out, remembered
from rolescope.analyse.weigh import Estimates, estimate_shares, find_groups, plain_shares

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

TOO_FEW = "too few postings on one side"
SAME_POSTINGS = "both queries stand on the same postings"
LEAST_COVERED = 0.5
LEAST_EMPLOYERS = 10


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of two samples together.

    Attributes:
        keys: (kind, concept) pairs, sorted.
        of_a, of_b: place in ``keys`` of each code of the sample's ``coded.columns``; of those that occur.
    """

    keys: tuple[ColumnKey, ...]
    of_a: Ints
    of_b: Ints

    def select(self, kinds: Collection[str]) -> Bools:
        """Which columns are of some kinds; those of one kind lie side by side."""
        chosen = np.zeros(len(self.keys), dtype=bool)
        for kind in kinds:
            # shorter tuples sort first, and no kind is the beginning of another
            chosen[bisect_left(self.keys, (kind,)) : bisect_left(self.keys, (f"{kind}\0",))] = True
        return chosen


@dataclass(frozen=True, slots=True)
class Raw:
    """What a sample counts, as it is: ``size`` countable postings, and the employers behind each count."""

    share: Floats
    count: Ints
    employers: Ints
    size: int


@dataclass(frozen=True, slots=True)
class Sides:
    """Both samples over the same columns: standardised (None without common strata) and as counted."""

    columns: Columns
    common: Common
    reason: str
    a: Estimates | None
    b: Estimates | None
    raw_a: Raw
    raw_b: Raw


def estimate_sides(a: Sample, b: Sample, without: frozenset[str] = frozenset()) -> Sides:
    """Two disjoint samples side by side, some sources left out."""
    common = standardise(a, b, without)
    columns = join_columns(a, b)
    size = len(columns.keys)
    return Sides(
        columns=columns,
        common=common,
        reason=find_obstacle(common, a, b),
        a=estimate_shares(common.a, columns.of_a[a.codes][a.column], size) if common.a else None,
        b=estimate_shares(common.b, columns.of_b[b.codes][b.column], size) if common.b else None,
        raw_a=_spread(leave_out(a, without), columns.of_a, size),
        raw_b=_spread(leave_out(b, without), columns.of_b, size),
    )


def count_both(sides: Sides, a: Sample, b: Sample) -> Sides:
    """The same postings on both sides: shown as counted, never compared."""
    columns = join_columns(a, b)
    raw = [_spread(s, of, len(columns.keys)) for s, of in ((a, columns.of_a), (b, columns.of_b))]
    return replace(sides, columns=columns, reason=SAME_POSTINGS, raw_a=raw[0], raw_b=raw[1])


def find_obstacle(common: Common, a: Sample, b: Sample) -> str:
    """Why two samples cannot be compared at all; "" if they can."""
    if not a.size or not b.size:
        return "no countable postings on one side"
    if find_lack(a) or find_lack(b):
        return TOO_FEW
    if min(common.covered_a, common.covered_b) < LEAST_COVERED or common.a is None or common.b is None:
        return "sources do not overlap"
    if min(common.a.employers, common.b.employers) < LEAST_EMPLOYERS:
        return "fewer than 10 employers on one side"
    return ""


def join_columns(a: Sample, b: Sample) -> Columns:
    """The columns of both samples; numbers do where both are parts of the same postings."""
    if a.coded is b.coded:
        occurs = np.zeros(len(a.coded.columns), dtype=bool)
        occurs[a.codes] = occurs[b.codes] = True
        place = np.cumsum(occurs) - 1
        return Columns(tuple(compress(a.coded.columns, occurs.tolist())), place, place)
    keys = tuple(sorted({*a.columns, *b.columns}))
    index = {key: i for i, key in enumerate(keys)}
    return Columns(keys, _place(a, index), _place(b, index))


def _place(sample: Sample, index: dict[ColumnKey, int]) -> Ints:
    place = np.full(len(sample.coded.columns), -1, dtype=np.int64)
    place[sample.codes] = [index[column] for column in sample.columns]
    return place


def _spread(sample: Sample, place: Ints, size: int) -> Raw:
    """What a sample counts, over the columns of both."""
    counted, at = _count(sample), place[sample.codes]
    share, count, employers = np.zeros(size), np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    share[at], count[at], employers[at] = counted.share, counted.count, counted.employers
    return Raw(share, count, employers, sample.size)


@remembered
def _count(sample: Sample) -> Raw:
    """What a sample counts, over its own columns."""
    size = len(sample.columns)
    starts = find_groups(sample.column, sample.employer[sample.row])
    employers = np.bincount(sample.column[starts], minlength=size)
    return Raw(plain_shares(sample), np.bincount(sample.column, minlength=size), employers, sample.size)
