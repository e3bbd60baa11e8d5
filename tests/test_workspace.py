"""The one door: layers, refusals, and what writing changes for readers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rolescope import RolescopeError, Settings, UnknownFigure, UnknownRole, Workspace
from rolescope.analyse.results import Difference, PairComparison
from rolescope.analyse.sides import SAME_POSTINGS
from rolescope.errors import ReadOnlyLayer, SettingsError, UsageError, WorkspaceError
from rolescope.workspace import bundled_folder
from workspace_case import make_postings, write_jsonl

FLIPPED = {"more": "less", "less": "more"}


def test_without_a_workspace_the_bundled_evidence_answers(tmp_path: Path) -> None:
    workspace = Workspace(Settings(workspace=tmp_path / "none"))
    assert [layer.name for layer in workspace.role("Data Engineer").evidence.layers] == ["bundled"]
    assert not (tmp_path / "none").exists()


def test_only_mine_needs_a_workspace(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="rolescope add"):
        Workspace(Settings(workspace=tmp_path / "none"), only_mine=True).role("Data Engineer")


@pytest.mark.parametrize("call", ["compact", "reread"])
def test_upkeep_needs_a_workspace(tmp_path: Path, call: str) -> None:
    with pytest.raises(WorkspaceError, match="rolescope add"):
        getattr(Workspace(Settings(workspace=tmp_path / "none")), call)()


def test_my_postings_stand_above_the_bundled_ones(filled: Path, mine: Workspace, bundled: Workspace) -> None:
    both = Workspace(Settings(workspace=filled, workers=1))
    own, theirs, joint = (w.role("Data Engineer") for w in (mine, bundled, both))
    assert [layer.name for layer in joint.evidence.layers] == ["workspace", "bundled"]
    assert own.role.profile.postings == 26
    assert joint.role.profile.postings == own.role.profile.postings + theirs.role.profile.postings
    assert len({a.evidence.fingerprint for a in (own, theirs, joint)}) == 3
    items = both.evidence("data-engineer/tool/python", limit=1000).items
    assert {i.layer for i in items} == {"workspace", "bundled"}
    assert all(i.employer is None and i.quote is None for i in items if i.layer == "bundled")
    assert all(i.employer and i.quote and "Python" in i.quote for i in items if i.layer == "workspace")


def test_the_same_postings_in_two_layers_count_once(filled: Path, mine: Workspace) -> None:
    from rolescope.store.commit import Store
    from rolescope.store.evidence import Evidence

    twice = Evidence([Store.open(filled), Store.open(filled)])
    assert twice.fetch_postings("data-engineer").num_rows == mine.role("Data Engineer").role.profile.postings


def test_the_bundled_evidence_is_read_only() -> None:
    with pytest.raises(ReadOnlyLayer):
        Workspace(Settings(workspace=bundled_folder()), create=True)


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"country": "Germany"}, UsageError, "two letters"),
        ({"level": "boss"}, UsageError, "levels are"),
        ({"since": "soon"}, UsageError, "2024-07"),
        ({"since": "2024-13"}, UsageError, "2024-07"),
    ],
)
def test_wrong_options_are_one_sentence(
    mine: Workspace, options: dict[str, str], error: type[RolescopeError], words: str
) -> None:
    with pytest.raises(error, match=words) as raised:
        mine.role("Data Engineer", **options)
    assert "\n" not in str(raised.value)


def test_an_unknown_role_carries_the_nearest(mine: Workspace) -> None:
    with pytest.raises(UnknownRole) as raised:
        mine.compare("Data Enginer", "Data Analyst")
    assert "Data Engineer" in raised.value.nearest


@pytest.mark.parametrize(
    "key",
    [
        "",
        "data-engineer",
        "data-engineer/tool",
        "data-engineer/tool/",
        "data-engineer/colour/red",
        "data-engineer/tool/nothing",
        "data-engineer/education/kindergarten",
        "data-engineer/experience/7",
        "data-engineer/pay/guessed",
        "data-engineer/guides/tool/nothing",
    ],
)
def test_unknown_figures(mine: Workspace, key: str) -> None:
    with pytest.raises(UnknownFigure):
        mine.evidence(key)


def test_wrong_kinds_of_files_are_refused(filled: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="auto, posting, guide, pay"):
        Workspace(Settings(workspace=tmp_path / "w")).add([filled], kind="letter")


def test_filters_narrow_and_are_said(mine: Workspace) -> None:
    everything = mine.role("Data Engineer").role.profile
    british = mine.role("Data Engineer", country="gb")
    late = mine.role("Data Engineer", since="2024-07").role.profile
    senior = mine.role("Data Engineer", level="senior").role
    assert british.evidence.filters == {"country": "gb"}
    assert 0 < british.role.profile.postings < everything.postings
    assert 0 < late.postings < everything.postings
    assert late.since is not None
    assert late.since >= "2024-07-01"
    assert (senior.card.query, senior.profile.basis, senior.profile.postings) == (
        "data-engineer@senior",
        "level",
        13,
    )
    assert mine.role("Senior Data Engineer").role.profile == senior.profile


def test_too_few_at_a_level_shows_all_levels(mine: Workspace) -> None:
    profile = mine.role("Lead Data Engineer").role.profile
    assert (profile.basis, profile.at_level, profile.postings) == ("all_levels", 0, 26)
    assert profile.shares[0].key.startswith("data-engineer/")
    nothing = mine.role("Machine Learning Engineer").role.profile
    assert (nothing.basis, nothing.postings, nothing.shares) == ("none", 0, ())


def test_shares_lie_in_the_unit_interval(mine: Workspace) -> None:
    profile = mine.role("Data Engineer").role.profile
    for share in (*profile.shares, *profile.education, *profile.levels, *profile.employment):
        assert share.low is not None
        assert share.high is not None
        assert share.estimate is not None
        assert 0 <= share.low <= share.estimate + 1e-9 <= share.high + 2e-9 <= 1 + 3e-9
        assert share.k <= share.n


def test_three_roles_give_three_pairs(mine: Workspace) -> None:
    answer = mine.compare("Data Engineer", "Data Analyst", "Senior Data Engineer")
    assert [(p.a, p.b) for p in answer.pairs] == [
        ("data-engineer", "data-analyst"),
        ("data-engineer", "data-engineer@senior"),
        ("data-analyst", "data-engineer@senior"),
    ]
    assert answer.pairs[1].overlap


def _mirror(found: Difference) -> tuple[object, ...]:
    verdict = FLIPPED.get(found.verdict, found.verdict)
    return (
        found.kind,
        found.concept,
        verdict,
        replace(found.b),
        replace(found.a),
        round(-(found.difference or 0), 9),
    )


def _plain(found: Difference) -> tuple[object, ...]:
    return (found.kind, found.concept, found.verdict, found.a, found.b, round(found.difference or 0, 9))


def _all(pair: PairComparison) -> tuple[Difference, ...]:
    return (*pair.differences, *pair.facets)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(
        [
            ("Data Engineer", "Data Analyst"),
            ("Senior Data Engineer", "Data Engineer"),
            ("Data Analyst", "Senior Data Engineer"),
        ]
    ),
    st.sampled_from([None, "US"]),
    st.sampled_from([None, "2024-04"]),
)
def test_a_comparison_mirrors_itself(
    mine: Workspace, roles: tuple[str, str], country: str | None, since: str | None
) -> None:
    a, b = roles
    there, back = (mine.compare(*pair, country=country, since=since).pairs[0] for pair in ((a, b), (b, a)))
    assume(there.reason != SAME_POSTINGS)
    assert {_mirror(d) for d in _all(there)} == {_plain(d) for d in _all(back)}
    assert (there.covered_a, there.covered_b) == (back.covered_b, back.covered_a)
    assert (there.tested, there.rejected, there.reason) == (back.tested, back.rejected, back.reason)
    assert there.a_to_b is not None
    assert back.b_to_a is not None
    missing = tuple(replace(m, verdict=FLIPPED.get(m.verdict or "", m.verdict)) for m in there.a_to_b.missing)  # type: ignore[arg-type]
    assert replace(there.a_to_b, missing=missing) == back.b_to_a
    for pair in (there, back):
        for found in _all(pair):
            for side in (found.a, found.b):
                assert side.estimate is None or -1e-9 <= side.estimate <= 1 + 1e-9


@pytest.mark.parametrize(
    "roles",
    [("Data Engineer", "data-engineer"), ("Data Analyst", "Data Engineer", "data engineers")],
)
def test_a_role_named_twice_is_refused(mine: Workspace, roles: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match=r"^Data Engineer is named twice; name another role\.$"):
        mine.compare(*roles)


def test_a_level_that_stands_on_all_levels_tells_nothing_of_the_role(mine: Workspace) -> None:
    pair = mine.compare("Data Engineer", "Lead Data Engineer").pairs[0]
    assert pair.reason == SAME_POSTINGS
    assert {d.verdict for d in pair.differences} == {"cannot_tell"}
    assert all((d.a.k, d.a.n) == (d.b.k, d.b.n) and d.a.k for d in pair.differences)


# -- writing ----------------------------------------------------------------------------------------------------------


def test_remove_compact_and_what_is_left(tmp_path: Path) -> None:
    own = Settings(workspace=tmp_path / "w", workers=1)
    feed = write_jsonl(tmp_path / "feed.jsonl", make_postings(6))
    Workspace(own, create=True).add([feed], source="board")
    evidence = Workspace(own, only_mine=True).evidence("data-engineer/tool/python")
    assert evidence.total == 6
    assert Workspace(own).remove([evidence.items[0].document_id, "unknown"]).removed == 1
    assert Workspace(own, only_mine=True).evidence("data-engineer/tool/python").total == 5
    assert Workspace(own).remove(["unknown"]).removed == 0
    with pytest.raises(UsageError, match="Name what to remove"):
        Workspace(own).remove([])
    before = Workspace(own, only_mine=True).role("Data Engineer").role
    Workspace(own).compact()
    assert Workspace(own, only_mine=True).role("Data Engineer").role == before
    assert Workspace(own, only_mine=True).doctor().problems == ()


def test_official_figures_replace_bundled_ones_of_their_source(tmp_path: Path, bundled: Workspace) -> None:
    path = tmp_path / "projections.csv"
    path.write_text(
        '"Occupation Title","Occupation Code","Employment 2030","Employment 2040","Employment Change, 2030-2040",'
        '"Employment Percent Change, 2030-2040","Occupational Openings, 2030-2040 Annual Average",'
        '"Median Annual Wage 2030","Typical Entry-Level Education","Education Code","Work Experience in a Related '
        'Occupation"\n"Database architects","=""15-1243""","1.0","2.0","1.0","100.0","0.5","90000","None","8","None"\n',
        "utf-8",
    )
    own = Settings(workspace=tmp_path / "w", workers=1)
    report = Workspace(own, create=True).add_official("bls", path)
    assert (report.figures > 3, report.occupations, report.problems) == (True, 1, ())
    facts = Workspace(own, only_mine=True).role("Data Engineer").role.official.facts
    assert {f.edition for f in facts} == {"2030-40"}
    editions = {
        f.edition
        for f in Workspace(own).role("Data Engineer").role.official.facts
        if "Projections" in f.source
    }
    assert editions == {"2030-40"}


def test_own_concepts_are_not_pooled_with_evidence_read_without_them(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "my.toml"
    own.write_text("[[concept]]\nid = 'acme'\nkind = 'tool'\nlabel = 'Acme'\n")
    both = Workspace(Settings(workspace=filled)).evidence_base.describe()
    with pytest.raises(SettingsError, match=r"reads without own concepts and cannot read with my\.toml"):
        Workspace(Settings(workspace=filled, concepts=own))
    monkeypatch.setattr("rolescope.settings._in_force", [])  # as in another process
    alone = Workspace(Settings(workspace=filled, concepts=own)).evidence_base.describe()
    assert [layer.name for layer in both] == ["workspace", "bundled"]
    assert [layer.name for layer in alone] == ["workspace"]
