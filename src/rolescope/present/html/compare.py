"""The comparison of two to four roles as a view, verdict first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from rolescope.analyse.answers import ComparisonAnswer
from rolescope.analyse.results import Difference, PairComparison, Share, Side
from rolescope.analyse.sides import SAME_POSTINGS
from rolescope.analyse.verdict import list_standing
from rolescope.present.charts import comparison_charts
from rolescope.present.html.charts import ChartView, chart_views
from rolescope.present.html.figures import SHOWN, Table, difference_row
from rolescope.present.html.glance import glance_table
from rolescope.present.html.links import Links
from rolescope.present.html.moves import MoveView, move_views
from rolescope.present.html.options import PAY_KINDS, EvidenceSample, FilterForm, PageOptions
from rolescope.present.html.pay import PayView, pay_view
from rolescope.present.html.roles import RoleView, SourcesView, role_views, sources_view
from rolescope.present.pages.figures import name_of
from rolescope.present.wording import KIND_NAMES, percent, points

_CHIPS = 5
_PARTS = (
    ("duties", "Duties", ("activity",)),
    ("skills", "Skills", ("skill", "soft_skill")),
    ("tools", "Tools", ("tool",)),
    ("certifications", "Certifications and fields of study", ("certification", "field_of_study")),
    ("industries", "Industries", ("industry",)),
)
_FACETS = (
    ("education", "Education and experience", ("education", "experience")),
    ("levels", "Levels", ("level",)),
    ("workplace", "Workplace and employment", ("workplace", "employment")),
)
NEVER_MET = "None of these is named by 3% of the postings of both."


@dataclass(frozen=True, slots=True)
class Chip:
    """A concept that sets a role apart, with the points between."""

    name: str
    href: str | None
    text: str


@dataclass(frozen=True, slots=True)
class VerdictView:
    """What a pair comes to.

    Attributes:
        letters: places of both roles among the page's roles.
        told: how many concepts differ, agree, cannot be told; "" where nothing can be compared.
        reason: why nothing can be told, or "".
        ahead: what sets each of the two apart; ``alike`` what both ask for.
        sentences: the verdict in words, each with the addresses of its figures.
    """

    label_a: str
    label_b: str
    letters: tuple[int, int]
    told: str
    reason: str
    ahead: tuple[tuple[Chip, ...], tuple[Chip, ...]]
    alike: tuple[Chip, ...]
    sentences: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class PartView:
    """Concepts of some kinds, or values of facets, pair by pair: tables in three columns."""

    id: str
    title: str
    pairs: tuple[PairPart, ...]


@dataclass(frozen=True, slots=True)
class PairPart:
    """One pair's tables of a part: ``more`` in A, ``same``, ``less`` (more in B), ``unclear``."""

    label_a: str
    label_b: str
    letters: tuple[int, int]
    tables: tuple[tuple[str, Table], ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class CompareView:
    """Everything the comparison page shows."""

    title: str
    description: str
    contents: tuple[tuple[str, str], ...]
    roles: tuple[RoleView, ...]
    filters: Mapping[str, str]
    verdicts: tuple[VerdictView, ...]
    glance: Table
    parts: tuple[PartView, ...]
    facets: tuple[PartView, ...]
    pay: PayView
    moves: tuple[MoveView, ...]
    reading: tuple[str, ...]
    sources: SourcesView
    charts: Mapping[str, ChartView]
    shown: frozenset[str]
    form: FilterForm | None
    head: Markup
    evidence: tuple[EvidenceSample, ...]


def compare_view(answer: ComparisonAnswer, links: Links, page: PageOptions) -> CompareView:
    """The page of a comparison."""
    places = {r.card.query: at for at, r in enumerate(answer.roles)}
    shares = shares_by_key(answer)
    pairs = [(pair, (places.get(pair.a, 0), places.get(pair.b, 1))) for pair in answer.pairs]
    empty = _empty_keys(answer)
    verdicts = tuple(_verdict(pair, at, answer.concepts, links, empty) for pair, at in pairs)
    title = " and ".join(r.card.asked for r in answer.roles)
    return CompareView(
        title=title,
        description=f"{title} compared on evidence. {verdicts[0].told or 'Cannot tell.'}",
        contents=_contents(page),
        roles=role_views(answer.roles, answer.concepts, links),
        filters=answer.evidence.filters,
        verdicts=verdicts,
        glance=glance_table(answer.roles, answer.concepts, links, page.shown),
        parts=tuple(
            PartView(id_, title, tuple(_pair_part(p, at, kinds, shares, answer, links) for p, at in pairs))
            for id_, title, kinds in _PARTS
        ),
        facets=tuple(
            PartView(id_, title, tuple(_pair_facets(p, at, kinds, shares, answer, links) for p, at in pairs))
            for id_, title, kinds in _FACETS
        ),
        pay=pay_view(answer, links),
        moves=tuple(m for pair, at in pairs for m in move_views(pair, at, answer.concepts, links)),
        reading=tuple(dict.fromkeys(map(_reading, answer.pairs))),
        sources=sources_view(answer, links),
        charts=chart_views(comparison_charts(answer), links) if page.charts else {},
        shown=page.shown,
        form=page.form,
        head=page.head,
        evidence=page.evidence,
    )


def _contents(page: PageOptions) -> tuple[tuple[str, str], ...]:
    found = [("verdict", "Verdict", ""), ("glance", "At a glance", "")]
    found += [(id_, title, "posting") for id_, title, _ in (*_PARTS[:4], *_FACETS[:2])]
    if page.shown & PAY_KINDS:
        found.append(("pay", "Pay", ""))
    found.append(("industries", "Industries", "posting"))
    found.append(("workplace", "Workplace and employment", "posting"))
    found.append(("moving", "Moving between them", "posting"))
    found += [("official", "Official figures", "official"), ("guides", "What guides say", "guide")]
    found += [("sources", "Sources, method, limits", "")]
    return tuple((id_, title) for id_, title, kind in found if not kind or kind in page.shown)


def _reading(pair: PairComparison) -> str:
    """How the shares of a pair are to be read."""
    if pair.reason:
        return "Each role's own postings: share, 95% interval, then how many postings of how many."
    return (
        f"{pair.label_a} and {pair.label_b}: shares are standardised to the sources and periods both have, "
        f"{percent(pair.covered_a)} and {percent(pair.covered_b)} of their postings "
        f"({', '.join(pair.strata[:6])}{' and more' if len(pair.strata) > 6 else ''}). "
        f"Intervals are at 95%; of {pair.tested:,} tests {pair.rejected:,} were rejected at a false discovery "
        "rate of 5%."
    )


def shares_by_key(answer: ComparisonAnswer) -> dict[str, Share]:
    """Every role's own shares, by key."""
    profiles = [r.profile for r in answer.roles]
    return {
        share.key: share
        for p in profiles
        for share in (*p.shares, *p.education, *p.levels, *p.workplaces, *p.employment, *p.experience_bands)
    }


def _verdict(
    pair: PairComparison,
    letters: tuple[int, int],
    names: Mapping[str, str],
    links: Links,
    empty: frozenset[str],
) -> VerdictView:
    rows = [d for d in pair.differences if d.kind not in ("industry",)]
    ordered = sorted(rows, key=lambda d: (-d.order, d.concept))
    ahead = [d for d in ordered if d.verdict == "more"]
    behind = [d for d in ordered[::-1] if d.verdict == "less"]
    if pair.reason:
        ahead, behind, _ = map(list, list_standing(rows))
    alike = sorted((d for d in rows if d.verdict == "same"), key=_size)
    sentences = tuple(
        (s.text, tuple(href for key in s.keys if key not in empty and (href := links.evidence(key))))
        for s in pair.sentences
    )
    return VerdictView(
        pair.label_a,
        pair.label_b,
        letters,
        _told(pair),
        pair.reason,
        (
            tuple(_chip(d, _ahead(d, d.a, pair), names, links) for d in _told_in_chips(ahead)),
            tuple(_chip(d, _ahead(d, d.b, pair), names, links) for d in _told_in_chips(behind)),
        ),
        tuple(_chip(d, percent(d.a.estimate), names, links) for d in alike[:_CHIPS]),
        sentences,
    )


def _empty_keys(answer: ComparisonAnswer) -> frozenset[str]:
    """Figures that no document is behind: there is nothing to open."""
    sides = (side for pair in answer.pairs for d in (*pair.differences, *pair.facets) for side in (d.a, d.b))
    pay = (stats for role in answer.roles for stats in role.profile.pay)
    return frozenset({s.key for s in sides if not s.k} | {p.key for p in pay if not p.n})


def _told(pair: PairComparison) -> str:
    if pair.reason:
        return ""
    differ = sum(d.verdict in ("more", "less") for d in pair.differences)
    alike = sum(d.verdict == "same" for d in pair.differences)
    unclear = sum(d.verdict == "cannot_tell" for d in pair.differences)
    return (
        f"Of {len(pair.differences):,} duties, skills, tools and other concepts, {differ:,} are asked for "
        f"more by one of them, {alike:,} are much the same, and for {unclear:,} these postings cannot tell."
    )


def _told_in_chips(rows: list[Difference]) -> list[Difference]:
    return [d for d in rows if d.kind in ("tool", "skill", "activity")][:_CHIPS]


def _ahead(found: Difference, own: Side, pair: PairComparison) -> str:
    """The points between, or the role's own count where nothing can be compared."""
    if pair.reason:
        return f"{own.k:,} of {own.n:,}"
    return f"{points(abs(found.difference or 0)).lstrip('+')} points"


def _chip(found: Difference, text: str, names: Mapping[str, str], links: Links) -> Chip:
    name = name_of(found.kind, found.concept, names)
    return Chip(name, links.concept(found.kind, found.concept), text)


def _size(found: Difference) -> float:
    return -((found.a.estimate or 0.0) + (found.b.estimate or 0.0))


def _pair_part(
    pair: PairComparison,
    letters: tuple[int, int],
    kinds: tuple[str, ...],
    shares: Mapping[str, Share],
    answer: ComparisonAnswer,
    links: Links,
) -> PairPart:
    mine = [d for d in pair.differences if d.kind in kinds]
    groups = _counted(mine, pair) if pair.reason else _compared(mine, pair)
    tables = tuple(
        (verdict, _table(caption, rows, pair, shares, answer, links))
        for verdict, caption, rows in groups
        if rows
    )
    same = f"{pair.reason[:1].upper()}{pair.reason[1:]}." if pair.reason == SAME_POSTINGS else ""
    return PairPart(pair.label_a, pair.label_b, letters, tables, "" if tables else same or NEVER_MET)


def _compared(rows: list[Difference], pair: PairComparison) -> list[tuple[str, str, list[Difference]]]:
    by_gap = sorted(rows, key=lambda d: -abs(d.difference or 0.0))
    by_size = sorted(rows, key=_size)
    return [
        ("more", f"More in {pair.label_a}", [d for d in by_gap if d.verdict == "more"]),
        ("less", f"More in {pair.label_b}", [d for d in by_gap if d.verdict == "less"]),
        ("same", "Much the same in both", [d for d in by_size if d.verdict == "same"]),
        ("cannot_tell", "Cannot tell", [d for d in by_size if d.verdict == "cannot_tell"]),
    ]


def _counted(rows: list[Difference], pair: PairComparison) -> list[tuple[str, str, list[Difference]]]:
    if pair.reason == SAME_POSTINGS:
        return []
    ahead, behind, rest = map(list, list_standing(rows))
    return [
        ("more", f"Stands out in {pair.label_a}: counted, not compared", ahead),
        ("less", f"Stands out in {pair.label_b}: counted, not compared", behind),
        ("cannot_tell", "Stands out in neither: counted, not compared", rest),
    ]


def _table(
    caption: str,
    found: list[Difference],
    pair: PairComparison,
    shares: Mapping[str, Share],
    answer: ComparisonAnswer,
    links: Links,
) -> Table:
    rows = [difference_row(d, pair, shares, answer.concepts, links) for d in found]
    columns = (pair.label_a, pair.label_b)
    return Table(f"{caption} ({len(rows)})", columns, tuple(rows[:SHOWN]), tuple(rows[SHOWN:]))


def _pair_facets(
    pair: PairComparison,
    letters: tuple[int, int],
    facets: tuple[str, ...],
    shares: Mapping[str, Share],
    answer: ComparisonAnswer,
    links: Links,
) -> PairPart:
    tables = []
    for facet in facets:
        found = sorted((d for d in pair.facets if d.kind == facet and (d.a.k or d.b.k)), key=facet_position)
        if found:
            rows = tuple(difference_row(d, pair, shares, answer.concepts, links) for d in found)
            title = KIND_NAMES[facet]
            tables.append(("facet", Table(title[:1].upper() + title[1:], (pair.label_a, pair.label_b), rows)))
    return PairPart(
        pair.label_a, pair.label_b, letters, tuple(tables), "" if tables else "No posting states any."
    )


def facet_position(found: Difference | Share) -> tuple[bool, int, str]:
    """A facet's own order, the unstated last."""
    from rolescope.analyse.frame import FACET_ORDER

    order = FACET_ORDER.get(found.kind, ())
    place = order.index(found.concept) if found.concept in order else len(order)
    return found.concept == "unstated", place, found.concept
