"""Postings and mentions of one role query as arrays: the input of every share and difference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rolescope.analyse.coded import EXPERIENCE_BANDS, STATED, Coded, Small, build_coded, code_mentions
from rolescope.model import DEGREES, KINDS, LEVELS

T = TypeVar("T")
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
ColumnKey = tuple[str, str]

CAP = 5  # postings of one employer that count in full
FACETS = ("education", "level", "workplace", "experience", "employment", "pay")


@dataclass(frozen=True, slots=True)
class Sample:
    """One role query's evidence. Arrays ``employer`` … ``weight`` have one entry per *countable* posting.

    Attributes:
        query: the key of the role query, such as "data-engineer" or "data-engineer@lead".
        postings: all counted postings, those too short to count included.
        coded, rows: what they are part of, and where they lie in it, rising.
        employer: employer codes; the first ``known`` codes are named employers, the rest single postings
            of unnamed ones.
        known: number of named employers.
        stratum: codes into ``strata``, names of source × period.
        sources: codes into ``source_names``.
        weight: min(1, 5/n) for a posting of an employer with n countable postings.
        row, column, strength: the postings' mentions (row of a posting, code into ``columns``; 2 required,
            1 preferred, 0 mentioned), grouped by (column, employer).
        columns: (kind, concept) pairs; facets ("education", "level", …) stand beside concept kinds.
        codes: of the columns, into ``coded.columns``.
        memory: what was worked out of the sample alone (``remembered``).
    """

    query: str
    postings: pa.Table
    coded: Coded
    rows: Ints
    employer: Ints
    known: int
    stratum: Ints
    strata: tuple[str, ...]
    sources: Ints
    source_names: tuple[str, ...]
    weight: Floats
    row: Ints
    column: Ints
    strength: Small
    columns: tuple[ColumnKey, ...]
    codes: Ints
    memory: dict[str, Any] = field(init=False, default_factory=dict, repr=False, compare=False)

    @property
    def size(self) -> int:
        """Countable postings."""
        return len(self.employer)

    @property
    def employers(self) -> int:
        """Employers of countable postings; each posting of an unnamed employer counts as one."""
        return int(self.employer.max(initial=-1)) + 1

    @property
    def blank(self) -> Bools:
        """Countable postings that name no employer."""
        return self.employer >= self.known


def remembered(work: Callable[[Sample], T]) -> Callable[[Sample], T]:
    """``work``, done once for each sample: a role is held against many others."""

    @wraps(work)
    def recall(sample: Sample) -> T:
        if work.__qualname__ not in sample.memory:
            sample.memory[work.__qualname__] = work(sample)
        return cast(T, sample.memory[work.__qualname__])

    return recall


def build_sample(postings: pa.Table, mentions: pa.Table, query: str = "") -> Sample:
    """Arrays of one role query.

    Args:
        postings: one row per counted posting, as ``store.fetch_postings`` gives it.
        mentions: document_id, kind, concept, strength; one row per (document, kind, concept). Rows of
            other documents are left out.
        query: key of the role query.
    """
    coded = build_coded(postings, code_mentions(postings, mentions))
    return take_sample(coded, np.arange(postings.num_rows), query)


def take_sample(coded: Coded, rows: Ints, query: str) -> Sample:
    """The sample of some rows of ``coded.postings``, which rise."""
    counted = rows[coded.countable[rows]]
    employer, known = _number_employers(coded.employer[counted], coded.employers)
    sources, source_codes = _restrict(coded.source[counted], len(coded.sources))
    stratum, stratum_codes = _restrict(coded.stratum[counted], len(coded.strata))
    row, column, strength, codes = _take_mentions(coded, counted, employer)
    counts = np.bincount(employer, minlength=1)
    return Sample(
        query=query,
        postings=take_rows(coded.postings, rows),
        coded=coded,
        rows=rows,
        employer=employer,
        known=known,
        stratum=stratum,
        strata=_name(stratum_codes, coded.strata),
        sources=sources,
        source_names=_name(source_codes, coded.sources),
        weight=np.minimum(1.0, CAP / counts[employer]),
        row=row,
        column=column,
        strength=strength,
        columns=tuple(coded.columns[i] for i in codes.tolist()),
        codes=codes,
    )


def keep_postings(sample: Sample, mask: pa.BooleanArray | Bools, query: str | None = None) -> Sample:
    """The sample of those rows of ``sample.postings`` where ``mask`` is true."""
    kept = sample.rows[np.asarray(mask, dtype=bool)]
    return take_sample(sample.coded, kept, sample.query if query is None else query)


def at_level(sample: Sample, level: str) -> Sample:
    """The part of a role's sample at one level; its query key gains "@level"."""
    return keep_postings(
        sample, pc.coalesce(pc.equal(sample.postings["level"], level), False), f"{sample.query}@{level}"
    )


def leave_out(sample: Sample, sources: frozenset[str]) -> Sample:
    """The sample without the postings of some sources."""
    dropped = sources.intersection(sample.source_names)
    if not dropped:
        return sample
    key = f"without {sorted(dropped)}"
    if key not in sample.memory:
        codes = [code for code, name in enumerate(sample.coded.sources) if name in sources]
        sample.memory[key] = keep_postings(sample, ~np.isin(sample.coded.source[sample.rows], codes))
    return cast(Sample, sample.memory[key])


def part_samples(a: Sample, b: Sample) -> tuple[Sample, Sample]:
    """Both samples without their overlap: a role and the same role at a level become disjoint parts.

    Where one holds the other, only the larger loses the shared documents; else both do. A role without
    one of its levels is keyed "data-engineer@not-lead".
    """
    shared_a, shared_b = _find_shared(a, b), _find_shared(b, a)
    if not shared_a.any():
        return a, b
    if shared_b.all():
        return _without(a, shared_a, b.query), b
    if shared_a.all():
        return a, _without(b, shared_b, a.query)
    return _without(a, shared_a, b.query), _without(b, shared_b, a.query)


def name_rest(query: str, part: str) -> str:
    """The key of a role without one of its levels; any other query keeps its own.

    >>> name_rest("data-engineer", "data-engineer@lead"), name_rest("data-engineer", "data-manager@lead")
    ('data-engineer@not-lead', 'data-engineer')
    """
    role, at, level = part.partition("@")
    return f"{query}@not-{level}" if at and role == query else query


@remembered
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


def _find_shared(sample: Sample, other: Sample) -> Bools:
    """Which postings of a sample the other one holds too."""
    if sample.coded is other.coded:
        return np.isin(sample.rows, other.rows, assume_unique=True)
    held = other.postings["document_id"].combine_chunks()
    return np.asarray(pc.is_in(sample.postings["document_id"], value_set=held), dtype=bool)


def _without(sample: Sample, shared: Bools, part: str) -> Sample:
    return keep_postings(sample, ~shared, name_rest(sample.query, part))


def take_rows(table: pa.Table, rows: Ints) -> pa.Table:
    """Rows of a table that rise, without a copy where they lie side by side."""
    if len(rows) and rows[-1] - rows[0] == len(rows) - 1:
        return table.slice(int(rows[0]), len(rows))
    return table.take(pa.array(rows))


def _restrict(codes: Small, names: int) -> tuple[Ints, Ints]:
    """Codes into the codes that occur, and those, of ``names`` there could be.

    >>> codes, occur = _restrict(np.array([4, 1, 4]), 5)
    >>> codes.tolist(), occur.tolist()
    ([1, 0, 1], [1, 4])
    """
    occurs = np.zeros(names, dtype=bool)
    occurs[codes] = True
    return (np.cumsum(occurs) - 1)[codes], np.flatnonzero(occurs)


def _name(codes: Ints, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(names[i] for i in codes.tolist())


def _number_employers(codes: Ints, employers: int) -> tuple[Ints, int]:
    """Codes of the employers that occur, unnamed ones (−1) as codes of their own behind the named ones."""
    named = codes >= 0
    occurs = np.zeros(employers, dtype=bool)
    occurs[codes[named]] = True
    known = int(np.count_nonzero(occurs))
    numbers = np.empty(len(codes), dtype=np.int64)
    numbers[named] = (np.cumsum(occurs) - 1)[codes[named]]
    numbers[~named] = known + np.arange(len(codes) - np.count_nonzero(named))
    return numbers, known


def _take_mentions(coded: Coded, counted: Ints, employer: Ints) -> tuple[Ints, Ints, Small, Ints]:
    """Mentions of some postings, grouped by (column, employer) and in them by posting."""
    by_employer = np.argsort(employer, kind="stable")
    begin = coded.begin[counted[by_employer]]
    length = coded.begin[counted[by_employer] + 1] - begin
    first = np.cumsum(length) - length
    at = np.repeat(begin - first, length) + np.arange(int(length.sum()))
    column, codes = _restrict(coded.column[at], len(coded.columns))
    # numbers of 16 bits are sorted by counting, which is many times quicker
    order = np.argsort(column.astype(np.uint16) if len(codes) < 1 << 16 else column, kind="stable")
    row = np.repeat(by_employer, length)
    return row[order], column[order], coded.strength[at[order]], codes


FACET_ORDER: dict[str, tuple[str, ...]] = {
    "education": (*DEGREES, "unstated"),
    "level": LEVELS,
    "workplace": ("onsite", "hybrid", "remote", "unstated"),
    "experience": (*(name for _, name in EXPERIENCE_BANDS), "unstated"),
    "employment": ("full_time", "part_time", "contract", "temporary", "internship"),
    "pay": (STATED,),
}
CONCEPT_KINDS = frozenset(KINDS)
