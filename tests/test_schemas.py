"""The published JSON Schemas are those of the types."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest
from jsonschema import Draft202012Validator

SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "build_schemas.py"


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_schemas", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MADE = load_script()


@pytest.mark.parametrize("name", sorted(MADE.ANSWERS))
def test_committed_schemas_are_what_the_script_makes(name: str) -> None:
    committed = (MADE.FOLDER / f"{name}.json").read_text("utf-8")
    assert committed == MADE.build_schema(name)
    Draft202012Validator.check_schema(json.loads(committed))


def test_no_schema_without_a_command() -> None:
    assert {f.stem for f in MADE.FOLDER.glob("*.json")} == set(MADE.ANSWERS)
