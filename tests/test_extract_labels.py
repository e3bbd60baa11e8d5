"""Concept labels: which words count, where, and which of two readings."""

from __future__ import annotations

import pytest

from rolescope.extract.labels import build_lexicon, find_labels, label_forms
from rolescope.model import Concept, Mention
from rolescope.taxonomy.concepts import LabelRule
from rolescope.text import read_text


def find(text: str) -> set[tuple[str, str | None]]:
    return {(m.kind, m.concept) for m in find_labels(read_text(text))}


def tools(text: str) -> set[str | None]:
    return {concept for kind, concept in find(text) if kind == "tool"}


WRITINGS = [
    ("Requirements\n- Python, SQL and PostgreSQL.", {"python", "sql", "postgresql"}),
    ("Requirements\n- C++ and C#", {"c-plus-plus", "c-sharp"}),
    ("Requirements\n- experience with Apache Airflow", {"airflow"}),
    ("Requirements\n- experience with AIRFLOW", {"airflow"}),
]
AMBIGUOUS_TOOLS = [
    ("Requirements\n- Experience with R, Python and SQL", {"r", "python", "sql"}),
    ("Requirements\n- Strong skills in Excel", {"excel"}),
]
NO_TOOLS = [
    "Requirements\n- You excel at explaining things",
    "Requirements\n- Ready to go the extra mile",
    "Duties\n- Report to the R&D department",
    "Duties\n- Swift answers, quick access to people, spark joy",
]


@pytest.mark.parametrize(("text", "expected"), [*WRITINGS, *AMBIGUOUS_TOOLS])
def test_tools_are_found(text: str, expected: set[str]) -> None:
    assert tools(text) == expected


@pytest.mark.parametrize("text", NO_TOOLS)
def test_plain_words_are_no_tools(text: str) -> None:
    assert tools(text) == set()


@pytest.mark.parametrize("heading", ["Benefits", "About us", "Equal opportunity employer statement"])
def test_benefits_law_and_praise_yield_no_skills(heading: str) -> None:
    part = "Requirements\n- SQL\n\n"
    assert tools(f"{part}{heading}\n- Courses in Python and Tableau") <= {"sql", "python", "tableau"}
    assert tools("Benefits\n- Courses in Python and Tableau") == set()


def test_fields_of_study_need_a_degree_on_their_line() -> None:
    assert ("field_of_study", "computer-science") in find(
        "Requirements\n- Bachelor's degree in Computer Science"
    )
    kinds = {kind for kind, _ in find("Requirements\n- Interest in computer science\n- A degree")}
    assert "field_of_study" not in kinds


def test_industries_need_the_word_beside_them() -> None:
    assert ("industry", "retail") in find("Requirements\n- Experience in the retail industry")
    assert "industry" not in {kind for kind, _ in find("Benefits\n- Retail vouchers")}


def test_industries_stand_beneath_their_heading_and_never_in_benefits() -> None:
    assert ("industry", "retail") in find("Requirements\n- SQL\nIndustries\nRetail")
    assert "industry" not in {kind for kind, _ in find("Benefits\n- Discounts in the retail industry")}


def test_a_label_may_run_over_a_wrapped_line_only() -> None:
    wrapped = "We ask for people with a long and lively history in machine\nlearning."
    assert ("skill", "machine-learning") in find(f"Requirements\n{wrapped}")
    assert ("skill", "machine-learning") not in find("Requirements\n- machine\nlearning")


def test_a_label_torn_by_a_list_is_none() -> None:
    whole, torn = (find(f"Requirements\n- {t}") for t in ("machine learning", "machine, learning"))
    assert ("skill", "machine-learning") in whole
    assert ("skill", "machine-learning") not in torn


def test_the_longest_label_wins_and_nothing_overlaps() -> None:
    found = find_labels(read_text("Requirements\n- Microsoft SQL Server, SQL, Power BI"))
    assert {m.concept for m in found if m.kind == "tool"} >= {"sql", "power-bi"}
    ends = [m.end for m in found]
    assert all(
        m.start is not None and before is not None and before <= m.start
        for before, m in zip(ends, found[1:], strict=False)
    )


@pytest.mark.parametrize(
    ("label", "forms"),
    [
        ("Data strategy", ("data strategy", "data strategies")),
        ("Survey", ("survey", "surveys")),
        ("AWS", ("aws",)),
        ("Kubernetes", ("kubernetes",)),
        ("OAuth 2", ("oauth 2",)),
    ],
)
def test_plurals(label: str, forms: tuple[str, ...]) -> None:
    assert label_forms(label) == forms


# -- rules of ambiguous labels, on a lexicon of three ---------------------------------------------------------------

THREE = (
    Concept("dash", "Dash", "tool"),
    Concept("numpy", "NumPy", "tool"),
    Concept("running", "Running", "skill"),
    Concept("jog", "Jog in parks", "activity"),
)


def find_with(rule: LabelRule, text: str) -> list[Mention]:
    lexicon = build_lexicon(THREE, {"dash": rule})
    return [m for m in find_labels(read_text(text), lexicon) if m.concept == "dash"]


@pytest.mark.parametrize(
    ("rule", "text", "counts"),
    [
        (LabelRule(), "a dash of salt", True),
        (LabelRule(case=frozenset({"Dash"})), "a dash of salt", False),
        (LabelRule(case=frozenset({"Dash"})), "Dash apps", True),
        (LabelRule(not_after=("of",)), "a dash of salt", False),
        (LabelRule(not_before=("a",)), "a dash", False),
        (LabelRule(only_before=("plotly",)), "Plotly Dash", True),
        (LabelRule(only_before=("plotly",)), "my Dash", False),
        (LabelRule(only_after=("apps",)), "Dash apps", True),
        (LabelRule(in_list=True), "Dash, NumPy", True),
        (LabelRule(in_list=True), "NumPy and Dash", True),
        (LabelRule(in_list=True), "We dash about. NumPy is ours.", False),
        (LabelRule(in_list=True), "experience with Dash", True),
        (LabelRule(in_list=True), "Dash programming", True),
        (LabelRule(in_list=True, only_before=("plotly",)), "plotly dash", True),
        (LabelRule(in_list=True, only_before=("plotly",)), "Dash, NumPy", True),
    ],
)
def test_rules(rule: LabelRule, text: str, counts: bool) -> None:
    assert bool(find_with(rule, text)) is counts


def test_activities_are_no_labels() -> None:
    lexicon = build_lexicon(THREE, {})
    assert find_labels(read_text("Jog in parks"), lexicon) == ()
    assert find_labels(read_text(""), lexicon) == ()


def test_a_slash_parts_tools_unless_a_label_has_it() -> None:
    assert tools("Requirements\n- Java/Spring, HTML/CSS, Unix/Linux") == {
        "java", "spring-framework", "html", "css", "unix", "linux"
    }  # fmt: skip
    assert tools("Requirements\n- TCP/IP and Map/Reduce") == {"tcp-ip", "mapreduce"}


@pytest.mark.parametrize(
    ("text", "word", "counts"),
    [
        ("Strong communication, organization, and teamwork skills", "organization", True),
        ("You work with teams across the organization and beyond", "organization", False),
        ("You are flexible to adapt to new priorities", "flexible to adapt", True),
        ("A solution-oriented mindset", "solution-oriented", True),
        ("Projects will be driven from the platform, by motivated people", "driven", False),
        ("You lead change control", "lead change", False),
        ("You can lead change", "lead change", True),
        ("A REST API for communication between services", "communication", False),
        ("You focus on quality assurance", "focus on quality", False),
    ],
)
def test_packaged_soft_skills_in_context(text: str, word: str, counts: bool) -> None:
    text = f"Requirements\n- {text}"
    found = [text[m.start : m.end] for m in find_labels(read_text(text)) if m.kind == "soft_skill"]
    assert any(word in said for said in found) is counts
