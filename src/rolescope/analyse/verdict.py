"""The verdict in plain words, from rules: three largest differences, three largest things in common, pay,
and what cannot be told. Every sentence carries the counts and keys of its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress

import numpy as np

from rolescope.analyse.intervals import wilson
from rolescope.analyse.results import Difference, Move, PairComparison, PayComparison, Sentence, Side
from rolescope.analyse.sides import SAME_POSTINGS, TOO_FEW

Names = Mapping[str, str]
MOST = 3
LEAST_POSTINGS = 10
LEAST_COMMON = 0.10  # both lower limits must reach it
TELLING = ("tool", "skill", "activity", "certification", "soft_skill", "field_of_study", "industry")
VERBS = {
    "certification": "name",
    "field_of_study": "name",
    "industry": "mention",
    "activity": "name the duty",
}
OBSTACLES = {
    "sources do not overlap": (
        "too few of their postings come from the same sources and years ({a} of {label_a}, "
        "{b} of {label_b}), so a difference could be one of the sources"
    ),
    "fewer than 10 employers on one side": "one side has fewer than ten employers in the sources both share",
    TOO_FEW: "one side has fewer than ten postings of five employers that can be counted",
    SAME_POSTINGS: "they stand on the same postings",
    "no countable postings on one side": "one side has no posting that can be counted",
}


def write_verdict(pair: PairComparison, names: Names) -> tuple[Sentence, ...]:
    """Sentences of one comparison, the most telling first.

    Args:
        pair: the comparison, with labels, pay and moves filled in.
        names: what people call a concept, by "kind/concept"; a missing one is read from its id.
    """
    if pair.reason:
        counted = _tell_as_counted(pair, names)
        return (_tell_obstacle(pair), *counted, *_tell_pay(pair), *_tell_moves(pair))
    differing = list_largest(pair.differences)
    common = list_common(pair.differences)
    told = [_tell_difference(d, pair, names) for d in differing]
    told += [_tell_common(d, pair, names) for d in common]
    if not differing:
        told.insert(0, _tell_no_difference(pair))
    return (*told, *_tell_pay(pair), *_tell_moves(pair), *_tell_unknown(pair))


def list_largest(differences: Sequence[Difference], most: int = MOST) -> tuple[Difference, ...]:
    """The largest differences: by the limit of the interval nearest to none, so that luck is not largest."""
    found = [d for d in differences if d.verdict in ("more", "less")]
    return _tell_apart(sorted(found, key=lambda d: (-_least(d), d.kind, d.concept)), most)


def _tell_apart(ordered: Sequence[Difference], most: int) -> tuple[Difference, ...]:
    """The first ``most`` that are not said already: "data pipelines" says nothing after "build data pipelines"."""
    told: list[Difference] = []
    for difference in ordered:
        words = set(difference.concept.split("-"))
        others = [set(d.concept.split("-")) for d in told]
        if not any(words <= other or other <= words for other in others):
            told.append(difference)
        if len(told) == most:
            break
    return tuple(told)


def list_common(differences: Sequence[Difference], most: int = MOST) -> tuple[Difference, ...]:
    """What both ask for most: shares that are the same first, then those that cannot be told apart."""
    found = [
        d
        for d in differences
        if d.verdict in ("same", "cannot_tell") and min(d.a.low or 0.0, d.b.low or 0.0) >= LEAST_COMMON
    ]
    return _tell_apart(
        sorted(found, key=lambda d: (d.verdict != "same", -_smaller(d), d.kind, d.concept)), most
    )


def list_standing(
    differences: Sequence[Difference],
) -> tuple[tuple[Difference, ...], tuple[Difference, ...], tuple[Difference, ...]]:
    """What A's and B's own postings stand out for where nothing can be compared, the most telling first, and the rest.

    A concept stands out where the 95 % intervals of both counts do not overlap, of a role with enough postings. The
    rest comes in order of its size.
    """
    apart = list(compress(differences, _find_apart(differences)))
    apart.sort(key=lambda d: (-d.order, d.kind, d.concept))
    ahead = tuple(d for d in apart if d.order > 0 and d.a.n >= LEAST_POSTINGS)
    behind = tuple(d for d in reversed(apart) if d.order < 0 and d.b.n >= LEAST_POSTINGS)
    standing = {(d.kind, d.concept) for d in (*ahead, *behind)}
    rest = (d for d in differences if (d.kind, d.concept) not in standing)
    size = lambda d: (-(d.a.raw or 0.0) - (d.b.raw or 0.0), d.concept)  # noqa: E731
    return ahead, behind, tuple(sorted(rest, key=size))


def _find_apart(differences: Sequence[Difference]) -> list[bool]:
    """Whether the intervals of both sides' shares, as counted, lie apart."""
    a, b = (
        wilson(np.array([s.raw or 0.0 for s in sides]), np.array([max(s.n, 1) for s in sides], dtype=float))
        for sides in ([d.a for d in differences], [d.b for d in differences])
    )
    return [bool(apart) for apart in (a.low > b.high) | (b.low > a.high)]


def tell_caution(pair: PairComparison) -> str:
    """What to know of a move between roles that cannot be compared, after "…; "; "" where they can."""
    if not pair.reason:
        return ""
    if not pair.reason.startswith("sources do not overlap"):
        return "each role was counted in its own postings, and the two cannot be compared"
    mostly = "mostly " if max(pair.covered_a, pair.covered_b) >= 0.005 else ""
    return f"the two roles were counted {mostly}in different sources, which may explain part of this"


def name_concept(kind: str, concept: str, names: Names) -> str:
    """
    >>> name_concept("tool", "power-bi", {"tool/power-bi": "Power BI"})
    'Power BI'
    >>> name_concept("skill", "data-quality", {})
    'data quality'
    """
    return names.get(f"{kind}/{concept}") or concept.replace("-", " ")


def _tell_difference(d: Difference, pair: PairComparison, names: Names) -> Sentence:
    first, second = (d.a, d.b) if d.verdict == "more" else (d.b, d.a)
    label, other = (pair.label_a, pair.label_b) if d.verdict == "more" else (pair.label_b, pair.label_a)
    asked = (
        f"{label} postings {VERBS.get(d.kind, 'ask for')} {name_concept(d.kind, d.concept, names)} more often"
    )
    shares = f"{_share(first)}, against {_share(second)} for {other}"
    least = round(_least(d) * 100)
    apart = f"; at least {least} point{'' if least == 1 else 's'} apart" if least else ""
    text = f"{asked}: {shares}{apart}."
    return Sentence("differs", text, (first.key, second.key))


def _tell_common(d: Difference, pair: PairComparison, names: Names) -> Sentence:
    name = name_concept(d.kind, d.concept, names)
    if d.verdict == "same":
        text = f"Both ask for {name} about equally often: {_share(d.a)} and {_share(d.b)}."
    else:
        shares = f"{_share(d.a)} and {_share(d.b)}"
        text = f"Both often ask for {name}: {shares}; which more, these postings cannot tell."
    return Sentence("common", text, (d.a.key, d.b.key))


def _tell_no_difference(pair: PairComparison) -> Sentence:
    text = f"None of {pair.tested} concepts differs by more than chance could bring about."
    return Sentence("cannot_tell", text)


def _tell_obstacle(pair: PairComparison) -> Sentence:
    known = next((told for reason, told in OBSTACLES.items() if pair.reason.startswith(reason)), pair.reason)
    cause = known.format(
        a=_percent(pair.covered_a), b=_percent(pair.covered_b), label_a=pair.label_a, label_b=pair.label_b
    )
    text = f"Whether {pair.label_a} and {pair.label_b} postings differ cannot be told: {cause}."
    return Sentence("cannot_tell", text)


def _tell_as_counted(pair: PairComparison, names: Names) -> tuple[Sentence, ...]:
    """What stands where no verdict can: what each side's own postings show, counted and not compared."""
    ahead, behind, _ = list_standing(pair.differences)
    sides = (
        (pair.label_a, [(d, d.a, d.b) for d in ahead]),
        (pair.label_b, [(d, d.b, d.a) for d in behind]),
    )
    close = [d for d, apart in zip(pair.differences, _find_apart(pair.differences), strict=True) if not apart]
    common = sorted(close, key=lambda d: (-min(d.a.raw or 0.0, d.b.raw or 0.0), d.kind, d.concept))
    told = [_tell_standing(label, f[:MOST], names) for label, f in sides if f]
    if pair.reason == TOO_FEW:
        return tuple(told)
    both = [(d, d.a, d.b) for d in common[:MOST] if min(d.a.raw or 0.0, d.b.raw or 0.0) >= LEAST_COMMON]
    if both:
        listed = _list_counts(both, names)
        told.append(Sentence("counted", f"Counted, not compared: both show {listed}.", _keys(both)))
    return tuple(told)


def _tell_standing(label: str, found: list[tuple[Difference, Side, Side]], names: Names) -> Sentence:
    text = f"Counted, not compared: {label} postings stand out for {_list_counts(found, names)}."
    return Sentence("counted", text, _keys(found))


def _list_counts(found: list[tuple[Difference, Side, Side]], names: Names) -> str:
    told = [
        f"{name_concept(d.kind, d.concept, names)} ({own.k:,} of {own.n:,}, against {other.k:,} of {other.n:,})"
        for d, own, other in found
    ]
    return ", ".join(told)


def _keys(found: list[tuple[Difference, Side, Side]]) -> tuple[str, ...]:
    return tuple(side.key for _, own, other in found for side in (own, other))


def _tell_unknown(pair: PairComparison) -> tuple[Sentence, ...]:
    unclear = sum(d.verdict == "cannot_tell" for d in pair.differences)
    if not unclear:
        return ()
    text = f"For {unclear} of {len(pair.differences)} concepts these postings cannot tell which asks more."
    return (Sentence("cannot_tell", text),)


def _tell_pay(pair: PairComparison) -> tuple[Sentence, ...]:
    return tuple(_tell_one_pay(pay, pair) for pay in pair.pay)


def _tell_one_pay(pay: PayComparison, pair: PairComparison) -> Sentence:
    kind = "Pay advertised in postings" if pay.source_kind == "advertised" else "Pay collected by a board"
    keys = (pay.key_a, pay.key_b)
    if pay.middle is None:
        return Sentence("pay", f"{kind}: which pays more cannot be told ({pay.reason}).", keys)
    basis = f"at the same {pay.matched_on} ({pay.n_a:,} and {pay.n_b:,} ranges)"
    span = f"{_change(pay.middle.low)} to {_change(pay.middle.high)}"
    if pay.verdict == "cannot_tell":
        ends = "" if pay.middle.low <= 1 <= pay.middle.high else ", but not at both ends of the ranges"
        text = f"{kind}: which pays more cannot be told {basis}; {pair.label_a} {span}{ends}."
        return Sentence("pay", text, keys)
    if pay.verdict == "same":
        return Sentence("pay", f"{kind}: much the same {basis}; {pair.label_a} {span}.", keys)
    word = "more" if pay.verdict == "more" else "less"
    text = f"{kind}: {pair.label_a} pays {word} than {pair.label_b} {basis}: {_change(pay.middle.value)} ({span})."
    return Sentence("pay", text, keys)


def _tell_moves(pair: PairComparison) -> tuple[Sentence, ...]:
    moves = ((pair.a_to_b, pair.label_a, pair.label_b), (pair.b_to_a, pair.label_b, pair.label_a))
    caution = tell_caution(pair)
    return tuple(_tell_move(move, start, aim, caution) for move, start, aim in moves if _covered(move))


def _tell_move(move: Move | None, start: str, aim: str, caution: str) -> Sentence:
    value = move.coverage.value if move else None
    brought = f"A typical {start} brings {_percent(value)} of what {aim} postings ask for"
    text = f"{brought}; {caution}." if caution else f"{brought}."
    return Sentence("move", text, (move.key,) if move else ())


def _covered(move: Move | None) -> bool:
    return move is not None and move.coverage.value is not None


def _least(d: Difference) -> float:
    return min(abs(d.low or 0.0), abs(d.high or 0.0))


def _smaller(d: Difference) -> float:
    return min(d.a.estimate or 0.0, d.b.estimate or 0.0)


def _share(side: Side) -> str:
    """The share with its count, and a note where standardising moved it away from the count."""
    share = _percent(side.estimate)
    note = "" if share == _percent(side.k / max(side.n, 1)) else "standardised; "
    return f"{share} ({note}{side.k:,} of {side.n:,} postings)"


def _percent(value: float | None) -> str:
    if value is None:
        return "an unknown part"
    return "under 1%" if 0 < value < 0.005 else f"{value:.0%}"


def _change(ratio: float) -> str:
    """
    >>> _change(1.124), _change(0.9)
    ('12% more', '10% less')
    """
    return f"{abs(ratio - 1):.0%}" + (" more" if ratio >= 1 else " less")
