"""The text of a checked article as blocks, with its claims marked in place and a note beside each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from rolescope.analyse.check_results import ArticleCheck, CheckedLine
from rolescope.present.html.figures import Figure
from rolescope.present.html.verdicts import TO_CORRECT

_HEAD = 80  # characters: a line without a full stop and no longer than this reads as a heading
_BESIDE = 3  # notes that fit beside a paragraph; more stand below it in columns


@dataclass(frozen=True, slots=True)
class Note:
    """What is said of one claim, or of a family of them.

    Attributes:
        number: of the claim in its article, from 1; 0 for a family.
        id: of the note's element; ``mark`` that of the words it is about.
        verdict, sign, label: which, as a character, in words.
        name: what the claim is about.
        figures: each opens its evidence.
        reason: in one plain sentence.
        official: the published figure, where the reason does not give it already.
    """

    number: int
    id: str
    mark: str
    verdict: str
    sign: str
    label: str
    leaning: bool
    name: str
    reason: str
    figures: tuple[Figure, ...] = ()
    official: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A claim's place and its note."""

    start: int
    end: int
    note: Note


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a text.

    Attributes:
        text: its words.
        verdict: of the innermost claim they belong to; "" where they belong to none.
        leaning: whether that verdict does not hold firmly.
        silent: whether they belong to a sentence that states nothing that can be checked.
        notes: of the claims that end here.
    """

    text: str
    verdict: str = ""
    leaning: bool = False
    silent: bool = False
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the article, or a cell of its tables.

    Attributes:
        kind: "head", "item", "cell" or "text".
        lead: the bullet as written; of a cell the heads of its row and column.
        runs: the words.
        notes: of the claims that begin here, in their order; those of families behind their first members.
        wide: whether there are too many notes to stand beside the words.
    """

    kind: str
    lead: str
    runs: tuple[Run, ...]
    notes: tuple[Note, ...]
    wide: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks of one kind that follow each other."""

    kind: str
    blocks: tuple[Block, ...]


def mark_article(article: ArticleCheck, spans: Sequence[Span], families: Sequence[Span]) -> tuple[Group, ...]:
    """An article's blocks in groups.

    Args:
        article: its text, lines and silent sentences.
        spans: one for each claim, in the order of the text.
        families: their notes, placed where the first member is.
    """
    lines = [line for line in _cover(article, spans) if line.end > line.start]
    if (
        lines
        and article.text[lines[0].start : lines[0].end] == article.title
        and not _within(spans, lines[0])
    ):
        lines = lines[1:]  # the page says the title itself
    blocks = (_block(article, line, spans, families) for line in lines)
    return tuple(Group(kind, tuple(found)) for kind, found in groupby(blocks, key=lambda block: block.kind))


def _cover(article: ArticleCheck, spans: Sequence[Span]) -> list[CheckedLine]:
    """The article's lines, and claims that stand in none of them as lines of their own, at their places."""
    lines = sorted(article.lines, key=lambda line: line.start)
    starts = [line.start for line in lines]
    apart: list[CheckedLine] = []
    for span in spans:
        at = bisect_right(starts, span.start)
        reached = max([0, *(line.end for line in (*lines[at - 1 : at], *apart[-1:]))])
        if span.start >= reached:
            apart.append(CheckedLine(span.start, min([span.end, *starts[at : at + 1]])))
    return sorted([*lines, *apart], key=lambda line: line.start)


def _block(
    article: ArticleCheck, line: CheckedLine, spans: Sequence[Span], families: Sequence[Span]
) -> Block:
    mine = _within(spans, line)
    notes = tuple(span.note for span in (*mine, *_within(families, line)))
    runs = tuple(_runs(article.text, line, mine, _inside(article.silent, line)))
    lead = ", ".join(part for part in (line.row, line.column) if part) if line.cell else line.bullet
    return Block(_kind(article.text, line, mine), lead, runs, notes, len(notes) > _BESIDE)


def _kind(text: str, line: CheckedLine, spans: Sequence[Span]) -> str:
    if line.cell:
        return "cell"
    if line.bullet:
        return "item"
    words = text[line.start : line.end].rstrip()
    short = len(words) <= _HEAD and not spans and not words.endswith((".", "!", "?", ",", ";"))
    return "head" if line.level or short else "text"


def _within(spans: Sequence[Span], line: CheckedLine) -> Sequence[Span]:
    first = bisect_left(spans, line.start, key=lambda span: span.start)
    return spans[first : bisect_left(spans, line.end, key=lambda span: span.start)]


def _inside(silent: Sequence[tuple[int, int]], line: CheckedLine) -> list[tuple[int, int]]:
    first = bisect_left(silent, line.start, key=lambda span: span[1])
    last = bisect_left(silent, line.end, key=lambda span: span[0])
    return [(max(a, line.start), min(b, line.end)) for a, b in silent[first:last] if b > line.start]


def _runs(
    text: str, line: CheckedLine, spans: Sequence[Span], silent: Sequence[tuple[int, int]]
) -> Iterator[Run]:
    """The line cut wherever a claim or a silent sentence begins or ends."""
    waiting = deque((min(span.end, line.end), span) for span in spans)
    places = [line.start, line.end, *(place for end, span in waiting for place in (span.start, end))]
    cuts = sorted({*places, *(place for pair in silent for place in pair)})
    quiet, open_ = deque(silent), []
    for start, end in pairwise(cuts):
        while waiting and waiting[0][1].start <= start:
            open_.append(waiting.popleft())
        open_ = [(stop, span) for stop, span in open_ if stop > start]
        while quiet and quiet[0][1] <= start:
            quiet.popleft()
        ending = sorted((span.note for stop, span in open_ if stop == end), key=lambda note: note.number)
        run = Run(text[start:end], silent=bool(quiet and quiet[0][0] <= start), notes=tuple(ending))
        inner = min((span for _, span in open_), key=_weight, default=None)
        yield run if inner is None else replace(run, verdict=inner.note.verdict, leaning=inner.note.leaning)


def _weight(span: Span) -> tuple[int, int, int]:
    """The shortest claim marks the words; of equally long ones the most serious."""
    verdict = span.note.verdict
    place = TO_CORRECT.index(verdict) if verdict in TO_CORRECT else len(TO_CORRECT)
    return span.end - span.start, place, span.note.number
