"""The sentences of an article, each with the part and the roles it stands under.

Headings nest by their level; where a text marks none, roles stand within parts if their names recur, else parts within
roles. A label before a colon opens a part for its line ("Tools: Docker"), a table's heads for their cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from rolescope.extract.claims_roles import RoleNames, read_role
from rolescope.extract.claims_words import compile_words, load_words

if TYPE_CHECKING:
    from rolescope.sources.articles import Article, ArticleLine

_END = re.compile(r"(?<=[.!?])[\"”'’)*]*\s+(?=[\"“'(*]*[A-Z0-9])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:vs|e\.g|i\.e|etc|incl|Mr|Ms|Dr|Ph\.D|M\.S|B\.S|U\.S|Inc|Ltd|approx|No|Sr|Jr)\.|\b[A-Z]\.)$"
)
_LABEL = re.compile(r"(?P<label>[^:.!?\n]{2,70}?)\s*(?::|\s[–—])\s+(?=\S)")
_CLOSING = (
    "in conclusion",
    "to conclude",
    "in summary",
    "to sum up",
    "in closing",
    "to summarize",
    "to summarise",
)
_NO_SENTENCE = re.compile(
    r"(?i)\W*(?:copyright|©|all rights reserved|table of contents|read more|share this|by [\w .]{3,40}(?:\||$)|(?:updated|published|posted)(?: on)? \w+ \d)"
)
_LONGEST = 1_500  # characters of a sentence
_HEADING = 120  # characters of an unmarked heading at most
_NAMED_FIRST = ("tips", "closing", "duties", "definitions")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, list item or cell.

    Attributes:
        start: where it begins, behind a bullet.
        end: behind its last character.
        block: the number of its paragraph.
        part: what its heading opens, "" where it is none that is known.
        roles: keys of the roles its heading names; none where it names none.
        label: where the label before its colon ends, its own start where there is none.
        body: where what is said begins, behind label and colon.
        item: whether it is a list item or a cell, in which a word may stand for a sentence.
        section: the number of headings above it.
        head: the nearest heading, or the head of its row.
    """

    start: int
    end: int
    block: int
    part: str = ""
    roles: tuple[str, ...] = ()
    label: int = 0
    body: int = 0
    item: bool = False
    section: int = 0
    head: str = ""


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    part: str
    roles: tuple[str, ...]
    words: str


def read_part(words: str) -> str:
    """The part a heading opens, "" if none or several of equal weight.

    >>> read_part("Educational Backgrounds"), read_part("Skills and Education"), read_part("Soft skills")
    ('education', '', 'skills')
    """
    lower = " ".join(re.split(r"[\s/&-]+", words.lower()))
    found = [part for part, pattern in _part_patterns().items() if pattern.search(lower)]
    first = next((part for part in _NAMED_FIRST if part in found), "")
    return first or (found[0] if len(found) == 1 else "")


@cache
def _part_patterns() -> Mapping[str, re.Pattern[str]]:
    return {part: compile_words(words) for part, words in load_words()["parts"].items()}


def read_sentences(article: Article, names: RoleNames) -> tuple[Sentence, ...]:
    """All sentences of an article in order; titles and headings are none."""
    return tuple(_Walk(article, names).walk())


class _Walk:
    """Goes over the lines, keeping the headings that are open."""

    def __init__(self, article: Article, names: RoleNames) -> None:
        self._article = article
        self._names = names
        self._text = article.text
        self._open: list[_Heading] = []
        self._section = 0
        lines = article.lines[1:] if len(article.lines) > 1 else article.lines
        self._lines = [line for line in lines if not _NO_SENTENCE.match(article.text, line.start, line.end)]
        self._marked = any(line.level for line in lines)
        self._inner = self._are_roles_inner()

    def _are_roles_inner(self) -> bool:
        """Whether roles stand under parts: some role's name heads several of them."""
        heads = Counter(
            roles
            for at, line in enumerate(self._lines)
            if self._is_heading(at)
            and (roles := self._roles_of(self._written(line)))
            and not self._part_of(line)
        )
        return any(count > 1 for count in heads.values())

    def walk(self) -> Iterator[Sentence]:
        for at, line in enumerate(self._lines):
            if self._is_heading(at):
                self._enter(line)
            else:
                yield from self._read(at, line)

    def _written(self, line: ArticleLine) -> str:
        return self._text[line.start : line.end]

    def _is_heading(self, at: int) -> bool:
        line = self._lines[at]
        written = self._written(line)
        if line.level or line.cell or line.bullet:
            return bool(line.level)
        label = _LABEL.match(written)
        if len(written) > _HEADING or written[-1] in ".!;," or (label and read_part(label["label"])):
            return False
        known = bool(self._roles_of(written) or read_part(written))
        lonely = (
            not self._marked and "," not in written and at + 1 < len(self._lines) and written[0].isupper()
        )
        return known and len(written.split()) <= 8 if self._marked else known or lonely

    def _enter(self, line: ArticleLine) -> None:
        written = self._written(line)
        roles, part = self._roles_of(written), self._part_of(line)
        level = line.level or (3 if bool(roles) == self._inner and (roles or part) else 2)
        self._open = [heading for heading in self._open if heading.level < level]
        self._open.append(_Heading(level, part, roles, written))
        self._section += 1

    def _part_of(self, line: ArticleLine) -> str:
        return read_part(self._written(line))

    def _roles_of(self, words: str) -> tuple[str, ...]:
        """The one role that a heading or head names; none if it names several."""
        query = read_role(words)
        if query is not None and query.key in self._names.keys:
            return (query.key,)
        hits = self._names.find(words.lower(), 0, len(words))
        named = {role for hit in hits if hit.form == "name" for role in hit.roles}
        return tuple(named) if len(named) == 1 else ()

    def _read(self, at: int, line: ArticleLine) -> Iterator[Sentence]:
        roles = next((heading.roles for heading in reversed(self._open) if heading.roles), ())
        part = next((heading.part for heading in reversed(self._open) if heading.part), "")
        for head in (line.column, line.row):
            roles, part = self._roles_of(head) or roles, read_part(head) or part
        if self._written(line).lower().startswith(_CLOSING):
            roles, part = (), "closing"
        item = bool(line.bullet) or line.cell
        head = line.row or (self._open[-1].words if self._open else "")
        for start, end in split_sentences(self._text, line.start, line.end):
            yield self._label(Sentence(start, end, at, part, roles, start, start, item, self._section, head))

    def _label(self, sentence: Sentence) -> Sentence:
        """The sentence with what its label says: a role, or a part of its own."""
        found = _LABEL.match(self._text, sentence.start, sentence.end)
        if found is None:
            return sentence
        words = found["label"]
        query = read_role(words)
        roles = (query.key,) if query is not None and query.key in self._names.keys else ()
        if not (roles or sentence.item or len(words.split()) <= 3):
            return sentence
        part = _part_of_label(words, sentence.part) if not roles else sentence.part
        return replace(
            sentence, part=part, roles=roles or sentence.roles, label=found.end("label"), body=found.end()
        )


def _part_of_label(words: str, part: str) -> str:
    """A label opens a part of its own where it is nothing but the part's name ("Soft skills", "Pay")."""
    own = read_part(words)
    alone = len(words.split()) <= 2
    return own if own and alone and part not in ("tips", "industries", "duties") else part


def split_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a line; what is longer than any sentence is cut between words.

    >>> text = "It grew, says the U.S. Bureau. Ph.D. holders know vs. learn. Yes."
    >>> [text[a:b] for a, b in split_sentences(text, 0, len(text))]
    ['It grew, says the U.S. Bureau.', 'Ph.D. holders know vs. learn.', 'Yes.']
    """
    for stop in _END.finditer(text, start, end):
        if _ABBREVIATION.search(text, max(start, stop.start() - 8), stop.start()):
            continue
        yield from _cut_long(text, start, stop.start() + len(stop[0].rstrip()))
        start = stop.end()
    yield from _cut_long(text, start, end)


def _cut_long(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        space = text.rfind(" ", start + 1, start + _LONGEST)
        cut = space if space > 0 else start + _LONGEST
        yield start, cut
        start = cut + (space > 0)
    if start < end:
        yield start, end
