"""The gate: whose requests are let in, what goes out with every response, what is written down."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from rolescope.present.web.logs import drop_tracebacks
from rolescope.present.web.security import PAGE_POLICY, PICTURE_POLICY, Hosts, host_of, is_foreign
from rolescope.present.web.snapshots import Pinned
from web_case import HERE, open_client

TEXT = "We secretly need 3+ years of Python."


@pytest.fixture(scope="module")
def client(filled: Path) -> Iterator[TestClient]:
    with open_client(filled, allow_hosts=("Careers.Example.org",), body_seconds=0.5) as opened:
        yield opened


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST:8000", "127.0.0.1:80", "[::1]:8000", "localhost.", "careers.example.org:8443"],
)
def test_names_of_this_server_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/method", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example:8000",
        "localhost@evil.example",
        "localhost:8000@evil.example",
        "localhost/..",
        "localhost:port",
        "[::1",
        "10.0.0.7",
        "",
    ],
)
def test_other_names_are_refused(client: TestClient, host: str) -> None:
    page = client.get("/method", headers={"host": host})
    api = client.get("/api/roles", headers={"host": host})
    assert (page.status_code, api.status_code) == (421, 421)
    assert api.json()["type"] == "/api/docs#problem-wrong-host"
    assert "text/html" in page.headers["content-type"]
    assert not host or host not in page.text


def test_two_hosts_are_refused(client: TestClient) -> None:
    twice = [("host", "localhost"), ("host", "localhost")]
    assert client.get("/method", headers=twice).status_code == 421


def test_an_address_in_figures_is_no_name_to_be_rebound() -> None:
    everywhere, here = Hosts("0.0.0.0", []), Hosts("192.168.1.5", [])
    assert everywhere.allow("192.168.1.5:8000")
    assert everywhere.allow("[fe80::1]:8000")
    assert not everywhere.allow("evil.example")
    assert here.allow("192.168.1.5:8000")
    assert not here.allow("192.168.1.6:8000")


def test_hosts_are_read_strictly() -> None:
    assert host_of("example.org:80") == "example.org"
    assert host_of("example.org/path") is None
    assert host_of("") is None


@pytest.mark.parametrize(
    ("method", "headers", "foreign"),
    [
        ("POST", {}, False),
        ("POST", {"origin": HERE}, False),
        ("POST", {"origin": "https://localhost:8000"}, False),
        ("POST", {"origin": "http://localhost:9000"}, True),
        ("POST", {"origin": "http://evil.example"}, True),
        ("POST", {"origin": "null"}, True),
        ("POST", {"origin": "http://[", "sec-fetch-site": "none"}, True),
        ("POST", {"origin": "null", "sec-fetch-site": "same-origin"}, False),
        ("POST", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, True),
        ("POST", {"sec-fetch-site": "same-site"}, True),
        ("GET", {"sec-fetch-site": "none"}, False),
        (
            "GET",
            {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
            True,
        ),
        (
            "GET",
            {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
            True,
        ),
        (
            "GET",
            {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"},
            False,
        ),
    ],
)
def test_other_sites_may_link_but_not_post(method: str, headers: dict[str, str], foreign: bool) -> None:
    assert is_foreign(method, Headers({"host": "localhost:8000", **headers})) == foreign


def test_a_foreign_post_is_refused(client: TestClient) -> None:
    response = client.post("/api/annotate", json={"text": TEXT}, headers={"origin": "http://evil.example"})
    assert response.status_code == 403
    assert response.json()["type"] == "/api/docs#problem-wrong-origin"


@pytest.mark.parametrize(
    "address", ["/", "/api/roles", "/nothing", "/static/rolescope.css", "/roles/zookeeper"]
)
def test_every_response_keeps_browsers_careful(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert headers["content-security-policy"] == PAGE_POLICY
    assert "unsafe" not in PAGE_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "server" not in headers


def test_pictures_may_carry_their_own_style_but_no_script(client: TestClient) -> None:
    headers = client.get("/roles/data-engineer/charts/tools.svg").headers
    assert headers["content-security-policy"] == PICTURE_POLICY
    assert "script-src" not in PICTURE_POLICY
    assert "default-src 'none'" in PICTURE_POLICY


def test_pages_hold_no_inline_script_or_style(client: TestClient) -> None:
    for address in ("/", "/roles", "/compare/data-engineer/data-analyst", "/api/docs", "/nothing"):
        page = client.get(address).text
        assert "<style" not in page
        assert " style=" not in page
        assert page.count("<script") == page.count("<script src=")
        assert " onclick=" not in page


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fweb%2fapp.py",
        "/static//etc/passwd",
        "/static/NOTICE.md",
        "/static/rolescope.css%00.png",
        "/documents/..%2f..%2fetc%2fpasswd",
        "/evidence/../../../etc/passwd",
    ],
)
def test_no_path_reaches_a_file(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "root:" not in response.text


def test_an_address_that_is_too_long(client: TestClient) -> None:
    response = client.get("/api/roles?text=" + "a" * 20_000)
    assert (response.status_code, response.json()["type"]) == (414, "/api/docs#problem-too-large")


def test_reading_takes_no_body(client: TestClient) -> None:
    response = client.request("GET", "/api/roles", content=b"x" * 100)
    assert response.status_code == 413
    assert response.headers["connection"] == "close"


@pytest.mark.parametrize(
    "given",
    ["data-engineer%0d%0aset-cookie:%20a=b", "data%0aengineer", "Data%20Engineer%0d%0a", "%ff%fe", "%00"],
)
def test_no_header_is_slipped_in(client: TestClient, given: str) -> None:
    for address in (f"/roles/{given}", f"/roles?q={given}", f"/compare?role={given}&role={given}"):
        response = client.get(address)
        assert response.status_code in (200, 303, 404, 422)
        assert "set-cookie" not in response.headers
        assert not set("\r\n") & set(response.headers.get("location", ""))
        assert not set("\r\n") & set(response.headers.get("link", ""))


def test_what_is_asked_shows_as_text(client: TestClient) -> None:
    for address in (
        "/roles/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/roles?q=%22%3E%3Cimg+src%3Dx+onerror%3Dalert(1)%3E",
    ):
        page = client.get(address).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_logs_tell_neither_queries_nor_bodies(
    client: TestClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    loggers = [logging.getLogger(name) for name in ("rolescope.access", "rolescope.web")]
    for logger in loggers:
        monkeypatch.setattr(logger, "propagate", True)
        logger.setLevel(logging.INFO)
    client.get("/suggest?q=my+secret+wish")
    client.get("/roles/" + "x" * 190 + "%0aforged")
    client.post(
        "/api/annotate", content=b'{"text": "my secret text', headers={"content-type": "application/json"}
    )
    assert len({record.getMessage() for record in caplog.records}) == 3
    assert "GET /suggest 200" in caplog.text
    assert "secret" not in caplog.text
    assert "\nforged" not in caplog.text


def test_a_bug_is_told_to_the_log_without_its_words(
    client: TestClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("text of a posting")

    monkeypatch.setattr(logging.getLogger("rolescope.web"), "propagate", True)
    monkeypatch.setattr(Pinned, "role", fail)
    page, api = (
        client.get("/roles/data-engineer?since=2001"),
        client.get("/api/roles/data-engineer?since=2001"),
    )
    assert (page.status_code, api.status_code) == (500, 500)
    assert api.json()["type"] == "/api/docs#problem-failed"
    assert "ValueError at test_web_security.py" in caplog.text
    for told in (page.text, api.text, caplog.text):
        assert "posting" not in told.replace("job postings", "")


def test_tracebacks_of_the_server_itself_are_not_written() -> None:
    try:
        raise ValueError("text of a posting")
    except ValueError as error:
        told = (ValueError, error, error.__traceback__)
    record = logging.LogRecord("uvicorn.error", logging.ERROR, "", 0, "Failed %s", ("here",), told)
    assert drop_tracebacks(record)
    assert record.getMessage().startswith("Failed here: ValueError at test_web_security.py")
    assert record.exc_info is None
    assert not drop_tracebacks(
        logging.LogRecord("x", logging.ERROR, "", 0, "Traceback (most recent …", (), None)
    )


def test_bodies_are_bounded_whatever_they_claim(client: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * (1 << 20)

    response = client.post("/api/annotate", content=endless(), headers={"content-type": "application/json"})
    assert response.status_code == 413
    assert response.headers["connection"] == "close"
    assert response.json()["detail"] == "The body is larger than 4,194,304 bytes."


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonx"])
def test_only_json_is_read(client: TestClient, kind: str) -> None:
    response = client.post("/api/annotate", content=b"{}", headers={"content-type": kind})
    assert response.status_code == 415
