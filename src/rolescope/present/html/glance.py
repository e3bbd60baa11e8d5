"""The roles at a glance: one row a question, one column a role."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rolescope.analyse.answers import RoleEvidence
from rolescope.analyse.results import Share
from rolescope.present.html.figures import Figure, Row, Table, middle_of, quantile_figure, share_figure
from rolescope.present.html.links import Links
from rolescope.present.pages.figures import name_of
from rolescope.present.pages.roles import fact_value
from rolescope.present.wording import percent, plural

NOTHING = Figure("–", thin=True)
_TOP = 4
_NOTE = "Each role's own postings, as counted. Where roles are compared below, both are standardised to common sources."


def glance_table(roles: Sequence[RoleEvidence], names: Mapping[str, str], links: Links) -> Table:
    """Postings, experience, degree, level, pay, growth and what is asked for most, role by role."""
    questions: tuple[tuple[str, Callable[[RoleEvidence], Figure]], ...] = (
        ("Postings counted", _postings),
        ("Years of experience asked for, median", lambda r: _years(r, links)),
        ("Degree most often stated as minimum", lambda r: _most(r.profile.education, names, links)),
        ("Level most often stated", lambda r: _most(r.profile.levels, names, links)),
        ("Say the work is remote", lambda r: _workplace(r, "remote", links)),
        ("Advertised pay, median", lambda r: _pay(r, "advertised", links)),
        ("Pay collected by a board, median", lambda r: _pay(r, "collected", links)),
        ("Official median pay", lambda r: _fact(r, "pay_median_year")),
        ("Official projected growth", lambda r: _fact(r, "growth_percent")),
        ("Tools asked for most", lambda r: _top(r, ("tool",), names)),
        ("Skills asked for most", lambda r: _top(r, ("skill",), names)),
        ("Duties named most", lambda r: _top(r, ("activity",), names)),
    )
    rows = tuple(Row(title, None, tuple(find(role) for role in roles)) for title, find in questions)
    shown = tuple(row for row in rows if any(figure != NOTHING for figure in row.figures))
    return Table("At a glance", tuple(r.card.asked for r in roles), shown, note=_NOTE)


def _postings(role: RoleEvidence) -> Figure:
    profile = role.profile
    return Figure(
        f"{profile.countable:,}", "", plural(profile.employers, "employer"), thin=profile.basis == "none"
    )


def _years(role: RoleEvidence, links: Links) -> Figure:
    spread = role.profile.experience
    middle = middle_of(spread.quantiles)
    if middle is None:
        return NOTHING
    count = f"{spread.k:,} of {spread.n:,} state it"
    return Figure(
        f"{middle.value:.0f} years", f"{middle.low:.0f}–{middle.high:.0f}", count, links.evidence(spread.key)
    )


def _most(shares: Sequence[Share], names: Mapping[str, str], links: Links) -> Figure:
    stated = [s for s in shares if s.concept not in ("unstated", "stated") and s.estimate is not None]
    if not stated:
        return NOTHING
    top = max(stated, key=lambda s: s.estimate or 0.0)
    figure = share_figure(top, links)
    name = name_of(top.kind, top.concept, names)
    return Figure(f"{name}, {figure.text}", figure.range, figure.count, figure.href, figure.key)


def _workplace(role: RoleEvidence, value: str, links: Links) -> Figure:
    found = next((s for s in role.profile.workplaces if s.concept == value), None)
    return NOTHING if found is None else share_figure(found, links)


def _pay(role: RoleEvidence, kind: str, links: Links) -> Figure:
    stats = next((p for p in role.profile.pay if p.source_kind == kind), None)
    if stats is None:
        return NOTHING
    count = plural(stats.distinct, "range")
    href = links.evidence(stats.key) if stats.n else None
    middle = middle_of(stats.quantiles)
    if middle is None:
        return Figure("too few", "", count, href, thin=True)
    return quantile_figure(middle, count, href)


def _fact(role: RoleEvidence, measure: str) -> Figure:
    """The newest official figure of a measure; OEWS is more recent than the projections' base year."""
    found = [f for f in role.official.facts if f.measure == measure]
    if not found:
        return NOTHING
    fact = found[-1]
    return Figure(fact_value(fact), "", f"{fact.source} {fact.edition}, {fact.title}")


def _top(role: RoleEvidence, kinds: tuple[str, ...], names: Mapping[str, str]) -> Figure:
    mine = [s for s in role.profile.shares if s.kind in kinds and s.estimate is not None]
    mine.sort(key=lambda s: (-(s.estimate or 0.0), s.concept))
    if not mine:
        return NOTHING
    told = [f"{name_of(s.kind, s.concept, names)} {percent(s.estimate)}" for s in mine[:_TOP]]
    return Figure(", ".join(told), plain=True)
