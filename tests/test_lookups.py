"""Look-ups through the one door: suggestions, documents, sources, samples."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolescope import Settings, Workspace
from rolescope.errors import UnknownDocument, UnknownRole
from rolescope.present.render.as_json import render_json
from rolescope.provenance import _find_licence
from test_schemas import MADE
from workspace_case import make_posting, write_jsonl


def validate(name: str, answer: object) -> None:
    import json

    from jsonschema import Draft202012Validator

    Draft202012Validator(json.loads(MADE.build_schema(name))).validate(json.loads(render_json(answer)))


def test_suggestions_count_the_postings_of_their_level(mine: Workspace) -> None:
    answer = mine.suggest("data eng", 3)
    validate("suggest", answer)
    assert answer.text == "data eng"
    first = answer.suggestions[0]
    assert (first.query, first.label, first.level, first.postings) == (
        "data-engineer",
        "Data Engineer",
        None,
        26,
    )
    assert mine.suggest("senior data eng").suggestions[0].postings == 13


def test_a_document_says_what_was_read_and_where(mine: Workspace) -> None:
    item = mine.evidence("data-engineer/tool/python").items[0]
    answer = mine.document(item.document_id)
    validate("document", answer)
    assert answer.text is not None
    assert (answer.kind, answer.source, answer.role_label, answer.counted) == (
        "posting",
        "board",
        "Data Engineer",
        True,
    )
    assert answer.counted_as == answer.document_id
    assert answer.date is not None
    assert len(answer.date) == 10
    assert answer.employer
    assert {"requirements", "benefits"} <= {s.name for s in answer.sections}
    assert answer.sections[0].start == 0
    assert answer.sections[-1].end == len(answer.text)
    python = next(m for m in answer.mentions if m.concept == "python")
    assert answer.text[python.start : python.end] == "Python"
    assert (python.label, python.strength, python.section) == ("Python", "required", "requirements")
    starts = [m.start for m in answer.mentions if m.start is not None]
    assert starts == sorted(starts)


def test_facts_stand_where_they_were_read_and_open_their_figures(mine: Workspace) -> None:
    answer = mine.document(mine.evidence("data-engineer/education/bachelor").items[0].document_id)
    facts = {fact.name: fact for fact in answer.facts}
    degree = facts["education"]
    assert answer.text is not None
    assert "Bachelor" in answer.text[degree.start : degree.end]
    assert degree.key == "data-engineer/education/bachelor"
    years = facts["experience"]
    assert years.value in answer.text[years.start : years.end]
    for fact in answer.facts:
        if fact.key:
            assert answer.document_id in {i.document_id for i in mine.evidence(fact.key, limit=99).items}


def test_pay_of_a_document_opens_its_figure(mine: Workspace) -> None:
    answer = mine.document(mine.evidence("data-engineer/pay/advertised").items[0].document_id)
    (pay,) = answer.pay
    assert (pay.currency, pay.period, pay.key) == ("USD", "year", "data-engineer/pay/advertised")
    assert answer.as_written["pay"].startswith("$")


def test_bundled_documents_have_no_text_and_only_the_month(bundled: Workspace) -> None:
    answer = bundled.document(bundled.evidence("data-engineer/tool/python").items[0].document_id)
    validate("document", answer)
    assert (answer.text, answer.title, answer.employer, answer.sections) == (None, None, None, ())
    assert answer.date is None or len(answer.date) <= 7
    assert all(m.start is None for m in answer.mentions)
    paid = bundled.document(bundled.evidence("data-engineer/pay/advertised").items[0].document_id)
    assert paid.pay[0].low <= paid.pay[0].high


def test_a_guide_says_of_whom_it_speaks(bundled: Workspace) -> None:
    guide = bundled.role("Data Scientist").role.guides.statements
    listed = bundled.sources().sources
    assert any(s.kind == "guide" for s in listed)
    naming = bundled.concept("tool", "python").guide_roles[0]
    answer = bundled.document(bundled.evidence(naming.key).items[0].document_id)
    assert (answer.kind, answer.facts, answer.sections, answer.counted_as) == ("guide", (), (), None)
    assert naming.role in {s.role for s in answer.statements}
    assert guide == ()  # bundled guides have no words


def test_duplicates_are_told(tmp_path: Path) -> None:
    twin = make_posting("Data Engineer", 2, id="twin", location="Boston, MA")
    feed = write_jsonl(tmp_path / "feed.jsonl", [make_posting("Data Engineer", 2), twin])
    workspace = Workspace(Settings(workspace=tmp_path / "w", workers=1), create=True, only_mine=True)
    workspace.add([feed], source="board")
    kept = workspace.evidence("data-engineer/tool/python").items
    answer = workspace.document(kept[0].document_id)
    assert (len(kept), len(answer.duplicates), answer.counted) == (1, 1, True)
    other = workspace.document(answer.duplicates[0].document_id)
    assert (other.counted, other.counted_as) == (False, answer.document_id)
    assert all(fact.key is None for fact in other.facts)


@pytest.mark.parametrize("name", ["nope", "", "0" * 16, "'; DROP TABLE documents --"])
def test_an_unknown_document_is_refused(mine: Workspace, name: str) -> None:
    with pytest.raises(UnknownDocument, match="No document has the id"):
        mine.document(name)


def test_sources_of_a_workspace(mine: Workspace) -> None:
    answer = mine.sources()
    validate("sources", answer)
    (board,) = answer.sources
    assert (board.source, board.layer, board.kind, board.documents, board.countable) == (
        "board",
        "workspace",
        "posting",
        52,
        52,
    )
    assert (board.since, board.until) == ("2024-01-15", "2024-12-15")
    assert (board.by_precision, board.undated, board.licence) == ({"day": 52}, 0, None)
    assert {(r.role, r.postings) for r in board.roles} == {("data-engineer", 26), ("data-analyst", 26)}
    assert (answer.official, answer.collected, answer.licences, answer.contents) == ((), (), {}, "")


def test_sources_of_the_bundled_evidence(bundled: Workspace) -> None:
    answer = bundled.sources()
    validate("sources", answer)
    assert sum(s.documents for s in answer.sources if s.kind == "posting") == 20_304
    assert any(s.remote_only for s in answer.sources)
    assert {o.source: o.licence is not None for o in answer.official} == {
        "O*NET": True,
        "BLS OEWS": True,
        "BLS Employment Projections": True,
    }
    assert [c.licence for c in answer.collected] == ["CC0 1.0"]
    assert answer.licences
    assert bundled.pin().sources() == answer


def check_samples(workspace: Workspace, roles: tuple[str, ...], step: int, **filters: str) -> dict[str, int]:
    answer = workspace.evidence_samples(*roles, per_figure=3, **filters)
    validate("samples", answer)
    for key in sorted(answer.figures)[::step]:
        sample, whole = answer.figures[key], workspace.evidence(key, limit=3, **filters)
        assert (sample.key, sample.total) == (key, whole.total)
        if "/education" in key or "/experience" in key or "/pay/" in key:
            found = [i.document_id for i in sample.items]
            assert found == [i.document_id for i in whole.items]
        else:
            assert sample.items == whole.items
    return {key: figure.total for key, figure in answer.figures.items()}


def test_samples_are_the_first_of_the_evidence(mine: Workspace) -> None:
    totals = check_samples(mine, ("Data Engineer", "Data Analyst"), 3, since="2024-03")
    assert {key.split("/")[0] for key in totals} == {"data-engineer", "data-analyst"}


def test_samples_of_the_bundled_evidence_reach_guides_and_collected_pay(bundled: Workspace) -> None:
    totals = check_samples(bundled.pin(), ("Data Analyst",), 40, country="US")
    assert totals["data-analyst/pay/collected"] > 0
    assert any("/guides/" in key for key in totals)


def test_samples_of_overlapping_queries_hold_every_figure_of_their_comparison(bundled: Workspace) -> None:
    pinned = bundled.pin()
    found = pinned.evidence_samples("Lead Data Engineer", "Data Engineer", per_figure=1).figures
    (pair,) = pinned.compare("Lead Data Engineer", "Data Engineer").pairs
    asked = {side.key for d in (*pair.differences, *pair.facets) for side in (d.a, d.b) if side.k}
    assert any("@not-lead" in key for key in asked)
    assert asked <= set(found)


def test_samples_of_an_unknown_role_are_refused(mine: Workspace) -> None:
    with pytest.raises(UnknownRole):
        mine.evidence_samples("zookeeper")


def test_licences_are_told_of_bundled_releases_only() -> None:
    assert _find_licence({"layer": "workspace", "source": "O*NET"}) is None
    assert _find_licence({"layer": "bundled", "source": "nobody knows"}) is None
