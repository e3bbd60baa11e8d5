"""Plain words that are skills in the right company, and joint namings that are one mention."""

from __future__ import annotations

import doctest

import pytest

from rolescope.extract import label_rules
from rolescope.extract.label_rules import Rule, RuleReader
from rolescope.extract.labels import find_labels
from rolescope.taxonomy.concepts import LabelRule
from rolescope.text import Text, read_text


def words(line: str, kind: str = "soft_skill") -> list[str]:
    """What is read as of the kind in a line of the requirements."""
    text = read_text(f"Requirements\n- {line}\n")
    return [text.raw[m.start : m.end] for m in find_labels(text) if m.kind == kind]


SAID_OF_A_PERSON = [
    ("You are a motivated engineer.", ["motivated"]),
    ("We are looking for a dynamic analyst.", ["dynamic"]),
    ("Seeking driven, ambitious people.", ["driven", "ambitious"]),
    ("A creative problem solver.", ["creative", "problem solver"]),
    ("You're creative and autonomous.", ["creative", "autonomous"]),
]
NOT_SAID_OF_A_PERSON = [
    "A dynamic environment.",
    "We are a motivated team.",
    "Creative suites of three vendors.",
    "Write innovative products.",
    "Independent contractors.",
    "Flexible hours.",
]
IN_LISTS = [
    ("Transparency, respect and teamwork.", ["Transparency", "respect", "teamwork"]),
    ("Curious, flexible, calm.", ["Curious", "flexible", "calm"]),
    (
        "Organizational, presentation and writing skills.",
        ["Organizational", "presentation", "writing skills"],
    ),
    ("Strong analytical and communication skills.", ["analytical", "communication skills"]),
]
JOINT = [
    ("Excellent written and verbal communication skills.", ["written and verbal communication skills"]),
    ("Strong verbal/written communication.", ["verbal/written communication"]),
    ("Communication skills, both written and verbal.", ["Communication skills"]),
]
WITH_OTHERS = [
    ("Collaborate with cross-functional teams.", ["Collaborate"]),
    ("Work in cross-functional teams.", ["cross-functional teams"]),
    ("Ability to present results to boards.", ["present results"]),
    ("Present tense.", []),
    ("Thrive in a fast-paced environment.", ["fast-paced environment"]),
    ("A fast-paced environment.", []),
    ("Leadership skills.", ["Leadership skills"]),
    ("Report to the leadership team.", []),
    ("Reports on data integrity.", []),
    ("Serial communication protocols.", []),
]


@pytest.mark.parametrize(("line", "found"), SAID_OF_A_PERSON + IN_LISTS + JOINT + WITH_OTHERS)
def test_ways_of_being_are_read(line: str, found: list[str]) -> None:
    assert words(line) == found


@pytest.mark.parametrize("line", NOT_SAID_OF_A_PERSON)
def test_words_of_other_things_are_not(line: str) -> None:
    assert words(line) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Testing, security and reporting.", ["Testing", "security", "reporting"]),
        ("Reporting to the head of sales.", []),
        ("National security clearance.", []),
        ("Fluent in English.", ["English"]),
        ("The English summer.", []),
        ("You are a machine learning engineer.", []),
        ("Knowledge of machine learning.", ["machine learning"]),
        ("Ask the stakeholder management engineers.", []),
    ],
)
def test_plain_words_of_knowledge(line: str, found: list[str]) -> None:
    assert words(line, "skill") == found


def test_long_lists_are_not_walked_through() -> None:
    assert words("calm, " * 400 + "curious") == ["calm"] * 7 + ["curious"]


def test_a_rule_alone() -> None:
    reader = RuleReader(Text("a dash of salt", "a dash of salt", "a dash of salt"), [])
    assert reader.obeys("tool", Rule.pad(LabelRule()), 2, 6)
    assert not reader.obeys("tool", Rule.pad(LabelRule(not_after=("of",))), 2, 6)
    assert not reader.obeys("soft_skill", Rule.pad(LabelRule(in_list=True, of_person=True)), 2, 6)


def test_doctests() -> None:
    assert doctest.testmod(label_rules).failed == 0
