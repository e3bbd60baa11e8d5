"""Pages that show words or lists and no figures of their own."""

from __future__ import annotations

from dataclasses import dataclass

from rolescope.analyse.answers import RoleAnswer
from rolescope.present.html.links import Links
from rolescope.present.html.options import EvidenceSample
from rolescope.present.html.roles import citation


@dataclass(frozen=True, slots=True)
class Plain:
    """A title, one line, pages that may have been meant, and roles that were to be compared, as typed."""

    title: str
    nav: str = ""
    detail: str = ""
    suggestions: tuple[tuple[str, str | None], ...] = ()
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceListView:
    """The first documents behind every figure of a role."""

    title: str
    role: str
    role_href: str | None
    evidence: tuple[EvidenceSample, ...]
    cite: str


def evidence_list_view(
    answer: RoleAnswer, samples: tuple[EvidenceSample, ...], links: Links
) -> EvidenceListView:
    """A page of all figures of a role with their documents."""
    card = answer.role.card
    return EvidenceListView(
        title=f"Evidence: {card.asked}",
        role=card.asked,
        role_href=links.role(card.query),
        evidence=samples,
        cite=citation(f"Evidence of {card.asked}", answer.version, answer.evidence, (answer.role,)),
    )
