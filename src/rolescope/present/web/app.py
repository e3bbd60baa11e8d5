"""The application: what stands at which address, and what happens when something goes wrong."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from rolescope.errors import RolescopeError
from rolescope.present.web import api, checks, describing, files, pages, pictures
from rolescope.present.web.bodies import Turns
from rolescope.present.web.options import WebOptions
from rolescope.present.web.problems import (
    Refusal,
    WebProblem,
    from_error,
    from_status,
    from_validation,
    problem_response,
)
from rolescope.present.web.replies import Replies
from rolescope.present.web.security import Gate
from rolescope.present.web.snapshots import Snapshots, warm_up
from rolescope.present.web.uploads import ReadingProcess
from rolescope.settings import Settings, load_settings
from rolescope.workspace import Workspace

_LOG = logging.getLogger("rolescope.web")
DESCRIPTION = (
    "Answers as on the pages and in `rolescope COMMAND --json`. An answer's `ETag` changes with the evidence: "
    "ask with `If-None-Match` and what has not changed is not sent again. Lists are given in pages; the `Link` "
    "header leads to the others."
)


def _nothing() -> None:
    return None


def create_app(
    settings: Settings | None = None,
    options: WebOptions | None = None,
    when_warm: Callable[[], None] = _nothing,
) -> FastAPI:
    """The web application over one workspace.

    Args:
        settings: where the workspace is; None takes the user's.
        options: how it answers, and its limits.
        when_warm: called once, before anything is answered.
    """
    options = options or WebOptions()
    workspace = Workspace(settings or load_settings(), only_mine=options.only_mine)
    app = FastAPI(
        title="Rolescope",
        description=DESCRIPTION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_live,
    )
    app.state.options = options
    app.state.when_warm = when_warm
    app.state.snapshots = Snapshots(workspace, options.snapshot_seconds, warm_up)
    app.state.reader = ReadingProcess(options)
    app.state.turns = Turns(options.bodies)
    for part in (api, checks, describing, files, pictures, pages):
        app.include_router(part.router)
    for kind in (RolescopeError, Refusal, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, _tell)
    app.add_middleware(Gate, options=options)
    return app


@asynccontextmanager
async def _live(app: FastAPI) -> AsyncIterator[None]:
    """Pin the first snapshot before anything is answered; let go of processes and threads at the end."""
    state = app.state
    try:
        await asyncio.to_thread(state.snapshots.start)
    except RolescopeError as error:
        _LOG.error("%s", error)
        raise
    state.when_warm()
    state.replies = Replies(state.snapshots, state.options)
    try:
        yield
    finally:
        state.snapshots.stop()
        state.replies.close()
        await asyncio.to_thread(state.reader.close)


async def _tell(request: Request, error: Exception) -> Response:
    return problem_response(request.url.path, to_problem(error))


def to_problem(error: Exception) -> WebProblem:
    """The problem that an expected error comes to."""
    if isinstance(error, Refusal):
        return error.problem
    if isinstance(error, RolescopeError):
        return from_error(error)
    if isinstance(error, RequestValidationError):
        return from_validation(error.errors())
    if isinstance(error, HTTPException):
        return from_status(error.status_code, error.headers)
    raise error
