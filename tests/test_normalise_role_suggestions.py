"""Roles while a name is still being typed."""

from __future__ import annotations

import pytest

from rolescope.model import Level
from rolescope.normalise.role_suggestions import suggest_queries
from rolescope.normalise.titles import parse_role_key

POSTINGS = {
    ("data-scientist", None): 300,
    ("data-engineer", None): 200,
    ("data-engineer", "senior"): 90,
    ("data-engineer", "lead"): 40,
    ("machine-learning-engineer", None): 100,
    ("machine-learning-engineer", "lead"): 20,
}


def count(role: str, level: Level | None) -> int:
    return POSTINGS.get((role, level), 0)


def keys(text: str, limit: int = 8) -> list[str]:
    return [s.query.key for s in suggest_queries(text, count, limit)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("lead ml", "machine-learning-engineer@lead"),
        ("ML", "machine-learning-engineer"),
        ("machine lear", "machine-learning-engineer"),
        ("data", "data-scientist"),
        ("data eng", "data-engineer"),
        ("Sr. data eng", "data-engineer@senior"),
        ("data eng lead", "data-engineer@lead"),
        ("mid level data analyst", "data-analyst@mid"),
        ("entry-level data analyst", "data-analyst@entry"),
        ("data-engineer@lead", "data-engineer@lead"),
        ("managing director data science", "data-science-leader@executive"),
        ("machne lear", "machine-learning-engineer"),
        ("senior data scientst", "data-scientist@senior"),
        ("c++", "cpp-developer"),
    ],
)
def test_what_is_typed_becomes_a_query(text: str, first: str) -> None:
    assert keys(text)[0] == first


@pytest.mark.parametrize("text", ["", "  ", "🙂", "\x00", "zookeeper", ",-/()"])
def test_nothing_fits_nothing(text: str) -> None:
    assert keys(text) == []


@pytest.mark.parametrize("text", ["data", "lead", "senior", "e" * 10_000, "data " * 5_000])
def test_no_more_than_asked_for_and_none_twice(text: str) -> None:
    for limit in (0, 1, 8):
        found = keys(text, limit)
        assert len(found) <= limit
        assert len(set(found)) == len(found)
        assert all(parse_role_key(key).key == key for key in found)


def test_a_whole_name_is_followed_by_its_levels() -> None:
    found = keys("data engineer", 40)
    assert found[0] == "data-engineer"
    assert found.index("data-engineer@senior") < found.index("data-engineer@lead")
    assert keys("data-engineer@lead")[1] == "data-engineer"


def test_a_level_alone_lists_the_usual_roles_at_it() -> None:
    assert keys("lead", 40).index("data-engineer@lead") < keys("lead", 40).index(
        "machine-learning-engineer@lead"
    )


def test_the_name_that_fits_is_told_where_it_is_not_the_label() -> None:
    found = {s.query.key: s.matched for s in suggest_queries("ml eng", count)}
    assert found["machine-learning-engineer"] == "ML Engineer"
    assert {s.query.key: s.matched for s in suggest_queries("data eng", count)}["data-engineer"] is None
