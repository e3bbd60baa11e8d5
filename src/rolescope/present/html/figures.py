"""Figures as cells: estimate, interval, count, and the address that opens them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rolescope.analyse.results import Difference, PairComparison, Quantile, Share, Side
from rolescope.present.html.links import Links
from rolescope.present.pages.figures import Names, name_of
from rolescope.present.wording import dollars, percent, points

SHOWN = 8  # rows of a table before "all"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: ``text`` the estimate, ``range`` its interval, ``count`` what it was counted from.

    ``thin`` greys it, ``plain`` sets words like words; ``href`` opens its evidence.
    """

    text: str
    range: str = ""
    count: str = ""
    href: str | None = None
    key: str = ""
    thin: bool = False
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A concept or facet with a figure per role.

    ``verdict`` is the difference's, "" where rows are not compared; ``sign`` says it in a few characters.
    """

    name: str
    href: str | None
    figures: tuple[Figure, ...]
    verdict: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column titles."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    more: tuple[Row, ...] = ()
    note: str = ""


def share_figure(share: Share | Side, links: Links, *, thin: bool = False) -> Figure:
    """A share with interval and count; greyed with its bare count where there is no estimate."""
    href = links.evidence(share.key) if share.k else None
    if share.estimate is None:
        raw = percent(share.k / share.n) if share.n >= 10 else "–"
        return Figure(raw, "", f"{share.k:,} of {share.n:,}", href, share.key, True)
    span = f"{share.low * 100:.0f}–{share.high * 100:.0f}" if _has_interval(share) else ""  # type: ignore[operator]
    return Figure(percent(share.estimate), span, f"{share.k:,} of {share.n:,}", href, share.key, thin)


def _has_interval(share: Share | Side) -> bool:
    return share.low is not None and share.high is not None


def counted_figure(side: Side, shares: Mapping[str, Share], links: Links) -> Figure:
    """One role's own postings, not standardised."""
    return share_figure(shares.get(side.key, side), links, thin=True)


def difference_row(
    found: Difference, pair: PairComparison, shares: Mapping[str, Share], names: Names, links: Links
) -> Row:
    """A difference as a row: both roles' figures, and the points between."""
    counted = bool(pair.reason) or found.a.estimate is None
    sides = (found.a, found.b)
    figures = [counted_figure(s, shares, links) if counted else share_figure(s, links) for s in sides]
    verdict = "cannot_tell" if counted else found.verdict
    sign = "" if counted else points(found.difference)
    name = name_of(found.kind, found.concept, names)
    return Row(name, links.concept(found.kind, found.concept), tuple(figures), verdict, sign)


def quantile_figure(quantile: Quantile | None, count: str = "", href: str | None = None) -> Figure:
    """A quantile of yearly pay in thousands of dollars."""
    if quantile is None:
        return Figure("–", count=count, href=href, thin=True)
    span = f"{quantile.low / 1000:.0f}–{quantile.high / 1000:.0f}"
    return Figure(dollars(quantile.value), span, count, href)


def middle_of(quantiles: Sequence[Quantile], q: float = 0.5) -> Quantile | None:
    """The quantile at ``q``, if it was estimated."""
    return next((found for found in quantiles if round(found.q, 2) == q), None)
