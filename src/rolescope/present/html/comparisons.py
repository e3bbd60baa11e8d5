"""The comparisons that a site holds, by role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rolescope.normalise.titles import resolve_query
from rolescope.present.html.links import Links


@dataclass(frozen=True, slots=True)
class ComparedRole:
    """A role and the comparisons it stands in: labels of the others, with addresses."""

    label: str
    href: str | None
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ComparisonsView:
    """All comparisons of a site."""

    title: str
    nav: str
    roles: tuple[ComparedRole, ...]
    total: int


def comparisons_view(
    roles: Sequence[str], compared: Sequence[tuple[str, ...]], links: Links
) -> ComparisonsView:
    """Every comparison under each of its roles.

    Args:
        roles: query keys in their order.
        compared: query keys of each comparison.
        links: how addresses are written.
    """
    found = (ComparedRole(label_of(r), links.role(r), partners(r, compared, links)) for r in roles)
    kept = tuple(role for role in found if role.others)
    return ComparisonsView("Comparisons", "comparisons", kept, len(compared))


def partners(query: str, compared: Sequence[tuple[str, ...]], links: Links) -> tuple[tuple[str, str], ...]:
    """What a role is compared with: labels of the others, and the address of the comparison."""
    found = []
    for queries in compared:
        if query in queries and (href := links.compare(*queries)):
            found.append((" and ".join(label_of(q) for q in queries if q != query), href))
    return tuple(found)


def label_of(query: str) -> str:
    """How a query key is shown.

    >>> label_of("data-engineer@lead")
    'Lead Data Engineer'
    """
    return resolve_query(query).label
