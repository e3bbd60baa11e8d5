"""Texts linked to labels: what is found, by what, and the laws of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolescope.normalise.linking import PIECE, LinkIndex, build_index, find_links

LABELS = (
    ("project management", "manage projects"),
    ("Python (computer programming)", "CPython"),
    ("speak French",),
    ("work in teams", "teamwork"),
    ("data scientist", "data engineer"),
    ("data engineer",),
)
INDEX = build_index(LABELS)


def best(text: str, top: int = 1) -> list[str]:
    return [LABELS[f.entry][f.label] for f in find_links(text, INDEX, top)]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Project Management", "project management"),
        ("You manage several projects at a time.", "manage projects"),
        ("python", "Python (computer programming)"),
        ("fluent in French", "speak French"),
        ("working in a team", "work in teams"),
        ("collaborate with colleagues", "teamwork"),
    ],
)
def test_the_nearest_label(text: str, label: str) -> None:
    assert best(text) == [label]


def test_a_sentence_holds_several_skills() -> None:
    assert set(best("Must speak French, know Python and enjoy teamwork", 3)) == {
        "speak French",
        "Python (computer programming)",
        "teamwork",
    }


def test_an_equal_label_has_likeness_one_and_a_preferred_one_goes_first() -> None:
    first, second = find_links("Data Engineer", INDEX, 2)
    assert (first.entry, second.entry) == (5, 4)
    assert first.score == pytest.approx(1.0, abs=1e-4)
    assert first.text == "data engineer"


@pytest.mark.parametrize("text", ["", "  ", "%%%", "\n\n", "qqqqq"])
def test_nothing_is_like_nothing(text: str) -> None:
    assert find_links(text, INDEX, 5) == ()


def test_long_texts_are_read_in_pieces() -> None:
    text = "word " * PIECE * 2 + "python. Then\nspeak French"
    assert set(best(text, 2)) == {"Python (computer programming)", "speak French"}


@given(st.text(max_size=80), st.integers(1, 8))
def test_likeness_falls_and_entries_stand_once(text: str, top: int) -> None:
    found = find_links(text, INDEX, top)
    assert len(found) <= top
    assert len({f.entry for f in found}) == len(found)
    assert [f.score for f in found] == sorted((f.score for f in found), reverse=True)
    assert all(0 < f.score <= 1 for f in found)


def test_an_index_comes_back_from_its_arrays() -> None:
    again = LinkIndex.from_arrays(INDEX.to_arrays())
    assert find_links("python and teams", again, 6) == find_links("python and teams", INDEX, 6)
    assert np.array_equal(again.vectors, INDEX.vectors)
    with pytest.raises(KeyError):
        LinkIndex.from_arrays({})


def test_an_index_of_nothing() -> None:
    assert find_links("python", build_index([]), 3) == ()
    assert find_links("python", build_index([("%",)]), 3) == ()
