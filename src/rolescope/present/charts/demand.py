"""Chart of a concept's demand: the roles whose postings ask for it most."""

from __future__ import annotations

from rolescope.analyse.concept_answers import ConceptAnswer, RoleDemand
from rolescope.present.charts.chart import Chart, Figure
from rolescope.present.charts.dots import DotPlot, Mark, Row
from rolescope.present.charts.lettering import plain
from rolescope.present.charts.scales import share_scale
from rolescope.present.wording import interval, percent, plural, share_text

_MOST = 15
_NOTE = "Ordered by the lower end of the 95% interval."
_FIELDS = ("role", "label", "share", "low", "high", "n", "k", "required", "preferred", "employers", "key")


def demand_chart(answer: ConceptAnswer) -> Chart | None:
    """Shares of the roles that ask for the concept most; None where no role has enough postings."""
    told = [role for role in answer.roles if role.share.estimate is not None]
    if not told:
        return None
    shown, label = told[:_MOST], plain(answer.concept.label)
    first = shown[0]
    return Chart(
        name="roles",
        title=f"{label}: roles that ask for it, the surest first",
        takeaway=(
            f"Surest demand for {label}: {first.label}, {percent(first.share.estimate)} "
            f"{interval(first.share.low, first.share.high)} ({first.share.k:,} of {first.share.n:,} postings); "
            f"{plural(len(told), 'role')} with enough postings name it."
        ),
        plot=DotPlot(
            (), tuple(map(_row, shown)), share_scale(max(r.share.high or 0.0 for r in shown)), note=_NOTE
        ),
        columns=("", "share of postings", "postings", "required"),
        rows=tuple(map(_text, shown)),
        fields=_FIELDS,
        figures=tuple(map(_figure, told)),
    )


def _row(role: RoleDemand) -> Row:
    share = role.share
    return Row(role.label, (Mark(0, share.estimate or 0.0, share.low, share.high),), percent(share.estimate))


def _text(role: RoleDemand) -> tuple[str, ...]:
    return role.label, share_text(role.share), f"{role.share.n:,}", percent(role.share.required)


def _figure(role: RoleDemand) -> tuple[Figure, ...]:
    s = role.share
    parts = (s.estimate, s.low, s.high, s.n, s.k, s.required, s.preferred)
    return (role.role, role.label, *parts, role.employers, s.key)
