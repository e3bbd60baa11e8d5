"""Tools that are called as the employer: GitLab's postings name GitLab because GitLab writes them.

The employer is known from its field, or from what firms say of themselves ("At Confluent, we …", "Workiva employees
are required …"). Where the name was only inferred, what the posting asks for still counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from rolescope.cues import fold_label
from rolescope.model import Mention
from rolescope.taxonomy.concepts import load_concepts
from rolescope.text import Text

_ASKED = frozenset({"requirements", "preferred"})
_BEFORE = (" at ", "\nat ")
_AFTER_AT = (", we", ", you", ", our", ", i", " you will", " you'll", " you’ll", ":\n", "\n", ": https", "?")
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
    "'s mission",
    "'s values",
    "’s mission",
    "’s values",
)


def drop_own_products(text: Text, mentions: Sequence[Mention], employer: str) -> Sequence[Mention]:
    """The mentions without tools that are called as the employer, nor unlinked ones that hold its name."""
    name = fold_label(employer)
    if name:
        mentions = [m for m in mentions if m.concept or name not in fold_label(m.label)]
    if name and name in _tool_names():
        return [m for m in mentions if m.kind != "tool" or fold_label(m.label) != name]
    own = set(_inferred(text, mentions))
    if not own:
        return mentions
    return [m for m in mentions if m.kind != "tool" or m.concept not in own or m.section in _ASKED]


def _inferred(text: Text, mentions: Iterable[Mention]) -> Iterable[str]:
    lower = text.lower
    for mention in mentions:
        start, end = mention.start, mention.end
        if mention.kind == "tool" and start is not None and end is not None and mention.concept:
            at = lower.endswith(_BEFORE, 0, start) and lower.startswith(_AFTER_AT, end)
            if at or lower.startswith(_SAYS, end) or lower.endswith(_ALONE, 0, start):
                yield mention.concept


@cache
def _tool_names() -> frozenset[str]:
    return frozenset(fold_label(concept.label) for concept in load_concepts() if concept.kind == "tool")
