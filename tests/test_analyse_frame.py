from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from analyse_case import Post, make_sample, many
from rolescope.analyse.frame import (
    at_level,
    find_lack,
    find_remote_boards,
    keep_postings,
    part_samples,
)


def test_weights_cap_an_employer_at_five_postings() -> None:
    sample = make_sample([Post("Acme") for _ in range(10)] + [Post("acme "), Post("beta")])
    assert sample.size == 12
    assert sample.employers == 2
    assert sorted(set(sample.weight)) == pytest.approx([5 / 11, 1.0])


def test_unnamed_employers_are_each_one() -> None:
    sample = make_sample([Post(None), Post(""), Post("  "), Post("acme"), Post("acme")])
    assert sample.known == 1
    assert sample.employers == 4
    assert sample.blank.tolist() == [True, True, True, False, False]


def test_strata_are_source_and_period() -> None:
    dates = [dt.date(2021, 12, 31), dt.date(2022, 1, 1), None]
    sample = make_sample([Post(date=d) for d in dates])
    assert sample.strata == ("board, 2022 on", "board, to 2021", "board, undated")
    assert [sample.strata[i] for i in sample.stratum] == [
        "board, to 2021",
        "board, 2022 on",
        "board, undated",
    ]


def test_only_countable_postings_count_and_foreign_mentions_are_left_out() -> None:
    sample = make_sample([Post(tools=["sql"]), Post(tools=["python"], countable=False)])
    assert sample.size == 1
    assert sample.postings.num_rows == 2
    assert ("tool", "python") not in sample.columns


def test_a_second_row_of_the_same_concept_counts_once() -> None:
    sample = make_sample([Post(tools=["sql", "sql"]), Post("beta", tools=["sql"])])
    column = sample.columns.index(("tool", "sql"))
    assert int(np.count_nonzero(sample.column == column)) == 2


def test_facets_are_columns() -> None:
    post = Post(
        education="bachelor", level="senior", workplace="remote", experience=4, employment=["full_time"]
    )
    found = set(make_sample([post, Post(pay=(1e5, 2e5), experience=9)]).columns)
    assert {
        ("education", "bachelor"),
        ("education", "unstated"),
        ("level", "senior"),
        ("workplace", "remote"),
        ("experience", "3-4"),
        ("experience", "8+"),
        ("employment", "full_time"),
        ("pay", "stated"),
    } <= found


def test_empty_tables_give_an_empty_sample() -> None:
    sample = make_sample([])
    assert sample.size == sample.employers == 0
    assert find_lack(sample) == "fewer than 10 postings (0)"


@pytest.mark.parametrize(
    ("posts", "lack"),
    [
        (many(9), "fewer than 10 postings (9)"),
        ([Post(f"e{i % 4}") for i in range(12)], "fewer than 5 employers (4)"),
        ([*([Post("big")] * 5), *many(4), Post("e0")], ""),
        ([*[Post("big")] * 6, *many(4)], "one employer holds more than half"),
        (many(10), ""),
    ],
)
def test_lack(posts: list[Post], lack: str) -> None:
    assert find_lack(make_sample(posts)) == lack


def test_a_role_and_its_level_become_disjoint() -> None:
    role = make_sample([*many(6, level="lead"), *many(8, first=6)], "data-engineer")
    lead = at_level(role, "lead")
    assert lead.query == "data-engineer@lead"
    rest, same = part_samples(role, lead)
    assert (rest.size, same.size) == (8, 6)
    same, rest = part_samples(lead, role)
    assert (rest.size, same.size) == (8, 6)


def test_partial_overlap_leaves_both() -> None:
    shared = [Post("x", name="s1"), Post("y", name="s2")]
    a, b = make_sample([*shared, Post("a")], prefix="a"), make_sample([*shared, Post("b")], prefix="b")
    assert [s.size for s in part_samples(a, b)] == [1, 1]
    assert part_samples(a, a)[0].size == 0


def test_keep_postings_renames() -> None:
    sample = make_sample(many(3))
    assert keep_postings(sample, np.array([True, False, True]), "x").query == "x"


def test_remote_only_boards_are_found_by_what_their_postings_say() -> None:
    posts = many(20, source="far", workplace="remote") + many(25, source="near", workplace="onsite")
    posts += many(5, source="few", workplace="remote") + many(30, source="mute")
    assert find_remote_boards([make_sample(posts)]) == {"far"}
