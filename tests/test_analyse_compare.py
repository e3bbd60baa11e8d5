from __future__ import annotations

import json
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyse_case import NO_BACKGROUND, Post, make_sample, many
from rolescope.analyse.background import Background, background_shares, build_background, log_odds
from rolescope.analyse.common import standardise
from rolescope.analyse.compare import compare_samples, count_verdicts
from rolescope.analyse.frame import Sample, at_level
from rolescope.analyse.results import Difference, PairComparison
from rolescope.analyse.sides import SAME_POSTINGS

OPPOSITE = {"more": "less", "less": "more"}


def compare(a: list[Post], b: list[Post], remote: frozenset[str] = frozenset()) -> PairComparison:
    first, second = make_sample(a, "role-a", "a"), make_sample(b, "role-b", "b")
    return compare_samples(first, second, NO_BACKGROUND, remote_only=remote)


def posts_with(rates: dict[str, float], n: int, rng: np.random.Generator, **fields: object) -> list[Post]:
    """``n`` postings whose tools are drawn at the given rates, each of its own employer."""
    return [
        Post(f"e{rng.integers(10**9)}", [t for t, rate in rates.items() if rng.random() < rate], **fields)  # type: ignore[arg-type]
        for _ in range(n)
    ]


def find(pair: PairComparison, concept: str) -> Difference:
    return next(d for d in pair.differences if d.concept == concept)


def posts_exactly(rates: dict[str, float], n: int) -> list[Post]:
    """``n`` postings of which exactly the given parts name each tool."""
    return [Post(f"{n}e{i}", [t for t, rate in rates.items() if i < rate * n]) for i in range(n)]


def test_more_less_same_and_cannot_tell() -> None:
    pair = compare(
        posts_exactly({"a": 0.8, "b": 0.1, "s": 0.5, "r": 0.01, "u": 0.20}, 800),
        posts_exactly({"a": 0.2, "b": 0.6, "s": 0.5, "r": 0.01, "u": 0.24}, 400),
    )
    verdicts = {d.concept: d.verdict for d in pair.differences}
    assert verdicts == {"a": "more", "b": "less", "s": "same", "u": "cannot_tell"}
    assert (pair.tested, pair.rejected, pair.rare, pair.reason) == (4, 2, 1, "")
    assert [d.concept for d in pair.differences] == ["a", "b", "s", "u"]
    assert count_verdicts(pair.differences)["more"] == 1


def test_one_employers_template_is_no_difference() -> None:
    plain = [Post(f"p{i}", ["python"]) for i in range(300)]
    firm = [Post("big", ["python", "vault"]) for _ in range(5)] + [
        Post(f"o{i}", ["python"]) for i in range(11)
    ]
    two = [Post(f"n{i % 2}", ["python", "vault"]) for i in range(8)] + firm[5:]
    for posts in (firm, two):
        assert find(compare(posts, plain), "vault").verdict == "cannot_tell"
    three = [Post(f"n{i}", ["python", "vault"]) for i in range(8)] + firm[5:]
    assert find(compare(three, plain), "vault").verdict == "more"


def test_a_difference_carries_everything() -> None:
    pair = compare([*many(30, ["x"]), *many(10, first=30)], [*many(5, ["x"]), *many(35, first=5)])
    d = find(pair, "x")
    assert (d.a.key, d.b.key) == ("role-a/tool/x", "role-b/tool/x")
    assert (d.a.k, d.a.n, d.b.k, d.b.n) == (30, 40, 5, 40)
    assert d.a.raw == pytest.approx(0.75)
    assert d.difference == pytest.approx(0.625)
    assert d.low is not None
    assert d.low > 0
    assert d.p is not None
    assert d.p < 0.001
    assert d.confidence == pytest.approx(0.95)
    assert d.order > 0
    assert json.dumps(asdict(pair), allow_nan=False)


def test_selected_differences_show_wider_intervals() -> None:
    rng = np.random.default_rng(1)
    rates = {f"n{i}": 0.3 for i in range(30)}
    pair = compare(posts_with(rates | {"x": 0.9}, 200, rng), posts_with(rates | {"x": 0.2}, 200, rng))
    assert find(pair, "x").confidence == pytest.approx(1 - 0.05 * pair.rejected / pair.tested)
    assert find(pair, "n3").confidence == 0.95


def test_two_sources_with_different_habits_are_no_difference() -> None:
    """Simpson's trap: the same rates within each source, the roles' source mixes differ."""
    rng = np.random.default_rng(2)
    high = {f"t{i}": 0.7 for i in range(20)}
    low = {f"t{i}": 0.1 for i in range(20)}
    pair = compare(
        posts_with(high, 240, rng, source="chatty") + posts_with(low, 60, rng, source="terse"),
        posts_with(high, 60, rng, source="chatty") + posts_with(low, 240, rng, source="terse"),
    )
    assert find(pair, "t0").a.raw == pytest.approx(0.58, abs=0.08)
    assert find(pair, "t0").b.raw == pytest.approx(0.22, abs=0.08)
    assert pair.rejected == 0
    assert pair.covered_a == pair.covered_b == 1


def test_sources_that_do_not_overlap_cannot_tell() -> None:
    pair = compare(many(40, ["x"], source="one"), many(40, source="two"))
    assert pair.reason == "sources do not overlap"
    assert (pair.covered_a, pair.tested, pair.strata) == (0, 0, ())
    d = find(pair, "x")
    assert (d.verdict, d.difference, d.a.estimate, d.a.raw) == ("cannot_tell", None, None, 1.0)
    assert json.dumps(asdict(pair), allow_nan=False)


def test_half_covered_is_too_little() -> None:
    a = many(20, ["x"], source="one") + many(30, ["x"], source="own", first=20)
    pair = compare(a, many(20, source="one"))
    assert pair.reason == "sources do not overlap"
    assert pair.covered_a == pytest.approx(0.4)
    assert find(pair, "x").verdict == "cannot_tell"
    assert find(pair, "x").difference == pytest.approx(1)


def test_few_employers_cannot_tell() -> None:
    a = [Post(f"e{i % 9}", ["x"]) for i in range(60)]
    pair = compare(a, many(60))
    assert pair.reason == "fewer than 10 employers on one side"
    assert find(pair, "x").verdict == "cannot_tell"


def test_a_stratum_needs_five_postings_of_two_employers() -> None:
    a = make_sample([*many(10), *many(4, source="few"), *[Post("mono", source="solo")] * 6])
    b = make_sample([*many(10), *many(9, source="few"), *many(9, source="solo")], prefix="b")
    assert standardise(a, b).names == ("board, to 2021",)


def test_a_role_against_its_own_level() -> None:
    rng = np.random.default_rng(3)
    role = make_sample(
        posts_with({"x": 0.8}, 60, rng, level="lead") + posts_with({"x": 0.2}, 80, rng), "data-engineer"
    )
    pair = compare_samples(at_level(role, "lead"), role, NO_BACKGROUND)
    assert pair.overlap
    d = find(pair, "x")
    assert (d.verdict, d.a.n, d.b.n) == ("more", 60, 80)
    assert not [f for f in pair.facets if f.kind == "level"]
    same = compare_samples(role, role, NO_BACKGROUND)
    assert same.reason == SAME_POSTINGS


def test_an_empty_side() -> None:
    pair = compare([], many(30, ["x"]))
    assert pair.reason == "no countable postings on one side"
    assert find(pair, "x").a.raw == 0


def test_facets_have_verdicts_of_their_own() -> None:
    pair = compare(
        many(60, education="master", level="senior"), many(60, education="bachelor", level="senior")
    )
    verdicts = {(f.kind, f.concept): f.verdict for f in pair.facets}
    assert verdicts[("education", "master")] == "more"
    assert verdicts[("education", "bachelor")] == "less"
    assert verdicts[("level", "senior")] == "same"
    assert pair.differences == ()


def test_workplace_is_never_compared_across_a_remote_only_board() -> None:
    far = {"source": "far", "workplace": "remote"}
    a = many(50, **far) + many(10, first=50, workplace="onsite")
    b = many(20, **far) + many(40, first=20, workplace="onsite")
    free = compare(a, b)
    assert [f.reason for f in free.facets if f.kind == "workplace"] == ["", ""]
    pair = compare(a, b, frozenset({"far"}))
    workplace = [f for f in pair.facets if f.kind == "workplace"]
    assert {f.verdict for f in workplace} == {"cannot_tell"}
    assert workplace[0].reason == "sources do not overlap once remote-only boards are left out"
    assert pair.reason == ""


def test_what_is_common_everywhere_sets_no_role_apart() -> None:
    rng = np.random.default_rng(9)
    a = make_sample(posts_with({"usual": 0.9, "own": 0.4}, 100, rng), "a", "a")
    b = make_sample(posts_with({"usual": 0.6, "own": 0.1}, 100, rng), "b", "b")
    table = make_background({"usual": 800, "own": 10})
    pair = compare_samples(a, b, table)
    assert find(pair, "own").order > 0


def make_background(counts: dict[str, int]) -> Background:
    import pyarrow as pa

    table = pa.table(
        {"kind": ["tool"] * len(counts), "concept": list(counts), "documents": list(counts.values())}
    )
    return build_background(table, 1000)


def test_log_odds_by_hand() -> None:
    odds = log_odds(np.array([0.4]), np.array([50.0]), np.array([0.1]))
    y, f = 50 * 0.4 + 1, 50 * 0.6 + 9
    assert odds.value[0] == pytest.approx(np.log(y / f))
    assert odds.variance[0] == pytest.approx(1 / y + 1 / f)
    assert background_shares(Background(9, {}), [("tool", "x")])[0] == pytest.approx(0.05)


ROWS = st.lists(
    st.tuples(st.integers(0, 25), st.booleans(), st.booleans(), st.sampled_from(["s1", "s2"])),
    min_size=0,
    max_size=50,
)


def sample_of(rows: list[tuple[int, bool, bool, str]], query: str) -> Sample:
    posts = [Post(f"e{e}" if e else "", ["x"] * x + ["y"] * y, source=s) for e, x, y, s in rows]
    return make_sample(posts, query, query)


@settings(max_examples=60, deadline=None)
@given(ROWS, ROWS)
def test_comparing_mirrors(
    a: list[tuple[int, bool, bool, str]], b: list[tuple[int, bool, bool, str]]
) -> None:
    first, second = sample_of(a, "a"), sample_of(b, "b")
    there, back = compare_samples(first, second, NO_BACKGROUND), compare_samples(second, first, NO_BACKGROUND)
    assert (there.covered_a, there.covered_b) == (back.covered_b, back.covered_a)
    assert (there.tested, there.rejected, there.reason) == (back.tested, back.rejected, back.reason)
    mirrored = {(d.kind, d.concept): d for d in (*back.differences, *back.facets)}
    found = (*there.differences, *there.facets)
    assert len(found) == len(mirrored)
    for d in found:
        other = mirrored[(d.kind, d.concept)]
        assert d.verdict == OPPOSITE.get(other.verdict, other.verdict)
        assert (d.a, d.b) == (other.b, other.a)
        assert d.order == pytest.approx(-other.order)
        if d.difference is None or d.low is None or d.high is None or other.low is None:
            assert other.difference is None
            continue
        assert d.high == pytest.approx(-other.low)
        assert d.low <= d.difference <= d.high


def test_placebo_splits_find_nothing() -> None:
    """A/A: chatty and terse employers dealt onto two sides; a small, seeded version of the benchmark."""
    rng = np.random.default_rng(11)
    found = 0
    for _ in range(20):
        sides: list[list[Post]] = [[], []]
        for employer in range(120):
            rates = rng.beta(0.9, 2.1, 40)
            for _ in range(int(rng.integers(1, 6))):
                tools = [f"t{i}" for i in np.flatnonzero(rng.random(40) < rates)]
                sides[employer % 2].append(Post(f"e{employer}", tools))
        found += bool(compare(*sides).rejected)
    assert found <= 2
