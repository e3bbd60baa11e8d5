"""What a server writes down: neither queries nor bodies, neither texts of documents nor those of errors."""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path

ACCESS = logging.getLogger("rolescope.access")
_LONGEST_PATH = 200
_FRAMES = 12


def set_up_logging(*, access: bool = True) -> None:
    """Log to standard error: one line per request, and what goes wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    for name, level in (
        ("rolescope.access", logging.INFO if access else logging.WARNING),
        ("rolescope.web", logging.INFO),
        ("uvicorn.error", logging.WARNING),
    ):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.addFilter(drop_tracebacks)
        logger.setLevel(level)
        logger.propagate = False


def drop_tracebacks(record: logging.LogRecord) -> bool:
    """Whether a record may be written: the server's own tracebacks hold the words of errors."""
    if record.exc_info and record.exc_info[1]:
        record.msg, record.args = f"{record.getMessage()}: {describe(record.exc_info[1])}", ()
        record.exc_info = None
    return not record.getMessage().startswith("Traceback")


def log_access(method: str, path: bytes, status: int, seconds: float, size: int) -> None:
    """One line for one request: method, path as it came (still quoted), status, time and size."""
    told = path.decode("ascii", "replace")
    shown = told if len(told) <= _LONGEST_PATH else f"{told[:_LONGEST_PATH]}…"
    ACCESS.info("%s %s %d %.0fms %dB", method, shown, status, 1000 * seconds, size)


def describe(error: BaseException) -> str:
    """An error by its kind and the places it came through; its message may hold text of a document.

    >>> try:
    ...     int("secret")
    ... except ValueError as error:
    ...     "secret" in describe(error), describe(error).startswith("ValueError at ")
    (False, True)
    """
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in reversed(frames))
    return f"{type(error).__name__} at {places}" if places else type(error).__name__
