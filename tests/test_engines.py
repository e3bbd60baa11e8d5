"""The same step in this process and in worker processes."""

from __future__ import annotations

import gc
import pickle
import signal
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest

from rolescope.annotate import annotate
from rolescope.engines import local
from rolescope.engines.local import LocalEngine
from rolescope.engines.tables import join_tables, read_tables
from rolescope.model import Document, Problem
from rolescope.settings import own_concepts
from rolescope.store.rows import annotations_table, mentions_table
from workspace_case import DUTIES, make_text

DOCUMENTS = [
    Document("posting", "board", role, make_text(role, f"Employer {n}", n))
    for n in range(1, 14)
    for role in DUTIES
]


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "CHUNK", 4)
    monkeypatch.setattr(local, "FEWEST", 8)


@pytest.mark.parametrize("workers", [1, 2, 3])
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
        local._start(own_concepts())
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
        gc.unfreeze()


def test_annotations_are_the_same_behind_a_process() -> None:
    read = [replace(annotate(d), problems=(Problem("odd", "here", "test"),)) for d in DOCUMENTS[:2]]
    read.append(annotate(replace(DOCUMENTS[0], industry_text="Banking")))
    assert pickle.loads(pickle.dumps(read)) == read
    assert len(pickle.dumps(read[0])) < 60 * len(read[0].mentions) + 1_000


def test_any_step_can_be_run_and_workers_stay() -> None:
    with LocalEngine(2) as engine:
        assert list(engine.run(double, range(200))) == [2 * n for n in range(200)]
        assert list(engine.run(double, range(3))) == [0, 2, 4]


def test_tables_hold_what_was_read_in_order() -> None:
    given = [(str(n), document) for n, document in enumerate(DOCUMENTS)]
    with LocalEngine(2) as engine:
        joined = join_tables(list(engine.run(partial(read_tables, "g1"), given)))
    read = [annotate(document) for document in DOCUMENTS]
    ids = [of for of, _ in given]
    assert joined["annotations"].equals(annotations_table(ids, read, "g1"))
    assert joined["mentions"].equals(mentions_table(ids, read, "g1"))


def double(numbers: list[int]) -> list[int]:
    return [2 * n for n in numbers]
