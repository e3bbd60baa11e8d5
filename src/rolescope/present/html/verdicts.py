"""The verdicts of a check as pages show them: name, sign, meaning; colour alone says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rolescope.analyse.check_results import VERDICTS, Verdict


@dataclass(frozen=True, slots=True)
class VerdictName:
    """How a verdict is written: ``sign`` stands wherever its colour does."""

    id: str
    label: str
    sign: str
    meaning: str


_NAMES: dict[Verdict, tuple[str, str, str]] = {
    "supported": (
        "supported",
        "✓",
        "The lower limit of its share in the role's postings reaches 10%, or the figure is as published.",
    ),
    "mixed": (
        "mixed",
        "≈",
        "Not often enough to support it and not seldom enough to call it rare, or the roles named differ.",
    ),
    "rare": (
        "rare",
        "○",
        "Fewer than 5% of the role's postings name it, and the upper limit lies below 10%.",
    ),
    "contradicted": (
        "contradicted",
        "✗",
        "Published figures or the postings say otherwise. Absence from postings never contradicts.",
    ),
    "outdated": ("outdated", "↺", "True of an older edition of a statistic; the newest one is given."),
    "misattributed": ("misattributed", "⇄", "A real figure, but one published for another occupation."),
    "not_enough_evidence": ("not enough evidence", "?", "Too few postings, or no figure, to judge by."),
    "not_checkable": ("not checkable", "–", "No evidence of the kinds held here can show it."),
}
NAMES: Mapping[str, VerdictName] = {id_: VerdictName(id_, *_NAMES[id_]) for id_ in VERDICTS}
TO_CORRECT = ("contradicted", "misattributed", "outdated")  # the most serious first


def verdict_label(verdict: str, leaning: bool) -> str:
    """A verdict in words.

    >>> verdict_label("not_enough_evidence", False), verdict_label("rare", True)
    ('not enough evidence', 'leaning rare')
    """
    return f"leaning {NAMES[verdict].label}" if leaning else NAMES[verdict].label
