"""A check of articles as a view: what it comes to first, then each article with its claims marked in place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rolescope.analyse.check_results import (
    ArticleCheck,
    CheckAnswer,
    CheckedClaim,
    CheckedFamily,
    CheckedRole,
    Disagreement,
    Missing,
    RoleFinding,
    Statement,
    Verdict,
)
from rolescope.analyse.lookup_answers import SamplesAnswer
from rolescope.present.html.environment import render, upper_first
from rolescope.present.html.figures import Figure, Row, Table
from rolescope.present.html.links import FileLinks, Links
from rolescope.present.html.marked import Group, Note, Span, mark_article
from rolescope.present.html.options import EvidenceSample
from rolescope.present.html.roles import LIMITS, citation, layer_lines
from rolescope.present.html.single import evidence_samples
from rolescope.present.html.verdicts import NAMES, TO_CORRECT, VerdictName, verdict_label
from rolescope.present.wording import KIND_NAMES, percent, plural

_BAR = 1000  # units of the bar's width
_SHOWN = 12  # rows of a table before "more"


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many claims have a verdict; ``at`` and ``width`` place it in a bar of 1,000 units."""

    name: VerdictName
    count: int
    at: float
    width: float


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
        told: what its claims come to, in one sentence.
        bar: its verdicts.
        groups: its text.
        corrections: what a publisher should mend first.
        missing: what postings of each role show and it never names.
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


@dataclass(frozen=True, slots=True)
class VoicesView:
    """How many voices stand behind what several articles say of one role."""

    role: str
    told: str
    voices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatementView:
    """One thing that two articles or more say of one role."""

    role: str
    says: str
    name: VerdictName
    articles: int
    voices: int


@dataclass(frozen=True, slots=True)
class PositionView:
    """What one article says where articles disagree."""

    article: str
    says: str
    words: str
    name: VerdictName


@dataclass(frozen=True, slots=True)
class DisagreementView:
    """What articles do not agree on."""

    role: str
    about: str
    positions: tuple[PositionView, ...]


@dataclass(frozen=True, slots=True)
class CardView:
    """One job card: what it says, what it is read as."""

    title: str
    told: str
    read_as: str
    note: str
    own: bool


@dataclass(frozen=True, slots=True)
class CheckView:
    """Everything the page of a check shows."""

    title: str
    nav: str
    description: str
    contents: tuple[tuple[str, str], ...]
    filters: Mapping[str, str]
    lead: str
    told: tuple[str, ...]
    verdicts: tuple[VerdictCount, ...]
    claims: int
    silent: int
    articles: tuple[ArticleView, ...]
    voices: tuple[VoicesView, ...]
    statements: tuple[StatementView, ...]
    disagreements: tuple[DisagreementView, ...]
    cards: tuple[CardView, ...]
    cards_told: str
    problems: tuple[str, ...]
    layers: tuple[str, ...]
    limits: str
    cite: str
    evidence: tuple[EvidenceSample, ...]
    keep: bool


def check_file(answer: CheckAnswer, samples: SamplesAnswer | None = None) -> str:
    """The page of a check as one file; with ``samples`` its figures open their first documents within."""
    figures = samples.figures if samples else {}
    links = FileLinks.to(figures)
    view = check_view(answer, links)
    return render("check.html", view.with_evidence(evidence_samples(links, figures)), links)
