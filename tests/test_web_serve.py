"""``rolescope serve``: real processes on a real socket."""

from __future__ import annotations

import http.client
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from uvicorn.config import STARTUP_FAILURE

from rolescope import Workspace
from rolescope.errors import UsageError
from rolescope.present.web import serve
from rolescope.present.web.options import WebOptions, name_of
from rolescope.present.web.serve import AppMaker, HeadTimeout, count_cores, open_socket
from rolescope.settings import Settings
from workspace_case import make_posting, write_jsonl

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals differ")


@contextmanager
def serving(workspace: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The command as a process, and its port once it answers."""
    call = [sys.executable, "-m", "rolescope", "serve", "--port", "0", "--only-mine"]
    environment = {**os.environ, "ROLESCOPE_WORKERS": "1"}
    process = subprocess.Popen(
        [*call, "--workspace", str(workspace), *options], stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        assert process.stderr is not None
        announced = process.stderr.readline()
        assert "Rolescope answers at http://127.0.0.1:" in announced, announced
        yield process, int(announced.split(":")[2].split("/")[0])
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def fetch(port: int, path: str, method: str = "GET", **more: object) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, **more)
    response = connection.getresponse()
    response.body = response.read()
    connection.close()
    return response


def exchange(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as raw:
        raw.sendall(request)
        raw.settimeout(30)
        found = b""
        while part := raw.recv(65536):
            found += part
    return found


def test_several_processes_answer_and_see_what_is_added(filled: Path, tmp_path: Path) -> None:
    workspace = tmp_path / "copy"
    subprocess.run(["cp", "-r", str(filled), str(workspace)], check=True)
    with serving(workspace, "--workers", "2") as (process, port):
        assert fetch(port, "/compare/data-engineer/data-analyst").status == 200
        first = fetch(port, "/api/roles")
        head = fetch(port, "/api/roles", "HEAD")
        assert (head.status, head.body) == (200, b"")
        told = b'{"text": "3+ years of Python", "title": "Data Engineer"}'
        read = fetch(port, "/api/annotate", "POST", body=told, headers={"Content-Type": "application/json"})
        assert read.status == 200
        hostile(port)
        feed = write_jsonl(tmp_path / "more.jsonl", [make_posting("Data Engineer", n) for n in range(40, 60)])
        add = [sys.executable, "-m", "rolescope", "add", str(feed), "--workspace", str(workspace)]
        subprocess.run([*add, "--source", "more", "--workers", "1"], check=True, capture_output=True)
        latest = time.monotonic() + 60
        while (newer := fetch(port, "/api/roles")).headers["etag"] == first.headers["etag"]:
            assert time.monotonic() < latest
            time.sleep(0.5)
        assert newer.body != first.body
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
        written = process.stderr.read() if process.stderr else ""
    assert "Traceback" not in written
    assert "leaked" not in written  # by DuckDB, which reports what is not let go of
    assert "POST /api/annotate 200" in written
    assert "Python" not in written


def hostile(port: int) -> None:
    """What no client library would send."""
    evil = exchange(port, b"GET /api/roles HTTP/1.1\r\nHost: evil.example\r\n\r\n")
    assert evil.startswith(b"HTTP/1.1 421 ")
    nameless = exchange(port, b"GET /api/roles HTTP/1.0\r\n\r\n")
    assert nameless.startswith(b"HTTP/1.1 421 ")
    for path in (b"/static/../../../etc/passwd", b"/static/..%2f..%2fapp.py", b"/documents/../../etc/passwd"):
        request = b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        assert exchange(port, request).startswith(b"HTTP/1.1 404 ")
    large = exchange(port, b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 60_000)
    assert large.startswith(b"HTTP/1.1 400 ")
    head = b"POST /api/annotate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    broken = exchange(port, head + b"Transfer-Encoding: chunked\r\n\r\n" + b"no size\r\n" * 3)
    assert broken.startswith(b"HTTP/1.1 400 ")


def test_a_body_larger_than_it_claims_or_may_be(filled: Path) -> None:
    with serving(filled, "--workers", "1", "--quiet") as (process, port):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        sent = 0

        def endless() -> Iterator[bytes]:
            nonlocal sent
            for _ in range(100):
                sent += 1 << 20
                yield b"x" * (1 << 20)

        try:
            headers = {"Content-Type": "application/json"}
            connection.request("POST", "/api/annotate", body=endless(), headers=headers, encode_chunked=True)
            assert connection.getresponse().status == 413
        except (ConnectionError, http.client.HTTPException):
            pass  # the server hung up while it was still being sent to
        assert fetch(port, "/method").status == 200
        process.terminate()
        assert process.wait(timeout=60) == 0
        assert process.stderr is None or "GET" not in process.stderr.read()


def test_a_port_in_use_is_told(cli: Callable[..., object], filled: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = cli("serve", "--port", port, "--workspace", filled)
    assert done.status == 2
    assert done.err == f"Port {port} of 127.0.0.1 is in use; name another with --port (0 takes a free one).\n"


def test_calls_that_cannot_be_served(cli: Callable[..., object], tmp_path: Path) -> None:
    missing = cli("serve", "--only-mine", "--workspace", tmp_path / "none")
    assert (missing.status, "There is no workspace yet" in missing.err) == (1, True)
    strange = cli("serve", "--public-url", "careers")
    assert (strange.status, "--public-url" in strange.err) == (2, True)
    with pytest.raises(UsageError, match="cannot be listened on"):
        open_socket("192.0.2.1", 0)


def test_what_the_system_refuses_is_told() -> None:
    assert "above 1023" in serve._tell(PermissionError(13, "denied"), "127.0.0.1", 80)
    assert count_cores() >= 1
    assert name_of("https://[::1]:8443/") == "::1"
    for address in ("careers.example.org", "ftp://x", "https://x/path", "https://"):
        with pytest.raises(UsageError):
            name_of(address)


@pytest.mark.parametrize(
    ("host", "address"), [("0.0.0.0", "http://0.0.0.0:"), ("::", "http://[::]:"), ("127.0.0.1", "")]
)
def test_listening_everywhere_is_told(
    cli: Callable[..., object], filled: Path, monkeypatch: pytest.MonkeyPatch, host: str, address: str
) -> None:
    made = []
    monkeypatch.setattr("rolescope.present.web.serve.run", lambda *given: made.append(given) or False)
    done = cli("serve", "--host", host, "--port", 0, "--workspace", filled, "--allow-host", "a.example")
    if host == "::" and done.status == 2:
        pytest.skip("no IPv6 here")
    assert done.status == 0
    assert address in done.err
    assert ("can read your workspace" in done.err) == bool(address)
    maker, _, workers = made[0]
    assert maker.options.allow_hosts == ("a.example",)
    assert workers == count_cores()


def test_a_worker_makes_its_own_application(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maker = AppMaker(Settings(workspace=filled), WebOptions(only_mine=True))
    assert maker().state.options.only_mine
    monkeypatch.setattr("rolescope.present.web.app.create_app", lambda *_: {}["broken"])
    with pytest.raises(SystemExit) as left:
        maker()
    assert left.value.code == STARTUP_FAILURE


@pytest.fixture(autouse=True)
def _logging_kept() -> Iterator[None]:
    """Loggers as they were, whatever a server made of them."""
    loggers = [logging.getLogger(name) for name in ("rolescope.access", "rolescope.web", "uvicorn.error")]
    before = [(o.handlers[:], o.filters[:], o.level, o.propagate) for o in loggers]
    yield
    for logger, (logger.handlers, logger.filters, level, logger.propagate) in zip(
        loggers, before, strict=True
    ):
        logger.setLevel(level)


@contextmanager
def signals_kept() -> Iterator[None]:
    """Signals as they were, whatever a server made of them."""
    before = {sig: signal.getsignal(sig) for sig in signal.valid_signals()}
    try:
        yield
    finally:
        for sig, handler in before.items():
            if signal.getsignal(sig) is not handler and handler is not None:
                signal.signal(sig, handler)


def stop_once_answered(port: int, path: str, statuses: list[int]) -> None:
    try:
        statuses.append(fetch(port, path).status)
    finally:
        os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_is_told_from_other_ends(filled: Path, workers: int) -> None:
    maker = AppMaker(Settings(workspace=filled), WebOptions(only_mine=True), log_access=False)
    statuses: list[int] = []
    with open_socket("127.0.0.1", 0) as listening, signals_kept():
        given = (listening.getsockname()[1], "/method", statuses)
        thread = Thread(target=stop_once_answered, args=given)
        thread.start()
        assert serve.run(maker, listening, workers)
        thread.join(30)
    assert statuses == [200]


def test_workers_that_cannot_start_end_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "_HEALTH_SECONDS", 1)
    damaged = tmp_path / "damaged"
    subprocess.run(["cp", "-r", str(make_workspace(tmp_path)), str(damaged)], check=True)
    for table in damaged.rglob("*.parquet"):
        table.write_bytes(b"PAR1 nothing PAR1")
    maker = AppMaker(Settings(workspace=damaged), WebOptions(only_mine=True), log_access=False)
    with open_socket("127.0.0.1", 0) as listening, signals_kept(), pytest.raises(SystemExit) as left:
        serve.run(maker, listening, 2)
    assert left.value.code == 1
    call = [sys.executable, "-m", "rolescope", "serve", "--port", "0", "--only-mine", "--workers", "1"]
    done = subprocess.run([*call, "--workspace", str(damaged)], capture_output=True, text=True)
    assert done.returncode > 0
    assert "it seems damaged" in done.stderr
    assert "Traceback" not in done.stderr


def make_workspace(folder: Path) -> Path:
    feed = write_jsonl(folder / "one.jsonl", [make_posting("Data Engineer", 1)])
    settings = Settings(workspace=folder / "whole", workers=1)
    Workspace(settings, create=True).add([feed], source="one")
    return folder / "whole"


def test_a_head_that_never_ends_is_given_up(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "_HEAD_SECONDS", 0.2)
    with open_socket("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
        answers: list[bytes] = []

        def talk() -> None:
            try:
                with socket.create_connection(("127.0.0.1", port), timeout=30) as raw:
                    raw.sendall(b"GET /method HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    answers.append(raw.recv(100))
                    raw.sendall(b"GET /method HTT")
                    while raw.recv(65536):
                        pass
                    answers.append(b"given up")
            finally:
                os.kill(os.getpid(), signal.SIGTERM)

        thread = Thread(target=talk)
        thread.start()
        stopped = serve.run(AppMaker(Settings(workspace=filled), WebOptions(only_mine=True)), listening, 1)
        thread.join(30)
    assert answers[0].startswith(b"HTTP/1.1 200 ")
    assert answers[1] == b"given up"
    assert not stopped
    assert issubclass(HeadTimeout, serve.H11Protocol)
