"""One document: what its source said, and what was read in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rolescope.analyse.coded import EXPERIENCE_BANDS
from rolescope.analyse.lookup_answers import (
    DocumentAnswer,
    DocumentFact,
    DocumentMention,
    DocumentPay,
    DocumentSection,
    DocumentStatement,
    Duplicate,
)
from rolescope.errors import UnknownDocument
from rolescope.model import Annotation
from rolescope.store.evidence import Evidence
from rolescope.store.rows import join_date, read_documents
from rolescope.taxonomy.concepts import concept_index
from rolescope.taxonomy.roles import load_roles
from rolescope.text import read_text
from rolescope.version import __version__

Row = dict[str, Any]

_AS_WRITTEN = ("pay", "employment", "seniority", "industry", "workplace")
_UNREAD: Row = {"generation": "", "role": None, "role_confidence": None, "level": "unstated"}


def answer_document(base: Evidence, document_id: str) -> DocumentAnswer:
    """The answer of ``document``.

    Raises:
        UnknownDocument: no document has that id.
    """
    found = base.fetch_documents([document_id])
    if not found.num_rows:
        raise UnknownDocument(document_id)
    row, read = found.to_pylist()[0], None
    if row["text"]:
        from rolescope.annotate import annotate  # a tenth of a second, only needed where there is text

        read = annotate(next(read_documents(found))[1])
    stored = (base.fetch_annotation(row["layer"], document_id).to_pylist() or [_UNREAD])[0]
    cluster = base.fetch_cluster(row["cluster"] or document_id).to_pylist()
    posting = row["kind"] == "posting"
    bundled = row["layer"] == "bundled"
    return DocumentAnswer(
        schema="rolescope/document/1",
        version=__version__,
        document_id=document_id,
        layer=row["layer"],
        kind=row["kind"],
        source=row["source"],
        title=row["title"] or None,
        employer=None if bundled else row["employer"] or None,
        location=row["location"] or None,
        date=_date(row),
        url=row["url"] or None,
        language=row["language"] or None,
        text=row["text"] or None,
        as_written={name: row[f"{name}_text"] for name in _AS_WRITTEN if row[f"{name}_text"]},
        generation=stored["generation"] or "",
        role=stored["role"] or None,
        role_label=_role_labels().get(stored["role"]),
        role_confidence=stored["role_confidence"],
        level=stored["level"] or "unstated",
        countable=bool(stored.get("countable")),
        counted=bool(stored.get("counted")),
        counted_as=next((c["document_id"] for c in cluster if c["counted"]), None) if posting else None,
        facts=tuple(_list_facts(stored, read)) if posting else (),
        pay=_list_pay(stored, read),
        sections=_list_sections(row["text"]) if posting else (),
        mentions=_list_mentions(base, row["layer"], document_id),
        statements=_list_statements(base, row["layer"], document_id),
        duplicates=tuple(
            Duplicate(c["document_id"], c["layer"], c["source"], _date(c))
            for c in cluster
            if c["document_id"] != document_id
        ),
    )


def _date(row: Row) -> str | None:
    """The ISO date cut to its precision; of bundled documents at most the month."""
    posted = join_date(row["date_posted"], row["date_precision"] or "none")
    return (posted[:7] if row["layer"] == "bundled" else posted) or None


def _role_labels() -> dict[str | None, str]:
    return {role.id: role.label for role in load_roles()}


def _list_sections(text: str | None) -> tuple[DocumentSection, ...]:
    sections = read_text(text).sections if text else ()
    return tuple(DocumentSection(s.name, s.start, s.end, s.silent) for s in sections)


def _list_mentions(base: Evidence, layer: str, document_id: str) -> tuple[DocumentMention, ...]:
    known = concept_index()
    rows = base.fetch_document_mentions(layer, document_id).to_pylist()
    labels = [known.get((row["kind"], row["concept"])) for row in rows]
    return tuple(
        DocumentMention(label=concept.label if concept else row["concept"] or "", **row)
        for row, concept in zip(rows, labels, strict=True)
    )


def _list_statements(base: Evidence, layer: str, document_id: str) -> tuple[DocumentStatement, ...]:
    rows = base.fetch_document_statements(layer, document_id).to_pylist()
    return tuple(
        DocumentStatement(row["role"] or "", row["level"] or "", row["section"], row["start"], row["end"])
        for row in rows
    )


def _list_facts(stored: Row, read: Annotation | None) -> Iterator[DocumentFact]:
    """What is stored of a posting, each with its figure, and its place where the text still says the same."""
    key = f"{stored['role']}/" if stored["role"] and stored.get("counted") and stored.get("countable") else ""
    for name, value, figure in _name_facts(stored):
        start, end = _find_span(name, value, read)
        yield DocumentFact(name, value, start, end, f"{key}{figure}" if key and figure else None)


def _name_facts(stored: Row) -> Iterator[tuple[str, str, str]]:
    """(name, value, figure) of each fact; the figure is "" where none counts it."""
    for name, column in (
        ("level", "level"),
        ("workplace", "workplace"),
        ("education", "education_minimum"),
        ("education_preferred", "education_preferred"),
        ("country", "country"),
    ):
        value = stored.get(column)
        if value and value != "unstated":
            yield name, value, f"{name}/{value}" if name != "country" else ""
    for value in stored.get("employment_types") or ():
        yield "employment", value, f"employment/{value}"
    years = stored.get("experience_years")
    if years is not None:
        band = next(name for high, name in EXPERIENCE_BANDS if years < high)
        yield "experience", f"{years:g}", f"experience/{band}"


def _find_span(name: str, value: str, read: Annotation | None) -> tuple[int | None, int | None]:
    if read is None:
        return None, None
    if name.startswith("education") and read.education is not None:
        told = read.education.minimum if name == "education" else read.education.preferred
        return (read.education.start, read.education.end) if told == value else (None, None)
    if name == "experience" and read.experience is not None and f"{read.experience.minimum:g}" == value:
        return read.experience.start, read.experience.end
    return None, None


def _list_pay(stored: Row, read: Annotation | None) -> tuple[DocumentPay, ...]:
    low = stored.get("pay_low")
    if low is None:
        return ()
    counts = stored["role"] and stored.get("counted") and stored["annual_usd_low"]
    key = f"{stored['role']}/pay/advertised" if counts else None
    if read is not None and read.pay and min(p.low for p in read.pay) <= low:
        return tuple(
            DocumentPay(
                p.low, p.high, p.currency, p.period, p.annual_usd_low, p.annual_usd_high, p.start, p.end, key
            )
            for p in read.pay
        )
    return (
        DocumentPay(
            stored["pay_low"],
            stored["pay_high"],
            stored["pay_currency"],
            stored["pay_period"],
            stored["annual_usd_low"],
            stored["annual_usd_high"],
            key=key,
        ),
    )
