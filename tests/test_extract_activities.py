"""Duties: a verb shortly before its object, in one sentence."""

from __future__ import annotations

import pytest

from rolescope.extract.activities import find_activities
from rolescope.text import read_text


def found(text: str) -> list[tuple[str | None, str]]:
    return [(m.concept, text[m.start : m.end]) for m in find_activities(read_text(text))]


@pytest.mark.parametrize(
    ("text", "concept", "span"),
    [
        ("Build data pipelines", "build-data-pipelines", "Build data pipelines"),
        (
            "You are building robust, tested data pipelines.",
            "build-data-pipelines",
            "building robust, tested data pipelines",
        ),
        ("Creates dashboards", "create-dashboards", "Creates dashboards"),
        ("Responsible for writing reports", "write-reports", "writing reports"),
    ],
)
def test_duties(text: str, concept: str, span: str) -> None:
    assert (concept, span) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Build trust. Data pipelines matter.",
        "Build trust\nData pipelines",
        "Data pipelines",
        "Build one two three four five six seven eight nine ten eleven data pipelines",
        "Benefits\n- Build data pipelines at home",
        "",
    ],
)
def test_no_duty(text: str) -> None:
    assert "build-data-pipelines" not in {concept for concept, _ in found(text)}


def test_a_duty_counts_once_for_each_verb() -> None:
    spans = [
        span
        for concept, span in found("Build data pipelines. Maintain data pipelines.")
        if concept == "build-data-pipelines"
    ]
    assert spans == ["Build data pipelines", "Maintain data pipelines"]


def test_duties_come_in_order() -> None:
    text = "Responsibilities\n- Write reports\n- Create dashboards\n- Build data pipelines"
    starts = [m.start for m in find_activities(read_text(text))]
    assert starts == sorted(starts, key=lambda s: s or 0)
    assert {m.section for m in find_activities(read_text(text))} == {"duties"}
