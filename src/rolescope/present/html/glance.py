"""The roles at a glance: one row a question, one column a role."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rolescope.analyse.answers import OfficialFact, RoleEvidence
from rolescope.analyse.results import Share
from rolescope.present.html.figures import Figure, Row, Table, middle_of, quantile_figure, share_figure
from rolescope.present.html.links import Links
from rolescope.present.html.options import ALL_KINDS
from rolescope.present.html.roles import official_name
from rolescope.present.pages.figures import name_of, role_label
from rolescope.present.pages.roles import fact_value
from rolescope.present.wording import percent, plural

NOTHING = Figure("–", thin=True)
_TOP = 4
_Question = tuple[str, str, Callable[[RoleEvidence], Figure]]  # kind of evidence, what is asked, the answer
_COUNTED = "Each role's own postings, as counted."
_COMPARED = "Where roles are compared below, both are standardised to common sources."
_EMPTY = "No figure of the kinds of evidence shown stands here."


def glance_table(
    roles: Sequence[RoleEvidence],
    names: Mapping[str, str],
    links: Links,
    shown: frozenset[str] = ALL_KINDS,
) -> Table:
    """Postings, experience, degree, level, pay, growth and what is asked for most, role by role.

    Args:
        roles: a column each.
        names: labels by "kind/concept".
        links: how addresses are written.
        shown: kinds of evidence that have rows.
    """
    asked = [(title, find) for kind, title, find in _questions(roles, names, links) if kind in shown]
    rows = tuple(Row(title, None, tuple(find(role) for role in roles)) for title, find in asked)
    told = tuple(row for row in rows if any(figure != NOTHING for figure in row.figures))
    note = _note(len(roles), shown) if told else _EMPTY
    return Table("At a glance", tuple(role_label(r.profile) for r in roles), told, note=note)


def _questions(
    roles: Sequence[RoleEvidence], names: Mapping[str, str], links: Links
) -> tuple[_Question, ...]:
    return (
        ("posting", "Postings counted", _postings),
        ("posting", "Years of experience asked for, median", lambda r: _years(r, links)),
        (
            "posting",
            "Degree most often stated as minimum",
            lambda r: _most(r.profile.education, names, links),
        ),
        ("posting", "Level most often stated", lambda r: _most(r.profile.levels, names, links)),
        ("posting", "Say the work is remote", lambda r: _workplace(r, "remote", links)),
        ("posting", "Advertised pay, median", lambda r: _pay(r, "advertised", links)),
        ("collected", "Pay collected by a board, median", lambda r: _pay(r, "collected", links)),
        ("official", _title("Official median pay", roles, "pay_median_year"), _fact("pay_median_year")),
        ("official", _title("Official projected growth", roles, "growth_percent"), _fact("growth_percent")),
        ("posting", "Tools asked for most", lambda r: _top(r, ("tool",), names)),
        ("posting", "Skills asked for most", lambda r: _top(r, ("skill",), names)),
        ("posting", "Duties named most", lambda r: _top(r, ("activity",), names)),
    )


def _note(roles: int, shown: frozenset[str]) -> str:
    if "posting" not in shown:
        return ""
    return f"{_COUNTED} {_COMPARED}" if roles > 1 else _COUNTED


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


def _title(name: str, roles: Sequence[RoleEvidence], measure: str) -> str:
    """The name of an official figure with its years, where those of all roles are of the same."""
    facts = (_newest(role, measure) for role in roles)
    told = {official_name(name, fact) for fact in facts if fact is not None}
    return told.pop() if len(told) == 1 else f"{name}, United States"


def _fact(measure: str) -> Callable[[RoleEvidence], Figure]:
    def find(role: RoleEvidence) -> Figure:
        fact = _newest(role, measure)
        if fact is None:
            return NOTHING
        return Figure(fact_value(fact), "", f"{fact.source} {fact.edition}, {fact.title}")

    return find


def _newest(role: RoleEvidence, measure: str) -> OfficialFact | None:
    """The newest official figure of a measure; OEWS is more recent than the projections' base year."""
    found = [f for f in role.official.facts if f.measure == measure]
    return found[-1] if found else None


def _top(role: RoleEvidence, kinds: tuple[str, ...], names: Mapping[str, str]) -> Figure:
    mine = [s for s in role.profile.shares if s.kind in kinds and s.estimate is not None]
    mine.sort(key=lambda s: (-(s.estimate or 0.0), s.concept))
    if not mine:
        return NOTHING
    told = [f"{name_of(s.kind, s.concept, names)} {percent(s.estimate)}" for s in mine[:_TOP]]
    return Figure(", ".join(told), plain=True)
