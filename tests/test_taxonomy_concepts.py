"""The packaged concepts as they are loaded."""

from __future__ import annotations

import doctest

import pytest

from rolescope.cues import fold_label
from rolescope.model import KINDS
from rolescope.taxonomy import concepts
from rolescope.taxonomy.concepts import (
    CONCEPT_FILES,
    concept_index,
    inflect,
    load_activities,
    load_concepts,
    load_contexts,
    load_label_rules,
)


def test_every_kind_has_a_file_and_concepts() -> None:
    assert {kind for kind, _ in CONCEPT_FILES} == set(KINDS)
    assert {c.kind for c in load_concepts()} == set(KINDS)


def test_ids_are_unique_and_broader_ones_exist() -> None:
    index = concept_index()
    assert len(index) == len(load_concepts())
    assert all((c.kind, c.broader) in index for c in load_concepts() if c.broader)


def test_labels_are_clean() -> None:
    labels = [label for c in load_concepts() for label in (c.label, *c.alt_labels)]
    assert all(label == label.strip() and fold_label(label) for label in labels)


def test_activities_have_verbs_and_objects() -> None:
    activities = load_activities()
    assert len(activities) == sum(c.kind == "activity" for c in load_concepts())
    assert all(a.verbs and a.objects and a.concept.kind == "activity" for a in activities)
    building = next(a for a in activities if a.concept.id == "build-data-pipelines")
    assert {"build", "building", "maintain"} <= building.verbs


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("carry out", ["carry out", "carries out", "carried out", "carrying out"]),
        ("fix", ["fix", "fixes", "fixed", "fixing"]),
        ("deploy", ["deploy", "deploys", "deployed", "deploying"]),
    ],
)
def test_inflection(verb: str, forms: list[str]) -> None:
    assert inflect(verb) == forms


def test_rules_belong_to_labels_of_tools() -> None:
    labels = {
        fold_label(label) for c in load_concepts() if c.kind == "tool" for label in (c.label, *c.alt_labels)
    }
    assert set(load_label_rules()) <= labels
    assert load_label_rules()["r"].in_list or load_label_rules()["r"].case


def test_contexts_are_rules_by_kind_with_their_words_spelt_out() -> None:
    creative = load_contexts()["soft_skill", "creative"]
    assert creative.in_list
    assert creative.of_person
    assert "environment" in creative.not_after
    assert load_contexts()["skill", "reporting"].not_after[0] == "to"
    assert not any(word.startswith("@") for rule in load_contexts().values() for word in rule.only_before)


def test_doctests() -> None:
    assert doctest.testmod(concepts).failed == 0
