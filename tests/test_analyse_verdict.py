from __future__ import annotations

from dataclasses import replace

from analyse_case import NO_BACKGROUND, Post, make_sample
from rolescope.analyse.compare import compare_samples
from rolescope.analyse.results import (
    Coverage,
    Move,
    PairComparison,
    PayComparison,
    Ratio,
    Sentence,
    Verdict,
)
from rolescope.analyse.sides import TOO_FEW
from rolescope.analyse.verdict import list_common, list_largest, list_standing, tell_caution, write_verdict

NAMES = {"tool/power-bi": "Power BI"}


def posts(rates: dict[str, float], n: int, source: str = "board") -> list[Post]:
    return [Post(f"{n}e{i}", [t for t, r in rates.items() if i < r * n], source=source) for i in range(n)]


def pair_of(a: dict[str, float], b: dict[str, float], source: str = "board") -> PairComparison:
    first, second = make_sample(posts(a, 400), "a", "a"), make_sample(posts(b, 401, source), "b", "b")
    pair = compare_samples(first, second, NO_BACKGROUND)
    return replace(pair, label_a="Analyst", label_b="Builder")


def texts(sentences: tuple[Sentence, ...], topic: str) -> list[str]:
    return [s.text for s in sentences if s.topic == topic]


def pay(verdict: Verdict, middle: Ratio | None, reason: str = "") -> PayComparison:
    return PayComparison(
        "collected", "a/pay/collected", "b/pay/collected", verdict, "country and year", 3, 40, 50, None, None,
        0.9, 0.8, middle, middle, middle, middle, reason,
    )  # fmt: skip


def test_differences_and_things_in_common_with_counts() -> None:
    pair = pair_of(
        {"power-bi": 0.9, "sql": 0.5, "excel": 0.6, "dbt": 0.1, "one": 0.9, "two": 0.2},
        {"power-bi": 0.1, "sql": 0.5, "excel": 0.6, "dbt": 0.8, "one": 0.3, "two": 0.5},
    )
    sentences = write_verdict(pair, NAMES)
    differs = texts(sentences, "differs")
    assert len(differs) == 3
    assert differs[0].startswith(
        "Analyst postings ask for Power BI more often: 90% (360 of 400 postings), against 10% (41 of 401 postings) "
        "for Builder; at least "
    )
    assert differs[1].startswith("Builder postings ask for dbt more often")
    assert texts(sentences, "common") == [
        "Both ask for excel about equally often: 60% (240 of 400 postings) and 60% (241 of 401 postings).",
        "Both ask for sql about equally often: 50% (200 of 400 postings) and 50% (201 of 401 postings).",
    ]
    assert sentences[0].keys == ("a/tool/power-bi", "b/tool/power-bi")
    assert [d.concept for d in list_largest(pair.differences, 1)] == ["power-bi"]
    assert [d.concept for d in list_common(pair.differences, 1)] == ["excel"]


def test_what_is_said_already_is_not_said_again() -> None:
    rates = {"build-data-pipelines": 0.9, "data-pipelines": 0.88, "spark": 0.8}
    pair = pair_of(rates, dict.fromkeys(rates, 0.05))
    assert [d.concept for d in list_largest(pair.differences)] == ["build-data-pipelines", "spark"]


def test_what_cannot_be_told_is_said() -> None:
    pair = pair_of({"x": 0.30}, {"x": 0.355})
    sentences = write_verdict(pair, {})
    assert [s.text for s in sentences] == [
        "None of 1 concepts differs by more than chance could bring about.",
        "Both often ask for x: 30% (120 of 400 postings) and 36% (143 of 401 postings); which more, these postings "
        "cannot tell.",
        "For 1 of 1 concepts these postings cannot tell which asks more.",
    ]


def test_an_obstacle_is_named() -> None:
    pair = pair_of({"x": 0.9}, {"x": 0.1}, source="elsewhere")
    sentences = write_verdict(pair, {})
    assert [s.topic for s in sentences][:2] == ["cannot_tell", "counted"]
    assert sentences[1].text == (
        "Counted, not compared: Analyst postings stand out for x (360 of 400, against 41 of 401)."
    )
    thin = write_verdict(replace(pair, reason=TOO_FEW), {})
    assert [s.topic for s in thin] == ["cannot_tell", "counted"]
    assert "fewer than ten postings" in thin[0].text
    assert "(0% of Analyst, 0% of Builder)" in sentences[0].text
    other = write_verdict(replace(pair, reason="something else"), {})
    assert other[0].text == "Whether Analyst and Builder postings differ cannot be told: something else."


def test_what_both_show_does_not_stand_out_in_one() -> None:
    rates = ({"x": 0.9, "shared": 0.7, "even": 0.4}, {"x": 0.1, "shared": 0.4, "even": 0.4})
    pair = pair_of(*rates, source="elsewhere")
    assert [[d.concept for d in standing] for standing in list_standing(pair.differences)[:2]] == [
        ["x", "shared"],
        [],
    ]
    told = texts(write_verdict(pair, {}), "counted")
    assert told[-1] == "Counted, not compared: both show even (160 of 400, against 161 of 401)."


def test_a_few_postings_stand_out_for_nothing() -> None:
    few, many = make_sample(posts({"x": 1.0}, 4), "a", "a"), make_sample(posts({"y": 0.9}, 400), "b", "b")
    pair = compare_samples(few, many, NO_BACKGROUND)
    ahead, behind, _ = list_standing(pair.differences)
    assert (ahead, [d.concept for d in behind]) == ((), ["y"])


def test_a_move_between_roles_of_different_sources_says_so() -> None:
    pair = pair_of({"x": 0.9}, {"x": 0.1}, source="elsewhere")
    move = Move("a>b", "a", "b", Coverage("all", 0.6), (), ())
    assert texts(write_verdict(replace(pair, a_to_b=move), {}), "move") == [
        "A typical Analyst brings 60% of what Builder postings ask for; the two roles were counted in different "
        "sources, which may explain part of this."
    ]
    assert "counted mostly in different sources" in tell_caution(replace(pair, covered_a=0.3))
    assert "cannot be compared" in tell_caution(replace(pair, reason="fewer than 10 employers on one side"))


def test_pay_sentences() -> None:
    pair = pair_of({"x": 0.9}, {"x": 0.9})
    cases = (
        pay("more", Ratio(1.2, 1.1, 1.3)),
        pay("less", Ratio(0.8, 0.7, 0.9)),
        pay("same", Ratio(1.0, 0.98, 1.02)),
        pay("cannot_tell", Ratio(1.0, 0.8, 1.2)),
        pay("cannot_tell", Ratio(1.3, 1.1, 1.5)),
        pay("cannot_tell", None, "fewer than 10 pay ranges (3)"),
    )
    told = texts(write_verdict(replace(pair, pay=cases), {}), "pay")
    at = "at the same country and year (40 and 50 ranges)"
    assert told == [
        f"Pay collected by a board: Analyst pays more than Builder {at}: 20% more (10% more to 30% more).",
        f"Pay collected by a board: Analyst pays less than Builder {at}: 20% less (30% less to 10% less).",
        f"Pay collected by a board: much the same {at}; Analyst 2% less to 2% more.",
        f"Pay collected by a board: which pays more cannot be told {at}; Analyst 20% less to 20% more.",
        f"Pay collected by a board: which pays more cannot be told {at}; Analyst 10% more to 50% more, "
        "but not at both ends of the ranges.",
        "Pay collected by a board: which pays more cannot be told (fewer than 10 pay ranges (3)).",
    ]


def test_moves_and_standardised_shares_are_marked() -> None:
    pair = pair_of({"x": 0.9}, {"x": 0.9})
    move = Move("a>b", "a", "b", Coverage("all", 0.6), (), ())
    unknown = Move("b>a", "b", "a", Coverage("all", None), (), (), "too few")
    sentences = write_verdict(replace(pair, a_to_b=move, b_to_a=unknown), {})
    assert texts(sentences, "move") == ["A typical Analyst brings 60% of what Builder postings ask for."]
    moved = replace(pair.differences[0], a=replace(pair.differences[0].a, estimate=0.004, low=0.2))
    told = write_verdict(replace(pair, differences=(moved,)), {})
    assert "under 1% (standardised; 360 of 400 postings)" in texts(told, "common")[0]
    blank = replace(moved, a=replace(moved.a, estimate=None))
    assert "an unknown part" in texts(write_verdict(replace(pair, differences=(blank,)), {}), "common")[0]
