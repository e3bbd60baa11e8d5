"""Lines for a page's head: canonical address, Open Graph picture, feed, and JSON-LD of schema.org."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from rolescope.analyse.answers import RoleEvidence
from rolescope.analyse.results import PayStats
from rolescope.present.pages.figures import name_of

_PERCENTILES = {
    0.1: "percentile10",
    0.25: "percentile25",
    0.5: "median",
    0.75: "percentile75",
    0.9: "percentile90",
}
_PAY_NAMES = {
    "advertised": "advertised in job postings",
    "collected": "collected by a board, not a survey",
}
_SKILLS = 20


def head_lines(
    title: str,
    description: str,
    *,
    permanent: str = "",
    image: str = "",
    feed: str = "",
    data: tuple[Mapping[str, Any], ...] = (),
) -> Markup:
    """Tags of a page's head.

    Args:
        title, description: as a shared link shows them.
        permanent: the page's absolute address; pictures are named only with one, since they need to be absolute.
        image: absolute address of its Open Graph picture.
        feed: address of the Atom feed.
        data: JSON-LD objects.
    """
    lines = [
        Markup('<meta property="og:title" content="{}">').format(title),
        Markup('<meta property="og:description" content="{}">').format(description),
        Markup('<meta property="og:type" content="article">'),
    ]
    if permanent:
        lines.append(Markup('<link rel="canonical" href="{}">').format(permanent))
        lines.append(Markup('<meta property="og:url" content="{}">').format(permanent))
    if image:
        lines.append(Markup('<meta property="og:image" content="{}">').format(image))
        lines.append(Markup('<meta property="og:image:width" content="1200">'))
        lines.append(Markup('<meta property="og:image:height" content="630">'))
        lines.append(Markup('<meta name="twitter:card" content="summary_large_image">'))
    if feed:
        lines.append(Markup('<link rel="alternate" type="application/atom+xml" href="{}">').format(feed))
    lines += [Markup('<script type="application/ld+json">{}</script>').format(_script(d)) for d in data]
    return Markup("\n").join(lines)


def _script(data: Mapping[str, Any]) -> Markup:
    """JSON that cannot end the element it stands in."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def occupation_data(role: RoleEvidence, names: Mapping[str, str]) -> dict[str, Any]:
    """A role as schema.org/Occupation, with its pay where pay is shown."""
    skills = [s for s in role.profile.shares if s.kind in ("tool", "skill") and s.estimate is not None]
    skills.sort(key=lambda s: (-(s.estimate or 0.0), s.concept))
    duties = [s for s in role.profile.shares if s.kind == "activity" and s.estimate is not None]
    duties.sort(key=lambda s: (-(s.estimate or 0.0), s.concept))
    pay = [_distribution(stats) for stats in role.profile.pay if stats.quantiles]
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Occupation",
        "name": role.card.label,
        "description": role.card.definition,
        "occupationalCategory": f"{role.card.soc} {role.card.soc_title}".strip(),
        "skills": [name_of(s.kind, s.concept, names) for s in skills[:_SKILLS]],
        "responsibilities": [name_of(s.kind, s.concept, names) for s in duties[:_SKILLS]],
    }
    if pay:
        found["estimatedSalary"] = pay
    return {name: value for name, value in found.items() if value}


def _distribution(stats: PayStats) -> dict[str, Any]:
    figures = {
        name: round(quantile.value)
        for quantile in stats.quantiles
        if (name := _PERCENTILES.get(round(quantile.q, 2)))
    }
    return {
        "@type": "MonetaryAmountDistribution",
        "name": _PAY_NAMES[stats.source_kind],
        "currency": stats.currency,
        "duration": "P1Y",
        **figures,
    }
