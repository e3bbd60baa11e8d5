"""Postings and mentions as codes, worked out once: every sample is a part of them, found without a text.

The tables may be of one role, or of all roles where many samples are to be taken from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Small = NDArray[np.signedinteger[Any]]  # as few bytes as hold them: there are a million
Bools = NDArray[np.bool_]
ColumnKey = tuple[str, str]

SPLIT_YEAR = 2022  # strata part years up to 2021 from later ones
EXPERIENCE_BANDS = ((3, "0-2"), (5, "3-4"), (8, "5-7"), (float("inf"), "8+"))
STATED = "stated"
STRENGTHS = ("mentioned", "preferred", "required")  # a strength's code is its place


@dataclass(frozen=True, slots=True)
class Mentions:
    """Which posting (``row``) names which concept (``column``, a code into ``names``), and how strongly.

    Attributes:
        row: rows of the postings table they were fetched with.
        names: "kind/concept", in any order.
    """

    row: Small
    column: Small
    strength: Small
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Coded:
    """Postings as codes; arrays have one entry per row of ``postings``, if not said otherwise.

    Attributes:
        postings: as fetched.
        countable: whether it counts in shares.
        employer: codes in the order of names; −1 where unnamed.
        employers: number of names.
        stratum, strata: codes, and names of source × period, sorted.
        source, sources: codes, and names, sorted.
        begin: mentions of posting i lie from begin[i] to begin[i + 1]; one entry more than postings.
        column: of each mention, the code into ``columns``; rising within a posting, none twice.
        strength: of each mention, the place in ``STRENGTHS``.
        columns: (kind, concept) pairs, sorted by "kind/concept"; facets stand beside concept kinds.
    """

    postings: pa.Table
    countable: Bools
    employer: Ints
    employers: int
    stratum: Ints
    strata: tuple[str, ...]
    source: Ints
    sources: tuple[str, ...]
    begin: Ints
    column: Small
    strength: Small
    columns: tuple[ColumnKey, ...]


def build_coded(postings: pa.Table, mentions: Mentions) -> Coded:
    """Codes of some postings, what they say of themselves ("education/bachelor", "level/senior", …) among
    their mentions."""
    employer, employers = _code_employers(postings["employer"])
    source, sources = _encode(pc.coalesce(postings["source"], ""))
    stratum, strata = _encode(_name_strata(postings))
    begin, column, strength, names = _join_mentions(postings, mentions)
    return Coded(
        postings=postings,
        countable=np.asarray(pc.coalesce(postings["countable"], False), dtype=bool),
        employer=employer,
        employers=employers,
        stratum=stratum,
        strata=strata,
        source=source,
        sources=sources,
        begin=begin,
        column=column,
        strength=strength,
        columns=tuple((kind, concept) for kind, _, concept in (name.partition("/") for name in names)),
    )


def code_mentions(postings: pa.Table, mentions: pa.Table) -> Mentions:
    """From a table of document_id, kind, concept, strength; rows of other documents are left out."""
    at = pc.index_in(mentions["document_id"], value_set=postings["document_id"].combine_chunks())
    usable = pc.and_kleene(pc.is_valid(at), pc.is_valid(mentions["concept"]))
    kept = mentions.filter(usable)
    keys = pc.binary_join_element_wise(pc.cast(kept["kind"], pa.string()), kept["concept"], "/")
    column, names = _encode(keys)
    return Mentions(np.asarray(pc.filter(at, usable), dtype=np.int64), column, _strengths(kept), names)


def _strengths(mentions: pa.Table) -> Ints:
    codes = pc.index_in(mentions["strength"], value_set=pa.array(STRENGTHS, pa.string()))
    return np.asarray(pc.coalesce(codes, 0), dtype=np.int64)


def _encode(values: pa.ChunkedArray | pa.Array) -> tuple[Ints, tuple[str, ...]]:
    """Codes and their names, in sorted order of the names so that equal input gives equal codes."""
    encoded = pc.dictionary_encode(values)
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    names = encoded.dictionary.to_pylist()
    order = sorted(range(len(names)), key=names.__getitem__)
    rank = np.empty(len(names), dtype=np.int64)
    rank[order] = np.arange(len(names))
    return rank[np.asarray(encoded.indices, dtype=np.int64)], tuple(names[i] for i in order)


def _code_employers(values: pa.ChunkedArray) -> tuple[Ints, int]:
    """Employer codes, −1 for those that name none, and the number of names."""
    names = pc.utf8_lower(pc.utf8_trim_whitespace(pc.coalesce(pc.cast(values, pa.string()), "")))
    codes, labels = _encode(names)
    unnamed = labels[:1] == ("",)
    return codes - unnamed, len(labels) - unnamed


def _name_strata(postings: pa.Table) -> pa.ChunkedArray:
    years = pc.year(postings["date_posted"])
    late = pc.greater_equal(years, SPLIT_YEAR)
    period = pc.coalesce(pc.if_else(late, f"{SPLIT_YEAR} on", f"to {SPLIT_YEAR - 1}"), "undated")
    return pc.binary_join_element_wise(pc.coalesce(postings["source"], ""), period, ", ")


def _join_mentions(postings: pa.Table, mentions: Mentions) -> tuple[Ints, Small, Small, list[str]]:
    """Mentions and facets by posting: where each posting's begin, columns, strengths, and names of columns."""
    parts = [mentions, *_list_facets(postings)]
    names = sorted({name for part in parts for name in part.names})
    index = {name: i for i, name in enumerate(names)}
    row = np.concatenate([part.row for part in parts]).astype(np.int64)
    column = np.concatenate([_lookup(index, part.names)[part.column] for part in parts])
    strength = np.concatenate([part.strength for part in parts])
    # One number holds it all, since numbers are sorted many times quicker than their places. The strongest first.
    width, levels = max(len(names), 1), len(STRENGTHS)
    key = row * (width * levels)
    key += column.astype(np.int64) * levels
    key += levels - 1 - strength
    key.sort()
    mention = key // levels
    new = np.append(True, mention[1:] != mention[:-1])[: len(mention)]
    key, mention = key[new], mention[new]
    begin = np.zeros(postings.num_rows + 1, dtype=np.int64)
    np.cumsum(np.bincount(mention // width, minlength=postings.num_rows), out=begin[1:])
    weakness = (key - mention * levels).astype(np.int8)
    return begin, (mention % width).astype(np.int32), levels - 1 - weakness, names


def _lookup(index: dict[str, int], names: Iterable[str]) -> Small:
    return np.array([index[name] for name in names], dtype=np.int32)


def _list_facets(postings: pa.Table) -> list[Mentions]:
    """What postings say of themselves, as mentions."""
    rows = np.arange(postings.num_rows)
    stated = [
        ("education", postings["education_minimum"]),
        ("level", postings["level"]),
        ("workplace", postings["workplace"]),
        ("experience", _band_experience(postings["experience_years"])),
    ]
    paid = np.flatnonzero(np.asarray(pc.is_valid(postings["annual_usd_low"])))
    types = postings["employment_types"].combine_chunks()
    parents = np.asarray(pc.list_parent_indices(types), dtype=np.int64)
    return [
        *(_facet(name, rows, values) for name, values in stated),
        Mentions(paid, np.zeros_like(paid), np.zeros_like(paid), [f"pay/{STATED}"]),
        _facet("employment", parents, pc.list_flatten(types)),
    ]


def _facet(facet: str, rows: Ints, values: pa.ChunkedArray | pa.Array) -> Mentions:
    codes, names = _encode(pc.coalesce(pc.cast(values, pa.string()), "unstated"))
    return Mentions(rows, codes, np.zeros(len(rows), dtype=np.int64), [f"{facet}/{name}" for name in names])


def _band_experience(values: pa.ChunkedArray) -> pa.Array:
    years = np.asarray(values.to_numpy(zero_copy_only=False), dtype=float)
    band = np.searchsorted([high for high, _ in EXPERIENCE_BANDS], years, side="right")
    names = [*(name for _, name in EXPERIENCE_BANDS), "unstated"]
    stated = (years >= 0) & (band < len(EXPERIENCE_BANDS))
    return pa.array(names, pa.string()).take(np.where(stated, band, len(EXPERIENCE_BANDS)))
