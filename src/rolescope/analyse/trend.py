"""A concept's share by quarter, and how far quarters may be held against each other.

Postings come from collections of different years, so most of what moves between two quarters is the source.
Each quarter therefore names its leading source; quarters in a row that share it are a stretch, and only within
one is a change told: from the first to the last quarter, of that source alone, both standardised to the roles
that they share (``analyse.common``), with Newcombe's interval.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rolescope.analyse.coded import ColumnKey
from rolescope.analyse.common import standardise
from rolescope.analyse.compare import BANDS, RARE
from rolescope.analyse.concept_answers import Change, QuarterShare, Trend
from rolescope.analyse.corpus import NONE, Corpus, name_quarter
from rolescope.analyse.frame import Sample, take_sample
from rolescope.analyse.grouped import Groups, group_postings, share_in_groups
from rolescope.analyse.intervals import newcombe
from rolescope.analyse.results import Verdict
from rolescope.analyse.sides import LEAST_COVERED, LEAST_EMPLOYERS
from rolescope.analyse.weigh import Design, Estimates, estimate_shares

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

LEADING = 0.5  # part of a quarter's weight that its leading source must hold to lead a stretch
_APART = "Quarters rest on different sources, so what moves between them may be the source."


@dataclass(frozen=True, slots=True)
class Side:
    """One quarter of one source, standardised to the roles it shares with another; None where there is none."""

    size: int
    covered: float
    design: Design | None
    estimates: Estimates | None
    index: Mapping[ColumnKey, int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Quarters with one leading source: its first and last, ready to be compared in any concept."""

    number: int
    source: str
    first: int
    last: int
    roles: tuple[str, ...]
    sides: tuple[Side, Side]


@dataclass(frozen=True, slots=True)
class Quarters:
    """All dated postings by quarter, worked out once for all concepts.

    Attributes:
        names: quarters that hold a posting, in order.
        groups: the postings by quarter.
        source, part: per quarter: its leading source and the part of the weight it holds.
        stretch: per quarter its number, −1 where no share is shown.
    """

    names: tuple[str, ...]
    groups: Groups
    source: tuple[str, ...]
    part: Floats
    stretch: Ints
    stretches: tuple[Stretch, ...]
    dated: int
    undated: int


def build_quarters(corpus: Corpus, chosen: Bools) -> Quarters:
    """Postings that ``chosen`` takes, by quarter."""
    dated = chosen & (corpus.quarter != NONE)
    found = np.unique(corpus.quarter[dated])
    label = np.where(dated, np.searchsorted(found, corpus.quarter), NONE)
    groups = group_postings(corpus, label, len(found))
    source, part = _find_leading(corpus, groups)
    stretch = _number_stretches(source, part, groups.lack)
    stretches = [
        _build_stretch(
            corpus, dated, found[stretch == number], int(number), int(source[stretch == number][0])
        )
        for number in np.unique(stretch[stretch != NONE])
        if np.count_nonzero(stretch == number) > 1
    ]
    return Quarters(
        names=tuple(name_quarter(int(quarter)) for quarter in found),
        groups=groups,
        source=tuple(corpus.coded.sources[code] for code in source),
        part=part,
        stretch=stretch,
        stretches=tuple(stretches),
        dated=int(np.count_nonzero(dated)),
        undated=int(np.count_nonzero(chosen & ~dated)),
    )


def build_trend(corpus: Corpus, quarters: Quarters, kind: str, concept: str) -> Trend:
    """The concept's share in every quarter, and its change within each stretch."""
    groups = quarters.groups
    found = share_in_groups(corpus, groups, kind, concept)
    points = []
    for at, name in enumerate(quarters.names):
        lack = groups.lack[at]
        number = int(quarters.stretch[at])
        point = QuarterShare(
            quarter=name,
            n=int(groups.size[at]),
            k=int(found.k[at]),
            employers=int(groups.employers[at]),
            source=quarters.source[at],
            source_part=float(quarters.part[at]),
            stretch=None if number == NONE else number,
            reason=lack,
        )
        points.append(point if lack else replace(point, **found.figures(at)))
    changes = tuple(_tell_change(stretch, (kind, concept)) for stretch in quarters.stretches)
    return Trend(quarters.dated, quarters.undated, tuple(points), changes, _note(quarters, changes))


def _note(quarters: Quarters, changes: tuple[Change, ...]) -> str:
    if not quarters.dated:
        return "No posting is dated to a month or day."
    alike = [f"{change.first} to {change.last}" for change in changes if not change.reason]
    if not alike:
        return _APART
    return f"{_APART} Comparable, since one source leads and its roles overlap: {', '.join(alike)}."


def _find_leading(corpus: Corpus, groups: Groups) -> tuple[Ints, Floats]:
    """Per group the source with most weight, and the part it holds."""
    used = groups.label != NONE
    shape = (len(groups.size), max(len(corpus.coded.sources), 1))
    cells = groups.label[used] * shape[1] + corpus.coded.source[used]
    weight = np.bincount(cells, weights=groups.weight[groups.cluster[used]], minlength=shape[0] * shape[1])
    weight = weight.reshape(shape)
    return weight.argmax(axis=1), weight.max(axis=1) / np.maximum(groups.base, 1e-9)


def _number_stretches(source: Ints, part: Floats, lack: tuple[str, ...]) -> Ints:
    """Quarters with figures in a row that one source leads; one that nobody leads is a stretch of its own."""
    numbers = np.full(len(lack), NONE, dtype=np.int64)
    number, leading = NONE, NONE
    for at, reason in enumerate(lack):
        if reason:
            continue
        leads = int(source[at]) if part[at] >= LEADING else NONE
        if leads == NONE or leads != leading:
            number += 1
        numbers[at], leading = number, leads
    return numbers


def _build_stretch(corpus: Corpus, dated: Bools, quarters: Ints, number: int, source: int) -> Stretch:
    first, last = int(quarters[0]), int(quarters[-1])
    of_source = dated & (corpus.coded.source == source)
    a, b = (_sample_roles(corpus, of_source & (corpus.quarter == quarter)) for quarter in (first, last))
    common = standardise(a, b)
    return Stretch(
        number=number,
        source=corpus.coded.sources[source],
        first=first,
        last=last,
        roles=common.names,
        sides=(_weigh_side(a, common.a, common.covered_a), _weigh_side(b, common.b, common.covered_b)),
    )


def _sample_roles(corpus: Corpus, chosen: Bools) -> Sample:
    """Postings with a role, its strata the roles."""
    rows = np.flatnonzero(chosen & (corpus.role != NONE))
    return replace(take_sample(corpus.coded, rows, ""), stratum=corpus.role[rows], strata=corpus.roles)


def _weigh_side(sample: Sample, design: Design | None, covered: float) -> Side:
    estimates = estimate_shares(design) if design is not None else None
    index = {key: at for at, key in enumerate(sample.columns)}
    return Side(sample.size, covered, design, estimates, index)


def _tell_change(stretch: Stretch, column: ColumnKey) -> Change:
    a, b = stretch.sides
    first, last = name_quarter(stretch.first), name_quarter(stretch.last)
    change = Change(
        stretch=stretch.number,
        source=stretch.source,
        first=first,
        last=last,
        roles=stretch.roles,
        n_first=a.size,
        n_last=b.size,
        covered_first=a.covered,
        covered_last=b.covered,
        verdict="cannot_tell",
        share_first=None,
        share_last=None,
        difference=None,
        low=None,
        high=None,
        text="",
        reason=_find_reason(a, b),
    )
    if not change.reason:
        change = _compare(change, a, b, column)
    return replace(change, text=_say(change))


def _find_reason(a: Side, b: Side) -> str:
    """Why the quarters cannot be compared, "" if they can be."""
    if a.design is None or b.design is None:
        return "no role has enough postings in both quarters"
    if min(a.covered, b.covered) < LEAST_COVERED:
        return "the roles asked for are too different"
    if min(a.design.employers, b.design.employers) < LEAST_EMPLOYERS:
        return f"fewer than {LEAST_EMPLOYERS} employers in one of the quarters"
    return ""


def _compare(change: Change, a: Side, b: Side, column: ColumnKey) -> Change:
    (share_a, n_a), (share_b, n_b) = _look_up(a, column), _look_up(b, column)
    interval = newcombe(share_b, n_b, share_a, n_a)
    difference, low, high = (float(x[0]) for x in (share_b - share_a, interval.low, interval.high))
    return replace(
        change,
        verdict=_judge(float(share_a[0]), float(share_b[0]), low, high),
        share_first=float(share_a[0]),
        share_last=float(share_b[0]),
        difference=difference,
        low=low,
        high=high,
    )


def _look_up(side: Side, column: ColumnKey) -> tuple[Floats, Floats]:
    """Share and effective size; a concept that nobody names has share 0 and the design's own size."""
    assert side.estimates is not None
    assert side.design is not None
    at = side.index.get(column)
    if at is None:
        return np.zeros(1), np.array([side.design.base / side.design.floor])
    return side.estimates.share[at : at + 1], side.estimates.n_star[at : at + 1]


def _judge(first: float, last: float, low: float, high: float) -> Verdict:
    """The order of verdicts of ``compare``, for one test: rare, same, more or less, cannot tell."""
    pooled = (first + last) / 2
    half = next(width for below, width in BANDS if pooled < below)
    if max(first, last) < RARE and max(abs(low), abs(high)) < RARE:
        return "rare_in_both"
    if -half <= low and high <= half:
        return "same"
    if low > 0:
        return "more"
    return "less" if high < 0 else "cannot_tell"


_WORDS: dict[Verdict, str] = {
    "more": "named more often",
    "less": "named less often",
    "same": "named about as often",
    "rare_in_both": "rare in both",
    "cannot_tell": "whether it moved cannot be told",
}


def _say(change: Change) -> str:
    where = f"{change.source}, {change.first} to {change.last}"
    if change.reason:
        return f"{where}: cannot be compared ({change.reason})."
    assert change.share_first is not None
    assert change.share_last is not None
    assert change.difference is not None
    assert change.low is not None
    assert change.high is not None
    figures = (
        f"{change.share_first:.0%} to {change.share_last:.0%} of the postings of the same roles, "
        f"{_points(change.difference)} points [{_points(change.low)} to {_points(change.high)}]"
    )
    return f"{where}: {_WORDS[change.verdict]}, {figures}."


def _points(value: float) -> str:
    """
    >>> _points(-0.001), _points(-0.12)
    ('0', '-12')
    """
    rounded = round(value * 100)
    return f"{rounded:+d}" if rounded else "0"
