"""What an article says: one pass over its lines, keeping the part and the role that are open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rolescope.model import GuideSection, Statement
from rolescope.sources.guides_headings import Heading, Words, load_vocabulary, read_heading
from rolescope.sources.guides_layout import LABEL, Line

_PROSE: frozenset[GuideSection] = frozenset({"definitions", "outlook"})


@dataclass(frozen=True, slots=True)
class Outline:
    """What is known of an article before its statements are read.

    Attributes:
        roles: key to name of the article's roles.
        sole: the role's name if there is only one; it gets what stands under no role.
        taken: numbers of lines that belong to job cards.
        lenient: whether any heading that ends in a known one counts ("Junior … Requirements").
    """

    roles: Mapping[Words, str]
    sole: str = ""
    taken: frozenset[int] = frozenset()
    lenient: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """Statements in the text's order, and the parts whose headings were met."""

    statements: tuple[Statement, ...]
    opened: tuple[GuideSection, ...]


def read_statements(text: str, lines: Sequence[Line], outline: Outline) -> Reading:
    """The statements of an article; ordinals count from 1 within a role's part."""
    walk = _Walk(text, lines, outline)
    for number in range(len(lines)):
        walk.step(number)
    counts: Counter[tuple[str, str]] = Counter()
    statements: list[Statement] = []
    for found in _without_prose_beside_lists(walk.found):
        counts[found.role, found.section] += 1
        ordinal = counts[found.role, found.section]
        statements.append(Statement(found.role, found.section, ordinal, found.start, found.end))
    return Reading(tuple(statements), tuple(dict.fromkeys(walk.opened)))


def find_parts(text: str, lines: Sequence[Line], outline: Outline) -> frozenset[str]:
    """The parts that have a heading of their own."""
    headings = _find_headings(text, lines, outline)
    return frozenset(h.part for h in headings if h and h.part not in (None, "other"))


@dataclass(frozen=True, slots=True)
class _Found:
    role: str
    section: GuideSection
    start: int
    end: int
    bullet: bool


def _without_prose_beside_lists(found: Sequence[_Found]) -> Iterator[_Found]:
    """In a part that has a list anywhere, its paragraphs only lead to the list."""
    listed = {f.section for f in found if f.bullet} - _PROSE
    return (f for f in found if f.bullet or f.section not in listed)


def _find_headings(text: str, lines: Sequence[Line], outline: Outline) -> list[Heading | None]:
    """The heading in each line, if any; the title and a table of contents open nothing."""
    longest_first = dict(sorted(outline.roles.items(), key=lambda item: -len(item[0])))
    headings = [
        None
        if number in outline.taken or (number == 0 and not outline.lenient)
        else _heading_of(text[line.start : line.end], line, longest_first, lenient=outline.lenient)
        for number, line in enumerate(lines)
    ]
    for number in _find_contents(headings):
        headings[number] = None
    return headings


def _heading_of(written: str, line: Line, roles: Mapping[Words, str], *, lenient: bool) -> Heading | None:
    """The heading in a line; a list item is one only if numbered, or if it is a role's name alone."""
    if len(written) > 120 or written[-1] in ".!;,":
        return None
    heading = read_heading(written, roles, documents=lenient)
    if heading is None or not line.bullet or line.bullet[-1] in ".)":
        return heading
    return heading if heading.part is None else None


def _find_contents(headings: Sequence[Heading | None]) -> Iterator[int]:
    """Lines of a table of contents: three or more parts' headings with nothing between them."""
    run: dict[str, int] = {}
    for number, heading in enumerate([*headings, None]):
        part = heading.part if heading else None
        name = " ".join((part, *heading.choices)) if heading and part else ""
        if name and name not in run:
            run[name] = number
            continue
        yield from run.values() if len(run) >= 3 else ()
        run = {name: number} if name else {}


@dataclass(slots=True)
class _Walk:
    """The part and role that are open at a line.

    ``outer`` is a role whose own parts follow it (role, then parts); ``muted`` is set where what follows
    belongs to no known heading until the next one.
    """

    text: str
    lines: Sequence[Line]
    outline: Outline
    found: list[_Found] = field(default_factory=list)
    opened: list[GuideSection] = field(default_factory=list)
    headings: list[Heading | None] = field(init=False)
    own: frozenset[str | None] = field(init=False)
    section: GuideSection | None = None
    level: int = 0
    role: str = ""
    role_level: int = 0
    outer: str = ""
    muted: bool = False

    def __post_init__(self) -> None:
        self.headings = _find_headings(self.text, self.lines, self.outline)
        self.own = frozenset(heading.part for heading in self.headings if heading)

    def step(self, number: int) -> None:
        line, heading = self.lines[number], self.headings[number]
        if number in self.outline.taken:
            self.muted = True
        elif heading is not None:
            self.muted = False
            self._open_part(number, heading) if heading.part else self._open_role(number, heading)
        elif line.level:
            self._meet_unknown(line.level)
        elif self.text[line.start : line.end].casefold().startswith(load_vocabulary().closing):
            self.muted = True
        elif self.section and not self.muted:
            self._add(line, self.section)

    def _open_part(self, number: int, heading: Heading) -> None:
        self.section = self._choose(heading)
        self.level, self.role_level = self.lines[number].level, 0
        if self._at(number + 1, role_only=True):
            self.outer = ""
        self.role = heading.role or self.outer
        if self.section:
            self.opened.append(self.section)

    def _choose(self, heading: Heading) -> GuideSection | None:
        if heading.part == "either":
            return next((part for part in heading.choices if part not in self.own), heading.choices[0])
        return None if heading.part is None or heading.part == "other" else heading.part

    def _open_role(self, number: int, heading: Heading) -> None:
        self.role, self.role_level = heading.role, self.lines[number].level
        if self.section is None or self._at(number + 1, role_only=False):
            self.outer, self.section = heading.role, None

    def _at(self, number: int, *, role_only: bool) -> bool:
        heading = self.headings[number] if number < len(self.headings) else None
        return heading is not None and (heading.part is None) == role_only

    def _meet_unknown(self, level: int) -> None:
        """A heading of no known words closes its equals; below them it only divides a list."""
        if not self.level or level <= self.level:
            self.section = None
        elif self.role_level and level <= self.role_level:
            self.muted = True

    def _add(self, line: Line, section: GuideSection) -> None:
        role, start = self._role_of(line, section)
        if self.text[line.end - 1] == ":" or (section == "definitions" and not role):
            return
        self.found.append(_Found(role or self.outline.sole, section, start, line.end, bool(line.bullet)))

    def _role_of(self, line: Line, section: GuideSection) -> tuple[str, int]:
        """The role a line speaks of, and where its words begin behind a "Role:" label."""
        label = LABEL.match(self.text, line.start, line.end)
        labelled = self.outline.roles.get(load_vocabulary().key(label["label"])) if label else None
        if label and labelled:
            return labelled, label.end()
        role = self.role or self.outline.sole
        if section == "definitions" and not role:
            role = self._named_first(self.text[line.start : line.end])
        return role, line.start

    def _named_first(self, written: str) -> str:
        """The role a sentence begins with: the longest, so that "Lead X" is not read as "X"."""
        key = load_vocabulary().key(written[:200])
        names = [
            (len(words), name) for words, name in self.outline.roles.items() if key[: len(words)] == words
        ]
        return max(names)[1] if names else ""
