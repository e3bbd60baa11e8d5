"""Labels of the gold postings: reading what was written, and scoring against it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

from gold.label import cut, read_blocks, show
from gold.score import Mark, Spans, count_spans, count_strength, is_same_fact, share_same_section
from quality import join_tokens, read

TEXT = "About us\n\nYou need Python, SQL and Python 3.\nA plus: teamwork."
POSTING = {"id": "a1", "title": "Engineer", "text": TEXT}
WRITTEN = """# a1 Engineer
level senior
pay 10 20 USD hour
education bachelor
years 3
workplace remote
role none
employment full_time contract
sections 1 about, 2 requirements, 3 preferred
2 r | t Python | t SQL | p t Python 3
3 p | o teamwork
"""


def test_labels_become_offsets() -> None:
    problems: list[str] = []
    (labels,) = read_blocks(WRITTEN, {"a1": POSTING}, problems)
    assert problems == []
    assert [TEXT[m["start"] : m["end"]] for m in labels["marks"]] == ["Python", "SQL", "Python 3", "teamwork"]
    assert [m["strength"] for m in labels["marks"]] == ["required", "required", "preferred", "preferred"]
    assert labels["pay"] == [{"low": 10.0, "high": 20.0, "currency": "USD", "period": "hour"}]
    assert (labels["level"], labels["years"], labels["role"]) == ("senior", 3.0, None)
    assert TEXT[labels["sections"][1]["start"] : labels["sections"][1]["end"]].startswith("You need")


@pytest.mark.parametrize(
    "line", ["2 r | t Java", "9 r | t Python", "2 r | q Python", "mood good", "pay lots"]
)
def test_what_cannot_be_found_is_said(line: str) -> None:
    problems: list[str] = []
    list(read_blocks(f"# a1\n{line}\n# b2\n", {"a1": POSTING}, problems))
    assert len(problems) == 2  # the line, and a posting that is not there


def test_long_lines_are_cut_and_nothing_is_lost() -> None:
    text = "One sentence of some length. " * 40 + "x" * 700
    pieces = cut(text)
    assert all(end - start <= 320 for start, end in pieces)
    assert "".join(text[start:end] for start, end in pieces) == text
    assert list(show(POSTING))[2] == "  1 About us"


def test_spans_are_lenient_and_paired_once() -> None:
    found = [
        Mark("tool", 0, 4, "required"),
        Mark("tool", 5, 9, "required"),
        Mark("skill", 20, 25, "required"),
    ]
    labelled = [Mark("tool", 2, 9, "preferred"), Mark("tool", 30, 33, "required")]
    assert count_spans(found, labelled, ("tool",)) == Spans(1, 1, 1)
    assert count_spans(found, labelled, ("tool", "skill")) == Spans(1, 2, 1)
    assert count_strength(found, labelled) == (0, 1)
    assert Spans(1, 1, 1).f1 == Spans(1, 1, 1).precision == Spans(1, 1, 1).recall == 0.5


def test_pay_is_the_same_in_any_order_and_number_form() -> None:
    one = {"low": 10, "high": 20, "currency": "USD", "period": "hour"}
    two = {"low": 1, "high": 2, "currency": "EUR", "period": "day"}
    assert is_same_fact("pay", {"pay": [one, two]}, {"pay": [two, dict(one, low=10.0)]})
    assert not is_same_fact("pay", {"pay": [one]}, {"pay": []})


def test_sections_are_compared_by_character() -> None:
    labelled = {"sections": [{"name": "about", "start": 0, "end": 4}]}
    found = {"sections": [{"name": "about", "start": 0, "end": 3}, {"name": "legal", "start": 3, "end": 9}]}
    assert share_same_section(found, labelled, 9) == (3, 4)


def test_what_is_read_has_the_form_of_labels() -> None:
    labels = read("Senior Data Engineer", "Requirements: Python. Remote. $100,000 - $120,000 a year.")
    assert labels["level"] == "senior"
    assert labels["pay"][0]["high"] == 120_000
    assert labels["marks"][0]["kind"] == "tool"


def test_tokens_become_a_sentence_with_spans() -> None:
    text, marks = join_tokens(["Knows", "machine", "learning", "SQL"], ["O", "B", "I", "B"])
    assert [text[m.start : m.end] for m in marks] == ["machine learning", "SQL"]
