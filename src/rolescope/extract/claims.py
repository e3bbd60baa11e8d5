"""Claims of an article: everything it says of roles that evidence can be held against, with spans and roles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rolescope.extract.claims_comparisons import find_comparisons
from rolescope.extract.claims_duties import find_duties
from rolescope.extract.claims_figures import Said, find_figures
from rolescope.extract.claims_needs import find_needs
from rolescope.extract.claims_roles import RoleHit, build_names, find_roles
from rolescope.extract.claims_source import Source, read_source
from rolescope.extract.claims_text import Sentence, read_sentences
from rolescope.model import Claim

if TYPE_CHECKING:
    from rolescope.sources.articles import Article

_LEADS = re.compile(
    r"\W*(?:(?:for|as|and|but|so|yet|many|most|some|all|both|every|each|any|typical|good|senior|junior|lead|experienced|aspiring|an?|the|only|when|where|because|since)\b\s*)*"
)
_BETWEEN = re.compile(r"\s*(?:,|and|or|,\s*and)\s+(?:an?\s+|the\s+)?")
_SAID_OF = re.compile(
    r"(?:\b(?:for|hires?|employs?|expected of|required of|asked of|employers of|part of|life of|day of|work of|job of|pay of|salary of|among)\s+(?:an?\s+|the\s+|many\s+|most\s+|junior\s+|senior\s+|good\s+)*)\Z"
)
_TURN = re.compile(r",\s+(?:while|whereas)\s+|;\s+")


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
        for sentence in _turns(source, whole):
            named = _find_subject(source, sentence)
            last = named or sentence.roles or last
            roles = named or sentence.roles or last
            figures, said = find_figures(source, sentence, named or sentence.roles, said)
            yield from figures
            yield from _read_rest(source, sentence, roles, figures)


def _turns(source: Source, sentence: Sentence) -> list[Sentence]:
    """The sentence, or its halves where "whereas" turns from one role to another."""
    for turn in _TURN.finditer(source.text.lower, sentence.body, sentence.end):
        before = source.roles_in(sentence.body, turn.start())
        behind = source.roles_in(turn.end(), sentence.end)
        if before and behind and _is_first(source, turn.end(), behind[0]):
            first = replace(sentence, end=turn.start())
            rest = replace(sentence, start=turn.end(), label=turn.end(), body=turn.end())
            return [first, *_turns(source, rest)]
    return [sentence]


def _is_first(source: Source, start: int, hit: RoleHit) -> bool:
    return _LEADS.fullmatch(source.text.lower, start, hit.start) is not None


def _find_subject(source: Source, sentence: Sentence) -> tuple[str, ...]:
    """The roles that a sentence itself says it speaks of."""
    lower = source.text.lower
    hits = [hit for hit in source.roles_in(sentence.body, sentence.end) if hit.form != "trade"]
    if hits and _is_first(source, sentence.body, hits[0]):
        return _with_joined(source, hits)
    for at, hit in enumerate(hits):
        if _SAID_OF.search(lower[max(sentence.body, hit.start - 60) : hit.start]) or _is_group(
            sentence, hit, lower
        ):
            return _with_joined(source, hits[at:])
    return ()


def _is_group(sentence: Sentence, hit: RoleHit, lower: str) -> bool:
    return (
        hit.form == "all"
        and not (sentence.item and sentence.roles)
        and not lower[hit.end : sentence.end].strip(" .!?")
    )


def _with_joined(source: Source, hits: list[RoleHit]) -> tuple[str, ...]:
    """A role and those that "and" joins to it."""
    found = list(hits[:1])
    for hit in hits[1:]:
        if _BETWEEN.fullmatch(source.text.lower, found[-1].end, hit.start) is None:
            break
        found.append(hit)
    return tuple(dict.fromkeys(role for hit in found for role in hit.roles))


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
