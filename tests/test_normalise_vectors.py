"""Texts as vectors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolescope.normalise.vectors import Vectors, load_vectors

SMALL = Vectors({"a": 0, "b": 1, "a b": 2}, np.array([[3, 0], [0, 4], [0, -4]], np.float32))


def test_a_text_is_the_sum_of_its_words_and_pairs() -> None:
    assert SMALL.dimensions == 2
    assert SMALL.embed(["A", "b; a", "a b", "zzz", "a zzz"]).tolist() == [
        [1, 0],
        pytest.approx([0.6, 0.8]),
        [1, 0],
        [0, 0],
        [1, 0],
    ]
    assert SMALL.embed([]).shape == (0, 2)
    assert SMALL.embed(["zzz"]).tolist() == [[0, 0]]


@given(st.lists(st.text(max_size=30), max_size=5))
def test_rows_are_of_unit_length_or_zero(texts: list[str]) -> None:
    lengths = np.linalg.norm(load_vectors().embed(texts), axis=1)
    assert all(abs(n - 1) < 1e-4 or n == 0 for n in lengths)


def test_many_texts_are_those_one_by_one() -> None:
    texts = ["data engineer", "", "nurse"] * 2000
    made = load_vectors().embed(texts)
    assert np.array_equal(made[4500:4503], load_vectors().embed(texts[:3]))


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("programmer", "software developer", "nurse"),
        ("teamwork", "collaborate with colleagues", "repair engines"),
        ("ml", "machine learning", "accounting"),
        ("RN", "registered nurse", "plumber"),
    ],
)
def test_what_means_the_same_lies_near(text: str, near: str, far: str) -> None:
    a, b, c = load_vectors().embed([text, near, far])
    assert a @ b > a @ c
