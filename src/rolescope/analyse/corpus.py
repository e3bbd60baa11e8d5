"""All countable postings of an evidence with what they mention, as arrays: for questions that cross roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rolescope.analyse.coded import Coded, ColumnKey

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NONE = -1  # no role, no named employer, no quarter
UNDATED = -(10**6)  # 1970 less 2,700 years


@dataclass(frozen=True, slots=True)
class Corpus:
    """Postings of every role. Arrays ``role`` … ``last_day`` have one entry per posting of ``coded``; −1: none.

    Attributes:
        coded: the postings as codes.
        role, country: codes into ``roles`` and ``countries``.
        quarter: 4 × year + quarter (0 to 3); −1 where the date is known to its year only, or not at all.
        first_day, last_day: of what the date can mean, in days since 1970; ``UNDATED`` where there is none.
        row, column, strength: mentions of countable postings, by column and then row (2 required, 1 preferred,
            0 mentioned).
        index: the column of each (kind, concept).
        bounds: where each column's mentions begin, and the end.
    """

    coded: Coded
    role: Ints
    roles: tuple[str, ...]
    country: Ints
    countries: tuple[str, ...]
    quarter: Ints
    first_day: Ints
    last_day: Ints
    row: Ints
    column: Ints
    strength: Ints
    index: Mapping[ColumnKey, int]
    bounds: Ints

    @property
    def size(self) -> int:
        """Postings, those too short to count included."""
        return len(self.role)

    def naming(self, kind: str, concept: str) -> slice:
        """Where the mentions of a concept stand in ``row`` and ``strength``; nowhere if none names it."""
        at = self.index.get((kind, concept))
        return slice(0, 0) if at is None else slice(int(self.bounds[at]), int(self.bounds[at + 1]))


def build_corpus(coded: Coded) -> Corpus:
    """What questions across roles need beside the codes; its postings say role, country and all of the date."""
    postings = coded.postings
    role, roles = _code(postings["role"])
    country, countries = _code(postings["country"])
    row = np.repeat(np.arange(len(coded.countable)), np.diff(coded.begin))
    kept = np.flatnonzero(coded.countable[row])
    order = kept[np.argsort(coded.column[kept].astype(np.int32), kind="stable")]
    column = coded.column[order]
    return Corpus(
        coded=coded,
        role=role,
        roles=roles,
        country=country,
        countries=countries,
        quarter=_find_quarters(postings),
        first_day=_find_days(postings["date_posted"]),
        last_day=_find_days(postings["date_end"]),
        row=row[order],
        column=column,
        strength=coded.strength[order],
        index={key: at for at, key in enumerate(coded.columns)},
        bounds=np.searchsorted(column, np.arange(len(coded.columns) + 1)),
    )


def narrow_corpus(corpus: Corpus, chosen: Bools, least: int = 1) -> Corpus:
    """The corpus with the mentions of some postings only, in columns that at least ``least`` of them hold."""
    kept = np.flatnonzero(chosen[corpus.row])
    column = corpus.column[kept]
    counts = np.bincount(column, minlength=len(corpus.coded.columns))
    if least > 1:
        kept = kept[counts[column] >= least]
        counts[counts < least] = 0
    bounds = np.concatenate([[0], np.cumsum(counts)])
    return replace(
        corpus,
        row=corpus.row[kept],
        column=corpus.column[kept],
        strength=corpus.strength[kept],
        bounds=bounds,
    )


def choose_postings(corpus: Corpus, country: str | None, since: int | None, until: int | None) -> Bools:
    """Which countable postings a country and a window (days since 1970) choose, by the rules of ``Filters``."""
    chosen = corpus.coded.countable.copy()
    if country is not None:
        code = corpus.countries.index(country) if country in corpus.countries else len(corpus.countries)
        chosen &= corpus.country == code
    if since is not None:
        chosen &= (corpus.first_day != UNDATED) & (corpus.first_day >= since)
    if until is not None:
        chosen &= (corpus.last_day != UNDATED) & (corpus.last_day <= until)
    return chosen


def name_quarter(quarter: int) -> str:
    """
    >>> name_quarter(4 * 2024 + 1)
    '2024-Q2'
    """
    return f"{quarter // 4}-Q{quarter % 4 + 1}"


def _code(values: pa.ChunkedArray) -> tuple[Ints, tuple[str, ...]]:
    """Codes and names in the order of names, −1 for an empty one."""
    names = sorted(name for name in pc.unique(values).to_pylist() if name)
    codes = pc.index_in(values, value_set=pa.array(names, pa.string()))
    return np.asarray(pc.coalesce(codes, NONE), dtype=np.int64), tuple(names)


def _find_quarters(postings: pa.Table) -> Ints:
    days = postings["date_posted"]
    exact = pc.is_in(postings["date_precision"], value_set=pa.array(["day", "month"]))
    number = pc.add(pc.multiply(pc.year(days), 4), pc.subtract(pc.quarter(days), 1))
    return np.asarray(pc.coalesce(pc.if_else(exact, number, None), NONE), dtype=np.int64)


def _find_days(values: pa.ChunkedArray) -> Ints:
    days = pc.cast(pc.cast(values, pa.date32()), pa.int32())
    return np.asarray(pc.coalesce(days, UNDATED), dtype=np.int64)
