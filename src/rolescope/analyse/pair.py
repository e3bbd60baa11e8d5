"""Everything about two or more role queries in one call: profiles, differences, pay, moves, verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import pyarrow as pa

from rolescope.analyse.background import Background
from rolescope.analyse.compare import compare_samples
from rolescope.analyse.frame import (
    Sample,
    find_remote_boards,
    name_rest,
    part_samples,
)
from rolescope.analyse.gap import FLAT, Ladder, find_move
from rolescope.analyse.pay import (
    Prices,
    Ranges,
    at_level_mask,
    build_pay_stats,
    keep_ranges,
    read_advertised,
    read_collected,
)
from rolescope.analyse.pay_compare import compare_pay
from rolescope.analyse.profile import Chosen, RoleQuery, build_profile, choose_sample
from rolescope.analyse.results import Comparison, PairComparison, PayComparison, RoleProfile
from rolescope.analyse.sides import SAME_POSTINGS
from rolescope.analyse.verdict import write_verdict


@dataclass(frozen=True, slots=True)
class RoleTables:
    """What the store holds of one role query: postings and collected pay of all levels of the role."""

    query: RoleQuery
    sample: Sample
    pay_reports: pa.Table


@dataclass(frozen=True, slots=True)
class Context:
    """What comparisons share.

    Attributes:
        background: all postings.
        prices: deflation of pay.
        names: what people call a concept, by "kind/concept".
        ladder: which concepts stand above others.
        remote_only: boards known to list remote jobs only; None finds them from the postings at hand.
    """

    background: Background
    prices: Prices
    names: Mapping[str, str] = field(default_factory=dict)
    ladder: Ladder = FLAT
    remote_only: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class RoleEvidence:
    """One role query ready to compare: the sample that stands for it, its pay, its profile."""

    query: RoleQuery
    chosen: Chosen
    advertised: Ranges
    collected: Ranges
    profile: RoleProfile


def compare_roles(roles: Sequence[RoleTables], context: Context) -> Comparison:
    """Profiles of all role queries, and a comparison of each pair in the order asked."""
    context = _know_boards(context, [role.sample for role in roles])
    return compare_evidence([build_evidence(role, context) for role in roles], context)


def compare_evidence(found: Sequence[RoleEvidence], context: Context) -> Comparison:
    """A comparison of each pair of role queries that are weighed already."""
    pairs = tuple(compare_pair(a, b, context) for a, b in combinations(found, 2))
    return Comparison(tuple(e.profile for e in found), pairs)


def profile_role(role: RoleTables, context: Context) -> RoleProfile:
    """The profile of one role query."""
    return build_evidence(role, _know_boards(context, [role.sample])).profile


def _know_boards(context: Context, samples: Sequence[Sample]) -> Context:
    if context.remote_only is not None:
        return context
    return replace(context, remote_only=find_remote_boards(samples))


def build_evidence(role: RoleTables, context: Context) -> RoleEvidence:
    """The sample that stands for a query, its pay from both kinds of source, and its profile."""
    chosen = choose_sample(role.sample, role.query)
    advertised = read_advertised(chosen.sample, context.prices)
    collected = _choose_collected(role, chosen, context.prices)
    told = build_pay_stats(collected)
    if role.query.level and not told.n and role.pay_reports.num_rows:
        told = replace(told, reason=f"collected pay holds no range at level {role.query.level}")
    pay = (build_pay_stats(advertised, chosen.sample), told)
    profile = build_profile(role.query, chosen, pay, context.remote_only or frozenset())
    return RoleEvidence(role.query, chosen, advertised, collected, profile)


def compare_pair(a: RoleEvidence, b: RoleEvidence, context: Context) -> PairComparison:
    """Differences, pay, moves both ways, and the verdict of two role queries."""
    first, second = a.chosen.sample, b.chosen.sample
    pair = compare_samples(first, second, context.background, remote_only=context.remote_only or frozenset())
    label_a, label_b = _name_parts(a, b, pair.overlap)
    pair = replace(pair, a=a.query.key, b=b.query.key, label_a=label_a, label_b=label_b)
    if pair.reason != SAME_POSTINGS:
        parts = part_samples(first, second)
        move, back = (
            find_move(start, aim, context.background, context.ladder, pair.differences)
            for start, aim in (parts, parts[::-1])
        )
        pair = replace(pair, pay=_compare_pays(a, b, parts, context.prices), a_to_b=move, b_to_a=back)
    return replace(pair, sentences=write_verdict(pair, context.names))


def _choose_collected(role: RoleTables, chosen: Chosen, prices: Prices) -> Ranges:
    """Collected pay at the level asked for, of all levels where postings too stand for all of them."""
    ranges = read_collected(role.pay_reports, chosen.sample.query, prices)
    level = role.query.level
    if level is None or chosen.basis == "all_levels":
        return ranges
    return keep_ranges(ranges, at_level_mask(ranges, level))


def _compare_pays(
    a: RoleEvidence, b: RoleEvidence, parts: tuple[Sample, Sample], prices: Prices
) -> tuple[PayComparison, ...]:
    on_level = _match_on_level(a, b)
    posted = [_advertise(evidence, part, prices) for evidence, part in zip((a, b), parts, strict=True)]
    collected = _part_collected(a, b)
    return (
        compare_pay(posted[0], posted[1], on_level=on_level),
        compare_pay(collected[0], collected[1], on_level=on_level),
    )


def _advertise(evidence: RoleEvidence, part: Sample, prices: Prices) -> Ranges:
    whole = part is evidence.chosen.sample
    return evidence.advertised if whole else read_advertised(part, prices)


def _match_on_level(a: RoleEvidence, b: RoleEvidence) -> bool:
    """False where the queries themselves name different levels or tracks."""
    levels = {_level(a), _level(b)}
    same_role = a.query.role == b.query.role
    return a.query.track == b.query.track and (len(levels) == 1 or (None in levels and not same_role))


def _part_collected(a: RoleEvidence, b: RoleEvidence) -> tuple[Ranges, Ranges]:
    """Collected ranges without overlap: a role at all levels loses those of the level it is held against."""
    first, second = a.collected, b.collected
    if a.query.role != b.query.role:
        return first, second
    level_a, level_b = _level(a), _level(b)
    if level_a is None:
        first = _other_levels(first, level_b or "")
    elif level_b is None:
        second = _other_levels(second, level_a)
    return first, second


def _other_levels(ranges: Ranges, level: str) -> Ranges:
    kept = keep_ranges(ranges, ~at_level_mask(ranges, level))
    return replace(kept, query=name_rest(ranges.query, f"{ranges.query}@{level}"))


def _level(evidence: RoleEvidence) -> str | None:
    """The level the evidence is of, None for all levels."""
    return None if evidence.chosen.basis == "all_levels" else evidence.query.level


def _name_parts(a: RoleEvidence, b: RoleEvidence, overlap: bool) -> tuple[str, str]:
    """Labels as asked, with a note where other postings stand for them."""
    level_a, level_b = _level(a), _level(b)
    return _label(a, overlap and level_a is None and level_b is not None), _label(
        b, overlap and level_b is None and level_a is not None
    )


def _label(evidence: RoleEvidence, rest: bool) -> str:
    note = " (all levels)" if evidence.chosen.basis == "all_levels" else ""
    return f"{evidence.query.label}{' (other levels)' if rest else note}"
