"""Every figure opens to exactly the documents it counts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rolescope import Settings, UnknownRole, Workspace
from rolescope.analyse.results import PairComparison, RoleProfile
from rolescope.errors import UsageError
from rolescope.figures import parse_figure
from workspace_case import make_posting, write_jsonl

DATA = Path(__file__).parent / "data"


def profile_figures(profile: RoleProfile, most: int = 2) -> Iterator[tuple[str, int]]:
    """Keys and counts of a profile: of concepts the ``most`` frequent of each kind, of facts all."""
    kinds = {s.kind for s in profile.shares}
    for kind in sorted(kinds):
        yield from [(s.key, s.k) for s in profile.shares if s.kind == kind][:most]
    facts = (
        profile.education,
        profile.levels,
        profile.workplaces,
        profile.employment,
        profile.experience_bands,
    )
    for fact in facts:
        yield from ((s.key, s.k) for s in fact)
    yield profile.experience.key, profile.experience.k
    for pay in profile.pay:
        yield pay.key, pay.distinct
        if pay.stated:
            yield pay.stated.key, pay.stated.k


def pair_figures(pair: PairComparison, most: int = 6) -> Iterator[tuple[str, int]]:
    """Keys and counts of both sides of a comparison."""
    for found in (*pair.differences[:most], *pair.differences[-most:], *pair.facets):
        yield found.a.key, found.a.k
        yield found.b.key, found.b.k
    for move in (pair.a_to_b, pair.b_to_a):
        yield from ((m.key, m.k) for m in (move.missing[:2] if move else ()))


def check(workspace: Workspace, figures: Iterator[tuple[str, int]], **filters: str) -> None:
    counted = dict(figures)
    assert counted
    totals = {key: workspace.evidence(key, limit=1, **filters).total for key in counted}  # type: ignore[arg-type]
    assert totals == counted


@pytest.mark.parametrize(
    "name", ["Machine Learning Engineer", "Lead Machine Learning Engineer", "Data Manager"]
)
def test_bundled_roles_open_to_what_they_count(bundled: Workspace, name: str) -> None:
    check(bundled, profile_figures(bundled.role(name).role.profile))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Machine Learning Engineer", "Data Engineer"),
        ("Machine Learning Engineer", "Lead Machine Learning Engineer"),
    ],
)
def test_bundled_comparisons_open_to_what_they_count(bundled: Workspace, a: str, b: str) -> None:
    check(bundled, pair_figures(bundled.compare(a, b).pairs[0]))


def test_filters_open_alike(bundled: Workspace) -> None:
    profile = bundled.role("Data Engineer", country="US", since="2023").role.profile
    check(bundled, profile_figures(profile, 1), country="US", since="2023")


def test_own_roles_open_to_what_they_count(mine: Workspace) -> None:
    check(mine, profile_figures(mine.role("Senior Data Engineer").role.profile))
    check(mine, pair_figures(mine.compare("Data Engineer", "Senior Data Engineer").pairs[0]))


def test_a_role_without_one_of_its_levels_has_a_key(mine: Workspace) -> None:
    pair = mine.compare("Data Engineer", "Senior Data Engineer").pairs[0]
    assert pair.overlap
    assert {d.a.key.split("/")[0] for d in pair.differences} == {"data-engineer@not-senior"}
    rest = mine.evidence("data-engineer@not-senior/tool/python")
    senior = mine.evidence("data-engineer@senior/tool/python")
    assert rest.total + senior.total == mine.evidence("data-engineer/tool/python").total
    assert rest.key == "data-engineer@not-senior/tool/python"
    assert "senior" in rest.label


def test_collected_pay_of_the_other_levels(tmp_path: Path) -> None:
    path = tmp_path / "pay.csv"
    rows = [("MI", 90 + n) for n in range(12)] + [("SE", 150 + n) for n in range(14)]
    head = "work_year,experience_level,employment_type,job_title,salary,salary_currency,salary_in_usd,employee_residence,remote_ratio,company_location,company_size\n"
    lines = [
        f"2024,{level},FT,Data Engineer,{k + d}000,USD,{k + d}000,US,0,US,M\n"
        for level, k in rows
        for d in (20, 0)
    ]
    path.write_text(head + "".join(lines))
    postings = [make_posting("Data Engineer", n) for n in range(1, 27)]
    own = Settings(workspace=tmp_path / "w", workers=1)
    Workspace(own, create=True).add([path, write_jsonl(tmp_path / "p.jsonl", postings)])
    workspace = Workspace(own, only_mine=True)
    pair = workspace.compare("Data Engineer", "Senior Data Engineer").pairs[0]
    collected = next(p for p in pair.pay if p.source_kind == "collected")
    assert (collected.key_a, collected.key_b) == (
        "data-engineer@not-senior/pay/collected",
        "data-engineer@senior/pay/collected",
    )
    assert workspace.evidence(collected.key_a).total == 12
    senior = workspace.evidence(collected.key_b)
    assert senior.total == 14
    assert all("senior" in (i.value or "") for i in senior.items)
    assert len(workspace.evidence(collected.key_b, limit=3, offset=12).items) == 2


def test_pages_of_evidence_part_the_whole(mine: Workspace) -> None:
    key = "data-engineer/tool/python"
    whole = mine.evidence(key, limit=100)
    parts = [item for at in range(0, whole.total, 5) for item in mine.evidence(key, limit=5, offset=at).items]
    assert parts == list(whole.items)
    assert len({i.document_id for i in parts}) == whole.total
    dates = [i.date for i in parts]
    assert dates == sorted(dates, key=lambda d: d or "", reverse=True)
    assert mine.evidence(key, offset=1000).items == ()


def test_quotes_hold_what_was_read(mine: Workspace) -> None:
    for key, word in (
        ("data-engineer/tool/python", "Python"),
        ("data-engineer/education/bachelor", "Bachelor"),
        ("data-engineer/experience/years", "years"),
        ("data-engineer/activity/build-data-pipelines", "pipelines"),
        ("data-engineer/pay/advertised", "$"),
    ):
        items = mine.evidence(key).items
        assert items
        assert all(item.quote is not None and word in item.quote for item in items), key


def test_labels_do_for_ids(mine: Workspace) -> None:
    assert mine.evidence("Data Engineer/tool/Apache Airflow").key == "data-engineer/tool/airflow"
    assert mine.evidence("senior data engineers / tool / PYTHON").key == "data-engineer@senior/tool/python"
    assert (
        mine.evidence("data-engineer/tool/python", level="senior").key == "data-engineer@senior/tool/python"
    )


@pytest.mark.parametrize(
    ("key", "level", "read"),
    [
        ("data-engineer/tool/sql", None, "data-engineer/tool/sql"),
        ("data-engineer@lead/tool/sql", "senior", "data-engineer@senior/tool/sql"),
        ("data-engineer@not-lead/tool/sql", None, "data-engineer@not-lead/tool/sql"),
        ("data-engineer@not-lead/tool/sql", "senior", "data-engineer@senior/tool/sql"),
        ("data-engineer/official/employment", None, "data-engineer/official/employment"),
        ("data-engineer/guides/tool/SQL", None, "data-engineer/guides/tool/sql"),
    ],
)
def test_keys(key: str, level: str | None, read: str) -> None:
    assert parse_figure(key, level).key == read  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("key", "error"), [("keeper/tool/sql", UnknownRole), ("data-engineer@boss/tool/sql", UsageError)]
)
def test_keys_that_name_no_role_or_level(key: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        parse_figure(key)


def test_guides_open_to_their_statements(tmp_path: Path) -> None:
    own = Settings(workspace=tmp_path / "w", workers=1)
    Workspace(own, create=True).add([DATA / "guide_traps.md"])
    workspace = Workspace(own, only_mine=True)
    voice = workspace.role("Analytics Engineer").role.guides
    assert voice.guides == 1
    for concept in voice.concepts:
        found = workspace.evidence(concept.key)
        assert found.total >= concept.guides
        assert all(i.quote and i.title for i in found.items)
        assert concept.section in {i.section for i in found.items}


def test_official_figures_open_to_their_source(bundled: Workspace) -> None:
    official = bundled.role("Data Engineer").role.official
    for fact in official.facts[:4]:
        found = bundled.evidence(f"data-engineer/official/{fact.measure}")
        assert found.total >= 1
        assert all(i.source and i.value for i in found.items)
    technologies = bundled.evidence("data-engineer/official/technology", limit=1000)
    assert technologies.total >= sum(c.kind == "tool" for c in official.concepts)
