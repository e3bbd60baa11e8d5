"""Phrases that may be tools or skills which no label covers: members of lists.

A list is parted by commas, slashes, "and" and "or". Its members are candidates where another member was read as
a tool or a skill ("Python, Xyzzy and SQL"), or where the list, be it of one, follows a cue ("experience with …").
The words are data: ``data/tagger/words.toml``.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from rolescope.cues import Entry, Hit, Scanner
from rolescope.model import Kind, Mention
from rolescope.text import SECTION_NAMES, Text

LETTERS: dict[Kind, str] = {
    "tool": "t",
    "skill": "s",
    "soft_skill": "o",
    "certification": "c",
    "field_of_study": "f",
    "industry": "i",
}
READ = frozenset(map(SECTION_NAMES.index, ("duties", "requirements", "preferred", "other")))  # and not silent
_WORD = r"[\w+#&'’-]+(?:\.[\w+#-]+)*"
_WORDS = re.compile(rf"{_WORD}(?: {_WORD}){{0,6}}")
_JOINT = re.compile(
    r"(?: (?:skills|experience|knowledge))?(?:\)?[,/]| &| ?\()\s?(?:(?:and|or|e\.g\.,?|i\.e\.,?|like|such as|including) )*|\)? (?:and/or|and|or|as well as) "
)
JOINTS = frozenset((", ", "/", " and ", " or ", ", and ", ", or ", " & ", " / ", ",", " ("))
BEFORE = (", ", "/")  # before "and" one phrase of 27 is something
BEHIND = (",", "/", " and ", " or ", " &", " (", ")", " as well as ")
_WIDEST = max(map(len, JOINTS))
_NAMED = frozenset("ts")
_OPENING = re.compile("[ .,:(]{0,4}")
_STOPS = re.compile(r"[^\w+#&'’. -]|\. ")
_REACH = 50  # characters before a mention in which a member before it is looked for
_LONGEST = 12  # members of one list that are looked at

Member = tuple[int, int, str]  # start, end, letter of its kind, "" if it is unknown


class Candidate(NamedTuple):
    """A phrase that may be a tool or a skill, and what stands around it.

    Attributes:
        start: where it starts in the text as stored.
        end: where it ends.
        cue: the cue its list follows; "" if there is none.
        head: the word before the cue or the list, "" if there is none.
        left: letter of the member before it; "" if that is unknown, "^" if it is the first.
        right: letter of the member behind it; "" if that is unknown, "$" if it is the last.
        kinds: letters of the kinds in the list, each once, in order.
    """

    start: int
    end: int
    cue: str
    head: str
    left: str
    right: str
    kinds: str


class Words(NamedTuple):
    """The packaged words beside tools and skills."""

    before: frozenset[str]
    parting: frozenset[str]
    opening: frozenset[str]
    closing: frozenset[str]


@cache
def packed_words() -> Words:
    text = files("rolescope.data").joinpath("tagger", "words.toml").read_text("utf-8")
    lists = tomllib.loads(text)
    return Words(*(frozenset(lists[name]) for name in Words._fields))


@cache
def unseen_entries() -> tuple[Entry, ...]:
    """Cues before tools and skills as entries of a scanner."""
    return tuple(Entry("unseen", cue, cue) for cue in sorted(packed_words().before))


@cache
def _scanner() -> Scanner:
    return Scanner(unseen_entries())


def unseen_cues(text: Text) -> Sequence[Hit]:
    """Cues before tools and skills, found here unless the text's scanner found them already."""
    return text.cues["unseen"] if "unseen" in text.cues else _scanner().scan(text.folded)["unseen"]


def find_candidates(text: Text, found: Sequence[Mention]) -> list[Candidate]:
    """Candidates outside of what was found, in order.

    Args:
        text: the text.
        found: what was read in it; duties are passed over.
    """
    known = [(m.start, m.end, LETTERS[m.kind]) for m in found if m.kind in LETTERS and m.start is not None]
    return _ListReader(text, sorted(known)).candidates(unseen_cues(text))  # type: ignore[arg-type]


class _ListReader:
    """Reads the lists of one text that follow a cue or hold a tool or skill."""

    def __init__(self, text: Text, known: list[Member]) -> None:
        self._text = text
        self._raw = text.raw
        self._known = known
        self._starts = [start for start, _, _ in known]
        self._number = {start: at for at, start in enumerate(self._starts)}

    def candidates(self, cues: Sequence[Hit]) -> list[Candidate]:
        """What stands in the lists."""
        lists = [(end, start, cue) for start, end, cue in cues]
        lists += [(first, first, "") for first in self._heads()]
        lists.sort()
        found: list[Candidate] = []
        taken = 0
        sections = self._text.section_map
        for at, before, cue in lists:
            if at >= taken and (not sections or sections[at] in READ):
                members, taken = self._members(_OPENING.match(self._raw, at).end() if cue else at)  # type: ignore[union-attr]
                found += self._describe(members, cue, before)
        return found

    def _heads(self) -> Iterator[int]:
        """Where lists begin that hold a tool or skill and an unknown member beside the known ones.

        Lists that are known from end to end are told from the gaps alone.
        """
        raw, head, last, named = self._raw, 0, -_WIDEST, False
        for start, end, kind in (*self._known, (len(raw) + _WIDEST, 0, "")):
            if start - last > _WIDEST or raw[last:start] not in JOINTS:
                if named and raw.startswith(BEHIND, last):
                    yield head
                head, named = start, False
                if start - last > 1 and kind in _NAMED and raw.endswith(BEFORE, max(last, 0), start):
                    yield self._first(start, max(last, 0))
            named = named or kind in _NAMED
            last = end

    def _first(self, start: int, low: int) -> int:
        """Where the member before ``start`` begins, if it is a phrase that goes on from no mention; else ``start``."""
        raw = self._raw
        low = max(low, start - _REACH)
        before = raw[low:start].rstrip(",/ ")
        stop = max((m.end() for m in _STOPS.finditer(before)), default=0)
        words = before[stop:].split(" ")[-4:]
        parting = packed_words().parting
        while words and (not words[0] or any(word.lower() in parting for word in words)):
            words.pop(0)
        length = len(" ".join(words))
        first = low + len(before) - length
        goes_on = first <= low or (first == low + 1 and raw[low] == " ")
        return start if not length or (goes_on and first) else first

    def _members(self, at: int) -> tuple[list[Member], int]:
        """The members of the list at ``at``, and where it ends."""
        members: list[Member] = []
        while len(members) < _LONGEST and (member := self._member_at(at)):
            members.append(member)
            at = member[1]
            joint = _JOINT.match(self._raw, at)
            if joint is None:
                break
            at = joint.end()
        return members, at

    def _member_at(self, at: int) -> Member | None:
        """What stands at ``at``: the mention in its words if there is one, else the words."""
        number = self._number.get(at)
        if number is not None:
            return self._known[number]
        words = _WORDS.match(self._raw, at)
        if words is None:
            return None
        start, end = cut(self._raw, at, words.end())
        number = bisect_left(self._starts, at)
        if number and self._known[number - 1][1] > at:
            return self._known[number - 1]
        if number < len(self._starts) and self._starts[number] < end:
            return self._known[number]
        return (start, end, "") if start < end else None

    def _describe(self, members: Sequence[Member], cue: str, before: int) -> Iterator[Candidate]:
        """Those of the members that are unknown, if the list is one of tools or skills."""
        kinds = [kind for _, _, kind in members]
        if "" not in kinds or not (cue or "t" in kinds or "s" in kinds):
            return
        head, among = _last_word(self._text.lower, before), "".join(sorted(set(kinds)))
        around = ["^", *kinds, "$"]
        for number, (start, end, kind) in enumerate(members):
            if not kind:
                yield Candidate(start, end, cue, head, around[number], around[number + 2], among)


def _last_word(lower: str, before: int) -> str:
    """The word that ends at most four characters before a place, "" if there is none or a line ends between.

    >>> _last_word("tools (e.g. ", 12), _last_word("frameworks such", 11), _last_word("end.\\n- ", 7)
    ('e.g', 'frameworks', '')
    """
    if "\n" in (gap := lower[max(0, before - 3) : before]) or not gap:
        return ""
    words = lower[max(0, before - 24) : before].rstrip(" (:,.").split()
    return words[-1].lstrip("(")[-16:] if words else ""


def cut(raw: str, start: int, end: int) -> tuple[int, int]:
    """A phrase up to the first word that parts it, without degrees before and "skills" behind.

    >>> text = "a strong event sourcing experience in payments"
    >>> start, end = cut(text, 0, len(text))
    >>> text[start:end]
    'event sourcing'
    """
    _, parting, opening, closing = packed_words()
    words = raw[start:end].split(" ")
    kept: list[str] = []
    for word in words:
        lower = word.lower()
        if lower in parting:
            break
        if not kept and lower in opening:
            start += len(word) + 1
        else:
            kept.append(word)
    while kept and kept[-1].lower() in closing:
        kept.pop()
    return start, start + len(" ".join(kept))
