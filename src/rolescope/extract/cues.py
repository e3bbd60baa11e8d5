"""Cue words of the fact extractors: kept as data, composed here.

A cue file (data/cues/NAME.toml) holds lists of regular expressions over lower-case text, by what they
signal. ``heading_wish`` reads from the nearest heading above a position whether what stands there is
asked for or only wished for.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files


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
    """One group that matches any of the cues.

    >>> any_of(["remote", "from home"])
    '(?:remote|from home)'
    """
    return f"(?:{'|'.join(cues)})"


def windows(text: str, words: Iterable[str], *, before: int, after: int) -> list[tuple[int, int]]:
    """Stretches around every place that has one of the words, merged where they touch.

    >>> windows("a remote job", ["remote"], before=1, after=4)
    [(1, 6)]
    """
    merged: list[tuple[int, int]] = []
    for at in sorted(at for word in words for at in _finds(text, word)):
        start, end = max(0, at - before), min(len(text), at + after)
        if merged and start <= merged[-1][1]:
            start = merged.pop()[0]
        merged.append((start, end))
    return merged


def _finds(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


_STRENGTH = read_cues("strength")
_WISH_HEADING = re.compile(
    rf"(?:\n\W{{0,4}}{any_of(_STRENGTH['wish_heading'])}|{any_of(_STRENGTH['wish_heading_anywhere'])})"
)
_ASK_HEADING = re.compile(
    rf"(?:\n\W{{0,4}}{any_of(_STRENGTH['ask_heading'])}|{any_of(_STRENGTH['ask_heading_anywhere'])})"
)
_HEADING_REACH = 1_500


def under_wish_heading(lower: str, position: int) -> bool:
    """Whether the nearest heading above ``position`` announces what is only wished for."""
    reach = max(0, position - _HEADING_REACH)
    above = lower[reach:position]
    if not any(hint in above for hint in _STRENGTH["wish_hint"]):
        return False
    wish = _last_start(_WISH_HEADING, lower, reach, position)
    return wish is not None and (_last_start(_ASK_HEADING, lower, wish + 1, position) or -1) < wish


def _last_start(heading: re.Pattern[str], lower: str, start: int, end: int) -> int | None:
    last = None
    for match in heading.finditer(lower, start, end):
        last = match.start()
    return last


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
