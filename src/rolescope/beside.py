"""What stands beside postings: official figures of a role's occupation, and what guides say of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from rolescope.analyse.answers import (
    GuideConcept,
    GuideStatement,
    GuideVoice,
    Official,
    OfficialConcept,
    OfficialFact,
)
from rolescope.normalise.titles import RoleQuery
from rolescope.store.evidence import Evidence
from rolescope.taxonomy.bls import joint_code

# Tips and outlook name things in passing ("contribute to open source"); they are no part of the role.
TELLING_SECTIONS = ("definitions", "responsibilities", "skills", "education", "tools", "industries")
_SHOWN = 40  # statements of guides given per role


def fetch_official(base: Evidence, query: RoleQuery) -> pa.Table:
    """Official figures of the role's occupation, and of the joint one under which projections publish it."""
    return base.fetch_official([query.role.soc, joint_code(query.role.soc)])


def fetch_guides(base: Evidence, query: RoleQuery) -> pa.Table:
    """Statements of guides at the level asked for, else of all levels."""
    if query.level is not None:
        at_level = base.fetch_guides(query.role.id, query.level)
        if at_level.num_rows:
            return at_level
    return base.fetch_guides(query.role.id)


def build_official(table: pa.Table, soc: str) -> Official:
    """Official evidence of one role from the rows of its occupation."""
    rows = table.to_pylist()
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
    return Official(soc, occupation_title(table, soc), facts, tuple(concepts.values()))


def occupation_title(table: pa.Table, soc: str) -> str:
    """The occupation's title in the source nearest to its code."""
    titles = dict(zip(table["code"].to_pylist(), table["title"].to_pylist(), strict=True))
    return next((titles[code] for code in (soc, soc[:7]) if code in titles), "")


def build_guide_voice(table: pa.Table, query: str) -> GuideVoice:
    """What guides name for a role, and in how many of them."""
    rows = table.to_pylist()
    guides = {r["document_id"] for r in rows}
    naming: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row, concept in _told(rows):
        naming[row["section"], concept["kind"], concept["concept"]].add(row["document_id"])
    concepts = tuple(
        GuideConcept(f"{query}/guides/{kind}/{concept}", section, kind, concept, len(where), len(guides))
        for (section, kind, concept), where in sorted(
            naming.items(), key=lambda item: (-len(item[1]), item[0])
        )
    )
    statements = tuple(
        GuideStatement(r["document_id"], r["source"], r["section"], r["text"]) for r in rows if r["text"]
    )
    names = tuple(sorted({r["title"] or r["source"] for r in rows}))
    return GuideVoice(len(guides), names, concepts, statements[:_SHOWN])


def _told(rows: Sequence[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """Concepts of statements; an industry counts only where the guide speaks of industries."""
    for row in rows:
        for concept in row["concepts"] if row["section"] in TELLING_SECTIONS else ():
            if (concept["kind"] == "industry") == (row["section"] == "industries"):
                yield row, concept
