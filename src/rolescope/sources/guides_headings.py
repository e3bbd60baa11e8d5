"""Headings of an article: which part they open, and of which role they speak.

The words are data (``data/sources/guide_headings.toml``); this module only composes them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from rolescope.model import GUIDE_SECTIONS, GuideSection

Part = GuideSection | Literal["other", "either"]
Words = tuple[str, ...]
MAX_HEADING = 120  # characters
_WORD = re.compile(r"[^\W_]+(?:['’](?!s\b)[^\W_]+)*[+#]*")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading opens.

    Attributes:
        part: the part, "other" for one that is none of the eight, None if it names only a role.
        role: the role's name, "" if the heading names none or several.
        choices: for "either", the parts it may be, best first.
    """

    part: Part | None
    role: str = ""
    choices: tuple[GuideSection, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Heading phrases as keys; ``documents`` adds those of standing role descriptions."""

    fillers: frozenset[str]
    parts: Mapping[Words, Part]
    either: Mapping[Words, tuple[GuideSection, ...]]
    documents: Mapping[Words, Part]
    closing: tuple[str, ...]
    title: Mapping[str, tuple[str, ...]]
    cards: Mapping[str, tuple[str, ...]]

    def key(self, text: str) -> Words:
        """Words of ``text`` that matter, without case, plural and fillers."""
        return tuple(w for w in to_words(text) if w not in self.fillers)


def to_words(text: str) -> Words:
    """Words in lower case and in the singular (by rule: a last "s" off words of four letters or more).

    >>> to_words("Managing Directors of Data Science")
    ('managing', 'director', 'of', 'data', 'science')
    """
    return tuple(
        w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w
        for w in (m[0] for m in _WORD.finditer(text.casefold()))
    )


def compose(table: Mapping[str, Any]) -> Vocabulary:
    """The vocabulary of a table as in the data file.

    Raises:
        ValueError: a part has an unknown name, or one phrase stands for two parts.
    """
    fillers = frozenset(w for word in table["fillers"] for w in to_words(word))
    sections: dict[str, Sequence[str]] = dict(table["sections"])
    unknown = {*sections, *table["role_documents"]} - set(GUIDE_SECTIONS)
    if unknown:
        raise ValueError(f"no such part of a guide: {sorted(unknown)}")
    parts = _to_keys({**sections, "other": table["other"]}, fillers)
    return Vocabulary(
        fillers=fillers,
        parts=parts,
        either={_key(phrase, fillers): tuple(names) for phrase, names in table["either"].items()},
        documents=parts | _to_keys(table["role_documents"], fillers),
        closing=tuple(table["closing"]),
        title={name: tuple(words) for name, words in table["title"].items()},
        cards={name: tuple(words) for name, words in table["cards"].items()},
    )


def _to_keys(table: Mapping[str, Iterable[str]], fillers: frozenset[str]) -> dict[Words, Any]:
    keys: dict[Words, str] = {}
    for part, phrases in table.items():
        for key in (_key(phrase, fillers) for phrase in phrases):
            if not key or keys.setdefault(key, part) != part:
                raise ValueError(f"{' '.join(key) or 'an empty phrase'!r} stands for {part} and another part")
    return keys


def _key(phrase: str, fillers: frozenset[str]) -> Words:
    return tuple(w for w in to_words(phrase) if w not in fillers)


@cache
def load_vocabulary() -> Vocabulary:
    """The packaged vocabulary, read once."""
    path = files("rolescope.data").joinpath("sources", "guide_headings.toml")
    return compose(tomllib.loads(path.read_text(encoding="utf-8")))


def read_heading(text: str, roles: Mapping[Words, str], *, documents: bool = False) -> Heading | None:
    """What ``text`` opens if it is a heading: a part, a role, or both ("Skills for Data Managers").

    Args:
        text: one line.
        roles: keys to names, the longest first, so that "Lead X" is never read as "X".
        documents: know the headings of standing role descriptions too, also at the end of a longer one.
    """
    words = load_vocabulary()
    key = words.key(text) if len(text) <= MAX_HEADING else ()
    if not key:
        return None
    rest, named = _without_roles(key, roles)
    role = named[0] if len(named) == 1 else ""
    parts = words.documents if documents else words.parts
    if rest in parts:
        return Heading(parts[rest], role)
    if rest in words.either:
        return Heading("either", role, words.either[rest])
    if documents and len(rest) <= 8 and (end := _known_end(rest, parts)):
        return Heading(parts[end])
    return Heading(None, role) if role and not rest else None


def _known_end(key: Words, parts: Mapping[Words, Part]) -> Words:
    return next((end for end in (key[-2:], key[-1:]) if end in parts), ())


def is_known_heading(text: str) -> bool:
    """Whether ``text`` is, word for word, a heading of an article or a role description.

    >>> is_known_heading("Key Responsibilities:"), is_known_heading("computational analysis skills")
    (True, False)
    """
    words = load_vocabulary()
    key = words.key(text) if len(text) <= MAX_HEADING else ()
    return key in words.documents or key in words.either


def _without_roles(key: Words, roles: Mapping[Words, str]) -> tuple[Words, list[str]]:
    named: list[str] = []
    for words, name in roles.items():
        for at in range(len(key) - len(words) + 1 if words else 0):
            if key[at : at + len(words)] == words:
                key = key[:at] + key[at + len(words) :]
                named.append(name)
                break
    return tuple(w for w in key if not named or w not in ("v", "vs", "versu")), named
