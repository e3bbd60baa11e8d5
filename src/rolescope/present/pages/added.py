"""What ``add`` did, as blocks."""

from __future__ import annotations

from dataclasses import asdict

from rolescope.ingest import AddReport
from rolescope.present.blocks import Block, Bullets, Page, Paragraph
from rolescope.present.wording import listed, plural


def build_added_page(report: AddReport) -> Page:
    """Counts of what was newly stored, then the problems."""
    blocks: list[Block] = [Paragraph(_stored(report))]
    if report.guides:
        told = [f"{n} {name}" for name, n in asdict(report.statements).items() if n]
        blocks.append(
            Paragraph(
                f"Guides: {plural(report.profiles, 'profile')} with {listed(told, 9)}; "
                f"{plural(report.cards, 'job card')}, {report.distinct_cards} distinct (not evidence)."
            )
        )
    if report.problems:
        rest = "; everything else was kept" if report.kept_anything else ""
        blocks.append(Paragraph(f"{plural(len(report.problems), 'problem')}{rest}:"))
        blocks.append(
            Bullets(tuple(f"{p.where}: {p.what}" if p.where else p.what for p in report.problems[:20]))
        )
        if len(report.problems) > 20:
            blocks.append(Paragraph(f"and {len(report.problems) - 20:,} more (--json lists all).", note=True))
    return tuple(blocks)


def _stored(report: AddReport) -> str:
    known = f"; {report.already_known:,} already known" if report.already_known else ""
    twins = (
        f" ({report.duplicates:,} of them duplicates of others, counted once)" if report.duplicates else ""
    )
    pay = f", {plural(report.pay_reports, 'collected pay range')}" if report.pay_reports else ""
    return (
        f"Stored {plural(report.documents, 'document')}: {plural(report.postings, 'posting')}{twins}, "
        f"{plural(report.guides, 'guide')}{pay}{known}."
    )
