from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict

from analyse_case import Post, make_sample, many
from rolescope.analyse.profile import RoleQuery, build_profile, choose_sample, find_share, list_shares
from rolescope.analyse.results import RoleProfile
from rolescope.analyse.weigh import estimate_shares, weigh_sample

ROLE = RoleQuery("data-engineer", "Data Engineer")
LEAD = RoleQuery("data-engineer", "Lead Data Engineer", "lead")


def profile_of(
    posts: list[Post], query: RoleQuery = ROLE, remote: frozenset[str] = frozenset()
) -> RoleProfile:
    return build_profile(query, choose_sample(make_sample(posts, query.role), query), remote_only=remote)


def test_shares_carry_counts_interval_key_and_strength() -> None:
    posts = [*many(6, ["sql"]), *many(2, ["sql"], first=6, strength="preferred"), *many(4, first=8)]
    share = next(s for s in profile_of(posts).shares if s.concept == "sql")
    assert share.key == "data-engineer/tool/sql"
    assert (share.n, share.k, share.required, share.preferred) == (12, 8, 0.75, 0.25)
    assert share.estimate is not None
    assert share.low is not None
    assert share.high is not None
    assert 0 < share.low < share.estimate < share.high < 1
    assert share.reason == ""


def test_too_few_show_counts_but_no_share() -> None:
    profile = profile_of(many(7, ["sql"]))
    assert profile.basis == "none"
    assert profile.reason == "fewer than 10 postings (7)"
    share = profile.shares[0]
    assert (share.estimate, share.low, share.high, share.n_effective) == (None, None, None, None)
    assert (share.k, share.n, share.reason) == (7, 7, profile.reason)


def test_a_thin_level_shows_all_levels_and_says_so() -> None:
    posts = [*many(3, level="lead"), *many(20, first=3, level="senior")]
    profile = profile_of(posts, LEAD)
    assert (profile.basis, profile.query, profile.level) == ("all_levels", "data-engineer@lead", "lead")
    assert (profile.at_level, profile.countable) == (3, 23)
    assert profile.reason == "at level lead: fewer than 10 postings (3)"
    assert profile.levels[0].key == "data-engineer/level/senior"


def test_a_level_with_enough_stands_alone() -> None:
    profile = profile_of([*many(12, ["sql"], level="lead"), *many(20, first=12)], LEAD)
    assert (profile.basis, profile.countable) == ("level", 12)
    assert profile.shares[0].key == "data-engineer@lead/tool/sql"
    assert choose_sample(make_sample(many(3, level="lead")), LEAD).basis == "none"


def test_facets_in_their_order_and_counts() -> None:
    posts = many(8, education="master") + many(8, first=8, education="bachelor") + many(4, first=16)
    posts += [Post("", countable=False), Post("")]
    profile = profile_of(posts)
    assert [s.concept for s in profile.education] == ["bachelor", "master", "unstated"]
    assert profile.education[0].required is None
    assert (profile.postings, profile.countable, profile.too_short, profile.blank) == (22, 21, 1, 1)


def test_sources_dates_and_window() -> None:
    posts = many(8, date=dt.date(2018, 1, 2)) + many(6, first=8, source="late", date=dt.date(2024, 3, 4))
    posts += many(2, first=14, source="mute", date=None)
    profile = profile_of(posts)
    assert [(s.source, s.postings, s.since) for s in profile.sources] == [
        ("board", 8, "2018-01-02"),
        ("late", 6, "2024-03-04"),
        ("mute", 2, None),
    ]
    assert (profile.since, profile.until, profile.undated) == ("2018-01-02", "2024-03-04", 2)


def test_workplace_leaves_out_remote_only_boards() -> None:
    posts = many(20, source="far", workplace="remote") + many(12, first=20, workplace="onsite")
    profile = profile_of(posts, remote=frozenset({"far", "other"}))
    assert [(s.concept, s.n) for s in profile.workplaces] == [("onsite", 12)]
    assert profile.remote_only == ("far",)


def test_experience_quantiles_need_ten_that_state_it() -> None:
    posts = [Post(f"e{i}", experience=float(i % 5 + 1)) for i in range(20)]
    spread = profile_of(posts).experience
    assert [q.q for q in spread.quantiles] == [0.25, 0.5, 0.75]
    assert spread.quantiles[1].value == 3
    thin = profile_of([*posts[:6], *many(20, first=30)]).experience
    assert thin.quantiles == ()
    assert thin.reason == "only 6 postings of 6 employers state years of experience"


def test_an_absent_concept_is_zero_of_n() -> None:
    sample = make_sample(many(12))
    assert (find_share(sample, "tool", "cobol").k, find_share(sample, "tool", "cobol").n) == (0, 12)


def test_an_empty_role_is_an_honest_profile() -> None:
    profile = profile_of([])
    assert (profile.basis, profile.postings, profile.shares, profile.since) == ("none", 0, (), None)
    assert json.dumps(asdict(profile), allow_nan=False)


def test_the_interval_is_that_of_weigh() -> None:
    sample = make_sample([*many(7, ["sql"]), *many(6, first=7)])
    at = sample.columns.index(("tool", "sql"))
    low = estimate_shares(weigh_sample(sample)).interval.low[at]
    assert next(s for s in list_shares(sample) if s.concept == "sql").low == low
