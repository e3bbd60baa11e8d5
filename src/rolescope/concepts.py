"""One concept, and lists of them: fetched, analysed, joined with what guides and official sources say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache

from rolescope.analyse.answers import EvidenceSummary
from rolescope.analyse.coded import ColumnKey
from rolescope.analyse.concept import Weighed, count_naming, list_companions, list_demand, weigh_corpus
from rolescope.analyse.concept_answers import (
    ConceptAnswer,
    ConceptCard,
    ConceptListing,
    ConceptRef,
    ConceptsAnswer,
    GuideNaming,
    OfficialNaming,
)
from rolescope.analyse.corpus import Corpus, build_corpus, choose_postings
from rolescope.analyse.trend import build_trend
from rolescope.beside import TELLING_SECTIONS
from rolescope.cues import fold_label
from rolescope.errors import UnknownConcept, UsageError
from rolescope.model import KINDS, Concept
from rolescope.store.evidence import Evidence, Filters
from rolescope.store.memory import Memory
from rolescope.taxonomy.concepts import concept_index, load_concepts
from rolescope.taxonomy.roles import load_roles
from rolescope.version import __version__

_WEIGHED = 6  # filters whose weighing a pinned reader remembers; each takes about a megabyte
_NEAREST = 3
_LONGEST = 60  # characters of a name that is looked for among those spelled alike
_ALIKE = 0.75
_EPOCH = date(1970, 1, 1)

Counts = dict[ColumnKey, int]


@dataclass(frozen=True, slots=True)
class _Labels:
    """A concept's names, folded: its label first."""

    concept: Concept
    folded: tuple[str, ...]


def find_concept(text: str, kind: str | None, base: Evidence) -> Concept:
    """The concept with this id or label; of several kinds, the one named by most postings.

    Raises:
        UsageError: there is no such kind.
        UnknownConcept: no concept is known by that id or label; carries the nearest labels.
    """
    if kind is not None and kind not in KINDS:
        raise UsageError(f"There is no kind {kind!r}; kinds are {', '.join(KINDS)}.")
    known, wanted, counts = concept_index(), fold_label(text), count_concepts(base)
    kinds = KINDS if kind is None else (kind,)
    found = [known[of, text] for of in kinds if (of, text) in known]
    found = found or [c for of in kinds for c in _by_label().get((of, wanted), ())]
    if not found:
        raise UnknownConcept(text, kind or "concept", _find_near(text, kind, counts))
    return max(
        found, key=lambda c: (fold_label(c.label) == wanted or c.id == text, counts.get((c.kind, c.id), 0))
    )


def answer_concept(
    base: Evidence, concept: Concept, filters: Filters, summary: EvidenceSummary
) -> ConceptAnswer:
    """The answer of ``concept``."""
    weighed, counts = weigh(base, filters), count_concepts(base)
    kind, of = concept.kind, concept.id
    naming = count_naming(weighed, kind, of)
    roles, silent = list_demand(weighed, kind, of, _role_labels())
    companions, reason = list_companions(weighed, kind, of, _related(concept), _concept_labels())
    beside = base.memory.get("beside postings by concept", lambda: _read_beside(base))
    guides, guide_roles = _list_guides(beside, concept)
    return ConceptAnswer(
        schema="rolescope/concept/1",
        version=__version__,
        evidence=summary,
        concept=_build_card(concept, counts),
        postings=naming.postings,
        countable=naming.countable,
        employers=naming.employers,
        required=naming.required,
        preferred=naming.preferred,
        roles=roles,
        silent=silent,
        companions=companions,
        companions_reason=reason,
        trend=build_trend(weighed.corpus, weighed.quarters, kind, of),
        guides=guides,
        guide_roles=guide_roles,
        official=tuple(beside.official.get((kind, of), ())),
    )


def answer_concepts(
    base: Evidence, text: str, kind: str | None, page: tuple[int, int], summary: EvidenceSummary
) -> ConceptsAnswer:
    """The answer of ``concepts``; ``page`` is (limit, offset).

    Raises:
        UsageError: there is no such kind.
    """
    if kind is not None and kind not in KINDS:
        raise UsageError(f"There is no kind {kind!r}; kinds are {', '.join(KINDS)}.")
    counts, (limit, offset) = count_concepts(base), page
    found = _search(text, kind, counts)
    return ConceptsAnswer(
        schema="rolescope/concepts/1",
        version=__version__,
        evidence=summary,
        text=text,
        kind=kind,
        countable=base.memory.get("countable", lambda: base.fetch_background().total),
        total=len(found),
        offset=offset,
        concepts=tuple(
            ConceptListing(c.kind, c.id, c.label, c.alt_labels, c.broader, counts.get((c.kind, c.id), 0))
            for c in found[offset : offset + limit]
        ),
    )


def weigh(base: Evidence, filters: Filters) -> Weighed:
    """All postings that the filters choose, weighed; a pinned reader remembers it for some filters."""
    corpus = base.memory.get("corpus", lambda: build_corpus(base.coded()))
    kept = base.memory.get("weighed", lambda: Memory(_WEIGHED))
    key = (filters.country, filters.since, filters.until)
    return kept.get(key, lambda: _weigh(corpus, filters))


def _weigh(corpus: Corpus, filters: Filters) -> Weighed:
    since, until = ((d - _EPOCH).days if d else None for d in (filters.since, filters.until))
    return weigh_corpus(corpus, choose_postings(corpus, filters.country, since, until))


def count_concepts(base: Evidence) -> Counts:
    """Countable postings of any role that name each concept."""
    return base.memory.get("postings by concept", lambda: _count_concepts(base))


def _count_concepts(base: Evidence) -> Counts:
    table = base.fetch_background().table
    columns = (table[name].to_pylist() for name in ("kind", "concept", "documents"))
    return {(kind, concept): n for kind, concept, n in zip(*columns, strict=True)}


def _search(text: str, kind: str | None, counts: Counts) -> list[Concept]:
    """Concepts whose names hold every word of ``text``, best first; all of them, most frequent first, for "".

    First those with that very name, then those with a name that begins with it, then the others.
    """
    wanted = fold_label(text).strip()
    ranked = [
        (rank, -counts.get((names.concept.kind, names.concept.id), 0), names.concept.label, at, names.concept)
        for at, names in enumerate(_all_labels())
        if kind in (None, names.concept.kind) and (rank := _rank(names.folded, wanted)) is not None
    ]
    return [concept for *_, concept in sorted(ranked, key=lambda row: row[:4])]


def _rank(names: Sequence[str], wanted: str) -> int | None:
    """
    >>> [_rank(("apache spark", "spark"), text) for text in ("spark", "apa", "park", "spark apache", "flink")]
    [0, 1, 2, 2, None]
    """
    if wanted in names:
        return 0
    if any(name.startswith(wanted) for name in names):
        return 1
    words = wanted.split()
    return 2 if any(all(word in name for word in words) for name in names) else None


def _find_near(text: str, kind: str | None, counts: Counts) -> tuple[str, ...]:
    """Labels of concepts that hold the words, else of those spelled most alike."""
    wanted = fold_label(text).strip()
    if not wanted:
        return ()
    held = [c.label for c in _search(text, kind, counts)]
    if not held:
        labels = {
            label: names.concept.label
            for names in _all_labels()
            if kind in (None, names.concept.kind)
            for label in names.folded
        }
        held = [labels[near] for near in get_close_matches(wanted[:_LONGEST], labels, 2 * _NEAREST, _ALIKE)]
    return tuple(dict.fromkeys(held))[:_NEAREST]


@cache
def _all_labels() -> tuple[_Labels, ...]:
    return tuple(
        _Labels(c, tuple(fold_label(label).strip() for label in (c.label, *c.alt_labels)))
        for c in load_concepts()
    )


@cache
def _by_label() -> dict[ColumnKey, tuple[Concept, ...]]:
    """Concepts by kind and folded label, those with it as their own label first."""
    found: dict[ColumnKey, list[Concept]] = defaultdict(list)
    for own in (True, False):
        for names in _all_labels():
            for label in names.folded[:1] if own else names.folded[1:]:
                found[names.concept.kind, label].append(names.concept)
    return {key: tuple(dict.fromkeys(concepts)) for key, concepts in found.items()}


@cache
def _role_labels() -> dict[str, tuple[str, str]]:
    return {role.id: (role.label, role.family) for role in load_roles()}


@cache
def _concept_labels() -> dict[str, str]:
    return {f"{c.kind}/{c.id}": c.label for c in load_concepts()}


@cache
def _children() -> dict[ColumnKey, tuple[Concept, ...]]:
    found: dict[ColumnKey, list[Concept]] = defaultdict(list)
    for concept in load_concepts():
        if concept.broader:
            found[concept.kind, concept.broader].append(concept)
    return {key: tuple(concepts) for key, concepts in found.items()}


def _related(concept: Concept) -> dict[ColumnKey, str]:
    """What the concept is part of, and what is part of it, at any distance."""
    below: dict[ColumnKey, str] = {(c.kind, c.id): "narrower" for c in _list_below(concept, set())}
    return below | {(c.kind, c.id): "broader" for c in _list_above(concept)}


def _list_above(concept: Concept) -> list[Concept]:
    found: list[Concept] = []
    while concept.broader and (concept.kind, concept.broader) in concept_index():
        concept = concept_index()[concept.kind, concept.broader]
        if concept in found:
            break
        found.append(concept)
    return found


def _list_below(concept: Concept, seen: set[str]) -> Iterator[Concept]:
    for child in _children().get((concept.kind, concept.id), ()):
        if child.id not in seen:
            seen.add(child.id)
            yield child
            yield from _list_below(child, seen)


def _build_card(concept: Concept, counts: Counts) -> ConceptCard:
    narrower = sorted(
        (_refer(c, counts) for c in _children().get((concept.kind, concept.id), ())),
        key=lambda ref: (-ref.postings, ref.label),
    )
    alike = _by_label()
    namesakes = (
        c
        for of in KINDS
        if of != concept.kind
        for c in alike.get((of, fold_label(concept.label).strip()), ())
    )
    return ConceptCard(
        kind=concept.kind,
        id=concept.id,
        label=concept.label,
        aliases=concept.alt_labels,
        broader=tuple(_refer(c, counts) for c in _list_above(concept)),
        narrower=tuple(narrower),
        onet=concept.onet,
        esco=concept.esco,
        namesakes=tuple(_refer(c, counts) for c in namesakes),
    )


def _refer(concept: Concept, counts: Counts) -> ConceptRef:
    return ConceptRef(concept.kind, concept.id, concept.label, counts.get((concept.kind, concept.id), 0))


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside postings, by concept: (role, guide) pairs, and occupations; guides of each role."""

    guides: dict[ColumnKey, list[tuple[str, str]]]
    speaking: dict[str, int]
    official: dict[ColumnKey, list[OfficialNaming]]


def _read_beside(base: Evidence) -> _Beside:
    """Guides are counted as a role's page counts them: an industry only where they speak of industries."""
    guides: dict[ColumnKey, list[tuple[str, str]]] = defaultdict(list)
    for row in base.fetch_guides_naming().to_pylist():
        industries = row["section"] == "industries"
        if row["section"] in TELLING_SECTIONS and (row["kind"] == "industry") == industries:
            guides[row["kind"], row["concept"]].append((row["role"] or "", row["document_id"]))
    official: dict[ColumnKey, list[OfficialNaming]] = defaultdict(list)
    for row in base.fetch_official_naming().to_pylist():
        official[row.pop("kind"), row.pop("concept")].append(OfficialNaming(**row))
    speaking = {row["role"]: row["guides"] for row in base.guides_summary().to_pylist()}
    return _Beside(dict(guides), speaking, dict(official))


def _list_guides(beside: _Beside, concept: Concept) -> tuple[int, tuple[GuideNaming, ...]]:
    """How many guides name the concept, and for which roles."""
    told = beside.guides.get((concept.kind, concept.id), [])
    naming: dict[str, set[str]] = defaultdict(set)
    for role, document in told:
        naming[role].add(document)
    labels = _role_labels()
    roles = (
        GuideNaming(
            key=f"{role}/guides/{concept.kind}/{concept.id}",
            role=role,
            label=labels[role][0],
            guides=len(documents),
            of=beside.speaking[role],
        )
        for role, documents in naming.items()
        if role in labels
    )
    ordered = sorted(roles, key=lambda g: (-g.guides, g.label))
    return len({document for _, document in told}), tuple(ordered)
