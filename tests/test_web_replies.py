"""From a question to a response: snapshots, the cache, turns and limits."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.requests import Request

from rolescope import Settings, Workspace
from rolescope.errors import WorkspaceError
from rolescope.ingest import store_official
from rolescope.model import OfficialFigure
from rolescope.present.web.bodies import read_body
from rolescope.present.web.cache import ResponseCache, Stored
from rolescope.present.web.options import WebOptions
from rolescope.present.web.problems import Refusal
from rolescope.present.web.replies import Made, Replies
from rolescope.present.web.snapshots import Pinned, Snapshots, warm_up
from web_case import open_client
from workspace_case import make_postings, write_jsonl


def nothing(_: Workspace) -> None:
    return None


@contextmanager
def pinned(workspace: Workspace, warm: object = nothing) -> Iterator[Snapshots]:
    made = Snapshots(workspace, 3600, warm)  # type: ignore[arg-type]
    made.start()
    try:
        yield made
    finally:
        made.stop()


def ask(path: str, query: str = "", **headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request(
        {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": raw}
    )


@pytest.fixture
def snapshots(mine: Workspace) -> Iterator[Snapshots]:
    with pinned(mine) as opened:
        yield opened


def test_newer_evidence_takes_the_place_of_the_older(tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path / "w", workers=1)
    postings = make_postings(12)
    Workspace(settings, create=True).add([write_jsonl(tmp_path / "a.jsonl", postings[:12])], source="a")
    with pinned(Workspace(settings, only_mine=True), warm_up) as snapshots:
        first = snapshots.current
        assert not snapshots.renew()
        Workspace(settings).add([write_jsonl(tmp_path / "b.jsonl", postings[12:])], source="b")
        assert snapshots.renew()
        second = snapshots.current
    assert (first.number, second.number) == (1, 2)
    assert first.tag != second.tag
    assert sum(r.postings for r in first.door.roles().roles) == 12
    assert sum(r.postings for r in second.door.roles().roles) == 24


def test_every_commit_changes_the_tag(tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path / "w", workers=1)
    Workspace(settings, create=True).add([write_jsonl(tmp_path / "a.jsonl", make_postings(2))], source="a")
    with pinned(Workspace(settings, only_mine=True)) as snapshots:
        first = snapshots.current
        figure = OfficialFigure("BLS OEWS", "May 2024", "15-1243", "Database Architects", "employment", 9.0)
        store_official(Workspace(settings)._store, [figure], ())
        assert snapshots.renew()
        second = snapshots.current
    assert first.door.roles().evidence.fingerprint == second.door.roles().evidence.fingerprint
    assert first.tag != second.tag


def test_nothing_is_renewed_while_somebody_writes(tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path / "w", workers=1)
    writer = Workspace(settings, create=True)
    postings = make_postings(8)

    def write(number: int) -> None:
        writer.add([write_jsonl(tmp_path / f"{number}.jsonl", postings[number : number + 1])], source="a")

    with pinned(Workspace(settings, only_mine=True)) as snapshots:
        assert not snapshots.look(0.0)  # nothing is newer
        for number, seconds in enumerate((5.0, 10.0, 15.0)):
            write(number)
            assert not snapshots.look(seconds)
        assert snapshots.look(20.0)  # a pause
        assert snapshots.current.number == 2
        write(3)
        assert not snapshots.look(25.0)
        write(4)
        assert snapshots.look(85.0)  # a minute is the latest
        assert snapshots.current.number == 3


def test_what_cannot_be_read_leaves_the_older_in_force(
    snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Workspace) -> None:
        raise WorkspaceError("damaged")

    monkeypatch.setattr(Workspace, "is_stale", lambda _: True)
    monkeypatch.setattr(Workspace, "pin", fail)
    before = snapshots.current
    assert not snapshots.renew()
    assert snapshots.current is before


def test_the_watch_renews_by_itself(tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path / "w", workers=1)
    Workspace(settings, create=True)
    snapshots = Snapshots(Workspace(settings, only_mine=True), 0.01, nothing)
    snapshots.start()
    Workspace(settings).add([write_jsonl(tmp_path / "a.jsonl", make_postings(2))], source="a")
    latest = time.monotonic() + 20
    while snapshots.current.number == 1 and time.monotonic() < latest:
        time.sleep(0.01)
    snapshots.stop()
    assert snapshots.current.number > 1


def test_a_snapshot_is_in_force_even_where_warming_fails(mine: Workspace) -> None:
    def fail(_: Workspace) -> None:
        raise ValueError

    with pinned(mine, fail) as snapshots:
        assert snapshots.current.number == 1


def test_nothing_is_in_force_before_the_start(mine: Workspace) -> None:
    with pytest.raises(RuntimeError):
        _ = Snapshots(mine, 1, nothing).current


def test_a_server_sees_what_another_process_added(tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path / "w", workers=1)
    postings = make_postings(12)
    Workspace(settings, create=True).add([write_jsonl(tmp_path / "a.jsonl", postings[:12])], source="a")
    with open_client(tmp_path / "w", snapshot_seconds=3600) as client:
        first = client.get("/api/roles/data-analyst")
        Workspace(settings).add([write_jsonl(tmp_path / "b.jsonl", postings[12:])], source="b")
        same = client.get("/api/roles/data-analyst")
        client.app.state.snapshots.renew()
        newer = client.get("/api/roles/data-analyst", headers={"if-none-match": first.headers["etag"]})
    assert same.content == first.content
    assert newer.status_code == 200
    assert newer.headers["etag"] != first.headers["etag"]
    assert newer.json()["role"]["profile"]["postings"] == 12


def test_the_cache_keeps_within_its_bound() -> None:
    cache = ResponseCache(10_000)
    for number in range(20):
        cache.put((1, number), Stored(bytes(400), ()))
        assert cache.get((1, 0)) is not None
    assert 2 <= len(cache) < 20
    assert cache.get((1, 1)) is None
    cache.put((1, "large"), Stored(bytes(5_000), ()))
    assert cache.get((1, "large")) is None
    cache.put((1, 0), Stored(b"another", ()))
    assert cache.get((1, 0)) == Stored(bytes(400), ())
    cache.put((2, 0), Stored(b"", ()))
    cache.keep_only(2)
    assert len(cache) == 1


def test_equal_questions_are_answered_once(snapshots: Snapshots) -> None:
    calls = []

    def make(_: Pinned) -> Made:
        calls.append(threading.get_ident())
        time.sleep(0.05)
        return Made(b"{}")

    async def ask_all() -> None:
        replies = Replies(snapshots, WebOptions())
        asked = [ask("/x", "b=2&role=a&country=US"), ask("/x", "country=US&role=a&utm=1")]
        done = await asyncio.gather(*(replies.reply(one, make) for one in asked * 3))
        again = await replies.reply(asked[0], make)
        replies.close()
        assert {response.body for response in (*done, again)} == {b"{}"}

    asyncio.run(ask_all())
    assert len(calls) == 1


def test_different_hosts_may_have_different_pages(snapshots: Snapshots) -> None:
    async def ask_both() -> list[bytes]:
        replies = Replies(snapshots, WebOptions())
        found = []
        for host in ("a", "b"):
            made = Made(host.encode())
            found.append((await replies.reply(ask("/", host=host), lambda _, m=made: m, by_host=True)).body)
        replies.close()
        return found

    assert asyncio.run(ask_both()) == [b"a", b"b"]


def test_too_many_questions_are_refused(snapshots: Snapshots) -> None:
    gate = threading.Event()

    def make(_: Pinned) -> Made:
        gate.wait(10)
        return Made(b"{}")

    async def ask_many() -> list[object]:
        replies = Replies(snapshots, WebOptions(waiting=2, at_once=1))
        asked = [asyncio.ensure_future(replies.reply(ask(f"/{n}"), make)) for n in range(3)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        gate.set()
        found = await asyncio.gather(*asked, return_exceptions=True)
        replies.close()
        return found

    *answered, refused = asyncio.run(ask_many())
    assert [response.status_code for response in answered] == [200, 200]
    assert isinstance(refused, Refusal)
    assert (refused.problem.status, refused.problem.headers["retry-after"]) == (503, "2")


def test_what_takes_long_is_told_and_remembered(snapshots: Snapshots) -> None:
    gate = threading.Event()

    def make(_: Pinned) -> Made:
        gate.wait(10)
        return Made(b"late")

    async def ask_twice() -> bytes:
        replies = Replies(snapshots, WebOptions(answer_seconds=0.05, at_once=1))
        for path in ("/slow", "/behind"):
            with pytest.raises(Refusal) as refusal:
                await replies.reply(ask(path), make)
            assert refusal.value.problem.status == 503
        gate.set()
        while replies._under_way:
            await asyncio.sleep(0.01)
        assert len(replies._cache) == 1  # who was never begun in time is not begun any more
        response = await replies.reply(ask("/slow"), make)
        replies.close()
        return response.body

    assert asyncio.run(ask_twice()) == b"late"


def test_what_goes_wrong_is_told_to_all_who_wait_and_not_remembered(snapshots: Snapshots) -> None:
    def fail(_: Pinned) -> Made:
        raise WorkspaceError("gone")

    async def ask_three() -> list[object]:
        replies = Replies(snapshots, WebOptions())
        asked = (replies.reply(ask("/x"), fail) for _ in range(2))
        found = await asyncio.gather(*asked, return_exceptions=True)
        response = await replies.reply(ask("/x"), lambda _: Made(b"well"))
        replies.close()
        return [*found, response.body]

    one, other, well = asyncio.run(ask_three())
    assert isinstance(one, WorkspaceError)
    assert isinstance(other, WorkspaceError)
    assert well == b"well"


def sent(*parts: dict[str, object], pause: float = 0) -> Request:
    waiting = list(parts)

    async def receive() -> dict[str, object]:
        await asyncio.sleep(pause)
        return waiting.pop(0)

    headers = [(b"content-type", b"application/json; charset=utf-8")]
    return Request({"type": "http", "method": "POST", "headers": headers}, receive)


def test_bodies_that_come_too_slowly_or_not_at_all() -> None:
    part = {"type": "http.request", "body": b"x", "more_body": True}
    end = {"type": "http.request", "body": b"y", "more_body": False}
    options = WebOptions(body_seconds=0.2)
    assert asyncio.run(read_body(sent(part, end), options, "application/json")) == b"xy"
    with pytest.raises(Refusal) as slow:
        asyncio.run(read_body(sent(part, end, pause=0.15), options, "application/json"))
    assert slow.value.problem.status == 408
    with pytest.raises(Refusal) as gone:
        asyncio.run(read_body(sent(part, {"type": "http.disconnect"}), options, "application/json"))
    assert gone.value.problem.status == 400
