"""Pay of a role: advertised in postings and collected by a board, never mixed.

Amounts are yearly US dollars, brought to the prices of one year by a ``deflate(amount, year)`` that is
passed in. DESIGN "Pay compared"; formulas in docs/method.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rolescope.analyse.coded import STATED
from rolescope.analyse.frame import CAP, Sample
from rolescope.analyse.profile import find_share
from rolescope.analyse.resample import Units, spread_quantiles
from rolescope.analyse.results import PayKind, PayStats, Quantile

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Deflate = Callable[[float, int], float]

LEAST_RANGES = 10
LEAST_EMPLOYERS = 5
TAILS_FROM = 50  # ranges from which P10 and P90 are shown
MIDDLE = (0.25, 0.5, 0.75)
WIDE = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True, slots=True)
class Ranges:
    """Pay ranges of one role from one kind of source; arrays of equal length.

    Attributes:
        query: key of the role query.
        source_kind: advertised or collected.
        low, high: ends of each range, yearly US dollars in prices of ``price_year``.
        weight: min(1, 5/n) for a range of an employer with n ranges; 1 for collected ones.
        employer: employer names, trimmed and lower case; "" where unnamed, as all collected ranges are.
        year: year of each range, 0 if unknown.
        level, country: "" or "unstated" where not known.
        copies: duplicates each collected range stands for; 1 for advertised ones.
        price_year: whose prices.
    """

    query: str
    source_kind: PayKind
    low: Floats
    high: Floats
    weight: Floats
    employer: tuple[str, ...]
    year: Ints
    level: tuple[str, ...]
    country: tuple[str, ...]
    copies: Ints
    price_year: int

    @property
    def middle(self) -> Floats:
        """Midpoints."""
        return (self.low + self.high) / 2

    @property
    def employers(self) -> int | None:
        """Employers behind the ranges; None for collected pay."""
        named = set(self.employer) - {""}
        return len(named) + self.employer.count("") if self.source_kind == "advertised" else None


@dataclass(frozen=True, slots=True)
class Prices:
    """``deflate(amount, year)`` and the year whose prices it gives."""

    deflate: Deflate
    year: int


def read_advertised(sample: Sample, prices: Prices) -> Ranges:
    """Ranges the role's postings state; those too short to count for shares state pay all the same."""
    table = sample.postings.filter(_stated(sample.postings))
    names = pc.utf8_lower(pc.utf8_trim_whitespace(pc.coalesce(pc.cast(table["employer"], pa.string()), "")))
    employer = tuple(names.to_pylist())
    year = _numbers(pc.year(table["date_posted"]))
    return _build_ranges(sample.query, "advertised", table, year, employer, prices)


def read_collected(reports: pa.Table, query: str, prices: Prices) -> Ranges:
    """Distinct ranges of a ``pay_reports`` table; they name no employer, so each stands alone."""
    table = reports.filter(_stated(reports))
    return _build_ranges(query, "collected", table, _numbers(table["year"]), ("",) * table.num_rows, prices)


def group_units(*sides: Ranges) -> tuple[Ints, ...]:
    """Codes of what is drawn in a bootstrap, one array per side: employers, alike over all sides.

    A range without an employer is a unit of its own.
    """
    lengths = [len(ranges.employer) for ranges in sides]
    if any(any(ranges.employer) for ranges in sides):
        joint = _code_names(
            name or f"?{side}:{i}"
            for side, ranges in enumerate(sides)
            for i, name in enumerate(ranges.employer)
        )
    else:  # collected pay names none
        joint = np.arange(sum(lengths))
    return tuple(np.split(joint, np.cumsum(lengths)[:-1]))


def _code_names(names: Iterable[str]) -> Ints:
    """Codes in the order in which names first occur."""
    codes: dict[str, int] = {}
    return np.array([codes.setdefault(name, len(codes)) for name in names], dtype=np.int64)


def at_level_mask(ranges: Ranges, level: str) -> NDArray[np.bool_]:
    """Which ranges are at one level."""
    return np.array([name == level for name in ranges.level], dtype=bool)


def keep_ranges(ranges: Ranges, mask: NDArray[np.bool_]) -> Ranges:
    """The ranges where ``mask`` is true."""
    at = np.flatnonzero(mask)
    return Ranges(
        query=ranges.query,
        source_kind=ranges.source_kind,
        low=ranges.low[at],
        high=ranges.high[at],
        weight=ranges.weight[at],
        employer=tuple(ranges.employer[i] for i in at),
        year=ranges.year[at],
        level=tuple(ranges.level[i] for i in at),
        country=tuple(ranges.country[i] for i in at),
        copies=ranges.copies[at],
        price_year=ranges.price_year,
    )


def find_pay_lack(ranges: Ranges) -> str:
    """Why no pay may be shown, "" if it may: ten ranges of five employers (collected: ten ranges)."""
    n, employers = len(ranges.low), ranges.employers
    if n < LEAST_RANGES:
        return f"fewer than 10 pay ranges ({n})"
    if employers is not None and employers < LEAST_EMPLOYERS:
        return f"pay ranges of fewer than 5 employers ({employers})"
    return ""


def build_pay_stats(ranges: Ranges, sample: Sample | None = None) -> PayStats:
    """Quantiles of midpoints, medians of both ends, counts; with ``sample`` how many postings state pay."""
    lack = find_pay_lack(ranges)
    known = ranges.year[ranges.year > 0]
    n = len(ranges.low)
    low_end, high_end = (None, None) if lack else (_median(ranges, ranges.low), _median(ranges, ranges.high))
    return PayStats(
        key=f"{ranges.query}/pay/{ranges.source_kind}",
        source_kind=ranges.source_kind,
        currency="USD",
        price_year=ranges.price_year,
        n=int(ranges.copies.sum()),
        distinct=n,
        employers=ranges.employers,
        of=sample.postings.num_rows if sample else None,
        since=int(known.min()) if len(known) else None,
        until=int(known.max()) if len(known) else None,
        undated=n - len(known),
        quantiles=() if lack else _quantiles(ranges, WIDE if n >= TAILS_FROM else MIDDLE),
        low_end=low_end,
        high_end=high_end,
        stated=find_share(sample, "pay", STATED) if sample else None,
        reason=lack,
    )


def _quantiles(ranges: Ranges, at: tuple[float, ...]) -> tuple[Quantile, ...]:
    return spread_quantiles(Units(ranges.middle, ranges.weight, group_units(ranges)[0]), at)


def _median(ranges: Ranges, value: Floats) -> Quantile:
    return spread_quantiles(Units(value, ranges.weight, group_units(ranges)[0]), (0.5,))[0]


def _build_ranges(
    query: str,
    source_kind: PayKind,
    table: pa.Table,
    years: Floats,
    employer: tuple[str, ...],
    prices: Prices,
) -> Ranges:
    year = years.astype(np.int64)
    factor = np.ones(len(year))
    for known in np.unique(year[year > 0]):
        factor[year == known] = prices.deflate(1.0, int(known))
    counts = Counter(employer)
    copies = _numbers(table["copies"]) if source_kind == "collected" else np.ones(len(year))
    return Ranges(
        query=query,
        source_kind=source_kind,
        low=_numbers(table["annual_usd_low"]) * factor,
        high=_numbers(table["annual_usd_high"]) * factor,
        weight=np.array([min(1.0, CAP / counts[name]) if name else 1.0 for name in employer], dtype=float),
        employer=employer,
        year=year,
        level=tuple(level or "unstated" for level in table["level"].to_pylist()),
        country=tuple(country or "" for country in table["country"].to_pylist()),
        copies=np.maximum(copies, 1).astype(np.int64),
        price_year=prices.year,
    )


def _stated(table: pa.Table) -> pa.ChunkedArray:
    low, high = table["annual_usd_low"], table["annual_usd_high"]
    positive = pc.and_(pc.greater(low, 0), pc.greater_equal(high, low))
    return pc.coalesce(pc.and_(positive, pc.is_finite(high)), False)


def _numbers(values: pa.ChunkedArray) -> Floats:
    """Floats, 0 where unknown."""
    return np.asarray(pc.coalesce(pc.cast(values, pa.float64()), 0.0).to_numpy(), dtype=float)
