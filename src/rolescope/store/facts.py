"""Which postings filters choose and which state a fact: ``selected.sql`` and ``facts.sql``, asked in memory."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rolescope.store.evidence import Filters

Bools = NDArray[np.bool_]

_COLUMNS = {"education": "education_minimum", "level": "level", "workplace": "workplace"}
_BANDS = {"0-2": (0, 3), "3-4": (3, 5), "5-7": (5, 8), "8+": (8, float("inf"))}


def state_fact(postings: pa.Table, kind: str, concept: str, remote_boards: Collection[str]) -> Bools:
    """Which of the postings have a fact, those too short to count left out (but where they advertise pay)."""
    stated = is_true(_ask(postings, kind, concept))
    if kind == "workplace":
        boards = pa.array(sorted(remote_boards), pa.string())
        stated &= ~is_true(pc.is_in(postings["source"], value_set=boards))
    counts = is_true(postings["countable"])
    return stated if kind == "pay" and concept != "stated" else stated & counts


def _ask(postings: pa.Table, kind: str, concept: str) -> pa.ChunkedArray:
    if kind in _COLUMNS:
        return pc.equal(pc.coalesce(postings[_COLUMNS[kind]], "unstated"), concept)
    if kind in ("education_preferred", "country"):
        return pc.equal(postings[kind], concept)
    if kind == "employment":
        return _list_holds(postings["employment_types"], concept)
    return _ask_years(postings, concept) if kind == "experience" else _ask_pay(postings, concept)


def _ask_years(postings: pa.Table, concept: str) -> pa.ChunkedArray:
    years = postings["experience_years"]
    if concept not in _BANDS:
        return pc.is_valid(years) if concept == "years" else pc.is_null(years)
    low, high = _BANDS[concept]
    return pc.and_(pc.greater_equal(years, low), pc.less(years, high))


def _ask_pay(postings: pa.Table, concept: str) -> pa.ChunkedArray:
    low, high = postings["annual_usd_low"], postings["annual_usd_high"]
    if concept == "stated":
        return pc.is_valid(low)
    usual = pc.and_(pc.greater(low, 0), pc.greater_equal(high, low))
    return pc.and_(usual, pc.is_finite(high))


def _list_holds(values: pa.ChunkedArray, wanted: str) -> pa.ChunkedArray:
    lists = values.combine_chunks()
    parents = np.asarray(pc.list_parent_indices(lists), dtype=np.int64)
    holds = np.zeros(len(lists), dtype=bool)
    holds[parents[is_true(pc.equal(pc.list_flatten(lists), wanted))]] = True
    return pa.chunked_array([holds])


def fit_postings(postings: pa.Table, filters: Filters) -> Bools:
    """Which postings the filters choose; a date counts only if all it can mean lies inside."""
    fits = _fit_place(postings, filters)
    if filters.since is not None:
        fits &= is_true(pc.greater_equal(postings["date_posted"], pa.scalar(filters.since, pa.date32())))
    if filters.until is not None:
        fits &= is_true(pc.less_equal(postings["date_end"], pa.scalar(filters.until, pa.date32())))
    return fits


def fit_pay(reports: pa.Table, role: str, filters: Filters) -> pa.BooleanArray:
    """Which pay reports are of a role and fit the filters; dates by year."""
    chosen = is_true(pc.equal(reports["role"], role)) & _fit_place(reports, filters)
    if filters.since is not None:
        chosen &= is_true(pc.greater_equal(reports["year"], filters.since.year))
    if filters.until is not None:
        chosen &= is_true(pc.less_equal(reports["year"], filters.until.year))
    return pa.array(chosen)


def _fit_place(table: pa.Table, filters: Filters) -> Bools:
    """Which rows are of the country and level asked for."""
    fits = np.ones(table.num_rows, dtype=bool)
    if filters.country is not None:
        fits &= is_true(pc.equal(table["country"], filters.country))
    if filters.level is not None:
        fits &= is_true(pc.equal(table["level"], filters.level))
    if filters.not_level is not None:
        fits &= ~is_true(pc.equal(table["level"], filters.not_level))
    return fits


def is_true(values: pa.ChunkedArray | pa.Array) -> Bools:
    """The values, false where unknown."""
    return np.array(pc.fill_null(values, False), dtype=bool)
