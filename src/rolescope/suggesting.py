"""Roles suggested while a name is typed, with their postings."""

from __future__ import annotations

from collections import Counter

from rolescope.analyse.lookup_answers import RoleSuggestion, SuggestAnswer
from rolescope.model import Level
from rolescope.normalise.role_suggestions import Suggested, suggest_queries
from rolescope.store.evidence import Evidence
from rolescope.version import __version__

Counts = Counter[tuple[str, str | None]]


def answer_suggest(base: Evidence, text: str, limit: int) -> SuggestAnswer:
    """The answer of ``suggest``."""
    counts = base.memory.get("postings by role and level", lambda: count_postings(base))

    def count(role: str, level: Level | None) -> int:
        return counts[role, level]

    found = suggest_queries(text, count, limit)
    suggestions = tuple(_suggestion(s, counts) for s in found)
    return SuggestAnswer("rolescope/suggest/1", __version__, text, suggestions)


def count_postings(base: Evidence) -> Counts:
    """Counted postings by (role, level), and by (role, None) at all levels."""
    counts: Counts = Counter()
    for row in base.roles_summary().to_pylist():
        counts[row["role"], row["level"]] += row["postings"]
        counts[row["role"], None] += row["postings"]
    return counts


def _suggestion(found: Suggested, counts: Counts) -> RoleSuggestion:
    query = found.query
    return RoleSuggestion(
        query=query.key,
        label=query.label,
        role=query.role.id,
        level=query.level,
        matched=found.matched,
        family=query.role.family,
        postings=counts[query.role.id, query.level],
    )
