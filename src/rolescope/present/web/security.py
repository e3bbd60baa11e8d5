"""The gate before everything: which requests are let in, and the headers that go out with every response."""

from __future__ import annotations

import ipaddress
import logging
import time
from collections.abc import Iterable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rolescope.present.web.logs import describe, log_access
from rolescope.present.web.options import WebOptions
from rolescope.present.web.problems import Refusal, failed, problem_response, refuse

_LOG = logging.getLogger("rolescope.web")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# A picture opened on its own: it carries one style element, for light and dark.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
HEADERS: tuple[tuple[str, str], ...] = (
    ("x-content-type-options", "nosniff"),
    # not no-referrer: browsers then send "Origin: null" with our own forms
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
_PORTS = {"http": 80, "https": 443}
_SAME = frozenset({"same-origin", "none"})


class Gate:
    """Lets in requests that are meant for this server, logs them, and answers for what fails behind it."""

    def __init__(self, app: ASGIApp, options: WebOptions) -> None:
        self._app = app
        self._hosts = Hosts(options.host, options.allow_hosts)
        self._longest = options.target_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sending = _Sending(send, scope)
        try:
            self._check(scope)
            # HEAD is GET without the body; routes need to know only GET
            inner = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
            await self._app(inner, receive, sending)
        except Refusal as refusal:
            await problem_response(scope["path"], refusal.problem)(scope, receive, sending)
        except Exception as error:
            _LOG.error("%s", describe(error))
            if not sending.started:
                await problem_response(scope["path"], failed())(scope, receive, sending)
        finally:
            sending.log()

    def _check(self, scope: Scope) -> None:
        """Refuse what is not for this server.

        Raises:
            Refusal: a name that is not ours, another site's request, or an address that is too long.
        """
        headers = Headers(scope=scope)
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > self._longest:
            detail = f"The address is longer than {self._longest:,} bytes."
            raise refuse("too-large", 414, detail, connection="close")
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._hosts.allow(hosts[0]):
            detail = "This server does not answer to the name it was asked by; --allow-host allows it."
            raise refuse("wrong-host", 421, detail, connection="close")
        if is_foreign(scope["method"], headers):
            raise refuse("wrong-origin", 403, "Another site may not ask this of the server.")
        if scope["method"] in ("GET", "HEAD") and _has_body(headers):
            raise refuse("too-large", 413, "A request that reads has no body.", connection="close")


class Hosts:
    """The names by which this server may be asked: a page of another name must not read it (DNS rebinding).

    >>> hosts = Hosts("127.0.0.1", ["careers.example.org"])
    >>> [hosts.allow(h) for h in ("localhost:8000", "[::1]:80", "careers.example.org", "evil.example")]
    [True, True, True, False]
    """

    def __init__(self, host: str, more: Iterable[str]) -> None:
        self._names = LOOPBACK | {_bare(host), *map(_bare, more)}
        # listening everywhere: an address in figures is nobody's name, so it cannot be rebound
        self._figures = host in ("0.0.0.0", "::")

    def allow(self, header: str) -> bool:
        """Whether a ``Host`` header names this server."""
        name = host_of(header)
        return name is not None and (name in self._names or (self._figures and _is_address(name)))


def _bare(name: str) -> str:
    return name.strip("[]").rstrip(".").lower()


def host_of(header: str) -> str | None:
    """The name in a ``Host`` header, without port; None where it is none.

    >>> host_of("Localhost.:8000"), host_of("[::1]:8000"), host_of("a@b"), host_of("x:y")
    ('localhost', '::1', None, None)
    """
    try:
        split = urlsplit(f"//{header}")
        _ = split.port
    except ValueError:
        return None
    if split.netloc != header or "@" in header or split.hostname is None:
        return None
    return split.hostname.rstrip(".")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_foreign(method: str, headers: Headers) -> bool:
    """Whether another site's page sends the request.

    Links from elsewhere may be followed; parts of our pages may not be loaded, and nothing may be posted.
    Programs send neither ``Origin`` nor ``Sec-Fetch-Site`` and are let in.
    """
    site = headers.get("sec-fetch-site")
    if site is not None and site not in _SAME:
        followed = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
        return not (followed and method in ("GET", "HEAD"))
    origin = headers.get("origin")
    if origin is None or site == "same-origin" or method in ("GET", "HEAD"):
        return False
    return not _is_same(origin, headers.get("host", ""))


def _is_same(origin: str, host: str) -> bool:
    """Whether an origin is this server; behind a proxy its scheme is not known here.

    >>> _is_same("http://localhost:8000", "localhost:8000"), _is_same("null", "localhost")
    (True, False)
    """
    try:
        theirs = urlsplit(origin)
        ours = urlsplit(f"{theirs.scheme}://{host}")
        default = _PORTS.get(theirs.scheme)
        same_port = (theirs.port or default) == (ours.port or default)
    except ValueError:
        return False
    return theirs.hostname is not None and theirs.hostname == ours.hostname and same_port


def _has_body(headers: Headers) -> bool:
    return headers.get("content-length", "0").strip("0") != "" or "transfer-encoding" in headers


class _Sending:
    """Puts the headers on every response, leaves out the body for HEAD, and keeps what the log tells."""

    def __init__(self, send: Send, scope: Scope) -> None:
        self._send = send
        self._scope = scope
        self._begun = time.monotonic()
        self._status = 0
        self._size = 0

    @property
    def started(self) -> bool:
        """Whether the response is on its way, so that no other can be sent."""
        return self._status != 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            add_headers(message)
        elif message["type"] == "http.response.body":
            if self._scope["method"] == "HEAD":
                message = {**message, "body": b""}
            self._size += len(message.get("body", b""))
        await self._send(message)

    def log(self) -> None:
        """Write the line of the access log."""
        path = self._scope.get("raw_path") or self._scope["path"].encode()
        seconds = time.monotonic() - self._begun
        log_access(self._scope["method"], path, self._status, seconds, self._size)


def add_headers(message: MutableMapping[str, Any]) -> None:
    """Complete the start of a response with what keeps browsers careful."""
    headers = MutableHeaders(raw=list(message.get("headers", ())))
    for name, value in HEADERS:
        headers[name] = value
    picture = headers.get("content-type", "").startswith("image/svg+xml")
    headers["content-security-policy"] = PICTURE_POLICY if picture else PAGE_POLICY
    message["headers"] = headers.raw
