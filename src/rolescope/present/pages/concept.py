"""One concept as blocks."""

from __future__ import annotations

from collections.abc import Iterator

from rolescope.analyse.concept_answers import (
    Companion,
    ConceptAnswer,
    ConceptCard,
    ConceptRef,
    QuarterShare,
    RoleDemand,
)
from rolescope.model import KINDS
from rolescope.present.blocks import Block, Bullets, Cell, Column, Heading, Page, Paragraph, Table
from rolescope.present.pages.figures import side_cell
from rolescope.present.wording import KIND_NAMES, interval, listed, percent, plural

_LEGEND = "Share of postings, 95% interval in brackets, then how many postings; n is how many there are."


def build_concept_page(answer: ConceptAnswer, top: int = 10) -> Page:
    """The page of one concept; ``top`` rows of each table."""
    blocks: list[Block] = [Heading(answer.concept.label, 1), Bullets(tuple(_card_lines(answer)))]
    if answer.evidence.filters:
        shown = ", ".join(f"{k} {v}" for k, v in answer.evidence.filters.items())
        blocks.append(Paragraph(f"Only {shown}."))
    blocks += [Heading("Which roles ask for it"), *_role_blocks(answer, top)]
    blocks += [Heading("What goes with it"), *_companion_blocks(answer, top)]
    blocks += [Heading("By quarter"), *_trend_blocks(answer)]
    blocks += [Heading("Guides and official sources"), Bullets(tuple(_beside_lines(answer)))]
    blocks.append(
        Paragraph(f"Cite: Rolescope {answer.version}, evidence {answer.evidence.fingerprint}.", note=True)
    )
    return tuple(blocks)


def _card_lines(answer: ConceptAnswer) -> Iterator[str]:
    card = answer.concept
    yield f"{KIND_NAMES[card.kind].capitalize()}. Key: {card.kind}/{card.id}.{_also(card)}"
    if card.broader:
        yield f"Part of: {', '.join(ref.label for ref in card.broader)}."
    if card.narrower:
        yield f"Holds: {listed([_counted(ref) for ref in card.narrower])}."
    if card.namesakes:
        told = ", ".join(f"{KIND_NAMES[ref.kind]} (--kind {ref.kind})" for ref in card.namesakes)
        yield f"Also known as: {told}."
    asked = ""
    if answer.required is not None and answer.preferred is not None:
        asked = f": {percent(answer.required)} of them require it, {percent(answer.preferred)} wish it"
    yield (
        f"Named in {plural(answer.postings, 'posting')} of {answer.countable:,}, "
        f"by {plural(answer.employers, 'employer')}{asked}."
    )


def _also(card: ConceptCard) -> str:
    return f" Also written: {listed(list(card.aliases), 6)}." if card.aliases else ""


def _counted(ref: ConceptRef) -> str:
    return f"{ref.label} ({ref.postings:,})"


def _role_blocks(answer: ConceptAnswer, top: int) -> list[Block]:
    told = [role for role in answer.roles if role.share.estimate is not None]
    thin = [f"{role.label} {role.share.k} of {role.share.n}" for role in answer.roles[len(told) :]]
    columns = (Column(""), Column("share of postings"), Column("n", "right"), Column("required", "right"))
    blocks: list[Block] = []
    if told:
        caption = f"{min(top, len(told))} of {plural(len(told), 'role')}, surest first: by the lower end of the interval"
        blocks.append(Table(columns, tuple(_role_row(role) for role in told[:top]), caption))
        blocks.append(Paragraph(_LEGEND, note=True))
    if thin:
        blocks.append(Paragraph(f"Too few postings for a share: {listed(thin)}.", note=True))
    if answer.silent:
        blocks.append(Paragraph(f"No posting of {plural(answer.silent, 'other role')} names it.", note=True))
    return blocks or [Paragraph("No role's postings name it.", note=True)]


def _role_row(role: RoleDemand) -> tuple[Cell, ...]:
    share = role.share
    return Cell(role.label), side_cell(share), Cell(f"{share.n:,}"), Cell(percent(share.required))


def _companion_blocks(answer: ConceptAnswer, top: int) -> list[Block]:
    if answer.companions_reason:
        told = [f"{c.label} ({c.k} of {c.n})" for c in answer.companions]
        more = f" Named beside it: {listed(told)}." if told else ""
        return [
            Paragraph(f"Too few postings name it for shares: {answer.companions_reason}.{more}", note=True)
        ]
    columns = (Column(""), Column("with it"), Column("in all postings", "right"), Column("times", "right"))
    blocks: list[Block] = []
    for kind in KINDS:
        rows = [c for c in answer.companions if c.kind == kind][:top]
        if rows:
            blocks.append(Table(columns, tuple(map(_companion_row, rows)), KIND_NAMES[kind]))
    return blocks or [
        Paragraph("Nothing is clearly named more often in these postings than in others.", note=True)
    ]


def _companion_row(companion: Companion) -> tuple[Cell, ...]:
    note = f" ({companion.relation})" if companion.relation else ""
    text = f"{percent(companion.estimate)} {interval(companion.low, companion.high)} {companion.k}"
    return (
        Cell(f"{companion.label}{note}"),
        Cell(text, companion.estimate, companion.low, companion.high),
        Cell(percent(companion.background)),
        Cell("" if companion.ratio is None else f"×{companion.ratio:.1f}"),
    )


def _trend_blocks(answer: ConceptAnswer) -> list[Block]:
    """Quarters with a share, each with the source that leads it, and changes that may be told."""
    trend = answer.trend
    if not answer.postings:
        return [Paragraph("No posting names it.", note=True)]
    told = [point for point in trend.quarters if point.estimate is not None]
    few = len(trend.quarters) - len(told)
    blocks: list[Block] = [Paragraph(trend.note, note=True)]
    if told:
        columns = (
            Column("quarter"),
            Column("share of postings"),
            Column("n", "right"),
            Column("leading source"),
        )
        blocks.append(Table(columns, tuple(map(_quarter_row, told))))
    comparable = [change.text for change in trend.changes if not change.reason]
    if comparable:
        blocks.append(Bullets(tuple(comparable)))
    left = f"{plural(trend.undated, 'posting')} without a month, {plural(few, 'quarter')} with too few"
    blocks.append(Paragraph(f"Left out: {left}.", note=True))
    return blocks


def _quarter_row(point: QuarterShare) -> tuple[Cell, ...]:
    text = f"{percent(point.estimate)} {interval(point.low, point.high)} {point.k}"
    return (
        Cell(point.quarter),
        Cell(text, point.estimate, point.low, point.high),
        Cell(f"{point.n:,}"),
        Cell(f"{point.source} {percent(point.source_part)}"),
    )


def _beside_lines(answer: ConceptAnswer) -> Iterator[str]:
    if answer.guides:
        told = [f"{role.label} ({role.guides} of {role.of})" for role in answer.guide_roles]
        yield f"Named by {plural(answer.guides, 'guide')}: {listed(told)}."
    else:
        yield "No guide names it."
    for source in sorted({(naming.source, naming.edition) for naming in answer.official}):
        named = [o for o in answer.official if (o.source, o.edition) == source]
        told = [f"{o.title}{' (in demand)' if o.in_demand else ''}" for o in named]
        yield f"{' '.join(source)}, for {plural(len(named), 'occupation')} loaded: {listed(told)}."
    if not answer.official:
        yield "No official source that is loaded names it."
