"""A concept's share by quarter: a line with its interval's band within a stretch of one leading source, nothing
across a gap, and below it how many postings each quarter rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rolescope.analyse.concept_answers import ConceptAnswer, QuarterShare
from rolescope.present.charts.canvas import (
    AXIS,
    EDGE,
    NARROW,
    WIDE,
    Curve,
    Dot,
    Frame,
    Picture,
    Reach,
    Rule,
    Scale,
    Text,
)
from rolescope.present.charts.chart import Chart, Figure
from rolescope.present.charts.key import lay_key, shift_key
from rolescope.present.charts.lettering import plain, text_width
from rolescope.present.charts.palette import DIM, GRID, LINE, mark_colour
from rolescope.present.charts.scales import share_scale
from rolescope.present.wording import interval, percent

_FIELDS = (
    "quarter",
    "share",
    "low",
    "high",
    "n",
    "k",
    "employers",
    "leading_source",
    "leading_source_part",
    "stretch",
    "reason",
)
_HEIGHT, _BARS, _BETWEEN, _SOURCES = (
    220.0,
    40.0,
    34.0,
    20.0,
)  # pixels: shares, counts, room between, source names
Run = tuple[QuarterShare, ...]


@dataclass(frozen=True, slots=True)
class TrendPlot:
    """All that a chart of a trend shows; ``quarters`` in order, with or without a share."""

    quarters: tuple[QuarterShare, ...]
    note: str

    def frame(self, *, narrow: bool) -> Frame:
        """The picture's frame alone."""
        return self.lay(narrow=narrow).frame

    def lay(self, *, narrow: bool) -> Picture:
        """The picture, wide or narrow."""
        width = NARROW if narrow else WIDE
        key = lay_key((), self.note, width - 2 * EDGE)
        top, height = key.height + _SOURCES + 6, _HEIGHT + _BETWEEN + _BARS
        frame = Frame(width, EDGE + 44, EDGE + 12, top, height, bottom=AXIS)
        shares = share_scale(max((q.high or 0.0 for q in self.quarters), default=1.0))
        years = _years(self.quarters, 4 if narrow else 10)
        runs = tuple(_runs(self.quarters))
        texts, _ = shift_key(key, frame)
        return Picture(
            frame,
            years,
            texts=[*texts, *_labels(shares, self.quarters, frame), *_sources(runs, years, frame)],
            rules=[
                *_grid(shares, frame),
                *_bars(self.quarters, years, frame),
                *_whiskers(runs, years, shares, frame),
            ],
            curves=[
                Curve(tuple(_reach(q, shares) for q in run), _colour(run)) for run in runs if len(run) > 1
            ],
            dots=[
                Dot(_at(q), _height(q.estimate, shares), "circle", _colour(run), 45.0)
                for run in runs
                for q in run
            ],
        )


def trend_chart(answer: ConceptAnswer) -> Chart | None:
    """The share of dated postings that name the concept, by quarter; None where no quarter has enough of them."""
    quarters = _from_first_share(answer.trend.quarters)
    if not quarters:
        return None
    return Chart(
        name="trend",
        title=f"{plain(answer.concept.label)}: share of postings by quarter",
        takeaway=_say(answer),
        plot=TrendPlot(quarters, answer.trend.note),
        columns=("quarter", "share", "postings", "employers", "leading source"),
        rows=tuple(map(_text, quarters)),
        fields=_FIELDS,
        figures=tuple(map(_figure, quarters)),
    )


def _from_first_share(quarters: Sequence[QuarterShare]) -> Run:
    """Quarters from the first to the last that has enough postings: years of single postings show nothing."""
    told = [at for at, q in enumerate(quarters) if q.estimate is not None]
    return tuple(quarters[told[0] : told[-1] + 1]) if told else ()


def _say(answer: ConceptAnswer) -> str:
    told = [change.text for change in answer.trend.changes if change.text]
    if told:
        return told[-1]
    last = [q for q in answer.trend.quarters if q.estimate is not None][-1]
    return (
        f"{plain(answer.concept.label)} stood in {percent(last.estimate)} {interval(last.low, last.high)} of "
        f"{last.n:,} postings dated {last.quarter}; quarters of different sources are not held against each other."
    )


def _at(quarter: QuarterShare) -> float:
    """A quarter as a number, in years.

    >>> _at(QuarterShare("2024-Q3", 0, 0, 0, "", 0.0, None))
    2024.5
    """
    year, part = quarter.quarter.split("-Q")
    return int(year) + (int(part) - 1) / 4


def _years(quarters: Sequence[QuarterShare], most: int) -> Scale:
    """A scale of years with at most ``most`` ticks; half a year at least is shown."""
    first, last = _at(quarters[0]), _at(quarters[-1])
    years = [year for year in range(int(first), int(last) + 2) if first <= year <= last]
    step = -(-len(years) // most) or 1
    return Scale(
        first - 0.2, max(last, first + 0.5) + 0.2, tuple(years[::step]), "format(datum.value, 'd')", "bottom"
    )


def _height(share: float | None, scale: Scale) -> float:
    return _HEIGHT - scale.place(share or 0.0, _HEIGHT)


def _reach(q: QuarterShare, scale: Scale) -> Reach:
    return Reach(_at(q), _height(q.estimate, scale), _height(q.low, scale), _height(q.high, scale))


def _runs(quarters: Sequence[QuarterShare]) -> Iterator[Run]:
    """Quarters that may be joined: next to each other and of one stretch."""
    shown = [q for q in quarters if q.estimate is not None]
    places = [(round(_at(q) * 4) - at, q.stretch) for at, q in enumerate(shown)]
    for _, run in groupby(range(len(shown)), lambda at: places[at]):
        yield tuple(shown[at] for at in run)


def _colour(run: Run) -> str:
    """Grey where a quarter stands alone and so cannot be held against any other."""
    return mark_colour(0, faint=len(run) == 1)


def _grid(scale: Scale, frame: Frame) -> Iterator[Rule]:
    for tick in scale.ticks:
        y = _height(tick, scale)
        yield Rule(0, y, frame.plot_width, y, GRID if tick else LINE)
    yield Rule(0, frame.plot_height, frame.plot_width, frame.plot_height, LINE)


def _bars(quarters: Sequence[QuarterShare], years: Scale, frame: Frame) -> Iterator[Rule]:
    """How many postings each quarter rests on."""
    most = max(q.n for q in quarters)
    size = min(14.0, max(2.0, frame.plot_width / (years.high - years.low) / 4 - 2))
    for q in quarters:
        if q.n and most:
            x = years.place(_at(q), frame.plot_width)
            yield Rule(x, frame.plot_height, x, frame.plot_height - max(1.0, q.n / most * _BARS), DIM, size)


def _whiskers(runs: Sequence[Run], years: Scale, shares: Scale, frame: Frame) -> Iterator[Rule]:
    """Intervals of quarters that stand alone."""
    for (only,) in (run for run in runs if len(run) == 1):
        x = years.place(_at(only), frame.plot_width)
        yield Rule(x, _height(only.low, shares), x, _height(only.high, shares), _colour((only,)), 1.5)


def _labels(scale: Scale, quarters: Sequence[QuarterShare], frame: Frame) -> Iterator[Text]:
    for tick in scale.ticks:
        yield Text(-8, _height(tick, scale), percent(tick), "note", "right")
    most = max(q.n for q in quarters)
    y = frame.plot_height - _BARS - 12
    yield Text(0, y, "Postings dated to the quarter", "note")
    yield Text(-8, frame.plot_height - _BARS, f"{most:,}", "note", "right")


def _sources(runs: Sequence[Run], years: Scale, frame: Frame) -> Iterator[Text]:
    """The leading source above each stretch that has room for its name, the largest first."""
    taken: list[tuple[float, float]] = []
    for run in sorted(
        (run for run in runs if len(run) > 1), key=lambda run: (-sum(q.n for q in run), _at(run[0]))
    ):
        name = plain(run[0].source)
        wide = text_width(name, 12)
        x = max(0.0, min(years.place(_at(run[0]), frame.plot_width), frame.plot_width + 12 - wide))
        if wide <= frame.plot_width and all(x + wide + 10 < start or x > end + 10 for start, end in taken):
            taken.append((x, x + wide))
            yield Text(x, -_SOURCES / 2 - 4, name, "note")


def _text(q: QuarterShare) -> tuple[str, ...]:
    share = (
        f"{percent(q.estimate)} {interval(q.low, q.high)}"
        if q.estimate is not None
        else q.reason or "too few"
    )
    return (
        q.quarter,
        share,
        f"{q.k:,} of {q.n:,}",
        f"{q.employers:,}",
        f"{plain(q.source)} ({percent(q.source_part)})",
    )


def _figure(q: QuarterShare) -> tuple[Figure, ...]:
    head = (q.quarter, q.estimate, q.low, q.high, q.n, q.k, q.employers)
    return (*head, q.source, q.source_part, q.stretch, q.reason)
