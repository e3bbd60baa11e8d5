"""An article sent to the server: checked, drawn or given as JSON, and forgotten; what is none is refused politely."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from rolescope.present.web.articles import BadArticles, name_of, read_sent, unpack
from rolescope.present.web.forms import MOST_PARTS, BadForm, read_form
from web_case import open_client

ARTICLE = (
    "# Data Engineer vs. Data Analyst\n\n## Skills\n\n### Data Engineer\n\n- Languages such as Python, SQL or COBOL\n"
    "- They build data pipelines.\n\n### Data Analyst\n\n- Dashboards in Tableau\n\nThe weather was fine that day.\n"
)
GERMAN = (
    "Der Dateningenieur baut Leitungen für Daten. Er braucht Python und SQL, und er arbeitet mit dem Team an der "
    "Plattform. Die Aufgaben sind vielfältig und der Lohn ist gut."
)
PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 40
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def client(filled: Path) -> Iterator[TestClient]:
    with open_client(filled, articles=3, claims=60, body_bytes=1 << 20, refused_bytes=2 << 20) as opened:
        yield opened


def send(client: TestClient, *files: tuple[str, bytes], text: str = "", query: str = ""):
    """The form as a browser sends it: without a file it names an empty one."""
    parts = [("file", file) for file in files] or [("file", ("", b""))]
    return client.post(f"/check{query}", data={"text": text}, files=parts)


def test_the_form_is_drawn(client: TestClient) -> None:
    page = client.get("/check")
    assert page.status_code == 200
    assert 'enctype="multipart/form-data"' in page.text
    assert 'aria-current="page">Check an article' in page.text
    assert "Up to 3 at a time, 1 MB together" in page.text
    assert "alert" not in page.text


def test_a_pasted_article_comes_back_checked(client: TestClient) -> None:
    page = send(client, text=ARTICLE)
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-store"
    assert ">Checked: Data Engineer vs. Data Analyst</h1>" in page.text
    assert "style=" not in page.text
    assert 'href="/evidence/data-engineer/tool/python" title' in page.text
    assert 'href="/roles/data-analyst"' in page.text
    assert 'id="claim-1-1"' in page.text
    assert "nothing of it is stored" in page.text


def test_filters_are_those_of_the_address(client: TestClient) -> None:
    page = send(client, text=ARTICLE, query="?country=us&since=2020")
    assert "Only country US, since 2020." in page.text
    assert 'href="/evidence/data-engineer/tool/python?country=US&amp;since=2020"' in page.text


def test_files_are_read_by_their_names(client: TestClient) -> None:
    html = b"<html><body><h1>Data Engineer</h1><p>Data engineers need Python &amp; SQL.</p></body></html>"
    page = send(client, ("a.md", ARTICLE.encode()), ("b.html", html), ("c.txt", b""))
    assert page.status_code == 200
    assert ">2 articles checked</h1>" in page.text
    assert "c.txt: The text is empty." in page.text
    assert "Python &amp; SQL" not in page.text  # marked apart
    assert "&amp;amp;" not in page.text


def test_markup_shows_as_text(client: TestClient) -> None:
    hostile = ARTICLE.replace("The weather", "<script>alert(1)</script> The weather")
    page = send(client, ("<b>x.txt", hostile.encode()), ("y.txt", hostile.encode()))
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "<b>x" not in page.text


@pytest.mark.parametrize(
    ("file", "status", "says"),
    [
        (None, 422, "Paste an article or choose a file."),
        (("p.jpg", PHOTO), 422, "The file is an image, not the text of an article."),
        (("a.pdf", b"%PDF-1.7 x"), 422, "PDF"),
        (("e.txt", b""), 422, "The text is empty."),
        (("n.txt", b"Home\nAbout us\nContact"), 422, "no sentence to check"),
        (("d.txt", GERMAN.encode()), 422, "The article is in German; so far only English ones are checked."),
        (("big.txt", b"Data engineers need SQL. " * 60_000), 413, "That is more than 1 MB: too large."),
        (("many.md", (ARTICLE * 40).encode()), 422, "at most 60 are checked at a time"),
    ],
)
def test_what_cannot_be_checked_is_told_on_the_form(
    client: TestClient, file: tuple[str, bytes] | None, status: int, says: str
) -> None:
    page = send(client, *([file] if file else []))
    assert page.status_code == status
    assert 'role="alert"' in page.text
    assert says in page.text
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert 'name="text"' in page.text


def test_several_that_cannot_be_checked_are_named(client: TestClient) -> None:
    page = send(client, ("p.jpg", PHOTO), ("e.txt", b""))
    assert "p.jpg: The file is an image" in page.text
    assert "e.txt: The text is empty." in page.text


def test_too_many_articles_are_refused(client: TestClient) -> None:
    page = send(client, *((f"{n}.md", ARTICLE.encode()) for n in range(4)))
    assert (page.status_code, "At most 3 articles are checked" in page.text) == (422, True)


def test_a_flood_is_cut_off(client: TestClient) -> None:
    page = send(client, ("flood.txt", b"x" * (4 << 20)))
    assert (page.status_code, page.headers["connection"]) == (413, "close")


def test_another_site_may_not_send(client: TestClient) -> None:
    for path in ("/check", "/api/check"):
        assert client.post(path, headers={"origin": "https://evil.example"}).status_code == 403


def test_another_body_is_refused(client: TestClient) -> None:
    assert client.post("/check", content=b"text=x", headers=JSON).status_code == 415
    assert client.post("/api/check", data={"text": ARTICLE}).status_code == 415
    headers = {"content-type": "multipart/form-data; boundary=x"}
    page = client.post("/check", content=b"nonsense", headers=headers)
    assert (page.status_code, "The form could not be read." in page.text) == (422, True)


def test_nothing_is_stored_or_written_down(
    client: TestClient, filled: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = {path: path.stat().st_mtime_ns for path in filled.rglob("*")}
    with caplog.at_level(logging.DEBUG):
        send(client, ("secret.md", ARTICLE.encode()), text=ARTICLE)
        client.post("/api/check", json={"text": ARTICLE, "name": "secret.md"})
        client.post("/check", content=b"secret", headers={"content-type": "multipart/form-data; boundary=x"})
    assert {path: path.stat().st_mtime_ns for path in filled.rglob("*")} == before
    assert "secret" not in caplog.text
    assert "weather" not in caplog.text


class TestApi:
    def test_one_article_gives_the_answer_of_the_command(self, client: TestClient) -> None:
        response = client.post("/api/check", json={"name": "guide.md", "text": ARTICLE})
        answer = response.json()
        assert response.headers["cache-control"] == "no-store"
        assert answer["schema"] == "rolescope/check/1"
        (article,) = answer["articles"]
        assert article["name"] == "guide.md"
        claims = {claim["text"]: claim for claim in article["claims"]}
        assert claims["Python"]["verdict"] == "supported"
        assert article["text"][slice(*article["silent"][-1])] == "The weather was fine that day."

    def test_a_list_is_checked_together(self, client: TestClient) -> None:
        answer = client.post("/api/check?country=US", json=[{"text": ARTICLE}, {"text": ARTICLE}, {}]).json()
        assert [article["name"] for article in answer["articles"]] == ["article 1", "article 2"]
        assert answer["problems"][0]["why"] == "no_text"
        assert answer["evidence"]["filters"] == {"country": "US"}
        assert {statement["label"] for statement in answer["statements"]} >= {"Python", "SQL", "Tableau"}

    @pytest.mark.parametrize("body", [b"", b"5", b"{}", b"[" * 100_000, b'{"text": 5}', b'{"text": ""}'])
    def test_what_is_no_article_is_a_problem(self, client: TestClient, body: bytes) -> None:
        response = client.post("/api/check", content=body, headers=JSON)
        assert response.status_code == 422
        assert response.headers["content-type"] == "application/problem+json"

    def test_it_is_described_with_an_example(self, client: TestClient) -> None:
        told = client.get("/api/openapi.json").json()["paths"]["/api/check"]["post"]
        sent = told["requestBody"]["content"]["application/json"]["example"]
        given = told["responses"]["200"]["content"]["application/json"]["example"]
        assert client.post("/api/check", json=sent).status_code == 200
        assert given["schema"] == "rolescope/check/1"
        assert "POST</strong> /api/check" in client.get("/api/docs").text


class TestForms:
    BODY = (
        b'--XX\r\nContent-Disposition: form-data; name="text"\r\n\r\nh\xc3\xa9llo\r\n--XX\r\n'
        b'Content-Disposition: form-data; name="file"; filename="a \xc3\xa9.txt"\r\n'
        b"Content-Type: text/plain\r\n\r\n\x00\xff\r\n\r\n--XX--\r\n"
    )
    PART = b'--XX\r\nContent-Disposition: form-data; name="text"\r\n\r\n\r\n'
    MEDIA = "multipart/form-data; boundary=XX"

    def test_parts_keep_their_bytes(self) -> None:
        text, file = read_form(self.MEDIA, self.BODY)
        assert (text.name, text.file, text.content) == ("text", None, "héllo".encode())
        assert (file.name, file.file, file.content) == ("file", "a é.txt", b"\x00\xff\r\n")

    @pytest.mark.parametrize(
        ("media", "body", "says"),
        [
            ("multipart/form-data", BODY, "names no boundary"),
            (MEDIA, BODY[:-8], "was cut off"),
            (MEDIA, b"--YY", "could not be read"),
            (MEDIA, b"", "was cut off"),
            (f"multipart/form-data; boundary={'X' * 400}", BODY, "could not be read"),
            (MEDIA, PART * (MOST_PARTS + 1) + BODY, "too many parts"),
        ],
    )
    def test_other_bodies_are_refused(self, media: str, body: bytes, says: str) -> None:
        with pytest.raises(BadForm, match=says):
            read_form(media, body)

    def test_a_name_in_another_charset_is_understood(self) -> None:
        body = self.BODY.replace(b'filename="a \xc3\xa9.txt"', b"filename*=UTF-8''a%20%C3%A9.txt")
        assert read_form(self.MEDIA, body)[1].file == "a é.txt"

    def test_other_fields_are_left_out(self) -> None:
        with pytest.raises(BadArticles, match="Paste an article"):
            read_sent(
                self.MEDIA, self.BODY.replace(b'"text"', b'"more"').replace(b'"file"', b'"extra"'), 3, 9
            )


class TestReadSent:
    """What the reading process does, in this one."""

    HEAD = b'--XX\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n\r\n%s\r\n'

    def read(self, *files: tuple[str, str], most: int = 3, claims: int = 99) -> list[str]:
        parts = b"".join(self.HEAD % (b"file", name.encode(), text.encode()) for name, text in files)
        body = (
            parts
            + TestForms.PART.replace(b"\r\n\r\n\r\n", b"\r\n\r\n%s\r\n" % ARTICLE.encode())
            + b"--XX--\r\n"
        )
        found = unpack(read_sent(TestForms.MEDIA, body, most, claims))
        return [*(article.name for article, _ in found.read), *(problem.where for problem in found.problems)]

    def test_a_text_and_files_are_read_in_their_order(self) -> None:
        assert self.read(("a.md", ARTICLE), ("e.txt", "")) == ["a.md", "pasted text", "e.txt"]

    def test_there_are_bounds(self) -> None:
        with pytest.raises(BadArticles, match="At most 1 articles"):
            self.read(("a.md", ARTICLE), most=1)
        with pytest.raises(BadArticles, match="claims in this; at most 2 "):
            self.read(claims=2)
        told = json.dumps({"text": "The weather was fine that day at the river. " * 30}).encode()
        with pytest.raises(BadArticles, match="30 sentences in this; at most 5 "):
            read_sent("application/json", told, 1, 1)

    def test_a_form_that_is_none_is_refused(self) -> None:
        with pytest.raises(BadArticles, match="names no boundary"):
            read_sent("multipart/form-data", b"", 1, 1)

    def test_json_is_read_one_by_one(self) -> None:
        told = [{"text": ARTICLE, "name": "x/guide.md"}, {"text": ARTICLE, "name": 5}, {"name": "y"}, 7]
        found = unpack(read_sent("application/json", json.dumps(told).encode(), 9, 99))
        assert [article.name for article, _ in found.read] == ["guide.md", "article 2"]
        assert [(problem.where, problem.why) for problem in found.problems] == [
            ("article 3", "no_text"),
            ("article 4", "no_text"),
        ]
        with pytest.raises(BadArticles, match="is no JSON"):
            read_sent("application/json", b"{", 1, 1)
        with pytest.raises(BadArticles, match=r"article 1: There is no 'text'.* article 2:"):
            read_sent("application/json", b"[{}, {}]", 2, 1)


def test_what_was_read_survives_the_way_between_processes() -> None:
    table = "# Data Engineer vs. Data Analyst\n\n| Needs | Data Engineer | Data Analyst |\n|--|--|--|\n| Tools | Python | Tableau |\n"
    told = read_sent(
        "application/json", json.dumps({"text": f"{table}\nBoth roles pay $100,000 a year."}).encode(), 1, 99
    )
    ((article, reading),) = unpack(told).read
    assert any(line.cell for line in article.lines)
    assert isinstance(article.lines, tuple)
    assert reading.claims


def test_names_are_cut_to_their_last_part() -> None:
    assert name_of("a/b\\c.md") == "c.md"
    assert name_of("x\n\x1b[2Jy.md") == "x[2Jy.md"
    assert len(name_of("y" * 500)) == 120
