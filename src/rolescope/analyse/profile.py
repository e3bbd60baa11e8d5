"""What postings show of one role query: shares of concepts and facts, sources, dates, experience."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from rolescope.analyse.frame import (
    CONCEPT_KINDS,
    FACET_ORDER,
    Sample,
    at_level,
    find_lack,
    leave_out,
)
from rolescope.analyse.resample import Units, spread_quantiles
from rolescope.analyse.results import Basis, PayStats, RoleProfile, Share, SourceCount, Spread
from rolescope.analyse.weigh import estimate_correlation, estimate_sample

Ints = NDArray[np.int64]

LEAST_SHARE = 0.01  # rarer concepts are not listed in a profile; differences look at all
EXPERIENCE_QUANTILES = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class RoleQuery:
    """A resolved role query; ``label`` is what people read ("Lead Machine Learning Engineer")."""

    role: str
    label: str
    level: str | None = None
    track: str = "individual"

    @property
    def key(self) -> str:
        """
        >>> RoleQuery("data-engineer", "Lead Data Engineer", "lead").key
        'data-engineer@lead'
        """
        return f"{self.role}@{self.level}" if self.level else self.role


@dataclass(frozen=True, slots=True)
class Chosen:
    """The sample that stands for a query, and on what basis; ``at_level`` counts its countable postings."""

    sample: Sample
    basis: Basis
    at_level: int
    reason: str


def choose_sample(role: Sample, query: RoleQuery) -> Chosen:
    """The postings at the level asked for, else all levels of the role, else "none"; never another role.

    Args:
        role: all levels of the role, its ``query`` the role id.
        query: what was asked.
    """
    asked = at_level(role, query.level) if query.level else role
    lack = find_lack(asked)
    if not lack:
        return Chosen(asked, "level", asked.size, "")
    if query.level and not find_lack(role):
        return Chosen(role, "all_levels", asked.size, f"at level {query.level}: {lack}")
    return Chosen(asked, "none", asked.size, lack)


def build_profile(
    query: RoleQuery,
    chosen: Chosen,
    pay: tuple[PayStats, ...] = (),
    remote_only: frozenset[str] = frozenset(),
) -> RoleProfile:
    """All figures of one role query.

    Args:
        query: what was asked.
        chosen: from ``choose_sample``.
        pay: from ``analyse.pay``.
        remote_only: sources whose postings say nothing of how usual remote work is.
    """
    sample = chosen.sample
    shares = list_shares(sample, least=LEAST_SHARE)
    dates = sample.postings["date_posted"]
    by_kind = {facet: order_facet(shares, facet) for facet in FACET_ORDER}
    window = pc.min_max(dates)
    elsewhere = leave_out(sample, remote_only)
    return RoleProfile(
        query=query.key,
        role=query.role,
        label=query.label,
        level=query.level,
        basis=chosen.basis,
        at_level=chosen.at_level,
        postings=sample.postings.num_rows,
        countable=sample.size,
        too_short=sample.postings.num_rows - sample.size,
        employers=sample.employers,
        blank=int(sample.blank.sum()),
        since=_iso(window["min"].as_py()),
        until=_iso(window["max"].as_py()),
        undated=dates.null_count,
        correlation=estimate_correlation(sample) if sample.size else None,
        sources=count_sources(sample),
        shares=tuple(s for s in shares if s.kind in CONCEPT_KINDS),
        education=by_kind["education"],
        levels=by_kind["level"],
        workplaces=order_facet(list_shares(elsewhere, "workplace"), "workplace"),
        employment=by_kind["employment"],
        experience=_spread_experience(sample),
        experience_bands=by_kind["experience"],
        pay=pay,
        remote_only=tuple(sorted(remote_only & set(sample.source_names))),
        reason=chosen.reason,
    )


def list_shares(sample: Sample, kind: str | None = None, *, least: float = 0.0) -> tuple[Share, ...]:
    """Every column's share (or those of one kind), by kind and then the most frequent first.

    Concepts that less than ``least`` of the postings mention are left out.
    """
    if not sample.size:
        return ()
    count = estimate_sample(sample).count
    frequent = (count >= least * sample.size).tolist()
    at = [
        i
        for i, (of, _) in enumerate(sample.columns)
        if kind in (None, of) and (frequent[i] or of not in CONCEPT_KINDS)
    ]
    shares = _build_shares(sample, np.array(at, dtype=np.int64))
    return tuple(sorted(shares, key=lambda s: (s.kind, -(s.estimate or 0.0), -s.k, s.concept)))


def order_facet(shares: Iterable[Share], facet: str) -> tuple[Share, ...]:
    """The shares of one facet in its natural order: degrees upwards, levels upwards."""
    order = FACET_ORDER[facet]
    return tuple(sorted((s for s in shares if s.kind == facet), key=lambda s: _position(order, s.concept)))


def find_share(sample: Sample, kind: str, concept: str) -> Share:
    """One column's share; zero of n where nothing mentions it."""
    found = (s for s in list_shares(sample, kind) if s.concept == concept)
    empty = Share(f"{sample.query}/{kind}/{concept}", kind, concept, sample.size, 0, reason=find_lack(sample))
    return next(found, empty)


def count_sources(sample: Sample) -> tuple[SourceCount, ...]:
    """Postings and dates of each source, the largest first."""
    grouped = sample.postings.group_by("source").aggregate(
        [("countable", "sum"), ("date_posted", "min"), ("date_posted", "max"), ([], "count_all")]
    )
    counts = [
        SourceCount(
            row["source"],
            row["count_all"],
            int(row["countable_sum"] or 0),
            _iso(row["date_posted_min"]),
            _iso(row["date_posted_max"]),
        )
        for row in grouped.to_pylist()
    ]
    return tuple(sorted(counts, key=lambda c: (-c.postings, c.source)))


def _build_shares(sample: Sample, at: Ints) -> list[Share]:
    """The shares of some columns."""
    lack, found = find_lack(sample), estimate_sample(sample)
    shown = (found.share, found.interval.low, found.interval.high, found.n_star)
    rows = zip(
        [sample.columns[i] for i in at.tolist()],
        found.count[at].tolist(),
        zip(*(([None] * len(at) if lack else values[at].tolist()) for values in shown), strict=True),
        *(_count_strength(sample, code)[at].tolist() for code in (2, 1)),
        strict=True,
    )
    return [
        Share(
            key=f"{sample.query}/{kind}/{concept}",
            kind=kind,
            concept=concept,
            n=sample.size,
            k=k,
            estimate=estimate,
            low=low,
            high=high,
            n_effective=n_effective,
            required=required / k if kind in CONCEPT_KINDS else None,
            preferred=preferred / k if kind in CONCEPT_KINDS else None,
            reason=lack,
        )
        for (kind, concept), k, (estimate, low, high, n_effective), required, preferred in rows
    ]


def _spread_experience(sample: Sample) -> Spread:
    """Quantiles of the least years asked for, over countable postings that state them."""
    countable = sample.postings.filter(pc.fill_null(sample.postings["countable"], False))
    years = countable["experience_years"].to_numpy(zero_copy_only=False).astype(float)
    stated = ~np.isnan(years)
    key = f"{sample.query}/experience/years"
    employers = len(np.unique(sample.employer[stated]))
    spread = Spread(key, "years", sample.size, int(stated.sum()), employers)
    if spread.k < 10 or employers < 5:
        reason = f"only {spread.k} postings of {employers} employers state years of experience"
        return Spread(key, "years", sample.size, spread.k, employers, reason=reason)
    units = Units(years[stated], sample.weight[stated], sample.employer[stated])
    quantiles = spread_quantiles(units, EXPERIENCE_QUANTILES)
    return Spread(key, "years", sample.size, spread.k, employers, quantiles)


def _count_strength(sample: Sample, code: int) -> Ints:
    return np.bincount(sample.column[sample.strength == code], minlength=len(sample.columns))


def _position(order: tuple[str, ...], name: str) -> tuple[int, str]:
    return (order.index(name) if name in order else len(order), name)


def _iso(value: object) -> str | None:
    return None if value is None else str(value)
