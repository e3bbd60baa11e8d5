"""Claims of an article: everything it says of roles that evidence can be held against, with spans and roles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rolescope.extract.claims_comparisons import find_comparisons
from rolescope.extract.claims_duties import find_duties
from rolescope.extract.claims_figures import Said, find_figures
from rolescope.extract.claims_needs import find_needs
from rolescope.extract.claims_roles import build_names, find_roles
from rolescope.extract.claims_source import Source, read_source
from rolescope.extract.claims_subjects import find_roles_of, find_subject, find_turns
from rolescope.extract.claims_text import Sentence, read_sentences
from rolescope.model import Claim

if TYPE_CHECKING:
    from rolescope.sources.articles import Article


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in an article.

    Attributes:
        claims: in order of their place.
        sentences: spans of all sentences, list items and cells, so that those without a claim can be counted.
        roles: keys of the article's roles, in its order.
    """

    claims: tuple[Claim, ...]
    sentences: tuple[tuple[int, int], ...]
    roles: tuple[str, ...]


def find_claims(article: Article) -> Reading:
    """Every claim of an article, with the roles it is said of; job cards, headings and navigation make none."""
    names = build_names(find_roles(article))
    source = read_source(article.text, names)
    sentences = read_sentences(article, names)
    sole = names.keys if len(names.keys) == 1 and len(article.roles) <= 1 else ()
    claims = sorted(
        _read_all(source, sentences, sole), key=lambda c: (c.start, c.end, c.kind, c.concept or "")
    )
    return Reading(tuple(dict.fromkeys(claims)), tuple((s.start, s.end) for s in sentences), names.keys)


def _read_all(source: Source, sentences: tuple[Sentence, ...], sole: tuple[str, ...]) -> Iterator[Claim]:
    """All claims; ``sole`` is the role of an article that has but one, of which it speaks under every heading."""
    last: tuple[str, ...] = ()
    section, said = -1, Said()
    for whole in sentences:
        if whole.section != section:
            section, last = whole.section, sole
        for sentence in find_turns(source, whole):
            named = find_subject(source, sentence)
            last = named or sentence.roles or find_roles_of(source, sentence, last)
            figures, said = find_figures(source, sentence, named or sentence.roles, said)
            yield from figures
            yield from _read_rest(source, sentence, last, figures)


def _read_rest(
    source: Source, sentence: Sentence, roles: tuple[str, ...], figures: list[Claim]
) -> Iterator[Claim]:
    """Comparisons; where a clause makes none, duties and needs of the roles it speaks of."""
    compared = [] if figures else find_comparisons(source, sentence, roles)
    yield from compared
    if not roles or any(c.kind in ("growth", "pay") for c in figures):
        return
    duties = [] if compared else find_duties(source, sentence, roles)
    yield from duties
    needs = find_needs(source, sentence, roles, duties)
    places = [(c.start, c.end) for c in (*compared, *figures)]
    yield from (n for n in needs if not any(a < n.end and n.start < b for a, b in places))
