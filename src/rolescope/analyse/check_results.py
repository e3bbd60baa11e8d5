"""What a check of articles answers, as frozen values: the same objects the terminal, JSON, pages and API show.

Offsets count code points of the article's text as read, half open, like those of ``model.Claim``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from rolescope.analyse.answers import EvidenceSummary
from rolescope.analyse.results import Basis
from rolescope.model import Claim, Kind, Level, Problem

Verdict = Literal[
    "supported",
    "mixed",
    "rare",
    "contradicted",
    "outdated",
    "misattributed",
    "not_enough_evidence",
    "not_checkable",
]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class RoleFinding:
    """What the postings of one role say of a claim's concept.

    Attributes:
        role: key of the role query the claim is said of.
        verdict: of this role alone, before a denial is turned round.
        key: of the figure, which ``rolescope evidence`` opens; "" where there is none.
        n, k: countable postings, and those that name the concept.
        share, low, high: weighted share and its 95 % interval; None where there is too little to tell.
        rank, of: place among the role's concepts of that kind, the most frequent first; None where none names it.
    """

    role: str
    verdict: Verdict
    key: str
    n: int
    k: int
    share: float | None = None
    low: float | None = None
    high: float | None = None
    rank: int | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """One claim and what the evidence says of it.

    Attributes:
        claim: as it was read.
        text: its words.
        label: what people call its concept; "" where it has none.
        verdict: what the evidence says.
        leaning: whether the verdict holds in fewer than 90 % of the samples drawn anew.
        stability: part of the samples drawn anew in which the verdict is the same; None where nothing was drawn.
        reason: why, in one plain sentence.
        keys: of the figures in the reason, which ``rolescope evidence`` opens.
        share, low, high, n, k, rank: of the first role; ``findings`` has them of every role.
        official: the published figure in one sentence, with its source and edition; "" where none is meant.
    """

    claim: Claim
    text: str
    label: str
    verdict: Verdict
    reason: str
    leaning: bool = False
    stability: float | None = None
    keys: tuple[str, ...] = ()
    share: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    k: int | None = None
    rank: int | None = None
    official: str = ""
    findings: tuple[RoleFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedFamily:
    """Claims that stand as examples or choices of one class; ``members`` are places in ``ArticleCheck.claims``."""

    id: str
    verdict: Verdict
    reason: str
    members: tuple[int, ...]
    leaning: bool = False
    stability: float | None = None


@dataclass(frozen=True, slots=True)
class CheckedRole:
    """A role of an article, and on which postings its claims are judged.

    Attributes:
        query: key of the role query.
        label: as people read it.
        basis: "level": postings at the level (or of the role where none was said); "all_levels": too few at the
            level; "none": too few at all.
        note: what stands behind ``basis`` in one sentence, "" where it is as asked.
    """

    query: str
    label: str
    role: str
    level: Level | None
    basis: Basis
    countable: int
    employers: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class NeverNamed:
    """A concept or duty that a role's postings show often and the article never names."""

    role: str
    kind: Kind
    concept: str
    label: str
    key: str
    n: int
    k: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """A line of an article, or a cell of its tables: what a page needs to set the article again."""

    start: int
    end: int
    level: int = 0
    bullet: str = ""
    row: str = ""
    column: str = ""
    cell: bool = False


@dataclass(frozen=True, slots=True)
class ArticleCheck:
    """One article, checked.

    Attributes:
        name: of its file.
        title: its first line.
        text: as read; every offset counts its code points.
        lines: in order.
        roles: whose claims are checked, in the article's order.
        claims: in the order of the text.
        families: of claims.
        sentences: spans of all sentences.
        silent: spans of those that state nothing that can be checked.
        verdicts: how many claims have which verdict; all verdicts are named.
        stable: part of the verdicts that is the same over all samples drawn anew; None where nothing was drawn.
        missing: what it does not say, by role and then the most frequent first.
    """

    name: str
    title: str
    text: str
    lines: tuple[CheckedLine, ...]
    roles: tuple[CheckedRole, ...]
    claims: tuple[CheckedClaim, ...]
    families: tuple[CheckedFamily, ...]
    sentences: tuple[tuple[int, int], ...]
    silent: tuple[tuple[int, int], ...]
    verdicts: dict[str, int]
    stable: float | None
    missing: tuple[NeverNamed, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """Articles that say the same of one role nearly word for word: one voice, however many they are.

    Attributes:
        role: key of the role query.
        articles: their names; one alone is a voice too.
        shared: sentences that stand in two of them or more.
    """

    role: str
    articles: tuple[str, ...]
    shared: int = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that two articles or more say of one role, and how many voices that is."""

    role: str
    kind: str
    concept: str
    label: str
    denied: bool
    verdict: Verdict
    articles: tuple[str, ...]
    voices: int


@dataclass(frozen=True, slots=True)
class Position:
    """What one article says where articles disagree; the span is that of its claim."""

    article: str
    says: str
    start: int
    end: int
    text: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What articles do not agree on of one role."""

    role: str
    about: str
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class CheckedCard:
    """A job card beside the articles, once however often it stands there.

    Attributes:
        articles: names of the articles it stands beside.
        role, level: what its title is read as; "" where it is no packaged role.
        label: of the role.
        own: names of the articles whose roles it belongs to.
        note: the same in one sentence.
    """

    title: str
    employer: str
    location: str
    pay: str
    articles: tuple[str, ...]
    role: str
    level: Level
    label: str
    own: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """The answer of ``check``.

    Attributes:
        concepts: labels by "kind/concept".
        verdicts: over all articles; all verdicts are named.
        stable: part of all drawn verdicts that stays the same; None where nothing was drawn.
        statements: said by two articles or more.
        problems: what could not be read as an article.
    """

    schema: str
    version: str
    evidence: EvidenceSummary
    concepts: dict[str, str]
    articles: tuple[ArticleCheck, ...]
    verdicts: dict[str, int]
    stable: float | None
    voices: tuple[Voice, ...]
    statements: tuple[Statement, ...]
    disagreements: tuple[Disagreement, ...]
    cards: tuple[CheckedCard, ...]
    problems: tuple[Problem, ...] = ()
