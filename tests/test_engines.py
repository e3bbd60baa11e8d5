"""The same step in this process and in worker processes."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator
from functools import partial

import pytest

from rolescope.annotate import annotate, annotate_batch
from rolescope.engines import local
from rolescope.engines.local import LocalEngine
from rolescope.engines.tables import join_tables, read_tables
from rolescope.errors import UnknownRole, WorkerLost
from rolescope.model import Document
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
        assert list(engine.run(annotate_batch, DOCUMENTS)) == [annotate(d) for d in DOCUMENTS]
        assert list(engine.run(annotate_batch, DOCUMENTS[:3])) == [annotate(d) for d in DOCUMENTS[:3]]
        assert list(engine.run(annotate_batch, [])) == []


def test_few_documents_start_no_worker() -> None:
    with LocalEngine(2) as engine:
        list(engine.run(annotate_batch, DOCUMENTS[:3]))
        assert engine._pool is None


def test_documents_are_taken_as_they_are_needed() -> None:
    taken: list[int] = []

    def stream() -> Iterator[Document]:
        for number, document in enumerate(DOCUMENTS):
            taken.append(number)
            yield document

    with LocalEngine(1) as engine:
        next(engine.run(annotate_batch, stream()))
    assert len(taken) < len(DOCUMENTS)


def test_a_worker_leaves_ctrl_c_to_its_parent() -> None:
    before = signal.getsignal(signal.SIGINT)
    try:
        local._start(own_concepts())
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
        gc.unfreeze()
        gc.enable()


def test_any_step_can_be_run_and_workers_stay() -> None:
    with LocalEngine(2) as engine:
        assert list(engine.run(double, range(200))) == [2 * n for n in range(200)]
        assert list(engine.run(double, range(3))) == [0, 2, 4]


def test_more_can_be_asked_after_an_answer_was_left() -> None:
    with LocalEngine(2) as engine:
        assert next(engine.run(double, range(2_000))) == 0
        left = engine.run(double, range(2_000))
        assert [next(left), next(left)] == [0, 2]
        left.close()
        assert list(engine.run(double, range(50))) == [2 * n for n in range(50)]


def test_an_answer_may_be_larger_than_a_pipe() -> None:
    with LocalEngine(2) as engine:
        given = ["x" * 300_000 for _ in range(40)]
        assert list(engine.run(same, given)) == given


def test_what_a_step_raises_is_raised_here() -> None:
    with LocalEngine(2) as engine:
        with pytest.raises(UnknownRole, match="'7'"):
            list(engine.run(refuse_seven, range(40)))
        assert list(engine.run(double, range(40))) == [2 * n for n in range(40)]


def test_a_worker_that_is_ended_is_told_in_one_sentence() -> None:
    with LocalEngine(2) as engine, pytest.raises(WorkerLost, match="want of memory"):
        list(engine.run(end_at_seven, range(400)))


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


def same(texts: list[str]) -> list[str]:
    return texts


def refuse_seven(numbers: list[int]) -> list[int]:
    if 7 in numbers:
        raise UnknownRole("7")
    return numbers


def end_at_seven(numbers: list[int]) -> list[int]:
    if 7 in numbers:
        os._exit(1)
    return numbers
