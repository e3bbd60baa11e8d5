"""Cue phrases and trigger words found in one pass over a text.

The phrases are data (``data/cues.toml``): headings, lines that give themselves away, words of strength.
Trigger words are what an extractor needs to see before it looks any closer (``trigger`` in
``data/cues/NAME.toml``). One Aho–Corasick automaton holds them all: phrases padded with spaces, so that
a match always stands on word borders of the folded text (see ``fold``), trigger words as they are: a
search for each trigger word by itself takes 0.13 ms for 4 KB. Extractors add entries of their own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from sys import intern
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ahocorasick_rs import AhoCorasick

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

try:
    from rolescope import _scan
except ImportError:  # pragma: no cover - installed where no compiler was
    _scan = None  # type: ignore[assignment]
try:
    from rolescope import _text
except ImportError:  # pragma: no cover - installed where no compiler was
    _text = None  # type: ignore[assignment]

TRIGGERED: Final = ("education", "employment", "experience", "pay", "workplace")

_PUNCTUATION = '-–—―‐‑−/_,;:()[]{}<>|*•·●▪■◦‣∙"“”„«»!?=~^`´@%\\…→➢✓✔\t\v\f\x1c\x1d\x1e\x1f\u00a0\u2002\u2003\u2007\u2009\u200a\u200b\u202f\u3000\ufeff'
FOLD: Final[dict[int, str]] = str.maketrans(
    dict.fromkeys(_PUNCTUATION, " ") | {"’": "'", "‘": "'", "ʼ": "'", "\n": " ", "\r": " "}
)

# what stands behind a full stop without parting two sentences there
ENDINGS: Final = frozenset({".Js", ".Net", ".Io", ".Ai", ".Py", ".Com", ".Org"})
FOLDER: Final = _text.Folder(FOLD, ENDINGS) if _text else None  # see text.fold_text

_LAST: Final = 0xFFFF
# two hits of three, which the native cutter and the native reader take as they are
_PACKED: Final = frozenset(("headings", "heading_words", "labels", "verbs", "activities"))
_MANY: Final = 255  # in place of the one class of a pattern


def fold(lower: str) -> str:
    """Fold lower-cased text for phrase matching, every character keeping its place.

    Punctuation that parts words becomes a space; ``+ # & .`` inside words stay; full stops that
    end a word become spaces.

    >>> fold("node.js, c++/c#; data-flow. end.")
    'node.js  c++ c#  data flow  end '
    """
    folded = _translate(lower).replace("..", "  ").replace(". ", "  ")
    return folded[:-1] + " " if folded.endswith(".") else folded


def _translate(lower: str) -> str:
    """Each character by what it is folded to.

    Beyond ASCII through an array, which is twenty times quicker than ``str.translate``; there whatever is
    no letter or digit parts words: bullets of all fonts, "®", emoji, and all beyond the first plane.
    """
    if lower.isascii():
        return lower.translate(FOLD)
    import numpy as np  # a sixth of the time of all imports, and where the native folder is it is not asked for

    encoded = lower.encode("utf-16-le", "surrogatepass")
    if len(encoded) == 2 * len(lower):
        codes = np.frombuffer(encoded, dtype="<u2")
    else:
        codes = np.frombuffer(lower.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        codes = np.minimum(codes, _LAST)
    return _table().take(codes).tobytes().decode("utf-16-le", "surrogatepass")


@cache
def _table() -> NDArray[np.uint16]:
    """What each character of the first plane is folded to; the last stands for all beyond."""
    import numpy as np

    table = np.arange(_LAST + 1, dtype="<u2")
    table[[code for code in range(0x80, _LAST + 1) if not chr(code).isalnum()]] = ord(" ")
    for code, replacement in FOLD.items():
        table[code] = ord(replacement)
    return table


@lru_cache(maxsize=65_536)
def fold_label(label: str) -> str:
    """A label as it stands in folded text.

    >>> fold_label("CI/CD"), fold_label("Node.js"), fold_label("401(k)")
    ('ci cd', 'node.js', '401 k')
    """
    return " ".join(_fold(label.lower() + " ").split())


def _fold(lower: str) -> str:
    """``fold``, natively where it can be: a third of the time, and there are 29,000 labels."""
    both = FOLDER.fold(lower) if FOLDER else None
    return both[1] if both else fold(lower)


Cue = tuple[int, int, str]  # start, end, group: a section, a strength, or the trigger word as written
Cues = Mapping[str, Sequence[Cue]]  # by class, in order of their end
Hit = tuple[int, int, Any]  # start, end, what the entry found means
Hits = dict[str, Sequence[Hit]]  # by class, in order of their end


class Entry(NamedTuple):
    """Something to be found; a named tuple, since there are 40,000 and each costs a third of a dataclass.

    Attributes:
        kind: the class it is found under.
        meaning: what is handed out for it.
        form: how it stands in folded text (``fold_label``).
        bare: found within words too; else on word borders only.
    """

    kind: str
    meaning: Any
    form: str
    bare: bool = False


class Automaton:
    """Finds all entries in one pass, overlaps included, where the native scanner is not built.

    Args:
        kinds: the classes of all entries; each has its list.
        entries: what is to be found.
    """

    def __init__(self, kinds: tuple[str, ...], entries: Iterable[Entry]) -> None:
        table: dict[str, list[Entry]] = {}
        for entry in entries:
            table.setdefault(entry.form if entry.bare else f" {entry.form} ", []).append(entry)
        # in order of letters, states that are visited together lie together: 10 % less time for a posting
        table = dict(sorted(table.items()))
        self._automaton = AhoCorasick(list(table))
        self._kinds = kinds
        number = {kind: at for at, kind in enumerate(kinds)}
        self._meanings = [same[0].meaning for same in table.values()]
        self._lone = bytes(
            _MANY if len(same) > 1 or same[0].bare else number[same[0].kind] for same in table.values()
        )
        self._rows = {
            at: [(number[e.kind], e.meaning, int(e.bare)) for e in same]
            for at, same in enumerate(table.values())
            if self._lone[at] == _MANY
        }

    def scan(self, folded: str) -> Hits:
        """What stands in ``folded``; every class has its list.

        Three matches of four are of one entry on word borders; telling them first takes a fifth off.
        """
        found: list[list[Hit]] = [[] for _ in self._kinds]
        lone, meanings, rows, many = self._lone, self._meanings, self._rows, _MANY
        for index, start, end in self._automaton.find_matches_as_indexes(f" {folded} ", overlapping=True):
            if (kind := lone[index]) != many:
                found[kind].append((start, end - 2, meanings[index]))
                continue
            for kind, meaning, bare in rows[index]:
                found[kind].append((start - bare, end - 2 + bare, meaning))
        return dict(zip(self._kinds, found, strict=True))


class Scanner:
    """Finds all entries in one pass, overlaps included; every class has its list.

    Extractors share one: a pass over the entries of all costs less than one over each one's. The native
    scanner (``_scan.c``) finds exactly what ``Automaton`` finds, in half its time, and is built in a tenth of it.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        entries = tuple(entries)
        kinds = tuple(sorted({entry.kind for entry in entries}))
        finder = _scan.Finder(kinds, entries, _PACKED) if _scan else Automaton(kinds, entries)
        self.scan: Callable[[str], Hits] = finder.scan


def packed_type() -> type | None:
    """The type of sequence that holds hits of the classes that native parts read; None where it is a list."""
    return _scan.PackedHits if _scan else None


@cache
def cue_entries() -> tuple[Entry, ...]:
    """The packaged cue phrases and trigger words; a trigger's last full stop is no sentence's.

    Groups are interned: the native cutter knows them by identity.
    """
    phrases = [
        Entry(kind, intern(group), fold_label(phrase), bare=kind == "glued")
        for kind, group, phrase in _packaged_phrases()
    ]
    triggers = [Entry(kind, word, _fold(f"{word}^")[:-1], bare=True) for kind, word in _packaged_triggers()]
    return (*phrases, *triggers)


@cache
def cue_scanner() -> Scanner:
    """Finds the packaged cues and nothing else.

    Classes are ``headings``, ``heading_words``, ``lines``, ``strength``, ``degree``, ``industry``, ``glued``,
    ``wish_hint`` and the names in ``TRIGGERED``. Trigger words are still to be held against the text as
    written, since folding makes one of "on-site" and "on site".
    """
    return Scanner(cue_entries())


@cache
def first_words() -> frozenset[str]:
    """Verbs that an item of a list of duties begins with, also where the list has no bullets."""
    return frozenset(_read("cues", "sections.toml")["first_words"])


def _read(*path: str) -> dict[str, Any]:
    return tomllib.loads(files("rolescope.data").joinpath(*path).read_text("utf-8"))


def _packaged_phrases() -> Iterator[tuple[str, str, str]]:
    for kind, groups in _read("cues.toml").items():
        for group, phrases in groups.items():
            # what a line is about is asked for one group at a time, how strongly for both at once
            yield from ((group if kind == "context" else kind, group, phrase) for phrase in phrases)
    yield from (("short_degree", "", word) for word in _read("cues", "education.toml")["short_trigger"])
    for country, words in _read("cues", "dollars.toml").items():
        yield from (("dollars", country, word) for word in words)


def _packaged_triggers() -> Iterator[tuple[str, str]]:
    yield from (("wish_hint", word) for word in _read("cues", "strength.toml")["wish_hint"])
    for name in TRIGGERED:
        words = _read("cues", f"{name}.toml")["trigger"]
        yield from ((name, word) for word in (chain(*words.values()) if isinstance(words, dict) else words))
