"""The API described: as OpenAPI for programs, as a page for people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from rolescope.present.html.environment import render
from rolescope.present.web.openapi import build_openapi
from rolescope.present.web.problems import TITLES
from rolescope.present.web.replies import HTML, Made, Replies, write_json
from rolescope.present.web.snapshots import Pinned
from rolescope.present.web.static import plain_links

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: name, where it stands, what it may be."""

    name: str
    place: str
    required: bool
    type: str
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One address: what it takes, what it gives, an example of both."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    body: str
    gives: str
    call: str
    example: str


@dataclass(frozen=True, slots=True)
class TypeView:
    """One type of the answers and its fields: (name, type) each."""

    name: str
    description: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DocsView:
    """The page about the API; ``named`` are the types that can be linked to."""

    title: str
    nav: str
    operations: tuple[Operation, ...]
    types: tuple[TypeView, ...]
    problems: tuple[tuple[str, str], ...]
    named: frozenset[str]


@router.get("/api/openapi.json")
async def openapi(request: Request) -> Response:
    """The API's description for programs."""
    replies: Replies = request.app.state.replies
    return await replies.reply(
        request, lambda pinned: Made(write_json(build_openapi(request.app, pinned.door)))
    )


@router.get("/api/docs")
async def docs(request: Request) -> Response:
    """The API's description for people."""

    base = request.app.state.options.public_url or f"http://{request.headers.get('host', 'localhost')}"

    def make(pinned: Pinned) -> Made:
        view = docs_view(build_openapi(request.app, pinned.door), base.rstrip("/"))
        return Made(render("api_docs.html", view, plain_links()).encode(), HTML)

    replies: Replies = request.app.state.replies
    return await replies.reply(request, make, by_host=True)


def docs_view(described: Mapping[str, Any], base: str = "http://localhost:8000") -> DocsView:
    """The page about the API, from its OpenAPI object; ``base`` is where the server is reached."""
    operations = tuple(
        _operation(path, method, operation, base)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    )
    types = tuple(_type(name, schema) for name, schema in sorted(described["components"]["schemas"].items()))
    return DocsView(
        title="REST API",
        nav="api/docs",
        operations=operations,
        types=types,
        problems=tuple(TITLES.items()),
        named=frozenset(t.name for t in types),
    )


def _operation(path: str, method: str, told: Mapping[str, Any], base: str) -> Operation:
    good = told["responses"]["200"]["content"]["application/json"]
    body = told.get("requestBody", {})
    sent = body.get("content", {}).get("application/json", {}).get("example")
    example = good.get("example")
    return Operation(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told.get("summary", ""),
        description=told.get("description", ""),
        parameters=tuple(_parameter(p) for p in told.get("parameters", ())),
        body=body.get("description", ""),
        gives=type_text(good["schema"]),
        call=_call(base, path, method, sent or example),
        example=json.dumps(example, indent=1, ensure_ascii=False) if example is not None else "",
    )


_TYPICAL = {
    "/api/roles": "/api/roles?text=engineer",
    "/api/roles/{role}": "/api/roles/data-engineer",
    "/api/compare": f"/api/compare?{urlencode([('role', 'data-engineer'), ('role', 'data-analyst')])}",
    "/api/concepts": "/api/concepts?text=python",
    "/api/concepts/{kind}/{concept}": "/api/concepts/tool/python",
    "/api/evidence/{key}": "/api/evidence/data-engineer/tool/python",
    "/api/suggest": "/api/suggest?q=lead+ma",
    "/api/link": "/api/link?text=build+data+pipelines",
}


def _call(base: str, path: str, method: str, known: Any) -> str:
    """How to ask from a terminal: with what is sent, or with what the example of the answer names."""
    if method == "post":
        body = json.dumps(known, ensure_ascii=False).replace("'", "’")
        return f"curl -H 'Content-Type: application/json' -d '{body}' {base}{path}"
    named = known if isinstance(known, Mapping) else {}
    asked = _TYPICAL.get(path, path).replace("{document_id}", str(named.get("document_id", "ID")))
    return f"curl '{base}{asked}'"


def _parameter(told: Mapping[str, Any]) -> Parameter:
    return Parameter(
        told["name"],
        told["in"],
        bool(told.get("required")),
        told_type(told["schema"]),
        told.get("description", ""),
    )


def _type(name: str, schema: Mapping[str, Any]) -> TypeView:
    fields = tuple((field, type_text(one)) for field, one in schema.get("properties", {}).items())
    return TypeView(name, tuple(schema.get("description", "").split("\n\n")), fields)


def told_type(schema: Mapping[str, Any]) -> str:
    """A parameter's type with its bounds and default.

    >>> told_type({"type": "integer", "minimum": 1, "maximum": 200, "default": 20})
    'integer, 1 to 200, else 20'
    """
    text = type_text(schema)
    if "minimum" in schema and "maximum" in schema:
        text += f", {schema['minimum']:,} to {schema['maximum']:,}"
    if "minItems" in schema and "maxItems" in schema:
        text += f", {schema['minItems']} to {schema['maxItems']} of them"
    return f"{text}, else {schema['default']}" if schema.get("default") else text


def type_text(schema: Mapping[str, Any]) -> str:
    """A JSON Schema in a few words.

    >>> type_text({"anyOf": [{"type": "array", "items": {"$ref": "#/x/Share"}}, {"type": "null"}]})
    'list of Share or null'
    """
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        told = dict.fromkeys(type_text(one) for one in schema["anyOf"] if one.get("const") != "")
        return " or ".join(told)
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return ", ".join(json.dumps(value) for value in schema["enum"])
    kind = schema.get("type", "anything")
    if kind == "array":
        return f"list of {type_text(schema.get('items', {}))}"
    if kind == "object" and isinstance(schema.get("additionalProperties"), Mapping):
        return f"object of {type_text(schema['additionalProperties'])}"
    return " or ".join(kind) if isinstance(kind, list) else str(kind)
