from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyse_case import NO_BACKGROUND, Post, make_sample, many
from rolescope.analyse.background import Background
from rolescope.analyse.compare import compare_samples
from rolescope.analyse.frame import Sample
from rolescope.analyse.gap import Ladder, find_gap, find_move, order_by_shortfall

TOOLS = st.lists(st.sets(st.sampled_from("abcdef")), min_size=10, max_size=40)


def sample_of(tools: list[set[str]], query: str) -> Sample:
    return make_sample([Post(f"{query}{i}", sorted(t)) for i, t in enumerate(tools)], query, query)


@settings(max_examples=40, deadline=None)
@given(TOOLS)
def test_a_role_covers_itself_fully(tools: list[set[str]]) -> None:
    sample = sample_of(tools, "a")
    move = find_move(sample, sample, NO_BACKGROUND)
    assert move.missing == ()
    assert move.coverage.value in (None, pytest.approx(1))


@settings(max_examples=40, deadline=None)
@given(TOOLS, TOOLS)
def test_coverage_is_a_share_with_its_interval(a: list[set[str]], b: list[set[str]]) -> None:
    coverage = find_move(sample_of(a, "a"), sample_of(b, "b"), NO_BACKGROUND).coverage
    if coverage.value is not None:
        assert coverage.low is not None
        assert coverage.high is not None
        assert 0 <= coverage.low <= coverage.value <= coverage.high <= 1


def test_coverage_by_hand_and_by_kind() -> None:
    start = make_sample([*many(5, ["sql"]), *many(5, first=5)], "a", "a")
    fluent = [("soft_skill", "writing", "required")]
    aim = make_sample([*many(10, ["sql"], others=fluent)], "b", "b")
    move = find_move(start, aim, NO_BACKGROUND)
    assert move.coverage.value == pytest.approx(0.25)
    assert [(c.kind, c.value, c.concepts) for c in move.by_kind] == [
        ("tool", pytest.approx(0.5), 1),
        ("soft_skill", 0.0, 1),
    ]
    assert [(m.kind, m.concept, m.have, m.wanted, m.k, m.n) for m in move.missing] == [
        ("tool", "sql", pytest.approx(0.5), pytest.approx(1), 10, 10),
        ("soft_skill", "writing", 0.0, pytest.approx(1), 10, 10),
    ]
    assert (move.key, move.missing[0].key) == ("a>b", "b/tool/sql")
    assert json.dumps(asdict(move), allow_nan=False)


def test_what_is_missing_is_ordered_by_specificity_and_knows_the_verdict() -> None:
    start = make_sample(many(20), "a", "a")
    aim = make_sample(many(20, ["usual", "rare"]), "b", "b")
    background = Background(1000, {("tool", "usual"): 800, ("tool", "rare"): 5})
    pair = compare_samples(start, aim, background)
    move = find_move(start, aim, background, differences=pair.differences)
    assert [m.concept for m in move.missing] == ["rare", "usual"]
    assert {m.verdict for m in move.missing} == {"less"}


def test_a_list_that_is_cut_begins_with_the_largest_shortfall_of_any_kind() -> None:
    start = make_sample(many(20), "a", "a")
    fluent = [("soft_skill", "writing", "required")]
    aim = make_sample([*many(8, ["sql"], others=fluent), *many(12, others=fluent, first=8)], "b", "b")
    missing = find_move(start, aim, NO_BACKGROUND).missing
    assert [m.concept for m in missing] == ["sql", "writing"]
    assert [m.concept for m in order_by_shortfall(missing)] == ["writing", "sql"]


def test_narrower_counts_in_full_and_broader_by_half() -> None:
    ladder = Ladder({("tool", "pyspark"): "spark", ("tool", "spark"): "big-data", ("tool", "ring"): "ring"})
    spark = make_sample(many(12, ["spark"]), "a", "a")
    pyspark = make_sample(many(12, ["pyspark", "ring"]), "b", "b")
    wide = make_sample(many(12, ["big-data"]), "c", "c")
    assert find_move(pyspark, spark, NO_BACKGROUND, ladder).coverage.value == pytest.approx(1)
    assert find_move(pyspark, wide, NO_BACKGROUND, ladder).coverage.value == pytest.approx(1)
    assert find_move(wide, spark, NO_BACKGROUND, ladder).coverage.value == pytest.approx(0.5)
    assert find_move(pyspark, spark, NO_BACKGROUND).coverage.value == pytest.approx(0)


def test_a_person() -> None:
    aim = make_sample([*many(10, ["sql", "dbt"]), *many(10, ["sql"], first=10)], "b", "b")
    move = find_gap(aim, {("tool", "sql")}, NO_BACKGROUND)
    assert move.coverage.value == pytest.approx(2 / 3)
    assert [m.concept for m in move.missing] == ["dbt"]
    assert find_gap(aim, set(), NO_BACKGROUND).coverage.value == 0
    assert find_gap(make_sample(many(3)), set(), NO_BACKGROUND).reason == "fewer than 10 postings (3)"


def test_thin_roles_and_roles_without_skills() -> None:
    thin, plain = make_sample(many(3, ["x"]), "a"), make_sample(many(20), "b")
    assert find_move(thin, plain, NO_BACKGROUND).reason == "fewer than 10 postings (3)"
    assert find_move(plain, plain, NO_BACKGROUND).coverage.value is None
