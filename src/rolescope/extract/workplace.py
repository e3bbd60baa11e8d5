"""Where the work is done: on site, hybrid, remote, or unstated.

What is structured speaks first (a workplace field, then the place, then the title), then the text. A text
that names days in an office is hybrid though it also says "remote"; work that is remote for a time only
("due to COVID-19") is hybrid too, since the job knows both. A place that names a town says nothing. What
offers a choice ("hybrid or remote") is remote: it can be done so.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rolescope.extract.cues import any_of, read_cues, windows
from rolescope.model import Workplace
from rolescope.text import Text, lower_same_length

_CUES = read_cues("workplace")
_HYBRID, _TEMPORARY, _REMOTE, _NOT_REMOTE, _ONSITE, _TRAP = (
    re.compile(any_of(_CUES[name]))
    for name in ("hybrid", "temporary", "remote", "not_remote", "onsite", "trap")
)
_SHORT: Final = (
    ("hybrid", re.compile(r"\bhybrid\b(?! (?:cloud|mobile|app|infra|data|integration|search))")),
    (
        "remote",
        re.compile(
            r"\bremote(?:ly)?\b(?! (?:sens|support|monitor|access))|\banywhere\b|\btelecommut|work from home|\bwfh\b|home[- ]based|\bworldwide\b|\bdistributed\b(?=\Z)"
        ),
    ),
    (
        "onsite",
        re.compile(
            r"\bon-?\s?site\b(?! (?:support|seo|search))|\bin-?\s?(?:office|person)\b|\boffice[- ]based\b"
        ),
    ),
)
_REACH = 90  # characters around a trigger word that are read


def find_workplace(title: str, location: str, text: Text, workplace_text: str = "") -> Workplace:
    """The workplace a posting states.

    Args:
        title: as written.
        location: as written; "Remote" and the like count, names of towns do not.
        text: the posting.
        workplace_text: a structured field ("Hybrid", "On-site", "TELECOMMUTE").

    >>> from rolescope.text import read_text
    >>> find_workplace("Data Engineer (Remote)", "Boston, MA", read_text("Build pipelines."))
    'remote'
    >>> find_workplace("Engineer", "", read_text("Remote sensing in a hybrid cloud."))
    'unstated'
    """
    for field in (workplace_text, location, title):
        if (found := _from_field(field)) != "unstated":
            return found
    return _from_text(text)


@lru_cache(maxsize=65_536)  # places and fields repeat
def _from_field(field: str) -> Workplace:
    """A workplace named in a short field; "Remote or Hybrid" is remote."""
    lower = lower_same_length(field)
    if not lower or _NOT_REMOTE.search(lower):
        return "onsite" if lower else "unstated"
    named = [name for name, words in _SHORT if words.search(lower)]
    if "remote" in named:
        return "hybrid" if "hybrid" in named and " or " not in lower else "remote"
    return "hybrid" if "hybrid" in named else "onsite" if named else "unstated"


def _from_text(text: Text) -> Workplace:
    lower = text.lower
    spans = windows(text.triggers("workplace"), len(lower), before=_REACH, after=_REACH)
    if not spans:
        return "unstated"
    near = "\n\n".join(_TRAP.sub("", lower[start:end]) for start, end in spans)
    if _TEMPORARY.search(near):
        return "hybrid"
    remote = _REMOTE.search(near) if not _NOT_REMOTE.search(near) else None
    if any(hint in near for hint in _CUES["hybrid_hint"]) and _HYBRID.search(near):
        return "hybrid"
    if remote:
        return "remote"
    return "onsite" if _ONSITE.search(near) or _NOT_REMOTE.search(near) else "unstated"
