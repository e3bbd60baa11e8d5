"""Reading on this machine, in worker processes."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

from rolescope.annotate import annotate, warm_up
from rolescope.model import Annotation, Document

CHUNK = 250  # documents a worker takes at a time: about a quarter of a second
_FEW = 150  # fewer documents than this are read here: starting workers costs more

T = TypeVar("T")


def annotate_all(documents: Iterable[Document], workers: int = 0) -> Iterator[Annotation]:
    """Annotations of ``documents``, in order.

    Args:
        documents: read as needed; at most a few chunks are held.
        workers: processes; 0 means one per core, 1 means this process.
    """
    chunks = _chunks(documents, CHUNK)
    first = next(chunks, None)
    if first is None:
        return
    count = workers or os.cpu_count() or 1
    if count == 1 or len(first) < _FEW:
        for chunk in (first, *chunks):
            yield from _annotate_chunk(chunk)
        return
    with ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_start) as pool:
        for result in _in_order(pool, _annotate_chunk, _chain(first, chunks), ahead=2 * count):
            yield from result


def _chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    source = iter(items)
    while chunk := list(islice(source, size)):
        yield chunk


def _chain(first: list[T], rest: Iterator[list[T]]) -> Iterator[list[T]]:
    yield first
    yield from rest


def _in_order(
    pool: ProcessPoolExecutor, step: Callable[[list[Document]], list[Annotation]], chunks: Iterator[list[Document]], ahead: int
) -> Iterator[Sequence[Annotation]]:
    """Results in the order of ``chunks``, at most ``ahead`` of them under way."""
    waiting: list[Future[list[Annotation]]] = []
    try:
        for chunk in chunks:
            waiting.append(pool.submit(step, chunk))
            if len(waiting) >= ahead:
                yield waiting.pop(0).result()
        while waiting:
            yield waiting.pop(0).result()
    finally:
        for future in waiting:
            future.cancel()


def _start() -> None:
    """Workers leave Ctrl-C to the parent, and build their automaton before the first chunk."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warm_up()


def _annotate_chunk(chunk: list[Document]) -> list[Annotation]:
    return [annotate(document) for document in chunk]
