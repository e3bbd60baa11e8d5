"""One role as blocks."""

from __future__ import annotations

from rolescope.analyse.answers import RoleAnswer
from rolescope.present.blocks import Block, Heading, Page, Paragraph
from rolescope.present.pages.figures import pay_tables, share_table
from rolescope.present.pages.roles import card_blocks, guide_blocks, official_blocks, source_blocks
from rolescope.present.wording import KIND_NAMES

_KINDS = ("activity", "skill", "soft_skill", "tool", "certification", "field_of_study", "industry")


def build_role_page(answer: RoleAnswer, top: int = 20) -> Page:
    """The page of one role; ``top`` rows of each table."""
    evidence, names = answer.role, answer.concepts
    profile = evidence.profile
    blocks: list[Block] = [Heading(evidence.card.asked, 1), *card_blocks(evidence)]
    if answer.evidence.filters:
        shown = ", ".join(f"{k} {v}" for k, v in answer.evidence.filters.items())
        blocks.append(Paragraph(f"Only {shown}."))
    blocks.append(Heading("What postings show"))
    tables = [
        share_table([s for s in profile.shares if s.kind == k], names, KIND_NAMES[k], top) for k in _KINDS
    ]
    facets = (
        profile.education,
        profile.experience_bands,
        profile.levels,
        profile.workplaces,
        profile.employment,
    )
    captions = ("education", "experience", "level", "workplace", "employment")
    tables += [share_table(f, names, KIND_NAMES[c], top) for f, c in zip(facets, captions, strict=True)]
    blocks += [t for t in tables if t is not None] or [
        Paragraph("No posting of this role is in the evidence.", note=True)
    ]
    blocks.append(
        Paragraph(
            "Share of postings, 95% interval in brackets, then how many postings. Open a figure with "
            f"rolescope evidence {profile.query}/tool/python.",
            note=True,
        )
    )
    blocks += [Heading("Pay"), *pay_tables([profile])]
    blocks += [Heading("Official figures and tasks"), *official_blocks(evidence, names)]
    blocks += [Heading("What guides say"), *guide_blocks(evidence, names)]
    blocks += [Heading("Sources, limits, citation")]
    blocks += source_blocks(answer.evidence, (evidence,), answer.version)
    return tuple(blocks)
