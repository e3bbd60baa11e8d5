"""Amounts made comparable: a year's worth, in US dollars, at the prices of one year.

Rates are yearly means of the European Central Bank's reference rates (data/money/rates.csv, made by
scripts/build_rates.py). Prices are the U.S. Bureau of Labor Statistics' CPI-U annual averages, series
CUUR0000SA0 (data/money/cpi.csv).
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from rolescope.model import Period

PERIODS_A_YEAR: Final[dict[Period, int]] = {"hour": 2080, "day": 260, "week": 52, "month": 12, "year": 1}
PRICE_YEAR: Final = 2024


@dataclass(frozen=True, slots=True)
class Currency:
    """How pay in one currency is written.

    Attributes:
        code: ISO 4217.
        marks: how it is written beside an amount, besides its code.
        loose: the code counts in lower case too.
        dollar: "$" alone means it where the country says so.
        countries: ISO 3166 codes of the countries that pay in it.
        year_from: amounts without a period word are pay for a year from here up.
        month_from: and pay for a month from here up to ``year_from``; None where that is not customary.
    """

    code: str
    marks: tuple[str, ...]
    countries: tuple[str, ...]
    loose: bool = False
    dollar: bool = False
    year_from: float = 15_000
    month_from: float | None = None


def _packaged(name: str) -> str:
    return files("rolescope.data").joinpath("money", name).read_text(encoding="utf-8")


@cache
def read_currencies() -> dict[str, Currency]:
    """The packaged currencies by ISO code."""
    tables = tomllib.loads(_packaged("currencies.toml"))
    return {
        code: Currency(code, tuple(row.pop("marks")), tuple(row.pop("countries")), **row)
        for code, row in tables.items()
    }


@cache
def _rates() -> dict[tuple[int, str], float]:
    rows = csv.DictReader(_packaged("rates.csv").splitlines())
    return {(int(row["year"]), row["currency"]): float(row["usd_per_unit"]) for row in rows}


@cache
def _rate_years(currency: str) -> tuple[int, ...]:
    return tuple(year for year, code in _rates() if code == currency)


@cache
def _prices() -> dict[int, float]:
    lines = [line for line in _packaged("cpi.csv").splitlines() if not line.startswith("#")]
    return {int(row["year"]): float(row["index"]) for row in csv.DictReader(lines)}


def annualise(amount: float, period: Period) -> float:
    """The amount for a year: 2,080 hours, 260 days, 52 weeks, 12 months.

    >>> annualise(50, "hour")
    104000
    """
    return amount * PERIODS_A_YEAR[period]


def to_usd(amount: float, currency: str, year: int | None = None) -> float | None:
    """The amount in US dollars at the mean rate of ``year``.

    Args:
        amount: in ``currency``.
        currency: ISO 4217 code.
        year: clamped to the years there are rates for; None takes the last.

    Returns:
        US dollars, or None if no rate of the currency is packaged.

    >>> to_usd(100, "USD", 2019)
    100.0
    >>> round(to_usd(100, "GBP", 2020))
    128
    >>> to_usd(100, "AED") is None
    True
    """
    years = _rate_years(currency)
    if not years:
        return None
    return amount * _rates()[(max(years[0], min(year or years[-1], years[-1])), currency)]


def deflate(amount: float, year: int | None) -> float:
    """US dollars of ``year`` at the prices of ``PRICE_YEAR``.

    Years after the last packaged index stay as they are, and so does an unknown year; years before the
    first count as the first.

    >>> round(deflate(100_000, 2019))
    122699
    >>> deflate(100_000, 2026)
    100000
    """
    prices = _prices()
    if year is None or year > max(prices):
        return amount
    return amount * prices[PRICE_YEAR] / prices[max(year, min(prices))]
