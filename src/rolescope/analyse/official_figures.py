"""Figures of official statistics held against what a text says: true, out of date, or true of another occupation.

Growth is compared to the whole per cent, since that is how it is quoted; pay as precisely as it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rolescope.analyse.official_wording import tell_match, tell_unloaded

Outcome = Literal["exact", "outdated", "misattributed", "contradicted", "unknown"]
Basis = Literal["file", "page", "copy"]

GROWTH = "growth_percent"
ALL_OCCUPATIONS = "00-0000"
# A percentage that more occupations than these have is no sign of any one of them.
_DISTINCT = 3
# How the pay measures are called; a text that names none of them may mean any of the first two.
PAY = {"median": "pay_median_year", "mean": "pay_mean_year"}
_ROUND_PAY = 1_000  # pay is seldom rounded further than this


@dataclass(frozen=True, slots=True)
class Published:
    """One figure that an authority published of one occupation.

    Attributes:
        code: SOC code, or the code of several occupations that the edition publishes together.
        title: the occupation's title in that edition.
        measure: "growth_percent", "pay_median_year", "pay_mean_year", "pay_p10_year" … "pay_p90_year".
        value: per cent over the whole period, or US dollars a year.
        unit: "percent" or "USD a year".
        edition: "2019-29" of projections, "May 2024" of pay.
        base: first year of a projection, or the year pay is of.
        target: last year of a projection.
        source: the publication ("BLS Employment Projections").
        table: which of its tables.
        basis: "file" from the table itself, "page" from a page of the authority, "copy" from what others
            reprint of it.
    """

    code: str
    title: str
    measure: str
    value: float
    unit: str
    edition: str
    base: int
    target: int | None
    source: str
    table: str
    basis: Basis = "file"


@dataclass(frozen=True, slots=True)
class Occupation:
    """Which published occupation a name means.

    Attributes:
        title: the name as a text or a role gives it.
        codes: the codes it is published under in any edition, its own before joint ones; () if there is none.
        named: whether the name is that of the occupation. If not, ``codes`` are what it is counted with.
    """

    title: str
    codes: tuple[str, ...] = ()
    named: bool = False


@dataclass(frozen=True, slots=True)
class FigureMatch:
    """What official figures say of a figure in a text.

    Attributes:
        outcome: ``exact`` (the newest edition says so of this occupation), ``outdated`` (an older one did),
            ``misattributed`` (published of another occupation), ``contradicted`` (the occupation has a figure,
            and no edition has this one), ``unknown`` (none is published of it, nor this one of another; or no
            edition of the years named is loaded).
        published: the figure that says so; if contradicted, the one it disagrees with.
        newest: the newest figure of the occupation the text speaks of.
        others: figures of further occupations that say so.
        sentence: the outcome in one sentence that names the source.
    """

    outcome: Outcome
    published: Published | None
    newest: Published | None
    others: tuple[Published, ...] = ()
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """What a text says: a value, or a range that may be open; of which years, if it says."""

    value: float | None
    low: float | None
    high: float | None
    base: int | None = None
    target: int | None = None

    @property
    def stated(self) -> bool:
        return not (self.value is None and self.low is None and self.high is None)

    @property
    def dated(self) -> bool:
        return not (self.base is None and self.target is None)

    def is_of(self, figure: Published) -> bool:
        """Whether the years named are those of ``figure``; either may be left out."""
        return self.base in (None, figure.base) and self.target in (None, figure.target)


@dataclass(frozen=True, slots=True)
class _Test:
    """How figures are tried: ``distinct`` occupations at most may share one that tells them; ``fine`` ones are
    another occupation's even if the text's own has a figure, because they agree with none by chance."""

    said: _Said
    measures: tuple[str, ...]
    same: Callable[[Published], bool]
    distinct: int
    fine: bool = False

    def is_loaded(self, figures: Iterable[Published]) -> bool:
        """Whether there is an edition of the years named, if any are."""
        return not self.said.dated or any(self.said.is_of(f) for f in figures)


def find_growth(
    figures: Iterable[Published], occupation: Occupation, edition: str | None = None
) -> Published | None:
    """Projected growth of an occupation in one edition ("2019-29"), by default the newest that has it."""
    own = [f for f in figures_of(figures, occupation, (GROWTH,)) if edition in (None, f.edition)]
    return own[0] if own else None


def newest(figures: Iterable[Published], occupation: Occupation, measure: str = GROWTH) -> Published | None:
    """The newest figure of an occupation, its own before one it is published jointly with."""
    return next(iter(figures_of(figures, occupation, (measure,))), None)


def average_growth(figures: Iterable[Published], edition: str | None = None) -> Published | None:
    """Projected growth of all occupations together."""
    return find_growth(figures, Occupation("all occupations", (ALL_OCCUPATIONS,), True), edition)


def figures_of(
    figures: Iterable[Published], occupation: Occupation, measures: Sequence[str]
) -> tuple[Published, ...]:
    """An occupation's figures, newest first; of one year its own code before joint ones."""
    rank = {code: at for at, code in enumerate(occupation.codes)}
    own = [f for f in figures if f.code in rank and f.measure in measures]
    return tuple(sorted(own, key=lambda f: (-f.base, measures.index(f.measure), rank[f.code])))


def match_growth(
    figures: Iterable[Published],
    occupation: Occupation,
    value: float | None,
    *,
    low: float | None = None,
    high: float | None = None,
    base: int | None = None,
    target: int | None = None,
) -> FigureMatch:
    """Projected growth in a text against every edition.

    A whole percentage stands for what rounds to it, one with a decimal for itself. Of years that no edition
    loaded is of, nothing can be told. That the figure is of another edition than the years named is told in
    the sentence and changes no outcome.

    Args:
        figures: what is loaded.
        occupation: whose growth the text speaks of.
        value: per cent, negative for decline.
        low, high: the bounds of a range instead of a value; one may be None.
        base, target: the years named, if any.
    """
    said = _Said(value, low, high, base, target)
    growth = [f for f in figures if f.measure == GROWTH]
    return _match(
        growth, occupation, _Test(said, (GROWTH,), lambda f: _same_percent(said, f.value), _DISTINCT)
    )


def match_pay(
    figures: Iterable[Published],
    occupation: Occupation,
    value: float | None,
    *,
    low: float | None = None,
    high: float | None = None,
    statistic: str = "",
    year: int | None = None,
) -> FigureMatch:
    """Yearly pay in US dollars in a text against every year's official figures.

    Only pay written to the hundred dollars or finer can be told to be another occupation's: rounder amounts
    agree with some occupation by chance.

    Args:
        figures: what is loaded.
        occupation: whose pay the text speaks of.
        value: dollars a year.
        low, high: the bounds of a range instead of a value; one may be None.
        statistic: "median", "mean", or "" where the text names none.
        year: the year it is said to be of.
    """
    measures = (PAY[statistic],) if statistic in PAY else tuple(PAY.values())
    said = _Said(value, low, high, year)
    pay = [f for f in figures if f.measure in measures]
    fine = value is not None and _step(value) < _ROUND_PAY
    test = _Test(said, measures, lambda f: _same_pay(said, f.value), _DISTINCT if fine else 0, fine)
    return _match(pay, occupation, test)


def _match(figures: Sequence[Published], occupation: Occupation, test: _Test) -> FigureMatch:
    own = figures_of(figures, occupation, test.measures)
    latest = own[0] if own else None
    if not test.said.stated:
        return FigureMatch("unknown", None, latest, (), "The text gives no figure.")
    hit = _choose([f for f in own if test.same(f)], test.said)
    others = _of_others(figures, occupation, test)
    if not test.is_loaded(figures) and not (test.fine and (hit or others)):
        return FigureMatch("unknown", None, latest, (), tell_unloaded(latest))
    match = (
        _match_own(own, hit, test) if occupation.named and own else _match_strange(hit, latest, others, test)
    )
    if match.outcome == "contradicted" and test.fine and others:
        match = FigureMatch("misattributed", others[0], latest)
    told = match.published
    rest = tuple(f for f in others if told is None or f.code != told.code)
    years_differ = told is not None and test.said.dated and not test.said.is_of(told)
    match = replace(match, others=rest)
    return replace(match, sentence=tell_match(match, occupation, years_differ=years_differ))


def _match_own(own: Sequence[Published], hit: Published | None, test: _Test) -> FigureMatch:
    """The match of a published occupation."""
    if hit is None:
        return FigureMatch("contradicted", _choose(own, test.said), own[0])
    newer = any(f.base > hit.base for f in own if f.measure == hit.measure)
    return FigureMatch("outdated" if newer else "exact", hit, own[0])


def _match_strange(
    hit: Published | None, latest: Published | None, others: Sequence[Published], test: _Test
) -> FigureMatch:
    """The match of a name that no figure is published for: at best another occupation's."""
    if hit is not None and test.distinct:
        return FigureMatch("misattributed", hit, latest)
    if 0 < len(others) <= test.distinct:
        return FigureMatch("misattributed", others[0], latest)
    return FigureMatch("unknown", None, latest)


def _choose(figures: Sequence[Published], said: _Said) -> Published | None:
    """The figure of the years named, else the newest."""
    of_years = (f for f in figures if said.dated and said.is_of(f))
    return next(of_years, figures[0] if figures else None)


def _of_others(figures: Sequence[Published], occupation: Occupation, test: _Test) -> tuple[Published, ...]:
    """One figure of each other occupation that says the same: of the years named if any are loaded, else of all."""
    said = test.said
    of_years = [f for f in figures if said.is_of(f)] or figures
    found = [f for f in of_years if f.code not in occupation.codes and test.same(f)]
    near = sorted(
        found,
        key=lambda f: (
            -f.base,
            -_count_shared(f.title, occupation.title),
            abs(f.value - (said.value or f.value)),
        ),
    )
    firsts: dict[str, Published] = {}
    for figure in near:
        firsts.setdefault(figure.code, figure)
    return tuple(firsts.values())


def _count_shared(title: str, name: str) -> int:
    """How many words two names of occupations share.

    >>> _count_shared("Information security analysts", "Security Engineer")
    1
    """
    return len(set(title.lower().split()) & set(name.lower().split()))


def _same_percent(said: _Said, figure: float) -> bool:
    """Whether a percentage in a text stands for ``figure``.

    >>> _same_percent(_Said(31, None, None), 30.9), _same_percent(_Said(31.0, None, None), 31.6)
    (True, False)
    >>> _same_percent(_Said(30.9, None, None), 31.2), _same_percent(_Said(None, 20, 25), 25.4)
    (False, True)
    """
    exact = said.value is not None and said.value % 1 != 0
    return _within(said, figure, 0.05 if exact else 0.5)


def _same_pay(said: _Said, figure: float) -> bool:
    """Whether pay in a text stands for ``figure``: as precisely as it is written, to the thousand at the most.

    >>> _same_pay(_Said(112_590, None, None), 112_590), _same_pay(_Said(113_000, None, None), 112_590)
    (True, True)
    >>> _same_pay(_Said(112_600, None, None), 112_500)
    False
    """
    return _within(said, figure, _step(said.value or 0) / 2)


def _step(value: float) -> int:
    """The unit an amount is written to, from 10 to 1,000.

    >>> _step(112_590), _step(112_600), _step(100_000)
    (10, 100, 1000)
    """
    step = _ROUND_PAY
    while step > 10 and value % step:
        step //= 10
    return step


def _within(said: _Said, figure: float, slack: float) -> bool:
    slack += 1e-9
    if said.value is not None:
        return abs(said.value - figure) <= slack
    above = said.low is None or figure >= said.low - slack
    return above and (said.high is None or figure <= said.high + slack)
