"""What a page is asked for: filters, kinds of evidence, place; and the addresses that follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import Depends, Query, Request
from markupsafe import Markup

from rolescope.present.html.links import ServerLinks
from rolescope.present.html.meta import head_lines
from rolescope.present.html.options import ALL_KINDS, FilterForm, PageOptions, filters_of
from rolescope.present.web.queries import Asked, Filters, SourceKind
from rolescope.present.web.static import server_links

_EMPTY_FIELDS = frozenset({"country", "level", "since", "until", "role", "q", "kind"})


@dataclass(frozen=True, slots=True)
class PageAsked:
    """A page's question.

    Attributes:
        path: of the page, as it came.
        host: scheme and name by which the server was asked.
        public: whether that is the address it has for everybody.
        shown: kinds of evidence to be shown.
        number: of the page in a list of pages.
        more: further parameters that belong to its address.
    """

    path: str
    host: str
    public: bool
    filters: Asked
    shown: frozenset[str]
    number: int = 1
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def form(self) -> FilterForm:
        """The filters as a form that sends to this page."""
        asked = self.filters
        return FilterForm(
            self.path,
            asked.country or "",
            asked.level or "",
            asked.since or "",
            asked.until or "",
            self.shown,
        )

    @property
    def links(self) -> ServerLinks:
        """Addresses as this page writes them."""
        return server_links(
            self.path, self._query(self.number), f"{self.host}{self.at(self.path, self.number)}"
        )

    @property
    def options(self) -> PageOptions:
        """What the page shows beside its answer."""
        return PageOptions(shown=self.shown, form=self.form)

    def head(self, title: str, description: str, *, card: bool = False, **data: Mapping[str, Any]) -> Markup:
        """Lines of the page's head, for those who find it from outside."""
        if not self.public:
            return Markup()
        image = f"{self.host}{self.at(f'{self.path}/charts/card.png')}" if card else ""
        permanent = self.links.permanent
        return head_lines(title, description, permanent=permanent, image=image, data=tuple(data.values()))

    def at(self, path: str, number: int = 1) -> str:
        """The address of a page under the same filters."""
        query = self._query(number)
        return address(path, urlencode(query, doseq=True))

    def _query(self, number: int) -> Mapping[str, str | tuple[str, ...]]:
        filters = {**filters_of(self.form), **self.more}
        return {**filters, "page": str(number)} if number > 1 else filters


async def read_page(
    request: Request,
    filters: Filters,
    source_kind: Annotated[
        list[SourceKind], Query(max_length=8, description="Kinds of evidence that are shown.")
    ] = [],  # noqa: B006  (never changed)
) -> PageAsked:
    """The question of a page."""
    base: str = request.app.state.options.public_url
    host = base.rstrip("/") or f"{request.url.scheme}://{request.headers.get('host', '')}"
    shown = frozenset(source_kind) or ALL_KINDS
    return PageAsked(request.scope["path"], host, bool(base), filters, shown)


PageQuery = Annotated[PageAsked, Depends(read_page)]


def tidy(path: str, pairs: Iterable[tuple[str, str]]) -> str | None:
    """The address without what a form sends along unfilled; None where it is tidy already.

    >>> tidy("/roles", [("q", ""), ("country", "US")])
    '/roles?country=US'
    """
    given = list(pairs)
    kept = [(n, v) for n, v in given if v or n not in _EMPTY_FIELDS]
    if {v for n, v in kept if n == "source_kind"} >= ALL_KINDS:
        kept = [pair for pair in kept if pair[0] != "source_kind"]
    if kept == given:
        return None
    return address(path, urlencode(kept))


def address(path: str, query: str = "") -> str:
    """A path as it is written in links.

    >>> address("/roles/data engineer", "country=US")
    '/roles/data%20engineer?country=US'
    """
    return f"{quote(path, safe='/@')}{'?' if query else ''}{query}"
