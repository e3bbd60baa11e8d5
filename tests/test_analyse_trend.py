"""Shares by quarter, stretches of one source, and changes told like for like."""

from __future__ import annotations

import datetime as dt

import pytest

from analyse_case import Post
from corpus_case import make_corpus, make_posts
from rolescope.analyse.concept_answers import Trend
from rolescope.analyse.corpus import choose_postings
from rolescope.analyse.trend import _judge, build_quarters, build_trend

Q1, Q2, Q3, Q4 = (dt.date(2024, month, 10) for month in (1, 4, 7, 10))


def tell(posts: list[tuple[str, Post]], concept: str = "python") -> Trend:
    corpus = make_corpus(posts)
    return build_trend(
        corpus, build_quarters(corpus, choose_postings(corpus, None, None, None)), "tool", concept
    )


def test_each_quarter_has_its_share_and_its_source() -> None:
    trend = tell(
        [
            *make_posts("engineer", 40, {"python": 10}, date=Q1),
            *make_posts("engineer", 6, {"python": 6}, date=Q2),
            *make_posts("engineer", 40, {"python": 30}, date=Q3, source="other"),
            *make_posts("engineer", 9, {}, date=None),
        ]
    )
    assert [(q.quarter, q.n, q.k, q.source, q.stretch) for q in trend.quarters] == [
        ("2024-Q1", 40, 10, "board", 0),
        ("2024-Q2", 6, 6, "board", None),
        ("2024-Q3", 40, 30, "other", 1),
    ]
    assert trend.quarters[0].estimate == pytest.approx(0.25)
    assert trend.quarters[1].reason == "fewer than 10 postings (6)"
    assert (trend.dated, trend.undated, trend.changes) == (86, 9, ())
    assert trend.note.startswith("Quarters rest on different sources")


def test_a_stretch_tells_its_change_over_the_same_roles() -> None:
    posts = [
        *make_posts("engineer", 100, {"python": 20}, date=Q1),
        *make_posts("clerk", 100, {}, date=Q1),
        *make_posts("engineer", 12, {"python": 12}, date=Q2, source="other"),
        *make_posts("engineer", 100, {"python": 70}, date=Q2),
        *make_posts("engineer", 180, {"python": 126}, date=Q3),
        *make_posts("clerk", 20, {}, date=Q3),
    ]
    trend = tell(posts)
    assert [q.stretch for q in trend.quarters] == [0, 0, 0]
    (change,) = trend.changes
    assert (change.first, change.last, change.source, change.roles) == (
        "2024-Q1",
        "2024-Q3",
        "board",
        ("clerk", "engineer"),
    )
    assert change.verdict == "more"
    assert change.share_first is not None
    assert change.share_last is not None
    assert (change.covered_first, change.covered_last) == (1, 1)
    # raw shares are 10 and 63 %: the mix of roles moved as well
    assert change.share_last - change.share_first < 0.45
    assert "named more often" in change.text
    assert "2024-Q1 to 2024-Q3" in trend.note
    back = tell([(role, post) for role, post in posts], "unheard").changes[0]
    assert (back.verdict, back.share_first, back.difference) == ("rare_in_both", 0, 0)


def test_a_source_without_a_majority_leads_no_stretch() -> None:
    trend = tell(
        [
            *(
                p
                for day in (Q1, Q2)
                for s in ("a", "b", "c")
                for p in make_posts("engineer", 12, {}, date=day, source=s)
            ),
        ]
    )
    assert [q.stretch for q in trend.quarters] == [0, 1]
    assert trend.changes == ()


@pytest.mark.parametrize(
    ("last", "reason"),
    [
        (make_posts("clerk", 40, {}, date=Q2), "no role has enough postings in both quarters"),
        (
            [*make_posts("clerk", 40, {}, date=Q2), *make_posts("engineer", 6, {}, date=Q2)],
            "the roles asked for are too different",
        ),
        (
            make_posts("engineer", 40, {}, date=Q2, employers=6),
            "fewer than 10 employers in one of the quarters",
        ),
    ],
)
def test_why_a_change_is_not_told(last: list[tuple[str, Post]], reason: str) -> None:
    trend = tell([*make_posts("engineer", 40, {"python": 20}, date=Q1), *last])
    (change,) = trend.changes
    assert (change.reason, change.verdict, change.difference) == (reason, "cannot_tell", None)
    assert change.text == f"board, 2024-Q1 to 2024-Q2: cannot be compared ({reason})."
    assert "Comparable" not in trend.note


def test_nothing_dated_is_said() -> None:
    trend = tell(make_posts("engineer", 20, {"python": 3}, date=None))
    assert (trend.quarters, trend.note) == ((), "No posting is dated to a month or day.")


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ((0.01, 0.02, -0.01, 0.03), "rare_in_both"),
        ((0.40, 0.41, -0.05, 0.06), "same"),
        ((0.20, 0.40, 0.10, 0.30), "more"),
        ((0.40, 0.20, -0.30, -0.10), "less"),
        ((0.20, 0.25, -0.10, 0.20), "cannot_tell"),
    ],
)
def test_verdicts_of_a_change(given: tuple[float, float, float, float], verdict: str) -> None:
    assert _judge(*given) == verdict
