"""The same step in this process and in worker processes."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from rolescope.annotate import annotate
from rolescope.engines import local
from rolescope.engines.local import LocalEngine
from rolescope.model import Document
from workspace_case import DUTIES, make_text

DOCUMENTS = [
    Document("posting", "board", role, make_text(role, f"Employer {n}", n))
    for n in range(1, 14)
    for role in DUTIES
]


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "CHUNK", 4)


@pytest.mark.parametrize("workers", [1, 2])
def test_engines_agree_and_keep_the_order(workers: int) -> None:
    with LocalEngine(workers) as engine:
        assert list(engine.annotate(DOCUMENTS)) == [annotate(d) for d in DOCUMENTS]
        assert list(engine.annotate(DOCUMENTS[:3])) == [annotate(d) for d in DOCUMENTS[:3]]
        assert list(engine.annotate([])) == []


def test_few_documents_start_no_worker() -> None:
    with LocalEngine(2) as engine:
        list(engine.annotate(DOCUMENTS[:3]))
        assert engine._pool is None


def test_documents_are_taken_as_they_are_needed() -> None:
    taken: list[int] = []

    def stream() -> Iterator[Document]:
        for number, document in enumerate(DOCUMENTS):
            taken.append(number)
            yield document

    with LocalEngine(1) as engine:
        next(engine.annotate(stream()))
    assert len(taken) < len(DOCUMENTS)


def test_a_worker_leaves_ctrl_c_to_its_parent() -> None:
    before = signal.getsignal(signal.SIGINT)
    try:
        local._start()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
    packed = local._pack_chunk(DOCUMENTS[:2])
    assert [local._unpack(row) for row in packed] == [annotate(d) for d in DOCUMENTS[:2]]
