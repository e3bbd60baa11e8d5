"""Concepts through the one door and on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Called
from rolescope import Settings, Workspace
from rolescope.errors import UnknownConcept, UsageError
from test_lookups import validate


def test_a_concept_of_a_small_workspace(mine: Workspace) -> None:
    answer = mine.concept("tool", "Python")
    validate("concept", answer)
    card = answer.concept
    assert (card.kind, card.id, card.label) == ("tool", "python", "Python")
    (engineer, analyst) = answer.roles
    profile = mine.role("Data Engineer").role.profile
    assert engineer.share == next(s for s in profile.shares if s.key == engineer.share.key)
    assert answer.postings == engineer.share.k + analyst.share.k
    assert answer.countable == 52
    assert answer.trend.dated == 52
    assert sum(q.k for q in answer.trend.quarters) == answer.postings
    assert (answer.guides, answer.official) == (0, ())
    assert mine.pin().concept("tool", "python") == answer


def test_filters_narrow_a_concept_and_are_said(bundled: Workspace) -> None:
    pinned = bundled.pin()
    all_of_it = pinned.concept("tool", "kubernetes")
    narrow = pinned.concept("tool", "kubernetes", country="us", since="2024", until="2024-06")
    assert narrow.evidence.filters == {"country": "us", "since": "2024", "until": "2024-06"}
    assert narrow.countable < all_of_it.countable
    assert {q.quarter for q in narrow.trend.quarters} == {"2024-Q1", "2024-Q2"}
    role = narrow.roles[0]
    evidence = pinned.evidence(role.share.key, country="US", since="2024", until="2024-06")
    assert evidence.total == role.share.k


def test_what_stands_beside_a_concept(bundled: Workspace) -> None:
    pinned = bundled.pin()
    answer = pinned.concept("tool", "python")
    validate("concept", answer)
    assert answer.official
    assert {o.source for o in answer.official} == {"O*NET"}
    naming = answer.guide_roles[0]
    assert pinned.evidence(naming.key).total >= naming.guides
    voice = pinned.role(naming.label).role.guides
    assert (naming.key, naming.guides) in {(c.key, c.guides) for c in voice.concepts}
    assert naming.of == voice.guides
    change = next(c for c in answer.trend.changes if not c.reason)
    assert change.low is not None
    assert change.high is not None
    assert change.difference is not None
    assert change.low <= change.difference <= change.high


def test_cards_know_their_family_and_their_namesakes(bundled: Workspace) -> None:
    pinned = bundled.pin()
    card = pinned.concept("skill", "prompt-engineering").concept
    assert [ref.id for ref in card.broader][:2] == ["large-language-models", "generative-ai"]
    parent = pinned.concept("skill", "generative-ai").concept
    assert "large-language-models" in {ref.id for ref in parent.narrower}
    assert [ref.postings for ref in parent.narrower] == sorted(
        (r.postings for r in parent.narrower), reverse=True
    )
    namesakes = pinned.concept("industry", "accounting").concept.namesakes
    assert {"skill", "field_of_study"} <= {ref.kind for ref in namesakes}
    relations = {c.concept: c.relation for c in pinned.concept("skill", "prompt-engineering").companions}
    assert relations["large-language-models"] == "broader"


def test_without_a_kind_the_usual_meaning_is_taken(bundled: Workspace) -> None:
    assert bundled.concept(None, "python 3").concept.id == "python"
    counts = {ref.kind: ref.postings for ref in bundled.concept("industry", "accounting").concept.namesakes}
    assert bundled.concept(None, "Accounting").concept.kind == max(counts, key=counts.__getitem__)


@pytest.mark.parametrize(
    ("kind", "text", "error", "words"),
    [
        ("tool", "pythn", UnknownConcept, "'Python'"),
        (None, "nonsense qqq", UnknownConcept, "No concept is known as"),
        ("soft_skill", "python", UnknownConcept, "No soft skill is known"),
        ("gadget", "python", UsageError, "kinds are tool, skill"),
        (None, "", UnknownConcept, "known as ''"),
    ],
)
def test_unknown_concepts_are_refused(
    mine: Workspace, kind: str | None, text: str, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        mine.concept(kind, text)


def test_a_list_of_concepts_is_searched_and_paged(bundled: Workspace) -> None:
    pinned = bundled.pin()
    everything = pinned.concepts()
    validate("concepts", everything)
    assert [c.postings for c in everything.concepts] == sorted(
        (c.postings for c in everything.concepts), reverse=True
    )
    assert everything.total > 3_000
    later = pinned.concepts(limit=2, offset=3)
    assert later.concepts == everything.concepts[3:5]
    assert (later.offset, later.countable) == (3, everything.countable)
    found = pinned.concepts("spark", "tool")
    assert found.concepts[0].label in ("Spark", "Apache Spark")
    assert {c.kind for c in found.concepts} == {"tool"}
    assert pinned.concepts("zzzz qqq").total == 0
    with pytest.raises(UsageError, match="kinds are"):
        pinned.concepts("", "gadget")


def test_the_command_shows_a_concept(cli: Callable[..., Called], filled: Path) -> None:
    where = ("--workspace", filled, "--only-mine")
    shown = cli("concept", "python", *where, "--since", "2024-02", "--until", "2024-12")
    assert shown.status == 0
    for words in (
        "PYTHON",
        "Which roles ask for it",
        "Data Engineer",
        "Only since 2024-02",
        "No guide names it",
    ):
        assert words in shown.out
    told = json.loads(cli("concept", "python", *where, "--json").out)
    assert told["schema"] == "rolescope/concept/1"
    assert "data-engineer/tool/python" in cli("concept", "python", *where, "--markdown").out


def test_the_command_on_the_bundled_evidence(cli: Callable[..., Called]) -> None:
    shown = cli("concept", "accounting", "--kind", "industry").out
    assert "--kind field_of_study" in shown
    assert "No posting of" in shown
    skill = cli("concept", "generative ai").out
    assert "Holds: " in skill
    assert "Part of: Artificial intelligence" in skill
    prompted = cli("concept", "prompt engineering", "--markdown").out
    assert "(broader)" in prompted
    assert "RemoteWLB/remote-jobs, 2024-Q1 to 2025-Q1" in prompted
    python = cli("concept", "python").out
    assert "in demand" in python
    assert "Named by" in python


def test_the_command_says_what_is_thin(cli: Callable[..., Called], filled: Path) -> None:
    rare = cli("concept", "10gbe").out
    assert "No posting names it." in rare
    assert "Too few postings name it for shares" in rare
    nobody = cli("concept", "10gbe", "--workspace", filled, "--only-mine").out
    assert "No posting of 2 other roles names it." in nobody
    assert cli("concept", "pythn").status == 2


def test_nothing_at_all(tmp_path: Path) -> None:
    empty = Workspace(Settings(workspace=tmp_path / "w", workers=1), create=True, only_mine=True)
    answer = empty.concept("tool", "python")
    assert (answer.postings, answer.countable, answer.roles, answer.companions) == (0, 0, (), ())
    assert answer.trend.note == "No posting is dated to a month or day."
    assert empty.concepts("python").concepts[0].postings == 0
    assert empty.suggest("data").suggestions[0].postings == 0
    assert empty.evidence_samples("Data Engineer").figures == {}
