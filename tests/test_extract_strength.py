"""Required, preferred or mentioned: by the sentence's own cue, else by the section."""

from __future__ import annotations

import pytest

from rolescope.annotate import annotate
from rolescope.extract.strength import StrengthReader
from rolescope.model import Document, SectionName
from rolescope.text import read_text


def read(text: str, word: str, section: SectionName = "other") -> str:
    start = text.index(word)
    return StrengthReader(read_text(text)).read(start, start + len(word), section)


@pytest.mark.parametrize(
    ("section", "strength"),
    [
        ("requirements", "required"),
        ("preferred", "preferred"),
        ("duties", "mentioned"),
        ("other", "mentioned"),
    ],
)
def test_the_section_says_it_where_the_sentence_does_not(section: SectionName, strength: str) -> None:
    assert read("Python and SQL", "Python", section) == strength


@pytest.mark.parametrize(
    ("text", "word", "section", "strength"),
    [
        ("You must know Python", "Python", "duties", "required"),
        ("Python is a plus", "Python", "requirements", "preferred"),
        ("Ideally you know Python", "Python", "requirements", "preferred"),
        ("You must know SQL. Python helps.", "Python", "other", "mentioned"),
        ("Airflow is a plus\nPython", "Python", "requirements", "required"),
        ("You must know Python; Airflow is a plus", "Airflow", "other", "preferred"),
        ("You must know Python; Airflow is a plus", "Python", "other", "required"),
        ("You must know Python", "Python", "preferred", "preferred"),
    ],
)
def test_the_sentences_own_cue_wins(text: str, word: str, section: SectionName, strength: str) -> None:
    assert read(text, word, section) == strength


def test_a_cue_does_not_reach_far() -> None:
    assert read(f"You must come {'and see us ' * 30}Python", "Python") == "mentioned"


@pytest.mark.parametrize(
    ("text", "word", "section", "strength"),
    [
        ("Experience in Python, ideally Django", "Python", "requirements", "required"),
        ("Experience in Python, ideally Django", "Django", "requirements", "preferred"),
        ("Python, SQL, Ruby a plus", "Python", "requirements", "preferred"),
        ("A cloud (AWS preferred), Docker", "AWS", "requirements", "preferred"),
        ("A cloud (AWS preferred), Docker", "Docker", "requirements", "required"),
        ("SQL: 3 years (Preferred)", "SQL", "requirements", "preferred"),
        ("Python, Ruby, Rust (preferred), or Go", "Rust", "requirements", "preferred"),
        ("Python, Ruby, Rust (preferred), or Go", "Ruby", "requirements", "required"),
        ("Python, Ruby, Rust (preferred), or Go", "Go", "requirements", "required"),
        ("Python, Ruby and Rust (nice to have)", "Python", "requirements", "preferred"),
        ("Excel, SQL: 3 years (Preferred)", "Excel", "requirements", "preferred"),
        ("Java (preferably including Spring), Rust", "Spring", "requirements", "preferred"),
        ("Java (preferably including Spring), Rust", "Rust", "requirements", "required"),
        ("Experience (preferred) with Rust", "Rust", "requirements", "preferred"),
        ("Certificate (preferred): Java", "Java", "requirements", "preferred"),
        ("Statistics, Master's degree preferred", "Statistics", "requirements", "required"),
        ("Python • Ruby is a plus", "Python", "requirements", "required"),
        ("Ruby would be highly regarded", "Ruby", "requirements", "preferred"),
    ],
)
def test_a_wish_reaches_what_it_is_about(text: str, word: str, section: SectionName, strength: str) -> None:
    assert read(text, word, section) == strength


@pytest.mark.parametrize(
    ("text", "word", "strength"),
    [
        ("Strong knowledge of Python and SQL", "SQL", "required"),
        ("Gain hands-on experience with SQL", "SQL", "mentioned"),
        ("Utilize expertise in SQL", "SQL", "mentioned"),
        ("Strong knowledge of Python. We use SQL", "SQL", "mentioned"),
        ("We use SQL and have good knowledge of Python", "SQL", "mentioned"),
        (f"Knowledge of maps {'and of people ' * 20}and SQL", "SQL", "mentioned"),
    ],
)
def test_words_that_ask_count_without_a_heading(text: str, word: str, strength: str) -> None:
    assert read(text, word, "duties") == strength


@pytest.mark.parametrize(
    ("text", "word", "strength"),
    [
        ("Not mandatory: Simulink", "Simulink", "preferred"),
        ("If you know Rust, we'd love to hear from you", "Rust", "required"),
        ("We'd love to see Rust", "Rust", "preferred"),
        ("This role will ideally suit someone who knows Rust", "Rust", "required"),
    ],
)
def test_longer_words_say_more_than_those_in_them(text: str, word: str, strength: str) -> None:
    assert read(text, word, "requirements") == strength


@pytest.mark.parametrize(
    "line", ["Strong SQL; ideally Go", "Strong SQL, ideally Go", "Strong SQL. Ideally Go"]
)
def test_a_wish_behind_a_short_demand_leaves_it_a_demand(line: str) -> None:
    found = annotate(Document("posting", "", "", f"Requirements\n- {line}\n- Experience with Docker"))
    assert {m.label: m.strength for m in found.mentions} == {
        "SQL": "required",
        "Go": "preferred",
        "Docker": "required",
    }
