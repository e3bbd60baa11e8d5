"""Growth, demand and pay: what an article quotes, held against published figures, their editions, and loaded pay."""

from __future__ import annotations

from collections.abc import Sequence

from rolescope.analyse.check_basis import CheckBasis, Judged, RoleBasis
from rolescope.analyse.check_pay import judge_amount, read_sources
from rolescope.analyse.check_results import Verdict
from rolescope.analyse.check_rules import DEMAND, Codes, combine_roles, fill, name
from rolescope.analyse.check_words import close, join
from rolescope.analyse.official_figures import (
    FigureMatch,
    Occupation,
    Published,
    average_growth,
    find_growth,
    match_growth,
    match_pay,
)
from rolescope.analyse.official_wording import cite, lower_title, write_figure
from rolescope.model import Claim

_VERDICTS: dict[str, Verdict] = {
    "exact": "supported",
    "outdated": "outdated",
    "misattributed": "misattributed",
    "contradicted": "contradicted",
    "unknown": "not_checkable",
}
_ROUND = 1000  # dollars: a multiple of it may equal a published figure by chance


def judge_growth(claim: Claim, basis: CheckBasis) -> Judged:
    """A growth figure against published ones; without a figure, the direction alone."""
    if claim.value is None and claim.low is None and claim.high is None:
        return _judge_direction(claim, basis)
    matches = [
        match_growth(basis.figures, occupation, claim.value, low=claim.low, high=claim.high, base=claim.base, target=claim.target)
        for occupation in _list_occupations(claim, basis)
    ]  # fmt: skip
    return _read_matches(matches)


def judge_demand(claim: Claim, basis: CheckBasis) -> Judged:
    """Words of demand against the growth foretold for the roles' occupations."""
    if not claim.roles:
        return Judged(fill("not_checkable"), "It is said of no role in particular.")
    occupations = [basis.roles[role].occupation for role in claim.roles]
    return _judge_occupations(claim, occupations, basis)


def judge_pay(claim: Claim, basis: CheckBasis) -> Judged:
    """A pay figure: one that quotes a statistic against published ones, any other against loaded pay."""
    occupations = _list_occupations(claim, basis)
    matches = [
        match_pay(basis.figures, o, claim.value, low=claim.low, high=claim.high, statistic=claim.statistic, year=claim.base)
        for o in occupations
    ]  # fmt: skip
    if claim.authority or _quotes(claim, matches):
        return _read_matches(matches)
    if not claim.roles:
        return Judged(fill("not_checkable"), "It is said of no role in particular.")
    judged = [_judge_role_pay(claim, role, basis) for role in claim.roles]
    if len(judged) == 1:
        return judged[0]
    keys = tuple(dict.fromkeys(key for one in judged for key in one.keys))
    return Judged(combine_roles([one.codes for one in judged]), " ".join(one.reason for one in judged), keys)


def _list_occupations(claim: Claim, basis: CheckBasis) -> list[Occupation]:
    """The occupation an article names, else those of the roles it speaks of."""
    if claim.occupation:
        return [basis.find_occupation(claim.occupation)]
    return list(dict.fromkeys(basis.roles[role].occupation for role in claim.roles))


def _read_matches(matches: Sequence[FigureMatch]) -> Judged:
    if not matches:
        return Judged(fill("not_checkable"), "It is said of no occupation in particular.")
    codes = combine_roles([fill(_VERDICTS[match.outcome]) for match in matches])
    reason = " ".join(dict.fromkeys(close(match.sentence) for match in matches))
    return Judged(codes, reason, official=_cite(matches[0]))


def _cite(match: FigureMatch) -> str:
    """The published figure that matters: for an outdated one the newest, else the one that is meant."""
    shown = match.newest if match.outcome == "outdated" else match.published or match.newest
    return "" if shown is None else tell_published(shown)


def tell_published(figure: Published) -> str:
    """A published figure with where it stands."""
    return f"{cite(figure)}: {lower_title(figure.title)} {write_figure(figure)}."


def _quotes(claim: Claim, matches: Sequence[FigureMatch]) -> bool:
    """Whether an amount is a published one to the dollar though nobody is named for it."""
    if claim.value is None or claim.value % _ROUND == 0:
        return False
    return any(m.outcome in ("exact", "outdated", "misattributed") and m.published is not None and m.published.value == claim.value for m in matches)  # fmt: skip


# -- direction ----------------------------------------------------------------------------------------


def _judge_direction(claim: Claim, basis: CheckBasis) -> Judged:
    """Growth without a figure: only of an occupation that is published under the name the article gives it."""
    occupations = _list_occupations(claim, basis)
    if not occupations or not all(o.named and o.codes for o in occupations):
        return Judged(
            fill("not_checkable"),
            "It gives no figure, and names no occupation that figures are published of.",
        )
    return _judge_occupations(claim, occupations, basis)


def _judge_occupations(claim: Claim, occupations: Sequence[Occupation], basis: CheckBasis) -> Judged:
    average = average_growth(basis.figures)
    found = [find_growth(basis.figures, occupation) for occupation in occupations]
    if average is None or not found:
        return Judged(fill("not_checkable"), "No projection of all occupations is loaded.")
    codes = combine_roles([_read_growth(figure, average, claim.direction) for figure in found])
    known = list(dict.fromkeys(figure for figure in found if figure is not None))
    if not known:
        return Judged(codes, "No growth is published of the occupations of these roles.")
    return Judged(
        codes, _tell_growth(known, average, codes, claim.direction), official=tell_published(known[0])
    )


def _read_growth(figure: Published | None, average: Published, direction: str) -> Codes:
    if figure is None or figure.value is None or average.value is None:
        return fill("not_checkable")
    if direction == "down":
        return fill("supported" if figure.value < 0 else "contradicted")
    if figure.value < 0:
        return fill("contradicted")
    return fill("supported" if figure.value >= DEMAND * average.value else "mixed")


def _tell_growth(known: Sequence[Published], average: Published, codes: Codes, direction: str) -> str:
    told = join([f"{lower_title(figure.title)} {write_figure(figure)}" for figure in known])
    means = {
        "supported": "it falls" if direction == "down" else "at least a quarter above that",
        "contradicted": "it does not fall" if direction == "down" else "it falls",
        "mixed": "not a quarter above that in every case"
        if len(known) > 1
        else "it grows, yet not a quarter above that",
    }.get(name(codes), "of some no figure is published")
    return close(f"{cite(known[0])}: {told}, all occupations {write_figure(average)}: {means}")


# -- pay ----------------------------------------------------------------------------------------------


def _judge_role_pay(claim: Claim, role: str, basis: CheckBasis) -> Judged:
    """An amount against what is loaded of one role, at the level it is said of where that has pay of its own."""
    one = find_at_level(claim, role, basis)
    whole = basis.roles[role]
    at_level = one is not None and one is not whole
    sources = read_sources(
        (one or whole).evidence.profile.pay, None if at_level else whole.occupation, basis.figures
    )
    # pay "at entry level" is no median of a whole role: there it need only lie where pay does
    value = None if one is None else claim.value
    low, high = (claim.value, claim.value) if value is None and claim.value else (claim.low, claim.high)
    judged = judge_amount(value, low, high, sources)
    label = one.label if one else f"{whole.label} (all levels, since pay at level {claim.level} is too thin)"
    keys = tuple(source.key for source in sources if source.key)
    if judged is None:
        return Judged(fill("not_enough_evidence"), close(f"no source loaded has enough pay of {label}"))
    verdict, reason = judged
    return Judged(fill(verdict), close(f"{label}: {reason}"), keys)


def find_at_level(claim: Claim, role: str, basis: CheckBasis) -> RoleBasis | None:
    """The evidence at the level that pay is said of; None where there is no pay of that level."""
    if not claim.level:
        return basis.roles[role]
    found = basis.roles.get(f"{role.partition('@')[0]}@{claim.level}")
    if found is None or found.evidence.chosen.basis != "level":
        return None
    return found if any(stats.quantiles for stats in found.evidence.profile.pay) else None
