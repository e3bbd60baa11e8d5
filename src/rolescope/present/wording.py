"""How figures read in words: the same in the terminal, Markdown and pages."""

from __future__ import annotations

from rolescope.analyse.results import Quantile, Share, Side

KIND_NAMES = {
    "activity": "duties",
    "skill": "skills",
    "tool": "tools",
    "soft_skill": "soft skills",
    "certification": "certifications",
    "field_of_study": "fields of study",
    "industry": "industries",
    "education": "education",
    "level": "levels",
    "workplace": "workplace",
    "employment": "employment",
    "experience": "experience",
}
DEGREE_NAMES = {
    "none": "no degree needed",
    "highschool": "high school",
    "associate": "associate",
    "bachelor": "bachelor's",
    "master": "master's",
    "phd": "doctorate",
    "stated": "states a minimum",
}


def percent(value: float | None) -> str:
    """A share as whole percent.

    >>> percent(0.414), percent(0.004), percent(0.0), percent(None)
    ('41%', '<1%', '0%', '–')
    """
    if value is None:
        return "–"
    return "<1%" if 0 < value < 0.005 else f"{value * 100:.0f}%"


def interval(low: float | None, high: float | None) -> str:
    """An interval of shares in percent.

    >>> interval(0.35, 0.47)
    '[35–47]'
    """
    return "" if low is None or high is None else f"[{low * 100:.0f}–{high * 100:.0f}]"


def share_text(share: Share | Side) -> str:
    """Estimate, interval and count: "41% [35–47] 58"."""
    if share.estimate is None:
        return f"{percent(share.k / share.n if share.n else None)} {share.k}"
    return f"{percent(share.estimate)} {interval(share.low, share.high)} {share.k}"


def points(value: float | None) -> str:
    """A difference of shares in percentage points, with its sign.

    >>> points(0.39), points(-0.001), points(None)
    ('+39', '0', '–')
    """
    if value is None:
        return "–"
    rounded = round(value * 100)
    return f"{rounded:+d}" if rounded else "0"


def dollars(value: float | None) -> str:
    """US dollars a year in thousands.

    >>> dollars(143_250), dollars(None)
    ('$143k', '–')
    """
    return "–" if value is None else f"${value / 1000:,.0f}k"


def quantile_text(quantile: Quantile | None) -> str:
    """A quantile of pay with its interval: "$143k [138–151]"."""
    if quantile is None:
        return "–"
    return f"{dollars(quantile.value)} [{quantile.low / 1000:.0f}–{quantile.high / 1000:.0f}]"


def window(since: str | None, until: str | None) -> str:
    """A span of dates.

    >>> window("2018-03-01", "2025-06-12"), window(None, None)
    ('2018-03 to 2025-06', 'undated')
    """
    if not since or not until:
        return "undated"
    return since[:7] if since[:7] == until[:7] else f"{since[:7]} to {until[:7]}"


def listed(items: list[str], most: int = 8) -> str:
    """Items in a row, cut with a count.

    >>> listed(["a", "b", "c"], 2)
    'a, b and 1 more'
    """
    if len(items) <= most:
        return ", ".join(items)
    return f"{', '.join(items[:most])} and {len(items) - most} more"


def plural(count: int, noun: str) -> str:
    """A count with its noun.

    >>> plural(1, "posting"), plural(1200, "posting")
    ('1 posting', '1,200 postings')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
