"""REST: every answer as JSON at an address of its own, typed from the dataclasses of the answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from rolescope.analyse.answers import (
    ComparisonAnswer,
    EvidenceAnswer,
    LinkAnswer,
    RoleAnswer,
    RolesAnswer,
)
from rolescope.analyse.check_results import CheckAnswer
from rolescope.analyse.concept_answers import ConceptAnswer, ConceptsAnswer
from rolescope.analyse.lookup_answers import DocumentAnswer, SourcesAnswer, SuggestAnswer
from rolescope.model import EntryKind, Kind, Problem
from rolescope.present.web import checks
from rolescope.present.web.bodies import read_body
from rolescope.present.web.openapi import ANNOTATE_BODY, BODY_PROBLEMS, CHECK_BODY, PROBLEMS, READ_PROBLEMS
from rolescope.present.web.queries import LONGEST_NAME, ConceptName, Filters, Limit, Offset, Period, RoleName
from rolescope.present.web.replies import JSON, Made, Replies, write_json
from rolescope.present.web.snapshots import Pinned
from rolescope.records import AnnotationRecord
from rolescope.workspace import Workspace

router = APIRouter(prefix="/api", responses=PROBLEMS)
Text = Annotated[str, Query(max_length=LONGEST_NAME)]
RoleNames = Annotated[
    list[Annotated[str, Query(min_length=1, max_length=LONGEST_NAME)]],
    Query(min_length=2, max_length=4, description="Two to four roles, each its key or name."),
]


async def reply_json(request: Request, ask: Callable[[Pinned], Any], *, quick: bool = False) -> Response:
    """An answer as JSON."""
    replies: Replies = request.app.state.replies
    return await replies.reply(request, lambda pinned: Made(write_json(ask(pinned))), quick=quick)


async def reply_page(request: Request, ask: Callable[[Workspace], tuple[Any, int]], page: Page) -> Response:
    """One page of an answer as JSON; ``Link`` leads to the others."""

    def make(pinned: Pinned) -> Made:
        answer, total = ask(pinned.door)
        return Made(write_json(answer), JSON, (("link", page.links(request, total)),))

    replies: Replies = request.app.state.replies
    return await replies.reply(request, make)


@dataclass(frozen=True, slots=True)
class UnreadRecord:
    """What a list's entry that cannot be read is answered; ``line`` is its place, from 1."""

    id: str | int | None
    line: int
    problems: tuple[Problem, ...]


class Page:
    """A part of a list: ``limit`` entries from ``offset`` on.

    >>> Page(10, 20).cut(tuple(range(25)))
    (20, 21, 22, 23, 24)
    """

    def __init__(self, limit: int, offset: int) -> None:
        self.limit = limit
        self.offset = offset

    def cut(self, entries: tuple[Any, ...]) -> tuple[Any, ...]:
        """The entries of this page."""
        return entries[self.offset : self.offset + self.limit]

    def links(self, request: Request, total: int) -> str:
        """Where the first, previous, next and last page are (RFC 8288)."""
        last = max(0, (total - 1) // self.limit * self.limit)
        places = {"first": 0, "last": last}
        if self.offset:
            places["prev"] = max(0, min(self.offset - self.limit, last))
        if self.offset + self.limit < total:
            places["next"] = self.offset + self.limit
        kept = [(n, v) for n, v in request.query_params.multi_items() if n not in ("limit", "offset")]
        return ", ".join(
            f'<{request.scope["path"]}?{urlencode([*kept, ("limit", self.limit), ("offset", at)])}>; rel="{name}"'
            for name, at in places.items()
        )


@router.get("/roles", response_model=RolesAnswer, summary="Roles that are known")
async def list_roles(
    request: Request,
    text: Annotated[Text, Query(description="Part of a name; empty gives all.")] = "",
    limit: Limit = 200,
    offset: Offset = 0,
) -> Response:
    """Roles whose names fit a text, best first, each with its postings."""
    page = Page(limit, offset)

    def ask(door: Workspace) -> tuple[RolesAnswer, int]:
        answer = door.roles(text)
        return replace(answer, roles=page.cut(answer.roles)), len(answer.roles)

    return await reply_page(request, ask, page)


@router.get(
    "/roles/{role}", response_model=RoleAnswer, responses=READ_PROBLEMS, summary="What a role asks for"
)
async def show_role(request: Request, role: RoleName, filters: Filters) -> Response:
    """One role: shares of its postings with intervals, pay, official figures, guides."""
    return await reply_json(request, lambda pinned: pinned.role(role, filters))


@router.get(
    "/compare",
    response_model=ComparisonAnswer,
    responses=READ_PROBLEMS,
    summary="Roles held against each other",
)
async def compare(request: Request, role: RoleNames, filters: Filters) -> Response:
    """Two to four roles: every pair with its differences, verdicts, pay and what a move takes."""
    return await reply_json(request, lambda pinned: pinned.compare(tuple(role), filters))


@router.get("/concepts", response_model=ConceptsAnswer, summary="Skills, tools, duties that are known")
async def list_concepts(
    request: Request,
    text: Annotated[Text, Query(description="Part of a name; empty gives all.")] = "",
    kind: Kind | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Response:
    """Concepts whose names hold a text, each with the postings that name it."""
    page = Page(limit, offset)

    def ask(door: Workspace) -> tuple[ConceptsAnswer, int]:
        answer = door.concepts(text, kind, limit=limit, offset=offset)
        return answer, answer.total

    return await reply_page(request, ask, page)


@router.get(
    "/concepts/{kind}/{concept}",
    response_model=ConceptAnswer,
    responses=READ_PROBLEMS,
    summary="Who asks for a concept",
)
async def show_concept(request: Request, kind: Kind, concept: ConceptName, period: Period) -> Response:
    """Which roles ask for it, what goes with it, its shares by quarter, who names it officially."""
    return await reply_json(request, lambda pinned: pinned.concept(kind, concept, period))


@router.get(
    "/evidence/{key:path}",
    response_model=EvidenceAnswer,
    responses=READ_PROBLEMS,
    summary="The documents behind a figure",
)
async def show_evidence(
    request: Request,
    key: Annotated[
        str,
        Path(
            min_length=1,
            max_length=LONGEST_NAME,
            description="Key of a figure: role query, kind and concept.",
            openapi_examples={"a tool": {"value": "data-engineer/tool/python"}},
        ),
    ],
    filters: Filters,
    limit: Limit = 20,
    offset: Offset = 0,
) -> Response:
    """The documents that a figure counts, newest first, with the words that were read where they are at hand."""
    page = Page(limit, offset)

    def ask(door: Workspace) -> tuple[EvidenceAnswer, int]:
        answer = door.evidence(key, **filters.filters, limit=limit, offset=offset)
        return answer, answer.total

    return await reply_page(request, ask, page)


@router.get(
    "/documents/{document_id}", response_model=DocumentAnswer, responses=READ_PROBLEMS, summary="One document"
)
async def show_document(
    request: Request, document_id: Annotated[str, Path(min_length=1, max_length=LONGEST_NAME)]
) -> Response:
    """What a document's source said, and what was read in it."""
    return await reply_json(request, lambda pinned: pinned.door.document(document_id))


@router.get("/sources", response_model=SourcesAnswer, summary="Where the evidence comes from")
async def list_sources(request: Request) -> Response:
    """Feeds of postings and guides, official releases, collected pay; licences of what is bundled."""
    return await reply_json(request, lambda pinned: pinned.door.sources())


@router.get("/suggest", response_model=SuggestAnswer, summary="Roles that a half-written name may become")
async def suggest(
    request: Request,
    q: Annotated[Text, Query(description="What is typed so far.")] = "",
    limit: Annotated[int, Query(ge=1, le=20)] = 8,
) -> Response:
    """Role queries, some at a level, best first."""
    return await reply_json(request, lambda pinned: pinned.door.suggest(q, limit), quick=True)


@router.get(
    "/link",
    response_model=LinkAnswer,
    responses=READ_PROBLEMS,
    summary="Entries of a taxonomy a text is like",
)
async def link(
    request: Request,
    text: Annotated[str, Query(min_length=1, max_length=500, description="A phrase or some sentences.")],
    to: Literal["rolescope", "esco", "onet"] = "rolescope",
    kind: EntryKind = "skill",
    top: Annotated[int, Query(ge=1, le=100)] = 10,
) -> Response:
    """Skills or occupations, best first; ESCO and O*NET where the workspace holds them."""
    replies: Replies = request.app.state.replies
    return await replies.run(
        lambda pinned: Made(write_json(pinned.door.link(text, to=to, kind=kind, top=top)))
    )


@router.post(
    "/annotate",
    response_model=AnnotationRecord | list[AnnotationRecord | UnreadRecord],
    responses=BODY_PROBLEMS,
    openapi_extra={"requestBody": ANNOTATE_BODY},
    summary="Read postings",
)
async def annotate(request: Request) -> Response:
    """Reads one posting or a list of them, in a process of its own; nothing is stored or written to a log."""
    state = request.app.state
    with state.turns:
        body = await read_body(request, state.options, JSON)
        told = await asyncio.to_thread(state.reader.annotate, body)
    return Response(told, media_type=JSON, headers={"cache-control": "no-store"})


@router.post(
    "/check",
    response_model=CheckAnswer,
    responses=BODY_PROBLEMS,
    openapi_extra={"requestBody": CHECK_BODY},
    summary="Check articles about roles",
)
async def check(request: Request, period: Period) -> Response:
    """Every claim of one article or several held against the evidence.

    They are read in a process of its own; nothing is stored or written to a log.
    """
    return await checks.check_json(request, period)
