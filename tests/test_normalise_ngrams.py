"""N-grams and their products, against scikit-like plain arithmetic and by laws."""

from __future__ import annotations

from collections import Counter
from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolescope.cues import fold_label
from rolescope.normalise.ngrams import char_grams, invert, word_grams

texts = st.lists(st.text("ab cé😀", max_size=12).map(fold_label), min_size=1, max_size=6)


def plain(text: str, low: int, high: int) -> Counter[str]:
    """Character n-grams of a folded text the slow way."""
    padded = [f" {word} " for word in text.split()]
    return Counter(w[i : i + n] for w in padded for n in range(low, high + 1) for i in range(len(w) - n + 1))


@given(texts)
def test_character_ngrams_are_those_of_the_words(given_texts: list[str]) -> None:
    grams = char_grams(given_texts, 3, 5)
    counts = Counter(grams.texts.tolist())
    for number, text in enumerate(given_texts):
        assert counts[number] == sum(plain(text, 3, 5).values())
    assert len(set(grams.features.tolist())) == len(set().union(*(plain(t, 3, 5) for t in given_texts)))


def test_products_are_tf_idf() -> None:
    labels = ["abc abc", "abd", "xyz", ""]
    index = invert(char_grams(labels, 3, 4), len(labels))
    counts = [plain(label, 3, 4) for label in labels]
    spread = Counter(gram for own in counts for gram in own)
    idf = {gram: log(5 / (1 + n)) + 1 for gram, n in spread.items()}
    query = plain("abcd", 3, 4)
    for number, own in enumerate(counts):
        length = sqrt(sum((n * idf[g]) ** 2 for g, n in own.items())) or 1
        expected = sum(n * idf[g] * query[g] * idf[g] for g, n in own.items()) / length
        found = index.products(char_grams(["abcd"], 3, 4), 1)[0, number]
        assert found == pytest.approx(expected, rel=1e-5)


@given(texts)
def test_a_label_has_cosine_one_with_itself_and_no_more_with_others(labels: list[str]) -> None:
    grams = char_grams(labels, 3, 5)
    index = invert(grams, len(labels))
    lengths = np.sqrt(np.diag(index.inner(grams, len(labels))))
    cosines = index.products(grams, len(labels)) / np.where(lengths > 0, lengths, 1)[:, None]
    for number, label in enumerate(labels):
        assert cosines[number, number] == pytest.approx(1.0 if label else 0.0, abs=1e-4)
    assert cosines.max(initial=0) <= 1.0001


def test_words_grow_or_are_left_out() -> None:
    places: dict[str, int] = {}
    grams = word_grams(["use sql", "sql"], places, grow=True)
    assert (places, grams.features.tolist()) == ({"use": 0, "sql": 1}, [0, 1, 1])
    assert word_grams(["no sql"], places).features.tolist() == [1]


def test_an_index_of_nothing() -> None:
    index = invert(char_grams([], 3, 5), 0)
    assert index.products(char_grams(["abc"], 3, 5), 1).shape == (1, 0)
    assert index.inner(char_grams(["abc"], 3, 5), 1).tolist() == [[0.0]]
