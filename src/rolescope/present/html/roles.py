"""Roles as views: what they are, official figures, guides, sources."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rolescope.analyse.answers import (
    ComparisonAnswer,
    EvidenceSummary,
    GuideVoice,
    Official,
    OfficialFact,
    RoleAnswer,
    RoleCard,
    RoleEvidence,
)
from rolescope.present.html.links import Links
from rolescope.present.pages.figures import name_of, role_label
from rolescope.present.pages.roles import MEASURES, fact_value, tell_basis
from rolescope.present.wording import KIND_NAMES, listed, plural, window

_GUIDE_KINDS = ("activity", "skill", "tool", "soft_skill", "certification", "field_of_study", "industry")
_GUIDE_MOST = 14
_OFFICIAL_MOST = 18
LIMITS = (
    "Postings say what employers ask for, not what people do. The sources are convenience samples of boards and "
    "years, mostly in English. Shares count each ad once and cap what one employer weighs; differences are "
    "standardised to sources and periods that both roles share. Pay is in US dollars."
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One official figure: what, how much, published where."""

    name: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Named:
    """A concept with its address and a few words beside it."""

    name: str
    href: str | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class NamedList:
    """Concepts of one kind; ``more`` are not shown."""

    title: str
    items: tuple[Named, ...]
    more: int


@dataclass(frozen=True, slots=True)
class GuideView:
    """What guides say of a role."""

    head: str
    lists: tuple[NamedList, ...]
    statements: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class RoleView:
    """One role: card, counts, official evidence and guides.

    Attributes:
        counted: postings and employers in words; ``window`` their dates.
        basis: why other postings than asked for are shown, or none; "" where all is as asked.
    """

    card: RoleCard
    href: str | None
    title: str
    counted: str
    too_short: str
    window: str
    basis: str
    official: tuple[Fact, ...]
    official_title: str
    official_lists: tuple[NamedList, ...]
    guides: GuideView


@dataclass(frozen=True, slots=True)
class SourcesView:
    """Where the page's figures come from, their limits and how to cite them."""

    layers: tuple[str, ...]
    roles: tuple[tuple[str, tuple[str, ...]], ...]
    limits: str
    cite: str
    fingerprint: str


def role_views(roles: Sequence[RoleEvidence], names: Mapping[str, str], links: Links) -> tuple[RoleView, ...]:
    """The roles of an answer in their order."""
    return tuple(role_view(role, names, links) for role in roles)


def role_view(role: RoleEvidence, names: Mapping[str, str], links: Links) -> RoleView:
    """One role of an answer."""
    card, profile = role.card, role.profile
    blank = f" ({profile.blank:,} unnamed)" if profile.blank else ""
    return RoleView(
        card=card,
        href=links.role(card.query),
        title=card.asked,
        counted=f"{plural(profile.countable, 'posting')} of {plural(profile.employers, 'employer')}{blank}",
        too_short=f"{profile.postings:,} read, {profile.too_short:,} too short to count",
        window=window(profile.since, profile.until),
        basis=tell_basis(profile),
        official=tuple(_fact(f) for f in role.official.facts if f.measure in MEASURES),
        official_title=f"{role.official.title} ({role.official.code})" if role.official.title else "",
        official_lists=_official_lists(role.official, names, links),
        guides=_guides(role.guides, names, links),
    )


def _fact(fact: OfficialFact) -> Fact:
    source = f"{fact.source} {fact.edition}, {fact.code} {fact.title}"
    return Fact(official_name(MEASURES[fact.measure], fact), fact_value(fact), source)


def official_name(name: str, fact: OfficialFact) -> str:
    """A figure's name with its country and years; all official figures are those of the United States.

    Employment projections print the pay of their base year too, so their years alone would not tell what it is of.
    """
    projected = re.fullmatch(r"(\d{4})-(\d{2,4})", fact.edition)
    if projected and fact.measure != "growth_percent":
        return f"{name}, United States, in the projections {projected[1]}–{projected[2]}"
    years = f"{projected[1]}–{projected[2]}" if projected else fact.edition
    return f"{name}, United States, {years}" if years else f"{name}, United States"


def _official_lists(official: Official, names: Mapping[str, str], links: Links) -> tuple[NamedList, ...]:
    found = []
    for kind, title in (("tool", "Technologies named by O*NET"), ("activity", "Duties among O*NET's tasks")):
        mine = [c for c in official.concepts if c.kind == kind]
        mine.sort(key=lambda c: (not c.in_demand, not c.hot, c.concept))
        if mine:
            items = tuple(
                Named(
                    name_of(kind, c.concept, names),
                    links.concept(kind, c.concept),
                    "in demand" if c.in_demand else "",
                )
                for c in mine[:_OFFICIAL_MOST]
            )
            found.append(NamedList(title, items, max(0, len(mine) - _OFFICIAL_MOST)))
    return tuple(found)


def _guides(voice: GuideVoice, names: Mapping[str, str], links: Links) -> GuideView:
    if not voice.guides:
        return GuideView("No guide in this evidence is about this role.", (), ())
    head = f"{plural(voice.guides, 'guide')} ({listed(list(voice.sources), 3)}) name:"
    lists = []
    for kind in _GUIDE_KINDS:
        mine = sorted((c for c in voice.concepts if c.kind == kind), key=lambda c: (-c.guides, c.concept))
        most = {c.concept: c for c in reversed(mine)}
        ordered = sorted(most.values(), key=lambda c: (-c.guides, c.concept))
        if ordered:
            items = tuple(
                Named(
                    name_of(kind, c.concept, names),
                    links.concept(kind, c.concept),
                    f"{c.guides} of {c.of}",
                )
                for c in ordered[:_GUIDE_MOST]
            )
            title = KIND_NAMES[kind]
            lists.append(NamedList(title[:1].upper() + title[1:], items, max(0, len(ordered) - _GUIDE_MOST)))
    statements = tuple((s.section, s.text, s.source) for s in voice.statements if s.text)
    return GuideView(head, tuple(lists), statements)


def sources_view(answer: ComparisonAnswer | RoleAnswer, links: Links) -> SourcesView:
    """Layers and sources of an answer, limits, citation."""
    roles = answer.roles if isinstance(answer, ComparisonAnswer) else (answer.role,)
    told = []
    for role in roles:
        top = sorted(role.profile.sources, key=lambda s: -s.countable)
        lines = tuple(f"{s.source}: {s.countable:,} ({window(s.since, s.until)})" for s in top if s.countable)
        told.append((role_label(role.profile), lines))
    return SourcesView(
        layers=layer_lines(answer.evidence),
        roles=tuple(told),
        limits=LIMITS,
        cite=citation(" and ".join(r.card.asked for r in roles), answer.version, answer.evidence, roles),
        fingerprint=answer.evidence.fingerprint,
    )


def layer_lines(evidence: EvidenceSummary) -> tuple[str, ...]:
    """What each layer of evidence holds, in words."""
    return tuple(
        f"{layer.name}: {plural(layer.postings, 'posting')} ({layer.counted:,} after duplicates), "
        f"{plural(layer.guides, 'guide')}, {plural(layer.pay_reports, 'collected pay range')}, "
        f"read by {layer.generation}"
        for layer in evidence.layers
    )


def citation(title: str, version: str, evidence: EvidenceSummary, roles: Sequence[RoleEvidence] = ()) -> str:
    """One line to cite a page by."""
    filters = ", ".join(f"{name} {value}" for name, value in evidence.filters.items())
    shown = f" ({filters})" if filters else ""
    editions = sorted({f.edition for r in roles for f in r.official.facts if f.source == "O*NET"})
    credit = (
        f" O*NET data: O*NET {' and '.join(editions)} by the U.S. Department of Labor, Employment and "
        "Training Administration (CC BY 4.0)."
        if editions
        else ""
    )
    return f"“{title}”{shown}. Rolescope {version}, evidence {evidence.fingerprint}.{credit}"
