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


def _headings(kind: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """At the start of a line, and anywhere; apart, since ``re`` then skips from line to line."""
    cues = _STRENGTH[f"{kind}_heading"], _STRENGTH[f"{kind}_heading_anywhere"]
    return re.compile(rf"\n\W{{0,4}}{any_of(cues[0])}"), re.compile(any_of(cues[1]))


_WISH_HEADING, _ASK_HEADING = _headings("wish"), _headings("ask")
_HEADING_REACH = 1_500
_HINT_REACH = 60  # characters before a hint in which the heading that has it begins


def under_wish_heading(text: Text, position: int) -> bool:
    """Whether the nearest heading above ``position`` announces what is only wished for."""
    lower, reach = text.lower, max(0, position - _HEADING_REACH)
    first = next((at for at in text.triggers("wish_hint") if reach <= at < position), None)
    if first is None:
        return False
    wish = _last_start(_WISH_HEADING, lower, max(reach, first - _HINT_REACH), position)
    return wish is not None and (_last_start(_ASK_HEADING, lower, wish + 1, position) or -1) < wish


def _last_start(headings: Iterable[re.Pattern[str]], lower: str, start: int, end: int) -> int | None:
    starts = (match.start() for heading in headings for match in heading.finditer(lower, start, end))
    return max(starts, default=None)


_ABBREVIATED = re.compile(r"(?:\b(?:ph|[a-z]|vs|incl|min|e\.g|i\.e|etc|yrs|exp|approx|sr|jr)|\.[a-z])\Z")
_STOPS = re.compile(r"[\n.•·;!]")


def sentence_bounds(lower: str, start: int, end: int, *, reach: int = 250) -> tuple[int, int]:
    """Where the sentence or line around a span begins and ends, at most ``reach`` away.

    >>> text = "we grow. a ph.d. in physics or more"
    >>> first, stop = sentence_bounds(text, 11, 16)
    >>> text[first:stop]
    ' a ph.d. in physics or more'
    """
    first = max(0, start - reach)
    for mark in _STOPS.finditer(lower, first, start):
        if _is_stop(lower, mark.start()):
            first = mark.end()
    limit = min(len(lower), end + reach)
    stops = (mark.start() for mark in _STOPS.finditer(lower, end, limit) if _is_stop(lower, mark.start()))
    return first, next(stops, limit)


def _is_stop(lower: str, at: int) -> bool:
    if lower[at] != ".":
        return True
    inner = at + 1 < len(lower) and lower[at + 1].isdigit()
    return not inner and _ABBREVIATED.search(lower, max(0, at - 6), at) is None
