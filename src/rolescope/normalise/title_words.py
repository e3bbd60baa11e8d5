"""A job title as words: one spelling for what means the same, cut into parts.

``Sr. Engineers, Machine-Learning (m/f/d)`` becomes the parts ``senior engineer`` and ``ml``. Role labels go
through the same door, so that both sides meet in one form. The vocabulary is ``data/titles.toml``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

from rolescope.model import Level

PartKind = Literal["main", "aside", "tail"]

MAX_TITLE = 300  # the longest real title of 31,000 has 262 characters; what comes after is a pasted text

_TOKEN = re.compile(
    r"c\+\+|[cf]#|\.net\b|[^\W_]+(?:[.'’&][^\W_]+)*|[,|;:/()\[\]{}<>@*!?•·\n]|(?<=\s)-|-(?=\s)|--"
)
_OPENING = frozenset("([{<")
_CLOSING = frozenset(")]}>")
_SEPARATORS = frozenset([*",|;:/*!?•·\n-", "--", "or"])
_DASHES = str.maketrans("‐‑‒–—―−_", "------- ")
_KEPT_AMPERSANDS = frozenset(["r&d", "fp&a"])
_KEPT_LETTERS = frozenset(["r", "c", "i", "v", "1", "2", "3", "4", "5"])
_PLAIN_S = frozenset(["sas", "dos", "ios", "aws", "sales", "news"])


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a title.

    Attributes:
        words: canonical words, noise taken off, level words left in.
        kind: ``main``, ``aside`` (in brackets) or ``tail`` (after "for", "with" …).
        breaks: indices of ``words`` before which a comma, dash or slash stood.
        listed: whether a slash or "or" stood before the part.
    """

    words: tuple[str, ...]
    kind: PartKind = "main"
    breaks: tuple[int, ...] = ()
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of ``data/titles.toml`` in canonical form."""

    phrases: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]
    noise: frozenset[str]
    cuts: frozenset[str]
    either: frozenset[str]
    bare_nouns: frozenset[str]
    nouns: frozenset[str]
    foreign: frozenset[tuple[str, ...]]
    functions: frozenset[str]
    level_words: dict[str, Level]
    numerals: dict[str, Level]
    weak_levels: dict[str, Level]
    academic: frozenset[str]
    leaders: dict[str, Level]
    matters: frozenset[tuple[str, ...]]
    places: frozenset[str]
    areas: dict[tuple[str, ...], str]


@cache
def vocabulary() -> Vocabulary:
    """The packaged vocabulary of titles."""
    raw = _raw_vocabulary()
    nouns, levels = raw["nouns"], raw["levels"]
    bare = _singles(nouns["bare"])
    return Vocabulary(
        phrases=_phrases(),
        noise=_singles(raw["noise"]["small"] + raw["noise"]["status"]),
        cuts=frozenset(raw["cuts"]["words"]),
        either=frozenset(raw["cuts"]["either"]),
        bare_nouns=bare,
        nouns=bare | _singles(nouns["other"]),
        foreign=frozenset(label_words(text) for text in nouns["foreign"]),
        functions=_singles(nouns["functions"]),
        level_words={w: name for name in ("intern", "entry", "mid", "senior", "lead") for w in levels[name]},
        numerals=levels["numerals"],
        weak_levels=levels["weak"],
        academic=_singles(levels["academic"]),
        leaders=raw["leaders"],
        matters=frozenset(label_words(text) for text in raw["matters"]["words"]),
        places=_singles(raw["places"]["words"]),
        areas={label_words(text): role for text, role in raw["areas"].items()},
    )


def label_words(label: str) -> tuple[str, ...]:
    """The canonical words of a role label.

    >>> label_words("Director of Machine Learning")
    ('director', 'ml')
    >>> label_words("Front-End Engineers")
    ('frontend', 'engineer')
    """
    small = frozenset(_raw_vocabulary()["noise"]["small"])
    words = (w for w in _merge(list(_canonical_tokens(label))) if w[0].isalnum() and w not in small)
    return tuple(_without_echo(words))


def read_parts(title: str) -> tuple[Part, ...]:
    """The parts of ``title`` in order; asides and tails stand where they were found.

    >>> [p.words for p in read_parts("Sr. Engineers, Machine-Learning (m/f/d)")]
    [('senior', 'engineer'), ('ml',)]
    >>> [(p.words, p.kind) for p in read_parts("Technical Writer for data engineers")]
    [(('technical', 'writer'), 'main'), (('data', 'engineer'), 'tail')]
    """
    splitter = _Splitter(vocabulary())
    for token in _merge(list(_canonical_tokens(title))):
        if not splitter.take(token):
            break
    return splitter.finish()


def fold(title: str) -> str:
    """Case and width folded, dashes alike, cut to :data:`MAX_TITLE`."""
    text = title[:MAX_TITLE]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_DASHES)
        text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc") or c == "\n")
    return text.casefold().replace("_", " ")


class _Splitter:
    """Takes tokens, gives parts; see :func:`read_parts`."""

    def __init__(self, words: Vocabulary) -> None:
        self.vocabulary = words
        self.parts: list[Part] = []
        self.words: list[str] = []
        self.breaks: list[int] = []
        self.kind: PartKind = "main"
        self.outer: tuple[list[str], list[int], bool, bool] | None = None
        self.named = False  # a noun that names a job was seen in the open part
        self.listed = False

    def take(self, token: str) -> bool:
        """Take one token; False where the rest of the title is the employer ("@ Example")."""
        known = self.vocabulary
        if token in _SEPARATORS or token in known.either:
            self._separate(token)
        elif token in known.cuts:
            self._cut()
        elif token.isalnum():  # most are
            self._add(token)
        elif token in _OPENING:
            self._open()
        elif token in _CLOSING:
            self._close()
        elif token == "@":
            return not self.words
        else:
            self._add(token)
        return True

    def finish(self) -> tuple[Part, ...]:
        self._close()
        self._push()
        return tuple(self.parts)

    def _add(self, word: str) -> None:
        plain = len(word) > 1 and word.isalpha()
        if word in self.vocabulary.noise or not (plain or _is_word(word, self.words)):
            return
        if not self.words or self.words[-1] != word:
            self.words.append(word)
            if not self.named and word in self.vocabulary.nouns:
                self.named = self._names_a_job(word)

    def _names_a_job(self, word: str) -> bool:
        """Whether the noun added last is a job's; "Staff AI/ML Engineer" begins with a level."""
        return word != "staff" or self.words[-2:-1] == ["technical"]

    def _separate(self, token: str) -> None:
        if self.kind == "tail" or (self.kind == "main" and self._is_headed()):
            self._push()
            self.listed = token == "/" or token in self.vocabulary.either
        elif self.words:
            self.breaks.append(len(self.words))

    def _cut(self) -> None:
        if self.kind == "main" and self._is_headed():
            self._push()
            self.kind = "tail"
        elif self.words:
            self.breaks.append(len(self.words))

    def _is_headed(self) -> bool:
        last = tuple(self.words[-1:])
        return (
            self.named
            or last in self.vocabulary.foreign
            or (last == ("internship",) and len(self.words) > 1)
            or self._ends_in_a_lead()
        )

    def _ends_in_a_lead(self) -> bool:
        """Whether "lead" is a noun here ("Data Lead - Berlin"), not a level ("Senior/Lead - Data Engineer")."""
        at = len(self.words) - 1
        if at < 1 or self.words[at] != "lead" or at in self.breaks:
            return False
        return self.words[at - 1] not in self.vocabulary.level_words

    def _open(self) -> None:
        if self.outer is not None:
            return
        if self.kind == "tail":
            self._push()
        self.outer = (self.words, self.breaks, self.named, self.listed)
        self.words, self.breaks, self.named, self.kind = [], [], False, "aside"

    def _close(self) -> None:
        if self.outer is None:
            return
        self._push()
        self.words, self.breaks, self.named, self.listed = self.outer
        self.outer = None

    def _push(self) -> None:
        if self.words:
            self.parts.append(Part(tuple(self.words), self.kind, tuple(self.breaks), self.listed))
        self.words, self.breaks, self.named, self.kind, self.listed = [], [], False, "main", False


def _is_word(word: str, before: list[str]) -> bool:
    """Whether ``word`` says something: no request number, no lone letter of "(m/f/d)"."""
    if len(word) == 1:
        return word in _KEPT_LETTERS and bool(before or word in "rc")
    return any(c.isalpha() for c in word) and not (word[0].isdigit() and len(word) > 4)


def _canonical_tokens(text: str) -> Iterator[str]:
    for token in _TOKEN.findall(fold(text)):
        yield from _canonical(token)


@lru_cache(maxsize=65536)
def _canonical(token: str) -> tuple[str, ...]:
    if "&" in token and token not in _KEPT_AMPERSANDS:
        return tuple(word for piece in token.split("&") for word in _canonical(piece))
    word = token.removesuffix("'s").removesuffix("’s")
    same = _same_words()
    known = same.get(word) or same.get(_singular(word))
    return known if known is not None else (_singular(word),)


def _singular(word: str) -> str:
    plural = len(word) > 3 and word[-1] == "s" and word[-2] != "s" and word.isalnum()
    return word[:-1] if plural and word not in _PLAIN_S else word


def _without_echo(words: Iterable[str]) -> Iterator[str]:
    last = ""
    for word in words:
        if word != last:
            yield word
        last = word


def _merge(tokens: list[str]) -> list[str]:
    """Replace phrases by their canonical words, longest first."""
    phrases = _phrases()
    if phrases.keys().isdisjoint(tokens):
        return tokens
    merged: list[str] = []
    at = 0
    while at < len(tokens):
        for phrase, meaning in phrases.get(tokens[at], ()):
            if tuple(tokens[at : at + len(phrase)]) == phrase:
                merged.extend(meaning)
                at += len(phrase)
                break
        else:
            merged.append(tokens[at])
            at += 1
    return merged


@cache
def _raw_vocabulary() -> dict[str, Any]:
    return tomllib.loads(files("rolescope.data").joinpath("titles.toml").read_text(encoding="utf-8"))


@cache
def _same_words() -> dict[str, tuple[str, ...]]:
    same = _raw_vocabulary()["same"]
    return {text: tuple(meaning.split()) for text, meaning in same.items() if " " not in text}


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]:
    """Phrases by their first word, longest first; longer ones may hold what shorter ones give."""
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for text, meaning in _raw_vocabulary()["same"].items():
        if " " in text:
            phrase = tuple(_canonical_tokens(text))
            found.setdefault(phrase[0], []).append((phrase, tuple(meaning.split())))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in found.items()}


def _singles(words: Iterable[str]) -> frozenset[str]:
    """Canonical forms; each word must mean one word, or its pieces would pass for it."""
    forms = {text: _canonical(text) for text in words}
    several = sorted(text for text, form in forms.items() if len(form) != 1)
    if several:
        raise ValueError(f"titles.toml lists as one word what means several: {', '.join(several)}")
    return frozenset(form[0] for form in forms.values())
