"""A user's own concepts, in a TOML file named by the setting ``concepts``.

.. code-block:: toml

    [[concept]]
    id = "acme-flow"
    kind = "tool"
    label = "Acme Flow"
    alt_labels = ["AcmeFlow", "Flow"]
    broader = "workflow-orchestration"

    [rules.flow]                  # where a label is also a word, as in ambiguous.toml
    case = ["Flow"]
    not_before = ["cash", "work"]

A concept whose kind and id are packaged already adds its labels to that one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rolescope.cues import fold_label
from rolescope.errors import SettingsError
from rolescope.model import KINDS, Concept

_LARGEST = 5_000_000  # bytes
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TEXTS, _LISTS = ("id", "kind", "label", "broader"), ("alt_labels",)
RULE_LISTS = ("case", "not_before", "not_after", "only_before", "only_after")


@dataclass(frozen=True, slots=True)
class OwnConcepts:
    """Concepts of a user, and rules of their labels as ``ambiguous.toml`` writes them."""

    concepts: tuple[Concept, ...] = ()
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def read_own(path: Path) -> OwnConcepts:
    """The concepts of a file.

    Raises:
        SettingsError: the file cannot be read, or says something that is not understood.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise _refuse(path, "is larger than 5 MB")
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _refuse(path, f"cannot be read: {error}") from None
    unknown = sorted(set(data) - {"concept", "rules"})
    if unknown:
        raise _refuse(path, f"holds {unknown[0]!r}; it may hold [[concept]] and [rules.LABEL]")
    concepts = tuple(
        _read_concept(path, number, row) for number, row in enumerate(data.get("concept", []), 1)
    )
    rules = data.get("rules", {})
    return OwnConcepts(
        concepts, {fold_label(label): _read_rule(path, label, rules[label]) for label in rules}
    )


def merge(packaged: Sequence[Concept], own: Sequence[Concept]) -> tuple[Concept, ...]:
    """Packaged concepts with the labels of own ones of the same kind and id, then the others."""
    more: dict[tuple[str, str], Concept] = {(c.kind, c.id): c for c in own}
    known = {(c.kind, c.id) for c in packaged}
    grown = [_grow(c, more[c.kind, c.id]) if (c.kind, c.id) in more else c for c in packaged]
    return (*grown, *(c for key, c in more.items() if key not in known))


def _grow(concept: Concept, own: Concept) -> Concept:
    labels = dict.fromkeys((*concept.alt_labels, own.label, *own.alt_labels))
    return replace(concept, alt_labels=tuple(label for label in labels if label != concept.label))


def _read_concept(path: Path, number: int, row: Any) -> Concept:
    where = f"concept {number}"
    if not isinstance(row, dict) or set(row) - {*_TEXTS, *_LISTS}:
        raise _refuse(path, f"{where} may say {', '.join((*_TEXTS, *_LISTS))}")
    texts = [row.get(name, "") for name in _TEXTS]
    labels = row.get("alt_labels", [])
    if not all(isinstance(text, str) for text in texts) or not _are_texts(labels):
        raise _refuse(path, f"{where} has something else than text")
    identity, kind, label, broader = texts
    if kind not in KINDS or kind == "activity":
        raise _refuse(path, f"{where} has the kind {kind!r}; known: {', '.join(KINDS[:-1])}")
    if not _ID.fullmatch(identity) or not all(fold_label(text) for text in (label, *labels)):
        raise _refuse(path, f"{where} needs an id of a-z, 0-9 and hyphens, and a label of letters or digits")
    return Concept(identity, label, kind, tuple(labels), broader or None)


def _read_rule(path: Path, label: str, rule: Any) -> Mapping[str, Any]:
    if not isinstance(rule, dict) or set(rule) - {*RULE_LISTS, "context"}:
        raise _refuse(path, f"the rule of {label!r} may say {', '.join((*RULE_LISTS, 'context'))}")
    if not all(_are_texts(rule.get(name, [])) for name in RULE_LISTS):
        raise _refuse(path, f"the rule of {label!r} has something else than lists of text")
    if rule.get("context", "none") not in ("none", "list"):
        raise _refuse(path, f"the context of {label!r} is neither none nor list")
    return rule


def _are_texts(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


def _refuse(path: Path, why: str) -> SettingsError:
    return SettingsError(f"The concepts in {path.name}: {why}.")
