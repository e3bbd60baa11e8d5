"""The pages: the door is asked, a view made of its answer, the template drawn; the same as JSON beside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from rolescope.analyse.answers import EvidenceAnswer
from rolescope.analyse.concept_answers import ConceptsAnswer
from rolescope.errors import UnknownRole
from rolescope.model import Kind
from rolescope.present.html import compare as compared
from rolescope.present.html import concept as concept_pages
from rolescope.present.html import evidence as evidenced
from rolescope.present.html import lists
from rolescope.present.html import role as described
from rolescope.present.html.environment import render
from rolescope.present.html.meta import occupation_data
from rolescope.present.html.plain import Plain
from rolescope.present.web import api
from rolescope.present.web.asked import PageAsked, PageQuery, tidy
from rolescope.present.web.problems import Refusal, from_error, refuse, to_key
from rolescope.present.web.queries import LONGEST_NAME, Asked, ConceptName, Filters, Period, RoleName
from rolescope.present.web.replies import HTML, Made, Replies, redirect
from rolescope.present.web.snapshots import Pinned
from rolescope.present.web.static import plain_links

router = APIRouter(include_in_schema=False)
ON_A_PAGE = 20
CONCEPTS_ON_A_PAGE = 100
Text = Annotated[str, Query(max_length=LONGEST_NAME)]
Key = Annotated[str, Path(min_length=1, max_length=LONGEST_NAME)]
KindAsked = Kind | Literal[""]
Number = Annotated[int, Query(ge=1, le=50_000)]
Roles = Annotated[str, Path(max_length=4 * LONGEST_NAME)]


def draw(template: str, view: Any, links: Any) -> Made:
    """A page as what is sent."""
    return Made(render(template, view, links).encode("utf-8", "replace"), HTML)


async def reply(request: Request, make: Callable[[Pinned], Made], *, quick: bool = False) -> Response:
    """A page, at the address it has for good."""

    def make_tidy(pinned: Pinned) -> Made:
        elsewhere = tidy(request.scope["path"], request.query_params.multi_items())
        return redirect(elsewhere) if elsewhere else make(pinned)

    replies: Replies = request.app.state.replies
    return await replies.reply(request, make_tidy, quick=quick, by_host=True)


def _neighbours(asked: PageAsked, page: int, total: int, size: int) -> tuple[str | None, str | None]:
    """Addresses of the pages before and after, where there are such."""
    newer = asked.at(asked.path, page - 1) if page > 1 else None
    return newer, asked.at(asked.path, page + 1) if page * size < total else None


def split_roles(text: str) -> tuple[str, ...]:
    """The roles of a comparison's address.

    Raises:
        Refusal: there are fewer than two or more than four.
    """
    roles = tuple(part for part in text.split("/") if part)
    if not 2 <= len(roles) <= 4:
        raise refuse("bad-request", 422, f"A comparison takes two to four roles, not {len(roles)}.")
    return roles


@router.get("/index.json")
async def start_json(request: Request) -> Response:
    """The start page's answer: all roles."""
    return await api.reply_json(request, lambda pinned: pinned.door.roles())


@router.get("/")
async def start(request: Request, page: PageQuery) -> Response:
    """Two role fields, examples, what evidence is loaded."""
    return await reply(
        request,
        lambda pinned: draw("start.html", lists.start_view(pinned.door.roles(), page.links), page.links),
        quick=True,
    )


@router.get("/suggest")
async def suggest(request: Request, q: Text = "", role: Text = "") -> Response:
    """Options for the role fields while typing."""
    return await reply(
        request,
        lambda pinned: draw("suggestions.html", pinned.door.suggest(q or role), plain_links()),
        quick=True,
    )


@router.get("/roles.json")
async def roles_json(request: Request, q: Text = "") -> Response:
    """The answer of the roles' page."""
    return await api.reply_json(request, lambda pinned: pinned.door.roles(q))


@router.get("/roles")
async def roles(request: Request, page: PageQuery, q: Text = "") -> Response:
    """Roles by family, or those that fit a text."""
    page = replace(page, more={"q": q} if q else {})

    def make(pinned: Pinned) -> Made:
        return draw("roles.html", lists.roles_view(pinned.door.roles(q), page.links, q), page.links)

    return await reply(request, make)


@router.get("/roles/{role}.json")
async def role_json(request: Request, role: RoleName, filters: Filters) -> Response:
    """The answer of a role's page."""
    return await api.show_role(request, role, filters)


@router.get("/roles/{role}")
async def role(request: Request, role: RoleName, page: PageQuery) -> Response:
    """One role; a name is led to its key."""

    def make(pinned: Pinned) -> Made:
        if (key := to_key(role)) != role:
            return redirect(page.at(f"/roles/{key}"))
        answer = pinned.role(role, page.filters)
        view = described.role_page_view(answer, page.links, page.options)
        occupation = occupation_data(answer.role, answer.concepts)
        view = replace(view, head=page.head(view.title, view.description, occupation=occupation))
        return draw("role.html", view, page.links)

    return await reply(request, make)


@router.get("/compare")
async def choose(
    request: Request,
    page: PageQuery,
    role: Annotated[list[Annotated[str, Query(max_length=LONGEST_NAME)]], Query(max_length=8)] = [],  # noqa: B006
) -> Response:
    """Where the form of roles is sent: leads to the comparison of what was typed."""
    named = tuple(text.strip() for text in role if text.strip())

    def make(pinned: Pinned) -> Made:
        if not named:
            return redirect("/")
        keys = [_find_key(named, at, page) for at in range(len(named))]
        return redirect(page.at("/compare/" + "/".join(split_roles("/".join(keys)))))

    replies: Replies = request.app.state.replies
    return await replies.reply(request, make, quick=True)


def _find_key(named: tuple[str, ...], at: int, page: PageAsked) -> str:
    """The key of one of the roles typed.

    Raises:
        Refusal: it is none; the nearest names lead on with the other roles as they are.
    """
    try:
        return to_key(named[at])
    except UnknownRole as error:
        links = tuple(
            (near, "/compare?" + "&".join(f"role={quote(r)}" for r in (*named[:at], near, *named[at + 1 :])))
            for near in error.nearest
        )
        raise Refusal(replace(from_error(error), links=links, asked=named)) from None


@router.get("/compare/{roles:path}.json")
async def compare_json(request: Request, roles: Roles, filters: Filters) -> Response:
    """The answer of a comparison's page."""
    named = split_roles(roles)
    return await api.reply_json(request, lambda pinned: pinned.compare(named, filters))


@router.get("/concepts.json")
async def concepts_json(request: Request, q: Text = "", kind: KindAsked = "", page: Number = 1) -> Response:
    """The answer of a page of concepts."""
    return await api.reply_json(request, lambda pinned: _find_concepts(pinned, q, kind, page))


@router.get("/concepts")
async def concepts(
    request: Request, asked: PageQuery, q: Text = "", kind: KindAsked = "", page: Number = 1
) -> Response:
    """Skills, tools, duties: those that a text names, a page at a time."""
    more = {name: value for name, value in (("q", q), ("kind", kind)) if value}
    asked = replace(asked, more=more)

    def make(pinned: Pinned) -> Made:
        answer = _find_concepts(pinned, q, kind, page)
        newer, older = _neighbours(asked, page, answer.total, CONCEPTS_ON_A_PAGE)
        view = concept_pages.concepts_view(answer, asked.links, newer=newer, older=older)
        return draw("concepts.html", view, replace(asked, number=page).links)

    return await reply(request, make)


def _find_concepts(pinned: Pinned, q: str, kind: str, page: int) -> ConceptsAnswer:
    offset = (page - 1) * CONCEPTS_ON_A_PAGE
    return pinned.door.concepts(q, kind or None, limit=CONCEPTS_ON_A_PAGE, offset=offset)


@router.get("/concepts/{kind}/{concept}.json")
async def concept_json(request: Request, kind: Kind, concept: ConceptName, period: Period) -> Response:
    """The answer of a concept's page."""
    return await api.show_concept(request, kind, concept, period)


@router.get("/concepts/{kind}/{concept}")
async def concept(request: Request, kind: Kind, concept: ConceptName, page: PageQuery) -> Response:
    """Which roles ask for a concept, what goes with it, how it moves; a label is led to its id."""

    def make(pinned: Pinned) -> Made:
        answer = pinned.concept(kind, concept, replace(page.filters, level=None))
        if answer.concept.id != concept:
            return redirect(page.at(f"/concepts/{kind}/{answer.concept.id}"))
        view = concept_pages.concept_view(answer, page.links, page.options)
        return draw("concept.html", view, page.links)

    return await reply(request, make)


@router.get("/evidence/{key:path}.json")
async def evidence_json(request: Request, key: Key, filters: Filters, page: Number = 1) -> Response:
    """The answer of a page of documents."""
    return await api.reply_json(request, lambda pinned: _find_evidence(pinned, key, filters, page))


def _find_evidence(pinned: Pinned, key: str, filters: Asked, page: int) -> EvidenceAnswer:
    return pinned.door.evidence(key, **filters.filters, limit=ON_A_PAGE, offset=(page - 1) * ON_A_PAGE)


@router.get("/evidence/{key:path}")
async def evidence(request: Request, key: Key, asked: PageQuery, page: Number = 1) -> Response:
    """The documents behind a figure, a page at a time."""

    def make(pinned: Pinned) -> Made:
        answer = _find_evidence(pinned, key, asked.filters, page)
        newer, older = _neighbours(asked, page, answer.total, ON_A_PAGE)
        view = evidenced.evidence_view(answer, asked.links, newer=newer, older=older)
        return draw("evidence.html", view, replace(asked, number=page).links)

    return await reply(request, make)


@router.get("/documents/{document_id}.json")
async def document_json(request: Request, document_id: Key) -> Response:
    """The answer of a document's page."""
    return await api.show_document(request, document_id)


@router.get("/documents/{document_id}")
async def document(request: Request, document_id: Key, page: PageQuery) -> Response:
    """One document with marks where something was read."""

    def make(pinned: Pinned) -> Made:
        view = evidenced.document_view(pinned.door.document(document_id), page.links)
        return draw("document.html", view, page.links)

    return await reply(request, make)


@router.get("/sources.json")
async def sources_json(request: Request) -> Response:
    """The answer of the sources' page."""
    return await api.list_sources(request)


@router.get("/sources")
async def sources(request: Request, page: PageQuery) -> Response:
    """Where the evidence comes from, and what it does not show."""

    def make(pinned: Pinned) -> Made:
        view = lists.sources_page_view(pinned.door.sources(), page.links)
        return draw("sources.html", view, page.links)

    return await reply(request, make)


@router.get("/method")
async def method(request: Request) -> Response:
    """How every figure is made."""
    view = Plain("How every figure is made", "method")
    return await reply(request, lambda _: draw("method.html", view, plain_links()), quick=True)


@router.get("/compare/{roles:path}")  # last: charts and JSON lie below it
async def compare(request: Request, roles: Roles, page: PageQuery) -> Response:
    """Two to four roles side by side; names are led to their keys."""
    named = split_roles(roles)

    def make(pinned: Pinned) -> Made:
        keys = tuple(_find_key(named, at, page) for at in range(len(named)))
        address = "/compare/" + "/".join(keys)
        if address != page.path:
            return redirect(page.at(address))
        answer = pinned.compare(keys, page.filters)
        view = compared.compare_view(answer, page.links, page.options)
        view = replace(view, head=page.head(view.title, view.description, card=True))
        return draw("compare.html", view, page.links)

    return await reply(request, make)
