"""The read side: questions over layers, each answered by one file of SQL.

A posting that lies in several layers counts once, from the topmost; duplicates count once, as the oldest
of their cluster; annotations count in their layer's generation in force.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeVar

import pyarrow as pa

from rolescope.analyse.coded import Coded
from rolescope.analyse.frame import Sample, build_sample
from rolescope.errors import WorkspaceError
from rolescope.model import KINDS
from rolescope.store.database import Database, FilesGoneError, quote_files, read_query
from rolescope.store.memory import Memory, NoMemory
from rolescope.store.numbered import read_coded
from rolescope.store.quote import quote_around
from rolescope.store.snapshot import Layer, Snapshot

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which postings of a role are wanted; None leaves a side open.

    Attributes:
        country: ISO 3166 code as in annotations.
        level: one of ``model.LEVELS``.
        not_level: a level left out: what remains of a role held against itself at one level.
        since: first day; with it or ``until``, undated postings are left out, and a date known to its
            month or year counts only if the whole of it lies inside.
        until: last day.
    """

    country: str | None = None
    level: str | None = None
    not_level: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Background:
    """How common concepts are over all roles.

    Attributes:
        table: kind, concept, documents (countable postings that mention it).
        total: countable postings in all.
    """

    table: pa.Table
    total: int


@dataclass(frozen=True, slots=True)
class LayerInfo:
    """One layer, for reports.

    Attributes:
        name: "workspace" or "bundled".
        generation: the one in force; "" where nothing is annotated.
        documents: documents stored.
        pending: documents the generation in force has not read; a reread is due where it is not 0.
    """

    name: str
    generation: str
    documents: int
    pending: int


NO_FILTERS = Filters()
_ALL = 10_000_000


class Evidence:
    """Answers from some layers, topmost first. Safe to use from several threads.

    The layers are read as they are at the first question; ``refresh`` takes them anew.

    Attributes:
        layers: topmost first.
        memory: what was worked out of this evidence and is asked for again; nothing, unless it is pinned.
        weighed: the same for what takes room: samples of roles.
    """

    memory: Memory = NoMemory()
    weighed: Memory = NoMemory()

    def __init__(self, layers: Sequence[Layer]) -> None:
        self.layers = tuple(layers)
        self._opening = threading.Lock()
        self._database: Database | None = None
        self._snapshots: tuple[Snapshot, ...] = ()
        self._marks: tuple[str, ...] | None = None

    def fetch_postings(self, role: str, filters: Filters = NO_FILTERS) -> pa.Table:
        """One row per counted posting of ``role``, by document_id.

        Columns: document_id, source, employer (a key; "" unknown), date_posted, date_precision, level,
        workplace, employment_types, education_minimum, education_preferred, experience_years, pay_low,
        pay_high, pay_currency, pay_period, annual_usd_low, annual_usd_high, country, countable.
        """
        return self._fetch("postings", **_selection(role, filters))

    def fetch_mentions(self, role: str, filters: Filters = NO_FILTERS) -> pa.Table:
        """One row per counted posting and concept: document_id, kind, concept, strength (the strongest)."""
        return self._fetch("mentions", **_selection(role, filters))

    def fetch_sample(self, role: str, filters: Filters = NO_FILTERS) -> Sample:
        """The postings of ``role`` with their mentions, as they are weighed."""
        return build_sample(self.fetch_postings(role, filters), self.fetch_mentions(role, filters), role)

    def coded(self) -> Coded:
        """All counted postings, of every role, with their mentions."""
        return self._ask(read_coded)

    def fetch_background(self) -> Background:
        """How many countable postings of any role mention each concept; read ready-made where it can be."""
        database = self._open()
        if len(self._snapshots) == 1 and (files := self._snapshots[0].files.get("background")):
            return _read_background(database, files)
        total = self._fetch_sql("SELECT count(*) AS n FROM counted WHERE countable")
        return Background(self._fetch("background"), total["n"][0].as_py())

    def fetch_pay_reports(self, role: str, filters: Filters = NO_FILTERS) -> pa.Table:
        """Collected pay of ``role`` with the columns of ``schema.PAY_REPORTS``; dates filter by year."""
        return self._fetch("pay_reports", **_selection(role, filters))

    def fetch_official(self, codes: Sequence[str]) -> pa.Table:
        """Official figures with the columns of ``schema.OFFICIAL``.

        An O*NET-SOC code also finds its six-digit SOC; a SOC also finds its ``.00``.
        """
        return self._fetch("official", codes=widen_codes(codes))

    def fetch_guides(self, role: str, level: str | None = None) -> pa.Table:
        """Statements of guides about ``role``, in order.

        Columns: document_id, source, title, url, date_posted, date_precision, layer, role, role_text,
        level, section, ordinal, start, end, text (null without texts), concepts (structs kind, concept).
        """
        return self._fetch("guides", role=role, level=level)

    def fetch_evidence(
        self,
        role: str,
        filters: Filters,
        kind: str,
        concept: str,
        *,
        limit: int = 50,
        offset: int = 0,
    ) -> pa.Table:
        """The postings behind a figure, newest first: as many rows in all as the figure counts.

        ``kind`` is one of ``model.KINDS``, or a fact: education, education_preferred, level, workplace,
        employment, country (``concept`` is its value), experience ("years" for all that state them, or a band
        such as "3-4"), pay ("stated" or "advertised"). "unstated" finds postings without the fact.

        Columns: document_id, source, title, employer, date_posted, date_precision, url, quote, start, end,
        strength, section, extractor, mentions (how many spans), layer. Facts have no span and no quote.
        """
        page = {"kind": kind, "concept": concept, "limit": limit, "offset": offset}
        query = "evidence" if kind in KINDS else "facts"
        return with_quotes(self._fetch(query, **_selection(role, filters), **page))

    def fetch_page(
        self, role: str, filters: Filters, kind: str, concept: str, page: tuple[int, int]
    ) -> tuple[int, pa.Table]:
        """How many postings are behind a figure, and those of one page, (limit, offset), as ``fetch_evidence`` has
        them."""
        limit, offset = page
        everything = self.fetch_evidence(role, filters, kind, concept, limit=_ALL)
        return everything.num_rows, everything.slice(offset, limit)

    def fetch_documents(self, ids: Sequence[str]) -> pa.Table:
        """Documents by id with the columns of ``schema.DOCUMENTS`` less batch_id, and their layer."""
        return self._fetch("documents", ids=list(ids))

    def fetch_sample_documents(self, ids: Iterable[str]) -> pa.Table:
        """Counted postings by id: layer, document_id, source, title, employer, date, url, text."""
        return self._fetch("sample_documents", ids=sorted(ids))

    def fetch_sample_mentions(self, asked: Sequence[tuple[str, str, str]]) -> pa.Table:
        """The strongest mention of each (document id, kind, concept): these, start, end, strength, section,
        extractor."""
        ids, kinds, concepts = ([one[at] for one in asked] for at in range(3))
        return self._fetch("sample_mentions", ids=ids, kinds=kinds, concepts=concepts)

    def fetch_guides_naming(self) -> pa.Table:
        """Concepts that guides name: kind, concept, role, section, document_id; each once."""
        return self._fetch("guides_naming")

    def guides_summary(self) -> pa.Table:
        """role, guides: how many guides speak of each role."""
        return self._fetch("guides_summary")

    def fetch_official_naming(self) -> pa.Table:
        """Concepts that official sources name: kind, concept, source, edition, code, title, measure, hot, in_demand."""
        return self._fetch("official_naming")

    def fetch_annotation(self, layer: str, document: str) -> pa.Table:
        """What was read in a document: the columns of ``schema.ANNOTATIONS`` and whether it is counted."""
        return self._fetch("annotation", layer=layer, document=document)

    def fetch_document_mentions(self, layer: str, document: str) -> pa.Table:
        """kind, concept, start, end, strength, section, extractor, in the order of the text."""
        return self._fetch("document_mentions", layer=layer, document=document)

    def fetch_document_statements(self, layer: str, document: str) -> pa.Table:
        """role, level, section, ordinal, start, end of a guide."""
        return self._fetch("document_statements", layer=layer, document=document)

    def fetch_cluster(self, cluster: str) -> pa.Table:
        """The documents that tell one vacancy: document_id, layer, source, date_posted, date_precision, counted."""
        return self._fetch("cluster", cluster=cluster)

    def roles_summary(self) -> pa.Table:
        """role, level, postings, countable, employers."""
        return self._fetch("roles")

    def sources_summary(self, role: str, filters: Filters = NO_FILTERS) -> pa.Table:
        """source, postings, countable, first_date, last_date of a role's counted postings."""
        return self._fetch("sources", **_selection(role, filters))

    def feeds_summary(self) -> pa.Table:
        """layer, source, kind, documents, counted, countable, employers, first_date, last_date, and documents
        whose date is known to the day, month, year, or (none) not."""
        return self._fetch("feeds")

    def feed_roles(self, most: int) -> pa.Table:
        """layer, source, role, postings: the most frequent roles of each feed."""
        return self._fetch("feed_roles", most=most)

    def releases_summary(self) -> pa.Table:
        """source, edition, layer, figures, occupations of each official release."""
        return self._fetch("releases")

    def collections_summary(self) -> pa.Table:
        """source, layer, ranges, reported (with copies), roles, since, until of collected pay."""
        return self._fetch("collections")

    def remote_boards(self) -> frozenset[str]:
        """Sources that list remote jobs only: of at least 20 postings that say where, 90 % say remote."""
        return frozenset(self._fetch_sql("FROM remote_boards")["source"].to_pylist())

    def counts(self) -> pa.Table:
        """layer, name, rows: how much there is."""
        return self._fetch("counts")

    def generations(self) -> pa.Table:
        """layer, generation, annotated, documents, pending: the generation in force of each layer."""
        return self._fetch("generations")

    def describe(self) -> tuple[LayerInfo, ...]:
        """The layers with their generations; different ones are kept apart by layer and shown here."""
        return tuple(
            LayerInfo(row["layer"], row["generation"] or "", row["documents"], row["pending"])
            for row in self.generations().to_pylist()
        )

    def refresh(self) -> None:
        """Forget the layers as they were; the next question reads them anew."""
        with self._opening:
            self._database = None

    @property
    def marks(self) -> tuple[str, ...]:
        """What changes with every commit, layer by layer, as it was when this was read."""
        self._open()
        return self._marks or ()

    def is_stale(self) -> bool:
        """Whether a layer was written to since it was read; looks at names of files only."""
        return self._marks is not None and self._marks != tuple(layer.mark() for layer in self.layers)

    def _open(self) -> Database:
        with self._opening:
            if self._database is None:
                self._marks = tuple(layer.mark() for layer in self.layers)
                self._snapshots = tuple(layer.snapshot() for layer in self.layers)
                self._database = self._prepare(Database(self._snapshots))
            return self._database

    def _prepare(self, database: Database) -> Database:
        for query in ("counted", "selected", "remote_boards"):
            database.execute(read_query(query))
        return database

    def _fetch(self, query: str, **parameters: Any) -> pa.Table:
        return self._fetch_sql(read_query(query), **parameters)

    def _fetch_sql(self, sql: str, **parameters: Any) -> pa.Table:
        return self._ask(lambda database: database.fetch(sql, parameters))

    def _ask(self, question: Callable[[Database], T]) -> T:
        """Ask one snapshot; anew where files of the one at hand are gone."""
        try:
            return question(self._open())
        except FilesGoneError:
            self.refresh()
        try:
            return question(self._open())
        except FilesGoneError as error:
            raise WorkspaceError(f"The evidence could not be read ({error}).") from error


def _read_background(database: Database, files: Sequence[str]) -> Background:
    listed = quote_files(files)
    table = database.fetch(f"SELECT kind, concept, documents FROM read_parquet({listed})")
    meta = f"SELECT value::VARCHAR AS total FROM parquet_kv_metadata({listed}) WHERE key::VARCHAR = 'total'"
    return Background(table, int(database.fetch(meta)["total"][0].as_py()))


def _selection(role: str, filters: Filters) -> dict[str, Any]:
    return {"role": role, **asdict(filters)}


def with_quotes(found: pa.Table) -> pa.Table:
    """``quote`` in place of ``text``: the words around each span."""
    columns = (found[name].to_pylist() for name in ("text", "start", "end"))
    quotes = [quote_around(*spot) for spot in zip(*columns, strict=True)]
    at = found.column_names.index("text")
    return found.set_column(at, "quote", pa.array(quotes, pa.string()))


def widen_codes(codes: Sequence[str]) -> list[str]:
    """Codes with the six-digit SOC of each, and the O*NET-SOC that stands for a whole SOC.

    >>> widen_codes(["15-2051.01", "11-3021"])
    ['11-3021', '11-3021.00', '15-2051', '15-2051.01']
    """
    whole = {f"{code}.00" for code in codes if len(code) == 7}
    return sorted({*codes, *(code[:7] for code in codes), *whole})
