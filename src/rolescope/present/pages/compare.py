"""The comparison of two or more roles as blocks, verdict first."""

from __future__ import annotations

from itertools import chain

from rolescope.analyse.answers import ComparisonAnswer
from rolescope.analyse.gap import order_by_shortfall
from rolescope.analyse.results import Move, PairComparison, RoleProfile, Spread
from rolescope.analyse.verdict import tell_caution
from rolescope.present.blocks import Block, Bullets, Heading, Page, Paragraph
from rolescope.present.pages.figures import (
    Names,
    Profiles,
    difference_blocks,
    facet_table,
    name_of,
    pay_sentence,
    pay_tables,
)
from rolescope.present.pages.roles import card_blocks, guide_blocks, official_blocks, source_blocks
from rolescope.present.wording import KIND_NAMES, listed, percent

_PARTS = (
    ("Duties", ("activity",)),
    ("Skills", ("skill", "soft_skill")),
    ("Tools", ("tool",)),
    ("Certifications and fields of study", ("certification", "field_of_study")),
    ("Industries", ("industry",)),
)
_FACETS = (
    ("Education and experience", ("education", "experience")),
    ("Levels", ("level",)),
    ("Workplace and employment", ("workplace", "employment")),
)


def build_compare_page(answer: ComparisonAnswer, top: int = 10) -> Page:
    """The page of a comparison.

    Args:
        answer: what ``Workspace.compare`` gave.
        top: rows shown of each table.
    """
    title = " and ".join(r.card.asked for r in answer.roles)
    blocks: list[Block] = [Heading(title, 1), *_filters(answer)]
    blocks += chain.from_iterable(card_blocks(r) for r in answer.roles)
    for pair in answer.pairs:
        blocks += pair_blocks(pair, answer, top)
    blocks += [Heading("Pay"), *_pay_blocks(answer)]
    blocks += [Heading("Official figures and tasks")]
    blocks += chain.from_iterable(official_blocks(r, answer.concepts) for r in answer.roles)
    blocks += [Heading("What guides say")]
    blocks += chain.from_iterable(guide_blocks(r, answer.concepts) for r in answer.roles)
    blocks += [Heading("Sources, limits, citation")]
    blocks += source_blocks(answer.evidence, answer.roles, answer.version)
    return tuple(blocks)


def _filters(answer: ComparisonAnswer) -> list[Block]:
    shown = [f"{name} {value}" for name, value in answer.evidence.filters.items()]
    return [Paragraph(f"Only {', '.join(shown)}.")] if shown else []


def pair_blocks(pair: PairComparison, answer: ComparisonAnswer, top: int) -> list[Block]:
    """Verdict, differences, facets and moves of one pair."""
    names, profiles = answer.concepts, _shares_by_key(answer)
    several = f": {pair.label_a} and {pair.label_b}" if len(answer.pairs) > 1 else ""
    blocks: list[Block] = [Heading(f"Verdict{several}"), Bullets(tuple(s.text for s in pair.sentences))]
    blocks.append(Paragraph(_reading_note(pair), note=True))
    for title, kinds in _PARTS:
        blocks += [Heading(title), *difference_blocks(pair, profiles, kinds, names, top)]
    blocks += _facet_blocks(pair, answer, profiles)
    blocks.append(Heading("Moving between them"))
    for move, here, there in (
        (pair.a_to_b, pair.label_a, pair.label_b),
        (pair.b_to_a, pair.label_b, pair.label_a),
    ):
        blocks += _move_blocks(move, here, there, names, top) or [_no_move(move, here, there, pair.reason)]
    if (caution := tell_caution(pair)) and any(m and m.coverage.value for m in (pair.a_to_b, pair.b_to_a)):
        blocks.append(Paragraph(f"{caution[0].upper()}{caution[1:]}.", note=True))
    return blocks


def _reading_note(pair: PairComparison) -> str:
    key = next((d.a.key for d in pair.differences if d.verdict in ("more", "same")), f"{pair.a}/tool/python")
    if pair.reason:
        how = "Each role's own postings: share, 95% interval in brackets, then how many postings."
    else:
        how = (
            "Share of postings, 95% interval in brackets, then how many postings; shares are standardised to "
            f"the sources and periods both have, {percent(pair.covered_a)} and {percent(pair.covered_b)} of them."
        )
    return f"{how} Every figure opens with its key: rolescope evidence {key}"


def _shares_by_key(answer: ComparisonAnswer) -> Profiles:
    profiles = [r.profile for r in answer.roles]
    return {
        share.key: share
        for p in profiles
        for share in (*p.shares, *p.education, *p.levels, *p.workplaces, *p.employment, *p.experience_bands)
    }


def _facet_blocks(pair: PairComparison, answer: ComparisonAnswer, shares: Profiles) -> list[Block]:
    blocks: list[Block] = []
    for heading, facets in _FACETS:
        tables = [t for f in facets if (t := facet_table(pair, shares, f, answer.concepts))]
        if tables:
            blocks += [Heading(heading), *tables]
        if "experience" in facets:
            profiles = {r.profile.query: r.profile for r in answer.roles}
            blocks += [_experience_line(profiles[k]) for k in (pair.a, pair.b) if k in profiles]
    return blocks


def _experience_line(profile: RoleProfile) -> Paragraph:
    spread: Spread = profile.experience
    middle = next((q for q in spread.quantiles if round(q.q, 2) == 0.5), None)
    if middle is None:
        return Paragraph(
            f"{profile.label}: too few postings state years of experience ({spread.k} of {spread.n}).",
            note=True,
        )
    return Paragraph(
        f"{profile.label}: the median posting that states a minimum asks for {middle.value:.0f} years "
        f"[{middle.low:.0f}–{middle.high:.0f}] ({spread.k} of {spread.n} state one)."
    )


def _move_blocks(move: Move | None, here: str, there: str, names: Names, top: int) -> list[Block]:
    if move is None or move.coverage.value is None:
        return []
    kinds = [f"{KIND_NAMES[c.kind]} {percent(c.value)}" for c in move.by_kind if c.value is not None]
    head = (
        f"From {here} to {there}: a typical {here} covers {percent(move.coverage.value)} of what {there} "
        f"postings ask for ({', '.join(kinds)})."
    )
    missing = [
        f"{name_of(m.kind, m.concept, names)} ({percent(m.have)} → {percent(m.wanted)})"
        for m in order_by_shortfall(move.missing)
    ]
    told = f"Missing most: {listed(missing, top)}." if missing else "Nothing stands out as missing."
    return [Paragraph(f"{head} {told}")]


def _no_move(move: Move | None, here: str, there: str, reason: str) -> Paragraph:
    why = (move.reason if move else "") or reason or "too few postings"
    return Paragraph(f"From {here} to {there}: cannot tell ({why}).", note=True)


def _pay_blocks(answer: ComparisonAnswer) -> list[Block]:
    blocks: list[Block] = [*pay_tables([r.profile for r in answer.roles])]
    sentences = [pay_sentence(p, pair.label_a, pair.label_b) for pair in answer.pairs for p in pair.pay]
    if sentences:
        blocks.append(Bullets(tuple(sentences)))
    stated = [
        f"{percent(p.stated.k / p.stated.n)} of {r.card.asked} postings"
        for r in answer.roles
        for p in r.profile.pay
        if p.stated is not None and p.stated.n
    ]
    year = next((p.price_year for r in answer.roles for p in r.profile.pay), None)
    note = "Yearly US dollars" + (f" in prices of {year}" if year else "")
    note += ", midpoints of ranges, 95% interval in brackets. Advertised: stated by employers"
    note += f" (by {' and '.join(stated)})" if stated else ""
    blocks.append(
        Paragraph(
            f"{note}. Collected: reported ranges gathered by a board, duplicates counted once; not a survey.",
            note=True,
        )
    )
    return blocks
