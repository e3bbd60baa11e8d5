"""One role's page as a view: what it is, what its postings show, what others say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rolescope.analyse.answers import RoleAnswer, RoleCard
from rolescope.analyse.results import Share
from rolescope.present.charts import role_charts
from rolescope.present.html.charts import ChartView, chart_views
from rolescope.present.html.compare import facet_position
from rolescope.present.html.environment import upper_first
from rolescope.present.html.figures import SHOWN, Figure, Row, Table, share_figure
from rolescope.present.html.glance import glance_table
from rolescope.present.html.links import Links
from rolescope.present.html.options import PAY_KINDS, EvidenceSample, FilterForm, PageOptions
from rolescope.present.html.pay import pay_note, pay_tables
from rolescope.present.html.roles import RoleView, SourcesView, role_view, sources_view
from rolescope.present.pages.figures import name_of
from rolescope.present.wording import KIND_NAMES, percent
from rolescope.taxonomy.roles import load_roles

_PARTS = (
    ("duties", "Duties", ("activity",)),
    ("skills", "Skills", ("skill", "soft_skill")),
    ("tools", "Tools", ("tool",)),
    ("certifications", "Certifications and fields of study", ("certification", "field_of_study")),
    ("industries", "Industries", ("industry",)),
)


@dataclass(frozen=True, slots=True)
class RolePart:
    """Shares of some kinds, or values of facets, with their tables."""

    id: str
    title: str
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class RolePageView:
    """Everything a role's page shows; ``others`` are comparisons to lead on to."""

    title: str
    description: str
    nav: str
    contents: tuple[tuple[str, str], ...]
    role: RoleView
    filters: Mapping[str, str]
    glance: Table
    parts: tuple[RolePart, ...]
    pay: tuple[Table, ...]
    pay_note: str
    others: tuple[tuple[str, str], ...]
    sources: SourcesView
    charts: Mapping[str, ChartView]
    shown: frozenset[str]
    form: FilterForm | None
    head: Markup
    evidence: tuple[EvidenceSample, ...]


def role_page_view(answer: RoleAnswer, links: Links, page: PageOptions) -> RolePageView:
    """The page of a role."""
    role, names = answer.role, answer.concepts
    view = role_view(role, names, links)
    parts = (*_kind_parts(answer, links), *_facet_parts(answer, links))
    return RolePageView(
        title=role.card.asked,
        description=f"{role.card.asked}: {role.card.definition} Counted in {view.counted}.",
        nav="roles",
        contents=_contents(parts, page),
        role=view,
        filters=answer.evidence.filters,
        glance=glance_table((role,), names, links, page.shown),
        parts=parts,
        pay=pay_tables((role,), links),
        pay_note=pay_note((role,)),
        others=_others(role.card, links) if page.others is None else page.others,
        sources=sources_view(answer, links),
        charts=chart_views(role_charts(answer), links) if page.charts else {},
        shown=page.shown,
        form=page.form,
        head=page.head,
        evidence=page.evidence,
    )


def _contents(parts: Sequence[RolePart], page: PageOptions) -> tuple[tuple[str, str], ...]:
    found = [("glance", "At a glance", "")]
    found += [(part.id, part.title, "posting") for part in parts]
    if page.shown & PAY_KINDS:
        found.append(("pay", "Pay", ""))
    found.append(("official", "Official figures", "official"))
    found += [("guides", "What guides say", "guide"), ("sources", "Sources, method, limits", "")]
    return tuple((id_, title) for id_, title, kind in found if not kind or kind in page.shown)


def _kind_parts(answer: RoleAnswer, links: Links) -> tuple[RolePart, ...]:
    found = []
    for id_, title, kinds in _PARTS:
        tables = [_share_table(answer, kind, links) for kind in kinds]
        if any(table.rows for table in tables):
            found.append(RolePart(id_, title, tuple(table for table in tables if table.rows)))
    return tuple(found)


def _share_table(answer: RoleAnswer, kind: str, links: Links) -> Table:
    mine = [s for s in answer.role.profile.shares if s.kind == kind and s.k]
    mine.sort(key=lambda s: (-(s.estimate if s.estimate is not None else s.k / max(1, s.n)), s.concept))
    rows = tuple(_share_row(s, answer.concepts, links) for s in mine)
    return Table(
        upper_first(KIND_NAMES[kind]), ("share of postings", "required"), rows[: SHOWN * 2], rows[SHOWN * 2 :]
    )


def _share_row(share: Share, names: Mapping[str, str], links: Links) -> Row:
    required = Figure(percent(share.required)) if share.required is not None else Figure("")
    name = name_of(share.kind, share.concept, names)
    return Row(name, links.concept(share.kind, share.concept), (share_figure(share, links), required))


def _facet_parts(answer: RoleAnswer, links: Links) -> tuple[RolePart, ...]:
    profile = answer.role.profile
    groups = (
        ("education", "Education and experience", (profile.education, profile.experience_bands)),
        ("levels", "Levels", (profile.levels,)),
        ("workplace", "Workplace and employment", (profile.workplaces, profile.employment)),
    )
    found = []
    for id_, title, facets in groups:
        tables = tuple(_facet_table(shares, answer.concepts, links) for shares in facets if shares)
        if any(table.rows for table in tables):
            found.append(RolePart(id_, title, tables))
    return tuple(found)


def _facet_table(shares: Sequence[Share], names: Mapping[str, str], links: Links) -> Table:
    rows = tuple(
        Row(name_of(s.kind, s.concept, names), None, (share_figure(s, links),))
        for s in sorted(shares, key=facet_position)
        if s.k
    )
    return Table(upper_first(KIND_NAMES[shares[0].kind]), ("share of postings",), rows)


def _others(card: RoleCard, links: Links) -> tuple[tuple[str, str], ...]:
    """Comparisons with other roles of the family that have a page."""
    found = []
    for other in load_roles():
        related = other.family == card.family and other.id != card.role
        if related and (href := links.compare(card.query, other.id)):
            found.append((other.label, href))
    return tuple(found)
