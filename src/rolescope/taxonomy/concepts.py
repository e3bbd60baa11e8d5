"""The packaged concepts, and a user's own."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rolescope.cues import fold_label
from rolescope.model import Concept, Kind
from rolescope.settings import own_concepts
from rolescope.taxonomy.own import RULE_LISTS, OwnConcepts, merge, read_own

CONCEPT_FILES: tuple[tuple[Kind, str], ...] = (
    ("tool", "tools.tsv"),
    ("skill", "skills.tsv"),
    ("soft_skill", "soft_skills.tsv"),
    ("certification", "certifications.tsv"),
    ("field_of_study", "fields_of_study.tsv"),
    ("industry", "industries.tsv"),
    ("activity", "activities.tsv"),
)


@dataclass(frozen=True, slots=True)
class Activity:
    """How a duty is written: one of ``verbs`` (all forms) shortly before one of ``objects``."""

    concept: Concept
    verbs: frozenset[str]
    objects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelRule:
    """What an ambiguous label needs to count (``ambiguous.toml`` and ``contexts.toml`` in ``data/concepts``)."""

    case: frozenset[str] = frozenset()
    in_list: bool = False
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    only_before: tuple[str, ...] = ()
    only_after: tuple[str, ...] = ()
    of_person: bool = False


def _rows(name: str) -> list[dict[str, str]]:
    text = files("rolescope.data").joinpath("concepts", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def _parts(cell: str | None) -> tuple[str, ...]:
    return tuple(p.strip() for p in (cell or "").split("|") if p.strip())


def _concept(kind: Kind, row: dict[str, str]) -> Concept:
    return Concept(
        id=row["id"],
        label=row["label"],
        kind=kind,
        alt_labels=_parts(row.get("alt_labels")),
        broader=row.get("broader") or None,
        onet=row.get("onet") == "1",
    )


@cache
def load_concepts() -> tuple[Concept, ...]:
    """All packaged concepts, every kind, in the order of ``CONCEPT_FILES``; then the user's own."""
    packaged = [_concept(kind, row) for kind, name in CONCEPT_FILES for row in _rows(name)]
    return merge(packaged, _own().concepts)


@cache
def _own() -> OwnConcepts:
    path = own_concepts()
    return read_own(path) if path else OwnConcepts()


@cache
def concept_index() -> dict[tuple[str, str], Concept]:
    """Concepts by (kind, id)."""
    return {(c.kind, c.id): c for c in load_concepts()}


@cache
def load_activities() -> tuple[Activity, ...]:
    """The packaged duties with the forms of their verbs."""
    groups = _verb_groups()
    return tuple(
        Activity(
            concept_index()["activity", row["id"]],
            frozenset(f for verb in _parts(row["verbs"]) for f in _verb_forms(verb, groups)),
            _parts(row["objects"]),
        )
        for row in _rows("activities.tsv")
    )


def _verb_groups() -> dict[str, list[str]]:
    text = files("rolescope.data").joinpath("concepts", "verb_groups.toml").read_text("utf-8")
    data = tomllib.loads(text)
    return {name: list(v if isinstance(v, list) else v["verbs"]) for name, v in data.items()}


def _verb_forms(verb: str, groups: dict[str, list[str]]) -> list[str]:
    if verb.startswith("{"):
        return [f for lemma in groups[verb.strip("{}")] for f in inflect(lemma)]
    return inflect(verb)


def inflect(lemma: str) -> list[str]:
    """The regular forms of a verb, folded; of a verb of several words the first is inflected.

    >>> inflect("analyse")
    ['analyse', 'analyses', 'analysed', 'analysing']
    >>> inflect("plan")[2:]
    ['planed', 'planing', 'planned', 'planning']
    >>> inflect("work with")[:2], inflect("fine-tune")[-1]
    (['work with', 'works with'], 'fine tuning')
    """
    lemma = lemma.lower()
    if "-" in lemma:
        before, _, last = lemma.rpartition("-")
        return [f"{fold_label(before)} {form}" for form in inflect(last)]
    word, _, rest = lemma.partition(" ")
    if rest:
        return [f"{form} {fold_label(rest)}" for form in inflect(word)]
    stem = word[:-1] if word.endswith("e") else word
    if word.endswith("y") and word[-2:-1] not in "aeou":
        return [word, f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word}ing"]
    third = f"{word}es" if word.endswith(("s", "sh", "ch", "x")) else f"{word}s"
    forms = [word, third, f"{stem}ed", f"{stem}ing"]
    if word[-1] in "bdgmnprt" and word[-2:-1] in "aeiou" and word[-3:-2] not in "aeiou":
        forms += [f"{word}{word[-1]}ed", f"{word}{word[-1]}ing"]
    return forms


@cache
def load_label_rules() -> dict[str, LabelRule]:
    """Rules of ambiguous labels, by the label in lower case; the user's own win."""
    text = files("rolescope.data").joinpath("concepts", "ambiguous.toml").read_text("utf-8")
    return {label: _rule(rule) for label, rule in (tomllib.loads(text) | dict(_own().rules)).items()}


def _rule(rule: Mapping[str, Any]) -> LabelRule:
    case, before, after, only_before, only_after = (tuple(rule.get(name, ())) for name in RULE_LISTS)
    context = rule.get("context", "none")
    in_list = context in ("list", "person")
    return LabelRule(frozenset(case), in_list, before, after, only_before, only_after, context == "person")


@cache
def load_contexts() -> dict[tuple[Kind, str], LabelRule]:
    """Rules of skills and soft skills that are also plain words, by kind and folded label (``contexts.toml``)."""
    data = tomllib.loads(files("rolescope.data").joinpath("concepts", "contexts.toml").read_text("utf-8"))
    kinds: tuple[Kind, ...] = ("skill", "soft_skill")
    return {
        (kind, fold_label(label)): _rule(_spell_out(rule, data["words"]))
        for kind in kinds
        for rule in data[kind]
        for label in rule["labels"]
    }


def _spell_out(rule: Mapping[str, Any], words: Mapping[str, list[str]]) -> dict[str, Any]:
    """The rule with each ``@name`` in place of the words it stands for.

    >>> _spell_out({"not_after": ["@place", "by"], "context": "list"}, {"place": ["team", "firm"]})
    {'not_after': ['team', 'firm', 'by'], 'context': 'list'}
    """
    spelt = {
        name: [w for word in rule[name] for w in (words[word[1:]] if word.startswith("@") else [word])]
        for name in RULE_LISTS
        if name in rule
    }
    return {**spelt, "context": rule.get("context", "none")}
