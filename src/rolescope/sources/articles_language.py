"""Which language a text is in, by the words that every text of it holds; the words are data."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[^\W\d_]+")
_READ = 20_000  # characters that tell
_FEW = 60  # words below which a text without any known word may be English


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    words: Mapping[str, frozenset[str]]
    scripts: Mapping[str, tuple[str, str]]


@cache
def _vocabulary() -> _Vocabulary:
    path = files("rolescope.data").joinpath("claims", "languages.toml")
    table = tomllib.loads(path.read_text("utf-8"))
    words = {name: frozenset(own) for name, own in table["words"].items()}
    return _Vocabulary(words, {name: (first, last) for name, (first, last) in table["scripts"].items()})


def find_language(text: str) -> str:
    """The language's English name; "another language" where it is none that is known.

    >>> find_language("Die Daten sind nicht sauber und werden geprüft."), find_language("SQL, R and Python")
    ('German', 'English')
    """
    text = text[:_READ].lower()
    if script := _find_script(text):
        return script
    words = Counter(_WORD.findall(text))
    scores = {name: sum(words[w] for w in own) for name, own in _vocabulary().words.items()}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] >= 3 and scores[best] > 2 * scores["English"]:
        return best
    unknown = words.total() >= _FEW and scores["English"] * 50 < words.total()
    return "another language" if unknown else "English"


def _find_script(text: str) -> str:
    """The language whose script most of the letters are of, "" for Latin ones; kana beside Han are Japanese."""
    letters = [c for c in text if c.isalpha()]
    found = {
        name: sum(first <= c <= last for c in letters)
        for name, (first, last) in _vocabulary().scripts.items()
    }
    if sum(found.values()) * 2 <= len(letters):
        return ""
    if found["Japanese"] * 10 > found["Chinese"]:
        found["Chinese"] = 0
    return max(found, key=lambda name: found[name])
