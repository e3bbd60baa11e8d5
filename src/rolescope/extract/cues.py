"""Cue words of the fact extractors: kept as data, composed here.

A cue file (data/cues/NAME.toml) holds lists of regular expressions over lower-case text, by what they
signal. ``heading_wish`` reads from the nearest heading above a position whether what stands there is
asked for or only wished for.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import groupby

from rolescope.text import Text

_BORDER = r"\b"


@cache
def read_cues(name: str) -> dict[str, tuple[str, ...]]:
    """The cue lists of one packaged file.

    Raises:
        ValueError: if a list is empty or a cue matches nothing at all, which would match everywhere.
    """
    path = files("rolescope.data").joinpath("cues", f"{name}.toml")
    cues = {key: tuple(values) for key, values in tomllib.loads(path.read_text(encoding="utf-8")).items()}
    for key, values in cues.items():
        if not values or any(re.match(f"(?:{value})\\Z", "") for value in values):
            raise ValueError(f"cues/{name}.toml: {key} has an empty cue")
    return cues


def any_of(cues: Iterable[str]) -> str:
    r"""One group that matches any of the cues, the first that does.

    Word borders that neighbours begin with are asked for once: behind a border ``re`` tells most of the
    cues by their first letter, which halves the time of the longer lists.

    >>> any_of(["remote", "from home"])
    '(?:remote|from home)'
    >>> any_of([r"\bwfh", r"\btelework", "remote"])
    '(?:\\b(?:wfh|telework)|remote)'
    """
    runs = groupby(cues, key=lambda cue: cue.startswith(_BORDER) and _is_one(cue))
    return f"(?:{'|'.join(_on_border(run) if bordered else '|'.join(run) for bordered, run in runs)})"


def _on_border(cues: Iterable[str]) -> str:
    return rf"\b(?:{'|'.join(cue.removeprefix(_BORDER) for cue in cues)})"


def _is_one(cue: str) -> bool:
    """Whether the cue has no alternatives outside of brackets."""
    depth = 0
    for sign in re.sub(r"\\.|\[[^]]*\]", "", cue):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            return False
    return True


def at_words(pattern: str) -> re.Pattern[str]:
    """Finds the sign or blank before words that ``pattern`` matches; the text must begin with one.

    ``re`` then goes from word to word instead of from letter to letter: half the time of the longer lists.

    >>> at_words("master|degrees?").search(" a webmaster's degree").end()
    15
    """
    return re.compile(rf"\W(?={pattern})")


def holds_one(words: Iterable[str], text: str) -> bool:
    """Whether one of the words stands in the text; a loop takes half the time of ``any``."""
    for word in words:  # noqa: SIM110
        if word in text:
            return True
    return False


def windows(places: Iterable[int], length: int, *, before: int, after: int) -> list[tuple[int, int]]:
    """Stretches of a text of that length around places in order, merged where they touch.

    >>> windows([2, 5, 90], 95, before=3, after=8)
    [(0, 13), (87, 95)]
    """
    merged: list[tuple[int, int]] = []
    for at in places:
        start, end = max(0, at - before), min(length, at + after)
        if merged and start <= merged[-1][1]:
            start = merged.pop()[0]
        merged.append((start, end))
    return merged


_STRENGTH = read_cues("strength")
# Words of which one stands in every cue of wishing, behind or before; a look for them takes a fifth of the time
WISH_HINTS_BEHIND = (
    "prefer",
    " plus",
    "desir",
    "nice",
    "asset",
    "bonus",
    "advantag",
    "favo",
    "benefic",
    "helpful",
    "optional",
)
NOT_ASKED_HINTS = ("not ", "welcome", "valued", "great")
WISH_HINTS_BEFORE = ("prefer", "ideal", "desir", "bonus", "nice", "plus")


def _headings(kind: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """At the start of a line, and anywhere; apart, since ``re`` then skips from line to line."""
    cues = _STRENGTH[f"{kind}_heading"], _STRENGTH[f"{kind}_heading_anywhere"]
    return re.compile(rf"\n\W{{0,4}}{any_of(cues[0])}"), re.compile(any_of(cues[1]))


_WISH_HEADING, _ASK_HEADING = _headings("wish"), _headings("ask")
_HEADING_REACH = 1_500
_HEADING_REST = 45  # characters that may follow the words of a heading in its line
_HINT_REACH = 70  # characters around a hint in which the heading that has it lies


def under_wish_heading(text: Text, position: int) -> bool:
    """Whether the nearest heading above ``position`` announces what is only wished for."""
    found = text.cues.get("wish_hint")
    if not found:
        return False
    lower, reach = text.lower, max(0, position - _HEADING_REACH)
    hints = [at for at, _, _ in found if reach <= at < position]
    if not hints:
        return False
    spans = windows(sorted(hints), position, before=_HINT_REACH, after=_HINT_REACH)
    ends = [m.end() for span in spans for h in _WISH_HEADING for m in h.finditer(lower, *span)]
    wish = max((end for end in ends if _governs_below(lower, end, position)), default=None)
    if wish is None:
        return False
    # "Preferred" alone on a line and "Qualifications" on the next are one heading
    return not any(heading.search(lower, wish + 1, position) for heading in _ASK_HEADING)


def _governs_below(lower: str, end: int, position: int) -> bool:
    """Whether a heading holds for ``position``: in its own line, or below if it is a line of its own."""
    line_end = lower.find("\n", end, position)
    return line_end < 0 or line_end - end <= _HEADING_REST or lower[line_end - 1] == ":"


_INLINE_HEADING = re.compile(
    r"(?:Preferred|Desired|Desirable|Optional|Bonus)(?: (?:[&/] )?(?:Skill|Qualif|Exper|Requir|Educ|Knowl|Attrib|Techn|Compet|Addit|Cert)|\s*:)"
)


def heads_wishes(raw: str, position: int) -> bool:
    """Whether a word of wishing opens the next list rather than softening what stands before it.

    >>> heads_wishes("6 years of experience Preferred Skills: SQL", 22)
    True
    """
    return _INLINE_HEADING.match(raw, position) is not None


_ABBREVIATED = re.compile(r"(?:\b(?:ph|[a-z]|vs|incl|min|e\.g|i\.e|etc|yrs|exp|approx|sr|jr)|\.[a-z])\Z")
_STOPS = re.compile("[\n•·;!]")


def sentence_bounds(lower: str, start: int, end: int, *, reach: int = 250) -> tuple[int, int]:
    """Where the sentence or line around a span begins and ends, at most ``reach`` away.

    >>> text = "we grow. a ph.d. in physics or more"
    >>> first, stop = sentence_bounds(text, 11, 16)
    >>> text[first:stop]
    ' a ph.d. in physics or more'
    """
    low, high = max(0, start - reach), min(len(lower), end + reach)
    back = lower.rfind
    stop_before = max(back("\n", low, start), back(";", low, start), back("!", low, start))
    first = max(low, stop_before + 1, back("•", low, start) + 1, back("·", low, start) + 1)
    point = back(".", first, start)
    while point >= 0 and not _is_stop(lower, point):
        point = back(".", first, point)
    found = _STOPS.search(lower, end, high)
    last = found.start() if found else high
    stop = lower.find(".", end, last)
    while stop >= 0 and not _is_stop(lower, stop):
        stop = lower.find(".", stop + 1, last)
    return max(first, point + 1), last if stop < 0 else stop


def _is_stop(lower: str, at: int) -> bool:
    """Whether the point at ``at`` ends a sentence."""
    inner = at + 1 < len(lower) and lower[at + 1].isdigit()
    return not inner and _ABBREVIATED.search(lower, max(0, at - 6), at) is None
