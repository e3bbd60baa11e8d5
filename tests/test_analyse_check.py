"""Verdicts on hand-made evidence: needs, comparisons, figures, families, what is missing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analyse_case import Post, make_sample
from check_case import (
    ANALYST,
    ENGINEER,
    SCIENTISTS,
    build_basis,
    build_role,
    claim,
    many_posts,
    two_roles,
)
from rolescope.analyse.check_article import ReadArticle, check_article
from rolescope.analyse.check_basis import CheckBasis, Judged
from rolescope.analyse.check_comparisons import judge_comparison
from rolescope.analyse.check_drawn import draw_difference
from rolescope.analyse.check_figures import judge_demand, judge_growth, judge_pay
from rolescope.analyse.check_needs import judge_need
from rolescope.analyse.check_rules import find_stability, name
from rolescope.analyse.check_shares import SAMPLES, find_claimed
from rolescope.analyse.gap import Ladder
from rolescope.analyse.profile import RoleQuery, choose_sample
from rolescope.analyse.weigh import estimate_sample
from rolescope.model import Claim

BOTH = (ENGINEER, ANALYST)


@pytest.fixture(scope="module")
def basis() -> CheckBasis:
    return two_roles()


def verdict(judged: Judged) -> str:
    return name(judged.codes)


# -- shares -------------------------------------------------------------------------------------------


def test_the_first_row_is_what_role_prints_and_samples_are_drawn_around_it() -> None:
    posts = [Post(f"e{i % 40}", tools=["python"] if i % 3 else []) for i in range(90)]
    posts += [Post(None, tools=["python"]) for _ in range(10)]
    sample = make_sample(posts)
    chosen = choose_sample(sample, RoleQuery("data-engineer", "Data Engineer"))
    found = find_claimed(chosen, [("tool", "python"), ("tool", "cobol")])
    python, cobol = found["tool", "python"], found["tool", "cobol"]
    known = estimate_sample(sample)
    at = sample.columns.index(("tool", "python"))
    assert (python.share[0], python.low[0], python.high[0]) == pytest.approx(
        (known.share[at], known.interval.low[at], known.interval.high[at]), abs=1e-12
    )
    assert python.share.shape == (SAMPLES + 1,)
    assert abs(float(np.mean(python.share[1:])) - python.share[0]) < 0.03
    assert 0.01 < float(np.std(python.share[1:])) < 0.2
    assert (cobol.k, cobol.share[0], cobol.low[0]) == (0, 0.0, 0.0)
    assert 0 < cobol.high[0] < 0.1
    assert (python.rank, python.of, cobol.rank) == (1, 1, None)


def test_equal_input_draws_equal_samples() -> None:
    one, other = two_roles(), two_roles()
    assert np.array_equal(
        one.roles[ENGINEER].claimed["tool", "sql"].low, other.roles[ENGINEER].claimed["tool", "sql"].low
    )


# -- needs --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "concept", "denied", "expected", "words"),
    [
        ("tool", "tool/python", False, "supported", "96 of 120 Data Engineer postings name it (80%"),
        ("tool", "tool/cobol", False, "rare", "0 of 120"),
        ("tool", "tool/cobol", True, "supported", "rare, as the article says"),
        ("tool", "tool/python", True, "contradicted", "yet the article says that it is not so"),
        ("skill", "skill/testing", False, "mixed", "reading overlooks too much of this kind"),
        ("degree", "education/phd", False, "mixed", "the least that is enough"),
        ("tool", None, False, "not_checkable", "No concept"),
    ],
)
def test_needs(
    basis: CheckBasis, kind: str, concept: str | None, denied: bool, expected: str, words: str
) -> None:
    judged = judge_need(claim(kind, concept, denied=denied), basis)
    assert verdict(judged) == expected
    assert words in judged.reason
    assert judged.reason.endswith(".")


def test_a_claim_of_two_roles_has_their_common_verdict(basis: CheckBasis) -> None:
    assert verdict(judge_need(claim("tool", "tool/sql", BOTH), basis)) == "supported"
    judged = judge_need(claim("tool", "tool/excel", BOTH), basis)
    assert (verdict(judged), [f.verdict for f in judged.findings]) == ("mixed", ["rare", "supported"])
    assert "the roles differ" in judged.reason
    assert judged.keys == (f"{ENGINEER}/tool/excel", f"{ANALYST}/tool/excel")


def test_too_few_postings_are_no_evidence_and_never_contradict() -> None:
    few = build_basis({ENGINEER: build_role(ENGINEER, many_posts(7, {"python": 1.0}), ["tool/python"])})
    judged = judge_need(claim("tool", "tool/python"), few)
    assert verdict(judged) == "not_enough_evidence"
    assert "fewer than 10 postings (7)" in judged.reason
    assert (judged.findings[0].k, judged.findings[0].share) == (7, None)


def test_a_thin_level_is_judged_by_all_levels_and_says_so() -> None:
    posts = [*many_posts(60, {"python": 0.9}, level="mid"), Post("z", tools=["python"], level="lead")]
    key = f"{ENGINEER}@lead"
    basis = build_basis({key: build_role(key, posts, ["tool/python"])})
    checked = check_article(read(claim("tool", "tool/python", [key])), basis)
    assert checked.claims[0].verdict == "supported"
    assert checked.claims[0].keys == (f"{ENGINEER}/tool/python",)
    assert (checked.roles[0].basis, checked.roles[0].level) == ("all_levels", "lead")
    assert "all levels" in checked.roles[0].note


def test_a_claim_of_no_role_is_not_checkable(basis: CheckBasis) -> None:
    for judge in (judge_need, judge_demand, judge_growth, judge_pay):
        kind, concept = ("tool", "tool/sql") if judge is judge_need else ("pay", None)
        assert verdict(judge(claim(kind, concept, []), basis)) == "not_checkable"


# -- comparisons --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("relation", "roles", "concept", "expected"),
    [
        ("more", BOTH, "tool/python", "supported"),
        ("less", BOTH, "tool/python", "contradicted"),
        ("more", BOTH[::-1], "tool/python", "contradicted"),
        ("more", BOTH, "tool/sql", "mixed"),
        ("more", BOTH, "tool/cobol", "mixed"),
        ("both", BOTH, "tool/sql", "supported"),
        ("both", BOTH, "tool/excel", "rare"),
        ("only", BOTH[::-1], "tool/excel", "supported"),
        ("only", BOTH, "tool/python", "contradicted"),
        ("neither", BOTH, "tool/cobol", "supported"),
        ("neither", BOTH, "tool/sql", "contradicted"),
        ("neither", BOTH, "skill/testing", "mixed"),
    ],
)
def test_comparisons(
    basis: CheckBasis, relation: str, roles: tuple[str, str], concept: str, expected: str
) -> None:
    judged = judge_comparison(claim("comparison", concept, roles, relation=relation), basis)
    assert verdict(judged) == expected
    assert len(judged.keys) == 2


def test_a_large_difference_holds_in_nearly_all_samples(basis: CheckBasis) -> None:
    judged = judge_comparison(claim("comparison", "tool/python", BOTH, relation="more"), basis)
    assert (find_stability(judged.codes) or 0) > 0.95
    assert "the first name it more often" in judged.reason


def test_compare_stays_what_the_evidence_as_it_is_says() -> None:
    a, b = make_sample(many_posts(30, {"x": 0.5})), make_sample(many_posts(30, {"x": 0.5}), "b", "b")
    assert draw_difference(a, b, ("tool", "x"), 0.05, "cannot_tell")[0] == "cannot_tell"
    other = make_sample(many_posts(30, {"x": 0.5}, source="elsewhere"), "b", "b")
    assert draw_difference(a, other, ("tool", "x"), 0.05, "same").tolist() == ["same"]


def test_what_nothing_measures(basis: CheckBasis) -> None:
    technical = claim("comparison", None, BOTH, relation="more", measure="technical")
    assert "How technical a role is" in judge_comparison(technical, basis).reason
    for other in (
        technical,
        claim("comparison", "tool/sql", relation="more"),
        claim("comparison", None, BOTH, relation="both", measure="pay"),
        claim("comparison", None, BOTH, relation="more"),
    ):
        assert verdict(judge_comparison(other, basis)) == "not_checkable"


def test_sources_that_do_not_overlap_tell_nothing() -> None:
    posts = {ENGINEER: many_posts(40, {"sql": 0.9}), ANALYST: many_posts(40, {"sql": 0.1}, source="other")}
    apart = build_basis({key: build_role(key, found, ["tool/sql"]) for key, found in posts.items()})
    for said in ({"concept": "tool/sql"}, {"measure": "experience"}):
        judged = judge_comparison(replace(claim("comparison", None, BOTH, relation="more"), **said), apart)
        assert verdict(judged) == "not_enough_evidence"
        assert "come from the same sources" in judged.reason


def test_three_roles_are_compared_pair_by_pair(basis: CheckBasis) -> None:
    third = replace(basis.roles[ANALYST], label="Third")
    three = build_basis({**basis.roles, "third": third})
    judged = judge_comparison(claim("comparison", "tool/python", (*BOTH, "third"), relation="more"), three)
    assert (verdict(judged), len(judged.findings)) == ("supported", 3)


def test_experience_is_compared_by_its_median(basis: CheckBasis) -> None:
    more = claim("comparison", None, BOTH, relation="more", measure="experience")
    judged = judge_comparison(more, basis)
    assert (verdict(judged), "5 years (Data Engineer" in judged.reason) == ("supported", True)
    assert verdict(judge_comparison(replace(more, relation="less"), basis)) == "contradicted"
    silent = {key: build_role(key, many_posts(40, {"sql": 0.5}), []) for key in BOTH}
    judged = judge_comparison(more, build_basis(silent))
    assert (verdict(judged), judged.reason) == (
        "not_enough_evidence",
        "Too few postings state years of experience.",
    )


def test_pay_is_compared_as_compare_does() -> None:
    def paid(low: float) -> list[Post]:
        return [
            Post(f"e{i}", tools=["sql"], pay=(low + 200 * i, low + 200 * i), level="mid") for i in range(60)
        ]

    ranges = {ENGINEER: paid(120_000), ANALYST: paid(70_000)}
    basis = build_basis({key: build_role(key, posts, []) for key, posts in ranges.items()})
    more = claim("comparison", None, BOTH, relation="more", measure="pay")
    judged = judge_comparison(more, basis)
    assert verdict(judged) == "supported"
    assert f"{ENGINEER}/pay/advertised" in judged.keys
    assert verdict(judge_comparison(replace(more, roles=BOTH[::-1]), basis)) == "contradicted"
    same = build_basis({key: build_role(key, paid(90_000), []) for key in BOTH})
    assert verdict(judge_comparison(more, same)) == "mixed"
    assert verdict(judge_comparison(more, two_roles())) == "not_enough_evidence"


# -- figures ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"value": 31.0, "base": 2020, "target": 2030, "occupation": "Data Scientists"}, "supported"),
        ({"value": 27.0, "base": 2018, "target": 2028, "occupation": "Data Scientists"}, "outdated"),
        ({"value": 31.0, "base": 2020, "target": 2030}, "misattributed"),
        ({"value": 50.0, "base": 2020, "target": 2030, "occupation": "Data Scientists"}, "contradicted"),
        ({"value": 8.0, "occupation": "all occupations", "roles": ()}, "supported"),
        ({"direction": "up", "occupation": "Data Scientists"}, "supported"),
        ({"direction": "up", "occupation": "Software Developers"}, "mixed"),
        ({"direction": "up"}, "not_checkable"),
    ],
)
def test_growth(basis: CheckBasis, fields: dict[str, object], expected: str) -> None:
    judged = judge_growth(replace(claim("growth"), **fields), basis)
    assert verdict(judged) == expected
    assert judged.reason.endswith(".")


def test_an_outdated_figure_comes_with_the_newest(basis: CheckBasis) -> None:
    said = claim("growth", value=27.0, base=2018, target=2028, occupation="Data Scientists")
    assert "31.4" in judge_growth(said, basis).official


def test_demand_words_are_held_against_growth(basis: CheckBasis) -> None:
    assert verdict(judge_demand(claim("demand", roles=[ANALYST], direction="up"), basis)) == "supported"
    assert verdict(judge_demand(claim("demand", roles=BOTH, direction="up"), basis)) == "mixed"
    judged = judge_demand(claim("demand", roles=[ANALYST], direction="down"), basis)
    assert (verdict(judged), "it does not fall" in judged.reason) == ("contradicted", True)


def test_demand_without_a_projection_is_not_checkable(basis: CheckBasis) -> None:
    role = replace(basis.roles[ENGINEER], occupation=replace(SCIENTISTS, codes=("99-9999",)))
    assert (
        verdict(judge_demand(claim("demand", direction="up"), build_basis({ENGINEER: role})))
        == "not_checkable"
    )
    empty = replace(basis, figures=())
    judged = judge_demand(claim("demand", direction="up"), empty)
    assert (verdict(judged), judged.reason) == (
        "not_checkable",
        "No projection of all occupations is loaded.",
    )


def test_a_falling_occupation_bears_out_a_shrinking_field(basis: CheckBasis) -> None:
    typist = replace(basis.roles[ENGINEER], occupation=replace(SCIENTISTS, codes=("51-0000",)))
    falling = build_basis({ENGINEER: typist})
    assert verdict(judge_demand(claim("demand", direction="down"), falling)) == "supported"
    assert verdict(judge_demand(claim("demand", direction="up"), falling)) == "contradicted"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"value": 112_590, "statistic": "median", "base": 2024, "authority": "BLS"}, "supported"),
        ({"value": 133_080, "statistic": "median"}, "misattributed"),
        ({"value": 115_000, "statistic": "median"}, "supported"),
        ({"value": 140_000, "statistic": "median"}, "mixed"),
        ({"value": 300_000, "statistic": "median"}, "contradicted"),
        ({"low": 150_000.0, "high": 180_000.0}, "mixed"),
        ({"low": 220_000.0, "high": 260_000.0}, "contradicted"),
        ({"low": 100_000.0}, "supported"),
        ({"low": 150_000.0}, "mixed"),
        ({"high": 120_000.0}, "supported"),
        ({"high": 70_000.0}, "mixed"),
        ({"high": 50_000.0}, "contradicted"),
    ],
)
def test_pay_against_official_figures(basis: CheckBasis, fields: dict[str, object], expected: str) -> None:
    judged = judge_pay(replace(claim("pay", roles=[ANALYST]), **fields), basis)
    assert verdict(judged) == expected


def test_pay_at_a_level_is_held_against_that_level() -> None:
    posts = [Post(f"e{i}", pay=(60_000, 60_000), level="entry") for i in range(20)]
    posts += [Post(f"f{i}", pay=(150_000, 150_000), level="senior") for i in range(20)]
    keys = (ENGINEER, f"{ENGINEER}@entry", f"{ENGINEER}@lead")
    basis = build_basis({key: build_role(key, posts, [], occupation=SCIENTISTS) for key in keys})
    entry = judge_pay(claim("pay", value=61_000.0, level="entry"), basis)
    assert (verdict(entry), entry.keys) == ("supported", (f"{ENGINEER}@entry/pay/advertised",))
    lead = judge_pay(claim("pay", value=61_000.0, level="lead"), basis)
    assert verdict(lead) == "supported"
    assert "all levels, since pay at level lead is too thin" in lead.reason
    assert verdict(judge_pay(claim("pay", value=61_000.0, level="mid"), basis)) == "supported"


def test_pay_of_two_roles_and_without_a_source(basis: CheckBasis) -> None:
    both = judge_pay(claim("pay", roles=BOTH, value=130_000.0), basis)
    assert (verdict(both), both.reason.count("median")) == ("mixed", 2)
    bare = replace(basis.roles[ENGINEER], occupation=replace(SCIENTISTS, codes=(), named=False))
    judged = judge_pay(claim("pay", value=114_000.0), build_basis({ENGINEER: bare}))
    assert (verdict(judged), "no source" in judged.reason.lower()) == ("not_enough_evidence", True)


# -- an article ---------------------------------------------------------------------------------------


def read(
    *claims: Claim, text: str = "Hello, dear reader of this.", roles: tuple[str, ...] = ()
) -> ReadArticle:
    found = roles or tuple(dict.fromkeys(role for c in claims for role in c.roles))
    return ReadArticle("a.txt", "Title", text, (), found, claims, ((0, 6), (7, 27)))


def test_an_article_counts_verdicts_silent_sentences_and_families(basis: CheckBasis) -> None:
    article = read(
        claim("tool", "tool/python", family="1.1"),
        claim("tool", "tool/cobol", family="1.1"),
        claim("tool", "tool/cobol", family="1.2"),
        claim("tool", None, family="1.3"),
        claim("tool", "tool/cobol", family="1.3"),
    )
    checked = check_article(article, basis)
    assert (checked.verdicts["supported"], checked.verdicts["rare"], checked.verdicts["outdated"]) == (
        1,
        3,
        0,
    )
    assert checked.silent == ((7, 27),)
    assert [f.verdict for f in checked.families] == ["supported", "rare", "mixed"]
    assert checked.families[0].reason == "1 of 2 examples is supported: Hello."
    assert checked.claims[0].text == "Hello"
    assert (checked.claims[0].k, checked.claims[0].n, checked.claims[0].rank) == (96, 120, 1)
    assert checked.stable == pytest.approx(1.0, abs=0.05)


def test_a_verdict_at_the_edge_leans() -> None:
    edge = build_basis({ENGINEER: build_role(ENGINEER, many_posts(100, {"sql": 0.17}), ["tool/sql"])})
    checked = check_article(read(claim("tool", "tool/sql", family="1.1")), edge).claims[0]
    assert checked.leaning
    assert 0.3 < (checked.stability or 0) < 0.9
    assert "leaning, since only" in checked.reason


def test_missing_are_the_most_frequent_that_it_never_names() -> None:
    shares = {"python": 0.9, "sql": 0.8, "excel": 0.7, "git": 0.6, "seldom": 0.05, "pandas": 0.5}
    ladder = Ladder({("tool", "pandas"): "python"})
    basis = build_basis({ENGINEER: build_role(ENGINEER, many_posts(100, shares), ["tool/python"])}, ladder)
    article = read(claim("tool", "tool/python"), text="Hello, and they use git too.")
    missing = check_article(article, basis).missing
    assert [m.concept for m in missing] == ["sql", "excel"]
    assert (missing[0].label, missing[0].k, missing[0].n, missing[0].key) == (
        "SQL",
        80,
        100,
        f"{ENGINEER}/tool/sql",
    )
    thin = build_basis({ENGINEER: build_role(ENGINEER, many_posts(7, shares), [])})
    assert check_article(read(roles=(ENGINEER,)), thin).missing == ()
