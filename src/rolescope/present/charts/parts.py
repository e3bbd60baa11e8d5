"""The charts there are: names as they stand in addresses, titles, and the kinds of concept each shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A chart of concepts (``kinds``) or of a facet's values (``facet``); ``noun``: what its rows are."""

    name: str
    title: str
    noun: str
    kinds: tuple[str, ...] = ()
    facet: str = ""


PARTS = (
    Part("duties", "Duties named", "duties", ("activity",)),
    Part("skills", "Skills asked for", "skills", ("skill", "soft_skill")),
    Part("tools", "Tools asked for", "tools", ("tool",)),
    Part(
        "certifications",
        "Certifications and fields of study named",
        "certifications and fields of study",
        ("certification", "field_of_study"),
    ),
    Part("industries", "Industries mentioned", "industries", ("industry",)),
    Part("education", "Least education asked for", "least education", facet="education"),
    Part(
        "experience", "Least years of experience asked for", "least years of experience", facet="experience"
    ),
    Part("levels", "Levels", "level", facet="level"),
    Part("workplace", "Workplace", "workplace", facet="workplace"),
    Part("employment", "Employment", "employment", facet="employment"),
)
PART_BY_NAME = {part.name: part for part in PARTS}
COMPARISON_CHARTS = (*PART_BY_NAME, "pay", "pay-matched", "move")
ROLE_CHARTS = (*PART_BY_NAME, "pay")
CONCEPT_CHARTS = ("roles", "trend")
