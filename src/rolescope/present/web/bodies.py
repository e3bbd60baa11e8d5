"""Bodies of requests, read as they come: bounded in size and time whatever their headers say."""

from __future__ import annotations

import asyncio
from types import TracebackType

from starlette.requests import ClientDisconnect, Request

from rolescope.present.web.options import WebOptions
from rolescope.present.web.problems import Refusal, busy, refuse


async def read_body(request: Request, options: WebOptions, media: str, drained: int = 0) -> bytes:
    """The body of a request.

    Args:
        media: what it must be.
        drained: bytes of a body that is too large which are still read, and dropped: browsers show the refusal
            only when all was sent.

    Raises:
        Refusal: it is of another kind than ``media``, too large, or too slow.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != media:
        raise refuse("wrong-type", 415, f"The body must be {media}.", connection="close")
    try:
        async with asyncio.timeout(options.body_seconds):
            return await _read(request, options.body_bytes, drained)
    except TimeoutError:
        detail = f"The body did not arrive within {options.body_seconds:g} seconds."
        raise refuse("too-slow", 408, detail, connection="close") from None
    except ClientDisconnect:
        raise refuse("bad-request", 400, "The connection ended within the body.") from None


async def _read(request: Request, most: int, drained: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            parts.clear()
            if size > most + drained:
                raise _too_large(most)
        else:
            parts.append(part)
    if size > most:
        raise _too_large(most)
    return b"".join(parts)


def _too_large(most: int) -> Refusal:
    return refuse("too-large", 413, f"The body is larger than {most:,} bytes.", connection="close")


class Turns:
    """At most ``most`` bodies are held at a time; one more is refused, not kept waiting."""

    def __init__(self, most: int) -> None:
        self._left = most

    def __enter__(self) -> None:
        if self._left < 1:
            raise busy("Too many texts are being read; please ask again in a moment.")
        self._left -= 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._left += 1
