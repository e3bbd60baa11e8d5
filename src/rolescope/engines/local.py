"""Reading on this machine, in worker processes."""

from __future__ import annotations

import copyreg
import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import fields
from itertools import chain, islice, starmap
from multiprocessing import get_context
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from rolescope.annotate import annotate_batch, warm_up
from rolescope.extract.mentions import build_mention
from rolescope.model import Annotation, Document, Mention
from rolescope.settings import own_concepts, use_concepts

NICE = 19
CHUNK = 50
FEWEST = 200  # documents for which workers are started, which takes as long as to read some hundreds

T = TypeVar("T")
R = TypeVar("R")


class LocalEngine:
    """Worker processes that start when there is enough to read, and stay until the end.

    Args:
        workers: processes; 0 means one per core, 1 reads in this process.
    """

    def __init__(self, workers: int = 0) -> None:
        self._workers = workers or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> LocalEngine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def annotate(self, documents: Iterable[Document]) -> Iterator[Annotation]:
        """Annotations of ``documents``, in order; only a few chunks of documents are held."""
        return self.run(annotate_batch, documents)

    def run(self, step: Callable[[list[T]], list[R]], items: Iterable[T]) -> Iterator[R]:
        """What ``step``, a function of a module, makes of chunks of ``items``, one after the other."""
        source = iter(items)
        first = list(islice(source, FEWEST)) if self._workers > 1 and self._pool is None else []
        chunks = _chunks(chain(first, source), CHUNK)
        if self._pool is not None or len(first) == FEWEST:
            yield from self._spread(step, chunks)
        else:
            yield from chain.from_iterable(map(step, chunks))

    def _spread(self, step: Callable[[list[T]], list[R]], chunks: Iterable[list[T]]) -> Iterator[R]:
        pool = self._pool = self._pool or _start_pool(self._workers)
        waiting: deque[Future[list[R]]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(step, chunk))
            if len(waiting) > 3 * self._workers:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    source = iter(items)
    while chunk := list(islice(source, size)):
        yield chunk


def _start_pool(processes: int) -> ProcessPoolExecutor:
    """Processes that read with the same own concepts as this one."""
    spawn = get_context("spawn")
    return ProcessPoolExecutor(processes, mp_context=spawn, initializer=_start, initargs=(own_concepts(),))


def _start(concepts: Path | None) -> None:
    """Workers leave Ctrl-C to the parent, let others go first, and build their automaton before the first chunk."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "setpriority"):  # a server on the same machine goes on answering
        os.setpriority(os.PRIO_PROCESS, 0, NICE)
    use_concepts(concepts)
    warm_up()
    gc.freeze()  # what was built stays: no search for garbage goes through it


# --- annotations on their way between processes ------------------------------------------------------

_NAMES = tuple(f.name for f in fields(Annotation) if f.name != "mentions")
_FACTS = attrgetter(*_NAMES)
_FIELDS = attrgetter(*Mention.__slots__)
_Facts = tuple[Any, ...]


def _pack(read: Annotation) -> tuple[Callable[..., Annotation], tuple[_Facts, list[_Facts]]]:
    """Fifty mentions as rows take 0.06 ms there and back, as objects 0.23 ms."""
    return _unpack, (_FACTS(read), [_FIELDS(mention) for mention in read.mentions])


def _unpack(facts: _Facts, rows: list[_Facts]) -> Annotation:
    named = dict(zip(_NAMES, facts, strict=True))
    return Annotation(**named, mentions=tuple(starmap(build_mention, rows)))


copyreg.pickle(Annotation, _pack)
