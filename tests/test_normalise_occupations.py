from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolescope.normalise.occupations import Candidate, OccupationIndex
from rolescope.normalise.term_weights import bm25_table, cosine_table, letter_grams
from rolescope.normalise.title_stems import name_stems

OCCUPATIONS = [
    ("1", "software developer", ("programmer", "software engineer")),
    ("2", "lorry driver", ()),
    ("3", "university lecturer", ("professor",)),
    ("4", "financial manager", ("finance manager", "head of finance")),
    ("5", "health and safety officer", ()),
]
TITLES = st.text(max_size=60)


def index() -> OccupationIndex:
    ids, labels, others = zip(*OCCUPATIONS, strict=True)
    return OccupationIndex(ids, labels, others)


@pytest.mark.parametrize(
    ("title", "best"),
    [
        ("Java Programmer", "1"),
        ("Sofware Enginer", "1"),
        ("Truck Drivers", "2"),
        ("Faculty, Postsecondary", "3"),
        ("Managers, Financial", "4"),
        ("Heads of Finance", "4"),
        ("Health & Safety Officers, Except Lorry Drivers", "5"),
    ],
)
def test_the_nearest_occupation_comes_first(title: str, best: str) -> None:
    assert index().search(title)[0].id == best


def test_a_candidate_says_what_matched() -> None:
    assert index().search("software engineers", top=1) == (
        Candidate(
            "1", "software developer", index().search("software engineers")[0].score, "software engineer"
        ),
    )


@pytest.mark.parametrize("title", ["", "   ", "—", "2", "qqq"])
def test_what_is_like_nothing_has_no_candidates(title: str) -> None:
    assert index().search(title) == ()


def test_an_empty_index_finds_nothing() -> None:
    assert OccupationIndex([], [], []).search("software developer") == ()


def test_names_without_words_do_no_harm() -> None:
    assert OccupationIndex(["1", "2"], ["—", "nurse"], [(), ("",)]).search("nurse")[0].id == "2"


def test_lists_of_unlike_length_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        OccupationIndex(["1", "2"], ["a"], [()])


def test_other_names_of_the_same_job_help() -> None:
    assert index().search("Hauliers") == ()
    assert index().search("Hauliers", also=("Truck Driver", "Lorry Driver"))[0].id == "2"


def test_the_top_is_no_more_than_asked_for() -> None:
    assert len(index().search("manager driver lecturer", top=2)) == 2
    assert index().search("manager", top=0) == ()


@given(TITLES, st.lists(TITLES, max_size=2))
def test_scores_are_ordered_and_within_bounds(title: str, also: list[str]) -> None:
    found = index().search(title, also=also)
    scores = [c.score for c in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    names = {id: (label, *others) for id, label, others in OCCUPATIONS}
    assert all(c.matched in names[c.id] and c.label == names[c.id][0] for c in found)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Organisational behaviour specialists", "organizational behavior specialist"),
        ("Drafters, All Other", "drafter"),
        ("Cooks, Except Fast Food", "chef"),
        ("Craftswomen", "craftsman"),
        ("Salespersons", "salesman"),
        ("Actresses", "actress"),
        ("Companies' secretaries", "company secretary"),
        ("C developers", "c developer"),
    ],
)
def test_names_that_mean_one_thing_have_the_same_stems(name: str, other: str) -> None:
    assert name_stems(name) == name_stems(other)


def test_an_exception_alone_is_kept() -> None:
    assert name_stems("All Other") == ("all",)


def test_letter_runs_do_not_cross_texts() -> None:
    rows, terms = letter_grams(["ab", "", "é b"])
    assert rows.tolist() == [0, 2, 2, 2]
    assert len(set(terms.tolist())) == 4


WORDS = st.lists(st.lists(st.integers(0, 5), max_size=6), min_size=1, max_size=6)


@given(WORDS)
def test_a_text_is_most_like_itself(texts: list[list[int]]) -> None:
    rows = np.array([row for row, text in enumerate(texts) for _ in text], np.int64)
    terms = np.array([term for text in texts for term in text], np.int64)
    table = cosine_table(rows, terms, len(texts))
    for row, text in enumerate(texts):
        scores = table.likeness(np.array(text, np.int64))
        assert scores[row] == pytest.approx(1.0 if text else 0.0, abs=1e-5)
        assert scores.max() <= 1 + 1e-5


@given(WORDS, st.lists(st.integers(0, 9), max_size=6))
def test_bm25_lies_between_none_and_all(texts: list[list[int]], asked: list[int]) -> None:
    rows = np.array([row for row, text in enumerate(texts) for _ in text], np.int64)
    terms = np.array([term for text in texts for term in text], np.int64)
    scores = bm25_table(rows, terms, len(texts)).likeness(np.array(asked, np.int64))
    assert scores.shape == (len(texts),)
    assert ((scores >= 0) & (scores <= 1)).all()
    assert all((scores[row] > 0) == bool(set(asked) & set(text)) for row, text in enumerate(texts))
