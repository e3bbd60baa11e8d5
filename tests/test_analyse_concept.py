"""Who asks for a concept, and what goes with it."""

from __future__ import annotations

from corpus_case import make_corpus, make_posts
from rolescope.analyse.concept import Weighed, count_naming, list_companions, list_demand, weigh_corpus
from rolescope.analyse.corpus import choose_postings


def weigh(*posts: list) -> Weighed:
    corpus = make_corpus([post for part in posts for post in part])
    return weigh_corpus(corpus, choose_postings(corpus, None, None, None))


def test_roles_are_ordered_by_what_is_sure() -> None:
    weighed = weigh(
        make_posts("engineer", 200, {"python": 120}),
        make_posts("tester", 12, {"python": 10}),
        make_posts("clerk", 30, {}),
        make_posts("intern", 4, {"python": 1}),
        make_posts("", 10, {"python": 1}),
    )
    roles, silent = list_demand(weighed, "tool", "python", {"engineer": ("Engineer", "software")})
    assert [(r.role, r.label, r.family, r.share.k, r.share.n) for r in roles] == [
        ("engineer", "Engineer", "software", 120, 200),
        ("tester", "tester", "", 10, 12),
        ("intern", "intern", "", 1, 4),
    ]
    assert silent == 1
    assert roles[0].share.key == "engineer/tool/python"
    assert roles[0].share.required == 0.5
    assert roles[2].share.reason == "fewer than 10 postings (4)"
    naming = count_naming(weighed, "tool", "python")
    assert (naming.postings, naming.countable) == (132, 256)
    assert naming.required is not None
    assert 0.4 < naming.required < 0.6


def test_what_goes_with_a_concept_stands_out_from_the_rest() -> None:
    weighed = weigh(
        make_posts("engineer", 100, {"python": 60, "pandas": 50, "email": 70}),
        make_posts("clerk", 200, {"email": 140, "excel": 90}),
    )
    companions, reason = list_companions(
        weighed, "tool", "python", {("tool", "pandas"): "narrower"}, {"tool/pandas": "Pandas"}
    )
    assert reason == ""
    assert [(c.concept, c.label, c.relation, c.k, c.n) for c in companions] == [
        ("pandas", "Pandas", "narrower", 50, 60),
    ] or companions[0].concept == "pandas"
    pandas = companions[0]
    assert pandas.low is not None
    assert pandas.ratio is not None
    assert pandas.low > pandas.background
    assert pandas.ratio > 4
    assert "excel" not in {c.concept for c in companions}
    assert "python" not in {c.concept for c in companions}


def test_one_firms_template_goes_with_nothing() -> None:
    weighed = weigh(
        make_posts("engineer", 40, {"python": 40}),
        make_posts("engineer", 30, {"python": 30, "house": 30}, employers=4, of="chain"),
        make_posts("clerk", 200, {"email": 140}),
    )
    companions, _ = list_companions(weighed, "tool", "python", {}, {})
    assert "house" not in {c.concept for c in companions}


def test_thin_concepts_list_counts_without_shares() -> None:
    weighed = weigh(make_posts("engineer", 40, {"python": 4, "pandas": 3, "email": 40}))
    companions, reason = list_companions(weighed, "tool", "python", {}, {})
    assert reason == "fewer than 10 postings (4)"
    assert [(c.concept, c.k, c.n, c.estimate, c.reason) for c in companions] == [
        ("email", 4, 4, None, reason),
        ("pandas", 3, 4, None, reason),
    ]
    nothing, why = list_companions(weighed, "tool", "unheard", {}, {})
    assert (nothing, why) == ((), "fewer than 10 postings (0)")
    assert count_naming(weighed, "tool", "unheard").required is None
