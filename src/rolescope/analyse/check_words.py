"""How a check says its reasons: one plain sentence each, the same in the terminal, JSON and pages."""

from __future__ import annotations

from collections.abc import Sequence

from rolescope.analyse.check_shares import ClaimedShare

KINDS = {
    "tool": "tool",
    "skill": "skill",
    "soft_skill": "soft skill",
    "certification": "certification",
    "activity": "duty",
    "education": "degree",
    "field_of_study": "field of study",
    "industry": "industry",
}
DEGREES = {
    "none": "no degree",
    "highschool": "high school",
    "associate": "associate degree",
    "bachelor": "bachelor's degree",
    "master": "master's degree",
    "phd": "doctorate",
}


def tell_share(label: str, found: ClaimedShare, kind: str) -> str:
    """What the postings of one role say of a concept.

    >>> import numpy as np
    >>> one = ClaimedShare("x", 200, 50, np.array([0.25]), np.array([0.2]), np.array([0.31]), 3, 40)
    >>> tell_share("Data Engineer", one, "tool")
    '50 of 200 Data Engineer postings name it (25%, 95% interval 20 to 31), tool 3 of 40'
    """
    if found.lack:
        return f"{label} postings are too few to judge by: {found.lack}"
    share, low, high = float(found.share[0]), float(found.low[0]), float(found.high[0])
    verb = "ask for it as the least degree" if kind == "education" else "name it"
    ranked = f", {KINDS.get(kind, kind)} {found.rank} of {found.of}" if found.rank else ""
    counted = f"{found.k:,} of {found.n:,} {label} postings {verb}"
    return f"{counted} ({percent(share)}, 95% interval {100 * low:.0f} to {100 * high:.0f}){ranked}"


def percent(value: float) -> str:
    """
    >>> percent(0.256), percent(0.002), percent(0.0)
    ('26%', 'under 1%', '0%')
    """
    return "under 1%" if 0 < value < 0.005 else f"{value:.0%}"


def dollars(value: float) -> str:
    """
    >>> dollars(112590.4)
    '$112,590'
    """
    return f"${value:,.0f}"


def join(parts: Sequence[str]) -> str:
    """
    >>> join(["a"]), join(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def close(text: str) -> str:
    """The text as a sentence.

    >>> close("so it is"), close("So it is.")
    ('So it is.', 'So it is.')
    """
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"
