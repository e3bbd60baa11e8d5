from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolescope.model import LEVELS
from rolescope.normalise.levels import find_level, read_level, read_seniority
from rolescope.normalise.titles import read_title

TITLES = {
    "intern": [
        "Data Science Intern",
        "Software Engineering Internship",
        "Working Student Data Analyst",
        "Co-op Data Engineer",
        "Interns, Data Analytics",
        "Senior Year Intern, Software Engineer",
    ],
    "entry": [
        "Junior Data Analyst",
        "Jr. Data Analyst",
        "Graduate Software Engineer",
        "Software Engineer - New Grad",
        "Entry Level Data Analyst",
        "Data Analyst (Entry-Level)",
        "Data Analyst Trainee",
        "Associate Data Scientist",
        "Assistant Data Curator",
        "Data Scientist I",
        "Data Analyst 1",
        "Junior-Mid React Engineer",
    ],
    "mid": [
        "Data Scientist II",
        "Data Scientist ll",
        "Software Engineer 2",
        "Mid-Level Data Engineer",
        "Intermediate Backend Engineer",
        "Software Engineering II",
        "Mid-Senior Data Engineer",
        "Backend Developer - Pleno",
        "Medior Backend Developer",
        "Ssr. QA Engineer",
        "Software Engineer, Growth, Mid-level",
    ],
    "senior": [
        "Senior Data Scientist",
        "Sr. Data Scientist",
        "Data Scientist, Senior",
        "Data Scientist III",
        "Senior Data Scientist II",
        "Principal/Senior Data Scientist",
        "Senior or Staff Site Reliability Engineer",
        "Senior Product Manager",
        "Senior Partner Development Manager",
        "Backend Developer - Node.js - Senior",
    ],
    "lead": [
        "Staff Software Engineer",
        "Senior Staff Software Engineer",
        "Principal Data Scientist",
        "Lead Data Engineer",
        "Data Engineer IV",
        "Data Lead",
        "Data Team Lead",
        "Lead Product Manager",
        "Data Science Tech Lead",
        "VP, Data Scientist",
    ],
    "manager": [
        "Engineering Manager",
        "Data Science Manager",
        "Senior Manager, Data Science",
        "Manager - Data Science",
        "Business Analyst Manager",
        "Data Quality Manager",
    ],
    "director": [
        "Director of Data Science",
        "Senior Director, Data Science",
        "Associate Director, Data Science",
        "Deputy Data Director",
        "Head of Data",
        "VP Data Science",
    ],
    "executive": [
        "Senior Vice President, Engineering",
        "Chief Data Officer",
        "CTO",
        "Managing Director of Data Science",
        "Chief Data Scientist",
    ],
    "unstated": [
        "Data Scientist",
        "Data Manager",
        "Product Manager",
        "Project Manager",
        "Technical Program Manager",
        "Technical Account Manager",
        "Business Development Manager",
        "Mid-Market Account Executive",
        "SSRS Developer",
        "Account Executive",
        "Research Associate",
        "Assistant Professor",
        "Asst/Assoc Professor of Statistics",
        "Member of Technical Staff",
        "Data Entry Clerk",
        "Associate",
        "Web 3 Developer",
        "3D Artist",
        "",
    ],
}


@pytest.mark.parametrize(("level", "title"), [(level, title) for level in TITLES for title in TITLES[level]])
def test_level_of_a_title(level: str, title: str) -> None:
    assert read_title(title).level == level


@pytest.mark.parametrize(
    ("value", "level"),
    [
        ("Entry level", "entry"),
        ("Fresh/entry level", "entry"),
        ("Entry-level / Junior", "entry"),
        ("Mid-level / Intermediate", "mid"),
        ("Senior-level / Expert", "senior"),
        ("Executive-level / Director", "executive"),
        ("Internship", "intern"),
        ("Middle Management, Manager", "manager"),
        ("EN", "entry"),
        ("MI", "mid"),
        ("SE", "senior"),
        ("EX", "executive"),
        # two levels at once, or grades of a board's own
        ("Mid-Senior level", "unstated"),
        ("Associate", "unstated"),
        ("Senior Executive", "unstated"),
        ("Executive", "unstated"),
        ("Fresh/entry level, Manager", "unstated"),
        ("Not Applicable", "unstated"),
        ("", "unstated"),
    ],
)
def test_structured_field(value: str, level: str) -> None:
    assert read_seniority(value) == level


PLAIN = read_title("Data Analyst")


def test_the_title_comes_before_the_field_and_the_text() -> None:
    text = "This is an entry-level position."
    assert find_level(read_title("Senior Data Analyst"), "Entry level", text) == "senior"
    assert find_level(PLAIN, "Director", text) == "director"
    assert find_level(PLAIN, "Associate", text) == "entry"


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("This is a senior-level position.", "senior"),
        ("This is a full-time entry level role in a small team.", "entry"),
        ("The analyst is a mid-level position in the group.", "mid"),
        ("Seniority level: Director", "director"),
        ("This internship lasts a summer.", "intern"),
        # no statements about the job
        ("You will work with senior-level stakeholders.", "unstated"),
        ("Experience presenting to executive level leadership.", "unstated"),
        ("Past internships are welcome.", "unstated"),
        ("This is an entry-level position. For a senior-level role see below.", "unstated"),
        ("Nothing is said.", "unstated"),
    ],
)
def test_plain_words_of_a_posting(text: str, level: str) -> None:
    assert find_level(PLAIN, "", text.lower()) == level


@given(
    st.lists(
        st.sampled_from(["senior", "lead", "manager", "data", "i", "2", "associate", "vp", "of"]), max_size=6
    )
)
def test_any_words_give_a_level(words: list[str]) -> None:
    assert read_level(words) in LEVELS


def test_a_boards_page_says_the_level_in_two_lines() -> None:
    text = "what you do.\nseniority level\nentry level\nemployment type\nfull-time"
    assert find_level(read_title("Data Analyst"), "", text) == "entry"
    assert (
        find_level(read_title("Data Analyst"), "", text.replace("entry level", "not applicable"))
        == "unstated"
    )


def test_an_administrative_assistant_is_no_junior() -> None:
    assert find_level(read_title("Administrative Assistant")) == "unstated"
    assert find_level(read_title("Assistant Data Analyst")) == "entry"


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("We are looking for an experienced Senior Back-End Developer to join.", "senior"),
        ("Our client is seeking multiple senior engineers", "senior"),
        ("The ideal candidate will be a senior developer who cares.", "senior"),
        ("They are looking for intermediate and senior data engineers", "mid"),
        ("We grow. As a Staff Engineer, you decide.", "lead"),
        ("Hello.\n\nAs a staff engineer, you decide.", "lead"),
        ("We are hiring a lead developer. You may be looking for a junior developer job.", "unstated"),
        ("You report to senior leadership and mentor junior developers.", "unstated"),
        ("Five years of experience as a senior engineer", "unstated"),
        ("A role for junior developers to look up to", "unstated"),
        ("We are seeking a senior manager", "unstated"),
    ],
)
def test_a_posting_says_whom_it_seeks(text: str, level: str) -> None:
    assert find_level(read_title("Back-End Developer"), "", text.lower()) == level
