"""One checked article as a view: its verdicts, its text with notes, what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rolescope.analyse.check_results import (
    ArticleCheck,
    CheckedClaim,
    CheckedFamily,
    CheckedRole,
    NeverNamed,
    RoleFinding,
)
from rolescope.analyse.check_words import KINDS
from rolescope.present.html.figures import Figure, Row, Table
from rolescope.present.html.links import Links
from rolescope.present.html.marked import Group, Note, Span, mark_article
from rolescope.present.html.verdicts import NAMES, TO_CORRECT, VerdictName, verdict_label
from rolescope.present.wording import percent, plural

BAR = 1000  # units of the bar's width


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many claims have a verdict; ``at`` and ``width`` place it in a bar of 1,000 units."""

    name: VerdictName
    count: int
    at: int
    width: int


@dataclass(frozen=True, slots=True)
class Correction:
    """A claim that a figure speaks against: its words and its note."""

    words: str
    note: Note


@dataclass(frozen=True, slots=True)
class RoleBasisView:
    """On which postings the claims about a role are judged."""

    label: str
    href: str | None
    counted: str
    note: str


@dataclass(frozen=True, slots=True)
class ArticleView:
    """One article.

    Attributes:
        id: of its section.
        name: of its file.
        told: what its claims come to, in one sentence.
        bar: its verdicts.
        roles: on which postings it is judged.
        groups: its text.
        corrections: what a publisher should mend first.
        missing: what postings of each role show and it never names of it.
    """

    id: str
    title: str
    name: str
    told: str
    bar: tuple[VerdictCount, ...]
    roles: tuple[RoleBasisView, ...]
    groups: tuple[Group, ...]
    corrections: tuple[Correction, ...]
    missing: tuple[Table, ...]


def article_view(article: ArticleCheck, number: int, names: Mapping[str, str], links: Links) -> ArticleView:
    """An article, the ``number``-th of its page."""
    notes = [_claim_note(claim, number, at, names, links) for at, claim in enumerate(article.claims, 1)]
    spans = [Span(c.claim.start, c.claim.end, note) for c, note in zip(article.claims, notes, strict=True)]
    labels = {role.query: role.label for role in article.roles}
    return ArticleView(
        id=f"article-{number}",
        title=article.title or article.name,
        name=article.name,
        told=_tell(article),
        bar=count_verdicts(article.verdicts),
        roles=tuple(_role(role, links) for role in article.roles),
        groups=mark_article(article, spans, _family_spans(article, notes, spans, number)),
        corrections=_corrections(article, notes),
        missing=tuple(_missing(query, label, article.missing, links) for query, label in labels.items()),
    )


def count_verdicts(verdicts: Mapping[str, int]) -> tuple[VerdictCount, ...]:
    """Verdicts in their fixed order, each with its place in a bar.

    >>> [(v.name.id, v.at, v.width) for v in count_verdicts({"supported": 3, "rare": 1}) if v.count]
    [('supported', 0, 750), ('rare', 750, 250)]
    """
    total, before, found = max(1, sum(verdicts.values())), 0, []
    for id_, name in NAMES.items():
        count = verdicts.get(id_, 0)
        start, end = (round(BAR * place / total) for place in (before, before + count))
        found.append(VerdictCount(name, count, start, end - start))
        before += count
    return tuple(found)


def _tell(article: ArticleCheck) -> str:
    claims, silent = plural(len(article.claims), "claim"), len(article.silent)
    quiet = f"{silent:,} of {plural(len(article.sentences), 'sentence')} state nothing that can be checked"
    stable = "" if article.stable is None else f"; {percent(article.stable)} of the verdicts hold firm"
    return f"{claims}; {quiet}{stable}."


def _role(role: CheckedRole, links: Links) -> RoleBasisView:
    counted = f"{plural(role.countable, 'posting')} of {plural(role.employers, 'employer')}"
    counted = "" if role.basis == "none" else counted
    return RoleBasisView(role.label, links.role(role.query), counted, role.note)


def _claim_note(
    checked: CheckedClaim, article: int, number: int, names: Mapping[str, str], links: Links
) -> Note:
    name = NAMES[checked.verdict]
    return Note(
        number=number,
        id=f"note-{article}-{number}",
        mark=f"claim-{article}-{number}",
        verdict=name.id,
        sign=name.sign,
        label=verdict_label(checked.verdict, checked.leaning),
        leaning=checked.leaning,
        name=_name(checked),
        reason=checked.reason,
        figures=_figures(checked, links),
        official="" if checked.official in checked.reason else checked.official,
    )


def _name(checked: CheckedClaim) -> str:
    """What a claim is about; whatever has no concept is called by its kind."""
    said = checked.label or checked.claim.kind.replace("_", " ").replace("field", "field of study")
    return f"not {said}" if checked.claim.denied and checked.label else said


def _figures(checked: CheckedClaim, links: Links) -> tuple[Figure, ...]:
    """The shares a claim rests on, each to its evidence; other figures by number."""
    told = tuple(_finding(found, links) for found in checked.findings if found.key)
    known = {found.key for found in checked.findings}
    others = [key for key in checked.keys if key not in known]
    more = ((at, links.evidence(key), key) for at, key in enumerate(others, 1))
    return told + tuple(Figure(f"evidence {at}", href=href, key=key) for at, href, key in more if href)


def _finding(found: RoleFinding, links: Links) -> Figure:
    href = links.evidence(found.key) if found.k else None
    counted = f"{found.k:,} of {found.n:,}"
    if found.share is None:
        return Figure(counted, href=href, key=found.key, thin=True)
    known = found.low is not None and found.high is not None
    span = f"{found.low * 100:.0f}–{found.high * 100:.0f}" if known else ""  # type: ignore[operator]
    return Figure(percent(found.share), span, "", href, found.key)


def _family_spans(
    article: ArticleCheck, notes: Sequence[Note], spans: Sequence[Span], number: int
) -> list[Span]:
    """Notes of families, placed where their first members are."""
    found = []
    for at, family in enumerate(article.families, 1):
        first = min(family.members, key=lambda member: spans[member].start)
        note = _family_note(family, [notes[member] for member in family.members], f"{number}-f{at}")
        found.append(Span(spans[first].start, spans[first].end, note))
    return sorted(found, key=lambda span: span.start)


def _family_note(family: CheckedFamily, members: Sequence[Note], place: str) -> Note:
    name = NAMES[family.verdict]
    return Note(
        number=0,
        id=f"note-{place}",
        mark=members[0].mark,
        verdict=name.id,
        sign=name.sign,
        label=verdict_label(family.verdict, family.leaning),
        leaning=family.leaning,
        name=f"any of {', '.join(note.name for note in members)}",
        reason=family.reason,
    )


def _corrections(article: ArticleCheck, notes: Sequence[Note]) -> tuple[Correction, ...]:
    found = [
        Correction(checked.text, note)
        for checked, note in zip(article.claims, notes, strict=True)
        if checked.verdict in TO_CORRECT
    ]
    return tuple(sorted(found, key=lambda one: TO_CORRECT.index(one.note.verdict)))


def _missing(query: str, label: str, missing: Sequence[NeverNamed], links: Links) -> Table:
    rows = []
    for one in missing:
        if one.role == query:
            span = f"{one.low * 100:.0f}–{one.high * 100:.0f}"
            shown = Figure(
                percent(one.share), span, f"{one.k:,} of {one.n:,}", links.evidence(one.key), one.key
            )
            kind = Figure(KINDS[one.kind], plain=True)
            rows.append(Row(one.label, links.concept(one.kind, one.concept), (kind, shown)))
    return Table(label, ("kind", "of its postings"), tuple(rows))
