"""What goes wrong, told to whoever asked: RFC 9457 for programs, a page for people."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import to_json
from starlette.responses import Response

from rolescope.errors import (
    MissingExtra,
    RolescopeError,
    SettingsError,
    SourceError,
    TaxonomyMissing,
    UnknownConcept,
    UnknownDocument,
    UnknownFigure,
    UnknownRole,
    UsageError,
    WorkspaceError,
)

# What a problem's type says, in the order of the errors' tree: the nearest class that is listed names it.
ERROR_TYPES: dict[type[RolescopeError], str] = {
    UnknownRole: "unknown-role",
    UnknownFigure: "unknown-figure",
    UnknownConcept: "unknown-concept",
    UnknownDocument: "unknown-document",
    SettingsError: "settings",
    MissingExtra: "missing-part",
    UsageError: "bad-request",
    SourceError: "unreadable",
    TaxonomyMissing: "unknown-taxonomy",
    WorkspaceError: "evidence-unavailable",
    RolescopeError: "failed",
}
TITLES: dict[str, str] = {
    "unknown-role": "No role has that name",
    "unknown-figure": "No figure has that key",
    "unknown-concept": "No concept has that name",
    "unknown-document": "No document has that id",
    "unknown-taxonomy": "That taxonomy is not loaded",
    "not-found": "There is no such page",
    "bad-request": "The request cannot be answered as it is written",
    "wrong-method": "That address does not take this method",
    "wrong-host": "This server does not answer to that name",
    "wrong-origin": "The request comes from another site",
    "wrong-type": "The body is of a kind that is not read",
    "too-large": "The request is too large",
    "too-slow": "The body did not arrive in time",
    "unreadable": "The text could not be read within its limits",
    "busy": "The server is busy",
    "evidence-unavailable": "The evidence cannot be read now",
    "missing-part": "A part of the server is not installed",
    "settings": "The server's settings cannot be used",
    "failed": "Something went wrong here",
}
_BY_STATUS = {404: "not-found", 405: "wrong-method", 413: "too-large", 503: "busy"}
_SAID = {404: "The address may be mistyped, or what stood there is gone.", 405: "Look at `Allow`."}
_FORMS = {  # of parameters that people type, instead of a regular expression
    "since": "a year, month or day such as 2023, 2023-01 or 2023-01-31",
    "until": "a year, month or day such as 2023, 2023-01 or 2023-01-31",
    "country": "two letters such as US",
}
_COMMAND_HINT = re.compile(r"[;.] `rolescope [^`]*`[^.]*\.")


@dataclass(frozen=True, slots=True)
class WebProblem:
    """A refusal or failure as it is told.

    Attributes:
        type: stable name; ``/api/docs#problem-TYPE`` tells more of it.
        status: of HTTP.
        detail: one sentence.
        nearest: names that may have been meant; ``links``: where they lead on a page.
        asked: roles that were to be compared, as typed: the page shows them in its form.
        errors: what is wrong with which part of the request.
        headers: that go along.
    """

    type: str
    status: int
    detail: str
    nearest: tuple[str, ...] = ()
    links: tuple[tuple[str, str | None], ...] = ()
    asked: tuple[str, ...] = ()
    errors: tuple[Mapping[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The same words for every problem of the type."""
        return TITLES[self.type]


class Refusal(Exception):
    """A request ends here with a problem."""

    def __init__(self, problem: WebProblem) -> None:
        self.problem = problem
        super().__init__(problem.type)


def refuse(type_: str, status: int, detail: str, **headers: str) -> Refusal:
    """A refusal; ``retry_after="2"`` and its like become headers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Refusal(WebProblem(type_, status, detail, headers=named))


def busy(detail: str) -> Refusal:
    """The refusal of what could be answered later."""
    return refuse("busy", 503, detail, retry_after="2")


def from_error(error: RolescopeError) -> WebProblem:
    """The problem that an error of the tree comes to."""
    kind = next(name for known, name in ERROR_TYPES.items() if isinstance(error, known))
    if isinstance(error, UnknownRole):
        hint = f" Did you mean {' or '.join(error.nearest)}?" if error.nearest else ""
        return WebProblem(
            kind, error.http_status, f"No role is known as {error.text!r}.{hint}", error.nearest
        )
    if error.http_status >= 500:
        return WebProblem(kind, error.http_status, f"{TITLES[kind]}.")  # the text may name files
    return WebProblem(kind, error.http_status, _COMMAND_HINT.sub(".", str(error)).replace("--", ""))


def from_validation(errors: Sequence[Mapping[str, Any]]) -> WebProblem:
    """The problem of parameters that are of another form than the API says."""
    told = tuple(
        {"where": (name := str(e["loc"][-1])), "what": _FORMS.get(name, str(e["msg"]))} for e in errors
    )
    wrong = "; ".join(dict.fromkeys(f"{t['where']} ({t['what']})" for t in told))
    return WebProblem("bad-request", 422, f"Please check {wrong}.", errors=told)


def from_status(status: int, headers: Mapping[str, str] | None = None) -> WebProblem:
    """The problem of a bare status: an address or method that is not there."""
    kind = _BY_STATUS.get(status, "bad-request" if status < 500 else "failed")
    return WebProblem(kind, status, _SAID.get(status, f"{TITLES[kind]}."), headers=dict(headers or {}))


def failed() -> WebProblem:
    """The problem of a bug; what it was stands in the log, not here."""
    return WebProblem("failed", 500, "Something went wrong here. What it was stands in the server's log.")


def wants_json(path: str) -> bool:
    """Whether programs ask at this address.

    >>> wants_json("/api/roles"), wants_json("/roles/data-engineer.json"), wants_json("/roles")
    (True, True, False)
    """
    return path.startswith("/api/") or path.endswith((".json", ".csv", ".svg", ".png"))


def problem_response(path: str, problem: WebProblem) -> Response:
    """The response that tells a problem, fitting the address that was asked."""
    headers = {"cache-control": "no-store", **problem.headers}
    if wants_json(path) and path != "/api/docs":
        content = {
            "type": f"/api/docs#problem-{problem.type}",
            "title": problem.title,
            "status": problem.status,
            "detail": problem.detail,
        }
        more = {name: getattr(problem, name) for name in ("nearest", "errors") if getattr(problem, name)}
        return Response(to_json(content | more), problem.status, headers, "application/problem+json")
    return Response(_draw(problem), problem.status, headers, "text/html")


def _draw(problem: WebProblem) -> str:
    from rolescope.present.html.environment import render
    from rolescope.present.html.plain import Plain
    from rolescope.present.web.static import plain_links

    links = plain_links()
    suggestions = problem.links or tuple((name, links.role(to_key(name))) for name in problem.nearest)
    detail = problem.detail.partition(" Did you mean ")[0] if suggestions else problem.detail
    view = Plain(problem.title, "", detail, suggestions, problem.asked)
    return render("error.html", view, links)


def to_key(name: str) -> str:
    """The key of the role query that a key or name stands for.

    Raises:
        UnknownRole: no packaged role has that name.
    """
    from rolescope.normalise.titles import resolve_query

    return resolve_query(name).key
