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
# Words of other countries and headings that hold for their own line only.
BEYOND_AMERICA = [
    ("Relevant tertiary qualifications in computer science", "bachelor", None),
    ("Post-secondary education in engineering or equivalent work experience", "bachelor", None),
    ("Equivalent to graduation from a four-year college", "bachelor", None),
    ("GCSEs in English and Maths", "highschool", None),
    ("Minimum 'O' Level Qualifications", "highschool", None),
    ("Enrolled University Student in a related field", "bachelor", None),
    ("PhD or terminal degree in ecology", "phd", None),
]
WISHES = [
    ("What sets you apart is curiosity about people and a love of hard problems that others leave\n"
     "A relevant degree in physics", "bachelor", None),
    ("Tools\nBonuses\n- Have, or are pursuing, a B.S. in maths", None, "bachelor"),
    ("Tools\nYou might also have\n- PhD or MS in statistics", None, "master"),
    ("SAS experience is preferred.Bachelor's degree in maths", "bachelor", None),
    ("Bachelor's degree in Engineering (preferred) or Computer Science", "bachelor", None),
    ("Bachelor's degree in electronics. Fresh graduates are welcome to apply", "bachelor", None),
    ("Bachelor's degree and three years Preferred Skills: SQL", "bachelor", None),
    ("Graduate degree (MS/PhD) a plus", None, "master"),
    ("We don't have hard requirements around degrees", "none", None),
    ("A degree or other tertiary qualification is welcome but a Bachelor is not required", None, "bachelor"),
]  # fmt: skip
NO_DEGREE = [
    "we value talent over degree and school",
    "lore masters and code wizards",
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


@pytest.mark.parametrize(
    ("text", "minimum", "preferred"), DESIGNED_ON + HELD_OUT + BUGS_CAUGHT + BEYOND_AMERICA + WISHES
)
def test_education(text: str, minimum: str | None, preferred: str | None) -> None:
    found = find_education(read_text(text))
    assert found is not None
    assert (found.minimum, found.preferred) == (minimum, preferred)


def test_degrees_of_the_firms_story_give_way() -> None:
    text = "About us\nWe hire from BS, MS and PhD programs.\nRequirements\nMaster's degree in physics"
    found = find_education(read_text(text))
    assert found is not None
    assert found.minimum == "master"


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
