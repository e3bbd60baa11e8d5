"""A concept's page and the list of concepts as views."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from rolescope.analyse.concept_answers import (
    Companion,
    ConceptAnswer,
    ConceptRef,
    ConceptsAnswer,
    QuarterShare,
    RoleDemand,
)
from rolescope.model import KINDS
from rolescope.present.charts import concept_charts
from rolescope.present.html.charts import ChartView, chart_views
from rolescope.present.html.environment import upper_first
from rolescope.present.html.figures import Figure, Row, Table, share_figure
from rolescope.present.html.links import Links
from rolescope.present.html.options import FilterForm, PageOptions
from rolescope.present.html.roles import citation
from rolescope.present.wording import KIND_NAMES, percent, plural

_ROLES, _COMPANIONS = 20, 12
_SINGULAR = {"activity": "duty", "soft_skill": "soft skill", "field_of_study": "field of study"}


@dataclass(frozen=True, slots=True)
class Companions:
    """What goes with a concept, of one kind."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ConceptView:
    """Everything a concept's page shows."""

    title: str
    nav: str
    kind: str
    aliases: str
    counted: str
    strength: str
    broader: tuple[tuple[str, str | None], ...]
    narrower: tuple[tuple[str, str | None], ...]
    namesakes: tuple[tuple[str, str | None], ...]
    codes: str
    roles: Table
    thin_roles: Table
    silent: int
    companions: tuple[Companions, ...]
    companions_reason: str
    trend_note: str
    changes: tuple[str, ...]
    quarters: Table
    charts: Mapping[str, ChartView]
    guides: tuple[tuple[str, str | None], ...]
    official: tuple[str, ...]
    filters: str
    form: FilterForm | None
    head: Markup
    cite: str


@dataclass(frozen=True, slots=True)
class ConceptLine:
    """A concept in a list."""

    label: str
    href: str | None
    kind: str
    postings: str
    share: str
    also: str


@dataclass(frozen=True, slots=True)
class ConceptsView:
    """Concepts whose names hold a text, most frequent first."""

    title: str
    nav: str
    text: str
    kind: str
    kinds: tuple[tuple[str, str], ...]
    concepts: tuple[ConceptLine, ...]
    total: int
    first: int
    last: int
    newer: str | None
    older: str | None


def concept_view(answer: ConceptAnswer, links: Links, page: PageOptions) -> ConceptView:
    """The page of a concept."""
    card = answer.concept
    shown = [r for r in answer.roles if r.share.estimate is not None]
    thin = [r for r in answer.roles if r.share.estimate is None]
    filters = ", ".join(f"{name} {value}" for name, value in answer.evidence.filters.items())
    return ConceptView(
        title=card.label,
        nav="concepts",
        kind=_SINGULAR.get(card.kind, card.kind),
        aliases=", ".join(card.aliases),
        counted=f"{plural(answer.postings, 'posting')} of {answer.countable:,}, "
        f"{plural(answer.employers, 'employer')}",
        strength=_strength(answer),
        broader=_refs(card.broader, links),
        narrower=_refs(card.narrower, links),
        namesakes=_refs(card.namesakes, links, kinds=True),
        codes=", ".join([*(["named by O*NET"] if card.onet else []), *([card.esco] if card.esco else [])]),
        roles=_role_table(shown, links),
        thin_roles=_role_table(thin, links),
        silent=answer.silent,
        companions=_companions(answer.companions, links),
        companions_reason=answer.companions_reason,
        trend_note=answer.trend.note,
        changes=tuple(c.text for c in answer.trend.changes if c.text),
        quarters=_quarters(answer.trend.quarters),
        charts=chart_views(concept_charts(answer), links) if page.charts else {},
        guides=tuple(
            (f"{g.label}: {g.guides} of {plural(g.of, 'guide')}", links.role(g.role))
            for g in answer.guide_roles
        ),
        official=tuple(
            dict.fromkeys(f"{o.title} ({o.code}), {o.source} {o.edition}" for o in answer.official)
        ),
        filters=filters,
        form=page.form,
        head=page.head,
        cite=citation(card.label, answer.version, answer.evidence),
    )


def _strength(answer: ConceptAnswer) -> str:
    if answer.required is None or answer.preferred is None:
        return ""
    return f"{percent(answer.required)} of them require it, {percent(answer.preferred)} wish for it"


def _refs(
    refs: Iterable[ConceptRef], links: Links, *, kinds: bool = False
) -> tuple[tuple[str, str | None], ...]:
    return tuple(
        (f"{r.label} ({_SINGULAR.get(r.kind, r.kind)})" if kinds else r.label, links.concept(r.kind, r.id))
        for r in refs
    )


def _role_table(roles: list[RoleDemand], links: Links) -> Table:
    rows = tuple(
        Row(
            r.label,
            links.role(r.role),
            (share_figure(r.share, links), Figure(percent(r.share.required) if r.share.k else "–")),
        )
        for r in roles
    )
    return Table("Roles that ask for it", ("share of postings", "required"), rows[:_ROLES], rows[_ROLES:])


def _companions(companions: Iterable[Companion], links: Links) -> tuple[Companions, ...]:
    by_kind: dict[str, list[Row]] = {}
    for c in companions:
        if c.estimate is not None and c.low is not None and c.high is not None:
            span = f"{c.low * 100:.0f}–{c.high * 100:.0f}"
            figures = (
                Figure(percent(c.estimate), span, f"{c.k:,} of {c.n:,}"),
                Figure(f"{c.ratio:.1f}×" if c.ratio else "–", "", f"{percent(c.background)} elsewhere"),
            )
            by_kind.setdefault(c.kind, []).append(Row(c.label, links.concept(c.kind, c.concept), figures))
    return tuple(
        Companions(upper_first(KIND_NAMES[kind]), tuple(by_kind[kind][:_COMPANIONS]))
        for kind in KINDS
        if kind in by_kind
    )


def _quarters(quarters: Iterable[QuarterShare]) -> Table:
    rows = tuple(
        Row(
            q.quarter,
            None,
            (
                Figure(percent(q.estimate), _span(q), f"{q.k:,} of {q.n:,}", thin=q.estimate is None),
                Figure(f"{q.employers:,}"),
                Figure(q.source, "", percent(q.source_part), plain=True),
            ),
        )
        for q in quarters
    )
    return Table("By quarter", ("share of postings", "employers", "leading source"), rows)


def _span(quarter: QuarterShare) -> str:
    if quarter.low is None or quarter.high is None:
        return ""
    return f"{quarter.low * 100:.0f}–{quarter.high * 100:.0f}"


def concepts_view(
    answer: ConceptsAnswer, links: Links, *, newer: str | None = None, older: str | None = None
) -> ConceptsView:
    """The list of concepts."""
    lines = tuple(
        ConceptLine(
            c.label,
            links.concept(c.kind, c.id),
            _SINGULAR.get(c.kind, c.kind),
            f"{c.postings:,}",
            percent(c.postings / answer.countable) if answer.countable else "–",
            ", ".join(c.aliases[:4]),
        )
        for c in answer.concepts
    )
    return ConceptsView(
        title="Skills and tools",
        nav="concepts",
        text=answer.text,
        kind=answer.kind or "",
        kinds=tuple((kind, KIND_NAMES[kind]) for kind in KINDS),
        concepts=lines,
        total=answer.total,
        first=answer.offset + 1 if lines else 0,
        last=answer.offset + len(lines),
        newer=newer,
        older=older,
    )
