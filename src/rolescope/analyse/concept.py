"""Who asks for a concept, what goes with it, and how it moves: over all postings of an evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rolescope.analyse.background import log_odds
from rolescope.analyse.coded import ColumnKey
from rolescope.analyse.concept_answers import Companion, RoleDemand
from rolescope.analyse.corpus import NONE, Corpus, narrow_corpus
from rolescope.analyse.distributions import two_sided_p
from rolescope.analyse.frame import CONCEPT_KINDS
from rolescope.analyse.grouped import Groups, GroupShares, group_postings, share_columns, share_in_groups
from rolescope.analyse.intervals import reject
from rolescope.analyse.results import Share
from rolescope.analyse.trend import Quarters, build_quarters
from rolescope.model import KINDS

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

LEAST_TOGETHER = 3  # postings that must name both
LEAST_EMPLOYERS = 5  # that must do so: fewer may share a template
LEAST_PART = 0.02  # of the postings that name the concept
MOST_OF_KIND = 10
_TRIED = 14  # of a kind; what is not clearly above the background falls out


@dataclass(frozen=True, slots=True)
class Weighed:
    """Postings that some filters choose, weighed once for all concepts.

    Attributes:
        chosen: which postings.
        roles: them by role; ``whole``: all of them as one group.
        background: weighted share of each column over all of them.
        quarters: them by quarter.
    """

    corpus: Corpus
    chosen: Bools
    roles: Groups
    whole: Groups
    background: Floats
    quarters: Quarters


@dataclass(frozen=True, slots=True)
class Naming:
    """How many postings name a concept; parts of them ask for it or wish it."""

    postings: int
    countable: int
    employers: int
    required: float | None
    preferred: float | None


def weigh_corpus(corpus: Corpus, chosen: Bools) -> Weighed:
    """All that the concepts of a corpus share under some filters."""
    inner = narrow_corpus(corpus, chosen)
    roles = group_postings(inner, np.where(chosen, corpus.role, NONE), len(corpus.roles))
    whole = group_postings(inner, np.where(chosen, 0, NONE), 1)
    quarters = build_quarters(inner, chosen)
    return Weighed(corpus, chosen, roles, whole, _weigh_columns(inner, whole), quarters)


def count_naming(weighed: Weighed, kind: str, concept: str) -> Naming:
    """The postings that name a concept, of all roles and of none."""
    whole = weighed.whole
    found = share_in_groups(weighed.corpus, whole, kind, concept)
    k = int(found.k[0])
    parts = (int(found.required[0]) / k, int(found.preferred[0]) / k) if k else (None, None)
    return Naming(k, int(whole.size[0]), int(found.employers[0]), *parts)


def list_demand(
    weighed: Weighed, kind: str, concept: str, labels: Mapping[str, tuple[str, str]]
) -> tuple[tuple[RoleDemand, ...], int]:
    """Roles that ask for a concept, and how many with enough postings do not.

    They are ordered by the lower limit of their share: one posting of twelve is no leading role.

    Args:
        weighed: the postings.
        kind, concept: the concept.
        labels: label and family of each role.
    """
    groups, names = weighed.roles, weighed.corpus.roles
    found = share_in_groups(weighed.corpus, groups, kind, concept)
    demand = [
        RoleDemand(
            names[at],
            *labels.get(names[at], (names[at], "")),
            _build_share(groups, found, at, (names[at], kind, concept)),
            int(found.employers[at]),
        )
        for at in map(int, np.flatnonzero(found.k))
    ]
    demand.sort(key=lambda d: (d.share.low is None, -(d.share.low or 0), -d.share.k, d.role))
    silent = sum(not lack and not k for lack, k in zip(groups.lack, found.k, strict=True))
    return tuple(demand), silent


def list_companions(
    weighed: Weighed, kind: str, concept: str, related: Mapping[ColumnKey, str], labels: Mapping[str, str]
) -> tuple[tuple[Companion, ...], str]:
    """What the postings that name a concept name more often than others, and why there are no shares of it.

    A companion's interval lies above its share over all postings; of each kind those come first that stand out
    most (log odds against that share, ``background.log_odds``). Where too few postings name the concept, the
    most frequent are listed with their counts alone.

    Args:
        weighed: the postings.
        kind, concept: the concept.
        related: "broader" or "narrower" for concepts that are part of it, or it of them.
        labels: labels by "kind/concept".
    """
    rows = weighed.corpus.row[weighed.corpus.naming(kind, concept)]
    naming = np.zeros(weighed.corpus.size, dtype=bool)
    naming[rows[weighed.chosen[rows]]] = True
    n = int(np.count_nonzero(naming))
    corpus = narrow_corpus(weighed.corpus, naming, int(LEAST_PART * n))
    groups = group_postings(corpus, np.where(naming, 0, NONE), 1)
    tried = _choose_columns(weighed, corpus, groups, (kind, concept))
    found = share_columns(corpus, groups, tried)
    companions = [
        _build_companion(groups, found, at, corpus.coded.columns[column], float(weighed.background[column]))
        for at, column in enumerate(tried)
    ]
    named = [
        replace(
            c,
            label=labels.get(f"{c.kind}/{c.concept}", c.concept),
            relation=related.get((c.kind, c.concept), ""),
        )
        for c in companions
    ]
    if groups.lack[0]:
        return tuple(sorted(named, key=lambda c: (-c.k, c.kind, c.concept))[:MOST_OF_KIND]), groups.lack[0]
    clear = [
        c for c in named if c.low is not None and c.low > c.background and c.employers >= LEAST_EMPLOYERS
    ]
    return tuple(c for of in KINDS for c in [c for c in clear if c.kind == of][:MOST_OF_KIND]), ""


def _choose_columns(weighed: Weighed, corpus: Corpus, groups: Groups, own: ColumnKey) -> list[int]:
    """Columns to look at: of each kind those that stand out most, by their plain weighted share.

    Of thousands some stand out by chance: those are looked at that pass at 5 % false discoveries, all of them
    where no share may be shown anyway.
    """
    columns, whole = corpus.coded.columns, float(weighed.whole.base[0])
    together = np.diff(corpus.bounds)
    at = np.flatnonzero(together >= max(LEAST_TOGETHER, LEAST_PART * int(groups.size[0])))
    at = at[[columns[i] != own and columns[i][0] in CONCEPT_KINDS for i in at]] if len(at) else at
    prior = (weighed.background[at] * whole + 0.5) / (whole + 1)
    n = groups.base[0] / groups.floor[0]
    mine = log_odds(_weigh_columns(corpus, groups)[at], n, prior)
    usual = log_odds(prior, weighed.whole.base[0], prior)
    order = (mine.value - usual.value) / np.sqrt(mine.variance + usual.variance)
    passed = (order > 0) & (reject(two_sided_p(order)) | bool(groups.lack[0]))
    ranked = [int(at[i]) for i in np.argsort(-order, kind="stable") if passed[i]]
    return [i for of in KINDS for i in [i for i in ranked if columns[i][0] == of][:_TRIED]]


def _weigh_columns(corpus: Corpus, groups: Groups) -> Floats:
    """Σwx/Σw of every column over the postings of one group."""
    cluster = groups.cluster[corpus.row]
    kept = cluster != NONE
    weights = groups.weight[cluster[kept]]
    sums = np.bincount(corpus.column[kept], weights=weights, minlength=len(corpus.coded.columns))
    return np.asarray(sums / max(float(groups.base[0]), 1.0), dtype=float)


def _build_companion(
    groups: Groups, found: GroupShares, at: int, column: ColumnKey, background: float
) -> Companion:
    kind, concept = column
    lack = groups.lack[0]
    companion = Companion(
        kind=kind,
        concept=concept,
        label=concept,
        relation="",
        n=int(groups.size[0]),
        k=int(found.k[at]),
        employers=int(found.employers[at]),
        background=background,
        reason=lack,
    )
    if lack:
        return companion
    estimate, low, high = (float(limit[at]) for limit in (found.share, found.low, found.high))
    return replace(companion, estimate=estimate, low=low, high=high, ratio=estimate / background)


def _build_share(groups: Groups, found: GroupShares, at: int, key: Sequence[str]) -> Share:
    _, kind, concept = key
    k, lack = int(found.k[at]), groups.lack[at]
    share = Share(
        key="/".join(key),
        kind=kind,
        concept=concept,
        n=int(groups.size[at]),
        k=k,
        required=int(found.required[at]) / k,
        preferred=int(found.preferred[at]) / k,
        reason=lack,
    )
    return share if lack else replace(share, **found.figures(at))
