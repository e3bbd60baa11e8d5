"""Keys of figures, and the documents behind them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from rolescope.analyse.answers import EvidenceAnswer, EvidenceItem, EvidenceSummary
from rolescope.analyse.frame import FACET_ORDER
from rolescope.beside import TELLING_SECTIONS, fetch_guides, fetch_official
from rolescope.cues import fold_label
from rolescope.errors import UnknownFigure
from rolescope.model import DEGREES, KINDS, Annotation, Level
from rolescope.normalise.titles import RoleQuery, parse_role_key, resolve_query
from rolescope.store.evidence import Evidence, Filters
from rolescope.store.rows import join_date, read_documents
from rolescope.taxonomy.concepts import concept_index, load_concepts
from rolescope.version import __version__

FACTS: dict[str, tuple[str, ...]] = {
    **FACET_ORDER,
    "education_preferred": DEGREES,
    "experience": ("years", *FACET_ORDER["experience"]),
    "pay": (*FACET_ORDER["pay"], "advertised", "collected"),
}
_NOT = "not-"  # of a role without one of its levels
_EXAMPLE = "machine-learning-engineer/tool/python, data-manager/education/bachelor or data-engineer@lead/pay/advertised"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure's key read: the role query, the kind (a concept kind or a fact) and the concept or value."""

    key: str
    query: RoleQuery
    kind: str
    concept: str
    label: str
    not_level: str | None = None

    def narrow(self, filters: Filters) -> Filters:
        """``filters`` at the figure's own level."""
        return replace(filters, level=self.query.level, not_level=self.not_level)


def parse_figure(key: str, level: Level | None = None) -> Figure:
    """A key as printed beside a figure; a concept's label does for its id.

    Raises:
        UnknownFigure: the key has another form, or names no kind or concept.
        UnknownRole: its first part is no role.
        UsageError: what follows "@" is no level.
    """
    parts = [part.strip() for part in key.split("/", 2)]
    if len(parts) != 3 or not all(parts):
        raise UnknownFigure(f"{key!r} is no figure's key; keys look like {_EXAMPLE}.")
    query, left_out = _resolve(parts[0], level)
    kind, concept, label = _read_kind(parts[1], parts[2])
    role = f"{query.key}@{_NOT}{left_out}" if left_out else query.key
    return Figure(f"{role}/{kind}/{concept}", query, kind, concept, label, left_out)


def _resolve(text: str, level: Level | None) -> tuple[RoleQuery, Level | None]:
    """The role query, and the level it leaves out ("data-engineer@not-lead")."""
    if "@" not in text:
        return resolve_query(text, level), None
    role, _, at = text.partition("@")
    query = parse_role_key(f"{role}@{at.removeprefix(_NOT)}")
    if level is not None:
        return replace(query, level=level), None
    return (replace(query, level=None), query.level) if at.startswith(_NOT) else (query, None)


def _read_kind(kind: str, concept: str) -> tuple[str, str, str]:
    """Kind, concept or value, and label of a figure."""
    if kind == "guides":
        named, _, rest = concept.partition("/")
        return f"guides/{named}", *_find_concept(named, rest)
    if kind in KINDS:
        return kind, *_find_concept(kind, concept)
    if kind in FACTS:
        if concept not in FACTS[kind]:
            known = ", ".join(FACTS[kind])
            raise UnknownFigure(
                f"{kind.replace('_', ' ').capitalize()} has no figure {concept!r}, only {known}."
            )
        return kind, concept, f"{kind.replace('_', ' ')}: {concept}"
    if kind == "official":
        return kind, concept, f"official {concept}"
    kinds = ", ".join((*KINDS, *FACTS, "guides", "official"))
    raise UnknownFigure(f"No figure is of kind {kind!r}; kinds are {kinds}.")


def _find_concept(kind: str, text: str) -> tuple[str, str]:
    concept = concept_index().get((kind, text))
    if concept is None:
        wanted = fold_label(text)
        concept = next(
            (
                c
                for c in load_concepts()
                if c.kind == kind and wanted in map(fold_label, (c.label, *c.alt_labels))
            ),
            None,
        )
    if concept is None:
        raise UnknownFigure(f"No {kind.replace('_', ' ')} is known as {text!r}.")
    return concept.id, concept.label


def answer_evidence(
    base: Evidence, figure: Figure, filters: Filters, page: tuple[int, int], summary: EvidenceSummary
) -> EvidenceAnswer:
    """The answer of ``evidence``; ``page`` is (limit, offset)."""
    if figure.kind.startswith("guides/"):
        return _answer_listed(figure, summary, page, _guide_items(base, figure))
    if figure.kind == "official":
        return _answer_listed(figure, summary, page, _official_items(base, figure))
    if figure.kind == "pay" and figure.concept == "collected":
        return _answer_collected(base, figure, filters, page, summary)
    role, kind, concept = figure.query.role.id, figure.kind, figure.concept
    total, found = base.fetch_page(role, filters, kind, concept, page)
    shown = found.to_pylist()
    values = {} if kind in KINDS else _read_facts(base, [r["document_id"] for r in shown], kind)
    items = tuple(build_item(row, values.get(row["document_id"])) for row in shown)
    return _answer(figure, summary, total, page[1], items)


def _answer(
    figure: Figure, summary: EvidenceSummary, total: int, offset: int, items: tuple[EvidenceItem, ...]
) -> EvidenceAnswer:
    rest = f", levels other than {figure.not_level}" if figure.not_level else ""
    label = f"{figure.label} in {figure.query.label}{rest}"
    return EvidenceAnswer(
        "rolescope/evidence/1", __version__, summary, figure.key, label, total, offset, items
    )


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a fact was read, and in what words."""

    start: int | None
    end: int | None
    quote: str


def _read_facts(base: Evidence, ids: list[str], kind: str) -> dict[str, _Spot]:
    """Facts are stored without their spans: they are read again where the text is at hand."""
    from rolescope.annotate import annotate  # a tenth of a second, only needed here

    spots = {}
    for of, document in read_documents(base.fetch_documents(ids)):
        span = _span(annotate(document), kind) if document.text else None
        if span is not None and span[0] is not None:
            start, end = span
            spots[of] = _Spot(
                start, end, " ".join(document.text[max(0, start - 40) : (end or start) + 40].split())
            )
        elif kind == "pay" and document.pay_text:
            spots[of] = _Spot(None, None, document.pay_text)
    return spots


def _span(annotation: Annotation, kind: str) -> tuple[int, int | None] | None:
    fact: Any = {
        "education": annotation.education,
        "education_preferred": annotation.education,
        "experience": annotation.experience,
        "pay": annotation.pay[0] if annotation.pay else None,
    }.get(kind)
    return None if fact is None or fact.start is None else (fact.start, fact.end)


def build_item(row: dict[str, Any], spot: _Spot | None = None) -> EvidenceItem:
    """A posting behind a figure, from a row of ``fetch_evidence``; ``spot`` stands for its own span and quote."""
    posted = join_date(row["date_posted"], row["date_precision"] or "none")
    bundled = row["layer"] == "bundled"
    return EvidenceItem(
        document_id=row["document_id"],
        layer=row["layer"],
        source=row["source"],
        title=row["title"] or None,
        employer=None if bundled else row["employer"] or None,
        date=posted[:7] if bundled and posted else posted or None,
        url=row["url"] or None,
        quote=spot.quote if spot else row["quote"],
        start=spot.start if spot else row["start"],
        end=spot.end if spot else row["end"],
        strength=row["strength"],
        section=row["section"],
        extractor=row["extractor"],
    )


def _answer_listed(
    figure: Figure, summary: EvidenceSummary, page: tuple[int, int], items: list[EvidenceItem]
) -> EvidenceAnswer:
    limit, offset = page
    return _answer(figure, summary, len(items), offset, tuple(items[offset : offset + limit]))


def _guide_items(base: Evidence, figure: Figure) -> list[EvidenceItem]:
    """Statements of guides that name the concept."""
    kind = figure.kind.removeprefix("guides/")
    wanted = {"kind": kind, "concept": figure.concept}
    rows = fetch_guides(base, figure.query).to_pylist()
    return [
        build_statement_item(row)
        for row in rows
        if wanted in row["concepts"] and row["section"] in TELLING_SECTIONS
    ]


def build_statement_item(row: dict[str, Any]) -> EvidenceItem:
    """A statement of a guide, from a row of ``fetch_guides``."""
    return replace(
        _NOTHING,
        document_id=row["document_id"],
        layer=row["layer"],
        source=row["source"],
        title=row["title"] or None,
        date=join_date(row["date_posted"], row["date_precision"] or "none") or None,
        quote=row["text"],
        start=row["start"],
        end=row["end"],
        section=row["section"],
    )


def _official_items(base: Evidence, figure: Figure) -> list[EvidenceItem]:
    """The published figure, or the technologies and duties, with source and edition."""
    rows = fetch_official(base, figure.query).to_pylist()
    return [
        replace(
            _NOTHING,
            document_id=row["code"],
            source=f"{row['source']} {row['edition']}",
            title=row["title"],
            value=row["concept"] or row["text"] or _number(row["value"]),
        )
        for row in rows
        if row["measure"] == figure.concept
    ]


def _number(value: float | None) -> str:
    return "not published" if value is None else f"{value:,.1f}"


def _answer_collected(
    base: Evidence, figure: Figure, filters: Filters, page: tuple[int, int], summary: EvidenceSummary
) -> EvidenceAnswer:
    """Collected ranges have no documents: each distinct range is shown with its copies."""
    limit, offset = page
    table = base.fetch_pay_reports(figure.query.role.id, filters)
    table = table.sort_by([("year", "descending"), ("report_id", "ascending")])
    items = tuple(build_range_item(row) for row in table.slice(offset, limit).to_pylist())
    return _answer(figure, summary, table.num_rows, offset, items)


_NOTHING = EvidenceItem(
    document_id="",
    layer="",
    source="",
    title=None,
    employer=None,
    date=None,
    url=None,
    quote=None,
    start=None,
    end=None,
    strength=None,
    section=None,
    extractor=None,
)


def build_range_item(row: dict[str, Any]) -> EvidenceItem:
    """A collected pay range, from a row of ``fetch_pay_reports``."""
    span = f"{row['low']:,.0f}" if row["low"] == row["high"] else f"{row['low']:,.0f}–{row['high']:,.0f}"
    times = f", stated {row['copies']} times" if row["copies"] > 1 else ""
    value = f"{span} {row['currency']} a year, {row['level']}, {row['country']}{times}"
    return replace(
        _NOTHING, document_id=row["report_id"], source=row["source"], date=str(row["year"]), value=value
    )
