"""The doctor's report as blocks."""

from __future__ import annotations

from rolescope.doctor import DoctorReport
from rolescope.present.blocks import Block, Bullets, Cell, Column, Page, Paragraph, Table


def build_doctor_page(report: DoctorReport) -> Page:
    """Versions, workspace, layers, counts, problems."""
    versions = ", ".join(f"{name} {number}" for name, number in report.versions.items())
    unusable = any(problem.why == "workspace" for problem in report.problems)
    there = "" if report.exists or unusable else " (not there yet; `rolescope add PATH` makes it)"
    lines = (
        f"rolescope {report.version}, reading as {report.generation}",
        versions,
        f"workspace: {report.workspace}{there}",
        f"settings: {report.config}",
        *(
            f"layer {y.name}: {y.documents:,} documents, read by {y.generation or 'nothing yet'}"
            for y in report.layers
        ),
    )
    rows = tuple((Cell(c.layer), Cell(c.name), Cell(f"{c.rows:,}")) for c in report.counts)
    blocks: list[Block] = [Bullets(lines)]
    if rows:
        blocks.append(Table((Column("layer"), Column("holds"), Column("rows", "right")), rows))
    if report.problems:
        blocks.append(Bullets(tuple(f"{p.where}: {p.what}" for p in report.problems)))
    else:
        blocks.append(Paragraph("No problems found."))
    return tuple(blocks)
