"""Values into rows of tables, and documents back. Rows have every column but ``batch_id``."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from hashlib import blake2b
from typing import Any

import pyarrow as pa

from rolescope import schema
from rolescope.model import Annotation, Document, OfficialFigure, Pay, PayReport, Statement

# The address of a page is no content: boards add tracking to it. The source's own number neither.
_NOT_CONTENT = frozenset({"url", "source_id", "language"})
_CONTENT = tuple(f.name for f in fields(Document) if f.name not in _NOT_CONTENT)
_DOCUMENT_FIELDS = tuple(f.name for f in fields(Document) if f.name != "date_posted")
_PRECISIONS = {4: "year", 7: "month", 10: "day"}
_YEARS = range(1900, 2200)


def document_id(document: Document) -> str:
    """Sixteen hex digits from source and content; the same posting always has the same id.

    A posting whose text, title, employer, place, date or pay changed is a new document.
    """
    return _digest(getattr(document, name) for name in _CONTENT)


def report_id(report: PayReport) -> str:
    """Sixteen hex digits from everything but the number of copies and the feed: one range is one, however it came."""
    return _digest(str(getattr(report, f.name)) for f in fields(report) if f.name not in ("copies", "source"))


def _digest(parts: Iterable[str]) -> str:
    hashed = blake2b(digest_size=8)
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        hashed.update(len(raw).to_bytes(8, "big") + raw)
    return hashed.hexdigest()


def split_date(text: str) -> tuple[date | None, str]:
    """The first day an ISO date can mean, and its precision (day, month, year, none).

    >>> split_date("2024-07"), split_date("2024-02-31"), split_date("")
    ((datetime.date(2024, 7, 1), 'month'), (None, 'none'), (None, 'none'))
    """
    precision = _PRECISIONS.get(len(text := text[:10]), "none")
    try:
        first = date.fromisoformat(text + "-01-01"[len(text) - 10 :] if len(text) < 10 else text)
    except ValueError:
        return None, "none"
    return (first, precision) if precision != "none" and first.year in _YEARS else (None, "none")


def join_date(first: date | None, precision: str) -> str:
    """The ISO date cut to its precision; the inverse of ``split_date``.

    >>> join_date(date(2024, 7, 1), "month"), join_date(None, "none")
    ('2024-07', '')
    """
    length = {"year": 4, "month": 7, "day": 10}.get(precision, 0)
    return first.isoformat()[:length] if first else ""


def last_day(first: date, precision: str) -> date:
    """The last day a date of this precision can mean.

    >>> last_day(date(2024, 2, 1), "month"), last_day(date(2024, 1, 1), "year")
    (datetime.date(2024, 2, 29), datetime.date(2024, 12, 31))
    """
    if precision == "year":
        return first.replace(month=12, day=31)
    return (
        first.replace(day=calendar.monthrange(first.year, first.month)[1]) if precision == "month" else first
    )


def build_table(rows: Iterable[Mapping[str, Any]], of: pa.Schema) -> pa.Table:
    """Rows as a table with the columns of ``of`` less ``batch_id``; what a row lacks is null."""
    columns = of.remove(of.get_field_index("batch_id"))
    return pa.Table.from_pylist([dict(row) for row in rows], schema=columns)


def documents_table(ids: Sequence[str], documents: Sequence[Document], clusters: Sequence[str]) -> pa.Table:
    """Rows of ``documents``; ``clusters`` from ``duplicates``, a document's own id where it has none."""
    rows = (_document_row(*one) for one in zip(ids, documents, clusters, strict=True))
    return build_table(rows, schema.DOCUMENTS)


def _document_row(of: str, document: Document, cluster: str) -> dict[str, Any]:
    posted, precision = split_date(document.date_posted)
    row = {name: _storable(getattr(document, name)) for name in _DOCUMENT_FIELDS}
    return row | {
        "document_id": of,
        "date_posted": posted,
        "date_precision": precision,
        "cluster": cluster or of,
    }


def _storable(text: str) -> str:
    """Text without lone surrogates, which no file format can hold; its length stays the same."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def read_documents(table: pa.Table) -> Iterator[tuple[str, Document]]:
    """Ids and documents from rows of ``documents``, for a reread; the inverse of ``documents_table``."""
    for row in table.to_pylist():
        content: dict[str, Any] = {name: row[name] or "" for name in _DOCUMENT_FIELDS}
        posted = join_date(row["date_posted"], row["date_precision"] or "none")
        yield row["document_id"], Document(**content, date_posted=posted)


def annotations_table(ids: Sequence[str], annotations: Sequence[Annotation], generation: str) -> pa.Table:
    """Rows of ``annotations``, one per document."""
    rows = (_annotation_row(*one, generation) for one in zip(ids, annotations, strict=True))
    return build_table(rows, schema.ANNOTATIONS)


def _annotation_row(of: str, read: Annotation, generation: str) -> dict[str, Any]:
    role, education, experience = read.role, read.education, read.experience
    return _pay_columns(read.pay) | {
        "document_id": of,
        "generation": generation,
        "role": role.id if role else None,
        "role_confidence": role.confidence if role else None,
        "level": read.level,
        "workplace": read.workplace,
        "employment_types": list(read.employment_types),
        "education_minimum": education.minimum if education else None,
        "education_preferred": education.preferred if education else None,
        "experience_years": experience.minimum if experience else None,
        "country": read.country,
        "countable": read.countable,
    }


def _pay_columns(ranges: Sequence[Pay]) -> dict[str, Any]:
    """Least low and greatest high of the ranges in the first one's currency and period."""
    if not ranges:
        return {}
    first = ranges[0]
    alike = [p for p in ranges if (p.currency, p.period) == (first.currency, first.period)]
    lows = [p.annual_usd_low for p in alike if p.annual_usd_low is not None]
    highs = [p.annual_usd_high for p in alike if p.annual_usd_high is not None]
    return {
        "pay_low": min(p.low for p in alike),
        "pay_high": max(p.high for p in alike),
        "pay_currency": first.currency,
        "pay_period": first.period,
        "annual_usd_low": min(lows, default=None),
        "annual_usd_high": max(highs, default=None),
    }


def mentions_table(ids: Sequence[str], annotations: Sequence[Annotation], generation: str) -> pa.Table:
    """Rows of ``mentions``, in the order of ``ids`` and of each annotation."""
    pairs = [(of, m) for of, read in zip(ids, annotations, strict=True) for m in read.mentions]
    columns: dict[str, list[Any]] = {
        "document_id": [of for of, _ in pairs],
        "generation": [generation] * len(pairs),
    }
    for name in ("kind", "concept", "start", "end", "strength", "section", "extractor"):
        columns[name] = [getattr(m, name) for _, m in pairs]
    of = schema.MENTIONS
    return pa.table(columns, schema=of.remove(of.get_field_index("batch_id")))


def statements_table(
    ids: Sequence[str], statements: Sequence[Statement], roles: Sequence[str], levels: Sequence[str]
) -> pa.Table:
    """Rows of ``statements``: each with its document, its packaged role ("" if none) and its level."""
    rows = (
        {
            "document_id": of,
            "role": role,
            "role_text": said.role,
            "level": level,
            "section": said.section,
            "ordinal": said.ordinal,
            "start": said.start,
            "end": said.end,
        }
        for of, said, role, level in zip(ids, statements, roles, levels, strict=True)
    )
    return build_table(rows, schema.STATEMENTS)


def pay_reports_table(reports: Sequence[PayReport], roles: Sequence[str]) -> pa.Table:
    """Rows of ``pay_reports``; ``roles`` are packaged role ids, "" where the title fits none."""
    rows = (
        {
            "report_id": report_id(report),
            "role": role,
            "annual_usd_low": report.usd_low,
            "annual_usd_high": report.usd_high,
        }
        | {f.name: getattr(report, f.name) for f in fields(report) if f.name in schema.PAY_REPORTS.names}
        for report, role in zip(reports, roles, strict=True)
    )
    return build_table(rows, schema.PAY_REPORTS)


def official_table(figures: Iterable[OfficialFigure]) -> pa.Table:
    """Rows of ``official``."""
    rows = ({f.name: getattr(figure, f.name) for f in fields(figure)} for figure in figures)
    return build_table(rows, schema.OFFICIAL)
