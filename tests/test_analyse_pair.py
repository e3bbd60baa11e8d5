from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

import pytest

from analyse_case import NO_BACKGROUND, Post, make_sample, make_tables, many, pay_table
from rolescope.analyse.frame import build_sample
from rolescope.analyse.pair import Context, RoleTables, compare_roles, profile_role
from rolescope.analyse.pay import Prices
from rolescope.analyse.profile import RoleQuery
from rolescope.analyse.sides import SAME_POSTINGS

CONTEXT = Context(NO_BACKGROUND, Prices(lambda amount, year: amount, 2024))
ENGINEER = RoleQuery("data-engineer", "Data Engineer")
LEAD = RoleQuery("data-engineer", "Lead Data Engineer", "lead")
MANAGER = RoleQuery("data-manager", "Data Manager", track="manager")

ENGINEERS = [
    *many(40, ["spark", "sql"], level="senior", pay=(150e3, 170e3)),
    *many(20, ["sql"], first=40, level="lead", pay=(190e3, 210e3)),
]
MANAGERS = many(40, ["excel", "sql"], first=100, level="manager", pay=(100e3, 120e3))


def tables(query: RoleQuery, posts: Sequence[Post], pay: float = 100e3) -> RoleTables:
    postings, mentions = make_tables(posts, query.role)
    levels = ("senior", "lead")
    rows = [(2023, levels[i % 2], pay + 500 * i, pay * 1.2 + 500 * i, "US", 2) for i in range(40)]
    return RoleTables(query, build_sample(postings, mentions, query.role), pay_table(rows))


def test_two_roles_whole() -> None:
    found = compare_roles([tables(ENGINEER, ENGINEERS, 150e3), tables(MANAGER, MANAGERS)], CONTEXT)
    pair = found.pairs[0]
    assert [p.query for p in found.profiles] == ["data-engineer", "data-manager"]
    assert (pair.a, pair.b, pair.label_a, pair.label_b) == (
        "data-engineer",
        "data-manager",
        "Data Engineer",
        "Data Manager",
    )
    assert {d.concept: d.verdict for d in pair.differences} == {
        "spark": "more",
        "excel": "less",
        "sql": "same",
    }
    assert [p.source_kind for p in pair.pay] == ["advertised", "collected"]
    assert {p.matched_on for p in pair.pay} == {"country and year"}
    assert [p.verdict for p in pair.pay] == ["more", "more"]
    assert pair.a_to_b is not None
    assert pair.a_to_b.coverage.value == pytest.approx(0.5)
    assert {s.topic for s in pair.sentences} == {"differs", "common", "pay", "move"}
    assert [p.key for p in found.profiles[0].pay] == [
        "data-engineer/pay/advertised",
        "data-engineer/pay/collected",
    ]
    assert json.dumps(asdict(found), allow_nan=False)


def test_three_roles_make_three_pairs() -> None:
    roles = [tables(ENGINEER, ENGINEERS), tables(MANAGER, MANAGERS), tables(LEAD, ENGINEERS)]
    found = compare_roles(roles, CONTEXT)
    assert [(p.a, p.b) for p in found.pairs] == [
        ("data-engineer", "data-manager"),
        ("data-engineer", "data-engineer@lead"),
        ("data-manager", "data-engineer@lead"),
    ]


@pytest.mark.parametrize("turn", [1, -1])
def test_a_role_against_its_level_compares_disjoint_parts(turn: int) -> None:
    pair = compare_roles([tables(LEAD, ENGINEERS), tables(ENGINEER, ENGINEERS)][::turn], CONTEXT).pairs[0]
    assert pair.overlap
    labels = ("Lead Data Engineer", "Data Engineer (other levels)")
    assert (pair.label_a, pair.label_b) == labels[::turn]
    assert (pair.pay[0].n_a, pair.pay[0].n_b) == (20, 40)[::turn]
    assert (pair.pay[1].n_a, pair.pay[1].n_b) == (20, 20)
    assert pair.pay[0].verdict == ("more" if turn == 1 else "less")


def test_collected_pay_without_the_level_says_so() -> None:
    executive = RoleQuery("data-engineer", "Executive Data Engineer", "executive")
    stats = profile_role(tables(executive, many(12, level="executive")), CONTEXT).pay[1]
    assert (stats.n, stats.reason) == (0, "collected pay holds no range at level executive")


def test_all_levels_stand_in_and_say_so() -> None:
    few = [*many(3, ["sql"], level="lead"), *ENGINEERS[:40]]
    few = [
        Post(**{f: getattr(p, f) for f in p.__dataclass_fields__} | {"employer": f"x{i}"})
        for i, p in enumerate(few)
    ]
    found = compare_roles([tables(LEAD, few), tables(MANAGER, MANAGERS)], CONTEXT)
    pair = found.pairs[0]
    assert found.profiles[0].basis == "all_levels"
    assert (pair.a, pair.label_a) == ("data-engineer@lead", "Lead Data Engineer (all levels)")
    assert pair.differences[0].a.key.startswith("data-engineer/")
    assert found.profiles[0].pay[1].distinct == 40
    same = compare_roles([tables(LEAD, few), tables(ENGINEER, few)], CONTEXT).pairs[0]
    assert (same.reason, same.pay, same.a_to_b) == (SAME_POSTINGS, (), None)
    assert same.sentences[0].text.endswith("cannot be told: they stand on the same postings.")


def test_nothing_at_all() -> None:
    empty = RoleTables(LEAD, make_sample([], LEAD.role), pay_table([]))
    found = compare_roles([empty, tables(MANAGER, MANAGERS)], CONTEXT)
    assert found.profiles[0].basis == "none"
    assert found.pairs[0].reason == "no countable postings on one side"
    assert json.dumps(asdict(found), allow_nan=False)
    assert profile_role(empty, CONTEXT) == found.profiles[0]
