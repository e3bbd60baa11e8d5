"""What an article does not say: the concepts and duties that postings of its roles show most and it never names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from rolescope.analyse.check_basis import CheckBasis, ColumnKey
from rolescope.analyse.check_results import Missing
from rolescope.analyse.check_rules import OFTEN
from rolescope.analyse.frame import find_lack
from rolescope.analyse.gap import Ladder
from rolescope.analyse.profile import list_shares
from rolescope.analyse.results import Share

MOST = 10
# Industries and degrees are left out: of what firms a role is found in, or what least degree is enough, an article
# may choose to say nothing.
TOLD: tuple[str, ...] = ("tool", "skill", "soft_skill", "certification", "activity", "field_of_study")


def list_missing(
    text: str, roles: Collection[str], named: Collection[ColumnKey], basis: CheckBasis, most: int = MOST
) -> Iterator[Missing]:
    """Of each role the most frequent concepts that the article never names.

    Args:
        text: the article; a label that stands in it anywhere is named.
        roles: keys of its roles.
        named: concepts of its claims; what is broader or narrower than one of them is named too.
        basis: the evidence.
        most: how many of each role.
    """
    known = _widen(named, basis.context.ladder)
    words = _words(text)
    for role in roles:
        sample = basis.roles[role].evidence.chosen.sample
        if find_lack(sample):
            continue
        shares = [s for kind in TOLD for s in list_shares(sample, kind, least=OFTEN)]
        silent = [s for s in shares if (s.kind, s.concept) not in known and not _stands(s, words, basis)]
        silent = [s for s in silent if (s.low or 0.0) >= OFTEN]
        ordered = sorted(silent, key=lambda s: (-(s.estimate or 0.0), s.kind, s.concept))
        yield from (_build(role, share, basis) for share in ordered[:most])


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


def _words(text: str) -> str:
    return f" {' '.join(re.findall(r'[a-z0-9+#.]+', text.lower()))} "


def _stands(share: Share, words: str, basis: CheckBasis) -> bool:
    """Whether the label, or the id as words, stands in the text."""
    label = basis.names.get(f"{share.kind}/{share.concept}", "")
    return any(
        _words(written).strip() and _words(written) in words
        for written in (label, share.concept.replace("-", " "))
    )


def _build(role: str, share: Share, basis: CheckBasis) -> Missing:
    return Missing(
        role=role,
        kind=share.kind,  # type: ignore[arg-type]
        concept=share.concept,
        label=basis.names.get(f"{share.kind}/{share.concept}", share.concept.replace("-", " ")),
        key=share.key,
        n=share.n,
        k=share.k,
        share=share.estimate or 0.0,
        low=share.low or 0.0,
        high=share.high or 0.0,
    )
