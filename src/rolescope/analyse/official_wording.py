"""What official figures say of a figure in a text, in a sentence that names the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rolescope.analyse.official_figures import FigureMatch, Occupation, Published

_STATISTICS = {"pay_median_year": "a median of", "pay_mean_year": "a mean of"}


def cite(figure: Published) -> str:
    """Where a figure stands: "BLS Employment Projections 2019–29, occupational data"."""
    copied = ", as others reprint it" if figure.basis == "copy" else ""
    return f"{figure.source} {write_edition(figure.edition)}, {figure.table}{copied}"


def write_edition(edition: str) -> str:
    """An edition as it is read.

    >>> write_edition("2019-29"), write_edition("May 2024")
    ('2019–29', 'May 2024')
    """
    return edition.replace("-", "–")


def write_figure(figure: Published) -> str:
    """A figure as it is read: "30.9 %", "a median of $112,590 a year"."""
    if figure.unit == "percent":
        return f"{figure.value:g} %".replace("-", "−")
    return f"{_STATISTICS.get(figure.measure, '')} ${figure.value:,.0f} a year".strip()


def tell_match(match: FigureMatch, occupation: Occupation, *, years_differ: bool = False) -> str:
    """The sentence of a match.

    Args:
        match: without its sentence.
        occupation: of whom the text gives the figure.
        years_differ: whether the text names other years than the figure's.
    """
    told, latest = match.published, match.newest
    if told is None:
        return _tell_unknown(latest, occupation)
    has = f"{cite(told)}: {lower_title(told.title)} {write_figure(told)}"
    if match.outcome == "exact":
        return f"{has}, which are other years than the text names." if years_differ else f"{has}."
    if match.outcome == "outdated" and latest is not None:
        newest = f"the newest edition loaded, {write_edition(latest.edition)}, has {write_figure(latest)}"
        return f"{has}; {newest}."
    if match.outcome == "misattributed":
        own = _tell_own(latest, occupation)
        return f"{has}; {own}."
    return f"{has}; no edition loaded has the figure of the text."


def _tell_own(latest: Published | None, occupation: Occupation) -> str:
    if occupation.named and latest is not None:
        return f"{lower_title(latest.title)} have {write_figure(latest)}"
    return f"none is published for “{occupation.title}”"


def tell_unloaded(latest: Published | None) -> str:
    """That the years of the text are those of no edition loaded."""
    none = "No official edition of the years that the text names is loaded"
    if latest is None:
        return f"{none}."
    return f"{none}; the newest, {write_edition(latest.edition)}, has {lower_title(latest.title)} {write_figure(latest)}."


def _tell_unknown(latest: Published | None, occupation: Occupation) -> str:
    none = f"No official figure is loaded for “{occupation.title}”"
    if latest is None:
        return f"{none}."
    has = f"{write_figure(latest)} in {write_edition(latest.edition)}"
    return f"{none}; the occupation it is counted with, {lower_title(latest.title)}, has {has}."


def lower_title(title: str) -> str:
    """A title within a sentence.

    >>> lower_title("Data Scientists"), lower_title("QA engineers")
    ('data scientists', 'QA engineers')
    """
    return " ".join(w if w[1:] != w[1:].lower() else w.lower() for w in title.split())
