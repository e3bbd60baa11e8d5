"""Where the evidence comes from: feeds, official releases, collected pay, with licences where they are known."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Any

from rolescope.analyse.answers import EvidenceSummary
from rolescope.analyse.lookup_answers import (
    CollectedSource,
    OfficialSource,
    SourceListing,
    SourceRole,
    SourcesAnswer,
)
from rolescope.store.evidence import Evidence
from rolescope.taxonomy.roles import load_roles
from rolescope.version import __version__

Row = dict[str, Any]

_ROLES = 3  # named of each feed
_PRECISIONS = ("day", "month", "year", "none")
_BUNDLED = "bundled"
_TEXTS = "postings and role descriptions"


def answer_sources(base: Evidence, summary: EvidenceSummary) -> SourcesAnswer:
    """The answer of ``sources``; a pinned reader remembers it."""
    return base.memory.get("sources", lambda: _answer_sources(base, summary))


def _answer_sources(base: Evidence, summary: EvidenceSummary) -> SourcesAnswer:
    licences, contents = _licences(), _provenance()["contents"]
    bundled = any(layer.name == _BUNDLED for layer in summary.layers)
    return SourcesAnswer(
        schema="rolescope/sources/1",
        version=__version__,
        evidence=summary,
        sources=_list_feeds(base),
        official=tuple(
            OfficialSource(**row, licence=_find_licence(row)) for row in base.releases_summary().to_pylist()
        ),
        collected=tuple(
            CollectedSource(**row, licence=_find_licence(row))
            for row in base.collections_summary().to_pylist()
        ),
        licences=licences if bundled else {},
        contents=contents if bundled else "",
    )


def _list_feeds(base: Evidence) -> tuple[SourceListing, ...]:
    labels = {role.id: role.label for role in load_roles()}
    roles: dict[tuple[str, str], list[SourceRole]] = defaultdict(list)
    for row in base.feed_roles(_ROLES).to_pylist():
        found = SourceRole(row["role"], labels.get(row["role"], row["role"]), row["postings"])
        roles[row["layer"], row["source"]].append(found)
    boards = base.remote_boards()
    return tuple(
        _list_feed(row, tuple(roles[row["layer"], row["source"]]), row["source"] in boards)
        for row in base.feeds_summary().to_pylist()
    )


def _list_feed(row: Row, roles: tuple[SourceRole, ...], remote_only: bool) -> SourceListing:
    posting = row["kind"] == "posting"
    return SourceListing(
        source=row["source"],
        layer=row["layer"],
        kind=row["kind"],
        documents=row["documents"],
        counted=row["counted"],
        countable=row["countable"],
        employers=row["employers"],
        since=_iso(row["first_date"]),
        until=_iso(row["last_date"]),
        undated=row["none"],
        by_precision={name: row[name] for name in _PRECISIONS if row[name]},
        remote_only=remote_only and posting,
        roles=roles if posting else (),
        licence=_licences().get(_TEXTS) if row["layer"] == _BUNDLED else None,
    )


def _iso(day: object) -> str | None:
    return None if day is None else str(day)


def _find_licence(row: Row) -> str | None:
    """The licence of a bundled release: of the material that names its source, or whose first word it bears."""
    if row["layer"] != _BUNDLED:
        return None
    source = row["source"].lower()
    for material, text in _licences().items():
        named = material.lower()
        if source in named or named.split()[0] in source:
            return text
    return None


def _licences() -> dict[str, str]:
    found: dict[str, str] = _provenance()["licences"]
    return found


@cache
def _provenance() -> dict[str, Any]:
    """What ``scripts/build_bundle.py`` wrote about the bundled evidence."""
    text = files("rolescope.data").joinpath("bundled", "provenance.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
