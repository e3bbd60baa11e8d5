"""Shares in many groups at once: the same figures as role by role."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyse_case import Post
from corpus_case import make_corpus, make_posts
from rolescope import Workspace
from rolescope.analyse.corpus import NONE, choose_postings, name_quarter, narrow_corpus
from rolescope.analyse.frame import find_lack, take_sample
from rolescope.analyse.grouped import group_postings, share_columns, share_in_groups
from rolescope.analyse.weigh import estimate_shares, weigh_sample

EMPLOYERS = st.sampled_from(["", None, "a", "b", "c", "d", "e", "f", "G", "g "])
POSTS = st.lists(
    st.builds(
        lambda role, employer, tools, countable: (
            role,
            Post(employer=employer, tools=sorted(tools), countable=countable),
        ),
        st.sampled_from(["", "analyst", "engineer"]),
        EMPLOYERS,
        st.sets(st.sampled_from(["python", "sql", "excel"])),
        st.sampled_from([True, True, True, False]),
    ),
    min_size=1,
    max_size=60,
)


@settings(max_examples=60, deadline=None)
@given(POSTS)
def test_groups_have_the_shares_of_their_samples(posts: list[tuple[str, Post]]) -> None:
    corpus = make_corpus(posts)
    label = np.where(corpus.coded.countable, corpus.role, NONE)
    groups = group_postings(corpus, label, len(corpus.roles))
    for tool in ("python", "sql", "excel"):
        found = share_in_groups(corpus, groups, "tool", tool)
        for at, role in enumerate(corpus.roles):
            sample = take_sample(corpus.coded, np.flatnonzero(corpus.role == at), role)
            assert groups.size[at] == sample.size
            assert groups.lack[at] == find_lack(sample) if sample.size else True
            if ("tool", tool) in sample.columns and not groups.lack[at]:
                one = sample.columns.index(("tool", tool))
                estimates = estimate_shares(weigh_sample(sample))
                assert found.k[at] == estimates.count[one]
                assert found.share[at] == pytest.approx(estimates.share[one], abs=1e-12)
                assert found.n_star[at] == pytest.approx(estimates.n_star[one], rel=1e-9)
                assert found.low[at] == pytest.approx(estimates.interval.low[one], abs=1e-9)


def test_concepts_have_the_shares_of_the_bundled_profiles(bundled: Workspace) -> None:
    for role in ("Data Scientist", "Data Manager"):
        profile = bundled.role(role).role.profile
        for share in profile.shares[:: len(profile.shares) // 4]:
            answer = bundled.concept(share.kind, share.concept)
            found = next(r for r in answer.roles if r.role == profile.role).share
            assert (found.key, found.n, found.k, found.reason) == (share.key, share.n, share.k, share.reason)
            for name in ("estimate", "low", "high", "n_effective", "required", "preferred"):
                assert getattr(found, name) == pytest.approx(getattr(share, name), rel=1e-9)


def test_many_columns_of_one_group_are_shares_too() -> None:
    corpus = make_corpus(make_posts("engineer", 40, {"python": 30, "sql": 10, "excel": 0}, employers=9))
    groups = group_postings(corpus, np.zeros(corpus.size, dtype=np.int64), 1)
    columns = [corpus.index["tool", tool] for tool in ("sql", "python")]
    many = share_columns(corpus, groups, columns)
    for at, tool in enumerate(("sql", "python")):
        one = share_in_groups(corpus, groups, "tool", tool)
        for name in ("k", "required", "preferred", "employers", "share", "low", "high", "n_star"):
            assert getattr(many, name)[at] == pytest.approx(getattr(one, name)[0])
    assert len(share_columns(corpus, groups, []).share) == 0


def test_groups_may_be_empty_or_thin() -> None:
    corpus = make_corpus(make_posts("engineer", 12, {"python": 3}, employers=4))
    label = np.where(np.arange(12) < 4, 0, np.where(np.arange(12) < 11, 1, NONE))
    assert group_postings(corpus, label, 3).lack == (
        "fewer than 10 postings (4)",
        "fewer than 10 postings (7)",
        "fewer than 10 postings (0)",
    )
    assert group_postings(corpus, np.zeros(12, dtype=np.int64), 1).lack == ("fewer than 5 employers (4)",)
    lopsided = make_corpus([*make_posts("a", 60, {}, employers=1), *make_posts("a", 4, {}, of="other")])
    assert group_postings(lopsided, np.zeros(64, dtype=np.int64), 1).lack == (
        "one employer holds more than half",
    )
    nobody = share_in_groups(corpus, group_postings(corpus, label, 3), "tool", "unheard")
    assert nobody.k.tolist() == [0, 0, 0]


def test_a_corpus_is_chosen_by_country_and_window() -> None:
    corpus = make_corpus(
        [
            *make_posts("engineer", 2, {"sql": 2}, country="US", date=dt.date(2024, 2, 1)),
            *make_posts("engineer", 3, {"sql": 1}, country="DE", date=dt.date(2023, 6, 30)),
            *make_posts("engineer", 4, {}, country="", date=None),
        ]
    )
    first, last = (
        (dt.date(2023, 6, 30) - dt.date(1970, 1, 1)).days,
        (dt.date(2023, 12, 31) - dt.date(1970, 1, 1)).days,
    )
    chosen = [
        choose_postings(corpus, *given)
        for given in (
            (None, None, None),
            ("DE", None, None),
            ("FR", None, None),
            (None, first, None),
            (None, first, last),
        )
    ]
    assert [int(c.sum()) for c in chosen] == [9, 3, 0, 5, 3]
    narrow = narrow_corpus(corpus, chosen[1])
    assert narrow.bounds[-1] == len(narrow.row)
    assert len(narrow.row[narrow.naming("tool", "sql")]) == 1
    few = narrow_corpus(corpus, chosen[0], 4)
    assert len(few.row[few.naming("tool", "sql")]) == 0
    assert len(corpus.row[corpus.naming("tool", "unheard")]) == 0
    assert {name_quarter(int(q)) for q in corpus.quarter if q != NONE} == {"2024-Q1", "2023-Q2"}
    assert (make_corpus(make_posts("engineer", 2, {}), "year").quarter == NONE).all()
