"""What the fact extractors share: quick looks that must never hide what a whole cue would find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from rolescope.extract import cues, education, employment, experience
from rolescope.extract.cues import at_words, holds_one, read_cues, sentence_bounds, under_wish_heading
from rolescope.text import read_text

_STRENGTH, _EXPERIENCE = read_cues("strength"), read_cues("experience")


def shortest(pattern: str) -> Iterator[str]:
    """For every choice a pattern gives, the shortest text with it; looks around are left out."""
    return _texts(parser.parse(pattern))


def _texts(parsed: Any) -> Iterator[str]:
    for parts in product(*(list(_text(kind, value)) for kind, value in parsed)):
        yield "".join(parts)


def _text(kind: Any, value: Any) -> Iterator[str]:
    if kind is op.LITERAL:
        yield chr(value)
    elif kind is op.IN:
        yield from (chr(v) for k, v in value if k is op.LITERAL) if value[0][0] is op.LITERAL else ["1"]
    elif kind is op.BRANCH:
        yield from (text for one in value[1] for text in _texts(one))
    elif kind is op.SUBPATTERN:
        yield from _texts(value[3])
    elif kind in (op.MAX_REPEAT, op.MIN_REPEAT):
        yield from (text * value[0] for text in _texts(value[2])) if value[0] else [""]
    else:
        assert kind in (op.AT, op.ASSERT, op.ASSERT_NOT), kind
        yield ""


@pytest.mark.parametrize(
    ("patterns", "hints"),
    [
        (_STRENGTH["wish_behind"], cues.WISH_HINTS_BEHIND),
        (_STRENGTH["not_asked"], cues.NOT_ASKED_HINTS),
        (_STRENGTH["wish_before"], cues.WISH_HINTS_BEFORE),
        (_EXPERIENCE["company"], experience._COMPANY_HINTS),
        (_EXPERIENCE["substitute"], experience._SUBSTITUTE_HINTS),
        ([education._REQUIRED.pattern], education._REQUIRED_HINTS),
    ],
)
def test_every_cue_has_a_hint(patterns: list[str], hints: tuple[str, ...]) -> None:
    texts = [text for pattern in patterns for text in shortest(pattern)]
    assert len(texts) >= len(patterns)
    assert [text for text in texts if not holds_one(hints, text)] == []


def test_degrees_begin_with_letters_that_are_looked_for() -> None:
    cues_of = read_cues("education")
    texts = [t for name in education._NAMES for cue in cues_of[name] for t in shortest(cue)]
    assert {text[0] for text in texts} <= set(education.FIRST_OF_DEGREE)


def test_words_are_found_where_they_begin() -> None:
    found = at_words("master|data")
    assert [m.end() for m in found.finditer(" data and master, grandmaster")] == [1, 10]
    assert found.search("data") is None  # the text must begin with a blank


def test_a_sentence_ends_at_stops_and_lines_but_not_in_abbreviations() -> None:
    text = "one • two; a b.sc. in maths, e.g. pure! three"
    first, stop = sentence_bounds(text, text.index("b.sc"), text.index(" in maths"))
    assert text[first:stop] == " a b.sc. in maths, e.g. pure"
    assert sentence_bounds(text, 1, 2, reach=1) == (0, 3)


def test_no_hint_no_wish_heading() -> None:
    text = read_text("We build.\nNice to have\n- Bachelor's degree")
    assert under_wish_heading(text, 30)
    assert not under_wish_heading(read_text("We build.\nRequirements\n- Bachelor's degree"), 30)


@pytest.mark.parametrize(
    ("window", "left"),
    [
        ("all full-time employees get tea", " get tea"),
        ("acme corpfull or part-time: full time", "acme corp : full time"),
        ("this is a full-time position", "this is a full-time position"),
    ],
)
def test_words_of_benefits_are_taken_out(window: str, left: str) -> None:
    assert employment._without_benefits(window).strip() == left.strip()
    assert re.search("benefit", left) is None
