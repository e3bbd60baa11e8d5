"""REST: the same objects as ``--json``, at addresses of their own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from rolescope import Workspace
from rolescope.analyse.answers import LinkRecord
from rolescope.present.render.as_json import render_json
from rolescope.present.web.api import Page
from rolescope.present.web.describing import docs_view, type_text
from rolescope.present.web.problems import ERROR_TYPES, TITLES, from_error
from rolescope.present.web.replies import write_json
from web_case import open_client

ROLE, OTHER = "data-engineer", "data-analyst"


@pytest.fixture(scope="module")
def client(filled: Path) -> Iterator[TestClient]:
    with open_client(filled) as opened:
        yield opened


@pytest.fixture(scope="module")
def described(client: TestClient) -> dict:
    return client.get("/api/openapi.json").json()


def test_answers_are_those_of_the_command_line(client: TestClient, mine: Workspace) -> None:
    asked = {
        f"/api/compare?role={ROLE}&role={OTHER}": mine.compare(ROLE, OTHER),
        f"/api/roles/{ROLE}?country=us&level=senior": mine.role(ROLE, country="US", level="senior"),
        f"/api/evidence/{ROLE}/tool/sql?limit=3&offset=2": mine.evidence(
            f"{ROLE}/tool/sql", limit=3, offset=2
        ),
        "/api/concepts/tool/python": mine.concept("tool", "python"),
        "/api/sources": mine.sources(),
        "/api/suggest?q=lead+data&limit=2": mine.suggest("lead data", 2),
        "/api/link?text=build+data+pipelines&top=3": mine.link("build data pipelines", top=3),
        "/api/roles": mine.roles(),
    }
    for address, answer in asked.items():
        response = client.get(address)
        assert response.status_code == 200, address
        assert response.headers["content-type"] == "application/json"
        assert response.json() == json.loads(render_json(answer)), address


def test_a_document_is_found_by_the_id_its_evidence_names(client: TestClient) -> None:
    item = client.get(f"/api/evidence/{ROLE}/tool/sql?limit=1").json()["items"][0]
    document = client.get(f"/api/documents/{item['document_id']}").json()
    assert document["text"][item["start"] : item["end"]] == "SQL"


def test_lists_come_in_pages(client: TestClient) -> None:
    response = client.get("/api/roles?limit=10&offset=10&text=engineer")
    links = response.links
    assert len(response.json()["roles"]) == 10
    assert set(links) == {"first", "prev", "next", "last"}
    assert links["next"]["url"] == "/api/roles?text=engineer&limit=10&offset=20"
    last = client.get(links["last"]["url"])
    assert 0 < len(last.json()["roles"]) <= 10
    assert "next" not in last.links


def test_pages_are_cut_at_their_ends() -> None:
    assert Page(3, 0).cut((1, 2)) == (1, 2)
    assert Page(3, 9).cut((1, 2)) == ()


def test_what_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    address = f"/api/roles/{ROLE}"
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": f'"x", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert client.get(address, headers={"if-none-match": '"another"'}).status_code == 200


@pytest.mark.parametrize("encodings", ["gzip", "br;q=1.0, gzip;q=0.5, *;q=0"])
def test_answers_are_packed_where_that_is_understood(client: TestClient, encodings: str) -> None:
    packed = client.get("/api/roles", headers={"accept-encoding": encodings})
    plain = client.get("/api/roles", headers={"accept-encoding": "identity, sdch;q=1"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()
    assert int(packed.headers["content-length"]) < len(plain.content) / 3


@pytest.mark.parametrize(
    ("address", "status", "kind"),
    [
        ("/api/roles/zookeeper", 404, "unknown-role"),
        (f"/api/evidence/{ROLE}/tool/nothing-known", 404, "unknown-figure"),
        ("/api/evidence/nonsense", 404, "unknown-figure"),
        ("/api/concepts/tool/nothing-known", 404, "unknown-concept"),
        ("/api/documents/0000", 404, "unknown-document"),
        ("/api/link?text=x&to=esco", 404, "unknown-taxonomy"),
        ("/api/nothing", 404, "not-found"),
        (f"/api/compare?role={ROLE}", 422, "bad-request"),
        (f"/api/roles/{ROLE}@boss", 422, "bad-request"),
        (f"/api/roles/{ROLE}?country=Germany", 422, "bad-request"),
        (f"/api/roles/{ROLE}?since=2023-02-30", 422, "bad-request"),
        (f"/api/roles/{ROLE}?since=2024&until=2023", 422, "bad-request"),
        ("/api/roles?limit=0", 422, "bad-request"),
    ],
)
def test_problems_have_types(client: TestClient, address: str, status: int, kind: str) -> None:
    response = client.get(address)
    told = response.json()
    assert response.status_code == told["status"] == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"
    assert told["type"] == f"/api/docs#problem-{kind}"
    assert told["title"] == TITLES[kind]
    assert "`rolescope" not in told["detail"]
    assert "--" not in told["detail"]


def test_an_unknown_role_comes_with_the_nearest(client: TestClient) -> None:
    told = client.get("/api/roles/data%20enginer").json()
    assert "Data Engineer" in told["nearest"]


def test_a_wrong_parameter_is_named(client: TestClient) -> None:
    told = client.get(f"/api/roles/{ROLE}?country=Germany&since=soon").json()
    assert [error["where"] for error in told["errors"]] == ["country", "since"]


def test_every_error_of_the_tree_has_a_type() -> None:
    def below(error: type) -> Iterator[type]:
        for inner in error.__subclasses__():
            yield inner
            yield from below(inner)

    from rolescope.errors import RolescopeError, UnknownRole, WorkspaceError

    for error in (RolescopeError, *below(RolescopeError)):
        assert any(issubclass(error, known) for known in ERROR_TYPES)
        assert 400 <= error.http_status < 600
        kind = next(name for known, name in ERROR_TYPES.items() if issubclass(error, known))
        assert kind.startswith("unknown-") == (error.http_status == 404), error
    assert set(ERROR_TYPES.values()) <= set(TITLES)
    assert from_error(WorkspaceError("/secret/place is damaged")).detail == "The evidence cannot be read now."
    assert from_error(UnknownRole("x")).status == 404


def test_methods_that_are_not_there(client: TestClient) -> None:
    for method in ("OPTIONS", "PUT", "DELETE", "PATCH", "POST"):
        response = client.request(method, "/api/roles")
        assert response.status_code == 405
        assert response.headers["allow"] == "GET"
    assert client.get("/api/annotate").status_code == 405


def test_head_is_get_without_the_body(client: TestClient) -> None:
    got, head = client.get("/api/roles"), client.head("/api/roles")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == got.headers["content-length"]
    assert head.headers["etag"] == got.headers["etag"]


def test_the_description_is_whole(client: TestClient, described: dict) -> None:
    assert described["openapi"].startswith("3.1")
    for path, operations in described["paths"].items():
        for operation in operations.values():
            good = operation["responses"]["200"]["content"]["application/json"]
            assert good["schema"], path
            assert operation["summary"], path
            assert {"414", "422", "503"} <= set(operation["responses"]), path
            if path != "/api/annotate":
                whole = {**good["schema"], "components": described["components"]}
                Draft202012Validator(whole).validate(good["example"])


def test_examples_are_real_and_small(described: dict) -> None:
    shown = described["paths"]["/api/compare"]["get"]["responses"]["200"]["content"]["application/json"][
        "example"
    ]
    assert shown["schema"] == "rolescope/compare/1"
    assert len(shown["pairs"]) == 1
    assert len(json.dumps(described)) < 400_000


def test_an_empty_workspace_has_fewer_examples(tmp_path: Path) -> None:
    Workspace(create=True)
    with open_client(tmp_path / "own") as client:
        paths = client.get("/api/openapi.json").json()["paths"]
        got = paths["/api/documents/{document_id}"]["get"]["responses"]["200"]["content"]["application/json"]
        assert "example" not in got
        assert client.get("/api/docs").status_code == 200


def test_the_page_of_the_api_tells_every_operation(client: TestClient, described: dict) -> None:
    page = client.get("/api/docs").text
    assert "http://localhost:8000/api/" in page  # as it was asked for
    assert not re.search(r"curl [^\n]*/api/documents/(?:\{|ID)|rolescope__", page)
    for path in described["paths"]:
        assert path in page
    for name in TITLES:
        assert f'id="problem-{name}"' in page
    view = docs_view(described)
    assert {o.method for o in view.operations} == {"GET", "POST"}
    assert all(f'href="#type-{name}"' in page for name in ("ComparisonAnswer", "Share"))


def test_types_in_words() -> None:
    assert type_text({"enum": ["a", 1]}) == '"a", 1'
    assert type_text({"const": "x"}) == '"x"'
    assert type_text({"type": "object", "additionalProperties": {"type": "integer"}}) == "object of integer"
    assert type_text({"type": ["string", "null"]}) == "string or null"
    assert type_text({}) == "anything"


def test_half_a_character_is_written_as_an_escape() -> None:
    assert json.loads(write_json(LinkRecord("\ud83d", ()))) == {"id": "\ud83d", "links": [], "problems": []}
