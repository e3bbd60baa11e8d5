"""How many voices speak: articles that share sentences nearly word for word of one role count as one.

Sentences are alike where their sets of three words in a row have a Jaccard similarity of at least .6.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rolescope.analyse.check_results import ArticleCheck, CheckedClaim, Statement, Voice

ALIKE = 0.6
LEAST_SHARED = 2  # sentences of one role that two articles share before they are one voice of it
LEAST_WORDS = 5  # shorter items ("SQL", "Team leadership") are alike by chance
_WIDTH = 3
_MOST_PLACES = 60  # sentences looked up for one of their rarest parts
_SLACK = 1e-9  # what rounding may add

Place = tuple[int, int]  # article, sentence
Shingle = tuple[str, ...]
Shingles = frozenset[Shingle]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Which sentences are alike: places of each group of two or more, and the group of a place."""

    groups: tuple[tuple[Place, ...], ...]
    group: Mapping[Place, int]


def find_alike(articles: Sequence[ArticleCheck]) -> Likeness:
    """Groups of sentences of different articles that are nearly the same."""
    places: dict[Shingles, list[Place]] = defaultdict(list)
    for a, article in enumerate(articles if len(articles) > 1 else ()):
        for s, (start, end) in enumerate(article.sentences):
            if found := _shingle(article.text[start:end]):
                places[found].append((a, s))
    sets = list(places)
    joined = _join([*((i, i) for i in range(len(sets))), *_list_pairs(sets)])
    groups = [sorted(place for i in group for place in places[sets[i]]) for group in joined]
    kept = tuple(tuple(group) for group in sorted(groups) if len({a for a, _ in group}) > 1)
    return Likeness(kept, {place: at for at, group in enumerate(kept) for place in group})


def _list_pairs(sets: Sequence[Shingles]) -> Iterator[tuple[int, int]]:
    """Which sets are alike. Two that are share one of the rarest few of each (prefix filter: Chaudhuri, Ganti &
    Kaushik 2006), so that only those are looked up."""
    counts = Counter(one for found in sets for one in found)
    holding: dict[Shingle, list[int]] = defaultdict(list)
    for at, found in enumerate(sets):
        rarest = sorted(found, key=lambda one: (counts[one], one))
        prefix = rarest[: len(found) - math.ceil(ALIKE * len(found) - _SLACK) + 1]
        near = {other for one in prefix for other in holding[one]}
        yield from ((other, at) for other in sorted(near) if _overlap(sets[other], found) >= ALIKE)
        for one in prefix:
            if len(holding[one]) < _MOST_PLACES:
                holding[one].append(at)


def _shingle(text: str) -> Shingles:
    words = re.findall(r"[a-z0-9+#']+", text.lower())
    if len(words) < LEAST_WORDS:
        return frozenset()
    return frozenset(tuple(words[i : i + _WIDTH]) for i in range(len(words) - _WIDTH + 1))


def _overlap(a: Shingles, b: Shingles) -> float:
    """
    >>> _overlap(_shingle("learn and use SQL every day"), _shingle("learn and use SQL every week"))
    0.6
    """
    return len(a & b) / len(a | b)


def _join(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Groups of what is linked, each in order.

    >>> _join([(4, 2), (1, 1), (2, 3)])
    [[1], [2, 3, 4]]
    """
    above: dict[int, int] = {}

    def find_top(one: int) -> int:
        while above.setdefault(one, one) != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    for a, b in pairs:
        above[find_top(b)] = find_top(a)
    groups: dict[int, list[int]] = defaultdict(list)
    for one in sorted(above):
        groups[find_top(one)].append(one)
    return sorted(groups.values())


def list_voices(articles: Sequence[ArticleCheck], alike: Likeness) -> Iterator[Voice]:
    """The voices of each role that two articles or more speak of."""
    for role, speaking in _list_speakers(articles).items():
        shared = _count_shared(articles, alike, role)
        groups = [tuple(group) for group in _join(pair for pair, n in shared.items() if n >= LEAST_SHARED)]
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
    places = (find_sentence(article, claim) for claim in article.claims if role in claim.claim.roles)
    return {at for at in places if at >= 0}


def find_sentence(article: ArticleCheck, claim: CheckedClaim) -> int:
    """The place of the sentence a claim begins in; −1 if it stands in none."""
    start = claim.claim.start
    at = bisect_right(article.sentences, start, key=lambda span: span[0]) - 1
    return at if at >= 0 and start < article.sentences[at][1] else -1


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
    several = [
        _build(key, found, articles, alike, voices)
        for key, found in said.items()
        if len({a for a, _ in found}) > 1
    ]
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
    spoken: dict[Place, set[int]] = defaultdict(set)
    for a, claim in found:
        group = alike.group.get((a, find_sentence(articles[a], claim)))
        if group is not None:
            spoken[0, group].add(a)
    for at, voice in enumerate(v for v in voices if v.role == role):
        spoken[1, at] = {a for a, _ in found if articles[a].name in voice.articles}
    joined = _join(pair for members in spoken.values() for pair in combinations(sorted(members), 2))
    return sum(len(group) - 1 for group in joined)
