"""Real processes, really killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rolescope.errors import WorkspaceBusy
from rolescope.store.commit import Store
from rolescope.store.evidence import Evidence
from rolescope.store.lifecycle import compact
from store_case import make_batch, make_document, make_store

CASE = Path(__file__).with_name("store_case.py")


@contextmanager
def running(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(CASE), *map(str, arguments)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def read_until(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdout is not None
    for found in process.stdout:
        if found.strip() == line:
            return
    pytest.fail(f"the process ended without saying {line!r}")


def check_whole(store: Store) -> int:
    """The number of documents; each has its annotation and its three mentions."""
    evidence = Evidence([store])
    postings = evidence.fetch_postings("data-engineer").num_rows
    assert evidence.fetch_mentions("data-engineer").num_rows == 3 * postings
    assert sum(info.documents for info in evidence.describe()) == postings
    return postings


@pytest.mark.skipif(os.name == "nt", reason="no signals")
@pytest.mark.parametrize(
    ("step", "stop"),
    [("mentions", "SIGKILL"), ("commit", "SIGKILL"), ("commit", "SIGINT")],
)
def test_killed_in_mid_batch(tmp_path: Path, step: str, stop: str) -> None:
    with running("write_until_told", tmp_path / "w", step, 1) as process:
        read_until(process, "waiting")
        process.send_signal(getattr(signal, stop))
        process.wait()
    store = Store.open(tmp_path / "w")
    assert check_whole(store) == 10
    assert compact(store).rows_dropped > 0
    store.write_batch(make_batch([make_document(n) for n in range(10, 20)]), generation="g1")
    assert check_whole(store) == 20
    assert compact(store).rows_dropped == 0


@pytest.mark.skipif(os.name == "nt", reason="no signals")
@pytest.mark.parametrize("commits", [1, 3])
def test_killed_at_any_moment(tmp_path: Path, commits: int) -> None:
    with running("write_many", tmp_path / "w", 1_000) as process:
        read_until(process, f"committed {commits}")
        process.kill()
        assert process.stdout is not None
        last = [line for line in process.stdout.read().splitlines() if line.startswith("committed")]
    reported = int(last[-1].split()[1]) if last else commits
    assert check_whole(Store.open(tmp_path / "w")) in (10 * reported + 10, 10 * reported + 20)


def test_a_reader_goes_on_while_a_writer_commits(tmp_path: Path) -> None:
    seen = set()
    with running("write_many", tmp_path / "w", 8) as process:
        read_until(process, "ready")
        store = Store.open(tmp_path / "w")
        while process.poll() is None:
            seen.add(check_whole(store))
    assert check_whole(store) == 80
    assert all(number % 10 == 0 for number in seen)


def test_a_second_writer_waits_then_gives_up(tmp_path: Path) -> None:
    notices: list[str] = []
    with running("hold_lock", tmp_path / "w") as process:
        read_until(process, "holding")
        second = Store.open(tmp_path / "w", timeout=0.1, on_wait=notices.append)
        with pytest.raises(WorkspaceBusy, match="try again"):
            second.write_batch(make_batch([make_document(1)]))
        assert len(notices) == 1
        assert "waiting" in notices[0]
        assert check_whole(second) == 0


def test_a_second_writer_waits_and_gets_its_turn(tmp_path: Path) -> None:
    with running("hold_lock", tmp_path / "w") as process:
        read_until(process, "holding")
        assert process.stdin is not None
        release = process.stdin
        second = Store.open(tmp_path / "w", timeout=60, on_wait=lambda _: release.close())
        second.write_batch(make_batch([make_document(1)]))
    assert check_whole(second) == 1


def test_two_threads_write_in_turn(tmp_path: Path) -> None:
    make_store(tmp_path)
    stores = [Store.open(tmp_path / "workspace") for _ in range(2)]
    rows = make_batch([make_document(n) for n in range(10)])
    threads = [threading.Thread(target=store.write_batch, args=(rows,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert check_whole(stores[0]) == 10


@pytest.mark.skipif(os.name == "nt", reason="no limit on the size of files")
def test_a_full_disk_keeps_what_was_committed(tmp_path: Path) -> None:
    with running("fill_disk", tmp_path / "w") as process:
        assert process.stdout is not None
        said = process.stdout.read()
    assert "could not be written" in said
    assert len(said.splitlines()) == 1
    assert check_whole(Store.open(tmp_path / "w")) == 10
