"""Pages at their addresses: each drawn, each as JSON beside, each chart as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from rolescope import Settings, Workspace
from rolescope.present.web.asked import address, tidy
from rolescope.present.web.static import static_files
from web_case import open_client
from workspace_case import make_posting, make_postings, write_jsonl

PAIR = "/compare/data-engineer/data-analyst"


@pytest.fixture(scope="module")
def client(filled: Path) -> Iterator[TestClient]:
    with open_client(filled) as opened:
        yield opened


PAGES = {
    "/": "/index.json",
    "/roles": "/roles.json",
    "/roles?q=engineer": "/roles.json?q=engineer",
    "/roles/data-engineer": "/roles/data-engineer.json",
    "/roles/data-engineer@senior?country=US": "/roles/data-engineer@senior.json?country=US",
    PAIR: f"{PAIR}.json",
    f"{PAIR}/data-scientist?since=2024": f"{PAIR}/data-scientist.json?since=2024",
    "/concepts": "/concepts.json",
    "/concepts?q=python&kind=tool": "/concepts.json?q=python&kind=tool",
    "/concepts/tool/python": "/concepts/tool/python.json",
    "/evidence/data-engineer/tool/sql": "/evidence/data-engineer/tool/sql.json",
    "/evidence/data-engineer@senior/education/bachelor": "/evidence/data-engineer@senior/education/bachelor.json",
    "/sources": "/sources.json",
}


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_drawn_and_has_its_answer_beside(client: TestClient, page: str) -> None:
    drawn, answer = client.get(page), client.get(PAGES[page])
    assert (drawn.status_code, answer.status_code) == (200, 200)
    assert drawn.headers["content-type"] == "text/html; charset=utf-8"
    assert drawn.text.startswith("<!doctype html>")
    assert answer.json()["schema"].startswith("rolescope/")
    if "json" in drawn.text:
        assert f'href="{PAGES[page].replace("&", "&amp;")}"' in drawn.text


def test_a_document_has_a_page(client: TestClient) -> None:
    item = client.get("/evidence/data-engineer/tool/sql.json").json()["items"][0]
    page = client.get(f"/documents/{item['document_id']}")
    assert page.status_code == 200
    assert "<mark" in page.text
    assert client.get(f"/documents/{item['document_id']}.json").json()["document_id"] == item["document_id"]


def test_pages_without_an_answer(client: TestClient) -> None:
    assert client.get("/method").status_code == 200
    assert client.get("/robots.txt").text.startswith("User-agent: *")
    assert client.get("/favicon.ico").headers["content-type"] == "image/svg+xml"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/roles/Data%20Engineer", "/roles/data-engineer"),
        ("/roles/senior%20data%20engineer?country=us", "/roles/data-engineer@senior?country=US"),
        ("/compare/Data%20Engineer/data-analyst?since=2024", f"{PAIR}?since=2024"),
        ("/compare?role=Data+Engineer&role=data+analyst", PAIR),
        ("/compare?role=Data+Engineer&role=&role=data+analyst&country=&level=", PAIR),
        ("/compare?role=data+engineer&role=data-analyst&country=US", f"{PAIR}?country=US"),
        ("/compare", "/"),
        ("/compare?role=&role=", "/"),
        (f"{PAIR}?country=&level=&since=2024&until=", f"{PAIR}?since=2024"),
        (f"{PAIR}?source_kind=posting&source_kind=guide&source_kind=official&source_kind=collected", PAIR),
        ("/concepts/tool/Python", "/concepts/tool/python"),
        ("/concepts?q=&kind=tool", "/concepts?kind=tool"),
    ],
)
def test_every_page_has_one_address(client: TestClient, asked: str, found: str) -> None:
    response = client.get(asked)
    assert (response.status_code, response.headers.get("location")) == (303, found)


def test_filters_and_kinds_of_evidence_stay_in_the_links(client: TestClient) -> None:
    page = client.get(f"{PAIR}?country=US&source_kind=posting").text
    assert "/evidence/data-engineer/tool/sql?country=US" in page
    assert "/charts/tools.svg?country=US" in page


def test_evidence_comes_in_pages(client: TestClient) -> None:
    first = client.get("/evidence/data-engineer/tool/sql?country=US").text
    assert 'href="/evidence/data-engineer/tool/sql?country=US&amp;page=2"' not in first
    whole = client.get("/evidence/data-engineer/level/senior").text
    assert "page=2" not in whole
    many = client.get("/evidence/data-engineer/education/bachelor").text
    total = client.get("/evidence/data-engineer/education/bachelor.json").json()["total"]
    assert ("page=2" in many) == (total > 20)


def test_lists_lead_on_and_back(client: TestClient) -> None:
    first, second = client.get("/concepts").text, client.get("/concepts?page=2").text
    assert 'href="/concepts?page=2"' in first
    assert 'href="/concepts?page=3"' in second
    assert 'href="/concepts"' in second


@pytest.mark.parametrize("path", ["/compare?role=ML+engineer&role=foo+bar", "/compare/ML engineer/foo bar"])
def test_a_mistyped_role_leaves_the_others_in_the_form(client: TestClient, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 404
    assert 'value="ML engineer"' in page.text
    assert 'value="foo bar"' in page.text


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/nothing", 404, "There is no such page"),
        ("/roles/zookeeper", 404, "No role has that name"),
        ("/documents/0000", 404, "No document has that id"),
        ("/evidence/nonsense", 404, "No figure has that key"),
        ("/concepts/tool/nothing-known", 404, "No concept has that name"),
        ("/compare/data-engineer", 422, "two to four roles, not 1"),
        ("/roles/data-engineer?since=abc", 422, "since (a year, month or day such as 2023"),
        ("/roles/data-engineer?country=usa", 422, "country (two letters such as US)"),
        ("/compare/a/b/c/d/e", 422, "two to four roles, not 5"),
        ("/compare/data-engineer/data-engineer", 422, "Data Engineer is named twice"),
        (f"{PAIR}?country=Germany", 422, "country"),
        ("/concepts/nokind/x", 422, "kind"),
    ],
)
def test_what_is_not_there_is_told_in_the_design(
    client: TestClient, path: str, status: int, says: str
) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert "text/html" in response.headers["content-type"]
    assert says in response.text
    assert "rolescope.css" in response.text


def test_a_mistyped_role_leads_on_with_the_other(client: TestClient) -> None:
    page = client.get("/compare?role=data+enginer&role=data+analyst").text
    assert 'href="/compare?role=Data%20Engineer&amp;role=data%20analyst"' in page


def test_suggestions_while_typing(client: TestClient) -> None:
    for name in ("q", "role"):
        assert '<option value="Data Engineer"' in client.get(f"/suggest?{name}=data+en").text
    assert client.get("/suggest").status_code == 200


@pytest.mark.parametrize("place", [PAIR, "/roles/data-engineer"])
def test_charts_are_files(client: TestClient, place: str) -> None:
    wide, narrow = client.get(f"{place}/charts/tools.svg"), client.get(f"{place}/charts/tools-narrow.svg")
    assert wide.headers["content-type"] == narrow.headers["content-type"] == "image/svg+xml"
    assert wide.text.startswith("<svg")
    assert wide.text != narrow.text
    png = client.get(f"{place}/charts/tools.png")
    assert png.content.startswith(b"\x89PNG")
    assert "content-encoding" not in png.headers
    table = client.get(f"{place}/charts/tools.csv")
    assert table.headers["content-disposition"] == 'attachment; filename="tools.csv"'
    assert len(list(csv.reader(io.StringIO(table.text)))) > 2
    for missing in ("nothing.svg", "tools.exe", "tools"):
        assert client.get(f"{place}/charts/{missing}").status_code == 404


def test_a_trend_and_a_card_are_pictures_too(client: TestClient) -> None:
    assert client.get("/concepts/tool/python/charts/roles.svg").status_code in (200, 404)
    card = client.get(f"{PAIR}/charts/card.png")
    assert (card.status_code, card.content[:4]) == (200, b"\x89PNG")


def test_files_of_the_design_are_kept_for_good(client: TestClient) -> None:
    digest = static_files()["rolescope.css"].digest
    assert f"/static/rolescope.css?v={digest}" in client.get("/").text
    named = client.get(f"/static/rolescope.css?v={digest}")
    assert "immutable" in named.headers["cache-control"]
    bare = client.get("/static/rolescope.css", headers={"accept-encoding": "identity"})
    assert bare.headers["cache-control"] == "no-cache"
    assert bare.text == named.text
    again = client.get("/static/rolescope.css", headers={"if-none-match": bare.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_posting_that_is_script_shows_as_text(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    odd = make_posting(
        "Data Engineer",
        1,
        title=f"Data Engineer {evil}",
        company=f"Oak {evil}",
        url="javascript:alert(3)",
        id="evil",
    )
    odd["text"] = str(odd["text"]).replace("Requirements", f"Requirements\n- {evil} Python", 1)
    feed = write_jsonl(tmp_path / "board.jsonl", [odd, *make_postings(12)])
    Workspace(Settings(workspace=tmp_path / "w", workers=1), create=True).add([feed], source=f"b{evil}")
    with open_client(tmp_path / "w") as client:
        items = client.get("/evidence/data-engineer/tool/python.json").json()["items"]
        addresses = ["/evidence/data-engineer/tool/python", "/sources", "/roles/data-engineer", PAIR]
        addresses += [f"/documents/{item['document_id']}" for item in items]
        pages = [client.get(address).text for address in addresses]
    assert any("&lt;script&gt;alert(1)" in page for page in pages)
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript:' not in page


def test_a_public_address_is_told_to_those_who_share(filled: Path) -> None:
    there = "https://careers.example.org"
    with open_client(filled, public_url=there, allow_hosts=("careers.example.org",)) as client:
        page = client.get(f"{PAIR}?country=US", headers={"host": "careers.example.org"}).text
        role = client.get("/roles/data-engineer").text
    assert f'<link rel="canonical" href="{there}{PAIR}?country=US">' in page
    assert f'content="{there}{PAIR}/charts/card.png?country=US"' in page
    assert '"@type": "Occupation"' in role


def test_addresses_are_tidied() -> None:
    assert tidy("/roles", [("q", "x")]) is None
    assert tidy("/roles", [("q", "")]) == "/roles"
    assert address("/roles/c++ engineer") == "/roles/c%2B%2B%20engineer"
