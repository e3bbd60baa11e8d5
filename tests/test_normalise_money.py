"""Amounts per year, in dollars, at one year's prices."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolescope.model import PERIODS
from rolescope.normalise.money import PERIODS_A_YEAR, PRICE_YEAR, annualise, deflate, read_currencies, to_usd


def test_every_period_has_a_factor() -> None:
    assert set(PERIODS_A_YEAR) == set(PERIODS)
    assert annualise(100, "day") == 26_000
    assert annualise(1_000, "week") == 52_000
    assert annualise(5_000, "month") == 60_000


def test_years_outside_the_rates_are_clamped() -> None:
    assert to_usd(1, "GBP", 1999) == to_usd(1, "GBP", 2014)
    assert to_usd(1, "GBP", 2090) == to_usd(1, "GBP")
    assert to_usd(1, "XXX") is None
    assert to_usd(1, "RUB", 2025) == to_usd(1, "RUB", 2022)


@pytest.mark.parametrize(
    ("currency", "year", "rate"), [("EUR", 2022, 1.053), ("GBP", 2019, 1.277), ("JPY", 2014, 0.00946)]
)
def test_rates_agree_with_published_means(currency: str, year: int, rate: float) -> None:
    assert to_usd(1, currency, year) == pytest.approx(rate, rel=0.01)


def test_prices() -> None:
    assert deflate(100, PRICE_YEAR) == 100
    assert deflate(100, None) == 100
    assert deflate(100, 2030) == 100
    assert deflate(100, 1990) == deflate(100, 2014) > 130


@given(st.floats(0, 1e9), st.integers(2014, 2024), st.integers(2014, 2024))
def test_older_money_is_worth_more(amount: float, one: int, other: int) -> None:
    early, late = sorted((one, other))
    assert deflate(amount, early) >= deflate(amount, late)


def test_currencies_are_whole() -> None:
    currencies = read_currencies()
    marks = [mark for money in currencies.values() for mark in money.marks]
    countries = [c for money in currencies.values() for c in money.countries]
    assert len(marks) == len(set(marks))
    assert len(countries) == len(set(countries))
    assert all(m.month_from is None or 0 < m.month_from < m.year_from for m in currencies.values())
