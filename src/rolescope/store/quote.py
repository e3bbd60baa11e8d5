"""The words around a mention, as shown behind a figure."""

from __future__ import annotations

import re

# A sentence ends at its mark before a space and a capital, digit or bullet; "e.g. Python" does not end one.
_BREAK = re.compile(r"\n|(?<=[.!?])(?<!\be\.g\.)(?<!\bi\.e\.)\s+(?=[A-Z0-9•*-])")
_LONGEST = 300


def quote_around(text: str | None, start: int | None, end: int | None) -> str | None:
    """The sentence of ``text`` that holds ``start:end``, cut to about 300 characters with "…".

    >>> quote_around("We grow. You know Python well. Apply now.", 18, 24)
    'You know Python well.'
    >>> quote_around(None, 1, 2) is None
    True
    """
    if text is None or start is None or end is None or not 0 <= start < end <= len(text):
        return None
    nearest = max(0, start - 4 * _LONGEST)
    before = [found.end() for found in _BREAK.finditer(text, nearest, start)]
    after = _BREAK.search(text, end)
    first, last = (before[-1] if before else nearest), (after.start() if after else len(text))
    return _shorten(text, first, last, (start, end))


def _shorten(text: str, first: int, last: int, kept: tuple[int, int]) -> str:
    start, end = kept
    room = max(0, _LONGEST - (end - start)) // 2
    left, right = max(first, start - room), min(last, end + room)
    cut = " ".join(text[left:right].split())
    return f"{'…' if left > first else ''}{cut}{'…' if right < last else ''}"
