"""Where articles disagree about one role: what one says and another denies, other degrees, figures, directions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from rolescope.analyse.check_basis import split_concept
from rolescope.analyse.check_results import ArticleCheck, CheckedClaim, Disagreement, Position
from rolescope.analyse.check_words import DEGREES, dollars, join

_Said = list[tuple[int, CheckedClaim]]
_APART = 0.15  # of each other: pay that differs by less is the same


def list_disagreements(articles: Sequence[ArticleCheck]) -> Iterator[Disagreement]:
    """Every disagreement, by role."""
    by_role: dict[str, _Said] = defaultdict(list)
    for a, article in enumerate(articles):
        for claim in article.claims:
            for role in claim.claim.roles if claim.claim.kind != "comparison" else ():
                by_role[role].append((a, claim))
    for role, said in sorted(by_role.items()):
        if len({a for a, _ in said}) > 1:
            for find in (_find_denied, _find_degrees, _find_growth, _find_pay, _find_demand):
                yield from find(role, said, articles)


def _find_denied(role: str, said: _Said, articles: Sequence[ArticleCheck]) -> Iterator[Disagreement]:
    """One says that the role needs it, another that it does not."""
    by_concept: dict[str, _Said] = defaultdict(list)
    for a, claim in said:
        if claim.claim.concept:
            by_concept[claim.claim.concept].append((a, claim))
    for found in by_concept.values():
        denying, naming = ({a for a, c in found if c.claim.denied is denied} for denied in (True, False))
        if denying and naming and len(denying | naming) > 1:
            about = found[0][1].label or found[0][1].text
            yield _build(role, about, found, articles, _tell_need)


def _tell_need(claim: CheckedClaim) -> str:
    return "does not need it" if claim.claim.denied else "needs it"


def _find_degrees(role: str, said: _Said, articles: Sequence[ArticleCheck]) -> Iterator[Disagreement]:
    """Articles name degrees, and two of them none in common."""
    found = [(a, c) for a, c in said if c.claim.kind == "degree" and c.claim.concept and not c.claim.denied]
    named: dict[int, set[str]] = defaultdict(set)
    for a, claim in found:
        named[a].add(split_concept(claim.claim.concept or "")[1])
    if any(not named[a] & named[b] for a in named for b in named if a < b):
        told = {a: join(sorted(DEGREES.get(d, d) for d in degrees)) for a, degrees in named.items()}
        firsts = _first_each(found)
        yield Disagreement(role, "degree", tuple(_place(a, c, told[a], articles) for a, c in firsts))


def _find_growth(role: str, said: _Said, articles: Sequence[ArticleCheck]) -> Iterator[Disagreement]:
    """Other figures of one occupation and the same years."""
    by_subject: dict[tuple[str, int | None], _Said] = defaultdict(list)
    for a, claim in said:
        c = claim.claim
        if c.kind == "growth" and c.value is not None:
            by_subject[c.occupation.casefold(), c.target].append((a, claim))
    for found in by_subject.values():
        if _differ(found, lambda x, y: abs(x - y) >= 1):
            yield _build(role, "growth", found, articles, _tell_growth)


def _tell_growth(claim: CheckedClaim) -> str:
    c = claim.claim
    years = f", {c.base}–{c.target}" if c.base and c.target else ""
    return f"{c.value:g}%{years}{f', of {c.occupation}' if c.occupation else ''}"


def _find_pay(role: str, said: _Said, articles: Sequence[ArticleCheck]) -> Iterator[Disagreement]:
    """Of the role as a whole: pay at a level is that of the level."""
    found = [(a, c) for a, c in said if c.claim.kind == "pay" and c.claim.value and c.claim.level is None]
    if _differ(found, lambda x, y: abs(x - y) > _APART * min(x, y)):
        yield _build(role, "pay", found, articles, lambda c: dollars(c.claim.value or 0.0))


def _find_demand(role: str, said: _Said, articles: Sequence[ArticleCheck]) -> Iterator[Disagreement]:
    found = [(a, c) for a, c in said if c.claim.kind in ("demand", "growth") and c.claim.direction]
    ways: dict[str, set[int]] = defaultdict(set)
    for a, claim in found:
        ways[claim.claim.direction].add(a)
    if len(ways) > 1 and len(set.union(*ways.values())) > 1:
        yield _build(role, "demand", found, articles, lambda c: c.claim.direction)


def _differ(found: _Said, apart: Callable[[float, float], bool]) -> bool:
    """Whether two articles give figures that lie apart."""
    return any(apart(x.claim.value or 0.0, y.claim.value or 0.0) for a, x in found for b, y in found if a < b)


def _build(
    role: str, about: str, found: _Said, articles: Sequence[ArticleCheck], says: Callable[[CheckedClaim], str]
) -> Disagreement:
    seen: dict[tuple[int, str], CheckedClaim] = {}
    for a, claim in found:
        seen.setdefault((a, says(claim)), claim)
    return Disagreement(role, about, tuple(_place(a, c, told, articles) for (a, told), c in seen.items()))


def _first_each(found: _Said) -> _Said:
    return list({a: (a, claim) for a, claim in reversed(found)}.values())[::-1]


def _place(a: int, claim: CheckedClaim, says: str, articles: Sequence[ArticleCheck]) -> Position:
    c = claim.claim
    return Position(articles[a].name, says, c.start, c.end, claim.text, claim.verdict)
