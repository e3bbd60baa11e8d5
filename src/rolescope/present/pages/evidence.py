"""The documents behind a figure as blocks."""

from __future__ import annotations

from rolescope.analyse.answers import EvidenceAnswer, EvidenceItem
from rolescope.present.blocks import Block, Bullets, Heading, Page, Paragraph
from rolescope.present.wording import plural


def build_evidence_page(answer: EvidenceAnswer) -> Page:
    """Each document with source, date and quote; bundled evidence has no text to quote."""
    noun = "range" if answer.key.endswith("/pay/collected") else "document"
    blocks: list[Block] = [
        Heading(f"{answer.label} ({answer.key})", 1),
        Paragraph(f"{plural(answer.total, noun)} behind this figure{_shown(answer)}."),
    ]
    if answer.items:
        blocks.append(Bullets(tuple(_item_text(item) for item in answer.items)))
    if any(item.layer == "bundled" for item in answer.items):
        blocks.append(Paragraph("Bundled evidence carries no texts: source, date and id only.", note=True))
    return tuple(blocks)


def _shown(answer: EvidenceAnswer) -> str:
    """Which of them are shown, where it is not all."""
    if len(answer.items) == answer.total:
        return ""
    if not answer.items:
        return f"; there are only {answer.total:,}, so none is shown after the first {answer.offset:,}"
    return f"; {answer.offset + 1:,} to {answer.offset + len(answer.items):,} shown, newest first"


def _item_text(item: EvidenceItem) -> str:
    where = [item.document_id, item.date or "undated", item.source]
    where += [part for part in (item.title, item.employer) if part]
    read = ", ".join(
        part for part in (item.value, item.strength, item.section and f"in {item.section}") if part
    )
    quote = f" “{item.quote}”" if item.quote else ""
    return f"{' · '.join(where)}{f' ({read})' if read else ''}{quote}"
