"""Verdicts from figures: the rules of a check, for the evidence as it is and for many samples drawn anew at once.

A verdict is handled as an array of codes (places in ``VERDICTS``): the first is that of the evidence as it is, the
others those of the samples drawn anew. Every rule takes and gives such arrays, so that both follow the same rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from rolescope.analyse.check_results import VERDICTS, Verdict

Codes = NDArray[np.int8]
Floats = NDArray[np.float64]

OFTEN = 0.10  # the lower limit of what is supported
SELDOM = 0.05  # a rare thing's share lies below it
LEAST_RECALL = 0.9  # of reading a kind, for its absence to say something
LEANING = 0.9  # part of the samples that must agree
DEMAND = 1.25  # times the growth of all occupations: from here on demand is called high

CODE: dict[str, int] = {verdict: code for code, verdict in enumerate(VERDICTS)}
_DENIED = {"supported": "contradicted", "rare": "supported"}


def fill(verdict: Verdict, size: int = 1) -> Codes:
    """An array of one verdict."""
    return np.full(size, CODE[verdict], dtype=np.int8)


def name(codes: Codes) -> Verdict:
    """The verdict of the evidence as it is.

    >>> name(fill("mixed", 3))
    'mixed'
    """
    return VERDICTS[int(codes[0])]


def judge_share(share: Floats, low: Floats, high: Floats, can_be_rare: bool) -> Codes:
    """Supported, rare or mixed.

    Args:
        share: part of the postings that name a concept.
        low, high: its interval.
        can_be_rare: whether the kind is read well enough for a low share to show that a thing is rare.

    >>> shares = np.array([0.3, 0.02, 0.12])
    >>> codes = judge_share(shares, shares - 0.05, shares + 0.05, True)
    >>> [VERDICTS[code] for code in codes]
    ['supported', 'rare', 'mixed']
    """
    rare = (share < SELDOM) & (high < OFTEN) & can_be_rare
    codes = np.select([low >= OFTEN, rare], [CODE["supported"], CODE["rare"]], CODE["mixed"])
    return codes.astype(np.int8)


def combine_roles(found: Sequence[Codes]) -> Codes:
    """The verdict that all roles share, else mixed.

    >>> name(combine_roles([fill("rare"), fill("rare")])), name(combine_roles([fill("rare"), fill("supported")]))
    ('rare', 'mixed')
    """
    return reduce(lambda a, b: _where(a == b, a, "mixed"), found)


def turn_round(codes: Codes) -> Codes:
    """The verdict of a denial: what is asked for often contradicts it, what is rare bears it out.

    >>> name(turn_round(fill("supported"))), name(turn_round(fill("mixed")))
    ('contradicted', 'mixed')
    """
    turned = codes.copy()
    for verdict, other in _DENIED.items():
        turned[codes == CODE[verdict]] = CODE[other]
    return turned


def combine_family(members: Sequence[Codes]) -> Codes:
    """Supported if a member is; else the verdict that all share, else mixed.

    >>> name(combine_family([fill("rare"), fill("supported")])), name(combine_family([fill("rare"), fill("mixed")]))
    ('supported', 'mixed')
    """
    size = max(len(codes) for codes in members)
    wide = [codes if len(codes) == size else np.repeat(codes[:1], size) for codes in members]
    supported = np.any([codes == CODE["supported"] for codes in wide], axis=0)
    return np.where(supported, CODE["supported"], combine_roles(wide)).astype(np.int8)


def judge_both(a: Codes, b: Codes) -> Codes:
    """ "Both need it": the verdict of both, rare if one finds it rare.

    >>> name(judge_both(fill("supported"), fill("rare")))
    'rare'
    """
    common = _where(a == b, a, "mixed")
    rare = (a == CODE["rare"]) | (b == CODE["rare"])
    return _keep_thin(np.where(rare, CODE["rare"], common).astype(np.int8), a, b)


def judge_only(a: Codes, b: Codes) -> Codes:
    """ "Only the first needs it": supported there and rare here; contradicted where the second asks for it often.

    >>> name(judge_only(fill("supported"), fill("rare"))), name(judge_only(fill("mixed"), fill("supported")))
    ('supported', 'contradicted')
    """
    borne_out = (a == CODE["supported"]) & (b == CODE["rare"])
    against = b == CODE["supported"]
    codes = np.select([borne_out, against], [CODE["supported"], CODE["contradicted"]], CODE["mixed"])
    return _keep_thin(codes.astype(np.int8), a, b)


def judge_neither(a: Codes, b: Codes) -> Codes:
    """ "Neither needs it": contradicted where one asks for it often, supported where both do rarely.

    >>> name(judge_neither(fill("supported"), fill("mixed"))), name(judge_neither(fill("rare"), fill("rare")))
    ('contradicted', 'supported')
    """
    against = (a == CODE["supported"]) | (b == CODE["supported"])
    both = (a == CODE["rare"]) & (b == CODE["rare"])
    codes = np.select([against, both], [CODE["contradicted"], CODE["supported"]], CODE["mixed"])
    return _keep_thin(codes.astype(np.int8), a, b)


def find_stability(codes: Codes) -> float | None:
    """Part of the samples drawn anew whose verdict is that of the evidence as it is; None where none was drawn.

    >>> find_stability(np.array([0, 0, 0, 1, 0], dtype=np.int8))
    0.75
    """
    return float(np.mean(codes[1:] == codes[0])) if len(codes) > 1 else None


def _where(condition: NDArray[np.bool_], codes: Codes, other: Verdict) -> Codes:
    return np.where(condition, codes, CODE[other]).astype(np.int8)


def _keep_thin(codes: Codes, *sides: Codes) -> Codes:
    """Nothing can be said of roles where one side has too little."""
    thin = np.any([side == CODE["not_enough_evidence"] for side in sides], axis=0)
    return np.where(thin, CODE["not_enough_evidence"], codes).astype(np.int8)
