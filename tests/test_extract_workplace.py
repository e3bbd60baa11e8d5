"""On site, hybrid, remote or unstated."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolescope.extract.workplace import find_workplace
from rolescope.text import read_text

FIELDS = [
    ("Engineer", "Remote, US", "", "remote"),
    ("Engineer (Hybrid)", "Boston, MA", "", "hybrid"),
    ("Engineer - Hybrid or Remote", "", "", "remote"),
    ("Engineer - Hybrid/Remote", "", "", "hybrid"),
    ("Engineer", "TELECOMMUTE Vietnam", "", "remote"),
    ("Engineer", "Austin, TX, on-site", "", "onsite"),
    ("Engineer", "Remote", "On-site", "onsite"),
    ("Engineer", "", "Hybrid", "hybrid"),
    ("Engineer, not remote", "", "", "onsite"),
    ("Remote Sensing Scientist", "Denver, CO", "", "unstated"),
    ("Hybrid Cloud Architect", "Denver, CO", "", "unstated"),
]
DESIGNED_ON = [
    ("This is a fully remote position.", "remote"),
    ("Three days a week in the office.", "hybrid"),
    ("This role is hybrid.", "hybrid"),
    ("The position is on-site in London.", "onsite"),
    ("Remote work is not possible. This is not a remote role.", "onsite"),
    ("Remote sensing on a hybrid cloud with remote teams across Asia.", "unstated"),
    ("Work remotely: Temporarily due to COVID-19", "hybrid"),
]
HELD_OUT = [
    ("#LI-Remote", "remote"),
    ("#LI-Hybrid", "hybrid"),
    ("Location: Remote (must reside in the Philippines)", "remote"),
    ("Work from anywhere you like", "remote"),
    ("Work Location: In person", "onsite"),
    ("5 days a week in the office", "onsite"),
    ("a mix of remote and in-person work", "hybrid"),
    ("We'll assist with a work from home stipend", "unstated"),
    ("Work Remotely: No", "onsite"),
    ("Onsite gym and cafeteria", "unstated"),
    ("", "unstated"),
]
BUGS_CAUGHT = [
    ("Work From Home: No", "onsite"),
    ("To apply: https://weworkremotely.com/remote-jobs/x", "unstated"),
    ("remote-sensing and language technologies", "unstated"),
    ("remote for the remainder of 2020", "hybrid"),
    ("remote / optional hybrid", "hybrid"),
]


@pytest.mark.parametrize(("title", "location", "field", "expected"), FIELDS)
def test_structured_words_speak_first(title: str, location: str, field: str, expected: str) -> None:
    text = read_text("This role is hybrid.") if expected != "unstated" else read_text("Build things.")
    assert find_workplace(title, location, text, field) == expected


@pytest.mark.parametrize(("text", "expected"), DESIGNED_ON + HELD_OUT + BUGS_CAUGHT)
def test_text(text: str, expected: str) -> None:
    assert find_workplace("Analyst", "Boston, MA", read_text(text)) == expected


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.text(max_size=200))
def test_any_text_is_read(title: str, raw: str) -> None:
    assert find_workplace(title, title, read_text(raw), raw) in ("onsite", "hybrid", "remote", "unstated")


@pytest.mark.parametrize("hostile", ["remote " * 3_000, "3 days " * 3_000, "hybrid " * 3_000])
def test_hostile_texts_end(hostile: str) -> None:
    find_workplace("", "", read_text(hostile))
