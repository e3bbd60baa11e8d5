"""What the words of a part of a title are: a job's, a level's, a place's, or those of a job that is not packaged.

Answers are kept: titles differ in their places and tails, and mean the same few thousand parts.
"""

from __future__ import annotations

from functools import lru_cache

from rolescope.normalise.levels import is_numeral
from rolescope.normalise.title_labels import KEPT, Words
from rolescope.normalise.title_words import vocabulary


@lru_cache(maxsize=KEPT)
def is_foreign(words: Words, used: tuple[int, int] | None) -> bool:
    """Whether the part is headed by a job that is not packaged.

    Args:
        words: the part.
        used: where its label stands, None without one. A lone foreign word counts behind the label ("Data
            Science Recruiter"), or at the very end where there is none; two or three words count unless the
            label covers them or follows them ("Construction Project Manager", not "Customer Success Data
            Analyst").
    """
    start, end = used if used is not None else (0, len(words) - 1)
    if any((word,) in vocabulary().foreign for word in words[end:]):
        return True
    if words[start] in vocabulary().leaders and not vocabulary().functions.isdisjoint(words[end : end + 1]):
        return True
    return any(
        words[at : at + size] in vocabulary().foreign
        and at + size > start
        and not (start <= at < at + size <= end)
        for size in (2, 3)
        for at in range(len(words) - size + 1)
    )


@lru_cache(maxsize=KEPT)
def places_of(words: Words, keep_levels: bool) -> tuple[int, ...]:
    """Indices of the words that may be of a label."""
    return tuple(i for i in range(len(words)) if not says_level(words, i, within_labels=keep_levels))


@lru_cache(maxsize=KEPT)
def core_of(words: Words) -> Words:
    """The words that name the job, level words off."""
    return tuple(words[i] for i in places_of(words, False))


def says_level(words: Words, at: int, *, within_labels: bool = False) -> bool:
    """Whether the word at ``at`` is there for the level, not for the job.

    "Lead" at the end of a name is a noun, and so is kept; ``within_labels`` keeps what labels may hold.
    """
    known, word = vocabulary(), words[at]
    if word in known.numerals:
        return is_numeral(words, at)
    if word == "lead" or word in known.leaders:
        return word == "lead" and (at < len(words) - 1 or len(words) == 1)
    if word in ("staff", "principal", "techlead") or word in known.weak_levels:
        return not within_labels
    return word in known.level_words


@lru_cache(maxsize=KEPT)
def is_level_part(words: Words) -> bool:
    """Whether all words say a level."""
    known = vocabulary()
    return all(w in known.level_words or w in known.leaders or w in known.numerals for w in words)


@lru_cache(maxsize=KEPT)
def is_place(words: Words) -> bool:
    """Whether all words are of places."""
    return all(word in vocabulary().places for word in words)


def says_nothing(words: Words) -> bool:
    """Whether the words say a level or a place only."""
    return is_level_part(words) or is_place(words)


@lru_cache(maxsize=KEPT)
def has_noun(words: Words) -> bool:
    """Whether a job is named, packaged or not."""
    known = vocabulary()
    return words[-1:] in known.foreign or any(w in known.nouns or w in known.leaders for w in words)


def is_bare(core: Words) -> bool:
    """Whether the words name a job of no trade ("Associate", "Manager")."""
    known = vocabulary()
    return all(w in known.bare_nouns or w in known.leaders for w in core)
