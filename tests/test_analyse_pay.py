from __future__ import annotations

import datetime as dt
import json
import math
from dataclasses import asdict

import numpy as np
import pytest

from analyse_case import Post, make_sample, pay_table
from rolescope.analyse.pay import (
    Prices,
    Ranges,
    at_level_mask,
    build_pay_stats,
    group_units,
    keep_ranges,
    read_advertised,
    read_collected,
)
from rolescope.analyse.pay_compare import ON_LEVEL, ON_PLACE, compare_pay

PLAIN = Prices(lambda amount, year: amount, 2024)
DOUBLE_OLD = Prices(lambda amount, year: amount * (2 if year < 2022 else 1), 2024)


def paid(n: int, low: float, *, first: int = 0, employers: int | None = None, **fields: object) -> list[Post]:
    return [
        Post(
            f"e{first + i % (employers or n)}",
            pay=(low + 500 * (i % 7), low * 1.2 + 500 * (i % 7)),
            **({"level": "senior"} | fields),  # type: ignore[arg-type]
        )
        for i in range(n)
    ]


def advertised(posts: list[Post], query: str = "data-engineer") -> Ranges:
    return read_advertised(make_sample(posts, query), PLAIN)


def test_advertised_quantiles_and_selection() -> None:
    posts = [Post(f"e{i}", pay=(100e3 + 1e3 * i, 120e3 + 1e3 * i)) for i in range(21)]
    sample = make_sample([*posts, *[Post(f"f{i}") for i in range(21)]])
    stats = build_pay_stats(read_advertised(sample, PLAIN), sample)
    assert stats.key == "data-engineer/pay/advertised"
    assert (stats.n, stats.distinct, stats.employers, stats.of) == (21, 21, 21, 42)
    assert [q.q for q in stats.quantiles] == [0.25, 0.5, 0.75]
    assert stats.quantiles[1].value == 120e3
    assert stats.quantiles[1].low < 120e3 < stats.quantiles[1].high
    assert stats.low_end is not None
    assert stats.low_end.value == 110e3
    assert stats.high_end is not None
    assert stats.high_end.value == 130e3
    assert stats.stated is not None
    assert (stats.stated.k, stats.stated.n, stats.stated.estimate) == (21, 42, pytest.approx(0.5))
    assert (stats.since, stats.until, stats.undated) == (2020, 2020, 0)


def test_tails_need_fifty() -> None:
    assert len(build_pay_stats(advertised(paid(50, 1e5))).quantiles) == 5


@pytest.mark.parametrize(
    ("posts", "reason"),
    [
        (paid(9, 1e5), "fewer than 10 pay ranges (9)"),
        (paid(40, 1e5, employers=4), "pay ranges of fewer than 5 employers (4)"),
        ([], "fewer than 10 pay ranges (0)"),
    ],
)
def test_thin_pay_is_not_shown(posts: list[Post], reason: str) -> None:
    stats = build_pay_stats(advertised(posts))
    assert (stats.reason, stats.quantiles, stats.low_end) == (reason, (), None)


def test_an_employer_counts_five_ranges_at_most() -> None:
    ranges = advertised([*paid(20, 2e5, employers=1), *paid(10, 1e5, first=5)])
    assert ranges.weight.sum() == pytest.approx(15)
    assert build_pay_stats(ranges).quantiles[1].value < 130e3


def test_nonsense_ranges_are_left_out() -> None:
    posts = [Post("a", pay=(-5.0, 10.0)), Post("b", pay=(10.0, 5.0)), Post("c", pay=(1.0, math.inf))]
    assert len(advertised(posts).low) == 0


def test_prices_of_one_year_and_undated() -> None:
    posts = [Post("a", pay=(1e5, 1e5)), Post("b", pay=(1e5, 1e5), date=None)]
    ranges = read_advertised(make_sample(posts), DOUBLE_OLD)
    assert ranges.low.tolist() == [2e5, 1e5]
    assert build_pay_stats(ranges).undated == 1


def test_collected_ranges_count_copies_but_stand_once() -> None:
    rows = [(2023, "senior", 100e3 + 1e3 * i, 120e3 + 1e3 * i, "US", 3) for i in range(12)]
    stats = build_pay_stats(read_collected(pay_table(rows), "data-engineer", PLAIN))
    assert (stats.n, stats.distinct, stats.employers, stats.stated) == (36, 12, None, None)
    assert stats.key == "data-engineer/pay/collected"
    assert stats.reason == ""


def test_level_mask_and_units() -> None:
    ranges = advertised([Post("a", pay=(1, 2), level="lead"), Post("", pay=(1, 2)), Post("a", pay=(3, 4))])
    assert at_level_mask(ranges, "lead").tolist() == [True, False, False]
    one, two = group_units(ranges, keep_ranges(ranges, np.array([True, True, False])))
    assert one.tolist() == [0, 1, 0]
    assert two.tolist() == [0, 2]


def test_matched_pay_differs() -> None:
    pay = compare_pay(advertised(paid(30, 150e3), "a"), advertised(paid(30, 100e3, first=50), "b"))
    assert (pay.verdict, pay.matched_on, pay.strata) == ("more", ON_LEVEL, 1)
    assert pay.middle is not None
    assert pay.middle.value == pytest.approx(1.5, rel=0.02)
    assert 1 < pay.middle.low < pay.middle.value < pay.middle.high
    assert (pay.n_a, pay.n_b, pay.employers_a, pay.employers_b) == (30, 30, 30, 30)
    assert pay.raw is not None
    assert pay.raw.value == pytest.approx(1.5, rel=0.05)
    assert json.dumps(asdict(pay), allow_nan=False)


def test_pay_mirrors() -> None:
    a, b = advertised(paid(30, 150e3), "a"), advertised(paid(40, 100e3, first=50), "b")
    there, back = compare_pay(a, b), compare_pay(b, a)
    assert (there.verdict, back.verdict) == ("more", "less")
    assert there.middle is not None
    assert back.middle is not None
    assert there.middle.value == pytest.approx(1 / back.middle.value)


def test_equal_pay_is_the_same() -> None:
    pay = compare_pay(advertised(paid(70, 100e3), "a"), advertised(paid(70, 100e3, first=90), "b"))
    assert pay.verdict == "same"


def test_seniority_alone_is_no_better_pay() -> None:
    """Each level pays the same in both roles; A has more seniors."""
    a = paid(40, 200e3) + paid(10, 100e3, first=40, level="entry")
    b = paid(10, 200e3, first=60) + paid(40, 100e3, first=70, level="entry")
    pay = compare_pay(advertised(a, "a"), advertised(b, "b"))
    assert pay.raw is not None
    assert pay.raw.value > 1.5
    assert pay.middle is not None
    assert pay.middle.value == pytest.approx(1, abs=0.02)
    assert pay.verdict == "same"


def test_a_verdict_must_hold_at_both_ends() -> None:
    a = [Post(f"e{i}", pay=(90e3 + i * 100, 190e3 + i * 100), level="mid") for i in range(30)]
    b = [Post(f"f{i}", pay=(100e3 + i * 100, 120e3 + i * 100), level="mid") for i in range(30)]
    pay = compare_pay(advertised(a, "a"), advertised(b, "b"))
    assert pay.middle is not None
    assert pay.middle.low > 1
    assert pay.verdict == "cannot_tell"


def test_unstated_levels_never_match_unless_levels_are_left_out() -> None:
    a, b = (advertised(paid(20, 1e5, first=f, level="unstated"), q) for f, q in ((0, "a"), (50, "b")))
    pay = compare_pay(a, b)
    assert (pay.verdict, pay.strata, pay.matched_on) == ("cannot_tell", 0, "")
    assert pay.reason == "too few ranges at the same level, country and year"
    assert pay.raw is not None
    assert compare_pay(a, b, on_level=False).matched_on == ON_PLACE


def test_thin_matches_say_why() -> None:
    other = {"country": "GB"}
    a = advertised(paid(9, 1e5) + paid(9, 1e5, first=20, **other), "a")
    b = advertised(paid(9, 1e5, first=40), "b")
    assert compare_pay(a, b).reason == "fewer than 10 pay ranges (9)"
    more = advertised(paid(9, 1e5, first=40) + paid(9, 1e5, first=60, date=dt.date(2018, 1, 1)), "b")
    assert compare_pay(a, more).reason == "fewer than 10 comparable ranges on one side"
    few = advertised(paid(20, 1e5, first=80, employers=4) + paid(9, 1e5, first=90, country="FR"), "b")
    assert compare_pay(a, few).reason == "fewer than 10 comparable ranges on one side"
    enough = advertised(paid(20, 1e5), "a")
    assert compare_pay(enough, few).reason == "comparable ranges of fewer than 5 employers on one side"


def test_collected_pay_is_compared_apart() -> None:
    def rows(low: float) -> list[tuple[int, str, float, float, str, int]]:
        return [(2023, "senior", low + 100 * i, low * 1.3 + 100 * i, "US", 1) for i in range(60)]

    a, b = (read_collected(pay_table(rows(low)), q, PLAIN) for low, q in ((120e3, "a"), (100e3, "b")))
    pay = compare_pay(a, b)
    assert (pay.verdict, pay.source_kind, pay.employers_a) == ("more", "collected", None)
    assert pay.raw is not None
    assert pay.raw.low < pay.raw.value < pay.raw.high


def test_seeded() -> None:
    a, b = advertised(paid(30, 150e3), "a"), advertised(paid(40, 100e3, first=50), "b")
    assert compare_pay(a, b) == compare_pay(a, b)
