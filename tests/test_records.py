"""The record of the filter's contract."""

from __future__ import annotations

from dataclasses import asdict

from rolescope.annotate import annotate
from rolescope.model import Annotation, Document
from rolescope.records import to_record
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
