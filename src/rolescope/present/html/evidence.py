"""The documents behind a figure, and one document with its marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rolescope.analyse.answers import EvidenceAnswer, EvidenceItem
from rolescope.analyse.lookup_answers import DocumentAnswer, DocumentMention
from rolescope.present.html.links import Links
from rolescope.present.html.roles import citation
from rolescope.present.wording import KIND_NAMES, plural

_FACT_NAMES = {"education_preferred": "education preferred", "experience": "least years of experience"}


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document behind a figure: what it is, where the words stand."""

    document_id: str
    href: str | None
    head: str
    url: str | None
    quote: str | None
    source: str
    date: str
    said: str


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A page of documents behind a figure.

    Attributes:
        role, role_href: the role query the figure is of.
        first, last: places of the documents shown, from 1.
        quoted: whether any of them has words to show.
        newer, older: addresses of the pages before and after.
    """

    title: str
    key: str
    label: str
    role: str
    role_href: str | None
    concept_href: str | None
    filters: str
    total: int
    first: int
    last: int
    documents: tuple[DocumentLine, ...]
    quoted: bool
    newer: str | None
    older: str | None
    cite: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text; ``title`` says what was read in it, "" for plain words."""

    text: str
    title: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document: what its source said, what was read in it, its text with marks where it is at hand."""

    title: str
    facts: tuple[tuple[str, str], ...]
    url: str | None
    pieces: tuple[Piece, ...]
    mentions: tuple[tuple[str, tuple[tuple[str, str | None, str], ...]], ...]
    bundled: bool
    duplicates: tuple[tuple[str, str | None], ...]


def evidence_view(
    answer: EvidenceAnswer, links: Links, *, newer: str | None = None, older: str | None = None
) -> EvidenceView:
    """A page of the documents behind a figure."""
    query, kind, concept = answer.key.split("/", 2)
    filters = ", ".join(f"{name} {value}" for name, value in answer.evidence.filters.items())
    return EvidenceView(
        title=f"Evidence: {answer.label}",
        key=answer.key,
        label=answer.label,
        role=query,
        role_href=links.role(query),
        concept_href=links.concept(kind, concept) if kind in KIND_NAMES else None,
        filters=filters,
        total=answer.total,
        first=answer.offset + 1 if answer.items else 0,
        last=answer.offset + len(answer.items),
        documents=tuple(document_line(item, links) for item in answer.items),
        quoted=any(item.quote or item.title for item in answer.items),
        newer=newer,
        older=older,
        cite=citation(f"Evidence of {answer.key}", answer.version, answer.evidence),
    )


def document_line(item: EvidenceItem, links: Links) -> DocumentLine:
    """One document behind a figure in words."""
    named = [part for part in (item.title, item.employer) if part]
    head = ", ".join(named) if named else f"A posting of {item.source}"
    return DocumentLine(
        item.document_id,
        links.document(item.document_id),
        head,
        web_address(item.url),
        item.quote,
        item.source,
        item.date or "undated",
        ", ".join(f"{name} {value}".strip() for name, value in _said(item) if value),
    )


def _said(item: EvidenceItem) -> tuple[tuple[str, str | None], ...]:
    return (
        ("says", item.value),
        ("", item.strength),
        ("in", item.section),
        ("found by", item.extractor),
    )


def sample_lines(items: Sequence[EvidenceItem]) -> tuple[str, ...]:
    """Documents behind a figure as single lines, for a page that carries its evidence."""
    return tuple(map(_sample_line, items))


def _sample_line(item: EvidenceItem) -> str:
    said = [item.title, item.employer, item.date or "undated", f"source {item.source}"]
    said += [f"{name} {value}".strip() for name, value in _said(item) if value]
    head = ", ".join(part for part in said if part)
    quote = f": “{item.quote}”" if item.quote else ""
    return f"{head}{quote} ({item.document_id})"


def document_view(answer: DocumentAnswer, links: Links) -> DocumentView:
    """One document with marks where something was read."""
    return DocumentView(
        title=answer.title or f"A {answer.kind} of {answer.source}",
        facts=_facts(answer),
        url=web_address(answer.url),
        pieces=_pieces(answer, links),
        mentions=_mentions(answer.mentions, links),
        bundled=answer.text is None,
        duplicates=tuple(
            (f"{d.source}, {d.date or 'undated'}", links.document(d.document_id)) for d in answer.duplicates
        ),
    )


def _facts(answer: DocumentAnswer) -> tuple[tuple[str, str], ...]:
    role = f"{answer.role_label} ({answer.role_confidence:.2f})" if answer.role_label else "none recognised"
    found = [
        ("kind", answer.kind),
        ("source", answer.source),
        ("employer", answer.employer or ""),
        ("place", answer.location or ""),
        ("date", answer.date or "undated"),
        ("role read from its title", role),
        ("level", answer.level),
    ]
    found += [(_FACT_NAMES.get(f.name, f.name), f.value) for f in answer.facts if f.name != "level"]
    found += [("pay", f"{p.low:,.0f} to {p.high:,.0f} {p.currency} a {p.period}") for p in answer.pay]
    found += [("as written, " + name, value) for name, value in answer.as_written.items() if value]
    found.append(("counts in shares", _counts(answer)))
    found.append(("document", answer.document_id))
    found.append(("read by", answer.generation))
    return tuple((name, value) for name, value in found if value)


def _counts(answer: DocumentAnswer) -> str:
    if not answer.counted:
        return f"no: a duplicate, counted as {answer.counted_as}"
    return "yes" if answer.countable else "no: too short, or neither duties nor requirements"


def _pieces(answer: DocumentAnswer, links: Links) -> tuple[Piece, ...]:
    """The text in runs, marked where a concept was read; of overlapping marks the first stands."""
    if answer.text is None:
        return ()
    found, at = [], 0
    for mention in sorted(answer.mentions, key=lambda m: (m.start or 0, -(m.end or 0))):
        if mention.start is None or mention.end is None or mention.start < at:
            continue
        if mention.start > at:
            found.append(Piece(answer.text[at : mention.start]))
        title = f"{mention.label}: {mention.kind.replace('_', ' ')}, {mention.strength}"
        href = links.concept(mention.kind, mention.concept) if mention.concept else None
        found.append(Piece(answer.text[mention.start : mention.end], title, href))
        at = mention.end
    return (*found, Piece(answer.text[at:]))


def _mentions(
    mentions: Sequence[DocumentMention], links: Links
) -> tuple[tuple[str, tuple[tuple[str, str | None, str], ...]], ...]:
    """Concepts by kind, each once with its strongest mention."""
    by_kind: dict[str, dict[str, tuple[str, str | None, str]]] = {}
    for m in sorted(mentions, key=lambda m: ("required", "preferred", "mentioned").index(m.strength)):
        href = links.concept(m.kind, m.concept) if m.concept else None
        by_kind.setdefault(m.kind, {}).setdefault(m.concept or m.label, (m.label, href, m.strength))
    return tuple(
        (f"{KIND_NAMES[kind].capitalize()}, {plural(len(named), 'concept')}", tuple(sorted(named.values())))
        for kind, named in by_kind.items()
    )


def web_address(url: str | None) -> str | None:
    """The address of a page, which a stranger wrote; None for one that is no link to follow.

    >>> web_address("https://jobs.example.org/1"), web_address("javascript:alert(1)")
    ('https://jobs.example.org/1', None)
    """
    return url if url and url.lower().startswith(("https://", "http://")) else None
