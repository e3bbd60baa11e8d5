"""From a question to a response: snapshot, cache, one working at a time on the same, within limits."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from pydantic_core import PydanticSerializationError, to_json
from starlette.requests import Request
from starlette.responses import Response

from rolescope.present.render.as_json import render_json
from rolescope.present.web.cache import ResponseCache, Stored
from rolescope.present.web.options import WebOptions
from rolescope.present.web.problems import busy
from rolescope.present.web.snapshots import Pinned, Snapshots

JSON = "application/json"
HTML = "text/html; charset=utf-8"
_LEAST_PACKED = 600  # bytes; below it packing saves nothing
_PACKING = 3  # of 9: more takes longer than it saves on the way
_LATE = "The answer took too long; it is being worked out, so please ask again in a moment."
_FULL = "Too many answers are being worked out; please ask again in a moment."
# Parameters that change an answer; others are ignored and must not fill the cache.
_PARAMETERS = frozenset(
    {"role", "country", "level", "since", "until", "source_kind", "page"}
    | {"q", "text", "kind", "limit", "offset"}
)


@dataclass(frozen=True, slots=True)
class Made:
    """What an answer came to: a body and its type, or where it lies."""

    body: bytes
    media: str = JSON
    headers: tuple[tuple[str, str], ...] = ()
    status: int = 200


Maker = Callable[[Pinned], Made]


def redirect(address: str) -> Made:
    """The answer that something lies elsewhere on this server."""
    return Made(b"", HTML, (("location", address),), 303)


def write_json(answer: Any) -> bytes:
    """An answer as JSON, the object that ``--json`` prints; eight times as quick as by way of dicts."""
    try:
        return to_json(answer, inf_nan_mode="null")
    except PydanticSerializationError:  # half a character, which only an escape can name
        return render_json(answer).encode()


class Replies:
    """Answers requests from the snapshot in force and remembers what it answered."""

    def __init__(self, snapshots: Snapshots, options: WebOptions) -> None:
        self._snapshots = snapshots
        self._options = options
        self._cache = ResponseCache(options.cache_bytes)
        self._under_way: dict[tuple[Hashable, ...], asyncio.Future[Stored]] = {}
        self._number = 0
        self._slow = ThreadPoolExecutor(options.at_once, "answer")
        self._quick = ThreadPoolExecutor(1, "quick")

    def close(self) -> None:
        """Begin nothing more."""
        for pool in (self._slow, self._quick):
            pool.shutdown(wait=False, cancel_futures=True)

    async def reply(
        self, request: Request, make: Maker, *, quick: bool = False, by_host: bool = False
    ) -> Response:
        """The response to a request that reads: what ``make`` makes of the evidence.

        Args:
            request: its path, query and headers tell which response it is.
            make: works out body and type in a thread; whatever it raises is told as a problem.
            quick: whether it takes milliseconds, so that it need not wait behind what takes longer.
            by_host: whether it names the server as it was asked for.

        Raises:
            Refusal: there is too much to do, or it took too long.
        """
        pinned = self._snapshots.current
        caching = {
            "etag": f'W/"{pinned.tag}"',
            "cache-control": "no-cache",
            "vary": "Accept-Encoding",
        }
        if caching["etag"] in _tags(request.headers.get("if-none-match", "")):
            return Response(status_code=304, headers=caching)
        packed = accepts_gzip(request.headers.get("accept-encoding", ""))
        host = request.headers.get("host", "") if by_host else ""
        key = (pinned.number, request.scope["path"], _canonical(request.scope["query_string"]), packed, host)
        self._follow(pinned.number)
        stored = self._cache.get(key) or await self._wait(key, lambda: _store(make(pinned), packed), quick)
        return Response(stored.body, stored.status, {**caching, **dict(stored.headers), **self._moving_on()})

    def _moving_on(self) -> dict[str, str]:
        """While more is asked here than is answered at a time, clients knock anew: another process may be idle."""
        return {"connection": "close"} if len(self._under_way) > self._options.at_once else {}

    async def run(self, make: Maker) -> Response:
        """The response to a request whose answer rests on more than the evidence; nothing is remembered.

        Raises:
            Refusal: there is too much to do, or it took too long.
        """
        pinned = self._snapshots.current
        stored = await self._wait((object(),), lambda: _store(make(pinned), False), False)
        return Response(stored.body, headers={"cache-control": "no-store", **dict(stored.headers)})

    def _follow(self, number: int) -> None:
        """Forget what an earlier snapshot answered."""
        if number != self._number:
            self._number = number
            self._cache.keep_only(number)

    async def _wait(self, key: tuple[Hashable, ...], work: Callable[[], Stored], quick: bool) -> Stored:
        """The response once it is there; those who ask for the same meanwhile wait for the same."""
        future = self._under_way.get(key)
        if future is None:
            if len(self._under_way) >= self._options.waiting:
                raise busy(_FULL)
            future = self._begin(key, work, quick)
        try:
            return await asyncio.wait_for(asyncio.shield(future), self._options.answer_seconds)
        except TimeoutError:
            raise busy(_LATE) from None

    def _begin(
        self, key: tuple[Hashable, ...], work: Callable[[], Stored], quick: bool
    ) -> asyncio.Future[Stored]:
        latest = time.monotonic() + self._options.answer_seconds

        def run() -> Stored:
            if time.monotonic() > latest:
                raise busy(_LATE)  # nobody waits for it any more
            return work()

        future = asyncio.get_running_loop().run_in_executor(self._quick if quick else self._slow, run)
        self._under_way[key] = future
        future.add_done_callback(lambda done: self._end(key, done))
        return future

    def _end(self, key: tuple[Hashable, ...], done: asyncio.Future[Stored]) -> None:
        self._under_way.pop(key, None)
        if not done.cancelled() and done.exception() is None and key[0] == self._number:
            self._cache.put(key, done.result())


def _store(made: Made, packed: bool) -> Stored:
    headers = (("content-type", made.media), *made.headers)
    if not packed or len(made.body) < _LEAST_PACKED or made.media == "image/png":
        return Stored(made.body, headers, made.status)
    body = gzip.compress(made.body, _PACKING, mtime=0)
    return Stored(body, (*headers, ("content-encoding", "gzip")), made.status)


def _tags(header: str) -> set[str]:
    return {tag.strip() for tag in header.split(",")}


def _canonical(query: bytes) -> tuple[tuple[str, str], ...]:
    """The parameters that matter, sorted by name; equal questions have equal keys."""
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    return tuple(sorted((p for p in pairs if p[0] in _PARAMETERS), key=lambda pair: pair[0]))


def accepts_gzip(header: str) -> bool:
    """Whether ``Accept-Encoding`` names gzip and does not rule it out.

    >>> [accepts_gzip(h) for h in ("gzip, br", "br;q=1.0, gzip;q=0", "*", "sdch", "", "gzip;q=nonsense")]
    [True, False, True, False, False, False]
    """
    weights: dict[str, float] = {}
    for part in header.lower().split(","):
        name, _, parameters = part.partition(";")
        weights[name.strip()] = _weight(parameters)
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if not parameters.strip():
        return 1.0
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
