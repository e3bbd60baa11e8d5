"""Dates as feeds write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolescope.sources.dates import EARLIEST, read_date

LATEST = 2027
CERTAIN = [
    ("2024", "2024"),
    ("2024-07", "2024-07"),
    ("2024/7/9", "2024-07-09"),
    ("20240731", "2024-07-31"),
    ("2025-06-10T13:07:44-07:00", "2025-06-10"),
    ("2026-08-05 09:41:37 UTC", "2026-08-05"),
    ("Jul 2024", "2024-07"),
    ("September 2024", "2024-09"),
    ("12 Mar 2024", "2024-03-12"),
    ("12th March, 2024", "2024-03-12"),
    ("Tue, 12 Mar 2024 10:00:00 GMT", "2024-03-12"),
    ("March 12, 2024", "2024-03-12"),
    ("Mar. 12 2024", "2024-03-12"),
    ("31.07.2024", "2024-07-31"),
    ("04.03.2024", "2024-03-04"),
    ("7/31/2024", "2024-07-31"),
    ("31/7/24", "2024-07-31"),
    ("5/5/2024", "2024-05-05"),
    ("1718000000", "2024-06-10"),
    ("1718000000000", "2024-06-10"),
    ("1.718e12", "2024-06-10"),
    ("1718000000000.0", "2024-06-10"),
]
UNKNOWN = [
    "",
    "3 days ago",
    "Posted Yesterday",
    "30+ days ago",
    "Just posted",
    "24h",
    "30d+",
    "New",
    "2 weeks",
]
NO_DATE = [
    "9999-01-01",
    "0001-01-01",
    "1989",
    "2024-02-30",
    "31/31/2024",
    "New York C",
    "asap",
    "99.99.9999",
    "-5",
]


@pytest.mark.parametrize(("text", "iso"), CERTAIN)
def test_dates_are_cut_to_what_is_certain(text: str, iso: str) -> None:
    assert read_date(text, LATEST) == iso


def test_a_date_that_could_be_either_way_round_keeps_its_year() -> None:
    assert read_date("03/04/2024", LATEST) == "2024"


@pytest.mark.parametrize("text", UNKNOWN)
def test_relative_dates_say_nothing(text: str) -> None:
    assert read_date(text, LATEST) == ""


@pytest.mark.parametrize("text", NO_DATE)
def test_what_is_no_date_is_told(text: str) -> None:
    assert read_date(text, LATEST) is None


@given(st.dates(min_value=date(EARLIEST, 1, 1), max_value=date(LATEST, 12, 31)))
def test_iso_dates_stay_as_they_are(day: date) -> None:
    assert read_date(day.isoformat(), LATEST) == day.isoformat()


@given(st.text(max_size=60))
def test_any_text_gives_a_date_or_none(text: str) -> None:
    found = read_date(text, LATEST)
    assert found is None or len(found) in (0, 4, 7, 10)
