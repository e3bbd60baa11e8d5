"""Links of a text, and the taxonomies that are loaded, as blocks."""

from __future__ import annotations

from rolescope.analyse.answers import LinkAnswer, LinkItem, TaxonomiesAnswer, TaxonomyListing
from rolescope.ingest import OfficialReport
from rolescope.present.blocks import Bullets, Cell, Column, Heading, Page, Paragraph, Table
from rolescope.present.wording import plural

_NAMES = {"esco": "ESCO", "onet": "O*NET", "rolescope": "packaged concepts and roles"}


def build_link_page(answer: LinkAnswer) -> Page:
    """Entries with their likeness and why, best first."""
    source = f"{_NAMES[answer.taxonomy]} {'' if answer.taxonomy == 'rolescope' else answer.edition}".strip()
    heading = Heading(f"{answer.kind.capitalize()}s in {source}", 1)
    if not answer.links:
        return (heading, Paragraph("Nothing is like that text."))
    return (heading, Bullets(tuple(map(_item, answer.links))))


def _item(link: LinkItem) -> str:
    """Likeness, label, the words of the text that fit, the label they fit, the id."""
    fits = "" if link.matched_label == link.label else f" as “{link.matched_label}”"
    identity = "" if link.id == link.label else f" · {link.id}"
    return f"{link.score:.2f} {link.label} · “{link.matched_text}”{fits}{identity}"


def build_taxonomies_page(answer: TaxonomiesAnswer) -> Page:
    """One row a taxonomy."""
    heading = Heading("Taxonomies", 1)
    if not answer.taxonomies:
        text = "None is loaded; `rolescope taxonomy add onet PATH` or `... add esco PATH` loads one."
        return (heading, Paragraph(text))
    columns = (
        Column("taxonomy"),
        Column("edition"),
        Column("skills", "right"),
        Column("occupations", "right"),
        Column("groups", "right"),
        Column("added"),
    )
    return (heading, Table(columns, tuple(map(_row, answer.taxonomies))))


def _row(listing: TaxonomyListing) -> tuple[Cell, ...]:
    counts = [f"{listing.entries.get(kind, 0):,}" for kind in ("skill", "occupation", "group")]
    told = (
        _NAMES.get(listing.name, listing.name),
        listing.edition or "not said",
        *counts,
        listing.added[:10],
    )
    return tuple(map(Cell, told))


def tell_official(report: OfficialReport) -> str:
    """What ``taxonomy add`` stored, in one sentence."""
    parts = []
    if report.figures or not report.entries:
        parts.append(f"{plural(report.figures, 'figure')} of {plural(report.occupations, 'occupation')}")
    if report.entries:
        noun = "entry" if report.entries == 1 else "entries"
        parts.append(f"{report.entries:,} {noun} to link to")
    return f"Stored {' and '.join(parts)} ({report.edition or 'nothing'})."
