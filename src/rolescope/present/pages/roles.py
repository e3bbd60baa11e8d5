"""What a role is, its official figures and its guides, from answers to blocks."""

from __future__ import annotations

from rolescope.analyse.answers import (
    EvidenceSummary,
    GuideVoice,
    Official,
    OfficialFact,
    RoleCard,
    RoleEvidence,
    RolesAnswer,
)
from rolescope.analyse.results import RoleProfile
from rolescope.present.blocks import Block, Bullets, Cell, Column, Heading, Page, Paragraph, Table
from rolescope.present.pages.figures import Names, name_of
from rolescope.present.wording import KIND_NAMES, listed, plural, window

MOST_OF_ONE = 2 / 3  # of counted postings from one source: said beside the counts
MEASURES = {
    "employment": "employment",
    "pay_median_year": "median pay a year",
    "pay_p10_year": "P10 pay a year",
    "pay_p90_year": "P90 pay a year",
    "growth_percent": "projected growth",
    "openings_year": "openings a year",
    "entry_education": "typical entry education",
}


def card_blocks(evidence: RoleEvidence) -> list[Block]:
    """Who the role is, with codes, counts and dates."""
    card, profile = evidence.card, evidence.profile
    lines = [card.definition, _codes(card), _counts(profile)]
    return [Heading(_title(card), 3), Bullets(tuple(line for line in lines if line))]


def _title(card: RoleCard) -> str:
    level = f" at {card.level} level" if card.level else ""
    return card.asked if card.asked == card.label and not level else f"{card.asked}: {card.label}{level}"


def _codes(card: RoleCard) -> str:
    known = f"Also: {listed(list(card.aliases), 4)}. " if card.aliases else ""
    esco = f", ESCO {card.esco}" if card.esco else ""
    return f"{known}O*NET-SOC {f'{card.soc} {card.soc_title}'.strip()}{esco}. Key: {card.query}."


def _counts(profile: RoleProfile) -> str:
    counted = (
        f"{plural(profile.countable, 'posting')} counted of {profile.postings:,} read "
        f"({profile.too_short:,} too short to count), {plural(profile.employers, 'employer')}"
    )
    blank = f" ({profile.blank:,} unnamed)" if profile.blank else ""
    told = f"{counted}{blank}, {window(profile.since, profile.until)}. {tell_basis(profile)}"
    return told.rstrip()


def tell_basis(profile: RoleProfile) -> str:
    """What the shares rest on, where it is not the role's postings of many sources as asked for."""
    if profile.basis == "none":
        return "Too few postings for shares: official and guide evidence stands instead."
    told = [_tell_level(profile), _tell_main_source(profile)]
    return " ".join(sentence for sentence in told if sentence)


def _tell_level(profile: RoleProfile) -> str:
    if profile.basis != "all_levels":
        return ""
    return (
        f"Only {profile.at_level:,} of them at {profile.level} level: too few, "
        "so all levels of the role are shown."
    )


def _tell_main_source(profile: RoleProfile) -> str:
    """Whose postings they are, where one source has most of them: a board has jobs and pay of its own kind."""
    main = max(profile.sources, key=lambda source: source.countable, default=None)
    if main is None or not profile.countable or main.countable < MOST_OF_ONE * profile.countable:
        return ""
    part = "All of them" if main.countable == profile.countable else f"{main.countable:,} of them"
    return f"{part} are of one source, {main.source}: what they ask for and pay is first of all what is usual there."


def official_blocks(evidence: RoleEvidence, names: Names) -> list[Block]:
    """Official figures and the technologies and duties of the role's occupation."""
    official = evidence.official
    if not official.facts and not official.concepts:
        return [
            Paragraph(
                f"{evidence.card.asked}: no official figure for occupation {official.code} is loaded.",
                note=True,
            )
        ]
    lines = [fact_text(f) for f in official.facts if f.measure in MEASURES]
    lines += _official_lists(official, names)
    return [Heading(f"{evidence.card.asked}: {official.title} ({official.code})", 3), Bullets(tuple(lines))]


def _official_lists(official: Official, names: Names) -> list[str]:
    lines = []
    for kind in ("tool", "activity"):
        mine = [c for c in official.concepts if c.kind == kind]
        mine.sort(key=lambda c: (not c.in_demand, not c.hot, c.concept))
        if mine:
            flagged = sum(c.in_demand for c in mine)
            note = f" ({flagged} in demand first)" if flagged else ""
            shown = listed([name_of(c.kind, c.concept, names) for c in mine], 12)
            lines.append(
                f"O*NET {'technologies' if kind == 'tool' else 'duties among its tasks'}{note}: {shown}."
            )
    return lines


def fact_text(fact: OfficialFact) -> str:
    """One official figure in words, with source, edition and occupation."""
    name = MEASURES.get(fact.measure, fact.measure.replace("_", " "))
    return f"{name}: {fact_value(fact)} ({fact.source} {fact.edition}, {fact.code} {fact.title})"


def fact_value(fact: OfficialFact) -> str:
    """What an official figure says, in its unit."""
    if fact.value is None:
        return fact.text
    if fact.measure.startswith("pay"):
        return f"${fact.value:,.0f}"
    return f"{fact.value:+.1f}%" if fact.measure == "growth_percent" else f"{fact.value:,.0f}"


def guide_blocks(evidence: RoleEvidence, names: Names) -> list[Block]:
    """What guides say of the role, apart from postings."""
    voice = evidence.guides
    title = Heading(evidence.card.asked, 3)
    if not voice.guides:
        return [
            title,
            Paragraph(
                "No guide in this evidence is about this role; `rolescope add ARTICLE` adds one.", note=True
            ),
        ]
    head = f"{plural(voice.guides, 'guide')} ({listed(list(voice.sources), 3)}) name:"
    return [title, Paragraph(head), Bullets(tuple(_guide_lines(voice, names)))]


def _guide_lines(voice: GuideVoice, names: Names) -> list[str]:
    lines = []
    for kind in ("activity", "skill", "tool", "soft_skill", "certification", "field_of_study", "industry"):
        mine = sorted((c for c in voice.concepts if c.kind == kind), key=lambda c: (-c.guides, c.concept))
        seen = {c.concept: c for c in reversed(mine)}
        told = [
            f"{name_of(kind, c.concept, names)} ({c.guides}/{c.of})"
            for c in sorted(seen.values(), key=lambda c: -c.guides)
        ]
        if told:
            lines.append(f"{KIND_NAMES[kind]}: {listed(told, 10)}")
    return lines or ["statements in which no packaged concept is recognised"]


def source_blocks(evidence: EvidenceSummary, roles: tuple[RoleEvidence, ...], version: str) -> list[Block]:
    """Sources, limits and how to cite."""
    lines = [
        f"{layer.name}: {plural(layer.postings, 'posting')} ({layer.counted:,} after duplicates), "
        f"{plural(layer.guides, 'guide')}, {plural(layer.pay_reports, 'collected pay range')}, "
        f"read by {layer.generation}."
        for layer in evidence.layers
    ]
    for role in roles:
        top = sorted(role.profile.sources, key=lambda s: -s.countable)
        told = [f"{s.source} {s.countable:,} ({window(s.since, s.until)})" for s in top if s.countable]
        if told:
            lines.append(f"{role.card.asked}: {listed(told, 5)}.")
    limits = (
        "Postings say what employers ask for, not what people do; the sources are convenience samples of "
        "boards and years, mostly in English. Shares count each ad once and cap what one employer weighs; "
        "differences are standardised to sources and periods that both roles share. Pay is in US dollars; "
        "see docs/method.md for every formula."
    )
    cite = f"Cite: Rolescope {version}, evidence {evidence.fingerprint}.{_credit(roles)}"
    return [Bullets(tuple(lines)), Paragraph(limits, note=True), Paragraph(cite, note=True)]


def _credit(roles: tuple[RoleEvidence, ...]) -> str:
    """The attribution that O*NET's licence asks for, where its figures are shown."""
    editions = sorted({f.edition for r in roles for f in r.official.facts if f.source == "O*NET"})
    if not editions:
        return ""
    return (
        f" O*NET data: O*NET {' and '.join(editions)} by the U.S. Department of Labor, Employment and "
        "Training Administration (CC BY 4.0)."
    )


def build_roles_page(answer: RolesAnswer) -> Page:
    """The known roles with their postings."""
    rows = tuple((Cell(r.label), Cell(f"{r.postings:,}"), Cell(r.family), Cell(r.soc)) for r in answer.roles)
    columns = (Column("role"), Column("postings", "right"), Column("family"), Column("O*NET-SOC"))
    return (Table(columns, rows),) if rows else (Paragraph("No role has that in its names."),)
