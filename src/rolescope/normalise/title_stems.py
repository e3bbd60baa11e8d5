"""The words of an occupation's name in one form, for likeness: stems, British or American, equal words as one.

Unlike :mod:`title_words`, which knows the words of job adverts, this knows the words of classifications
("Drafters, All Other", "Teachers, Postsecondary, Except …").
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

_WORD = re.compile(r"[a-z0-9]+")
_SMALL = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "other", "the", "to", "with"]
)
# What classifications add to tell a name from its neighbours; it says what the job is not.
_EXCEPTION = re.compile(r",?\s+\b(?:except|excluding|including)\b.*|,?\s*\ball other\b|\bn\.?e\.?c\.?$")
_ENDINGS = (
    (re.compile(r"(?<=..)ies$"), "y"),
    (re.compile(r"(?<=s)ses$"), "s"),
    (re.compile(r"(?<=..[^su])s$"), ""),
    (re.compile(r"wom[ae]n$|(?<=..)men$|(?<=...)person$"), "man"),
    (re.compile(r"(?<=...)is(?=ation|er?$|ed$|ing$)"), "iz"),
    (re.compile(r"(?<=..)our(?=$|er$|ing$|ist$)"), "or"),
)


def name_stems(name: str) -> tuple[str, ...]:
    """Stems of the words of ``name``, what it excepts left out.

    >>> name_stems("Health and Safety Engineers, Except Mining Safety Engineers")
    ('health', 'safety', 'engineer')
    >>> name_stems("Postsecondary Teachers") == name_stems("university teacher")
    True
    """
    return tuple(stem for word in _words(name) if (stem := _stem(word)) not in _SMALL)


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return _WORD.findall(_EXCEPTION.sub("", plain.replace("'s", "")) or plain)


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    if len(word) > 3:
        for ending, other in _ENDINGS:
            word = ending.sub(other, word)
    return _equal_words().get(word, word)


@cache
def _equal_words() -> Mapping[str, str]:
    """Word → the first word of its group in ``data/equal_words.toml``."""
    raw = tomllib.loads(files("rolescope.data").joinpath("equal_words.toml").read_text(encoding="utf-8"))
    return {word: group[0] for group in raw["words"] for word in group[1:]}
