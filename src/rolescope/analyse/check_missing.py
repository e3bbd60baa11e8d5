"""What an article does not say: the concepts and duties that postings of its roles show most and it never names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from rolescope.analyse.check_basis import CheckBasis, ColumnKey
from rolescope.analyse.check_results import NeverNamed
from rolescope.analyse.check_rules import OFTEN
from rolescope.analyse.frame import find_lack
from rolescope.analyse.gap import Ladder
from rolescope.analyse.profile import list_shares
from rolescope.analyse.results import Share

MOST = 10
_STEM = 6  # characters of a word that must agree
# Industries and degrees are left out: of what firms a role is found in, or what least degree is enough, an article
# may choose to say nothing.
TOLD: tuple[str, ...] = ("tool", "skill", "soft_skill", "certification", "activity", "field_of_study")


def list_missing(
    text: str, roles: Collection[str], named: Collection[ColumnKey], basis: CheckBasis, most: int = MOST
) -> Iterator[NeverNamed]:
    """Of each role the most frequent concepts that the article never names.

    Args:
        text: the article; a label that stands in it anywhere, in any form of its words, is named.
        roles: keys of its roles.
        named: concepts of its claims; what is broader or narrower than one of them is named too.
        basis: the evidence.
        most: how many of each role.
    """
    known, stems = _widen(named, basis.context.ladder), _stem(text)
    for role in roles:
        sample = basis.roles[role].evidence.chosen.sample
        if not find_lack(sample):
            own = set(_stem(basis.roles[role].label).split())
            shares = [s for kind in TOLD for s in list_shares(sample, kind, least=OFTEN)]
            often = [s for s in shares if (s.low or 0.0) >= OFTEN and (s.kind, s.concept) not in known]
            ordered = sorted(often, key=lambda s: (-(s.estimate or 0.0), s.kind, s.concept))
            silent = (s for s in ordered if not _stands(_name(s, basis), stems, own))
            yield from (_build(role, share, basis) for share in islice(_tell_apart(silent), most))


def _tell_apart(ordered: Iterable[Share]) -> Iterator[Share]:
    """Those that an earlier one does not say already: "REST" says nothing after "REST APIs"."""
    told: list[set[str]] = []
    for share in ordered:
        words = set(share.concept.split("-"))
        if not any(words <= other or other <= words for other in told):
            told.append(words)
            yield share


def _widen(named: Collection[ColumnKey], ladder: Ladder) -> set[ColumnKey]:
    """The concepts with all that are broader or narrower."""
    found = set(named)
    for kind, concept in named:
        found.update(ladder.narrower.get((kind, concept), ()))
        above = ladder.broader.get((kind, concept))
        while above and (kind, above) not in found:
            found.add((kind, above))
            above = ladder.broader.get((kind, above))
    return found


def _stem(text: str) -> str:
    """Beginnings of the words, so that "collaborate" names collaboration; "skills" says nothing of which.

    >>> _stem("Collaboration skills: they collaborate (in C++)")
    ' collab they collab in c++ '
    """
    words = re.findall(r"[a-z0-9+#.]+", text.lower().replace(". ", " "))
    return f" {' '.join(word[:_STEM] for word in words if word != 'skills')} "


def _stands(label: str, stems: str, own: set[str]) -> bool:
    """Whether the label stands in the text, or is but the name of the role."""
    stem = _stem(label)
    return stem in stems or set(stem.split()) <= own


def _name(share: Share, basis: CheckBasis) -> str:
    return basis.names.get(f"{share.kind}/{share.concept}") or share.concept.replace("-", " ")


def _build(role: str, share: Share, basis: CheckBasis) -> NeverNamed:
    return NeverNamed(
        role=role,
        kind=share.kind,  # type: ignore[arg-type]
        concept=share.concept,
        label=_name(share, basis),
        key=share.key,
        n=share.n,
        k=share.k,
        share=share.estimate or 0.0,
        low=share.low or 0.0,
        high=share.high or 0.0,
    )
