"""Tools that are called as the employer: GitLab's postings name GitLab because GitLab writes them.

The employer is known from its field, or from what firms say of themselves ("At Confluent, we …", "Workiva employees
are required …"). Where the name was only inferred, what the posting asks for still counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, partial

from rolescope.cues import fold_label
from rolescope.extract.labels import native_reader
from rolescope.model import Mention
from rolescope.taxonomy.concepts import load_concepts
from rolescope.text import Text

_ASKED = frozenset({"requirements", "preferred"})
_BEFORE = (" at ", "\nat ")
_AFTER_AT = (", we", ", you", ", our", ", i", " you will", " you'll", " you’ll", ":\n", "\n", ": https", "?")
_BRACKET = re.compile(r" \([^()\n]{1,12}\)")  # "At Amazon Web Services (AWS), we …"
_ALONE = ("join ", "join the ", "life at ", "working at ", "work at ", "careers at ", "here at ", "why ")
_SAYS = (
    " employees",
    " is an equal",
    " is committed to",
    " is hiring",
    " is looking for",
    " is proud to",
    " is seeking",
    " participates in e-verify",
    " team members",
    " believes",
    " empowers",
    " employee ",
    " careers",
    " helps ",
    " is a global",
    " is building",
    " is on a mission",
    " is the world",
    " offers ",
    " provides ",
    " was founded",
)
# a look-up of three letters takes a fifth of the time of twenty comparisons
_LETTERS = 3
_HEADS = tuple(sorted({said[:_LETTERS] for said in _SAYS}))
_TAILS = tuple(sorted({said[-_LETTERS:] for said in (*_ALONE, *_BEFORE)}))
_APOSTROPHES = "'’"  # a sign is found in a tenth of the time of three
_OWNED = (  # "Mixpanel's customers" speaks of the firm, whose product the other mentions are
    "candidate",
    "commitment",
    "compensation",
    "culture",
    "customers",
    "employees",
    "growth",
    "headquarters",
    "mission",
    "office",
    "people",
    "privacy",
    "success",
    "team",
    "values",
    "vision",
)
_IS_A_FIRM = re.compile(  # "Neo4j is the leading graph database …" at the start of a sentence
    r" is (?:an?|the|one of the) [^.\n]{0,50}\b(?:company|platform|provider|leader|leading|pioneer|startup|open[- ]source)\b"
)
_STARTS = ("\n", ". ", "! ", "? ", ": ", "® ")


def drop_own_products(text: Text, mentions: Sequence[Mention], employer: str) -> Sequence[Mention]:
    """The mentions without tools that are called as the employer, nor unlinked ones that hold its name."""
    name = fold_label(employer)
    if name:
        mentions = [m for m in mentions if m.concept or name not in fold_label(m.label)]
    if name and name in _tool_names():
        return [m for m in mentions if m.kind != "tool" or fold_label(m.label) != name]
    story = _Story(text)
    firms = [m for m in possible_firms(text.lower, mentions) if story.tells_of(m)]
    own = {m.concept for m in firms}
    if story.owners:
        own.update([m.concept for m in mentions if m.kind == "tool" and m.concept and story.owns(m)])
    if not own:
        return mentions
    return [
        m
        for m in mentions
        if m.kind != "tool" or m.concept not in own or (m.section in _ASKED and m not in firms)
    ]


def possible_firms(lower: str, mentions: Sequence[Mention]) -> Sequence[Mention]:
    """Linked tools beside which at least the letters stand that a firm's words have, one in fifteen."""
    reader = native_reader()
    if reader is not None:
        return reader.tools_beside(lower, mentions, _HEADS, _TAILS)
    return list(filter(partial(is_beside, lower), mentions))


def is_beside(lower: str, mention: Mention) -> bool:
    start, end = mention.start, mention.end
    if mention.kind != "tool" or not mention.concept or start is None or end is None:
        return False
    if lower[end : end + _LETTERS] in _HEADS or mention.section == "about":
        return True
    return lower[max(0, start - _LETTERS) : start] in _TAILS


class _Story:
    """What a posting says of the firm that wrote it."""

    def __init__(self, text: Text) -> None:
        self._lower = text.lower
        self.owners = frozenset(_owners(text.lower))

    def owns(self, mention: Mention) -> bool:
        """Whether the mention is called as what has a mission, customers, a team."""
        return self._lower[mention.start : mention.end] in self.owners

    def tells_of(self, mention: Mention) -> bool:
        """Whether the words beside a mention are those of the posting's firm."""
        lower, start, end = self._lower, mention.start, mention.end
        if start is None or end is None:
            return False
        if lower.startswith(_SAYS, end):
            return True
        if lower.endswith(_ALONE, 0, start):
            return True
        if lower.endswith(_BEFORE, 0, start):
            bracket = _BRACKET.match(lower, end)
            if lower.startswith(_AFTER_AT, bracket.end() if bracket else end):
                return True
        if mention.section == "about" and (not start or lower.endswith(_STARTS, 0, start)):
            return _IS_A_FIRM.match(lower, end) is not None
        return False


def _owners(lower: str) -> Iterable[str]:
    """Words that own what only a firm does: "mixpanel" of "mixpanel's customers"."""
    for mark in _APOSTROPHES:
        at = lower.find(mark)
        while at >= 0:
            if lower.startswith("s ", at + 1) and lower.startswith(_OWNED, at + 3):
                yield lower[lower.rfind(" ", 0, at) + 1 : at].rpartition("\n")[2]
            at = lower.find(mark, at + 1)


@cache
def _tool_names() -> frozenset[str]:
    return frozenset(fold_label(concept.label) for concept in load_concepts() if concept.kind == "tool")
