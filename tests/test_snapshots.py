"""What answers are, whole: any change of a figure, a word or a field shows here (``pytest --snapshot-update`` keeps it).

The evidence is the small workspace alone. What tells of the build and what is packaged (names, definitions) is left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from rolescope import Workspace
from rolescope.present.render.as_json import render_json

ANSWERS: dict[str, Callable[[Workspace], Any]] = {
    "compare": lambda mine: mine.compare("Data Engineer", "Data Analyst"),
    "role": lambda mine: mine.role("Senior Data Engineer", country="US"),
    "concept": lambda mine: mine.concept("tool", "sql"),
    "evidence": lambda mine: mine.evidence("data-analyst/tool/tableau", limit=3, offset=1),
    "document": lambda mine: mine.document(
        mine.evidence("data-analyst/tool/tableau", limit=1).items[0].document_id
    ),
}
_OF_THE_BUILD = {"version", "fingerprint", "generation"}  # not of the evidence
_PACKAGED = {"aliases", "definition", "alt_labels"}  # long, and held by tests of their own


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.mark.parametrize("name", ANSWERS)
def test_the_answer_is_as_it_was(name: str, mine: Workspace, snapshot: SnapshotAssertion) -> None:
    assert shorten(json.loads(render_json(ANSWERS[name](mine)))) == snapshot


def shorten(value: Any) -> Any:
    """The answer without what only tells of the build; figures to nine places, which every machine agrees on."""
    if isinstance(value, dict):
        kept = {k: v for k, v in value.items() if k not in _OF_THE_BUILD | _PACKAGED}
        return {k: shorten(v) for k, v in kept.items()}
    if isinstance(value, list):
        return [shorten(v) for v in value]
    return round(value, 9) if isinstance(value, float) else value
