"""The server's processes: one socket, several workers that read."""

from __future__ import annotations

import atexit
import errno
import gc
import logging
import os
import signal
import socket
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rolescope.errors import UsageError
from rolescope.settings import Settings

if TYPE_CHECKING:
    from asyncio import TimerHandle, Transport

    from fastapi import FastAPI

from uvicorn.config import STARTUP_FAILURE, Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import Server
from uvicorn.supervisors import Multiprocess

from rolescope.present.web.logs import describe, set_up_logging
from rolescope.present.web.options import WebOptions

_LOG = logging.getLogger("rolescope.web")
_HEAD_SECONDS = 20  # for the head of a request to arrive
_HEAD_BYTES = 32_768
_IDLE_SECONDS = 15  # an open connection without a request
_CONNECTIONS = 512  # of one process; more are answered 503
_LEAVE_SECONDS = 5  # for what is under way at the end
# Objects that come to be before the youngest are searched for garbage, and how often that is done before the older
# and the oldest are: answers are large and remembered, and by Python's own measure all of them were gone through
# every second, for 0.1 seconds each time.
_SEARCHES = (10_000, 100, 100)
_HEALTH_SECONDS = 10  # a worker that long without a sign is replaced


@dataclass(frozen=True, slots=True)
class AppMaker:
    """Makes the application, in the process where it will answer."""

    settings: Settings
    options: WebOptions
    log_access: bool = True

    def __call__(self) -> FastAPI:
        # what is answered at once waits for threads that work: half as long at the 95th percentile
        sys.setswitchinterval(0.001)
        gc.set_threshold(*_SEARCHES)
        set_up_logging(access=self.log_access)
        try:
            from rolescope.present.web.app import create_app

            return create_app(self.settings, self.options, settle)
        except Exception as error:
            _LOG.error("%s", describe(error))
            sys.exit(STARTUP_FAILURE)  # another worker would fail in the same way


def settle() -> None:
    """Leave all that is loaded out of later searches for garbage, which would stop every answer for 0.1 seconds."""
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # or parts of DuckDB are reported as leaks at the end


class HeadTimeout(H11Protocol):
    """HTTP as uvicorn speaks it, but for clients that never end the head of their request."""

    _head: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._head = self.loop.call_later(_HEAD_SECONDS, self._give_up)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._head is not None:
            self._head.cancel()
        self._head = self.loop.call_later(_HEAD_SECONDS, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._head is not None:
            self._head.cancel()
        super().connection_lost(exc)

    def _give_up(self) -> None:
        """End the connection unless a request is being answered."""
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()


class Workers(Multiprocess):
    """Uvicorn's supervisor of workers, which remembers how it was ended."""

    interrupted = False

    def handle_int(self) -> None:
        self.interrupted = True
        super().handle_int()


def open_socket(host: str, port: int) -> socket.socket:
    """The socket listened on; port 0 takes a free one.

    Raises:
        UsageError: the address cannot be listened on.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        found = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise UsageError(_tell(error, host, port)) from None
    # asyncio sets it only where a socket names its protocol; without it every answer waits 40 ms for the reader's word
    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return found


def _tell(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} of {host} is in use; name another with --port (0 takes a free one)."
    if error.errno == errno.EACCES:
        return f"Port {port} needs rights you do not have; name one above 1023 with --port."
    return f"{host} cannot be listened on: {error.strerror or error}."


def count_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(maker: AppMaker, listening: socket.socket, workers: int) -> bool:
    """Answer until stopped; whether Ctrl-C did it.

    Raises:
        SystemExit: the workers could not start.
    """
    config = Config(
        maker,
        factory=True,
        workers=workers,
        http=HeadTimeout,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_CONNECTIONS,
        h11_max_incomplete_event_size=_HEAD_BYTES,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=_LEAVE_SECONDS,
        timeout_worker_healthcheck=_HEALTH_SECONDS,
    )
    return _run_here(config, listening) if workers == 1 else _run_workers(config, listening)


def _run_here(config: Config, listening: socket.socket) -> bool:
    server = Server(config)
    stopped: list[int] = []
    earlier: dict[signal.Signals, Any] = {
        sig: signal.signal(sig, lambda number, _: stopped.append(number))
        for sig in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        server.run([listening])  # raises the signal again once it has left
    finally:
        for sig, handler in earlier.items():
            signal.signal(sig, handler)
    return signal.SIGINT in stopped


def _run_workers(config: Config, listening: socket.socket) -> bool:
    workers = Workers(config, [listening])
    workers.run()
    listening.close()
    failed = [p.exitcode for p in workers.processes if p.exitcode and p.exitcode > 0]
    if failed and not workers.interrupted:
        sys.exit(1)
    return workers.interrupted
