"""Postings and mentions of one role query as arrays: the input of every share and difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rolescope.model import DEGREES, KINDS, LEVELS

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
ColumnKey = tuple[str, str]

CAP = 5  # postings of one employer that count in full
SPLIT_YEAR = 2022  # strata part years up to 2021 from later ones
EXPERIENCE_BANDS = ((3, "0-2"), (5, "3-4"), (8, "5-7"), (float("inf"), "8+"))
FACETS = ("education", "level", "workplace", "experience", "employment", "pay")
STATED = "stated"
_STRENGTH_CODES = {"required": 2, "preferred": 1}


@dataclass(frozen=True, slots=True)
class Sample:
    """One role query's evidence. Arrays ``employer`` … ``weight`` have one entry per *countable* posting.

    Attributes:
        query: the key of the role query, such as "data-engineer" or "data-engineer@lead".
        postings: all counted postings, those too short to count included.
        mentions: their mentions, one row per (document, kind, concept).
        ids: document ids of the countable postings.
        employer: employer codes; the first ``known`` codes are named employers, the rest single postings
            of unnamed ones.
        known: number of named employers.
        stratum: codes into ``strata``, names of source × period.
        sources: codes into ``source_names``.
        weight: min(1, 5/n) for a posting of an employer with n countable postings.
        row, column, strength: the postings' mentions (row of a posting, code into ``columns``; 2 required,
            1 preferred, 0 mentioned), grouped by (column, employer).
        columns: (kind, concept) pairs; facets ("education", "level", …) stand beside concept kinds.
    """

    query: str
    postings: pa.Table
    mentions: pa.Table
    ids: tuple[str, ...]
    employer: Ints
    known: int
    stratum: Ints
    strata: tuple[str, ...]
    sources: Ints
    source_names: tuple[str, ...]
    weight: Floats
    row: Ints
    column: Ints
    strength: Ints
    columns: tuple[ColumnKey, ...]

    @property
    def size(self) -> int:
        """Countable postings."""
        return len(self.employer)

    @property
    def employers(self) -> int:
        """Employers of countable postings; each posting of an unnamed employer counts as one."""
        return len(np.unique(self.employer))

    @property
    def blank(self) -> Bools:
        """Countable postings that name no employer."""
        return self.employer >= self.known


def build_sample(postings: pa.Table, mentions: pa.Table, query: str = "") -> Sample:
    """Arrays of one role query.

    Args:
        postings: one row per counted posting, as ``store.fetch_postings`` gives it.
        mentions: document_id, kind, concept, strength; one row per (document, kind, concept). Rows of
            other documents are left out.
        query: key of the role query.
    """
    countable = postings.filter(pc.coalesce(postings["countable"], False))
    employer, known = _code_employers(countable["employer"])
    sources, source_names = _encode(countable["source"])
    stratum, strata = _encode(_name_strata(countable))
    row, column, strength, columns = _code_mentions(countable, mentions, employer)
    counts = np.bincount(employer, minlength=1)
    return Sample(
        query=query,
        postings=postings,
        mentions=mentions,
        ids=tuple(countable["document_id"].to_pylist()),
        employer=employer,
        known=known,
        stratum=stratum,
        strata=strata,
        sources=sources,
        source_names=source_names,
        weight=np.minimum(1.0, CAP / counts[employer]),
        row=row,
        column=column,
        strength=strength,
        columns=columns,
    )


def keep_postings(sample: Sample, mask: pa.BooleanArray | Bools, query: str | None = None) -> Sample:
    """The sample of those rows of ``sample.postings`` where ``mask`` is true."""
    kept = sample.postings.filter(pa.array(mask) if isinstance(mask, np.ndarray) else mask)
    return build_sample(kept, sample.mentions, sample.query if query is None else query)


def at_level(sample: Sample, level: str) -> Sample:
    """The part of a role's sample at one level; its query key gains "@level"."""
    return keep_postings(
        sample, pc.coalesce(pc.equal(sample.postings["level"], level), False), f"{sample.query}@{level}"
    )


def leave_out(sample: Sample, sources: frozenset[str]) -> Sample:
    """The sample without the postings of some sources."""
    if not sources & set(sample.source_names):
        return sample
    names = sample.postings["source"].to_pylist()
    return keep_postings(sample, np.array([name not in sources for name in names], dtype=bool))


def part_samples(a: Sample, b: Sample) -> tuple[Sample, Sample]:
    """Both samples without their overlap: a role and the same role at a level become disjoint parts.

    Where one holds the other, only the larger loses the shared documents; else both do. A role without
    one of its levels is keyed "data-engineer@not-lead".
    """
    ids_a, ids_b = set(a.postings["document_id"].to_pylist()), set(b.postings["document_id"].to_pylist())
    shared = ids_a & ids_b
    if not shared:
        return a, b
    if ids_b <= ids_a:
        return _without(a, shared, b.query), b
    if ids_a <= ids_b:
        return a, _without(b, shared, a.query)
    return _without(a, shared, b.query), _without(b, shared, a.query)


def name_rest(query: str, part: str) -> str:
    """The key of a role without one of its levels; any other query keeps its own.

    >>> name_rest("data-engineer", "data-engineer@lead"), name_rest("data-engineer", "data-manager@lead")
    ('data-engineer@not-lead', 'data-engineer')
    """
    role, at, level = part.partition("@")
    return f"{query}@not-{level}" if at and role == query else query


def find_lack(sample: Sample) -> str:
    """Why no share may be shown of this sample, "" if shares may be: ten postings of five employers, none
    of them above half of the weight."""
    if sample.size < 10:
        return f"fewer than 10 postings ({sample.size})"
    if sample.employers < 5:
        return f"fewer than 5 employers ({sample.employers})"
    if np.bincount(sample.employer, weights=sample.weight).max() > sample.weight.sum() / 2:
        return "one employer holds more than half"
    return ""


def find_remote_boards(samples: Sequence[Sample], least: int = 20, share: float = 0.95) -> frozenset[str]:
    """Sources that list remote jobs only: at least ``least`` postings say where work is done and at least
    ``share`` of those say remote. No name of a board is known here; only what its postings say."""
    stated: dict[str, list[int]] = {}
    for sample in samples:
        table = sample.postings
        for source, workplace in zip(
            table["source"].to_pylist(), table["workplace"].to_pylist(), strict=True
        ):
            if workplace and workplace != "unstated":
                stated.setdefault(source, []).append(workplace == "remote")
    return frozenset(s for s, flags in stated.items() if len(flags) >= least and np.mean(flags) >= share)


def _without(sample: Sample, ids: set[str], part: str) -> Sample:
    mask = pc.invert(pc.is_in(sample.postings["document_id"], pa.array(sorted(ids))))
    return keep_postings(sample, mask, name_rest(sample.query, part))


def _encode(values: pa.ChunkedArray) -> tuple[Ints, tuple[str, ...]]:
    """Codes and their names, in sorted order of the names so that equal input gives equal codes."""
    encoded = pc.dictionary_encode(values).combine_chunks()
    names = encoded.dictionary.to_pylist()
    order = sorted(range(len(names)), key=names.__getitem__)
    rank = np.empty(len(names), dtype=np.int64)
    rank[order] = np.arange(len(names))
    return rank[np.asarray(encoded.indices, dtype=np.int64)], tuple(names[i] for i in order)


def _code_employers(values: pa.ChunkedArray) -> tuple[Ints, int]:
    """Employer codes, unnamed ones as codes of their own behind the ``known`` named ones."""
    names = pc.utf8_lower(pc.utf8_trim_whitespace(pc.coalesce(pc.cast(values, pa.string()), "")))
    codes, labels = _encode(names)
    unnamed = codes == 0 if labels[:1] == ("",) else np.zeros(len(codes), dtype=bool)
    known = len(labels) - bool(unnamed.any())
    codes = codes - bool(unnamed.any())
    codes[unnamed] = known + np.arange(int(unnamed.sum()))
    return codes, known


def _name_strata(postings: pa.Table) -> pa.ChunkedArray:
    years = pc.year(postings["date_posted"])
    late = pc.greater_equal(years, SPLIT_YEAR)
    period = pc.coalesce(pc.if_else(late, f"{SPLIT_YEAR} on", f"to {SPLIT_YEAR - 1}"), "undated")
    return pc.binary_join_element_wise(pc.coalesce(postings["source"], ""), period, ", ")


def _code_mentions(
    postings: pa.Table, mentions: pa.Table, employer: Ints
) -> tuple[Ints, Ints, Ints, tuple[ColumnKey, ...]]:
    at = pc.index_in(mentions["document_id"], value_set=postings["document_id"].combine_chunks())
    usable = pc.and_kleene(pc.is_valid(at), pc.is_valid(mentions["concept"]))
    kept = mentions.filter(usable)
    rows = [np.asarray(pc.filter(at, usable), dtype=np.int64)]
    keys = [pc.binary_join_element_wise(pc.cast(kept["kind"], pa.string()), kept["concept"], "/")]
    codes = [_code_strength(kept["strength"])]
    for facet_rows, facet_keys in _list_facets(postings):
        rows.append(facet_rows)
        keys.append(pa.chunked_array([facet_keys]))
        codes.append(np.zeros(len(facet_rows), dtype=np.int64))
    column, names = _encode(pa.chunked_array([c for key in keys for c in key.chunks], type=pa.string()))
    row, strength = np.concatenate(rows), np.concatenate(codes)
    order = _group_order(row, column, employer)
    columns = tuple((kind, concept) for kind, _, concept in (name.partition("/") for name in names))
    return row[order], column[order], strength[order], columns


def _group_order(row: Ints, column: Ints, employer: Ints) -> Ints:
    """Indices that group mentions by (column, employer) and drop a document's second row of a concept."""
    employers, size = int(employer.max(initial=0)) + 1, len(employer) + 1
    key = (column * employers + employer[row]) * size + row
    order = np.argsort(key, kind="stable")
    sorted_key = key[order]
    return order[np.concatenate([[True], sorted_key[1:] != sorted_key[:-1]])] if len(order) else order


def _code_strength(values: pa.ChunkedArray) -> Ints:
    codes = np.zeros(len(values), dtype=np.int64)
    for name, code in _STRENGTH_CODES.items():
        codes[np.asarray(pc.coalesce(pc.equal(values, name), False))] = code
    return codes


def _list_facets(postings: pa.Table) -> list[tuple[Ints, pa.Array]]:
    """What a posting says of itself as further columns: "education/bachelor", "level/senior", …"""
    rows = np.arange(postings.num_rows)
    education, level, workplace = (
        pc.coalesce(pc.cast(postings[name], pa.string()), "unstated").combine_chunks()
        for name in ("education_minimum", "level", "workplace")
    )
    paid = np.flatnonzero(np.asarray(pc.is_valid(postings["annual_usd_low"])))
    facets = [
        (rows, _prefix("education", education)),
        (rows, _prefix("level", level)),
        (rows, _prefix("workplace", workplace)),
        (rows, _prefix("experience", _band_experience(postings["experience_years"]))),
        (paid, _prefix("pay", pa.array([STATED] * len(paid), pa.string()))),
    ]
    types = postings["employment_types"].combine_chunks()
    parents = np.asarray(pc.list_parent_indices(types), dtype=np.int64)
    return [*facets, (parents, _prefix("employment", pc.list_flatten(types)))]


def _prefix(facet: str, values: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(pa.scalar(facet), pc.coalesce(values, "unstated"), "/")


def _band_experience(values: pa.ChunkedArray) -> pa.Array:
    years = np.asarray(values.to_numpy(zero_copy_only=False), dtype=float)
    bands = np.full(len(years), "unstated", dtype=object)
    low = 0.0
    for high, name in EXPERIENCE_BANDS:
        bands[(years >= low) & (years < high)] = name
        low = high
    return pa.array(bands, pa.string())


FACET_ORDER: dict[str, tuple[str, ...]] = {
    "education": (*DEGREES, "unstated"),
    "level": LEVELS,
    "workplace": ("onsite", "hybrid", "remote", "unstated"),
    "experience": (*(name for _, name in EXPERIENCE_BANDS), "unstated"),
    "employment": ("full_time", "part_time", "contract", "temporary", "internship"),
    "pay": (STATED,),
}
CONCEPT_KINDS = frozenset(KINDS)
