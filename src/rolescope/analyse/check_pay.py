"""An amount of pay against the quantiles of each source that is loaded: advertised, collected, official."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rolescope.analyse.check_results import Verdict
from rolescope.analyse.check_words import dollars
from rolescope.analyse.official_figures import Occupation, Published, newest
from rolescope.analyse.results import PayStats

NEAR, WITHIN = 0.15, 0.30  # of a median: supported, mixed
_OFFICIAL = {
    0.1: "pay_p10_year",
    0.25: "pay_p25_year",
    0.5: "pay_median_year",
    0.75: "pay_p75_year",
    0.9: "pay_p90_year",
}
_ORDER: tuple[Verdict, ...] = ("supported", "mixed", "contradicted")
_NAMES = {"advertised": "advertised pay", "collected": "pay collected by a board"}


@dataclass(frozen=True, slots=True)
class PaySource:
    """Quantiles of yearly pay in one source, in US dollars; ``key`` opens the figure, "" where it is official."""

    name: str
    key: str
    quantiles: Mapping[float, float]


def read_sources(
    pay: Sequence[PayStats], occupation: Occupation | None, figures: Sequence[Published]
) -> list[PaySource]:
    """The sources that hold pay of a role; official pay only where an occupation is given."""
    found = [
        PaySource(_NAMES[stats.source_kind], stats.key, {q.q: q.value for q in stats.quantiles})
        for stats in pay
        if stats.quantiles
    ]
    official = _read_official(occupation, figures) if occupation else None
    return [*found, official] if official else found


def _read_official(occupation: Occupation, figures: Sequence[Published]) -> PaySource | None:
    known = {q: newest(figures, occupation, measure) for q, measure in _OFFICIAL.items()}
    median = known[0.5]
    if median is None:
        return None
    same = {q: f.value for q, f in known.items() if f and f.value is not None and f.edition == median.edition}
    return PaySource(f"{median.source} {median.edition}", "", same)


def judge_amount(
    value: float | None, low: float | None, high: float | None, sources: Sequence[PaySource]
) -> tuple[Verdict, str] | None:
    """The best verdict that any source gives, and why; None without a source.

    >>> board = PaySource("advertised pay", "", {0.1: 60e3, 0.25: 80e3, 0.5: 100e3, 0.75: 120e3, 0.9: 150e3})
    >>> judge_amount(110e3, None, None, [board])[0], judge_amount(None, 125e3, 140e3, [board])[0]
    ('supported', 'mixed')
    >>> judge_amount(None, 90e3, None, [board])[0], judge_amount(None, 200e3, None, [board])[0]
    ('supported', 'contradicted')
    """
    judged = [
        (_judge_one(value, low, high, source.quantiles), source)
        for source in sources
        if 0.5 in source.quantiles
    ]
    if not judged:
        return None
    verdict, source = min(judged, key=lambda found: _ORDER.index(found[0]))
    others = (
        f"; no other of {len(judged)} sources is nearer" if len(judged) > 1 and verdict != "supported" else ""
    )
    return verdict, f"{source.name} has {_tell(source.quantiles)}{others}"


def _judge_one(
    value: float | None, low: float | None, high: float | None, at: Mapping[float, float]
) -> Verdict:
    median = at[0.5]
    if value is not None:
        off = abs(value / median - 1)
        return "supported" if off <= NEAR else "mixed" if off <= WITHIN else "contradicted"
    middle = (at.get(0.25, median), at.get(0.75, median))
    wide = (at.get(0.1, middle[0]), at.get(0.9, middle[1]))
    if low is not None and high is not None:
        if low <= middle[1] and high >= middle[0]:
            return "supported"
        return "mixed" if low <= wide[1] and high >= wide[0] else "contradicted"
    if low is not None:
        return "supported" if low <= median else "mixed" if low <= wide[1] else "contradicted"
    assert high is not None
    return "supported" if high >= median else "mixed" if high >= wide[0] else "contradicted"


def _tell(at: Mapping[float, float]) -> str:
    told = f"a median of {dollars(at[0.5])}"
    if 0.25 in at and 0.75 in at:
        return f"{told}, the middle half from {dollars(at[0.25])} to {dollars(at[0.75])}"
    return (
        f"{told}, four fifths from {dollars(at[0.1])} to {dollars(at[0.9])}"
        if {0.1, 0.9} <= at.keys()
        else told
    )
