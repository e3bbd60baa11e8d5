"""Comparisons: roles set against each other, held against what ``compare`` says of them.

"More" and "less" take compare's verdict on the pair; a concept too seldom to be tested there is judged by whether the
two intervals overlap. "Both", "only" and "neither" are judged by each role's own share.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from rolescope.analyse.check_basis import CheckBasis, Judged, split_concept
from rolescope.analyse.check_drawn import draw_difference
from rolescope.analyse.check_needs import judge_role, tell_roles
from rolescope.analyse.check_results import RoleFinding, Verdict
from rolescope.analyse.check_rules import (
    CODE,
    Codes,
    combine_roles,
    fill,
    judge_both,
    judge_neither,
    judge_only,
    name,
)
from rolescope.analyse.check_shares import ClaimedShare
from rolescope.analyse.check_words import close, join, percent
from rolescope.analyse.results import Difference, PairComparison, PayComparison, Spread
from rolescope.model import Claim

_BY_SHARES: dict[str, Callable[[Codes, Codes], Codes]] = {
    "both": judge_both,
    "only": judge_only,
    "neither": judge_neither,
}
_MEANS: dict[tuple[str, Verdict], str] = {
    ("both", "supported"): "both ask for it often",
    ("both", "rare"): "in at least one of them it is rare",
    ("only", "supported"): "often in the first and rare in the other",
    ("only", "contradicted"): "the other asks for it often too",
    ("neither", "contradicted"): "at least one of them asks for it often",
    ("neither", "supported"): "rare in both",
}
_FOUND: dict[str, Verdict] = {"more": "supported", "less": "contradicted"}


def judge_comparison(claim: Claim, basis: CheckBasis) -> Judged:
    """What the evidence says of a comparison of two roles or more."""
    if len(claim.roles) < 2:
        return Judged(fill("not_checkable"), "It does not say which roles it compares.")
    if claim.concept is None and claim.measure not in ("pay", "experience"):
        what = f"How {claim.measure} a role is" if claim.measure else "What is compared here"
        return Judged(fill("not_checkable"), f"{what} is nothing that postings or statistics measure.")
    pairs = [(claim.roles[0], other) for other in claim.roles[1:]]
    if claim.relation in _BY_SHARES:
        judged = [_judge_shares(claim, pair, basis) for pair in pairs]
    elif claim.concept is not None:
        judged = [_judge_more(claim, pair, basis) for pair in pairs]
    else:
        measure = _judge_pay if claim.measure == "pay" else _judge_experience
        judged = [measure(claim, pair, basis) for pair in pairs]
    return judged[0] if len(judged) == 1 else _join(judged)


def _join(judged: list[Judged]) -> Judged:
    """One verdict of several pairs: the common one, else mixed."""
    size = max(len(j.codes) for j in judged)
    codes = combine_roles([j.codes if len(j.codes) == size else np.repeat(j.codes[:1], size) for j in judged])
    keys = tuple(dict.fromkeys(key for j in judged for key in j.keys))
    findings = tuple(dict.fromkeys(f for j in judged for f in j.findings))
    return Judged(codes, " ".join(j.reason for j in judged), keys, findings)


def _judge_shares(claim: Claim, pair: tuple[str, str], basis: CheckBasis) -> Judged:
    if claim.concept is None:
        return Judged(fill("not_checkable"), "No concept that postings are read for fits these words.")
    (a, first), (b, second) = (judge_role(role, claim.concept, basis) for role in pair)
    codes = _BY_SHARES[claim.relation](a, b)
    told = tell_roles(pair, claim.concept, basis)
    means = _MEANS.get((claim.relation, name(codes)))
    thin = codes[0] == CODE["not_enough_evidence"]
    ending = "" if thin else f": {means or 'too little on one side to bear it out or rule it out'}"
    return Judged(codes, close(f"{told}{ending}"), (first.key, second.key), (first, second))


# -- more and less of a concept -------------------------------------------------------------------------


def _judge_more(claim: Claim, roles: tuple[str, str], basis: CheckBasis) -> Judged:
    assert claim.concept is not None
    pair = basis.compare(*roles)
    (_, first), (_, second) = (judge_role(role, claim.concept, basis) for role in roles)
    findings = (first, second)
    if pair.reason:
        return Judged(fill("not_enough_evidence"), _tell_thin(pair), (first.key, second.key), findings)
    column = split_concept(claim.concept)
    found = next((d for d in (*pair.differences, *pair.facets) if (d.kind, d.concept) == column), None)
    if found is None:
        return _judge_untested(claim, roles, basis, findings)
    first_sample, second_sample = (basis.roles[role].evidence.chosen.sample for role in roles)
    drawn = draw_difference(first_sample, second_sample, column, _alpha(pair), found.verdict)
    codes = _direct(drawn, claim.relation)
    return Judged(codes, _tell_difference(found, pair), (found.a.key, found.b.key), findings)


def _alpha(pair: PairComparison) -> float:
    """The p-value below which a difference of this pair was taken to be one."""
    return 0.05 * max(1, pair.rejected) / max(1, pair.tested)


def _direct(verdicts: NDArray[np.str_], relation: str) -> Codes:
    """Compare's verdicts as codes: what is said of "less" is the other way round.

    >>> name(_direct(np.array(["less"]), "less")), name(_direct(np.array(["same"]), "more"))
    ('supported', 'mixed')
    """
    borne_out, against = ("more", "less") if relation == "more" else ("less", "more")
    codes = np.select(
        [verdicts == borne_out, verdicts == against], [CODE["supported"], CODE["contradicted"]], CODE["mixed"]
    )
    return codes.astype(np.int8)


def _judge_untested(
    claim: Claim, roles: tuple[str, str], basis: CheckBasis, findings: tuple[RoleFinding, RoleFinding]
) -> Judged:
    """Too seldom to be tested among all concepts: by whether the two intervals overlap."""
    column = split_concept(claim.concept or "")
    a, b = (basis.roles[role].claimed[column] for role in roles)
    if a.lack or b.lack:
        codes = fill("not_enough_evidence")
    else:
        codes = _direct(_compare_intervals(a, b), claim.relation)
    told = tell_roles(roles, claim.concept or "", basis)
    apart = "overlap" if name(codes) == "mixed" else "lie apart"
    reason = close(f"{told}: too seldom to be tested, and the intervals {apart}")
    return Judged(codes, reason, (findings[0].key, findings[1].key), findings)


def _compare_intervals(a: ClaimedShare, b: ClaimedShare) -> NDArray[np.str_]:
    found = np.select([a.low > b.high, a.high < b.low], ["more", "less"], "cannot_tell")
    return np.asarray(found, dtype="<U16")


def _tell_thin(pair: PairComparison) -> str:
    if pair.reason.startswith("sources do not overlap"):
        shares = f"{percent(pair.covered_a)} of {pair.label_a}, {percent(pair.covered_b)} of {pair.label_b}"
        why = f"too few of their postings come from the same sources and years ({shares})"
        return close(f"{pair.label_a} and {pair.label_b} postings cannot be compared: {why}")
    return close(f"{pair.label_a} and {pair.label_b} postings cannot be compared: {pair.reason}")


def _tell_difference(found: Difference, pair: PairComparison) -> str:
    shares = join(
        [f"{percent(side.estimate or 0)} of {label} postings" for side, label in ((found.a, pair.label_a), (found.b, pair.label_b))]
    )  # fmt: skip
    means = {
        "more": "the first name it more often",
        "less": "the first name it less often",
        "same": "about equally often",
    }.get(found.verdict, "which more, these postings cannot tell")
    return close(f"standardised to common sources and years, {shares} name it: {means}")


# -- pay and experience -------------------------------------------------------------------------------


def _judge_pay(claim: Claim, roles: tuple[str, str], basis: CheckBasis) -> Judged:
    """What ``compare`` says of pay in any source; sources that disagree make it mixed."""
    pair = basis.compare(*roles)
    verdicts = [_read_pay(pay) for pay in pair.pay]
    found = {v for v in verdicts if v in _FOUND}
    keys = tuple(key for pay in pair.pay for key in (pay.key_a, pay.key_b))
    if len(found) == 1:
        codes = _direct(np.array([found.pop()]), claim.relation)
    elif found or any(v != "thin" for v in verdicts):
        codes = fill("mixed")
    else:
        codes = fill("not_enough_evidence")
    told = "; ".join(_tell_pay(pay, pair) for pay in pair.pay) or "no pay to compare"
    return Judged(codes, close(told), keys)


def _read_pay(pay: PayComparison) -> str:
    return "thin" if pay.middle is None else pay.verdict


def _tell_pay(pay: PayComparison, pair: PairComparison) -> str:
    kind = "advertised pay" if pay.source_kind == "advertised" else "pay collected by a board"
    if pay.middle is None:
        return f"{kind} cannot be compared ({pay.reason})"
    span = f"{_change(pay.middle.low)} to {_change(pay.middle.high)}"
    means = {"more": "more", "less": "less", "same": "much the same"}.get(
        pay.verdict, "which more cannot be told"
    )
    return f"{kind} of {pair.label_a} against {pair.label_b} at the same {pay.matched_on}: {span}, {means}"


def _change(ratio: float) -> str:
    """
    >>> _change(1.124), _change(0.9)
    ('+12%', '-10%')
    """
    return f"{ratio - 1:+.0%}"


def _judge_experience(claim: Claim, roles: tuple[str, str], basis: CheckBasis) -> Judged:
    """By the median of the least years asked for, where both roles' postings come from the same sources."""
    pair = basis.compare(*roles)
    spreads = [basis.roles[role].evidence.profile.experience for role in roles]
    keys = tuple(spread.key for spread in spreads)
    if pair.reason:
        return Judged(fill("not_enough_evidence"), _tell_thin(pair), keys)
    if not all(spread.quantiles for spread in spreads):
        return Judged(fill("not_enough_evidence"), "Too few postings state years of experience.", keys)
    (_, a_low, a_high), (_, b_low, b_high) = (_median(spread) for spread in spreads)
    verdict = "more" if a_low > b_high else "less" if a_high < b_low else "cannot_tell"
    told = join(
        [f"{_median(s)[0]:g} years ({label}, from {s.k:,} postings)" for s, label in zip(spreads, (pair.label_a, pair.label_b), strict=True)]
    )  # fmt: skip
    apart = "the intervals overlap" if verdict == "cannot_tell" else "the intervals lie apart"
    return Judged(
        _direct(np.array([verdict]), claim.relation),
        f"The median of the least years asked for is {told}: {apart}.",
        keys,
    )


def _median(spread: Spread) -> tuple[float, float, float]:
    found = next(q for q in spread.quantiles if q.q == 0.5)
    return found.value, found.low, found.high
