"""The start page, the roles by family, the sources: what there is to look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rolescope.analyse.answers import RoleListing, RolesAnswer
from rolescope.analyse.lookup_answers import SourceListing, SourcesAnswer
from rolescope.analyse.verdict import LEAST_POSTINGS
from rolescope.present.html.links import Links
from rolescope.present.html.roles import citation, layer_lines
from rolescope.present.wording import listed, plural, window

_EXAMPLES = (
    ("data-engineer", "data-analyst"),
    ("machine-learning-engineer", "data-scientist"),
    ("software-engineer", "devops-engineer"),
    ("product-manager", "business-analyst"),
    ("machine-learning-engineer@lead", "data-science-leader@manager"),
    ("frontend-engineer", "full-stack-engineer", "backend-engineer"),
)


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role in a list with the postings that count; ``thin`` where they are too few for shares."""

    label: str
    href: str | None
    postings: int
    also: str
    definition: str
    thin: bool


@dataclass(frozen=True, slots=True)
class Family:
    """Roles of one family, the best evidenced first."""

    name: str
    roles: tuple[RoleLine, ...]


@dataclass(frozen=True, slots=True)
class StartView:
    """The start page.

    Attributes:
        labels: offered while typing.
        evidenced: roles with at least ``least`` postings that count.
        postings: that count for any role.
    """

    title: str
    nav: str
    examples: tuple[tuple[str, str], ...]
    labels: tuple[str, ...]
    layers: tuple[str, ...]
    evidenced: int
    least: int
    postings: int


@dataclass(frozen=True, slots=True)
class RolesView:
    """All known roles, or those that fit ``text``."""

    title: str
    nav: str
    text: str
    families: tuple[Family, ...]
    total: int


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One feed: what it holds and from when."""

    name: str
    kind: str
    counted: str
    employers: str
    window: str
    roles: str
    note: str


@dataclass(frozen=True, slots=True)
class SourcesPageView:
    """Where all evidence comes from."""

    title: str
    nav: str
    layers: tuple[str, ...]
    sources: tuple[SourceLine, ...]
    official: tuple[tuple[str, str], ...]
    collected: tuple[tuple[str, str], ...]
    licences: tuple[tuple[str, str], ...]
    contents: str
    cite: str


def start_view(answer: RolesAnswer, links: Links, compared: Sequence[tuple[str, ...]] = ()) -> StartView:
    """The start page: examples that this evidence can answer, and what is loaded.

    Args:
        answer: all roles.
        links: how addresses are written.
        compared: comparisons that stand in where there are few of our own examples.
    """
    postings = {r.id: r.countable for r in answer.roles}
    labels = {r.id: r.label for r in answer.roles}
    known = [roles for roles in _EXAMPLES if all(postings.get(_role(r), 0) >= 30 for r in roles)]
    led = {href: _name(roles, labels) for roles in (*known, *compared) if (href := links.compare(*roles))}
    examples = tuple((label, href) for href, label in led.items())[: len(_EXAMPLES)]
    return StartView(
        title="Compare careers on evidence",
        nav="start",
        examples=examples,
        labels=tuple(r.label for r in answer.roles if r.countable >= LEAST_POSTINGS),
        layers=layer_lines(answer.evidence),
        evidenced=sum(r.countable >= LEAST_POSTINGS for r in answer.roles),
        least=LEAST_POSTINGS,
        postings=sum(r.countable for r in answer.roles),
    )


def _role(query: str) -> str:
    return query.partition("@")[0]


def _name(queries: Sequence[str], labels: dict[str, str]) -> str:
    named = []
    for query in queries:
        role, _, level = query.partition("@")
        named.append(labels[role] + (f" ({level})" if level else ""))
    return " and ".join(named) if len(named) == 2 else f"{', '.join(named[:-1])} and {named[-1]}"


def roles_view(answer: RolesAnswer, links: Links, text: str = "") -> RolesView:
    """The roles by family, families and roles in order of the postings that count."""
    families: dict[str, list[RoleListing]] = defaultdict(list)
    for role in answer.roles:
        families[role.family].append(role)
    ordered = sorted(families.items(), key=lambda item: (-sum(r.countable for r in item[1]), item[0]))
    return RolesView(
        title="Roles",
        nav="roles",
        text=text,
        families=tuple(Family(name, _lines(roles, links)) for name, roles in ordered),
        total=len(answer.roles),
    )


def _lines(roles: list[RoleListing], links: Links) -> tuple[RoleLine, ...]:
    roles.sort(key=lambda r: (-r.countable, r.label))
    return tuple(
        RoleLine(
            r.label,
            links.role(r.id),
            r.countable,
            listed(list(r.aliases), 3),
            r.definition,
            r.countable < LEAST_POSTINGS,
        )
        for r in roles
    )


def sources_page_view(answer: SourcesAnswer, links: Links) -> SourcesPageView:
    """Feeds, official releases, collected pay, licences."""
    return SourcesPageView(
        title="Sources and limits",
        nav="sources",
        layers=layer_lines(answer.evidence),
        sources=tuple(map(_source_line, answer.sources)),
        official=tuple(
            (
                f"{o.source} {o.edition}",
                f"{plural(o.figures, 'figure')} of {plural(o.occupations, 'occupation')}. {o.licence or ''}",
            )
            for o in answer.official
        ),
        collected=tuple(
            (
                c.source,
                f"{c.ranges:,} distinct of {c.reported:,} reported ranges, {plural(c.roles, 'role')}, "
                f"{c.since or '?'} to {c.until or '?'}. {c.licence or ''}",
            )
            for c in answer.collected
        ),
        licences=tuple(answer.licences.items()),
        contents=answer.contents,
        cite=citation("Sources", answer.version, answer.evidence),
    )


def _source_line(source: SourceListing) -> SourceLine:
    notes = ["remote jobs only"] if source.remote_only else []
    notes += [_undated(source)] if source.undated else []
    notes += [source.licence] if source.licence else []
    return SourceLine(
        name=source.source,
        kind=source.kind,
        counted=f"{source.counted:,}",
        employers=f"{source.employers:,}",
        window=window(source.since, source.until),
        roles=", ".join(f"{r.label} {r.postings:,}" for r in source.roles[:3]),
        note="; ".join(notes),
    )


def _undated(source: SourceListing) -> str:
    if source.undated == source.documents:
        return "all undated"
    return f"{source.undated:,} of all {source.documents:,} read undated"
