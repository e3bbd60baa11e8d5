"""From tables to answers: what is asked, what stands beside, what it all rests on."""

from __future__ import annotations

from datetime import date

import pytest

from rolescope import Workspace
from rolescope.answering import build_context, summarise, to_filters, to_level
from rolescope.errors import UsageError
from rolescope.store.evidence import Filters


@pytest.mark.parametrize(
    ("since", "first"),
    [
        ("2024", date(2024, 1, 1)),
        ("2024-07", date(2024, 7, 1)),
        ("2024-07-31", date(2024, 7, 31)),
        (None, None),
    ],
)
def test_since(since: str | None, first: date | None) -> None:
    assert to_filters(None, since) == Filters(since=first)


@pytest.mark.parametrize("since", ["24", "2024-7", "2024-02-31", "0000", "next year", "2024-07-31T00:00", ""])
def test_dates_that_are_none(since: str) -> None:
    with pytest.raises(UsageError, match="--since"):
        to_filters(None, since)


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("2024", date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2024-07-30", date(2024, 7, 30)),
        (None, None),
    ],
)
def test_until(until: str | None, last: date | None) -> None:
    assert to_filters(None, None, until) == Filters(until=last)


def test_windows_that_are_none() -> None:
    with pytest.raises(UsageError, match="--until takes"):
        to_filters(None, None, "2024-13")
    with pytest.raises(UsageError, match="--until 2023 lies before --since 2024"):
        to_filters(None, "2024", "2023")
    assert to_filters(None, "2024", "2024") == Filters(since=date(2024, 1, 1), until=date(2024, 12, 31))


def test_countries() -> None:
    assert to_filters("de", None) == Filters(country="DE")
    for wrong in ("DEU", "d", "", "1a"):
        with pytest.raises(UsageError, match="--country"):
            to_filters(wrong, None)


def test_levels() -> None:
    assert (to_level(None), to_level("Senior")) == (None, "senior")
    with pytest.raises(UsageError, match="levels are"):
        to_level("boss")


def test_the_summary_fits_the_layers(mine: Workspace) -> None:
    summary = summarise(mine.evidence_base, {"country": "US"})
    (layer,) = summary.layers
    assert (layer.name, layer.postings, layer.counted, layer.guides, layer.pay_reports) == (
        "workspace",
        52,
        52,
        0,
        0,
    )
    assert summary.filters == {"country": "US"}
    assert summary.fingerprint == summarise(mine.evidence_base, {}).fingerprint


def test_answers_name_every_concept_in_them(mine: Workspace) -> None:
    answer = mine.compare("Data Engineer", "Data Analyst")
    named = {f"{d.kind}/{d.concept}" for d in answer.pairs[0].differences}
    named |= {f"{s.kind}/{s.concept}" for r in answer.roles for s in r.profile.shares}
    assert named <= set(answer.concepts)


def test_a_card_says_what_the_role_is(bundled: Workspace) -> None:
    role = bundled.role("Managing Director Data Science").role
    assert (role.card.role, role.card.level, role.card.query) == (
        "data-science-leader",
        "executive",
        "data-science-leader@executive",
    )
    assert role.card.definition.endswith(".")
    assert role.card.soc_title
    assert role.official.code == role.card.soc
    assert all(f.measure not in ("technology", "duty", "title") for f in role.official.facts)


def test_roles_are_listed_with_their_postings(mine: Workspace) -> None:
    answer = mine.roles("data engineer")
    assert {r.id: (r.postings, r.countable) for r in answer.roles}["data-engineer"] == (26, 26)
    assert len(mine.roles().roles) >= 90
    assert mine.roles("keeper of lighthouses xyz").roles == ()


def test_remote_boards_are_told_by_what_all_their_postings_say(bundled: Workspace, mine: Workspace) -> None:
    boards = bundled.evidence_base.remote_boards()
    assert boards
    assert build_context(bundled.evidence_base).remote_only == boards
    assert mine.evidence_base.remote_boards() == frozenset()
    profile = bundled.role("Machine Learning Engineer").role.profile
    assert set(profile.remote_only) <= boards
