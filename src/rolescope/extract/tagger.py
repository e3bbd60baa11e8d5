"""Tools and skills that no label covers, told by a small trained classifier.

Rules come first (``extract.labels``); candidates are what stands beside what they found (``extract.candidates``).
A candidate's words, its shape and its neighbours are features of a multinomial logistic regression that says
tool, skill or nothing; its weights are ``data/tagger/weights.tsv``, made by ``scripts/train_tagger.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from math import exp, floor, log
from typing import TYPE_CHECKING, Any

from rolescope.cues import fold_label
from rolescope.extract.candidates import (
    BEFORE,
    BEHIND,
    JOINTS,
    LETTERS,
    READ,
    Candidate,
    find_candidates,
    packed_words,
    unseen_cues,
)
from rolescope.extract.labels import native_reader, packaged_lexicon, written
from rolescope.extract.strength import StrengthReader
from rolescope.model import Kind, Mention
from rolescope.text import SECTION_NAMES, Text

try:
    from rolescope import _lists
except ImportError:  # pragma: no cover - installed where no compiler was
    _lists = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from rolescope._lists import Tagger

LEAST_TOOL, LEAST_SKILL = 0.75, 0.55  # probabilities; what they give: scripts/train_tagger.py
SCALE = 100  # weights are whole hundredths
_HOPELESS = -2 * SCALE  # a third of the phrases; what stands around saves one of 150 of them
_REFUSED, _MOST = -99 * SCALE, 99 * SCALE
_DIGITS = re.compile(r"\d+")
_LOWER_UPPER = re.compile("[a-z].*[A-Z]")

Weights = dict[str, tuple[int, int]]  # by feature: towards tool, towards skill
Told = tuple[int, int, Kind]  # start, end, what it is


def find_unseen(text: Text, found: Sequence[Mention]) -> tuple[Mention, ...]:
    """Mentions of tools and skills outside of ``found``, in order, without overlaps.

    Their concept is None, their label the words as written.
    """
    told = sorted(find_told(text, found))
    reader = native_reader()
    if reader is None or not told:
        return read_told(text, told)
    return tuple(reader.unseen(*written(text), told))


def find_told(text: Text, found: Sequence[Mention]) -> Iterator[Told]:
    """Start, end and kind of what stands beside mentions and is something."""
    tagger = native_tagger()
    if tagger is None:
        return tell(text, find_candidates(text, found))
    return _tell_scored(text, tagger.tell(text.raw, text.lower, text.section_map, found, unseen_cues(text)))


def read_told(text: Text, told: Iterable[Told]) -> tuple[Mention, ...]:
    """Mentions of what was told, in order, without overlaps."""
    strengths, taken, mentions = StrengthReader(text), 0, []
    for start, end, kind in told:
        if start >= taken:
            taken, section = end, text.section_at(start)
            strength = strengths.read(start, end, section)
            label = text.raw[start:end]
            mentions.append(Mention(kind, None, label, start, end, strength, section, "tagger"))
    return tuple(mentions)


def _tell_scored(text: Text, scored: Iterable[tuple[int, int, int, int]]) -> Iterator[Told]:
    for start, end, tool, skill in scored:
        kind = choose(tool, skill)
        if kind and not is_refused(text.raw[start:end]):
            yield start, end, kind


def tell(text: Text, candidates: Iterable[Candidate]) -> Iterator[Told]:
    """Start, end and kind of those candidates that are something."""
    weights = load_weights()
    for candidate in candidates:
        phrase = text.raw[candidate.start : candidate.end]
        tool, skill = score_phrase(phrase)
        if max(tool, skill) < _HOPELESS:
            continue
        for feature in context_features(text, candidate, shape_of(phrase)):
            if feature in weights:
                more = weights[feature]
                tool += more[0]
                skill += more[1]
        kind = choose(tool, skill)
        if kind:
            yield candidate.start, candidate.end, kind


def choose(tool: int, skill: int) -> Kind | None:
    """The kind whose probability is high enough, of log odds against nothing in hundredths.

    >>> choose(300, 0), choose(0, 300), choose(100, 100), choose(-500, -500)
    ('tool', 'skill', None, None)
    """
    a, b = exp(min(tool, _MOST) / SCALE), exp(min(skill, _MOST) / SCALE)
    if a >= LEAST_TOOL * (1 + a + b):
        return "tool"
    return "skill" if b >= LEAST_SKILL * (1 + a + b) else None


@cache
def load_weights() -> Weights:
    """The packaged weights."""
    text = files("rolescope.data").joinpath("tagger", "weights.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return {feature: (int(tool), int(skill)) for feature, tool, skill in rows}


@cache
def native_tagger() -> Tagger | None:
    """What finds and scores candidates as this module and ``extract.candidates`` do, if it is built."""
    return build_tagger() if _lists else None


def build_tagger(**other: Any) -> Tagger:
    """A native tagger of the packaged words and weights, and of what is given in place of them."""
    _, *words = packed_words()
    given: dict[str, Any] = {
        "mention": Mention,
        "kinds": tuple(LETTERS),
        "letters": "".join(LETTERS.values()),
        "sections": SECTION_NAMES,
        "read": READ,
        "joints": tuple(JOINTS),
        "before": BEFORE,
        "behind": BEHIND,
        "words": tuple(map(tuple, words)),
        "weights": load_weights(),
        "odd": _score_odd,
        "hopeless": _HOPELESS,
        "least_tool": _least(LEAST_TOOL),
        "least_skill": _least(LEAST_SKILL),
    }
    return _lists.Tagger(**given | other)


def _least(probability: float) -> int:
    """Log odds in hundredths that something of the probability has at least.

    >>> _least(0.5), _least(0.75)
    (0, 109)
    """
    return floor(SCALE * log(probability / (1 - probability)))


def _score_odd(phrase: str) -> tuple[int, int, str]:
    return *score_phrase(phrase), shape_of(phrase)


@lru_cache(maxsize=16_384)
def score_phrase(phrase: str) -> tuple[int, int]:
    """What the words alone say, towards tool and towards skill; far below nothing for a label that rules refused."""
    if is_refused(phrase):
        return _REFUSED, _REFUSED
    weights = load_weights()
    scores = [weights[feature] for feature in phrase_features(phrase) if feature in weights]
    return sum(tool for tool, _ in scores), sum(skill for _, skill in scores)


def is_refused(phrase: str) -> bool:
    """Whether a phrase is a label, which the rules would have read if it counted here.

    >>> is_refused("Python"), is_refused("Xyzzy")
    (True, False)
    """
    return fold_label(phrase) in _known_forms()


@cache
def _known_forms() -> frozenset[str]:
    """Labels and role titles, but not those that mean a field of study only: beside no degree that is a skill."""
    entries = packaged_lexicon().entries
    return frozenset(e.form for e in entries if {c.kind for c, _ in e.meaning.meanings} != {"field_of_study"})


def shape_of(phrase: str) -> str:
    """How a phrase is written, by its first word: digits, capitals inside, several, one, none.

    >>> [shape_of(word) for word in ("Log4j", "TypeScript", "ETL", "Excel add-in", "testing")]
    ['0', 'aA', 'AA', 'A', 'a']
    """
    word = phrase.partition(" ")[0]
    if word.islower():
        return "a" if word.isalpha() or not _DIGITS.search(word) else "0"
    if _DIGITS.search(word):
        return "0"
    if word.istitle():
        return "A"
    if word.isupper() or word[:-1].isupper():
        return "AA"
    return "aA" if _LOWER_UPPER.search(word) else "A"


def phrase_features(phrase: str) -> Iterator[str]:
    """What a phrase itself says."""
    words = phrase.split(" ")
    lower = [_DIGITS.sub("0", word.lower()) for word in words]
    shapes = [shape_of(word) for word in words]
    first, last = lower[0], lower[-1]
    yield "bias"
    yield f"n={len(words)}"
    yield f"s={'.'.join(shapes)}"
    yield f"f={first}"
    yield f"l={last}"
    yield f"ls={last[-3:]}"
    yield f"lt={last[-4:]}"
    yield f"fs={first[-3:]}.{len(words) > 1}"
    yield f"fp={first[:4]}"
    yield from (f"w={word}" for word in lower)
    yield from (f"b={a} {b}" for a, b in pairwise(lower))
    if len(words) == 1:
        yield f"len={min(len(phrase), 9)}.{shapes[0]}"
        yield from (name for sign, name in (("-", "hyphen"), (".", "dot")) if sign in phrase)


def context_features(text: Text, candidate: Candidate, shape: str) -> tuple[str, ...]:
    """What stands around it; ``shape`` is how it is written."""
    start, end, cue, head, left, right, kinds = candidate
    return (
        f"c={cue}.{shape}",
        f"h={head}",
        f"LR={left}.{right}.{shape}",
        f"K={kinds}.{shape}",
        f"S={text.section_at(start)}",
        f"a={_word_behind(text.lower, end)}",
        f"cS={cue}",
    )


def _word_behind(lower: str, end: int) -> str:
    """The sign behind a place ("|" for the end of a line), and the word behind a space.

    >>> [_word_behind("kafka for streams, spark\\n", end) for end in (5, 17, 24, 25)]
    [' for', ',', '|', '']
    """
    sign = lower[end : end + 1]
    if sign != " ":
        return "|" if sign.isspace() else sign
    return f" {(lower[end + 1 : end + 16].split(None, 1) or [''])[0]}"
