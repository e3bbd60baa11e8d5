"""Industries from a posting's structured field, by the labels boards use."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rolescope.cues import fold_label
from rolescope.model import Concept, Mention
from rolescope.taxonomy.concepts import load_concepts

_PARTS = re.compile(r"[,;|/]|\s{2,}")


@cache
def _by_label() -> dict[str, Concept]:
    found: dict[str, Concept] = {}
    for concept in load_concepts():
        if concept.kind == "industry":
            for label in (concept.label, *concept.alt_labels):
                found.setdefault(fold_label(label), concept)
    return found


@lru_cache(maxsize=4096)
def read_industry_field(written: str) -> tuple[Mention, ...]:
    """Industries named in ``written``: the whole field, else its parts.

    Offsets are None, since the field is no part of the text.
    """
    if not written:
        return ()
    whole = _by_label().get(fold_label(written))
    named = [whole] if whole else [_by_label().get(fold_label(p)) for p in _PARTS.split(written)]
    unique = {c.id: c for c in named if c is not None}
    return tuple(Mention("industry", c.id, c.label, None, None, extractor="fields") for c in unique.values())
