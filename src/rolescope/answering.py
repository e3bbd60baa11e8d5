"""From fetched tables to whole answers: what postings, official sources and guides say, side by side."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

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
from rolescope.analyse.pair import Context, RoleTables
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


def to_filters(country: str | None, since: str | None) -> Filters:
    """Filters as typed; the level is part of each role query.

    Raises:
        UsageError: a country that is not two letters, or no date.
    """
    if country is not None and not re.fullmatch(r"[A-Za-z]{2}", country):
        raise UsageError(f"--country takes two letters of ISO 3166, such as US or DE, not {country!r}.")
    return Filters(country=country.upper() if country else None, since=_to_date(since))


def _to_date(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        return date.fromisoformat(f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10])
    except ValueError:
        raise UsageError(f"--since takes a year, month or day such as 2024-07, not {text!r}.") from None


def fetch_role(base: Evidence, query: RoleQuery, filters: Filters) -> Fetched:
    """Everything the store holds of one role query: all its levels, since the level may be too thin."""
    asked = ProfileQuery(query.role.id, query.label, query.level, query.role.track)
    tables = RoleTables(
        asked,
        base.fetch_postings(query.role.id, filters),
        base.fetch_mentions(query.role.id, filters),
        base.fetch_pay_reports(query.role.id, filters),
    )
    return Fetched(query, tables, fetch_official(base, query), fetch_guides(base, query))


def build_context(base: Evidence) -> Context:
    """What all comparisons on this evidence share."""
    common = base.fetch_background()
    return Context(
        background=build_background(common.table, common.total),
        prices=Prices(deflate, PRICE_YEAR),
        names={f"{c.kind}/{c.id}": c.label for c in load_concepts()},
        broader={(c.kind, c.id): c.broader for c in load_concepts() if c.broader},
        remote_only=base.remote_boards(),
    )


def answer_comparison(
    base: Evidence, filters: dict[str, str], fetched: Sequence[Fetched], found: Comparison
) -> ComparisonAnswer:
    """The answer of ``compare``."""
    roles = tuple(_role_evidence(f, p) for f, p in zip(fetched, found.profiles, strict=True))
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
    role = _role_evidence(fetched, profile)
    names = _names(_concepts_of((role,)))
    return RoleAnswer("rolescope/role/1", __version__, summarise(base, filters), names, role)


def answer_roles(base: Evidence, roles: Iterable[Role]) -> RolesAnswer:
    """The answer of ``roles``."""
    postings: dict[str, int] = defaultdict(int)
    for row in base.roles_summary().to_pylist():
        postings[row["role"]] += row["postings"]
    listing = tuple(
        RoleListing(r.id, r.label, r.alt_labels, r.family, r.track, r.soc, r.definition, postings[r.id])
        for r in roles
    )
    return RolesAnswer("rolescope/roles/1", __version__, summarise(base, {}), listing)


def summarise(base: Evidence, filters: dict[str, str]) -> EvidenceSummary:
    """What the answer rests on, with a fingerprint over layers, generations and counts."""
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
    digest = hashlib.blake2b(repr(layers).encode(), digest_size=6).hexdigest()
    return EvidenceSummary(digest, tuple(layers), filters)


def _role_evidence(fetched: Fetched, profile: RoleProfile) -> RoleEvidence:
    return RoleEvidence(
        card=_card(fetched),
        profile=profile,
        official=build_official(fetched.official, fetched.query.role.soc),
        guides=build_guide_voice(fetched.guides, fetched.query.key),
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


def _names(used: set[tuple[str, str]]) -> dict[str, str]:
    return {f"{c.kind}/{c.id}": c.label for c in load_concepts() if (c.kind, c.id) in used}
