"""Which roles an article speaks of, and by which names."""

from __future__ import annotations

import pytest

from rolescope.extract.claims_roles import build_names, find_roles, read_role
from rolescope.sources.articles import Article, read_article_text

SENTENCE = "\n\nThis is a sentence that says little, to be sure.\n\n"


def roles_of(text: str) -> list[str]:
    article = read_article_text(text)
    assert isinstance(article, Article)
    return list(find_roles(article))


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Data Engineer vs. Data Analyst" + SENTENCE, ["data-engineer", "data-analyst"]),
        ("Moving data: Data Engineers and Database Administrators" + SENTENCE, ["data-engineer", "database-administrator"]),
        ("# How to Become a Data Engineer" + SENTENCE, ["data-engineer"]),
        ("# Three jobs" + SENTENCE + "## 1. Data Engineer\n\n## 2. QA Engineer\n\n## For you\n", ["data-engineer", "qa-engineer"]),
        ("Two jobs" + SENTENCE + "| | Data Analyst | Data Scientist |\n| Tools | SQL, R | Python |", ["data-analyst", "data-scientist"]),
        ("Cooking with gas" + SENTENCE, []),
        ("On a trade\n\nData engineers move data. Data engineers are many. A data engineer is not a clerk.", ["data-engineer"]),
        ("On a trade\n\nA data engineer moves data from here to there, and nobody else does so.", ["data-engineer"]),
    ],
)  # fmt: skip
def test_roles_of_an_article(text: str, roles: list[str]):
    assert roles_of(text) == roles


def test_a_name_that_is_too_long_is_no_role():
    assert read_role("Data Engineer " * 20) is None


def names_in(text: str, roles: dict[str, str]) -> list[tuple[str, str, tuple[str, ...]]]:
    hits = build_names(roles).find(text, 0, len(text))
    return [(text[h.start : h.end], h.form, h.roles) for h in hits]


def test_all_ways_to_name_roles():
    roles = {"data-engineer": "Data Engineer", "database-administrator": "Database Administrators"}
    text = "data engineers, administrators, database administration, both roles, the two, these jobs, neither"
    assert [(words, form) for words, form, _ in names_in(text, roles)] == [
        ("data engineers", "name"),
        ("administrators", "noun"),
        ("database administration", "trade"),
        ("both roles", "all"),
        ("the two", "all"),
        ("these jobs", "all"),
        ("neither", "all"),
    ]


def test_both_is_roles_only_where_it_stands_for_them():
    roles = {"data-engineer": "Data Engineer", "data-analyst": "Data Analyst"}
    assert names_in("both technical and business skills", roles) == []
    assert [form for _, form, _ in names_in("both need sql", roles)] == ["all"]


def test_a_shared_noun_names_none():
    roles = {"data-engineer": "Data Engineer", "qa-engineer": "QA Engineer"}
    assert names_in("engineers", roles) == []
    assert [hit[2] for hit in names_in("qa is not devops work", roles)] == [("qa-engineer",)]


def test_three_roles_together():
    roles = {"data-engineer": "Data Engineer", "data-analyst": "Data Analyst", "qa-engineer": "QA Engineer"}
    assert [hit[2] for hit in names_in("all three roles need sql", roles)] == [tuple(roles)]
