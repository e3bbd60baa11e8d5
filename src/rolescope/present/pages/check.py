"""A check of articles as blocks: what to correct first, then every claim with its reason, then what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rolescope.analyse.check_results import (
    VERDICTS,
    ArticleCheck,
    CheckAnswer,
    CheckedCard,
    CheckedClaim,
    Disagreement,
    Verdict,
)
from rolescope.present.blocks import Block, Bullets, Cell, Column, Heading, Page, Paragraph, Table
from rolescope.present.html.verdicts import NAMES, TO_CORRECT, verdict_label
from rolescope.present.wording import listed, percent, plural

_ORDER: tuple[Verdict, ...] = (
    "contradicted",
    "misattributed",
    "outdated",
    "rare",
    "mixed",
    "supported",
    "not_enough_evidence",
    "not_checkable",
)
_MOST_STATEMENTS = 12


def build_check_page(answer: CheckAnswer, top: int | None = 10) -> Page:
    """The page of a check; ``top`` claims of each verdict (None: all of them)."""
    blocks: list[Block] = [Heading(f"Check of {plural(len(answer.articles), 'article')}", 1)]
    if answer.articles:
        blocks += _summary_blocks(answer)
    for article in answer.articles:
        blocks += _article_blocks(article, top)
    if len(answer.articles) > 1:
        blocks += _voice_blocks(answer)
    blocks += _card_blocks(answer.cards)
    blocks += _problem_blocks(answer)
    blocks.append(
        Paragraph(f"Cite: Rolescope {answer.version}, evidence {answer.evidence.fingerprint}.", note=True)
    )
    return tuple(blocks)


# -- summary ------------------------------------------------------------------------------------------


def _summary_blocks(answer: CheckAnswer) -> Iterator[Block]:
    total = sum(answer.verdicts.values())
    columns = (Column("verdict"), Column("claims", "right"), Column("part", "right"))
    rows = tuple(
        (
            Cell(f"{NAMES[v].sign} {NAMES[v].label}"),
            Cell(f"{answer.verdicts[v]:,}"),
            Cell(percent(answer.verdicts[v] / total if total else None)),
        )
        for v in VERDICTS
    )
    sentences = sum(len(article.sentences) for article in answer.articles)
    silent = sum(len(article.silent) for article in answer.articles)
    yield Paragraph(
        f"{plural(total, 'claim')} in {plural(sentences, 'sentence')}; {silent:,} of them state nothing that can be checked."
    )
    yield Table(columns, rows)
    yield from _stability_blocks(answer)
    if answer.evidence.filters:
        told = ", ".join(f"{name} {value}" for name, value in answer.evidence.filters.items())
        yield Paragraph(f"Only {told}.")


def _stability_blocks(answer: CheckAnswer) -> Iterator[Block]:
    if answer.stable is None:
        return
    leaning = sum(claim.leaning for article in answer.articles for claim in article.claims)
    told = f"{plural(leaning, 'verdict')} {'holds' if leaning == 1 else 'hold'} in fewer than nine tenths of them"
    yield Paragraph(
        f"Over 200 samples of employers drawn anew {percent(answer.stable)} of the verdicts on shares stay the same; "
        f'{told} and {"is" if leaning == 1 else "are"} called "leaning".',
        note=True,
    )


def _short(name: str) -> str:
    """
    >>> _short("000_010e8601450b6fce.txt"), _short("prose.txt")
    ('000_010e86…', 'prose.txt')
    """
    return name if len(name) <= 12 else f"{name[:10]}…"


# -- one article --------------------------------------------------------------------------------------


def _article_blocks(article: ArticleCheck, top: int | None) -> Iterator[Block]:
    yield Heading(f"{article.title or article.name}")
    yield Bullets(tuple(_card_lines(article)))
    for verdict in _ORDER:
        found = [claim for claim in article.claims if claim.verdict == verdict]
        if found:
            most = None if verdict in TO_CORRECT else top
            yield from _claim_blocks(verdict, found, article, most)
    yield from _family_blocks(article)
    yield from _missing_blocks(article)


def _card_lines(article: ArticleCheck) -> Iterator[str]:
    counts = [f"{article.verdicts[v]:,} {NAMES[v].label}" for v in VERDICTS if article.verdicts[v]]
    yield f"File: {article.name}. {plural(len(article.claims), 'claim')}: {', '.join(counts) or 'none'}."
    for role in article.roles:
        note = f" {role.note}" if role.note else ""
        counted = f"{plural(role.countable, 'posting')} of {plural(role.employers, 'employer')}"
        yield f"{role.label} ({role.query}): {counted}.{note}"
    if not article.roles:
        yield "No packaged role is recognised in it, so that nothing is said of one."


def _claim_blocks(
    verdict: Verdict, found: Sequence[CheckedClaim], article: ArticleCheck, most: int | None
) -> Iterator[Block]:
    name = NAMES[verdict]
    shown = found if most is None else found[:most]
    cut = f", {len(shown)} of them shown" if len(shown) < len(found) else ""
    yield Heading(f"{name.sign} {name.label.capitalize()}: {plural(len(found), 'claim')}{cut}", 3)
    yield Bullets(tuple(_claim_line(claim, article) for claim in shown))


def _claim_line(claim: CheckedClaim, article: ArticleCheck) -> str:
    labels = {role.query: role.label for role in article.roles}
    roles = ", ".join(labels.get(role, role) for role in claim.claim.roles)
    said = " ".join(claim.text.split())
    named = f", read as {claim.label}" if claim.label and claim.label.casefold() != said.casefold() else ""
    denied = ", denied" if claim.claim.denied else ""
    return f"“{said}” ({roles or 'no role'}{named}{denied}): {claim.reason}"


def _family_blocks(article: ArticleCheck) -> Iterator[Block]:
    """Only the lists without a supported example are told one by one."""
    if not article.families:
        return
    borne_out = [family for family in article.families if family.verdict == "supported"]
    yield Paragraph(
        f"Lists of examples: {len(borne_out)} of {len(article.families)} hold at least one that is supported."
    )
    others = [family for family in article.families if family.verdict != "supported"]
    if others:
        yield Bullets(
            tuple(
                f"{', '.join(article.claims[at].text for at in family.members)}: "
                f"{verdict_label(family.verdict, family.leaning)}. {family.reason}"
                for family in others
            )
        )


def _missing_blocks(article: ArticleCheck) -> Iterator[Block]:
    labels = {role.query: role.label for role in article.roles}
    lines = [
        f"{label}: {listed([f'{m.label} ({percent(m.share)})' for m in article.missing if m.role == role], 10)}."
        for role, label in labels.items()
        if any(m.role == role for m in article.missing)
    ]
    if lines:
        yield Paragraph("What postings of its roles show most and the article never names:")
        yield Bullets(tuple(lines))


# -- all articles -------------------------------------------------------------------------------------


def _voice_blocks(answer: CheckAnswer) -> Iterator[Block]:
    yield Heading("Voices")
    labels = _label_roles(answer)
    lines = []
    for role in dict.fromkeys(voice.role for voice in answer.voices):
        spoken = [voice for voice in answer.voices if voice.role == role]
        articles = sum(len(voice.articles) for voice in spoken)
        joined = [
            f"{', '.join(_short(a) for a in voice.articles)} share {plural(voice.shared, 'sentence')}"
            for voice in spoken
            if len(voice.articles) > 1
        ]
        told = f": {'; '.join(joined)}" if joined else ""
        lines.append(f"{labels[role]}: {plural(articles, 'article')}, {plural(len(spoken), 'voice')}{told}.")
    yield Bullets(tuple(lines)) if lines else Paragraph("No role is spoken of by two articles.")
    if answer.statements:
        yield _statement_table(answer, labels)
    yield from _disagreement_blocks(answer.disagreements, labels)


def _label_roles(answer: CheckAnswer) -> dict[str, str]:
    """Roles as people read them, by key."""
    known = {role.query: role.label for article in answer.articles for role in article.roles}
    claimed = [role for article in answer.articles for claim in article.claims for role in claim.claim.roles]
    return {role: role for role in claimed} | known


def _statement_table(answer: CheckAnswer, labels: Mapping[str, str]) -> Table:
    shown = answer.statements[:_MOST_STATEMENTS]
    columns = (
        Column("said of"),
        Column("what"),
        Column("articles", "right"),
        Column("voices", "right"),
        Column("verdict"),
    )
    rows = tuple(
        (
            Cell(labels[s.role]),
            Cell(f"{'not ' if s.denied else ''}{s.label or s.concept}"),
            Cell(f"{len(s.articles)}"),
            Cell(f"{s.voices}"),
            Cell(NAMES[s.verdict].label),
        )
        for s in shown
    )
    return Table(
        columns, rows, f"{len(shown)} of {len(answer.statements)} statements that two articles or more make"
    )


def _disagreement_blocks(found: Sequence[Disagreement], labels: Mapping[str, str]) -> Iterator[Block]:
    if not found:
        yield Paragraph("Of no role do they disagree in what can be checked.")
        return
    yield Paragraph("Where they disagree:")
    yield Bullets(
        tuple(
            f"{labels[d.role]}, {d.about}: "
            + "; ".join(f"{_short(p.article)} says {p.says} ({NAMES[p.verdict].label})" for p in d.positions)
            + "."
            for d in found
        )
    )


def _card_blocks(cards: Sequence[CheckedCard]) -> Iterator[Block]:
    if not cards:
        return
    own = sum(bool(card.own) for card in cards)
    yield Heading("Job cards")
    yield Paragraph(
        f"{plural(len(cards), 'card')}, each once; {own} of a role of an article it stands beside."
    )
    yield Bullets(tuple(map(_card_line, cards)))


def _card_line(card: CheckedCard) -> str:
    level = "" if card.level == "unstated" else f", {card.level}"
    named = ", ".join(part for part in (card.title, card.employer, card.location) if part)
    return f"{named}: read as {card.label or 'no packaged role'}{level}. {card.note}"


def _problem_blocks(answer: CheckAnswer) -> Iterator[Block]:
    if answer.problems:
        yield Heading("Not checked")
        yield Bullets(tuple(f"{p.where}: {p.what}" if p.where else p.what for p in answer.problems))
