"""The packaged concepts other than tools: form, size, and that no writing means two things."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from importlib.resources import files

import pytest

CONCEPTS = files("rolescope.data") / "concepts"
COLUMNS = ["id", "label", "alt_labels", "broader", "onet"]
ACTIVITY_COLUMNS = ["id", "label", "verbs", "objects", "broader", "onet"]
AT_LEAST = {
    "skills": 1100,
    "soft_skills": 90,
    "certifications": 120,
    "fields_of_study": 110,
    "industries": 70,
    "activities": 165,
}
LABEL_KINDS = tuple(kind for kind in AT_LEAST if kind != "activities")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def rows(kind: str) -> list[dict[str, str]]:
    """The table of one kind, one mapping per line."""
    head, *lines = (CONCEPTS / f"{kind}.tsv").read_text("utf-8").splitlines()
    return [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]


def normalise(label: str) -> str:
    """A writing as the matcher sees it: lower case, dashes, slashes and underscores as one space."""
    return re.sub(r"[\s/_–—-]+", " ", label.lower()).strip()


def writings(row: dict[str, str]) -> list[str]:
    return [row["label"], *filter(None, row["alt_labels"].split("|"))]


def verb_groups() -> dict[str, list[str]]:
    return tomllib.loads((CONCEPTS / "verb_groups.toml").read_text("utf-8"))


@pytest.mark.parametrize("kind", AT_LEAST)
def test_table_form(kind: str) -> None:
    head = (CONCEPTS / f"{kind}.tsv").read_text("utf-8").split("\n", 1)[0].split("\t")
    table = rows(kind)
    ids = [row["id"] for row in table]
    assert head == (ACTIVITY_COLUMNS if kind == "activities" else COLUMNS)
    assert ids == sorted(set(ids))
    assert all(SLUG.fullmatch(i) for i in ids)
    assert {row["onet"] for row in table} <= {"", "1"}
    assert all(value == value.strip() for row in table for value in row.values())
    assert len(table) >= AT_LEAST[kind]


@pytest.mark.parametrize("kind", AT_LEAST)
def test_labels_are_unique_and_capitalised(kind: str) -> None:
    labels = [row["label"] for row in rows(kind)]
    assert len(set(map(normalise, labels))) == len(labels)
    assert all(not label[0].islower() or label.startswith("iOS ") for label in labels)


@pytest.mark.parametrize("kind", AT_LEAST)
def test_broader_is_another_row_without_rings(kind: str) -> None:
    broader = {row["id"]: row["broader"] for row in rows(kind)}
    for start in broader:
        seen, here = {start}, broader[start]
        while here:
            assert here in broader.keys() - seen, (start, here)
            seen.add(here)
            here = broader[here]


@pytest.mark.parametrize("kind", LABEL_KINDS)
def test_writings_are_clean(kind: str) -> None:
    for row in rows(kind):
        forms = [normalise(text) for text in writings(row)]
        assert len(set(forms)) == len(forms), row["id"]
        assert all(forms), row["id"]
        assert not any("," in form for form in forms), row["id"]


@pytest.mark.parametrize(
    "kinds", [("skills", "soft_skills", "certifications"), ("fields_of_study",), ("industries",)]
)
def test_one_writing_means_one_concept(kinds: tuple[str, ...]) -> None:
    owners: dict[str, set[tuple[str, str]]] = {}
    for kind in kinds:
        for row in rows(kind):
            for text in writings(row):
                owners.setdefault(normalise(text), set()).add((kind, row["id"]))
    assert {text: found for text, found in owners.items() if len(found) > 1} == {}


@pytest.mark.parametrize("word", ["data", "development", "design", "research", "management"])
def test_generic_words_alone_are_no_skills(word: str) -> None:
    taken = {
        normalise(text) for kind in ("skills", "soft_skills") for row in rows(kind) for text in writings(row)
    }
    assert word not in taken


@pytest.mark.parametrize(
    "word", ["analysis", "security", "leadership", "communication", "testing", "creative"]
)
def test_plain_words_are_skills_only_by_rule(word: str) -> None:
    assert word in {label for rules in contexts().values() for rule in rules for label in rule["labels"]}


def contexts() -> dict[str, list[dict[str, list[str]]]]:
    """The rules of ``contexts.toml`` by kind."""
    data = tomllib.loads((CONCEPTS / "contexts.toml").read_text("utf-8"))
    return {kind: data[kind] for kind in ("skill", "soft_skill")}


@pytest.mark.parametrize("kind", ["skill", "soft_skill"])
def test_every_rule_is_of_a_label_and_there_is_one_a_label(kind: str) -> None:
    known = {normalise(text) for row in rows(f"{kind}s") for text in writings(row)}
    ruled = [normalise(label) for rule in contexts()[kind] for label in rule["labels"]]
    assert set(ruled) <= known
    assert [label for label, count in Counter(ruled).items() if count > 1] == []


def test_rules_name_lists_that_are_there_and_used() -> None:
    words = tomllib.loads((CONCEPTS / "contexts.toml").read_text("utf-8"))["words"]
    named = {
        word[1:]
        for rules in contexts().values()
        for rule in rules
        for of in rule.values()
        for word in of
        if word.startswith("@")
    }
    assert named == set(words)


@pytest.mark.parametrize(
    ("kind", "text", "concept"),
    [
        ("skills", "ml", "machine-learning"),
        ("skills", "ab testing", "a-b-testing"),
        ("skills", "CI/CD", "continuous-integration"),
        ("skills", "data modeling", "data-modelling"),
        ("skills", "data modelling", "data-modelling"),
        ("skills", "ICH-GCP", "good-clinical-practice"),
        ("soft_skills", "team player", "teamwork"),
        ("soft_skills", "self-starter", "self-motivation"),
        ("soft_skills", "detail-oriented", "attention-to-detail"),
        ("soft_skills", "fast learner", "learning-quickly"),
        ("certifications", "AZ-900", "azure-fundamentals"),
        ("certifications", "CISSP", "cissp"),
        ("fields_of_study", "stats", "statistics"),
        ("industries", "Insurance Carrier", "insurance"),
        ("industries", "Biotech & Pharmaceuticals", "biotech-and-pharmaceuticals"),
    ],
)
def test_known_writings(kind: str, text: str, concept: str) -> None:
    found = [row["id"] for row in rows(kind) if normalise(text) in map(normalise, writings(row))]
    assert found == [concept]


def test_activities_have_verbs_and_objects() -> None:
    groups = verb_groups()
    for row in rows("activities"):
        verbs, objects = row["verbs"].split("|"), row["objects"].split("|")
        named = [verb[1:-1] for verb in verbs if verb.startswith("{")]
        assert all(verbs + objects), row["id"]
        assert set(named) <= groups.keys(), row["id"]
        assert len(set(objects)) == len(objects), row["id"]
        assert len(set(verbs)) == len(verbs), row["id"]
        assert "," not in row["objects"], row["id"]


def test_every_verb_group_is_used_and_has_no_doubles() -> None:
    used = {verb for row in rows("activities") for verb in row["verbs"].split("|")}
    for name, verbs in verb_groups().items():
        assert f"{{{name}}}" in used, name
        assert [verb for verb, count in Counter(verbs).items() if count > 1] == [], name
        assert all(verb == verb.lower().strip() for verb in verbs)
