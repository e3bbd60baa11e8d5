"""From fetched tables to whole answers: what postings, official sources and guides say, side by side."""

from __future__ import annotations

import hashlib
import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import pyarrow as pa

from rolescope.analyse.answers import (
    ComparisonAnswer,
    EvidenceSummary,
    LayerSummary,
    RoleAnswer,
    RoleCard,
    RoleEvidence,
    RoleListing,
    RolesAnswer,
)
from rolescope.analyse.background import build_background
from rolescope.analyse.gap import Ladder
from rolescope.analyse.pair import Context, RoleTables, build_evidence
from rolescope.analyse.pair import RoleEvidence as WeighedRole
from rolescope.analyse.pay import Prices
from rolescope.analyse.profile import RoleQuery as ProfileQuery
from rolescope.analyse.results import Comparison, RoleProfile
from rolescope.beside import build_guide_voice, build_official, fetch_guides, fetch_official, occupation_title
from rolescope.errors import UsageError
from rolescope.model import LEVELS, Level, Role
from rolescope.normalise.money import PRICE_YEAR, deflate
from rolescope.normalise.titles import RoleQuery
from rolescope.store.evidence import Evidence, Filters
from rolescope.taxonomy.concepts import load_concepts
from rolescope.version import __version__

_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")


@dataclass(frozen=True, slots=True)
class Fetched:
    """All tables of one role query."""

    query: RoleQuery
    filters: Filters
    tables: RoleTables
    official: pa.Table
    guides: pa.Table


def to_level(level: str | None) -> Level | None:
    """A level as typed.

    Raises:
        UsageError: there is no such level.
    """
    if level is None:
        return None
    for known in LEVELS:
        if level.lower() == known:
            return known
    raise UsageError(f"There is no level {level!r}; levels are {', '.join(LEVELS)}.")


def to_filters(country: str | None, since: str | None, until: str | None = None) -> Filters:
    """Filters as typed; the level is part of each role query.

    Raises:
        UsageError: a country that is not two letters, no date, or a window that ends before it begins.
    """
    if country is not None and not re.fullmatch(r"[A-Za-z]{2}", country):
        raise UsageError(f"--country takes two letters of ISO 3166, such as US or DE, not {country!r}.")
    first, last = _to_date(since, "since"), _to_date(until, "until")
    if first and last and last < first:
        raise UsageError(f"--until {until} lies before --since {since}.")
    return Filters(country=country.upper() if country else None, since=first, until=last)


def _to_date(text: str | None, option: str) -> date | None:
    """The first day of what is typed, for ``until`` its last."""
    if text is None:
        return None
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        first = date.fromisoformat(f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10])
        return first if option == "since" else _last_day(first, len(text))
    except ValueError:
        raise UsageError(f"--{option} takes a year, month or day such as 2024-07, not {text!r}.") from None


def _last_day(first: date, length: int) -> date:
    """The last day of a year (4 characters), month (7) or day (10).

    >>> _last_day(date(2024, 2, 1), 7), _last_day(date(2024, 1, 1), 4)
    (datetime.date(2024, 2, 29), datetime.date(2024, 12, 31))
    """
    if length == 10:
        return first
    month = 12 if length == 4 else first.month
    return first.replace(month=month, day=monthrange(first.year, month)[1])


def fetch_role(base: Evidence, query: RoleQuery, filters: Filters) -> Fetched:
    """Everything the store holds of one role query: all its levels, since the level may be too thin."""
    key = ("fetched", query.key, filters)
    found = base.weighed.get(key, lambda: _fetch_role(base, query, filters))
    return replace(found, query=query)


def _fetch_role(base: Evidence, query: RoleQuery, filters: Filters) -> Fetched:
    asked = ProfileQuery(query.role.id, query.label, query.level, query.role.track)
    tables = RoleTables(
        asked, base.fetch_sample(query.role.id, filters), base.fetch_pay_reports(query.role.id, filters)
    )
    return Fetched(query, filters, tables, fetch_official(base, query), fetch_guides(base, query))


def weigh_role(base: Evidence, fetched: Fetched) -> WeighedRole:
    """What postings and collected pay say of a role query, ready to be compared."""
    key = ("weighed", fetched.query.key, fetched.filters)
    return base.weighed.get(key, lambda: build_evidence(fetched.tables, build_context(base)))


def build_context(base: Evidence) -> Context:
    """What all comparisons on this evidence share."""
    return base.memory.get("context", lambda: _build_context(base))


def _build_context(base: Evidence) -> Context:
    common = base.fetch_background()
    return Context(
        background=build_background(common.table, common.total),
        prices=Prices(deflate, PRICE_YEAR),
        names={f"{c.kind}/{c.id}": c.label for c in load_concepts()},
        ladder=Ladder({(c.kind, c.id): c.broader for c in load_concepts() if c.broader}),
        remote_only=base.remote_boards(),
    )


def answer_comparison(
    base: Evidence, filters: dict[str, str], fetched: Sequence[Fetched], found: Comparison
) -> ComparisonAnswer:
    """The answer of ``compare``."""
    roles = tuple(_role_evidence(base, f, p) for f, p in zip(fetched, found.profiles, strict=True))
    used = {(d.kind, d.concept) for pair in found.pairs for d in pair.differences}
    return ComparisonAnswer(
        schema="rolescope/compare/1",
        version=__version__,
        evidence=summarise(base, filters),
        concepts=_names(used | _concepts_of(roles)),
        roles=roles,
        pairs=found.pairs,
    )


def answer_role(
    base: Evidence, filters: dict[str, str], fetched: Fetched, profile: RoleProfile
) -> RoleAnswer:
    """The answer of ``role``."""
    role = _role_evidence(base, fetched, profile)
    names = _names(_concepts_of((role,)))
    return RoleAnswer("rolescope/role/1", __version__, summarise(base, filters), names, role)


def answer_roles(base: Evidence, roles: Iterable[Role]) -> RolesAnswer:
    """The answer of ``roles``."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: {"postings": 0, "countable": 0})
    for row in base.roles_summary().to_pylist():
        for name, count in found[row["role"]].items():
            found[row["role"]][name] = count + row[name]
    listing = tuple(
        RoleListing(r.id, r.label, r.alt_labels, r.family, r.track, r.soc, r.definition, **found[r.id])
        for r in roles
    )
    return RolesAnswer("rolescope/roles/1", __version__, summarise(base, {}), listing)


def summarise(base: Evidence, filters: dict[str, str]) -> EvidenceSummary:
    """What the answer rests on, with a fingerprint over layers, generations and counts."""
    fingerprint, layers = base.memory.get("layers", lambda: _count_layers(base))
    return EvidenceSummary(fingerprint, layers, filters)


def _count_layers(base: Evidence) -> tuple[str, tuple[LayerSummary, ...]]:
    counted: dict[str, dict[str, int]] = defaultdict(dict)
    for row in base.counts().to_pylist():
        counted[row["layer"]][row["name"]] = row["rows"]
    layers = []
    for info in base.describe():
        rows = counted[info.name]
        layers.append(
            LayerSummary(
                info.name,
                rows.get("posting", 0),
                rows.get("counted postings", 0),
                rows.get("guide", 0),
                rows.get("pay reports", 0),
                rows.get("mentions", 0),
                info.generation,
            )
        )
    return hashlib.blake2b(repr(layers).encode(), digest_size=6).hexdigest(), tuple(layers)


def _role_evidence(base: Evidence, fetched: Fetched, profile: RoleProfile) -> RoleEvidence:
    soc, key = fetched.query.role.soc, fetched.query.key
    return RoleEvidence(
        card=_card(fetched),
        profile=profile,
        official=base.memory.get(("told", soc), lambda: build_official(fetched.official, soc)),
        guides=base.memory.get(("voice", key), lambda: build_guide_voice(fetched.guides, key)),
    )


def _card(fetched: Fetched) -> RoleCard:
    query, role = fetched.query, fetched.query.role
    return RoleCard(
        query=query.key,
        asked=query.label,
        role=role.id,
        label=role.label,
        level=query.level,
        definition=role.definition,
        aliases=role.alt_labels,
        family=role.family,
        track=role.track,
        soc=role.soc,
        soc_title=occupation_title(fetched.official, role.soc),
        esco=role.esco,
    )


def _concepts_of(roles: Iterable[RoleEvidence]) -> set[tuple[str, str]]:
    used: set[tuple[str, str]] = set()
    for role in roles:
        used |= {(s.kind, s.concept) for s in role.profile.shares}
        used |= {(c.kind, c.concept) for c in role.official.concepts}
        used |= {(c.kind, c.concept) for c in role.guides.concepts}
    return used


def _names(used: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Labels by "kind/concept", in the order of the packaged concepts."""
    labels = _labels()
    return {key: label for _, key, label in sorted(labels[concept] for concept in used if concept in labels)}


@cache
def _labels() -> dict[tuple[str, str], tuple[int, str, str]]:
    """Place, key and label of each packaged concept."""
    return {(c.kind, c.id): (at, f"{c.kind}/{c.id}", c.label) for at, c in enumerate(load_concepts())}
