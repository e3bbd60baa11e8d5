"""The page where an article is pasted or uploaded, and its answer; nothing of it is stored or written to a log."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from fastapi import APIRouter, Request
from starlette.responses import Response

from rolescope.analyse.check_results import CheckAnswer
from rolescope.present.html.check import CheckFormView, check_view
from rolescope.present.html.environment import render
from rolescope.present.web.articles import ReadArticles
from rolescope.present.web.bodies import read_body
from rolescope.present.web.problems import Refusal, WebProblem
from rolescope.present.web.queries import Asked, Period
from rolescope.present.web.replies import HTML, JSON, Made, Replies, write_json
from rolescope.present.web.snapshots import Pinned
from rolescope.present.web.static import plain_links

FORM = "multipart/form-data"
router = APIRouter(include_in_schema=False)


@router.get("/check")
async def show_form(request: Request) -> Response:
    """The form: a text, or files."""
    replies: Replies = request.app.state.replies
    return await replies.reply(request, lambda _: Made(draw_form(request).encode(), HTML), quick=True)


@router.post("/check")
async def check_form(request: Request, asked: Period) -> Response:
    """The page of a check; what cannot be checked is told on the form."""
    try:
        return await _reply(request, asked, FORM, _draw)
    except Refusal as refusal:
        problem = refusal.problem
        headers = {"cache-control": "no-store", **problem.headers}
        return Response(draw_form(request, _say(problem, request)), problem.status, headers, HTML)


def _say(problem: WebProblem, request: Request) -> str:
    """Why an article cannot be checked, to somebody who knows no bytes."""
    megabytes = request.app.state.options.body_bytes >> 20
    return f"That is more than {megabytes} MB: too large." if problem.type == "too-large" else problem.detail


async def check_json(request: Request, asked: Asked) -> Response:
    """The answer of a check."""
    return await _reply(request, asked, JSON, lambda answer, _: Made(write_json(answer)))


async def _reply(
    request: Request, asked: Asked, media: str, draw: Callable[[CheckAnswer, Asked], Made]
) -> Response:
    """What was sent is read in the reading process, checked against the snapshot in force, drawn."""
    state = request.app.state
    drained = state.options.refused_bytes if media == FORM else 0
    with state.turns:
        body = await read_body(request, state.options, media, drained)
        sent = request.headers["content-type"]
        found = await asyncio.to_thread(state.reader.read_articles, sent, body)
    replies: Replies = state.replies
    return await replies.run(lambda pinned: draw(_check(pinned, found, asked), asked))


def _check(pinned: Pinned, found: ReadArticles, asked: Asked) -> CheckAnswer:
    return pinned.door.check_read(found.read, problems=found.problems, **asked.without_level)


def _draw(answer: CheckAnswer, asked: Asked) -> Made:
    links = plain_links(asked.query())
    return Made(render("check.html", check_view(answer, links), links).encode("utf-8", "replace"), HTML)


def draw_form(request: Request, problem: str = "") -> str:
    """The form, with why the last article could not be checked."""
    options = request.app.state.options
    view = CheckFormView(problem, options.articles, options.body_bytes >> 20)
    return render("check_form.html", view, plain_links())
