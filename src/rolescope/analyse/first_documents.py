"""The first documents behind each figure of a sample: the newest, as ``evidence`` lists them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rolescope.analyse.coded import ColumnKey
from rolescope.analyse.frame import Sample

Bools = NDArray[np.bool_]
_ORDER = [("date_posted", "descending"), ("document_id", "ascending")]


@dataclass(frozen=True, slots=True)
class First:
    """The first documents of a figure, and how many stand behind it."""

    total: int
    ids: tuple[str, ...]


def find_first(sample: Sample, columns: Iterable[ColumnKey], most: int) -> Mapping[ColumnKey, First]:
    """Of each column that the sample holds, its first ``most`` countable postings: newest first, undated last."""
    wanted = set(columns)
    known = np.array([key in wanted for key in sample.columns], dtype=bool)
    countable = sample.postings.filter(pc.fill_null(sample.postings["countable"], False))
    order = pc.sort_indices(countable, sort_keys=_ORDER)
    ids = countable["document_id"].take(order).to_pylist()
    rank = np.empty(len(ids), dtype=np.int64)
    rank[np.asarray(order)] = np.arange(len(ids))
    kept = known[sample.column]
    column, place = sample.column[kept], rank[sample.row[kept]]
    sorting = np.argsort(column * (len(ids) + 1) + place)
    column, place = column[sorting], place[sorting]
    begin = np.searchsorted(column, np.arange(len(sample.columns) + 1))
    return {
        sample.columns[at]: First(
            int(begin[at + 1] - begin[at]),
            tuple(ids[i] for i in place[begin[at] : min(begin[at] + most, begin[at + 1])]),
        )
        for at in np.flatnonzero(known)
    }


def find_years(sample: Sample, most: int) -> First:
    """Countable postings that state years of experience."""
    stated = pc.and_(
        pc.fill_null(sample.postings["countable"], False), pc.is_valid(sample.postings["experience_years"])
    )
    return _take(sample.postings.filter(stated), most)


def find_paid(sample: Sample, most: int) -> First:
    """Postings with advertised pay, those too short to count in shares included."""
    low, high = (sample.postings[name] for name in ("annual_usd_low", "annual_usd_high"))
    usable = pc.and_(pc.and_(pc.greater(low, 0), pc.greater_equal(high, low)), pc.is_finite(high))
    return _take(sample.postings.filter(pc.fill_null(usable, False)), most)


def _take(postings: pa.Table, most: int) -> First:
    order = pc.sort_indices(postings, sort_keys=_ORDER)[:most]
    return First(postings.num_rows, tuple(postings["document_id"].take(order).to_pylist()))
