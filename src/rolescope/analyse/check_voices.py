"""How many voices speak: articles that share sentences nearly word for word of one role count as one.

Sentences are alike where their sets of three words in a row have a Jaccard similarity of at least .6.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rolescope.analyse.check_results import ArticleCheck, CheckedClaim, Statement, Voice

ALIKE = 0.6
LEAST_SHARED = 2  # sentences of one role that two articles share before they are one voice of it
LEAST_WORDS = 5  # shorter items ("SQL", "Team leadership") are alike by chance
_WIDTH = 3

Place = tuple[int, int]  # article, sentence


@dataclass(frozen=True, slots=True)
class Likeness:
    """Which sentences are alike: places of each group of two or more, and the group of a place."""

    groups: tuple[tuple[Place, ...], ...]
    group: Mapping[Place, int]


def find_alike(articles: Sequence[ArticleCheck]) -> Likeness:
    """Groups of sentences of different articles that are nearly the same."""
    shingles = {
        (a, s): _shingle(article.text[start:end])
        for a, article in enumerate(articles)
        for s, (start, end) in enumerate(article.sentences)
    }
    shingles = {place: found for place, found in shingles.items() if found}
    holding: dict[tuple[str, ...], list[Place]] = defaultdict(list)
    for place, found in shingles.items():
        for one in found:
            holding[one].append(place)
    pairs = {pair for places in holding.values() if len(places) < 200 for pair in combinations(places, 2)}
    alike = [(a, b) for a, b in pairs if a[0] != b[0] and _overlap(shingles[a], shingles[b]) >= ALIKE]
    groups = tuple(tuple(sorted(group)) for group in _join(alike))
    return Likeness(groups, {place: at for at, group in enumerate(groups) for place in group})


def _shingle(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9+#']+", text.lower())
    if len(words) < LEAST_WORDS:
        return frozenset()
    return frozenset(tuple(words[i : i + _WIDTH]) for i in range(len(words) - _WIDTH + 1))


def _overlap(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> float:
    """
    >>> _overlap(_shingle("learn and use SQL every day"), _shingle("learn and use SQL every week"))
    0.6
    """
    return len(a & b) / len(a | b)


def _join(pairs: Iterable[tuple[Place, Place]]) -> list[set[Place]]:
    """Groups of what is linked, in order of their first place."""
    home: dict[Place, set[Place]] = {}
    for a, b in pairs:
        joined = home.get(a, {a}) | home.get(b, {b})
        home.update(dict.fromkeys(joined, joined))
    return sorted({id(group): group for group in home.values()}.values(), key=min)


def list_voices(articles: Sequence[ArticleCheck], alike: Likeness) -> Iterator[Voice]:
    """The voices of each role that two articles or more speak of."""
    for role, speaking in _list_speakers(articles).items():
        shared = _count_shared(articles, alike, role)
        linked = [(((a, 0)), (b, 0)) for (a, b), n in shared.items() if n >= LEAST_SHARED]
        groups = [tuple(sorted(a for a, _ in group)) for group in _join(linked)]
        alone = [(a,) for a in speaking if not any(a in group for group in groups)]
        for group in sorted((*groups, *alone)):
            count = _count_groups(articles, alike, role, group)
            yield Voice(role, tuple(articles[a].name for a in group), count)


def _list_speakers(articles: Sequence[ArticleCheck]) -> dict[str, list[int]]:
    """Roles of two articles or more, with the articles' places."""
    found: dict[str, list[int]] = defaultdict(list)
    for a, article in enumerate(articles):
        for role in article.roles:
            found[role.query].append(a)
    return {role: places for role, places in found.items() if len(places) > 1}


def _count_shared(articles: Sequence[ArticleCheck], alike: Likeness, role: str) -> dict[tuple[int, int], int]:
    """How many sentences about a role each two articles share."""
    about = {(a, s) for a, article in enumerate(articles) for s in _list_sentences(article, role)}
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for group in alike.groups:
        for a, b in combinations(sorted({a for a, s in group if (a, s) in about}), 2):
            counts[a, b] += 1
    return counts


def _count_groups(
    articles: Sequence[ArticleCheck], alike: Likeness, role: str, voice: tuple[int, ...]
) -> int:
    """How many sentences about a role stand in two articles of a voice or more."""
    about = {(a, s) for a in voice for s in _list_sentences(articles[a], role)}
    return sum(len({a for a, s in group if (a, s) in about}) > 1 for group in alike.groups)


def _list_sentences(article: ArticleCheck, role: str) -> set[int]:
    return {
        s
        for claim in article.claims
        if role in claim.claim.roles
        for s in [find_sentence(article, claim)]
        if s >= 0
    }


def find_sentence(article: ArticleCheck, claim: CheckedClaim) -> int:
    """The place of the sentence a claim begins in; −1 if it stands in none."""
    start = claim.claim.start
    return next((i for i, (first, last) in enumerate(article.sentences) if first <= start < last), -1)


def list_statements(
    articles: Sequence[ArticleCheck], alike: Likeness, voices: Sequence[Voice]
) -> Iterator[Statement]:
    """What two articles or more say of one role, with the number of voices behind it, most voices first."""
    said: dict[tuple[str, str, str, bool], list[tuple[int, CheckedClaim]]] = defaultdict(list)
    for a, article in enumerate(articles):
        for claim in article.claims:
            c = claim.claim
            if c.concept and c.kind != "comparison":
                for role in c.roles:
                    said[role, c.kind, c.concept, c.denied].append((a, claim))
    built = [_build(key, found, articles, alike, voices) for key, found in said.items()]
    several = [statement for statement in built if len(statement.articles) > 1]
    yield from sorted(
        several, key=lambda s: (-s.voices, -len(s.articles), s.role, s.kind, s.concept, s.denied)
    )


def _build(
    key: tuple[str, str, str, bool],
    found: Sequence[tuple[int, CheckedClaim]],
    articles: Sequence[ArticleCheck],
    alike: Likeness,
    voices: Sequence[Voice],
) -> Statement:
    role, kind, concept, denied = key
    speaking = sorted({a for a, _ in found})
    first = found[0][1]
    own = next((f.verdict for f in first.findings if f.role == role), first.verdict)
    names = tuple(articles[a].name for a in speaking)
    counted = len(speaking) - _count_joined(role, found, articles, alike, voices)
    return Statement(
        role, kind, concept, first.label, denied, first.verdict if denied else own, names, counted
    )


def _count_joined(
    role: str,
    found: Sequence[tuple[int, CheckedClaim]],
    articles: Sequence[ArticleCheck],
    alike: Likeness,
    voices: Sequence[Voice],
) -> int:
    """How many of the articles add no voice: they are one voice of the role, or say it in the same sentence."""
    spoken: dict[Place, list[int]] = defaultdict(list)
    for a, claim in found:
        group = alike.group.get((a, find_sentence(articles[a], claim)))
        if group is not None:
            spoken[0, group].append(a)
    for at, voice in enumerate(v for v in voices if v.role == role):
        spoken[1, at] = [a for a, _ in found if articles[a].name in voice.articles]
    linked = [
        ((x, 0), (y, 0)) for members in spoken.values() for x, y in combinations(sorted(set(members)), 2)
    ]
    return sum(len(group) - 1 for group in _join(linked))
