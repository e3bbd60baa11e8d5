"""Full time, part time, contract, temporary, internship."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolescope.extract.employment import find_employment
from rolescope.text import read_text

FIELDS = [
    ("Analyst", "Full-time", ("full_time",)),
    ("Analyst", "Permanent", ("full_time",)),
    ("Analyst", "Permanent, Contract, Full Time", ("full_time", "contract")),
    ("Analyst", "Part Time, Freelance", ("part_time", "contract")),
    ("Analyst", "Temporary, Internship", ("temporary", "internship")),
    ("Analyst Intern", "", ("internship",)),
    ("Analyst Intern", "Full-time", ("full_time", "internship")),
    ("Data Engineer - Contract", "", ("contract",)),
    ("Contract Manager", "", ()),
    ("Internal Auditor", "Volunteer", ()),
]
TEXTS = [
    ("This is a full-time position.", ("full_time",)),
    ("Employment type\nFull-time\nJob function", ("full_time",)),
    ("Job Types: Full-time, Contract", ("full_time", "contract")),
    ("6 month contract with extensions", ("contract",)),
    ("a fixed-term contract", ("temporary",)),
    ("This internship runs all summer", ("internship",)),
    ("Duration: Temporary (through June)", ("temporary",)),
    ("Salaries for part-time roles are prorated", ()),
    ("part-time role", ("part_time",)),
    ("This is a permanent role", ("full_time",)),
    ("all full-time employees enjoy benefits", ()),
    ("permanent resident status; 3 years of full-time experience", ()),
    ("this creates no employment contract; smart contract work", ()),
    ("Full-time students welcome", ()),
    ("we are looking for a full time engineer", ("full_time",)),
    ("Acme - Lead Engineer - Remote - Full-Time or Contract - x", ("full_time", "contract")),
    ("these are 12-month day rate contracts", ("contract",)),
    ("Contractor - W2", ("contract",)),
    ("Role: Permanent", ("full_time",)),
    ("Full-time opportunity, continuing", ("full_time",)),
    ("a chance to work full-time later", ()),
    ("benefits for all full-time roles", ()),
    ("experience in a similar full time position", ()),
    ("", ()),
]


@pytest.mark.parametrize(("title", "field", "expected"), FIELDS)
def test_fields(title: str, field: str, expected: tuple[str, ...]) -> None:
    assert find_employment(title, field, read_text("")) == expected


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_text(text: str, expected: tuple[str, ...]) -> None:
    assert find_employment("Analyst", "", read_text(text)) == expected


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.text(max_size=200))
def test_any_text_is_read(title: str, raw: str) -> None:
    found = find_employment(title, title, read_text(raw))
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("hostile", ["contract " * 3_000, "full-time " * 3_000])
def test_hostile_texts_end(hostile: str) -> None:
    find_employment("", "", read_text(hostile))
