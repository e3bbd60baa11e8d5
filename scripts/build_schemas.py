"""Write the JSON Schemas of what the commands print with --json, from the types of the answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from rolescope.analyse.answers import (
    CompactAnswer,
    ComparisonAnswer,
    EvidenceAnswer,
    LinkAnswer,
    LinkRecord,
    RemoveAnswer,
    RereadAnswer,
    RoleAnswer,
    RolesAnswer,
    TaxonomiesAnswer,
)
from rolescope.analyse.check_results import CheckAnswer
from rolescope.analyse.concept_answers import ConceptAnswer, ConceptsAnswer
from rolescope.analyse.lookup_answers import DocumentAnswer, SamplesAnswer, SourcesAnswer, SuggestAnswer
from rolescope.doctor import DoctorReport
from rolescope.ingest import AddReport, OfficialReport
from rolescope.records import AnnotationRecord

FOLDER = Path(__file__).resolve().parents[1] / "src" / "rolescope" / "data" / "schemas"
ANSWERS: dict[str, Any] = {
    "add": AddReport,
    "annotate": AnnotationRecord,
    "check": CheckAnswer,
    "compact": CompactAnswer,
    "compare": ComparisonAnswer,
    "concept": ConceptAnswer,
    "concepts": ConceptsAnswer,
    "doctor": DoctorReport,
    "document": DocumentAnswer,
    "evidence": EvidenceAnswer,
    "link": LinkAnswer,
    "link-line": LinkRecord,
    "remove": RemoveAnswer,
    "reread": RereadAnswer,
    "role": RoleAnswer,
    "roles": RolesAnswer,
    "samples": SamplesAnswer,
    "sources": SourcesAnswer,
    "suggest": SuggestAnswer,
    "taxonomy-add": OfficialReport,
    "taxonomy-list": TaxonomiesAnswer,
}


def build_schema(name: str) -> str:
    """The schema of one command's answer as JSON text; fields are always present."""
    schema = TypeAdapter(ANSWERS[name]).json_schema(mode="serialization")
    full = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"rolescope/{name}/1", **schema}
    return json.dumps(full, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for known in ANSWERS:
        (FOLDER / f"{known}.json").write_text(build_schema(known), "utf-8")
