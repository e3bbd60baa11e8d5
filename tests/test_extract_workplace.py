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
    ("Engineer - Hybrid or Remote", "", "", "hybrid"),
    ("Engineer - Hybrid/Remote", "", "", "hybrid"),
    ("Engineer", "TELECOMMUTE Vietnam", "", "remote"),
    ("Engineer", "Austin, TX, on-site", "", "onsite"),
    ("Engineer", "Remote", "On-site", "onsite"),
    ("Engineer", "", "Hybrid", "hybrid"),
    ("Engineer, not remote", "", "", "onsite"),
    ("Tester - Work at Home", "", "", "remote"),
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

# The choice of where to work, days in an office, and words in passing, as postings of 2024 to 2026 write them.
CHOICES = [
    ("work remotely or from our headquarters", "hybrid"),
    ("Denver or Remote (US)", "hybrid"),
    ("remote/hybrid", "hybrid"),
    ("Onsite preferred but remote possible", "hybrid"),
    ("This role can be home or office based.", "hybrid"),
    ("Fully remote with office optional", "hybrid"),
    ("In-person work is preferred. Remote work is possible", "hybrid"),
    ("in our Bonn office, a co-working space, and remotely within Germany", "hybrid"),
    ("work where you like: remotely, from one of our hubs, or a bit of both", "hybrid"),
]
DAYS = [
    ("Hybrid role with 1 day WFH", "hybrid"),
    ("this needs in office presence up to 3 times a week", "hybrid"),
    ("60% of your working week must be office based", "hybrid"),
    ("in the office on fixed days about 2-3 days per week", "hybrid"),
    ("option to WFH 1 day a week", "hybrid"),
    ("remotely for part of the week", "hybrid"),
    ("In-person, NYC (5 days/week in Chelsea office)", "onsite"),
    ("the team meets two to four times yearly in person. Globally remote role", "remote"),
    ("a 3-day in-person onboarding; fully remote", "remote"),
]
IN_PASSING = [
    ("We are a fully remote team across Canada", "remote"),
    ("thrives in a fast-paced remote environment", "remote"),
    ("The work will be carried out remotely.", "remote"),
    ("most work is performed at home", "remote"),
    ("Freedom to work from home", "remote"),
    ("Remote flexibility and good pay", "hybrid"),
    ("WFH flexibility", "hybrid"),
    ("we offer flexible working arrangements", "hybrid"),
    ("Join our team in our Bangalore office. Remote-friendly culture.", "hybrid"),
    ("a full-time position at our Brooklyn headquarters", "onsite"),
    ("You will operate from our Perth office", "onsite"),
    ("This position is based in the Belfast office", "onsite"),
    ("Maven - Santa Clara, CA ONSITE - Full-time", "onsite"),
    ("Telecommute? No", "onsite"),
]
NO_WORKPLACE = [
    "Proficient in MS Office, with back office processes",
    "on premise, private, hybrid and multi-cloud",
    "a hybrid project management style",
    "66% of our people work fully remote while 33% work in a hybrid model",
    "experience working with a remote distributed team",
    "onsite/offshore delivery",
    "use Word and Excel in office software",
    "attend AWS re:Invent in person or virtually",
    "four weeks of work from anywhere",
    "RemoteHunter is not the employer",
]


@pytest.mark.parametrize(("text", "expected"), CHOICES + DAYS + IN_PASSING)
def test_words_of_recent_postings(text: str, expected: str) -> None:
    assert find_workplace("Analyst", "", read_text(text)) == expected


@pytest.mark.parametrize("text", NO_WORKPLACE)
def test_other_things_are_no_workplace(text: str) -> None:
    assert find_workplace("Analyst", "", read_text(text)) == "unstated"


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
