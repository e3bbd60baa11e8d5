"""The OpenAPI description: types from the answers' dataclasses, examples from the evidence itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from rolescope.present.web.problems import TITLES
from rolescope.present.web.replies import write_json
from rolescope.version import __version__
from rolescope.workspace import Workspace

_TOLD = {
    404: "There is no such role, figure, concept or document.",
    408: "The body did not arrive in time.",
    413: "The body is too large.",
    414: "The address is too long.",
    415: "The body is no JSON.",
    422: "A parameter or the body is of another form.",
    503: "The server is busy or took too long; ask again after the seconds in `Retry-After`.",
}
_TEXT = {"type": "string"}
PROBLEM_SCHEMA: dict[str, Any] = {
    "title": "ProblemDetails",
    "description": "What went wrong (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {
            "type": "string",
            "description": "Stable name of the kind of problem, as an address that tells more of it.",
            "enum": [f"/api/docs#problem-{name}" for name in TITLES],
        },
        "title": {"type": "string", "description": "The same words for every problem of the type."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "One sentence about this problem."},
        "nearest": {"type": "array", "items": _TEXT, "description": "Roles that may have been meant."},
        "errors": {
            "type": "array",
            "description": "What is wrong with which parameter.",
            "items": {
                "type": "object",
                "required": ["where", "what"],
                "properties": {"where": _TEXT, "what": _TEXT},
            },
        },
    },
}


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}
    return {status: {"description": _TOLD[status], "content": content} for status in statuses}


PROBLEMS = _problems(414, 422, 503)
READ_PROBLEMS = _problems(404)
BODY_PROBLEMS = _problems(408, 413, 415)
_POSTING = {
    "type": "object",
    "required": ["text"],
    "properties": {
        "text": {"type": "string", "maxLength": 200_000, "description": "The posting."},
        "id": {"type": ["string", "integer", "null"], "description": "Given back with the record."},
        "title": {"type": "string", "description": "The job's title, which tells role and level."},
        "location": {"type": "string"},
        "employer": {"type": "string", "description": "Its own products are not read as skills."},
        "date_posted": {"type": "string", "description": "ISO date; the year's rates convert pay."},
    },
}
_EXAMPLE = {
    "id": 1,
    "title": "Senior Data Engineer",
    "text": "Requirements\n- 3+ years of experience with Python and SQL\n- Bachelor's degree\n"
    "We pay $120,000 - $150,000 a year.",
}
ANNOTATE_BODY: dict[str, Any] = {
    "required": True,
    "description": "One posting, or a list of at most 100.",
    "content": {
        "application/json": {
            "schema": {"anyOf": [_POSTING, {"type": "array", "items": _POSTING, "maxItems": 100}]},
            "example": _EXAMPLE,
        }
    },
}
_ARTICLE = {
    "name": "data-engineer.md",
    "text": "# What is a data engineer?\n\nData engineers build pipelines. They need Python and SQL, and most know "
    "Tableau. Employment of database administrators and architects is projected to grow by 10% from 2019 to 2029.",
}
_SENT = {
    "type": "object",
    "required": ["text"],
    "properties": {
        "text": {"type": "string", "description": "The article: plain text, Markdown or HTML."},
        "name": {"type": "string", "description": "What the answer calls it."},
    },
}
CHECK_BODY: dict[str, Any] = {
    "required": True,
    "description": "One article, or a list of at most 10.",
    "content": {
        "application/json": {
            "schema": {"anyOf": [_SENT, {"type": "array", "items": _SENT, "minItems": 1, "maxItems": 10}]},
            "example": _ARTICLE,
        }
    },
}
_ROLE, _FIGURE = "data-engineer", "data-engineer/tool/python"
EXAMPLES: dict[str, Callable[[Workspace], Any]] = {
    "/api/roles": lambda door: door.roles("data engineer"),
    "/api/roles/{role}": lambda door: door.role(_ROLE),
    "/api/compare": lambda door: door.compare(_ROLE, "data-analyst"),
    "/api/concepts": lambda door: door.concepts("python"),
    "/api/concepts/{kind}/{concept}": lambda door: door.concept("tool", "python"),
    "/api/evidence/{key}": lambda door: door.evidence(_FIGURE, limit=1),
    "/api/documents/{document_id}": lambda door: door.document(
        door.evidence(_FIGURE, limit=1).items[0].document_id
    ),
    "/api/sources": lambda door: door.sources(),
    "/api/suggest": lambda door: door.suggest("lead ma", 2),
    "/api/link": lambda door: door.link("build data pipelines", top=2),
    "/api/check": lambda door: door.check(_ARTICLE["text"]),
}


def build_openapi(app: FastAPI, door: Workspace) -> dict[str, Any]:
    """The description of all that lies under /api."""
    described = get_openapi(
        title="Rolescope",
        version=__version__,
        summary="Careers compared on evidence.",
        description=app.description,
        routes=app.routes,
    )
    components = described.setdefault("components", {}).setdefault("schemas", {})
    components["ProblemDetails"] = PROBLEM_SCHEMA
    for path, operations in described["paths"].items():
        for operation in operations.values():
            _add_example(operation, path, door)
    return described


def _add_example(operation: dict[str, Any], path: str, door: Workspace) -> None:
    content = operation["responses"].get("200", {}).get("content", {}).get("application/json")
    example = make_example(path, door) if content is not None and path in EXAMPLES else None
    if example is not None:
        content["example"] = example


def make_example(path: str, door: Workspace) -> Any:
    """A real answer, cut short; None where this evidence has none."""
    try:
        return shorten(json.loads(write_json(EXAMPLES[path](door))))
    except (LookupError, ArithmeticError):
        return None


def shorten(value: Any, most: int = 1) -> Any:
    """Plain JSON with lists and names cut to their first entries, long texts to their beginnings.

    >>> shorten({"items": ["a", "b"], "span": [3, 9], "text": "a" * 500})["items"]
    ['a']
    """
    if isinstance(value, list) and len(value) == 2 and all(isinstance(one, int) for one in value):
        return value  # a span
    if isinstance(value, list):
        return [shorten(one, most) for one in value[:most]]
    if isinstance(value, Mapping):
        kept = list(value.items())
        # names of concepts: hundreds of entries of one kind
        several = kept[:3] if len(kept) > 60 else kept
        return {name: shorten(one, most) for name, one in several}
    return f"{value[:200]}…" if isinstance(value, str) and len(value) > 200 else value
