"""Strangers' texts: read in a process that may take little, and is ended when it takes long."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing import Pipe
from pathlib import Path
from threading import Thread

import pytest
from starlette.testclient import TestClient

from rolescope.present.web.options import WebOptions
from rolescope.present.web.problems import Refusal
from rolescope.present.web.uploads import ReadingProcess, address_space, do_task, run_reader
from rolescope.records import to_record
from web_case import open_client

POSTING = {"id": 7, "title": "Data Engineer", "text": "Requirements\n- 3+ years of experience with Python."}


@pytest.fixture(scope="module")
def client(filled: Path) -> Iterator[TestClient]:
    with open_client(filled, documents=3, bodies=1) as opened:
        yield opened


@pytest.fixture(scope="module")
def reader() -> Iterator[ReadingProcess]:
    made = ReadingProcess(WebOptions())
    yield made
    made.close()


def refused(task: dict[str, object], content: bytes) -> str:
    return do_task(task, content)["problem"]


def test_a_posting_gives_its_record(client: TestClient) -> None:
    response = client.post("/api/annotate", json=POSTING)
    record = response.json()
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    assert (record["id"], record["role"]["id"]) == (7, "data-engineer")
    mention = next(m for m in record["mentions"] if m["concept"] == "python")
    assert POSTING["text"][mention["start"] : mention["end"]] == "Python"


def test_a_list_gives_a_list_and_tells_what_it_could_not_read(client: TestClient) -> None:
    records = client.post("/api/annotate", json=[POSTING, {"id": "x"}, 5]).json()
    assert [record["id"] for record in records] == [7, "x", None]
    assert [record.get("line") for record in records] == [None, 2, 3]
    assert records[1]["problems"][0]["why"] == "no_text"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b"\xff\xfe",
        b"5",
        b'"text"',
        b"{}",
        b'{"text": 5}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"[1, 2, 3, 4]",
        json.dumps({"text": "x" * 300_000}).encode(),
    ],
    ids=range(11),
)
def test_what_cannot_be_read_is_refused(client: TestClient, body: bytes) -> None:
    response = client.post("/api/annotate", content=body, headers={"content-type": "application/json"})
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_the_process_is_kept_and_begun_anew(reader: ReadingProcess) -> None:
    first = reader.annotate(json.dumps(POSTING).encode())
    process = reader._process
    assert reader.annotate(json.dumps(POSTING).encode()) == first
    assert reader._process is process
    assert process is not None
    process.kill()
    process.join()
    assert reader.annotate(json.dumps(POSTING).encode()) == first


def test_what_takes_long_is_stopped() -> None:
    quick = ReadingProcess(WebOptions(reading_seconds=0.001))
    with pytest.raises(Refusal) as stopped:
        quick.annotate(json.dumps([POSTING] * 100).encode())
    assert stopped.value.problem.status == 503
    assert quick._process is None
    quick.close()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold a process to its memory")
def test_what_takes_much_is_refused() -> None:
    small = ReadingProcess(WebOptions(reading_bytes=8 << 20))
    with pytest.raises(Refusal) as refusal:
        small.annotate(json.dumps({"text": "é" * 30_000_000}).encode())
    assert refusal.value.problem.status == 422
    small.close()


def test_only_one_body_at_a_time(client: TestClient) -> None:
    client.app.state.turns.__enter__()
    response = client.post("/api/annotate", json=POSTING)
    client.app.state.turns.__exit__(None, None, None)
    assert response.status_code == 503
    assert response.headers["retry-after"] == "2"
    assert client.post("/api/annotate", json=POSTING).status_code == 200


def test_who_waits_too_long_for_the_reader_is_told(reader: ReadingProcess) -> None:
    waiting = ReadingProcess(WebOptions(reading_seconds=0.01))
    with waiting._lock, pytest.raises(Refusal) as refusal:
        waiting.annotate(b"{}")
    assert refusal.value.problem.type == "busy"


def test_articles_are_read_with_what_they_claim(reader: ReadingProcess) -> None:
    told = {"name": "a.md", "text": "# Data engineer\n\nA data engineer needs SQL and Größe."}
    found = reader.read_articles("application/json", json.dumps(told).encode())
    ((article, reading),) = found.read
    assert (article.name, article.title, article.kind) == ("a.md", "Data engineer", "markdown")
    assert reading.roles == ("data-engineer",)
    assert [article.text[c.start : c.end] for c in reading.claims] == ["SQL"]
    assert found.problems == ()


def test_what_is_no_article_is_refused(reader: ReadingProcess) -> None:
    for body in (b"{}", b"[]", b"nonsense", json.dumps({"text": "<div>" * 5_000}).encode()):
        with pytest.raises(Refusal) as refusal:
            reader.read_articles("application/json", body)
        assert refusal.value.problem.status == 422


def test_tasks_answer_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    assert refused({"task": "annotate", "most": 1}, b"[{}, {}]").endswith("at most 1 are read.")
    assert refused({"task": "annotate", "most": 1}, b"{}").startswith("There is no 'text'")
    assert refused({"task": "annotate", "most": 1}, b"5").startswith("The body is neither")
    assert refused({"task": "annotate", "most": 1}, b"{").startswith("The body is no JSON")
    assert json.loads(do_task({"task": "annotate", "most": 1}, b'[{"text": ""}]')["answer"])[0]["id"] is None
    checking = {"task": "check", "media": "application/json", "most": 1, "claims": 1}
    assert refused(checking, b"[]") == "Paste an article or choose a file."
    assert refused({"task": "unknown"}, b"secret") == "The text could not be read."
    monkeypatch.setattr("rolescope.present.web.articles.find_claims", fail)
    text = b'{"text": "Data engineers need Python and SQL every day of the year."}'
    assert "more memory" in refused(checking, text)


def test_the_reader_reads_until_the_pipe_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr("rolescope.present.web.uploads.limit_process", lambda _: None)
    ours, theirs = Pipe()
    thread = Thread(target=run_reader, args=(theirs, 0))
    thread.start()
    assert ours.recv_bytes() == b"ready"
    ours.send_bytes(b'{"task": "annotate", "most": 1}')
    ours.send_bytes(json.dumps(POSTING).encode())
    assert json.loads(json.loads(ours.recv_bytes())["answer"])["id"] == 7
    ours.close()
    thread.join(timeout=10)
    assert not thread.is_alive()


@pytest.mark.skipif(sys.platform == "win32", reason="no limits there")
def test_a_limited_process_writes_no_file(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom rolescope.present.web.uploads import limit_process\nlimit_process(1 << 28)\n"
        "try:\n    open(sys.argv[1], 'w').write('x' * 10_000)\nexcept OSError:\n    print('refused')\n"
        "try:\n    bytes(1 << 29)\nexcept MemoryError:\n    print('enough')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path / "x"], capture_output=True, text=True, check=True
    )
    assert (
        done.stdout.split() == ["refused", "enough"] if sys.platform == "linux" else "refused" in done.stdout
    )


@pytest.mark.skipif(sys.platform != "linux", reason="no statm there")
def test_what_is_in_use_is_not_counted() -> None:
    assert 10 << 20 < address_space() < 1 << 46


def test_records_are_those_of_the_command(client: TestClient) -> None:
    from rolescope.annotate import annotate
    from rolescope.model import Document
    from rolescope.present.render.as_json import render_json

    read = annotate(Document("posting", "", POSTING["title"], POSTING["text"]))
    assert client.post("/api/annotate", json=POSTING).json() == json.loads(render_json(to_record(7, read)))
