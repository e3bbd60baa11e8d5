"""From fetched tables to whole answers: what postings, official sources and guides say, side by side."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from rolescope.analyse.answers import (
    ComparisonAnswer,
    EvidenceSummary,
    GuideConcept,
    GuideStatement,
    GuideVoice,
    LayerSummary,
    Official,
    OfficialConcept,
    OfficialFact,
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
from rolescope.errors import UsageError
from rolescope.model import LEVELS, Level, Role
from rolescope.normalise.money import PRICE_YEAR, deflate
from rolescope.normalise.titles import RoleQuery
from rolescope.store.evidence import Evidence, Filters
from rolescope.taxonomy.bls import joint_code
from rolescope.taxonomy.concepts import load_concepts
from rolescope.version import __version__

_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
_QUIET_STATEMENTS = 40  # statements of guides given per role


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
    return Fetched(query, tables, base.fetch_official([query.role.soc, joint_code(query.role.soc)]), base.fetch_guides(query.role.id))


def build_context(base: Evidence) -> Context:
    """What all comparisons on this evidence share."""
    common = base.fetch_background()
    return Context(
        background=build_background(common.table, common.total),
        prices=Prices(deflate, PRICE_YEAR),
        names={f"{c.kind}/{c.id}": c.label for c in load_concepts()},
        broader={(c.kind, c.id): c.broader for c in load_concepts() if c.broader},
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
        official=_official(fetched),
        guides=_guide_voice(fetched.guides, profile.query),
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
        soc_title=_occupation_title(fetched),
        esco=role.esco,
    )


def _occupation_title(fetched: Fetched) -> str:
    rows = fetched.official.to_pylist()
    exact = [r["title"] for r in rows if r["code"] == fetched.query.role.soc]
    return next(iter([*exact, *(r["title"] for r in rows)]), "")


def _official(fetched: Fetched) -> Official:
    rows = fetched.official.to_pylist()
    facts = tuple(
        OfficialFact(
            r["measure"], r["value"], r["text"] or "", r["source"], r["edition"], r["code"], r["title"]
        )
        for r in rows
        if r["measure"] not in ("technology", "duty", "title")
    )
    concepts = {
        (r["kind"], r["concept"]): OfficialConcept(
            r["kind"], r["concept"], bool(r["hot"]), bool(r["in_demand"])
        )
        for r in rows
        if r["measure"] in ("technology", "duty") and r["concept"]
    }
    return Official(fetched.query.role.soc, _occupation_title(fetched), facts, tuple(concepts.values()))


def _guide_voice(table: pa.Table, query: str) -> GuideVoice:
    rows = table.to_pylist()
    guides = {r["document_id"] for r in rows}
    naming: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row, concept in _told(rows):
        naming[row["section"], concept["kind"], concept["concept"]].add(row["document_id"])
    concepts = tuple(
        GuideConcept(f"{query}/{kind}/{concept}", section, kind, concept, len(where), len(guides))
        for (section, kind, concept), where in sorted(
            naming.items(), key=lambda item: (-len(item[1]), item[0])
        )
    )
    statements = tuple(
        GuideStatement(r["document_id"], r["source"], r["section"], r["text"]) for r in rows if r["text"]
    )
    sources = tuple(sorted({r["source"] for r in rows}))
    return GuideVoice(len(guides), sources, concepts, statements[:_QUIET_STATEMENTS])


def _told(rows: Sequence[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """Concepts of statements; an industry counts only where the guide speaks of industries."""
    for row in rows:
        for concept in row["concepts"]:
            if concept["kind"] != "industry" or row["section"] == "industries":
                yield row, concept


def _concepts_of(roles: Iterable[RoleEvidence]) -> set[tuple[str, str]]:
    used: set[tuple[str, str]] = set()
    for role in roles:
        used |= {(s.kind, s.concept) for s in role.profile.shares}
        used |= {(c.kind, c.concept) for c in role.official.concepts}
        used |= {(c.kind, c.concept) for c in role.guides.concepts}
    return used


def _names(used: set[tuple[str, str]]) -> dict[str, str]:
    return {f"{c.kind}/{c.id}": c.label for c in load_concepts() if (c.kind, c.id) in used}
