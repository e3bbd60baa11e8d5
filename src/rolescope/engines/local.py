"""Reading on this machine, in worker processes."""

from __future__ import annotations

import gc
import os
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain, cycle, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from rolescope.annotate import warm_up
from rolescope.errors import WorkerLost
from rolescope.settings import own_concepts, use_concepts

NICE = 19
CHUNK = 25
FEWEST = 200  # documents for which workers are started, which takes as long as to read some hundreds

T = TypeVar("T")
R = TypeVar("R")
Step = Callable[[list[T]], list[R]]


class LocalEngine:
    """Worker processes that start when there is enough to read, and stay until the end.

    Args:
        workers: processes; 0 means one per core, 1 reads in this process.
    """

    def __init__(self, workers: int = 0) -> None:
        self._workers = workers or os.cpu_count() or 1
        self._pool: _Pool | None = None

    def __enter__(self) -> LocalEngine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def run(self, step: Step[T, R], items: Iterable[T]) -> Iterator[R]:
        """What ``step`` makes of ``items``, in order; only a few chunks of them are held.

        Args:
            step: a function of a module, or a ``partial`` of one, that takes some items.
            items: taken as they are needed.

        Raises:
            WorkerLost: a worker process ended before it had answered.
        """
        source = iter(items)
        first = list(islice(source, FEWEST)) if self._workers > 1 and self._pool is None else []
        chunks = _chunks(chain(first, source), CHUNK)
        if self._pool is not None or len(first) == FEWEST:
            yield from self._spread(step, chunks)
        else:
            yield from chain.from_iterable(map(step, chunks))

    def _spread(self, step: Step[T, R], chunks: Iterable[list[T]]) -> Iterator[R]:
        pool = self._pool = self._pool or _Pool(self._workers)
        try:
            yield from pool.run(step, chunks)
        except BaseException:  # what is under way cannot be taken back
            self._close()
            raise

    def _close(self) -> None:
        if self._pool is not None:
            self._pool.close()
            self._pool = None


def _chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    source = iter(items)
    while chunk := list(islice(source, size)):
        yield chunk


# --- worker processes --------------------------------------------------------------------------------

_NO_MORE = b"-"


class _Pool:
    """Processes that take chunks in turn, each by its own pipe: a third of the cost of a shared queue with its threads.

    A worker takes its next chunk in before its answer to the last one goes out, so it never waits for work, and
    neither end writes while the other does.
    """

    def __init__(self, processes: int) -> None:
        self._pipes: list[Connection[Any, Any]] = []
        self._processes = []
        spawn = get_context("spawn")
        for _ in range(processes):
            ours, theirs = spawn.Pipe()
            process = spawn.Process(target=_work, args=(theirs, own_concepts()), daemon=True)
            process.start()
            theirs.close()  # the worker has its own, and ends when ours is closed
            self._pipes.append(ours)
            self._processes.append(process)

    def run(self, step: Step[T, R], chunks: Iterable[list[T]]) -> Iterator[R]:
        waiting: deque[Connection[Any, Any]] = deque()
        for pipe, chunk in zip(cycle(self._pipes), chunks, strict=False):
            if len(waiting) == 2 * len(self._pipes):
                yield from _receive(waiting.popleft())
            _send(pipe, pickle.dumps((step, chunk), pickle.HIGHEST_PROTOCOL))
            waiting.append(pipe)
        for pipe in set(waiting):
            _send(pipe, _NO_MORE)
        while waiting:
            yield from _receive(waiting.popleft())

    def close(self) -> None:
        """Workers finish what they have begun, and end."""
        for pipe in self._pipes:
            pipe.close()
        for process in self._processes:
            process.join()


def _send(pipe: Connection[Any, Any], message: bytes) -> None:
    try:
        pipe.send_bytes(message)
    except OSError:
        raise WorkerLost from None


def _receive(pipe: Connection[Any, Any]) -> list[Any]:
    try:
        answer, error = pickle.loads(pipe.recv_bytes())
    except (OSError, EOFError):
        raise WorkerLost from None
    if error is not None:
        raise error
    return answer  # type: ignore[no-any-return]


def _work(pipe: Connection[Any, Any], concepts: Path | None) -> None:
    """Answer chunks until the other end is closed."""
    _start(concepts)
    answer = b""
    with suppress(OSError, EOFError):
        while True:
            given = pipe.recv_bytes()
            if answer:
                pipe.send_bytes(answer)
            answer = b"" if given == _NO_MORE else _answer(given)
    os._exit(0)  # to take apart what was built takes as long as to read a hundred documents


def _answer(given: bytes) -> bytes:
    try:
        step, chunk = pickle.loads(given)
        return pickle.dumps((step(chunk), None), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        return pickle.dumps((None, error), pickle.HIGHEST_PROTOCOL)


def _start(concepts: Path | None) -> None:
    """Workers leave Ctrl-C to the parent, let others go first, and build their automaton before the first chunk."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "setpriority"):  # a server on the same machine goes on answering
        os.setpriority(os.PRIO_PROCESS, 0, NICE)
    use_concepts(concepts)
    warm_up()
    gc.freeze()  # what was built stays: no search for garbage goes through it
    gc.disable()  # reading leaves no cycles behind
