"""Degrees asked for and wished for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolescope.extract.education import find_education
from rolescope.model import DEGREES
from rolescope.text import read_text

DESIGNED_ON = [
    ("Bachelor's or Master's degree in Statistics", "bachelor", None),
    ("BS/MS/PhD in Computer Science", "bachelor", None),
    ("Master's preferred", None, "master"),
    ("Bachelor's required, Master's preferred", "bachelor", "master"),
    ("PhD or equivalent experience", "phd", None),
    ("No degree required", "none", None),
    ("High school diploma or GED", "highschool", None),
    ("Associate's degree in IT", "associate", None),
    ("Currently pursuing a Master's or PhD in physics", "master", None),
    ("degree in Computer Science", "bachelor", None),
    ("Bachelorβs or masterβs degree in data", "bachelor", None),
    ("a bachelor’s degree is required", "bachelor", None),
]
HELD_OUT = [
    ("Advanced degree in economics", "master", None),
    ("MBA a plus", None, "master"),
    ("Education: Bachelor's (Preferred)", None, "bachelor"),
    ("Diploma or Degree in Engineering", "associate", None),
    ("M.S. or Ph.D. in Statistics", "master", None),
    ("Ph.D. required", "phd", None),
    ("Undergraduate degree in finance; graduate degree a plus", "bachelor", "master"),
    ("Master’s degree or PhD in Statistics (Bachelor’s degree with ten years considered)", "bachelor", None),
    ("Requirements\nBSc in maths\nNice to have\nMaster's degree in maths", "bachelor", "master"),
    ("Preferred qualifications: Master's degree", None, "master"),
    ("B.Tech / M.Tech in CS", "bachelor", None),
    ("A degree is not required", "none", None),
    ("four-year degree", "bachelor", None),
]
BUGS_CAUGHT = [
    ("Must know SQLQualificationsBachelor's degree in maths", "bachelor", None),
    ("BA/MS/PHD degree in Computer Science", "bachelor", None),
    ("student pursuing an MS or PhD degree in Computer Science", "master", None),
    ("Bachelor's degree (Business or Computer Science preferred)", "bachelor", None),
    ("Bachelor's degree, preferably in mathematics", "bachelor", None),
    ("An undergraduate degree in maths or equivalent work experience is preferred", None, "bachelor"),
    ("Preferred experience with Elasticsearch\nBachelor’s in Physics", "bachelor", None),
    ("Degree Is Preferred But Not Required", None, "bachelor"),
    ("Undergraduate or graduate degree in maths", "bachelor", None),
    ("Item Master Data Analyst with an Associates degree", "associate", None),
    ("Master's degree or above, doctorate is preferred", "master", "phd"),
]
NO_DEGREE = [
    "Certified Scrum Master",
    "master data management and MS Office, MS SQL",
    "BA and QA work side by side in Boston, MA",
    "a high degree of autonomy and 360-degree feedback",
    "tuition reimbursement for your Master's degree",
    "founded by two Stanford PhDs",
    "our team of PhDs and engineers",
    "We serve high school students",
    "",
]


@pytest.mark.parametrize(("text", "minimum", "preferred"), DESIGNED_ON + HELD_OUT + BUGS_CAUGHT)
def test_education(text: str, minimum: str | None, preferred: str | None) -> None:
    found = find_education(read_text(text))
    assert found is not None
    assert (found.minimum, found.preferred) == (minimum, preferred)


@pytest.mark.parametrize("text", NO_DEGREE)
def test_no_degree(text: str) -> None:
    assert find_education(read_text(text)) is None


PIECES = st.sampled_from(
    ["Bachelor's", " degree", " or ", "/", "PhD", "MS", "B.S.", ", ", " preferred", " required", "\n", ". ", "İ",
     "Scrum Master", "no degree required", "high school diploma", "Preferred qualifications:\n", "(", ")"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map("".join)))
def test_laws(raw: str) -> None:
    found = find_education(read_text(raw))
    if found is None:
        return
    assert found.start is not None
    assert found.end is not None
    assert raw[found.start : found.end].strip()
    assert found.minimum or found.preferred
    if found.minimum and found.preferred:
        assert DEGREES.index(found.minimum) < DEGREES.index(found.preferred)


@pytest.mark.parametrize(
    "hostile", ["degree " * 3_000, "bachelor or " * 2_000, "M.S. " * 4_000, "preferred " * 5_000]
)
def test_hostile_texts_end(hostile: str) -> None:
    find_education(read_text(hostile))
