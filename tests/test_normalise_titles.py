from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rolescope.errors import UnknownRole, UsageError
from rolescope.model import Level, Role
from rolescope.normalise import title_words
from rolescope.normalise.title_likeness import find_misspelled, is_one_slip
from rolescope.normalise.title_words import label_words, read_parts, vocabulary
from rolescope.normalise.titles import (
    parse_role_key,
    read_title,
    resolve_query,
    search_roles,
    suggest_labels,
    title_key,
)
from rolescope.taxonomy.roles import load_roles

SHARED = Path(__file__).resolve().parents[2] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not here")

LABELS = [(label, role.id) for role in load_roles() for label in (role.label, *role.alt_labels)]

WHOLE = {
    "Data Engineers": "data-engineer",
    "DATA ENGINEER": "data-engineer",
    "Senior Data Scientist": "data-scientist",
    "Marketing Data Scientist": "data-scientist",
    "Full-Stack Dev": "full-stack-engineer",
    "Principal Statistical Programmer": "statistical-programmer",
    "Data & Analytics Manager": "analytics-leader",
    "Business/Data Analyst": "data-analyst",
    "AI/ML Engineer": "machine-learning-engineer",
    "Software Development Engineer in Test": "test-automation-engineer",
    "Data Warehouse Engineer": "data-warehouse-engineer",
    "C# / .NET Developer": "dotnet-developer",
    "Ruby on Rails Engineer": "ruby-developer",
    "R Developer": "statistical-programmer",
    "C++ Software Engineer": "cpp-developer",
    "Platform Software Development Lead": "platform-engineer",
    "Data Operations Analyst": "data-operations-specialist",
    "Customer Success Data Analyst": "data-analyst",
    "Chief Data & Analytics Officer": "data-leader",
}

NOISE = {
    "Platform Engineer (Hybrid) - 21501": "platform-engineer",
    "(m/f/d) Data Engineer": "data-engineer",
    "Data Engineer (w/m/d) | Berlin": "data-engineer",
    "Data Analyst - Remote - 6 months contract": "data-analyst",
    "Data Scientist @ Example Ltd, Sales Manager": "data-scientist",
    "Cloud Consultant Intern, Example Professional Services": "cloud-consultant",
    "Software Development Engineer Intern, Veteran Opportunity": "software-engineer",
    "<Data Engineer - Award-Winning Start-Up>": "data-engineer",
    "Ｄａｔａ Engineer": "data-engineer",
    "Data\u200b Engineer": "data-engineer",
    "Data Engineer [REF 123] {urgent": "data-engineer",
}

TURNED = {
    "Engineer, Machine Learning": "machine-learning-engineer",
    "Engineer (Machine Learning)": "machine-learning-engineer",
    "Software Engineer, Machine Learning": "machine-learning-engineer",
    "Software Engineer II, Backend (Payments)": "backend-engineer",
    "Software Engineer, Backend Payments": "backend-engineer",
    "Director, Data Science": "data-science-leader",
    "Manager - Data Science": "data-science-leader",
    "Manager / Senior Manager, Data Science": "data-science-leader",
    "Director Data Science": "data-science-leader",
    "Engineer Data Platform": "data-platform-engineer",
    "Engineering Manager, Machine Learning": "machine-learning-leader",
    "Product Manager, Data": "data-product-manager",
    "Manager, Engineering - Data": "engineering-manager",
    "Data Scientist - NLP": "data-scientist",
    "Software Engineer, Data Center": "software-engineer",
    "Software Engineer (Python/JavaScript/React)": "software-engineer",
    "Data Analyst - Power BI Developer": "data-analyst",
    "Data Engineering Lead - Berlin": "data-engineering-manager",
    "Data Lead, Growth": "data-leader",
    "Senior/Lead - Data Engineer": "data-engineer",
    "Lead - Data Engineer": "data-engineer",
    "Federal - Lead Data Engineer": "data-engineer",
    "Assistant Manager / Senior Systems Analyst (IT)": "systems-analyst",
}

PARTS = {
    "AVP, Data Engineer": "data-engineer",
    "Associate - Data Scientist": "data-scientist",
    "Consultant (Data Science)": "data-scientist",
    "AVP, Data Science": "data-scientist",
    "Data Science Intern": "data-scientist",
    "Intern, Data Science": "data-scientist",
    "Data Science, Summer Intern 2026": "data-scientist",
    "Software Engineering II": "software-engineer",
    "Business Intelligence": "business-intelligence-analyst",
    "Data Science Tech Lead": "data-scientist",
    "Data Architecture Expert": "data-architect",
    "Enterprise Toolmaking Expert / Data Analyst": "data-analyst",
}

# The endings and the leaders that follow from a trade's label; what is named behind a comma.
TRADES = {
    "Principal Backend Development Engineer": "backend-engineer",
    "Embedded Software Development Engineer": "embedded-software-engineer",
    "Kernel Developer": "embedded-software-engineer",
    "React Software Developer": "frontend-engineer",
    "Golang Team Leader": "go-developer",
    "IT Software Developer": "software-engineer",
    "Azure Software Developer": "software-engineer",
    "Support Developer": None,
    "Growth Lead": None,
    "Automation Engineer": None,
    "Software Engineer, Product Security": "security-engineer",
    "Software Engineer, Identity": "software-engineer",
    "Software Engineer - iOS": "ios-engineer",
    "Software Engineer, Frontend - Developer Experience": "frontend-engineer",
    "Software Engineer - Database Engineering": "database-engineer",
    "Security Engineer, Cloud Security": "cloud-security-engineer",
    "Senior Java Full-stack": "full-stack-engineer",
    "Backend Software Engineering": "backend-engineer",
    "Staff AI/ML Engineer": "machine-learning-engineer",
    "Desenvolvedor Backend - Pleno": "backend-engineer",
    "Junior Developer": "software-engineer",
    "Developer": "software-engineer",
}

LEADERS = {
    "Senior Manager, Payments Engineering": "engineering-manager",
    "Director, Clinical AI": "machine-learning-leader",
    "Director, Solutions Engineering": "solutions-engineer",
    "Technical Lead Manager, Planner": "engineering-manager",
    "Engineering Manager Data Pipelines": "engineering-manager",
    "Engineering Manager, Security Engineering": "security-manager",
    "Head of AI Sales": None,
    "Director, Equity Programs": None,
    "Manager, Residential Security": None,
    "Manager, Data Loss Prevention": None,
    "Manager, Core Tech": None,
    "Director, Mechanical Engineering": None,
    "Director": None,
    "Member of Technical Staff, Frontend": "frontend-engineer",
    "Member of Technical Staff - Machine Learning Engineer": "machine-learning-engineer",
    "Member of Technical Staff": "member-of-technical-staff",
    "Applied Science Internship - Reasoning, Student Science Recruiting": "applied-scientist",
}

NEW_ROLES = {
    "Senior Technical Account Manager": "technical-account-manager",
    "Founding Product Engineer": "product-engineer",
    "ASIC Design Engineer": "hardware-engineer",
    "Senior Brand Designer": "graphic-designer",
    "Lead Level Designer": "game-designer",
    "Staff MLE": "machine-learning-engineer",
    "DevRel (m/f/d)": "developer-advocate",
}

MISSPELLED = {
    "Sofware Enginer": "software-engineer",
    "Data Scientst": "data-scientist",
    "Maching Learning Engineer": "machine-learning-engineer",
    "Full- Stack Developer": "full-stack-engineer",
    "Bigdata Engineer": "data-engineer",
    "Staff Software Enigineer, Routes": "software-engineer",
}

NO_ROLE = [
    "",
    "   ",
    "---",
    "12345",
    "Accountant",
    "Nurse",
    "Sales Manager",
    "Data Entry Clerk",
    "Engineer",
    "Manager",
    "Analyst",
    "Associate",
    "Consultant",
    "Architect",
    "Technical Lead",
    "Lead Engineer",
    "Manager, Operations",
    "Data Science Recruiter",
    "Data Engineer Recruiter",
    "Assistant to the Data Director",
    "Product Marketing Manager",
    "Construction Project Manager",
    "Strategy Manager",
    "Qualitative Researcher",
    "Text Engineer",
    "Account Executive",
    "Nurse / Data Entry",
    "Chef de Cuisine",
    "Recruiter, Data Science",
    "VP, Growth",
    "Accountant / Recruiter",
]


@pytest.mark.parametrize(
    ("title", "role"), [pair for table in (WHOLE, NOISE, TURNED, PARTS, MISSPELLED) for pair in table.items()]
)
def test_role_of_a_title(title: str, role: str) -> None:
    match = read_title(title).role
    assert match is not None
    assert match.id == role


@pytest.mark.parametrize(
    ("title", "role"), [pair for table in (TRADES, LEADERS, NEW_ROLES) for pair in table.items()]
)
def test_role_that_follows_from_a_label(title: str, role: str | None) -> None:
    match = read_title(title).role
    assert (match.id if match is not None else None) == role


@pytest.mark.parametrize("title", NO_ROLE)
def test_a_title_that_fits_none_gets_none(title: str) -> None:
    assert read_title(title).role is None


def test_the_writer_is_no_engineer() -> None:
    match = read_title("Technical Writer for data engineers").role
    assert match is not None
    assert match.id == "technical-writer"


def test_confidence_falls_with_the_way_of_finding() -> None:
    titles = ["Data Scientist", "Scientist, Data", "Data Science Intern", "Data Scientst"]
    matches = [read_title(title).role for title in titles]
    found = [match.confidence for match in matches if match is not None]
    assert found[0] == 1.0
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 4


def test_every_packaged_label_reads_as_its_role() -> None:
    read = [(label, match.id) for label, _ in LABELS if (match := read_title(label).role) is not None]
    assert read == LABELS


def test_no_two_roles_have_one_name_in_canonical_words() -> None:
    owners: dict[tuple[str, ...], set[str]] = {}
    for label, role in LABELS:
        owners.setdefault(label_words(label), set()).add(role)
    assert {words: ids for words, ids in owners.items() if len(ids) > 1} == {}


def test_words_read() -> None:
    assert read_title("Senior Director of Data Science").words == ("senior", "director")
    assert not read_title("Data Scientist, Fraud").exact


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    reading = read_title(text)
    assert reading.level in get_args(Level)
    assert isinstance(title_key(text), str)
    assert reading.role is None or 0 < reading.role.confidence <= 1


def test_a_pasted_text_is_cut() -> None:
    assert read_title("Data Engineer, " + "x " * 100_000).role is not None


@given(
    st.sampled_from(LABELS), st.sampled_from(["{} (Remote)", "{} - Berlin", "{} | 12345", "{}s", "  {}  "])
)
def test_noise_changes_nothing(pair: tuple[str, str], frame: str) -> None:
    label, role = pair
    assume(frame != "{}s" or label[-1] in "rt")  # "Engineers" and "Analysts", but no "Operationss"
    match = read_title(frame.format(label)).role
    assert match is None or match.id == role


# ---------------------------------------------------------------- keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sr. Data Engineer - Toronto, ON (Remote)", "senior data engineers | Berlin"),
        ("Data Engineer (m/f/d) - 123456", "DATA ENGINEER"),
        ("Data & Analytics Manager", "Data and Analytics Manager"),
    ],
)
def test_equal_titles_share_a_key(one: str, other: str) -> None:
    assert title_key(one) == title_key(other)


def test_level_and_subject_stay_in_the_key() -> None:
    titles = [
        "Data Engineer",
        "Data Engineer II",
        "Senior Data Engineer",
        "Data Engineer, Ads",
        "Data Analyst",
    ]
    assert len({title_key(title) for title in titles}) == len(titles)


# ---------------------------------------------------------------- queries

QUERIES = {
    "Data Operations Manager": "data-operations-manager",
    "Lead Machine Learning Engineer": "machine-learning-engineer@lead",
    "Data Science Manager": "data-science-leader@manager",
    "Machine Learning Engineer": "machine-learning-engineer",
    "Data Operations Specialist": "data-operations-specialist",
    "Data Manager": "data-manager",
    "Managing Director Data Science": "data-science-leader@executive",
    "Managing Director of Data Science": "data-science-leader@executive",
    "Data Scientists": "data-scientist",
    "dATa engineering MANAGER": "data-engineering-manager",
    "Director, Data Science": "data-science-leader@director",
    "Engineering Manager": "engineering-manager",
    "Director of Engineering": "engineering-manager@director",
    "CTO": "chief-technology-officer",
    "Data Science Lead": "data-science-leader@lead",
    "machine-learning-engineer": "machine-learning-engineer",
    "machine-learning-engineer@lead": "machine-learning-engineer@lead",
    "Data Scientist II": "data-scientist@mid",
    "Data Science Intern": "data-scientist@intern",
}


@pytest.mark.parametrize(("text", "key"), QUERIES.items())
def test_query(text: str, key: str) -> None:
    query = resolve_query(text)
    assert (query.key, query.text) == (key, text)


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("machine-learning-engineer", "Machine Learning Engineer"),
        ("machine-learning-engineer@lead", "Lead Machine Learning Engineer"),
        ("data-scientist@intern", "Data Scientist Intern"),
        ("data-scientist@entry", "Entry-Level Data Scientist"),
        ("data-scientist@director", "Data Scientist (director level)"),
        ("data-science-leader@manager", "Data Science Manager"),
        ("data-science-leader@director", "Director of Data Science"),
        ("data-science-leader@executive", "Managing Director of Data Science"),
    ],
)
def test_a_key_and_how_it_is_shown(key: str, label: str) -> None:
    assert parse_role_key(key).label == label
    assert parse_role_key(key).key == key


@given(st.sampled_from(load_roles()), st.sampled_from([None, *get_args(Level)]))
def test_every_key_comes_back(role: Role, level: Level | None) -> None:
    query = resolve_query(role.id, level)
    assert parse_role_key(query.key).key == query.key
    assert query.level == level


@given(st.sampled_from(load_roles()))
def test_a_role_s_own_label_is_the_role_as_a_whole(role: Role) -> None:
    assert resolve_query(role.label).key == role.id


def test_the_level_asked_for_wins() -> None:
    assert resolve_query("Senior Data Scientist", "entry").key == "data-scientist@entry"


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("data scientst", "Data Scientist"),
        ("Healthcare Data Analyst", "Data Analyst"),
        ("machine lerning enginer", "Machine Learning Engineer"),
    ],
)
def test_unknown_roles_raise_with_the_nearest(text: str, nearest: str) -> None:
    with pytest.raises(UnknownRole) as error:
        resolve_query(text)
    assert nearest in error.value.nearest
    assert len(error.value.nearest) <= 3


@pytest.mark.parametrize("text", ["", "zookeeper", "@lead"])
def test_nothing_near(text: str) -> None:
    with pytest.raises(UnknownRole):
        resolve_query(text)


def test_a_key_with_no_level() -> None:
    for read in (parse_role_key, resolve_query):
        with pytest.raises(UsageError, match="'boss' in 'data-scientist@boss' is not a level"):
            read("data-scientist@boss")


def test_search() -> None:
    assert search_roles() == load_roles()
    assert search_roles("data engineer")[0].id == "data-engineer"
    assert search_roles("dataops")[0].id in ("data-operations-specialist", "data-operations-manager")
    assert {role.family for role in search_roles("security")} > {"security"}
    assert search_roles("machine lerning engineer")[0].id == "machine-learning-engineer"
    assert search_roles("zzzz") == ()
    assert suggest_labels("zzzz") == ()


# ---------------------------------------------------------------- words and likeness


def test_parts() -> None:
    kinds = [p.kind for p in read_parts("(Nice) Writer for teams, Berlin (nice (very))")]
    assert kinds == ["aside", "main", "tail", "aside", "main"]
    assert [p.kind for p in read_parts("Writer for teams (nice)")] == ["main", "tail", "aside"]
    assert read_parts("@Example Data Engineer")[0].words == ("example", "data", "engineer")
    assert read_parts("R&D Engineer")[0].words == ("r&d", "engineer")
    assert read_parts("AT&T's Data Engineer")[0].words[-2:] == ("data", "engineer")


def test_a_listed_word_of_several_is_refused() -> None:
    with pytest.raises(ValueError, match="sdet"):
        title_words._singles(["engineer", "sdet"])


@given(st.text("abcde", max_size=6), st.integers(0, 5), st.sampled_from("xyz"))
def test_one_slip(word: str, at: int, letter: str) -> None:
    assert is_one_slip(word, word[:at] + letter + word[at:])
    assert is_one_slip(word[:at] + letter + word[at + 1 :], word) or at > len(word)
    assert not is_one_slip(word, word + "xx")


def test_slips_need_a_word_no_label_knows() -> None:
    assert find_misspelled("data engineer tools zoo") is None
    assert find_misspelled("zebra giraffe lion") is None
    found = find_misspelled("softwre engineer")
    assert found is not None
    assert found.label == "Software Engineer"


def test_vocabulary_is_canonical() -> None:
    known = vocabulary()
    words = known.nouns | known.level_words.keys() | known.leaders.keys() | known.functions
    assert {w for w in words if label_words(w) != (w,) and w not in known.noise} == set()


# ---------------------------------------------------------------- the real titles


@needs_shared
def test_every_frequent_title_of_the_salaries_file_has_a_role() -> None:
    bare = {"Engineer", "Manager", "Analyst", "Associate", "Consultant", "Architect"}
    bare |= {"Technical Lead", "Lead Engineer", "Lead Analyst"}
    counts: dict[str, int] = {}
    with (SHARED / "data/wages/salaries_2025-01-19.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            counts[row["job_title"]] = counts.get(row["job_title"], 0) + 1
    frequent = {title for title, n in counts.items() if n >= 30}
    assert {title for title in frequent if read_title(title).role is None} == frequent & bare


@needs_shared
def test_roles_of_the_postings() -> None:
    with gzip.open(SHARED / "data/postings/postings.jsonl.gz", "rt", encoding="utf-8") as lines:
        titles = [json.loads(line)["title"] for line in lines]
    matches = [read_title(title).role for title in titles]
    found = [match.id for match in matches if match is not None]
    assert len(found) > 0.85 * len(titles)
    assert found.count("machine-learning-engineer") > 350
    assert found.count("data-manager") > 60
