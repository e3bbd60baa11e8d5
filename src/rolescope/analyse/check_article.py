"""One article's claims judged and put together: verdicts, families, counts, what is missing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rolescope.analyse.check_basis import CheckBasis, Judged, RoleBasis, split_concept
from rolescope.analyse.check_comparisons import judge_comparison
from rolescope.analyse.check_figures import judge_demand, judge_growth, judge_pay
from rolescope.analyse.check_missing import list_missing
from rolescope.analyse.check_needs import judge_need
from rolescope.analyse.check_results import (
    VERDICTS,
    ArticleCheck,
    CheckedClaim,
    CheckedFamily,
    CheckedLine,
    CheckedRole,
)
from rolescope.analyse.check_rules import LEANING, Codes, combine_family, find_stability, name
from rolescope.model import Claim, ClaimKind

_JUDGES: dict[ClaimKind, Callable[[Claim, CheckBasis], Judged]] = {
    "pay": judge_pay,
    "growth": judge_growth,
    "demand": judge_demand,
    "comparison": judge_comparison,
}


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """What a check takes of an article: its text and lines, and what was read in them."""

    name: str
    title: str
    text: str
    lines: tuple[CheckedLine, ...]
    roles: tuple[str, ...]
    claims: tuple[Claim, ...]
    sentences: tuple[tuple[int, int], ...]


def check_article(article: ReadArticle, basis: CheckBasis) -> ArticleCheck:
    """Every claim of an article with its verdict."""
    judged = [_JUDGES.get(claim.kind, judge_need)(claim, basis) for claim in article.claims]
    claims = tuple(_build(article, c, j, basis) for c, j in zip(article.claims, judged, strict=True))
    named = {split_concept(claim.concept) for claim in article.claims if claim.concept}
    return ArticleCheck(
        name=article.name,
        title=article.title,
        text=article.text,
        lines=article.lines,
        roles=tuple(describe_role(key, basis.roles[key]) for key in article.roles),
        claims=claims,
        families=tuple(_build_families(article, judged)),
        sentences=article.sentences,
        silent=tuple(_list_silent(article)),
        verdicts=count_verdicts(claims),
        stable=mean_stability(claims),
        missing=tuple(list_missing(article.text, article.roles, named, basis)),
    )


def describe_role(key: str, role: RoleBasis) -> CheckedRole:
    """A role and on which postings its claims are judged."""
    chosen, query = role.evidence.chosen, role.evidence.query
    note = {
        "level": "",
        "all_levels": f"Judged by postings of all levels; {chosen.reason}.",
        "none": f"Too few postings to judge by: {chosen.reason}.",
    }[chosen.basis]
    return CheckedRole(
        query=key,
        label=role.label,
        role=query.role,
        level=query.level,  # type: ignore[arg-type]
        basis=chosen.basis,
        countable=chosen.sample.size,
        employers=chosen.sample.employers,
        note=note,
    )


def count_verdicts(claims: Iterable[CheckedClaim]) -> dict[str, int]:
    """How many claims have each verdict."""
    counts = Counter(claim.verdict for claim in claims)
    return {verdict: counts[verdict] for verdict in VERDICTS}


def mean_stability(claims: Iterable[CheckedClaim]) -> float | None:
    """Part of all verdicts drawn anew that stay the same; None where none was drawn."""
    known = [claim.stability for claim in claims if claim.stability is not None]
    return sum(known) / len(known) if known else None


def _list_silent(article: ReadArticle) -> Iterable[tuple[int, int]]:
    """Sentences that no claim touches; sentences stand in order and do not overlap."""
    starts = [start for start, _ in article.sentences]
    said: set[int] = set()
    for claim in article.claims:
        first = max(bisect_right(starts, claim.start) - 1, 0)
        last = bisect_left(starts, claim.end)
        said.update(at for at in range(first, last) if article.sentences[at][1] > claim.start)
    return (span for at, span in enumerate(article.sentences) if at not in said)


def _build(article: ReadArticle, claim: Claim, judged: Judged, basis: CheckBasis) -> CheckedClaim:
    stability, leaning = _find_leaning(judged.codes)
    first = judged.findings[0] if judged.findings else None
    return CheckedClaim(
        claim=claim,
        text=article.text[claim.start : claim.end],
        label=basis.names.get(claim.concept, "") if claim.concept else "",
        verdict=name(judged.codes),
        reason=_tell(judged.reason, stability, leaning),
        leaning=leaning,
        stability=stability,
        keys=judged.keys,
        share=first.share if first else None,
        low=first.low if first else None,
        high=first.high if first else None,
        n=first.n if first else None,
        k=first.k if first else None,
        rank=first.rank if first else None,
        official=judged.official,
        findings=judged.findings,
    )


def _find_leaning(codes: Codes) -> tuple[float | None, bool]:
    """How stable a verdict is; too little evidence, or none that could be drawn, is not drawn anew."""
    if name(codes) in ("not_enough_evidence", "not_checkable"):
        return None, False
    stability = find_stability(codes)
    return stability, stability is not None and stability < LEANING


def _tell(reason: str, stability: float | None, leaning: bool) -> str:
    if not leaning or stability is None:
        return reason
    return f"{reason.removesuffix('.')}; leaning, since only {int(100 * stability)}% of 200 samples drawn anew say so."


def _build_families(article: ReadArticle, judged: Sequence[Judged]) -> Iterable[CheckedFamily]:
    members: dict[str, list[int]] = defaultdict(list)
    for at, claim in enumerate(article.claims):
        if claim.family:
            members[claim.family].append(at)
    for family, places in members.items():
        codes = combine_family([judged[at].codes for at in places])
        stability, leaning = _find_leaning(codes)
        named = [article.text[slice(article.claims[at].start, article.claims[at].end)] for at in places]
        reason = _tell(
            _tell_family(codes, [name(judged[at].codes) for at in places], named), stability, leaning
        )
        yield CheckedFamily(family, name(codes), reason, tuple(places), leaning, stability)


def _tell_family(codes: Codes, verdicts: Sequence[str], named: Sequence[str]) -> str:
    """
    >>> from rolescope.analyse.check_rules import fill
    >>> _tell_family(fill("supported"), ["supported", "rare"], ["Talend", "Informatica"])
    '1 of 2 examples is supported: Talend.'
    """
    size = len(verdicts)
    supported = [text for text, verdict in zip(named, verdicts, strict=True) if verdict == "supported"]
    if supported and size > 1:
        return f"{len(supported)} of {size} examples {'is' if len(supported) == 1 else 'are'} supported: {', '.join(supported)}."
    if len(set(verdicts)) == 1:
        return f"{_all(size)} {verdicts[0].replace('_', ' ')}."
    return f"None of {size} examples is supported, and they differ."


def _all(size: int) -> str:
    return {1: "The only example is", 2: "Both examples are"}.get(size, f"All {size} examples are")
