"""What a page is given beside its answer: filters, kinds of evidence shown, lines for its head."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from rolescope.model import LEVELS

SOURCE_KINDS = (
    ("posting", "postings"),
    ("collected", "collected pay"),
    ("official", "official figures"),
    ("guide", "guides"),
)
ALL_KINDS = frozenset(kind for kind, _ in SOURCE_KINDS)
PAY_KINDS = frozenset({"posting", "collected"})  # those that tell pay, beside official figures


@dataclass(frozen=True, slots=True)
class FilterForm:
    """The filters of a page as a form: what is chosen, what can be, and where it is sent."""

    action: str
    country: str = ""
    level: str = ""
    since: str = ""
    until: str = ""
    shown: frozenset[str] = ALL_KINDS
    countries: tuple[str, ...] = ("US", "GB", "CA", "DE", "FR", "IN", "AU", "NL", "IE", "ES", "IT", "SG")
    levels: tuple[str, ...] = LEVELS
    source_kinds: tuple[tuple[str, str], ...] = SOURCE_KINDS

    @property
    def active(self) -> str:
        """The filters in force, in words; "" where there is none."""
        named = (("country", self.country), ("level", self.level), ("from", self.since), ("to", self.until))
        told = [f"{name} {value}" for name, value in named if value]
        if self.shown != ALL_KINDS:
            told.append("only " + " and ".join(label for kind, label in SOURCE_KINDS if kind in self.shown))
        return ", ".join(told)


@dataclass(frozen=True, slots=True)
class EvidenceSample:
    """The first documents behind one figure, for a page that carries its evidence."""

    key: str
    total: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageOptions:
    """What a page shows beside its answer.

    Attributes:
        shown: kinds of evidence that are shown.
        form: the filters as a form, None where they cannot be changed.
        head: lines for the page's head: canonical address, JSON-LD, pictures, feed.
        evidence: documents behind the figures, for a single file.
        charts: whether charts are drawn.
        others: of a role, comparisons to lead on to; None for those with roles of its family.
    """

    shown: frozenset[str] = ALL_KINDS
    form: FilterForm | None = None
    head: Markup = field(default_factory=Markup)
    evidence: tuple[EvidenceSample, ...] = ()
    charts: bool = True
    others: tuple[tuple[str, str], ...] | None = None


def filters_of(form: FilterForm) -> Mapping[str, str | tuple[str, ...]]:
    """The filters in force as query parameters."""
    found: dict[str, str | tuple[str, ...]] = {
        name: value
        for name, value in (
            ("country", form.country),
            ("level", form.level),
            ("since", form.since),
            ("until", form.until),
        )
        if value
    }
    if form.shown != ALL_KINDS:
        found["source_kind"] = tuple(sorted(form.shown))
    return found
