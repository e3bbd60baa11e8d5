"""The record of the filter's contract."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from rolescope.annotate import annotate
from rolescope.model import Annotation, Document
from rolescope.present.render.as_json import render_json
from rolescope.records import to_record, write_record
from workspace_case import make_text

KEYS = ["id", "role", "level", "workplace", "employment_types", "pay", "education", "experience_years", "mentions", "problems"]  # fmt: skip


def test_an_empty_annotation_has_every_key() -> None:
    record = asdict(to_record(None, Annotation()))
    assert list(record) == KEYS
    assert record["role"] is record["education"] is record["experience_years"] is record["id"] is None
    assert (record["level"], record["workplace"], record["pay"]) == ("unstated", "unstated", ())


def test_a_full_annotation_has_the_contracts_keys_only() -> None:
    text = f"{make_text('Data Engineer', 'Oak', 4)}\nSalary: $100,000 - $120,000 per year"
    record = asdict(to_record("x", annotate(Document("posting", "", "Senior Data Engineer", text))))
    assert list(record["role"]) == ["id", "label", "confidence"]
    assert list(record["pay"][0]) == [
        "low",
        "high",
        "currency",
        "period",
        "annual_usd_low",
        "annual_usd_high",
        "start",
        "end",
    ]
    assert list(record["education"]) == ["minimum", "preferred", "start", "end"]
    assert list(record["experience_years"]) == ["minimum", "start", "end"]
    assert list(record["mentions"][0]) == ["kind", "concept", "label", "start", "end", "strength", "section"]
    assert (record["id"], record["level"]) == ("x", "senior")


@pytest.mark.parametrize("identity", ["x", 7, None, 'quote " and \\', "\ud83d half"])
def test_the_quick_line_is_the_record(identity: str | int | None) -> None:
    text = f"{make_text('Data Engineer', 'Oak', 4)}\nSalary: €50,000 - €60,000 per year, B.Sc. and 3 years"
    read = annotate(Document("posting", "", "Senior Data Engineer", text, industry_text="Banking"))
    assert any(m.start is None for m in read.mentions)
    line = write_record(identity, read)
    assert line == render_json(to_record(identity, read))
    assert json.loads(line.encode())["id"] == identity
