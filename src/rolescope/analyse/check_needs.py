"""Needs, duties, degrees, fields and industries: a concept held against its share of a role's postings."""

from __future__ import annotations

from rolescope.analyse.check_basis import CheckBasis, Judged, split_concept
from rolescope.analyse.check_results import RoleFinding, Verdict
from rolescope.analyse.check_rules import CODE, Codes, combine_roles, fill, name, turn_round
from rolescope.analyse.check_shares import ClaimedShare
from rolescope.analyse.check_words import close, tell_share
from rolescope.model import Claim

_ENDINGS: dict[Verdict, str] = {
    "supported": "at least 10% by the lower limit",
    "rare": "rare, with the upper limit below 10%",
    "contradicted": "yet the article says that it is not so",
    "mixed": "neither clearly often nor clearly seldom",
}
_SELDOM = {
    "education": "seldom the least that is enough, which does not show that it is seldom asked for",
    "industry": "seldom, but few postings say what industry they are of",
}


def judge_need(claim: Claim, basis: CheckBasis) -> Judged:
    """What postings say of a concept that an article says roles need, do, study or work in."""
    if claim.concept is None:
        return Judged(fill("not_checkable"), "No concept that postings are read for fits these words.")
    if not claim.roles:
        return Judged(fill("not_checkable"), "It is said of no role in particular.")
    column = split_concept(claim.concept)
    found = [(role, basis.roles[role].claimed[column]) for role in claim.roles]
    judged = [one.judge(column[0] in basis.well_read) for _, one in found]
    codes = combine_roles(judged)
    codes = turn_round(codes) if claim.denied else codes
    findings = tuple(_find(role, one, c) for (role, one), c in zip(found, judged, strict=True))
    keys = tuple(one.key for _, one in found)
    return Judged(codes, _tell(claim, basis, codes), keys, findings)


def judge_role(role: str, concept: str, basis: CheckBasis) -> tuple[Codes, RoleFinding]:
    """The verdict of one role alone on one concept."""
    column = split_concept(concept)
    found = basis.roles[role].claimed[column]
    codes = found.judge(column[0] in basis.well_read)
    return codes, _find(role, found, codes)


def tell_roles(roles: tuple[str, ...], concept: str, basis: CheckBasis) -> str:
    """What the postings of some roles say of a concept, in one clause."""
    column = split_concept(concept)
    return "; ".join(
        tell_share(basis.roles[role].label, basis.roles[role].claimed[column], column[0]) for role in roles
    )


def _find(role: str, found: ClaimedShare, codes: Codes) -> RoleFinding:
    known = {} if found.lack else {"share": found.share, "low": found.low, "high": found.high}
    figures = {field: float(values[0]) for field, values in known.items()}
    return RoleFinding(
        role, name(codes), found.key, found.n, found.k, rank=found.rank, of=found.of, **figures
    )


def _tell(claim: Claim, basis: CheckBasis, codes: Codes) -> str:
    assert claim.concept is not None
    told = tell_roles(claim.roles, claim.concept, basis)
    ending = "" if codes[0] == CODE["not_enough_evidence"] else f": {_end(claim, basis, codes)}"
    return close(f"{told}{ending}")


def _end(claim: Claim, basis: CheckBasis, codes: Codes) -> str:
    verdict = name(codes)
    if verdict == "supported" and claim.denied:
        return "rare, as the article says"
    kind, concept = split_concept(claim.concept or "")
    shares = [basis.roles[role].claimed[kind, concept] for role in claim.roles]
    low = all(not s.lack and s.high[0] < 0.10 and s.share[0] < 0.05 for s in shares)
    if verdict == "mixed" and low and kind not in basis.well_read:
        return _SELDOM.get(kind, "seldom, but reading overlooks too much of this kind to call it rare")
    if verdict == "mixed" and len({name(s.judge(kind in basis.well_read)) for s in shares}) > 1:
        return "the roles differ"
    return _ENDINGS[verdict]
