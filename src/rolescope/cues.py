"""Cue phrases found in one pass: headings, lines that give themselves away, words of strength.

The phrases are data (``data/cues.toml``); one Aho–Corasick automaton holds them all, padded with
spaces so that a match always stands on word borders of the folded text (see ``text.fold``).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, get_args

import numpy as np
from ahocorasick_rs import AhoCorasick

CueClass = Literal["headings", "heading_words", "lines", "strength", "context"]

_PUNCTUATION = '-–—―‐‑−/_,;:()[]{}<>|*•·●▪■◦‣∙"“”„«»!?=~^`´@%\\…→➢✓✔\t\u00a0\u2002\u2003\u2007\u2009\u200a\u200b\u202f\u3000\ufeff'
_FOLD = str.maketrans(dict.fromkeys(_PUNCTUATION, " ") | {"’": "'", "‘": "'", "ʼ": "'", "\n": " ", "\r": " "})

_TABLE = np.arange(0x10000, dtype=np.uint32)
for _code, _replacement in _FOLD.items():
    _TABLE[_code] = ord(_replacement)


def fold(lower: str) -> str:
    """Fold lower-cased text for phrase matching, every character keeping its place.

    Punctuation that parts words becomes a space; ``+ # & .`` inside words stay; a full stop that
    ends a word becomes a space.

    >>> fold("node.js, c++/c#; data-flow. end.")
    'node.js  c++ c#  data flow  end '
    """
    folded = _translate(lower).replace(". ", "  ")
    return folded[:-1] + " " if folded.endswith(".") else folded


def _translate(lower: str) -> str:
    """``lower.translate(_FOLD)``; through an array where that is five times quicker."""
    if lower.isascii():
        return lower.translate(_FOLD)
    codes = np.frombuffer(lower.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    folded = np.where(codes < len(_TABLE), _TABLE[np.minimum(codes, len(_TABLE) - 1)], codes)
    return folded.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


@lru_cache(maxsize=65_536)
def fold_label(label: str) -> str:
    """A label as it stands in folded text.

    >>> fold_label("CI/CD"), fold_label("Node.js"), fold_label("401(k)")
    ('ci cd', 'node.js', '401 k')
    """
    return " ".join(fold(label.lower() + " ").split())


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue phrase found; ``group`` is a section name or a strength."""

    kind: CueClass
    group: str
    start: int
    end: int


@cache
def _automaton() -> tuple[AhoCorasick, tuple[tuple[tuple[CueClass, str], ...], ...]]:
    """The automaton over all phrases, and for each phrase what it is a cue of."""
    table: dict[str, list[tuple[CueClass, str]]] = {}
    data = tomllib.loads(files("rolescope.data").joinpath("cues.toml").read_text("utf-8"))
    kinds: tuple[CueClass, ...] = get_args(CueClass)
    for kind in kinds:
        for group, phrases in data[kind].items():
            for phrase in phrases:
                table.setdefault(f" {fold_label(phrase)} ", []).append((kind, group))
    return AhoCorasick(list(table)), tuple(tuple(v) for v in table.values())


def find_cues(folded: str) -> list[Cue]:
    """All cue phrases in ``folded`` (see ``fold``), in order of their end, overlaps included."""
    automaton, meanings = _automaton()
    return [
        Cue(kind, group, start, end - 2)
        for index, start, end in automaton.find_matches_as_indexes(f" {folded} ", overlapping=True)
        for kind, group in meanings[index]
    ]
