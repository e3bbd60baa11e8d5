"""Titles and role queries: the names the rest of Rolescope uses.

A title is cut into words (``title_words``), sought among the role labels (``title_labels``, ``title_likeness``)
and read (``title_reading``); what a user types is resolved strictly (``role_queries``).
"""

from __future__ import annotations

from rolescope.normalise.role_queries import (
    RoleQuery,
    parse_role_key,
    refuse_twins,
    resolve_query,
    search_roles,
    suggest_labels,
)
from rolescope.normalise.title_reading import TitleReading, read_title, title_key

__all__ = [
    "RoleQuery",
    "TitleReading",
    "parse_role_key",
    "read_title",
    "refuse_twins",
    "resolve_query",
    "search_roles",
    "suggest_labels",
    "title_key",
]
