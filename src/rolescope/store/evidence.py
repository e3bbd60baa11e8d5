"""The read side: questions over layers, each answered by one file of SQL.

A posting that lies in several layers counts once, from the topmost; duplicates count once, as the oldest
of their cluster; annotations count in their layer's generation in force.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from rolescope.errors import WorkspaceError
from rolescope.model import KINDS
from rolescope.store.database import Database, FilesGoneError, quote_files, read_query
from rolescope.store.quote import quote_around
from rolescope.store.snapshot import Layer, Snapshot


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


class Evidence:
    """Answers from some layers, topmost first. Safe to use from several threads.

    The layers are read as they are at the first question; ``refresh`` takes them anew.
    """

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = tuple(layers)
        self._opening = threading.Lock()
        self._database: Database | None = None
        self._snapshots: tuple[Snapshot, ...] = ()

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
        return _with_quotes(self._fetch(query, **_selection(role, filters), **page))

    def fetch_documents(self, ids: Sequence[str]) -> pa.Table:
        """Documents by id with the columns of ``schema.DOCUMENTS`` less batch_id, and their layer."""
        return self._fetch("documents", ids=list(ids))

    def roles_summary(self) -> pa.Table:
        """role, level, postings, countable, employers."""
        return self._fetch("roles")

    def sources_summary(self, role: str, filters: Filters = NO_FILTERS) -> pa.Table:
        """source, postings, countable, first_date, last_date of a role's counted postings."""
        return self._fetch("sources", **_selection(role, filters))

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

    def _open(self) -> Database:
        with self._opening:
            if self._database is None:
                self._snapshots = tuple(layer.snapshot() for layer in self._layers)
                self._database = _prepare(self._snapshots)
            return self._database

    def _fetch(self, query: str, **parameters: Any) -> pa.Table:
        return self._fetch_sql(read_query(query), **parameters)

    def _fetch_sql(self, sql: str, **parameters: Any) -> pa.Table:
        try:
            return self._open().fetch(sql, parameters)
        except FilesGoneError:
            self.refresh()
        try:
            return self._open().fetch(sql, parameters)
        except FilesGoneError as error:
            raise WorkspaceError(f"The evidence could not be read ({error}).") from error


def _prepare(snapshots: Sequence[Snapshot]) -> Database:
    database = Database(snapshots)
    database.execute(read_query("counted"))
    database.execute(read_query("selected"))
    database.execute(read_query("remote_boards"))
    return database


def _read_background(database: Database, files: Sequence[str]) -> Background:
    listed = quote_files(files)
    table = database.fetch(f"SELECT kind, concept, documents FROM read_parquet({listed})")
    meta = f"SELECT value::VARCHAR AS total FROM parquet_kv_metadata({listed}) WHERE key::VARCHAR = 'total'"
    return Background(table, int(database.fetch(meta)["total"][0].as_py()))


def _selection(role: str, filters: Filters) -> dict[str, Any]:
    return {"role": role, **asdict(filters)}


def _with_quotes(found: pa.Table) -> pa.Table:
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
