"""The read side held in memory: one snapshot, read once, for a process that answers many questions.

Postings and mentions of all roles are coded once, sorted by role; a role is a slice of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rolescope.analyse.coded import Coded
from rolescope.analyse.frame import Sample, take_rows, take_sample
from rolescope.model import KINDS
from rolescope.store.database import Database
from rolescope.store.evidence import NO_FILTERS, Background, Evidence, Filters, widen_codes, with_quotes
from rolescope.store.facts import fit_pay, fit_postings, is_true, state_fact
from rolescope.store.memory import Memory
from rolescope.store.numbered import read_spans
from rolescope.store.snapshot import Layer

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_MOST_HELD = 12_000_000  # bytes of documents on disk that are kept in memory, with their texts
_NEVER = -(10**6)  # before all dates, in days since 1970
_SAID = (
    "layer",
    "document_id",
    "source",
    "title",
    "employer",
    "date_posted",
    "date_precision",
    "url",
    "text",
)
_EVERY_ROLE = {"role": None, **asdict(NO_FILTERS)}
# Questions about the whole, whose answers are small and asked again and again.
_WHOLE = frozenset({"roles", "counts", "generations", "background"})


class PinnedEvidence(Evidence):
    """Answers from some layers as they were when it was made."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        super().__init__(layers)
        self.memory = Memory(2_000)
        self.weighed = Memory(240)
        self._pinned: tuple[str, ...] | None = None
        while self._pinned is None or self._pinned is not self._marks:  # files went while they were read
            self._read()

    def _read(self) -> None:
        self._coded, self._spans = self._ask(read_spans)
        self._pinned = self._marks
        self._roles = _find_roles(self._coded.postings["role"])
        self._ids = self._coded.postings["document_id"].combine_chunks()
        dates = pc.cast(self._coded.postings["date_posted"], pa.int32())
        self._days = pc.coalesce(pc.cast(dates, pa.int64()), _NEVER).to_numpy()
        small = self._is_small()
        self._documents = super()._fetch("documents", ids=None).combine_chunks() if small else None
        self._pay = super()._fetch("pay_reports", **_EVERY_ROLE).combine_chunks()
        self._official = super()._fetch("official", codes=None).combine_chunks()
        self._guides = super()._fetch("guides", role=None, level=None).combine_chunks()

    def is_stale(self) -> bool:
        """Whether a layer was written to since it was pinned."""
        return self._pinned != tuple(layer.mark() for layer in self.layers)

    def coded(self) -> Coded:
        """All counted postings."""
        return self._coded

    def fetch_sample(self, role: str, filters: Filters = NO_FILTERS) -> Sample:
        """The postings of ``role`` with their mentions, as they are weighed."""
        return self.weighed.get(
            ("sample", role, filters), lambda: take_sample(self._coded, self._select(role, filters), role)
        )

    def fetch_pay_reports(self, role: str, filters: Filters = NO_FILTERS) -> pa.Table:
        """Collected pay of ``role``; dates filter by year."""
        return self._pay.filter(fit_pay(self._pay, role, filters))

    def fetch_official(self, codes: Sequence[str]) -> pa.Table:
        """Official figures of some occupations."""
        wanted = pa.array(widen_codes(codes), pa.string())
        return self._official.filter(pc.is_in(self._official["code"], value_set=wanted))

    def fetch_guides(self, role: str, level: str | None = None) -> pa.Table:
        """Statements of guides about ``role``, in order."""
        told = is_true(pc.equal(self._guides["role"], role))
        if level is not None:
            told &= is_true(pc.equal(self._guides["level"], level))
        return self._guides.filter(pa.array(told))

    def fetch_background(self) -> Background:
        """How many countable postings of any role mention each concept."""
        return self.memory.get("common", super().fetch_background)

    def remote_boards(self) -> frozenset[str]:
        """Sources that list remote jobs only."""
        return self.memory.get("remote boards", super().remote_boards)

    def fetch_page(
        self, role: str, filters: Filters, kind: str, concept: str, page: tuple[int, int]
    ) -> tuple[int, pa.Table]:
        """How many postings are behind a figure, and those of one page."""
        rows = self._select(role, filters)
        if kind in KINDS:
            rows = rows[self._coded.countable[rows]]
            number = self._spans.concepts.get((kind, concept), -1)
            first, last = self._spans.find(rows, np.full(len(rows), number))
            last = last if number >= 0 else first
        else:
            postings = take_rows(self._coded.postings, rows)
            last = state_fact(postings, kind, concept, self.remote_boards()).astype(np.int64)
            first = np.zeros_like(last)
        rows, first, last = (values[last > first] for values in (rows, first, last))
        limit, offset = page
        shown = np.argsort(-self._days[rows], kind="stable")[offset : offset + limit]
        mentions = pa.array((last - first if kind in KINDS else first)[shown])
        said = self._say(rows[shown]).append_column("mentions", mentions)
        spans = self._spans.show(first[shown]) if kind in KINDS else _no_spans(len(shown))
        for name, values in spans.items():
            said = said.append_column(name, values)
        return len(rows), with_quotes(said)

    def fetch_documents(self, ids: Sequence[str]) -> pa.Table:
        """Documents by id."""
        if self._documents is None:
            return super().fetch_documents(ids)
        return self._documents.filter(
            pc.is_in(self._documents["document_id"], value_set=pa.array(ids, pa.string()))
        )

    def fetch_sample_documents(self, ids: Iterable[str]) -> pa.Table:
        """Counted postings by id."""
        wanted = sorted(ids)
        rows = self._number(wanted)
        return self._say(np.array([row for row in rows if row is not None], dtype=np.int64))

    def fetch_sample_mentions(self, asked: Sequence[tuple[str, str, str]]) -> pa.Table:
        """The strongest mention of each (document id, kind, concept)."""
        rows = self._number([document for document, _, _ in asked])
        numbers = [self._spans.concepts.get((kind, concept)) for _, kind, concept in asked]
        known = [
            (one, row, number)
            for one, row, number in zip(asked, rows, numbers, strict=True)
            if row is not None and number is not None
        ]
        postings, concepts = (np.array([one[at] for one in known], dtype=np.int64) for at in (1, 2))
        first, last = self._spans.find(postings, concepts)
        named = [one for (one, _, _), there in zip(known, last > first, strict=True) if there]
        columns = {
            name: pa.array([one[at] for one in named], pa.string())
            for at, name in enumerate(("document_id", "kind", "concept"))
        }
        return pa.table({**columns, **self._spans.show(first[last > first])})

    def _say(self, rows: Ints) -> pa.Table:
        """What the source said in some postings, in this order."""
        at = pa.array(rows)
        ids, layers = (self._coded.postings[name].take(at) for name in ("document_id", "layer"))
        said = self.fetch_documents(ids.to_pylist())
        place = pc.index_in(ids, value_set=said["document_id"].combine_chunks())
        if not pc.all(pc.equal(said["layer"].take(place), layers)).as_py():
            said = super().fetch_sample_documents(ids.to_pylist())  # the topmost layer has it unread
            place = pc.index_in(ids, value_set=said["document_id"].combine_chunks())
        return said.select(_SAID).take(place)

    def _number(self, ids: Sequence[str]) -> list[int | None]:
        """The rows of some counted postings."""
        rows: list[int | None] = pc.index_in(pa.array(ids, pa.string()), value_set=self._ids).to_pylist()
        return rows

    def _prepare(self, database: Database) -> Database:
        database.use_one_thread()
        database.hold("annotations", *(("documents",) if self._is_small() else ()))
        return super()._prepare(database)

    def _is_small(self) -> bool:
        """Whether all documents can be kept in memory."""
        files = [file for snap in self._snapshots for file in snap.files.get("documents", ())]
        return sum(Path(file).stat().st_size for file in files) <= _MOST_HELD

    def _select(self, role: str, filters: Filters) -> Ints:
        """Rows of the postings that ``selected.sql`` would choose."""
        first, last = self._roles.get(role, (0, 0))
        rows = np.arange(first, last)
        if filters == NO_FILTERS:
            return rows
        return rows[fit_postings(self._coded.postings.slice(first, last - first), filters)]

    def _fetch(self, query: str, **parameters: Any) -> pa.Table:
        if query not in _WHOLE:
            return super()._fetch(query, **parameters)
        return self.memory.get(query, lambda: Evidence._fetch(self, query, **parameters))


def _find_roles(roles: pa.ChunkedArray) -> Mapping[str, tuple[int, int]]:
    """Where the postings of each role lie."""
    runs = pc.run_end_encode(roles.combine_chunks())
    ends = runs.run_ends.to_pylist()
    begins = [0, *ends[:-1]] if ends else []
    return {role: span for role, *span in zip(runs.values.to_pylist(), begins, ends, strict=True)}  # type: ignore[misc]


def _no_spans(rows: int) -> dict[str, pa.Array]:
    """Facts have no place in the text."""
    nothing = {name: pa.nulls(rows, pa.string()) for name in ("strength", "section", "extractor")}
    return {"start": pa.nulls(rows, pa.int32()), "end": pa.nulls(rows, pa.int32()), **nothing}
