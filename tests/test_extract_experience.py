"""Years of experience asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolescope.extract.cues import read_cues, sentence_bounds
from rolescope.extract.experience import MOST_YEARS, find_experience
from rolescope.text import read_text

DESIGNED_ON = [
    ("Bachelor and 5 years of experience or Master and 3 years", 3),
    ("3-5 years of experience", 3),
    ("five (5)+ years of experience", 5),
    ("at least two years of experience", 2),
    ("5+ years of experience with Python\n3+ years of experience with SQL", 5),
    ("4+ years of professional experience\n6 years of experience with C", 4),
    ("18 months of experience", 1.5),
]
HELD_OUT = [
    ("two to four years of related experience", 2),
    ("0-2 years of experience", 0),
    ("Experience: Data Analysis: 3 years (Required)", 3),
    ("- 5+ years of Java", 5),
    ("10+ yrs exp in banking", 10),
    ("back-end engineering experience (5+ years)", 5),
    ("minimum of 12-15 years in a similar role", 12),
    ("at least 72 months in job offered", 6),
    ("- 4+ years in engineering;\n- or a bachelor's degree and 2+ years of experience;\n"
     "- or an advanced degree and 1+ years of experience", 1),
    ("Requirements\n3+ years of experience\nNice to have\n8+ years of experience", 3),
    ("5-3 years of experience", 3),
]  # fmt: skip
BUGS_CAUGHT = [
    ("Degree (maths preferred). A minimum of 10-12 years IT work experience is required", 10),
    ("3+ years of experience as an analyst, preferably for an agency", 3),
    ("10+years of experience in engineering", 10),
    ("4+ years of research experience 3+ years of experience managing a team", 4),
    ("5 years of experience with a bachelor's; or 3 years with a Master's; or 0 years with PhD", 0),
    ("8+ years of experience in reporting or analytics; or 4+ years of experience with a Master's degree", 4),
    ("8 years of experience programming with C, or C++\n- At least 3 years of experience with SQL", 8),
    ("15 years of experience in software; minimum 5 years of working experience in managing people", 15),
    ("Maths etc.2+ years of quantitative experience", 2),
    ("3+ years-experience in machine learning", 3),
    ("5+ years of project management experience", 5),
    ("We are targeting 3+ years of experience in the following areas", 3),
    ("Bachelor's degree preferred\n- At least three years professional experience", 3),
    ("1+ years of experience as a team lead, 5+ years in the UX design industry", 5),
    ("5-years of experience can be considered", 5),
]
# Shapes of postings of 2024 to 2026.
RECENT = [
    ("7-ish or more years of experience", 7),
    ("5+years experience as an established engineer", 5),
    ("with approximately 6+ years of experience building labs", 6),
    ("at least two, typically five or more years' experience in quality", 2),
    ("Experience : 8 to 12 Years\n- 5+ years of experience in software", 8),
    ("Three or more years programming experience required", 3),
    ("At least five years' project management experience", 5),
    ("5+ years of related work experience in business intelligence", 5),
    ("combined with experience of more than 6 years' experience", 6),
    ("Minimum 6 months paid or volunteer work experience", 0.5),
    ("You Should Have 7+ Years Of Experience Building Systems, Plus\nGood taste", 7),
    ("a degree in a related field preferred Minimum 5 years in systems integration", 5),
    ("Six to eight years of relevant experience Preferred Skills: SQL", 6),
    ("B.S. degree in maths. 7+ years of work experience, including a minimum of 3 years of leading people", 7),
    ("Bachelor's degree in statistics, economics or a related quantitative field AND 6+ years of experience\n"
     "- OR Master's degree in statistics, economics or a related quantitative field AND 4+ years of experience\n"
     "- OR Doctorate in statistics, economics or a related quantitative field AND 3+ years of experience", 3),
    ("5+ years of reporting experience. Skilled in MS Visual Basic, 2+ years of experience in macros", 5),
]  # fmt: skip
NO_YEARS = [
    "Minimum of two years of relevant coursework",
    "6+ years of experience in a laboratory desired for lead roles",
    "Duration : 1 Year\nMust have experience in analytics",
    "Tools\nPreferred\nQualifications:\n5 years of relevant experience",
    "We have 20 years of experience serving clients.",
    "founded 15 years ago",
    "our 10 years of growth",
    "18 years of age or older",
    "a 4-year degree",
    "a two-year contract; contract length 12 months",
    "Data engineer: 5 years (Preferred)",
    "3+ years of SQL experience is a plus",
    "Bachelor's degree or 4 years of experience",
    "Degree; 4 additional years of experience may be substituted",
    "over the past 12 years of working together",
    "a paid sabbatical after 5 years",
    "40 years of experience",
    "up to 2 years of experience",
    "preferably 5 years of experience",
    "many years of experience",
    "Minimum 3 months",
    "",
]


@pytest.mark.parametrize(("text", "years"), DESIGNED_ON + HELD_OUT + BUGS_CAUGHT + RECENT)
def test_experience(text: str, years: float) -> None:
    found = find_experience(read_text(text))
    assert found is not None
    assert found.minimum == years


@pytest.mark.parametrize("text", NO_YEARS)
def test_no_years(text: str) -> None:
    assert find_experience(read_text(text)) is None


PIECES = st.sampled_from(
    ["5", "+", " years", "-", " of experience", " or ", "Bachelor and ", "(5)", "three", " months", "\n", ". ", "İ",
     "preferred", "at least ", "to", "we have ", "12", "1.5", "yrs", "Nice to have\n"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map("".join)))
def test_laws(raw: str) -> None:
    found = find_experience(read_text(raw))
    if found is not None:
        assert found.start is not None
        assert found.end is not None
        assert raw[found.start : found.end].strip()
        assert 0 <= found.minimum <= MOST_YEARS


@pytest.mark.parametrize("hostile", ["5 years " * 3_000, "one " * 5_000 + "years", "\n" * 20_000 + "5 years"])
def test_hostile_texts_end(hostile: str) -> None:
    find_experience(read_text(hostile))


def test_sentences_do_not_end_in_abbreviations_or_numbers() -> None:
    text = "needs e.g. a ph.d. and 1.5 years. next"
    first, stop = sentence_bounds(text, 12, 14)
    assert text[first:stop] == "needs e.g. a ph.d. and 1.5 years"


def test_an_empty_cue_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cues").mkdir()
    (tmp_path / "cues" / "bad.toml").write_text('words = ["a", "b*"]', encoding="utf-8")
    monkeypatch.setattr("rolescope.extract.cues.files", lambda package: tmp_path)
    with pytest.raises(ValueError, match="empty cue"):
        read_cues("bad")


def test_packaged_cues_are_sound() -> None:
    for name in ("education", "experience", "pay", "strength", "workplace"):
        assert all(read_cues(name).values())


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("7+ years experience with testing.\nShell scripting experience: 1+ years\n", 7.0),
        ("Experience: 4 years\n6 years of SQL\n", 4.0),
        ("6+ years coding experience\n5+ years of work experience supervising people\n", 6.0),
    ],
)
def test_years_of_one_thing_are_not_those_of_the_job(text: str, years: float) -> None:
    found = find_experience(read_text(text))
    assert found is not None
    assert found.minimum == years
