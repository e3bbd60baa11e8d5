"""Figures of texts against published ones: true, out of date, another occupation's, false, or not to be told."""

from __future__ import annotations

import pytest

from rolescope.analyse.official_figures import (
    FigureMatch,
    Occupation,
    Published,
    average_growth,
    find_growth,
    match_growth,
    match_pay,
    newest,
)


def growth(code: str, title: str, value: float, base: int) -> Published:
    edition = f"{base}-{base - 1990}"
    return Published(code, title, "growth_percent", value, "percent", edition, base, base + 10, "EP", "table")


def pay(code: str, title: str, value: float, year: int, measure: str = "pay_median_year") -> Published:
    return Published(code, title, measure, value, "USD a year", f"May {year}", year, None, "OEWS", "national")


BAKERS = Occupation("bakers", ("1-1", "1-9"), True)
ROLL_MAKERS = Occupation("Roll Maker", ("1-1", "1-9"), False)
FIGURES = (
    growth("0", "All occupations", 3.7, 2019),
    growth("00-0000", "All occupations", 7.7, 2020),
    growth("1-9", "Bakers and cooks", 30.9, 2019),
    growth("1-1", "Bakers", 31.4, 2020),
    growth("2-1", "Pastry chefs", 31.2, 2019),
    growth("3-1", "Clerks", 5.0, 2020),
    growth("3-2", "Typists", -36.0, 2020),
    pay("1-9", "Bakers and cooks", 98_230, 2020),
    pay("1-1", "Bakers", 112_590, 2024),
    pay("1-1", "Bakers", 124_590, 2024, "pay_mean_year"),
    pay("3-1", "Clerks", 45_120, 2024),
)


def grows(occupation: Occupation, value: float | None, **said: float) -> FigureMatch:
    return match_growth(FIGURES, occupation, value, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "said", "outcome", "edition"),
    [
        (31, {}, "exact", "2020-30"),
        (31, {"base": 2019, "target": 2029}, "outdated", "2019-29"),
        (31, {"target": 2030}, "exact", "2020-30"),
        (30.9, {}, "outdated", "2019-29"),
        (22, {}, "contradicted", "2020-30"),
        (22, {"base": 2019}, "contradicted", "2019-29"),
        (None, {"low": 30, "high": 35}, "exact", "2020-30"),
        (None, {"low": 40}, "contradicted", "2020-30"),
        (None, {"high": 40}, "exact", "2020-30"),
    ],
)
def test_growth_of_a_published_occupation(
    value: float | None, said: dict[str, float], outcome: str, edition: str
) -> None:
    match = grows(BAKERS, value, **said)
    assert match.published is not None
    assert (match.outcome, match.published.edition) == (outcome, edition)
    assert match.newest is not None
    assert match.newest.value == 31.4


def test_growth_of_other_years_than_named_is_told() -> None:
    match = grows(Occupation("clerks", ("3-1",), True), 5, base=2019, target=2029)
    assert match.outcome == "exact"
    assert "other years than the text names" in match.sentence


def test_of_years_that_no_edition_is_of_nothing_is_told() -> None:
    match = grows(BAKERS, 31, base=2022, target=2032)
    assert (match.outcome, match.published) == ("unknown", None)
    assert match.sentence.startswith("No official edition of the years")
    match = match_growth((), BAKERS, 31, base=2022)
    assert match.sentence == "No official edition of the years that the text names is loaded."


def test_growth_of_a_name_that_is_only_counted_with_an_occupation() -> None:
    match = grows(ROLL_MAKERS, 31, base=2019, target=2029)
    assert match.outcome == "misattributed"
    assert match.published == FIGURES[2]
    assert [f.title for f in match.others] == ["Pastry chefs"]
    assert match.sentence == "EP 2019–29, table: bakers and cooks 30.9 %; none is published for “Roll Maker”."


def test_growth_of_an_unknown_name() -> None:
    nobody = Occupation("pastry artists")
    match = grows(nobody, 31, base=2019)
    assert match.published is not None
    assert (match.outcome, match.published.title) == ("misattributed", "Pastry chefs")
    assert grows(nobody, 66).sentence == "No official figure is loaded for “pastry artists”."
    assert grows(ROLL_MAKERS, 66).sentence.endswith("counted with, bakers, has 31.4 % in 2020–30.")


def test_what_too_many_occupations_have_tells_none_of_them() -> None:
    same = [growth(f"4-{n}", f"Hands {n}", 5.2, 2020) for n in range(4)]
    match = match_growth([*FIGURES, *same], Occupation("pilots"), 5)
    assert (match.outcome, len(match.others)) == ("unknown", 5)


def test_no_figure_is_no_question() -> None:
    assert grows(BAKERS, None).sentence == "The text gives no figure."


def test_decline() -> None:
    typists = Occupation("typists", ("3-2",), True)
    assert grows(typists, -36).sentence == "EP 2020–30, table: typists −36 %."
    assert grows(typists, 36).outcome == "contradicted"


@pytest.mark.parametrize(
    ("occupation", "value", "said", "outcome"),
    [
        (BAKERS, 112_590, {}, "exact"),
        (BAKERS, 113_000, {}, "exact"),
        (BAKERS, 112_600, {"statistic": "median", "year": 2024}, "exact"),
        (BAKERS, 112_700, {}, "contradicted"),
        (BAKERS, 124_590, {}, "exact"),
        (BAKERS, 124_590, {"statistic": "median"}, "contradicted"),
        (BAKERS, 98_230, {}, "outdated"),
        (BAKERS, 45_120, {}, "misattributed"),
        (BAKERS, 45_000, {}, "contradicted"),
        (BAKERS, 112_590, {"year": 2025}, "exact"),
        (BAKERS, 113_000, {"year": 2025}, "unknown"),
        (ROLL_MAKERS, 112_590, {}, "misattributed"),
        (ROLL_MAKERS, 113_000, {}, "unknown"),
        (BAKERS, None, {"low": 100_000, "high": 120_000}, "exact"),
        (ROLL_MAKERS, None, {"low": 100_000}, "unknown"),
    ],
)
def test_pay(occupation: Occupation, value: float | None, said: dict[str, object], outcome: str) -> None:
    assert match_pay(FIGURES, occupation, value, **said).outcome == outcome  # type: ignore[arg-type]


def test_sentences_of_pay() -> None:
    outdated = (
        "OEWS May 2020, national: bakers and cooks a median of $98,230 a year; the newest edition loaded, "
    )
    assert (
        match_pay(FIGURES, BAKERS, 98_230).sentence == f"{outdated}May 2024, has a median of $112,590 a year."
    )
    strange = match_pay(FIGURES, BAKERS, 45_120).sentence
    assert (
        strange
        == "OEWS May 2024, national: clerks a median of $45,120 a year; bakers have a median of $112,590 a year."
    )
    copied = Published(
        "1-1", "Bakers", "pay_mean_year", 9_000, "USD a year", "May 1999", 1999, None, "S", "t", "copy"
    )
    assert match_pay([copied], BAKERS, 9_000).sentence.startswith(
        "S May 1999, t, as others reprint it: bakers"
    )


def test_finding_figures() -> None:
    assert find_growth(FIGURES, BAKERS) == FIGURES[3]
    assert find_growth(FIGURES, BAKERS, "2019-29") == FIGURES[2]
    assert find_growth(FIGURES, BAKERS, "2010-20") is None
    assert newest(FIGURES, BAKERS, "pay_median_year") == FIGURES[8]
    assert newest(FIGURES, Occupation("nobody")) is None
    assert average_growth(FIGURES) == FIGURES[1]
