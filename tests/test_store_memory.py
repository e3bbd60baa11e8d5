"""What is remembered, how much of it, and by whom it is made."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from rolescope.store.memory import Memory, NoMemory


def test_the_least_used_is_forgotten() -> None:
    memory, made = Memory(2), []
    for key in "aabacab":
        memory.get(key, lambda key=key: made.append(key))
    assert made == ["a", "b", "c", "b"]


def test_a_failure_is_not_remembered() -> None:
    memory = Memory(2)
    with pytest.raises(ZeroDivisionError):
        memory.get("a", lambda: 1 // 0)
    assert memory.get("a", lambda: 1) == 1


def test_nobody_makes_it_twice() -> None:
    memory, made, ready = Memory(2), [], threading.Barrier(4)

    def make() -> int:
        made.append(1)
        return 7

    def ask(_: int) -> int:
        ready.wait(5)
        return memory.get("a", make)

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, range(4))) == [7] * 4
    assert made == [1]


def test_no_memory_makes_anew() -> None:
    made: list[int] = []
    for _ in range(2):
        NoMemory().get("a", lambda: made.append(1))
    assert len(made) == 2
